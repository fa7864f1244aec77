"""Several tables and several sheets in the layouts that people make.

Every expected figure is copied by hand from the rows that are written, with the cell it stands in.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kpireport.model.period import Period
from kpireport.workbook import read_book
from tests.workbook.books import Rows, Sheets, Value, write
from tests.workbook.recognising import ENGLISH, actual, codes, prior, recognised, refused, target


def test_a_sheet_for_each_kpi(tmp_path: Path) -> None:
    def sheet(first: float) -> Rows:
        return [["Month", "Actual", "Target"], ["2026-01", first, 2], ["2026-02", first + 1, 4]]

    book, _ = recognised(tmp_path, {"Sales": sheet(10), "Calls": sheet(20)})
    assert actual(book, "Calls", 2026, 2) == (21, "Calls!B3")
    assert target(book, "Sales", 2026, 1) == (2, "Sales!C2")


def test_a_row_for_each_figure(tmp_path: Path) -> None:
    rows: Rows = [
        ["Date", "Indicator", "Value", "Type", "Site"],
        [dt.datetime(2026, 1, 1), "Calls", 1, "Actual", "Paris"],
        [dt.datetime(2026, 1, 1), "Calls", 2, "Target", "Paris"],
        [dt.datetime(2026, 2, 1), "Calls", 3, "Actual", "Paris"],
        [dt.datetime(2026, 2, 1), "Calls", 4, "Target", "Paris"],
    ]
    book, _ = recognised(tmp_path, {"Export": rows})
    assert actual(book, "Calls", 2026, 2) == (3, "Export!C4")
    assert target(book, "Calls", 2026, 1) == (2, "Export!C3")


def test_transactions_are_added_up_and_said(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Date", "Type", "Amount"]]
    rows += [[dt.datetime(2026, 1, day), "Sales", 10.0 * day] for day in (3, 9, 17)]
    rows += [[dt.datetime(2026, 2, day), "Sales", 5.0] for day in (2, 12)]
    rows += [[dt.datetime(2026, 1, 21), "Refunds", 7.0], [dt.datetime(2026, 2, 22), "Refunds", 8.0]]
    book, problems = recognised(tmp_path, {"Journal": rows})
    # 30 + 90 + 170 = 290
    assert actual(book, "Sales", 2026, 1) == (290, "Journal!C2:C4")
    assert actual(book, "Sales", 2026, 2) == (10, "Journal!C5:C6")
    assert actual(book, "Refunds", 2026, 2) == (8, "Journal!C8")
    assert "W256" in codes(problems)


def test_daily_figures_are_not_added_up(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Date", "Sales", "Visitors"]]
    rows += [[dt.datetime(2026, 1, day), 10.0, 3.0] for day in range(1, 10)]
    rows += [[dt.datetime(2026, 2, day), 10.0, 3.0] for day in range(1, 10)]
    assert ("E252", "A2") in refused(tmp_path, {"Days": rows})


def test_blocks_under_each_other_of_one_role_each(tmp_path: Path) -> None:
    months = ["Jan 2026", "Feb 2026"]
    rows: Rows = [
        ["Actuals"],
        ["KPI", *months],
        ["Calls", 1, 2],
        ["Cost", 3, 4],
        [],
        ["Targets"],
        ["KPI", *months],
        ["Calls", 5, 6],
        ["Cost", 7, 8],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Cost", 2026, 2) == (4, "Data!C4")
    assert target(book, "Cost", 2026, 2) == (8, "Data!C9")


def test_blocks_of_categories_with_a_total_each(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Customers"],
        ["New", 1, 2],
        ["Lost", 3, 4],
        ["Subtotal", 4, 6],
        ["Staff"],
        ["Heads", 5, 6],
        ["Leavers", 7, 8],
        ["Sous-total", 12, 14],
        ["Total", 16, 20],
    ]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert {kpi.id: kpi.category for kpi in book.kpis} == {
        "New": "Customers",
        "Lost": "Customers",
        "Heads": "Staff",
        "Leavers": "Staff",
    }
    assert actual(book, "Leavers", 2026, 2) == (8, "Data!C8")
    left = [text for p in problems if p.code == "I239" for text in p.params["left"]]  # type: ignore[union-attr]
    assert left == ["Subtotal (A5)", "Sous-total (A9)", "Total (A10)"]


def test_blocks_of_the_same_kpis_are_entities(tmp_path: Path) -> None:
    rows: Rows = [
        ["Paris"],
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Calls", 1, 2],
        [],
        ["Lyon"],
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Calls", 3, 4],
    ]
    settings: Rows = [["Setting", "Value"], ["Entity", "Lyon"]]
    book, problems = recognised(tmp_path, {"Settings": settings, "Data": rows})
    assert actual(book, "Calls", 2026, 2) == (4, "Data!C7")
    assert "W258" in codes(problems)
    assert [code for code, _ in refused(tmp_path, {"Data": rows}, name="two.xlsx")] == ["E707"]


def test_one_sheet_an_entity(tmp_path: Path) -> None:
    def sheet(first: float) -> Rows:
        return [["KPI", "Jan 2026", "Feb 2026"], ["Calls", first, first + 1]]

    settings: Rows = [["Setting", "Value"], ["Entity", "Lyon"]]
    sheets: Sheets = {"Settings": settings, "Paris": sheet(1), "Lyon": sheet(5)}
    book, problems = recognised(tmp_path, sheets)
    assert actual(book, "Calls", 2026, 1) == (5, "Lyon!B2")
    assert "W258" in codes(problems)


def test_sheets_named_by_their_role(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Feb 2026"], ["Calls", 1, 2]]
    sheets: Sheets = {"Réalisé 2026": rows, "Objectifs 2026": rows, "Budget 2026": rows}
    book, _ = recognised(tmp_path, sheets)
    assert actual(book, "Calls", 2026, 1) == (1, "Réalisé 2026!B2")
    assert target(book, "Calls", 2026, 2) == (2, "Objectifs 2026!C2")
    assert book.budget["Calls"][Period(2026, 1)].value == 1


def test_a_dashboard_of_another_sheet_is_not_read_twice(tmp_path: Path) -> None:
    data: Rows = [
        ["KPI", *(f"{m} 2026" for m in ENGLISH)],
        ["Calls", 1, 2, 3, 4, 5, 6],
        ["Cost", 1, 2, 3, 4, 5, 6],
    ]
    board: Rows = [["KPI", "May 2026", "Jun 2026"], ["Calls", 5, 7]]
    book, problems = recognised(tmp_path, {"Board": board, "Data": data})
    assert actual(book, "Calls", 2026, 6) == (6, "Data!G2")
    (said,) = [p for p in problems if p.code == "W260"]
    assert (said.sheet, said.cell, said.params["other"]) == ("Board", "C2", "Data!G2")


def test_hidden_sheets_are_said_and_not_read(tmp_path: Path) -> None:
    rows: Rows = [["KPI", *(f"{m} 2026" for m in ENGLISH)], *[["K", *range(6)] for _ in range(4)]]
    shown: Rows = [["KPI", "Jan 2026", "Feb 2026"], ["Calls", 1, 2]]
    path = write(tmp_path / "book.xlsx", {"Old": rows, "Data": shown}, hidden=["Old"])
    book, problems = read_book(path)
    assert book is not None
    assert [kpi.id for kpi in book.kpis] == ["Calls"]
    assert [p.sheet for p in problems if p.code == "I263"] == ["Old"]


def test_rows_with_figures_and_no_name_are_said(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Feb 2026"], ["Calls", 1, 2], [None, 3, 4]]
    _, problems = recognised(tmp_path, {"Data": rows})
    assert [p.cell for p in problems if p.code == "W261"] == ["B3"]


def test_tables_side_by_side(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026", None, "KPI", "Jan 2026", "Feb 2026"],
        ["Calls", 1, 2, None, "Heads", 5, 6],
        ["Cost", 3, 4, None, "Leavers", 7, 8],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Leavers", 2026, 2) == (8, "Data!G3")
    assert actual(book, "Cost", 2026, 1) == (3, "Data!B3")


def test_a_sheet_of_numbers_that_is_no_table(tmp_path: Path) -> None:
    rows: Rows = [["x", "y"], [1, 2], [3, 4], [5, 6]]
    path = write(tmp_path / "book.xlsx", {"Points": rows})
    book, problems = read_book(path)
    assert book is None
    assert [p.code for p in problems] == ["E201", "E201", "I262", "I205"]
    (seen,) = [p for p in problems if p.code == "I262"]
    assert (seen.sheet, seen.params["block"], seen.params["count"]) == ("Points", "A2:B4", 6)


def test_a_second_table_under_the_first_is_said(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Calls", 1, 2],
        [],
        ["Site", "Floors", "Rooms"],
        ["Paris", 3, 4],
    ]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert [kpi.id for kpi in book.kpis] == ["Calls"]
    assert [p.params["left"] for p in problems if p.code == "I239"] == [("B5:C5",)]


def test_kpis_of_the_own_sheet_with_actuals_of_another_layout(tmp_path: Path) -> None:
    kpis: Rows = [
        ["ID", "Unit", "Direction"],
        ["Sales", "€", "higher"],
        ["Calls", "number", "lower"],
    ]
    rows: Rows = [["Month", "Sales", "Calls"], ["2026-01", 1, 2], ["2026-02", 3, 4]]
    book, _ = recognised(tmp_path, {"KPIs": kpis, "Actuals": rows, "Targets": rows})
    assert actual(book, "Calls", 2026, 2) == (4, "Actuals!C3")
    assert target(book, "Sales", 2026, 1) == (1, "Targets!B2")
    assert book.kpi("Calls").direction.value == "lower"


def test_the_balanced_scorecard_of_four_states(real: Path) -> None:
    """Finance!C28 and C35: the workbook's own totals of the four states in January 2022."""
    book, problems = read_book(real / "balanced_scorecard" / "BalancedScorecard_FINAL.xlsx")
    assert book is not None
    assert [p for p in problems if p.code.startswith("E")] == []
    assert book.settings.entity == "Total"
    assert actual(book, "sales", 2022, 1) == (2408100, "Finance!C28")
    assert target(book, "sales", 2022, 1) == (2287695, "Finance!C35")
    assert prior(book, "sales", 2021, 1) == (2310266, "Finance!C21")
    assert actual(book, "No of Staff", 2022, 12) == (77, "Resources!N14")
    tables = [p.sheet for p in problems if p.code == "I236"]
    assert tables == ["Resources", "Operations", "Customer", "Finance"]


