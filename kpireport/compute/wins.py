"""What became better with one KPI and is worth saying: every cause, the strongest first."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.alerts import is_rolled_up, is_unlikely, of_pace, way_params
from kpireport.compute.arithmetic import same
from kpireport.compute.goal_claims import is_complete, is_kept, pace
from kpireport.compute.streaks import MISSED, figures_back, held_now, in_a_row
from kpireport.model.highlight import Cause
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status

RECORD_MONTHS = 24
"""A record is one only over a history at least this long."""
FAST_PACE = 1.1
"""From this share of the way that should lie behind it on a goal is ahead of its pace."""
RECENT = 3
"""A trend brought a KPI on track if it was still missed within so many figures."""


def wins_of(result: KpiResult, period: Period) -> tuple[Cause, ...]:
    """The good news of a KPI in a report at ``period``; none where its figure is an older one.

    None either while the KPI is short of its target, or unlikely to meet the year's. Whether the
    rest may be told beside what is wrong with the KPI is not decided here.
    """
    if result.period != period and not is_rolled_up(result):
        return ()
    if _is_short(result) or is_unlikely(result.landing):
        return ()
    return tuple(_causes(result, period))


def _is_short(result: KpiResult) -> bool:
    """Whether the figure misses its target, by however little and whatever its status."""
    short = result.measure.favourable_variance
    return result.measure.status in MISSED or (short is not None and short < 0)


def _causes(result: KpiResult, period: Period) -> Iterator[Cause]:
    yield from _status(result)
    yield from _goal_reached(result)
    if not result.provisional:
        yield from _record(result)
        yield from _signal(result, period)
    yield from _goal_ahead(result)
    yield from _trend(result)


def _status(result: KpiResult) -> Iterator[Cause]:
    """Back on track, and after how many misses."""
    if result.status_change.before_by_now in MISSED and result.measure.status is Status.ON_TRACK:
        missed = 1 if is_rolled_up(result) else max(1, in_a_row(result, MISSED, skip=1))
        yield Cause("back_on_track", {"count": missed})


def _goal_reached(result: KpiResult) -> Iterator[Cause]:
    goal = result.goal
    if goal is not None and not goal.ended and is_kept(goal):
        code = "goal_reached" if is_complete(goal) else "goal_reached_early"
        yield Cause(code, {"by": goal.goal.by})


def _goal_ahead(result: KpiResult) -> Iterator[Cause]:
    goal = result.goal
    speed = None if goal is None else pace(goal)
    if goal is not None and speed is not None and speed >= FAST_PACE and not is_kept(goal):
        yield Cause(of_pace("goal_ahead", goal), way_params(goal))


def _record(result: KpiResult) -> Iterator[Cause]:
    """The best figure of a history of two years or more, by itself.

    Of a group only the months count that hold the same entities: that it grew is no record.
    """
    sign, actual = result.kpi.direction.sign, result.measure.actual
    if sign == 0 or actual is None or result.period is None:
        return
    until, now = result.period, held_now(result)
    before = [
        sign * point.measure.actual
        for point in result.history
        if point.period < until and point.measure.actual is not None and point.without == now
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
