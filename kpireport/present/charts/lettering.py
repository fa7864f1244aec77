"""How wide a text will be, so that labels neither overlap nor get cut.

An estimate from the advance widths of Inter (the wider of Regular and SemiBold, rounded up to a
twentieth of the type size). The fallback fonts are narrower.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from kpireport.present.scales import CHART_SIZES

TEXT = CHART_SIZES["text"]
SMALL = CHART_SIZES["small"]
"""The two type sizes of a timeline."""

LINE = 15.0
"""From one line of text to the next."""

_WIDTHS = {
    0.2: "\u202f\u2009",
    0.3: " \u00a0IijlÌÍÎÏìíîï",
    0.35: "!',.:;¡·’‘",
    0.4: "()/[\\]`frt|´",
    0.45: "1",
    0.5: "-^_{}°²³º–“”",
    0.55: '"*?s',
    0.6: "7FJLacekvxyz¢¥§àáâãäåçèéêëýÿ",
    0.65: "#235689EPbdghnopqu£«»ÈÉÊËñòóôõöùúûü",
    0.7: "$&+04<=>BRSTZ~±×Þ÷−≥≤€",
    0.75: "ACDGHKUVXYÀÁÂÃÄÅÇÙÚÛÜÝΔ",
    0.8: "NOQÑÒÓÔÕÖØ",
    0.85: "w",
    0.95: "Mmæ",
    1.0: "@œ…—",
    1.05: "%WÆŒ",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN = 0.75
_WIDE = 1.1


def text_width(text: str, size: float) -> float:
    """The width of ``text`` at type size ``size``, in the same unit as ``size``."""
    return size * _ems(text)


def shortened(text: str, size: float, room: float) -> str:
    """``text``, cut with an ellipsis where it is wider than ``room``."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """``text`` in lines that are no wider than ``room``; a word that is wider is broken."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if text_width(longer, size) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter, size) > room:
                lines.append("")
            lines[-1] += letter
    return tuple(lines)


@lru_cache(maxsize=8192)
def _ems(text: str) -> float:
    """The width at type size 1. A chart is drawn three times, with the same figures in it."""
    return sum(map(_letter_width, text))


@lru_cache(maxsize=2048)
def _letter_width(letter: str) -> float:
    known = _WIDTH.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _UNKNOWN
