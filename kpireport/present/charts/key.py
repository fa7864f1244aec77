"""The key of a timeline: swatches with their words, only of what is drawn, and the scale's note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpireport.present.charts.drawing import (
    Drawing,
    circle,
    diamond,
    hatching,
    number,
    polyline,
    rectangle,
    segment,
)
from kpireport.present.charts.lettering import LINE, TEXT, text_width, wrapped
from kpireport.present.charts.points import TimelinePoint, TimelineWords

_EDGE = 4.0


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A swatch and its word, where they stand."""

    kind: str
    word: str
    x: float
    y: float


def lay_out_key(
    points: Sequence[TimelinePoint], words: TimelineWords, scale_note: str, width: float
) -> tuple[KeyEntry, ...]:
    """The key's entries, only those that are drawn, wrapped into rows."""
    shown = [
        ("actual", words.actual, any(p.actual is not None for p in points)),
        (
            "provisional",
            words.provisional,
            any(p.provisional and p.actual is not None for p in points),
        ),
        ("target", words.target, any(p.set_target is not None for p in points)),
        ("goal", words.goal, any(p.goal_target is not None for p in points)),
        ("band", words.target, any(_has_band(p) for p in points)),
        ("prior", words.prior_year, any(p.prior_year is not None for p in points)),
        (
            "forecast",
            words.forecast,
            any(p.forecast is not None and p.actual is None for p in points),
        ),
        ("mean", words.mean, any(p.mean is not None for p in points)),
        ("limit", words.limits, any(p.lower is not None or p.upper is not None for p in points)),
        ("signal", words.signal, any(p.signal is not None for p in points)),
        ("scale", scale_note, bool(scale_note)),
    ]
    x, y, entries = _EDGE, 12.0, []
    for kind, word, present in shown:
        if not present:
            continue
        first, *more = wrapped(word, TEXT, width - 30)
        room = 21 + text_width(first, TEXT)
        if x > _EDGE and x + room > width - _EDGE:
            x, y = _EDGE, y + LINE + 1
        entries.append(KeyEntry(kind, first, x, y))
        for line in more:
            y += LINE
            entries.append(KeyEntry("", line, x, y))
        x += room + 14
    return tuple(entries)


def _has_band(point: TimelinePoint) -> bool:
    return point.target_low is not None or point.target_high is not None


def draw_key(drawing: Drawing, key: Sequence[KeyEntry], bars: bool) -> None:
    """Swatches with their words, above the plot."""
    for entry in key:
        if entry.kind:
            _swatch(drawing, entry, bars)
        drawing.text(entry.x + 21, entry.y, entry.word, size=TEXT, style="muted-text")


def _swatch(drawing: Drawing, entry: KeyEntry, bars: bool) -> None:
    x, y, middle = entry.x, entry.y, entry.y - 4
    box = rectangle(x, y - 9, 15, 10)
    match entry.kind:
        case "actual" if bars:
            drawing.path("actual", box)
        case "actual":
            drawing.path("actual-line", segment(x, x + 15, middle))
        case "provisional" if bars:
            drawing.path("provisional", box)
        case "provisional":
            drawing.path("hollow", circle(x + 7.5, middle, 2.6))
        case "target" if bars:
            drawing.path("plan", box)
        case "target":
            drawing.path("plan-outer", segment(x, x + 15, middle))
            drawing.path("plan-inner", segment(x, x + 15, middle))
        case "goal" if bars:
            drawing.path("goal", box)
        case "goal":
            slope = [polyline([(x, middle + 3), (x + 11, middle - 3)])]
            drawing.path("plan-outer", slope)
            drawing.path("plan-inner", slope)
            drawing.path("goal-end", diamond(x + 11, middle - 3, 3.4))
        case "band":
            drawing.path("band", box)
            drawing.path("plan", [segment(x, x + 15, y - 9), segment(x, x + 15, y + 1)])
        case "prior":
            style = "prior-tick" if bars else "prior-line"
            drawing.path(style, segment(x, x + 15, middle))
        case "forecast" if bars:
            drawing.path("hatched", box)
            drawing.path("hatch", hatching(x, y - 9, 15, 10))
        case "forecast":
            drawing.path("actual-dash", segment(x, x + 15, middle))
        case "signal":
            drawing.path("good", circle(x + 3.6, middle, 3.4))
            drawing.path("bad", diamond(x + 12, middle, 3.6))
        case "scale":
            drawing.path("mean", f"M{number(x + 7.5)} {number(y - 9)}v11")
            cuts = [[(x + 4, at + 1.5), (x + 11, at - 1.5)] for at in (middle - 1.5, middle + 2)]
            drawing.path("mean", [polyline(cut) for cut in cuts])
        case kind:
            drawing.path(kind, segment(x, x + 15, middle))
