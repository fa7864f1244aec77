"""Which year a month is of, whatever says it: a row, a column, a title, a sheet's name.

Every expected figure is copied by hand from the rows that are written, with the cell it stands in.
"""

from __future__ import annotations

from pathlib import Path

from kpireport.workbook import read_book
from tests.workbook.books import Rows, write
from tests.workbook.recognising import (
    ENGLISH,
    MONTHS_OF,
    actual,
    codes,
    prior,
    recognised,
    refused,
    target,
)


def test_a_row_of_years_over_the_months_merged(tmp_path: Path) -> None:
    rows: Rows = [
        [None, 2025, None, 2026, None],
        ["KPI", "Nov", "Dec", "Jan", "Feb"],
        ["Calls", 1, 2, 3, 4],
    ]
    book, _ = recognised(tmp_path, {"Data": rows}, merged=["Data!B1:C1", "Data!D1:E1"])
    assert actual(book, "Calls", 2025, 12) == (2, "Data!C3")
    assert actual(book, "Calls", 2026, 1) == (3, "Data!D3")


def test_months_down_with_years_beside_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["Year", "Month", "Sales", "Calls"],
        [2025, "Nov", 1, 2],
        [None, "Dec", 3, 4],
        [2026, "Jan", 5, 6],
        [None, "Feb", 7, 8],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Sales", 2025, 12) == (3, "Data!C3")
    assert actual(book, "Calls", 2026, 2) == (8, "Data!D5")


def test_one_sheet_a_month(tmp_path: Path) -> None:
    def sheet(first: float) -> Rows:
        return [
            ["Monthly report"],
            ["KPI", "Unit", "Actual", "Target", "Variance"],
            ["Sales", "€", first, 100, first - 100],
            ["Calls", "number", 7, 8, -1],
        ]

    book, _ = recognised(tmp_path, {"Jan 2026": sheet(90), "Feb 2026": sheet(95)})
    assert actual(book, "Sales", 2026, 2) == (95, "Feb 2026!C3")
    assert target(book, "Calls", 2026, 1) == (8, "Jan 2026!D4")
    assert book.kpi("Sales").unit.text == "€"


def test_one_sheet_a_month_without_years(tmp_path: Path) -> None:
    def sheet(first: float) -> Rows:
        return [["Indicateur", "Réalisé", "Objectif"], ["CA", first, 100], ["Appels", 7, 8]]

    sheets = {"Janvier": sheet(90), "Février": sheet(95)}
    assert refused(tmp_path, sheets) == [("E269", "A1")]
    book, problems = recognised(tmp_path, sheets, name="Suivi 2026.xlsx")
    assert actual(book, "CA", 2026, 2) == (95, "Février!B2")
    assert "W238" in codes(problems)


def test_the_month_in_a_title(tmp_path: Path) -> None:
    rows: Rows = [["KPI report – March 2026"], [], ["KPI", "Actual", "Target"], ["Calls", 5, 6]]
    book, _ = recognised(tmp_path, {"Report": rows})
    assert actual(book, "Calls", 2026, 3) == (5, "Report!B4")


def test_no_month_anywhere(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Actual", "Target"], ["Calls", 5, 6], ["Cost", 7, 8]]
    assert refused(tmp_path, {"Report": rows}) == [("E253", "B1")]


def test_fiscal_months_with_the_year_in_a_title(tmp_path: Path) -> None:
    rows: Rows = [["Report FY26"], ["KPI", "M1", "M2", "M3"], ["Calls", 1, 2, 3]]
    settings: Rows = [["Setting", "Value"], ["Fiscal year start", "April"]]
    book, problems = recognised(tmp_path, {"Settings": settings, "Data": rows})
    # The fiscal year 2026 runs from April 2025 to March 2026.
    assert actual(book, "Calls", 2025, 6) == (3, "Data!D3")
    assert "W238" in codes(problems)
    assert "W259" not in codes(problems)


def test_fiscal_months_without_a_start_begin_in_january_and_it_is_said(tmp_path: Path) -> None:
    rows: Rows = [["Report 2026"], ["KPI", "P01", "P02", "P03"], ["Calls", 1, 2, 3]]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Calls", 2026, 3) == (3, "Data!D3")
    assert {"W238", "W259"} <= codes(problems)


def test_fiscal_months_of_no_year(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "M1", "M2", "M3"], ["Calls", 1, 2, 3]]
    assert refused(tmp_path, {"Data": rows}) == [("E269", "B1")]


