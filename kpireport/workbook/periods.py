"""Months, quarters and years as people write them, and dates.

A reading says what was written; :meth:`PeriodReading.place` puts it into the workbook's fiscal
calendar, where a quarter or a year sits in its last month. Quarters are always fiscal: ``T1 2026``
and ``Q1 FY26`` are both the first quarter of the fiscal year known as 2026, for the product has
no other quarters. (Where the fiscal year is the calendar year the two are the same.)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kpireport.model.period import FiscalCalendar, Period
from kpireport.workbook.cells import RawCell
from kpireport.workbook.findings import Finding


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
        raise NotImplementedError

    def under(self, year: PeriodReading, calendar: FiscalCalendar) -> Period | None:
        """The month of a bare month or quarter name that stands under ``year`` (kind YEAR).

        Under a bare ``2026`` a month is one of that calendar year; under ``FY26`` or ``2025/26``
        it is the one that lies in that fiscal year. Quarters are fiscal under either.
        """
        raise NotImplementedError


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


def read_period(cell: RawCell | None) -> PeriodReading | None:
    """The period a cell names, or None where it names none.

    Understood: date cells; ``2026-01``, ``2026/01``, ``01/2026``, ``202601``, ``Jan-26``,
    ``Jan 2026``, ``janv. 2026``, ``déc. 25``, a full date as text; ``T1 2026``, ``Q1 FY26``,
    ``FY26 Q1``, ``2026-Q1``; ``2026`` (as a number too), ``FY26``, ``2025/26``, ``exercice 2026``;
    bare ``Jan``, ``février``, ``T1``.
    """
    raise NotImplementedError


def read_period_text(text: str) -> PeriodReading | None:
    """The period a text names; see :func:`read_period`."""
    raise NotImplementedError


def read_date(cell: RawCell | None) -> DateReading:
    """The day a cell names: a date cell, or text such as ``2026-01-31`` or ``31 janvier 2026``."""
    raise NotImplementedError


def read_month(cell: RawCell | None) -> int | None:
    """A month of the year, 1 to 12, from its name in English or French or its number; else None."""
    raise NotImplementedError
