"""How a sample workbook looks: the fonts, fills, widths and drop-downs of a finance department.

The convention of the trade is kept: what was typed is blue, what is calculated is black.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpireport.model.period import Period

UNCALCULATED = "no value"
"""Written where a formula has no kept value; whoever writes such a book takes it out again."""
MONTH_FORMAT = "mmm yy"
DATE_FORMAT = "dd/mm/yyyy"
_MADE_ON = dt.datetime(2026, 11, 9, 9, 0)
_TITLE_ROW, _NOTE_ROW, HEADER_ROW = 0, 1, 3


@dataclass(frozen=True)
class Formula:
    """A calculated cell: the formula, and the value Excel keeps beside it (None: never kept)."""

    text: str
    result: float | str | None


Value = str | float | dt.date | Formula | None


@dataclass(frozen=True)
class Cell:
    """A value with its own number format."""

    value: Value
    number_format: str = "General"


Row = Sequence[Value | Cell]


def percent(share: float, number_format: str = "0.0%") -> Cell:
    """A percent cell: 0.125 is shown as 12.5 %."""
    return Cell(share, number_format)


def month_date(period: Period) -> dt.date:
    return dt.date(period.year, period.month, 1)


@dataclass(frozen=True)
class Sheet:
    """One table under a title: ``choices`` are drop-downs by column heading."""

    name: str
    title: str
    headings: Sequence[Value | Cell]
    rows: Sequence[Row]
    widths: Sequence[float]
    note: str = ""
    frozen_columns: int = 0
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tab: str = "#1F3A5F"
    hidden: bool = False
    wrap: bool = False
    filtered: bool = False
    spare_rows: int = 30


@dataclass(frozen=True)
class Style:
    """A department's taste: the font, its size, and the fill and ink of the heading row."""

    font: str = "Calibri"
    size: int = 10
    fill: str = "#1F3A5F"
    ink: str = "#FFFFFF"
    banner: str = "#1F3A5F"


class Paper:
    """A workbook being written, sheet by sheet."""

    def __init__(self, path: Path, style: Style, properties: Mapping[str, str]) -> None:
        self._book = xlsxwriter.Workbook(path)
        self._book.set_properties({**properties, "created": _MADE_ON})
        self._style = style
        self._formats: dict[tuple[str, str], Format] = {}

    def close(self) -> None:
        self._book.close()

    def add(self, sheet: Sheet) -> None:
        """Write a sheet: title, note, heading row, rows, drop-downs and the page set-up."""
        page = self._book.add_worksheet(sheet.name)
        page.hide_gridlines(2)
        page.set_tab_color(sheet.tab)
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width, self._format("plain", "General"))
        page.write_string(_TITLE_ROW, 0, sheet.title, self._format("title", "General"))
        if sheet.note:
            page.write_string(_NOTE_ROW, 0, sheet.note, self._format("note", "General"))
        page.set_row(HEADER_ROW, 30)
        self._write_row(page, HEADER_ROW, sheet.headings, "heading")
        for index, row in enumerate(sheet.rows, HEADER_ROW + 1):
            self._write_row(page, index, row, "wrapped" if sheet.wrap else "typed")
        self._drop_downs(page, sheet)
        self._page_setup(page, sheet)
        if sheet.filtered:
            last = HEADER_ROW + len(sheet.rows)
            page.autofilter(HEADER_ROW, 0, last, len(sheet.headings) - 1)
        if sheet.hidden:
            page.hide()

    def _drop_downs(self, page: Worksheet, sheet: Sheet) -> None:
        last = HEADER_ROW + len(sheet.rows) + sheet.spare_rows
        for column, heading in enumerate(sheet.headings):
            if isinstance(heading, str) and heading in sheet.choices:
                rule = {"validate": "list", "source": list(sheet.choices[heading])}
                page.data_validation(HEADER_ROW + 1, column, last, column, rule)

    def _page_setup(self, page: Worksheet, sheet: Sheet) -> None:
        page.freeze_panes(HEADER_ROW + 1, sheet.frozen_columns)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADER_ROW)
        page.set_footer("&L&8&F&C&8&A&R&8&P / &N")

    def _write_row(self, page: Worksheet, row: int, cells: Row, look: str) -> None:
        for column, cell in enumerate(cells):
            self._write(page, row, column, cell if isinstance(cell, Cell) else Cell(cell), look)

    def _write(self, page: Worksheet, row: int, column: int, cell: Cell, look: str) -> None:
        value, number_format = cell.value, cell.number_format
        if value is None:
            if look != "heading":
                page.write_blank(row, column, None, self._format(look, number_format))
        elif isinstance(value, Formula):
            kept = UNCALCULATED if value.result is None else value.result
            page.write_formula(row, column, value.text, self._format("sum", number_format), kept)
        elif isinstance(value, dt.date):
            shown = DATE_FORMAT if number_format == "General" else number_format
            page.write_datetime(row, column, value, self._format(look, shown))
        elif isinstance(value, str):
            words = "text" if look == "typed" else look
            page.write_string(row, column, value, self._format(words, number_format))
        else:
            page.write_number(row, column, value, self._format(look, number_format))

    def _format(self, look: str, number_format: str) -> Format:
        key = (look, number_format)
        if key not in self._formats:
            base = {"font_name": self._style.font, "font_size": self._style.size}
            numbers = {"num_format": number_format, "valign": "vcenter"}
            self._formats[key] = self._book.add_format({**base, **numbers, **self._look(look)})
        return self._formats[key]

    def _look(self, look: str) -> dict[str, object]:
        style = self._style
        line = {"bottom": 4, "bottom_color": "#BFBFBF"}
        looks: dict[str, dict[str, object]] = {
            "plain": {},
            "title": {"bold": True, "font_size": style.size + 4, "font_color": style.banner},
            "note": {"italic": True, "font_color": "#7F7F7F"},
            "heading": {
                "bold": True,
                "bg_color": style.fill,
                "font_color": style.ink,
                "text_wrap": True,
                "align": "center",
            },
            "typed": {"font_color": "#0000FF", **line},
            "wrapped": {"text_wrap": True, "valign": "top", "align": "left", **line},
            "text": line,
            "sum": {"font_color": "#000000", **line},
        }
        return looks[look]
