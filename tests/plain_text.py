"""Texts as a test writes them."""

from __future__ import annotations


def plain(text: str) -> str:
    """The text with plain spaces, whichever kind the language sets."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
