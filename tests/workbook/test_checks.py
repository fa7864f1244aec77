"""Every rule across sheets: what it finds, where, and what it lets pass.

The workbooks are edits of ``books.SOUND``; the cells were read off the tables by hand, and the
numbers in the comments worked out beside them.
"""

from __future__ import annotations

import pytest

from tests.workbook.books import MONTHS, Rows, Value, places
from tests.workbook.checking import Check, a_band, one_kpi, ratio
from tests.workbook.checking import check as check

# --- definitions ---------------------------------------------------------------------------------


def test_a_missing_direction_is_a_warning_at_its_cell(check: Check) -> None:
    problems = check(one_kpi("€", None, "sum"))
    assert places(problems) == [("W421", "KPIs", "C2")]


def test_a_missing_direction_column_is_one_warning_for_all(check: Check) -> None:
    kpis = [["ID", "Unit", "Aggregation"], ["REV", "€", "sum"], ["CHURN", "%", "mean"]]
    problems = check({"KPIs": kpis})
    assert places(problems) == [("W421", "KPIs", "A2")]
    assert problems[0].params["kpis"] == ("REV", "CHURN")


def test_a_part_that_is_not_reported_needs_no_direction(check: Check) -> None:
    kpis = [
        ["ID", "Unit", "Direction", "Aggregation", "Report"],
        ["REV", "€", None, "sum", "no"],
        ["CHURN", "%", "lower", "mean", "yes"],
    ]
    assert places(check({"KPIs": kpis})) == []


def test_where_nothing_is_reported_there_is_no_scorecard(check: Check) -> None:
    problems = check(one_kpi("€", None, "sum", None, "no", extra="Report"))
    assert [(code, sheet) for code, sheet, _ in places(problems)] == [("E121", "KPIs")]


def test_a_missing_aggregation_is_a_hint(check: Check) -> None:
    problems = check(one_kpi("€", "higher", None))
    assert places(problems, hints=True) == [("I422", "KPIs", "D2")]


def test_no_totals_may_be_asked_for_in_words(check: Check) -> None:
    assert places(check(one_kpi("€", "higher", "none")), hints=True) == []


def test_two_kpis_of_one_name(check: Check) -> None:
    problems = check({}, {"KPIs!B3": "revenue "})
    assert places(problems) == [("W428", "KPIs", "B3")]


def test_a_ratio_needs_both_parts(check: Check) -> None:
    assert places(check(ratio([]), {"KPIs!F2": None})) == [("E409", "KPIs", "F2")]


def test_parts_need_the_aggregation_ratio(check: Check) -> None:
    assert places(check(ratio([]), {"KPIs!D2": "mean"})) == [("W410", "KPIs", "D2")]


@pytest.mark.parametrize(
    ("above", "below", "codes"),
    [
        ("mean", "sum", ["W435"]),
        ("last", "sum", ["W435"]),
        ("min", "sum", ["W435"]),
        ("max", "sum", ["W435"]),
        ("sum", "sum", []),
        ("sum", "mean", []),
        ("last", "last", []),
        ("mean", "mean", []),
    ],
)
def test_a_level_over_a_sum_shrinks_with_every_month(
    check: Check, above: str, below: str, codes: list[str]
) -> None:
    problems = check(ratio([]), {"KPIs!D3": above, "KPIs!D4": below})
    assert places(problems) == [(code, "KPIs", "A2") for code in codes]


def test_a_ratio_made_of_itself(check: Check) -> None:
    edits = {"KPIs!D3": "ratio", "KPIs!E3": "TURN", "KPIs!F3": "STAFF"}
    problems = check(ratio([]), edits)
    assert places(problems) == [("E408", "KPIs", "E2")]
    assert problems[0].params["chain"] == "TURN → LEFT → TURN"


def test_parents_in_a_circle_are_one_problem(check: Check) -> None:
    kpis = [
        ["ID", "Unit", "Direction", "Aggregation", "Parent"],
        ["REV", "€", "higher", "sum", "CHURN"],
        ["CHURN", "%", "lower", "mean", "REV"],
    ]
    problems = check(
        {"KPIs": kpis}, {"Targets!A3": None, **{f"Targets!{c}3": None for c in "BCDEFG"}}
    )
    assert places(problems) == [("E407", "KPIs", "E2")]
    assert problems[0].params["chain"] == "REV → CHURN → REV"


@pytest.mark.parametrize(
    ("direction", "attainment", "expected"),
    [
        ("higher", "inverse", [("E414", "KPIs", "F2")]),
        ("lower", "inverse", []),
        ("neutral", "inverse", [("W430", "KPIs", "F2")]),
        ("neutral", "linear", []),
    ],
)
def test_attainment_fits_the_direction(
    check: Check, direction: str, attainment: str, expected: list[tuple[str, str, str]]
) -> None:
    rows = one_kpi("€", direction, "sum", None, attainment, extra="Attainment")
    assert places(check(rows)) == expected


def test_progress_needs_a_baseline(check: Check) -> None:
    rows = one_kpi("€", "higher", "sum", None, "progress", extra="Attainment")
    assert places(check(rows)) == [("E415", "KPIs", "A2")]


