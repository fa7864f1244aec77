"""KPIs as rows and months as columns: the form in which statistics take many series at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class MonthGrid:
    """``values`` is series × months, NaN where a series has none; ``starts`` marks new levels.

    The columns are those months, in time order, in which any series has a value.
    """

    months: tuple[int, ...]
    values: npt.NDArray[np.float64]
    starts: npt.NDArray[np.bool_]

    def column(self, month: int) -> int:
        return bisect_left(self.months, month)


def month_grid(
    series: Sequence[Mapping[int, float]], rebases: Sequence[Sequence[int]] | None = None
) -> MonthGrid:
    """The grid of the series; a rebase opens its new level at the first column from it on."""
    months = tuple(sorted({month for points in series for month in points}))
    values = np.full((len(series), len(months)), np.nan)
    starts = np.zeros(values.shape, dtype=np.bool_)
    columns = {month: column for column, month in enumerate(months)}
    for row, points in enumerate(series):
        for month, value in points.items():
            values[row, columns[month]] = value
    for row, opened in enumerate(rebases or ()):
        for month in opened:
            column = bisect_left(months, month)
            if column < len(months):
                starts[row, column] = True
    return MonthGrid(months, values, starts)
