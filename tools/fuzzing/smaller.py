"""The smallest file that still shows a fault, as far as twenty seconds of trying finds it."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable, Sequence

from tools.fuzzing.mutation import package_of, parts_of

_ROW = re.compile(
    rb"(<row\b[^>]*?/>|<row\b.*?</row>|<table:table-row\b.*?</table:table-row>)", re.S
)
_CELL = re.compile(rb"(<c\b[^>]*?/>|<c\b.*?</c>|<si>.*?</si>)", re.S)

Fails = Callable[[bytes], bool]


def smaller(data: bytes, fails: Fails, seconds: float = 20) -> bytes:
    """``data`` with everything left out that ``fails`` doesn't need."""
    until = time.monotonic() + seconds

    def still(candidate: bytes) -> bool:
        return time.monotonic() < until and fails(candidate)

    if data[:2] == b"PK":
        try:
            return _smaller_package(data, still)
        except (zipfile.BadZipFile, OSError, ValueError):
            pass
    if len(data) > 20_000:
        return data if data[:4] == b"\xd0\xcf\x11\xe0" else _without(_lines(data), still)
    return _without([data[at : at + 1] for at in range(len(data))], still)


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _smaller_package(data: bytes, still: Fails) -> bytes:
    parts = parts_of(data)
    if not still(package_of(parts)):
        return data
    for name in list(parts):
        without = {key: value for key, value in parts.items() if key != name}
        if still(package_of(without)):
            parts = without
    for pattern in (_ROW, _CELL):
        for name in list(parts):
            pieces = [piece for piece in pattern.split(parts[name]) if piece]
            if len(pieces) > 1:
                parts[name] = _without(pieces, _in_place(still, parts, name))
    return package_of(parts)


def _in_place(still: Fails, parts: dict[str, bytes], name: str) -> Fails:
    return lambda content: still(package_of(parts | {name: content}))


def _without(pieces: Sequence[bytes], still: Fails) -> bytes:
    """The pieces that are needed: halves are left out first, then quarters, at last single ones."""
    kept, step = list(pieces), max(1, len(pieces) // 2)
    while True:
        at, changed = 0, False
        while at < len(kept):
            candidate = kept[:at] + kept[at + step :]
            if candidate != kept and still(b"".join(candidate)):
                kept, changed = candidate, True
            else:
                at += step
        if step == 1 and not changed:
            return b"".join(kept)
        step = max(1, step // 2)
