"""The Texts sheet: a row a month and KPI, with what no formula can give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kpireport.model.scorecard import KpiResult
from kpireport.model.series import KpiSeries
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import PADDING, SheetWriter, clean, fitting_width
from kpireport.render.excel.data_columns import MONTH_FORMATS
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.cell import Value
from kpireport.render.excel.live.naming import define_column
from kpireport.render.excel.live.texts import Stated, stated_columns
from kpireport.render.excel.page import WidePage, write_heading
from kpireport.render.excel.styles import BODY, HEADING, LINED, WRAPPED, Style

_FIXED = 3
"""The columns before the texts: a margin, the KPI and the month."""

_HEADROOM = 6.6  # pixels of a character in a heading, which has no space to be wrapped at
_NARROWEST, _WIDEST = 76, 640
_LINES = 3  # A text of a usual length takes about that many lines in its column.
_LETTER = 5.6  # pixels of a character in a text

Columns = Mapping[str, Sequence[Value]]
"""What stands in each column, from the first row to the last."""


def write_texts(book: ExcelBook, live: LiveBook) -> None:
    """A row a month and KPI, the report's own month first.

    That month alone is printed: the others are there to be looked up, and would fill a ream.
    """
    columns = _columns(live)
    writer = book.writer(book.names.texts, _widths(book, columns))
    last = _FIXED + len(columns) - 1
    page = WidePage.of(writer, _FIXED)
    row = write_heading(book, writer, book.names.texts, page.last_of_first(last))
    heads = (book.label("kpi"), book.label("period"), *columns)
    for column, head in enumerate(heads, start=1):
        writer.text(row, column, head, HEADING)
    first = row + 1
    end = _write_rows(book, live, writer, first, columns)
    for column, key in enumerate(columns, start=_FIXED):
        define_column(book, key, book.names.texts, column, first, end)
    writer.finish()
    writer.sheet.freeze_panes(first, _FIXED)
    own = first + len(live.cells) - 1
    page.set(book, writer, last_row=own, last_column=last, repeat=(row, row))


def _write_rows(
    book: ExcelBook, live: LiveBook, writer: SheetWriter, first: int, columns: Columns
) -> int:
    """The month that is printed with room for its texts, the others a line each.

    Returns the last row.
    """
    when: Style = {"num_format": MONTH_FORMATS[book.view.language], "align": "left"}
    names = [clean(kpi.name) for kpi in book.view.kpis]
    printed = first + len(names)
    plain, month = book.styles.get(BODY), book.styles.get(BODY, when)
    row = first
    for card in live.model.cards:
        on = datetime(card.period.year, card.period.month, 1)
        for name in names:
            if row < printed:
                writer.text(row, 1, name, WRAPPED, LINED)
                writer.sheet.write_datetime(row, 2, on, book.styles.get(WRAPPED, LINED, when))
            else:
                writer.sheet.write_string(row, 1, name, plain)
                writer.sheet.write_datetime(row, 2, on, month)
            row += 1
    write_string = writer.sheet.write_string
    for column, values in enumerate(columns.values(), start=_FIXED):
        for row, value in enumerate(values, start=first):
            if value is None or (value == "" and row >= printed):
                continue
            if not isinstance(value, str):
                look = (WRAPPED, LINED) if row < printed else (BODY,)
                writer.number(row, column, value, "General", *look)
            elif row < printed:
                writer.text(row, column, value, WRAPPED, LINED)
            else:
                write_string(row, column, clean(value), plain)
    return first + len(names) * live.choices - 1


def _columns(live: LiveBook) -> Columns:
    """Every column by the name that defines it, months back in time and KPIs in their order."""
    model = live.model
    columns: dict[str, Sequence[Value]] = {
        f"told_{key}": [month.get(kpi_id, "") for month in months for kpi_id in live.cells]
        for key, months in live.texts.items()
    }
    if _any_stated(live):
        by_id = [{result.kpi.id: result for result in card.kpis} for card in model.cards]
        results = [of_month[kpi_id] for of_month in by_id for kpi_id in live.cells]
        for key, figure in stated_columns().items():
            columns[key] = [_stated_value(live, result, figure) for result in results]
    return columns


def _stated_value(live: LiveBook, result: KpiResult, figure: Stated) -> Value:
    if not _stated(live.model.series[result.kpi.id]) and result.standing is None:
        return None
    number, level = figure(result)
    percent = level and live.is_percent(result.kpi.id)
    return number / 100 if number is not None and percent else number


def _widths(book: ExcelBook, columns: Columns) -> list[float]:
    names = fitting_width([kpi.name for kpi in book.view.kpis], least=120, most=240)
    widths = [12, names, 80]
    for key, values in columns.items():
        longest = max((len(value) for value in values if isinstance(value, str)), default=0)
        wanted = max(longest * _LETTER / _LINES, len(key) * _HEADROOM + PADDING, _NARROWEST)
        widths.append(min(_WIDEST, wanted))
    return widths


def _any_stated(live: LiveBook) -> bool:
    cards = live.model.cards
    return any(_stated(series) for series in live.model.series.values()) or any(
        result.standing is not None for card in cards for result in card.kpis
    )


def _stated(series: KpiSeries) -> bool:
    """Whether some total of the KPI is stated for each month."""
    return not series.regular or series.year_stated
