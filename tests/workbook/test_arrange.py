"""Workbooks read by a mapping. Every expected figure is copied by hand from the rows written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import Rows, day
from tests.workbook.mapped import actuals, found, mapped, prior_years, targets

ACROSS: Rows = [
    ["Monthly figures"],
    ["What", "Jan 2026", "Feb 2026"],
    ["Calls Act", 10, 11],
    ["Calls Plan", 12, 13],
    ["Waiting Act", 4, 5],
]
ACROSS_MAP = """
[[table]]
sheet = "Figures"
header = 2
values = ["B:C"]
kpi = { column = "What", without = ["Act", "Plan"] }
period = { row = 2 }
role = { column = "What", words = { Act = "actual", Plan = "target" } }
"""


def test_months_across_and_the_role_at_the_end_of_the_name(tmp_path: Path) -> None:
    book, _ = mapped(tmp_path, {"Figures": ACROSS}, ACROSS_MAP)
    assert actuals(book) == {
        ("Calls", "2026-01"): (10, "Figures!B3"),
        ("Calls", "2026-02"): (11, "Figures!C3"),
        ("Waiting", "2026-01"): (4, "Figures!B5"),
        ("Waiting", "2026-02"): (5, "Figures!C5"),
    }
    assert targets(book) == {
        ("Calls", "2026-01"): (12, "Figures!B4"),
        ("Calls", "2026-02"): (13, "Figures!C4"),
    }


def test_a_row_a_figure_with_year_and_month_in_two_columns(tmp_path: Path) -> None:
    rows: Rows = [
        ["Indicator", "Year", "Month", "Goal", "Result"],
        ["Calls", 2026, 1, 12, 10],
        ["Calls", 2026, 2, None, 11],
        ["Calls", 2026, "March", 14, 15],
    ]
    book, _ = mapped(
        tmp_path,
        {"Data": rows},
        """
        [[table]]
        sheet = "Data"
        header = 1
        values = ["Goal", "Result"]
        kpi = "Indicator"
        period = { columns = ["Year", "Month"] }
        role = { row = 1, words = { Goal = "target", Result = "actual" } }
        """,
    )
    assert actuals(book) == {
        ("Calls", "2026-01"): (10, "Data!E2"),
        ("Calls", "2026-02"): (11, "Data!E3"),
        ("Calls", "2026-03"): (15, "Data!E4"),
    }
    assert targets(book) == {
        ("Calls", "2026-01"): (12, "Data!D2"),
        ("Calls", "2026-03"): (14, "Data!D4"),
    }


def test_one_sheet_a_month_by_a_pattern_and_a_cell(tmp_path: Path) -> None:
    """The month is the sheet's name on some, a cell on another table."""
    sheets = {
        "Jan 2026": [["Calls", 10]],
        "Feb 2026": [["Calls", 11]],
        "Waiting": [["Period:", day(2026, 2)], ["Waiting time", 4]],
    }
    book, _ = mapped(
        tmp_path,
        sheets,
        """
        [[table]]
        sheet = "* 2026"
        values = ["B"]
        kpi = "A"
        period = { sheet = true }

        [[table]]
        sheet = "waiting"
        first_row = 2
        values = "B"
        kpi = "A"
        period = { cell = "B1" }
        """,
    )
    assert actuals(book) == {
        ("Calls", "2026-01"): (10, "Jan 2026!B1"),
        ("Calls", "2026-02"): (11, "Feb 2026!B1"),
        ("Waiting time", "2026-02"): (4, "Waiting!B2"),
    }


def test_what_is_stated(tmp_path: Path) -> None:
    """A table of one KPI, of one month, of targets: nothing on the sheet says so."""
    book, _ = mapped(
        tmp_path,
        {"S": [["Calls", 12]], "T": [["Jan 2026", 10]]},
        """
        table = [
          { sheet = "S", values = ["B"], kpi = "A", period = { is = "Jan 2026" }, role = "target" },
          { sheet = "T", values = ["B"], kpi = { is = "Calls" }, period = "A" },
        ]
        """,
    )
    assert targets(book) == {("Calls", "2026-01"): (12, "S!B1")}
    assert actuals(book) == {("Calls", "2026-01"): (10, "T!B1")}


