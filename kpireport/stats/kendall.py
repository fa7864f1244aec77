"""Is there a trend at all? The Mann–Kendall test, and its seasonal form.

Sources: H. B. Mann, "Nonparametric Tests against Trend", Econometrica 13, 1945; M. G. Kendall,
*Rank Correlation Methods* (4th ed. 1975), for the variance with ties; R. M. Hirsch, J. R. Slack
and R. A. Smith, "Techniques of Trend Analysis for Monthly Water Quality Data", Water Resources
Research 18(1), 1982, for the sum over seasons, taken as independent of each other. The p-value
is two-sided, from the normal approximation with the score moved by one towards zero
(continuity).
"""

from __future__ import annotations

import math

import numpy as np

from kpireport.stats.pairs import Pairs
from kpireport.stats.rows import BoolArray, FloatArray, IntArray


def kendall_score(pairs: Pairs) -> IntArray:
    """S: the pairs that rise, less the pairs that fall."""
    rising = (pairs.counts & (pairs.rise > 0)).sum(axis=1)
    falling = (pairs.counts & (pairs.rise < 0)).sum(axis=1)
    return np.asarray(rising - falling, dtype=np.int64)


def kendall_variance(pairs: Pairs) -> FloatArray:
    """The variance of S with ties: Σ n(n−1)(2n+5) over seasons, less the same over ties, by 18.

    A group of n points gives n times (n−1)(2n+5), once from each of its points; so each point
    needs to know only how many it shares its season and its value with.
    """
    seasonmates = _at_each_point(pairs, pairs.counts)
    equals = _at_each_point(pairs, pairs.counts & (pairs.rise == 0))
    share = seasonmates * (2 * seasonmates + 7) - equals * (2 * equals + 7)
    return np.asarray(share.sum(axis=1) / 18)


def _at_each_point(pairs: Pairs, counted: BoolArray) -> IntArray:
    """How many of the pairs ``counted`` each point is an end of; series × points.

    Added up stretch by stretch. As a product of matrices it would wake the threads of numpy's
    linear algebra, which then keep a second processor busy with waiting.
    """
    found = np.zeros(pairs.present.shape, dtype=np.int64)
    for ends in (pairs.first, pairs.second):
        order = np.argsort(ends, kind="stable")
        points, starts = np.unique(ends[order], return_index=True)
        if points.size:
            found[:, points] += np.add.reduceat(counted[:, order], starts, axis=1, dtype=np.int64)
    return found


def two_sided(score: IntArray, variance: FloatArray) -> FloatArray:
    """The p-value of S by the normal approximation, continuity corrected; 1 without variance."""
    distance = np.maximum(np.abs(score) - 1, 0)
    z = np.zeros(score.shape)
    np.divide(distance, np.sqrt(variance), out=z, where=variance > 0)
    # erfc keeps the digits of small p-values that 2·(1 − Φ(z)) loses.
    return np.array([math.erfc(value / math.sqrt(2)) for value in z])
