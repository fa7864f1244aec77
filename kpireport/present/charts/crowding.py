"""Where a label of a timeline stands clear: of figures drawn, and of labels placed before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kpireport.present.charts.layout import Layout
from kpireport.present.charts.lettering import text_width

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
    """The labels placed so far."""

    boxes: list[Box] = field(default_factory=list)

    def add(self, box: Box) -> None:
        self.boxes.append(box)

    def cost(self, plot: Layout, box: Box) -> float:
        """How badly a label would stand there: on other labels, on lines, outside the plot."""
        cost = _TOUCH * sum(box.touches(other) for other in self.boxes)
        if box.bottom > plot.bottom or box.top < plot.ceiling:
            cost += _TOUCH
        return cost + sum(weight * _crosses(plot, line, box) for weight, line in _lines(plot))


def _lines(plot: Layout) -> Iterable[tuple[float, Sequence[float | None]]]:
    """Every line through the plot, and how much it matters where it is crossed."""
    points = plot.points
    yield CROSSED, [p.actual if p.actual is not None else p.forecast for p in points]
    yield CROSSED, [p.target for p in points]
    yield CROSSED, [p.prior_year for p in points]
    for thin in ("target_low", "target_high", "mean", "lower", "upper"):
        yield _CROSSED_THIN, [getattr(p, thin) for p in points]


def _crosses(plot: Layout, values: Sequence[float | None], box: Box) -> bool:
    """Whether a line or one of its marks goes through the box."""
    x = box.left
    while x <= box.right:
        at = (x - plot.x(0)) / plot.slot if plot.slot else 0.0
        before = max(0, min(len(values) - 1, int(at // 1)))
        after = min(len(values) - 1, before + 1)
        share = max(0.0, min(1.0, at - before))
        first, last = values[before], values[after]
        if first is not None and last is not None and -0.5 <= at <= len(values) - 0.5:
            y = plot.y(first) * (1 - share) + plot.y(last) * share
            if box.top - 2 < y < box.bottom + 2:
                return True
        x += _STEP
    return False
