"""Totals of ratios and their targets. Expected values are the spec's, or worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from tests.compute.books import book, flat, kpi, month, months, row

Figures = list[float | None]


def rate(
    numerator: Figures,
    denominator: Figures,
    rules: tuple[str | None, str | None] = ("sum", "sum"),
    planned: tuple[Figures, Figures] | None = None,
    at: str | None = None,
    **figures: Any,
) -> KpiResult:
    """A percentage from January 2026 on, of parts that add up by ``rules``."""
    plans = planned or ([], [])
    parts = [
        row(
            kpi(name, aggregation=rule),
            months("2026-01", *values),
            targets=months("2026-01", *plan),
        )
        for name, rule, values, plan in zip(
            ("N", "D"), rules, (numerator, denominator), plans, strict=True
        )
    ]
    options = {"direction": "higher"} | figures.pop("options", {})
    item = kpi("R", aggregation="ratio", numerator="N", denominator="D", unit="%", **options)
    months_of = max(len(numerator), len(denominator))
    period = month(at) if at else month("2026-01").shift(months_of - 1)
    return build_scorecard(book(row(item, **figures), *parts), period).kpi("R")


class TestActual:
    def test_10_of_100_and_30_of_50(self) -> None:
        found = rate([10, 30], [100, 50]).ytd  # spec: 40/150
        assert found.actual == pytest.approx(100 * 40 / 150)

    def test_leavers_over_a_headcount(self) -> None:
        # spec: 2 leavers a month over a headcount of 100, ten months: 20 %, not 2 %.
        found = rate([2] * 10, [100] * 10, ("sum", "mean"))
        assert found.measure.actual == 2
        assert found.ytd.actual == 20

    def test_only_months_with_both_parts(self) -> None:
        # February has no visits: (10 + 30)/(100 + 50).
        found = rate([10, 99, 30], [100, None, 50]).ytd
        assert found.actual == pytest.approx(100 * 40 / 150)
        assert (found.months, found.expected_months) == (2, 3)

    def test_a_stock_below_is_that_of_the_last_month(self) -> None:
        found = rate([10, 20, 30], [100, 100, 50], ("sum", "last")).ytd
        assert found.actual == 120

    def test_a_denominator_of_zero(self) -> None:
        found = rate([10, 20], [50, -50]).ytd
        assert found.actual is None
        assert found.reason is not None
        assert found.reason.code == "denominator_zero"

    def test_a_rolling_sum_above_needs_every_month(self) -> None:
        assert rate([2] * 11, [100] * 11, ("sum", "mean")).rolling12.actual is None
        assert rate([2] * 12, [100] * 12, ("sum", "mean")).rolling12.actual == 24

    def test_a_part_without_a_rule_is_named(self) -> None:
        found = rate([10, 30], [100, 50], ("sum", None)).ytd
        assert found.reason is not None
        assert (found.reason.code, found.reason.params) == ("part_without_rule", {"part": "D"})

    def test_parts_without_common_months(self) -> None:
        typed = months("2026-01", 10, 11)
        found = rate([10, None], [None, 50], actuals=typed).ytd
        assert found.reason is not None
        assert found.reason.code == "parts_without_figures"

    def test_parts_are_enough_of_a_rule(self) -> None:
        parts = [row(kpi(n, aggregation="sum"), {"2026-01": v}) for n, v in (("N", 1), ("D", 4))]
        item = row(kpi("R", numerator="N", denominator="D"))
        found = build_scorecard(book(item, *parts), month("2026-01")).kpi("R")
        assert found.ytd.actual == 0.25

    def test_without_parts_there_are_months_but_no_totals(self) -> None:
        item = row(kpi("R", aggregation="ratio"), {"2026-01": 3})
        found = build_scorecard(book(item), month("2026-01")).kpi("R")
        assert (found.measure.actual, found.ytd.actual) == (3, None)
        assert found.ytd.reason is not None
        assert found.ytd.reason.code == "ratio_without_parts"


class TestTarget:
    def test_from_planned_parts(self) -> None:
        # Planned 20 + 20 of 100 + 300: 10 %.
        found = rate([10, 30], [100, 50], planned=([20, 20], [100, 300])).ytd
        assert (found.measure.target, found.target_basis) == (10, None)

    def test_planned_parts_come_before_typed_months(self) -> None:
        found = rate(
            [10, 30],
            [100, 50],
            planned=([20, 20], [100, 300]),
            targets=months("2026-01", 77, 77),
        )
        assert found.measure.target == 77
        assert found.ytd.measure.target == 10

    def test_else_at_the_actual_mix(self) -> None:
        # 8 % of 100 and 50 % of 50 visits: (8 + 25)/150 = 22 %.
        found = rate([10, 30], [100, 50], targets=months("2026-01", 8, 50)).ytd
        assert found.measure.target == pytest.approx(22)
        assert found.target_basis == "actual_mix"

    def test_at_the_mix_of_the_months_that_have_both(self) -> None:
        found = rate([10, 30], [100, 50], targets=months("2026-01", 8)).ytd
        assert (found.measure.target, found.measure.actual, found.months) == (8, 10, 1)

    def test_a_rate_that_accumulates_has_a_target_that_does(self) -> None:
        # 1.5 % of leavers a month over ten months is 15 %, to hold against 20 %.
        found = rate(
            [2] * 10,
            [100] * 10,
            ("sum", "mean"),
            targets=months("2026-01", *flat(1.5, 10)),
            options={"direction": "lower"},
        ).ytd
        assert found.actual == 20
        assert found.measure.target == pytest.approx(15)
        assert found.measure.status is Status.OFF_TRACK

    def test_weights_of_zero_have_no_mean(self) -> None:
        found = rate([10, 30], [50, -50], targets=months("2026-01", 8, 50)).ytd
        assert found.measure.target is None
        assert found.reason is not None
        assert found.reason.code == "denominator_zero"

    def test_of_the_year_from_the_plan(self) -> None:
        found = rate([1], [10], planned=([2] * 12, [10] * 12), at="2026-01").fiscal_year
        assert (found.measure.target, found.target_basis) == (20, None)

    def test_of_the_year_when_every_month_has_the_same(self) -> None:
        found = rate([1], [10], targets=months("2026-01", *flat(12, 12)), at="2026-01")
        assert found.fiscal_year.measure.target == 12

    def test_of_the_year_when_it_depends_on_months_to_come(self) -> None:
        typed = months("2026-01", *flat(12, 11), 13)
        found = rate([1], [10], targets=typed, at="2026-01").fiscal_year
        assert found.measure.target is None
        assert found.reason is not None
        assert found.reason.code == "fiscal_year_not_over_nor_mix"
        accumulating = rate(
            [1], [10], ("sum", "mean"), targets=months("2026-01", *flat(1, 12)), at="2026-01"
        ).fiscal_year
        assert accumulating.measure.target is None

    def test_of_the_year_is_not_taken_from_later_months(self) -> None:
        """Provisional months after the period don't weigh in."""
        targets = months("2026-01", *flat(12, 11), 13)
        found = rate([1] * 12, [10] * 12, targets=targets, at="2026-11").fiscal_year
        assert found.measure.target is None

    def test_of_a_band_at_the_actual_mix(self) -> None:
        # Lower bounds 5 and 20 %, upper 10 and 40 %: (5+10)/150 and (10+20)/150.
        found = rate(
            [10, 30],
            [100, 50],
            targets=months("2026-01", (5, 10), (20, 40)),
            options={"direction": "range"},
        ).ytd.measure
        assert found.target_low == pytest.approx(10)
        assert found.target_high == pytest.approx(20)
