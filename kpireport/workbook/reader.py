"""From a workbook file to its cells as they were found.

Nothing here knows what a cell means. Whatever is wrong with a file comes back as one Problem
(E101 to E109), never as an exception, and the file is only ever read.
"""

from __future__ import annotations

from pathlib import Path

from kpireport.model.problem import Problem
from kpireport.workbook.cells import RawWorkbook


def read_bytes(path: Path) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The file's bytes; E101 missing, E102 a folder, E107 not readable, E108 too large."""
    raise NotImplementedError


def read_raw(path: Path, data: bytes) -> tuple[RawWorkbook | None, tuple[Problem, ...]]:
    """The workbook in ``data``, the bytes of the file at ``path`` (which is not opened again).

    Problems: E103 not a workbook, E104 password, E105 empty, E106 another format, E108 too large,
    E109 one of our own outputs.
    """
    raise NotImplementedError


def load_raw(path: Path) -> tuple[RawWorkbook | None, tuple[Problem, ...]]:
    """:func:`read_bytes`, then :func:`read_raw`."""
    data, problems = read_bytes(path)
    if data is None:
        return None, problems
    return read_raw(path, data)
