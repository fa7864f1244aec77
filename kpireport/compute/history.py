"""A KPI month by month: what charts and tables show.

Consecutive months run from the KPI's first actual to the report's period. Months after it are
there only if they hold something: an actual (provisional, whatever it says), or a forecast or a
target within the fiscal year or, with a goal that ends later, up to its end within twelve months.
Nothing of them enters a total.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.attainment import judge
from kpireport.compute.figures import re_roled
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.model.measure import Measure
from kpireport.model.reason import SourceCell
from kpireport.model.scorecard import HistoryPoint

_EMPTY = Measure()
_AHEAD = 12
"""So many months ahead a goal is shown."""


def history_at(line: Line, period: int) -> tuple[HistoryPoint, ...]:
    """The KPI's history in a report at ``period``, in time order."""
    return tuple(_points(line, period))


def cells_at(line: Line, month: int) -> tuple[SourceCell, ...]:
    """The cells behind the actual and the target of the slot that closes in ``month``."""
    span = line.actual.at(month)
    return (() if span is None else span.cells) + line.targets.cells_at(month)


def _points(line: Line, period: int) -> Iterator[HistoryPoint]:
    first = min((span.last for span in line.actual.spans.values()), default=period)
    for month in range(min(first, period), period + 1):
        yield _point(line, month, future=False)
    for month in _later_months(line, period):
        yield _point(line, month, future=True)


def _later_months(line: Line, period: int) -> list[int]:
    planned = line.targets.either.spans.keys() | line.forecast.spans.keys()
    sight = _sight(line, period)
    in_sight = {month for month in planned if month <= sight}
    return sorted(m for m in in_sight | line.actual.spans.keys() if m > period)


def _sight(line: Line, period: int) -> int:
    """The last month whose plans are shown: the fiscal year's, or a goal's within a year."""
    ends = [way.goal.by.index for way in line.targets.ways if way.goal.by.index > period]
    return max([line.months.year_end(period), *(min(end, period + _AHEAD) for end in ends)])


def _point(line: Line, month: int, *, future: bool) -> HistoryPoint:
    """The month as the line tells it, which is the same in a report at any period."""
    key = (month, future)
    if key not in line.known.points:
        line.known.points[key] = _made(line, month, future=future)
    return line.known.points[key]


def _made(line: Line, month: int, *, future: bool) -> HistoryPoint:
    span = line.actual.at(month)
    aim = line.aim_at(month)
    if span is not None:
        measure = judge(line.kpi, line.thresholds, span.value, aim, line.kpi.baseline).measure
    elif future or not line.months.closes(month, line.step):
        measure = Measure(None, *aim) if aim else _EMPTY
    else:
        measure = judge(line.kpi, line.thresholds, None, aim).measure
    year_before = line.past.at(month - 12)
    cells = cells_at(line, month)
    if year_before is not None:
        cells += re_roled(year_before.cells, "prior_year")
    forecast, budget = line.forecast.at(month), line.budget.at(month)
    for other in (forecast, budget):
        cells += () if other is None else other.cells
    return HistoryPoint(
        month_at(month),
        measure,
        cells,
        future or (span is not None and span.provisional),
        None if year_before is None else year_before.value,
        None if forecast is None else forecast.value,
        None if budget is None else budget.value,
        goal_target=month in line.targets.goals,
        goal_held=month in line.targets.goals and line.targets.goals[month].ended,
    )
