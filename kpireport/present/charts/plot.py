"""The series of a timeline: columns or lines, plan, prior year, limits, signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kpireport.present.charts.drawing import (
    Drawing,
    circle,
    diamond,
    hatching,
    polyline,
    rectangle,
    segment,
    square,
)
from kpireport.present.charts.layout import Layout
from kpireport.present.charts.lines import draw_lines
from kpireport.present.charts.points import TimelinePoint
from kpireport.present.charts.sparkline import stretches
from kpireport.present.view import Tone

_Values = Sequence[float | None]

SIGNAL_MARKS: dict[Tone, tuple[str, Callable[[float, float, float], str]]] = {
    Tone.GOOD: ("good", circle),
    Tone.BAD: ("bad", diamond),
    Tone.PLAIN: ("quiet", square),
}
"""A signal's style and shape: shape differs with tone, so that colour never stands alone."""
_SMALL_MARK = 0.65


def draw_ground(drawing: Drawing, plot: Layout) -> None:
    """What lies behind the figures: the months to come, the target range, the grid, the events."""
    grounds = coloured_grounds(plot)
    drawing.path("future", [rectangle(*each) for each in grounds["future"]])
    drawing.path("grid", [segment(plot.left, plot.right, plot.y(v)) for v, _ in plot.ticks])
    drawing.path("band", [rectangle(*each) for each in grounds["band"]])
    _band_edges(drawing, plot)
    if plot.scale.low <= 0.0 <= plot.scale.high:
        drawing.path("zero", segment(plot.left, plot.right, plot.y(0.0)))
    drawing.path(
        "event",
        [
            polyline([(plot.x(f.index), f.y + 4), (plot.x(f.index), plot.bottom)])
            for f in plot.events.flags
        ],
    )


def draw_series(drawing: Drawing, plot: Layout) -> None:
    """Everything measured, planned or expected, quiet before loud."""
    if plot.bars:
        _columns(drawing, plot)
    else:
        draw_lines(drawing, plot)
    _limits(drawing, plot)
    _goal_ends(drawing, plot)
    _signals(drawing, plot)


def column_width(plot: Layout) -> float:
    """The width of a plan's column; the actual inside is narrower."""
    return min(plot.slot * 0.8, 46.0)


Ground = tuple[float, float, float, float]
"""A rectangle: left, top, width, height."""


def coloured_grounds(plot: Layout) -> Mapping[str, Sequence[Ground]]:
    """The parts of the plot that aren't white, by style: months to come, the target range."""
    band: list[Ground] = []
    for index, point in enumerate(plot.points):
        low, high = point.target_low, point.target_high
        if low is None and high is None:
            continue
        top = plot.top if high is None else plot.y(high)
        bottom = plot.bottom if low is None else plot.y(low)
        band.append((plot.x(index) - plot.slot / 2, top, plot.slot, bottom - top))
    first = next((i for i, p in enumerate(plot.points) if p.future), None)
    left = plot.right if first is None else plot.x(first) - plot.slot / 2
    ahead = (left, plot.top, plot.right - left, plot.bottom - plot.top)
    return {"future": () if first is None else (ahead,), "band": band}


def _band_edges(drawing: Drawing, plot: Layout) -> None:
    half = plot.slot / 2
    edges = [
        segment(plot.x(index) - half, plot.x(index) + half, plot.y(value))
        for index, point in enumerate(plot.points)
        for value in (point.target_low, point.target_high)
        if value is not None
    ]
    drawing.path("plan", edges)


def _columns(drawing: Drawing, plot: Layout) -> None:
    zero, outer = plot.y(0.0), column_width(plot)
    planned = any(p.target is not None for p in plot.points)
    inner = outer * (0.62 if planned else 0.85)

    def column(index: int, value: float, width: float) -> tuple[float, float, float, float]:
        return plot.x(index) - width / 2, zero, width, plot.y(value) - zero

    solid: list[str] = []
    provisional: list[str] = []
    plan: list[str] = []
    goal: list[str] = []
    hatched, hatch, prior = [], [], []
    for i, p in enumerate(plot.points):
        if p.target is not None:
            (goal if p.goal else plan).append(rectangle(*column(i, p.target, outer)))
        if p.actual is not None:
            (provisional if p.provisional else solid).append(rectangle(*column(i, p.actual, inner)))
        elif p.forecast is not None:
            x, _, width, height = column(i, p.forecast, inner)
            hatched.append(rectangle(x, zero, width, height))
            hatch.append(hatching(x, min(zero, zero + height), width, abs(height)))
        if p.prior_year:  # at zero there is no column whose top it could be
            reach = min(plot.slot * 0.48, outer * 0.6)
            prior.append(segment(plot.x(i) - reach, plot.x(i) + reach, plot.y(p.prior_year)))
    drawing.path("plan", plan)
    drawing.path("goal", goal)
    drawing.path("actual", solid)
    drawing.path("provisional", provisional)
    drawing.path("hatched", hatched)
    drawing.path("hatch", hatch)
    drawing.path("prior-case", prior)
    drawing.path("prior-tick", prior)
    drawing.path("zero", segment(plot.left, plot.right, zero))


def _goal_ends(drawing: Drawing, plot: Layout) -> None:
    """Where a goal arrives: the end of its way."""
    ends = [
        diamond(plot.x(i), plot.y(p.target), 4.2)
        for i, p in enumerate(plot.points)
        if p.goal_end and not p.goal_open and p.target is not None
    ]
    drawing.path("goal-end", ends)


def _levels(plot: Layout, values: _Values) -> list[str]:
    """A level stroke for each stretch of the same value, without risers between stretches."""
    found, half = [], plot.slot / 2
    for start, end in stretches(values, same=True):
        value = values[start]
        if value is not None:
            found.append(segment(plot.x(start) - half, plot.x(end - 1) + half, plot.y(value)))
    return found


def _limits(drawing: Drawing, plot: Layout) -> None:
    drawing.path("mean", _levels(plot, [p.mean for p in plot.points]))
    for side in ([p.lower for p in plot.points], [p.upper for p in plot.points]):
        # Where columns can't go below zero, their limit there is the axis itself.
        shown = [v or None for v in side] if plot.bars else side
        drawing.path("limit", _levels(plot, shown))


def _signals(drawing: Drawing, plot: Layout) -> None:
    """Every signal; within a run only small, so that what lies behind is seen."""
    for tone, (style, shape) in SIGNAL_MARKS.items():
        places = [
            (plot.x(i), plot.y(p.actual), _SMALL_MARK if _within_run(plot.points, i) else 1.0)
            for i, p in enumerate(plot.points)
            if p.signal is tone and p.actual is not None
        ]
        drawing.path("halo", [circle(x, y, 5.4) for x, y, part in places if part == 1.0])
        radius = 3.4 if shape is square else 4.0
        drawing.path(style, [shape(x, y, radius * part) for x, y, part in places])


def _within_run(points: Sequence[TimelinePoint], index: int) -> bool:
    """Whether the months on both sides carry the same signal."""
    around = points[max(0, index - 1) : index + 2]
    return len(around) == 3 and len({point.signal for point in around}) == 1
