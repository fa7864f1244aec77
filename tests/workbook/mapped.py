"""Workbooks read by a mapping: written in the test, with the cells of the figures beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Book
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.workbook import read_book
from tests.workbook.books import Sheets, Value, write

Cells = dict[tuple[str, str], tuple[float, str]]


def mapped(
    folder: Path,
    sheets: Sheets,
    mapping: str,
    *,
    edits: Mapping[str, Value] | None = None,
    hidden: Sequence[str] = (),
    merged: Sequence[str] = (),
) -> tuple[Book | None, tuple[Problem, ...]]:
    """The workbook as the mapping reads it; every problem has its sentences, in both languages."""
    path = write(folder / "book.xlsx", sheets, edits=edits, hidden=hidden, merged=merged)
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")
    book, problems = read_book(path, folder / "mapping.toml")
    for problem in problems:
        for language in ("en", "fr"):
            said = get_messages(language).problem(problem)
            assert "{" not in said.message + said.expected + said.advice, problem.code
    return book, problems


def actuals(book: Book | None) -> Cells:
    """Every actual by KPI and month, with its cell."""
    assert book is not None
    return {
        (kpi, str(month)): (figure.value, str(figure.cell))
        for kpi, series in book.actuals.items()
        for month, figure in series.items()
    }


def targets(book: Book | None) -> Cells:
    assert book is not None
    return {
        (kpi, str(month)): (found.value, str(found.cell))  # type: ignore[misc]
        for kpi, series in book.targets.items()
        for month, found in series.items()
    }


def prior_years(book: Book | None) -> Cells:
    assert book is not None
    return {
        (kpi, str(month)): (figure.value, str(figure.cell))
        for kpi, series in book.prior_year.items()
        for month, figure in series.items()
    }


def month(year: int, number: int) -> Period:
    return Period(year, number)


def found(problems: Sequence[Problem], *codes: str) -> list[tuple[str, str | None, str | None]]:
    """Code, sheet and cell of the problems with these codes."""
    return [(p.code, p.sheet, p.cell) for p in problems if p.code in codes]
