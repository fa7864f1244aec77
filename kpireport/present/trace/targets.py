"""How the target of a slot came to be: typed, dated, phased, gathered, a goal's, of parts."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.figures import Span, Track
from kpireport.compute.months import month_at
from kpireport.model.kpi import Aggregation, InputBasis, Kpi, Phasing
from kpireport.model.problem import CellRef
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_at, as_typed, span_label, stated_over
from kpireport.present.trace.goal_targets import goal_target
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Trace

BOUNDS = ("target", "low", "high")


def target_track(tracer: Tracer, kpi: Kpi, bound: str) -> Track:
    targets = tracer.line(kpi).targets
    return {"target": targets.level, "low": targets.low, "high": targets.high}[bound]


def target_at(tracer: Tracer, kpi: Kpi, bound: str, month: int) -> Trace | None:
    """The target of the slot that closes in ``month``: the level, or one bound of a band."""
    span = target_track(tracer, kpi, bound).at(month)
    return None if span is None else target_of(tracer, kpi, bound, span)


def target_of(tracer: Tracer, kpi: Kpi, bound: str, span: Span) -> Trace:
    """One span of a KPI's targets."""
    refs = [cell.ref for cell in span.cells]
    promised = tracer.line(kpi).targets.goals.get(span.last) if bound == "target" else None
    if promised is not None:
        return goal_target(tracer, kpi, promised)
    if bound == "target" and not tracer.typed.belongs(refs[0], bound, kpi.id):
        return planned_at(tracer, kpi, span)
    step, meant = kpi.frequency.months, kpi.target_per.months
    rule = tracer.actuals.rule(kpi)
    cumulated = kpi.targets_input is InputBasis.YEAR_TO_DATE
    if meant < step and not cumulated:
        return _gathered(tracer, kpi, bound, span, rule)
    whole = _whole(tracer, kpi, bound, refs, span, rule)
    length = _length(tracer, kpi, bound, refs) if cumulated else meant
    if length <= step or length != meant:
        return whole
    if rule is not Aggregation.SUM:
        return _repeated(tracer, whole, span, meant)
    return _spread(tracer, kpi, whole, span, meant)


def _whole(
    tracer: Tracer,
    kpi: Kpi,
    bound: str,
    refs: list[CellRef],
    span: Span,
    rule: Aggregation | None,
) -> Trace:
    """The target before it is phased."""
    trace = as_typed(tracer, kpi, span, refs, rule, bound)
    typed = tracer.typed.at(refs[0], bound)
    if not typed.dated:
        return trace
    note = tracer.text("dated", since=typed.period)
    return Trace(trace.value, trace.node, trace.inputs, trace.parts, (*trace.notes, note))


def _length(tracer: Tracer, kpi: Kpi, bound: str, refs: list[CellRef]) -> int:
    """The months that a cumulated figure adds to the one before it."""
    now = tracer.typed.at(refs[0], bound).period.index
    if len(refs) == 1:
        return now - tracer.actuals.months.year_start(now) + 1
    return now - tracer.typed.at(refs[1], bound).period.index


def _repeated(tracer: Tracer, whole: Trace, span: Span, meant: int) -> Trace:
    note = tracer.text("held", span=_span_meant(tracer, span, meant))
    return Trace(whole.value, whole.node, whole.inputs, whole.parts, (*whole.notes, note))


def _spread(tracer: Tracer, kpi: Kpi, whole: Trace, span: Span, meant: int) -> Trace:
    """A slot's share of the target of a quarter or a year."""
    step = kpi.frequency.months
    closing = tracer.actuals.months.closing_of(span.last, meant)
    slots = list(tracer.actuals.months.closings(closing - meant + 1, closing, step))
    spelt = _span_meant(tracer, span, meant)
    terms = [("whole_target", spelt, whole)]
    if kpi.phasing is Phasing.EVEN:
        node: f.Node = f.over(tracer.node(whole), tracer.number(len(slots)))
        note = tracer.text("spread_even", span=spelt, count=len(slots))
        return Trace(span.value, node, *tracer.sources(kpi, terms), (*whole.notes, note))
    before = {slot: actual_at(tracer, kpi, slot - 12, tracer.past) for slot in slots}
    last_year = tracer.messages.text("label.prior_year")
    known = {
        slot: trace.called("prior_year", last_year)
        for slot, trace in before.items()
        if trace is not None
    }
    nodes = [tracer.node(trace) for trace in known.values()]
    node = f.over(f.times(tracer.node(whole), tracer.node(known[span.last])), f.plus(*nodes))
    for slot, trace in known.items():
        terms.append(("month", tracer.messages.formats.month(month_at(slot - 12)), trace))
    note = tracer.text("spread_last_year", span=spelt)
    return Trace(span.value, node, *tracer.sources(kpi, terms), (*whole.notes, note))


def _span_meant(tracer: Tracer, span: Span, meant: int) -> str:
    closing = tracer.actuals.months.closing_of(span.last, meant)
    return tracer.messages.formats.span(month_at(closing - meant + 1), month_at(closing))


