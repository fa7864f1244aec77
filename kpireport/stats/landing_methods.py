"""Three explainable ways of carrying monthly series to the end of a year.

- Run rate: every month to come is the average of the last twelve.
- Seasonal: every month to come is its own month of a year before, times what the last twelve
  months (three at least) are of the same months a year before. Series with zeros or both signs
  get the average difference added instead.
- Smoothing: exponential smoothing of level, damped trend and season with the settings, out of a
  small grid, that would have foretold the months so far best, one month ahead.

Sources: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition
(2021), 5.2 and chapter 8; damped trend: E. S. Gardner and E. McKenzie, Management Science 31(10),
1985; season: P. R. Winters, Management Science 6(3), 1960.

Nothing here looks at a value on or after its origin, but for whether the series is of one sign.
Values are handed in near ±1 (see
``kpireport.stats.landing``); what overflows becomes infinite and loses.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from kpireport.stats.rows import BoolArray, FloatArray, IntArray

YEAR = 12
LEAST_COMPARED = 3
"""So many months are compared with a year before, at least."""
FIRST_SEASONAL = YEAR + LEAST_COMPARED
"""From so many months on a year's shape can be carried."""

LEVEL_WEIGHTS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
TREND_WEIGHTS = (0.0, 0.1, 0.3)
"""Shares of the level's weight that the trend learns with; 0 is no trend."""
SEASON_SIZES = (0.0, 0.5, 1.0)
"""How much of the first year's shape is taken for season; 0 is no season."""
DAMPING = 0.9
SEASON_WEIGHT = 0.1
_TIE = 1e-9

_GRID = tuple(product(LEVEL_WEIGHTS, SEASON_SIZES, TREND_WEIGHTS))


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """``months`` is methods × series × origins × months ahead; NaN where a method can't start.

    The methods are run rate, seasonal and smoothing, in this order. ``weights`` (series ×
    origins) is the level's weight that smoothing settled on.
    """

    months: FloatArray
    weights: FloatArray


def carried(values: FloatArray, origins: IntArray, ahead: int) -> Carried:
    """The ``ahead`` months after each origin, by every method.

    ``values`` is series × months without a gap; an origin is how many of them are known, twelve
    or more. Series that never were negative (or positive) are carried on to zero at most.
    """
    smoothed, weights = smoothing(values, origins, ahead)
    months = np.stack(
        (run_rate(values, origins, ahead), seasonal(values, origins, ahead), smoothed)
    )
    least = np.where((values >= 0).all(axis=1), 0.0, -np.inf)[:, None, None]
    most = np.where((values <= 0).all(axis=1), 0.0, np.inf)[:, None, None]
    return Carried(np.clip(months, least, most), weights)


def run_rate(values: FloatArray, origins: IntArray, ahead: int) -> FloatArray:
    """The average of the last twelve months, for each month to come."""
    level = np.stack([values[:, t - YEAR : t].mean(axis=1) for t in origins], axis=1)
    return np.repeat(level[:, :, None], ahead, axis=2)


def seasonal(values: FloatArray, origins: IntArray, ahead: int) -> FloatArray:
    """Last year's months, moved as the latest months moved against theirs of a year before."""
    found = np.full((len(values), len(origins), ahead), np.nan)
    ratio = _one_sign(values)[:, None]
    for place, origin in enumerate(origins):
        compared = min(YEAR, origin - YEAR)
        if compared < LEAST_COMPARED:
            continue
        now = values[:, origin - compared : origin].mean(axis=1)[:, None]
        before = values[:, origin - YEAR - compared : origin - YEAR].mean(axis=1)[:, None]
        shape = values[:, origin - YEAR : origin - YEAR + ahead]
        with np.errstate(all="ignore"):
            found[:, place] = np.where(ratio, shape * (now / before), shape + (now - before))
    return found


