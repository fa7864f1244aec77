"""Axes: every figure inside, round ticks, zero where columns need it. Expected by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.present.charts.scale import axis, drawable, round_step, step_decimals

ANY = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("span", "most", "step"),
    [(10, 5, 2), (100, 5, 20), (7, 5, 2), (0.3, 3, 0.1), (12, 5, 5), (0.04, 5, 0.01), (1, 1, 1)],
)
def test_steps_are_one_two_or_five(span: float, most: int, step: float) -> None:
    assert round_step(span, most) == pytest.approx(step)


@pytest.mark.parametrize(
    ("step", "decimals"), [(5, 0), (1, 0), (0.5, 1), (0.1, 1), (0.02, 2), (1e6, 0), (1e-20, 12)]
)
def test_ticks_show_the_decimals_that_tell_them_apart(step: float, decimals: int) -> None:
    assert step_decimals(step) == decimals


def test_columns_start_at_zero() -> None:
    found = axis([980, 1000, 1020], from_zero=True)
    assert (found.low, found.high) == (0, 1020)
    assert found.ticks == (0, 500, 1000)


def test_nothing_stands_above_the_top_tick() -> None:
    for values, zero in (([7.2e6], True), ([87.0, 96.0], False), ([-3.0, -1.5], True)):
        made = axis(values, from_zero=zero, top_tick=True)
        assert made.ticks[-1] >= max(values)
    assert axis([7.2e6], from_zero=True).ticks[-1] < 7.2e6


def test_no_column_hangs_below_the_lowest_tick() -> None:
    """-5.6 million in steps of a million: the axis goes on to -6 million."""
    found = axis([-5.6e6, -4.1e6], from_zero=True, most_ticks=6, top_tick=True)
    assert found.ticks[0] == found.low == -6e6
    assert found.ticks[-1] == found.high == 0.0


def test_columns_below_zero_hang_from_zero() -> None:
    found = axis([-40, -10], from_zero=True)
    assert (found.low, found.high) == (-40, 0)


def test_lines_need_no_zero_and_their_ticks_are_round() -> None:
    found = axis([95.1, 96.4, 97.0], from_zero=False)
    assert found.low > 94
    assert found.ticks == (95.0, 95.5, 96.0, 96.5, 97.0)
    assert found.decimals == 1


def test_lines_near_zero_show_zero() -> None:
    assert axis([1, 9], from_zero=False).low == 0
    assert axis([-9, -1], from_zero=False).high == 0


def test_figures_that_are_all_the_same_lie_in_the_middle() -> None:
    found = axis([50, 50, 50], from_zero=False)
    assert found.share(50) == pytest.approx(0.5)
    assert axis([0, 0], from_zero=True).share(0) == 0
    assert axis([], from_zero=False).share(0) == pytest.approx(0.5)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None])
def test_what_is_no_number_is_not_drawn(value: float | None) -> None:
    assert drawable(value) is None


@given(st.lists(ANY.map(lambda v: drawable(v) or 0.0), max_size=12), st.booleans())
def test_every_figure_is_inside_and_ticks_are_few(values: list[float], from_zero: bool) -> None:
    found = axis(values, from_zero=from_zero)
    assert all(math.isfinite(v) for v in (found.low, found.high, *found.ticks))
    assert found.low < found.high
    assert len(found.ticks) <= 6
    for value in values:
        assert found.low <= value <= found.high
        assert 0 <= found.share(value) <= 1
    if from_zero:
        assert found.low <= 0 <= found.high
