"""The actual against other figures, and what moved the status."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.aggregate import covered, only_last, shifted
from kpireport.compute.attainment import NO_AIM, judge
from kpireport.model.kpi import Kpi
from kpireport.model.measure import Comparison, Measure
from kpireport.model.problem import CellRef
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from kpireport.present.marks import status_mark
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_at, actual_total, as_typed
from kpireport.present.trace.measures import node_of
from kpireport.present.trace.status import rated
from kpireport.present.trace.targets import BOUNDS, target_at
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, Input, Trace


def comparisons_explained(tracer: Tracer, result: KpiResult, shown: int) -> Iterator[Explanation]:
    """Previous period, year ago, last year's YTD, baseline and budget."""
    kpi, compared = result.kpi, result.comparisons
    actual = actual_at(tracer, kpi, shown, tracer.actuals)
    step = kpi.frequency.months
    rows: list[tuple[str, Comparison, Trace | None, Trace | None]] = [
        (
            "previous",
            compared.previous,
            actual,
            actual_at(tracer, kpi, shown - step, tracer.actuals),
        ),
        ("year_ago", compared.year_ago, actual, actual_at(tracer, kpi, shown - 12, tracer.past)),
        ("ytd_year_ago", compared.ytd_year_ago, *_years_to_date(tracer, result)),
        ("baseline", compared.baseline, actual, _baseline(tracer, kpi)),
        ("budget", compared.budget, actual, _budget(tracer, kpi, shown)),
    ]
    for code, comparison, now, then in rows:
        yield from _comparison(tracer, result, code, comparison, now, then)


def _comparison(
    tracer: Tracer,
    result: KpiResult,
    code: str,
    comparison: Comparison,
    now: Trace | None,
    then: Trace | None,
) -> Iterator[Explanation]:
    label, figures = _label(tracer, result, code, comparison), tracer.figures_of(result.kpi.id)
    reason = tracer.messages.reason(comparison.reason) if comparison.reason else ""
    if comparison.value is None or then is None:
        yield Explanation(code, label, None, figures.level(None).text, reason=reason)
        return
    level = figures.level(comparison.value)
    yield tracer.explained(code, label, then, comparison.value, level, reason)
    if comparison.delta is None or now is None:
        return
    before = node_of(tracer, comparison.value, then)
    difference = f.minus(node_of(tracer, now.value, now), before)
    inputs = tuple(each for trace in (now, then) if trace.typed for each in trace.inputs)
    parts: tuple[Explanation, ...] = ()
    if code == "ytd_year_ago" and comparison.reason is not None:
        parts = (tracer.part(f"{code}.compared", tracer.text("compared_actual"), result.kpi, now),)
    change = Trace(comparison.delta, difference, inputs, parts)
    yield tracer.explained(
        f"{code}.delta",
        tracer.text("change", label=label),
        change,
        comparison.delta,
        figures.difference(comparison.delta),
    )
    if comparison.delta_pct is not None:
        share = Trace(comparison.delta_pct, f.over(difference, before), inputs)
        yield tracer.explained(
            f"{code}.delta_pct",
            tracer.text("change_pct", label=label),
            share,
            comparison.delta_pct,
            figures.share(comparison.delta_pct),
            scale=100.0,
        )


def _label(tracer: Tracer, result: KpiResult, code: str, comparison: Comparison) -> str:
    label = tracer.messages.text(f"label.{code}")
    if comparison.period is None:
        return label
    if code == "ytd_year_ago":
        start = result.ytd.start.shift(-12)
        span = tracer.messages.formats.span(start, comparison.period)
        return tracer.messages.text("measure.dated", label=label, period=span)
    return tracer.messages.text("measure.dated", label=label, period=comparison.period)


