"""Where the year will land: the method that would have found earlier year ends best.

Every month of the history is tried as today: as if a year had begun as many months before it as
the current one did, its end is foretold by each method and held against what it became. The
method with the smallest weighted absolute percentage error is taken; its errors say how far the
landing may be off.

Sources: rolling origins: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and
Practice, 3rd edition (2021), 5.10; intervals from past errors rather than a model's own, which
are too narrow: S. Makridakis and others, International Journal of Forecasting 3(3-4), 1987.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpireport.stats.landing_methods import FIRST_SEASONAL, YEAR, Carried, carried
from kpireport.stats.rows import FloatArray, IntArray
from kpireport.stats.student import below, quantile

COVERAGE = 0.8
"""The share of year ends that the interval should hold."""
LEAST_HISTORY = 24
LONGEST_HISTORY = 60
"""Older months say little about the next and make the errors look steadier than they are."""
LEAST_TESTS = 4
"""Fewer year ends than this and the seasonal method is not tried, so that there are more."""
_FEWEST_TESTS = 2
_TIE = 1e-9

Fold = Callable[[FloatArray], FloatArray]
"""From series × … × 12 months to the year's figure: a sum, a mean, one sum over another."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A year to land: ``values`` is series × months (two series for a ratio), without a gap.

    ``known`` of the months, the last ones, belong to the year; 0 to 11.
    """

    values: FloatArray
    known: int
    fold: Fold


@dataclass(frozen=True, slots=True, eq=False)
class Landed:
    """The landing and what is known about its error.

    ``method`` is the place in run rate, seasonal, smoothing; ``weight`` the level's in smoothing.
    ``months`` (series × months to come) are those the landing is made of. ``spread`` is the root
    of the mean square of ``errors`` (actual less foretold, one for each of ``origins``, months of
    the history then known), ``freedom`` how many year ends without common months they hold.
    ``wapes`` are each method's errors, NaN where it wasn't tried. ``floor`` and ``ceiling`` are
    what the year can't leave any more.
    """

    value: float
    low: float
    high: float
    method: int
    wape: float | None
    weight: float
    months: FloatArray
    spread: float
    freedom: int
    origins: IntArray
    errors: FloatArray
    ends: FloatArray
    wapes: tuple[float, ...]
    floor: float
    ceiling: float

    def chance(self, low: float | None, high: float | None) -> float:
        """The probability that the year ends between ``low`` and ``high`` (None: open)."""
        over = 0.0 if high is None else 1 - self._at_or_below(high)
        under = 0.0 if low is None else self._below(low)
        return min(max(1 - over - under, 0.0), 1.0)

    def _at_or_below(self, level: float) -> float:
        if level >= self.ceiling or level < self.floor:
            return float(level >= self.ceiling)
        if self.spread == 0:
            return float(level >= self.value)
        return below((level - self.value) / self.spread, self.freedom)

    def _below(self, level: float) -> float:
        if level > self.ceiling or level <= self.floor:
            return float(level > self.ceiling)
        if self.spread == 0:
            return float(level > self.value)
        return below((level - self.value) / self.spread, self.freedom)


def months_needed(known: int) -> int:
    """The months of history from which a year of which ``known`` months are over is landed."""
    return max(LEAST_HISTORY, 2 * YEAR + _FEWEST_TESTS - 1 - known)


def land(cases: Sequence[Case]) -> tuple[Landed | None, ...]:
    """The landing of each case; None where the history is too short or the year's figure, there
    or in a test, can't be computed (a ratio with a denominator of zero)."""
    found: list[Landed | None] = [None] * len(cases)
    for (months, known), places in _alike(cases).items():
        if months < months_needed(known):
            continue
        rows = np.concatenate([_latest(cases[place].values) for place in places])
        scales = _scales(rows)
        origins = _origins(rows.shape[1], known)
        ahead = carried(rows / scales[:, None], np.append(origins, rows.shape[1]), YEAR - known)
        first = 0
        for place in places:
            last = first + len(cases[place].values)
            of_case = Carried(
                ahead.months[:, first:last] * scales[first:last, None, None],
                ahead.weights[first:last],
            )
            found[place] = _landed(rows[first:last], cases[place], origins, of_case)
            first = last
    return tuple(found)


