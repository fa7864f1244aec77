"""Rules about the size of what a goal promises: one slip makes a goal that nobody could keep."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from kpireport.model.book import Book
from kpireport.model.goal import Goal, GoalChangeKind
from kpireport.model.kpi import Aggregation, InputBasis, Kpi
from kpireport.model.period import Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding
from kpireport.workbook.percent_checks import is_fraction_of_percent

_LIKE_A_SHARE = 0.01
"""A change in the unit of less than this share of the KPI's last figures was meant as one."""

_TENFOLD = 10.0
"""A change in percent from +1000 % on is likelier a slip (40 in a cell with a percent format)."""

_DOUBLED = 1.0
"""From +100 % on a change of a rate was more likely meant in points."""

_MONTHS = 3.0
"""Over so many times its largest month a sum's level is likelier one of a quarter or a year."""

_LAST = 12


def changes_are_of_the_kpis_size(book: Book, context: Context) -> Iterator[Problem]:
    """W824: +0.4 for a KPI in thousands; W825: +4000 %, or +300 % of a rate."""
    for goal in book.goals:
        change, rate = goal.change or 0.0, book.kpi(goal.kpi).unit.is_percent
        if goal.change_kind is GoalChangeKind.SHARE and (
            abs(change) >= _TENFOLD or (rate and change >= _DOUBLED)
        ):
            yield Finding("W825", {"kpi": goal.kpi, "found": change * 100}).at(goal.cell)
        if goal.change_kind is GoalChangeKind.UNIT and _is_like_a_share(book, goal, change):
            yield Finding("W824", {"kpi": goal.kpi, "found": change}).at(goal.cell)


def _is_like_a_share(book: Book, goal: Goal, change: float) -> bool:
    last = [abs(value) for _, value in _figures(book, goal)][-_LAST:]
    return bool(last) and 0 < abs(change) < min(1.0, _LIKE_A_SHARE * median(last))


def levels_are_of_the_kpis_size(book: Book, context: Context) -> Iterator[Problem]:
    """W827: a sum's level over three times its largest month; W828: below zero, where it never was.

    W829: a level that is worse than what it starts from.
    """
    for goal in book.goals:
        figures, kpi = _figures(book, goal), book.kpi(goal.kpi)
        if goal.level is None or not figures or is_fraction_of_percent(goal, kpi, context):
            continue
        largest, least = max(value for _, value in figures), min(value for _, value in figures)
        params: dict[str, Param] = {"kpi": kpi.id, "found": goal.level}
        if kpi.aggregation is Aggregation.SUM and goal.level > _MONTHS * largest > 0:
            yield Finding("W827", {**params, "largest": largest}).at(goal.cell)
        elif goal.level < 0 <= least:
            yield Finding("W828", params).at(goal.cell)
        elif (base := _base(kpi, goal, figures)) is not None and _is_worse(kpi, goal.level, base):
            yield Finding("W829", {**params, "base": base}).at(goal.cell)


def _is_worse(kpi: Kpi, level: float, base: float) -> bool:
    return kpi.direction.sign * (level - base) < 0


def _base(kpi: Kpi, goal: Goal, figures: list[tuple[Period, float]]) -> float | None:
    """What the goal starts from: the Baseline, or the last figure before it."""
    if kpi.baseline is not None:
        return kpi.baseline
    return next((value for month, value in reversed(figures) if month < goal.start), None)


def _figures(book: Book, goal: Goal) -> list[tuple[Period, float]]:
    """The KPI's final figures by month, with the prior year's; none of cumulated ones."""
    if book.kpi(goal.kpi).actuals_input is InputBasis.YEAR_TO_DATE:
        return []
    closed = book.settings.closed_through
    found = {month: each.value for month, each in book.prior_year.get(goal.kpi, {}).items()}
    for month, each in book.actuals.get(goal.kpi, {}).items():
        if not each.provisional and (closed is None or month <= closed):
            found[month] = each.value
    return sorted(found.items())
