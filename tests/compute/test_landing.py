"""Landings of KPIs: which months they are made of, and what is said where they can't be."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpireport.compute import landing_reasons
from kpireport.compute.scorecard import build_scorecard
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Book, Event, Language
from kpireport.model.landing import Landing, LandingMethod, Outlook
from kpireport.model.problem import CellRef
from kpireport.model.reason import Reason
from tests.compute.books import book, every, kpi, month, months, row, settings
from tests.compute.test_reasons import sample
from tests.growth import growth

TWO_YEARS = [10.0] * 12 + [12.0] * 12
"""Last year's shape is right about every month of it; see tests/stats/test_landing.py."""


def landing(made: Book, period: str, kpi_id: str = "K") -> Landing:
    return build_scorecard(made, month(period)).kpi(kpi_id).landing


def sums(**options: Any) -> Any:
    return kpi(**{"aggregation": "sum", "direction": "higher"} | options)


def code(reason: Reason | None) -> str:
    return "" if reason is None else reason.code


# Management's forecast --------------------------------------------------------------------------


def test_forecast_of_a_sum_is_the_year_to_date_and_the_months_to_come() -> None:
    ahead = months("2026-04", 20, 30, 40, 50, 60, 70, 80, 90, 100)  # 540
    found = landing(book(row(sums(), months("2026-01", 10, 20, 30), forecast=ahead)), "2026-03")
    assert (found.forecast, found.actual_to_date, found.forecast_months) == (600, 60, 9)
    assert found.year_end == month("2026-12")
    assert len(found.cells) == 9
    assert {cell.ref.sheet for cell in found.cells} == {"Forecast"}


def test_an_actual_takes_the_place_of_its_forecast() -> None:
    ahead = months("2026-01", *[99.0] * 3, *[10.0] * 9)
    found = landing(book(row(sums(), months("2026-01", 1, 2, 3), forecast=ahead)), "2026-03")
    assert (found.forecast, found.forecast_months) == (96, 9)


def test_an_actual_after_the_period_does_not() -> None:
    actual = months("2026-01", 1, 2, 3, 500)
    ahead = months("2026-04", *[10.0] * 9)
    assert landing(book(row(sums(), actual, forecast=ahead)), "2026-03").forecast == 96


def test_forecast_of_a_level_is_its_last_month() -> None:
    item = kpi(aggregation="last", direction="higher")
    found = landing(
        book(row(item, months("2026-01", 5, 6), forecast={"2026-12": 9, "2026-05": 7})), "2026-02"
    )
    assert found.forecast == 9


def test_forecast_of_a_mean_weighs_every_month_alike() -> None:
    item = kpi(aggregation="mean", direction="higher")
    ahead = months("2026-03", *[18.0] * 10)
    assert (
        landing(book(row(item, months("2026-01", 3, 9), forecast=ahead)), "2026-02").forecast
        == 16  # (3 + 9 + 10 × 18)/12
    )


def ratio_book(**denominator: Any) -> Book:
    margin = kpi("M", aggregation="ratio", numerator="P", denominator="R", unit="%")
    profit = row(
        sums(kpi_id="P"), months("2026-01", 10, 20), forecast=months("2026-03", *[12.0] * 10)
    )
    revenue = row(sums(kpi_id="R"), months("2026-01", 100, 100), **denominator)
    return book(row(margin), profit, revenue)


def test_forecast_of_a_ratio_has_both_parts() -> None:
    made = ratio_book(forecast=months("2026-03", *[80.0] * 10))
    found = landing(made, "2026-02", "M")
    assert found.forecast == pytest.approx(100 * 150 / 1000)
    assert found.forecast_months == 10
    assert len(found.cells) == 20


def test_the_part_and_the_months_that_are_missing_are_named() -> None:
    made = ratio_book(forecast=months("2026-03", *[80.0] * 8))
    found = landing(made, "2026-02", "M")
    assert found.forecast is None
    assert found.forecast_reason == Reason(
        "landing_forecast_incomplete",
        {
            "name": "R",
            "period": month("2026-02"),
            "first": month("2026-11"),
            "last": month("2026-12"),
            "count": 2,
        },
    )


