"""A mistyped year in a row of months. The rows are written by hand, the cells read off them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.model.period import Period
from tests.workbook.books import SOUND, Rows, places, read, write


def problems_of(path: Path, *headers: str) -> list[tuple[str, str, str]]:
    rows: Rows = [["KPI", *headers], ["REV", *[100 + at for at in range(len(headers))]]]
    kpis: Rows = [SOUND["KPIs"][0], SOUND["KPIs"][1]]
    targets: Rows = [["KPI", "From", "Target"], ["REV", "2023-01", 100]]
    _, problems = read(write(path, SOUND | {"KPIs": kpis, "Actuals": rows, "Targets": targets}))
    return places(problems)


@pytest.mark.parametrize(
    ("headers", "cell"),
    [
        (("2026-01", "2026-02", "2025-03", "2026-04"), "D1"),
        (("2026-01", "2026-02", "2027-03", "2026-04"), "D1"),
        (("2026-01", "2026-02", "2025-03"), "D1"),
        (("2025-01", "2026-02", "2026-03"), "B1"),
        (("Nov-25", "Dec-25", "Jan-25", "Feb-26"), "D1"),
    ],
)
def test_a_month_of_another_year_is_named(
    tmp_path: Path, headers: tuple[str, ...], cell: str
) -> None:
    assert ("E623", "Actuals", cell) in problems_of(tmp_path / "book.xlsx", *headers)


@pytest.mark.parametrize(
    "headers",
    [
        ("2026-01", "2026-02", "2026-03", "2025-01", "2025-02", "2025-03"),  # a year beside another
        ("2025-11", "2025-12", "2024-01", "2024-02"),  # and the older one behind
        ("2025-11", "2025-12", "2024-01"),
        ("2026-01", "2025-01", "2026-02", "2025-02"),  # this year and last in turns
        ("2026-01", "2026-02", "2026-04", "2026-05"),  # a month left out
        ("2026-03", "2026-02", "2026-01"),
        ("2026-01", "2025-02"),
        ("2026-01", "2025-07", "2026-03"),  # no February at all: that is no slip of the year
    ],
)
def test_rows_of_two_years_are_sound(tmp_path: Path, headers: tuple[str, ...]) -> None:
    found = problems_of(tmp_path / "book.xlsx", *headers)
    assert [place for place in found if place[0] == "E623"] == []


def test_what_is_said(tmp_path: Path) -> None:
    rows = [list(row) for row in SOUND["Actuals"]]
    rows[0][3] = "2025-03"
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Actuals": rows}))
    assert [(p.code, p.cell, dict(p.params)) for p in problems] == [
        (
            "E623",
            "D1",
            {
                "found": "2025-03",
                "read": Period(2025, 3),
                "expected": Period(2026, 3),
                "first": Period(2026, 1),
                "last": Period(2026, 5),
            },
        )
    ]
