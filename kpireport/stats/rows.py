"""Rows of numbers with holes: many series at once, each a row, NaN where a point is missing.

Every function here takes and gives 2-D arrays (series × points). Missing points are pushed to the
right, so that the neighbours of a gap stand next to each other, and values are scaled by powers
of two, which is exact, so that neither 1e300 nor 1e-300 overflows in a sum of squares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
CodeArray = npt.NDArray[np.int8]

_LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Series without holes: present points on the left in their order, NaN after them.

    ``columns`` says which column of the original each packed point came from. ``exponents`` holds
    one integer a row: the original values are ``values`` × 2^exponent, and no packed value is
    beyond ±1.
    """

    values: FloatArray
    columns: IntArray
    exponents: IntArray

    @property
    def present(self) -> BoolArray:
        return ~np.isnan(self.values)


def as_rows(values: npt.ArrayLike) -> FloatArray:
    """The values as a new 2-D float array in which whatever is not finite is missing (NaN).

    ``ValueError`` where the input has not exactly two dimensions.
    """
    rows = np.array(values, dtype=np.float64)
    if rows.ndim != 2:
        raise ValueError(f"series are rows of a 2-D array, not of {rows.ndim} dimensions")
    rows[~np.isfinite(rows)] = np.nan
    return rows


def pack(values: npt.ArrayLike) -> Packed:
    """The series without their holes, scaled row by row; as wide as the longest of them."""
    rows = as_rows(values)
    missing = np.isnan(rows)
    width = int((~missing).sum(axis=1).max(initial=0))
    columns = np.argsort(missing, axis=1, kind="stable")[:, :width].astype(np.int64)
    packed = np.take_along_axis(rows, columns, axis=1)
    largest = np.abs(np.where(np.isnan(packed), 0.0, packed)).max(axis=1, initial=0.0)
    exponents = np.frexp(largest)[1].astype(np.int64)
    with np.errstate(under="ignore"):
        scaled = np.ldexp(packed, -exponents[:, None])
    return Packed(scaled, columns, exponents)


def unpack(packed: Packed, values: npt.NDArray[np.generic], width: int) -> FloatArray:
    """Packed floats back in their columns; NaN where the original had none."""
    rows = np.full((values.shape[0], width), np.nan)
    np.put_along_axis(rows, packed.columns, np.where(packed.present, values, np.nan), axis=1)
    return rows


def unpack_codes(packed: Packed, values: npt.NDArray[np.generic], width: int) -> IntArray:
    """Packed integers back in their columns; 0 where the original had none."""
    rows = np.zeros((values.shape[0], width), dtype=np.int64)
    np.put_along_axis(rows, packed.columns, np.where(packed.present, values, 0), axis=1)
    return rows


def unscaled(values: FloatArray, exponents: IntArray) -> FloatArray:
    """Values × 2^exponent, held within the largest finite float; −0.0 becomes 0.0."""
    with np.errstate(over="ignore", under="ignore"):
        grown = np.ldexp(values, exponents)
    return np.clip(grown, -_LARGEST, _LARGEST) + 0.0


def last_points(values: npt.ArrayLike, count: int) -> FloatArray:
    """Each series with only its last ``count`` present points; all earlier ones are missing."""
    rows = as_rows(values)
    present = ~np.isnan(rows)
    from_the_end = np.cumsum(present[:, ::-1], axis=1)[:, ::-1]
    rows[from_the_end > count] = np.nan
    return rows
