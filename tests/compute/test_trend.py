"""Which points are tested for a trend, by which test, and in which words: hand-worked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pymannkendall
import pytest

from kpireport.compute.trend import trends
from kpireport.model.behaviour import Trend
from kpireport.model.book import Book
from kpireport.model.kpi import Kpi
from kpireport.model.period import Period
from kpireport.model.reason import Reason
from tests.compute.books import book
from tests.compute.histories import Values, at, better_high, history, lines_of

RISING = (1.0, 2, 4, 5, 7, 8, 10, 11)
"""S = 28, variance 8 × 7 × 21/18 = 196/3, z = 27/√(196/3) = 3.3403; median slope 3/2."""

P_RISING = math.erfc(27 / math.sqrt(196 / 3) / math.sqrt(2))
FLAT = (5.0, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6)


def trend_in(made: Book, period: Period) -> Trend:
    return trends(lines_of(made, period), period.index)[0]


def trend_of(
    values: Values, defined: Kpi | None = None, *, period: Period | None = None, **more: Any
) -> Trend:
    """The trend of one KPI, by default at the month of the last of its values."""
    return trend_in(book(history(values, defined, **more)), period or at(len(values) - 1))


def test_eight_points_by_hand() -> None:
    found = trend_of(RISING)
    assert found.direction == "improving"
    assert found.slope_per_month == 1.5
    assert found.p_value == pytest.approx(P_RISING)
    assert (found.test, found.points, found.reason) == ("mann_kendall", 8, None)


def test_under_eight_points_none_and_why() -> None:
    found = trend_of(RISING[:7])
    assert found == Trend(
        points=7, reason=Reason("trend_too_few_points", {"count": 7, "expected": 8})
    )


@pytest.mark.parametrize(
    ("defined", "rising", "falling"),
    [
        (better_high(), "improving", "worsening"),
        (better_high(direction="lower"), "worsening", "improving"),
        (better_high(direction="neutral"), "rising", "falling"),
        (better_high(direction="range"), "rising", "falling"),
    ],
)
def test_the_words(defined: Kpi, rising: str, falling: str) -> None:
    assert trend_of(RISING, defined).direction == rising
    down = trend_of(RISING[::-1], defined)
    assert (down.direction, down.slope_per_month) == (falling, -1.5)
    assert trend_of(FLAT, defined).direction == "stable"


def test_significant_is_under_five_per_cent() -> None:
    # S = 28 less twice the inversions: five give 18, so z = 17/√(196/3) = 2.103; seven give 14,
    # so z = 1.608.
    significant = trend_of((3, 2, 1, 4, 6, 5, 8, 7))
    assert significant.p_value == pytest.approx(0.0355, abs=1e-4)
    assert significant.direction == "improving"
    close = trend_of((3, 2, 1, 6, 5, 4, 8, 7))
    assert close.p_value == pytest.approx(0.1078, abs=1e-4)
    assert close.direction == "stable"


def test_only_the_last_twelve_points_are_tested() -> None:
    falling_then_flat = (90, 80, 70, 60, 50, 40, *FLAT)
    found = trend_of(falling_then_flat)
    assert (found.direction, found.points) == ("stable", 12)


def test_a_gap_in_time_counts_in_the_slope() -> None:
    # The values are the places in time, so one a month, whichever months are missing.
    found = trend_of((0, None, None, 3, 4, None, 6, 7, 8, 9, None, 11))
    assert (found.slope_per_month, found.points) == (1, 8)


def test_provisional_months_and_months_after_the_period_are_left_out() -> None:
    found = trend_of((*RISING, -50, -60), provisional=(8,), period=at(8))
    assert (found.slope_per_month, found.points) == (1.5, 8)


def test_a_sum_needs_two_years_unless_it_says_it_has_no_season() -> None:
    found = trend_of(RISING, better_high(aggregation="sum"))
    assert found.reason == Reason("trend_needs_two_years", {"count": 8, "expected": 24})
    assert found.direction is None
    assert trend_of(RISING, better_high(aggregation="sum", seasonal=True)).reason == found.reason
    assert trend_of(RISING, better_high(aggregation="sum", seasonal=False)).direction == "improving"


def test_from_two_years_on_months_are_compared_with_their_own_kind() -> None:
    season = [5.0, 5, 6, 7, 6, 5, 4, 4, 6, 7, 11, 19]
    repeated = trend_of(season * 2, better_high(aggregation="sum"))
    assert (repeated.test, repeated.direction) == ("seasonal_kendall", "stable")
    assert (repeated.slope_per_month, repeated.p_value) == (0, 1)
    # Each month 6 more than a year before: 0.5 a month. S = 12, variance 12, z = 11/√12.
    grown = trend_of([*season, *(value + 6 for value in season)], better_high(aggregation="sum"))
    assert (grown.direction, grown.slope_per_month, grown.points) == ("improving", 0.5, 24)
    assert grown.p_value == pytest.approx(math.erfc(11 / math.sqrt(12) / math.sqrt(2)))


def test_the_seasonal_test_looks_back_three_years_and_is_pymannkendalls() -> None:
    values = np.random.default_rng(2).normal(100, 5, 50) + np.arange(50) * 0.4
    values[:14] = 900
    found = trend_of(values.tolist(), better_high(aggregation="sum"))
    theirs = pymannkendall.seasonal_test(values[14:], period=12)
    assert found.points == 36
    assert found.p_value == pytest.approx(theirs.p, abs=1e-15)
    assert found.slope_per_month == pytest.approx(theirs.slope / 12)


def test_quarters_have_four_seasons() -> None:
    # Three years of 1 5 3 9, four more each year: S = 4 × 3, variance 4 × 11/3; 4/12 a month.
    values = [base + 4 * year for year in range(3) for base in (1.0, 5, 3, 9)]
    quarterly = better_high(aggregation="sum", frequency="quarterly")
    found = trend_of(values, quarterly, start=2, period=Period(2026, 1))
    assert (found.test, found.points) == ("seasonal_kendall", 12)
    assert found.slope_per_month == pytest.approx(1 / 3)
    assert found.p_value == pytest.approx(math.erfc(11 / math.sqrt(44 / 3) / math.sqrt(2)))


def test_quarters_too_look_back_three_years() -> None:
    values = [
        900.0,
        500,
        700,
        100,
        *[base + 4 * year for year in range(3) for base in (1, 5, 3, 9)],
    ]
    quarterly = better_high(aggregation="sum", frequency="quarterly")
    found = trend_of(values, quarterly, start=2, period=Period(2026, 12))
    assert (found.points, found.slope_per_month) == (12, pytest.approx(1 / 3))


def test_years_have_no_season() -> None:
    yearly = better_high(aggregation="sum", frequency="yearly")
    found = trend_of(RISING, yearly, start=11, period=Period(2030, 12))
    assert (found.test, found.direction, found.slope_per_month) == (
        "mann_kendall",
        "improving",
        0.125,
    )
    short = trend_of(RISING[:7], yearly, start=11, period=Period(2030, 12))
    assert short.reason == Reason("trend_too_few_points", {"count": 7, "expected": 8})


def test_a_constant_kpi_is_stable() -> None:
    found = trend_of([7.5] * 12)
    assert (found.direction, found.slope_per_month, found.p_value) == ("stable", 0, 1)


def test_many_kpis_at_once_give_what_each_gives_alone() -> None:
    rows = [
        history(RISING, better_high("A")),
        history([float(place) for place in range(30)], better_high("B")),
        history(RISING, better_high("C", aggregation="sum")),
        history((), better_high("D")),
        history(RISING, better_high("E", frequency="quarterly"), start=2),
        history(FLAT, better_high("F", direction="lower")),
    ]
    period = at(30)
    found = trends(lines_of(book(*rows), period), period.index)
    for one, row in zip(found, rows, strict=True):
        assert one == trend_in(book(row), period)


def test_no_kpi_at_all() -> None:
    assert trends((), at(0).index) == ()
