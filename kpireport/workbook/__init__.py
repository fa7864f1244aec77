"""The way in: from a workbook file to a Book and its Problems."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kpireport.model.book import Book
from kpireport.model.problem import Problem, Severity, has_errors


def read_book(path: Path, mapping: Path | None = None) -> tuple[Book | None, tuple[Problem, ...]]:
    """Read a workbook: its Book, and every problem found in it, the gravest first.

    The Book is None where the file is no workbook or no figures were recognised in it. The
    file's bytes are read once: those that are hashed are those that are parsed. A workbook of
    another layout than the product's is read as it is recognised, and what was recognised is
    said; ``mapping`` is a file that states where its figures stand instead.
    """
    from kpireport.workbook.arrange import arrange
    from kpireport.workbook.parser import parse
    from kpireport.workbook.reader import load_raw
    from kpireport.workbook.recognise import is_own_layout, recognise

    raw, problems = load_raw(path)
    if raw is None:
        return None, problems
    arrangement, origin = None, path.name
    found: tuple[Problem, ...] = ()
    if mapping is not None:
        from kpireport.workbook.mapping_file import read_mapping

        arrangement, found = read_mapping(mapping)
        origin = mapping.name
        if arrangement is None:
            return None, (*problems, *found)
        source = replace(raw.source, mapping=origin, mapping_sha256=arrangement.sha256)
        raw = replace(raw, source=source)
    elif not is_own_layout(raw):
        arrangement, found = recognise(raw)
    undecided = has_errors(found)
    if undecided and arrangement is None:
        return None, (*problems, *gravest_first(found))
    if arrangement is not None:
        raw, more = arrange(raw, arrangement, origin)
        found = (*found, *more)
    book, more = parse(raw, path.parent)
    if undecided:
        # That a sheet is missing is not what is wrong where its table was seen and not read.
        more = tuple(problem for problem in more if problem.code != "E201")
    return book, (*problems, *gravest_first((*found, *more)))


def gravest_first(problems: tuple[Problem, ...]) -> list[Problem]:
    """Errors, warnings, hints; else in the order given."""
    return sorted(problems, key=lambda problem: list(Severity).index(problem.severity))
