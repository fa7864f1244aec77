"""From numbers to coordinates: round ticks, an honest axis, positions inside a plot."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

TickText = Callable[[float, int], str]
"""How an axis tick is shown: the value, and the decimals its step needs, to text with unit."""

_LARGEST = 1e300
BILLION, _LARGEST_BILLIONS = 1e9, 1e15
_SAME = 1e-12


def drawable(value: float | None) -> float | None:
    """``value`` where it can be drawn: None for NaN and infinities, clamped far below overflow."""
    if value is None or not math.isfinite(value):
        return None
    return max(-_LARGEST, min(_LARGEST, float(value)))


def round_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5 × a power of ten that divides ``span`` into at most ``most``."""
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 5):
        # The tolerance lets 0.3 / 3 count as 0.1, whatever binary floating point makes of it.
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10 * power


def step_decimals(step: float) -> int:
    """How many decimals tell two neighbouring ticks apart."""
    return max(0, min(12, -math.floor(math.log10(step) + 1e-9)))


@dataclass(frozen=True, slots=True)
class Axis:
    """What the plot spans, and the round values named along it."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    def share(self, value: float) -> float:
        """Where ``value`` lies between low (0) and high (1), kept inside."""
        share = (value - self.low) / (self.high - self.low)
        return 0.0 if share <= 0.0 else share if share < 1.0 else 1.0

    @property
    def in_billions(self) -> bool:
        """Whether its ticks are so large that their zeros say nothing."""
        return BILLION <= max(map(abs, self.ticks), default=0.0) < _LARGEST_BILLIONS


def axis(
    values: Iterable[float], *, from_zero: bool, most_ticks: int = 5, top_tick: bool = False
) -> Axis:
    """An axis that holds every value.

    ``from_zero`` always holds zero, as columns need: their length is read as the figure. Lines
    need it not; theirs holds zero only where the figures come near it. With ``top_tick`` no
    value stands above the highest tick, and no column hangs below the lowest.
    """
    held = list(values)
    low, high = (min(held), max(held)) if held else (0.0, 0.0)
    highest = high
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= _SAME * max(abs(low), abs(high), 1e-290):
        low, high = _around(low, from_zero)
    elif not from_zero:
        low, high = _padded(low, high)
    step = round_step(high - low, most_ticks)
    if top_tick:
        high = max(high, step * math.ceil(highest / step - 1e-9))
        if from_zero:
            low = min(low, step * math.floor(low / step + 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    decimals = step_decimals(step)
    ticks = tuple(round(i * step, 12) if step > 1e-9 else i * step for i in range(first, last + 1))
    return Axis(low, high, ticks, decimals)


def _around(value: float, from_zero: bool) -> tuple[float, float]:
    """A span for figures that are all the same."""
    if value == 0.0 or abs(value) < 1e-290:
        return (0.0, 1.0) if from_zero else (-1.0, 1.0)
    return value - abs(value) / 10, value + abs(value) / 10


def _padded(low: float, high: float) -> tuple[float, float]:
    pad = (high - low) * 0.08
    if 0 <= low < 0.3 * high:
        return 0.0, high + pad
    if 0 >= high > 0.3 * low:
        return low - pad, 0.0
    return low - pad, high + pad
