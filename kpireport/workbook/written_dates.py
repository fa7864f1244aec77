"""Days written out as text, and the names of the months, in six languages.

The languages are English, French, German, Spanish, Portuguese and Italian.
"""

from __future__ import annotations

import datetime as dt
import re

from kpireport.workbook.texts import DASHES, visible, without_accents

_NAMES = (
    "january jan janvier janv",
    "february feb febr fevrier fevr fev",
    "march mar mars",
    "april apr avril avr",
    "may mai",
    "june jun juin",
    "july jul juillet juil juill",
    "august aug aout aou",
    "september sept sep septembre",
    "october oct octobre",
    "november nov novembre",
    "december dec decembre",
)
_MORE_NAMES = (
    "januar janner jaenner enero ene janeiro gennaio genn",
    "februar febrero fevereiro febbraio febb",
    "marz maerz mrz marzo",
    "abril abr aprile",
    "mayo maio maggio magg",
    "juni junio junho giugno",
    "juli julio julho luglio",
    "agosto",
    "septiembre setiembre setembro settembre sett",
    "oktober okt octubre outubro ottobre",
    "noviembre novembro",
    "dezember dez diciembre dezembro dicembre",
)
_WORDS_TOO = (
    "gen",
    "",
    "marco",
    "",
    "mag",
    "giu",
    "lug",
    "ago",
    "set",
    "out ott",
    "",
    "dic",
)


def _numbered(*lists: tuple[str, ...]) -> dict[str, int]:
    return {
        name: number
        for names in lists
        for number, of_month in enumerate(names, 1)
        for name in of_month.split()
    }


FAMILIAR_MONTHS = _numbered(_NAMES)
"""The months in the product's own languages: only these are looked for behind a misspelling."""

SURE_MONTHS = _numbered(_NAMES, _MORE_NAMES)
"""Names that mean a month wherever they stand."""

MONTHS = _numbered(_NAMES, _MORE_NAMES, _WORDS_TOO)
"""The months by their names and abbreviations, in lower case without accents or full stop.

Some of them (``out``, ``set``, ``marco``) are words too: alone they are months only among months.
"""

SURE_PATTERN = "|".join(sorted(SURE_MONTHS, key=len, reverse=True))
MONTH_PATTERN = "|".join(sorted(MONTHS, key=len, reverse=True))

_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag),? "
)
_TIME = r"(?:[ t]\d{1,2}[:h]\d{2}(?::\d{2}(?:\.\d+)?)?z?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_DAY_NAME = re.compile(
    rf"(?:{_WEEKDAY})?(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|\.(?= ))?[ -./]?(?:of |de |di )?"
    rf"(?P<name>{MONTH_PATTERN})\.?,?[ -./]?(?:de |del )?(?P<year>\d{{4}}|\d{{2}})"
)
_NAME_DAY = re.compile(
    rf"(?:{_WEEKDAY})?(?P<name>{MONTH_PATTERN})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? "
    rf"(?P<year>\d{{4}})"
)

_MARKS = {**dict.fromkeys(map(ord, DASHES), "-"), **dict.fromkeys(map(ord, "’‘ʼ′`"), "'")}


def plain(text: str) -> str:
    """A text as the patterns of periods and dates expect it.

    Lower case without accents, one kind of dash and apostrophe, single spaces.
    """
    return " ".join(without_accents(visible(text)).translate(_MARKS).split())


def full_year(written: str) -> int:
    """A year of two digits lies between 1980 and 2079; one of four is itself."""
    year = int(written)
    if len(written) > 2:
        return year
    return year + (2000 if year < 80 else 1900)


def parse_dates(written: str) -> tuple[dt.date, ...]:
    """The days that a text (as :func:`plain` gives it) may name: none, one, or two.

    Two where day and month can be swapped: ``01/02/2026`` is 1 February in one country and
    2 January in another. With full stops (``01.02.2026``) the day always comes first.
    """
    match = _YEAR_FIRST.fullmatch(written)
    if match:
        return _valid((match[1], match[3], match[4]))
    match = _YEAR_LAST.fullmatch(written)
    if match:
        first, mark, second, year = match.groups()
        if mark == ".":
            return _valid((year, second, first))
        return _valid((year, second, first), (year, first, second))
    match = _DAY_NAME.fullmatch(written) or _NAME_DAY.fullmatch(written)
    if match:
        return _valid((match["year"], str(MONTHS[match["name"]]), match["day"]))
    return ()


def _valid(*candidates: tuple[str, str, str]) -> tuple[dt.date, ...]:
    """Those of the candidates (year, month, day) that exist, each once."""
    days: list[dt.date] = []
    for year, month, day in candidates:
        try:
            date = dt.date(full_year(year), int(month), int(day))
        except ValueError:
            continue
        if date not in days and date.year >= 1900:
            days.append(date)
    return tuple(days)
