"""The ways to a goal as pure arithmetic: what the target of its k-th month is, of N.

B is what a goal starts from, c a change as a fraction (0.4 for +40 %), T_end where it leads.
Months are counted from 1 at the goal's first one; for a quarterly KPI they are quarters.
"""

from __future__ import annotations

from kpireport.model.goal import Goal, GoalChangeKind


def end_level(goal: Goal, base: float) -> float:
    """T_end: the level, or the base with the change made. Percentages are always relative."""
    if goal.level is not None:
        return goal.level
    change = goal.change or 0.0
    return base * (1.0 + change) if goal.change_kind is GoalChangeKind.SHARE else base + change


def seasonal(year_before: float, change: float) -> float:
    """The same month a year before × (1 + c): whole from the first month."""
    return year_before * (1.0 + change)


def linear(base: float, end: float, place: int, count: int) -> float:
    """B + (T_end − B)·k/N: equal steps, the last of which arrives."""
    return end if place == count else base + (end - base) * place / count


def linear_sum(base: float, change: float, place: int, count: int) -> float:
    """B·(1 + 2·c·k/(N + 1)): equal steps whose months *together* are (1 + c) times N·B.

    The k add up to N·(N + 1)/2, so the months to N·B·(1 + c).
    """
    return base * (1.0 + 2.0 * change * place / (count + 1))


def step(base: float, end: float, place: int, count: int) -> float:
    """B until the last month, T_end in it."""
    return end if place == count else base
