"""A typed ratio against its numerator over its denominator: the actuals, and the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpireport.model.book import Book, Observation, Series, Target
from kpireport.model.kpi import Frequency, InputBasis, Kpi, TargetSpan
from kpireport.model.period import Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding
from kpireport.workbook.typed_digits import half_digit

_SMALL_COUNT = 100
_MOST_ROUNDING = 0.005


def typed_ratios_agree(book: Book, context: Context) -> Iterator[Problem]:
    """W711: a typed ratio that isn't its numerator over its denominator, rounding aside."""
    for kpi, above, below in _ratios(book):
        if kpi.actuals_input is not InputBasis.YEAR_TO_DATE:
            parts = _single_months(book, above), _single_months(book, below)
            yield from _disagreement("W711", kpi, book.actuals.get(kpi.id, {}), *parts)


def ratio_targets_agree(book: Book, context: Context) -> Iterator[Problem]:
    """W738: a month's typed target that isn't what the parts' targets of that month come to.

    The month would be held against the one, its quarter and year against the other.
    """
    for kpi, above, below in _ratios(book):
        if all(map(_by_month, (kpi, above, below))):
            parts = _levels(book, above), _levels(book, below)
            yield from _disagreement("W738", kpi, book.targets.get(kpi.id, {}), *parts)


def _ratios(book: Book) -> Iterator[tuple[Kpi, Kpi, Kpi]]:
    """Each ratio with its numerator and its denominator."""
    for kpi in book.kpis:
        if kpi.numerator is not None and kpi.denominator is not None:
            yield kpi, book.kpi(kpi.numerator), book.kpi(kpi.denominator)


def _disagreement(
    code: str,
    kpi: Kpi,
    typed: Mapping[Period, Observation] | Mapping[Period, Target],
    above: Mapping[Period, float],
    below: Mapping[Period, float],
) -> Iterator[Problem]:
    """The first month that isn't the quotient of its parts, and how many there are."""
    wrong: list[tuple[Period, Observation | Target, float]] = []
    for period, found in typed.items():
        upper, lower = above.get(period), below.get(period)
        if found.value is None or upper is None or not lower:
            continue
        if not _is_quotient(found.value, upper, lower, kpi.multiplier):
            wrong.append((period, found, upper / lower * kpi.multiplier))
    if wrong:
        period, found, computed = wrong[0]
        params: dict[str, Param] = {
            "kpi": kpi.id,
            "period": period,
            "found": found.value,
            "expected": computed,
            "count": len(wrong),
        }
        yield Finding(code, params).at(found.cell)


def _is_quotient(typed: float, upper: float, lower: float, multiplier: float) -> bool:
    """Whether a typed ratio is that of two typed figures, each of them rounded perhaps."""
    computed = upper / lower * multiplier
    slack = half_digit(typed) + abs(computed) * (_rounding(upper) + _rounding(lower))
    return abs(typed - computed) <= slack * (1 + 1e-9) + 1e-9 * abs(computed)


def _rounding(part: float) -> float:
    """How far a typed part may be from the true one, as a share of it; small counts are exact."""
    if part.is_integer() and abs(part) < _SMALL_COUNT:
        return 0.0
    return min(half_digit(part) / abs(part), _MOST_ROUNDING)


def _single_months(book: Book, part: Kpi) -> dict[Period, float]:
    """A part's figures of single months; cumulated ones are taken apart, but not over a gap."""
    series: Series = book.actuals.get(part.id, {})
    if part.actuals_input is InputBasis.PERIOD:
        return {period: observation.value for period, observation in series.items()}
    calendar = book.settings.fiscal_calendar
    single: dict[Period, float] = {}
    for period, observation in series.items():
        before = series.get(period.shift(-part.frequency.months))
        if calendar.year_start(period) == period.shift(1 - part.frequency.months):
            single[period] = observation.value
        elif before is not None:
            single[period] = observation.value - before.value
    return single


def _by_month(kpi: Kpi) -> bool:
    """Whether a target typed for a month is that month's."""
    per_month = kpi.target_per is TargetSpan.MONTH and kpi.frequency is Frequency.MONTHLY
    return kpi.targets_input is InputBasis.PERIOD and per_month


def _levels(book: Book, kpi: Kpi) -> dict[Period, float]:
    typed = book.targets.get(kpi.id, {})
    return {period: target.value for period, target in typed.items() if target.value is not None}