def test_the_agencies_of_a_long_public_table(real: Path) -> None:
    """mta_performance.csv names three agencies, and nothing says which is reported."""
    _, problems = read_book(real / "mta" / "mta_performance.csv")
    assert [(p.code, p.cell) for p in problems if p.code.startswith("E")] == [("E707", "P926")]
    (said,) = [p for p in problems if p.code == "I236"]
    assert said.params["periods"].startswith("G2:G")  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["hart/hart_kpis.csv", "mcc/kpis.csv"])
def test_real_tables_without_a_month(real: Path, name: str) -> None:
    _, problems = read_book(real / name)
    assert [p.code for p in problems if p.code.startswith("E")] == ["E253"]


def test_months_down_for_each_site(tmp_path: Path) -> None:
    rows: Rows = [
        ["Month", "Site", "Sales", "Calls"],
        ["Jan 2026", "Paris", 1, 2],
        ["Jan 2026", "Lyon", 3, 4],
        ["Feb 2026", "Paris", 5, 6],
        ["Feb 2026", "Lyon", 7, 8],
    ]
    settings: Rows = [["Setting", "Value"], ["Entity", "Lyon"]]
    book, _ = recognised(tmp_path, {"Settings": settings, "Data": rows})
    assert actual(book, "Calls", 2026, 2) == (8, "Data!D5")
