"""What the actual of a month is: typed, taken apart, computed from parts, due or not.

Every expected value is worked by hand beside it.
"""

from __future__ import annotations

from typing import Any

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from tests.compute.books import book, every, flat, kpi, month, months, row, settings

HIGHER = {"direction": "higher"}


def result(item: Any, at: str, *others: Any, setting: Any = None) -> KpiResult:
    card = build_scorecard(book(item, *others, setting=setting), month(at))
    return card.kpi(item.kpi.id)


def actuals(found: KpiResult) -> list[float | None]:
    return [point.measure.actual for point in found.history]


class TestCumulatedInput:
    ITEM = kpi(aggregation="sum", actuals_input="ytd", **HIGHER)

    def test_100_200_300_is_100_a_month(self) -> None:
        found = result(row(self.ITEM, months("2026-01", 100, 200, 300)), "2026-03")
        assert actuals(found) == [100, 100, 100]  # spec
        assert found.ytd.actual == 300

    def test_a_gap_takes_two_months_and_leaves_the_year_to_date(self) -> None:
        # 100, –, 350, 450: February is missing and March alone can't be told; April is 100.
        typed = row(
            self.ITEM,
            months("2026-01", 100, None, 350, 450),
            targets=months("2026-01", *flat(90, 4)),
        )
        found = result(typed, "2026-04")
        assert actuals(found) == [100, None, None, 100]
        assert found.ytd.actual == 450
        assert (found.ytd.months, found.ytd.reason) == (4, None)
        assert found.ytd.measure.target == 360
        march = result(typed, "2026-03")
        assert (march.measure.actual, march.ytd.actual) == (None, 350)
        assert march.measure.status is Status.NO_DATA
        assert march.reason is not None
        assert march.reason.code == "cumulated_gap"

    def test_in_the_missing_month_the_year_to_date_is_the_month_before(self) -> None:
        other = row(kpi("M"), months("2026-01", 1, 1, 1))
        found = result(row(self.ITEM, months("2026-01", 100, None, 350)), "2026-02", other)
        assert (found.ytd.actual, found.ytd.end) == (100, month("2026-01"))

    def test_it_begins_anew_with_the_fiscal_year(self) -> None:
        # Fiscal year from April: March closes one year at 1200, April opens the next at 90.
        typed = row(self.ITEM, months("2026-02", 1100, 1200, 90, 200))
        found = result(typed, "2026-05", setting=settings(start_month=4))
        assert actuals(found) == [None, 100, 90, 110]

    def test_a_mean_is_taken_apart_by_weight(self) -> None:
        # Means of 1, 2 and 3 months: 10, 15, 20. Sums 10, 30, 60: months 10, 20, 30.
        item = kpi(aggregation="mean", actuals_input="ytd", **HIGHER)
        found = result(row(item, months("2026-01", 10, 15, 20)), "2026-03")
        assert actuals(found) == [10, 20, 30]
        assert found.ytd.actual == 20

    def test_a_mean_of_quarters_too(self) -> None:
        # Means of 1, 2 and 3 quarters: 10, 15, 20, as above.
        item = kpi(aggregation="mean", actuals_input="ytd", frequency="quarterly", **HIGHER)
        found = result(row(item, every("2026-03", 3, 10, 15, 20)), "2026-09")
        assert [a for a in actuals(found) if a is not None] == [10, 20, 30]

    def test_a_stock_is_what_it_is(self) -> None:
        item = kpi(aggregation="last", actuals_input="ytd", **HIGHER)
        assert actuals(result(row(item, months("2026-01", 10, 15)), "2026-02")) == [10, 15]

    def test_a_running_maximum_gives_no_month_but_stands_as_year_to_date(self) -> None:
        item = kpi(aggregation="max", actuals_input="ytd", direction="lower")
        found = result(row(item, months("2026-01", 4, 7, 9)), "2026-03")
        assert actuals(found) == [4, None, None]
        assert found.ytd.actual == 9
        assert found.reason is not None
        assert found.reason.code == "cumulated_not_separable"

    def test_without_a_rule_only_what_the_workbook_states_is_a_total(self) -> None:
        item = kpi(actuals_input="ytd", **HIGHER)
        found = result(row(item, months("2026-01", *range(100, 800, 100))), "2026-07")
        assert actuals(found)[-1] == 100
        assert found.ytd.actual == 700  # typed
        assert found.rolling12.actual is None

    def test_the_source_cells_are_both_figures(self) -> None:
        found = result(row(self.ITEM, months("2026-01", 100, 200)), "2026-02")
        assert [cell.role for cell in found.cells] == ["actual", "actual"]
        assert len({cell.ref for cell in found.cells}) == 2