def test_without_a_forecast_there_is_none() -> None:
    found = landing(book(row(sums(), months("2026-01", 1, 2))), "2026-02")
    assert (found.forecast, code(found.forecast_reason)) == (None, "landing_no_forecast")


def test_a_provisional_month_is_the_forecasts() -> None:
    actual, ahead = months("2026-01", 1, 2, 500), months("2026-03", *[10.0] * 10)
    item = row(sums(), actual, forecast=ahead, provisional=["2026-03"])
    assert landing(book(item), "2026-03").forecast == 103
    without = row(sums(), actual, forecast=months("2026-04", *[10.0] * 9), provisional=["2026-03"])
    reason = landing(book(without), "2026-03").forecast_reason
    assert reason is not None and reason.params["first"] == month("2026-03")


def test_a_cumulated_forecast_states_the_year_itself() -> None:
    item = sums(actuals_input="ytd")
    made = book(row(item, months("2026-01", 10, 30, 60), forecast={"2026-12": 700.0}))
    assert landing(made, "2026-03").forecast == 700


def test_versions_are_those_of_the_figures_used() -> None:
    ahead = months("2026-01", *[10.0] * 12)
    made = book(row(sums(), months("2026-01", 1, 2), forecast=ahead))
    versions = {month("2026-01"): "v1", month("2026-03"): "v3", month("2026-04"): "v3"}
    typed = {
        period: replace(observation, version=versions.get(period, ""))
        for period, observation in made.forecast["K"].items()
    }
    assert landing(replace(made, forecast={"K": typed}), "2026-02").forecast_version == "v3"


def test_a_fiscal_year_that_begins_in_july() -> None:
    ahead = months("2026-09", *[10.0] * 10)
    made = book(row(sums(), months("2026-06", 99, 1, 2), forecast=ahead), setting=settings(7))
    found = landing(made, "2026-08")
    assert (found.forecast, found.year_end) == (103, month("2027-06"))


def test_quarters_are_forecast_as_quarters() -> None:
    item = sums(frequency="quarterly")
    ahead = every("2026-06", 3, 20, 30, 40)
    found = landing(book(row(item, {"2026-03": 10}, forecast=ahead)), "2026-04")
    assert (found.forecast, found.forecast_months) == (100, 9)
    assert code(found.reason) == "landing_not_monthly"


def test_target_budget_and_year_before_are_the_full_years() -> None:
    year = [10.0] * 12
    made = book(
        row(
            sums(),
            months("2025-01", *year, 11, 11),
            targets=months("2026-01", *[12.0] * 12),
            budget=months("2026-01", *[9.0] * 12),
        )
    )
    found = landing(made, "2026-02")
    assert (found.target, found.budget, found.prior_year) == (144, 108, 120)


# The statistical check --------------------------------------------------------------------------


def two_years(**options: Any) -> Book:
    """Two calendar years up to June 2026, the fiscal year from January."""
    targets = months("2026-01", *[options.pop("target", 13.0)] * 12)
    return book(row(sums(**options), months("2024-07", *TWO_YEARS), targets=targets))


def test_landing_by_last_years_shape() -> None:
    # Six months of 12 are known, six of 12 × 12/10 to come; the target of 156 is under that.
    found = landing(two_years(), "2026-06")
    assert found.statistical == pytest.approx(158.4)
    assert (found.method, found.backtests, found.smoothing) == (LandingMethod.SEASONAL, 4, None)
    assert found.wape == pytest.approx(0, abs=1e-12)
    assert (found.chance, found.outlook) == (1, Outlook.LIKELY)
    assert found.reason is None


def test_lower_is_better_turns_the_chance() -> None:
    found = landing(two_years(direction="lower"), "2026-06")
    assert (found.chance, found.outlook) == (0, Outlook.UNLIKELY)


def test_without_direction_or_target_there_is_no_chance() -> None:
    assert landing(two_years(direction="neutral"), "2026-06").chance is None
    bare = book(row(sums(), months("2024-07", *TWO_YEARS)))
    assert landing(bare, "2026-06").chance is None


