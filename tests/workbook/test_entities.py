"""A workbook of several entities becomes a Book each, and the sheet Rates what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.model.book import Book, Rate
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.workbook import read_book, read_books
from tests.workbook.books import SOUND, Rows, Value, write

JANUARY = Period(2026, 1)
LONG: Rows = [
    ["KPI", "Entity", "Period", "Actual"],
    ["REV", "Lyon", "2026-01", 5],
    ["REV", "Lille", "2026-01", 7],
    ["REV", "lyon", "2026-02", 6],
    ["CHURN", "Lille", "2026-01", 8],
]
TARGETS: Rows = [
    ["KPI", "Entity", "2026-01"],
    ["REV", "Lyon", 4],
    ["REV", "Lille", 9],
]
ONE: Rows = [["KPI", "2026-01"], ["REV", 100], ["CHURN", 8]]


def sheets(**others: Rows) -> dict[str, Rows]:
    return {**SOUND, "Actuals": LONG, "Targets": TARGETS, **others}


def figures(book: Book, kpi_id: str) -> dict[str, float]:
    return {str(month): each.value for month, each in book.actuals.get(kpi_id, {}).items()}


def test_each_entity_is_a_book_in_the_order_of_the_rows(tmp_path: Path) -> None:
    books, problems = read_books(write(tmp_path / "all.xlsx", sheets()))
    assert [book.settings.entity for book in books] == ["Lyon", "Lille"]
    lyon, lille = books
    assert figures(lyon, "REV") == {"2026-01": 5, "2026-02": 6}
    assert figures(lille, "REV") == {"2026-01": 7}
    assert figures(lille, "CHURN") == {"2026-01": 8}
    assert "CHURN" not in lyon.actuals
    assert lyon.targets["REV"][JANUARY].value == 4
    assert lille.targets["REV"][JANUARY].value == 9
    assert lyon.source == lille.source
    assert [p for p in problems if p.code.startswith("E")] == []
    assert not {"E707", "W708", "W709"} & {problem.code for problem in problems}


def test_an_entity_of_the_settings_does_not_leave_the_others_out(tmp_path: Path) -> None:
    rows = [*SOUND["Settings"], ["Entity", "Lille"]]
    books, _ = read_books(write(tmp_path / "all.xlsx", sheets(Settings=rows)))
    assert [book.settings.entity for book in books] == ["Lyon", "Lille"]


def test_the_same_problem_is_said_once(tmp_path: Path) -> None:
    rows = [*LONG, ["NOSUCH", "Lyon", "2026-01", 1], ["NOSUCH", "Lille", "2026-01", 1]]
    settings = [*SOUND["Settings"], ["Accent colour", "no colour"]]
    _, problems = read_books(write(tmp_path / "all.xlsx", sheets(Actuals=rows, Settings=settings)))
    said = [(problem.code, problem.sheet, problem.cell) for problem in problems]
    assert len(said) == len(set(said))
    assert sum(sheet == "Settings" for _, sheet, _ in said) == 1


def test_figures_of_no_entity_are_an_error_and_targets_a_warning(tmp_path: Path) -> None:
    rows = [*LONG, ["REV", None, "2026-03", 12]]
    targets = [["KPI", "2026-01"], ["REV", 10]]
    _, problems = read_books(write(tmp_path / "all.xlsx", sheets(Actuals=rows, Targets=targets)))
    found = [(p.code, p.cell) for p in problems if p.code in ("E886", "W887")]
    assert found == [("E886", "D6"), ("W887", "B2")]


def test_a_workbook_without_entities_is_one_book_as_ever(tmp_path: Path) -> None:
    path = write(tmp_path / "one.xlsx", SOUND)
    books, problems = read_books(path)
    assert (books[0], problems) == read_book(path)
    assert len(books) == 1


def test_one_entity_in_the_column_gives_the_book_its_name(tmp_path: Path) -> None:
    rows = [["KPI", "Entity", "2026-01"], ["REV", "Lyon", 5], ["CHURN", "Lyon", 8]]
    books, _ = read_books(write(tmp_path / "one.xlsx", {**SOUND, "Actuals": rows}))
    assert [book.settings.entity for book in books] == ["Lyon"]


def test_what_is_no_workbook_is_no_book(tmp_path: Path) -> None:
    books, problems = read_books(tmp_path / "nowhere.xlsx")
    assert books == ()
    assert problems


def test_rates_are_read_with_their_cells(tmp_path: Path) -> None:
    rates: Rows = [
        ["Currency", "Period", "Average", "Closing", "To"],
        ["usd", "2026-01", 0.92, 0.9, None],
        ["GBP", "2026-01", 1.16, None, "CHF"],
    ]
    book, problems = read_book(write(tmp_path / "book.xlsx", {**SOUND, "Rates": rates}))
    assert book is not None
    assert problems == ()
    first = CellRef("Rates", "C2"), CellRef("Rates", "D2")
    second = CellRef("Rates", "C3"), CellRef("Rates", "D3")
    assert book.rates == (
        Rate("USD", "EUR", JANUARY, 0.92, 0.9, *first),
        Rate("GBP", "CHF", JANUARY, 1.16, None, *second),
    )


def test_rates_are_read_in_french(tmp_path: Path) -> None:
    rates: Rows = [
        ["Devise", "Période", "Moyen", "Clôture", "Vers"],
        ["USD", "2026-01", 1, 2, "EUR"],
    ]
    book, _ = read_book(write(tmp_path / "book.xlsx", {**SOUND, "Taux de change": rates}))
    assert book is not None
    assert [(rate.average, rate.closing) for rate in book.rates] == [(1, 2)]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (["$", "2026-01", 1, 1], "E881", "A2"),
        (["USD", "2026", 1, 1], "E882", "B2"),
        (["USD", "2026-01", -1, 1], "E883", "C2"),
        (["USD", "2026-01", None, None], "E883", "C2"),
        (["USD", "2026-01", 1, "abc"], "E883", "D2"),
    ],
)
def test_what_is_wrong_with_a_rate_is_named(
    tmp_path: Path, row: list[Value], code: str, cell: str
) -> None:
    rates = [["Currency", "Period", "Average", "Closing"], row]
    _, problems = read_book(write(tmp_path / "book.xlsx", {**SOUND, "Rates": rates}))
    assert [(p.code, p.sheet, p.cell) for p in problems] == [(code, "Rates", cell)]


def test_two_rates_for_one_month_are_an_error(tmp_path: Path) -> None:
    rates = [
        ["Currency", "Period", "Average", "Closing"],
        ["USD", "2026-01", 1, 1],
        ["USD", "2026-01", 2, 1],
        ["USD", "2026-02", 1, 1],
        ["USD", "2026-02", 1, 1],
    ]
    _, problems = read_book(write(tmp_path / "book.xlsx", {**SOUND, "Rates": rates}))
    assert [(p.code, p.cell) for p in problems] == [("E884", "A3")]


def test_a_rate_without_a_currency_to_go_to_is_an_error(tmp_path: Path) -> None:
    rates = [["Currency", "Period", "Average"], ["USD", "2026-01", 1]]
    kpis = [["ID", "Direction", "Aggregation"], ["REV", "higher", "sum"]]
    book = {"KPIs": kpis, "Actuals": [ONE[0], ONE[1]], "Rates": rates}
    _, problems = read_book(write(tmp_path / "book.xlsx", book))
    assert "E885" in [problem.code for problem in problems]
