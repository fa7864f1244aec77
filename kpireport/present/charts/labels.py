"""The words and figures around a timeline: axis, months, and the labels of figures."""

from __future__ import annotations

from kpireport.present.charts.drawing import (
    Drawing,
    number,
    rectangle,
)
from kpireport.present.charts.layout import Layout, end_labels
from kpireport.present.charts.lettering import LINE, SMALL, TEXT, shortened, text_width


def draw_months(drawing: Drawing, plot: Layout) -> None:
    """The months below the plot, every one or every few, and the years below them."""
    names = [p.month or p.label for p in plot.points]
    widest = max((text_width(name, SMALL) for name in names), default=0.0)
    stride = next((n for n in (1, 2, 3, 6, 12) if widest + 5 <= plot.slot * n), 24)
    anchor = plot.current if plot.current is not None else 0
    for index, name in enumerate(names):
        if (index - anchor) % stride:
            continue
        half = text_width(name, SMALL) / 2
        if plot.x(index) - half < 0 or plot.x(index) + half > plot.width:
            continue
        now = index == plot.current
        style = "ink-text" if now else "muted-text"
        drawing.text(
            plot.x(index), plot.months_y, name, size=SMALL, style=style, anchor="middle", bold=now
        )
    _years(drawing, plot)


def draw_labels(drawing: Drawing, plot: Layout, status: str) -> None:
    """Tick labels, the note over them, event labels, and the figures themselves."""
    for value, text in plot.ticks:
        y = plot.y(value) + plot.tick_size * 0.36
        drawing.text(plot.left - 6, y, text, size=plot.tick_size, style="muted-text", anchor="end")
    if plot.scale_note:
        y, wide = plot.top - 9, text_width(plot.scale_note, SMALL)
        drawing.path("halo", rectangle(2, y - 9, wide + 4, 12))
        drawing.text(4, y, plot.scale_note, size=SMALL, style="muted-text")
    for flag in plot.events:
        if not flag.text:
            continue
        wide = text_width(flag.text, SMALL) + 4
        left = flag.x - 2 if flag.anchor == "start" else flag.x - wide + 2
        drawing.path("halo", rectangle(left, flag.y - 10, wide, 13))
        drawing.text(flag.x, flag.y, flag.text, size=SMALL, style="muted-text", anchor=flag.anchor)
    if plot.every_label:
        _label_every_column(drawing, plot)
    else:
        _label_ends(drawing, plot)
        _label_current(drawing, plot)
    _label_goals(drawing, plot)


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


def _label_every_column(drawing: Drawing, plot: Layout) -> None:
    """Each column's figure right beyond its end, clear of the plan's and prior year's strokes."""
    for index, point in enumerate(plot.points):
        figure = point.actual if point.actual is not None else point.forecast
        if figure is None:
            continue
        text = point.actual_text if point.actual is not None else point.forecast_text
        strokes = [plot.y(v) for v in (point.target, point.prior_year) if v is not None]
        gap = 6.0 if point.signal is not None else 0.0
        y = _beyond(plot.y(figure), strokes, down=figure < 0, gap=gap)
        _with_halo(drawing, plot, plot.x(index), y, text, bold=index == plot.current)


def _beyond(end: float, strokes: list[float], *, down: bool, gap: float) -> float:
    """The baseline of a label beyond a column's end, moved on past strokes that would cross it."""
    if down:
        top = end + 3 + gap
        for stroke in sorted(strokes):
            if top - 3 < stroke < top + 12:
                top = stroke + 4
        return top + 9
    bottom = end - 3 - gap
    for stroke in sorted(strokes, reverse=True):
        if bottom - 12 < stroke < bottom + 3:
            bottom = stroke - 4
    return bottom


def _label_ends(drawing: Drawing, plot: Layout) -> None:
    """The last figures at the right edge, pushed apart where they would touch."""
    labels = sorted(end_labels(plot.points, plot.bars), key=lambda label: -label[1])
    heights = _spread([plot.y(value) for _, value, _ in labels], plot.top, plot.bottom)
    room = plot.width - plot.right - 6
    for (series, _, text), y in zip(labels, heights, strict=True):
        size = TEXT if text_width(text, TEXT) <= room else TEXT * room / text_width(text, TEXT)
        strong = series == "actual"
        style = "ink-text" if strong else "muted-text"
        drawing.text(plot.right + 5, y + 4, text, size=size, style=style, bold=strong)


