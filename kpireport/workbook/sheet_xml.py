"""One worksheet's XML → its cells: value, formula and number format in a single pass.

Source: ECMA-376 part 1, 18.3.1 (worksheets) and 18.18.11 (kinds of cells).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element

from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.limits import (
    MAX_FORMULAS,
    MAX_MERGED,
    MAX_ROWS,
    MAX_SPREAD,
    TooManyCellsError,
)
from kpireport.workbook.number_formats import ever_a_date, read_format
from kpireport.workbook.serial_dates import date_of, iso_date
from kpireport.workbook.shared_formulas import column_number, moved
from kpireport.workbook.xml_parts import elements

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class BookParts:
    """What every sheet of a workbook refers to.

    ``namespace`` is that of the XML elements, in braces; ``strings`` the shared texts,
    ``formats`` the number formats by cell style; ``from_1904`` the date system.
    """

    namespace: str
    strings: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool
    date_styles: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        dated = (style for style, code in enumerate(self.formats) if ever_a_date(code))
        object.__setattr__(self, "date_styles", frozenset(dated))

    def format_of(self, style: int) -> str:
        return self.formats[style] if style < len(self.formats) else "General"


Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


class SheetXml:
    """A worksheet while it is read. Iterate over it for the cells; then ask for ``merged``.

    ``count`` is the number of cells met, empty ones too: above ``room`` of them reading stops
    with :class:`TooManyCellsError`. ``ValueError``, ``IndexError`` and ``ParseError`` mean that
    the part is damaged.
    """

    def __init__(self, name: str, source: IO[bytes], parts: BookParts, room: int) -> None:
        self.merged: list[Area] = []
        self.count = 0
        self._room = room
        self._name = name
        self._source = source
        self._parts = parts
        self._shared: dict[str, tuple[str, int, int]] = {}
        self._spread: list[tuple[Area, str]] = []
        self._written_out = 0
        self._columns: dict[str, int] = {}
        namespace = parts.namespace
        self._value, self._formula = f"{namespace}v", f"{namespace}f"
        self._inline = f"{namespace}is"

    def __iter__(self) -> Iterator[RawCell]:
        namespace = self._parts.namespace
        row_tag, cell_tag = f"{namespace}row", f"{namespace}c"
        merge_tag = f"{namespace}mergeCell"
        row = column = rows = 0
        for element in elements(self._source, frozenset({cell_tag}), announced=row_tag):
            if element.tag == cell_tag:
                self._count_one()
                reference = element.get("r")
                column = self._column(reference) if reference else column + 1
                read = self._cell(element, row, column)
                if read is not None:
                    yield read
            elif element.tag == row_tag:
                row, column, rows = int(float(element.get("r", row + 1))), 0, rows + 1
                if rows > MAX_ROWS:
                    raise ValueError("more rows than a sheet has")
            elif element.tag == merge_tag:
                self._merge(element.get("ref", ""))

    def _count_one(self) -> None:
        self.count += 1
        if self.count > self._room:
            raise TooManyCellsError

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        if letters not in self._columns:
            if not (letters.isascii() and letters.isalpha()):
                raise ValueError(f"{reference!r} is no cell")
            self._columns[letters] = column_number(letters)
        return self._columns[letters]

    def _merge(self, reference: str) -> None:
        area = _area(reference)
        if area:
            if len(self.merged) == MAX_MERGED:
                raise TooManyCellsError
            self.merged.append(area)

    def _spread_formula(self, row: int, column: int) -> str | None:
        """The array formula or data table whose results reach into this cell."""
        for (top, left, bottom, right), formula in self._spread:
            if top <= row <= bottom and left <= column <= right:
                return formula
        return None

    def _cell(self, element: Element, row: int, column: int) -> RawCell | None:
        stored: str | None = None
        formula: str | None = None
        kind = element.get("t", "n")
        for child in element:
            if child.tag == self._value:
                stored = child.text
            elif child.tag == self._formula:
                formula = self._formula_text(child, row, column)
            elif child.tag == self._inline:
                stored, kind = text_of(child, self._parts.namespace), "str"
        if not stored and formula is None:
            return None
        if formula is None and self._spread:
            formula = self._spread_formula(row, column)
        style = int(element.get("s", 0))
        read_kind, value = self._read(kind, stored or "", style)
        if value == "" and formula is None:
            return None
        number_format = self._parts.format_of(style)
        return RawCell(self._name, row, column, read_kind, value, number_format, formula)

    def _read(
        self, kind: str, stored: str, style: int
    ) -> tuple[CellKind, float | str | bool | dt.datetime]:
        """Kind and value of what a cell stores. A formula that stores nothing was not calculated,
        unless it says that its result is a text: then that text is empty."""
        if kind == "str":
            return CellKind.TEXT, unescaped(stored)
        if not stored:
            return CellKind.UNCALCULATED, ""
        if kind == "n":
            return self._read_number(stored, style)
        if kind == "s":
            return CellKind.TEXT, self._parts.strings[int(stored)]
        if kind == "b":
            return CellKind.BOOLEAN, stored.strip().lower() in ("1", "true")
        if kind == "e":
            return CellKind.ERROR, stored.strip()
        if kind == "d":
            return iso_date(stored)
        return CellKind.TEXT, unescaped(stored)

    def _read_number(self, stored: str, style: int) -> tuple[CellKind, float | str | dt.datetime]:
        try:
            number = float(stored)
        except ValueError:
            return CellKind.TEXT, stored
        if style in self._parts.date_styles:
            shown = read_format(self._parts.format_of(style), number)
            day = date_of(number, self._parts.from_1904)
            if shown.date and not shown.time_only and day is not None:
                return CellKind.DATE, day
        return CellKind.NUMBER, number

    def _formula_text(self, element: Element, row: int, column: int) -> str:
        kind, text = element.get("t"), "=" + (element.text or "")
        if kind == "shared":
            index = element.get("si", "")
            if element.text:
                self._shared[index] = (text, row, column)
            elif index in self._shared:
                text, from_row, from_column = self._shared[index]
                self._written_out += len(text)
                if self._written_out > MAX_FORMULAS:
                    raise TooManyCellsError
                return moved(text, row - from_row, column - from_column)
        elif kind in ("array", "dataTable"):
            text = _data_table(element) if kind == "dataTable" else text
            area = _area(element.get("ref", ""))
            if area and area[:2] != area[2:]:
                self._spread = [(at, said) for at, said in self._spread if at[2] >= row]
                if len(self._spread) == MAX_SPREAD:
                    raise TooManyCellsError
                self._spread.append((area, text))
        return text


def _area(reference: str) -> Area | None:
    match = _RANGE.fullmatch(reference)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return int(top), column_number(left), int(bottom), column_number(right)


def _data_table(element: Element) -> str:
    """A what-if table as Excel shows it: ``=TABLE(row input,column input)``."""
    first, second = element.get("r1", ""), element.get("r2", "")
    if element.get("dt2D") not in ("1", "true"):
        first, second = (first, "") if element.get("dtr") in ("1", "true") else ("", first)
    return f"=TABLE({first},{second})"


def text_of(element: Element, namespace: str) -> str:
    """The text of a shared or inline string: its runs joined, without phonetic readings."""
    runs = element.findall(f"{namespace}r")
    holders = [element, *runs]
    return "".join(holder.findtext(f"{namespace}t") or "" for holder in holders)


def unescaped(text: str) -> str:
    """A text with its ``_x000D_`` (a control character, as Excel writes it) resolved."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n")
