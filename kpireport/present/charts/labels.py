"""The words and figures in a timeline: its axis, events, and the labels of figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpireport.present.charts.crowding import CROSSED, Box, Taken, box_of
from kpireport.present.charts.drawing import Drawing, rectangle
from kpireport.present.charts.events import draw_events, draw_listed
from kpireport.present.charts.layout import Layout, end_labels
from kpireport.present.charts.lettering import LINE, SMALL, TEXT, shortened, text_width
from kpireport.present.charts.plot import Ground
from kpireport.present.charts.points import TimelinePoint

_NEAR = 26
"""How far a label may stand from its mark before it seems another's."""


def draw_labels(drawing: Drawing, plot: Layout) -> None:
    """Tick labels, the note over them, events, and the figures themselves."""
    for value, text in plot.ticks:
        y = plot.y(value) + plot.tick_size * 0.36
        drawing.text(plot.left - 6, y, text, size=plot.tick_size, style="muted-text", anchor="end")
    taken = Taken(plot)
    for line in plot.scale_note:
        wide = text_width(line.text, SMALL)
        drawing.path("halo", rectangle(2, line.y - 9, wide + 4, 12) if wide else "")
        drawing.text(4, line.y, line.text, size=SMALL, style="muted-text")
        taken.add(Box(2, line.y - 9, 6 + wide, line.y + 2))
    draw_events(drawing, plot.events.flags)
    if plot.throughout:
        middle = plot.left + text_width(plot.throughout, TEXT) / 2
        _with_halo(drawing, plot, taken, middle, plot.bottom - 5, plot.throughout, bold=True)
    elif plot.every_label:
        _label_every_column(drawing, plot, taken)
    else:
        _label_ends(drawing, plot, taken)
        _label_current(drawing, plot, taken)
    if not plot.throughout:
        _label_goals(drawing, plot, taken)
    draw_listed(drawing, plot.events.listed, plot.height - plot.events.listed_height)


def _label_every_column(drawing: Drawing, plot: Layout, taken: Taken) -> None:
    """Each column's figure right beyond its end, clear of the strokes that cross there."""
    for index, point in enumerate(plot.points):
        figure = point.actual if point.actual is not None else point.forecast
        if figure is None:
            continue
        text = point.actual_text if point.actual is not None else point.forecast_text
        across = (point.target, point.prior_year, *_thin(point))
        strokes = [plot.y(v) for v in across if v is not None]
        gap = 6.0 if point.signal is not None else 0.0
        y = _beyond(plot.y(figure), strokes, down=figure < 0, gap=gap)
        _with_halo(drawing, plot, taken, plot.x(index), y, text, bold=index == plot.current)


def _thin(point: TimelinePoint) -> tuple[float | None, ...]:
    return point.mean, point.lower, point.upper


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


def _label_ends(drawing: Drawing, plot: Layout, taken: Taken) -> None:
    """The last figures at the right edge, pushed apart where they would touch."""
    labels = sorted(end_labels(plot.points, plot.bars), key=lambda label: -label[1])
    heights = _spread([plot.y(value) for _, value, _ in labels], plot.top, plot.bottom)
    room = plot.width - plot.right - 6
    for (series, _, text), y in zip(labels, heights, strict=True):
        size = TEXT if text_width(text, TEXT) <= room else TEXT * room / text_width(text, TEXT)
        strong = series == "actual"
        style = "ink-text" if strong else "muted-text"
        drawing.text(plot.right + 5, y + 4, text, size=size, style=style, bold=strong)
        taken.add(Box(plot.right + 2, y - 6, plot.width, y + 7))


def _label_goals(drawing: Drawing, plot: Layout, taken: Taken) -> None:
    """A goal's name near its end, where it stands clear of lines, events and figures.

    Where it would stand on a line it is left out: the mark at the end is named in the key too.
    """
    for index, point in enumerate(plot.points):
        if not point.goal_end or point.target is None:
            continue
        text = shortened(point.goal_end, TEXT, plot.width - 8)
        half = text_width(text, TEXT) / 2 + 2
        at = _over_column(plot, index) + 9 if plot.bars else plot.y(point.target)
        here = plot.x(index)
        middles = (here, plot.right - half, here - half - 10)
        # Where it is needed, it may stand far off; a mark's name would seem another line's.
        far = 46 if point.goal_open else _NEAR
        below = () if plot.bars else _steps(4, far)
        sides = [x for x in _beside_events(plot, half) if abs(x - here) <= half + _NEAR]
        places = [
            (min(max(x, half + 2), plot.right - half), at + step, abs(step) + 4 * turn)
            for turn, x in enumerate((*middles, *sides))
            for step in (*(-up for up in _steps(9, far)), *below)
        ]
        _place_best(drawing, plot, taken, text, places, bold=False, needed=point.goal_open)


