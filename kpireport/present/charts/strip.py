"""The strip of variances below a timeline: how far each month was from its target."""

from __future__ import annotations

from kpireport.present.charts.drawing import Drawing, hatching, rectangle, segment
from kpireport.present.charts.layout import Layout
from kpireport.present.charts.lettering import LINE, SMALL, text_width
from kpireport.present.charts.plot import column_width
from kpireport.present.charts.strip_layout import Strip
from kpireport.present.view import Tone

_STYLES = {Tone.GOOD: "good-hollow", Tone.BAD: "bad", Tone.PLAIN: "quiet"}
_OPEN_STYLES = {Tone.GOOD: "good-open", Tone.BAD: "bad-open", Tone.PLAIN: "quiet-open"}
_LOW_STYLES = {Tone.GOOD: "good-hollow", Tone.BAD: "bad-open", Tone.PLAIN: "quiet-hollow"}
_LOW = 6.0
"""A column lower than that has its whole edge: dashes would leave scraps of it."""
_TEXT_STYLES = {Tone.GOOD: "good-text", Tone.BAD: "bad-text", Tone.PLAIN: "muted-text"}


def draw_strip(drawing: Drawing, plot: Layout) -> None:
    """A column a month from a zero line, in the plot's own scale or a named multiple of it."""
    strip = plot.strip
    if strip is None:
        return
    for tone, style in _STYLES.items():
        final = _columns(plot, strip, tone, provisional=False)
        drawing.path(style, [rectangle(*column) for column in final])
    for tone in _OPEN_STYLES:
        dashed = _columns(plot, strip, tone, provisional=True)
        low = [column for column in dashed if abs(column[3]) < _LOW]
        high = [column for column in dashed if abs(column[3]) >= _LOW]
        drawing.path(_OPEN_STYLES[tone], [rectangle(*column) for column in high])
        drawing.path(_LOW_STYLES[tone], [rectangle(*column) for column in low])
        if tone is Tone.BAD:
            edges = [rectangle(*column) for column in low]
            drawing.path("bad-hatch", [*map(_hatched, high), *edges])
    drawing.path("zero", segment(plot.left, plot.right, strip.zero))
    _labels(drawing, plot, strip)


_Column = tuple[float, float, float, float]
"""Left, foot, width, height; a negative height goes upwards."""


def _columns(plot: Layout, strip: Strip, tone: Tone, *, provisional: bool) -> list[_Column]:
    width = column_width(plot) * 0.62
    return [
        (plot.x(i) - width / 2, strip.zero, width, -strip.rise(p.variance))
        for i, p in enumerate(plot.points)
        if p.variance is not None and p.tone is tone and p.provisional is provisional
    ]


def _hatched(column: _Column) -> str:
    x, foot, width, height = column
    return hatching(x, min(foot, foot + height), width, abs(height))


def _labels(drawing: Drawing, plot: Layout, strip: Strip) -> None:
    """The strip's name with its scale; each column's figure, or only the report month's."""
    for at, line in enumerate(strip.name):
        drawing.text(4, strip.name_y + at * (LINE - 1), line, size=SMALL, style="muted-text")
    beside = 16 + text_width(strip.name[0], SMALL) if strip.figure_y == strip.name_y else 2.0
    for index, point in enumerate(plot.points):
        if point.variance is None or not (strip.every_label or index == plot.current):
            continue
        half = text_width(point.variance_text, SMALL) / 2
        x = min(max(plot.x(index), half + 2), plot.width - half - 2)
        if strip.every_label:
            end = strip.zero - strip.rise(point.variance)
            y = end - 4 if point.variance >= 0 else end + 12
        else:
            x, y = max(x, beside + half), strip.figure_y
        drawing.text(
            x,
            y,
            point.variance_text,
            size=SMALL,
            style=_TEXT_STYLES[point.tone],
            anchor="middle",
            bold=index == plot.current,
        )
