"""A sheet as recognition sees it: which cells are figures, which are months, which are words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kpireport.workbook.cells import CellKind, RawCell, RawSheet, column_letters
from kpireport.workbook.numbers import read_number_text
from kpireport.workbook.recognise_periods import Seen, is_plain_number, see, see_unclear
from kpireport.workbook.role_words import header_key
from kpireport.workbook.texts import is_missing, read_text

_FIGURES = (CellKind.NUMBER, CellKind.ERROR, CellKind.UNCALCULATED)


@dataclass(frozen=True)
class Page:
    """One sheet."""

    sheet: RawSheet

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, RawCell]]:
        """The filled cells by row and column, in their order."""
        rows: dict[int, dict[int, RawCell]] = {}
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if not (cell.kind is CellKind.TEXT and not read_text(cell)):
                rows.setdefault(row, {})[column] = cell
        return rows

    @cached_property
    def last_column(self) -> int:
        return max((column for _, column in self.sheet.cells), default=0)

    @cached_property
    def last_row(self) -> int:
        return max(self.rows, default=0)

    @cached_property
    def _numbers(self) -> Sequence[int]:
        return tuple(self.rows)

    def rows_between(self, first: int, last: int) -> Sequence[int]:
        """The filled rows from ``first`` to ``last``."""
        numbers = self._numbers
        return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]

    def text(self, row: int, column: int) -> str:
        return read_text(self.rows.get(row, {}).get(column))

    def header(self, rows: Iterable[int], column: int) -> str:
        """The texts of a column in several header rows, the last that says something."""
        return next((t for row in reversed([*rows]) if (t := self.text(row, column))), "")

    def seen(self, row: int, column: int) -> Seen | None:
        cell = self.rows.get(row, {}).get(column)
        return None if cell is None else see(cell)

    def months_in(self, cells: Iterable[RawCell]) -> list[Seen]:
        """Those of the cells that name a month or quarter; unclear words only among months."""
        found: list[Seen] = []
        unclear: list[Seen] = []
        for cell in cells:
            seen = see(cell)
            if seen is not None and not seen.year and not is_plain_number(cell):
                found.append(seen)
            elif seen is None and (word := see_unclear(cell)) is not None:
                unclear.append(word)
        bare = len({seen.key for seen in found if seen.bare}) >= 2
        dated = len({seen.key for seen in found if not seen.bare}) >= 2
        found.extend(word for word in unclear if (bare if word.bare else dated))
        return found


def is_figure(cell: RawCell | None) -> bool:
    """Whether a cell holds a figure, if a broken one."""
    if cell is None:
        return False
    if cell.kind is CellKind.TEXT:
        return _is_number_text(read_text(cell))
    return cell.kind in _FIGURES


@lru_cache(maxsize=65_536)
def _is_number_text(text: str) -> bool:
    if len(text) >= 30 or not any(map(str.isdigit, text)):
        return False
    reading = read_number_text(text)
    reads_two_ways = reading.problem is not None and reading.problem.code == "E502"
    return reading.value is not None or reads_two_ways


def is_year_column(page: Page, column: int, headers: Sequence[int], rows: Sequence[int]) -> bool:
    """Whether a column holds nothing but years, under a header that says so or none."""
    text = page.header(headers, column)
    if text and header_key(text) != "year":
        return False
    cells = [page.seen(r, column) for r in rows if page.rows[r].get(column) is not None]
    return bool(cells) and all(seen is not None and seen.year for seen in cells)


def is_words(cell: RawCell | None) -> bool:
    """Whether a cell holds words: neither a figure nor a mark for nothing."""
    if cell is None or cell.kind is not CellKind.TEXT:
        return False
    return not is_missing(read_text(cell)) and not is_figure(cell)


def spans(columns: Iterable[int]) -> tuple[str, ...]:
    """Columns as an arrangement names them: ``("D:O", "Q")``."""
    found: list[list[int]] = []
    for column in sorted(set(columns)):
        if found and found[-1][1] == column - 1:
            found[-1][1] = column
        else:
            found.append([column, column])
    return tuple(
        column_letters(a) if a == b else f"{column_letters(a)}:{column_letters(b)}"
        for a, b in found
    )


def address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"
