"""Rules about series of figures: the closed month, cumulated figures, ratios, last year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from kpireport.model.book import Book, Observation, Series, Target
from kpireport.model.kpi import Aggregation, Frequency, InputBasis, Kpi
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import CellRef, Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding
from kpireport.workbook.reach_checks import far_months
from kpireport.workbook.totals import half_digit

_SMALL_COUNT = 100
_MOST_ROUNDING = 0.005

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


def typed_ratios_agree(book: Book, context: Context) -> Iterator[Problem]:
    """W711: a typed ratio that isn't its numerator over its denominator, rounding aside."""
    for kpi in book.kpis:
        if kpi.numerator is None or kpi.denominator is None:
            continue
        wrong = list(_disagreements(book, kpi))
        if wrong:
            period, typed, computed = wrong[0]
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "period": period,
                "found": typed.value,
                "expected": computed,
                "count": len(wrong),
            }
            yield Finding("W711", params).at(typed.cell)


def _disagreements(book: Book, kpi: Kpi) -> Iterator[tuple[Period, Observation, float]]:
    above = _single_months(book, kpi.numerator)
    below = _single_months(book, kpi.denominator)
    if kpi.actuals_input is InputBasis.YEAR_TO_DATE:
        return
    for period, typed in book.actuals.get(kpi.id, {}).items():
        upper, lower = above.get(period), below.get(period)
        if upper is None or lower is None or lower == 0:
            continue
        if not is_quotient(typed.value, upper, lower, kpi.multiplier):
            yield period, typed, upper / lower * kpi.multiplier


def is_quotient(typed: float, upper: float, lower: float, multiplier: float) -> bool:
    """Whether a typed ratio is that of two typed figures, each of them rounded perhaps."""
    computed = upper / lower * multiplier
    slack = half_digit(typed) + abs(computed) * (_rounding(upper) + _rounding(lower))
    return abs(typed - computed) <= slack * (1 + 1e-9) + 1e-9 * abs(computed)


def _rounding(part: float) -> float:
    """How far a typed part may be from the true one, as a share of it; small counts are exact."""
    if part.is_integer() and abs(part) < _SMALL_COUNT:
        return 0.0
    return min(half_digit(part) / abs(part), _MOST_ROUNDING)


def _single_months(book: Book, kpi_id: str | None) -> dict[Period, float]:
    """A part's figures of single months; cumulated ones are taken apart, but not over a gap."""
    part = book.kpi(kpi_id or "")
    series: Series = book.actuals.get(part.id, {})
    if part.actuals_input is InputBasis.PERIOD:
        return {period: observation.value for period, observation in series.items()}
    calendar = book.settings.fiscal_calendar
    single: dict[Period, float] = {}
    for period, observation in series.items():
        before = series.get(period.shift(-part.frequency.months))
        if calendar.year_start(period) == period.shift(1 - part.frequency.months):
            single[period] = observation.value
        elif before is not None:
            single[period] = observation.value - before.value
    return single


def prior_year_agrees(book: Book, context: Context) -> Iterator[Problem]:
    """W714: the sheet of last year's figures says another than the actuals for one month."""
    for kpi in book.kpis:
        actuals = book.actuals.get(kpi.id, {})
        wrong = [
            (period, observation)
            for period, observation in book.prior_year.get(kpi.id, {}).items()
            if period in actuals and not _same(observation.value, actuals[period].value)
        ]
        if wrong:
            period, observation = wrong[0]
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "period": period,
                "found": observation.value,
                "actual": actuals[period].value,
                "first": str(actuals[period].cell),
                "count": len(wrong),
            }
            yield Finding("W714", params).at(observation.cell)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other))
