"""Months, quarters and years written out as text: a way of writing is a function."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from kpireport.model.period import Period
from kpireport.workbook.period_reading import PeriodKind, PeriodReading, two_ways
from kpireport.workbook.written_dates import (
    MONTH_PATTERN,
    MONTHS,
    SURE_MONTHS,
    SURE_PATTERN,
    full_year,
    parse_dates,
    plain,
)

YEARS = range(1950, 2150)
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


@lru_cache(maxsize=4096)
def read_period_text(text: str) -> PeriodReading | None:
    """The period a text names, or None where it names none; months in six languages.

    Understood is what ``periods.read_period`` lists.
    """
    found = " ".join(text.split())
    if len(found) > _LONGEST:
        return None
    written = plain(text)
    for read in _WAYS:
        reading = read(written, found)
        if reading is not None:
            return reading
    return None


def _full_date(written: str, found: str) -> PeriodReading | None:
    days = parse_dates(written)
    if not days:
        return None
    months = [Period(day.year, day.month) for day in days]
    if len(days) == 2:
        return PeriodReading(PeriodKind.MONTH, found, problem=two_ways(found, *months))
    return PeriodReading(PeriodKind.MONTH, found, days[0].year, days[0].month, days[0].day)


def _month_in_digits(written: str, found: str) -> PeriodReading | None:
    match = _ISO_MONTH.fullmatch(written) or _MONTH_OF_YEAR.fullmatch(written)
    if match is None:
        return None
    parts = match.groupdict()
    year, month = int(parts["year"]), int(parts["month"] or parts["digit"] or parts["statistical"])
    if year not in YEARS or not 1 <= month <= 12:
        return None
    if (parts.get("mark") or "").strip() == "/" and (year + 1) % 100 == month:
        problem = two_ways(found, Period(year, month), f"FY {year}/{month:02d}")
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
    problem = two_ways(found, Period(full_year(year), month), f"{day}/…")
    return PeriodReading(PeriodKind.MONTH, found, problem=problem)


def _named_month(written: str, found: str) -> PeriodReading | None:
    match = _NAME_AND_YEAR.fullmatch(written) or _YEAR_AND_NAME.fullmatch(written)
    if match and match["name"] not in SURE_MONTHS and re.search(r"\b\d\d\b", written):
        # "Out 26" may well be anything; "Out-26" and "Out 2026" are October.
        match = None if " " in written else match
    if match:
        year, month = full_year(match["year"]), MONTHS[match["name"]]
        return PeriodReading(PeriodKind.MONTH, found, year, month) if year in YEARS else None
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
    if year not in YEARS:
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
