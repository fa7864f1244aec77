"""Workbooks written, and read as they are recognised: what the tests of layouts ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Book
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.workbook import read_book
from tests.workbook.books import Sheets, write

ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")

MONTHS_OF: dict[str, tuple[str, ...]] = {
    "English": (
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "June",
        "July",
        "Aug",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
    ),
    "French": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    "German": (
        *("Jän", "Feb", "Mrz", "Apr", "Mai", "Juni", "Juli", "Aug", "Sep", "Okt", "Nov", "Dez"),
    ),
    "German, in full": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"),
        *("Oktober", "November", "Dezember"),
    ),
    "Spanish": (
        "ene",
        "feb",
        "mar",
        "abr",
        "may",
        "jun",
        "jul",
        "ago",
        "sept",
        "oct",
        "nov",
        "dic",
    ),
    "Portuguese": (
        *("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"),
    ),
    "Portuguese, in full": (
        *("Janeiro", "Fevereiro", "Março", "Abril", "Maio", "Junho", "Julho", "Agosto"),
        *("Setembro", "Outubro", "Novembro", "Dezembro"),
    ),
    "Italian": ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
    "Italian, in full": (
        *("Gennaio", "Febbraio", "Marzo", "Aprile", "Maggio", "Giugno", "Luglio", "Agosto"),
        *("Settembre", "Ottobre", "Novembre", "Dicembre"),
    ),
}


def recognised(
    tmp_path: Path, sheets: Sheets, *, name: str = "book.xlsx", merged: Sequence[str] = ()
) -> tuple[Book, tuple[Problem, ...]]:
    """The Book of a workbook, which must have no error; every problem has its sentences."""
    path = write(tmp_path / name, sheets, merged=merged)
    book, problems = read_book(path)
    assert [p for p in problems if p.code.startswith("E")] == []
    assert book is not None
    for problem in problems:
        for language in ("en", "fr"):
            assert get_messages(language).problem(problem).message
    return book, problems


def refused(tmp_path: Path, sheets: Sheets, *, name: str = "book.xlsx") -> list[tuple[str, str]]:
    """Code and cell of each error."""
    _, problems = read_book(write(tmp_path / name, sheets))
    for problem in problems:
        for language in ("en", "fr"):
            assert get_messages(language).problem(problem).message
    return [(p.code, p.cell or "") for p in problems if p.code.startswith("E")]


def codes(problems: Sequence[Problem]) -> set[str]:
    return {problem.code for problem in problems}


Found = tuple[float, str]


def actual(book: Book, kpi: str, year: int, month: int) -> Found:
    figure = book.actuals[kpi][Period(year, month)]
    return figure.value, str(figure.cell)


def target(book: Book, kpi: str, year: int, month: int) -> Found:
    found = book.targets[kpi][Period(year, month)]
    return found.value, str(found.cell)  # type: ignore[return-value]


def prior(book: Book, kpi: str, year: int, month: int) -> Found:
    figure = book.prior_year[kpi][Period(year, month)]
    return figure.value, str(figure.cell)
