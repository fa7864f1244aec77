"""How a timeline's drawing is divided: key, plot, months, variance strip, margins for labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpireport.present.charts.axis_words import ScaleNote, note_lines, scale_note, tick_name
from kpireport.present.charts.events import Events, lay_out_events
from kpireport.present.charts.key import KeyEntry, lay_out_key
from kpireport.present.charts.lettering import LINE, SMALL, TEXT, text_width
from kpireport.present.charts.points import NO_SHARE, SharedScale, TimelinePoint, TimelineWords
from kpireport.present.charts.scale import Axis, TickText, axis
from kpireport.present.charts.strip_layout import Ground, Strip, lay_out_strip

_EDGE = 4.0
_PLOT_HEIGHT = {True: 190.0, False: 165.0}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything of one drawing goes.

    ``current`` is the report's month, or None; over the plot figures have room up to ``ceiling``.
    ``slot`` is the width of one month. ``throughout`` is said instead of drawing figures that
    all are zero.
    """

    points: Sequence[TimelinePoint]
    words: TimelineWords
    bars: bool
    width: float
    height: float
    scale: Axis
    ticks: tuple[tuple[float, str], ...]
    tick_size: float
    left: float
    right: float
    ceiling: float
    top: float
    bottom: float
    current: int | None
    every_label: bool
    key: tuple[KeyEntry, ...]
    events: Events
    months_y: float
    strip: Strip | None
    slot: float
    throughout: str = ""
    scale_note: tuple[ScaleNote, ...] = ()

    def x(self, index: int) -> float:
        """The middle of a month."""
        return self.left + self.slot * (index + 0.5)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * self.scale.share(value)


def lay_out(
    points: Sequence[TimelinePoint],
    width: float,
    words: TimelineWords,
    tick_text: TickText,
    bars: bool,
    plot_height: float | None = None,
    shared: SharedScale = NO_SHARE,
    factor: float | None = None,
) -> Layout:
    """Divide a drawing of that width; its height follows from what it holds.

    ``plot_height`` is that of the plot alone, by the drawing's width where it is None. The axis
    also holds what other charts of the same ``shared`` scale hold. ``factor`` is the scale of the
    strip of variances in another drawing of the chart.
    """
    wide = width > 500
    own = _figures(points)
    held = [*own, *shared.ends] if own else []
    scale = axis(held, from_zero=bars, most_ticks=6 if wide else 5, top_tick=True)
    throughout = _throughout(points, words)
    every_label = (
        bars and not throughout and _labels_fit(points, (width - 2 * _EDGE) / max(1, len(points)))
    )
    named = () if every_label or throughout or not own else scale.ticks
    billions = bool(named and words.in_billions and scale.in_billions)
    ticks = tuple((value, tick_name(value, scale, tick_text, billions=billions)) for value in named)
    left, tick_size = _left_margin(ticks, width)
    right = width - _right_margin(points, bars, width)
    note = scale_note(words, shared, scale, bool(named or every_label), billions=billions)
    key = lay_out_key(() if throughout else points, words, "" if ticks else note, width)
    key_bottom = max((entry.y for entry in key), default=0.0) + 6
    events = lay_out_events(points, left, right, key_bottom, width)
    events_bottom = max((flag.y for flag in events.flags), default=key_bottom)
    over_axis = note_lines(note if ticks else "", width, events_bottom)
    # A goal's name finds no room between columns: it stands over them.
    over = LINE if bars and any(p.goal_end for p in points) else 0.0
    top = max([events_bottom + 13, *(line.y for line in over_axis)]) + 9 + over
    below = 16.0 if bars and any(_falls_below(p) for p in points) else 2.0
    bottom = top + (_PLOT_HEIGHT[wide] if plot_height is None else plot_height)
    bottom = top + LINE if throughout else bottom
    months_y = bottom + below + 13
    years = any(point.year for point in points)
    months_bottom = months_y + (LINE + 3 if years else 5)
    slot = (right - left) / max(1, len(points))
    half_unit = (scale.high / 2 - scale.low / 2) / (bottom - top)
    ground = Ground(bottom - top, half_unit, slot, width)
    strip = lay_out_strip(points, words, months_bottom, ground, factor)
    height = months_bottom if strip is None else strip.bottom
    return Layout(
        points=points,
        words=words,
        bars=bars,
        width=width,
        height=height + events.listed_height,
        scale=scale,
        ticks=ticks,
        tick_size=tick_size,
        left=left,
        right=right,
        ceiling=events_bottom + 4,
        top=top,
        bottom=bottom,
        current=_current(points),
        every_label=every_label,
        key=key,
        events=events,
        months_y=months_y,
        strip=strip,
        slot=slot,
        throughout=throughout,
        scale_note=over_axis,
    )


