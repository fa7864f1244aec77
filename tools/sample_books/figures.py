"""Believable monthly figures: a level that grows, a season, a little noise, and what happened.

Only ``random()`` is drawn, and every figure is rounded before it is typed, so that each machine
and each Python gives the same workbook.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpireport.model.period import Period

Months = Sequence[Period]
Series = dict[Period, float]

FLAT = (1.0,) * 12


@dataclass(frozen=True)
class Shape:
    """How a figure behaves.

    ``start`` is its level in the first month, ``growth`` what it gains a year (0.12 for +12 %),
    ``season`` a factor for each calendar month, January first, ``noise`` the widest swing to
    either side as a share, ``shocks`` a further factor for single months.
    """

    start: float
    growth: float = 0.0
    season: Sequence[float] = FLAT
    noise: float = 0.0
    shocks: Mapping[Period, float] = field(default_factory=dict)


def draw(name: str, shape: Shape, months: Months) -> Series:
    """The shape's figures for ``months``; the name seeds the noise."""
    dice = random.Random(name)
    figures = {}
    for step, month in enumerate(months):
        swing = (dice.random() + dice.random() - 1) * shape.noise
        level = shape.start * (1 + shape.growth) ** (step / 12)
        season = shape.season[month.month - 1]
        figures[month] = level * season * (1 + swing) * shape.shocks.get(month, 1.0)
    return figures


def rounded(series: Series, decimals: int = 0) -> Series:
    return {month: round(value, decimals) for month, value in series.items()}


def product(left: Series, right: Series, decimals: int = 0) -> Series:
    """Month by month, where both have a figure."""
    return {m: round(left[m] * right[m], decimals) for m in left if m in right}


def quotient(top: Series, bottom: Series, multiplier: float = 1.0) -> Series:
    """Unrounded, month by month, where both have a figure."""
    return {m: top[m] / bottom[m] * multiplier for m in top if m in bottom}


def listed(first: Period, values: Iterable[float | None], step: int = 1) -> Series:
    """Typed figures from ``first`` on, every ``step`` months; None leaves a month empty."""
    placed = ((first.shift(i * step), value) for i, value in enumerate(values))
    return {month: value for month, value in placed if value is not None}


def repeated(months: Months, by_year: Mapping[int, float], year_of: Mapping[Period, int]) -> Series:
    """One figure a fiscal year, in each of its months."""
    return {m: by_year[year_of[m]] for m in months if year_of[m] in by_year}


def within(series: Series, first: Period, last: Period) -> Series:
    """The figures between two months, both included."""
    return {month: value for month, value in series.items() if first <= month <= last}
