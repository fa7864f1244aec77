"""Number formats with words in them, so that a cell says what it is and still holds a number."""

from __future__ import annotations

import re

_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(;|$)')


def worded(number_format: str, before: str = "", after: str = "") -> str:
    """The format with text around the number, in each of its sections (plus, minus, zero).

    A format of one section gets a second one: Excel would set the minus before the text.
    """
    start, end = _literal(before), _literal(after)
    sections = [match[1] for match in _SECTION.finditer(number_format) if match[0]]
    if len(sections) == 1 and before:
        sections.append(f"-{sections[0]}")
    return ";".join(f"{start}{section}{end}" for section in sections)


def _literal(text: str) -> str:
    return '"' + text.replace('"', "”") + '"' if text else ""