@pytest.mark.parametrize(
    ("band", "chance"), [((150.0, 160.0), 1), ((160.0, 170.0), 0), ((140.0, 150.0), 0)]
)
def test_the_chance_of_a_band_is_that_of_ending_inside(
    band: tuple[float, float], chance: float
) -> None:
    low, high = (edge / 12 for edge in band)
    targets = {f"2026-{m:02d}": (low, high) for m in range(1, 13)}
    made = book(row(sums(direction="range"), months("2024-07", *TWO_YEARS), targets=targets))
    assert landing(made, "2026-06").chance == chance


def test_the_prior_year_sheet_is_history_too() -> None:
    made = book(
        row(
            sums(),
            months("2025-07", *TWO_YEARS[12:]),
            prior_year=months("2024-07", *TWO_YEARS[:12]),
        )
    )
    assert landing(made, "2026-06").statistical == pytest.approx(158.4)


def test_figures_after_the_period_are_not_known() -> None:
    later = book(row(sums(), months("2024-07", *TWO_YEARS, 900, 900)))
    assert landing(later, "2026-06").statistical == pytest.approx(158.4)


def test_a_provisional_month_is_a_month_to_come() -> None:
    item = row(sums(), months("2024-07", *TWO_YEARS, 900), provisional=["2026-07"])
    found = landing(book(item), "2026-07")
    assert found.statistical == pytest.approx(158.4)
    assert found.actual_to_date == 72


def test_a_ratio_lands_by_its_parts() -> None:
    margin = kpi("M", aggregation="ratio", numerator="P", denominator="R", unit="%")
    made = book(
        row(margin),
        row(sums(kpi_id="P"), months("2024-07", *[30.0] * 12, *[45.0] * 12)),
        row(sums(kpi_id="R"), months("2024-07", *[100.0] * 12, *[150.0] * 12)),
    )
    assert landing(made, "2026-06", "M").statistical == pytest.approx(30)


def test_each_reason_for_no_landing() -> None:
    def why(item: Any, period: str, **parts: Any) -> str:
        return code(landing(book(item, **parts), period).reason)

    long = months("2024-01", *[float(10 + place % 3) for place in range(30)])
    assert why(row(sums(), dict(list(long.items())[7:])), "2026-06") == "landing_too_short"
    gap = {**long, "2024-10": None}
    assert why(row(sums(), gap), "2026-06") == "landing_short_since_gap"
    event = Event(date(2025, 3, 5), "K", "New site", True, CellRef("Events", "A2"))
    since = why(row(sums(), long), "2026-06", events=(event,))
    assert since == "landing_short_since_rebase"
    assert why(row(kpi(), long), "2026-06") == "no_aggregation"
    assert why(row(kpi(unit="%"), long), "2026-06") == "percent_without_parts"
    item = row(sums(), long, provisional=list(long))
    assert why(item, "2026-06") == "landing_no_final_figure"
    late = row(sums(), {**long, "2025-11": None, "2025-12": None}, provisional=list(long)[24:])
    assert why(late, "2026-06") == "landing_year_not_reached"


def test_an_event_of_another_kpi_or_without_rebase_changes_nothing() -> None:
    there = CellRef("Events", "A2")
    events = (
        Event(date(2025, 3, 5), "OTHER", "", True, there),
        Event(date(2025, 3, 5), "K", "", False, there),
    )
    made = replace(two_years(), events=events)
    assert landing(made, "2026-06").statistical is not None


def test_a_complete_year_is_final() -> None:
    found = landing(book(row(sums(), months("2025-01", *TWO_YEARS))), "2026-12")
    assert found.final
    assert (found.statistical, found.forecast) == (None, None)
    assert code(found.reason) == code(found.forecast_reason) == "landing_year_complete"
    assert found.actual_to_date == 144


# The run rate -----------------------------------------------------------------------------------


def rate_of(item: Any, actuals: Any, target: float, period: str = "2026-09", **parts: Any) -> Any:
    targets = months("2026-01", *[target] * 12)
    return landing(book(row(item, actuals, targets=targets), **parts), period).run_rate


