"""How many decimals a figure needs: enough to be read, and never so few that it seems to say
something else than the status beside it.

The rule, where the KPI's Decimals column says nothing:

- a percentage has one decimal (two under 1, three under 0.1);
- money in whole currency units has none from 1,000 on, else two;
- money in thousands or millions has one decimal (two under 10, three under 1);
- any other number is shown with three significant digits, at most six decimals;
- and no figure gets more decimals than the workbook's own figures have, except that means and
  ratios of whole numbers may have one.

``telling_decimals`` then adds decimals until what is printed says the same as what is true;
``adds_up`` says whether a difference printed beside its figures is theirs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from statistics import median

from kpireport.model.kpi import Aggregation, Kpi, Unit, UnitKind

MOST_DECIMALS = 6
EXTRA_DECIMALS = 6
_ADDED_UP_TO = 100
_POINT = 0.01
_FAR = 1.5
EQUAL = 1e-9
"""The relative difference up to which two figures count as the same, as for the status."""

_WIDE = Context(prec=400)  # room for every digit of the largest double

Pair = tuple[float, float]
"""A figure, and the edge it must not seem to touch or cross when it is printed."""

_COMPUTED = (Aggregation.MEAN, Aggregation.RATIO)


@lru_cache(maxsize=8192)
def rounded(value: float, decimals: int) -> Decimal:
    """``value`` as Excel rounds it for display: half away from zero, on 15 significant digits."""
    exact = Decimal(f"{value:.15g}")
    return exact.quantize(_last_place(decimals), ROUND_HALF_UP, _WIDE)


@lru_cache(maxsize=64)
def _last_place(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


@lru_cache(maxsize=8192)
def own_decimals(value: float) -> int:
    """The decimals a number has when it is written with up to twelve significant digits."""
    exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def usual_decimals(kpi: Kpi, figures: Sequence[float]) -> int:
    """The decimals of a KPI's figures; ``figures`` are its typed actuals and targets."""
    if kpi.decimals is not None:
        return kpi.decimals
    sizes = [abs(figure) for figure in figures if figure]
    if not sizes:
        return 1 if kpi.unit.is_percent else 0
    needed = max(map(own_decimals, sizes))
    if needed and in_cents(kpi.unit):
        return _by_size(kpi.unit, median(sizes))
    least = 1 if kpi.aggregation in _COMPUTED else 0
    return min(_by_size(kpi.unit, median(sizes)), max(needed, least))


def in_cents(unit: Unit) -> bool:
    """Whether a unit counts whole currency units and cents."""
    return unit.kind is UnitKind.CURRENCY and unit.scale == 1


def _by_size(unit: Unit, size: float) -> int:
    if unit.is_percent:
        return 1 if size >= 1 else 2 if size >= 0.1 else 3
    if in_cents(unit):
        return 0 if size >= 1000 else 2
    if unit.kind is UnitKind.CURRENCY:
        return 1 if size >= 10 else 2 if size >= 1 else 3
    return min(MOST_DECIMALS, max(0, 2 - math.floor(math.log10(size))))


def telling_decimals(start: int, pairs: Iterable[Pair]) -> int:
    """The fewest decimals from ``start`` on at which no pair prints as what it isn't.

    95.04 against 95.0 needs two: with one both print as 95.0. Where even six more decimals
    don't tell them apart, ``start``.
    """
    pairs = tuple(pairs)
    for decimals in range(start, start + EXTRA_DECIMALS + 1):
        # A loop, not all(…): hundreds of thousands of these in a report. Most pairs lie far apart:
        # rounding moves each figure by half a unit of the last place at most.
        unit = 10.0**decimals
        for value, edge in pairs:
            if not (abs(value - edge) * unit > _FAR or _tells(value, edge, decimals)):
                break
        else:
            return decimals
    return start


def prints_zero(value: float, decimals: int) -> bool:
    """Whether nothing but zeros is printed of a value."""
    return abs(value) * 10.0**decimals < 1 and not rounded(value, decimals)


def is_large(difference: float, decimals: int) -> bool:
    """Whether nobody subtracts to the last digit: a hundred units of the last place or more."""
    return abs(rounded(difference, decimals)).scaleb(decimals) >= _ADDED_UP_TO


def adds_up(
    value: float, other: float, difference: float, share: float | None, decimals: int
) -> bool:
    """Whether the difference, printed with so many decimals, is that of the two figures.

    41.55 less 41.93 is −0.38, which prints as −0.4 beside 41.6 and 41.9: it takes a decimal more.
    ``share`` is the difference over ``other``, as a fraction: it agrees where what is printed
    makes it to within a point.
    """
    first, second = rounded(value, decimals), rounded(other, decimals)
    if first - second != rounded(difference, decimals):
        return False
    if share is None or not second:
        return share is None
    return abs(float((first - second) / second) - share) <= _POINT


def _tells(value: float, edge: float, decimals: int) -> bool:
    printed, limit = rounded(value, decimals), rounded(edge, decimals)
    if math.isclose(value, edge, rel_tol=EQUAL, abs_tol=1e-12):
        return True
    return (printed > limit) == (value > edge) and printed != limit
