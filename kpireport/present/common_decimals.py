"""One number of decimals for all figures of a KPI in a report: its points stand in line.

It is the usual one, or more for the whole KPI:

- by one or two where a figure would contradict its status, printed as the target it misses;
- else by one where more variances and changes are then those of the figures beside them.

A figure so near its edge that two more don't tell it apart keeps for itself what it takes. What
is on the right side of its target may print as the target: that is no contradiction. What is
shown whole gets no tenths so that a difference may add up, and money no fractions of a cent.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from kpireport.i18n.precision import (
    Pair,
    adds_up,
    in_cents,
    is_large,
    prints_zero,
    telling_decimals,
)
from kpireport.model.difference import difference
from kpireport.model.kpi import Kpi
from kpireport.model.measure import Measure
from kpireport.model.scorecard import KpiResult
from kpireport.present.edges import contradictions, distance, held_against

MORE_FOR_STATUS = 2
_CENTS = 2
_MONTHS = 36
"""The months of the table month by month."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference printed beside its figures, from a target as a share of it too."""

    value: float
    base: float
    size: float
    share: float | None = None
    from_target: bool = False

    def is_odd(self, decimals: int) -> bool:
        """Whether it isn't that of the figures printed, or hides that a target isn't hit."""
        if self.from_target and prints_zero(self.size, decimals):
            return True
        return not adds_up(self.value, self.base, self.size, self.share, decimals)


def decimals_of(result: KpiResult, usual: int) -> int:
    """The decimals of a KPI's figures, from those it usually has."""
    kpi = result.kpi
    edges = (pairs for each in _measures(result) if (pairs := contradictions(each, kpi.tolerance)))
    needed = common_decimals(usual, edges)
    if needed > usual:
        return with_cents(kpi, needed)
    if usual == 0 or (in_cents(kpi.unit) and usual >= _CENTS):
        return usual
    return _adding(usual, tuple(_differences(result)))


def common_decimals(usual: int, rows: Iterable[Sequence[Pair]]) -> int:
    """As many as the neediest row asks for, without those that ask for more than two more."""
    found = [telling_decimals(usual, pairs) for pairs in rows]
    return max((each for each in found if each <= usual + MORE_FOR_STATUS), default=usual)


def windows_of(result: KpiResult) -> tuple[Measure, ...]:
    """The month and the windows, which stand in one table."""
    windows = (result.qtd, result.ytd, result.rolling12, result.fiscal_year)
    return (result.measure, *(window.measure for window in windows))


def with_cents(kpi: Kpi, decimals: int) -> int:
    """Whole currency units that need decimals have cents, not tenths."""
    return max(decimals, _CENTS) if decimals and in_cents(kpi.unit) else decimals


def _adding(usual: int, differences: Sequence[Difference]) -> int:
    """One more than usual where fewer differences are then odd."""
    told = [each for each in differences if not is_large(each.size, usual)]
    odd = [each for each in told if each.is_odd(usual)]
    if not odd:
        return usual
    still = sum(each.is_odd(usual + 1) for each in told)
    return usual + 1 if still < len(odd) else usual


def _measures(result: KpiResult) -> Iterator[Measure]:
    """All that has a status, and the landings."""
    yield from windows_of(result)
    yield from _landed(result)
    typed = [point for point in result.history if point.measure.actual is not None]
    if typed:
        first = typed[-1].period.shift(1 - _MONTHS)
        shown = bisect_left(typed, first, key=attrgetter("period"))
        yield from (point.measure for point in typed[shown:])


def _landed(result: KpiResult) -> Iterator[Measure]:
    landing, target = result.landing, result.fiscal_year.measure
    for value in (landing.forecast, landing.statistical):
        if value is not None and not landing.final:
            yield held_against(result.kpi, target, value)


def _differences(result: KpiResult) -> Iterator[Difference]:
    for measure in (*windows_of(result), *_landed(result)):
        gap = distance(measure)
        if measure.actual is not None and gap:
            base = difference(measure.actual, gap)
            yield Difference(measure.actual, base, gap, measure.variance_pct, from_target=True)
    for each in fields(result.comparisons):
        comparison = getattr(result.comparisons, each.name)
        if comparison.value is not None and comparison.delta is not None:
            value, delta = comparison.value, comparison.delta
            yield Difference(value + delta, value, delta)
