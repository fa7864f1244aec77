"""Whether a spreadsheet program has ever calculated a workbook's formulas.

A workbook made by a program holds formulas without results. Some writers leave the results out;
others (XlsxWriter) store a 0 for each and ask to be calculated on opening. Opened in LibreOffice
and saved again, such a file keeps its zeros and loses the request. A report of those zeros would
be wrong from end to end, and look right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.shared_formulas import column_number

_REFERENCE = r"\$?([A-Z]{1,3})\$?([0-9]+)"
_COPY = re.compile(rf"={_REFERENCE}(?:[*/][0-9]+(?:\.[0-9]+)?)?")
_MOST_SUMS = 10
_SUM = re.compile(rf"=SUM\({_REFERENCE}:{_REFERENCE}\)", re.IGNORECASE)


def never_calculated(sheets: Sequence[RawSheet], asks_for_calculation: bool) -> bool:
    """Whether every formula's result is a placeholder.

    All of them are missing or zero, and the file either has none at all, or asks to be
    calculated, or holds a simple formula (a copy, a multiple, a sum) that is not zero in fact.
    """
    formulas = list(_formulas(sheets))
    if not formulas or not all(map(_is_placeholder, formulas)):
        return False
    if asks_for_calculation or all(cell.kind is CellKind.UNCALCULATED for cell in formulas):
        return True
    return any(_is_wrong(cell, sheet) for sheet in sheets for cell in _simple_formulas(sheet))


def without_results(sheet: RawSheet) -> RawSheet:
    """The sheet with every formula marked as not calculated, so that nobody reads a placeholder."""
    cells = {
        place: replace(cell, kind=CellKind.UNCALCULATED, value="") if cell.formula else cell
        for place, cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells)


def _formulas(sheets: Sequence[RawSheet]) -> Iterator[RawCell]:
    return (cell for sheet in sheets for cell in sheet.cells.values() if cell.formula is not None)


def _simple_formulas(sheet: RawSheet) -> list[RawCell]:
    """Every copy and the first sums, each of which looks at the whole sheet."""
    copies = [cell for cell in _formulas([sheet]) if _COPY.fullmatch(cell.formula or "")]
    sums = (cell for cell in _formulas([sheet]) if _SUM.fullmatch(cell.formula or ""))
    return [*copies, *islice(sums, _MOST_SUMS)]


def _is_placeholder(cell: RawCell) -> bool:
    return cell.kind is CellKind.UNCALCULATED or (cell.kind is CellKind.NUMBER and cell.value == 0)


def _is_wrong(cell: RawCell, sheet: RawSheet) -> bool:
    """Whether a formula that claims 0 copies, multiplies or sums typed numbers that don't."""
    formula = cell.formula or ""
    copy = _COPY.fullmatch(formula)
    if copy:
        return _typed(sheet, int(copy[2]), column_number(copy[1])) != 0
    total = _SUM.fullmatch(formula)
    if total is None:
        return False
    top, bottom = sorted((int(total[2]), int(total[4])))
    left, right = sorted((column_number(total[1]), column_number(total[3])))
    typed = (
        _typed(sheet, *place)
        for place in sheet.cells
        if top <= place[0] <= bottom and left <= place[1] <= right
    )
    return abs(sum(typed)) > 1e-6


def _typed(sheet: RawSheet, row: int, column: int) -> float:
    """The number typed in a cell; 0 where there is none, or a formula."""
    cell = sheet.cell(row, column)
    if cell is None or cell.formula is not None or not isinstance(cell.value, float):
        return 0.0
    return cell.value
