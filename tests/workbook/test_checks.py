"""Every rule across sheets: what it finds, where, and what it lets pass.

The workbooks are edits of ``books.SOUND``; the cells were read off the tables by hand, and the
numbers in the comments worked out beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.problem import Problem
from tests.workbook.books import MONTHS, SOUND, Rows, Shown, Value, percent, places, read, write

KPI_COLUMNS = ["ID", "Unit", "Direction", "Aggregation", "Tolerance", "Weight"]
TWO_YEARS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]


Check = Callable[..., tuple[Problem, ...]]
"""Writes sheets (and edits of cells) over the sound workbook, and reads its problems."""


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Write a workbook and hand back its problems, whose sentences must fill."""

    def found(
        sheets: Mapping[str, Rows], edits: Mapping[str, Value] | None = None
    ) -> tuple[Problem, ...]:
        _, problems = read(write(tmp_path / "book.xlsx", SOUND | dict(sheets), edits=edits))
        for problem in problems:
            assert get_messages("en").problem(problem).message
            assert get_messages("fr").problem(problem).message
        return problems

    return found


def one_kpi(
    *row: Value,
    extra: str = "Weight",
    actuals: tuple[Value, ...] = (50, 60, 55),
    targets: tuple[Value, ...] = (),
) -> dict[str, Rows]:
    """A workbook of the KPI K alone: its definition, actuals and targets from January on."""
    return {
        "KPIs": [[*KPI_COLUMNS[:5], extra], ["K", *row]],
        "Actuals": [["KPI", *MONTHS], ["K", *actuals]],
        "Targets": [["KPI", *MONTHS], ["K", *targets]] if targets else [["KPI", *MONTHS]],
    }


def a_band(low: Value, high: Value) -> Rows:
    return [["KPI", "Bound", *MONTHS], ["K", "low", low], ["K", "high", high]]


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


RATIO = [
    ["ID", "Unit", "Direction", "Aggregation", "Numerator", "Denominator"],
    ["TURN", "%", "lower", "ratio", "LEFT", "STAFF"],
    ["LEFT", "people", "lower", "sum", None, None],
    ["STAFF", "people", "neutral", "mean", None, None],
]


def ratio(turn: list[Value]) -> dict[str, Rows]:
    """Leavers over headcount: 3/60 = 5 %, 4/64 = 6.25 %, 2/80 = 2.5 %."""
    return {
        "KPIs": RATIO,
        "Actuals": [["KPI", *MONTHS], ["LEFT", 3, 4, 2], ["STAFF", 60, 64, 80], ["TURN", *turn]],
        "Targets": [["KPI", *MONTHS], ["LEFT", 3]],
    }


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


# --- percentages ---------------------------------------------------------------------------------


def test_fractions_in_a_percent_kpi(check: Check) -> None:
    problems = check(one_kpi("%", "lower", "mean", "1 pts", actuals=(0.041, 0, 0.052)))
    assert places(problems) == [("E510", "Actuals", "B2")]
    assert problems[0].params == {"kpi": "K", "count": 2, "low": 0.041, "high": 0.052}


@pytest.mark.parametrize(("low", "high", "wrong"), [(-2.0, 2.0, True), (-2.0, 2.01, False)])
def test_the_edge_of_two_belongs_to_fractions(
    check: Check, low: float, high: float, wrong: bool
) -> None:
    problems = check(one_kpi("%", "lower", "mean", "1 pts", actuals=(low, high)))
    assert [p.code for p in problems if p.code[0] == "E"] == (["E510"] if wrong else [])


def test_one_plain_target_above_two_settles_it(check: Check) -> None:
    rows = one_kpi("%", "lower", "mean", "1 pts", actuals=(1.2, 1.4), targets=(3,))
    assert places(check(rows)) == []


