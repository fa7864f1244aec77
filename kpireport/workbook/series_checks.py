"""Rules about series of figures: the closed month, KPIs without any, and what looks cumulated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from kpireport.model.book import Book, Target
from kpireport.model.kpi import Aggregation, Frequency, Kpi
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import CellRef, Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding
from kpireport.workbook.reach_checks import far_months

_LEAST_STEPS = 6
"""So many steps up in a row within the fiscal years, and not one down, are no accident."""


def closed_month_has_figures(book: Book, context: Context) -> Iterator[Problem]:
    """E307, W308: the closed month lies before every figure, or no monthly KPI has one in it."""
    closed, cell = book.settings.closed_through, context.settings_cells.get("closed_through")
    months = {period for series in book.actuals.values() for period in series}
    if closed is None or cell is None or not months:
        return
    monthly = [kpi for kpi in book.kpis if kpi.frequency is Frequency.MONTHLY]
    if min(months) > closed:
        yield Finding("E307", {"closed": closed, "first": min(months)}).at(cell)
    elif monthly and not any(closed in book.actuals.get(kpi.id, {}) for kpi in monthly):
        last = max(period for period in months if period <= closed)
        yield Finding("W308", {"closed": closed, "last": last}).at(cell)


def figures_after_the_closed_month(book: Book, context: Context) -> Iterator[Problem]:
    """W611: actuals after the closed month count as provisional, whatever they say.

    Months that are likely mistyped are said already (W615).
    """
    closed, far = book.settings.closed_through, far_months(book)
    if closed is None:
        return
    late = [
        (period, observation)
        for series in book.actuals.values()
        for period, observation in series.items()
        if period > closed and period not in far and not observation.provisional
    ]
    if late:
        first, observation = min(late, key=lambda pair: pair[0])
        params: dict[str, Param] = {"closed": closed, "first": first, "count": len(late)}
        yield Finding("W611", params).at(observation.cell)


def kpis_have_figures(book: Book, context: Context) -> Iterator[Problem]:
    """I432: a KPI without one actual, computed ratios and parents of others aside.

    Where there are no actuals at all, that is said already.
    """
    parents = {kpi.parent for kpi in book.kpis}
    for kpi in book.kpis if context.with_actuals else ():
        computed = "numerator" in context.row(kpi.id).typed
        has_none = kpi.id not in context.with_actuals and kpi.id not in parents
        if has_none and not computed and kpi.report:
            yield Finding("I432", {"kpi": kpi.id}).at(kpi.cell)


def cumulative_actuals_are_said(book: Book, context: Context) -> Iterator[Problem]:
    """E712: a sum that only grows within each fiscal year and falls back when one begins."""
    for kpi in book.kpis:
        if kpi.aggregation is Aggregation.SUM and "actuals_input" not in context.row(kpi.id).typed:
            values = {p: o.value for p, o in book.actuals.get(kpi.id, {}).items()}
            fall = _fall_after_growth(values, book.settings.fiscal_calendar)
            if fall is not None:
                cell = book.actuals[kpi.id][fall].cell
                yield _cumulative("E712", kpi, values, fall, cell)


def cumulative_targets_are_said(book: Book, context: Context) -> Iterator[Problem]:
    """W713: the same for targets."""
    for kpi in book.kpis:
        if kpi.aggregation is Aggregation.SUM and "targets_input" not in context.row(kpi.id).typed:
            targets: Mapping[Period, Target] = book.targets.get(kpi.id, {})
            values = {p: t.value for p, t in targets.items() if t.value is not None}
            fall = _fall_after_growth(values, book.settings.fiscal_calendar)
            if fall is not None:
                yield _cumulative("W713", kpi, values, fall, targets[fall].cell)


def _cumulative(
    code: str, kpi: Kpi, values: Mapping[Period, float], fall: Period, cell: CellRef
) -> Problem:
    before = max(period for period in values if period < fall)
    params: dict[str, Param] = {
        "kpi": kpi.id,
        "before": before,
        "high": values[before],
        "period": fall,
        "low": values[fall],
    }
    return Finding(code, params).at(cell)


def _fall_after_growth(values: Mapping[Period, float], calendar: FiscalCalendar) -> Period | None:
    """The first fall at a fiscal year's start, where the series grows everywhere else.

    None where one step within a year goes down, one over a year's end doesn't, or the steps are
    too few to tell.
    """
    months = sorted(values)
    rises, falls = 0, []
    for before, after in pairwise(months):
        same_year = calendar.fiscal_year(before) == calendar.fiscal_year(after)
        if same_year and values[after] < values[before]:
            return None
        if same_year:
            rises += values[after] > values[before]
        elif values[after] < values[before]:
            falls.append(after)
        else:
            return None
    return falls[0] if falls and rises >= _LEAST_STEPS else None
