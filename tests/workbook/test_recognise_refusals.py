"""Tables that aren't read are refused in words that fit them, at the cell that shows why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import Rows, Value
from tests.workbook.recognising import refused

FRENCH_YEAR = (
    *("avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    *("janv.", "févr.", "mars"),
)
YEARLY: Rows = [["KPI", "Unit", 2023, 2024, 2025], ["Revenue", "k€", 100, 120, 130]]
NUMBERS: Rows = [["Year", 2026], ["KPI", *range(1, 13)], ["Revenue", *range(100, 112)]]
WEEKS: Rows = [["KPI", "W01", "W02", "W03"], ["Revenue", 1, 2, 3]]
WEEKS_DOWN: Rows = [["Woche", "Umsatz"], ["KW 1", 10], ["KW 2", 11], ["KW 3", 12]]
STORES: Rows = [
    ["Store report October 2026"],
    ["Store", "Revenue", "Orders"],
    ["Paris", 100, 10],
    ["Lyon", 80, 8],
]
CROSSED: Rows = [["Month", 2025, 2026], ["Jan", 10, 11], ["Feb", 12, 13], ["Mar", 14, 15]]


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (YEARLY, ("E280", "C1")),
        (CROSSED, ("E280", "B1")),
        (NUMBERS, ("E281", "B2")),
        (WEEKS, ("E605", "B1")),
        (WEEKS_DOWN, ("E605", "A2")),
        (STORES, ("E282", "A2")),
    ],
)
def test_a_table_without_months_is_refused_by_what_it_is(
    tmp_path: Path, rows: Rows, error: tuple[str, str]
) -> None:
    assert refused(tmp_path, {"Sheet": rows}) == [error]


def test_it_is_not_asked_where_actuals_were_recognised(tmp_path: Path) -> None:
    months: Rows = [["KPI", "Jan 2026", "Feb 2026"], ["Sales", 1, 2]]
    assert refused(tmp_path, {"Data": months, "Years": YEARLY, "Weeks": WEEKS}) == []


def test_tables_that_begin_the_fiscal_year_in_two_months(tmp_path: Path) -> None:
    def table(*months: str) -> list[list[Value]]:
        return [["Exercice 2025/26"], ["KPI", *months], [months[0], *range(len(months))]]

    sheets = {"Année": table(*FRENCH_YEAR), "S2": table(*FRENCH_YEAR[6:])}
    assert refused(tmp_path, sheets) == [("E279", "B2")]
