"""What may be claimed of a goal: that it is kept, missed, ahead of its pace or behind it.

A change in percent of a sum is promised of the goal's months together: one good month keeps
nothing. A step asks for nothing before its end, so it has no pace.
"""

from __future__ import annotations

from kpireport.compute.arithmetic import quotient, reaches
from kpireport.model.goal import GoalPath
from kpireport.model.goal_progress import GoalProgress

PACE_TOLD_FROM = 0.25
"""Before this share of a goal's time has passed its pace is noise."""


def kept_share(goal: GoalProgress) -> float | None:
    """How much of the promise is kept so far: 1 is all that was promised of these months.

    Of months together it is the change made over the change promised so far, else the share of
    the way to the end.
    """
    if not goal.together:
        return goal.progress
    if goal.achieved_change is None or goal.promised_so_far is None:
        return None
    return quotient(goal.achieved_change, goal.promised_so_far)


def is_complete(goal: GoalProgress) -> bool:
    """Whether the figure of the goal's last month is there."""
    return goal.started and reaches(goal.elapsed or 0.0, 1.0)


def is_kept(goal: GoalProgress) -> bool:
    """Whether the promise is kept: that of the months together not before the last of them."""
    kept = kept_share(goal)
    if not goal.started or kept is None or (goal.together and not is_complete(goal)):
        return False
    return reaches(kept, 1.0)


def is_missed(goal: GoalProgress) -> bool:
    """Whether the goal's last month has its figure and the promise isn't kept."""
    return is_complete(goal) and kept_share(goal) is not None and not is_kept(goal)


def pace(goal: GoalProgress) -> float | None:
    """The way covered over the way that should be; None where that says nothing.

    That is before a quarter of the time has passed, once the goal is at its end, and on a step.
    """
    on_the_way = goal.started and not goal.ended and not is_complete(goal)
    if not on_the_way or (goal.elapsed or 0.0) < PACE_TOLD_FROM or goal.path is GoalPath.STEP:
        return None
    return kept_share(goal) if goal.together else goal.pace