def _steps(first: int, last: int) -> tuple[float, ...]:
    return tuple(float(step) for step in range(first, last, 4))


def _beside_events(plot: Layout, half: float) -> list[float]:
    """The middles of a label right beside each event's line."""
    lines = [plot.x(flag.index) for flag in plot.events.flags]
    return [x + side * (half + 3) for x in lines for side in (-1, 1)]


_Place = tuple[float, float, float]
"""A label's middle, its baseline, and how far it is from what it names."""


def _place_best(
    drawing: Drawing,
    plot: Layout,
    taken: Taken,
    text: str,
    places: Sequence[_Place],
    *,
    bold: bool,
    needed: bool = True,
) -> None:
    """Draw a label at the place that is nearest without touching anything.

    One that isn't ``needed`` is left out where there is no such place.
    """

    best, x, y = math.inf, 0.0, 0.0
    for near_x, near_y, away in sorted(places, key=lambda place: place[2]):
        if away >= best:  # Whatever is farther can only be worse.
            break
        badness = away + taken.cost(box_of(text, near_x, near_y, TEXT))
        if badness < best:
            best, x, y = badness, near_x, near_y
    if needed or taken.cost(box_of(text, x, y, TEXT)) < CROSSED:
        _with_halo(drawing, plot, taken, x, y, text, bold=bold)


def _over_column(plot: Layout, index: int) -> float:
    point = plot.points[index]
    heights = [plot.y(v) for v in (point.target, point.actual, point.forecast) if v is not None]
    return max(min(heights) - 9, plot.top - 5)


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


def _label_current(drawing: Drawing, plot: Layout, taken: Taken) -> None:
    """The report month's figure over its own column or beside its own point."""
    index = plot.current
    if index is None or (value := plot.points[index].actual) is None:
        return
    if any(series == "actual" for series, _, _ in end_labels(plot.points, plot.bars)):
        return
    text, at = plot.points[index].actual_text, plot.y(value)
    half = text_width(text, TEXT) / 2 + 2
    x = min(max(plot.x(index), half), plot.width - half)
    if plot.bars:
        strokes, down = _strokes_between(plot, x - half, x + half), value < 0
        thin = [plot.y(v) for v in _thin(plot.points[index]) if v is not None]
        y = _beyond(max(strokes) if down else min(strokes), thin, down=down, gap=0 if down else 2)
        _with_halo(drawing, plot, taken, x, min(y, plot.bottom + 14), text, bold=True)
        return
    aside = half - plot.slot / 2
    shifts = (0.0, -aside, aside, -half - 3, half + 3)
    places = [
        (
            min(max(plot.x(index) + shift, half), plot.width - half),
            at + step,
            turn + abs(step) + 4 * max(0, abs(step) - _NEAR),  # far off it seems another month's
        )
        for turn, shift in enumerate(shifts)
        for step in (*(-up for up in _steps(8, 46)), *_steps(17, 54))
    ]
    _place_best(drawing, plot, taken, text, places, bold=True)


def _strokes_between(plot: Layout, left: float, right: float) -> list[float]:
    """How high the columns and strokes reach that are drawn between two verticals."""
    heights = [plot.y(0.0)]
    reach = plot.slot * 0.42
    for index, point in enumerate(plot.points):
        if not left - reach <= plot.x(index) <= right + reach:
            continue
        figures = (point.actual, point.target, point.forecast, point.prior_year)
        heights += [plot.y(figure) for figure in figures if figure is not None]
        if point.signal is not None and point.actual is not None:
            heights += [plot.y(point.actual) - 5, plot.y(point.actual) + 5]
    return heights


def _with_halo(
    drawing: Drawing, plot: Layout, taken: Taken, x: float, y: float, text: str, *, bold: bool
) -> None:
    """A label in the plot, on a patch of ground so that no thin line strikes it through."""
    if not text.strip():
        return
    text = shortened(text, TEXT, plot.width - 8)
    half = text_width(text, TEXT) / 2
    x = min(max(x, half + 2), plot.width - half - 2)
    _patch(drawing, taken, (x - half - 1, y - 9, 2 * half + 2, 11))
    drawing.text(x, y, text, size=TEXT, anchor="middle", bold=bold)
    taken.add(box_of(text, x, y, TEXT))


def _patch(drawing: Drawing, taken: Taken, place: Ground) -> None:
    """A patch in the colours of the ground that it lies on."""
    drawing.path("halo", rectangle(*place))
    for style, grounds in taken.grounds.items():
        shared = (common for ground in grounds if (common := _common(place, ground)) is not None)
        drawing.path(style, [rectangle(*each) for each in shared])


def _common(one: Ground, other: Ground) -> Ground | None:
    """What two rectangles have in common."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right = min(one[0] + one[2], other[0] + other[2])
    bottom = min(one[1] + one[3], other[1] + other[3])
    return (left, top, right - left, bottom - top) if left < right and top < bottom else None
