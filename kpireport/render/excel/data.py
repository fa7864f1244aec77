"""The Data sheet: a row a KPI and month, which charts, sparklines and pivot tables read.

It is plain and tidy on purpose: one header row, one value a cell, months as dates, sorted by KPI
and then by month, a native table with a filter. A percentage is a fraction with a percent format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kpireport.model.series import KpiSeries, SlotRow
from kpireport.present.view import Figure, HistoryRow, KpiView, ReportView
from kpireport.render.excel import lettering
from kpireport.render.excel.book import DataRows, ExcelBook
from kpireport.render.excel.cells import SheetWriter, fitting_width, mark_text
from kpireport.render.excel.names import quoted
from kpireport.render.excel.page import WidePage
from kpireport.render.excel.styles import BODY, HEADING, Style

HEADER = 0
TABLE = "kpireport_data"

ID, NAME, CATEGORY, UNIT, PERIOD, ACTUAL, TARGET, LOW, HIGH, PRIOR, NOTE = range(11)
MEAN, LOWER, UPPER, SIGNAL, BUDGET, FORECAST = range(11, 17)
NUMERATOR, DENOMINATOR, PLAN_NUMERATOR, PLAN_DENOMINATOR = range(17, 21)
PRIOR_NUMERATOR, PRIOR_DENOMINATOR = range(21, 23)
ACTUAL_FROM, TARGET_FROM, CHOSEN = 23, 24, 25
_LABELS = (
    *("kpi_id", "kpi", "category", "unit", "period", "actual"),
    *("target", "target_low", "target_high", "prior_year", "note"),
    *("process_mean", "lower_limit", "upper_limit", "signal", "budget", "forecast"),
    *("numerator", "denominator", "planned_numerator", "planned_denominator"),
    *("prior_numerator", "prior_denominator", "actual_from", "target_from"),
)
_DEFINED = {
    ID: "data_kpi",
    PERIOD: "data_period",
    ACTUAL: "data_actual",
    TARGET: "data_target",
    LOW: "data_target_low",
    HIGH: "data_target_high",
    PRIOR: "data_prior_year",
    MEAN: "data_mean",
    LOWER: "data_lower_limit",
    UPPER: "data_upper_limit",
    SIGNAL: "data_signal",
    BUDGET: "data_budget",
    FORECAST: "data_forecast",
    NUMERATOR: "data_numerator",
    DENOMINATOR: "data_denominator",
    PLAN_NUMERATOR: "data_plan_numerator",
    PLAN_DENOMINATOR: "data_plan_denominator",
    PRIOR_NUMERATOR: "data_prior_numerator",
    PRIOR_DENOMINATOR: "data_prior_denominator",
}
"""Names that formulas and charts of the user's own can rely on, in every language."""

_INDENT = 8

MONTH_FORMATS = {"en": "[$-409]mmm yyyy", "fr": "[$-40C]mmm yyyy"}
"""Months in the report's language, whatever the language of the reader's Excel."""


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
    column = {"actual": ACTUAL, "target": TARGET, "prior_year": PRIOR}[name]
    return f"{quoted(book.names.data)}!${chr(ord('A') + column)}${row + 1}"


def write_data(book: ExcelBook) -> None:
    """Fill the sheet."""
    kpis = [kpi for kpi in book.view.kpis if book.months(kpi)]
    labels = _LABELS if book.live is None else (*_LABELS, "chosen_month")
    headers = [book.label(key) for key in labels]
    writer = book.writer(book.names.data, _widths(book, kpis, headers))
    for column, header in enumerate(headers):
        writer.text(HEADER, column, header, HEADING, _aligned(column))
    for kpi in kpis:
        first = book.data_rows[kpi.anchor].first
        for row, month in enumerate(book.months(kpi), start=first):
            _write_month(book, writer, row, kpi, month)
        if book.live is not None:
            _write_slots(book, writer, first, kpi, book.live.model.series[kpi.id])
            _write_chosen(book, writer, kpi)
    last = max((rows.last for rows in book.data_rows.values()), default=HEADER)
    if last > HEADER:
        _make_table(book, headers, last)
    writer.finish()
    writer.sheet.freeze_panes(HEADER + 1, PERIOD + 1)
    page = WidePage.of(writer, PERIOD + 1, (MEAN, NUMERATOR, ACTUAL_FROM))
    page.set(book, writer, last_row=last, last_column=len(headers) - 1, repeat=(HEADER, HEADER))


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
    if note := _note(book, month):
        writer.text(row, NOTE, note, _aligned(NOTE))
    if month.signal:
        writer.text(row, SIGNAL, mark_text(month.signal), _aligned(SIGNAL))