def test_progress_leads_to_the_better_side(check: Check) -> None:
    rows = one_kpi("€", "higher", "sum", None, "progress", extra="Attainment", targets=(70, 40))
    rows["KPIs"] = [[*rows["KPIs"][0], "Baseline"], [*rows["KPIs"][1], 40]]
    assert places(check(rows)) == [("W431", "Targets", "C2")]


def test_names_in_french_are_the_same_rules(check: Check) -> None:
    kpis = [["Code", "Unité", "Sens", "Agrégation"], ["K", "€", "haussse", "somme"]]
    problems = check({**one_kpi("€", "higher", "sum"), "KPIs": kpis})
    assert places(problems) == [("E402", "KPIs", "C2")]
    assert problems[0].params["choices"] == ("hausse", "baisse", "plage", "neutre")
    assert problems[0].params["suggestion"] == "hausse"


# --- targets -------------------------------------------------------------------------------------


def test_a_range_needs_a_band(check: Check) -> None:
    problems = check(one_kpi("days", "range", "last", targets=(30, 31)))
    assert places(problems) == [("E411", "Targets", "B2")]


def test_a_band_upside_down(check: Check) -> None:
    rows = one_kpi("days", "range", "last") | {"Targets": a_band(45, 30)}
    assert places(check(rows)) == [("E412", "Targets", "C2")]


def test_an_open_band_is_fine(check: Check) -> None:
    rows = one_kpi("days", "range", "last") | {"Targets": a_band(30, None)}
    assert places(check(rows)) == []


def test_a_band_for_a_kpi_that_is_no_range(check: Check) -> None:
    rows = one_kpi("days", "higher", "last") | {"Targets": a_band(30, 45)}
    assert places(check(rows)) == [("E413", "Targets", "C2")]


def test_a_month_and_a_dated_target(check: Check) -> None:
    targets = [
        ["KPI", "Period", "From", "Target"],
        ["K", "2026-03", None, 5],
        ["K", None, "2026-02", 6],
    ]
    problems = check(one_kpi("€", "higher", "sum") | {"Targets": targets})
    assert places(problems) == [("E716", "Targets", "D2")]


def test_a_tolerance_is_a_share_of_something(check: Check) -> None:
    problems = check(one_kpi("accidents", "lower", "sum", "5%", targets=(3, 0)))
    assert places(problems) == [("E418", "KPIs", "E2")]
    assert problems[0].params["first"] == "Targets!C2"


def test_a_tolerance_is_no_share_of_a_band(check: Check) -> None:
    rows = one_kpi("days", "range", "last", "5%") | {"Targets": a_band(30, 45)}
    assert places(check(rows)) == [("E419", "KPIs", "E2")]


@pytest.mark.parametrize(
    ("target", "tolerance", "codes"),
    [
        (95, None, ["W420"]),
        (94.9, None, []),
        (5, None, ["W420"]),
        (5.1, None, []),
        (98, "5% of target", ["W420"]),
        (98, "0.5 pts", []),
        (98, 0.5, []),
    ],
)
def test_targets_near_the_limits_need_points(
    check: Check, target: float, tolerance: Value, codes: list[str]
) -> None:
    rows = one_kpi("%", "higher", "mean", tolerance, targets=(target,))
    problems = check(rows)
    assert [(p.code, p.cell) for p in problems] == [(code, "E2") for code in codes]


# --- goals ---------------------------------------------------------------------------------------


def goals(*rows: list[Value]) -> dict[str, Rows]:
    return {"Goals": [["KPI", "Change", "Level", "Start", "By"], *rows]}


def test_two_goals_at_the_same_time(check: Check) -> None:
    rows = goals(
        ["REV", "+10%", None, "2026-07", "2026-12"],
        ["REV", None, 150, "2026-12", "2027-06"],
    )
    assert places(check(rows)) == [("E808", "Goals", "C3")]


def test_goals_one_after_the_other_are_fine(check: Check) -> None:
    rows = goals(
        ["REV", "+10%", None, "2026-07", "2026-12"],
        ["REV", None, 150, "2027-01", "2027-06"],
    )
    assert places(check(rows)) == []


def test_a_goal_beside_targets(check: Check) -> None:
    problems = check(goals(["REV", "+10%", None, "2026-06", "2026-12"]))
    assert places(problems) == [("W818", "Goals", "B2")]


def test_a_goal_in_the_wrong_direction(check: Check) -> None:
    problems = check(goals(["CHURN", "+1 pts", None, "2026-07", "2026-12"]))
    assert places(problems) == [("W819", "Goals", "B2")]


def test_a_goal_for_a_range(check: Check) -> None:
    rows = one_kpi("days", "range", "last") | goals(["K", None, 30, "2026-07", "2026-12"])
    assert places(check(rows)) == [("E820", "Goals", "C2")]


# --- edges ------------------------------------------------------------------------------------


