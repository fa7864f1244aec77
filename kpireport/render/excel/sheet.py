"""A sheet of ours: XlsxWriter's, with the ways that nearly every cell takes made short.

A scorecard of a thousand KPIs has one and a half million cells, and XlsxWriter asks of each
whether its place is in A1 notation, whether its formula holds one of thirty new functions and
whether the numbers in its attributes must be escaped. Ours are places by number, formulas that
Excel 2016 knows and cells with a format; what is anything else goes XlsxWriter's own way. The
file is the same to the byte (a test holds that).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from xlsxwriter import worksheet
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

_MARKUP = re.compile("[&<>]")
_COLUMNS = tuple(xl_col_to_name(column) for column in range(1024))
_ROWS_OF_A_SPAN = 16
_USUAL = (
    worksheet.CellStringTuple,
    worksheet.CellFormulaTuple,
    worksheet.CellNumberTuple,
    worksheet.CellDatetimeTuple,
    worksheet.CellBlankTuple,
)


class Sheet(worksheet.Worksheet):
    """A sheet that is written by row and column, and whose formulas are plain ones."""

    def write_string(self, row: int, col: int, string: str, cell_format: Format) -> int:
        return self._write_string(row, col, string, cell_format)

    def write_number(self, row: int, col: int, number: float, cell_format: Format) -> int:
        return self._write_number(row, col, number, cell_format)

    def write_blank(self, row: int, col: int, blank: None, cell_format: Format) -> int:
        return self._write_blank(row, col, blank, cell_format)

    def write_datetime(self, row: int, col: int, date: dt.date, cell_format: Format) -> int:
        return self._write_datetime(row, col, date, cell_format)

    def write_formula(
        self,
        row: int,
        col: int,
        formula: str,
        cell_format: Format,
        value: float | str,
    ) -> int:
        if self._check_dimensions(row, col):
            return -1
        plain = self._prepare_formula(formula)
        self.table[row][col] = worksheet.CellFormulaTuple(plain, cell_format, value)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """The formula without its equals sign and the braces of an array."""
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")

    def _calculate_spans(self) -> None:
        """The first and last column of every sixteen rows."""
        if self.comments:
            super()._calculate_spans()
            return
        ends: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if not cells:
                continue
            first, last = min(cells), max(cells)
            group = row // _ROWS_OF_A_SPAN
            if group in ends:
                before = ends[group]
                first, last = min(first, before[0]), max(last, before[1])
            ends[group] = first, last
        self.row_spans = {group: f"{first + 1}:{last + 1}" for group, (first, last) in ends.items()}

    def _write_rows(self) -> None:
        if self.comments:
            super()._write_rows()
            return
        self._calculate_spans()
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, info = self.table.get(row), self.row_info.get(row)
            span = self.row_spans.get(row // _ROWS_OF_A_SPAN)
            if cells:
                self._write_row(row, span, info)
                self._write_cells(row, cells)
                self._xml_end_tag("row")
            elif info is not None:
                self._write_empty_row(row, span, info)

    def _write_cells(self, row: int, cells: Mapping[int, Any]) -> None:
        write, number = self.fh.write, row + 1
        for column in sorted(cells):
            cell = cells[column]
            kind = cell.__class__
            if kind not in _USUAL or cell.format is None or column >= len(_COLUMNS):
                self._write_cell(row, column, cell)
                continue
            begin = f'<c r="{_COLUMNS[column]}{number}" s="{cell.format._get_xf_index()}"'
            if kind is worksheet.CellStringTuple:
                write(f'{begin} t="s"><v>{cell.string}</v></c>')
            elif kind is worksheet.CellBlankTuple:
                write(f"{begin}/>")
            elif kind is not worksheet.CellFormulaTuple:
                write(f"{begin}><v>{cell.number:.16G}</v></c>")
            elif cell.value.__class__ is float or cell.value.__class__ is int:
                write(f"{begin}><f>{_escaped(cell.formula)}</f><v>{cell.value}</v></c>")
            elif cell.value.__class__ is not str or cell.value.startswith("#"):
                self._write_cell(row, column, cell)  # It may be one of Excel's errors.
            else:
                said = ' t="str"' if cell.value else ""
                formula, value = _escaped(cell.formula), _escaped(cell.value)
                write(f"{begin}{said}><f>{formula}</f><v>{value}</v></c>")


def _escaped(text: str) -> str:
    if _MARKUP.search(text) is None:
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
