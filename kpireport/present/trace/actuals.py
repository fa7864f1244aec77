"""Where an actual comes from: typed, taken out of cumulated figures, or computed from parts."""

from __future__ import annotations

from kpireport.compute.actuals import Actuals
from kpireport.compute.aggregate import covered
from kpireport.compute.figures import Span, Track
from kpireport.compute.months import month_at
from kpireport.model.kpi import Aggregation, Kpi
from kpireport.model.problem import CellRef
from kpireport.model.reason import Reason
from kpireport.present.trace import formula as f
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Trace

_LABELS = {"low": "target_low", "high": "target_high"}
_BOUNDS = ("target", *_LABELS)
_OF_PARTS = ("numerator", "denominator")


def actual_at(tracer: Tracer, kpi: Kpi, month: int, source: Actuals) -> Trace | None:
    """The actual of the slot that closes in ``month``, in the tracer's actuals or past."""
    span = source.track(kpi).at(month)
    return None if span is None else _span(tracer, kpi, span, source)


def actual_total(tracer: Tracer, kpi: Kpi, months: tuple[int, ...], source: Actuals) -> Trace:
    """The total of a KPI's actuals over months that its formula covers."""
    rule = source.rule(kpi)
    if rule is Aggregation.RATIO and source.has_parts(kpi):
        upper, lower = source.parts(kpi)
        return tracer.quotient(
            (upper, actual_total(tracer, upper, months, source)),
            (lower, actual_total(tracer, lower, months, source)),
            kpi.multiplier,
        )
    track = source.track(kpi)
    if stated_over(track, months):
        return _stated(tracer, kpi, months, source)
    assert rule is not None, "a total needs a rule"
    spans = [span for month in months if (span := track.spans.get(month)) is not None]
    terms = [
        (span_label(tracer, span), _span(tracer, kpi, span, source), span.slots) for span in spans
    ]
    return tracer.combined(rule, terms, kpi)


def slot_of_part(tracer: Tracer, part: Kpi, step: int, month: int, source: Actuals) -> Trace | None:
    """A part's actual over the ``step`` months that end with ``month``, as a ratio needs it."""
    track, formula = source.track(part), source.formula(part)
    if track.step == step:
        return actual_at(tracer, part, month, source)
    if isinstance(formula, Reason):
        return None
    inside = covered([formula], month - step + 1, month)
    return actual_total(tracer, part, inside, source) if len(inside) == step else None


def _span(tracer: Tracer, kpi: Kpi, span: Span, source: Actuals) -> Trace:
    if span.cells and span.cells[0].role in _OF_PARTS:
        return _ratio(tracer, kpi, span, source)
    refs = [cell.ref for cell in span.cells]
    return as_typed(tracer, kpi, span, refs, source.rule(kpi), "actual")


def _ratio(tracer: Tracer, kpi: Kpi, span: Span, source: Actuals) -> Trace:
    step = kpi.frequency.months
    upper, lower = source.parts(kpi)
    above = slot_of_part(tracer, upper, step, span.last, source)
    below = slot_of_part(tracer, lower, step, span.last, source)
    assert above is not None and below is not None, "a ratio was computed from its parts"
    return tracer.quotient((upper, above), (lower, below), kpi.multiplier)


def as_typed(
    tracer: Tracer,
    kpi: Kpi,
    span: Span,
    refs: list[CellRef],
    rule: Aggregation | None,
    bound: str,
) -> Trace:
    """A figure typed as it is or, from two cells, what the later cumulated figure adds.

    ``bound`` is the cells' role: actual, budget, target, low or high.
    """
    key = bound if bound in _BOUNDS else ""
    label = tracer.messages.text(f"label.{_LABELS.get(bound, bound)}")
    formats = tracer.messages.formats
    if len(refs) == 1:
        found = tracer.input(bound, label, refs[0], key)
        return Trace(found.value, tracer.number(found.value), (found,))
    now, before = (tracer.input(bound, label, ref, key) for ref in refs)
    left, right = tracer.number(now.value), tracer.number(before.value)
    if rule is Aggregation.MEAN:
        step = kpi.frequency.months
        start = tracer.actuals.months.year_start(span.last)
        old, new = (span.first - start) // step, (span.last - start + 1) // step
        weighed = f.minus(f.times(tracer.number(new), left), f.times(tracer.number(old), right))
        node = f.over(weighed, tracer.number(new - old))
    else:
        node = f.minus(left, right)
    note = tracer.text("cumulated", before=formats.month(month_at(span.first - 1)))
    return Trace(f.evaluate(node), node, (now, before), notes=(note,))


def stated_over(track: Track, months: tuple[int, ...]) -> bool:
    """Whether the workbook itself states the total over these months."""
    first, last = months[0], months[-1]
    return last - first + 1 == len(months) and (first, last) in track.stated


def _stated(tracer: Tracer, kpi: Kpi, months: tuple[int, ...], source: Actuals) -> Trace:
    """A cumulated figure is itself the total since the fiscal year began."""
    ref = source.typed(kpi)[month_at(months[-1])].cell
    found = tracer.input("actual", tracer.messages.text("label.actual"), ref)
    note = tracer.text("stated", start=month_at(months[0]))
    return Trace(found.value, tracer.number(found.value), (found,), notes=(note,))


def span_label(tracer: Tracer, span: Span) -> str:
    """The month or months that a figure stands for."""
    return tracer.messages.formats.span(month_at(span.first), month_at(span.last))
