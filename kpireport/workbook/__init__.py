"""The way in: from a workbook file to a Book and its Problems."""

from __future__ import annotations

from pathlib import Path

from kpireport.model.book import Book
from kpireport.model.problem import Problem


def read_book(
    path: Path, mapping: Path | None = None
) -> tuple[Book | None, tuple[Problem, ...]]:
    """Read a workbook: its Book, and every problem found in it, the gravest first.

    The Book is None where the file is no workbook or holds no sheet the product knows. The
    file's bytes are read once: those that are hashed are those that are parsed. ``mapping`` is a
    file that says where the figures stand in a workbook of another layout.
    """
    from kpireport.workbook.parser import parse
    from kpireport.workbook.reader import load_raw

    raw, problems = load_raw(path)
    if raw is None:
        return None, problems
    if mapping is not None:
        from kpireport.workbook.arrange import arrange
        from kpireport.workbook.mapping_file import read_mapping

        arrangement, faults = read_mapping(mapping)
        if arrangement is None:
            return None, (*problems, *faults)
        raw, found = arrange(raw, arrangement, mapping.name)
        problems = (*problems, *found)
    book, found = parse(raw, path.parent)
    return book, (*problems, *found)
