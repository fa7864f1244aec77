"""What keeps the library that reads ``.xlsb`` from doing harm: how far the sheets reach.

The library that reads binary workbooks makes room for every cell of the rectangle between a
sheet's first and last one. Two cells far apart would take more memory than there is, and end the
program; so their places are looked up first, and what it says of itself is kept back. Source:
[MS-XLSB] 2.1.4 (records) and 2.4.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpireport.workbook.limits import check_time

_ROW = 0
_CELLS = frozenset((*range(1, 12), 62))
_OFTEN = 4096


def largest_sheet(archive: zipfile.ZipFile) -> int:
    """The cells of the largest rectangle that any part of the package spans."""
    names = [name for name in archive.namelist() if name.lower().endswith(".bin")]
    return max((_spanned(archive.read(name)) for name in names), default=0)


@contextmanager
def kept_quiet() -> Iterator[None]:
    """Within it nothing reaches standard error, where a fault in the library's Rust would print
    a stack of calls before Python hears of it."""
    with Path(os.devnull).open("wb") as silent:
        kept = os.dup(2)
        try:
            os.dup2(silent.fileno(), 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _spanned(part: bytes) -> int:
    rows: list[int] = []
    columns: list[int] = []
    for number, (kind, at) in enumerate(_records(part)):
        if number % _OFTEN == 0:
            check_time()
        if kind != _ROW and kind not in _CELLS:
            continue
        place = int.from_bytes(part[at : at + 4], "little")
        found = rows if kind == _ROW else columns
        found[:] = [min(place, *found), max(place, *found)] if found else [place, place]
    if not rows or not columns:
        return 0
    return (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1)


def _records(part: bytes) -> Iterator[tuple[int, int]]:
    """Every record's number, and where its content begins."""
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 128 and at < len(part):
            kind, at = (kind & 127) | (part[at] & 127) << 7, at + 1
        size = 0
        for shift in range(0, 28, 7):
            if at >= len(part):
                return
            size |= (part[at] & 127) << shift
            at += 1
            if not part[at - 1] & 128:
                break
        yield kind, at
        at += size
