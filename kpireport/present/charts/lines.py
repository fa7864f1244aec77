"""The lines of a timeline: actual, prior year, what is expected, and the way of the target."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.present.charts.drawing import Drawing, circle, polyline
from kpireport.present.charts.layout import Layout
from kpireport.present.charts.points import TimelinePoint
from kpireport.present.charts.sparkline import stretches

_Values = Sequence[float | None]


def draw_lines(drawing: Drawing, plot: Layout) -> None:
    points = plot.points
    plan = [
        *_steps(plot, [p.set_target for p in points]),
        *_runs(plot, [p.goal_target for p in points]),
    ]
    drawing.path("plan-outer", plan)
    drawing.path("plan-inner", plan)
    drawing.path("prior-line", _runs(plot, [p.prior_year for p in points]))
    closed = [p.actual if not p.provisional else None for p in points]
    drawing.path("actual-dash", _expected(plot))
    drawing.path("actual-line", _runs(plot, closed))
    drawing.path("actual", _dots(plot, closed))
    open_dots = [
        circle(plot.x(i), plot.y(value), 2.6)
        for i, p in enumerate(points)
        if (value := _open_figure(p)) is not None
    ]
    drawing.path("hollow", open_dots)


def _open_figure(point: TimelinePoint) -> float | None:
    """A figure that is not final: a provisional actual, else a forecast."""
    if point.actual is not None:
        return point.actual if point.provisional else None
    return point.forecast


def _expected(plot: Layout) -> list[str]:
    """Dashes through figures that aren't final, joined to the final ones beside them."""
    points = plot.points
    values = [p.actual if p.actual is not None else p.forecast for p in points]
    found = []
    for i in range(1, len(points)):
        before, value = values[i - 1], values[i]
        if before is None or value is None:
            continue
        if _open_figure(points[i]) is not None or _open_figure(points[i - 1]) is not None:
            found.append(polyline([(plot.x(i - 1), plot.y(before)), (plot.x(i), plot.y(value))]))
    return found


def _runs(plot: Layout, values: _Values) -> list[str]:
    found = []
    for start, end in stretches(values):
        line = [(plot.x(i), plot.y(v)) for i in range(start, end) if (v := values[i]) is not None]
        if len(line) > 1:
            found.append(polyline(line))
    return found


def _dots(plot: Layout, values: _Values) -> list[str]:
    """The last figure, and every one that stands alone between gaps."""
    last = max((i for i, v in enumerate(values) if v is not None), default=-1)
    alone = {start for start, end in stretches(values) if end - start == 1}
    return [
        circle(plot.x(i), plot.y(v), 3.4 if i == last else 2.4)
        for i, v in enumerate(values)
        if v is not None and (i == last or i in alone)
    ]


def _steps(plot: Layout, values: _Values) -> list[str]:
    """A staircase through each run of months, straight on where the value moves month by month."""
    found, half = [], plot.slot / 2
    for start, end in stretches(values):
        line: list[tuple[float, float]] = []
        for i in range(start, end):
            value = values[i]
            if value is None:
                continue
            x, y = plot.x(i), plot.y(value)
            left = x if i > start and _moves_on(values, i) else x - half
            right = x if i + 1 < end and _moves_on(values, i + 1) else x + half
            if len(line) > 1 and line[-1][1] == line[-2][1] == y and left < x:
                line.pop()
            else:
                line.append((left, y))
            if right > left:
                line.append((right, y))
        found.append(polyline(line))
    return found


def _moves_on(values: _Values, index: int) -> bool:
    """Whether a value changes into this month, and did so or will do so the month beside, too."""
    return _changes(values, index) and (_changes(values, index - 1) or _changes(values, index + 1))


def _changes(values: _Values, index: int) -> bool:
    if not 0 < index < len(values):
        return False
    before, value = values[index - 1], values[index]
    return before is not None and value is not None and before != value
