"""A mapping that stops before the workbook's last month says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.workbook import read_book
from tests.workbook.books import Rows, write

ACROSS: Rows = [
    ["KPI", "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "Total"],
    ["Sales", 1, 2, 3, 4, 10],
]
DOWN: Rows = [["Month", "Sales"], ["Jan 2026", 1], ["Feb 2026", 2], ["Mar 2026", 3], ["Sum", 6]]
TABLE = """
[[table]]
sheet = "R"
header = 1
first_row = 2
{span}
kpi = {kpi}
period = {period}
role = "actual"
"""
OF_COLUMNS = {"kpi": '{ column = "A" }', "period": "{ row = 1 }"}
OF_ROWS = {"kpi": "{ row = 1 }", "period": '{ column = "A" }'}


@pytest.mark.parametrize(
    ("rows", "span", "told", "said"),
    [
        (ACROSS, 'values = "B:C"', OF_COLUMNS, [("D1", "Mar 2026", 2)]),
        (ACROSS, 'values = "B:D"', OF_COLUMNS, [("E1", "Apr 2026", 1)]),
        (ACROSS, 'values = "B:E"', OF_COLUMNS, []),
        (DOWN, 'values = "B"\nlast_row = 3', OF_ROWS, [("A4", "Mar 2026", 1)]),
        (DOWN, 'values = "B"\nlast_row = 4', OF_ROWS, []),
    ],
)
def test_months_beyond_a_closed_span(
    tmp_path: Path, rows: Rows, span: str, told: dict[str, str], said: list[object]
) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(TABLE.format(span=span, **told), encoding="utf-8")
    _, problems = read_book(write(tmp_path / "book.xlsx", {"R": rows}), mapping)
    found = [p for p in problems if p.code == "W247"]
    assert [(p.cell, p.params["found"], p.params["count"]) for p in found] == said


def test_the_same_months_over_other_figures_are_not_missed(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Feb 2026", "Jan 2026", "Feb 2026"], ["Sales", 1, 2, 5, 6]]
    mapping = tmp_path / "m.toml"
    mapping.write_text(TABLE.format(span='values = "B:C"', **OF_COLUMNS), encoding="utf-8")
    _, problems = read_book(write(tmp_path / "book.xlsx", {"R": rows}), mapping)
    assert not [p for p in problems if p.code == "W247"]
