"""The trend of many series in one call: how steep (Theil–Sen), and whether it is one (Kendall)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpireport.stats.kendall import kendall_score, kendall_variance, two_sided
from kpireport.stats.pairs import pairs_of
from kpireport.stats.rows import FloatArray, IntArray
from kpireport.stats.theil_sen import median_slope


@dataclass(frozen=True, slots=True, eq=False)
class TrendResult:
    """Per series: the slope for one unit of time, the score S, its variance and the p-value.

    ``points`` is how many points there are. Slope and p-value are NaN where no two points can be
    compared.
    """

    slope: FloatArray
    score: IntArray
    variance: FloatArray
    p_value: FloatArray
    points: IntArray


def trend(values: npt.ArrayLike, times: npt.ArrayLike, period: int | None = None) -> TrendResult:
    """The trend of each series; with a ``period``, the seasonal one.

    ``values`` is series × points, NaN where one is missing. ``times`` are whole numbers in
    strictly rising order, shared by all series (one dimension) or one row for each; the slope is
    per unit of them, so that a gap counts with its length. Points are of the same season where
    their times are equal modulo ``period``. ``ValueError`` for shapes that don't fit.
    """
    shape = np.shape(values)
    result = TrendResult(
        slope=np.full(shape[0], np.nan),
        score=np.zeros(shape[0], dtype=np.int64),
        variance=np.zeros(shape[0]),
        p_value=np.full(shape[0], np.nan),
        points=np.zeros(shape[0], dtype=np.int64),
    )
    for pairs in pairs_of(values, times, period):
        rows = pairs.rows
        comparable = pairs.counts.any(axis=1)
        score, variance = kendall_score(pairs), kendall_variance(pairs)
        result.slope[rows] = median_slope(pairs)
        result.score[rows] = score
        result.variance[rows] = variance
        result.p_value[rows] = np.where(comparable, two_sided(score, variance), np.nan)
        result.points[rows] = pairs.present.sum(axis=1)
    return result