def _gathered(tracer: Tracer, kpi: Kpi, bound: str, span: Span, rule: Aggregation | None) -> Trace:
    """Targets typed by month for a KPI of a longer slot: added up, or that of the last month."""
    refs = list(_refs_within(tracer, kpi, bound, span))
    terms = []
    for ref in refs if rule is Aggregation.SUM else refs[-1:]:
        trace = _whole(tracer, kpi, bound, [ref], span, rule)
        terms.append(
            (tracer.messages.formats.month(trace.inputs[0].period or month_at(0)), trace, 1)
        )
    return tracer.combined(rule or Aggregation.LAST, terms, kpi)


def _refs_within(tracer: Tracer, kpi: Kpi, bound: str, span: Span) -> Iterator[CellRef]:
    """The cell of the target that holds in each month (or quarter) of a slot."""
    meant = kpi.target_per.months
    own = {
        typed.period.index: cell.ref
        for cell in span.cells
        if not (typed := tracer.typed.at(cell.ref, bound)).dated
    }
    dated = sorted(
        (typed.period.index, cell.ref.sheet, cell.ref.cell, cell.ref)
        for cell in span.cells
        if (typed := tracer.typed.at(cell.ref, bound)).dated
    )
    for closing in tracer.actuals.months.closings(span.first, span.last, meant):
        inside = [own[month] for month in range(closing - meant + 1, closing + 1) if month in own]
        holding = [ref for start, _, _, ref in dated if start <= closing]
        yield inside[0] if inside else holding[-1]


def planned_at(tracer: Tracer, kpi: Kpi, span: Span) -> Trace:
    """A ratio's target from the targets of its parts in the same slot."""
    step = kpi.frequency.months
    upper, lower = tracer.actuals.parts(kpi)
    above, below = (_planned_part(tracer, part, step, span) for part in (upper, lower))
    trace = tracer.quotient((upper, above), (lower, below), kpi.multiplier)
    return _with_note(trace, tracer.text("planned"))


def _planned_part(tracer: Tracer, part: Kpi, step: int, span: Span) -> Trace:
    if part.frequency.months == step:
        found = target_at(tracer, part, "target", span.last)
        assert found is not None, "a planned part has a target"
        return found
    return planned_total(tracer, part, tuple(range(span.first, span.last + 1)))


def planned_total(tracer: Tracer, kpi: Kpi, months: tuple[int, ...]) -> Trace:
    """The planned total of a KPI: of a ratio its planned parts', else its targets'."""
    if tracer.actuals.rule(kpi) is Aggregation.RATIO and tracer.actuals.has_parts(kpi):
        upper, lower = tracer.actuals.parts(kpi)
        trace = tracer.quotient(
            (upper, planned_total(tracer, upper, months)),
            (lower, planned_total(tracer, lower, months)),
            kpi.multiplier,
        )
        return _with_note(trace, tracer.text("planned"))
    return target_total(tracer, kpi, "target", months)


def target_total(tracer: Tracer, kpi: Kpi, bound: str, months: tuple[int, ...]) -> Trace:
    """The total of a KPI's targets over months that have them, by its own rule."""
    track = target_track(tracer, kpi, bound)
    if stated_over(track, months):
        return _stated(tracer, kpi, bound, track, months)
    rule = tracer.actuals.rule(kpi)
    assert rule is not None, "a total needs a rule"
    spans = [span for month in months if (span := track.spans.get(month)) is not None]
    terms = [
        (span_label(tracer, span), target_of(tracer, kpi, bound, span), span.slots)
        for span in spans
    ]
    return tracer.combined(rule, terms, kpi)


def _stated(tracer: Tracer, kpi: Kpi, bound: str, track: Track, months: tuple[int, ...]) -> Trace:
    """The target of a quarter or a year as it was typed, or a cumulated one."""
    last = track.spans.get(months[-1])
    own = tracer.book.targets.get(kpi.id, {}).get(month_at(months[-1]))
    rule = tracer.actuals.rule(kpi)
    if kpi.targets_input is InputBasis.YEAR_TO_DATE and own is not None:
        cell = own.high_cell if bound == "high" and own.high_cell else own.cell
        span = Span(months[0], months[-1], 0.0)
        trace = as_typed(tracer, kpi, span, [cell], rule, bound)
        return _with_note(trace, tracer.text("stated", start=month_at(months[0])))
    assert last is not None, "a stated target was spread over its slots"
    refs = [cell.ref for cell in last.cells]
    trace = _whole(tracer, kpi, bound, refs, last, rule)
    span_text = tracer.messages.formats.span(month_at(months[0]), month_at(months[-1]))
    return _with_note(trace, tracer.text("typed_for", span=span_text))


def _with_note(trace: Trace, note: str) -> Trace:
    return Trace(trace.value, trace.node, trace.inputs, trace.parts, (*trace.notes, note))
