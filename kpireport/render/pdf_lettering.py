"""Texts of drawings: every letter is laid out once a document and then put where it is wanted.

Letters that depend on their neighbours (Arabic, combining signs) and those that may come from
any font of the machine (Chinese) are laid out as a whole text by WeasyPrint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any

_UNITS = 1000.0
"""What PDF counts a font's widths in, of its size."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text as PDF's operators write it, and how wide it is."""

    operators: tuple[str, ...]
    width: float


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter by its font and code there; its width in parts of the font's size."""

    font: str
    code: str
    width: float


class Lettering:
    """The letters of one document. ``fonts`` is WeasyPrint's configuration for it."""

    def __init__(self, fonts: Any) -> None:
        self._fonts = fonts
        self._letters: dict[tuple[str, tuple[str, ...], int], _Letter] = {}

    def line(
        self, stream: Any, text: str, family: tuple[str, ...], weight: int, size: float
    ) -> Line:
        """``text`` in a line; its fonts are made known to the document of ``stream``."""
        if not all(map(_stands_alone, text)):
            return self._laid_out(stream, text, family, weight, size)
        runs: list[tuple[str, list[str]]] = []
        width = 0.0
        for sign in text:
            key = (sign, family, weight)
            letter = self._letters.get(key)
            if letter is None:
                letter = self._letters[key] = self._learned(stream, *key)
            width += letter.width
            if not runs or runs[-1][0] != letter.font:
                runs.append((letter.font, []))
            runs[-1][1].append(letter.code)
        written = [f"/{font} {size:g} Tf\n[<{''.join(codes)}>] TJ" for font, codes in runs]
        return Line(tuple(written), width * size)

    def _learned(self, stream: Any, sign: str, family: tuple[str, ...], weight: int) -> _Letter:
        if sign.isspace():  # of a text of nothing but spaces nothing would be drawn
            between = self._laid_out(stream, f"n{sign}n", family, weight, _UNITS)
            around = self._laid_out(stream, "n", family, weight, _UNITS).width * 2
            font, codes = _codes(between)
            return _Letter(font, codes[4:-4], (between.width - around) / _UNITS)
        line = self._laid_out(stream, sign, family, weight, _UNITS)
        return _Letter(*_codes(line), line.width / _UNITS)

    def _laid_out(
        self, stream: Any, text: str, family: tuple[str, ...], weight: int, size: float
    ) -> Line:
        from weasyprint.css.properties import INITIAL_VALUES
        from weasyprint.draw.text import draw_first_line
        from weasyprint.text.line_break import split_first_line

        style = _Style(INITIAL_VALUES)
        style.font_config = self._fonts
        style.update(font_family=list(family), font_weight=weight, font_size=size)
        layout, _, _, width, _, baseline = split_first_line(text, style, None, inf, 0)
        layout.reactivate(style)
        apart = stream.clone()
        box = _Box(text, layout, style, baseline)
        draw_first_line(apart, box, "none", "none", _Matrix())
        written = [each.decode() if isinstance(each, bytes) else str(each) for each in apart.stream]
        return Line(tuple(each for each in written if not each.endswith(" Tm")), width)


def _codes(line: Line) -> tuple[str, str]:
    """The font of a line and the codes of its letters, in hexadecimal digits."""
    written = "\n".join(line.operators)
    font = written[written.index("/") + 1 : written.index(" ")]
    return font, "".join(re.findall("<([0-9a-f]+)>", written))


class _Style(dict[str, Any]):
    """A style as WeasyPrint's layout of texts asks for it."""

    font_config: Any


class _Matrix:
    values = (1, 0, 0, -1, 0, 0)


@dataclass(slots=True)
class _Box:
    """A box of text as WeasyPrint's drawing of texts asks for it."""

    text: str
    pango_layout: Any
    style: _Style
    baseline: float


@lru_cache(maxsize=1024)
def _stands_alone(sign: str) -> bool:
    """Whether a sign looks the same beside any other: Latin, Greek, Cyrillic, signs."""
    code = ord(sign)
    return (
        0x20 <= code < 0x300
        or 0x370 <= code < 0x530
        or 0x2010 <= code < 0x2028
        or code == 0x202F
        or 0x2030 <= code < 0x2C00
    )
