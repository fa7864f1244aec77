"""Rules about percentages: a fraction taken for percent is wrong a hundredfold, and looks fine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from kpireport.model.book import Book
from kpireport.model.goal import Goal
from kpireport.model.kpi import Kpi
from kpireport.model.problem import CellRef, Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding

_FRACTION_LIMIT = 2.0
"""Plain numbers that never leave ±2 are fractions far more often than percentages (spec, §1)."""

_TENFOLD = 10.0
_OF_ITS_SIZE = 3.0
_COMPARED_SHEETS = ("prior_year", "forecast", "budget")


@dataclass(frozen=True, slots=True)
class _Typed:
    """A non-zero figure in percent, and whether its cell says percent itself."""

    value: float
    percent: bool
    cell: CellRef


def _own_figures(kpi: Kpi, context: Context) -> list[_Typed]:
    """The KPI's actuals, targets and baseline that are not zero, in that order."""
    found = [
        _Typed(figure.value, figure.percent, figure.cell)
        for sheet in ("actuals", "targets")
        for figure in context.of_kpi(sheet, kpi.id)
    ]
    baseline = context.row(kpi.id).baseline
    if baseline.value is not None:
        cell = context.cell(kpi.id, "baseline")
        found.append(_Typed(baseline.value, baseline.percent, cell))
    return [typed for typed in found if typed.value]


def _unsettled(book: Book, context: Context) -> Iterator[Kpi]:
    """The percent KPIs whose unit doesn't say how percentages are typed."""
    for kpi in book.kpis:
        if kpi.unit.is_percent and context.row(kpi.id).unit.percent_factor is None:
            yield kpi


def _looks_like_fractions(figures: list[_Typed]) -> list[_Typed]:
    """The plain figures, where all of them lie within ±2."""
    plain = [typed for typed in figures if not typed.percent]
    return plain if all(abs(typed.value) <= _FRACTION_LIMIT for typed in plain) else []


def percentages_are_in_percent(book: Book, context: Context) -> Iterator[Problem]:
    """E510: 0.125 typed as a plain number would be shown as 0.125 %."""
    for kpi in _unsettled(book, context):
        plain = _looks_like_fractions(_own_figures(kpi, context))
        if plain:
            values = [typed.value for typed in plain]
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "count": len(plain),
                "low": min(values),
                "high": max(values),
            }
            yield Finding("E510", params).at(plain[0].cell)


def percentages_are_of_one_kind(book: Book, context: Context) -> Iterator[Problem]:
    """E511: formatted and plain figures of one KPI lie tenfold apart."""
    for kpi in _unsettled(book, context):
        figures = _own_figures(kpi, context)
        plain = [typed for typed in figures if not typed.percent]
        formatted = [typed for typed in figures if typed.percent]
        if not plain or not formatted or _looks_like_fractions(figures):
            continue
        middle, other = _middle(formatted), _middle(plain)
        if _apart(middle, other):
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "formatted": middle,
                "plain": other,
                "count": len(plain),
            }
            yield Finding("E511", params).at(plain[0].cell)


def goal_levels_are_in_percent(book: Book, context: Context) -> Iterator[Problem]:
    """E826: 0.25 typed as the level of a rate around 30 % would be a quarter of a percent."""
    for goal in book.goals:
        if is_fraction_of_percent(goal, book.kpi(goal.kpi), context):
            yield Finding("E826", {"kpi": goal.kpi, "found": goal.level}).at(goal.cell)


def is_fraction_of_percent(goal: Goal, kpi: Kpi, context: Context) -> bool:
    """Whether a plain level within ±2 is likely the fraction of a percentage.

    It is where every figure of the KPI says percent itself, as for its targets; and beside plain
    figures where it lies tenfold from them, and a hundred times the level is of their size.
    """
    level = abs(goal.level or 0.0)
    settled = not kpi.unit.is_percent or context.row(kpi.id).unit.percent_factor is not None
    if settled or not goal.plain or not 0 < level <= _FRACTION_LIMIT:
        return False
    figures = _own_figures(kpi, context)
    plain = [typed for typed in figures if not typed.percent]
    if not plain:
        return bool(figures)
    middle = _middle(plain)
    meant = 100 * level
    return _apart(middle, level) and max(middle, meant) <= _OF_ITS_SIZE * min(middle, meant)


def comparisons_are_of_one_scale(book: Book, context: Context) -> Iterator[Problem]:
    """W517: percentages of last year, forecast, budget or a goal lie tenfold from the actuals."""
    for kpi in book.kpis:
        actuals = [f.value for f in context.of_kpi("actuals", kpi.id) if f.value]
        if not kpi.unit.is_percent or not actuals:
            continue
        middle = median(map(abs, actuals))
        for sheet in _COMPARED_SHEETS:
            figures = [figure for figure in context.of_kpi(sheet, kpi.id) if figure.value]
            other = median(abs(figure.value) for figure in figures) if figures else middle
            if _apart(middle, other):
                params: dict[str, Param] = {"kpi": kpi.id, "found": other, "actual": middle}
                yield Finding("W517", params).at(figures[0].cell)
        for goal in book.goals:
            if goal.kpi != kpi.id or is_fraction_of_percent(goal, kpi, context):
                continue
            level = abs(goal.level or 0.0)
            # A goal may well be a tenth of what is; only what looks like a fraction is told.
            if 0 < level <= 1 and _apart(middle, level):
                params = {"kpi": kpi.id, "found": level, "actual": middle}
                yield Finding("W517", params).at(goal.cell)


def _middle(figures: list[_Typed]) -> float:
    return median(abs(typed.value) for typed in figures)


def _apart(one: float, other: float) -> bool:
    return max(one, other) >= _TENFOLD * min(one, other) * (1 - 1e-9)