def _write_slots(
    book: ExcelBook, writer: SheetWriter, first: int, kpi: KpiView, series: KpiSeries
) -> None:
    """The figures that totals are computed from, as precise as they are."""
    assert book.live is not None
    level = book.live.model.formats[kpi.id].level
    percent = 100 if book.live.is_percent(kpi.id) else 1
    for row, slot in enumerate(series.rows, start=first):
        for column, value in _levels(slot).items():
            if value is not None:
                writer.number(row, column, value / percent, level)
        for column, text in ((ACTUAL_FROM, slot.actual_from), (TARGET_FROM, slot.target_from)):
            if text:
                writer.text(row, column, text, _aligned(column))
        for column, value in _parts(slot).items():
            if value is not None:
                writer.number(row, column, value, "General")


def _write_chosen(book: ExcelBook, writer: SheetWriter, kpi: KpiView) -> None:
    """1 beside the month that was picked, and 0 beside all others: charts mark it by that."""
    rows = book.data_rows[kpi.anchor]
    letter = chr(ord("A") + PERIOD)
    for row, month in enumerate(book.months(kpi), start=rows.first):
        now = int(month.period_iso == book.view.period_iso)
        writer.formula(row, CHOSEN, f"=IF({letter}{row + 1}=kpi_period,1,0)", now)


def _levels(slot: SlotRow) -> dict[int, float | None]:
    return {
        ACTUAL: slot.actual,
        TARGET: slot.target,
        LOW: slot.target_low,
        HIGH: slot.target_high,
        PRIOR: slot.prior_year,
        BUDGET: slot.budget,
        FORECAST: slot.forecast,
    }


def _parts(slot: SlotRow) -> dict[int, float | None]:
    """A ratio's parts, in their own units."""
    return {
        NUMERATOR: slot.numerator,
        DENOMINATOR: slot.denominator,
        PLAN_NUMERATOR: slot.planned_numerator,
        PLAN_DENOMINATOR: slot.planned_denominator,
        PRIOR_NUMERATOR: slot.prior_numerator,
        PRIOR_DENOMINATOR: slot.prior_denominator,
    }


def _note(book: ExcelBook, month: HistoryRow) -> str:
    if month.future:
        return book.label("future")
    return book.label("provisional") if month.provisional else ""


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
    for column, name in _DEFINED.items():
        letter = chr(ord("A") + column)
        place = f"={quoted(book.names.data)}!${letter}${HEADER + 2}:${letter}${last + 1}"
        book.file.define_name(name, place)


def _widths(book: ExcelBook, kpis: Sequence[KpiView], headers: Sequence[str]) -> list[float]:
    texts: list[list[str]] = [[] for _ in headers]
    for kpi in kpis:
        for column, text in enumerate((kpi.id, kpi.name, kpi.category, kpi.unit)):
            texts[column].append(text)
        for month in book.months(kpi):
            texts[PERIOD].append(month.label)
            figures = (month.actual, month.target, month.target_low, month.target_high)
            for column, figure in enumerate((*figures, month.prior_year), start=ACTUAL):
                texts[column].append(figure.text if figure else "")
            texts[NOTE].append(_note(book, month))
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
