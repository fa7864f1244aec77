"""Months as plain numbers (``Period.index``), and where fiscal quarters and years close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kpireport.model.period import FiscalCalendar, Period

FIRST_MONTH = Period(1900, 1).index
LAST_MONTH = Period(9999, 12).index


@lru_cache(maxsize=4096)
def month_at(index: int) -> Period:
    """The month of that index, held within the years a ``Period`` can have."""
    return Period.from_index(min(max(index, FIRST_MONTH), LAST_MONTH))


@dataclass(frozen=True, slots=True)
class FiscalMonths:
    """The fiscal calendar over month indexes.

    A *slot* is the span that one figure of a KPI stands for: 1, 3 or 12 months (``step``). Its
    figure sits in its last month, where it *closes*.
    """

    start_month: int

    @classmethod
    def of(cls, calendar: FiscalCalendar) -> FiscalMonths:
        return cls(calendar.start_month)

    def _into(self, month: int, span: int) -> int:
        """How many months of its span of ``span`` months lie before ``month``."""
        return (month + 1 - self.start_month) % span

    def year_start(self, month: int) -> int:
        return month - self._into(month, 12)

    def year_end(self, month: int) -> int:
        return self.year_start(month) + 11

    def quarter_start(self, month: int) -> int:
        return month - self._into(month, 3)

    def closes(self, month: int, step: int) -> bool:
        """Whether a slot of ``step`` months ends with ``month``."""
        return self._into(month, step) == step - 1

    def last_closing(self, month: int, step: int) -> int:
        """The latest month at or before ``month`` in which a slot closes."""
        return month - (self._into(month, step) + 1) % step

    def closing_of(self, month: int, step: int) -> int:
        """The month in which the slot that holds ``month`` closes."""
        return month - self._into(month, step) + step - 1

    def closings(self, first: int, last: int, step: int) -> Iterable[int]:
        """The closing months from ``first`` to ``last``, both included."""
        return range(self.closing_of(first, step), last + 1, step)
