"""An OpenDocument spreadsheet (``.ods``) → the cells of its sheets.

Read from the package as Open XML is, for the same reason: a library drops what a figure depends
on, the percentage's format and the error (docs/reading-workbooks.md). Source: OASIS OpenDocument
1.3 part 3, chapters 9 (tables) and 16.29 (data styles).
"""

from __future__ import annotations

import datetime as dt
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO
from xml.etree.ElementTree import Element

from kpireport.workbook import limits
from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.limits import TooManyCellsError, check_time, sound_format
from kpireport.workbook.ooxml import DAMAGE, Contents, DamagedError
from kpireport.workbook.serial_dates import iso_date
from kpireport.workbook.xml_parts import elements, refuse_document_type

_URN = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _STYLE, _NUMBER, _TEXT = (
    _URN % name for name in ("table", "office", "style", "datastyle", "text")
)
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_WHOLE = frozenset(
    [
        f"{_STYLE}style",
        *(f"{_NUMBER}{kind}-style" for kind in ("percentage", "number", "currency", "date")),
        f"{_TABLE}table-row",
        f"{_TABLE}table-column",
    ]
)
_FAR = 16_384
"""A row is repeated so often, and more, only to fill the sheet."""


@dataclass
class _Styles:
    """What cell styles say: the data style of each, and whether a table style hides its sheet."""

    data: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def add(self, element: Element) -> None:
        name = element.get(f"{_STYLE}name", "")
        if element.tag == f"{_STYLE}style":
            self.data[name] = element.get(f"{_STYLE}data-style-name") or self.data.get(
                element.get(f"{_STYLE}parent-style-name", ""), ""
            )
            shown = element.find(f"{_STYLE}table-properties")
            if shown is not None and shown.get(f"{_TABLE}display") == "false":
                self.hidden.add(name)
        else:
            self.codes[name] = sound_format(_format_code(element))

    def code(self, style: str) -> str:
        return self.codes.get(self.data.get(style, ""), "General")


def _format_code(element: Element) -> str:
    """A data style as Excel would write it, as far as it says something of the value."""
    kind = element.tag.removeprefix(_NUMBER)
    if kind == "date-style":
        return "yyyy-mm-dd"
    number = element.find(f"{_NUMBER}number")
    digits = "#,##0"
    factor = 1.0 if number is None else float(number.get(f"{_NUMBER}display-factor", 1) or 1)
    while 1000 <= factor < math.inf:
        digits, factor = digits + ",", factor / 1000
    if kind == "percentage-style":
        return "0.00%"
    symbol = element.find(f"{_NUMBER}currency-symbol")
    if symbol is not None and symbol.text:
        digits += f" [${symbol.text}]"
    words = "".join(text.text or "" for text in element.findall(f"{_NUMBER}text")).strip()
    return f'{digits} "{words}"' if words and '"' not in words else digits


def read_ods(archive: zipfile.ZipFile, room: int) -> Contents:
    """Every sheet of the document. Raises ``DamagedError`` and ``TooManyCellsError``."""
    try:
        styles = _Styles()
        if "styles.xml" in archive.namelist():
            for element in _parsed(archive, "styles.xml"):
                if element.tag in _WHOLE:
                    styles.add(element)
        sheets = tuple(_sheets(archive, styles, room))
    except DAMAGE as error:
        raise DamagedError from error
    return Contents(sheets, asks_for_calculation=False)


