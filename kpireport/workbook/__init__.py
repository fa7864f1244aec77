"""The way in: from a workbook file to a Book and its Problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.addresses import Place
from kpireport.model.book import Book
from kpireport.model.problem import Problem, Severity, has_errors

if TYPE_CHECKING:
    from kpireport.workbook.cells import RawWorkbook


def read_book(path: Place, mapping: Path | None = None) -> tuple[Book | None, tuple[Problem, ...]]:
    """Read a workbook: its Book, and every problem found in it, the gravest first.

    The Book is None where the file is no workbook or no figures were recognised in it. The
    file's bytes are read once: those that are hashed are those that are parsed. A workbook of
    another layout than the product's is read as it is recognised, and what was recognised is
    said; ``mapping`` is a file that states where its figures stand instead.
    """
    arranged = _arranged(path, mapping)
    if arranged.raw is None:
        return None, arranged.problems
    return _parsed(arranged, arranged.raw, path.parent, None)


def read_books(
    path: Place, mapping: Path | None = None
) -> tuple[tuple[Book, ...], tuple[Problem, ...]]:
    """Read a workbook that may hold several entities: a Book for each, and all problems once.

    Where its figures name several entities each becomes a Book, with its name as the Settings'
    Entity, in the order of their first rows. Any other workbook is one Book, as ``read_book``
    reads it; where its Settings have no Entity and the figures name one, it is that. None at all
    where nothing could be used. That a KPI has no figures is said where no entity has any.
    """
    from kpireport.workbook.parser import entities_in

    arranged = _arranged(path, mapping)
    if arranged.raw is None:
        return (), arranged.problems
    named = entities_in(arranged.raw)
    if len(named) < 2:
        book, problems = _parsed(arranged, arranged.raw, path.parent, None)
        if book is not None and named and not book.settings.entity:
            book = replace(book, settings=replace(book.settings, entity=named[0]))
        return () if book is None else (book,), problems
    read = [_parsed(arranged, arranged.raw, path.parent, entity) for entity in named]
    books = tuple(book for book, _ in read if book is not None)
    followed = {kpi for book in books for kpi in book.actuals}
    found = (problem for _, problems in read for problem in problems)
    told = (p for p in found if p.code != "I432" or p.params["kpi"] not in followed)
    return books, tuple(gravest_first(_once(told)))


@dataclass(frozen=True, slots=True)
class _Arranged:
    """A file's cells in the product's own layout (None: unusable), and what was found so far.

    ``found`` are the problems of the layout, ``problems`` those of the file; ``undecided`` says
    that a table was seen which nobody can say how to read.
    """

    raw: RawWorkbook | None
    problems: tuple[Problem, ...] = ()
    found: tuple[Problem, ...] = ()
    undecided: bool = False


def _arranged(path: Place, mapping: Path | None) -> _Arranged:
    from kpireport.workbook.arrange import arrange
    from kpireport.workbook.reader import load_raw
    from kpireport.workbook.recognise import is_own_layout, recognise

    raw, problems = load_raw(path)
    if raw is None:
        return _Arranged(None, problems)
    arrangement, origin = None, path.name
    found: tuple[Problem, ...] = ()
    if mapping is not None:
        from kpireport.workbook.mapping_file import read_mapping

        arrangement, found = read_mapping(mapping)
        origin = mapping.name
        if arrangement is None:
            return _Arranged(None, (*problems, *found))
        source = replace(raw.source, mapping=origin, mapping_sha256=arrangement.sha256)
        raw = replace(raw, source=source)
    elif not is_own_layout(raw):
        arrangement, found = recognise(raw)
    undecided = has_errors(found)
    if undecided and arrangement is None:
        return _Arranged(None, (*problems, *gravest_first(found)))
    if arrangement is not None:
        raw, more = arrange(raw, arrangement, origin)
        found = (*found, *more)
    return _Arranged(raw, problems, found, undecided)


def _parsed(
    arranged: _Arranged, raw: RawWorkbook, folder: Place, entity: str | None
) -> tuple[Book | None, tuple[Problem, ...]]:
    from kpireport.workbook.parser import parse

    book, more = parse(raw, folder, entity)
    if arranged.undecided:
        # That a sheet is missing is not what is wrong where its table was seen and not read.
        more = tuple(problem for problem in more if problem.code != "E201")
    return book, (*arranged.problems, *gravest_first((*arranged.found, *more)))


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, where it was found first."""
    once = {(p.code, p.sheet, p.cell, repr(sorted(p.params.items()))): p for p in problems}
    return tuple(once.values())


def gravest_first(problems: tuple[Problem, ...]) -> list[Problem]:
    """Errors, warnings, hints; else in the order given."""
    return sorted(problems, key=lambda problem: list(Severity).index(problem.severity))