def test_required_run_rate_of_a_sum() -> None:
    # Target 12 × 20 = 240, 150 in nine months: 90 in three, 30 a month. Best three months in a row:
    # 25, 26, 27 in 2025, 26 on average.
    actuals = {**months("2025-05", 25, 26, 27, 1), **months("2026-01", *[16.0] * 8, 22)}
    found = rate_of(sums(), actuals, 20.0)
    assert (found.required, found.current, found.months) == (30, 150 / 9, 3)
    assert (found.best, found.best_end, found.seen) == (26, month("2025-07"), False)


def test_a_rate_that_was_seen_and_one_where_lower_is_better() -> None:
    actuals = {**months("2025-05", 25, 26, 27, 1), **months("2026-01", *[16.0] * 8, 22)}
    assert rate_of(sums(), actuals, 18.0).seen  # 66 in three months, 22 a month
    lower = rate_of(sums(direction="lower"), actuals, 14.0)  # 18 in three months: 6 a month
    assert (lower.required, lower.seen) == (6, False)
    assert (lower.best, lower.best_end) == (16, month("2026-08"))


def test_the_same_months_of_earlier_years_count_where_there_are_any() -> None:
    # 30 a month are needed from October to December. A summer brought 50, those months of the year
    # before 10, 20 and 30: 20 on average.
    actuals = {**months("2025-05", 50, 50, 50, 1, 1, 10, 20, 30), **months("2026-01", *[15.0] * 10)}
    actuals = {**actuals, "2026-09": 30.0, "2026-10": None}  # 150 in nine months
    found = rate_of(sums(), actuals, 20.0)
    assert (found.required, found.best, found.best_end) == (30, 20, month("2025-12"))
    assert (found.seen, found.same_months) == (False, True)
    # October to December 2025 unknown: the summer is all there is to hold it against.
    other = rate_of(sums(), {**actuals, "2025-12": None}, 20.0)
    assert (other.best, other.seen, other.same_months) == (50, True, False)


def test_the_best_of_several_earlier_years() -> None:
    # November and December brought 7 and 9, and 6 and 12 a year later. 60 are wanted, 50 are there.
    actuals = {
        **months("2024-11", 7, 9, *[5.0] * 10, 6, 12),
        **months("2026-01", *[5.0] * 10),
    }
    found = rate_of(sums(direction="lower"), actuals, 5.0, "2026-10")
    assert (found.required, found.best, found.best_end) == (5, 8, month("2024-12"))
    assert (found.seen, found.same_months) == (False, True)


@pytest.mark.parametrize(
    ("options", "actual", "target", "expected"),
    [
        # A mean of twelve months of 99 % takes nine of 98 and three of 102 %.
        ({"aggregation": "mean", "direction": "higher", "unit": "%"}, 98.0, 99.0, False),
        ({"aggregation": "mean", "direction": "higher", "unit": "%"}, 99.0, 99.25, None),  # 100 %
        ({"aggregation": "mean", "direction": "higher"}, 98.0, 99.0, None),  # no percentage
        # 3 a month for nine months: a mean of 2 takes −1 in each of the last three.
        ({"aggregation": "mean", "direction": "lower"}, 3.0, 2.0, False),
        ({"aggregation": "mean", "direction": "lower"}, 3.0, 2.5, None),
        ({"aggregation": "sum", "direction": "lower"}, 3.0, 2.0, False),
        ({"aggregation": "sum", "direction": "higher"}, 3.0, 2.0, True),
        ({"aggregation": "sum", "direction": "higher"}, 3.0, 4.0, None),
        ({"aggregation": "last", "direction": "higher", "unit": "%"}, 98.0, 101.0, None),
    ],
)
def test_whether_months_to_come_can_change_it(
    options: dict[str, Any], actual: float, target: float, expected: bool | None
) -> None:
    targets = months("2026-01", *[target] * 12)
    made = book(row(kpi(**options), months("2026-01", *[actual] * 9), targets=targets))
    assert landing(made, "2026-09").settled is expected


