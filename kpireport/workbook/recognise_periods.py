"""What a cell says of a period: a month, a month with its role, a word that may be a month."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from kpireport.workbook.arrangement import Role
from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.period_reading import PeriodKind, PeriodReading
from kpireport.workbook.periods import read_period
from kpireport.workbook.role_words import plan_of, split_role
from kpireport.workbook.texts import read_text
from kpireport.workbook.written_dates import MONTHS, SURE_MONTHS, plain
from kpireport.workbook.written_periods import read_period_text

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


def see(cell: RawCell) -> Seen | None:
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
    split = split_role(text) or plan_of(text)
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


def see_unclear(cell: RawCell) -> Seen | None:
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


def is_plain_number(cell: RawCell) -> bool:
    """A plain number is no header: 202601 is read where a column or row says that it is a month."""
    return isinstance(cell.value, float) and cell.value < 190_000