class TestParts:
    ORDERS = row(kpi("ORDERS", aggregation="sum", report=False), months("2026-01", 10, 30))
    VISITS = row(kpi("VISITS", aggregation="sum", report=False), months("2026-01", 100, 50))
    RATIO = kpi(
        "RATE",
        aggregation="ratio",
        numerator="ORDERS",
        denominator="VISITS",
        unit="%",
        **HIGHER,
    )

    def test_a_month_is_computed_from_its_parts(self) -> None:
        # 10/100 = 10 %, 30/50 = 60 %.
        found = result(row(self.RATIO), "2026-02", self.ORDERS, self.VISITS)
        assert actuals(found) == [10, 60]
        assert [cell.role for cell in found.cells] == ["numerator", "denominator"]

    def test_a_typed_figure_comes_first(self) -> None:
        typed = row(self.RATIO, months("2026-02", 61))
        found = result(typed, "2026-02", self.ORDERS, self.VISITS)
        assert actuals(found) == [10, 61]
        assert [cell.role for cell in found.cells] == ["actual"]

    def test_a_zero_denominator_has_no_figure_and_says_so(self) -> None:
        empty = row(self.VISITS.kpi, months("2026-01", 100, 0))
        found = result(row(self.RATIO), "2026-02", self.ORDERS, empty)
        assert found.measure.actual is None
        assert found.reason is not None
        assert found.reason.code == "denominator_zero"

    def test_a_missing_part_is_named(self) -> None:
        short = row(self.VISITS.kpi, months("2026-01", 100))
        found = result(row(self.RATIO), "2026-02", self.ORDERS, short)
        assert found.reason is not None
        assert found.reason.code == "part_without_figure"
        assert found.reason.params == {"part": "VISITS", "period": month("2026-02")}

    def test_a_quarter_is_computed_from_the_months_of_its_parts(self) -> None:
        # 1+2+3 leavers over a mean headcount of (10+20+30)/3 = 20: 30 %.
        leavers = row(kpi("L", aggregation="sum"), months("2026-01", 1, 2, 3, 9))
        heads = row(kpi("H", aggregation="mean"), months("2026-01", 10, 20, 30, 40))
        item = kpi("T", frequency="quarterly", unit="%", numerator="L", denominator="H")
        found = result(row(item), "2026-04", leavers, heads)
        assert (found.period, found.measure.actual) == (month("2026-03"), 30)
        assert [cell.role for cell in found.cells] == ["numerator"] * 3 + ["denominator"] * 3
        assert len({cell.ref for cell in found.cells}) == 6

    def test_a_quarter_needs_parts_that_add_up_and_close_often_enough(self) -> None:
        leavers = row(kpi("L", aggregation="sum"), months("2026-01", 1, 2, 3))
        for heads in (
            row(kpi("H"), months("2026-01", 10, 20, 30)),  # nothing says how months add up
            row(kpi("H", aggregation="last", frequency="yearly"), {"2026-12": 9}),
            row(kpi("H", aggregation="mean")),
        ):
            item = kpi("T", frequency="quarterly", numerator="L", denominator="H")
            assert result(row(item), "2026-03", leavers, heads).measure.actual is None

    def test_a_month_has_no_share_of_a_quarter_s_part(self) -> None:
        leavers = row(kpi("L", aggregation="sum"), months("2026-01", 1, 2, 3))
        heads = row(kpi("H", aggregation="last", frequency="quarterly"), {"2026-03": 10})
        item = kpi("T", numerator="L", denominator="H")
        found = result(row(item), "2026-03", leavers, heads)
        assert found.measure.actual is None
        assert found.ytd.actual == 0.6  # the quarter's 6 over the quarter's 10

    def test_a_typed_figure_over_a_gap_is_not_split_by_parts(self) -> None:
        # Cumulated 1, –, 6: February's own 2 by its parts would count its share twice.
        above = row(kpi("N", aggregation="sum"), months("2026-01", 1, 2, 3))
        below = row(kpi("D", aggregation="sum"), months("2026-01", 1, 1, 1))
        options: dict[str, Any] = {"aggregation": "sum", "actuals_input": "ytd"}
        item = row(
            kpi("T", numerator="N", denominator="D", **options), months("2026-01", 1, None, 6)
        )
        found = result(item, "2026-03", above, below)
        assert actuals(found) == [1, None, None]
        assert found.ytd.actual == 6

    def test_computed_quarters_with_a_rule_of_their_own(self) -> None:
        # Quarters of 1 and 3 by their parts; the mean of the two is 2.
        above = row(kpi("N", aggregation="sum"), months("2026-01", *flat(1, 3), *flat(3, 3)))
        below = row(kpi("D", aggregation="sum"), months("2026-01", *flat(1, 6)))
        item = kpi("T", frequency="quarterly", numerator="N", denominator="D", aggregation="mean")
        found = result(row(item), "2026-06", above, below).ytd
        assert (found.actual, found.months) == (2, 6)

    def test_a_ratio_of_a_ratio(self) -> None:
        # Margin per order = (30/60) / 10.
        parts = [
            row(kpi(name, aggregation="sum"), months("2026-01", value))
            for name, value in (("M", 30), ("S", 60), ("O", 10))
        ]
        rate = row(kpi("R", aggregation="ratio", numerator="M", denominator="S"))
        item = row(kpi("X", aggregation="ratio", numerator="R", denominator="O"))
        found = result(item, "2026-01", rate, *parts)
        assert found.measure.actual == 0.05
        assert found.ytd.actual == 0.05

    def test_parts_in_a_circle_compute_nothing(self) -> None:
        one = row(kpi("A", aggregation="ratio", numerator="B", denominator="C"))
        two = row(kpi("B", aggregation="ratio", numerator="A", denominator="C"))
        three = row(kpi("C", aggregation="sum"), months("2026-01", 1))
        for order in ((one, two, three), (two, one, three)):
            card = build_scorecard(book(*order), month("2026-01"))
            for kpi_id in ("A", "B"):
                assert card.kpi(kpi_id).measure.actual is None
                reason = card.kpi(kpi_id).ytd.reason
                assert reason is not None
                assert reason.code == "parts_in_a_circle"