def test_no_chance_is_left_of_a_target_out_of_bounds() -> None:
    # 24 months between 97 and 99 %, of 2026 six at 98: 100 takes 102.
    actuals = months("2024-07", *[97.0, 98.0, 99.0] * 8)
    item = kpi(aggregation="mean", direction="higher", unit="%")
    found = landing(book(row(item, actuals, targets=months("2026-01", *[100.0] * 12))), "2026-06")
    assert (found.settled, found.chance, found.outlook) == (False, 0.0, Outlook.UNLIKELY)


def test_a_gap_breaks_the_months_in_a_row() -> None:
    actuals = {**months("2025-05", 90, None, 90, 90), **months("2026-01", *[16.0] * 9)}
    assert rate_of(sums(), actuals, 20.0).best == 16


def test_required_of_a_mean() -> None:
    # 12 × 10 less nine months of 8 is 48, for three months 16.
    found = rate_of(kpi(aggregation="mean", direction="higher"), months("2026-01", *[8.0] * 9), 10)
    assert (found.required, found.current, found.best, found.seen) == (16, 8, 8, False)


def test_required_of_a_level_is_the_target() -> None:
    item = kpi(aggregation="last", direction="higher")
    found = rate_of(item, months("2026-01", 1, 9, 3, 4, 5, 6, 7, 6, 5), 8.0)
    assert (found.required, found.current) == (8, 5)
    assert (found.best, found.best_end, found.seen) == (9, month("2026-02"), True)


def test_required_of_a_ratio_weighs_the_rest_as_last_year() -> None:
    # 10 % wanted of 900 + 3 × 200 = 1500: 150, of which 75 is there; 75 of 600 to come is 12.5 %.
    margin = kpi(
        "M",
        aggregation="ratio",
        direction="higher",
        numerator="P",
        denominator="R",
        unit="%",
    )
    profit = row(sums(kpi_id="P"), months("2026-01", *[7.0] * 6, 11, 11, 11))
    revenue = row(
        sums(kpi_id="R"), {**months("2025-10", 200, 200, 200), **months("2026-01", *[100.0] * 9)}
    )
    targets = months("2026-01", *[10.0] * 12)
    made = book(row(margin, targets=targets), profit, revenue)
    found = landing(made, "2026-09", "M").run_rate
    assert found.required == pytest.approx(12.5)
    assert (found.best, found.seen) == (pytest.approx(11), False)
    assert found.best_end == month("2026-09")
    unknown = book(row(margin, targets=targets), profit, replace(revenue, actuals={}))
    assert landing(unknown, "2026-09", "M").run_rate.required is None


def weighed_book(**denominator: Any) -> Book:
    """P/R to September: 75 of 900; R was 200 a month in the last quarter of the year before."""
    margin = kpi(
        "M", aggregation="ratio", direction="higher", numerator="P", denominator="R", unit="%"
    )
    profit = row(sums(kpi_id="P"), months("2026-01", *[7.0] * 6, 11, 11, 11))
    revenue = row(
        sums(kpi_id="R"),
        {**months("2025-10", 200, 200, 200), **months("2026-01", *[100.0] * 9)},
        **denominator,
    )
    return book(row(margin, targets=months("2026-01", *[10.0] * 12)), profit, revenue)


def test_required_of_a_ratio_takes_managements_denominators_where_they_are_typed() -> None:
    # 10 % wanted of 900 + 3 × 100 = 1200: 120, of which 75 is there; 45 of 300 to come is 15 %.
    found = landing(weighed_book(forecast=months("2026-10", 100, 100, 100)), "2026-09", "M")
    assert found.run_rate.required == pytest.approx(15)
    assert found.run_rate.weighed_by == "forecast"
    # November isn't forecast: last year's 600 weigh, 75 of 600 to come is 12.5 %.
    partly = weighed_book(forecast={"2026-10": 100, "2026-12": 100})
    found = landing(partly, "2026-09", "M")
    assert found.run_rate.required == pytest.approx(12.5)
    assert found.run_rate.weighed_by == "last_year"
    # A forecast of a month that has an actual is no month to come.
    past = weighed_book(forecast=months("2026-09", 999, 100, 100, 100))
    assert landing(past, "2026-09", "M").run_rate.required == pytest.approx(15)
    plain = rate_of(sums(), months("2026-01", *[16.0] * 9), 20.0)
    assert plain.weighed_by is None


