"""Events over a timeline: named in full where there is room, else numbered and listed below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpireport.present.charts.drawing import Drawing, rectangle
from kpireport.present.charts.lettering import LINE, SMALL, text_width, wrapped
from kpireport.present.charts.points import TimelinePoint

_MOST_ROWS = 3
_MOST_TRIED = 2000
"""How many placings of names are tried before they become numbers."""
_ROW = LINE - 1
_INDENT, _GAP = 18.0, 14.0
_MOST_COLUMNS = 4
_EDGE = 4.0


@dataclass(frozen=True, slots=True)
class EventFlag:
    """An event's name or number above the plot, and the month its line drops to."""

    index: int
    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event in the list below the drawing: its number and its name, in lines."""

    number: str
    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one drawing. ``listed`` is empty where all are named above the plot."""

    flags: tuple[EventFlag, ...] = ()
    listed: tuple[ListedEvent, ...] = ()
    listed_height: float = 0.0


def lay_out_events(
    points: Sequence[TimelinePoint], left: float, right: float, above: float, width: float
) -> Events:
    """Names in as many rows as keep them and the lines apart; else numbers and a list."""
    slot = (right - left) / max(1, len(points))
    told = [(i, left + slot * (i + 0.5), p.event) for i, p in enumerate(points) if p.event.strip()]
    named = _named(told, left, right, above)
    if named is not None:
        return Events(named)
    return Events(_numbered(told, above), *_listed([text for _, _, text in told], width))


def _listed(names: Sequence[str], width: float) -> tuple[tuple[ListedEvent, ...], float]:
    """The list, in as many columns as its longest name leaves room for, and its height."""
    widest = max(text_width(name, SMALL) for name in names) + _INDENT + _GAP
    columns = max(1, min(_MOST_COLUMNS, int((width - _EDGE) / widest)))
    across = (width - _EDGE) / columns
    rows = -(-len(names) // columns)
    listed, y, deepest = [], _ROW, 0.0
    for at, name in enumerate(names):
        column, row = divmod(at, rows)
        y = _ROW if row == 0 else y
        lines = wrapped(name, SMALL, across - _INDENT - _EDGE)
        listed.append(ListedEvent(str(at + 1), lines, _EDGE + column * across, y))
        y += len(lines) * _ROW
        deepest = max(deepest, y - _ROW)
    return tuple(listed), deepest + 8


_Told = Sequence[tuple[int, float, str]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name could stand: beside its month, from ``start`` to ``end``, in a row."""

    x: float
    anchor: str
    start: float
    end: float
    row: int

    def clear_of(self, other: _Place) -> bool:
        """Whether neither name touches the other, nor the line that drops to the other's month."""
        if self.row == other.row:
            return self.start > other.end + 8 or other.start > self.end + 8
        upper, lower = sorted((self, other), key=lambda place: place.row)
        return not lower.start - 3 < upper.x < lower.end + 3


def _named(told: _Told, left: float, right: float, above: float) -> tuple[EventFlag, ...] | None:
    """Every name in full, in as few rows as do; None where one is too long or three don't do."""
    wide = [text_width(text, SMALL) for _, _, text in told]
    if any(width > right - left for width in wide):
        return None
    for rows in range(1, _MOST_ROWS + 1):
        choices = [
            tuple(_choices(x, width, left, right, rows))
            for (_, x, _), width in zip(told, wide, strict=True)
        ]
        if (places := _apart(choices)) is not None:
            return tuple(
                EventFlag(
                    index,
                    text,
                    place.end if place.anchor == "end" else place.start,
                    above + 14 + place.row * _ROW,
                    place.anchor,
                )
                for (index, _, text), place in zip(told, places, strict=True)
            )
    return None


def _choices(x: float, wide: float, left: float, right: float, rows: int) -> Iterator[_Place]:
    """To the right of its month in every row, then to the left, as far as the plot goes."""
    for row in range(rows):
        if x + wide <= right:
            yield _Place(x, "start", x, x + wide, row)
    for row in range(rows):
        if x - wide >= left or x + wide > right:
            start = max(left, x - wide)
            yield _Place(x, "end", start, start + wide, row)


def _apart(choices: Sequence[Sequence[_Place]]) -> tuple[_Place, ...] | None:
    """One place a name, all clear of one another; None where there is none within reach."""
    taken: list[_Place] = []
    trials = [iter(choices[0])] if choices else []
    tried = 0
    while trials and tried < _MOST_TRIED:
        tried += 1
        place = next((p for p in trials[-1] if all(p.clear_of(o) for o in taken)), None)
        if place is None:
            trials.pop()
            del taken[-1:]
            continue
        taken.append(place)
        if len(taken) == len(choices):
            break
        trials.append(iter(choices[len(taken)]))
    return tuple(taken) if len(taken) == len(choices) else None


def _numbered(told: _Told, above: float) -> tuple[EventFlag, ...]:
    """The numbers over their months, on the next row where two would touch."""
    ends = [float("-inf")] * _MOST_ROWS
    flags = []
    for number, (index, x, _) in enumerate(told, start=1):
        half = text_width(str(number), SMALL) / 2
        row = next((r for r, end in enumerate(ends) if x - half > end + 3), 0)
        ends[row] = x + half
        flags.append(EventFlag(index, str(number), x, above + 14 + row * _ROW, "middle"))
    return tuple(flags)


def draw_events(drawing: Drawing, flags: Sequence[EventFlag]) -> None:
    """The names or numbers above the plot, on a patch that keeps the lines off them."""
    for flag in flags:
        wide = text_width(flag.text, SMALL)
        left = flag.x - {"end": wide, "middle": wide / 2}.get(flag.anchor, 0.0)
        drawing.path("halo", rectangle(left - 2, flag.y - 10, wide + 4, 13))
        drawing.text(flag.x, flag.y, flag.text, size=SMALL, style="muted-text", anchor=flag.anchor)


def draw_listed(drawing: Drawing, listed: Sequence[ListedEvent], bottom: float) -> None:
    """The list of numbered events; ``bottom`` is that of the drawing without it."""
    for event in listed:
        y = bottom + event.y
        drawing.text(event.x, y, event.number, size=SMALL, style="muted-text", bold=True)
        for at, line in enumerate(event.lines):
            x = event.x + _INDENT
            drawing.text(x, y + at * _ROW, line, size=SMALL, style="muted-text")
