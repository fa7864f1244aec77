"""A sheet as recognition sees it: which cells are figures, which are months, which are words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from kpireport.workbook.arrangement import Role
from kpireport.workbook.cells import CellKind, RawCell, RawSheet, column_letters
from kpireport.workbook.numbers import read_number_text
from kpireport.workbook.periods import PeriodKind, PeriodReading, read_period, read_period_text
from kpireport.workbook.role_words import header_key, split_role
from kpireport.workbook.texts import is_missing, read_text
from kpireport.workbook.written_dates import MONTHS, SURE_MONTHS, plain

ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)

_NUMBERED = re.compile(
    r"(?:(?P<before>(?:fy ?)?\d{4}|fy ?\d{2})[ /-]?)?"
    r"(?:m|p|per|period|periode|periodo|month|mois|monat|mes|mese)[ .-]?0?(?P<number>1[0-2]|[1-9])"
    r"(?:[ /-]?(?P<after>(?:fy ?)?\d{4}|fy ?\d{2}))?"
)
_LONGEST = 60
_MAYBE = re.compile(
    r"\d{4}|\d[-/.]\d|\b(?:m|p|q|t|per\w*|mo\w+|mes\w*|fy|gj|trim\w*|quart\w*)[ .-]?'?\d"
    r"|\d.{0,3} ?(?:trim|quart|q\b|t\b)"
    r"|\b(?:j.{1,2}n|gen|ene|feb|f.{1,2}v|m.{1,2}r|mrz|apr|avr|abr|ma[iyg]|jui|jul|giu|lug|aug|ao"
    r"|ago|sep|set|oct|okt|out|ott|nov|d.{1,2}c|dez|dic)|(?<=\d)[a-z]{3}",
    re.IGNORECASE,
)
"""A text without any of these is no period: most of a big sheet's are not looked at closely."""

_FIGURES = (CellKind.NUMBER, CellKind.ERROR, CellKind.UNCALCULATED)


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell that names a period.

    ``reading`` is the period; ``numbered`` holds for the months of a fiscal year counted from
    its first (``M1``, ``P01``), whose ``number`` is then that count. ``role`` stands in the same
    cell (``Jan Actual``). ``read`` says whether the cell alone is read so by the arrangement.
    """

    cell: RawCell
    reading: PeriodReading
    numbered: bool = False
    role: Role | None = None
    read: bool = True

    @property
    def column(self) -> int:
        return self.cell.column

    @property
    def bare(self) -> bool:
        """A month without its year."""
        return self.reading.kind is PeriodKind.MONTH_NAME

    @property
    def month(self) -> bool:
        return self.reading.kind in (PeriodKind.MONTH, PeriodKind.MONTH_NAME)

    @property
    def year(self) -> bool:
        return self.reading.kind is PeriodKind.YEAR

    @property
    def key(self) -> tuple[object, ...]:
        reading = self.reading
        two_ways = reading.text if reading.problem else ""
        return (reading.kind, reading.year, reading.number, self.role, two_ways)


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
        return None if cell is None else _seen(cell)

    def months_in(self, cells: Iterable[RawCell]) -> list[Seen]:
        """Those of the cells that name a month or quarter; unclear words only among months."""
        found: list[Seen] = []
        unclear: list[Seen] = []
        for cell in cells:
            seen = _seen(cell)
            if seen is not None and not seen.year and not _is_number(cell):
                found.append(seen)
            elif seen is None and (word := _unclear(cell)) is not None:
                unclear.append(word)
        bare = len({seen.key for seen in found if seen.bare}) >= 2
        dated = len({seen.key for seen in found if not seen.bare}) >= 2
        found.extend(word for word in unclear if (bare if word.bare else dated))
        return found


def _seen(cell: RawCell) -> Seen | None:
    if cell.kind is not CellKind.TEXT:
        reading = read_period(cell)
        return None if reading is None else Seen(cell, reading)
    text = read_text(cell)
    if len(text) > _LONGEST or _MAYBE.search(text) is None:
        return None
    found = _read(text)
    return None if found is None else replace(found, cell=cell)


@lru_cache(maxsize=4096)
def _read(text: str) -> Seen | None:
    """What a text says of a period, without its cell."""
    nowhere = RawCell("", 0, 0, CellKind.TEXT, text)
    reading = read_period_text(text)
    if reading is not None:
        return Seen(nowhere, reading)
    numbered = _numbered(text)
    if numbered is not None:
        return Seen(nowhere, numbered, numbered=True, read=False)
    split = split_role(text)
    inner = _read(split.stem) if split is not None else None
    if split is None or inner is None or inner.year:
        return None
    return replace(inner, role=split.role, read=False)


def _numbered(text: str) -> PeriodReading | None:
    match = _NUMBERED.fullmatch(plain(text))
    if match is None:
        return None
    year = match["before"] or match["after"]
    number = int(match["number"])
    if not year:
        return PeriodReading(PeriodKind.MONTH_NAME, text, number=number)
    fiscal = read_period_text(year if year.startswith("fy") else f"fy{year}")
    if fiscal is None:
        return None
    return PeriodReading(PeriodKind.MONTH, text, fiscal.year, number, fiscal=True)


_UNCLEAR = re.compile(r"([a-z]+)\.?(?: (\d{2}))?")


def _unclear(cell: RawCell) -> Seen | None:
    """A word that is a month in one of the languages and a word in another: ``Set``, ``Out``."""
    text = read_text(cell) if cell.kind is CellKind.TEXT else ""
    match = _UNCLEAR.fullmatch(plain(text)) if len(text) < 12 else None
    if match is None or match[1] in SURE_MONTHS:
        return None
    number = MONTHS.get(match[1])
    if number is None:
        return None
    meant = read_period_text(f"{ENGLISH_MONTHS[number - 1]} {match[2] or ''}".strip())
    return None if meant is None else Seen(cell, meant, read=False)


def _is_number(cell: RawCell) -> bool:
    """A plain number is no header: 202601 is read where a column or row says that it is a month."""
    return cell.kind is CellKind.NUMBER and float(cell.value) < 190_000  # type: ignore[arg-type]


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
