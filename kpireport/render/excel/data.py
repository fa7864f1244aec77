"""The Data sheet: a row a KPI and month, which charts, sparklines and pivot tables read.

It is plain and tidy on purpose: one header row, one value a cell, months as dates, sorted by KPI
and then by month, a native table with a filter. A percentage is a fraction with a percent format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from kpireport.model.series import SlotRow
from kpireport.present.view import Figure, HistoryRow, KpiView, ReportView
from kpireport.render.excel import lettering
from kpireport.render.excel.book import DataRows, ExcelBook
from kpireport.render.excel.cells import SheetWriter, fitting_width, mark_text
from kpireport.render.excel.data_columns import (
    ACTUAL,
    ACTUAL_FROM,
    BUDGET,
    CHOSEN,
    DEFINED,
    FORECAST,
    HEADER,
    HIGH,
    LABELS,
    LOW,
    LOWER,
    MEAN,
    MONTH_FORMATS,
    NOTE,
    NUMERATOR,
    PERIOD,
    PRIOR,
    PRIOR_DENOMINATOR,
    SIGNAL,
    TARGET,
    TARGET_FROM,
    UPPER,
)
from kpireport.render.excel.data_slots import write_slots
from kpireport.render.excel.names import quoted
from kpireport.render.excel.page import WidePage
from kpireport.render.excel.styles import BODY, HEADING, Style

TABLE = "kpireport_data"
_INDENT = 8


def data_rows(view: ReportView) -> Mapping[str, DataRows]:
    """Where each KPI's months will stand; a KPI without any month is left out."""
    rows: dict[str, DataRows] = {}
    first = HEADER + 1
    for kpi in view.kpis:
        months = kpi.history if view.live is None else view.live.months[kpi.id]
        if not months:
            continue
        closed = sum(1 for month in months if not month.future)
        last = first + len(months) - 1
        rows[kpi.anchor] = DataRows(first, last, first + closed - 1 if closed else None)
        first = last + 1
    return rows


def data_cell(book: ExcelBook, name: str, row: int) -> str:
    """A cell of the Data sheet as other sheets' formulas write it."""
    column = {"period": PERIOD, "actual": ACTUAL, "target": TARGET, "prior_year": PRIOR}[name]
    return f"{quoted(book.names.data)}!${chr(ord('A') + column)}${row + 1}"


def write_data(book: ExcelBook) -> None:
    """Fill the sheet."""
    kpis = [kpi for kpi in book.view.kpis if book.months(kpi)]
    labels = LABELS if book.live is None else (*LABELS, "chosen_month")
    headers = [book.label(key) for key in labels]
    writer = book.writer(book.names.data, _widths(book, kpis, headers))
    for column, header in enumerate(headers):
        writer.text(HEADER, column, header, HEADING, _aligned(column))
    for kpi in kpis:
        first = book.data_rows[kpi.anchor].first
        for row, (month, slot) in enumerate(_rows(book, kpi), start=first):
            _write_month(book, writer, row, kpi, month, slot)
        if book.live is not None:
            write_slots(book, writer, first, kpi, book.live.model.series[kpi.id])
            _write_chosen(book, writer, kpi)
    last = max((rows.last for rows in book.data_rows.values()), default=HEADER)
    if last > HEADER:
        _make_table(book, headers, last)
    writer.finish()
    writer.sheet.freeze_panes(HEADER + 1, PERIOD + 1)
    page = WidePage.of(writer, PERIOD + 1, (MEAN, NUMERATOR, ACTUAL_FROM))
    page.set(book, writer, last_row=last, last_column=len(headers) - 1, repeat=(HEADER, HEADER))


def _rows(book: ExcelBook, kpi: KpiView) -> Iterator[tuple[HistoryRow, SlotRow | None]]:
    """The KPI's months as they are shown and, in a live workbook, as totals are computed."""
    months = book.months(kpi)
    slots = None if book.live is None else book.live.model.series[kpi.id].rows
    return zip(months, slots or [None] * len(months), strict=True)