class TestFrequency:
    ITEM = kpi(aggregation="sum", frequency="quarterly", **HIGHER)

    def test_the_last_closed_quarter_is_shown_dated_in_between(self) -> None:
        typed = row(self.ITEM, every("2026-03", 3, 30, 40), targets=every("2026-03", 3, 30, 50))
        other = row(kpi("M"), months("2026-01", *range(8)))
        for at in ("2026-06", "2026-07", "2026-08"):
            found = result(typed, at, other)
            assert (found.period, found.measure.actual) == (month("2026-06"), 40)
            assert found.measure.status is Status.OFF_TRACK
        september = result(typed, "2026-08", other)
        assert september.status_change.reason is not None
        assert september.status_change.reason.code == "between_closings"

    def test_a_quarter_that_closed_without_a_figure_has_no_data(self) -> None:
        typed = row(self.ITEM, every("2026-03", 3, 30))
        found = result(typed, "2026-07", row(kpi("M"), months("2026-01", *range(8))))
        assert (found.period, found.measure.status) == (month("2026-06"), Status.NO_DATA)

    def test_months_between_closings_are_neither_new_nor_missing(self) -> None:
        found = result(row(self.ITEM, every("2026-03", 3, 30, 40)), "2026-06")
        statuses = [point.measure.status for point in found.history]
        assert statuses == [Status.NO_TARGET, None, None, Status.NO_TARGET]

    def test_a_figure_inside_a_quarter_is_not_taken_and_named(self) -> None:
        found = result(
            row(self.ITEM, months("2026-02", 30)),
            "2026-03",
            row(kpi("M"), months("2026-01", 1, 1, 1)),
        )
        assert found.measure.actual is None
        assert found.reason is not None
        assert found.reason.code == "inside_slot"

    def test_a_yearly_figure_sits_in_the_year_s_last_month(self) -> None:
        item = kpi(aggregation="sum", frequency="yearly", **HIGHER)
        typed = row(item, {"2025-12": 100, "2026-12": 120})
        found = result(typed, "2026-12")
        assert found.ytd.actual == found.fiscal_year.actual == found.rolling12.actual == 120
        assert found.comparisons.year_ago.value == 100
        assert found.comparisons.previous.value == 100

    def test_a_cumulated_quarterly_kpi(self) -> None:
        # 30 to March, 70 to June: 30 and 40.
        item = kpi(aggregation="sum", frequency="quarterly", actuals_input="ytd", **HIGHER)
        found = result(row(item, every("2026-03", 3, 30, 70)), "2026-06")
        assert [a for a in actuals(found) if a is not None] == [30, 40]


class TestProvisional:
    def test_a_marked_figure_counts_and_is_marked(self) -> None:
        item = row(
            kpi(aggregation="sum", **HIGHER), months("2026-01", 10, 20), provisional={"2026-02"}
        )
        found = result(item, "2026-02")
        assert (found.provisional, found.ytd.provisional, found.ytd.actual) == (True, True, 30)
        assert [point.provisional for point in found.history] == [False, True]

    def test_months_after_the_closed_one_are_provisional(self) -> None:
        item = row(kpi(aggregation="sum", **HIGHER), months("2026-01", 10, 20, 40))
        setting = settings(closed="2026-01")
        assert result(item, "2026-02", setting=setting).provisional
        assert not result(item, "2026-01", setting=setting).provisional

    def test_months_after_the_period_are_in_no_total(self) -> None:
        item = row(kpi(aggregation="sum", **HIGHER), months("2026-01", 10, 20, 40))
        found = result(item, "2026-02", setting=settings(closed="2026-02"))
        assert found.ytd.actual == 30
        last = found.history[-1]
        assert (last.period, last.measure.actual, last.provisional) == (month("2026-03"), 40, True)

    def test_a_ratio_of_a_provisional_part_is_provisional(self) -> None:
        above = row(kpi("N", aggregation="sum"), months("2026-01", 1), provisional={"2026-01"})
        below = row(kpi("D", aggregation="sum"), months("2026-01", 2))
        item = row(kpi("R", aggregation="ratio", numerator="N", denominator="D"))
        found = result(item, "2026-01", above, below)
        assert (found.provisional, found.ytd.provisional) == (True, True)
