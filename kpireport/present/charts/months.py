"""The months below a timeline, and the years below them."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.present.charts.drawing import Drawing, number
from kpireport.present.charts.layout import Layout
from kpireport.present.charts.lettering import LINE, SMALL, text_width


def draw_months(drawing: Drawing, plot: Layout) -> None:
    """The months below the plot, every one or every few, and the years below them.

    The report's own month is always named: at the drawing's edge its name moves in.
    """
    names = [p.month or p.label for p in plot.points]
    widest = max((text_width(name, SMALL) for name in names), default=0.0)
    stride = next((n for n in (1, 2, 3, 6, 12) if widest + 5 <= plot.slot * n), 24)
    anchor = plot.current if plot.current is not None else 0
    own = _own_place(plot, names)
    for index, name in enumerate(names):
        half, x, now = text_width(name, SMALL) / 2, plot.x(index), index == plot.current
        if now and own:
            x = (own[0] + own[1]) / 2
        elif (index - anchor) % stride or not _has_room(x, half, plot.width, own):
            continue
        style = "ink-text" if now else "muted-text"
        drawing.text(x, plot.months_y, name, size=SMALL, style=style, anchor="middle", bold=now)
    _years(drawing, plot)


def _has_room(x: float, half: float, width: float, own: tuple[float, float] | None) -> bool:
    """Whether a name so wide lies in the drawing and clear of the report's own month."""
    clear = own is None or x + half <= own[0] or own[1] <= x - half
    return clear and x - half >= 0 and x + half <= width


def _own_place(plot: Layout, names: Sequence[str]) -> tuple[float, float] | None:
    """From where to where the report's own month is named."""
    if plot.current is None:
        return None
    wide = text_width(names[plot.current], SMALL)
    left = min(max(plot.x(plot.current) - wide / 2, 0.0), plot.width - wide)
    return left, left + wide


def _years(drawing: Drawing, plot: Layout) -> None:
    runs: list[tuple[str, int, int]] = []
    for index, point in enumerate(plot.points):
        if runs and runs[-1][0] == point.year:
            runs[-1] = (point.year, runs[-1][1], index)
        else:
            runs.append((point.year, index, index))
    for year, first, last in runs:
        left, right = plot.x(first) - plot.slot / 2, plot.x(last) + plot.slot / 2
        if first:
            top, foot = plot.months_y + 4, plot.months_y + LINE
            drawing.path("grid", f"M{number(left)} {number(top)}V{number(foot)}")
            drawing.path("zero", f"M{number(left)} {number(plot.bottom)}v4")
        if text_width(year, SMALL) + 4 <= right - left:
            middle = (left + right) / 2
            y = plot.months_y + LINE - 1
            drawing.text(middle, y, year, size=SMALL, style="muted-text", anchor="middle")
