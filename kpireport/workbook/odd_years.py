"""A month in a row of months whose year is another: March 2025 between February and April 2026.

Its figures would be those of a year before, and March 2026 would be missing; nothing else in the
workbook shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.findings import Finding
from kpireport.workbook.layout import PeriodHeader
from kpireport.workbook.period_reading import PeriodKind


def years_break_the_row(
    headers: Sequence[PeriodHeader], calendar: FiscalCalendar
) -> Iterator[Problem]:
    """E623: a month has the name that its neighbours ask for, and another year than theirs.

    Between two neighbours that leave room for one month, or at an end of the row beside two that
    follow each other. January at the end and December at the start may begin another year's row.
    """
    months = [
        (header, month)
        for header in sorted(headers, key=lambda header: header.column)
        if header.reading.kind is PeriodKind.MONTH
        and (month := header.reading.place(calendar)) is not None
        and 1900 < month.year < 9999  # which have months beside them
    ]
    for at, (header, month) in enumerate(months):
        expected = _expected([month for _, month in months], at)
        if expected is not None and month != expected and month.month == expected.month:
            beside = [m for _, m in months[max(at - 2, 0) : at + 3] if m != month]
            params: dict[str, Param] = {
                "found": header.reading.text,
                "read": month,
                "expected": expected,
                "first": min(beside),
                "last": max(beside),
            }
            yield Finding("E623", params).at(header.cell.ref)


def _expected(months: Sequence[Period], at: int) -> Period | None:
    """The month that the ones beside it leave room for, or None where they tell nothing."""
    before, after = months[:at], months[at + 1 :]
    if before and after:
        return before[-1].shift(1) if before[-1].shift(2) == after[0] else None
    if len(before) > 1 and before[-2].shift(1) == before[-1]:
        expected = before[-1].shift(1)
        return expected if expected.month != 1 else None
    if len(after) > 1 and after[0].shift(1) == after[1]:
        expected = after[0].shift(-1)
        return expected if expected.month != 12 else None
    return None