def test_two_rows_of_headers_with_merged_cells(tmp_path: Path) -> None:
    rows: Rows = [
        [None, "January 2026", None, "February 2026", None],
        [None, "Plan", "Real", "Plan", "Real"],
        ["Calls", 12, 10, 13, 11],
    ]
    book, _ = mapped(
        tmp_path,
        {"S": rows},
        """
        [[table]]
        sheet = "S"
        header = 2
        values = ["B:E"]
        kpi = "A"
        period = { row = 1 }
        role = { row = 2, words = { Plan = "target", Real = "actual" } }
        """,
        merged=["S!B1:C1", "S!D1:E1"],
    )
    assert actuals(book) == {
        ("Calls", "2026-01"): (10, "S!C3"),
        ("Calls", "2026-02"): (11, "S!E3"),
    }
    assert targets(book) == {
        ("Calls", "2026-01"): (12, "S!B3"),
        ("Calls", "2026-02"): (13, "S!D3"),
    }


@pytest.mark.parametrize("merged", [(), ("S!A2:A4", "S!A5:A6")])
def test_a_name_over_its_rows(merged: tuple[str, ...], tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "What", "Jan 2026"],
        ["Calls", "Actual", 10],
        [None, "Plan", 12],
        [None, "Variance", -2],
        ["Waiting", "Actual", 4],
        [None, "Plan", 3],
    ]
    book, problems = mapped(
        tmp_path,
        {"S": rows},
        """
        [[table]]
        sheet = "S"
        header = 1
        values = ["C"]
        kpi = { column = "KPI", down = true }
        period = { row = 1 }
        role.column = "What"
        role.words = { Actual = "actual", Plan = "target", Variance = "ignored" }
        """,
        merged=merged,
    )
    assert actuals(book) == {
        ("Calls", "2026-01"): (10, "S!C2"),
        ("Waiting", "2026-01"): (4, "S!C5"),
    }
    assert targets(book) == {
        ("Calls", "2026-01"): (12, "S!C3"),
        ("Waiting", "2026-01"): (3, "S!C6"),
    }
    assert found(problems, "W235") == []


FISCAL: Rows = [["KPI", "Apr", "Mar"], ["Calls", 10, 11]]
FISCAL_MAP = """
[[table]]
sheet = "S"
header = 1
values = ["B:C"]
kpi = "A"
period = { row = 1 }
fiscal_year = "2025/26"
"""


def test_months_without_a_year_in_the_calendar_of_the_settings(tmp_path: Path) -> None:
    """April is in the first of the two years, March in the second."""
    settings: Rows = [["Setting", "Value"], ["Fiscal year start", "April"]]
    book, _ = mapped(tmp_path, {"Settings": settings, "S": FISCAL}, FISCAL_MAP)
    assert actuals(book) == {
        ("Calls", "2025-04"): (10, "S!B2"),
        ("Calls", "2026-03"): (11, "S!C2"),
    }


def test_settings_of_the_mapping_come_before_the_workbooks(tmp_path: Path) -> None:
    settings: Rows = [
        ["Setting", "Value"],
        ["Fiscal year start", "January"],
        ["Organisation", "Wren"],
    ]
    book, problems = mapped(
        tmp_path,
        {"Settings": settings, "S": FISCAL},
        '[settings]\nfiscal_year_start = "April"\ncurrency = "GBP"\n' + FISCAL_MAP,
    )
    assert set(actuals(book)) == {("Calls", "2025-04"), ("Calls", "2026-03")}
    assert book is not None
    assert (book.settings.organisation, book.settings.currency) == ("Wren", "GBP")
    assert [p.code for p in problems if p.code.startswith(("E", "W3"))] == []


TRANSACTIONS: Rows = [
    ["Date", "What", "Amount", "State"],
    [day(2026, 1, 3), "Sales", 100, "paid"],
    [day(2026, 1, 20), "Sales", 50, "paid"],
    [day(2026, 1, 21), "Sales", 7, "void"],
    [day(2026, 2, 2), "Sales", 30, "paid"],
    [day(2026, 2, 3), "Total", 999, "paid"],
]
TRANSACTIONS_MAP = """
[[table]]
sheet = "Ledger"
header = 1
values = ["Amount"]
kpi = "What"
period = "Date"
add_up = true
"""


