"""The difference of two figures, as somebody subtracts them on paper."""

from __future__ import annotations

from decimal import Decimal

_WRITTEN_TO = 1e15
"""Figures below this are written whole with fifteen significant digits, as Excel shows them."""


def difference(left: float, right: float) -> float:
    """left − right without the noise of floating point: 39.275 − 38.75 is 0.525.

    Subtracted as binary fractions they give 0.5249999999999986, which rounds to 0.52. Both are
    taken at the fifteen digits that Excel shows of them.
    """
    if float(left).is_integer() and float(right).is_integer():
        return left - right
    if abs(left) >= _WRITTEN_TO or abs(right) >= _WRITTEN_TO:
        return left - right
    return float(Decimal(f"{left:.15g}") - Decimal(f"{right:.15g}"))
