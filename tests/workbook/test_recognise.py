"""Workbooks of layouts that people make, read as they are recognised.

Every expected figure is copied by hand from the rows that are written, with the cell it stands in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Book
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.workbook import read_book
from tests.workbook.books import Rows, Sheets, Value, percent, write

ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")


def recognised(
    tmp_path: Path, sheets: Sheets, *, name: str = "book.xlsx", merged: Sequence[str] = ()
) -> tuple[Book, tuple[Problem, ...]]:
    """The Book of a workbook, which must have no error; every problem has its sentences."""
    path = write(tmp_path / name, sheets, merged=merged)
    book, problems = read_book(path)
    assert [p for p in problems if p.code.startswith("E")] == []
    assert book is not None
    for problem in problems:
        for language in ("en", "fr"):
            assert get_messages(language).problem(problem).message
    return book, problems


def refused(tmp_path: Path, sheets: Sheets, *, name: str = "book.xlsx") -> list[tuple[str, str]]:
    """Code and cell of each error."""
    _, problems = read_book(write(tmp_path / name, sheets))
    for problem in problems:
        for language in ("en", "fr"):
            assert get_messages(language).problem(problem).message
    return [(p.code, p.cell or "") for p in problems if p.code.startswith("E")]


def codes(problems: Sequence[Problem]) -> set[str]:
    return {problem.code for problem in problems}


Found = tuple[float, str]


def actual(book: Book, kpi: str, year: int, month: int) -> Found:
    figure = book.actuals[kpi][Period(year, month)]
    return figure.value, str(figure.cell)


def target(book: Book, kpi: str, year: int, month: int) -> Found:
    found = book.targets[kpi][Period(year, month)]
    return found.value, str(found.cell)  # type: ignore[return-value]


def prior(book: Book, kpi: str, year: int, month: int) -> Found:
    figure = book.prior_year[kpi][Period(year, month)]
    return figure.value, str(figure.cell)


MONTHS_OF: dict[str, tuple[str, ...]] = {
    "English": (
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "June",
        "July",
        "Aug",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
    ),
    "French": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    "German": (
        *("Jän", "Feb", "Mrz", "Apr", "Mai", "Juni", "Juli", "Aug", "Sep", "Okt", "Nov", "Dez"),
    ),
    "German, in full": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"),
        *("Oktober", "November", "Dezember"),
    ),
    "Spanish": (
        "ene",
        "feb",
        "mar",
        "abr",
        "may",
        "jun",
        "jul",
        "ago",
        "sept",
        "oct",
        "nov",
        "dic",
    ),
    "Portuguese": (
        *("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"),
    ),
    "Portuguese, in full": (
        *("Janeiro", "Fevereiro", "Março", "Abril", "Maio", "Junho", "Julho", "Agosto"),
        *("Setembro", "Outubro", "Novembro", "Dezembro"),
    ),
    "Italian": ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
    "Italian, in full": (
        *("Gennaio", "Febbraio", "Marzo", "Aprile", "Maggio", "Giugno", "Luglio", "Agosto"),
        *("Settembre", "Ottobre", "Novembre", "Dicembre"),
    ),
}


@pytest.mark.parametrize("language", MONTHS_OF)
def test_months_in_six_languages(tmp_path: Path, language: str) -> None:
    months = MONTHS_OF[language]
    rows: Rows = [["Report 2026"], [], ["KPI", *months], ["Calls", *map(float, range(1, 13))]]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert [f.value for _, f in sorted(book.actuals["Calls"].items())] == list(range(1, 13))
    assert actual(book, "Calls", 2026, 9) == (9, "Data!J4")
    assert "W238" in codes(problems)  # the year is the title's


@pytest.mark.parametrize("word", ["Out", "Set", "Mag", "Gen", "Marco"])
def test_a_word_that_is_also_a_month_is_none_by_itself(tmp_path: Path, word: str) -> None:
    rows: Rows = [["KPI", "2026-01", "2026-02", word], ["Calls", 5, 6, 7]]
    book, problems = recognised(tmp_path, {"Data": rows})
    found = sorted(book.actuals["Calls"])
    # Among months that have their year the word has none: its figures are said, not taken.
    assert found == [Period(2026, 1), Period(2026, 2)]
    assert codes(problems) & {"W234", "I239"}


def test_header_rows_below_titles(tmp_path: Path) -> None:
    rows: Rows = [
        ["ACME SAS"],
        ["Tableau de bord 2026", None, None, "au 15/07/2026"],
        [],
        [None, "Chiffres en k€"],
        [],
        ["Indicateur", "Unité", "janv. 2026", "févr. 2026", "mars 2026"],
        ["CA", "k€", 120, 130, 125],
        ["Visites", "nombre", 4000, 4100, 4200],
        [],
        ["Source : comptabilité"],
        ["* provisoire"],
    ]
    book, problems = recognised(tmp_path, {"Suivi 2026": rows})
    assert actual(book, "CA", 2026, 3) == (125, "Suivi 2026!E7")
    assert book.kpi("CA").unit.text == "k€"
    (said,) = [p for p in problems if p.code == "I236"]
    assert said.params["headers"] == "6"
    assert said.params["periods"] == "C6:E6"
    assert said.params["kpis"] == "A7:A8"
    assert said.params["first"] == Period(2026, 1)


def test_a_row_of_years_over_the_months_merged(tmp_path: Path) -> None:
    rows: Rows = [
        [None, 2025, None, 2026, None],
        ["KPI", "Nov", "Dec", "Jan", "Feb"],
        ["Calls", 1, 2, 3, 4],
    ]
    book, _ = recognised(tmp_path, {"Data": rows}, merged=["Data!B1:C1", "Data!D1:E1"])
    assert actual(book, "Calls", 2025, 12) == (2, "Data!C3")
    assert actual(book, "Calls", 2026, 1) == (3, "Data!D3")


def test_column_groups_under_merged_months(tmp_path: Path) -> None:
    rows: Rows = [
        ["Report"],
        [None, "Jan 2026", None, None, "Feb 2026", None, None],
        ["KPI", "Actual", "Target", "Var %", "Actual", "Target", "Var %"],
        ["Calls", 100, 110, -0.09, 120, 115, 0.04],
        ["Cost", 50, 45, 0.11, 48, 46, 0.04],
    ]
    book, problems = recognised(tmp_path, {"Data": rows}, merged=["Data!B2:D2", "Data!E2:G2"])
    assert actual(book, "Calls", 2026, 2) == (120, "Data!E4")
    assert target(book, "Cost", 2026, 1) == (45, "Data!C5")
    (said,) = [p for p in problems if p.code == "I236"]
    assert said.params["headers"] == "2 + 3"
    assert len(book.actuals["Calls"]) == 2


def test_roles_over_groups_of_months(tmp_path: Path) -> None:
    rows: Rows = [
        [None, "Ist", None, "Soll", None],
        ["Kennzahl", "Jan 2026", "Feb 2026", "Jan 2026", "Feb 2026"],
        ["Umsatz", 10, 11, 12, 13],
    ]
    book, _ = recognised(tmp_path, {"Bericht": rows})
    assert actual(book, "Umsatz", 2026, 2) == (11, "Bericht!C3")
    assert target(book, "Umsatz", 2026, 2) == (13, "Bericht!E3")


def test_role_and_month_in_one_header(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026 Actual", "Jan 2026 Target", "Feb 2026 Actual", "Feb 2026 Target"],
        ["Calls", 1, 2, 3, 4],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Calls", 2026, 2) == (3, "Data!D2")
    assert target(book, "Calls", 2026, 1) == (2, "Data!C2")


def test_roles_at_the_end_of_the_names(tmp_path: Path) -> None:
    rows: Rows = [
        ["Table", *(f"{m} 2026" for m in ENGLISH)],
        ["Calls PY", 1, 2, 3, 4, 5, 6],
        ["Calls Act", 11, 12, 13, 14, 15, 16],
        ["Calls Plan", 21, 22, 23, 24, 25, 26],
        ["Contract", 31, 32, 33, 34, 35, 36],
    ]
    book, _ = recognised(tmp_path, {"Ops": rows})
    assert {kpi.id for kpi in book.kpis} == {"Calls", "Contract"}
    assert actual(book, "Calls", 2026, 6) == (16, "Ops!G3")
    assert target(book, "Calls", 2026, 1) == (21, "Ops!B4")
    assert prior(book, "Calls", 2025, 2) == (2, "Ops!C2")


def test_roles_at_the_beginning_of_the_names(tmp_path: Path) -> None:
    rows: Rows = [
        ["Indicateur", "janv. 2026", "févr. 2026"],
        ["Réalisé CA", 11, 12],
        ["Objectif CA", 21, 22],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "CA", 2026, 2) == (12, "Data!C2")
    assert target(book, "CA", 2026, 1) == (21, "Data!B3")


def test_a_kpi_whose_name_ends_like_a_role_keeps_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Floor plan", 1, 2],
        ["Customer growth", 3, 4],
        ["Customer", 5, 6],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert {kpi.id for kpi in book.kpis} == {"Floor plan", "Customer growth", "Customer"}
    assert book.targets == {}


def test_a_column_of_scenarios(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Scenario", "Jan 2026", "Feb 2026"],
        ["Calls", "Actual", 1, 2],
        ["Calls", "Target", 3, 4],
        ["Calls", "Variance", -2, -2],
        ["Cost", "Actual", 5, 6],
        ["Cost", "Target", 7, 8],
        ["Cost", "Variance", -2, -2],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Cost", 2026, 2) == (6, "Data!D5")
    assert target(book, "Calls", 2026, 1) == (3, "Data!C3")
    assert len(book.kpis) == 2


def test_a_name_over_the_rows_of_its_scenarios(tmp_path: Path) -> None:
    rows: Rows = [
        ["Indicador", "Tipo", "ene 2026", "feb 2026"],
        ["Ventas", "Real", 1, 2],
        [None, "Objetivo", 3, 4],
        ["Coste", "Real", 5, 6],
        [None, "Objetivo", 7, 8],
    ]
    book, _ = recognised(tmp_path, {"Datos": rows})
    assert actual(book, "Coste", 2026, 1) == (5, "Datos!C4")
    assert target(book, "Ventas", 2026, 2) == (4, "Datos!D3")


def test_rows_of_roles_under_the_name_of_their_kpi(tmp_path: Path) -> None:
    rows: Rows = [
        ["", "Jan 2026", "Feb 2026"],
        ["Calls"],
        ["  Actual", 1, 2],
        ["  Target", 3, 4],
        ["  Variance", -2, -2],
        ["Cost"],
        ["  Actual", 5, 6],
        ["  Target", 7, 8],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Cost", 2026, 2) == (6, "Data!C7")
    assert target(book, "Calls", 2026, 1) == (3, "Data!B4")


def test_a_row_of_targets_under_each_kpi(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Calls", 1, 2],
        ["Objectif", 3, 4],
        ["Cost", 5, 6],
        ["Objectif", 7, 8],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Cost", 2026, 2) == (6, "Data!C4")
    assert target(book, "Cost", 2026, 1) == (7, "Data!B5")


def test_kpis_across_and_months_down(tmp_path: Path) -> None:
    rows: Rows = [
        ["Bericht"],
        [],
        ["Monat", "Umsatz", "Kunden", "Gesamt"],
        ["Jan 2026", 10, 20, 30],
        ["Feb 2026", 11, 21, 32],
        ["Mär 2026", 12, 22, 34],
        ["Summe", 33, 63, 96],
    ]
    book, problems = recognised(tmp_path, {"Tabelle1": rows})
    assert actual(book, "Kunden", 2026, 3) == (22, "Tabelle1!C6")
    assert {kpi.id for kpi in book.kpis} == {"Umsatz", "Kunden"}
    assert "I239" in codes(problems)


def test_months_down_with_roles_under_the_kpis(tmp_path: Path) -> None:
    rows: Rows = [
        [None, "Sales", None, "Calls", None],
        ["Month", "Actual", "Target", "Actual", "Target"],
        ["2026-01", 1, 2, 3, 4],
        ["2026-02", 5, 6, 7, 8],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Calls", 2026, 2) == (7, "Data!D4")
    assert target(book, "Sales", 2026, 1) == (2, "Data!C3")


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


def test_a_budget_is_a_target_only_where_there_is_none(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Type", "Jan 2026", "Feb 2026"],
        ["Calls", "Actual", 1, 2],
        ["Calls", "Budget", 3, 4],
    ]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert target(book, "Calls", 2026, 2) == (4, "Data!D3")
    assert [p.cell for p in problems if p.code == "W255"] == ["C3"]


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


def test_months_twice_without_a_word_for_them(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Feb 2026", "Jan 2026", "Feb 2026"], ["Calls", 1, 2, 3, 4]]
    assert refused(tmp_path, {"Data": rows}) == [("E250", "D1")]


def test_two_columns_that_may_name_the_kpis(tmp_path: Path) -> None:
    rows: Rows = [
        ["A", "B", "Jan 2026", "Feb 2026"],
        ["North", "Calls", 1, 2],
        ["North", "Cost", 3, 4],
        ["South", "Calls", 5, 6],
        ["South", "Cost", 7, 8],
    ]
    assert [code for code, _ in refused(tmp_path, {"Data": rows})] == ["E249"]


def test_a_header_that_looks_like_a_column_letter(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "D", "Jan 2026", "Feb 2026"],
        ["Calls", "x", 1, 2],
        ["Cost", "x", 3, 4],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Cost", 2026, 2) == (4, "Data!D3")


def test_columns_of_units_categories_and_directions(tmp_path: Path) -> None:
    rows: Rows = [
        ["Category", "KPI", "Unit", "Direction", "Owner", "Jan 2026", "Feb 2026"],
        ["Sales", "Margin", "%", "higher", "Ada", 12.5, 13],
        ["Sales", "Returns", "%", "lower", "Bob", 4, 3.5],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    kpi = book.kpi("Returns")
    assert (kpi.category, kpi.unit.text, kpi.direction.value, kpi.owner) == (
        "Sales",
        "%",
        "lower",
        "Bob",
    )
    assert actual(book, "Margin", 2026, 1) == (12.5, "Data!F2")


def test_direction_and_aggregation_are_not_guessed_from_names(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Feb 2026"], ["Costs", 1, 2], ["Revenue", 3, 4]]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert {kpi.direction.value for kpi in book.kpis} == {"neutral"}
    assert {kpi.aggregation for kpi in book.kpis} == {None}
    assert {"W421", "I422"} <= codes(problems)


def test_percent_formats_are_a_unit_that_is_said(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Margin", percent(0.125), percent(0.13)],
        ["Calls", 5, 6],
    ]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Margin", 2026, 1) == (12.5, "Data!B2")
    (said,) = [p for p in problems if p.code == "W257"]
    assert said.params["kpis"] == ("Margin",)


def test_one_column_of_targets_is_not_taken_unless_it_says_for_how_long(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Target", "Jan 2026", "Feb 2026"], ["Calls", 9, 1, 2]]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert book.targets == {}
    assert [p.cell for p in problems if p.code == "W254"] == ["B1"]
    rows = [["KPI", "Monthly target", "Jan 2026", "Feb 2026"], ["Calls", 9, 1, 2]]
    book, _ = recognised(tmp_path, {"Data": rows}, name="monthly.xlsx")
    assert target(book, "Calls", 2026, 2) == (9, "Data!B2")


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


def test_quarters_among_months_and_totals_beside_them_are_left_out(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026", "Mar 2026", "Q1 2026", "Apr 2026", "YTD"],
        ["Calls", 1, 2, 3, 6, 4, 10],
    ]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert [f.value for _, f in sorted(book.actuals["Calls"].items())] == [1, 2, 3, 4]
    (left,) = [p.params["left"] for p in problems if p.code == "I239"]
    assert left == ("Q1 2026", "YTD")


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


def test_a_letter_n_is_no_role_by_itself(tmp_path: Path) -> None:
    rows: Rows = [
        ["Date", "KPI", "N", "Value"],
        ["2026-01", "Score", 400, 7.5],
        ["2026-02", "Score", 410, 7.7],
    ]
    book, _ = recognised(tmp_path, {"Survey": rows})
    assert actual(book, "Score", 2026, 2) == (7.7, "Survey!D3")


def test_figures_that_look_like_years_are_no_years(tmp_path: Path) -> None:
    rows: Rows = [["Report 2026"], ["KPI", "Base", "Jan", "Feb"], ["Calls", 2010, 1, 2]]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Calls", 2026, 2) == (2, "Data!D3")
    assert "W238" in codes(problems)


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


def test_quarters_across_are_of_quarterly_kpis(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Q1 2026", "Q2 2026", "Q3 2026"], ["Calls", 1, 2, 3]]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert book.kpi("Calls").frequency.value == "quarterly"
    assert actual(book, "Calls", 2026, 6) == (2, "Data!C2")


def test_cumulated_groups_beside_those_of_the_month_are_left_out(tmp_path: Path) -> None:
    rows: Rows = [
        ["Mois : mars 2026"],
        ["Indicateur", "Mois", None, None, "Cumul", None, None],
        [None, "Réel", "Objectif", "N-1", "Réel", "Objectif", "N-1"],
        ["CA", 1, 2, 3, 4, 5, 6],
    ]
    book, _ = recognised(tmp_path, {"Synthèse": rows})
    assert actual(book, "CA", 2026, 3) == (1, "Synthèse!B4")
    assert target(book, "CA", 2026, 3) == (2, "Synthèse!C4")
    assert prior(book, "CA", 2025, 3) == (3, "Synthèse!D4")


def test_a_role_twice_without_a_word_for_it(tmp_path: Path) -> None:
    rows: Rows = [["March 2026"], ["KPI", "Actual", "Target", "Actual"], ["Calls", 1, 2, 3]]
    assert refused(tmp_path, {"Data": rows}) == [("E250", "D2")]


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


def test_a_row_of_units_under_the_names(tmp_path: Path) -> None:
    rows: Rows = [
        ["Month", "Sales", "Rate"],
        [None, "€", "%"],
        ["2026-01", 1, 12],
        ["2026-02", 3, 14],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert actual(book, "Rate", 2026, 2) == (14, "Data!C4")
    assert book.kpi("Sales").unit.text == "€"


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


def test_a_header_that_was_meant_for_a_month_stops_the_report(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Feb 2026", "Mar 2026*"], ["Calls", 1, 2, 3]]
    assert refused(tmp_path, {"Data": rows}) == [("E620", "D1")]
    rows = [["KPI", "Jan 2026", "Feb 2026", "2025", "vs 2025"], ["Calls", 1, 2, 3, 4]]
    assert refused(tmp_path, {"Data": rows}, name="year.xlsx") == []


def test_a_role_in_brackets_behind_the_month(tmp_path: Path) -> None:
    rows: Rows = [["Indicateur", "janv. 2026", "févr. 2026", "mars 2026 (prév.)"], ["CA", 1, 2, 3]]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert sorted(book.actuals["CA"]) == [Period(2026, 1), Period(2026, 2)]
    assert book.forecast["CA"][Period(2026, 3)].value == 3


def test_kpis_called_result_or_growth_among_others(tmp_path: Path) -> None:
    rows: Rows = [
        ["Indicateur", "janv. 2026", "févr. 2026"],
        ["CA", 1, 2],
        ["Charges", 3, 4],
        ["Résultat", 5, 6],
        ["Croissance", 7, 8],
        ["Total", 16, 20],
    ]
    book, _ = recognised(tmp_path, {"Data": rows})
    assert [kpi.id for kpi in book.kpis] == ["CA", "Charges", "Résultat", "Croissance"]
    assert actual(book, "Croissance", 2026, 2) == (8, "Data!C5")
