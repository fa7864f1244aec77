"""How wide a text is in Arial, so that columns and rows are made to fit what they hold.

Excel sizes neither for a file it didn't write itself, and a number that is too wide for its
column shows as ``####``. The widths are Arial's own (the metrics of Helvetica, as Adobe
published them), in thousandths of the font size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ASCII = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
_OTHERS = {
    "’": 222, "‘": 222, "“": 333, "”": 333, "«": 556, "»": 556, "–": 556, "—": 1000,
    "…": 1000, "·": 278, "•": 350, "›": 333, "→": 1000, "−": 584, "×": 584, "€": 556,
    "£": 556, "●": 604, "○": 604, "□": 604, "▲": 990, "◆": 990, "\u00a0": 278,
    "\u202f": 278, "œ": 944, "Œ": 1000, "æ": 889, "Æ": 1000, "ß": 611, "ø": 611, "Ø": 778,
}  # fmt: skip
_UNKNOWN, _WIDE = 722, 1000
_BOLD = 1.12
_PIXELS_PER_POINT = 96 / 72
_HINTING = 1.04  # On the screen Excel sets letters on whole pixels, a little wider than on paper.

LINE = 1.28
"""The height of a line, as a multiple of the font size."""


def text_width(text: str, size: float = 10, *, bold: bool = False) -> float:
    """The width of the longest line of ``text``, in pixels at 96 to the inch."""
    return widest((text,), size, bold=bold)


def widest(texts: Iterable[str], size: float = 10, *, bold: bool = False) -> float:
    """The width of the widest of several texts, each looked at once; 0 without any."""
    found = {line for text in set(texts) for line in text.split("\n")}
    return _width(max(map(_units, found), default=0), size, bold)


def lines(text: str, width: float, size: float = 10, *, bold: bool = False) -> int:
    """How many lines ``text`` takes when it is wrapped at ``width`` pixels; at least one."""
    return sum(_wrapped(line, width, size, bold) for line in text.split("\n")) or 1


@lru_cache(maxsize=1024)
def row_height(count: int, size: float = 10) -> float:
    """The height in points of a row that holds ``count`` lines, with a little air."""
    return round(count * size * LINE + 4, 2)


def _line_width(line: str, size: float, bold: bool) -> float:
    return _width(_units(line), size, bold)


def _width(units: int, size: float, bold: bool) -> float:
    return units / 1000 * size * _PIXELS_PER_POINT * _HINTING * (_BOLD if bold else 1)


def _wrapped(line: str, width: float, size: float, bold: bool) -> int:
    """Greedy wrapping, as Excel does it: between words, and within one that is too long."""
    count, used = 1, 0.0
    space = _line_width(" ", size, bold)
    for word in line.split(" "):
        taken = _line_width(word, size, bold)
        if used and used + space + taken > width:
            count, used = count + 1, 0.0
        while taken > width > 0:
            count, taken = count + 1, taken - width
        used += (space if used else 0.0) + taken
    return count


@lru_cache(maxsize=8192)
def _units(line: str) -> int:
    return sum(map(_CHARACTERS.__getitem__, line))


class _Characters(dict[str, int]):
    """The width of every character met so far."""

    def __missing__(self, character: str) -> int:
        self[character] = found = _character(character)
        return found


_CHARACTERS = _Characters()


def _character(character: str) -> int:
    if " " <= character <= "~":
        return _ASCII[ord(character) - 32]
    if character in _OTHERS:
        return _OTHERS[character]
    base = unicodedata.normalize("NFD", character)[0]
    if " " <= base <= "~":
        return _ASCII[ord(base) - 32]
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _UNKNOWN
