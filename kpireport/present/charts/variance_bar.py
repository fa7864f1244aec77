"""A bar for one row of a table: how far the row is from its target, in the scale of all rows.

To the right is better, to the left worse; good is hollow and bad is solid, so that neither colour
nor side stands alone. One far-off row doesn't flatten the others: its bar is cut where the scale
ends and broken by two strokes, as IBCS shows an outlier.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from kpireport.present.charts.drawing import Drawing, polyline, rectangle
from kpireport.present.charts.scale import drawable
from kpireport.present.view import Chart

_WIDTH, _HEIGHT = 96.0, 18.0
_TOP, _BOTTOM = 3.5, 14.5
_HALF = 45.0
_LEAST_BAR = 2.0
_FAR = 2.0
"""How many times the upper quartile of all rows a row may reach before it is cut."""
_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_BREAK_AT, _BREAK_GAP, _SLANT = 9.0, 3.0, 2.5
_ALMOST = 1 + 1e-9


def shared_limit(shares: Iterable[float | None]) -> float:
    """Where the scale of all rows ends: a round share that holds all but the far-off rows.

    Shares are fractions of the target (0.08 is 8 %); 0.1 where no row is off its target.
    """
    sizes = sorted(abs(share) for each in shares if (share := drawable(each)))
    if not sizes:
        return 0.1
    typical = sizes[3 * (len(sizes) - 1) // 4]
    return _rounded_up(min(sizes[-1], typical * _FAR))


def _rounded_up(size: float) -> float:
    power = 10.0 ** math.floor(math.log10(size))
    step = next((s for s in _ROUND if s * power * _ALMOST >= size), 10.0)
    return float(f"{step * power:.6g}")


def is_cut(share: float, limit: float) -> bool:
    """Whether a bar is longer than the scale."""
    return abs(share) > limit * _ALMOST


def variance_bar(share: float | None, limit: float, *, alt: str, title: str = "") -> Chart:
    """The bar of one row. ``share`` is positive where the actual is better than its target.

    ``limit`` is the share at which the drawing ends on either side (``shared_limit``). Without a
    share only the line that stands for the target is drawn.
    """
    drawing = Drawing(_WIDTH)
    middle, held = _WIDTH / 2, drawable(share)
    if held:
        length = max(_LEAST_BAR, _HALF * min(1.0, abs(held) / limit))
        way = math.copysign(1.0, held)
        style = "good-hollow" if held > 0 else "bad"
        drawing.path(style, rectangle(middle, _TOP, way * length, _BOTTOM - _TOP))
        if is_cut(held, limit):
            _broken(drawing, middle + way * (_HALF - _BREAK_AT))
    drawing.path("zero", polyline([(middle, 0.0), (middle, _HEIGHT)]))
    return Chart(svg=drawing.svg(_HEIGHT, alt, "vbar"), alt=alt, title=title)


def _broken(drawing: Drawing, x: float) -> None:
    """A gap with a slanting stroke on either side: the bar goes on beyond the scale."""
    top, bottom = _TOP - 2, _BOTTOM + 2
    left, right = x - _BREAK_GAP / 2, x + _BREAK_GAP / 2
    edges = [[(side - _SLANT / 2, bottom), (side + _SLANT / 2, top)] for side in (left, right)]
    drawing.path("halo", polyline([edges[0][0], edges[0][1], edges[1][1], edges[1][0]]) + "z")
    drawing.path("zero", [polyline(edge) for edge in edges])
