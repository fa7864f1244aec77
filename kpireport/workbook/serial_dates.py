"""Days as files store them: as a number counted from an epoch, or as text after ISO 8601."""

from __future__ import annotations

import datetime as dt

from kpireport.workbook.cells import CellKind

_DAY = 86_400_000
_FIRST_YEAR = 1900
"""No spreadsheet's calendar begins earlier."""


def date_of(serial: float, from_1904: bool = False) -> dt.datetime | None:
    """The day and time of a serial number; None where Excel has no date for it.

    Excel's 1900 has a 29 February (serial 60), so the days before it are counted from a day later.
    """
    first = 0 if from_1904 else 1
    if not first <= serial < 2_958_466:
        return None
    if from_1904:
        epoch = dt.datetime(1904, 1, 1)
    else:
        epoch = dt.datetime(1899, 12, 31 if serial < 60 else 30)
    try:
        return epoch + dt.timedelta(milliseconds=round(serial * _DAY))
    except OverflowError:
        return None


def iso_date(stored: str) -> tuple[CellKind, str | dt.datetime]:
    """A date that is stored as text; a time, a duration or a day before 1900 stays text."""
    try:
        day = dt.datetime.fromisoformat(stored.strip())
    except ValueError:
        return CellKind.TEXT, stored
    if day.year < _FIRST_YEAR:
        return CellKind.TEXT, stored
    return CellKind.DATE, day.replace(tzinfo=None)
