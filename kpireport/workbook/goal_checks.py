"""Rules that hold goals against each other and against their KPI."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kpireport.model.book import Book
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.kpi import Direction, Frequency, Kpi
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding


def goals_dont_overlap(book: Book, context: Context) -> Iterator[Problem]:
    """E808: two goals of one KPI give two targets for one month."""
    for one, other in combinations(book.goals, 2):
        if one.kpi == other.kpi and one.start <= other.by and other.start <= one.by:
            params: dict[str, Param] = {
                "kpi": one.kpi,
                "first": str(one.cell),
                "period": max(one.start, other.start),
            }
            yield Finding("E808", params).at(other.cell)


def goals_stand_alone(book: Book, context: Context) -> Iterator[Problem]:
    """W818: where a month has a typed target and a goal, the typed target counts."""
    for goal in book.goals:
        last = due(book, goal)
        months = [p for p in book.targets.get(goal.kpi, {}) if goal.start <= p <= last]
        dated = [
            entry.start for entry in book.dated_targets.get(goal.kpi, ()) if entry.start <= last
        ]
        both = sorted([*months, *(max(start, goal.start) for start in dated)])
        if both:
            yield Finding("W818", {"kpi": goal.kpi, "period": both[0]}).at(goal.cell)


def goals_go_the_right_way(book: Book, context: Context) -> Iterator[Problem]:
    """W819: a goal to raise what should fall, or to lower what should rise."""
    for goal in book.goals:
        kpi = book.kpi(goal.kpi)
        if goal.change is not None and kpi.direction.sign * goal.change < 0:
            yield Finding("W819", {"kpi": goal.kpi}).at(goal.cell)


def ranges_have_no_goal(book: Book, context: Context) -> Iterator[Problem]:
    """E820: a goal is a level to reach, and a range has none."""
    for goal in book.goals:
        if _is_range(book, goal):
            yield Finding("E820", {"kpi": goal.kpi}).at(goal.cell)


def _is_range(book: Book, goal: Goal) -> bool:
    return book.kpi(goal.kpi).direction is Direction.RANGE


def seasonal_goals_are_in_percent(book: Book, context: Context) -> Iterator[Problem]:
    """E821: a seasonal path is the year before and a share of it; nothing else has a season."""
    for goal in book.goals:
        if goal.path is GoalPath.SEASONAL and goal.change_kind is not GoalChangeKind.SHARE:
            yield Finding("E821", {"kpi": goal.kpi}).at(goal.cell)


def goals_end_with_a_period(book: Book, context: Context) -> Iterator[Problem]:
    """I880: a goal that ends within a quarter or year of its KPI is due when that closes."""
    for goal in book.goals:
        if due(book, goal) != goal.by:
            params: dict[str, Param] = {"kpi": goal.kpi, "by": goal.by, "due": due(book, goal)}
            yield Finding("I880", params).at(goal.cell)


def due(book: Book, goal: Goal) -> Period:
    """The month in which a goal is measured: where the KPI's period that holds its By closes."""
    return _closing(goal.by, book.kpi(goal.kpi), book.settings.fiscal_calendar)


def _closing(month: Period, kpi: Kpi, calendar: FiscalCalendar) -> Period:
    if kpi.frequency is Frequency.MONTHLY:
        return month
    yearly = kpi.frequency is Frequency.YEARLY
    return calendar.year_end(month) if yearly else calendar.quarter_end(month)


def seasonal_goals_are_followed(book: Book, context: Context) -> Iterator[Problem]:
    """W823: a seasonal goal has ended before the latest figures, and no target follows it."""
    for goal in book.goals:
        latest = _latest_closed(book, goal.kpi)
        last = due(book, goal)
        if not is_seasonal(book, goal) or latest is None or latest <= last:
            continue
        followed = (
            any(other.kpi == goal.kpi and goal.by < other.start <= latest for other in book.goals)
            or any(last < month <= latest for month in book.targets.get(goal.kpi, {}))
            or any(entry.start <= latest for entry in book.dated_targets.get(goal.kpi, ()))
        )
        if not followed:
            params: dict[str, Param] = {"kpi": goal.kpi, "by": last, "latest": latest}
            yield Finding("W823", params).at(goal.cell)


def _latest_closed(book: Book, kpi_id: str) -> Period | None:
    closed = book.settings.closed_through
    months = book.actuals.get(kpi_id, {})
    return max((m for m in months if closed is None or m <= closed), default=None)


def is_seasonal(book: Book, goal: Goal) -> bool:
    """Whether the path is seasonal, said or by default."""
    kpi = book.kpi(goal.kpi)
    known = book.actuals.get(goal.kpi, {}).keys() | book.prior_year.get(goal.kpi, {}).keys()
    calendar = book.settings.fiscal_calendar
    before = goal.start.shift(-12).through(goal.start.shift(-1))
    closings = {_closing(month, kpi, calendar) for month in before} & set(before)
    taken = goal.path_taken(kpi.aggregation, year_known=closings <= known)
    return taken is GoalPath.SEASONAL
