"""What sheets are called, in words that Excel accepts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_LONGEST = 31  # UTF-16 units, as Excel counts
_RESERVED = "history"


@dataclass(frozen=True, slots=True)
class SheetNames:
    """The names of the workbook's sheets. Some are not in every one."""

    summary: str
    kpis: str
    follow_up: str
    data: str
    quality: str
    method: str
    benchmarks: str
    calendar: str
    review: str
    calculation: str
    texts: str
    periods: str
    restatements: str


def sheet_names(labels: Mapping[str, str]) -> SheetNames:
    """The sheets' names in the report's language, each valid and no two alike."""
    taken: list[str] = []
    for key in (field.name for field in fields(SheetNames)):
        taken.append(safe_sheet_name(labels[f"sheet_{key}"], taken))
    return SheetNames(*taken)


def safe_sheet_name(text: str, taken: list[str] | tuple[str, ...] = ()) -> str:
    """``text`` as a sheet's name that differs from those ``taken``.

    Excel forbids some characters, an apostrophe at either end, more than 31 characters, the name
    ``History``, and names that differ in capitals alone.
    """
    words = " ".join(_FORBIDDEN.sub(" ", text).split())
    name = _cut(words.strip(" '"), _LONGEST).strip(" '") or "Sheet"
    unavailable = {_RESERVED, *(other.casefold() for other in taken)}
    candidate, number = name, 2
    while candidate.casefold() in unavailable:
        suffix = f" ({number})"
        candidate, number = _cut(name, _LONGEST - len(suffix)).rstrip() + suffix, number + 1
    return candidate


def quoted(name: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + name.replace("'", "''") + "'"


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")
