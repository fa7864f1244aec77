"""Which month was meant by a name with letters missing or swapped: ``Spetember 2025``."""

from __future__ import annotations

import difflib
import re

from kpireport.model.period import Period
from kpireport.workbook.findings import Finding
from kpireport.workbook.period_reading import PeriodKind
from kpireport.workbook.written_dates import FAMILIAR_MONTHS, plain
from kpireport.workbook.written_periods import read_period_text

_MISSPELT = re.compile(r"(?:\d{2,4}[-/. ]+)?(?P<name>[a-z]{3,})\.?(?:[-/. ,']+\d{2,4})?")
_CLOSE = 0.7
_LIKE_A_DATE = re.compile(
    r"\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{2,4}|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?"
)
_ACCENTS = {"fevrier": "février", "fev": "fév", "aout": "août", "decembre": "décembre"}


def meant_month(text: str) -> Period | str | None:
    """The month that a text comes near to, by its name where it has no year; else None."""
    written = plain(text)
    match = _MISSPELT.fullmatch(written)
    if match is None:
        return None
    name = match["name"]
    # A longer word that only begins like a month is a word of its own: Maybe, Marge.
    names = [month for month in FAMILIAR_MONTHS if abs(len(month) - len(name)) <= 1]
    close = difflib.get_close_matches(name, names, 1, _CLOSE)
    if not close:
        return None
    start, end = match.span("name")
    reading = read_period_text(written[:start] + close[0] + written[end:])
    if reading is None or reading.number is None:
        return None
    if reading.kind is PeriodKind.MONTH and reading.year is not None:
        return Period(reading.year, reading.number)
    return _ACCENTS.get(close[0], close[0].capitalize())


def meant_a_period(text: str) -> bool:
    """Whether a text that can't be read was meant for a month or a day: ``Jnu 2026``,
    ``31/02/2026``, ``2026-13``. A month or year alone (``Jan``, ``FY26``) can be read."""
    if read_period_text(text) is not None:
        return False
    if _LIKE_A_DATE.fullmatch(plain(text)):
        return True
    return any(sign.isdigit() for sign in text) and isinstance(meant_month(text), Period)


def not_a_period(text: str) -> Finding:
    """E614 with the month that was meant, where one comes near; else E601."""
    meant = meant_month(text)
    if meant is None:
        return Finding("E601", {"found": text})
    return Finding("E614", {"found": text, "suggestion": meant})
