"""Quarter, year to date, rolling twelve months, fiscal year. Expected values worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.i18n.messages import get_messages
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from tests.compute.books import book, every, flat, kpi, month, months, row, settings


def result(item: Any, at: str, *others: Any, setting: Any = None) -> KpiResult:
    return build_scorecard(book(item, *others, setting=setting), month(at)).kpi(item.kpi.id)


def sums(**options: Any) -> Any:
    return kpi(aggregation="sum", direction="higher", **options)


def code(reason: Reason | None) -> str | None:
    return None if reason is None else reason.code


class TestRules:
    """Months 4, 1, 7 against 5, 2, 6, at the end of the first quarter."""

    @pytest.mark.parametrize(
        ("rule", "actual", "target"),
        [("sum", 12, 13), ("mean", 4, 13 / 3), ("last", 7, 6), ("min", 1, 2), ("max", 7, 6)],
    )
    def test_actual_and_target_by_the_same_rule(
        self, rule: str, actual: float, target: float
    ) -> None:
        item = row(
            kpi(aggregation=rule, direction="higher"),
            months("2026-01", 4, 1, 7),
            targets=months("2026-01", 5, 2, 6),
        )
        found = result(item, "2026-03")
        for window in (found.qtd, found.ytd):
            assert window.actual == window.measure.actual == actual
            assert window.measure.target == target
            assert (window.months, window.expected_months, window.reason) == (3, 3, None)

    @pytest.mark.parametrize(
        ("rule", "low", "high"), [("sum", 6, 18), ("mean", 2, 6), ("max", 3, 7), ("last", 3, 7)]
    )
    def test_bands_bound_by_bound(self, rule: str, low: float, high: float) -> None:
        item = row(
            kpi(aggregation=rule, direction="range"),
            months("2026-01", 4, 1, 7),
            targets=months("2026-01", (1, 5), (2, 6), (3, 7)),
        )
        measure = result(item, "2026-03").ytd.measure
        assert (measure.target_low, measure.target_high) == (low, high)

    def test_a_band_open_in_every_month_is_open_in_total(self) -> None:
        item = row(
            kpi(aggregation="sum", direction="range"),
            months("2026-01", 4, 1),
            targets=months("2026-01", (1, None), (2, None)),
        )
        measure = result(item, "2026-02").ytd.measure
        assert (measure.target_low, measure.target_high) == (3, None)

    def test_a_percentage_without_parts_and_rule_has_no_totals(self) -> None:
        found = result(row(kpi(unit="%", direction="higher"), months("2026-01", 50, 60)), "2026-02")
        for window in (found.qtd, found.ytd, found.rolling12, found.fiscal_year):
            assert (window.actual, window.measure.status) == (None, None)
            assert code(window.reason) == "percent_without_parts"
        assert code(found.comparisons.ytd_year_ago.reason) == "percent_without_parts"

    def test_nothing_is_guessed_for_a_number_either(self) -> None:
        found = result(row(kpi(direction="higher"), months("2026-01", 50, 60)), "2026-02")
        assert code(found.ytd.reason) == "no_aggregation"

    def test_a_percentage_with_a_stated_rule_has_totals(self) -> None:
        item = kpi(unit="%", aggregation="mean")
        assert result(row(item, months("2026-01", 50, 60)), "2026-02").ytd.actual == 55


class TestLikeForLike:
    def test_only_months_with_both_are_compared(self) -> None:
        # April has no target: 100+110+90 = 300 against 330, while the actual is 420.
        item = row(
            sums(), months("2026-01", 100, 110, 90, 120), targets=months("2026-01", 110, 110, 110)
        )
        found = result(item, "2026-04").ytd
        assert (found.actual, found.measure.actual, found.measure.target) == (420, 300, 330)
        assert found.measure.variance == -30
        assert (found.months, found.actual_months, found.expected_months) == (3, 4, 4)
        assert found.reason == Reason("targets_missing", {"count": 3, "expected": 4})

    def test_a_month_without_actual_takes_its_target_out(self) -> None:
        item = row(
            sums(),
            months("2026-01", 100, None, 90),
            targets=months("2026-01", 110, 500, 110),
        )
        found = result(item, "2026-03").ytd
        assert (found.actual, found.measure.target) == (190, 220)
        assert (found.months, found.actual_months) == (2, 2)
        assert found.reason == Reason("months_missing", {"count": 2, "expected": 3})

    def test_year_to_date_to_the_last_month_with_an_actual(self) -> None:
        # Ten months have passed, nine have actuals.
        item = row(sums(), months("2026-01", *flat(10, 9)), targets=months("2026-01", *flat(9, 12)))
        found = result(item, "2026-10", row(kpi("M"), {"2026-10": 1}))
        assert found.measure.status is Status.NO_DATA
        assert (found.period, found.ytd.end) == (month("2026-10"), month("2026-09"))
        assert (found.ytd.actual, found.ytd.measure.target) == (90, 81)
        assert found.ytd.reason == Reason(
            "ends_earlier", {"end": month("2026-09"), "count": 9, "expected": 10}
        )

    def test_a_window_without_any_actual(self) -> None:
        item = row(sums(), {"2025-12": 1}, targets=months("2026-01", 5, 5))
        found = result(item, "2026-02", row(kpi("M"), {"2026-02": 1}))
        assert (found.ytd.actual, found.ytd.measure.target) == (None, None)
        assert found.ytd.measure.status is Status.NO_DATA
        assert code(found.ytd.reason) == "no_actual_in_window"

    def test_without_any_target_the_actual_stands_alone(self) -> None:
        found = result(row(sums(), months("2026-01", 1, 2)), "2026-02").ytd
        assert (found.actual, found.measure.actual, found.measure.target) == (3, 3, None)
        assert found.measure.status is Status.NO_TARGET
        assert code(found.reason) == "no_target_in_window"


class TestLast:
    STOCK = kpi(aggregation="last", direction="higher")

    def test_the_last_month_alone_is_compared(self) -> None:
        item = row(self.STOCK, months("2026-01", 5, None, 7), targets=months("2026-01", 9, 9, 6))
        found = result(item, "2026-03").ytd
        assert (found.actual, found.measure.target, found.reason) == (7, 6, None)

    def test_it_never_carries_forward(self) -> None:
        item = row(self.STOCK, months("2026-01", 5, 6), targets=months("2026-01", 9, 9, 6))
        found = result(item, "2026-03", row(kpi("M"), {"2026-03": 1}))
        assert found.measure.actual is None
        assert (found.ytd.actual, found.ytd.end) == (6, month("2026-02"))
        assert found.ytd.measure.target == 9  # February's own
        year = result(item, "2026-12", row(kpi("M"), {"2026-12": 1})).fiscal_year
        assert (year.actual, code(year.reason)) == (None, "needs_last_month")

    def test_the_year_s_figure_and_target_are_its_last_month_s(self) -> None:
        item = row(self.STOCK, months("2026-01", 5, *flat(6, 11)), targets={"2026-12": 7})
        for at, actual in (("2026-05", None), ("2026-12", 6)):
            found = result(item, at).fiscal_year
            assert (found.actual, found.measure.target) == (actual, 7)

    def test_an_earlier_target_is_not_held_against_a_later_actual(self) -> None:
        item = row(self.STOCK, months("2026-01", 5, 6), targets=months("2026-01", 9))
        assert result(item, "2026-02").ytd.measure.status is Status.NO_TARGET


class TestRolling:
    def test_a_sum_needs_twelve_months(self) -> None:
        item = row(sums(), months("2025-02", *flat(10, 12)))
        assert result(item, "2026-01").rolling12.actual == 120
        short = row(sums(), months("2025-03", *flat(10, 11)))
        found = result(short, "2026-01").rolling12
        assert (found.actual, found.months, found.expected_months) == (None, 11, 12)
        assert found.reason == Reason("needs_every_month", {"count": 11, "expected": 12})

    def test_a_mean_says_how_many_months_it_has(self) -> None:
        item = row(kpi(aggregation="mean"), months("2025-12", 10, 20))
        found = result(item, "2026-01").rolling12
        assert (found.actual, found.months) == (15, 2)
        assert (found.start, found.end) == (month("2025-02"), month("2026-01"))

    def test_the_prior_year_sheet_is_for_comparisons_only(self) -> None:
        item = row(sums(), months("2026-01", 10), prior_year=months("2025-01", *flat(10, 12)))
        assert result(item, "2026-01").rolling12.actual is None

    def test_a_quarterly_kpi_rolls_over_its_last_four_quarters(self) -> None:
        item = row(sums(frequency="quarterly"), every("2025-03", 3, 1, 2, 3, 4, 5))
        found = result(item, "2026-05", row(kpi("M"), {"2026-05": 1})).rolling12
        assert (found.start, found.end, found.actual) == (month("2025-04"), month("2026-03"), 14)


class TestFiscalYear:
    def test_in_mid_year_the_target_is_the_full_year_s_and_the_actual_none(self) -> None:
        item = row(sums(), months("2026-01", 10, 20), targets=months("2026-01", *flat(15, 12)))
        found = result(item, "2026-02").fiscal_year
        assert (found.actual, found.measure.actual, found.measure.target) == (None, None, 180)
        assert found.measure.status is None
        assert found.reason == Reason("fiscal_year_not_over", {"count": 2, "expected": 12})
        assert (found.start, found.end) == (month("2026-01"), month("2026-12"))

    def test_it_needs_all_its_months(self) -> None:
        item = row(sums(), months("2026-01", 10, None, *flat(10, 10)))
        found = result(item, "2026-12").fiscal_year
        assert (found.actual, found.reason) == (
            None,
            Reason("needs_every_month", {"count": 11, "expected": 12}),
        )

    def test_whole(self) -> None:
        item = row(
            sums(), months("2026-01", *flat(10, 12)), targets=months("2026-01", *flat(8, 12))
        )
        found = result(item, "2026-12").fiscal_year
        assert (found.actual, found.measure.target, found.reason) == (120, 96, None)
        assert found.measure.status is Status.ON_TRACK

    def test_a_target_for_ten_months_is_none_for_the_year(self) -> None:
        item = row(sums(), months("2026-01", 10), targets=months("2026-01", *flat(8, 10)))
        found = result(item, "2026-01").fiscal_year
        assert found.measure.target is None
        # The year runs from January to December; November and December have no target.
        lacking = {
            "start": month("2026-01"),
            "end": month("2026-12"),
            "gap_start": month("2026-11"),
            "gap_end": month("2026-12"),
        }
        assert found.reason == Reason(
            "fiscal_year_not_over_nor_planned",
            {"count": 1, "expected": 12, "planned": 10, **lacking},
        )
        assert get_messages("en").reason(found.reason) == (
            "The fiscal year is not over: 1 of 12 months has an actual. No target for the full "
            "year, Jan 2026 to Dec 2026: months with one, 10 of 12; the first without is Nov 2026, "
            "the last Dec 2026."
        )
        ended = row(
            sums(), months("2026-01", *flat(9, 12)), targets=months("2026-01", *flat(8, 10))
        )
        found = result(ended, "2026-12").fiscal_year
        assert (found.actual, found.measure.target) == (108, None)
        assert found.reason == Reason(
            "year_target_incomplete", {"count": 10, "expected": 12, **lacking}
        )
        assert get_messages("fr").reason(found.reason).replace("\u00a0", " ") == (
            "Pas d’objectif pour l’exercice entier, de janv. 2026 à déc. 2026 : mois avec "
            "objectif, 10 sur 12\u202f; le premier sans objectif est nov. 2026, le dernier "
            "déc. 2026."
        )

    def test_its_months_are_those_compared(self) -> None:
        item = row(sums(), months("2026-02", *flat(9, 4)), targets=months("2026-01", *flat(8, 12)))
        assert result(item, "2026-05").fiscal_year.months == 4
        untargeted = result(row(sums(), months("2026-01", *flat(9, 12))), "2026-12").fiscal_year
        assert (untargeted.months, code(untargeted.reason)) == (12, "no_target_in_window")

    def test_from_july(self) -> None:
        item = row(sums(), months("2025-07", *flat(10, 12)), targets={})
        found = result(item, "2026-06", setting=settings(start_month=7))
        assert found.fiscal_year.actual == found.ytd.actual == 120
        assert found.qtd.actual == 30
        assert found.qtd.start == month("2026-04")


class TestFrequencies:
    def test_a_quarterly_year_to_date_has_the_closed_quarters(self) -> None:
        item = row(
            sums(frequency="quarterly"),
            every("2026-03", 3, 30, 40),
            targets=every("2026-03", 3, 30, 50, 60, 70),
        )
        found = result(item, "2026-08", row(kpi("M"), {"2026-08": 1}))
        assert (found.ytd.actual, found.ytd.measure.target) == (70, 80)
        assert (found.ytd.months, found.ytd.expected_months) == (6, 6)
        assert (found.ytd.end, found.ytd.reason) == (month("2026-06"), None)
        assert code(found.qtd.reason) == "nothing_closed_yet"
        assert found.fiscal_year.measure.target == 210

    def test_a_yearly_kpi_has_no_quarter_and_no_year_to_date_before_its_end(self) -> None:
        item = row(sums(frequency="yearly"), {"2025-12": 100}, targets={"2026-12": 120})
        found = result(item, "2026-06", row(kpi("M"), {"2026-06": 1}))
        assert found.measure.actual == 100
        assert code(found.ytd.reason) == "nothing_closed_yet"
        assert found.rolling12.actual == 100
        assert found.fiscal_year.measure.target == 120


class TestBaseline:
    def test_progress_over_months_that_add_up_starts_from_as_many_baselines(self) -> None:
        # From 10 a month towards 20 a month: 45 in three months is (45 − 30)/(60 − 30).
        item = row(
            sums(attainment="progress", baseline=10.0),
            months("2026-01", 15, 15, 15),
            targets=months("2026-01", 20, 20, 20),
        )
        assert result(item, "2026-03").ytd.measure.attainment == 0.5

    def test_progress_over_quarters_starts_from_as_many_baselines_as_quarters(self) -> None:
        # From 10 a quarter towards 20: 30 in two quarters is (30 − 20)/(40 − 20).
        item = row(
            sums(attainment="progress", baseline=10.0, frequency="quarterly"),
            every("2026-03", 3, 15, 15),
            targets=every("2026-03", 3, 20, 20),
        )
        assert result(item, "2026-06").ytd.measure.attainment == 0.5

    def test_progress_of_a_mean_starts_from_the_baseline(self) -> None:
        item = row(
            kpi(aggregation="mean", direction="higher", attainment="progress", baseline=10.0),
            months("2026-01", 15, 15, 15),
            targets=months("2026-01", 20, 20, 20),
        )
        assert result(item, "2026-03").ytd.measure.attainment == 0.5


def test_a_tolerance_is_the_same_number_in_every_window() -> None:
    # 2 under target in the month is within 3; 6 under it in the year to date is not.
    item = row(
        sums(tolerance=3), months("2026-01", 98, 98, 98), targets=months("2026-01", *flat(100, 3))
    )
    found = result(item, "2026-03")
    assert found.measure.status is Status.AT_RISK
    assert found.ytd.measure.status is Status.OFF_TRACK