def test_a_goal_that_looks_like_a_fraction(check: Check) -> None:
    # CHURN is around 8 %; 0.05 was meant as 5 %.
    problems = check(goals(["CHURN", None, 0.05, "2026-07", "2026-12"]))
    assert places(problems) == [("E826", "Goals", "C2")]
    # 0.5 may be half a percent as well as 50: it is only told.
    problems = check(goals(["CHURN", None, 0.5, "2026-07", "2026-12"]))
    assert places(problems) == [("W517", "Goals", "C2")]


def test_rows_without_their_kpi_are_one_problem(check: Check) -> None:
    # The KPI is written once, above its rows, as in a pivot table.
    rows = [["KPI", "Period", "Actual"], ["REV", "2026-01", 1], *([None, m, 2] for m in MONTHS[1:])]
    problems = check({"Actuals": rows})
    assert places(problems) == [("E218", "Actuals", "C3")]
    assert problems[0].params["cells"] == ("C3", "C4", "C5", "C6", "C7")


def test_rows_without_their_month_are_one_problem(check: Check) -> None:
    rows = [
        ["KPI", "Period", "Actual"],
        ["REV", "2026-01", 1],
        *(["REV", None, i] for i in range(9)),
    ]
    problems = check({"Actuals": rows})
    assert places(problems) == [("E613", "Actuals", "C3")]
    assert problems[0].params["count"] == 9


def test_bare_months_in_a_long_sheet_are_one_problem(check: Check) -> None:
    rows = [["KPI", "Month", "Actual"], *(["REV", m, 1] for m in ("Jan", "Feb", "Mar"))]
    problems = check({"Actuals": rows})
    assert places(problems) == [("E602", "Actuals", "B2")]
    assert problems[0].params["count"] == 3


@pytest.mark.parametrize(
    ("low", "high", "codes"), [(30, 30, []), (None, 45, []), (30.1, 30, ["E412"])]
)
def test_a_band_may_be_a_line_or_open(
    check: Check, low: Value, high: Value, codes: list[str]
) -> None:
    rows = one_kpi("days", "range", "last") | {"Targets": a_band(low, high)}
    assert [problem.code for problem in check(rows)] == codes


def test_a_band_open_below_is_a_band_too(check: Check) -> None:
    rows = one_kpi("days", "higher", "last") | {"Targets": a_band(None, 45)}
    assert places(check(rows)) == [("E413", "Targets", "C3")]


@pytest.mark.parametrize(("month", "codes"), [("2026-02", ["E716"]), ("2026-01", [])])
def test_a_dated_target_holds_from_its_own_month_on(
    check: Check, month: str, codes: list[str]
) -> None:
    header = ["KPI", "Period", "From", "Target"]
    targets = [header, ["K", month, None, 5], ["K", None, "2026-02", 6]]
    problems = check(one_kpi("€", "higher", "sum") | {"Targets": targets})
    assert [problem.code for problem in problems] == codes


def test_progress_without_a_baseline_is_said_once(check: Check) -> None:
    rows = one_kpi("€", "higher", "sum", None, "progress", extra="Attainment", targets=(70,))
    assert places(check(rows)) == [("E415", "KPIs", "A2")]


@pytest.mark.parametrize(("target", "codes"), [(40, ["W431"]), (40.1, [])])
def test_the_baseline_itself_is_no_progress(check: Check, target: float, codes: list[str]) -> None:
    rows = one_kpi("€", "higher", "sum", None, "progress", extra="Attainment", targets=(target,))
    rows["KPIs"] = [[*rows["KPIs"][0], "Baseline"], [*rows["KPIs"][1], 40]]
    assert [problem.code for problem in check(rows)] == codes


@pytest.mark.parametrize(("start", "codes"), [("2026-12", ["E808"]), ("2027-01", [])])
def test_goals_in_any_order_overlap_in_their_last_month(
    check: Check, start: str, codes: list[str]
) -> None:
    rows = goals(
        ["REV", None, 150, start, "2027-06"],
        ["REV", "+10%", None, "2026-07", "2026-12"],
    )
    assert [problem.code for problem in check(rows)] == codes


@pytest.mark.parametrize(("start", "codes"), [("2026-12", ["W818"]), ("2027-01", [])])
def test_a_dated_target_in_a_goals_last_month(check: Check, start: str, codes: list[str]) -> None:
    rows = goals(["REV", "+10%", None, "2026-07", "2026-12"])
    rows["Targets"] = [["KPI", "From", "Target"], ["REV", start, 120]]
    assert [problem.code for problem in check(rows)] == codes


def test_a_goal_to_change_nothing_goes_no_wrong_way(check: Check) -> None:
    assert places(check(goals(["REV", 0, None, "2026-07", "2026-12"]))) == []


def test_one_part_alone_says_nothing_about_totals(check: Check) -> None:
    problems = check(ratio([5, 6.25, 2.5]), {"KPIs!D2": None, "KPIs!F2": None})
    assert places(problems, hints=True) == [("I422", "KPIs", "D2")]
    assert problems[0].params["count"] == 1


def test_one_part_alone_contradicts_no_aggregation(check: Check) -> None:
    problems = check(ratio([5, 6.25, 2.5]), {"KPIs!D2": "mean", "KPIs!F2": None})
    assert places(problems, hints=True) == []
