"""What the target of a month is. Expected values are worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from tests.compute.books import book, every, flat, kpi, month, months, row, settings

YEAR_2026 = [str(period) for period in month("2026-01").through(month("2026-12"))]


def result(item: Any, at: str, *others: Any, setting: Any = None) -> KpiResult:
    return build_scorecard(book(item, *others, setting=setting), month(at)).kpi(item.kpi.id)


def targets(found: KpiResult) -> list[Any]:
    """The target of each month of 2026, a band as (low, high)."""
    by_month = {str(point.period): point.measure for point in found.history}
    measures = [by_month.get(text) for text in YEAR_2026]
    return [
        None
        if m is None
        else (m.target_low, m.target_high)
        if (m.target_low, m.target_high) != (None, None)
        else m.target
        for m in measures
    ]


def full_year(**options: Any) -> Any:
    """A KPI with actuals of 1 in every month of 2025 and 2026."""
    figures = {
        name: options.pop(name) for name in ("targets", "dated", "prior_year") if name in options
    }
    actuals = options.pop("actuals", months("2025-01", *flat(1, 24)))
    options.setdefault("direction", "higher")
    return row(kpi(**options), actuals, **figures)


class TestOpenBands:
    """A range of 12 to 20 whose actual is 10, so that every month with a low is missed."""

    def _result(self, rule: str, bands: Any, at: str = "2026-06") -> KpiResult:
        item = kpi(direction="range", aggregation=rule)
        actuals = months("2026-01", *flat(10, month(at).month))
        return result(row(item, actuals, targets=months("2026-01", *bands)), at)

    @pytest.mark.parametrize("rule", ["mean", "sum", "min", "max"])
    @pytest.mark.parametrize(
        ("odd", "code"),
        [((None, 20), "band_low_in_some_months"), ((12, None), "band_high_in_some_months")],
    )
    def test_a_bound_of_some_months_is_none_of_the_total(
        self, rule: str, odd: Any, code: str
    ) -> None:
        found = self._result(rule, [(12, 20), (12, 20), odd, (12, 20), (12, 20), (12, 20)])
        assert found.ytd.actual is not None
        assert (found.ytd.measure.target_low, found.ytd.measure.target_high) == (None, None)
        assert found.ytd.measure.status is Status.NO_TARGET
        assert found.ytd.reason is not None
        assert found.ytd.reason.code == code
        # April to June have both ends, in each month alike.
        assert found.qtd.measure.status is not Status.NO_TARGET

    def test_a_bound_of_no_month_leaves_the_total_open(self) -> None:
        found = self._result("mean", [(None, 20)] * 6).ytd.measure
        assert (found.target_low, found.target_high, found.status) == (None, 20, Status.ON_TRACK)

    def test_the_reason_comes_before_that_of_a_shorter_window(self) -> None:
        bands = [(12, 20), (None, 20), (12, 20), (12, 20), (12, 20), (12, 20)]
        item = row(
            kpi(direction="range", aggregation="mean"),
            months("2026-01", 10, 10, 10),
            targets=months("2026-01", *bands),
        )
        found = result(item, "2026-04", row(kpi("M"), {"2026-04": 1})).ytd
        assert found.reason is not None
        assert found.reason.code == "band_low_in_some_months"

    def test_nor_has_the_full_year_a_target(self) -> None:
        found = self._result("mean", [*[(12, 20)] * 11, (None, 20)], "2026-12").fiscal_year
        assert found.measure.status is Status.NO_TARGET
        assert found.reason is not None
        assert found.reason.code == "band_low_in_some_months"

    def test_of_a_ratio_at_actual_mix_too(self) -> None:
        parts = [
            row(kpi("N", aggregation="sum"), months("2026-01", 10, 10)),
            row(kpi("D", aggregation="sum"), months("2026-01", 100, 100)),
        ]
        item = row(
            kpi(
                direction="range",
                aggregation="ratio",
                numerator="N",
                denominator="D",
                multiplier=100.0,
            ),
            targets=months("2026-01", (12, 20), (None, 20)),
        )
        found = result(item, "2026-02", *parts).ytd
        assert (found.actual, found.measure.status) == (10, Status.NO_TARGET)
        assert found.reason is not None
        assert found.reason.code == "band_low_in_some_months"

    def test_of_the_last_month_only_the_last_band_counts(self) -> None:
        bands = [*[(None, 20)] * 3, *[(12, 20)] * 9]
        for at in ("2026-06", "2026-12"):
            found = self._result("last", bands, at)
            year = found.fiscal_year.measure
            assert (year.target_low, year.target_high) == (12, 20)
            assert found.ytd.measure.status is Status.OFF_TRACK


class TestDated:
    def test_holds_until_the_next_one(self) -> None:
        item = full_year(dated={"2025-07": 10, "2026-04": 12})
        assert targets(result(item, "2026-12")) == [10] * 3 + [12] * 9

    def test_a_month_s_own_target_comes_first(self) -> None:
        item = full_year(dated={"2026-01": 10}, targets={"2026-03": 99})
        assert targets(result(item, "2026-12"))[:4] == [10, 10, 99, 10]

    def test_there_is_none_before_the_first(self) -> None:
        found = result(full_year(dated={"2026-04": 12}), "2026-12")
        assert targets(found)[:4] == [None, None, None, 12]

    def test_a_band_that_opens_is_open(self) -> None:
        item = full_year(direction="range", dated={"2026-01": (1, 5), "2026-07": (2, None)})
        assert targets(result(item, "2026-12")) == [(1, 5)] * 6 + [(2, None)] * 6

    def test_order_in_the_workbook_is_nothing(self) -> None:
        item = full_year(dated={"2026-04": 12, "2025-07": 10})
        assert targets(result(item, "2026-12")) == [10] * 3 + [12] * 9


class TestSpread:
    def test_a_year_evenly(self) -> None:
        item = full_year(aggregation="sum", target_per="year", targets={"2026-12": 1200})
        found = result(item, "2026-12")
        assert targets(found) == [100] * 12
        assert found.fiscal_year.measure.target == 1200

    def test_a_year_that_doesn_t_divide_adds_up_to_itself(self) -> None:
        item = full_year(aggregation="sum", target_per="year", targets={"2026-12": 1000.32})
        found = result(item, "2026-06")
        assert found.fiscal_year.measure.target == 1000.32  # twelve twelfths are not, in floats
        assert found.ytd.measure.target == pytest.approx(500.16)

    def test_the_target_may_stand_in_any_month_of_its_span(self) -> None:
        item = full_year(aggregation="sum", target_per="year", targets={"2026-01": 1200})
        assert targets(result(item, "2026-12")) == [100] * 12

    def test_quarters_evenly(self) -> None:
        typed = every("2026-03", 3, 30, 60, 90, 120)
        item = full_year(aggregation="sum", target_per="quarter", targets=typed)
        expected = [10] * 3 + [20] * 3 + [30] * 3 + [40] * 3
        assert targets(result(item, "2026-12")) == expected

    def test_by_the_shape_of_last_year(self) -> None:
        # 2025: eleven months of 50 and a December of 450, together 1000. 2026 has 1200:
        # 60 a month and 540 in December.
        item = full_year(
            aggregation="sum",
            target_per="year",
            phasing="last_year",
            targets={"2026-12": 1200},
            actuals=months("2025-01", *flat(50, 11), 450, *flat(50, 12)),
        )
        assert targets(result(item, "2026-12")) == pytest.approx([60] * 11 + [540])

    def test_the_shape_may_come_from_the_prior_year_sheet(self) -> None:
        item = full_year(
            aggregation="sum",
            target_per="year",
            phasing="last_year",
            targets={"2026-12": 1200},
            actuals=months("2026-01", *flat(50, 12)),
            prior_year=months("2025-01", *flat(50, 11), 450),
        )
        assert targets(result(item, "2026-12")) == pytest.approx([60] * 11 + [540])

    @pytest.mark.parametrize(
        "last_year",
        [
            pytest.param([50] * 11, id="a month is missing"),
            pytest.param([50] * 11 + [-10], id="mixed signs"),
            pytest.param([0] * 12, id="adds up to nothing"),
        ],
    )
    def test_without_a_shape_months_have_no_target_but_the_year_has(
        self, last_year: list[float]
    ) -> None:
        item = full_year(
            aggregation="sum",
            target_per="year",
            phasing="last_year",
            targets={"2026-12": 1200},
            actuals=months("2025-01", *last_year) | months("2026-01", *flat(50, 12)),
        )
        found = result(item, "2026-12")
        assert targets(found) == [None] * 12
        assert found.reason is not None
        assert found.reason.code == "no_shape_of_last_year"
        assert found.fiscal_year.measure.target == 1200

    def test_any_other_target_repeats(self) -> None:
        for rule in ("mean", "last", "min", "max", None):
            item = full_year(aggregation=rule, target_per="year", targets={"2026-12": 12})
            assert targets(result(item, "2026-12")) == [12] * 12

    def test_a_band_is_spread_bound_by_bound(self) -> None:
        item = full_year(
            direction="range",
            aggregation="sum",
            target_per="quarter",
            targets=every("2026-03", 3, (30, 60), (30, None)),
        )
        assert targets(result(item, "2026-12"))[:6] == [(10, 20)] * 3 + [(10, None)] * 3

    def test_a_month_of_nothing_last_year_has_no_share(self) -> None:
        item = full_year(
            aggregation="sum",
            target_per="year",
            phasing="last_year",
            targets={"2026-12": 1200},
            actuals=months("2025-01", 0, *flat(50, 11), *flat(50, 12)),
        )
        assert targets(result(item, "2026-12"))[0] == 0

    def test_a_dated_year_is_whole_again(self) -> None:
        found = result(
            full_year(aggregation="sum", target_per="year", dated={"2025-01": 1000.32}), "2026-12"
        )
        assert found.fiscal_year.measure.target == 1000.32
        mean = full_year(aggregation="mean", target_per="year", dated={"2025-01": 1000})
        assert result(mean, "2026-12").fiscal_year.measure.target == 1000

    def test_a_year_s_own_target_comes_before_the_dated_one(self) -> None:
        for own in ("2026-01", "2026-12"):
            item = full_year(
                aggregation="sum", target_per="year", targets={own: 1200}, dated={"2025-01": 2400}
            )
            found = result(item, "2026-12")
            assert targets(found) == [100] * 12
            assert found.history[0].measure.target == 200

    def test_a_dated_target_of_a_quarterly_kpi_covers_its_quarter(self) -> None:
        item = row(
            kpi(frequency="quarterly", aggregation="sum", direction="higher"),
            every("2026-03", 3, 90, 110),
            dated={"2026-01": 100},
        )
        found = result(item, "2026-06").ytd
        assert (found.measure.target, found.months) == (200, 6)

    def test_a_dated_year_gives_each_month_its_share(self) -> None:
        # 1200 a year from January, 2400 a year from April: 3 × 100 + 9 × 200 = 2100.
        item = full_year(
            aggregation="sum", target_per="year", dated={"2026-01": 1200, "2026-04": 2400}
        )
        found = result(item, "2026-12")
        assert targets(found) == [100] * 3 + [200] * 9
        assert found.fiscal_year.measure.target == 2100

    def test_different_targets_for_one_year_are_not_chosen_from(self) -> None:
        item = full_year(
            aggregation="sum", target_per="year", targets={"2026-01": 1200, "2026-07": 1300}
        )
        found = result(item, "2026-12")
        assert targets(found) == [None] * 12
        assert found.measure.status is Status.NO_TARGET
        assert found.reason is not None
        assert found.reason.code == "targets_differ"
        assert found.reason.params == {"first": month("2026-01"), "last": month("2026-12")}

    def test_a_quarterly_kpi_with_a_yearly_target(self) -> None:
        item = row(
            kpi(frequency="quarterly", target_per="year", aggregation="sum", direction="higher"),
            every("2026-03", 3, 90, 110),
            targets={"2026-12": 400},
        )
        found = result(item, "2026-06")
        assert found.measure.target == 100
        assert found.ytd.measure.target == 200
        assert found.fiscal_year.measure.target == 400

    def test_a_quarterly_kpi_with_monthly_targets_adds_them_up(self) -> None:
        item = row(
            kpi(frequency="quarterly", target_per="month", aggregation="sum", direction="higher"),
            every("2026-03", 3, 90, 110),
            targets=months("2026-01", 20, 30, 40, 50),
        )
        found = result(item, "2026-03")
        assert (found.measure.target, found.ytd.measure.target, found.ytd.months) == (90, 90, 3)
        assert result(item, "2026-06").measure.target is None  # May and June have none

    def test_a_quarterly_mean_with_monthly_targets_takes_the_closing_month_s(self) -> None:
        item = row(
            kpi(frequency="quarterly", target_per="month", aggregation="mean", direction="higher"),
            every("2026-03", 3, 90, 110),
            targets=months("2026-01", 20, 30, 40, 50, 60, 70),
        )
        found = result(item, "2026-06")
        assert (found.measure.target, found.ytd.measure.target, found.ytd.months) == (70, 55, 6)

    def test_a_typed_year_and_a_dated_one_after_it(self) -> None:
        item = full_year(
            aggregation="sum",
            target_per="year",
            targets={"2025-12": 1200},
            dated={"2026-01": 2400},
        )
        assert targets(result(item, "2026-12")) == [200] * 12

    def test_fiscal_years_from_april(self) -> None:
        item = full_year(aggregation="sum", target_per="year", targets={"2026-03": 1200})
        found = result(item, "2026-03", setting=settings(start_month=4))
        assert targets(found)[:4] == [100, 100, 100, None]
        assert found.fiscal_year.measure.target == 1200


class TestCumulated:
    def test_is_taken_apart(self) -> None:
        item = full_year(aggregation="sum", targets_input="ytd", targets=months("2026-01", 5, 15))
        found = result(item, "2026-02")
        assert targets(found)[:2] == [5, 10]
        assert found.ytd.measure.target == 15

    def test_a_gap_takes_two_months_and_leaves_the_year_to_date(self) -> None:
        item = full_year(
            aggregation="sum", targets_input="ytd", targets=months("2026-01", 5, None, 20)
        )
        found = result(item, "2026-03")
        assert targets(found)[:3] == [5, None, None]
        assert found.reason is not None
        assert found.reason.code == "target_gap"
        assert (found.ytd.measure.target, found.ytd.months) == (20, 3)
        # At the end of February only January has both sides.
        february = result(item, "2026-02")
        assert (february.ytd.measure.target, february.ytd.months) == (5, 1)

    def test_by_quarter_is_spread_over_its_months(self) -> None:
        typed = every("2026-03", 3, 30, 90)
        item = full_year(
            aggregation="sum", targets_input="ytd", target_per="quarter", targets=typed
        )
        assert targets(result(item, "2026-06"))[:6] == [10] * 3 + [20] * 3

    def test_by_month_stays_by_month_whatever_the_target_is_per(self) -> None:
        item = full_year(
            aggregation="sum",
            targets_input="ytd",
            target_per="quarter",
            targets=months("2026-01", 5, 15, 30),
        )
        assert targets(result(item, "2026-03"))[:3] == [5, 10, 15]


class TestKinds:
    def test_one_figure_for_a_range_is_a_band_without_width(self) -> None:
        item = full_year(direction="range", targets={"2026-12": 1})
        found = result(item, "2026-12").measure
        assert (found.target_low, found.target_high, found.status) == (1, 1, Status.ON_TRACK)

    def test_a_band_open_at_the_same_end_everywhere(self) -> None:
        for band, status in (((2, None), Status.OFF_TRACK), ((None, 2), Status.ON_TRACK)):
            item = full_year(direction="range", aggregation="mean", dated={"2025-01": band})
            found = result(item, "2026-12")
            assert found.measure.status is status
            assert (found.ytd.measure.target_low, found.ytd.measure.target_high) == band

    def test_a_typed_band_is_not_completed_by_a_dated_one(self) -> None:
        for span, typed in (("month", "2026-03"), ("year", "2026-12")):
            item = full_year(
                direction="range",
                target_per=span,
                targets={typed: (1, None)},
                dated={"2025-01": (2, 4)},
            )
            assert targets(result(item, "2026-12"))[2] == (1, None)

    def test_a_band_for_a_kpi_that_is_no_range_is_not_used(self) -> None:
        found = result(full_year(targets={"2026-12": (1, 2)}), "2026-12")
        assert found.measure.status is Status.NO_TARGET
        assert found.reason is not None
        assert found.reason.code == "band_without_range"

    def test_the_cells_of_a_band_are_both(self) -> None:
        found = result(full_year(direction="range", targets={"2026-12": (1, 2)}), "2026-12")
        assert [cell.role for cell in found.cells] == ["actual", "low", "high"]
        assert len({cell.ref for cell in found.cells}) == 3

    def test_the_cell_of_a_spread_target_is_the_typed_one(self) -> None:
        item = full_year(aggregation="sum", target_per="year", targets={"2026-12": 1200})
        found = result(item, "2026-05")
        (cell,) = (cell for cell in found.cells if cell.role == "target")
        assert cell.ref.sheet == "Targets"
        whole = result(item, "2026-12").cells[-1]
        assert cell == whole

    def test_one_planned_part_is_no_plan(self) -> None:
        parts = [
            row(kpi("O", aggregation="sum"), {"2026-01": 30}, targets={"2026-01": 20}),
            row(kpi("V", aggregation="sum"), {"2026-01": 300}),
        ]
        item = row(
            kpi("R", aggregation="ratio", direction="higher", numerator="O", denominator="V")
        )
        found = result(item, "2026-01", *parts)
        assert found.measure.status is found.ytd.measure.status is Status.NO_TARGET

    def test_a_quarterly_ratio_s_targets_from_its_months_planned_parts(self) -> None:
        # 60 of 600 planned in the first quarter, 90 of 300 in the second: 10 and 30 %.
        planned = {"O": [20, 20, 20, 30, 30, 30], "V": [100, 200, 300, 100, 100, 100]}
        parts = [
            row(
                kpi(name, aggregation="sum"),
                months("2026-01", *plan),
                targets=months("2026-01", *plan),
            )
            for name, plan in planned.items()
        ]
        options: dict[str, Any] = {"unit": "%", "direction": "higher", "frequency": "quarterly"}
        item = kpi("R", numerator="O", denominator="V", aggregation="mean", **options)
        found = result(row(item), "2026-06", *parts)
        assert found.measure.target == 30
        assert (found.ytd.measure.target, found.ytd.months) == (20, 6)

    def test_a_ratio_s_target_from_its_planned_parts(self) -> None:
        # 20 planned orders of 400 planned visits: 5 %.
        parts = [
            row(
                kpi(name, aggregation="sum"),
                {"2026-01": actual},
                targets={"2026-01": planned},
            )
            for name, actual, planned in (("O", 30, 20), ("V", 300, 400))
        ]
        item = row(
            kpi("R", unit="%", direction="higher", numerator="O", denominator="V"),
        )
        found = result(item, "2026-01", *parts)
        assert (found.measure.actual, found.measure.target) == (10, 5)
        assert found.measure.status is Status.ON_TRACK
