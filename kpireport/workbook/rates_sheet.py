"""The Rates sheet: what a currency is worth in another, month by month."""

from __future__ import annotations

from kpireport.model.book import Rate
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.currencies import CURRENCY_CODES
from kpireport.workbook.findings import Finding
from kpireport.workbook.layout import Layout
from kpireport.workbook.numbers import read_number
from kpireport.workbook.periods import read_period
from kpireport.workbook.placing import month_of, span_of
from kpireport.workbook.records import Record, records


def read_rates(
    layout: Layout, calendar: FiscalCalendar, home: str | None, problems: list[Problem]
) -> tuple[Rate, ...]:
    """Every rate that says of which currency, in which month and how much.

    Without a word under To a rate is into ``home``, the currency of the Settings. A currency that
    has two different rates in one month keeps the first, and both are an error.
    """
    found: dict[tuple[str, str, Period], Rate] = {}
    for record in records(layout, problems):
        rate = _rate(record, calendar, home)
        if rate is None:
            continue
        key = (rate.currency, rate.to, rate.period)
        first = found.setdefault(key, rate)
        if (first.average, first.closing) != (rate.average, rate.closing):
            params: dict[str, Param] = {
                "currency": rate.currency,
                "to": rate.to,
                "period": rate.period,
                "other": str(first.average_cell),
            }
            problems.append(Finding("E884", params).at(record.ref("currency")))
    return tuple(found.values())


def _rate(record: Record, calendar: FiscalCalendar, home: str | None) -> Rate | None:
    currency = _currency(record, "currency")
    to = _currency(record, "to") if record.text("to") else home
    period = _month(record, calendar)
    average, closing = _positive(record, "average"), _positive(record, "closing")
    if to is None and not record.text("to"):
        record.report("E885", "to", column=record.layout.schema.column("to").names.english)
    if not record.text("average") and not record.text("closing"):
        record.report("E883", "average", found="")
    if currency is None or to is None or period is None or (average is None and closing is None):
        return None
    return Rate(
        currency, to, period, average, closing, record.ref("average"), record.ref("closing")
    )


def _currency(record: Record, key: str) -> str | None:
    """The ISO 4217 code in that column."""
    text = record.text(key)
    code = text.strip().upper()
    if code in CURRENCY_CODES:
        return code
    record.report("E881", key, found=text, column=record.layout.column_name(key))
    return None


def _month(record: Record, calendar: FiscalCalendar) -> Period | None:
    reading = read_period(record.cell("period"))
    month = month_of(reading, None, calendar) if reading else None
    if reading is None or not isinstance(month, Period) or span_of(reading) != 1:
        record.report("E882", "period", found=record.text("period"))
        return None
    return month


def _positive(record: Record, key: str) -> float | None:
    """A rate; None where there is none, or (a problem) no positive number."""
    reading = read_number(record.cell(key))
    if reading.missing:
        return None
    if reading.problem is None and reading.value is not None and reading.value > 0:
        return reading.value
    record.report("E883", key, found=record.text(key))
    return None
