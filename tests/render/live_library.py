"""The workbooks that the tests of the live model look at, each made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl

from kpireport.model.book import Book, Language
from kpireport.pipeline import read_book
from kpireport.present.view import ReportView
from kpireport.render.excel import render_xlsx
from tests.compute import books
from tests.render import generated_books
from tests.render import live_books as live
from tests.render.workbooks import reopened
from tests.sweeps import SWEEPING

_REPOSITORY = Path(__file__).parents[2]
_REAL = _REPOSITORY.parent / "shared" / "real" / "mta"
FILES: dict[str, tuple[Path, Language]] = {
    "ecommerce": (_REPOSITORY / "samples" / "ecommerce.xlsx", "en"),
    "retail_fr": (_REPOSITORY / "samples" / "retail_fr.xlsx", "fr"),
    "lirr": (_REAL / "lirr.xlsx", "en"),
    **({"mnr_long": (_REAL / "mnr_long.xlsx", "fr")} if SWEEPING else {}),
}
"""Workbooks, and the language of their reports."""
SEEDS = tuple(range(1, 11)) if SWEEPING else (3,)
NAMES = (*FILES, *(f"seed{seed}" for seed in SEEDS), "family", "hostile")
MISSING = "the folder 'shared' with real KPI data is not beside the checkout"


def is_here(name: str) -> bool:
    """Whether the book's file is there; those of real data may not be."""
    return name not in FILES or FILES[name][0].exists()


@cache
def made(name: str) -> tuple[ReportView, bytes]:
    """A report and its workbook."""
    book, language = _book(name)
    _, view = live.report(book, language)
    return view, render_xlsx(view)


@cache
def opened(name: str) -> openpyxl.Workbook:
    """The same workbook as openpyxl reads it, with its formulas."""
    return reopened(made(name)[1])


def _book(name: str) -> tuple[Book, Language]:
    if name in FILES:
        path, language = FILES[name]
        book, _ = read_book(path)
        assert book is not None
        return book, language
    if name.startswith("seed"):
        return generated_books.generated_book(int(name.removeprefix("seed"))), "en"
    if name == "hostile":
        return _hostile(), "fr"
    return generated_books.family_book(300 if SWEEPING else 20), "fr"


def _hostile() -> Book:
    """Names that look like formulas, links, formats and references, or that are very long."""
    call = '=HYPERLINK("http://x";"[month_status]")'
    names = (
        (call, call),
        ("http://a.example", "@SUM(1)"),
        ("x" * 400, "y" * 400),
        ("twice", "+1"),
        ("twice", "-1"),
        ('Tab\t"q"', ""),
        ("&P [*score] {0} #REF!", "'Data'!A1"),
    )
    return books.book(
        *(
            books.row(
                books.kpi(
                    f"K{number}",
                    name=name,
                    category=category,
                    aggregation="sum",
                    direction="higher",
                    headline=True,
                    definition="\x01 \x0b _x0041_ </c>",
                ),
                books.months("2026-06", 1.0, 2.0, 3.0, 4.0, 5.0),
                targets=books.months("2026-01", *[3.0] * 12),
            )
            for number, (name, category) in enumerate(names)
        )
    )