def test_a_past_month_without_a_figure_is_no_month_to_come() -> None:
    # Ten months of the year are over, June has no figure: two months are left, not three.
    actuals = {**months("2026-01", *[10.0] * 10), "2026-06": None}
    for item in (sums(), kpi(aggregation="mean", direction="higher")):
        found = rate_of(item, actuals, 12.0, period="2026-10")
        assert (found.required, found.months) == (None, 2)
        assert found.reason == Reason(
            "landing_month_missing",
            {"first": month("2026-06"), "last": month("2026-06"), "count": 1},
        )
    two = rate_of(sums(), {**actuals, "2026-09": None}, 12.0, period="2026-10")
    assert two.reason.params == {"first": month("2026-06"), "last": month("2026-09"), "count": 2}
    # With every figure there: 144 − 100 = 44 in two months.
    whole = rate_of(sums(), months("2026-01", *[10.0] * 10), 12.0, period="2026-10")
    assert (whole.required, whole.months, whole.reason) == (22, 2, None)


def test_with_the_year_over_nothing_is_required_any_more() -> None:
    actuals = {**months("2026-01", *[10.0] * 12), "2026-06": None}
    found = rate_of(sums(), actuals, 12.0, period="2026-12")
    assert (found.required, found.months, code(found.reason)) == (None, 0, "landing_month_missing")
    # Of a level the last month alone counts, and that one is the missing one.
    item = kpi(aggregation="last", direction="higher")
    without = months("2026-01", *[10.0] * 11)
    beside = row(sums(kpi_id="OTHER"), months("2026-12", 1))
    made = book(row(item, without, targets=months("2026-01", *[12.0] * 12)), beside)
    level = landing(made, "2026-12").run_rate
    assert (level.required, level.months, code(level.reason)) == (None, 0, "landing_month_missing")
    # A month without a figure before it is no matter to a level.
    earlier = rate_of(item, actuals, 12.0, period="2026-10")
    assert (earlier.required, earlier.months) == (12, 2)


def test_a_provisional_month_is_no_month_to_come_of_the_run_rate() -> None:
    item = row(
        sums(),
        months("2026-01", *[10.0] * 10),
        targets=months("2026-01", *[12.0] * 12),
        provisional=["2026-10"],
    )
    found = landing(book(item), "2026-10").run_rate
    assert (found.required, found.months) == (None, 2)
    assert found.reason is not None and found.reason.params["first"] == month("2026-10")


def test_where_no_average_decides_there_is_no_run_rate() -> None:
    for item in (kpi(aggregation="max", direction="lower"), sums(direction="neutral")):
        found = rate_of(item, months("2026-01", *[8.0] * 9), 10)
        assert (found.required, code(found.reason)) == (None, "landing_no_required_rate")
    without = landing(book(row(sums(), months("2026-01", 1, 2))), "2026-02").run_rate
    assert code(without.reason) == "landing_no_year_target"


# All together -----------------------------------------------------------------------------------

REASONS = [
    function
    for _, function in inspect.getmembers(landing_reasons, inspect.isfunction)
    if function.__module__ == landing_reasons.__name__
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("reason", REASONS, ids=lambda function: function.__name__)
def test_every_reason_is_a_sentence(reason: Any, language: Language) -> None:
    text = get_messages(language).reason(sample(reason))
    assert text.endswith(".") and "{" not in text


def test_ten_times_the_kpis_land_in_ten_times_the_time() -> None:
    from kpireport.compute.landing import landings
    from kpireport.compute.ledger import build_lines

    actuals = months("2023-07", *[float(100 + place * 7 % 13) for place in range(36)])
    targets = months("2026-01", *[110.0] * 12)
    period = month("2026-06")

    def prepare(count: int) -> Callable[[], object]:
        rows = [row(sums(kpi_id=f"K{n}"), actuals, targets=targets) for n in range(count)]
        made = book(*rows)
        lines = build_lines(made, period)
        return lambda: landings(list(lines.values()), lines, made, period.index)

    assert growth(prepare, 40, 400) < 20