def _parsed(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    source: IO[bytes] = archive.open(part)
    refuse_document_type(source)
    source.seek(0)
    yield from elements(source, _WHOLE, announced=f"{_TABLE}table")


def _sheets(archive: zipfile.ZipFile, styles: _Styles, room: int) -> Iterator[RawSheet]:
    reading: _Sheet | None = None
    sheets = 0
    for element in _parsed(archive, "content.xml"):
        if element.tag == f"{_TABLE}table":
            if reading is not None:
                yield reading.sheet()
                room, sheets = room - reading.count, sheets + 1
                if sheets == limits.MAX_SHEETS:
                    raise TooManyCellsError
            reading = _Sheet(element, styles, room)
        elif element.tag == f"{_TABLE}table-column" and reading is not None:
            reading.add_column(element)
        elif element.tag == f"{_TABLE}table-row" and reading is not None:
            reading.add_row(element)
        elif element.tag in _WHOLE:
            styles.add(element)
    if reading is not None:
        yield reading.sheet()


class _Sheet:
    """A sheet while it is read, row by row."""

    def __init__(self, table: Element, styles: _Styles, room: int) -> None:
        self.count = 0
        self._name = table.get(f"{_TABLE}name", "")[: limits.MAX_SHEET_NAME]
        self._hidden = table.get(f"{_TABLE}style-name", "") in styles.hidden
        self._styles = styles
        self._room = room
        self._row = 0
        self._columns: list[tuple[int, str]] = []
        self._cells: dict[tuple[int, int], RawCell] = {}
        self._merged: list[tuple[int, int, int, int]] = []

    def sheet(self) -> RawSheet:
        last = max((row for row, _ in self._cells), default=0)
        width = max((column for _, column in self._cells), default=0)
        return RawSheet(self._name, self._hidden, self._cells, tuple(self._merged), last, width)

    def add_column(self, element: Element) -> None:
        through = (self._columns[-1][0] if self._columns else 0) + _times(element, "columns")
        self._columns.append((through, element.get(f"{_TABLE}default-cell-style-name", "")))

    def add_row(self, element: Element) -> None:
        check_time()
        times = _times(element, "rows")
        cells = list(self._read(element))
        if cells:
            if times * len(cells) > self._room - self.count:
                raise TooManyCellsError
            self.count += times * len(cells)
            for again in range(times):
                for column, cell in cells:
                    row = self._row + again + 1
                    self._cells[row, column] = _at(cell, row, column)
        self._row += times

    def _read(self, row: Element) -> Iterator[tuple[int, RawCell]]:
        column = 0
        for element in row:
            if not element.tag.endswith(("}table-cell", "}covered-table-cell")):
                continue
            times = _times(element, "columns")
            self._merge(element, column + 1)
            cell = self._cell(element, column + 1)
            if cell is not None:
                if times > _FAR:
                    raise TooManyCellsError
                for again in range(times):
                    yield column + again + 1, cell
            column += times

    def _merge(self, element: Element, column: int) -> None:
        down = int(element.get(f"{_TABLE}number-rows-spanned", 1))
        across = int(element.get(f"{_TABLE}number-columns-spanned", 1))
        if down > 1 or across > 1:
            top = self._row + 1
            if len(self._merged) == limits.MAX_MERGED:
                raise TooManyCellsError
            self._merged.append((top, column, top + down - 1, column + across - 1))

    def _cell(self, element: Element, column: int) -> RawCell | None:
        kind = element.get(f"{_OFFICE}value-type", "")
        formula = element.get(f"{_TABLE}formula")
        text = "\n".join(_said(line) for line in element.findall(f"{_TEXT}p"))
        if not kind and formula is None:
            return None
        style = element.get(f"{_TABLE}style-name") or self._default_style(column)
        code = self._styles.code(style)
        read = _value(element, kind, text)
        if kind == "percentage" and "%" not in code:
            code = "0.00%"
        if read == (CellKind.TEXT, "") and formula is None:
            return None
        formula = None if formula is None else "=" + formula.partition("=")[2]
        return RawCell(self._name, self._row + 1, column, *read, code, formula)

    def _default_style(self, column: int) -> str:
        return next((style for through, style in self._columns if column <= through), "")


def _times(element: Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", 1)))


def _at(cell: RawCell, row: int, column: int) -> RawCell:
    here = (cell.row, cell.column) == (row, column)
    return cell if here else replace(cell, row=row, column=column)


def _said(line: Element) -> str:
    """A paragraph's text, with its runs of spaces and its tabs."""
    parts = [line.text or ""]
    for child in line:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", 1)), limits.MAX_SPACES))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        else:
            parts.append(_said(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _value(
    element: Element, kind: str, text: str
) -> tuple[CellKind, float | str | bool | dt.datetime]:
    if element.get(f"{_CALC}value-type") == "error" or (
        element.get(f"{_TABLE}formula") and text.startswith(("#", "Err:")) and kind != "float"
    ):
        return CellKind.ERROR, text or "#N/A"
    if not kind:
        return CellKind.UNCALCULATED, ""
    if kind == "boolean":
        return CellKind.BOOLEAN, element.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return iso_date(element.get(f"{_OFFICE}date-value", ""))
    if kind in ("float", "percentage", "currency"):
        return CellKind.NUMBER, float(element.get(f"{_OFFICE}value", "nan"))
    return CellKind.TEXT, element.get(f"{_OFFICE}string-value") or text
