"""Rules that hold goals against each other and against their KPI."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kpireport.model.book import Book, Goal
from kpireport.model.kpi import Direction
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
        months = [p for p in book.targets.get(goal.kpi, {}) if goal.start <= p <= goal.by]
        dated = [
            entry.start for entry in book.dated_targets.get(goal.kpi, ()) if entry.start <= goal.by
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
