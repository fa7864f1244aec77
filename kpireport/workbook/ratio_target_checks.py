"""A ratio's own target against the planned numerator over the planned denominator."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.book import Book, Target
from kpireport.model.kpi import Frequency, InputBasis, Kpi, TargetSpan
from kpireport.model.period import Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding
from kpireport.workbook.series_checks import is_quotient


def ratio_targets_agree(book: Book, context: Context) -> Iterator[Problem]:
    """W738: a month's typed target that isn't what the parts' targets of that month come to.

    The month would be held against the one, its quarter and year against the other.
    """
    for kpi in book.kpis:
        if kpi.numerator is None or kpi.denominator is None or not _by_month(kpi):
            continue
        wrong = list(_disagreements(book, kpi))
        if wrong:
            period, typed, planned = wrong[0]
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "period": period,
                "found": typed.value,
                "expected": planned,
                "count": len(wrong),
            }
            yield Finding("W738", params).at(typed.cell)


def _disagreements(book: Book, kpi: Kpi) -> Iterator[tuple[Period, Target, float]]:
    parts = [book.kpi(part) for part in (kpi.numerator, kpi.denominator) if part]
    if len(parts) < 2 or not all(_by_month(part) for part in parts):
        return
    above, below = (_levels(book, part) for part in parts)
    for period, typed in book.targets.get(kpi.id, {}).items():
        upper, lower = above.get(period), below.get(period)
        if typed.value is None or upper is None or not lower:
            continue
        if not is_quotient(typed.value, upper, lower, kpi.multiplier):
            yield period, typed, upper / lower * kpi.multiplier


def _by_month(kpi: Kpi) -> bool:
    """Whether a target typed for a month is that month's."""
    per_month = kpi.target_per is TargetSpan.MONTH and kpi.frequency is Frequency.MONTHLY
    return kpi.targets_input is InputBasis.PERIOD and per_month


def _levels(book: Book, kpi: Kpi) -> dict[Period, float]:
    typed = book.targets.get(kpi.id, {})
    return {period: target.value for period, target in typed.items() if target.value is not None}
