"""What became better with one KPI and is worth saying: every cause, the strongest first."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.alerts import is_rolled_up, pace
from kpireport.compute.arithmetic import reaches, same
from kpireport.compute.streaks import MISSED, figures_back, in_a_row
from kpireport.model.book import GoalChangeKind, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.highlight import Cause
from kpireport.model.kpi import Aggregation, Kpi
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult, Status

RECORD_MONTHS = 24
"""A record is one only over a history at least this long."""
FAST_PACE = 1.1
"""From this share of the way that should lie behind it on a goal is ahead of its pace."""
RECENT = 3
"""A trend brought a KPI on track if it was still missed within so many figures."""


def wins_of(result: KpiResult, period: Period) -> tuple[Cause, ...]:
    """The good news of a KPI in a report at ``period``; none where its figure is an older one.

    Whether it may be told beside what is wrong with the KPI is not decided here.
    """
    if result.period != period and not is_rolled_up(result):
        return ()
    return tuple(_causes(result, period))


def _causes(result: KpiResult, period: Period) -> Iterator[Cause]:
    yield from _status(result)
    yield from _goal_reached(result)
    if not result.provisional:
        yield from _record(result)
        yield from _signal(result, period)
    yield from _goal_ahead(result)
    yield from _trend(result)


def _status(result: KpiResult) -> Iterator[Cause]:
    """Back on track, and after how many misses; or off track before and at risk now."""
    before, after = result.status_change.before, result.measure.status
    if before not in MISSED:
        return
    if after is Status.ON_TRACK:
        missed = 1 if is_rolled_up(result) else max(1, in_a_row(result, MISSED, skip=1))
        yield Cause("back_on_track", {"count": missed})
    elif (before, after) == (Status.OFF_TRACK, Status.AT_RISK):
        yield Cause("less_off_track")


def _goal_reached(result: KpiResult) -> Iterator[Cause]:
    goal = result.goal
    if goal is not None and _reached(goal, result.kpi):
        code = "goal_reached" if (goal.elapsed or 0.0) >= 1 else "goal_reached_early"
        yield Cause(code, {"by": goal.goal.by})


def _reached(goal: GoalProgress, kpi: Kpi) -> bool:
    """Whether the promise is kept, in a month before the goal has ended.

    Of a sum in percent the promise is about all of the goal's months together: one good month
    doesn't keep it, and only in the last one can it be kept.
    """
    if not goal.started or goal.ended or (goal.progress or 0.0) < 1:
        return False
    promised = goal.goal
    of_all_months = goal.path is GoalPath.SEASONAL or (
        kpi.aggregation is Aggregation.SUM and promised.change_kind is GoalChangeKind.SHARE
    )
    if not of_all_months:
        return True
    if (goal.elapsed or 0.0) < 1 or promised.change is None or goal.achieved_change is None:
        return False
    return reaches(goal.achieved_change / promised.change, 1.0) if promised.change else False


def _goal_ahead(result: KpiResult) -> Iterator[Cause]:
    goal = result.goal
    speed = None if goal is None else pace(goal)
    if goal is None or speed is None or speed < FAST_PACE or _reached(goal, result.kpi):
        return
    seasonal = goal.path is GoalPath.SEASONAL
    params = {"progress": goal.progress, "elapsed": goal.elapsed, "by": goal.goal.by}
    yield Cause("goal_ahead_season" if seasonal else "goal_ahead", params)


def _record(result: KpiResult) -> Iterator[Cause]:
    """The best figure of a history of two years or more, by itself."""
    sign, actual = result.kpi.direction.sign, result.measure.actual
    if sign == 0 or actual is None or result.period is None:
        return
    until = result.period
    before = [
        sign * point.measure.actual
        for point in result.history
        if point.period < until and point.measure.actual is not None
    ]
    count = len(before) + 1
    if count < 2 or count * result.kpi.frequency.months < RECORD_MONTHS:
        return
    best = max(before)
    if sign * actual > best and not same(sign * actual, best):
        yield Cause("record", {"count": count})


def _signal(result: KpiResult, period: Period) -> Iterator[Cause]:
    process = result.process
    of_now = bool(process.series) and process.series[-1].period == period
    if of_now and (process.variation or "").startswith("improvement"):
        yield Cause("improvement_signal", {"variation": process.variation, "period": period})


def _trend(result: KpiResult) -> Iterator[Cause]:
    """An improving trend of a KPI that is on track now and was missed a few figures ago."""
    trend = result.trend
    improving = trend.direction == "improving" and not _crosses_rebase(result)
    if not improving or result.measure.status is not Status.ON_TRACK:
        return
    earlier = [p for p, _ in zip(figures_back(result, skip=1), range(RECENT), strict=False)]
    if any(point is not None and point.measure.status in MISSED for point in earlier):
        yield Cause("improving_trend", {"count": trend.points})


def _crosses_rebase(result: KpiResult) -> bool:
    """Whether a new level began within the trend's figures: a step would look like a slope."""
    since, last = result.process.since, result.period
    if since is None or last is None:
        return False
    return last.shift((1 - result.trend.points) * result.kpi.frequency.months) < since
