"""The strip of variances below a timeline: how far each month was from its target."""

from __future__ import annotations

from kpireport.present.charts.drawing import Drawing, number, rectangle, segment
from kpireport.present.charts.layout import Layout
from kpireport.present.charts.lettering import SMALL, text_width
from kpireport.present.charts.plot import column_width
from kpireport.present.charts.strip_layout import Strip
from kpireport.present.view import Tone

_STYLES = {Tone.GOOD: "good-hollow", Tone.BAD: "bad", Tone.PLAIN: "quiet"}
_TEXT_STYLES = {Tone.GOOD: "good-text", Tone.BAD: "bad-text", Tone.PLAIN: "muted-text"}


def draw_strip(drawing: Drawing, plot: Layout) -> None:
    """A column a month from a zero line, in the plot's own scale or a named multiple of it."""
    strip = plot.strip
    if strip is None:
        return
    width = column_width(plot) * 0.62
    for tone, style in _STYLES.items():
        drawing.path(
            style,
            [
                rectangle(plot.x(i) - width / 2, strip.zero, width, -strip.rise(p.variance))
                for i, p in enumerate(plot.points)
                if p.variance is not None and p.tone is tone
            ],
        )
    drawing.path("zero", segment(plot.left, plot.right, strip.zero))
    _labels(drawing, plot, strip)


def _factor_text(factor: float) -> str:
    if factor == 1.0:
        return ""
    return f" (×{number(factor)})" if factor > 1 else f" (÷{number(1 / factor)})"


def _labels(drawing: Drawing, plot: Layout, strip: Strip) -> None:
    """The strip's name with its scale; each column's figure, or only the report month's."""
    name = plot.words.variance + _factor_text(strip.factor)
    drawing.text(4, strip.name_y, name, size=SMALL, style="muted-text")
    for index, point in enumerate(plot.points):
        if point.variance is None or not (strip.every_label or index == plot.current):
            continue
        half = text_width(point.variance_text, SMALL) / 2
        x = min(max(plot.x(index), half + 2), plot.width - half - 2)
        if strip.every_label:
            end = strip.zero - strip.rise(point.variance)
            y = end - 4 if point.variance >= 0 else end + 12
        else:
            x, y = max(x, 4 + text_width(name, SMALL) + 12 + half), strip.name_y
        drawing.text(
            x,
            y,
            point.variance_text,
            size=SMALL,
            style=_TEXT_STYLES[point.tone],
            anchor="middle",
            bold=index == plot.current,
        )
