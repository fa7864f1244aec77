"""A group's ratio whose parts have no aggregation rule: by the month, but for no longer window.

Two shops, January and February 2026, worked out by hand. A: North 10, 20; South 1, 2. B: North
40, 50; South 4, 5. R is A over B; without a rule neither A nor B has a total of several months.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpireport.compute.consolidate import consolidate
from kpireport.model.book import Book, Rate
from kpireport.model.errors import UsageError, WorkbookError
from kpireport.model.kpi import GroupRule, Unit, UnitKind
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from tests.compute.books import Goalpost, kpi, months, row
from tests.compute.entities import FEBRUARY, entity
from tests.sweeps import examples


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


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (-6, -5, 16 / 50),  # (22 − 6) / (55 − 5)
        (-6, None, 16 / 55),
        (None, -5, 22 / 50),
    ],
)
def test_eliminations_take_from_each_part_what_they_have_of_it(
    above: Goalpost, below: Goalpost, expected: float
) -> None:
    ratio = ratio_of(
        shop("North", [10, 20], [40, 50]),
        shop("South", [1, 2], [4, 5]),
        shop("Eliminations", [None, above], [None, below]),
    )
    assert ratio.measure.actual == expected
    assert ratio.comparisons.previous.value == 0.25


def test_a_ratio_of_a_ratio_that_somebody_typed_has_none() -> None:
    # South's R is typed: made of its parts, as the group's is, it would be in neither side of R2.
    inner = kpi("R", aggregation="ratio", numerator="A", denominator="B")
    outer = kpi("R2", aggregation="ratio", numerator="R", denominator="C")
    parts = [kpi(part, group=GroupRule.SUM) for part in "ABC"]
    typed = {"North": ((20, 50, 4), None), "South": ((None, None, 1), 0.5)}
    books = [
        entity(
            name,
            *(row(p, months("2026-02", f)) for p, f in zip(parts, figures, strict=True)),
            row(inner, months("2026-02", own)),
            row(outer),
            currency=None,
        )
        for name, (figures, own) in typed.items()
    ]
    group = consolidate(books, period=FEBRUARY).scorecard
    assert group.kpi("R").measure.actual == 0.4
    assert group.kpi("R2").measure.actual is None


EURO = Unit("€", UnitKind.CURRENCY, "EUR")
DOLLAR = Unit("$", UnitKind.CURRENCY, "USD")
ORDERS = Unit("orders", UnitKind.OTHER)
NAMES = ("North", "South", "West", "Eliminations")
FIRST, MONTHS = Period(2025, 1), 14


@st.composite
def groups(draw: st.DrawFn) -> list[Book]:
    """Shops with gaps, one of them in dollars, which have no rate in some months."""
    figure = st.integers(-3, 20).map(lambda drawn: drawn if drawn > 0 else None)
    priced = [FIRST.shift(n) for n in range(MONTHS) if draw(st.integers(0, 3))]
    rates = [Rate("USD", "EUR", month, 0.5, 0.5, None, None) for month in priced]
    books: list[Book] = []
    for name in NAMES[: draw(st.integers(2, 4))]:
        unit = DOLLAR if name == "South" else EURO
        typed = [draw(st.lists(figure, min_size=MONTHS, max_size=MONTHS)) for _ in "AB"]
        known = {month for month in range(MONTHS) if any(part[month] for part in typed)}
        assume(known)
        parts = [
            row(
                kpi(part, group=GroupRule.SUM, aggregation="sum", unit=of),
                months(str(FIRST), *figures),
            )
            for part, of, figures in zip("AB", (unit, ORDERS), typed, strict=True)
        ]
        ratio = row(kpi("R", aggregation="ratio", numerator="A", denominator="B", unit=unit))
        made = entity(name, *parts, ratio, currency=unit.currency)
        books.append(replace(made, rates=tuple(rates)) if name == "North" else made)
    return books


def without_rule(book: Book) -> Book:
    kpis = [replace(k, aggregation=None) if k.id in "AB" else k for k in book.kpis]
    return replace(book, kpis=tuple(kpis))


@given(books=groups())
@examples(12)
def test_its_months_are_those_of_parts_that_add_up(books: list[Book]) -> None:
    """The same shops twice: for single months it is no matter whether A and B add up."""
    try:
        adds_up, by_month = (
            consolidate(each, period=FEBRUARY, currency="EUR").scorecard.kpi("R")
            for each in (books, [without_rule(book) for book in books])
        )
    except (KeyError, UsageError, WorkbookError):
        assume(False)
        raise
    for one, other in zip(adds_up.history, by_month.history, strict=True):
        assert one.measure.actual == other.measure.actual, one.period
        assert (one.without, one.provisional) == (other.without, other.provisional), one.period
    for name in ("previous", "year_ago"):
        assert getattr(adds_up.comparisons, name) == getattr(by_month.comparisons, name)
