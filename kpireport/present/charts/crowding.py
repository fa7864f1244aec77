"""Where a label of a timeline stands clear: of figures drawn, and of labels placed before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kpireport.present.charts.layout import Layout
from kpireport.present.charts.lettering import text_width
from kpireport.present.charts.plot import Ground, coloured_grounds

_STEP = 3.0
_TOUCH = 500.0
CROSSED, _CROSSED_THIN = 45.0, 12.0
"""A figure's line that goes through a label, and a thin one that its patch of ground covers."""
_TALL = 9.0


@dataclass(frozen=True, slots=True)
class Box:
    """What a text takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def box_of(text: str, x: float, y: float, size: float) -> Box:
    """The box of a text whose middle is at ``x`` and whose baseline is at ``y``."""
    half = text_width(text, size) / 2
    return Box(x - half - 2, y - _TALL, x + half + 2, y + 2)


@dataclass(slots=True)
class Taken:
    """The labels placed so far in a plot, and the lines through it that a label might cover."""

    plot: Layout
    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[float, Sequence[float | None]]] = field(init=False)
    drops: Sequence[float] = field(init=False)
    """Where the lines of events drop through the plot."""
    grounds: Mapping[str, Sequence[Ground]] = field(init=False)
    """The coloured parts of the plot by style: a label's patch has their colours."""

    def __post_init__(self) -> None:
        self.lines = list(_lines(self.plot))
        self.grounds = coloured_grounds(self.plot)
        self.drops = [self.plot.x(flag.index) for flag in self.plot.events.flags]

    def add(self, box: Box) -> None:
        self.boxes.append(box)

    def cost(self, box: Box) -> float:
        """How badly a label would stand there: on other labels, on lines, outside the plot."""
        plot = self.plot
        cost = _TOUCH * sum(box.touches(other) for other in self.boxes)
        if box.bottom > plot.bottom or box.top < plot.ceiling:
            cost += _TOUCH
        cost += CROSSED * sum(box.left < x < box.right for x in self.drops)
        if not self.lines:
            return cost
        stations = list(_stations(plot, box))
        return cost + sum(weight * _crosses(line, stations, box) for weight, line in self.lines)


def _lines(plot: Layout) -> Iterator[tuple[float, Sequence[float | None]]]:
    """The heights of every line through the plot, and how much it matters where it is crossed."""
    points = plot.points
    thick = (
        [p.actual if p.actual is not None else p.forecast for p in points],
        [p.target for p in points],
        [p.prior_year for p in points],
    )
    thin = (
        [getattr(p, name) for p in points]
        for name in ("target_low", "target_high", "mean", "lower", "upper")
    )
    for weight, kind in ((CROSSED, thick), (_CROSSED_THIN, thin)):
        for values in kind:
            if any(value is not None for value in values):
                yield weight, [None if value is None else plot.y(value) for value in values]


def _stations(plot: Layout, box: Box) -> Iterator[tuple[int, int, float]]:
    """Where lines are looked at under a box: between which two months, and how far along."""
    count, slot, first = len(plot.points), plot.slot, plot.x(0)
    x = box.left
    while x <= box.right:
        at = (x - first) / slot if slot else 0.0
        if -0.5 <= at <= count - 0.5:
            before = max(0, min(count - 1, int(at // 1)))
            yield before, min(count - 1, before + 1), max(0.0, min(1.0, at - before))
        x += _STEP


def _crosses(
    heights: Sequence[float | None], stations: Iterable[tuple[int, int, float]], box: Box
) -> bool:
    """Whether a line or one of its marks goes through the box."""
    top, bottom = box.top - 2, box.bottom + 2
    for before, after, share in stations:
        first, last = heights[before], heights[after]
        if first is None or last is None:
            continue
        if top < first * (1 - share) + last * share < bottom:
            return True
    return False
