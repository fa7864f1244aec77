"""How high the strip of variances is, and in which scale it stands below its plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpireport.present.charts.lettering import SMALL, text_width
from kpireport.present.charts.points import TimelinePoint

_LEAST, _MOST = 12.0, 60.0
_MOST_SCALED = 1000.0


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip of variances: its zero line, and how many pixels stand for the largest of them.

    ``factor`` is its scale as a multiple of the plot's; ``every_label`` whether each column has
    room for its figure.
    """

    name_y: float
    zero: float
    bottom: float
    factor: float
    largest: float
    pixels: float
    every_label: bool

    def rise(self, variance: float) -> float:
        """How far above the zero line ``variance`` reaches."""
        return variance / self.largest * self.pixels if self.largest else 0.0


def lay_out_strip(
    points: Sequence[TimelinePoint], above: float, slot: float, half_unit: float
) -> Strip | None:
    """The strip below ``above``; ``half_unit`` is half of what one pixel of the plot stands for.

    Halves keep sums of the largest floats finite.
    """
    variances = [p.variance for p in points if p.variance is not None]
    if not variances:
        return None
    most, least = max([*variances, 0.0]), min([*variances, 0.0])
    natural = (most / 2 - least / 2) / half_unit
    factor = _factor(natural)
    largest = max(most, -least)
    pixels = min(largest / 2 / half_unit * factor, _MOST) if largest else 0.0
    texts = [p.variance_text for p in points if p.variance is not None]
    every = all(text_width(text, SMALL) <= slot - 2 for text in texts)
    room = 16.0 if every else 5.0
    name_y = above + 16
    rises = max(variances) >= 0.0
    zero = name_y + 4 + (room if rises else 4) + (most / largest * pixels if largest else 0)
    bottom = zero + (-least / largest * pixels if largest else 0) + (room if least else 4)
    return Strip(name_y, zero, bottom, factor, largest, pixels, every)


def _factor(natural: float) -> float:
    """1 where the plot's scale suits the strip, else the 1-2-5 multiple that fills it best."""
    if natural <= 0 or _LEAST <= natural <= _MOST:
        return 1.0
    ideal = (34.0 if natural < _LEAST else _MOST) / natural
    # A thousandfold is far enough to see a variance, and to say so.
    ideal = max(1 / _MOST_SCALED, min(_MOST_SCALED, ideal))
    power = 10.0 ** math.floor(math.log10(ideal) + 1e-9)
    return max(f * power for f in (1, 2, 5) if f * power <= ideal * (1 + 1e-9))
