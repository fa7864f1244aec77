"""Process behaviour charts (XmR): limits and signals of many series in one call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpireport.stats.limits import natural_limits, stretches
from kpireport.stats.rows import (
    BoolArray,
    CodeArray,
    FloatArray,
    IntArray,
    pack,
    unpack,
    unpack_codes,
    unscaled,
)
from kpireport.stats.signals import find_signals

LEAST_POINTS = 7
"""Under so many points there are no limits."""

FIRM_FROM = 12
"""Under so many points the limits are provisional (NHS England calls them trial limits)."""


@dataclass(frozen=True, slots=True, eq=False)
class XmrResult:
    """Per series and point, in the shape of the values that were given.

    ``mean``, ``lower`` and ``upper`` are those of the point's stretch: NaN where the point is
    missing or the stretch too short. ``rule`` holds a ``signals.Rule``, 0 for no signal; ``side``
    +1 for high or rising, −1 for low or falling, 0 for no signal. ``points`` is how many points
    the point's stretch has, 0 where the point is missing.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    rule: CodeArray
    side: CodeArray
    points: IntArray


def xmr(
    values: npt.ArrayLike,
    starts: BoolArray | None = None,
    *,
    screen_outliers: bool = True,
    least_points: int = LEAST_POINTS,
) -> XmrResult:
    """Limits and signals of each series, over all its points at once.

    ``values`` is series × points in time order. A missing point (NaN, or infinite) is left out
    and its neighbours are consecutive. ``starts``, of the same shape, is true where a new stretch
    opens: limits and signals never look across it; a start on a missing point counts for the next
    one present. A stretch of fewer than ``least_points`` (at least 2) gets nothing.

    Limits beyond the largest float are held there. ``ValueError`` for shapes that don't fit.
    """
    if least_points < 2:
        raise ValueError("limits need a moving range, so at least two points")
    packed = pack(values)
    shape = np.shape(values)
    width = shape[1]
    if starts is not None and np.shape(starts) != shape:
        raise ValueError(f"starts are {np.shape(starts)}, the values {shape}")
    stretch = stretches(starts, packed.columns)
    limits = natural_limits(packed.values, stretch, screen_outliers)
    rule, side = find_signals(packed.values, stretch, limits)
    enough = limits.points >= least_points

    def full(line: FloatArray) -> FloatArray:
        grown = unscaled(line, packed.exponents[:, None])
        return unpack(packed, np.where(enough, grown, np.nan), width)

    return XmrResult(
        mean=full(limits.mean),
        lower=full(limits.lower),
        upper=full(limits.upper),
        rule=unpack_codes(packed, np.where(enough, rule, 0), width).astype(np.int8),
        side=unpack_codes(packed, np.where(enough, side, 0), width).astype(np.int8),
        points=unpack_codes(packed, limits.points, width),
    )
