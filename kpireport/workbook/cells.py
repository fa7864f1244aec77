"""A workbook as it was found: cells with their address, kind and number format, not yet read.

This is what the file readers hand to the parser, whatever the file's format was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from kpireport.model.book import Source
from kpireport.model.problem import CellRef


class CellKind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"
    """A formula that has no cached value."""


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """1 → ``A``, 27 → ``AA``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell that holds something. Empty cells don't exist.

    ``value`` is a float for NUMBER (the stored value, whatever the format shows), a str for TEXT
    and ERROR (``#DIV/0!``), a datetime for DATE (in the workbook's own date system), a bool for
    BOOLEAN, ``""`` for UNCALCULATED. ``number_format`` is Excel's code (``General``, ``0.0%``).
    ``formula`` is the formula's text where the cell has one. ``place`` says where the value comes
    from where that is not this one cell: a span that was added up, a line of a mapping file.
    """

    sheet: str
    row: int
    column: int
    kind: CellKind
    value: float | str | bool | dt.datetime
    number_format: str = "General"
    formula: str | None = None
    place: str = ""

    @property
    def address(self) -> str:
        return self.place or f"{column_letters(self.column)}{self.row}"

    @property
    def ref(self) -> CellRef:
        return CellRef(self.sheet, self.address)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet. ``cells`` goes from (row, column), counted from 1, to the cell.

    ``merged`` lists merged ranges as (first row, first column, last row, last column).
    ``arranged``: the sheet was put together from cells of others, which keep their own places.
    """

    name: str
    hidden: bool
    cells: Mapping[tuple[int, int], RawCell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    last_row: int = 0
    last_column: int = 0
    arranged: bool = False

    def cell(self, row: int, column: int) -> RawCell | None:
        return self.cells.get((row, column))


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """A workbook file as it was found.

    ``never_calculated`` says that the file holds formulas which no spreadsheet program has
    calculated yet (so every cached value is a writer's placeholder).
    """

    source: Source
    sheets: tuple[RawSheet, ...] = field(default=())
    never_calculated: bool = False
