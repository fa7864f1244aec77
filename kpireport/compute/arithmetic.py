"""Sums, quotients and comparisons of floats that never yield a NaN, an infinity or a −0.0.

Where a result can't be held by a float the functions return None, and the caller says why.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable

_HEADROOM = 64
"""Powers of two that a sum of large floats is scaled down by: room for 2⁶⁴ of them."""

RELATIVE_TOLERANCE = 1e-9
"""Two figures closer than this share of the larger are one: 0.95 computed as 0.9499999999999."""


def finite(value: float) -> float | None:
    """The value, with −0.0 as 0.0; None for a NaN or an infinity."""
    return value + 0.0 if math.isfinite(value) else None


def exact_sum(values: Iterable[float]) -> float | None:
    """The correctly rounded sum, the same in any order; None where it overflows."""
    terms = list(values)
    try:
        return finite(math.fsum(terms))
    except OverflowError:  # on the way there; a smaller scale tells whether the sum does too
        small = math.fsum(math.ldexp(term, -_HEADROOM) for term in terms)
        return finite(small * 2.0**_HEADROOM)
    except ValueError:  # infinities of both signs
        return None


def quotient(dividend: float, divisor: float, multiplier: float = 1.0) -> float | None:
    """dividend × multiplier / divisor; None where the divisor is zero or the result overflows.

    Multiplied first, so that 7 of 100 in percent is 7 and not 7.000000000000001.
    """
    if divisor == 0:
        return None
    scaled = dividend * multiplier
    if math.isinf(scaled):
        return finite(dividend / divisor * multiplier)
    return finite(scaled / divisor)


def same(left: float, right: float) -> bool:
    """Whether two figures are equal but for the noise of floating point."""
    return left == right or math.isclose(left, right, rel_tol=RELATIVE_TOLERANCE)


def reaches(value: float, edge: float) -> bool:
    """Whether ``value`` lies on or above ``edge``."""
    return value >= edge or math.isclose(value, edge, rel_tol=RELATIVE_TOLERANCE)


def within(distance: float, allowed: float, *figures: float) -> bool:
    """Whether ``distance``, the difference of two ``figures``, is at most ``allowed``.

    Besides the relative tolerance the rounding of the subtraction is allowed for: 8.2 − 8.3 is
    −0.10000000000000142 in floating point.
    """
    if distance <= allowed:
        return True
    rounding = 4 * sys.float_info.epsilon * max(abs(figure) for figure in figures)
    return distance - allowed <= max(RELATIVE_TOLERANCE * allowed, rounding)