def test_months_over_new_year_under_a_fiscal_year(tmp_path: Path) -> None:
    months = (*MONTHS_OF["French"][3:], *MONTHS_OF["French"][:3])
    rows: Rows = [["Exercice 2025/26"], ["Indicateur", *months], ["CA", *map(float, range(1, 13))]]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert actual(book, "CA", 2025, 4) == (1, "Data!B3")
    assert actual(book, "CA", 2026, 3) == (12, "Data!M3")
    assert {"W238", "W259"} <= codes(problems)


def test_months_over_new_year_under_a_plain_year_read_two_ways(tmp_path: Path) -> None:
    months = (*MONTHS_OF["French"][3:], *MONTHS_OF["French"][:3])
    rows: Rows = [["Suivi 2026"], ["Indicateur", *months], ["CA", *map(float, range(1, 13))]]
    path = write(tmp_path / "book.xlsx", {"Data": rows})
    _, problems = read_book(path)
    (error,) = [p for p in problems if p.code == "E268"]
    assert (error.params["first"], error.params["second"]) == ("2025/26", "2026/27")


def test_two_years_in_the_titles(tmp_path: Path) -> None:
    rows: Rows = [["Actuals 2026 against 2025"], ["KPI", "Jan", "Feb"], ["Calls", 1, 2]]
    assert refused(tmp_path, {"Data": rows}) == [("E268", "B2")]


def test_a_plain_year_over_months_past_december_reads_two_ways(tmp_path: Path) -> None:
    months = (*ENGLISH[3:], "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", *ENGLISH[:3])
    rows: Rows = [[None, 2026], ["KPI", *months], ["Calls", *map(float, range(1, 13))]]
    assert refused(tmp_path, {"Data": rows}) == [("E268", "B2")]
    down: Rows = [["Year", "Month", "Calls"], *([2026, month, 1] for month in months)]
    assert refused(tmp_path, {"Data": down}, name="down.xlsx") == [("E268", "B2")]


def test_sheets_of_months_past_december_under_a_plain_year_read_two_ways(tmp_path: Path) -> None:
    sheet: Rows = [["KPI", "Actual"], ["Calls", 1], ["Cost", 2]]
    sheets = {"Nov": sheet, "Dec": sheet, "Jan": sheet}
    assert ("E268", "A1") in refused(tmp_path, sheets, name="Report 2026.xlsx")


def test_this_year_beside_the_last_in_french(tmp_path: Path) -> None:
    rows: Rows = [
        ["Tableau de bord – mars 2026"],
        ["Indicateur", "N", "N-1", "Écart"],
        ["CA", 11, 10, 1],
    ]
    book, _ = recognised(tmp_path, {"Synthèse": rows})
    assert actual(book, "CA", 2026, 3) == (11, "Synthèse!B3")
    assert prior(book, "CA", 2025, 3) == (10, "Synthèse!C3")


def test_figures_that_look_like_years_are_no_years(tmp_path: Path) -> None:
    rows: Rows = [["Report 2026"], ["KPI", "Base", "Jan", "Feb"], ["Calls", 2010, 1, 2]]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Calls", 2026, 2) == (2, "Data!D3")
    assert "W238" in codes(problems)


def test_years_and_roles_in_one_row_over_the_months(tmp_path: Path) -> None:
    rows: Rows = [
        [None, "Réalisé 2026", None, "Objectif 2026", None, "Réalisé 2025", None],
        ["Indicateur", "janv.", "févr.", "janv.", "févr.", "janv.", "févr."],
        ["CA", 1, 2, 3, 4, 5, 6],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "CA", 2026, 2) == (2, "Data!C3")
    assert actual(book, "CA", 2025, 1) == (5, "Data!F3")
    assert target(book, "CA", 2026, 1) == (3, "Data!D3")


def test_the_same_months_under_two_years(tmp_path: Path) -> None:
    rows: Rows = [
        [None, 2025, None, 2026, None],
        ["KPI", "Jan", "Feb", "Jan", "Feb"],
        ["Calls", 1, 2, 3, 4],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Calls", 2025, 2) == (2, "Data!C3")
    assert actual(book, "Calls", 2026, 1) == (3, "Data!D3")
