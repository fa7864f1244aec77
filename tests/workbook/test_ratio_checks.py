"""A ratio's typed target against its parts' targets. Expected values worked out by hand."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kpireport.workbook import read_book

HEADS = ("ID", "Unit", "Direction", "Aggregation", "Numerator", "Denominator", "Report")
KPIS = [
    ("COST", "€", "lower", "sum", None, None, "no"),
    ("REV", "€", "higher", "sum", None, None, "yes"),
    ("RATE", "% (0-100)", "lower", "ratio", "COST", "REV", "yes"),
]


def told(path: Path, targets: list[tuple[object, ...]]) -> list[tuple[str, str | None, object]]:
    book = openpyxl.Workbook()
    sheets: dict[str, list[tuple[object, ...]]] = {
        "KPIs": [HEADS, *KPIS],
        "Actuals": [("KPI", "2026-01", "2026-02"), ("COST", 610, 605), ("REV", 1000, 990)],
        "Targets": [("KPI", "2026-01", "2026-02"), *targets],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(path)
    _, problems = read_book(path)
    return [(p.code, p.cell, p.params["expected"]) for p in problems if p.code == "W738"]


def test_a_target_that_its_parts_do_not_come_to(tmp_path: Path) -> None:
    # 602.5 / 1000 is 60.25 %; 62 is what was typed, in the first of two months.
    targets = [("COST", 602.5, 600), ("REV", 1000, 1000), ("RATE", 62, 60)]
    found = told(tmp_path / "book.xlsx", targets)
    assert found == [("W738", "B4", pytest.approx(60.25))]


def test_rounding_is_allowed_for_and_a_part_without_a_target(tmp_path: Path) -> None:
    # 602.5 / 1000 rounds to 60.3 with one decimal; February has no planned revenue.
    targets = [("COST", 602.5, 600), ("REV", 1000, None), ("RATE", 60.3, 55)]
    assert told(tmp_path / "book.xlsx", targets) == []
