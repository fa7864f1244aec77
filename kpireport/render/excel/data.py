"""The Data sheet: a row a KPI and month, which charts, sparklines and pivot tables read.

It is plain and tidy on purpose: one header row, one value a cell, months as dates, sorted by KPI
and then by month, a native table with a filter. A percentage is a fraction with a percent format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kpireport.present.view import Figure, HistoryRow, KpiView
from kpireport.render.excel import lettering
from kpireport.render.excel.book import DataRows, ExcelBook
from kpireport.render.excel.cells import SheetWriter, fitting_width, mark_text
from kpireport.render.excel.names import quoted
from kpireport.render.excel.page import set_page
from kpireport.render.excel.styles import BODY, HEADING, Style

HEADER = 0
_APART: Style = {"indent": 1}
TABLE = "kpireport_data"

ID, NAME, CATEGORY, UNIT, PERIOD, ACTUAL, TARGET, LOW, HIGH, PRIOR, STATUS, NOTE = range(12)
MEAN, LOWER, UPPER, SIGNAL = range(12, 16)
LAST = SIGNAL
_LABELS = (
    *("kpi_id", "kpi", "category", "unit", "period", "actual"),
    *("target", "target_low", "target_high", "prior_year", "status", "note"),
    *("process_mean", "lower_limit", "upper_limit", "signal"),
)
_DEFINED = {
    ID: "data_kpi",
    PERIOD: "data_period",
    ACTUAL: "data_actual",
    TARGET: "data_target",
    LOW: "data_target_low",
    HIGH: "data_target_high",
    PRIOR: "data_prior_year",
    STATUS: "data_status",
    MEAN: "data_mean",
    LOWER: "data_lower_limit",
    UPPER: "data_upper_limit",
    SIGNAL: "data_signal",
}
"""Names that formulas and charts of the user's own can rely on, in every language."""

MONTH_FORMATS = {"en": "[$-409]mmm yyyy", "fr": "[$-40C]mmm yyyy"}
"""Months in the report's language, whatever the language of the reader's Excel."""


def data_rows(kpis: Sequence[KpiView]) -> Mapping[str, DataRows]:
    """Where each KPI's months will stand; a KPI without any month is left out."""
    rows: dict[str, DataRows] = {}
    first = HEADER + 1
    for kpi in kpis:
        if not kpi.history:
            continue
        closed = sum(1 for month in kpi.history if not month.future)
        last = first + len(kpi.history) - 1
        rows[kpi.anchor] = DataRows(first, last, first + closed - 1 if closed else None)
        first = last + 1
    return rows


def write_data(book: ExcelBook) -> None:
    """Fill the sheet."""
    kpis = [kpi for kpi in book.view.kpis if kpi.history]
    headers = [book.label(key) for key in _LABELS]
    writer = book.writer(book.names.data, _widths(book, kpis, headers))
    for column, header in enumerate(headers):
        writer.text(HEADER, column, header, HEADING)
    for kpi in kpis:
        for row, month in enumerate(kpi.history, start=book.data_rows[kpi.anchor].first):
            _write_month(book, writer, row, kpi, month)
    last = max((rows.last for rows in book.data_rows.values()), default=HEADER)
    if last > HEADER:
        _make_table(book, headers, last)
    writer.finish()
    writer.sheet.freeze_panes(HEADER + 1, PERIOD + 1)
    set_page(book, writer.sheet, last_row=last, last_column=LAST, repeat=(HEADER, HEADER))


def _write_month(
    book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView, month: HistoryRow
) -> None:
    for column, text in enumerate((kpi.id, kpi.name, kpi.category, kpi.unit)):
        if text:
            writer.text(row, column, text)
    first_day = datetime.combine(date.fromisoformat(f"{month.period_iso}-01"), datetime.min.time())
    month_format = {"num_format": MONTH_FORMATS[book.view.language], "align": "right"}
    writer.sheet.write_datetime(row, PERIOD, first_day, book.styles.get(BODY, month_format))
    figures: dict[int, Figure | None] = {
        ACTUAL: month.actual,
        TARGET: month.target,
        LOW: month.target_low,
        HIGH: month.target_high,
        PRIOR: month.prior_year,
        MEAN: month.mean,
        LOWER: month.lower,
        UPPER: month.upper,
    }
    for column, figure in figures.items():
        if figure is not None and figure.excel_value is not None:
            writer.number(row, column, figure.excel_value, figure.excel_format)
    if not month.future:
        writer.text(row, STATUS, month.status.label, _APART)
    if note := _note(book, month):
        writer.text(row, NOTE, note)
    if month.signal:
        writer.text(row, SIGNAL, mark_text(month.signal))


def _note(book: ExcelBook, month: HistoryRow) -> str:
    if month.future:
        return book.label("future")
    return book.label("provisional") if month.provisional else ""


def _make_table(book: ExcelBook, headers: Sequence[str], last: int) -> None:
    """The rows as a native table, and its columns as defined names."""
    sheet = book.sheet(book.names.data)
    columns = [
        {"header": header, "header_format": book.styles.get(BODY, HEADING)} for header in headers
    ]
    options = {"name": TABLE, "style": None, "columns": columns}
    sheet.add_table(HEADER, 0, last, LAST, options)
    for column, name in _DEFINED.items():
        letter = chr(ord("A") + column)
        place = f"={quoted(book.names.data)}!${letter}${HEADER + 2}:${letter}${last + 1}"
        book.file.define_name(name, place)


def _widths(book: ExcelBook, kpis: Sequence[KpiView], headers: Sequence[str]) -> list[float]:
    texts: list[list[str]] = [[] for _ in headers]
    for kpi in kpis:
        for column, text in enumerate((kpi.id, kpi.name, kpi.category, kpi.unit)):
            texts[column].append(text)
        for month in kpi.history:
            texts[PERIOD].append(month.label)
            figures = (month.actual, month.target, month.target_low, month.target_high)
            for column, figure in enumerate((*figures, month.prior_year), start=ACTUAL):
                texts[column].append(figure.text if figure else "")
            texts[STATUS].append(month.status.label)
            texts[NOTE].append(_note(book, month))
            for column, limit in enumerate((month.mean, month.lower, month.upper), start=MEAN):
                texts[column].append(limit.text if limit else "")
            texts[SIGNAL].append(mark_text(month.signal) if month.signal else "")
    filter_button = 20
    return [
        max(
            fitting_width(column, most=420),
            lettering.text_width(header, 9, bold=True) + filter_button,
        )
        for column, header in zip(texts, headers, strict=True)
    ]