def test_the_baseline_counts_among_the_plain_numbers(check: Check) -> None:
    rows = one_kpi("%", "lower", "mean", "1 pts", 0.08, extra="Baseline", actuals=(percent(0.05),))
    assert places(check(rows)) == [("E510", "KPIs", "F2")]


@pytest.mark.parametrize("unit", ["% (0-1)", "% (0-100)"])
def test_the_unit_may_say_how_percentages_are_typed(check: Check, unit: str) -> None:
    rows = one_kpi(unit, "lower", "mean", "1 pts", actuals=(0.041, percent(0.05)))
    assert places(check(rows)) == []


def test_formatted_and_plain_tenfold_apart(check: Check) -> None:
    # Formatted: 4 and 6, median 5. Plain: 45 and 55, median 50, exactly tenfold.
    actuals = (percent(0.04), percent(0.06), 45, 55)
    problems = check(one_kpi("%", "lower", "mean", "1 pts", actuals=actuals))
    assert places(problems) == [("E511", "Actuals", "D2")]
    assert problems[0].params == {"kpi": "K", "formatted": 5.0, "plain": 50.0, "count": 2}


def test_formatted_and_plain_less_than_tenfold_apart(check: Check) -> None:
    actuals = (percent(0.04), percent(0.06), 45, 54)
    assert places(check(one_kpi("%", "lower", "mean", "1 pts", actuals=actuals))) == []


def test_a_budget_of_another_scale(check: Check) -> None:
    rows = one_kpi("%", "lower", "mean", "1 pts")
    rows["Budget"] = [["KPI", *MONTHS], ["K", 0.5, 0.6]]
    assert places(check(rows)) == [("W517", "Budget", "B2")]


def test_scaling_formats_are_one_problem_a_kpi(check: Check) -> None:
    actuals = tuple(Shown(value * 1000, "#,##0,") for value in (50, 60, 55))
    problems = check(one_kpi("€", "higher", "sum", actuals=actuals))
    assert places(problems) == [("E508", "Actuals", "B2")]
    assert problems[0].params["count"] == 3


@pytest.mark.parametrize(
    ("unit", "number_format", "codes"),
    [
        ("€", "#,##0", []),
        ("€", '#,##0 "k€"', ["E508"]),
        ("k€", '#,##0 "k€"', []),
        ("k€", '#,##0 "M€"', ["E508"]),
        # A format that divides again: is it stored in euros or in thousands?
        ("k€", "#,##0,", ["E508"]),
        ("m", '0 "m"', []),
        ("€", '#,##0 "€"', []),
        ("€", "[$$-409]#,##0", ["W515"]),
        ("", '#,##0 "€"', ["I519"]),
    ],
)
def test_formats_against_units(
    check: Check, unit: str, number_format: str, codes: list[str]
) -> None:
    rows = one_kpi(unit, "higher", "sum", actuals=(Shown(1234, number_format),))
    assert [problem.code for problem in check(rows)] == codes


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [("€", "4.2k", 4200.0), ("k€", "4.2 k€", 4.2), ("€", "1.5 M€", 1.5e6), ("€", "€ 12", 12.0)],
)
def test_sizes_written_in_text(tmp_path: Path, unit: str, text: str, value: float) -> None:
    rows = one_kpi(unit, "higher", "sum", actuals=(text,))
    book, problems = read(write(tmp_path / "book.xlsx", rows))
    assert places(problems) == []
    assert [o.value for o in book.actuals["K"].values()] == [pytest.approx(value, rel=1e-12)]


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


# --- series --------------------------------------------------------------------------------------


def closed(month: str) -> Rows:
    return [["Setting", "Value"], ["Closed through", month]]


def test_the_closed_month_has_no_figure(check: Check) -> None:
    problems = check({"Settings": closed("2026-08")})
    assert places(problems) == [("W308", "Settings", "B2")]
    assert str(problems[0].params["last"]) == "2026-06"