def _alike(cases: Sequence[Case]) -> Mapping[tuple[int, int], list[int]]:
    """The cases with as many months and as many of them known, so that they go as one."""
    groups: dict[tuple[int, int], list[int]] = {}
    for place, case in enumerate(cases):
        months = min(case.values.shape[1], LONGEST_HISTORY)
        groups.setdefault((months, case.known), []).append(place)
    return groups


def _latest(values: FloatArray) -> FloatArray:
    latest: FloatArray = values[:, -LONGEST_HISTORY:]
    return latest


def _scales(rows: FloatArray) -> FloatArray:
    """A power of two for each series, the next one over its largest value: dividing is exact."""
    _, exponents = np.frexp(np.abs(rows).max(axis=1))
    powers: FloatArray = np.ldexp(1.0, np.minimum(exponents, 1023))
    return powers


def _origins(months: int, known: int) -> IntArray:
    """The months from which a whole year end lies in the history, each tried as today."""
    last = months - (YEAR - known)
    first = max(FIRST_SEASONAL, known)
    if last - first + 1 < LEAST_TESTS:
        first = YEAR
    return np.arange(first, last + 1)


def _landed(values: FloatArray, case: Case, origins: IntArray, ahead: Carried) -> Landed | None:
    known, count = case.known, len(origins)
    starts = [int(origin) - known for origin in (*origins, values.shape[1])]
    begun = np.stack([values[:, start : start + known] for start in starts], axis=1)
    years = np.concatenate(
        [np.broadcast_to(begun, (len(ahead.months), *begun.shape)), ahead.months], axis=3
    )
    whole = np.stack([values[:, start : start + YEAR] for start in starts[:count]], axis=1)
    with np.errstate(all="ignore"):
        foretold = case.fold(np.moveaxis(years, 1, 0))
        ends = case.fold(whole)
        errors = ends - foretold[:, :count]
        missed = np.abs(errors).mean(axis=1)
        typical = np.abs(ends).mean()
    if not np.isfinite(ends).all():
        return None
    method = _best(np.where(np.isfinite(foretold[:, count]), missed, np.inf))
    if method is None:
        return None
    value, error = float(foretold[method, count]), errors[method]
    spread = _root_mean_square(error)
    freedom = max(1, count // (YEAR - known))
    floor, ceiling = _reach(values, case)
    half = quantile((1 + COVERAGE) / 2, freedom) * spread
    if not math.isfinite(value) or not math.isfinite(half):
        return None
    return Landed(
        value=value,
        low=max(value - half, min(floor, value)),
        high=min(value + half, max(ceiling, value)),
        method=method,
        wape=float(missed[method] / typical) if typical else None,
        weight=float(ahead.weights[0, count]),
        months=ahead.months[method, :, count],
        spread=spread,
        freedom=freedom,
        origins=origins,
        errors=error,
        ends=ends,
        wapes=tuple(float(each / typical) if typical else math.nan for each in missed),
        floor=floor,
        ceiling=ceiling,
    )


def _best(missed: FloatArray) -> int | None:
    """The method that missed least; of equal ones the simplest. None where none is finite."""
    finite = np.where(np.isfinite(missed), missed, np.inf)
    least = finite.min()
    if not math.isfinite(least):
        return None
    return int(np.argmax(finite <= least * (1 + _TIE)))


def _root_mean_square(errors: FloatArray) -> float:
    largest = float(np.abs(errors).max())
    return largest * math.sqrt(float(np.mean((errors / largest) ** 2))) if largest else 0.0


def _reach(values: FloatArray, case: Case) -> tuple[float, float]:
    """What the year's figure can't fall under or rise over, whatever the months to come are.

    The largest month stays the largest. Figures that never were negative are taken not to become
    so: a sum can't fall under what it has.
    """
    if len(values) > 1:
        return (0.0, math.inf) if (values >= 0).all() else (-math.inf, math.inf)
    begun = values[:, values.shape[1] - case.known :]

    def ending(month: float) -> float:
        rest = np.full((1, YEAR - case.known), month)
        return float(case.fold(np.concatenate([begun, rest], axis=1)))

    floor, ceiling = ending(-math.inf), ending(math.inf)
    if (values >= 0).all():
        floor = max(floor, ending(0.0))
    if (values <= 0).all():
        ceiling = min(ceiling, ending(0.0))
    return floor, ceiling