def _years_to_date(tracer: Tracer, result: KpiResult) -> tuple[Trace | None, Trace | None]:
    """This year's and last year's figure over the months that both have."""
    if result.comparisons.ytd_year_ago.value is None:
        return None, None
    line, kpi = tracer.line(result.kpi), result.kpi
    assert not isinstance(line.formula, Reason) and not isinstance(line.past_formula, Reason)
    first = result.ytd.start.index
    last = covered([line.formula], first, tracer.scorecard.period.index)[-1]
    common = covered([line.formula, shifted(line.past_formula, 12, first, last)], first, last)
    if only_last(line.formula):
        common = covered([line.formula], common[-1] - line.step + 1, common[-1])
    before = tuple(month - 12 for month in common)
    return (
        actual_total(tracer, kpi, common, tracer.actuals),
        actual_total(tracer, kpi, before, tracer.past),
    )


def _baseline(tracer: Tracer, kpi: Kpi) -> Trace | None:
    if kpi.baseline is None:
        return None
    inputs = tracer.defined(kpi, "baseline", kpi.baseline)
    value = kpi.baseline + 0.0
    notes = () if inputs else (tracer.text("from_definition", row=str(kpi.cell)),)
    return Trace(value, tracer.number(value), inputs, notes=notes)


def _budget(tracer: Tracer, kpi: Kpi, shown: int) -> Trace | None:
    span = tracer.line(kpi).budget.at(shown)
    if span is None:
        return None
    refs: list[CellRef] = [cell.ref for cell in span.cells]
    return as_typed(tracer, kpi, span, refs, tracer.actuals.rule(kpi), "budget")


def status_changes(tracer: Tracer, result: KpiResult, shown: int) -> Iterator[Explanation]:
    """The status before and after, and what each cause alone would have made of it."""
    change, kpi, line = result.status_change, result.kpi, tracer.line(result.kpi)
    label = tracer.text("status_before")
    if change.reason is not None:
        mark = status_mark(tracer.messages, change.before)
        shown_text = mark.label if change.before else tracer.figures_of(kpi.id).level(None).text
        value = change.before.value if change.before else None
        reason = tracer.messages.reason(change.reason)
        yield Explanation("status_change.before", label, value, shown_text, reason=reason)
        return
    before = shown - line.step
    old, new = line.actual.value_at(before), line.actual.value_at(shown)
    stages = (
        ("before", change.before, old, line.aim_at(before), before),
        ("target", None, old, line.aim_at(shown), shown),
        ("actual", change.after, new, line.aim_at(shown), shown),
    )
    status = change.before
    for code, _, actual, aim, month in stages:
        measure = judge(kpi, line.thresholds, actual, aim or NO_AIM, kpi.baseline).measure
        at = before if code != "actual" else shown
        inputs = _cells(tracer, kpi, at, month)
        name = label if code == "before" else tracer.text(f"status_by_{code}")
        text = _moved(tracer, status, measure.status, code)
        yield _stage(tracer, kpi, f"status_change.{code}", name, measure, text, inputs)
        status = measure.status


def _moved(tracer: Tracer, before: Status | None, after: Status | None, code: str) -> str:
    old, new = (status_mark(tracer.messages, each).label for each in (before, after))
    if code == "before":
        return new
    return tracer.text("unmoved", status=new) if before is after else f"{old} → {new}"


def _stage(
    tracer: Tracer,
    kpi: Kpi,
    code: str,
    label: str,
    measure: Measure,
    text: str,
    inputs: tuple[Input, ...],
) -> Explanation:
    value = measure.status.value if measure.status else None
    if measure.status in (None, Status.NO_DATA, Status.NO_TARGET):
        return Explanation(code, label, value, text, inputs=inputs)
    return rated(tracer, kpi, measure, code, label, text, inputs)


def _cells(tracer: Tracer, kpi: Kpi, actual: int, target: int) -> tuple[Input, ...]:
    traces = [actual_at(tracer, kpi, actual, tracer.actuals)]
    traces += [target_at(tracer, kpi, bound, target) for bound in BOUNDS]
    typed = [trace for trace in traces if trace is not None and trace.typed]
    return tuple(each for trace in typed for each in trace.inputs)
