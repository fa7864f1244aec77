"""How much of a series its season and its trend explain.

The strength of a component is 1 − Var(remainder) / Var(component + remainder): 0 where it
explains nothing, 1 where it explains all (X. Wang, K. A. Smith and R. J. Hyndman,
"Characteristic-Based Clustering for Time Series Data", Data Mining and Knowledge Discovery 13,
2006; R. J. Hyndman and G. Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., 4.3).
Over 0.64, a series is worth differencing by season (``nsdiffs`` of R's ``forecast``).

Two years are too few for a smoothed decomposition: twelve monthly means fit half of any noise.
So the components are the simplest ones, a straight line and one level for each month of the year,
and variances are per degree of freedom, which takes that luck back out. A lasting step is
neither a trend nor a season: it is what limits are there to find. So a line counts only where it
fits better than the best single step, and a season only for what neither explains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpireport.stats.limits import stretches
from kpireport.stats.rows import BoolArray, FloatArray, IntArray, pack

STRONG = 0.64
"""From so much strength on, a season or a trend is strong."""

_NOTHING = 1e-18
"""A squared error so small a share of the total is rounding, not a remainder."""


@dataclass(frozen=True, slots=True, eq=False)
class Strength:
    """Per series, between 0 and 1. 0 too where there are too few points to say."""

    season: FloatArray
    trend: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """What a model leaves unexplained: the sum of squares, and the points it leaves free."""

    remainder: FloatArray
    free: FloatArray

    @property
    def variance(self) -> FloatArray:
        """Per degree of freedom; infinite where there is none, since nothing was learnt."""
        variance = np.full(self.remainder.shape, np.inf)
        np.divide(self.remainder, self.free, out=variance, where=self.free > 0)
        return variance


def strength(
    values: npt.ArrayLike,
    times: npt.ArrayLike,
    period: int,
    starts: BoolArray | None = None,
) -> Strength:
    """The strength of season and trend of each series.

    ``values`` is series × points, NaN where one is missing; ``times`` (whole numbers, one row for
    all series) modulo ``period`` is a point's season. Where ``starts`` opens a new stretch the
    levels before and after are taken out first: what a known event explains is neither season
    nor trend.
    """
    packed = pack(values)
    shape = np.shape(values)
    clock = np.broadcast_to(np.asarray(times, dtype=np.int64), shape)
    clock = np.take_along_axis(clock, packed.columns, axis=1)
    present = packed.present
    stretch = stretches(starts, packed.columns)
    level, levels = _centred(packed.values, stretch, present)
    time = _centred(clock.astype(np.float64), np.zeros_like(stretch), present)[0]
    points = present.sum(axis=1) - (levels - 1)

    total = (level**2).sum(axis=1)
    line = _Fit(_without_line(level, time), points - 2)
    step = _Fit(total - _best_step(level, present), points - 3)
    season = clock % period
    seasonal_level, seasons = _centred(level, season, present)
    seasonal_time = _centred(time, season, present)[0]
    both = _Fit(_without_line(seasonal_level, seasonal_time), points - seasons - 1)

    floor = _NOTHING * total
    plain = np.minimum(line.variance, step.variance)
    trend = _share(line, _Fit(total, points - 1).variance, floor)
    return Strength(
        season=_share(both, plain, floor),
        trend=np.where(line.variance < step.variance, trend, 0.0),
    )


def _centred(
    values: FloatArray, group: IntArray, present: BoolArray
) -> tuple[FloatArray, IntArray]:
    """Each point less the mean of its group (0 where missing), and how many groups a row has."""
    across = int(group.max(initial=0)) + 1
    cell = np.arange(group.shape[0])[:, None] * across + group
    size = group.shape[0] * across
    counts = np.bincount(cell[present], minlength=size)
    sums = np.bincount(cell[present], weights=values[present], minlength=size)
    means = sums / np.maximum(counts, 1)
    centred = np.where(present, values - means[cell], 0.0)
    return centred, (counts > 0).reshape(group.shape[0], across).sum(axis=1)


def _without_line(level: FloatArray, time: FloatArray) -> FloatArray:
    """The sum of squares that the best line through the centred points leaves."""
    product, square = (level * time).sum(axis=1), (time**2).sum(axis=1)
    slope = np.zeros(product.shape)
    np.divide(product, square, out=slope, where=square > 0)
    return np.asarray(((level - slope[:, None] * time) ** 2).sum(axis=1))


def _best_step(level: FloatArray, present: BoolArray) -> FloatArray:
    """The sum of squares that the best single step between two levels explains."""
    before: IntArray = np.cumsum(present, axis=1, dtype=np.int64)
    after: IntArray = before[:, -1:] - before
    both = before * after
    explained = np.zeros(level.shape)
    moved = np.cumsum(level, axis=1)
    np.divide(moved**2 * before[:, -1:], both, out=explained, where=both > 0)
    return np.asarray(explained.max(axis=1, initial=0.0))


def _share(full: _Fit, without: FloatArray, floor: FloatArray) -> FloatArray:
    """How much of the variance left without a component the model with it explains."""
    share = np.zeros(without.shape)
    meaningful = np.isfinite(without) & np.isfinite(full.variance) & (without > floor)
    np.divide(full.variance, without, out=share, where=meaningful)
    return np.where(meaningful, np.clip(1 - share, 0.0, 1.0), 0.0)