def test_figures_after_the_closed_month(check: Check) -> None:
    problems = check({"Settings": closed("2026-04")})
    # May and June of both KPIs; the first of them is REV's May, in F2.
    assert places(problems) == [("W611", "Actuals", "F2")]
    assert problems[0].params["count"] == 4


def test_a_kpi_without_figures(check: Check) -> None:
    problems = check({}, {"KPIs!A4": "NPS", "KPIs!D4": "higher", "KPIs!E4": "last"})
    assert places(problems, hints=True) == [("I432", "KPIs", "A4")]


def cumulated(falls_to: int = 90) -> list[Value]:
    """100, 200 … 1200 through 2025, then from ``falls_to`` on through 2026."""
    return [*(100 * m for m in range(1, 13)), *(falls_to * m for m in range(1, 13))]


def two_years(values: list[Value], extra: str = "Weight", said: Value = None) -> dict[str, Rows]:
    rows = one_kpi("€", "higher", "sum", None, said, extra=extra)
    return rows | {"Actuals": [["KPI", *TWO_YEARS], ["K", *values]]}


def test_figures_that_look_cumulated(check: Check) -> None:
    problems = check(two_years(cumulated()))
    # January 2026 is the 13th month: column N.
    assert places(problems) == [("E712", "Actuals", "N2")]
    assert problems[0].params["high"] == 1200.0
    assert problems[0].params["low"] == 90.0


@pytest.mark.parametrize("said", ["ytd", "period", "cumul"])
def test_the_actuals_input_settles_it(check: Check, said: str) -> None:
    assert places(check(two_years(cumulated(), "Actuals input", said))) == []


def test_a_series_that_falls_once_within_a_year_is_not_cumulated(check: Check) -> None:
    values = cumulated()
    values[5] = 450
    assert places(check(two_years(values))) == []


def test_a_series_that_goes_on_growing_is_not_cumulated(check: Check) -> None:
    assert places(check(two_years(cumulated(1300)))) == []


def test_the_fiscal_year_says_where_a_fall_is_expected(check: Check) -> None:
    # Growth from January to December, but the fiscal year starts in April: no rule holds.
    settings = [["Setting", "Value"], ["Fiscal year start", "April"]]
    assert places(check(two_years(cumulated()) | {"Settings": settings})) == []


def test_targets_that_look_cumulated(check: Check) -> None:
    rows = two_years([5 + i % 3 for i in range(24)])
    rows["Targets"] = [["KPI", *TWO_YEARS], ["K", *cumulated()]]
    assert places(check(rows)) == [("W713", "Targets", "N2")]


def test_typed_ratios_that_agree_with_their_parts_pass(check: Check) -> None:
    # 6.25 rounded to one digit is 6.3 or 6.2: both are half a digit away.
    assert places(check(ratio([5, 6.3, percent(0.025)]))) == []


def test_a_typed_ratio_that_disagrees(check: Check) -> None:
    problems = check(ratio([5, 6.4, 2.5]))
    assert places(problems) == [("W711", "Actuals", "C4")]
    assert (problems[0].params["found"], problems[0].params["expected"]) == (6.4, 6.25)


def test_cumulated_parts_are_taken_apart_before_the_ratio_is_checked(check: Check) -> None:
    # Leavers since January: 3, 7, 9, so 3, 4 and 2 a month.
    rows = ratio([5, 6.25, 2.5])
    rows["KPIs"] = [[*row, "ytd" if row[0] == "LEFT" else None] for row in RATIO]
    rows["KPIs"][0][-1] = "Actuals input"  # type: ignore[index]
    edits = {"Actuals!B2": 3, "Actuals!C2": 7, "Actuals!D2": 9}
    assert places(check(rows, edits)) == []


def test_last_year_contradicts_the_actuals(check: Check) -> None:
    prior = [["KPI", *MONTHS], ["REV", 100, 121, 110, 131]]
    problems = check({"N-1": prior})
    assert places(problems) == [("W714", "N-1", "C2")]
    assert problems[0].params["count"] == 2


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


