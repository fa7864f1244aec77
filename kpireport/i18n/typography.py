"""The marks of a language: which spaces don't break, which apostrophe stands in a word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
MINUS = "\u2212"
APOSTROPHE = "’"
MISSING = "–"

# Imprimerie nationale: a narrow no-break space before ; ! ?, a full one before : and inside « ».
# CLDR sets a full one before the percent sign too.
_FRENCH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" (?=[;!?])"), NARROW_NO_BREAK),
    (re.compile(r" (?=[:%»])"), NO_BREAK),
    (re.compile(r"(?<=«) "), NO_BREAK),
)
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# The blocks of Unicode that letters written from right to left are in; each is then looked up.
_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@lru_cache(maxsize=4096)
def isolated(text: str) -> str:
    """``text`` so that words written from right to left leave the figures around them in place.

    What has no such letter is given back as it is.
    """
    if text.isascii() or not any(map(_is_right_to_left, _FROM_RIGHT.findall(text))):
        return text
    return f"\u2068{text}\u2069"


def from_right(text: str) -> bool:
    """Whether a text is read from right to left: its first letter with a direction says so."""
    if text.isascii():
        return False
    sides = (unicodedata.bidirectional(letter) for letter in text)
    return next((side for side in sides if side in {"L", *_RIGHT_TO_LEFT}), "L") != "L"


def _is_right_to_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT


def typeset(text: str, language: str) -> str:
    """A catalogue's sentence with the language's spaces and apostrophes.

    Only for our own sentences: what a user typed is never changed.
    """
    text = _APOSTROPHE.sub(APOSTROPHE, text)
    if language == "fr":
        for pattern, mark in _FRENCH:
            text = pattern.sub(mark, text)
    return text
