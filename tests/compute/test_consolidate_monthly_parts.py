"""A group's ratio whose parts have no aggregation rule: by the month, but for no longer window.

Two shops, January and February 2026, worked out by hand. A: North 10, 20; South 1, 2. B: North
40, 50; South 4, 5. R is A over B; without a rule neither A nor B has a total of several months.
"""

from __future__ import annotations

from kpireport.compute.consolidate import consolidate
from kpireport.model.book import Book
from kpireport.model.kpi import GroupRule
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from tests.compute.books import Goalpost, kpi, months, row
from tests.compute.entities import entity


def shop(name: str, above: list[Goalpost], below: list[Goalpost]) -> Book:
    parts = [
        row(kpi(part, group=GroupRule.SUM), months("2026-01", *typed))
        for part, typed in (("A", above), ("B", below))
    ]
    ratio = row(kpi("R", aggregation="ratio", numerator="A", denominator="B"))
    return entity(name, *parts, ratio, currency=None)


def ratio_of(*books: Book) -> KpiResult:
    return consolidate(books, period=Period(2026, 2)).scorecard.kpi("R")


def test_a_month_of_it_is_the_parts_of_all_of_that_month() -> None:
    ratio = ratio_of(shop("North", [10, 20], [40, 50]), shop("South", [1, 2], [4, 5]))
    assert ratio.measure.actual == 0.4  # (20 + 2) / (50 + 5)
    assert ratio.comparisons.previous.value == 0.25  # (10 + 1) / (40 + 4)


def test_what_has_no_total_says_which_part_and_why() -> None:
    ratio = ratio_of(shop("North", [10, 20], [40, 50]), shop("South", [1, 2], [4, 5]))
    assert ratio.ytd.actual is None
    assert ratio.ytd.reason is not None
    assert (ratio.ytd.reason.code, ratio.ytd.reason.params) == ("part_without_rule", {"part": "A"})


def test_an_entity_with_one_part_of_a_month_has_no_share_in_that_month() -> None:
    ratio = ratio_of(shop("North", [10, 20], [40, 50]), shop("South", [1, 2], [4, None]))
    assert ratio.comparisons.previous.value == 0.25
    assert ratio.measure.actual == 0.4  # North alone: 20 / 50


def test_eliminations_take_from_each_part_what_they_have_of_it() -> None:
    ratio = ratio_of(
        shop("North", [10, 20], [40, 50]),
        shop("South", [1, 2], [4, 5]),
        shop("Eliminations", [None, -6], [None, -15]),
    )
    assert ratio.measure.actual == 0.4  # (22 − 6) / (55 − 15)
    assert ratio.comparisons.previous.value == 0.25