def smoothing(values: FloatArray, origins: IntArray, ahead: int) -> tuple[FloatArray, FloatArray]:
    """The smoothed months to come, and the weights of the level.

    Series of one sign are smoothed on a logarithmic scale too (a season that grows with the
    level), and the scale with the smaller errors is taken.
    """
    found, weights, errors = _smoothed(values, values, origins, ahead, logs=False)
    ratio = _one_sign(values)
    if ratio.any():
        signs = np.sign(values[ratio, :1])
        sizes = np.abs(values[ratio])
        growing, others, other_errors = _smoothed(np.log(sizes), sizes, origins, ahead, logs=True)
        better = other_errors < errors[ratio] * (1 - _TIE)
        found[ratio] = np.where(better[:, :, None], growing * signs[:, :, None], found[ratio])
        weights[ratio] = np.where(better, others, weights[ratio])
    return found, weights


def _one_sign(values: FloatArray) -> BoolArray:
    """Which series are all positive or all negative."""
    return np.asarray((values > 0).all(axis=1) | (values < 0).all(axis=1))


class _State:
    """Level, trend and season of every series (rows) under every setting (columns)."""

    def __init__(self, first_year: FloatArray) -> None:
        grid = np.array(_GRID).T
        self.weight, sizes, trend = grid
        self.trend_weight = self.weight * trend
        mean = first_year.mean(axis=1)
        self.level = np.repeat(mean[:, None], len(self.weight), axis=1)
        self.trend = np.zeros_like(self.level)
        self.season = (first_year - mean[:, None]).T[:, :, None] * sizes
        self.season_weight = np.where(sizes > 0, SEASON_WEIGHT * (1 - self.weight), 0.0)

    def foretold(self, month: int) -> FloatArray:
        """What this month is expected to be, before it is known."""
        expected: FloatArray = self.level + DAMPING * self.trend + self.season[month % YEAR]
        return expected

    def learn(self, month: int, error: FloatArray) -> None:
        """Move level, trend and season by what the month was off."""
        self.level = self.level + DAMPING * self.trend + self.weight * error
        self.trend = DAMPING * self.trend + self.trend_weight * error
        self.season[month % YEAR] += self.season_weight * error

    def ahead(self, month: int, count: int, setting: IntArray) -> FloatArray:
        """The ``count`` months from ``month`` on, each series under its own setting."""
        rows = np.arange(len(self.level))
        level, trend = self.level[rows, setting], self.trend[rows, setting]
        damped = np.cumsum(DAMPING ** np.arange(1, count + 1))
        places = np.arange(month, month + count) % YEAR
        season = self.season[places][:, rows, setting].T
        expected: FloatArray = level[:, None] + trend[:, None] * damped + season
        return expected


def _smoothed(
    values: FloatArray, known: FloatArray, origins: IntArray, ahead: int, *, logs: bool
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The months to come, the level's weights and the squared errors of the settings taken.

    ``values`` are smoothed and ``known`` are what errors are counted on; they differ by ``logs``.
    """
    state = _State(values[:, :YEAR])
    wanted = {int(origin): place for place, origin in enumerate(origins)}
    found = np.empty((len(values), len(origins), ahead))
    weights, errors = np.empty(found.shape[:2]), np.empty(found.shape[:2])
    squares = np.zeros_like(state.level)
    rows = np.arange(len(values))
    with np.errstate(over="ignore", invalid="ignore"):
        for month in range(int(max(origins)) + 1):
            if month in wanted:
                place, setting = wanted[month], squares.argmin(axis=1)
                expected = state.ahead(month, ahead, setting)
                found[:, place] = np.exp(expected) if logs else expected
                weights[:, place] = state.weight[setting]
                errors[:, place] = squares[rows, setting]
            if month == values.shape[1]:
                break
            foretold = state.foretold(month)
            if month:  # the first one is what the level began with
                told = np.exp(foretold) if logs else foretold
                squares += (told - known[:, month : month + 1]) ** 2
            state.learn(month, values[:, month : month + 1] - foretold)
    return found, weights, errors
