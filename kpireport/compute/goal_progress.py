"""How far a KPI has come on the way to its goal at a period, beside how far it should have.

Of several goals the running one is told, else the next, else the last that ended. A goal is
measured by the latest actual within its months; one that has ended, by that of its last month.
Progress is of that figure. A change in percent of a sum is promised of the goal's months together,
so what was achieved of it and what was promised so far are of the months together too.
"""

from __future__ import annotations

from kpireport.compute import goal_reasons
from kpireport.compute.arithmetic import exact_sum, finite, quotient, same
from kpireport.compute.goals import Base, Trajectory
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.model.goal import GoalChangeKind, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.period import Period
from kpireport.model.reason import Reason

_NEWS = 2
"""For so many months after its end a goal is still news."""


def goal_progress_at(line: Line, period: int) -> GoalProgress | None:
    """The progress of the KPI's goal at ``period``; None where it has none."""
    way = _told(line.targets.ways, period)
    return None if way is None else _progress(line, way, period)


def ended_goal_at(line: Line, period: int) -> GoalProgress | None:
    """The goal that ended latest, in ``period`` or within the two months before it."""
    ended = [way for way in line.targets.ways if 0 <= period - way.goal.by.index <= _NEWS]
    return _progress(line, max(ended, key=lambda way: way.goal.by), period) if ended else None


def _told(ways: tuple[Trajectory, ...], period: int) -> Trajectory | None:
    """The goal to be told of: the running one, else the next, else the last that ended.

    Two run in the quarter in which one ends and the next begins: the later sets its target.
    """
    running = [way for way in ways if way.goal.start.index <= period <= way.goal.by.index]
    to_come = [way for way in ways if way.goal.start.index > period]
    ended = sorted(ways, key=lambda way: way.goal.by)
    return next(iter([*reversed(running), *to_come, *reversed(ended)]), None)


def _progress(line: Line, way: Trajectory, period: int) -> GoalProgress:
    goal = way.goal
    end, base = way.end, way.base
    measured = [slot for slot in way.slots if slot <= period and line.actual.at(slot) is not None]
    as_of = measured[-1] if measured else None
    passed = [slot for slot in way.slots if slot <= (period if as_of is None else as_of)]
    elapsed = quotient(len(passed), len(way.slots))
    progress: float | Reason
    achieved: float | None = None
    promised: float | None = None
    if goal.start.index > period:
        progress, elapsed = goal_reasons.goal_not_started(goal.start), None
    elif as_of is None:
        progress = end if isinstance(end, Reason) else goal_reasons.goal_without_figure(goal.start)
    elif way.path is GoalPath.SEASONAL:
        progress, achieved, promised = _over_the_year_before(line, way, measured)
    else:
        progress, achieved = _along(line, way, as_of)
        if way.together:
            achieved, promised = _changes_together(line, way, measured)
    done = None if isinstance(progress, Reason) else progress
    seasonal = way.path is GoalPath.SEASONAL
    return GoalProgress(
        goal=goal,
        path=way.path,
        baseline=None if isinstance(base, Reason) else base.value,
        baseline_period=_month_of(base),
        end_target=None if isinstance(end, Reason) else end.value,
        progress=done,
        elapsed=elapsed,
        pace=None if seasonal or done is None or elapsed is None else quotient(done, elapsed),
        achieved_change=achieved,
        promised_so_far=promised,
        together=way.together,
        actual=None if as_of is None else line.actual.value_at(as_of),
        as_of=None if as_of is None else month_at(as_of),
        started=goal.start.index <= period,
        ended=goal.by.index < period,
        reason=progress if isinstance(progress, Reason) else None,
    )


def _month_of(base: Base | Reason) -> Period | None:
    alone = None if isinstance(base, Reason) else base.month
    return None if alone is None else month_at(alone)


def _along(line: Line, way: Trajectory, month: int) -> tuple[float | Reason, float | None]:
    """(A − B)/(T_end − B), and the change so far where the goal is a change in percent."""
    end, base, actual = way.end, way.base, line.actual.value_at(month)
    if isinstance(base, Reason):
        return base, None
    if isinstance(end, Reason):
        return end, None
    if actual is None or same(end.value, base.value):
        return goal_reasons.goal_end_is_base(), None
    share = way.goal.change_kind is GoalChangeKind.SHARE
    return _share_of_way(actual, base.value, end.value, share=share)


def _changes_together(
    line: Line, way: Trajectory, measured: list[int]
) -> tuple[float | None, float | None]:
    """The change so far and the one promised so far, of the months with a figure together."""
    both = [
        (target.value, actual)
        for slot in measured
        if (target := way.targets.get(slot)) is not None
        and (actual := line.actual.value_at(slot)) is not None
    ]
    if isinstance(way.base, Reason) or not both:
        return None, None
    start = finite(way.base.value * len(both))
    actuals = exact_sum(actual for _, actual in both)
    wanted = exact_sum(target for target, _ in both)
    return change_from(start, actuals), change_from(start, wanted)


def change_from(before: float | None, after: float | None) -> float | None:
    """(after − before)/before."""
    if before is None or after is None or (gone := finite(after - before)) is None:
        return None
    return quotient(gone, before)


def _over_the_year_before(
    line: Line, way: Trajectory, measured: list[int]
) -> tuple[float | Reason, float | None, float | None]:
    """The change so far over the change wanted so far, in the months that have both sides."""
    both = [
        (target, actual)
        for slot in measured
        if (target := way.targets.get(slot)) is not None
        and (actual := line.actual.value_at(slot)) is not None
    ]
    if not both:
        return next(iter(way.gaps.values())), None, None
    actuals = exact_sum(actual for _, actual in both)
    wanted = exact_sum(target.value for target, _ in both)
    before = exact_sum(target.base.value for target, _ in both if target.base is not None)
    if actuals is None or wanted is None or before is None or same(wanted, before):
        return goal_reasons.goal_end_is_base(), None, None
    return *_share_of_way(actuals, before, wanted, share=True), change_from(before, wanted)


def _share_of_way(
    actual: float, base: float, end: float, *, share: bool
) -> tuple[float | Reason, float | None]:
    gone, way = finite(actual - base), finite(end - base)
    progress = None if gone is None or way is None else quotient(gone, way)
    if progress is None:
        return goal_reasons.goal_end_is_base(), None
    return progress, quotient(gone or 0.0, base) if share else None