def test_transactions_are_added_up_and_the_span_is_the_cell(tmp_path: Path) -> None:
    """100 + 50 and, without the row that is void, 30; the total row is none of them."""
    mapping = TRANSACTIONS_MAP + 'drop = { State = "void" }\n'
    book, _ = mapped(tmp_path, {"Ledger": TRANSACTIONS}, mapping)
    assert actuals(book) == {
        ("Sales", "2026-01"): (150, "Ledger!C2:C3"),
        ("Sales", "2026-02"): (30, "Ledger!C5"),
    }


def test_only_the_rows_that_are_kept(tmp_path: Path) -> None:
    mapping = TRANSACTIONS_MAP + 'keep = { State = ["void", "open"] }\n'
    book, _ = mapped(tmp_path, {"Ledger": TRANSACTIONS}, mapping)
    assert actuals(book) == {("Sales", "2026-01"): (7, "Ledger!C4")}


def test_without_adding_up_a_second_figure_is_a_problem(tmp_path: Path) -> None:
    mapping = TRANSACTIONS_MAP.replace("add_up = true", 'keep = { State = "paid" }')
    _, problems = mapped(tmp_path, {"Ledger": TRANSACTIONS}, mapping)
    twice = [p for p in problems if p.sheet == "Ledger" and p.code.startswith("E")]
    assert [p.cell for p in twice] in (["C3"], ["B3"], ["A3"])


def test_the_entity_of_the_settings_is_reported(tmp_path: Path) -> None:
    rows: Rows = [
        ["Site", "KPI", "Jan 2026"],
        ["Lyon", "Calls", 10],
        ["Lille", "Calls", 20],
    ]
    mapping = """
    [settings]
    entity = "Lille"
    [[table]]
    sheet = "S"
    header = 1
    values = "C"
    kpi = "KPI"
    period = { row = 1 }
    entity = "Site"
    """
    book, _ = mapped(tmp_path, {"S": rows}, mapping)
    assert actuals(book) == {("Calls", "2026-01"): (20, "S!C3")}


