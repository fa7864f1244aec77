"""Which month of the KPI's calendar a figure belongs to.

Quarterly and yearly figures sit in the last month of their span; a dated target starts with the
first. A figure for a longer span than its KPI's has no month.
"""

from __future__ import annotations

from kpireport.model.kpi import Kpi
from kpireport.model.period import FiscalCalendar, Period
from kpireport.workbook.figure_table import Entry
from kpireport.workbook.findings import Finding
from kpireport.workbook.period_reading import PeriodKind, PeriodReading

_SPANS = {
    PeriodKind.MONTH: 1,
    PeriodKind.MONTH_NAME: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.QUARTER_NAME: 3,
    PeriodKind.YEAR: 12,
}


_YEARS = range(1950, 2150)
"""A date cell may hold any year up to 9999; no figure is of such a one."""


def span_of(when: PeriodReading) -> int:
    """The months a period covers: 1, 3 or 12."""
    return _SPANS[when.kind]


def month_of(
    when: PeriodReading, year: PeriodReading | None, calendar: FiscalCalendar
) -> Period | Finding:
    """The month a period sits in, or why it has none (E601, E602, E603)."""
    if when.problem is not None:
        return when.problem
    if when.kind in (PeriodKind.MONTH_NAME, PeriodKind.QUARTER_NAME):
        if year is None:
            return Finding("E602", {"found": when.text})
        place = when.under(year, calendar)
    else:
        place = when.place(calendar)
    if place is None or place.year not in _YEARS:
        return Finding("E601", {"found": when.text})
    return place


def end_of_span(period: Period, months: int, calendar: FiscalCalendar) -> Period:
    """The last month of the fiscal quarter (3) or year (12) that ``period`` lies in."""
    if months == 12:
        return calendar.year_end(period)
    return calendar.quarter_end(period) if months == 3 else period


def start_month(entry: Entry, month: Period) -> Period:
    """The first month of a dated entry whose period sits in ``month``."""
    return month.shift(1 - span_of(entry.when))


def fits(entry: Entry, month: Period, kpi: Kpi, calendar: FiscalCalendar) -> str | None:
    """None where a figure's period fits its KPI's frequency, else what is wrong.

    ``longer`` for a quarter's figure of a monthly KPI, ``within`` for a quarterly KPI's figure
    in a month that ends no quarter.
    """
    if span_of(entry.when) > kpi.frequency.months:
        return "longer"
    if end_of_span(month, kpi.frequency.months, calendar) != month:
        return "within"
    return None
