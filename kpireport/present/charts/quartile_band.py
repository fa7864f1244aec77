"""Ours among the others: the band that a benchmark's quantiles span, and our own mark.

A line with the published figures as ticks, the range between the outermost quantiles as a band
and our figure as a mark above it, whose shape and colour say good or bad. A benchmark of
one figure is a ``benchmark_gap``; here it would only be a tick. Positions are to scale; a figure
far outside the others is drawn at the edge, with an arrow that says it lies further out.
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
    segment,
)
from kpireport.present.charts.lettering import SMALL, TEXT, shortened, text_width
from kpireport.present.charts.scale import drawable
from kpireport.present.view import Chart, Tone

WIDTH, EDGE = 340.0, 12.0
MARK = 6.0
MARK_Y, _BAND_Y, _BAND_HEIGHT = 38.0, 52.0, 14.0
BASE = _BAND_Y + _BAND_HEIGHT
ROWS = (84.0, 98.0, 112.0)
SIDE_Y = 10.0
_FARTHEST = 1.25
"""How far outside the others ours is drawn to scale, as a multiple of what they span."""
MARKS = {
    Tone.GOOD: ("good", circle),
    Tone.BAD: ("bad", diamond),
    Tone.PLAIN: ("quiet-hollow", circle),
}
TEXTS = {Tone.GOOD: "good-text", Tone.BAD: "bad-text", Tone.PLAIN: "ink-text"}


@dataclass(frozen=True, slots=True)
class PublishedPoint:
    """A published figure: its value, and its name with the figure as text."""

    value: float
    text: str
    central: bool = False


@dataclass(frozen=True, slots=True)
class Ours:
    """What a picture of ours among others says besides the published figures.

    ``ours_text`` is our name with our figure. ``better`` is the word beside the arrow that shows
    the good side; none where ``higher_is_better`` is None. ``tone`` picks our mark.
    """

    ours_text: str
    alt: str
    title: str = ""
    tone: Tone = Tone.PLAIN
    better: str = ""
    higher_is_better: bool | None = None


def quartile_band(points: Sequence[PublishedPoint], ours: float, told: Ours) -> Chart:
    """Our figure among the published ones (rising; one or more)."""
    held = [(value, p) for p in points if (value := drawable(p.value)) is not None]
    own = drawable(ours)
    drawing = Drawing(WIDTH)
    scale = _Scale([value for value, _ in held], own)
    draw_side(drawing, told.better, told.higher_is_better)
    drawing.path("zero", segment(EDGE, WIDTH - EDGE, BASE))
    if len(held) > 1:
        left, right = scale.x(held[0][0]), scale.x(held[-1][0])
        drawing.path("band", rectangle(left, _BAND_Y, max(right - left, 2.0), _BAND_HEIGHT))
    for value, point in held:
        x, top = scale.x(value), _BAND_Y - (3 if point.central else 0)
        style = "actual-thin" if point.central else "plan"
        drawing.path(style, polyline([(x, top), (x, BASE + 5)]))
    bottom = _labels(drawing, [(scale.x(value), point) for value, point in held])
    if own is not None:
        _ours(drawing, scale, own, told.ours_text, told.tone)
    return Chart(drawing.svg(bottom, told.alt, "chart band"), told.alt, told.title)


class _Scale:
    """Where a value lies across the drawing."""

    def __init__(self, others: Sequence[float], own: float | None) -> None:
        low, high = (min(others), max(others)) if others else (own or 0.0, own or 0.0)
        reach = (high - low) * _FARTHEST
        if own is not None and len(others) > 1 and reach:
            own = min(max(own, low - reach), high + reach)
        held = [*others, *(() if own is None else (own,))] or [0.0]
        least, most = min(held), max(held)
        # A figure on its own stands in the middle; several leave room at both ends.
        pad = (most / 2 - least / 2) * 0.5 or max(abs(most), 1.0) / 4
        self.low: float = least - pad
        self.high: float = most + pad

    def x(self, value: float) -> float:
        """The place of a value, at the edge where it lies beyond."""
        share = (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return EDGE + (WIDTH - 2 * EDGE) * max(0.0, min(1.0, share))

    def beyond(self, value: float) -> int:
        """−1 or 1 where a value lies outside the drawing."""
        return (value > self.high) - (value < self.low)


def draw_side(drawing: Drawing, better: str, higher: bool | None) -> None:
    """Which way is better, in a corner of the good side."""
    if higher is None or not better:
        return
    word = shortened(better, SMALL, WIDTH / 3)
    if higher:
        drawing.text(WIDTH - EDGE - 16, SIDE_Y, word, size=SMALL, style="muted-text", anchor="end")
        draw_arrow(drawing, WIDTH - EDGE, SIDE_Y - 3.5, 1)
    else:
        drawing.text(EDGE + 16, SIDE_Y, word, size=SMALL, style="muted-text")
        draw_arrow(drawing, EDGE, SIDE_Y - 3.5, -1)


def draw_arrow(drawing: Drawing, x: float, y: float, side: int) -> None:
    """An arrow whose head is at ``x``."""
    tail, head = x - side * 11, x - side * 4
    drawing.path("plan", segment(min(tail, x), max(tail, x), y))
    drawing.path("plan", polyline([(head, y - 3.5), (x, y), (head, y + 3.5)]))


def _ours(drawing: Drawing, scale: _Scale, own: float, text: str, tone: Tone) -> None:
    """Our mark with its figure, and the line down to the axis; an arrow where that is too short."""
    x, side = scale.x(own), scale.beyond(own)
    style, shape = MARKS[tone]
    if side:
        draw_arrow(drawing, x, MARK_Y, side)
        x -= side * (MARK + 14)
    else:
        drawing.path("actual-thin", polyline([(x, MARK_Y), (x, BASE)]))
    drawing.path(style, shape(x, MARK_Y, MARK))
    room = WIDTH - 2 * EDGE
    shown = shortened(text, TEXT, room)
    half = text_width(shown, TEXT) / 2
    middle = min(max(x, EDGE + half), WIDTH - EDGE - half)
    drawing.text(
        middle, MARK_Y - 12, shown, size=TEXT, style=TEXTS[tone], anchor="middle", bold=True
    )


def _labels(drawing: Drawing, points: Sequence[tuple[float, PublishedPoint]]) -> float:
    """The published figures below the line, in up to three rows; the drawing's height.

    The central and the outermost figures come first: one between that has no room is left to
    the table beside the drawing.
    """
    ends = {0, len(points) - 1}
    order = sorted(range(len(points)), key=lambda at: (not points[at][1].central, at not in ends))
    taken: list[tuple[int, float, float]] = []
    lowest = 0
    for at in order:
        x, point = points[at]
        text = shortened(point.text, SMALL, WIDTH - 2 * EDGE)
        half = text_width(text, SMALL) / 2
        middle = min(max(x, half + 2), WIDTH - half - 2)
        left, right = middle - half - 4, middle + half + 4
        for row, y in enumerate(ROWS):
            if all(r != row or right <= a or left >= b for r, a, b in taken):
                taken.append((row, left, right))
                drawing.text(middle, y, text, size=SMALL, style="muted-text", anchor="middle")
                lowest = max(lowest, row)
                break
    return ROWS[lowest] + 6
