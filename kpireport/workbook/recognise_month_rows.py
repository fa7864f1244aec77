"""The rows of a sheet that have a month each, under the header of their table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpireport.model.kpi import UnitKind
from kpireport.workbook.arrangement import Told
from kpireport.workbook.cells import RawCell, column_letters
from kpireport.workbook.period_reading import PeriodKind, PeriodReading
from kpireport.workbook.recognise_page import Page, is_figure, is_words, is_year_column
from kpireport.workbook.recognise_periods import Seen
from kpireport.workbook.role_words import header_key
from kpireport.workbook.texts import read_text
from kpireport.workbook.units import read_unit

_NUMBERS = frozenset(str(number) for number in range(1, 13))


@dataclass(frozen=True, slots=True)
class MonthRows:
    """Rows under a header with a period each; ``year`` is the column of years, 0 for none."""

    page: Page
    header: int
    column: int
    year: int
    when: tuple[Seen, ...]
    rows: tuple[int, ...]

    def period(self) -> Told:
        """Where the rows' periods are told."""
        words = {
            read_text(seen.cell): seen.reading.text
            for seen in self.when
            if not seen.read and not seen.numbered
        }
        columns = (*((self.year,) if self.year else ()), self.column)
        letters = tuple(column_letters(c) for c in columns)
        blank = self.year and any(self.page.rows[r].get(self.year) is None for r in self.rows)
        return Told(columns=letters, words=words, down=bool(blank))

    def daily(self) -> bool:
        """Whether the periods are days of a calendar, not all of them a month's first or last."""
        dates = {s.cell.value.day for s in self.when if isinstance(s.cell.value, dt.datetime)}
        written = {seen.reading.day for seen in self.when} - {None}
        return len(dates | written) > 3

    def again(self) -> bool:
        """Whether a month has several rows."""
        return len({seen.key for seen in self.when}) < len(self.when)


def month_rows(page: Page, taken: Sequence[range]) -> Iterator[MonthRows]:
    """The columns of months with their rows, the leftmost first; a second header begins anew."""
    done: set[int] = set()
    for column in range(1, page.last_column + 1):
        cells = [
            cells[column]
            for row, cells in page.rows.items()
            if column in cells and row not in done and not any(row in rows for rows in taken)
        ]
        months = page.months_in(cells)
        head_row = min((seen.cell.row for seen in months), default=0)
        if not months and cells:
            months = _numbered_rows(page, column, cells)
            head_row = min((seen.cell.row for seen in months), default=0)
        header = _header_above(page, head_row, column)
        # A quarter among months is their sum.
        months = [seen for seen in months if seen.month] or months
        for part in _runs(page, sorted(months, key=lambda seen: seen.cell.row), header):
            top = _header_above(page, part[0].cell.row, column)
            rows = tuple(
                seen.cell.row for seen in part if _has_figures(page, seen.cell.row, column)
            )
            if top and len({seen.key for seen in part}) >= 2 and len(rows) >= 2:
                year = _year_column(page, rows, column, top)
                yield MonthRows(page, top, column, year, tuple(part), rows)
                done.update(rows)


def _numbered_rows(page: Page, column: int, cells: Sequence[RawCell]) -> list[Seen]:
    """Months told as 1 to 12 in a column headed so, with a column of years beside it."""
    found: list[Seen] = []
    for row in page.rows:
        cell = page.rows[row].get(column)
        if found and cell is not None and is_figure(cell) and read_text(cell) in _NUMBERS:
            found.append(_numbered_seen(page, row, column))
        elif cell is not None and _is_month_header(page, row, column):
            if page.rows.get(row + 1, {}).get(column) is None:
                continue
            if read_text(page.rows[row + 1][column]) in _NUMBERS:
                found.append(_numbered_seen(page, row + 1, column))
    rows = {seen.cell.row: seen for seen in found}
    years = _year_column(page, tuple(rows), column, min(rows) - 1) if rows else 0
    return list(rows.values()) if years else []


def _is_month_header(page: Page, row: int, column: int) -> bool:
    return header_key(page.text(row, column).replace("_", " ")) == "month"


def _numbered_seen(page: Page, row: int, column: int) -> Seen:
    cell = page.rows[row][column]
    text = read_text(cell)
    return Seen(cell, PeriodReading(PeriodKind.MONTH_NAME, text, number=int(text)))


def _runs(page: Page, months: Sequence[Seen], header: int) -> Iterator[list[Seen]]:
    """The months in runs that no other header interrupts."""
    run: list[Seen] = []
    for seen in months:
        if run and any(
            is_header(page, row, seen.column) for row in range(run[-1].cell.row + 1, seen.cell.row)
        ):
            yield run
            run = []
        run.append(seen)
    if run:
        yield run


def is_header(page: Page, row: int, column: int) -> bool:
    """Whether a row holds words alone, over the column of months and beside it."""
    cells = page.rows.get(row, {})
    right = [cell for c, cell in cells.items() if c != column]
    return len(right) >= 1 and all(is_words(cell) for cell in cells.values()) and len(cells) >= 2


def _header_above(page: Page, row: int, column: int) -> int:
    """The nearest row above with words over the figures; 0 where there is none within five."""
    for above in range(row - 1, max(0, row - 6), -1):
        if is_header(page, above, column) and not _is_units(page, above):
            return above
    return 0


def _is_units(page: Page, row: int) -> bool:
    """A row of units under the names: ``€``, ``%``, ``number``."""
    units = (read_unit(read_text(cell)).unit for cell in page.rows[row].values())
    return all(unit.kind is not UnitKind.OTHER for unit in units)


def _has_figures(page: Page, row: int, column: int) -> bool:
    return any(is_figure(cell) for c, cell in page.rows[row].items() if c != column)


def _year_column(page: Page, rows: Sequence[int], column: int, header: int) -> int:
    """A column of years beside that of the months; a year may stand over several rows."""
    for c in range(1, page.last_column + 1):
        if c != column and is_year_column(page, c, (header,), rows):
            return c
    return 0
