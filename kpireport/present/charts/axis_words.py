"""What is said of a timeline's axis: the names of its ticks, and the note over it."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.present.charts.lettering import LINE, SMALL, text_width, wrapped
from kpireport.present.charts.points import SharedScale, TimelineWords
from kpireport.present.charts.scale import BILLION, Axis, TickText, step_decimals

_EDGE = 4.0
_NOTE_SHARE = 0.55
"""How much of the width a note over the axis may take; figures are labelled further right."""


@dataclass(frozen=True, slots=True)
class ScaleNote:
    """A line of the note over the axis, and its baseline."""

    text: str
    y: float


def tick_name(value: float, scale: Axis, tick_text: TickText, *, billions: bool) -> str:
    """A tick as it is named: in billions without the zeros that say nothing."""
    if not billions:
        return tick_text(value, scale.decimals)
    apart = scale.ticks[1] - scale.ticks[0] if len(scale.ticks) > 1 else BILLION
    return tick_text(value / BILLION, step_decimals(apart / BILLION))


def scale_note(
    words: TimelineWords, shared: SharedScale, scale: Axis, drawn: bool, *, billions: bool
) -> str:
    """What a reader must know before comparing heights: whose scale it is, where it begins."""
    if not drawn:
        return ""
    cut = not scale.low <= 0.0 <= scale.high
    notes = (words.in_billions * billions, shared.note, words.cut_axis * cut)
    return words.between.join(note for note in notes if note)


def note_lines(note: str, width: float, above: float) -> tuple[ScaleNote, ...]:
    """The note whole: in one line beside the figures' labels, else in lines over them."""
    if not note:
        return ()
    room = width - 2 * _EDGE
    if text_width(note, SMALL) <= width * _NOTE_SHARE:
        return (ScaleNote(note, above + 13),)
    lines = wrapped(note, SMALL, room)
    lifted = [ScaleNote(line, above + 13 + at * (LINE - 2)) for at, line in enumerate(lines)]
    # The last line of all is left free for figures.
    return (*lifted, ScaleNote("", lifted[-1].y + LINE - 4))
