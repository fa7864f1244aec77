"""The trend of every KPI: which points are tested, by which test, and what the result means.

The tests and their sources are in ``kpireport.stats`` and in docs/process-behaviour.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpireport.compute import reasons
from kpireport.compute.ledger import Line
from kpireport.compute.month_grid import month_grid
from kpireport.compute.plotted import final_points
from kpireport.model.behaviour import Trend
from kpireport.model.kpi import Aggregation, Direction
from kpireport.model.reason import Reason
from kpireport.stats.trend import TrendResult, trend

SIGNIFICANT = 0.05
"""Under this p-value a trend is one."""

MANN_KENDALL = "mann_kendall"
LAST_POINTS = 12
LEAST_POINTS = 8

SEASONAL_KENDALL = "seasonal_kendall"
SEASONAL_FROM = 24
"""Months of history from which the seasonal test is used."""
SEASONAL_MONTHS = 36
"""The months it looks back over."""


def trends(lines: Sequence[Line], period: int) -> tuple[Trend, ...]:
    """The trend of each KPI in a report at ``period`` (a month's index)."""
    points = [final_points(line, period) for line in lines]
    tests = [_test(line, history) for line, history in zip(lines, points, strict=True)]
    found: dict[int, Trend] = {}
    for test in (MANN_KENDALL, SEASONAL_KENDALL):
        rows = [row for row, chosen in enumerate(tests) if chosen == test]
        results = _tested(test, [points[row] for row in rows], [lines[row] for row in rows])
        found |= dict(zip(rows, results, strict=True))
    return tuple(
        Trend(points=len(history), reason=chosen) if isinstance(chosen, Reason) else found[row]
        for row, (chosen, history) in enumerate(zip(tests, points, strict=True))
    )


def _test(line: Line, points: Mapping[int, float]) -> str | Reason:
    """The test that fits the KPI's history, or why none does."""
    months = len(points) * line.step
    if months >= SEASONAL_FROM and line.step < 12:
        return SEASONAL_KENDALL
    if months < SEASONAL_FROM and line.rule is Aggregation.SUM and line.kpi.seasonal is not False:
        return reasons.trend_needs_two_years(months, SEASONAL_FROM)
    if len(points) < LEAST_POINTS:
        return reasons.trend_too_few_points(len(points), LEAST_POINTS)
    return MANN_KENDALL


def _tested(test: str, series: Sequence[Mapping[int, float]], lines: Sequence[Line]) -> list[Trend]:
    """The results of one test for those KPIs that it is used for."""
    if not series:
        return []
    seasonal = test == SEASONAL_KENDALL
    latest = [
        dict(list(points.items())[-(SEASONAL_MONTHS // line.step if seasonal else LAST_POINTS) :])
        for points, line in zip(series, lines, strict=True)
    ]
    grid = month_grid(latest)
    result = trend(grid.values, grid.months, period=12 if seasonal else None)
    return [_trend(result, row, test, line.kpi.direction) for row, line in enumerate(lines)]


def _trend(result: TrendResult, row: int, test: str, direction: Direction) -> Trend:
    p_value = float(result.p_value[row])
    return Trend(
        direction=_word(int(result.score[row]), p_value, direction),
        slope_per_month=float(result.slope[row]),
        p_value=p_value,
        test=test,
        points=int(result.points[row]),
    )


def _word(score: int, p_value: float, direction: Direction) -> str:
    if not p_value < SIGNIFICANT:
        return "stable"
    if direction.sign == 0:
        return "rising" if score > 0 else "falling"
    return "improving" if (score > 0) == (direction.sign > 0) else "worsening"
