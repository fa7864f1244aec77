"""The Theil–Sen slope: the median of the slopes of all pairs of points.

Sources: H. Theil (1950); P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's
Tau", Journal of the American Statistical Association 63, 1968; for seasons, the pairs within one
season only: R. M. Hirsch, J. R. Slack and R. A. Smith, Water Resources Research 18(1), 1982.
"""

from __future__ import annotations

import numpy as np

from kpireport.stats.pairs import Pairs
from kpireport.stats.rows import FloatArray, unscaled


def median_slope(pairs: Pairs) -> FloatArray:
    """The median slope of each series in a batch, in its values' unit for one unit of time.

    NaN where a series has no pair of points.
    """
    slopes = np.full_like(pairs.rise, np.nan)
    np.divide(pairs.rise, pairs.apart, out=slopes, where=pairs.counts & (pairs.apart > 0))
    slopes.sort(axis=1)
    found = (~np.isnan(slopes)).sum(axis=1)
    if slopes.shape[1] == 0:
        return np.full(slopes.shape[0], np.nan)
    middle = np.maximum(found - 1, 0)
    below = np.take_along_axis(slopes, middle[:, None] // 2, axis=1)[:, 0]
    above = np.take_along_axis(slopes, (found // 2).clip(max=slopes.shape[1] - 1)[:, None], axis=1)
    median = (below + above[:, 0]) / 2
    return unscaled(median, pairs.exponents)
