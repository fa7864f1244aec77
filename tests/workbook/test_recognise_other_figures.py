"""Figures that are no month's own, or not this year's: what titles and names say of them.

Each layout was made by hand; every expected figure is copied from the rows that are written.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kpireport.workbook import read_book
from tests.workbook.books import Rows, Sheets, Value, percent, write
from tests.workbook.recognising import actual, codes, prior, recognised, refused, target
from tests.workbook.test_recognise_left_out import left_out, only

MONTHS = ("Jan", "Feb", "Mar")


def block(title: str, *figures: float) -> list[list[Value]]:
    return [[title], ["KPI", *MONTHS], ["Sales", *figures], []]


def test_a_block_of_variances_is_left_out(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["Year 2026"],
        [],
        *block("Actual", 10, 20, 30),
        *block("Target", 12, 22, 32),
    ]
    rows += block("Variance", -2, -2, -2)
    book, problems = recognised(tmp_path, {"R": rows})
    assert actual(book, "Sales", 2026, 3) == (30, "R!D5")
    assert target(book, "Sales", 2026, 3) == (32, "R!D9")
    said = only(problems, "I275")
    assert (said.cell, said.params["found"], said.params["count"]) == ("A11", "Variance", 3)
    assert "W258" not in codes(problems)


def test_a_block_of_cumulated_figures_is_left_out_beside_the_months(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["Year 2026"],
        [],
        *block("Month", 10, 20, 30),
        *block("YTD", 10, 30, 60),
    ]
    book, problems = recognised(tmp_path, {"R": rows})
    assert [o.value for o in book.actuals["Sales"].values()] == [10, 20, 30]
    assert only(problems, "I275").params["found"] == "YTD"


@pytest.mark.parametrize("title", ["YTD 2026", "Chiffres cumulés 2026", "Kumuliert 2026"])
def test_cumulated_figures_alone_are_not_read_as_months(tmp_path: Path, title: str) -> None:
    assert refused(tmp_path, {"R": block(title, 10, 30, 60)}) == [("E276", "A1")]


def test_figures_that_fall_are_months_whatever_the_title_says(tmp_path: Path) -> None:
    book, problems = recognised(tmp_path, {"2026 YTD": block("KPI report", 30, 10, 20)})
    assert [o.value for o in book.actuals["Sales"].values()] == [30, 10, 20]
    assert only(problems, "W283").params["found"] == "2026 YTD"


def test_cumulated_figures_whose_input_is_said_are_read(tmp_path: Path) -> None:
    rows: Rows = [
        ["YTD figures 2026"],
        ["KPI", "Aggregation", "Actuals input", *MONTHS],
        ["Sales", "sum", "ytd", 10, 30, 60],
    ]
    book, _ = recognised(tmp_path, {"R": rows})
    assert str(book.kpi("Sales").actuals_input) == "ytd"


def test_last_year_under_this_years_months_is_a_year_earlier(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["Year 2026"],
        [],
        *block("Actual", 10, 20, 30),
        *block("Prior year", 9, 19, 29),
    ]
    book, problems = recognised(tmp_path, {"R": rows})
    assert prior(book, "Sales", 2025, 1) == (9, "R!B9")
    assert sorted(map(str, book.prior_year["Sales"])) == ["2025-01", "2025-02", "2025-03"]
    assert only(problems, "W277").params["year"] == "2025"


def test_last_year_on_its_own_sheet_is_a_year_earlier(tmp_path: Path) -> None:
    sheets: Sheets = {
        name: [["KPI", *MONTHS], ["Sales", *figures]]
        for name, figures in (("Actual", (10, 20, 30)), ("Prior year", (9, 19, 29)))
    }
    book, _ = recognised(tmp_path, sheets, name="KPI 2026.xlsx")
    assert prior(book, "Sales", 2025, 3) == (29, "Prior year!D2")


def test_last_year_under_its_own_year_stays(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        *block("Actual 2026", 10, 20, 30),
        *block("Prior year 2025", 9, 19, 29),
    ]
    book, problems = recognised(tmp_path, {"R": rows})
    assert prior(book, "Sales", 2025, 1) == (9, "R!B7")
    assert "W277" not in codes(problems)


def test_rows_of_a_kpi_over_the_year_so_far_are_left_out(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Sales", 10, 20],
        ["Sales YTD", 10, 30],
        ["Sales target", 12, 22],
        ["Sales target YTD", 12, 34],
    ]
    book, problems = recognised(tmp_path, {"R": rows})
    assert [kpi.id for kpi in book.kpis] == ["Sales"]
    assert target(book, "Sales", 2026, 2) == (22, "R!C4")
    assert left_out(problems) == ("Sales YTD", "Sales target YTD")


def test_rows_of_comparisons_are_said(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "", "Jan 2026", "Feb 2026"],
        ["Sales", "Actual", 10, 20],
        [None, "Target", 12, 22],
        [None, "vs target %", -0.17, -0.09],
    ]
    _, problems = recognised(tmp_path, {"R": rows})
    assert left_out(problems) == ("vs target %",)


def test_a_copied_sheet_whose_title_names_another_month(tmp_path: Path) -> None:
    def sheet(title: str, figure: float) -> Rows:
        return [[title], [], ["KPI", "Actual", "Target"], ["Sales", figure, figure + 1]]

    sheets: Sheets = {
        "Jan 2026": sheet("Report January 2026", 10),
        "Feb 2026": sheet("Report January 2026", 20),
        "Mar 2026": sheet("Report 03/2026", 30),
    }
    book, problems = recognised(tmp_path, sheets)
    said = only(problems, "W278")
    assert (said.sheet, said.cell) == ("Feb 2026", "A1")
    assert actual(book, "Sales", 2026, 2) == (20, "Feb 2026!B4")


def test_actuals_in_percent_with_targets_as_plain_numbers(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Type", "Jan 2026", "Feb 2026"],
        ["Margin", "Actual", percent(0.31), percent(0.32)],
        [None, "Target", 30, 30],
    ]
    book, _ = recognised(tmp_path, {"R": rows})
    assert actual(book, "Margin", 2026, 1) == (31, "R!C2")
    assert target(book, "Margin", 2026, 1) == (30, "R!C3")


def test_words_in_the_place_of_figures_are_said_and_end_no_table(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026", "Mar 2026"],
        ["Sales", 1, 2, 3],
        ["Audit", "done", "done", "pending"],
        ["Orders", 4, 5, 6],
        ["Staff", "12 FTE", "13 FTE", "14 FTE"],
    ]
    book, problems = recognised(tmp_path, {"R": rows})
    assert actual(book, "Orders", 2026, 3) == (6, "R!D4")
    assert only(problems, "W274").params["rows"] == ("Audit (A3)", "Staff (A5)")
    assert list(book.actuals) == ["Sales", "Orders"]


def test_a_column_of_notes_is_no_kpi(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Negozio", "Mese", "Ricavi", "Scontrini", "Note"]]
    for month in ("gennaio 2026", "febbraio 2026"):
        rows += [["Milano", month, 100, 10, "ok"], ["Roma", month, 200, 20, None]]
    rows_of_settings: Rows = [["Setting", "Value"], ["Entity", "Roma"]]
    book, _ = recognised(tmp_path, {"Settings": rows_of_settings, "Dati": rows})
    assert actual(book, "Ricavi", 2026, 2) == (200, "Dati!C5")


def test_names_merged_down_beside_quarters_over_the_months(tmp_path: Path) -> None:
    rows: Rows = [
        ["ACME 2026"],
        ["Indicator", "Unit", "Q1 2026", None, None, None],
        [None, None, "Jan", "Feb", "Mar", "Total Q1"],
        ["Revenue", "k€", 100, 110, 120, 330],
        ["Margin", "%", 31, 32, 33, 32],
    ]
    merged = ["KPIs H1!A2:A3", "KPIs H1!B2:B3", "KPIs H1!C2:F2"]
    book, problems = recognised(tmp_path, {"KPIs H1": rows}, merged=merged)
    assert actual(book, "Revenue", 2026, 3) == (120, "KPIs H1!E4")
    assert (book.kpi("Revenue").unit.text, book.kpi("Margin").unit.text) == ("k€", "%")
    assert left_out(problems) == ("Total Q1",)


def test_plan_before_a_month_is_its_target(tmp_path: Path) -> None:
    rows: Rows = [
        ["Kennzahl", "Einheit", "Ist Okt 26", "Plan Okt 26", "Abw.", "Vorjahr Okt 25"],
        ["Umsatz", "T€", 100, 110, -10, 90],
        ["Plan members", "number", 5, 6, -1, 4],
    ]
    book, _ = recognised(tmp_path, {"Cockpit": rows})
    assert target(book, "Umsatz", 2026, 10) == (110, "Cockpit!D2")
    assert prior(book, "Umsatz", 2025, 10) == (90, "Cockpit!F2")
    assert actual(book, "Plan members", 2026, 10) == (5, "Cockpit!C3")


def test_a_unit_in_brackets_behind_a_role_keeps_its_bracket(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Revenue (k€)", 1, 2],
        ["Target revenue (k€)", 3, 4],
    ]
    book, _ = recognised(tmp_path, {"R": rows})
    assert [kpi.id for kpi in book.kpis] == ["Revenue (k€)"]
    assert target(book, "Revenue (k€)", 2026, 2) == (4, "R!C3")


def test_all_rows_of_a_sum_are_said(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Date", "Type", "Amount"]]
    rows += [[f"2026-01-{day:02d}", "Sales", 10] for day in (3, 9, 17, 20)]
    rows += [["2026-02-02", "Sales", 5], ["2026-02-09", "Sales", 6]]
    _, problems = recognised(tmp_path, {"Journal": rows})
    said = only(problems, "I236").params
    assert (said["figures"], said["kpis"], said["periods"]) == ("C2:C7", "B2:B7", "A2:A7")


def test_cumulated_roles_under_a_kpi_are_left_out(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "", "Jan 2026", "Feb 2026"],
        ["Sales", "Actual", 1, 2],
        [None, "Target", 2, 2],
        [None, "% of target", 0.5, 1],
        [None, "Cumulative actual", 1, 3],
        [None, "Cumulative target", 2, 4],
    ]
    book, problems = recognised(tmp_path, {"R": rows})
    assert actual(book, "Sales", 2026, 2) == (2, "R!D2")
    assert target(book, "Sales", 2026, 2) == (2, "R!D3")
    assert left_out(problems) == ("% of target", "Cumulative actual", "Cumulative target")


def test_a_column_of_values_beside_one_of_targets_holds_the_actuals(tmp_path: Path) -> None:
    rows: Rows = [
        ["Year", "Month", "KPI", "Value", "Target"],
        [2026, 1, "Sales", 1, 2],
        [2026, 2, "Sales", 3, 4],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Sales", 2026, 2) == (3, "Data!D3")
    assert target(book, "Sales", 2026, 2) == (4, "Data!E3")


def test_rows_that_compare_a_kpi_with_its_target_are_no_kpis(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Sales", 1, 2],
        ["Sales target", 2, 3],
        ["Sales % of target", 0.5, 0.67],
        ["Sales vs target", -1, -1],
        ["North vs South", 7, 8],
    ]
    book, problems = recognised(tmp_path, {"R": rows})
    assert [kpi.id for kpi in book.kpis] == ["Sales", "North vs South"]
    assert target(book, "Sales", 2026, 1) == (2, "R!B3")
    assert left_out(problems) == ("Sales % of target", "Sales vs target")


def test_a_column_of_figures_left_of_the_months_is_said(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Last year", "Jan 2026", "Feb 2026"], ["Sales", 99, 1, 2]]
    _, problems = recognised(tmp_path, {"R": rows})
    assert left_out(problems) == ("Last year",)


def test_years_under_each_month(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan", None, None, "Feb", None, None],
        [None, 2025, 2026, "Var %", 2025, 2026, "Var %"],
        ["Sales", 90, 100, 0.11, 91, 101, 0.11],
        ["Orders", 2024, 2026, 0, 2025, 2027, 0],
    ]
    book, problems = recognised(tmp_path, {"R": rows}, merged=["R!B1:D1", "R!E1:G1"])
    assert actual(book, "Sales", 2025, 1) == (90, "R!B3")
    assert actual(book, "Sales", 2026, 2) == (101, "R!F3")
    assert actual(book, "Orders", 2026, 1) == (2026, "R!C4")
    assert left_out(problems) == ("Var %",)


def test_last_year_of_the_first_year_there_is(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Type", dt.datetime(1900, 1, 1), dt.datetime(1900, 2, 1)],
        ["Sales", "Actual", 1, 2],
        [None, "Prior year", 3, 4],
    ]
    _, problems = read_book(write(tmp_path / "book.xlsx", {"R": rows}))
    assert "I236" in codes(problems)
