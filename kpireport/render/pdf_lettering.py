"""Texts that are drawn without WeasyPrint's layout: in charts, and in tables of figures.

Figures and the words of charts are put together from letters that are laid out once a document.
Words that are read (``whole``) are laid out once each, for the spaces between their letters; so
are letters that depend on their neighbours (Arabic, combining signs) and those that may come from
any font of the machine (Chinese).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any

_SIZE = 1000.0
"""The type size that texts are laid out in; PDF counts widths in a thousandth of the size."""


@dataclass(frozen=True, slots=True)
class Face:
    """Which letters a text has: their family, weight, whether all digits are equally wide."""

    family: tuple[str, ...]
    weight: int = 400
    tabular: bool = False
    whole: bool = False


class Lettering:
    """The letters of one document. ``fonts`` is WeasyPrint's configuration for it."""

    def __init__(self, fonts: Any) -> None:
        self._fonts = fonts
        self._widths: dict[tuple[str, Face], float] = {}
        self._set: dict[tuple[str, Face], tuple[str, ...]] = {}
        self._codes: dict[tuple[str, Face], tuple[str, str]] = {}

    def width(self, text: str, face: Face, size: float) -> float:
        """How wide a text is, in the unit of its size."""
        parts = [text] if _as_a_whole(text, face) else text
        return sum(self._width(part, face) for part in parts) * size

    def operators(self, stream: Any, text: str, face: Face, size: float) -> list[str]:
        """What writes a text where the pen is; its fonts are made known to the document."""
        if _as_a_whole(text, face):
            return [_in_size(each, size) for each in self._laid_out(stream, text, face)]
        runs: list[tuple[str, list[str]]] = []
        for sign in text:
            font, code = self._code(stream, sign, face)
            if not runs or runs[-1][0] != font:
                runs.append((font, []))
            runs[-1][1].append(code)
        return [f"/{font} {size:g} Tf\n[<{''.join(codes)}>] TJ" for font, codes in runs]

    def _width(self, text: str, face: Face) -> float:
        key = (text, face)
        if key not in self._widths:
            self._widths[key] = self._line(text, face)[2] / _SIZE
        return self._widths[key]

    def _code(self, stream: Any, sign: str, face: Face) -> tuple[str, str]:
        """A letter's font and its code there."""
        key = (sign, face)
        if key not in self._codes:
            # Of a text of nothing but spaces nothing would be drawn.
            text, outside = (f"n{sign}n", 4) if sign.isspace() else (sign, 0)
            written = "\n".join(self._laid_out(stream, text, face))
            font = written[written.index("/") + 1 : written.index(" ")]
            codes = "".join(re.findall("<([0-9a-f]+)>", written))
            self._codes[key] = (font, codes[outside : len(codes) - outside])
        return self._codes[key]

    def _laid_out(self, stream: Any, text: str, face: Face) -> tuple[str, ...]:
        from weasyprint.draw.text import draw_first_line

        key = (text, face)
        if key not in self._set:
            layout, style, _, baseline = self._line(text, face)
            layout.reactivate(style)
            apart = stream.clone()
            draw_first_line(apart, _Box(text, layout, style, baseline), "none", "none", _Matrix())
            written = [
                each.decode("ascii") if isinstance(each, bytes) else str(each)
                for each in apart.stream
            ]
            self._set[key] = tuple(each for each in written if not each.endswith(" Tm"))
        return self._set[key]

    def _line(self, text: str, face: Face) -> tuple[Any, _Style, float, float]:
        from weasyprint.css.properties import INITIAL_VALUES
        from weasyprint.text.line_break import split_first_line

        style = _Style(INITIAL_VALUES)
        style.font_config = self._fonts
        style.update(font_family=list(face.family), font_weight=face.weight, font_size=_SIZE)
        if face.tabular:
            style.update(font_variant_numeric=("tabular-nums",))
        layout, _, _, width, _, baseline = split_first_line(text, style, None, inf, 0)
        return layout, style, width, baseline


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


def _in_size(operator: str, size: float) -> str:
    """A font's size or a letter's rise for the size that is wanted."""
    if operator.endswith(" Tf"):
        return f"{operator.split(' ')[0]} {size:g} Tf"
    if operator.endswith(" Ts"):
        return f"{float(operator.split(' ')[0]) * size / _SIZE:.3f} Ts"
    return operator


def _as_a_whole(text: str, face: Face) -> bool:
    return face.whole or not all(map(stands_alone, text))


@lru_cache(maxsize=1024)
def stands_alone(sign: str) -> bool:
    """Whether a sign looks the same beside any other: Latin, Greek, Cyrillic, signs."""
    code = ord(sign)
    plain = 0x20 <= code < 0x300 or 0x370 <= code < 0x530
    return plain or 0x2010 <= code < 0x2028 or code == 0x202F or 0x2030 <= code < 0x2C00
