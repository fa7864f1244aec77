"""The way in: from a workbook file to a Book and its Problems."""

from __future__ import annotations

from pathlib import Path

from kpireport.model.book import Book
from kpireport.model.problem import Problem


def read_book(path: Path) -> tuple[Book | None, tuple[Problem, ...]]:
    """Read a workbook: its Book, and every problem found in it, the gravest first.

    The Book is None where the file is no workbook or holds no sheet the product knows. The
    file's bytes are read once: those that are hashed are those that are parsed.
    """
    from kpireport.workbook.parser import parse
    from kpireport.workbook.reader import load_raw

    raw, problems = load_raw(path)
    if raw is None:
        return None, problems
    book, found = parse(raw, path.parent)
    return book, (*problems, *found)