def test_last_year_beside_this_year_is_a_year_back(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Act", "PY"], ["Calls", 10, 8], ["Waiting", 4, None]]
    mapping = """
    [[table]]
    sheet = "S"
    header = 1
    values = ["B:C"]
    kpi = "A"
    period = { is = "Jan 2026" }
    role = { row = 1, words = { Act = "actual", PY = "prior_year" } }
    """
    book, _ = mapped(tmp_path, {"S": rows}, mapping)
    assert prior_years(book) == {("Calls", "2025-01"): (8, "S!C2")}


def test_last_year_on_its_own_keeps_its_dates(tmp_path: Path) -> None:
    sheets = {"S": [["Calls", 10]], "P": [["Calls", 8]]}
    mapping = """
    table = [
      { sheet = "S", values = "B", kpi = "A", period = { is = "Jan 2026" } },
      { sheet = "P", values = "B", kpi = "A", period = { is = "Jan 2025" }, role = "prior_year" },
    ]
    """
    book, _ = mapped(tmp_path, sheets, mapping)
    assert prior_years(book) == {("Calls", "2025-01"): (8, "P!B1")}


def test_the_two_ends_of_a_band(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Real", "From", "To"], ["Stock days", 40, 30, 50]]
    mapping = """
    [[table]]
    sheet = "S"
    header = 1
    values = ["B:D"]
    kpi = "A"
    period = { is = "Jan 2026" }
    role = { row = 1, words = { Real = "actual", From = "target_low", To = "target_high" } }
    [[kpi]]
    name = "Stock days"
    direction = "range"
    """
    book, problems = mapped(tmp_path, {"S": rows}, mapping)
    assert book is not None
    (band,) = book.targets["Stock days"].values()
    assert (band.low, band.high) == (30, 50)
    assert [p.code for p in problems if p.code.startswith("E")] == []


ABOUT: Rows = [
    ["KPI", "Unit", "Better", "Jan 2026", "Feb 2026"],
    ["Calls", "calls", "U", 10, None],
    ["Calls", "lines", "U", None, 11],
    ["Waiting", "min", "D", 4, 5],
]
ABOUT_MAP = """
[[table]]
sheet = "S"
header = 1
values = ["D:E"]
kpi = "KPI"
period = { row = 1 }
[table.about]
unit = "Unit"
direction = { column = "Better", words = { U = "higher", D = "lower" } }
"""


def test_what_stands_beside_the_figures_of_a_kpi(tmp_path: Path) -> None:
    book, problems = mapped(tmp_path, {"S": ABOUT}, ABOUT_MAP)
    assert book is not None
    kpis = {kpi.name: (kpi.unit.text, str(kpi.direction)) for kpi in book.kpis}
    assert kpis == {"Calls": ("lines", "higher"), "Waiting": ("min", "lower")}
    assert found(problems, "W237") == [("W237", "S", "B3")]


def test_two_facts_that_differ_are_said_once(tmp_path: Path) -> None:
    """Not once a figure: a column of a thousand rows would be a thousand problems."""
    rows = [*ABOUT, *[["Calls", unit, "U", None, None] for unit in ("a", "b")]]
    edits = {"S!D5": 1.0, "S!E6": 2.0}
    _, problems = mapped(tmp_path, {"S": rows}, ABOUT_MAP, edits=edits)
    assert len(found(problems, "W237")) == 1


def test_what_the_mapping_says_of_a_kpi_comes_before_the_table(tmp_path: Path) -> None:
    more = '[[kpi]]\nname = "Waiting"\nid = "WAIT"\ncalled = "Waiting time"\nunit = "s"\n'
    book, problems = mapped(tmp_path, {"S": ABOUT}, ABOUT_MAP + more)
    assert book is not None
    kpi = next(kpi for kpi in book.kpis if kpi.id == "WAIT")
    assert (kpi.name, kpi.unit.text, str(kpi.direction)) == ("Waiting time", "s", "lower")
    assert actuals(book)["WAIT", "2026-01"] == (4, "S!D4")
    assert [p.code for p in problems if p.code.startswith("E")] == []


KPI_SHEET: Rows = [
    ["ID", "Name", "Unit", "Direction", "Aggregation"],
    ["C", "Calls", "calls", "lower", "sum"],
]


def test_a_workbook_with_its_own_kpis_sheet(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Jan 2026"], ["Calls", 10]]
    mapping = """
    [[table]]
    sheet = "S"
    header = 1
    values = "B"
    kpi = "A"
    period = { row = 1 }
    """
    book, problems = mapped(tmp_path, {"KPIs": KPI_SHEET, "S": rows}, mapping)
    assert actuals(book) == {("C", "2026-01"): (10, "S!B2")}
    assert found(problems, "W271") == []
    more = '[[kpi]]\nname = "Calls"\ndirection = "higher"\n'
    book, problems = mapped(tmp_path, {"KPIs": KPI_SHEET, "S": rows}, mapping + more)
    assert book is not None
    assert str(book.kpis[0].direction) == "lower"
    assert found(problems, "W271") == [("W271", "KPIs", None)]


def test_a_hidden_sheet_is_read_and_said(tmp_path: Path) -> None:
    sheets = {"Figures": ACROSS, "Notes": [["nothing"]]}
    book, problems = mapped(tmp_path, sheets, ACROSS_MAP, hidden=["Figures"])
    assert len(actuals(book)) == 4
    assert found(problems, "W204") == [("W204", "Figures", None)]


# What is wrong with the two together --------------------------------------------------------------


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    _, problems = mapped(tmp_path, {"Numbers": ACROSS}, ACROSS_MAP)
    (problem,) = (p for p in problems if p.code == "E231")
    assert dict(problem.params) == {"sheet": "Figures", "sheets": ("Numbers",)}


@pytest.mark.parametrize(
    ("old", "new", "called"),
    [
        ('"B:C"', '"B:Q"', "Q"),
        ('column = "What", without', 'column = "Indicator", without', "Indicator"),
        ("header = 2", 'header = 2\nkeep = { Region = "North" }', "Region"),
    ],
)
def test_a_column_that_is_not_there(old: str, new: str, called: str, tmp_path: Path) -> None:
    _, problems = mapped(tmp_path, {"Figures": ACROSS}, ACROSS_MAP.replace(old, new))
    (problem,) = (p for p in problems if p.code == "E232")
    assert (problem.sheet, problem.params["column"]) == ("Figures", called)


def test_a_table_without_a_figure(tmp_path: Path) -> None:
    mapping = ACROSS_MAP.replace("header = 2", 'header = 2\nkeep = { What = "Costs" }')
    _, problems = mapped(tmp_path, {"Figures": ACROSS}, mapping)
    assert found(problems, "W233") == [("W233", "Figures", None)]


def test_a_period_that_cannot_be_read(tmp_path: Path) -> None:
    """A word, and a month without its year: said once for the column, at the header."""
    edits = {"Figures!B2": "soon", "Figures!C2": "Feb"}
    _, problems = mapped(tmp_path, {"Figures": ACROSS}, ACROSS_MAP, edits=edits)
    assert found(problems, "W234") == [("W234", "Figures", "B2"), ("W234", "Figures", "C2")]


def test_a_role_nobody_knows(tmp_path: Path) -> None:
    """Its figures are left out; the other rows are read."""
    edits = {"Figures!A4": "Calls Soll"}
    book, problems = mapped(tmp_path, {"Figures": ACROSS}, ACROSS_MAP, edits=edits)
    assert found(problems, "W235") == [("W235", "Figures", "A4")]
    assert len(actuals(book)) == 4
    assert targets(book) == {}


def test_a_figure_that_is_no_number_is_a_problem_at_its_cell(tmp_path: Path) -> None:
    _, problems = mapped(
        tmp_path, {"Figures": ACROSS}, ACROSS_MAP, edits={"Figures!C5": "about five"}
    )
    assert found(problems, "E501") == [("E501", "Figures", "C5")]


def test_signs_tell_words_columns_and_rows_apart(tmp_path: Path) -> None:
    """ "%" isn't "-", "Margin %" isn't "Margin €", store 1.1 isn't store 11."""
    rows: Rows = [
        ["Store", "KPI", "Unit", "Month", "Margin €", "Margin %"],
        ["1.1", "Online", "%", "Jan 2026", 7, 10],
        ["1.1", "Shops", "-", "Jan 2026", 8, 20],
        ["11", "Shops", "-", "Jan 2026", 9, 30],
    ]
    book, _ = mapped(
        tmp_path,
        {"S": rows},
        """
        [[table]]
        sheet = "S"
        header = 1
        values = ["Margin %"]
        kpi = "KPI"
        period = "Month"
        keep = { Store = "1.1" }
        about.unit = { column = "Unit", words = { "-" = "pieces" } }
        """,
    )
    assert actuals(book) == {
        ("Online", "2026-01"): (10, "S!F2"),
        ("Shops", "2026-01"): (20, "S!F3"),
    }
    assert book is not None
    assert [kpi.unit.text for kpi in book.kpis] == ["%", "pieces"]


def test_a_kpi_of_the_mapping_that_no_figure_has(tmp_path: Path) -> None:
    """One that is computed from two others needs none."""
    ratio = (
        '[[kpi]]\nname = "Calls a wait"\naggregation = "ratio"\n'
        'numerator = "Calls"\ndenominator = "Waiting"\n'
    )
    _, problems = mapped(tmp_path, {"Figures": ACROSS}, ACROSS_MAP + ratio)
    assert found(problems, "W273") == []
    misspelt = '[[kpi]]\nname = "Cals"\ndirection = "higher"\n'
    _, problems = mapped(tmp_path, {"Figures": ACROSS}, ACROSS_MAP + misspelt)
    (problem,) = (p for p in problems if p.code == "W273")
    assert (problem.sheet, dict(problem.params)) == (
        "mapping.toml",
        {"found": "Cals", "known": ("Calls",)},
    )
