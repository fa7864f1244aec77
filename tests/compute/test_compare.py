"""The actual against other figures. Expected values are worked by hand."""

from __future__ import annotations

from typing import Any

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.measure import Comparison, Comparisons
from kpireport.model.reason import Reason
from tests.compute.books import book, every, flat, kpi, month, months, row, settings


def comparisons(item: Any, at: str, *others: Any, setting: Any = None) -> Comparisons:
    return build_scorecard(book(item, *others, setting=setting), month(at)).kpi("K").comparisons


def sums(**options: Any) -> Any:
    return kpi(aggregation="sum", direction="higher", **options)


class TestDifferences:
    def test_against_the_month_before(self) -> None:
        # 90 − 120 = −30, a quarter of 120.
        found = comparisons(row(sums(), months("2026-01", 120, 90)), "2026-02").previous
        assert found == Comparison(month("2026-01"), 120, -30, -0.25, -30)

    def test_good_news_has_a_positive_sign(self) -> None:
        item = row(kpi(direction="lower"), months("2026-01", 120, 90))
        found = comparisons(item, "2026-02").previous
        assert (found.delta, found.favourable_delta) == (-30, 30)

    def test_without_a_direction_there_is_no_news(self) -> None:
        for direction in ("neutral", "range"):
            item = row(kpi(direction=direction), months("2026-01", 120, 90))
            assert comparisons(item, "2026-02").previous.favourable_delta is None

    def test_no_share_of_what_is_not_positive_nor_of_percentages(self) -> None:
        for before in (0, -50):
            item = row(sums(), months("2026-01", before, 90))
            assert comparisons(item, "2026-02").previous.delta_pct is None
        item = row(sums(unit="%"), months("2026-01", 50, 60))
        found = comparisons(item, "2026-02").previous
        assert (found.delta, found.delta_pct) == (10, None)

    def test_a_missing_month_before_is_not_reached_past(self) -> None:
        found = comparisons(row(sums(), months("2026-01", 120, None, 90)), "2026-03").previous
        assert (found.value, found.delta) == (None, None)
        assert found.reason == Reason("no_earlier_value", {"period": month("2026-02")})

    def test_without_an_actual_the_value_stands_alone(self) -> None:
        item = row(sums(), months("2026-01", 120))
        found = comparisons(item, "2026-02", row(kpi("M"), {"2026-02": 1})).previous
        assert (found.value, found.delta) == (120, None)
        assert found.reason is not None
        assert found.reason.code == "no_actual"

    def test_a_quarterly_kpi_against_the_quarter_before(self) -> None:
        item = row(sums(frequency="quarterly"), every("2025-06", 3, 10, 11, 12, 13, 14))
        found = comparisons(item, "2026-08", row(kpi("M"), {"2026-08": 1}))
        assert (found.previous.period, found.previous.delta) == (month("2026-03"), 1)
        assert (found.year_ago.period, found.year_ago.delta) == (month("2025-06"), 4)

    def test_the_baseline_and_its_date(self) -> None:
        item = row(sums(baseline=80.0, baseline_date=month("2024-12")), months("2026-01", 90))
        found = comparisons(item, "2026-01").baseline
        assert found == Comparison(month("2024-12"), 80, 10, 0.125, 10)

    def test_the_budget_never_makes_a_status(self) -> None:
        item = row(sums(), months("2026-01", 90), budget=months("2026-01", 100))
        card = build_scorecard(book(item), month("2026-01"))
        found = card.kpi("K").comparisons.budget
        assert (found.value, found.delta, found.delta_pct) == (100, -10, -0.1)
        assert card.kpi("K").measure.status == "no_target"

    def test_a_cumulated_budget_is_taken_apart_as_targets_are(self) -> None:
        item = row(
            sums(targets_input="ytd"), months("2026-01", 1, 1), budget=months("2026-01", 5, 15)
        )
        assert comparisons(item, "2026-02").budget.value == 10

    def test_what_is_not_there_says_so(self) -> None:
        found = comparisons(row(sums(), months("2026-01", 90)), "2026-01")
        codes = [c.reason.code for c in (found.baseline, found.budget) if c.reason]
        assert codes == ["no_baseline", "no_budget"]


