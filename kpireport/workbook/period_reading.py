"""A period as somebody wrote it, and the month it is in the workbook's fiscal calendar.

A quarter or a year sits in its last month. Quarters are always fiscal: ``T1 2026`` and ``Q1 FY26``
are both the first quarter of the fiscal year known as 2026, for the product has no other quarters.
(Where the fiscal year is the calendar year the two are the same.)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpireport.model.period import FiscalCalendar, Period
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


def two_ways(found: str, first: Period | str, second: Period | str) -> Finding:
    """E603: what was ``found`` may be the ``first`` or the ``second``."""
    return Finding("E603", {"found": found, "first": first, "second": second})
