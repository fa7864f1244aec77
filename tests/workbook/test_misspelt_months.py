"""Months with letters missing or swapped: the month that was meant is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.period import Period
from kpireport.workbook.misspelt_months import meant_month
from tests.workbook.books import MONTHS, SOUND, places, read, write


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Spetember 2025", Period(2025, 9)),
        ("setp. 2025", Period(2025, 9)),
        ("2025 Ocotber", Period(2025, 10)),
        ("févirer 26", Period(2026, 2)),
        ("Novmber", "November"),
        ("févirer", "février"),
        ("Margin 2025", None),
        ("Plan 2025", None),
        ("Forecast", None),
        ("Max", None),
        ("Maybe", None),
        ("Marge 2025", None),
        ("see mail", None),
        ("2025", None),
        ("", None),
    ],
)
def test_the_month_that_was_meant(text: str, meant: Period | str | None) -> None:
    assert meant_month(text) == meant


def test_a_misspelt_heading_over_figures(tmp_path: Path) -> None:
    _, problems = read(write(tmp_path / "b.xlsx", SOUND, edits={"Actuals!D1": "Mrach 2026"}))
    assert places(problems) == [("E622", "Actuals", "D1")]
    assert problems[0].params == {"found": "Mrach 2026", "suggestion": Period(2026, 3), "count": 2}
    assert "Mar 2026" in get_messages("en").problem(problems[0]).message
    assert "mars 2026" in get_messages("fr").problem(problems[0]).message


@pytest.mark.parametrize(("sheet", "text"), [("Actuals", "Mrach"), ("Budget", "Mrach 2026")])
def test_a_misspelt_heading_that_stops_nothing(tmp_path: Path, sheet: str, text: str) -> None:
    edits = {f"{sheet}!D1": text}
    book = write(tmp_path / "b.xlsx", SOUND | {"Budget": SOUND["Actuals"]}, edits=edits)
    _, problems = read(book)
    assert places(problems) == [("W230", sheet, "D1")]
    assert get_messages("fr").problem(problems[0]).message


def test_a_misspelt_month_in_a_row(tmp_path: Path) -> None:
    rows = [["KPI", "Period", "Actual"], *(["REV", month, 5] for month in MONTHS)]
    edits = {"Actuals!B4": "Mrach 2026"}
    book = write(tmp_path / "b.xlsx", SOUND | {"Actuals": rows}, edits=edits)
    _, problems = read(book)
    assert places(problems) == [("E614", "Actuals", "B4")]
    for language in ("en", "fr"):
        assert get_messages(language).problem(problems[0]).message


def test_a_misspelt_month_of_a_goal(tmp_path: Path) -> None:
    goals = [["KPI", "Level", "Start", "By"], ["REV", 120, "2026-07", "Decmber 2026"]]
    _, problems = read(write(tmp_path / "b.xlsx", SOUND | {"Goals": goals}))
    assert places(problems) == [("E614", "Goals", "D2")]
