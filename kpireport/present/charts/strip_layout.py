"""How high the strip of variances is, and in which scale it stands below its plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpireport.present.charts.drawing import number
from kpireport.present.charts.lettering import LINE, SMALL, text_width, wrapped
from kpireport.present.charts.points import TimelinePoint, TimelineWords

_LEAST, _FULL, _MOST = 0.05, 0.22, 1.0
"""Shares of the plot's height: below the least a variance can't be seen, the most is its own."""
_MOST_SCALED = 1000.0
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip of variances: its zero line, and how many pixels stand for the largest of them.

    ``name`` stands in lines from ``name_y`` on, and the report month's figure at ``figure_y``.
    ``factor`` is its scale as a multiple of the plot's; ``every_label`` whether each column has
    room for its figure. ``span`` is from the lowest to the highest of them in pixels.
    """

    name: tuple[str, ...]
    name_y: float
    figure_y: float
    zero: float
    bottom: float
    factor: float
    largest: float
    pixels: float
    every_label: bool
    span: float

    def rise(self, variance: float) -> float:
        """How far above the zero line ``variance`` reaches."""
        return variance / self.largest * self.pixels if self.largest else 0.0


@dataclass(frozen=True, slots=True)
class Ground:
    """What a strip stands below: the plot's height, half of what one pixel of it stands for (halves
    keep sums of the largest floats finite), a month's width and the drawing's."""

    height: float
    half_unit: float
    slot: float
    width: float


def lay_out_strip(
    points: Sequence[TimelinePoint],
    words: TimelineWords,
    above: float,
    ground: Ground,
    wanted: float | None = None,
) -> Strip | None:
    """The strip below ``above``; ``wanted`` is the factor of the same chart's other drawing.

    There is none where every variance is zero: a row of noughts says nothing.
    """
    variances = [p.variance for p in points if p.variance is not None]
    if not any(variances):
        return None
    most, least = max([*variances, 0.0]), min([*variances, 0.0])
    factor = _factor((most / 2 - least / 2) / ground.half_unit / ground.height, wanted)
    largest = max(most, -least)
    pixels = min(largest / 2 / ground.half_unit * factor, ground.height) if largest else 0.0
    texts = [p.variance_text for p in points if p.variance is not None]
    every = all(text_width(text, SMALL) <= ground.slot - 2 for text in texts)
    widest = 0.0 if every else max(text_width(text, SMALL) for text in texts)
    name = wrapped(_name(points, words, factor), SMALL, ground.width - 8)
    beside = len(name) == 1 and 8 + text_width(name[0], SMALL) + _GAP + widest <= ground.width
    name_y = above + 16
    figure_y = name_y + (LINE - 1) * (len(name) - (1 if beside else 0))
    room = 16.0 if every else 5.0
    rises = max(variances) >= 0.0
    zero = figure_y + 4 + (room if rises else 4) + (most / largest * pixels if largest else 0)
    bottom = zero + (-least / largest * pixels if largest else 0) + (room if least else 4)
    span = (most / largest - least / largest) * pixels if largest else 0.0
    return Strip(name, name_y, figure_y, zero, bottom, factor, largest, pixels, every, span)


def _name(points: Sequence[TimelinePoint], words: TimelineWords, factor: float) -> str:
    """What the strip shows, in which scale, and what its dashed columns are."""
    name = words.variance
    if factor != 1.0:
        sign = f"×{number(factor)}" if factor > 1 else f"÷{number(1 / factor)}"
        name = words.scaled_variance(factor) if words.scaled_variance else f"{name} ({sign})"
    dashed = any(p.provisional and p.variance for p in points)
    return words.between.join(part for part in (name, words.open_variance * dashed) if part)


def _factor(share: float, wanted: float | None) -> float:
    """1 where the plot's scale suits the strip, else the 1-2-5 multiple that fills it best.

    ``share`` is how much of the plot's height the variances span in its own scale.
    """
    if wanted is not None and _LEAST / 2 <= share * wanted <= _MOST:
        return wanted
    if share <= 0 or _LEAST <= share <= _MOST:
        return 1.0
    ideal = (_FULL if share < _LEAST else _MOST) / share
    # A thousandfold is far enough to see a variance, and to say so.
    ideal = max(1 / _MOST_SCALED, min(_MOST_SCALED, ideal))
    power = 10.0 ** math.floor(math.log10(ideal) + 1e-9)
    return max(f * power for f in (1, 2, 5) if f * power <= ideal * (1 + 1e-9))