def _label_goals(drawing: Drawing, plot: Layout) -> None:
    """A goal's name at its end: over its column, or on the free side of its line."""
    for index, point in enumerate(plot.points):
        if not point.goal_end or point.target is None:
            continue
        half = text_width(point.goal_end, TEXT) / 2 + 2
        x = min(max(plot.x(index), half + 2), plot.right - half)
        y = _over_column(plot, index) if plot.bars else _beside_line(plot, index, x, half)
        _with_halo(drawing, plot, x, y, point.goal_end, bold=False)


def _over_column(plot: Layout, index: int) -> float:
    point = plot.points[index]
    heights = [plot.y(v) for v in (point.target, point.actual, point.forecast) if v is not None]
    if plot.every_label or index == plot.current:  # the month's own figure stands there
        heights = [height - 15 for height in heights]
    return max(min(heights) - 9, plot.top - 5)


def _beside_line(plot: Layout, index: int, x: float, half: float) -> float:
    """Above or below the end of the way, wherever the figures around are further away."""
    near = [p for i, p in enumerate(plot.points) if x - half <= plot.x(i) <= x + half]
    at = plot.y(plot.points[index].target or 0.0)
    way = [plot.y(p.target) for p in near if p.goal and p.target is not None]
    others = [
        plot.y(figure)
        for point in near
        for figure in (point.actual, point.forecast, point.prior_year)
        if figure is not None
    ]
    above, below = min([at, *way]) - 9, max([at, *way]) + 17

    def room(y: float) -> float:
        return min((abs(y - 4 - other) for other in others), default=plot.bottom)

    fits_below = below <= plot.bottom - 2
    return below if fits_below and room(below) > room(above) and room(above) < 12 else above


def _spread(heights: list[float], top: float, bottom: float) -> list[float]:
    """The same heights (sorted downwards), at least a line apart and inside the plot."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + LINE - 1 if placed else top))
    overflow = placed[-1] - bottom if placed else 0.0
    if overflow > 0:
        for i in range(len(placed) - 1, -1, -1):
            limit = bottom - (len(placed) - 1 - i) * (LINE - 1)
            placed[i] = min(placed[i], limit)
    return placed


def _label_current(drawing: Drawing, plot: Layout) -> None:
    """The report month's figure beside its point, clear of the lines or columns around it."""
    index = plot.current
    if index is None or (value := plot.points[index].actual) is None:
        return
    if any(series == "actual" for series, _, _ in end_labels(plot.points, plot.bars)):
        return
    text = plot.points[index].actual_text
    half, at = text_width(text, TEXT) / 2 + 2, plot.y(value)
    places = []
    for shift in (0.0, plot.slot / 2 - half, half - plot.slot / 2):
        x = min(max(plot.x(index) + shift, half), plot.width - half)
        strokes = _strokes_between(plot, x - half, x + half)
        above, below = min(strokes) - 5, max(strokes) + 14
        if not plot.bars or value >= 0:
            places.append((at - above, x, above))
        if below <= plot.bottom + (12 if plot.bars else -2) and (not plot.bars or value < 0):
            places.append((below - at - 8, x, below))
    if not places:
        places.append((0.0, min(max(plot.x(index), half), plot.width - half), plot.top - 5))
    _, x, y = min(places, key=lambda place: place[0])
    _with_halo(drawing, plot, x, y, text, bold=True)


def _strokes_between(plot: Layout, left: float, right: float) -> list[float]:
    """How high the figures reach that are drawn between two verticals."""
    heights = [plot.y(0.0)] if plot.bars else []
    reach = plot.slot * (0.42 if plot.bars else 0.5)
    for index, point in enumerate(plot.points):
        if not left - reach <= plot.x(index) <= right + reach:
            continue
        figures = (point.actual, point.target, point.forecast, point.prior_year)
        heights += [plot.y(figure) for figure in figures if figure is not None]
        if point.signal is not None and point.actual is not None:
            heights += [plot.y(point.actual) - 5, plot.y(point.actual) + 5]
    return heights


def _with_halo(
    drawing: Drawing, plot: Layout, x: float, y: float, text: str, *, bold: bool
) -> None:
    """A label in the plot, on a patch of ground so that no thin line strikes it through."""
    if not text.strip():
        return
    room = plot.width - 8
    text = shortened(text, TEXT, room)
    half = text_width(text, TEXT) / 2
    x = min(max(x, half + 2), plot.width - half - 2)
    drawing.path("halo", rectangle(x - half, y - 9, 2 * half, 11))
    drawing.text(x, y, text, size=TEXT, anchor="middle", bold=bold)
