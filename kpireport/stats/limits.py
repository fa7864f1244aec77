"""The natural limits of a process: the mean ± 2.66 mean moving ranges, stretch by stretch.

Sources: D. J. Wheeler, *Understanding Variation* (1993), for the limits of individual values;
L. S. Nelson, "Control Charts for Individual Measurements", Journal of Quality Technology 14(3),
1982, for leaving extreme moving ranges out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kpireport.stats.rows import BoolArray, FloatArray, IntArray

Number = TypeVar("Number", np.float64, np.int64)

LIMITS_PER_MOVING_RANGE = 2.66
"""3/d2, where d2 = 1.128 is the mean range of two normal values in standard deviations."""

MOVING_RANGE_LIMIT = 3.267
"""D4 for ranges of two: the upper limit of a moving range chart, in mean moving ranges."""

TIE = 1e-9
"""How near two values count as one, relative to the distance from the mean to a limit."""


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Per point: the mean and the limits of the stretch it lies in, and that stretch's length.

    NaN where the point is missing; the limits are NaN too where the stretch has a single point.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    points: IntArray


def stretches(starts: BoolArray | None, columns: IntArray) -> IntArray:
    """The number of the stretch that each packed point lies in, 0 for the first.

    ``starts`` (series × points, before packing) is true where a new stretch opens; a start on a
    missing point opens it at the next one there is. ``columns`` says where packed points were.
    """
    if starts is None:
        return np.zeros(columns.shape, dtype=np.int64)
    opened = np.cumsum(starts, axis=1, dtype=np.int64)
    return np.take_along_axis(opened, columns, axis=1)


def natural_limits(values: FloatArray, stretch: IntArray, screen_outliers: bool = True) -> Limits:
    """Mean and limits of packed series (see ``rows.pack``), for each stretch by itself.

    With ``screen_outliers`` the moving ranges over 3.267 times their mean stay out of a second
    mean, which the limits then use; the process mean always counts every point. Where only zeros
    would stay (0 0 0 1 0 0 …), limits of no width would make a signal of every point: there the
    first mean stands. No moving range spans two stretches. In a stretch where all values are
    equal the limits equal that value.
    """
    present = ~np.isnan(values)
    cells = _Cells(stretch, values.shape[1])
    mean = cells.mean(values, present)
    # The mean of the deviations takes back what rounding lost in the first sum; of equal values
    # it makes the mean exactly that value.
    mean = mean + cells.mean(values - mean, present)
    ranges, follows = _moving_ranges(values, stretch, present)
    mean_range = cells.mean(ranges, follows)
    if screen_outliers:
        ordinary = follows & ~(ranges > MOVING_RANGE_LIMIT * mean_range * (1 + TIE))
        screened = cells.mean(ranges, ordinary)
        mean_range = np.where(screened == 0, mean_range, screened)
    reach = LIMITS_PER_MOVING_RANGE * mean_range
    points = np.where(present, cells.count(present), 0)
    blank = np.where(present, 0.0, np.nan)
    return Limits(mean + blank, mean - reach + blank, mean + reach + blank, points)


def _moving_ranges(
    values: FloatArray, stretch: IntArray, present: BoolArray
) -> tuple[FloatArray, BoolArray]:
    """|value − the one before|, and whether there is one before it in the same stretch."""
    ranges = np.full(values.shape, np.nan)
    ranges[:, 1:] = np.abs(values[:, 1:] - values[:, :-1])
    follows = np.zeros(values.shape, dtype=np.bool_)
    follows[:, 1:] = present[:, 1:] & (stretch[:, 1:] == stretch[:, :-1])
    return ranges, follows


class _Cells:
    """Sums over the stretches of all series at once: a cell is one stretch of one series."""

    def __init__(self, stretch: IntArray, width: int) -> None:
        series = stretch.shape[0]
        # A row of n columns has at most n + 1 stretches, the last perhaps without a point; a
        # packed row may carry higher numbers, because it lost columns.
        across = int(stretch.max(initial=0)) + 1
        self._cell: IntArray = (np.arange(series)[:, None] * across + stretch).ravel()
        self._size = series * across
        self._shape = (series, width)

    def count(self, counted: BoolArray) -> IntArray:
        """How many points count in the cell of each point."""
        counts = np.bincount(self._cell[counted.ravel()], minlength=self._size)
        return self._of_points(counts.astype(np.int64))

    def mean(self, values: FloatArray, counted: BoolArray) -> FloatArray:
        """The mean of the counted values in the cell of each point; NaN where none counts."""
        flags = counted.ravel()
        cell = self._cell[flags]
        counts = np.bincount(cell, minlength=self._size)
        sums = np.bincount(cell, weights=values.ravel()[flags], minlength=self._size)
        means = np.full(self._size, np.nan)
        np.divide(sums, counts, out=means, where=counts > 0)
        return self._of_points(means)

    def _of_points(self, cells: npt.NDArray[Number]) -> npt.NDArray[Number]:
        points: npt.NDArray[Number] = cells[self._cell].reshape(self._shape)
        return points