def stepped(rises: int) -> list[Value]:
    """Through 2025 ``rises`` steps up and else level, then a fall to 1 in January 2026."""
    months = [float(10 + min(step, rises)) for step in range(12)]
    return [*months, 1]


@pytest.mark.parametrize(("rises", "codes"), [(6, ["E712"]), (5, [])])
def test_six_steps_up_and_a_fall_are_enough_to_ask(
    check: Check, rises: int, codes: list[str]
) -> None:
    assert [p.code for p in check(two_years(stepped(rises))) if p.code[0] == "E"] == codes


def test_growth_over_the_years_end_is_no_fall(check: Check) -> None:
    values = [*range(1, 13), 12, *range(13, 24)]
    assert places(check(two_years(values))) == []


def test_only_sums_can_be_cumulated(check: Check) -> None:
    rows = two_years(cumulated())
    rows["KPIs"][1][3] = "last"  # type: ignore[index]
    assert places(check(rows)) == []


def test_the_targets_input_settles_it(check: Check) -> None:
    rows = two_years([5 + i % 3 for i in range(24)], "Targets input", "period")
    rows["Targets"] = [["KPI", *TWO_YEARS], ["K", *cumulated()]]
    assert places(check(rows)) == []


def leavers_since_january(*since: Value, ratios: list[Value]) -> dict[str, Rows]:
    """Leavers typed cumulated, over a headcount of 60, 64 and 80."""
    rows = ratio(ratios)
    kpis = [[*row, "ytd" if row[0] == "LEFT" else None] for row in RATIO]
    kpis[0][-1] = "Actuals input"
    actuals = [["KPI", *MONTHS], ["LEFT", *since], ["STAFF", 60, 64, 80], ["TURN", *ratios]]
    return rows | {"KPIs": kpis, "Actuals": actuals}


def test_the_first_cumulated_month_stands_for_itself(check: Check) -> None:
    problems = check(leavers_since_january(3, 7, 9, ratios=[4, 6.25, 2.5]))
    assert places(problems) == [("W711", "Actuals", "B4")]


def test_nothing_is_known_of_a_cumulated_month_after_a_gap(check: Check) -> None:
    assert places(check(leavers_since_january(3, None, 9, ratios=[5, None, 99]))) == []


def test_a_cumulated_ratio_is_not_held_against_single_months(check: Check) -> None:
    rows = ratio([5, 99, 99])
    kpis = [[*row, "ytd" if row[0] == "TURN" else None] for row in RATIO]
    kpis[0][-1] = "Actuals input"
    assert places(check(rows | {"KPIs": kpis})) == []


def test_parts_may_be_rounded_but_small_counts_are_exact(check: Check) -> None:
    # 1 234 over 9 876 in thousands: 12.4949 %; unrounded they may give 12.4900 % or 12.5000 %.
    rows = ratio([])
    rows["Actuals"] = [["KPI", *MONTHS], ["LEFT", 1234], ["STAFF", 9876], ["TURN", 12.4912]]
    assert places(check(rows)) == []
    # 3 over 60 is 5 % and nothing else.
    rows["Actuals"] = [["KPI", *MONTHS], ["LEFT", 3], ["STAFF", 60], ["TURN", 5.01]]
    assert places(check(rows)) == [("W711", "Actuals", "B4")]


def test_a_denominator_of_zero_has_no_ratio_to_compare(check: Check) -> None:
    rows = ratio([])
    rows["Actuals"] = [["KPI", *MONTHS], ["LEFT", 3], ["STAFF", 0], ["TURN", 5]]
    assert places(check(rows)) == []


def test_the_closed_month_may_be_the_first_one_with_figures(check: Check) -> None:
    problems = check({"Settings": closed("2026-01")})
    assert [problem.code for problem in problems] == ["W611"]


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
