"""Names as they are matched: without case, accents, spaces or punctuation."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})


def without_accents(text: str) -> str:
    """Lower case without accents; ligatures written out. Spaces and punctuation stay."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return bare.casefold().translate(_LIGATURES)


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """A name as it is matched: without case, accents, spaces or punctuation.

    ``"Année N-1 "`` → ``"anneen1"``; ``"Cœur %"`` → ``"coeur"``. Empty where nothing is left.
    """
    return "".join(mark for mark in without_accents(text) if mark.isalnum())
