"""How exact a typed figure is: to half of its last digit."""

from __future__ import annotations

from decimal import Decimal

from kpireport.workbook.texts import number_text


def agree(found: float, expected: float) -> bool:
    """Whether a typed figure is ``expected``, rounded to the digits it was typed with."""
    return abs(found - expected) <= half_digit(found) * (1 + 1e-9) + 1e-9 * abs(expected)


def half_digit(value: float) -> float:
    """Half of the last digit a number was typed with: the most that rounding took from it."""
    exponent = Decimal(number_text(value)).as_tuple().exponent
    return 0.5 * 10.0 ** min(exponent, 0) if isinstance(exponent, int) else 0.0
