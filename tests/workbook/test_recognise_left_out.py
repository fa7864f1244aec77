"""What a recognised table leaves out is said, and nothing else is left out.

Each layout was made by hand; every expected figure is copied from the rows that are written.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.workbook import read_book
from tests.workbook.books import Rows, Value, write
from tests.workbook.recognising import actual, codes, recognised, refused, target


def only(problems: tuple[Problem, ...], code: str) -> Problem:
    (found,) = [problem for problem in problems if problem.code == code]
    return found


def left_out(problems: tuple[Problem, ...]) -> object:
    return only(problems, "I239").params["left"]


DOWN: list[list[Value]] = [["Month", "Sales", "Orders"]]
DOWN += [[f"2026-0{m}", 100 + m, 10 + m] for m in range(1, 6)]


def test_a_mistyped_month_under_the_others_is_said(tmp_path: Path) -> None:
    _, problems = recognised(tmp_path, {"R": [*DOWN, ["Jnu 2026", 106, 16]]})
    said = only(problems, "W234")
    assert (said.cell, said.params["found"]) == ("A7", "Jnu 2026")


def test_a_mistyped_month_over_the_others_is_said_and_no_unit(tmp_path: Path) -> None:
    rows: Rows = [DOWN[0], ["Jna 2026", 100, 10], *DOWN[2:]]
    book, problems = recognised(tmp_path, {"R": rows})
    assert (only(problems, "W234").cell, book.kpi("Sales").unit.text) == ("A2", "")
    assert actual(book, "Sales", 2026, 2) == (102, "R!B3")


def test_what_is_typed_like_a_date_stops_the_report(tmp_path: Path) -> None:
    assert refused(tmp_path, {"R": [*DOWN, ["2026-13", 106, 16]]}) == [("E601", "A7")]


def test_an_amount_whose_day_is_none_stops_the_report(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Date", "Account", "Amount"]]
    rows += [[dt.datetime(2026, 1 + i // 9, 1 + i), "Sales", 10] for i in range(20)]
    rows += [["31/02/2026", "Sales", 999], ["soon", "Sales", 888]]
    _, problems = read_book(write(tmp_path / "book.xlsx", {"Ledger": rows}))
    assert [(p.code, p.cell) for p in problems if p.code in ("E601", "W234")] == [
        ("E601", "A22"),
        ("W234", "A23"),
    ]


GROUPED: Rows = [
    ["Month", "KPI", "Actual", "Target"],
    ["Jan 2026", "Sales", 1, 2],
    [None, "Orders", 3, 4],
    [None, "NPS", 5, 6],
    ["Feb 2026", "Sales", 7, 8],
    [None, "Orders", 9, 10],
    [None, "NPS", 11, 12],
]


def test_the_last_month_of_a_merged_column_is_read_whole(tmp_path: Path) -> None:
    book, problems = recognised(tmp_path, {"R": GROUPED}, merged=["R!A2:A4", "R!A5:A7"])
    assert actual(book, "NPS", 2026, 1) == (5, "R!C4")
    assert actual(book, "NPS", 2026, 2) == (11, "R!C7")
    assert target(book, "Orders", 2026, 2) == (10, "R!D6")
    assert "W270" not in codes(problems)


def test_a_month_once_over_its_rows_holds_for_them_and_is_said(tmp_path: Path) -> None:
    book, problems = recognised(tmp_path, {"R": GROUPED})
    said = only(problems, "W284")
    assert (said.cell, said.params["count"]) == ("C3", 4)
    assert said.params["cells"] == ("C3:D3", "C4:D4", "C6:D6", "C7:D7")
    assert actual(book, "NPS", 2026, 1) == (5, "R!C4")
    assert target(book, "NPS", 2026, 2) == (12, "R!D7")


def test_rows_without_a_period_are_not_read_where_a_kpi_comes_twice(tmp_path: Path) -> None:
    rows: Rows = [*GROUPED, [None, "Sales", 13, 14]]
    book, problems = recognised(tmp_path, {"R": rows})
    said = only(problems, "W270")
    assert (said.cell, said.params["count"]) == ("C3", 5)
    assert list(book.actuals) == ["Sales"]
    assert actual(book, "Sales", 2026, 2) == (7, "R!C5")


def test_quarters_and_totals_among_months_down_are_left_out(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["Month", "Sales"],
        ["Jan 2026", 1],
        ["Feb 2026", 2],
        ["Mar 2026", 3],
    ]
    rows += [["Q1 2026", 6], ["Apr 2026", 4], ["FY 2026", 10], ["Average", 2.5]]
    book, problems = recognised(tmp_path, {"R": rows})
    assert {str(month): o.value for month, o in book.actuals["Sales"].items()} == {
        "2026-01": 1,
        "2026-02": 2,
        "2026-03": 3,
        "2026-04": 4,
    }
    assert left_out(problems) == ("Q1 2026 (A5)", "FY 2026 (A7)", "Average (A8)")


def test_a_column_of_figures_without_a_header_is_said(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Month", "Sales", None, "Orders"]]
    rows += [[f"2026-0{m}", 100 + m, 50 + m, 10 + m] for m in range(1, 6)]
    book, problems = recognised(tmp_path, {"R": rows})
    assert left_out(problems) == ("C",)
    assert actual(book, "Orders", 2026, 1) == (11, "R!D2")


def test_a_balance_beside_amounts_is_said(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Date", "Account", "Amount", "Balance"]]
    rows += [[dt.datetime(2026, 1, day), "Sales", 10, 10 * day] for day in (1, 5, 9, 20)]
    rows += [[dt.datetime(2026, 2, 3), "Sales", 7, 47]]
    book, problems = recognised(tmp_path, {"Ledger": rows})
    assert book.actuals["Sales"][Period(2026, 1)].value == 40
    assert left_out(problems) == ("Balance",)


def test_rows_called_sum_or_average_are_no_kpis(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["KPI", "Jan 2026", "Feb 2026"],
        ["Average basket", 50, 51],
        ["Sales", 1, 2],
    ]
    rows += [["Average", 25.5, 26.5], ["Sum", 51, 53]]
    book, problems = recognised(tmp_path, {"R": rows})
    assert list(book.actuals) == ["Average basket", "Sales"]
    assert left_out(problems) == ("Average (A4)", "Sum (A5)")


def test_a_table_of_nothing_but_totals(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026", "Feb 2026"], ["Total", 1, 2], ["Average", 3, 4]]
    book, _ = read_book(write(tmp_path / "book.xlsx", {"R": rows}))
    assert book is None or not book.actuals
