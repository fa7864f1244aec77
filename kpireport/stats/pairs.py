"""Every pair of points of a series: what Kendall's score and Theil's slope are made of.

A pair counts where both points are present and lie in the same season. Values that differ only
by rounding are made equal first, so that 0.1 + 0.2 ties with 0.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpireport.stats.rows import BoolArray, FloatArray, IntArray, pack

TIE = 1e-12
"""How near two neighbours in size count as one value, relative to the larger of them."""

_PAIRS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The pairs (first, second) of a batch of series, second later than first.

    ``rise`` (series × pairs) is the second value less the first, in units of 2^exponent of its
    series; ``apart`` the time between them; ``counts`` whether the pair is one. ``first`` and
    ``second`` are the pairs' columns in ``width`` packed points; ``rows`` is which of the series
    the batch holds.
    """

    rows: slice
    rise: FloatArray
    apart: FloatArray
    counts: BoolArray
    first: IntArray
    second: IntArray
    present: BoolArray
    exponents: IntArray


def pairs_of(
    values: npt.ArrayLike, times: npt.ArrayLike, period: int | None = None
) -> Iterator[Pairs]:
    """The pairs of each series, in batches that keep memory small.

    ``times`` are whole numbers in rising order, for all series (one dimension) or for each.
    With a ``period`` only points whose times are equal modulo it are paired (one season).
    ``ValueError`` where times and values differ in shape.
    """
    packed = pack(values)
    shape = np.shape(values)
    clock = np.asarray(times, dtype=np.int64)
    if clock.shape not in (shape, shape[1:]):
        raise ValueError(f"times are {clock.shape}, the values {shape}")
    clock = np.take_along_axis(np.broadcast_to(clock, shape), packed.columns, axis=1)
    points = without_rounding(packed.values)
    first, second = np.triu_indices(points.shape[1], k=1)
    batch = max(1, _PAIRS_AT_ONCE // max(1, first.size))
    for start in range(0, shape[0], batch):
        rows = slice(start, min(start + batch, shape[0]))
        rise = points[rows][:, second] - points[rows][:, first]
        apart = clock[rows][:, second] - clock[rows][:, first]
        counts = ~np.isnan(rise)
        if period is not None:
            counts &= apart % period == 0
        yield Pairs(
            rows=rows,
            rise=rise,
            apart=apart.astype(np.float64),
            counts=counts,
            first=first,
            second=second,
            present=packed.present[rows],
            exponents=packed.exponents[rows],
        )


def without_rounding(values: FloatArray) -> FloatArray:
    """The values, with those that differ only by rounding made exactly equal, row by row."""
    order = np.argsort(values, axis=1, kind="stable")
    ascending = np.take_along_axis(values, order, axis=1)
    new = np.ones(values.shape, dtype=np.bool_)
    size = np.maximum(np.abs(ascending[:, 1:]), np.abs(ascending[:, :-1]))
    # Missing values compare as false, so each of them begins a group of its own.
    new[:, 1:] = ~(ascending[:, 1:] - ascending[:, :-1] <= TIE * size)
    columns = np.broadcast_to(np.arange(values.shape[1]), values.shape)
    group = np.maximum.accumulate(np.where(new, columns, 0), axis=1)
    joined = np.empty_like(values)
    np.put_along_axis(joined, order, np.take_along_axis(ascending, group, axis=1), axis=1)
    return joined
