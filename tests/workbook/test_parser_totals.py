"""Totals beside the figures, and targets for longer than a month: what agrees and what doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import MONTHS, SOUND, Rows, Shown, Value, places, read, write

FIRST_QUARTER: Rows = [["KPI", *MONTHS[:3]], ["REV", 100, 95, 105], ["CHURN", 8, 8, 8]]


def two_kpis(aggregation: str, unit: str = "€") -> Rows:
    return [
        ["ID", "Unit", "Direction", "Aggregation"],
        ["REV", unit, "neutral", aggregation],
        ["CHURN", "€", "neutral", "none"],
    ]


@pytest.mark.parametrize(
    ("aggregation", "unit", "total", "agrees"),
    [
        ("last", "€", 6, True),
        ("last", "€", 5, False),
        ("min", "€", 1, True),
        ("max", "€", 6, True),
        ("max", "€", 7, False),
        ("mean", "€", 3.5, True),
        ("mean", "%", Shown(0.035, "0.0%"), True),
        ("mean", "%", Shown(0.036, "0.0%"), False),
        # Nothing says how these months add up, so that nothing can be said of the total.
        ("none", "€", 99, True),
        # A total typed without decimals may be rounded, one with decimals is what it says.
        ("sum", "€", 21, True),
        ("sum", "€", 21.6, False),
        ("sum", "€", "n/a", True),
        ("sum", "€", "see mail", True),
    ],
)
def test_a_total_column_by_aggregation(
    tmp_path: Path, aggregation: str, unit: str, total: Value, agrees: bool
) -> None:
    sheets = SOUND | {
        "KPIs": two_kpis(aggregation, unit),
        "Actuals": [["KPI", *MONTHS, "Total"], ["REV", 1, 2, 3, 4, 5, 6, total], ["CHURN", 3]],
        "Targets": [["KPI", *MONTHS]],
    }
    _, problems = read(write(tmp_path / "book.xlsx", sheets))
    totals = [p.code for p in problems if p.code in ("I214", "W215")]
    assert totals == (["I214"] if agrees else ["W215"])


def test_a_total_of_figures_with_decimals_may_be_rounded(tmp_path: Path) -> None:
    for total, code in ((4, "I214"), (3.7, "I214"), (3.6, "W215")):
        sheets = SOUND | {
            "Actuals": [["KPI", *MONTHS[:2], "Total"], ["REV", 1.2, 2.46, total], ["CHURN", 8]]
        }
        _, problems = read(write(tmp_path / "book.xlsx", sheets))
        assert [p.code for p in problems] == [code]


def test_one_month_beside_its_year_is_no_total(tmp_path: Path) -> None:
    # Two months make the year's column a total; one alone may be a yearly figure of its own.
    sheets = SOUND | {
        "Actuals": [["KPI", "2026-01", "2026"], ["REV", 1, 21], ["CHURN", 8, None]],
        "Targets": [["KPI", *MONTHS]],
    }
    _, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert places(problems) == [("E607", "Actuals", "C2")]


def test_a_year_beside_months_of_another_is_no_total(tmp_path: Path) -> None:
    sheets = SOUND | {
        "Actuals": [["KPI", "2026-01", "2026-02", "2025"], ["REV", 1, 2, 21], ["CHURN", 8]],
        "Targets": [["KPI", *MONTHS]],
    }
    _, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert places(problems) == [("E607", "Actuals", "D2")]


def test_the_first_and_last_month_of_a_year_belong_to_it(tmp_path: Path) -> None:
    sheets = SOUND | {
        "Actuals": [["KPI", "2026-01", "2026-12", "2026"], ["REV", 1, 2, 3], ["CHURN", 8]],
        "Targets": [["KPI", *MONTHS]],
    }
    _, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert places(problems, hints=True) == [("I214", "Actuals", "D1")]


def test_a_total_row_that_is_wrong_further_down_is_said_there(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Period", "Actual"],
        ["REV", "2026-01", 5],
        ["CHURN", "2026-01", 8],
        ["Total", "2026-01", 13],
        ["REV", "2026-02", 6],
        ["CHURN", "2026-02", 8],
        ["Total", "2026-02", 15],
    ]
    sheets = SOUND | {"KPIs": two_kpis("sum"), "Actuals": rows, "Targets": [["KPI", *MONTHS]]}
    _, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert places(problems) == [("W217", "Actuals", "C7")]
    assert (problems[0].params["found"], problems[0].params["expected"]) == (15.0, 14.0)


def test_a_total_row_above_everything_has_nothing_to_agree_with(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "2026-01"], ["Total", 13], ["REV", 5], ["CHURN", 8]]
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Actuals": rows}))
    assert [problem.code for problem in problems] == ["I216"]


def test_a_kpi_called_total_needs_its_period_as_any_other(tmp_path: Path) -> None:
    rows: Rows = [["KPI", "Period", "Actual"], ["Total", None, 5], ["CHURN", "2026-01", 8]]
    edits = {"KPIs!A2": "TOTAL"}
    sheets = SOUND | {"Actuals": rows, "Targets": [["KPI", *MONTHS]]}
    _, problems = read(write(tmp_path / "book.xlsx", sheets, edits=edits))
    assert places(problems) == [("E613", "Actuals", "A2")]


def test_cumulated_targets_per_quarter_stay_in_their_months(tmp_path: Path) -> None:
    kpis: Rows = [
        ["ID", "Unit", "Direction", "Aggregation", "Target per", "Targets input"],
        ["REV", "€", "higher", "sum", "quarter", "ytd"],
        ["CHURN", "%", "lower", "mean", None, None],
    ]
    targets: Rows = [["KPI", *MONTHS[:3]], ["REV", 100, 200, 300]]
    sheets = SOUND | {"KPIs": kpis, "Targets": targets, "Actuals": FIRST_QUARTER}
    book, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert [target.value for target in book.targets["REV"].values()] == [100.0, 200.0, 300.0]
    assert places(problems) == []


def test_a_quarters_target_in_its_months_must_be_the_same(tmp_path: Path) -> None:
    kpis: Rows = [
        ["ID", "Unit", "Direction", "Aggregation", "Target per"],
        ["REV", "€", "higher", "sum", "quarter"],
        ["CHURN", "%", "lower", "mean", None],
    ]
    targets: Rows = [["KPI", *MONTHS[:3]], ["REV", 300, 300, 310]]
    sheets = SOUND | {"KPIs": kpis, "Targets": targets, "Actuals": FIRST_QUARTER}
    _, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert places(problems) == [("E706", "Targets", "D2")]


def test_the_same_target_twice_for_one_month_is_still_twice(tmp_path: Path) -> None:
    targets: Rows = [["KPI", *MONTHS], ["REV", *[110] * 6], ["REV", 110]]
    _, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Targets": targets}))
    assert places(problems) == [("E706", "Targets", "B3")]
