"""A KPI's recent months as a chart the size of a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kpireport.present.charts.drawing import (
    Drawing,
    circle,
    diamond,
    polyline,
    rectangle,
    segment,
    triangle,
)
from kpireport.present.charts.scale import Axis, axis, drawable
from kpireport.present.view import Chart

_WIDTH, _HEIGHT = 120.0, 30.0
_EDGE = 5.0
_Series = Sequence[float | None]
_Mark = tuple[str, Callable[[float, float, float], str]]

STATUS_MARKS: dict[str, _Mark] = {
    "on_track": ("good", circle),
    "at_risk": ("risk", triangle),
    "off_track": ("bad", diamond),
}
"""How the last month is marked: a style and a shape that differ by status."""

_NO_STATUS: _Mark = ("quiet-hollow", circle)


def sparkline(
    values: Sequence[float | None],
    targets: Sequence[float | None] = (),
    *,
    status: str = "",
    alt: str,
    title: str = "",
    lows: Sequence[float | None] = (),
    highs: Sequence[float | None] = (),
    bars: bool = False,
) -> Chart:
    """The months' actuals (oldest first) with their targets, the last one marked.

    ``targets``, ``lows`` and ``highs`` are as long as ``values`` or empty; None is a gap.
    ``status`` is the code of the last month's status and picks the mark's shape and colour.
    ``bars`` draws columns from zero, for figures that add up over months. ``alt`` is the
    sentence a screen reader says, ``title`` the chart's name in words.
    """
    actual, target = _clean(values), _clean(targets)
    low, high = _clean(lows), _clean(highs)
    held = [v for series in (actual, target, low, high) for v in series if v is not None]
    months = max(len(series) for series in (actual, target, low, high))
    plot = _Plot(axis(held, from_zero=bars), months)
    drawing = Drawing(_WIDTH)
    _band(drawing, plot, low, high)
    steps = _target_steps(plot, target)
    if bars:
        _columns(drawing, plot, actual)
        drawing.path("plan-case", steps)
        drawing.path("plan-thin", steps)
    else:
        drawing.path("plan-thin", steps)
        _line(drawing, plot, actual)
    _last_mark(drawing, plot, actual, status, bars)
    return Chart(svg=drawing.svg(_HEIGHT, alt, "spark"), alt=alt, title=title)


class _Plot:
    """Where a month and a value lie in the drawing."""

    def __init__(self, scale: Axis, months: int) -> None:
        self.scale = scale
        self.slot = (_WIDTH - 2 * _EDGE) / max(1, months)

    def x(self, index: int) -> float:
        return _EDGE + self.slot * (index + 0.5)

    def y(self, value: float) -> float:
        return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * self.scale.share(value)


def _clean(series: _Series) -> list[float | None]:
    return [drawable(value) for value in series]


def _band(drawing: Drawing, plot: _Plot, lows: _Series, highs: _Series) -> None:
    """The target range; open at an end where only one bound is given."""
    parts = []
    for index in range(max(len(lows), len(highs))):
        low = lows[index] if index < len(lows) else None
        high = highs[index] if index < len(highs) else None
        if low is None and high is None:
            continue
        top = plot.y(high) if high is not None else 0.0
        bottom = plot.y(low) if low is not None else _HEIGHT
        parts.append(rectangle(plot.x(index) - plot.slot / 2, top, plot.slot, bottom - top))
    drawing.path("band", parts)


def _columns(drawing: Drawing, plot: _Plot, values: _Series) -> None:
    width, zero = min(plot.slot * 0.66, 12.0), plot.y(0.0)
    drawing.path(
        "actual",
        [
            rectangle(plot.x(i) - width / 2, zero, width, plot.y(value) - zero)
            for i, value in enumerate(values)
            if value is not None
        ],
    )


def _line(drawing: Drawing, plot: _Plot, values: _Series) -> None:
    """Straight lines between neighbours; a month alone between gaps is a dot."""
    runs, dots = [], []
    for start, end in stretches(values):
        points = [(plot.x(i), plot.y(v)) for i in range(start, end) if (v := values[i]) is not None]
        if len(points) > 1:
            runs.append(polyline(points))
        else:
            dots.append(circle(*points[0], 1.5))
    drawing.path("actual-thin", runs)
    drawing.path("actual", dots)


def _target_steps(plot: _Plot, targets: _Series) -> list[str]:
    """A level for each month, neighbours at the same height drawn as one stroke."""
    steps, half = [], plot.slot / 2
    for start, end in stretches(targets, same=True):
        value = targets[start]
        if value is not None:
            steps.append(segment(plot.x(start) - half, plot.x(end - 1) + half, plot.y(value)))
    return steps


def _last_mark(drawing: Drawing, plot: _Plot, values: _Series, status: str, bars: bool) -> None:
    last = max((i for i, value in enumerate(values) if value is not None), default=None)
    if last is None or (value := values[last]) is None:
        return
    style, shape = STATUS_MARKS.get(status, _NO_STATUS)
    y = plot.y(value)
    if bars:
        y += -1.0 if value >= 0 else 1.0
    drawing.path("halo", circle(plot.x(last), y, 4.6))
    drawing.path(style, shape(plot.x(last), y, 3.4))


def stretches(values: _Series, *, same: bool = False) -> list[tuple[int, int]]:
    """The runs of neighbouring figures, as half-open index ranges.

    With ``same`` a run also ends where the figure changes.
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    for index, value in enumerate([*values, None]):
        before = values[index - 1] if index else None
        if start is not None and (value is None or (same and value != before)):
            found.append((start, index))
            start = None
        if start is None and value is not None:
            start = index
    return found
