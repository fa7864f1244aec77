"""Months, and the fiscal calendar that gathers them into quarters and years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One calendar month, the grain of every figure. Months sort in time order."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"a month lies between 1 and 12, not {self.month}")
        if not 1900 <= self.year <= 9999:
            raise ValueError(f"a year lies between 1900 and 9999, not {self.year}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """The month written as ``2026-10``; ``ValueError`` for anything else."""
        match = _ISO_MONTH.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a month written as 2026-10")
        return cls(int(match[1]), int(match[2]))

    @property
    def index(self) -> int:
        """Months since January of year 0: differences of indexes are months apart."""
        return self.year * 12 + self.month - 1

    @classmethod
    def from_index(cls, index: int) -> Period:
        return cls(index // 12, index % 12 + 1)

    def shift(self, months: int) -> Period:
        """The month that lies ``months`` later (earlier where negative)."""
        return Period.from_index(self.index + months)

    def through(self, last: Period) -> tuple[Period, ...]:
        """Every month from this one to ``last``, both included; empty where ``last`` is earlier."""
        return tuple(Period.from_index(i) for i in range(self.index, last.index + 1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """Fiscal years of twelve calendar months.

    ``start_month`` is the first month of the year (1 to 12); ``named_by`` says whether a fiscal
    year is known by the calendar year it ends in (the usual way) or starts in.
    """

    start_month: int = 1
    named_by: Literal["end", "start"] = "end"

    def year_start(self, period: Period) -> Period:
        """The first month of the fiscal year that ``period`` lies in."""
        return period.shift(-((period.month - self.start_month) % 12))

    def year_end(self, period: Period) -> Period:
        return self.year_start(period).shift(11)

    def quarter_start(self, period: Period) -> Period:
        """The first month of the fiscal quarter that ``period`` lies in."""
        return period.shift(-((period.month - self.start_month) % 3))

    def quarter_end(self, period: Period) -> Period:
        return self.quarter_start(period).shift(2)

    def quarter(self, period: Period) -> int:
        """The number of the fiscal quarter, 1 to 4."""
        return (period.month - self.start_month) % 12 // 3 + 1

    def fiscal_year(self, period: Period) -> int:
        """The number the fiscal year is known by."""
        return (self.year_end(period) if self.named_by == "end" else self.year_start(period)).year

    def first_month_of(self, fiscal_year: int) -> Period:
        """The first month of the fiscal year known by ``fiscal_year``."""
        if self.named_by == "start" or self.start_month == 1:
            return Period(fiscal_year, self.start_month)
        return Period(fiscal_year - 1, self.start_month)

    def year_label(self, period: Period) -> str:
        """``2026`` where the fiscal year is the calendar year, else ``2025/26``."""
        start, end = self.year_start(period), self.year_end(period)
        if start.year == end.year:
            return str(start.year)
        return f"{start.year}/{end.year % 100:02d}"
