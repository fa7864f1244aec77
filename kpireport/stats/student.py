"""Student's t distribution for whole degrees of freedom, by its finite series.

Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and
26.7.4. A library would bring a second of start-up for these two functions.
"""

from __future__ import annotations

import math
from functools import lru_cache


def below(t: float, freedom: int) -> float:
    """The probability that a t-distributed value lies at or below ``t``.

    ``freedom`` is 1 or more; ``ValueError`` else.
    """
    if freedom < 1:
        raise ValueError(f"degrees of freedom are 1 or more, not {freedom}")
    return 0.5 + _middle(abs(t), freedom) / 2 * (1 if t >= 0 else -1)


@lru_cache(maxsize=1024)
def quantile(share: float, freedom: int) -> float:
    """The value that a t-distributed one stays below with probability ``share``, over 0.5.

    Found by halving, to the last digits of a float. ``ValueError`` for a share outside (0.5, 1).
    """
    if not 0.5 < share < 1:
        raise ValueError(f"a share lies between 0.5 and 1, not {share}")
    low, high = 0.0, 1.0
    while below(high, freedom) < share:
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def _middle(t: float, freedom: int) -> float:
    """The probability of a value between −t and t."""
    angle = math.atan2(t, math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    if freedom == 1:
        return 2 * angle / math.pi
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = 0.0
    for step in range(freedom // 2):
        total += term
        numerator, denominator = 2 * step + 1 + odd, 2 * step + 2 + odd
        term *= cosine * cosine * numerator / denominator
    if odd:
        return 2 / math.pi * (angle + sine * total)
    return sine * total