def _write_month(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    kpi: KpiView,
    month: HistoryRow,
    slot: SlotRow | None,
) -> None:
    plain = book.styles.get(BODY)
    for column, text in enumerate((kpi.id, kpi.name, kpi.category, kpi.unit)):
        if text:
            writer.plain_text(row, column, text, plain)
    first_day = datetime.combine(date.fromisoformat(f"{month.period_iso}-01"), datetime.min.time())
    month_format = {"num_format": MONTH_FORMATS[book.view.language], "align": "right"}
    writer.sheet.write_datetime(row, PERIOD, first_day, book.styles.get(BODY, month_format))
    figures: dict[int, Figure | None] = {
        MEAN: month.mean,
        LOWER: month.lower,
        UPPER: month.upper,
    }
    if book.live is None:
        figures |= {
            ACTUAL: month.actual,
            TARGET: month.target,
            LOW: month.target_low,
            HIGH: month.target_high,
            PRIOR: month.prior_year,
            FORECAST: month.forecast,
        }
    for column, figure in figures.items():
        if figure is not None and figure.excel_value is not None:
            writer.number(row, column, figure.excel_value, figure.excel_format)
    if note := month_note(book, month, slot):
        writer.text(row, NOTE, note, _aligned(NOTE))
    if month.signal:
        writer.text(row, SIGNAL, mark_text(month.signal), _aligned(SIGNAL))


def _write_chosen(book: ExcelBook, writer: SheetWriter, kpi: KpiView) -> None:
    """1 beside the month that was picked, and 0 beside all others: charts mark it by that."""
    rows = book.data_rows[kpi.anchor]
    letter = chr(ord("A") + PERIOD)
    for row, month in enumerate(book.months(kpi), start=rows.first):
        now = int(month.period_iso == book.view.period_iso)
        writer.formula(row, CHOSEN, f"=IF({letter}{row + 1}=shown_period,1,0)", now)


def month_note(book: ExcelBook, month: HistoryRow, slot: SlotRow | None) -> str:
    """What must be known of a month: a figure after the report's own is provisional."""
    if month.provisional or (month.future and slot is not None and slot.actual is not None):
        return book.label("provisional")
    return book.label("future") if month.future else ""


def _aligned(column: int) -> Style:
    """Figures and their headings stand right, texts left; those after a figure a little away."""
    if column in (NOTE, SIGNAL, ACTUAL_FROM, TARGET_FROM):
        return {"indent": 1}
    return {"align": "right"} if column >= PERIOD else {}


def _make_table(book: ExcelBook, headers: Sequence[str], last: int) -> None:
    """The rows as a native table, and its columns as defined names."""
    sheet = book.sheet(book.names.data)
    columns = [
        {"header": header, "header_format": book.styles.get(BODY, HEADING, _aligned(column))}
        for column, header in enumerate(headers)
    ]
    options = {"name": TABLE, "style": None, "columns": columns}
    sheet.add_table(HEADER, 0, last, len(headers) - 1, options)
    for column, name in DEFINED.items():
        letter = chr(ord("A") + column)
        place = f"={quoted(book.names.data)}!${letter}${HEADER + 2}:${letter}${last + 1}"
        book.file.define_name(name, place)


def _widths(book: ExcelBook, kpis: Sequence[KpiView], headers: Sequence[str]) -> list[float]:
    texts: list[list[str]] = [[] for _ in headers]
    for kpi in kpis:
        for column, text in enumerate((kpi.id, kpi.name, kpi.category, kpi.unit)):
            texts[column].append(text)
        for month, slot in _rows(book, kpi):
            texts[PERIOD].append(month.label)
            figures = (month.actual, month.target, month.target_low, month.target_high)
            for column, figure in enumerate((*figures, month.prior_year), start=ACTUAL):
                texts[column].append(figure.text if figure else "")
            texts[NOTE].append(month_note(book, month, slot))
            for column, limit in enumerate((month.mean, month.lower, month.upper), start=MEAN):
                texts[column].append(limit.text if limit else "")
            texts[SIGNAL].append(mark_text(month.signal) if month.signal else "")
        for column in (BUDGET, FORECAST, *range(NUMERATOR, PRIOR_DENOMINATOR + 1)):
            texts[column] = texts[ACTUAL]
        slots = () if book.live is None else book.live.model.series[kpi.id].rows
        texts[ACTUAL_FROM] += [slot.actual_from for slot in slots]
        texts[TARGET_FROM] += [slot.target_from for slot in slots]
    filter_button = 20
    return [
        max(
            fitting_width(column, most=420) + _INDENT,
            lettering.text_width(header, 9, bold=True) + filter_button,
        )
        for column, header in zip(texts, headers, strict=True)
    ]
