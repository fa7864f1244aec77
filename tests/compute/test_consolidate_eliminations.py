"""Eliminations in a group's ratios, worked out by hand.

Two bakeries and what they sold one another. Revenue: A 300, B 200, Eliminations −20. Profit: A 120,
B 60; Eliminations have none. Gross margin is profit over revenue.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.compute.consolidate import consolidate
from kpireport.model.book import Book, Source
from kpireport.model.group import EntityCoverage, Group, GroupFigure
from kpireport.model.period import Period
from tests.compute.books import Goalpost, Row, book, kpi, months, row, settings


def entity(name: str, *rows: Row) -> Book:
    made = book(*rows, setting=settings(entity=name))
    return replace(made, source=Source(f"{name.lower()}.xlsx", name.ljust(64, "0")))


def bakery(
    name: str,
    revenue: list[Goalpost],
    profit: list[Goalpost],
    margin: list[Goalpost] | None = None,
    *,
    start: str = "2026-01",
    planned: tuple[list[Goalpost], list[Goalpost]] = ([], []),
) -> Book:
    ratio = kpi(
        "GM", aggregation="ratio", direction="higher", numerator="PROFIT", denominator="REV",
        unit="%",
    )  # fmt: skip
    return entity(
        name,
        row(kpi("REV", aggregation="sum"), months(start, *revenue),
            targets=months("2026-01", *planned[0])),
        row(kpi("PROFIT", aggregation="sum"), months(start, *profit),
            targets=months("2026-01", *planned[1])),
        row(ratio, targets=months("2026-01", *(margin or []))),
    )  # fmt: skip


def group_of(*books: Book) -> Group:
    return consolidate(books)


def test_a_ratio_is_the_groups_numerator_over_the_groups_denominator() -> None:
    # 120 + 60 = 180 over 300 + 200 − 20 = 480. Its target at the same denominators: 38 % of 300
    # and 32 % of 200 are 178, over 480.
    group = group_of(
        bakery("A", [300], [120], [38]),
        bakery("B", [200], [60], [32]),
        bakery("Eliminations", [-20], []),
    )
    assert group.scorecard.kpi("REV").measure.actual == 480
    measure = group.scorecard.kpi("GM").measure
    assert measure.actual == pytest.approx(100 * 180 / 480)
    assert measure.target == pytest.approx(100 * 178 / 480)
    assert group.kpi("GM").coverage[GroupFigure.PERIOD] == EntityCoverage(2, 2)
    ytd = group.scorecard.kpi("GM").ytd
    assert ytd.actual == pytest.approx(100 * 180 / 480)
    assert ytd.measure.target == pytest.approx(100 * 178 / 480)


def test_eliminations_without_the_ratio_at_all_take_out_its_parts() -> None:
    only_revenue = entity(
        "Eliminations", row(kpi("REV", aggregation="sum"), months("2026-01", -20))
    )
    group = group_of(bakery("A", [300], [120], [38]), bakery("B", [200], [60], [32]), only_revenue)
    measure = group.scorecard.kpi("GM").measure
    assert measure.actual == pytest.approx(100 * 180 / 480)
    assert measure.target == pytest.approx(100 * 178 / 480)


def test_one_bakery_and_eliminations_are_a_group_too() -> None:
    group = group_of(bakery("A", [300], [120], [38]), bakery("Eliminations", [-20], []))
    measure = group.scorecard.kpi("GM").measure
    assert measure.actual == pytest.approx(100 * 120 / 280)
    assert measure.target == pytest.approx(100 * 114 / 280)


def test_eliminations_of_the_numerator_alone() -> None:
    group = group_of(bakery("A", [300], [120], [38]), bakery("Eliminations", [], [-6]))
    measure = group.scorecard.kpi("GM").measure
    assert measure.actual == pytest.approx(100 * 114 / 300)
    assert measure.target == pytest.approx(100 * 108 / 300)


def test_eliminations_alone_in_a_month_are_no_ratio() -> None:
    group = group_of(
        bakery("A", [None, 300], [None, 120]), bakery("Eliminations", [-20, -20], [-5, -5])
    )
    history = group.scorecard.kpi("GM").history
    assert [point.measure.actual for point in history] == [pytest.approx(100 * 115 / 280)]
    assert group.scorecard.kpi("GM").ytd.actual == pytest.approx(100 * 115 / 280)


def test_the_plan_holds_where_eliminations_planned_what_they_take_out() -> None:
    # Planned profit 115 + 65 = 180 over planned revenue 310 + 190 − 25 = 475.
    plans = {"A": ([310], [115]), "B": ([190], [65])}
    group = group_of(
        bakery("A", [300], [120], planned=plans["A"]),
        bakery("B", [200], [60], planned=plans["B"]),
        bakery("Eliminations", [-20], [], planned=([-25], [])),
    )
    measure = group.scorecard.kpi("GM").measure
    assert measure.actual == pytest.approx(100 * 180 / 480)
    assert measure.target == pytest.approx(100 * 180 / 475)


def test_a_plan_without_what_is_taken_out_is_taken_at_the_actual_mix() -> None:
    # A planned 115/310, B 65/190; Eliminations planned nothing and took out 20 of revenue.
    group = group_of(
        bakery("A", [300], [120], planned=([310], [115])),
        bakery("B", [200], [60], planned=([190], [65])),
        bakery("Eliminations", [-20], []),
    )
    target = 100 * (115 / 310 * 300 + 65 / 190 * 200) / 480
    assert group.scorecard.kpi("GM").measure.target == pytest.approx(target)


def test_last_year_takes_out_what_was_taken_out_then() -> None:
    # January 2025: 100 + 50 over 300 + 200 − 10; Eliminations have both years.
    group = group_of(
        bakery("A", [300, *[None] * 11, 300], [100, *[None] * 11, 120], start="2025-01"),
        bakery("B", [200, *[None] * 11, 200], [50, *[None] * 11, 60], start="2025-01"),
        bakery("Eliminations", [-10, *[None] * 11, -20], [], start="2025-01"),
    )
    comparisons = group.scorecard.kpi("GM").comparisons
    assert comparisons.year_ago.value == pytest.approx(100 * 150 / 490)
    assert comparisons.year_ago.delta == pytest.approx(100 * 180 / 480 - 100 * 150 / 490)
    assert comparisons.ytd_year_ago.value == pytest.approx(100 * 150 / 490)


def test_eliminations_without_last_year_leave_both_years_and_are_named() -> None:
    group = group_of(
        bakery("A", [300, *[None] * 11, 300], [100, *[None] * 11, 120], start="2025-01"),
        bakery("Eliminations", [-20], []),
    )
    comparisons = group.scorecard.kpi("GM").comparisons
    assert comparisons.year_ago.value == pytest.approx(100 * 100 / 300)
    assert comparisons.year_ago.delta == pytest.approx(100 * 120 / 300 - 100 * 100 / 300)
    left_out = group.kpi("GM").coverage[GroupFigure.YEAR_AGO].left_out
    assert left_out == ("Eliminations",)


def test_the_part_that_nobody_has_is_the_one_that_is_missing() -> None:
    # February has profit and no revenue, in both bakeries.
    books = [
        bakery("A", [300, None], [120, 130]),
        bakery("B", [200, None], [60, 70]),
        bakery("Eliminations", [-20, None], []),
    ]
    group = consolidate(books, period=Period(2026, 2))
    reason = group.scorecard.kpi("GM").reason
    assert reason is not None
    assert (reason.code, reason.params["part"]) == ("part_without_figure", "REV")


@pytest.mark.parametrize("place", (0, 2))
def test_they_are_taken_out_wherever_a_bakery_without_the_parts_stands(place: int) -> None:
    books = [bakery("A", [300], [120]), bakery("B", [200], [60]), bakery("Eliminations", [-20], [])]
    typed = row(
        kpi("GM", aggregation="ratio", numerator="PROFIT", denominator="REV", unit="%",
            direction="higher"),
        months("2026-01", 50),
    )  # fmt: skip
    books.insert(place, entity("C", typed))
    # 180 over 480, and C, of which nobody knows the parts, in neither.
    assert group_of(*books).scorecard.kpi("GM").measure.actual == 37.5
