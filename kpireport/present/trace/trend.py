"""The trend: the pair of months whose slope is the median, and the test's numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kpireport.compute.months import month_at
from kpireport.compute.plotted import final_points
from kpireport.compute.trend import (
    LAST_POINTS,
    SEASONAL_KENDALL,
    SEASONAL_MONTHS,
    SIGNIFICANT,
)
from kpireport.i18n.precision import telling_decimals
from kpireport.model.behaviour import Trend
from kpireport.model.kpi import Kpi
from kpireport.model.scorecard import KpiResult
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_at
from kpireport.present.trace.formula import Node
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, Trace
from kpireport.present.trace.writing import exact, lines
from kpireport.present.view import Figure
from kpireport.stats.trend import trend as tested

Slope = tuple[float, int, int]
"""What a pair of months rises by in a month, and the two months' indexes."""


def trend_explained(tracer: Tracer, result: KpiResult) -> Iterator[Explanation]:
    """Direction, slope and p-value; the reason where there is no trend."""
    found, kpi = result.trend, result.kpi
    label = tracer.text("trend_direction")
    if found.direction is None or found.slope_per_month is None or found.p_value is None:
        reason = "" if found.reason is None else tracer.messages.reason(found.reason)
        shown = tracer.figures_of(kpi.id).level(None).text
        yield Explanation("trend.direction", label, None, shown, reason=reason)
        return
    yield _direction(tracer, found, found.p_value, label)
    points = _points(tracer, kpi, found)
    yield _slope(tracer, kpi, points, found, found.slope_per_month)
    yield _p_value(tracer, points, found, found.p_value)


def _points(tracer: Tracer, kpi: Kpi, found: Trend) -> dict[int, float]:
    """The months that were tested, with their values."""
    line = tracer.line(kpi)
    points = final_points(line, tracer.scorecard.period.index)
    seasonal = found.test == SEASONAL_KENDALL
    most = SEASONAL_MONTHS // line.step if seasonal else LAST_POINTS
    return dict(list(points.items())[-most:])


def _direction(tracer: Tracer, found: Trend, p_value: float, label: str) -> Explanation:
    sign = "<" if p_value < SIGNIFICANT else ">="
    decimals = _p_decimals(p_value)
    number = f.Number(p_value, tracer.messages.formats.number(p_value, decimals))
    condition = f.Condition((number, tracer.number(SIGNIFICANT)), (sign,))
    return Explanation(
        "trend.direction",
        label,
        found.direction,
        tracer.text(f"trend_{found.direction}"),
        formula=lines(condition, tracer.messages.formats),
        exact=exact(condition),
        notes=(tracer.text("p_rule"),),
    )


def slopes(points: dict[int, float], seasonal: bool) -> list[Slope]:
    """The slopes of every pair of months, of one season where ``seasonal``, the smallest first."""
    pairs = combinations(points.items(), 2)
    found = [
        ((later - earlier) / (end - start), start, end)
        for (start, earlier), (end, later) in pairs
        if not seasonal or (end - start) % 12 == 0
    ]
    return sorted(found)


def _slope(
    tracer: Tracer, kpi: Kpi, points: dict[int, float], found: Trend, value: float
) -> Explanation:
    """The median slope: that of the middle pair, or the mean of the two in the middle."""
    ordered = slopes(points, found.test == SEASONAL_KENDALL)
    count = len(ordered)
    middle = sorted({(count - 1) // 2, count // 2})
    nodes: list[Node] = []
    terms: dict[int, tuple[str, str, Trace]] = {}
    for place in middle:
        _, start, end = ordered[place]
        traces = [actual_at(tracer, kpi, month, tracer.actuals) for month in (start, end)]
        earlier, later = (trace for trace in traces if trace is not None)
        for month, trace in ((start, earlier), (end, later)):
            terms[month] = ("month", tracer.messages.formats.month(month_at(month)), trace)
        rise = f.minus(tracer.node(later), tracer.node(earlier))
        nodes.append(f.over(rise, tracer.number(end - start)))
    node = nodes[0] if len(nodes) == 1 else f.over(f.plus(*nodes), tracer.number(2))
    first, last = min(points), max(points)
    key = "slope_seasonal" if found.test == SEASONAL_KENDALL else "slope"
    note = tracer.text(
        f"{key}_note",
        count=count,
        span=tracer.messages.formats.span(month_at(first), month_at(last)),
        points=len(points),
    )
    trace = Trace(value, node, *tracer.sources(kpi, terms.values()), (note,))
    figures = tracer.figures_of(kpi.id)
    shown = figures.change(value, decimals=figures.decimals + 1)
    return tracer.explained("trend.slope", tracer.text("slope"), trace, value, shown)


def _p_value(tracer: Tracer, points: dict[int, float], found: Trend, value: float) -> Explanation:
    """2·Φ(−z), z the score less one over the root of its variance."""
    seasonal = found.test == SEASONAL_KENDALL
    result = tested([list(points.values())], list(points), 12 if seasonal else None)
    score, variance = int(result.score[0]), float(result.variance[0])
    rising, falling = _counts(points, seasonal)
    notes = (
        tracer.text(f"test_{found.test}"),
        tracer.text("score", rising=rising, falling=falling, score=score),
    )
    decimals = _p_decimals(value)
    text = tracer.messages.formats.number(value, decimals)
    shown = Figure(text, value, "0." + "0" * decimals)
    if not variance:
        trace = Trace(value, tracer.number(1.0), notes=notes)
        return tracer.explained("trend.p_value", tracer.text("p_value"), trace, value, shown)
    distance = max(abs(score) - 1, 0)
    spread = f.Call("sqrt", (f.Number(variance),))
    z = f.over(tracer.number(-distance), spread)
    node = f.times(tracer.number(2), f.Call("phi", (z,)))
    made = Trace(value, node, notes=notes)
    return tracer.explained("trend.p_value", tracer.text("p_value"), made, value, shown)


def _p_decimals(p_value: float) -> int:
    """Enough to tell a p-value from the level of significance, and from zero."""
    edges = (SIGNIFICANT, 0.0) if p_value else (SIGNIFICANT,)
    return telling_decimals(3, [(p_value, edge) for edge in edges])


def _counts(points: dict[int, float], seasonal: bool) -> tuple[int, int]:
    pairs = slopes(points, seasonal)
    return sum(slope > 0 for slope, _, _ in pairs), sum(slope < 0 for slope, _, _ in pairs)
