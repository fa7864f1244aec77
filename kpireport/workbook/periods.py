"""Months, quarters and years as people write them, and dates.

A reading says what was written; :meth:`PeriodReading.place` puts it into the workbook's fiscal
calendar, where a quarter or a year sits in its last month. Quarters are always fiscal: ``T1 2026``
and ``Q1 FY26`` are both the first quarter of the fiscal year known as 2026, for the product has
no other quarters. (Where the fiscal year is the calendar year the two are the same.)
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kpireport.model.period import FiscalCalendar, Period
from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.findings import Finding
from kpireport.workbook.texts import date_text, is_missing, read_text
from kpireport.workbook.written_dates import (
    MONTH_PATTERN,
    MONTHS,
    SURE_MONTHS,
    SURE_PATTERN,
    full_year,
    parse_dates,
    plain,
)


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    MONTH_NAME = "month_name"
    """A month without its year, which may stand in a row above."""
    QUARTER_NAME = "quarter_name"
    """A quarter without its year, likewise."""


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """A period as it was written.

    ``text``    what was found; a date cell as ``2026-01-26``.
    ``year``    the year: calendar year for a month; the number a fiscal year is known by for
                quarters and years; None for a bare month or quarter name.
    ``number``  month 1 to 12 or quarter 1 to 4; None for a year.
    ``day``     the day of the month, where a full date was found.
    ``fiscal``  the year was written as a fiscal one: ``FY26``, ``exercice 2026``, ``2025/26``.
    ``end_year``  2026 for ``2025/26`` (``year`` is then 2025); None else.
    ``problem`` E603 where it reads two ways (params ``found``, ``first``, ``second``); then there
                is no place for it.
    """

    kind: PeriodKind
    text: str
    year: int | None = None
    number: int | None = None
    day: int | None = None
    fiscal: bool = False
    end_year: int | None = None
    problem: Finding | None = None

    def place(self, calendar: FiscalCalendar) -> Period | None:
        """The month it sits in: its own, or the last of its fiscal quarter or year.

        None where it reads two ways, lacks its year, or names two years (``2025/26``) in a
        calendar whose fiscal years lie within one.
        """
        if self.problem is not None or self.year is None:
            return None
        if self.kind is PeriodKind.MONTH and self.number is not None:
            return Period(self.year, self.number)
        first = self._fiscal_start(calendar)
        if first is None:
            return None
        return first.shift(11 if self.number is None else 3 * self.number - 1)

    def under(self, year: PeriodReading, calendar: FiscalCalendar) -> Period | None:
        """The month of a bare month or quarter name that stands under ``year`` (kind YEAR).

        Under a bare ``2026`` a month is one of that calendar year; under ``FY26`` or ``2025/26``
        it is the one that lies in that fiscal year. Quarters are fiscal under either.
        """
        if year.kind is not PeriodKind.YEAR or year.year is None or self.number is None:
            return None
        first = year._fiscal_start(calendar)
        if self.kind is PeriodKind.QUARTER_NAME and first is not None:
            return first.shift(3 * self.number - 1)
        if self.kind is not PeriodKind.MONTH_NAME:
            return None
        if not year.fiscal:
            return Period(year.year, self.number)
        return first.shift((self.number - first.month) % 12) if first else None

    def _fiscal_start(self, calendar: FiscalCalendar) -> Period | None:
        """The first month of the fiscal year that the reading names."""
        if self.year is None:
            return None
        if self.end_year is None:
            return calendar.first_month_of(self.year)
        return Period(self.year, calendar.start_month) if calendar.start_month > 1 else None


@dataclass(frozen=True, slots=True)
class DateReading:
    """A cell read as a day. ``value`` is None where it is none; ``text`` keeps what was found.

    ``missing`` for an empty cell or ``n/a``; ``problem`` is E603 for a text that reads two ways.
    Any other text has neither value nor problem: whether that is an error, the column decides.
    """

    value: dt.date | None = None
    text: str = ""
    missing: bool = False
    problem: Finding | None = None


_YEARS = range(1950, 2150)
"""Whole numbers that are read as years; any other is a number."""

_LONGEST = 40
"""A longer text is a sentence, not a period."""

_ISO_MONTH = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>(?: ?[-/.])? ?)(?P<month>\d{2})| ?[-/] ?(?P<digit>\d)"
    r"|-?m(?P<statistical>\d{2}))"
)
_MONTH_OF_YEAR = re.compile(r"(?P<month>\d{1,2})[-/. ](?P<year>\d{4})")
_MONTH_OR_DAY = re.compile(r"(?P<first>\d{2})[-/.](?P<second>\d{2})")
_NAME_AND_YEAR = re.compile(
    rf"(?P<name>{MONTH_PATTERN})\.?,? ?[-/.]? ?(?:del? )?'?(?P<year>\d{{4}}|\d{{2}})"
)
_YEAR_AND_NAME = re.compile(rf"(?P<year>\d{{4}}|\d{{2}}) ?[-/.]? ?(?P<name>{MONTH_PATTERN})\.?")
_NAME = re.compile(rf"(?P<name>{MONTH_PATTERN})\.?")
_SURE_NAME = re.compile(rf"(?P<name>{SURE_PATTERN})\.?")
_QUARTER = re.compile(
    r"(?P<before>.*?)"
    r"(?:(?:quarter |quartal |trimestre |trim\.? ?|[qt])(?P<number>[1-4])(?!\d{1,3}\b)"
    r"|(?P<ordinal>[1-4]) ?(?:er|re|eme|e|o|st|nd|rd|th|\.)?"
    r" ?(?:quarter|quartal|trimestre|trim\.?|[qt]))"
    r"(?P<after>.*)"
)
_YEAR = re.compile(
    r"(?:(?P<fiscal>fiscal year|fiscal|fy|exercice|exerc?\.?|annee fiscale"
    r"|geschaftsjahr|gj|ejercicio|exercicio|esercizio)"
    r"|(?P<calendar>year|annee|an|cy|jahr|ano|anno))?"
    r"[ ']*(?P<first>\d{4}|\d{2})(?: ?[-/] ?(?P<second>\d{4}|\d{2}))?"
)


def read_period(cell: RawCell | None) -> PeriodReading | None:
    """The period a cell names, or None where it names none; months in six languages.

    Understood: date cells; ``2026-01``, ``2026/01``, ``01/2026``, ``202601``, ``2026M01``,
    ``Jan-26``, ``Jan 2026``, ``janv. 2026``, ``déc. 25``, a full date as text; ``T1 2026``,
    ``Q1 FY26``, ``FY26 Q1``, ``2026-Q1``; ``2026`` (as a number too), ``FY26``, ``2025/26``,
    ``exercice 2026``; bare ``Jan``, ``février``, ``T1``.
    """
    if cell is None:
        return None
    value = cell.value
    if isinstance(value, float):
        # Most cells of a sheet are figures; only what may be 2026 or 202601 is looked at.
        year = value if value < 10_000 else value / 100
        likely = _YEARS.start <= year < _YEARS.stop
        return read_period_text(read_text(cell)) if likely and value.is_integer() else None
    if isinstance(value, dt.datetime):
        return PeriodReading(PeriodKind.MONTH, date_text(value), value.year, value.month, value.day)
    return read_period_text(read_text(cell)) if cell.kind is CellKind.TEXT else None


@lru_cache(maxsize=4096)
def read_period_text(text: str) -> PeriodReading | None:
    """The period a text names; see :func:`read_period`."""
    found = " ".join(text.split())
    if len(found) > _LONGEST:
        return None
    written = plain(text)
    for read in _WAYS:
        reading = read(written, found)
        if reading is not None:
            return reading
    return None


def read_date(cell: RawCell | None) -> DateReading:
    """The day a cell names: a date cell, or text such as ``2026-01-31`` or ``31 janvier 2026``."""
    if cell is not None and isinstance(cell.value, dt.datetime):
        return DateReading(cell.value.date(), date_text(cell.value))
    text = " ".join(read_text(cell).split())
    if is_missing(text):
        return DateReading(text=text, missing=cell is None or cell.kind is CellKind.TEXT)
    days = parse_dates(plain(text))
    if len(days) == 2:
        first, second = (day.isoformat() for day in days)
        return DateReading(text=text, problem=_two_ways(text, first, second))
    return DateReading(days[0] if days else None, text)


def read_month(cell: RawCell | None) -> int | None:
    """A month of the year, 1 to 12, from its name or its number; else None.

    The first day of a month stands for the month too (``1 avril``, a date cell): it is how the
    start of a fiscal year is often typed.
    """
    if cell is None or cell.kind in (CellKind.BOOLEAN, CellKind.ERROR):
        return None
    if isinstance(cell.value, dt.datetime):
        return cell.value.month if cell.value.day == 1 else None
    written = re.sub(r"\b0?1(?:er|st)? (?=[a-z])|(?<=[a-z]) 1(?:st)?$", "", plain(read_text(cell)))
    name = _NAME.fullmatch(written)
    if name:
        return MONTHS[name["name"]]
    return int(written) if re.fullmatch(r"0?[1-9]|1[0-2]", written) else None


def _two_ways(found: str, first: Period | str, second: Period | str) -> Finding:
    return Finding("E603", {"found": found, "first": first, "second": second})


def _full_date(written: str, found: str) -> PeriodReading | None:
    days = parse_dates(written)
    if not days:
        return None
    months = [Period(day.year, day.month) for day in days]
    if len(days) == 2:
        return PeriodReading(PeriodKind.MONTH, found, problem=_two_ways(found, *months))
    return PeriodReading(PeriodKind.MONTH, found, days[0].year, days[0].month, days[0].day)


def _month_in_digits(written: str, found: str) -> PeriodReading | None:
    match = _ISO_MONTH.fullmatch(written) or _MONTH_OF_YEAR.fullmatch(written)
    if match is None:
        return None
    parts = match.groupdict()
    year, month = int(parts["year"]), int(parts["month"] or parts["digit"] or parts["statistical"])
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    if (parts.get("mark") or "").strip() == "/" and (year + 1) % 100 == month:
        problem = _two_ways(found, Period(year, month), f"FY {year}/{month:02d}")
        return PeriodReading(PeriodKind.MONTH, found, problem=problem)
    return PeriodReading(PeriodKind.MONTH, found, year, month)


def _month_or_day(written: str, found: str) -> PeriodReading | None:
    """``01/26`` and ``26-Jan``: a month and a year, or a day of a month of some year."""
    digits = _MONTH_OR_DAY.fullmatch(written)
    named = _YEAR_AND_NAME.fullmatch(written)
    if digits and 1 <= int(digits["first"]) <= 12:
        month, year = int(digits["first"]), digits["second"]
        day = written if int(year) <= 12 else f"{year}/{month:02d}"
    elif named and len(named["year"]) == 2 and 1 <= int(named["year"]) <= 31:
        month, year = MONTHS[named["name"]], named["year"]
        day = f"{named['year']}/{month:02d}"
    else:
        return None
    problem = _two_ways(found, Period(full_year(year), month), f"{day}/…")
    return PeriodReading(PeriodKind.MONTH, found, problem=problem)


def _named_month(written: str, found: str) -> PeriodReading | None:
    match = _NAME_AND_YEAR.fullmatch(written) or _YEAR_AND_NAME.fullmatch(written)
    if match and match["name"] not in SURE_MONTHS and re.search(r"\b\d\d\b", written):
        # "Out 26" may well be anything; "Out-26" and "Out 2026" are October.
        match = None if " " in written else match
    if match:
        year, month = full_year(match["year"]), MONTHS[match["name"]]
        return PeriodReading(PeriodKind.MONTH, found, year, month) if year in _YEARS else None
    match = _SURE_NAME.fullmatch(written)
    return (
        PeriodReading(PeriodKind.MONTH_NAME, found, number=MONTHS[match["name"]]) if match else None
    )


def _quarter(written: str, found: str) -> PeriodReading | None:
    match = _QUARTER.fullmatch(written)
    if match is None or (match["before"] and match["after"]):
        return None
    number = int(match["number"] or match["ordinal"])
    rest = (match["before"] + match["after"]).strip(" -/,.'")
    if not rest:
        return PeriodReading(PeriodKind.QUARTER_NAME, found, number=number)
    year = _year(rest, found) or (_year(f"fy{rest}", found) if len(rest) == 2 else None)
    if year is None:
        return None
    fiscal = year.fiscal and len(rest) > 2
    return PeriodReading(
        PeriodKind.QUARTER, found, year.year, number, fiscal=fiscal, end_year=year.end_year
    )


def _year(written: str, found: str) -> PeriodReading | None:
    match = _YEAR.fullmatch(written)
    if match is None:
        return None
    year = full_year(match["first"])
    if year not in _YEARS:
        return None
    if match["second"]:
        end = full_year(match["second"])
        plausible = match["fiscal"] or len(match["first"]) == 4 or end % 100 > 12
        if end != year + 1 or match["calendar"] or not plausible:
            return None
        return PeriodReading(PeriodKind.YEAR, found, year, fiscal=True, end_year=end)
    if len(match["first"]) == 2 and not match["fiscal"]:
        return None
    return PeriodReading(PeriodKind.YEAR, found, year, fiscal=match["fiscal"] is not None)


_WAYS: tuple[Callable[[str, str], PeriodReading | None], ...] = (
    _full_date,
    _month_in_digits,
    _month_or_day,
    _named_month,
    _quarter,
    _year,
)
"""The ways to write a period, in the order they are tried."""
