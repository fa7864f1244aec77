"""An actual against its target in one line: after Stephen Few's bullet graph, in IBCS notation.

Quiet bands show from where the figure is on track and from where at risk, the darkest the
furthest from target; the sign of each status stands below its band, so that no colour is needed
to read it. The target is an outlined stroke across, the prior year a lighter tick. Figures that
add up are a solid bar from zero; others only a mark, since their length from zero says nothing
on an axis that need not hold zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpireport.present.charts.drawing import (
    Drawing,
    circle,
    diamond,
    polyline,
    rectangle,
    triangle,
)
from kpireport.present.charts.lettering import SMALL, TEXT, shortened, text_width
from kpireport.present.charts.scale import Axis, axis, drawable
from kpireport.present.charts.sparkline import STATUS_MARKS
from kpireport.present.view import Chart

_EDGE = 6.0
_SIGN_ROOM = 14.0
_ZONES = {
    "on_track": ("zone-met", "good", circle),
    "at_risk": ("zone-near", "risk", triangle),
    "off_track": ("zone-far", "bad", diamond),
}


@dataclass(frozen=True, slots=True)
class Zone:
    """Where on the scale a status holds: from ``low`` to ``high``, None where it is open."""

    status: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class BulletMark:
    """A figure on the scale with its name and figure as text."""

    value: float | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Size:
    """How a bullet is divided. ``rows`` are the baselines of labels below; none without words."""

    width: float
    top: float
    height: float
    signs: float | None
    rows: tuple[float, ...]


_WHOLE = _Size(340.0, 20.0, 22.0, 50.0, (68.0, 82.0))
_CARD = _Size(240.0, 1.0, 14.0, None, ())


def bullet(
    actual: BulletMark,
    targets: Sequence[BulletMark],
    zones: Sequence[Zone],
    *,
    prior: BulletMark,
    status: str,
    bars: bool,
    alt: str,
    title: str = "",
    worded: bool = True,
) -> Chart:
    """The actual among its targets (one level, or the ends of a band) and the statuses' zones.

    ``bars`` draws a bar from zero. ``status`` is the code of the actual's status and picks the
    mark's sign. ``worded`` names every figure beside its mark; without, it is a drawing for a card
    whose figures stand beside it.
    """
    size = _WHOLE if worded else _CARD
    ends = [end for zone in zones for end in (zone.low, zone.high)]
    values = [actual.value, prior.value, *(t.value for t in targets), *ends]
    held = [value for each in values if (value := drawable(each)) is not None]
    plot = _Plot(size, axis(held, from_zero=bars))
    drawing = Drawing(size.width)
    _zones(drawing, plot, zones)
    own = drawable(actual.value)
    if own is not None and bars:
        _bar(drawing, plot, own)
    for target in targets:
        _stroke(drawing, plot, drawable(target.value), "plan-outer", "plan-inner", 0.0)
    _stroke(drawing, plot, drawable(prior.value), "prior-case", "prior-tick", size.height * 0.2)
    if own is not None and not bars:
        _mark(drawing, plot, own, status)
    bottom = size.top + size.height + 1.0
    if worded:
        _above(drawing, plot, actual)
        bottom = _below(drawing, plot, [*targets, prior])
    css_class = "chart bullet" if worded else "bullet small"
    return Chart(svg=drawing.svg(bottom, alt, css_class), alt=alt, title=title)


class _Plot:
    """Where a value lies across the drawing."""

    def __init__(self, size: _Size, scale: Axis) -> None:
        self.size = size
        self.scale = scale
        self.left, self.right = _EDGE, size.width - _EDGE

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * self.scale.share(value)


def _zones(drawing: Drawing, plot: _Plot, zones: Sequence[Zone]) -> None:
    size = plot.size
    for zone in zones:
        low, high = drawable(zone.low), drawable(zone.high)
        left = plot.left if low is None else plot.x(low)
        right = plot.right if high is None else plot.x(high)
        if right <= left:
            continue
        style, sign, shape = _ZONES[zone.status]
        drawing.path(style, rectangle(left, size.top, right - left, size.height))
        if size.signs is not None and right - left >= _SIGN_ROOM:
            drawing.path(sign, shape((left + right) / 2, size.signs, 3.2))


def _bar(drawing: Drawing, plot: _Plot, value: float) -> None:
    size, x, zero = plot.size, plot.x(value), plot.x(0.0)
    half, middle = size.height * 0.2, size.top + size.height / 2
    drawing.path("actual", rectangle(min(zero, x), middle - half, abs(x - zero), 2 * half))
    drawing.path("zero", polyline([(zero, size.top), (zero, size.top + size.height)]))


def _mark(drawing: Drawing, plot: _Plot, value: float, status: str) -> None:
    """The actual where a bar would have no honest length: its status' sign on a line."""
    size, x = plot.size, plot.x(value)
    drawing.path("actual-thin", polyline([(x, size.top), (x, size.top + size.height)]))
    style, shape = STATUS_MARKS.get(status, ("quiet-hollow", circle))
    radius = 5.0 if size.rows else 4.2
    drawing.path("halo", circle(x, size.top + size.height / 2, radius + 1.4))
    drawing.path(style, shape(x, size.top + size.height / 2, radius))


def _stroke(
    drawing: Drawing, plot: _Plot, value: float | None, outer: str, inner: str, inset: float
) -> None:
    """A stroke across the bands, inside a case that keeps it apart from what it crosses."""
    if value is None:
        return
    size, x = plot.size, plot.x(value)
    line = polyline([(x, size.top + inset), (x, size.top + size.height - inset)])
    drawing.path(outer, line)
    drawing.path(inner, line)


def _above(drawing: Drawing, plot: _Plot, actual: BulletMark) -> None:
    if actual.value is None or (value := drawable(actual.value)) is None:
        return
    text = shortened(actual.text, TEXT, plot.size.width - 4)
    half = text_width(text, TEXT) / 2
    x = min(max(plot.x(value), half + 2), plot.size.width - half - 2)
    drawing.text(x, plot.size.top - 8, text, size=TEXT, anchor="middle", bold=True)


def _below(drawing: Drawing, plot: _Plot, marks: Sequence[BulletMark]) -> float:
    """The other figures' names in as many rows as keep them apart; the drawing's height."""
    size = plot.size
    taken: list[tuple[int, float, float]] = []
    lowest = (size.signs or size.top + size.height) + 5.0
    for mark in marks:
        value = drawable(mark.value)
        if value is None or not mark.text:
            continue
        text = shortened(mark.text, SMALL, size.width - 4)
        half = text_width(text, SMALL) / 2
        middle = min(max(plot.x(value), half + 2), size.width - half - 2)
        left, right = middle - half - 5, middle + half + 5
        free = (n for n in range(3) if all(r != n or right <= a or left >= b for r, a, b in taken))
        row = next(free, None)
        if row is None:
            continue
        y = size.rows[0] + row * (size.rows[1] - size.rows[0])
        taken.append((row, left, right))
        drawing.text(middle, y, text, size=SMALL, style="muted-text", anchor="middle")
        lowest = max(lowest, y + 4)
    return lowest
