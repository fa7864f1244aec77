"""The benchmark: our figure over its months, the published one, and the share of peers beaten."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kpireport.compute.aggregate import covered
from kpireport.compute.arithmetic import same
from kpireport.model.benchmark import Benchmark
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.model.standing import KnownPoint, Position, Standing, StandingBasis
from kpireport.present.benchmark_words import in_words
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_at, actual_total
from kpireport.present.trace.measures import node_of
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, Input, Trace

_NOTES = {
    Position.AT_OR_BEYOND_BEST: "at_best",
    Position.AT_OR_BEYOND_WORST: "at_worst",
}


def benchmark_explained(tracer: Tracer, result: KpiResult) -> Iterator[Explanation]:
    """Ours, the published figure, the gap between them and the share of peers beaten."""
    standing = result.standing
    if standing is None:
        return
    yield _ours(tracer, result, standing)
    if standing.benchmark is not None:
        yield from _published(tracer, result, standing)
    if standing.actual is None:
        return
    yield from _gap(tracer, result, standing)
    if standing.percentile is not None:
        yield _percentile(tracer, result, standing, standing.percentile)


def _ours(tracer: Tracer, result: KpiResult, standing: Standing) -> Explanation:
    figures = tracer.figures_of(result.kpi.id)
    label = _text(tracer, "ours_over")
    if standing.actual is None or standing.start is None or standing.end is None:
        reason = tracer.messages.reason(standing.reason) if standing.reason else ""
        shown = figures.level(None).text
        return Explanation("benchmark.actual", label, None, shown, reason=reason)
    span = tracer.messages.formats.span(standing.start, standing.end)
    label = f"{label}, {span}"
    trace = _own_trace(tracer, result, standing)
    level = figures.level(standing.actual)
    if trace is None:
        return Explanation("benchmark.actual", label, standing.actual, level.text, notes=(span,))
    return tracer.explained("benchmark.actual", label, trace, standing.actual, level)


def _own_trace(tracer: Tracer, result: KpiResult, standing: Standing) -> Trace | None:
    """Where our figure comes from: the month, or the total of the months it covers."""
    if standing.start is None or standing.end is None:
        return None
    if standing.basis is StandingBasis.MONTH:
        return actual_at(tracer, result.kpi, standing.end.index, tracer.actuals)
    formula = tracer.line(result.kpi).formula
    assert not isinstance(formula, Reason)
    months = covered([formula], standing.start.index, standing.end.index)
    return actual_total(tracer, result.kpi, months, tracer.actuals)


def _published(tracer: Tracer, result: KpiResult, standing: Standing) -> Iterator[Explanation]:
    """The central figure, and the quantiles where there are several."""
    row = standing.benchmark
    if row is not None and standing.value is not None:
        label = in_words(tracer.messages, row).statistic or tracer.messages.text("label.benchmark")
        yield _figure(tracer, result, "benchmark.value", label, row, standing.value)
    for point in standing.points:
        if point.benchmark is not row or standing.value is None:
            label = point.benchmark.statistic
            code = f"benchmark.p{round(point.share * 100)}"
            yield _figure(tracer, result, code, label, point.benchmark, point.value)


def _figure(
    tracer: Tracer, result: KpiResult, code: str, label: str, row: Benchmark, value: float
) -> Explanation:
    """A published figure: its cell, or its source; converted where the scale differs."""
    trace = _published_trace(tracer, row, value)
    return tracer.explained(
        code, label, trace, value, tracer.figures_of(result.kpi.id).level(value)
    )


def _published_trace(tracer: Tracer, row: Benchmark, value: float) -> Trace:
    words = in_words(tracer.messages, row)
    said = (words.industry, words.sample_size, words.as_of, words.geography, row.source, row.url)
    note = " · ".join(part for part in said if part)
    plain = tracer.messages.formats.plain(row.value)
    inputs: tuple[Input, ...] = ()
    if row.cell is not None:
        label = tracer.messages.text("label.benchmark")
        inputs = (Input("benchmark", label, row.value, plain, row.cell),)
    node: f.Node = f.Number(row.value, plain)
    if row.value and not same(value, row.value):
        node = f.times(node, tracer.number(value / row.value))
    return Trace(value, node, inputs, notes=(note,))


def _gap(tracer: Tracer, result: KpiResult, standing: Standing) -> Iterator[Explanation]:
    """Ours less the published figure, and the share of it."""
    row, own = standing.benchmark, _own_trace(tracer, result, standing)
    if standing.gap is None or standing.value is None or row is None or own is None:
        return
    figures = tracer.figures_of(result.kpi.id)
    value = node_of(tracer, standing.value, _published_trace(tracer, row, standing.value))
    difference = f.minus(node_of(tracer, own.value, own), value)
    label = tracer.messages.text("label.gap")
    trace = Trace(standing.gap, difference)
    yield tracer.explained(
        "benchmark.gap", label, trace, standing.gap, figures.change(standing.gap)
    )
    if standing.gap_pct is not None:
        share = Trace(standing.gap_pct, f.over(difference, value))
        shown = figures.share(standing.gap_pct)
        label = _text(tracer, "gap_pct")
        yield tracer.explained(
            "benchmark.gap_pct", label, share, standing.gap_pct, shown, scale=100.0
        )


def _percentile(
    tracer: Tracer, result: KpiResult, standing: Standing, percentile: float
) -> Explanation:
    """The way between the two known points around ours, as a share of the peers between them."""
    label = tracer.messages.text("label.peers_beaten")
    shown = tracer.figures_of(result.kpi.id).share(percentile, decimals=0)
    text = shown.text.lstrip("+")
    around = _around(standing)
    key = _NOTES.get(standing.position) if standing.position else None
    if around is None or key is not None:
        note = _text(tracer, key or "on_a_point")
        return Explanation("benchmark.percentile", label, percentile, text, notes=(note,))
    low, high = around
    formats = tracer.messages.formats
    v_low, v_high = (f.Number(p.value, formats.plain(p.value)) for p in (low, high))
    s_low, s_high = (f.Number(p.share, formats.plain(p.share)) for p in (low, high))
    own = f.Number(standing.actual or 0.0)
    way = f.over(f.minus(own, v_low), f.minus(v_high, v_low))
    node = f.plus(s_low, f.times(f.minus(s_high, s_low), way))
    notes = [_text(tracer, "interpolated")]
    if result.kpi.direction.sign < 0:
        node = f.minus(tracer.number(1), node)
        notes.append(_text(tracer, "lower_is_better"))
    trace = Trace(percentile, node, notes=tuple(notes))
    made = tracer.explained("benchmark.percentile", label, trace, percentile, shown, scale=100.0)
    return Explanation(
        made.figure, label, percentile, text, made.formula, made.exact, notes=made.notes
    )


def _around(standing: Standing) -> tuple[KnownPoint, KnownPoint] | None:
    """The known points that ours lies between; None where it lies on one."""
    actual = standing.actual
    if actual is None or any(same(point.value, actual) for point in standing.points):
        return None
    for low, high in pairwise(standing.points):
        if low.value < actual < high.value:
            return low, high
    return None


def _text(tracer: Tracer, key: str) -> str:
    return tracer.messages.text(f"explanation.benchmark_{key}")
