"""For how many figures in a row something has been so."""

from __future__ import annotations

from collections.abc import Container, Iterator

from kpireport.model.scorecard import HistoryPoint, KpiResult
from kpireport.model.status import Status

MISSED = (Status.AT_RISK, Status.OFF_TRACK)


def figures_back(result: KpiResult, *, skip: int = 0) -> Iterator[HistoryPoint | None]:
    """The KPI's figures from its last one back, at its own pace: months, quarters or years.

    ``skip`` leaves out so many of the latest. None stands for a month that the history lacks.
    """
    if result.period is None:
        return
    points = {point.period.index: point for point in result.history}
    step = result.kpi.frequency.months
    first = min(points, default=result.period.index + 1)
    for index in range(result.period.index - skip * step, first - 1, -step):
        yield points.get(index)


def held_now(result: KpiResult) -> tuple[str, ...]:
    """The entities that a group's last figure doesn't hold, which others must be without too."""
    return next((p.without for p in result.history if p.period == result.period), ())


def in_a_row(result: KpiResult, statuses: Container[Status | None], *, skip: int = 0) -> int:
    """How many figures in a row, the last one back, have one of these statuses.

    A month without a figure ends the row: nothing is claimed for it. So does one in which a group
    holds other entities than in its last.
    """
    count = 0
    now = held_now(result)
    for point in figures_back(result, skip=skip):
        if point is None or point.measure.status not in statuses or point.without != now:
            break
        count += 1
    return count
