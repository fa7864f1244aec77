"""What a goal promises against the size of the KPI's figures. Cells read off the tables."""

from __future__ import annotations

import pytest

from tests.workbook.books import Rows, Shown, Value, places
from tests.workbook.test_goal_checks import Check, check

__all__ = ["check"]

RATE = ("%", "higher", "mean", "monthly")
SALES = ("€", "higher", "sum", "monthly")
THIRTY: list[Value] = [30 + m / 10 for m in range(14)]
SHOWN: list[Value] = [Shown((30 + m / 10) / 100, "0.0%") for m in range(14)]
WHOLE_YEAR: list[Value] = ["2026-01", "2026-12"]


def level(value: Value, start: str = "2026-01") -> list[Value]:
    return ["K", None, value, start, "2026-12"]


@pytest.mark.parametrize("figures", [SHOWN, THIRTY])
def test_a_plain_level_that_is_the_fraction_of_a_percentage(
    check: Check, figures: list[Value]
) -> None:
    # 0.35 beside 30 to 31.3 %: 35 % is of their size, a third of a percent is not.
    assert places(check(level(0.35), values=figures, definition=RATE)) == [("E826", "Goals", "C2")]


@pytest.mark.parametrize("value", [35, "35%", Shown(0.35, "0%")])
@pytest.mark.parametrize("figures", [SHOWN, THIRTY])
def test_a_level_that_says_what_it_is(check: Check, figures: list[Value], value: Value) -> None:
    assert places(check(level(value), values=figures, definition=RATE)) == []


def test_a_unit_that_says_how_percentages_are_typed(check: Check) -> None:
    found = check(level(0.35), values=[0.3] * 14, definition=("% (0-1)", *RATE[1:]))
    assert places(found) == []


def test_a_small_level_of_small_figures(check: Check) -> None:
    # From 3 % down to 2 %, all of it typed plain; zero is zero however it is typed.
    lower = ("%", "lower", "mean", "monthly")
    for value in (2, 0):
        assert places(check(level(value), values=[3, 2.5, 3.1, 4] * 3, definition=lower)) == []
    assert places(check(level(0), values=SHOWN, definition=lower)) == []


def test_a_change_under_a_hundredth_of_the_last_figures(check: Check) -> None:
    # 0.15 is 1 % of 15. A year ago the figures were 5, and since January 2025 they are 16.
    grown: list[Value] = [*[5] * 12, *[16] * 12]
    chosen: list[Value] = ["K", 0.15, None, "2027-01", "2027-12"]
    average = ("€", "higher", "mean", "monthly")
    assert places(check(chosen, values=grown, definition=average)) == [("W824", "Goals", "B2")]
    assert places(check(chosen, values=[14] * 14, definition=average)) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [("+300%", [("W825", "Goals", "B2")]), ("+100%", [("W825", "Goals", "B2")]), ("+99%", [])],
)
def test_a_rate_is_hardly_doubled(
    check: Check, change: str, found: list[tuple[str, str, str]]
) -> None:
    goal: list[Value] = ["K", change, None, *WHOLE_YEAR]
    assert places(check(goal, values=THIRTY, definition=RATE)) == found


def test_sales_may_be_tripled(check: Check) -> None:
    assert places(check(["K", "+300%", None, *WHOLE_YEAR, "linear"])) == []


@pytest.mark.parametrize(("value", "found"), [(1540, [("W827", "Goals", "C2")]), (1539, [])])
def test_a_sums_level_over_three_times_its_largest_month(
    check: Check, value: float, found: list[tuple[str, str, str]]
) -> None:
    # The months are 500 to 513, three times the largest is 1,539.
    assert places(check(level(value), definition=SALES)) == found


def test_a_stock_has_no_months_to_add_up(check: Check) -> None:
    assert places(check(level(9000), definition=("€", "higher", "last", "monthly"))) == []


def test_a_level_below_zero_where_nothing_ever_was(check: Check) -> None:
    lower = ("%", "lower", "mean", "monthly")
    assert places(check(level(-5), values=THIRTY, definition=lower)) == [("W828", "Goals", "C2")]
    below: list[Value] = [-1, *THIRTY[1:]]
    assert places(check(level(-5), values=below, definition=lower)) == []


@pytest.mark.parametrize(
    ("direction", "value", "found"),
    [
        ("higher", 511, [("W829", "Goals", "C2")]),
        ("higher", 512, []),
        ("lower", 513, [("W829", "Goals", "C2")]),
        ("lower", 500, []),
        ("neutral", 511, []),
    ],
)
def test_a_level_that_is_worse_than_what_it_starts_from(
    check: Check, direction: str, value: float, found: list[tuple[str, str, str]]
) -> None:
    # The last figure before February 2026 is January's 512.
    definition = ("€", direction, "last", "monthly")
    problems = check(level(value, "2026-02"), definition=definition)
    assert [place for place in places(problems) if place[0] == "W829"] == found


def test_a_baseline_is_what_it_starts_from(check: Check) -> None:
    sheet: Rows = [
        ["ID", "Unit", "Direction", "Aggregation", "Baseline"],
        ["K", "€", "higher", "last", 600],
    ]
    assert places(check(level(550), more={"KPIs": sheet})) == [("W829", "Goals", "C2")]
