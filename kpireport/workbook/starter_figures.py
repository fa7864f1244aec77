"""The sheets of a starter workbook that take a figure a KPI and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from kpireport.model.kpi import Frequency
from kpireport.model.period import Period
from kpireport.workbook.schema_figures import ACTUALS, FORECAST, TARGETS
from kpireport.workbook.starter_kpi_rows import unit_text
from kpireport.workbook.starter_kpis import ProposedKpi
from kpireport.workbook.starter_page import (
    DEEP,
    FIRST_ROW,
    HEADER_ROW,
    KPI_ROWS,
    MIDDLE,
    PALE,
    Heading,
    Page,
    StarterBook,
)


def write_actuals(book: StarterBook) -> None:
    """Every KPI whose figures are typed, over the fiscal year and the one before."""
    page = book.sheet(ACTUALS, pages_wide=2)
    months = book.start.shift(-12).through(book.start.shift(11))
    typed = [kpi for kpi in book.sector.kpis if kpi.is_typed]
    _write_table(page, typed, months)


def write_targets(book: StarterBook) -> None:
    """Every KPI of the report, over the fiscal year; a range takes two rows, low and high."""
    page = book.sheet(TARGETS)
    reported = [kpi for kpi in book.sector.kpis if kpi.report]
    _write_table(page, reported, _fiscal_year(book), extra=("bound",))


def write_forecast(book: StarterBook) -> None:
    """Every KPI whose figures are typed, over the fiscal year."""
    page = book.sheet(FORECAST)
    typed = [kpi for kpi in book.sector.kpis if kpi.is_typed]
    _write_table(page, typed, _fiscal_year(book), extra=("version",))


def _fiscal_year(book: StarterBook) -> tuple[Period, ...]:
    return book.start.through(book.start.shift(11))


def _write_table(
    page: Page, kpis: Sequence[ProposedKpi], months: Sequence[Period], extra: tuple[str, ...] = ()
) -> None:
    book = page.book
    frozen = 2
    headings = [page.heading("id", 14), page.heading("name", 44)]
    headings += [page.heading(key, 12, MIDDLE) for key in extra]
    first_month = len(headings)
    headings += [_month_heading(page, month) for month in months]
    page.headings(headings, KPI_ROWS, frozen)
    _write_months(page, months, first_month)
    page.offer_ids(0, KPI_ROWS)
    for position, key in enumerate(extra, start=2):
        if choices := page.schema.column(key).choices:
            page.offer_choices(position, KPI_ROWS, choices)
    page.expect_numbers(first_month, first_month + len(months) - 1, KPI_ROWS)
    for row, kpi in enumerate(kpis, start=FIRST_ROW):
        _write_row(book, page, row, kpi, months, first_month)


def _month_heading(page: Page, month: Period) -> Heading:
    before = month < page.book.start
    key = "month_before" if before else "month"
    note = page.book.say(f"column.{page.schema.key}.{key}")
    return Heading(str(month), 10.5, note, tone=PALE if before else DEEP)


def _write_months(page: Page, months: Iterable[Period], first: int) -> None:
    """The headings again, as real dates: Excel and every reader know them for months."""
    for column, month in enumerate(months, start=first):
        look = page.book.format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=PALE if month < page.book.start else DEEP,
            border=1,
            border_color="#FFFFFF",
            align="center",
            num_format=page.book.month_format(),
        )
        page.sheet.write_datetime(HEADER_ROW, column, dt.date(month.year, month.month, 1), look)


def _write_row(
    book: StarterBook,
    page: Page,
    row: int,
    kpi: ProposedKpi,
    months: Sequence[Period],
    first_month: int,
) -> None:
    name = book.say(f"kpi.{kpi.key}.name")
    bold = book.cell(bold=kpi.key in book.sector.headlines)
    page.sheet.write_string(row, 0, book.id_of(kpi), bold)
    page.sheet.write_string(row, 1, name, bold)
    unit = unit_text(book, kpi) or book.say("plain_unit")
    definition = book.say(f"kpi.{kpi.key}.definition")
    page.note(row, 0, book.say("figure_note", name=name, unit=unit, definition=definition))
    for column, month in enumerate(months, start=first_month):
        look = book.cell(num_format=number_format(kpi))
        page.sheet.write_blank(
            row, column, None, look if _is_due(book, kpi, month) else book.shaded()
        )


def _is_due(book: StarterBook, kpi: ProposedKpi, month: Period) -> bool:
    """Whether the KPI has a figure in that month: quarterly ones only in the quarter's last."""
    span = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}[kpi.frequency]
    return (month.index - book.start.index + 1) % span == 0


def number_format(kpi: ProposedKpi) -> str:
    """How the KPI's figures look: percentages as such, so that 12.5% is typed as it is said."""
    decimals = "." + "0" * kpi.decimals if kpi.decimals else ""
    if kpi.is_percent:
        return f"0{decimals or '.0'}%"
    return f"#,##0{decimals}"
