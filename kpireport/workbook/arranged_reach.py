"""Months that a mapping file doesn't reach: next month's column beyond ``C:N``, a row below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import TableMap
from kpireport.workbook.cells import RawCell, RawSheet
from kpireport.workbook.recognise_page import is_figure
from kpireport.workbook.recognise_periods import Seen, see
from kpireport.workbook.texts import read_text
from kpireport.workbook.told import Grid, UnknownColumnError


def not_reached(sheet: RawSheet, tables: Sequence[TableMap]) -> Iterator[Problem]:
    """W247 for each table of the sheet that stops before a month with figures.

    A month that one of the tables reads is none that is missed: the same months may stand again
    over other figures.
    """
    try:
        reads = [_Reach(Grid(sheet, table)) for table in tables]
    except UnknownColumnError:
        return
    known = {seen.key for reach in reads for seen in reach.read}
    for reach in reads:
        beyond = [seen for seen in reach.beyond if seen.key not in known]
        if beyond:
            first = beyond[0].cell
            params: dict[str, Param] = {"found": read_text(first), "count": len(beyond)}
            yield Problem("W247", first.sheet, first.address, params)


class _Reach:
    """The months that a table reads, and those that go on behind or below them."""

    def __init__(self, grid: Grid) -> None:
        self.read: list[Seen] = []
        self.beyond: list[Seen] = []
        table, columns = grid.table, grid.columns(grid.table.values)
        if table.period.rows:
            row = table.period.rows[-1]
            for column in range(min(columns), grid.last_column + 1):
                if column not in columns and column < max(columns):
                    continue
                self._note(grid.sheet.cell(row, column), column in columns, grid, column)
        elif table.period.columns and table.last_row:
            beside = grid.column(table.period.columns[-1])
            last = max((row for row, _ in grid.sheet.cells), default=0)
            for row in range(table.first_row, last + 1):
                figures = any(is_figure(grid.sheet.cell(row, c)) for c in columns)
                cell = grid.sheet.cell(row, beside)
                self._note(cell if figures else None, row <= table.last_row, grid, 0)

    def _note(self, cell: RawCell | None, reads: bool, grid: Grid, column: int) -> None:
        seen = see(cell) if cell is not None else None
        if seen is None or not seen.month:
            return
        if reads:
            self.read.append(seen)
        elif not column or _holds_figures(grid, column):
            self.beyond.append(seen)


def _holds_figures(grid: Grid, column: int) -> bool:
    rows = range(grid.table.first_row, grid.last_row + 1)
    return any(is_figure(grid.sheet.cell(row, column)) for row in rows)
