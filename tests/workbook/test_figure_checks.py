"""Every rule about figures: percentages, closed months, running totals, ratios.

The workbooks are edits of ``books.SOUND``; the cells were read off the tables by hand, and the
numbers in the comments worked out beside them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import MONTHS, Rows, Shown, Value, percent, places, read, write
from tests.workbook.checking import RATIO, TWO_YEARS, Check, one_kpi, ratio
from tests.workbook.checking import check as check

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
