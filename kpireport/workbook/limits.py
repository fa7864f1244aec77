"""How much of a file is read: what is beyond is a data dump, or made to exhaust the computer.

A hundred KPIs over ten years, actuals and targets, come to 24,000 cells and half a megabyte. Each
limit lies at least ten times above what any workbook of KPIs needs, and low enough that a file
made to harm is refused within seconds and a gigabyte. docs/safety.md lists them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MAX_FILE_MB = 50
MAX_TEXT_MB = 20
"""Of a ``.csv``, which unpacks to ten times its size in memory."""

MAX_UNPACKED_MB = 200
MAX_PARTS = 10_000
"""Files in a package; a workbook has one a sheet, chart, picture and comment."""

MAX_WHOLE_PART = 12 * 2**20
"""Bytes of a part that is read as a whole: the styles, the list of sheets."""

MAX_SHEETS = 500
MAX_CELLS = 300_000
MAX_ROWS = 1_048_576
MAX_EMPTY = 20
"""Empty cells for each that may be filled, in formats that list them."""

MAX_MERGED = 10_000
MAX_SPREAD = 2_000
"""Array formulas that reach over several cells, in any one row."""

MAX_FORMULAS = 10_000_000
"""Characters of all formulas that cells share, each written out."""

MAX_DEPTH = 200
MAX_SILENCE = 4 * 2**20
"""Bytes of XML in which no element begins or ends: one tag, or one text, of that length."""

MAX_FORMAT = 1_000
"""Characters of a number format; Excel takes 255."""

MAX_SHEET_NAME = 255
MAX_SPACES = 1_000
MAX_SECONDS = 60


class TooManyCellsError(Exception):
    """The workbook holds more cells, or more of anything, than any KPI workbook."""


class TooSlowError(Exception):
    """Reading the file takes longer than :data:`MAX_SECONDS`."""


_until: ContextVar[float | None] = ContextVar("_until", default=None)


def sound_format(code: str) -> str:
    """The number format itself; ``ValueError`` where no program would take one so long."""
    if len(code) > MAX_FORMAT:
        raise ValueError("a number format without end")
    return code


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Within it :func:`check_time` raises once so many seconds have passed."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def check_time() -> None:
    """Raise ``TooSlowError`` where the time is over; called once a row, a record, a part."""
    until = _until.get()
    if until is not None and time.monotonic() > until:
        raise TooSlowError