def end_labels(points: Sequence[TimelinePoint], bars: bool) -> tuple[tuple[str, float, str], ...]:
    """What is named at the right edge: (series, value, text) of lines that run to the end."""
    if not points or bars:
        return ()
    last, current = points[-1], _current(points)
    found = []
    if last.actual is not None and not last.future:
        found.append(("actual", last.actual, last.actual_text))
    if last.forecast is not None and last.actual is None:
        found.append(("forecast", last.forecast, last.forecast_text))
    if last.target is not None:
        now = None if current is None else points[current].target
        # The figure beside the text is the report month's: another month's says which it is.
        month = f" ({last.month})" if last.month and last.target != now else ""
        found.append(("target", last.target, (last.target_text + month) * bool(last.target_text)))
    return tuple(label for label in found if label[2].strip())


def _figures(points: Sequence[TimelinePoint]) -> list[float]:
    return [
        value
        for p in points
        for value in (
            p.actual,
            p.target,
            p.target_low,
            p.target_high,
            p.prior_year,
            p.forecast if p.actual is None else None,
            p.mean,
            p.lower,
            p.upper,
        )
        if value is not None
    ]


def _throughout(points: Sequence[TimelinePoint], words: TimelineWords) -> str:
    """What is said where every month's actual, and all that it is held against, is zero."""
    past = [point for point in points if not point.future]
    if words.throughout is None or not past or any(_figures(points)):
        return ""
    if any(point.actual is None for point in past):
        return ""
    bounds = (bound for p in past for bound in (p.target, p.target_low, p.target_high))
    return words.throughout(past[-1].actual_text, any(bound is not None for bound in bounds))


def _falls_below(point: TimelinePoint) -> bool:
    """Whether the month's column hangs down, its figure below it."""
    figure = point.actual if point.actual is not None else point.forecast
    return figure is not None and figure < 0


def _labels_fit(points: Sequence[TimelinePoint], slot: float) -> bool:
    """Whether every column can carry its own figure, which makes an axis needless."""
    texts = [p.actual_text if p.actual is not None else p.forecast_text for p in points]
    return bool(any(texts)) and all(text_width(text, TEXT) <= slot - 3 for text in texts)


def _left_margin(ticks: Sequence[tuple[float, str]], width: float) -> tuple[float, float]:
    """Room for the tick labels; their type shrinks where they would take a third of the width."""
    widest = max((text_width(text, SMALL) for _, text in ticks), default=0.0)
    if widest == 0.0:
        return _EDGE, SMALL
    most = width * 0.3
    size = SMALL if widest <= most else SMALL * most / widest
    return min(widest, most) + 8, size


def _right_margin(points: Sequence[TimelinePoint], bars: bool, width: float) -> float:
    labels = end_labels(points, bars)
    widest = max((text_width(text, TEXT) for _, _, text in labels), default=0.0)
    return min(widest + 9, width * 0.3) if widest else _EDGE


def _current(points: Sequence[TimelinePoint]) -> int | None:
    return max(
        (i for i, p in enumerate(points) if p.actual is not None and not p.future), default=None
    )
