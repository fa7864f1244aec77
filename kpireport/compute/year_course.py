"""The fiscal year month by month, each month as its year to date.

Only for KPIs whose months make up a total (sums, means, ratios): of a last, smallest or largest
month the course would repeat what the months themselves say.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.compare import ytd_year_ago
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.compute.target_totals import full_target
from kpireport.compute.windows import year_to_date
from kpireport.model.kpi import Aggregation
from kpireport.model.measure import Measure, Window
from kpireport.model.reason import Reason
from kpireport.model.scorecard import YearPoint

_CUMULATED = frozenset({Aggregation.SUM, Aggregation.MEAN, Aggregation.RATIO})


def year_course_at(line: Line, period: int) -> tuple[YearPoint, ...]:
    """The fiscal year of ``period``: what is closed, then what is planned, in time order.

    Empty where the year has no total yet, or never has one.
    """
    if isinstance(line.formula, Reason) or line.kpi.aggregation not in _CUMULATED:
        return ()
    points = tuple(_points(line, period))
    return points if any(point.window.actual is not None for point in points) else ()


def _points(line: Line, period: int) -> Iterator[YearPoint]:
    first, last = line.months.year_start(period), line.months.year_end(period)
    for month in line.months.closings(first, last, line.step):
        if month <= period:
            if month not in line.known.course:
                line.known.course[month] = _closed(line, month)
            yield line.known.course[month]
        elif any(aim := full_target(line, first, month, period).aim):
            planned = Window(month_at(first), month_at(month), measure=Measure(None, *aim))
            yield YearPoint(month_at(month), planned, future=True)


def _closed(line: Line, month: int) -> YearPoint:
    """The year to that month, and last year's where it covers the same months."""
    before = ytd_year_ago(line, month)
    prior = before.value if before.reason is None else None
    return YearPoint(month_at(month), year_to_date(line, month), prior)
