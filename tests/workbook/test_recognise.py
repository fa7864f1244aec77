"""Months, roles, KPIs and their columns in the layouts that people make.

Every expected figure is copied by hand from the rows that are written, with the cell it stands in.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.model.period import Period
from tests.workbook.books import Rows, percent
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


def test_a_budget_is_a_target_only_where_there_is_none(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Type", "Jan 2026", "Feb 2026"],
        ["Calls", "Actual", 1, 2],
        ["Calls", "Budget", 3, 4],
    ]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert target(book, "Calls", 2026, 2) == (4, "Data!D3")
    assert [p.cell for p in problems if p.code == "W255"] == ["C3"]


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


def test_quarters_among_months_and_totals_beside_them_are_left_out(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Jan 2026", "Feb 2026", "Mar 2026", "Q1 2026", "Apr 2026", "YTD"],
        ["Calls", 1, 2, 3, 6, 4, 10],
    ]
    book, problems = recognised(tmp_path, {"Data": rows})
    assert [f.value for _, f in sorted(book.actuals["Calls"].items())] == [1, 2, 3, 4]
    (left,) = [p.params["left"] for p in problems if p.code == "I239"]
    assert left == ("Q1 2026", "YTD")


def test_a_letter_n_is_no_role_by_itself(tmp_path: Path) -> None:
    rows: Rows = [
        ["Date", "KPI", "N", "Value"],
        ["2026-01", "Score", 400, 7.5],
        ["2026-02", "Score", 410, 7.7],
    ]
    book, _ = recognised(tmp_path, {"Survey": rows})
    assert actual(book, "Score", 2026, 2) == (7.7, "Survey!D3")


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
