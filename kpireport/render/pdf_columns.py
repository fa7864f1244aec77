"""What stands side by side in the board pack, measured before it is laid out.

WeasyPrint balances columns by laying them out again and again, and finds the widths of a table's
columns by breaking each text wherever it can be broken. Here both are found from the number and
the width of the letters, once. Lengths are millimetres; widths err on the wide side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpireport.present.charts.lettering import text_width
from kpireport.present.scales import PAPER_SIZES

_POINT = 25.4 / 72
_DIGIT = 0.66
"""How wide the digits of a table are, which all have the same width, in parts of their size."""


def lines(text: str, size: float, room: float) -> int:
    """About how many lines of ``room`` a text of a type size in points has."""
    return sum(1 + int(text_width(part, size) * _POINT * 0.97 // room) for part in text.split("\n"))


def side_by_side(
    items: Sequence[Any], heights: Sequence[float], columns: int, leads: Sequence[bool] = ()
) -> list[list[Any]]:
    """The items in at most so many columns, in order, the highest as low as can be.

    An item that ``leads`` is never the last of a column.
    """
    low, high = max(heights, default=0.0), sum(heights)
    while high - low > 0.1:
        middle = (low + high) / 2
        fits = len(_filled(heights, middle, leads)) <= columns
        low, high = (low, middle) if fits else (middle, high)
    cuts = _filled(heights, high, leads)
    return [list(items[start:end]) for start, end in cuts]


def _filled(
    heights: Sequence[float], room: float, leads: Sequence[bool] = ()
) -> list[tuple[int, int]]:
    """Where columns of a height begin and end, each as full as can be."""
    cuts: list[tuple[int, int]] = []
    start, height = 0, 0.0
    for index, each in enumerate(heights):
        if height + each > room and index > start:
            end = index
            while leads and end - 1 > start and leads[end - 1]:
                end -= 1
            cuts.append((start, end))
            start, height = end, sum(heights[end:index])
        height += each
    return [*cuts, (start, len(heights))] if heights else []


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: where it leads, what it says, a KPI's status."""

    anchor: str
    text: str
    level: int
    mark: Any


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """A page of the contents: its kind of type and its columns of entries."""

    kind: str
    columns: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class _Type:
    kind: str
    columns: int
    size: float
    line: float


_TYPES = (
    _Type("toc-short", 2, PAPER_SIZES["large"], 1.7),
    _Type("", 2, PAPER_SIZES["lead"], 1.55),
    _Type("toc-long", 2, PAPER_SIZES["body"], 1.4),
    _Type("toc-longest", 3, PAPER_SIZES["small"], 1.4),
)
_CONTENTS_ROOM = 166.0
_KEY = 36.0
_WIDTH = 250.0
_ABOVE_SECTION = 2.4


def contents_pages(rows: Sequence[tuple[str, str, int, Any]]) -> list[ContentsPage]:
    """The contents in the largest type that leaves room for the key below them.

    Where none does, they go on over pages.
    """
    entries = [Entry(*row) for row in rows]
    for kind in _TYPES:
        columns = _in_columns(entries, kind)
        if max(sum(_heights(column, kind)) for column in columns) <= _CONTENTS_ROOM - _KEY:
            return [_page(kind, columns)]
    cuts = _filled(_heights(entries, kind), _CONTENTS_ROOM, [e.level == 1 for e in entries])
    full = [entries[start:end] for start, end in cuts]
    last = len(full) - 1 - (len(full) - 1) % kind.columns
    pages = [_page(kind, full[at : at + kind.columns]) for at in range(0, last, kind.columns)]
    return [*pages, _page(kind, _in_columns([e for column in full[last:] for e in column], kind))]


def _in_columns(entries: list[Entry], kind: _Type) -> list[list[Entry]]:
    leads = [entry.level == 1 for entry in entries]
    return side_by_side(entries, _heights(entries, kind), kind.columns, leads)


def _page(kind: _Type, columns: Sequence[Sequence[Entry]]) -> ContentsPage:
    return ContentsPage(kind.kind, tuple(tuple(column) for column in columns))


def _heights(entries: Sequence[Entry], kind: _Type) -> list[float]:
    """The heights of entries; a page's number takes eight millimetres of the last line."""
    room = _WIDTH / kind.columns - 20
    line = kind.size * kind.line * _POINT
    return [
        lines(entry.text, kind.size, room) * line * (1.1 if entry.level == 1 else 1.0)
        + (_ABOVE_SECTION if entry.level == 1 and index else 0.0)
        for index, entry in enumerate(entries)
    ]


def notes_side_by_side(notes: Sequence[Any], last: float) -> list[list[Any]]:
    """The notes on the method in three columns, with ``last`` millimetres after them.

    The last column is given even where nothing but the end stands in it.
    """
    heights = [3.2 * (1 + lines(note.text, 7.1, 79.0)) + 1.4 for note in notes]
    columns = side_by_side([*notes, None], [*heights, last], 3)
    return [[note for note in column if note is not None] for column in columns]


def sentences_side_by_side(sentences: Sequence[str]) -> list[list[str]]:
    """The headlines in two columns of the page."""
    heights = [4.2 * lines(text, PAPER_SIZES["body"], 121.0) + 1.8 for text in sentences]
    return side_by_side(sentences, heights, 2)


def shares(
    columns: Sequence[tuple[float, str, Sequence[str]]],
    size: float,
    room: float,
    beside: float,
    pictures: Mapping[int, float] | None = None,
) -> list[float]:
    """A table's columns in percent of its ``room``; empty where they don't fit.

    Of each column: its wanted percentage, or 0 for a part of what is left; its head, which may
    break between words; its texts, which may not. ``beside`` is the room beside a text,
    ``pictures`` that of the pictures before them, by column.
    """
    needed = [
        max([_figure_width(text, size) for text in [*head.split(" "), *texts]], default=0.0)
        + beside
        + (pictures or {}).get(place, 0.0)
        for place, (_, head, texts) in enumerate(columns)
    ]
    wide = [
        max(wanted * room / 100, need) if wanted else 0.0
        for (wanted, _, _), need in zip(columns, needed, strict=True)
    ]
    left = room - sum(wide)
    free = sum(need for (wanted, _, _), need in zip(columns, needed, strict=True) if not wanted)
    if free > left:
        return []
    widths = [each or need * left / free for each, need in zip(wide, needed, strict=True)]
    return [round(width / room * 100, 2) for width in widths]


def _figure_width(text: str, size: float) -> float:
    """A text's width in millimetres where all digits are equally wide."""
    digits = sum(map(str.isdigit, text))
    others = "".join(letter for letter in text if not letter.isdigit())
    return (text_width(others, size) + digits * _DIGIT * size) * _POINT
