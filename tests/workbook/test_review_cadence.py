"""The Review column: a cadence in either language, a date, or a problem with its cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kpireport.model.review import Cadence
from kpireport.workbook import read_book
from kpireport.workbook.review_cadence import cadence_in
from tests.workbook.books import SOUND, Value, write

MONTHLY, QUARTERLY, YEARLY = Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.YEARLY


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("monthly", MONTHLY),
        ("Mensuelle", MONTHLY),
        ("every month", MONTHLY),
        ("tous les mois", MONTHLY),
        ("M", MONTHLY),
        ("mens.", MONTHLY),
        ("Monthly, trading meeting", MONTHLY),
        ("Mensuelle, comité réseau", MONTHLY),
        ("monthly board meeting", MONTHLY),
        ("QUARTERLY", QUARTERLY),
        ("Q", QUARTERLY),
        ("T", QUARTERLY),
        ("trim.", QUARTERLY),
        ("chaque trimestre", QUARTERLY),
        ("Board, each quarter", QUARTERLY),
        ("every 3 months", QUARTERLY),
        ("tous les 3 mois", QUARTERLY),
        ("Revue trimestrielle du comité", QUARTERLY),
        ("yearly", YEARLY),
        ("Annual review", YEARLY),
        ("une fois par an", YEARLY),
        ("année", YEARLY),
        ("every 12 months", YEARLY),
    ],
)
def test_cadences_as_people_write_them(text: str, cadence: Cadence) -> None:
    assert cadence_in(text) is cadence


@pytest.mark.parametrize(
    "text",
    [
        "weekly",
        "twice a year",
        "deux fois par an",
        "half-yearly",
        "semi-annual",
        "every 2 months",
        "bimestrielle",
        "monthly, quarterly",
        "monthly or quarterly",
        "not monthly",
        "when needed",
        "the board",
    ],
)
def test_what_is_no_cadence_is_not_guessed(text: str) -> None:
    assert cadence_in(text) is None


def with_review(path: Path, value: Value) -> Path:
    kpis = [list(row) for row in SOUND["KPIs"]]
    kpis[0].append("Review")
    kpis[1].append(value)
    return write(path / "book.xlsx", {**SOUND, "KPIs": kpis})


def test_a_date_is_the_next_check_in(tmp_path: Path) -> None:
    book, problems = read_book(with_review(tmp_path, dt.datetime(2026, 12, 15)))
    assert problems == ()
    assert book is not None
    assert book.kpi("REV").review_on == dt.date(2026, 12, 15)
    assert book.kpi("REV").review_cadence is None


def test_text_with_a_cadence_is_kept_as_typed(tmp_path: Path) -> None:
    book, problems = read_book(with_review(tmp_path, "Quarterly, board"))
    assert problems == ()
    assert book is not None
    assert book.kpi("REV").review == "Quarterly, board"
    assert book.kpi("REV").review_cadence is QUARTERLY


def test_unreadable_text_is_a_problem_with_its_cell(tmp_path: Path) -> None:
    book, problems = read_book(with_review(tmp_path, "now and then"))
    (problem,) = problems
    assert (problem.code, problem.sheet, problem.cell) == ("W841", "KPIs", "G2")
    assert problem.params["found"] == "now and then"
    assert book is not None
    assert book.kpi("REV").review_cadence is None


def test_a_date_that_reads_two_ways_is_not_guessed(tmp_path: Path) -> None:
    book, problems = read_book(with_review(tmp_path, "01/02/2027"))
    assert [problem.cell for problem in problems] == ["G2"]
    assert book is not None
    assert book.kpi("REV").review_on is None


def test_every_column_of_the_sheet_has_its_place(tmp_path: Path) -> None:
    book, _ = read_book(with_review(tmp_path, None))
    assert book is not None
    places = book.kpi("REV").places
    assert str(places["review"]) == "KPIs!G2"
    assert "owner" not in places


def test_no_totals_by_choice_is_told_from_an_empty_cell(tmp_path: Path) -> None:
    for typed, by_choice in (("none", True), (None, False), ("sum", False)):
        path = write(tmp_path / "book.xlsx", SOUND, edits={"KPIs!E2": typed})
        book, _ = read_book(path)
        assert book is not None
        assert book.kpi("REV").no_totals is by_choice
