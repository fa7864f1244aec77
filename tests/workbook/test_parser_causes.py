"""One cause, one problem; many causes, all of them at once; nothing hides anything else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kpireport import resources
from kpireport.compute.benchmark_problems import benchmark_problems
from kpireport.pipeline.remembering import identity_of
from kpireport.workbook import read_book
from tests.workbook.books import MONTHS, SOUND, Rows, Shown, day, places, read, write


def test_a_kpi_unknown_in_many_rows_is_one_problem(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Period", "Actual"], ["REV", "2026-01", 1]]
    rows = [*rows, *(["PROFITS", f"{2023 + i // 12}-{i % 12 + 1:02d}", i] for i in range(36))]
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Actuals": rows}))
    assert places(problems) == [("E701", "Actuals", "A3")]
    assert problems[0].params["count"] == 36


def test_a_pasted_block_of_duplicates_is_one_problem_a_kpi(tmp_path: Path) -> None:
    rows = [*SOUND["Actuals"], *SOUND["Actuals"][1:]]
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Actuals": rows}))
    assert places(problems) == [("E705", "Actuals", "B4"), ("E705", "Actuals", "B5")]
    assert problems[0].params["count"] == 6


def test_months_without_a_year_are_one_problem(tmp_path: Path) -> None:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    rows: Rows = [["KPI", *names], *SOUND["Targets"][1:]]
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Targets": rows}))
    assert places(problems) == [("E602", "Targets", "B1")]
    assert problems[0].params["count"] == 6


def test_months_typed_over_two_years_are_days_of_one(tmp_path: Path) -> None:
    # Jan-24 to Mar-24 and Jan-25 to Mar-25, typed in 2026.
    headers = [day(2026, month, year) for year in (24, 25) for month in (1, 2, 3)]
    rows: Rows = [["KPI", *headers], ["REV", 1, 2, 3, 4, 5, 6]]
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Targets": rows}))
    assert ("E604", "Targets", "B1") in places(problems)


def test_month_ends_and_first_days_are_no_odd_days(tmp_path: Path) -> None:
    headers = [day(2026, 1, 31), day(2026, 2, 28), day(2026, 3, 31)]
    rows: Rows = [["KPI", *headers], ["REV", 1, 2, 3]]
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Actuals": rows, "Targets": rows}))
    assert places(problems) == []


def test_a_workbook_nothing_has_calculated_is_one_problem(tmp_path: Path) -> None:
    edits = {f"Actuals!{column}2": f"={number}*10" for number, column in enumerate("BCDEFG", 1)}
    _, problems = read(write(tmp_path / "book.xlsx", SOUND, edits=edits))
    assert places(problems) == [("E221", "Actuals", "B2")]
    assert problems[0].params["count"] == 6


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    edits = {
        "Settings!B2": "EUX",
        "KPIs!D2": "upwards!",
        "KPIs!F3": "5%",
        "Actuals!B2": "see mail",
        "Actuals!C2": "1,234",
        "Actuals!D2": "#N/A",
        "Actuals!A4": "PROFITS",
        "Actuals!B4": 3,
        "Targets!B2": Shown(110, "#,##0,"),
    }
    _, problems = read(write(tmp_path / "book.xlsx", SOUND, edits=edits))
    assert places(problems) == [
        ("E303", "Settings", "B2"),
        ("E401", "KPIs", "D2"),
        ("E416", "KPIs", "F3"),
        ("E501", "Actuals", "B2"),
        ("E502", "Actuals", "C2"),
        ("E503", "Actuals", "D2"),
        ("E701", "Actuals", "A4"),
        ("E508", "Targets", "B2"),
    ]


def test_a_bad_cell_leaves_the_others_of_its_row(tmp_path: Path) -> None:
    book, _ = read(write(tmp_path / "book.xlsx", SOUND, edits={"Actuals!C2": "see mail"}))
    assert [str(month) for month in book.actuals["REV"]] == [
        month for month in MONTHS if month != "2026-02"
    ]


def test_a_total_that_is_the_sum_of_the_blocks_above_agrees(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "2026-01"],
        ["REV", 5],
        ["Subtotal", 5],
        ["CHURN", 8],
        ["Subtotal 2", 8],
        ["Grand total", 13],
    ]
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Actuals": rows}))
    assert [problem.code for problem in problems] == ["I216", "I216", "I216"]


@pytest.mark.parametrize("total", [100, 108])
def test_figures_of_two_units_are_not_added_up(tmp_path: Path, total: float) -> None:
    # 100 € and 8 % make nothing, so no total of theirs is right or wrong.
    edits = {"Actuals!A4": "Total", "Actuals!B4": total}
    _, problems = read(write(tmp_path / "book.xlsx", SOUND, edits=edits))
    assert [(problem.code, problem.cell) for problem in problems] == [("I216", "A4")]


def test_a_subtotal_of_one_unit_among_others_is_checked(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "2026-01"],
        ["REV", 5],
        ["Subtotal", 6],
        ["CHURN", 8],
        ["Subtotal 2", 8],
        ["Grand total", 14],
    ]
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Actuals": rows}))
    assert [(problem.code, problem.cell) for problem in problems] == [
        ("W217", "B3"),
        ("I216", "A5"),
        ("I216", "A6"),
    ]


SIX: Rows = [["KPI", *MONTHS], ["REV", 1, 2, 3, 4, 5, 6], ["CHURN", 8, 8, 9, 9, 8, 8]]


@pytest.mark.parametrize(
    ("header", "total", "code", "cell"),
    [
        ("2026", 21, "I214", "H1"),
        ("FY26", 22, "W215", "H2"),
        ("Q1 2026", 6, "I214", "H1"),
        ("T2 2026", 15, "I214", "H1"),
        ("Q1 2026", 7, "W215", "H2"),
        ("Total", 21, "I214", "H1"),
        ("YTD", 20.4, "W215", "H2"),
    ],
)
def test_years_and_quarters_beside_their_months_are_totals(
    tmp_path: Path, header: str, total: float, code: str, cell: str
) -> None:
    edits = {"Actuals!H1": header, "Actuals!H2": total}
    sheets = SOUND | {"Actuals": SIX, "Targets": [["KPI", *MONTHS]]}
    book, problems = read(write(tmp_path / "book.xlsx", sheets, edits=edits))
    assert places(problems, hints=True) == [(code, "Actuals", cell)]
    assert len(book.actuals["REV"]) == 6


def test_a_total_of_means_is_their_mean(tmp_path: Path) -> None:
    # (8 + 8 + 9 + 9 + 8 + 8) / 6 = 8.333…, typed with one digit.
    edits = {"Actuals!H1": "Total", "Actuals!H3": 8.3}
    sheets = SOUND | {"Actuals": SIX}
    _, problems = read(write(tmp_path / "book.xlsx", sheets, edits=edits))
    assert places(problems, hints=True) == [("I214", "Actuals", "H1")]


def test_an_error_in_a_header_or_a_label_is_said_once(tmp_path: Path) -> None:
    edits = {"Actuals!G1": "=C1+1", "Actuals!A3": "=A99"}
    path = write(tmp_path / "book.xlsx", SOUND, edits=edits)
    _, problems = read(path)
    # openpyxl saves formulas without results, so that this workbook was never calculated.
    assert places(problems) == [("E221", "Actuals", "G1")]


def test_totals_in_a_long_sheet_are_no_figures(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Period", "Actual"],
        ["REV", "2026-01", 5],
        ["REV", "2026-02", 6],
        ["Revenue total", None, 11],
        ["CHURN", "2026-01", 8],
        ["CHURN", "Total", 8],
    ]
    book, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Actuals": rows}))
    assert sum(len(series) for series in book.actuals.values()) == 3
    assert [problem.code for problem in problems] == ["I216", "I216"]


def test_a_kpi_may_be_called_total(tmp_path: Path) -> None:
    edits = {"KPIs!A2": "TOTAL", "Actuals!A2": "Total", "Targets!A2": "total"}
    book, problems = read(write(tmp_path / "book.xlsx", SOUND, edits=edits))
    assert len(book.actuals["TOTAL"]) == 6
    assert problems == ()


def test_ten_thousand_rows_of_a_long_sheet_are_all_read(tmp_path: Path) -> None:
    kpis: Rows = [
        ["ID", "Unit", "Direction", "Aggregation"],
        *([f"K{i}", "€", "neutral", "sum"] for i in range(50)),
    ]
    rows: Rows = [
        ["KPI", "Period", "Actual"],
        *(
            [f"K{kpi}", f"{2006 + month // 12}-{month % 12 + 1:02d}", kpi * month]
            for kpi in range(50)
            for month in range(200)
        ),
    ]
    path = write(
        tmp_path / "book.xlsx",
        SOUND | {"KPIs": kpis, "Actuals": rows, "Targets": [["KPI", *MONTHS]]},
    )
    book, _ = read(path)
    assert sum(len(series) for series in book.actuals.values()) == 10_000


def test_every_code_of_the_parser_is_raised_by_a_test() -> None:
    catalogue = resources.locales() / "en" / "problems_book.toml"
    codes = set(tomllib.loads(catalogue.read_text(encoding="utf-8"))["problem"])
    here = Path(__file__).parent
    tests = here.glob("test_*.py")
    named = {
        code for test in tests for code in re.findall(r'"([EWI]\d{3})"', test.read_text("utf-8"))
    }
    assert sorted(codes - named) == []


def test_every_code_that_is_raised_has_its_sentences() -> None:
    rooms = (
        Path(read_book.__code__.co_filename).parent,
        Path(benchmark_problems.__code__.co_filename).parent,
        Path(identity_of.__code__.co_filename).parent,
    )
    raised = {
        code
        for room in rooms
        for module in room.glob("*.py")
        for code in re.findall(r'"([EWI]\d{3})"', module.read_text("utf-8"))
    }
    described = {
        code
        for catalogue in (resources.locales() / "en").glob("problems_*.toml")
        for code in tomllib.loads(catalogue.read_text(encoding="utf-8"))["problem"]
    }
    assert sorted(raised ^ described) == []
    numbers = [code[1:] for code in described]
    assert len(numbers) == len(set(numbers))