class TestYearAgo:
    def test_from_the_actuals(self) -> None:
        found = comparisons(row(sums(), {"2025-03": 80, "2026-03": 100}), "2026-03").year_ago
        assert (found.period, found.delta_pct) == (month("2025-03"), 0.25)

    def test_else_from_the_prior_year_sheet(self) -> None:
        item = row(sums(), {"2026-03": 100}, prior_year={"2025-03": 80})
        assert comparisons(item, "2026-03").year_ago.value == 80

    def test_the_actuals_come_first(self) -> None:
        item = row(sums(), {"2025-03": 81, "2026-03": 100}, prior_year={"2025-03": 80})
        assert comparisons(item, "2026-03").year_ago.value == 81

    def test_of_a_ratio_from_its_parts_prior_year(self) -> None:
        # Last year 10 of 40, this year 30 of 60.
        parts = [
            row(kpi("N", aggregation="sum"), {"2026-01": 30}, prior_year={"2025-01": 10}),
            row(kpi("D", aggregation="sum"), {"2026-01": 60}, prior_year={"2025-01": 40}),
        ]
        item = row(kpi(aggregation="ratio", numerator="N", denominator="D", multiplier=100.0))
        found = comparisons(item, "2026-01", *parts)
        assert (found.year_ago.value, found.year_ago.delta) == (25, 25)
        assert found.ytd_year_ago.value == 25

    def test_a_ratio_of_the_actuals_parts_comes_before_one_typed_in_prior_year(self) -> None:
        # The parts say 10 of 100; the sheet is read only for February, which they lack.
        parts = [
            row(kpi("N", aggregation="sum"), {"2025-03": 10, "2026-02": 3, "2026-03": 30}),
            row(kpi("D", aggregation="sum"), {"2025-03": 100, "2026-02": 10, "2026-03": 60}),
        ]
        item = row(
            kpi(aggregation="ratio", numerator="N", denominator="D", multiplier=100.0),
            prior_year={"2025-02": 15, "2025-03": 20},
        )
        assert comparisons(item, "2026-03", *parts).year_ago.value == 10
        assert comparisons(item, "2026-02", *parts).year_ago.value == 15

    def test_a_cumulated_year_that_begins_in_prior_year_goes_on_in_the_actuals(self) -> None:
        # April 2025 is 22 in the actuals less March's 15 in Prior year.
        item = row(
            sums(actuals_input="ytd"),
            {"2025-04": 22, "2026-03": 9, "2026-04": 20},
            prior_year=months("2025-01", 4, 9, 15),
        )
        found = comparisons(item, "2026-04")
        assert (found.year_ago.value, found.ytd_year_ago.value) == (7, 22)
        assert comparisons(item, "2026-03").ytd_year_ago.value == 15

    def test_a_cumulated_prior_year_is_taken_apart_as_actuals_are(self) -> None:
        item = row(
            sums(actuals_input="ytd"),
            months("2026-01", 10, 30),
            prior_year=months("2025-01", 5, 12),
        )
        found = comparisons(item, "2026-02")
        assert (found.year_ago.value, found.ytd_year_ago.value) == (7, 12)


class TestYearToDate:
    def test_over_the_same_months(self) -> None:
        # Last year's December and later months are left out: 1+2+3.
        item = row(sums(), months("2025-01", *range(1, 13)) | months("2026-01", 2, 4, 6))
        found = comparisons(item, "2026-03").ytd_year_ago
        assert (found.value, found.delta, found.delta_pct) == (6, 6, 1)
        assert (found.period, found.reason) == (month("2025-03"), None)

    def test_a_month_missing_last_year_is_left_out_of_both(self) -> None:
        item = row(sums(), months("2025-01", 1, None, 3) | months("2026-01", 2, 4, 6))
        found = comparisons(item, "2026-03").ytd_year_ago
        assert (found.value, found.delta) == (4, 4)  # 2 + 6 against 1 + 3
        assert found.reason == Reason("same_months_only", {"count": 2, "expected": 3})

    def test_a_month_missing_this_year_is_left_out_of_both(self) -> None:
        item = row(sums(), months("2025-01", 1, 2, 3) | months("2026-01", 2, None, 6))
        assert comparisons(item, "2026-03").ytd_year_ago.value == 4

    def test_to_the_last_month_with_an_actual(self) -> None:
        item = row(sums(), months("2025-01", 1, 2, 3) | months("2026-01", 2, 4))
        found = comparisons(item, "2026-03", row(kpi("M"), {"2026-03": 1})).ytd_year_ago
        assert (found.value, found.period) == (3, month("2025-02"))

    def test_of_a_stock_is_the_same_month_s(self) -> None:
        item = row(
            kpi(aggregation="last", direction="higher"),
            months("2025-01", 1, None) | months("2026-01", 2, 4),
        )
        found = comparisons(item, "2026-02").ytd_year_ago
        assert (found.value, found.delta) == (None, None)
        assert found == Comparison(
            month("2025-02"), reason=Reason("no_earlier_value", {"period": month("2025-02")})
        )
        assert comparisons(item, "2026-01").ytd_year_ago.value == 1

    def test_after_a_gap_in_cumulated_figures_whole_spans_are_compared(self) -> None:
        # Last year February was not typed: 1, –, 6. This year 2, 6, 12.
        # The first quarter can be compared (12 to 6), January to February cannot.
        item = row(
            sums(actuals_input="ytd"),
            months("2025-01", 1, None, 6) | months("2026-01", 2, 6, 12),
        )
        assert comparisons(item, "2026-03").ytd_year_ago.value == 6
        february = comparisons(item, "2026-02").ytd_year_ago
        assert (february.value, february.delta) == (1, 1)

    def test_of_a_running_maximum_is_the_stated_one(self) -> None:
        # Only what the workbook states exists: 7 to March this year, 5 to March last year.
        item = row(
            kpi(aggregation="max", direction="lower", actuals_input="ytd"),
            months("2025-01", 4, 5, 5, 9) | months("2026-01", 6, 7, 7),
        )
        found = comparisons(item, "2026-03").ytd_year_ago
        assert (found.value, found.delta, found.reason) == (5, 2, None)

    def test_without_an_aggregation_says_why_and_of_when(self) -> None:
        found = comparisons(row(kpi(), months("2025-01", *flat(1, 14))), "2026-02").ytd_year_ago
        assert found.period == month("2025-02")
        assert found.reason is not None
        assert found.reason.code == "no_aggregation"

    def test_in_fiscal_years_from_april(self) -> None:
        item = row(sums(), months("2025-04", *flat(1, 12)) | months("2026-04", 2, 2))
        found = comparisons(item, "2026-05", setting=settings(start_month=4)).ytd_year_ago
        assert (found.value, found.delta) == (2, 2)
