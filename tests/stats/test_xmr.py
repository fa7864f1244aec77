"""Limits and signals, hand-worked; extremes; and speed."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.stats.signals import Rule
from kpireport.stats.xmr import XmrResult, xmr
from tests.growth import growth
from tests.sweeps import examples

LARGEST = float(np.finfo(float).max)
NONE, BEYOND, TREND, TWO, RUN = Rule


def one(
    *values: float, starts: tuple[int, ...] = (), screen: bool = True, least: int = 7
) -> XmrResult:
    opened = np.zeros((1, len(values)), dtype=bool)
    opened[0, list(starts)] = True
    return xmr([list(values)], opened, screen_outliers=screen, least_points=least)


def rules(result: XmrResult) -> list[int]:
    return [int(rule) for rule in result.rule[0]]


def sides(result: XmrResult) -> list[int]:
    return [int(side) for side in result.side[0]]


def test_limits_by_hand() -> None:
    # Mean 84/7 = 12; moving ranges 2 1 2 1 2 2, mean 10/6; 2.66 × 10/6 = 4.43333…
    found = one(10, 12, 11, 13, 12, 14, 12)
    assert found.mean[0].tolist() == [12.0] * 7
    assert found.lower[0] == pytest.approx([12 - 26.6 / 6] * 7, rel=1e-15)
    assert found.upper[0] == pytest.approx([12 + 26.6 / 6] * 7, rel=1e-15)
    assert found.points[0].tolist() == [7] * 7
    assert rules(found) == [NONE] * 7


def test_extreme_moving_ranges_stay_out_of_the_second_mean_only() -> None:
    # Moving ranges 1 1 1 1 20 20 1 1 1: mean 47/9, and 3.267 × 47/9 = 17.06 leaves the two 20s
    # out: mean 1. The mean of the values, 12.4, still counts the 30.
    values = (10, 11, 10, 11, 10, 30, 10, 11, 10, 11)
    screened = one(*values)
    assert screened.mean[0, 0] == pytest.approx(12.4, rel=1e-15)
    assert screened.upper[0, 0] == pytest.approx(12.4 + 2.66, rel=1e-15)
    whole = one(*values, screen=False)
    assert whole.upper[0, 0] == pytest.approx(12.4 + 2.66 * 47 / 9, rel=1e-15)
    assert rules(screened)[5] == BEYOND
    assert sides(screened)[5] == 1


def test_screening_that_would_leave_only_zeros_is_not_done() -> None:
    # Ranges 0 0 0 0 4 4 0 0 0 0, mean 0.8: without the 4s the limits would have no width and
    # every month would be a signal. Limits: 64/11 … the mean is (10 × 5 + 9)/11.
    found = one(5, 5, 5, 5, 5, 9, 5, 5, 5, 5, 5)
    assert found.mean[0, 0] == pytest.approx(59 / 11)
    assert found.upper[0, 0] == pytest.approx(59 / 11 + 2.66 * 0.8)
    assert rules(found) == [NONE] * 5 + [BEYOND] + [NONE] * 5


def test_under_seven_points_nothing_unless_asked() -> None:
    short = one(1, 2, 1, 2, 1, 9)
    assert np.isnan([short.mean, short.lower, short.upper]).all()
    assert rules(short) == [NONE] * 6
    assert short.points[0].tolist() == [6] * 6
    assert one(1, 3, least=2).upper[0].tolist() == [2 + 2.66 * 2] * 2
    with pytest.raises(ValueError, match="at least two points"):
        one(1, 2, least=1)


def test_a_gap_is_left_out_and_its_neighbours_are_consecutive() -> None:
    gap = float("nan")
    with_gaps = one(10, gap, 12, 11, gap, gap, 13, 12, 14, 12, gap)
    assert with_gaps.upper[0, 0] == pytest.approx(12 + 26.6 / 6)
    assert np.isnan(with_gaps.upper[0, [1, 4, 5, 10]]).all()
    assert with_gaps.points[0].tolist() == [7, 0, 7, 7, 0, 0, 7, 7, 7, 7, 0]
    # Mean 0; four above it, a gap, three above it: a run of seven.
    run = one(3, -3, 3, -3, 3, -3, 1, 2, 1, 2, gap, 1, 2, 1, -10, 0)
    assert rules(run)[6:14] == [RUN] * 4 + [NONE] + [RUN] * 3


def test_infinite_values_are_missing() -> None:
    assert one(10, 12, 11, np.inf, 13, 12, 14, 12).upper[0, 0] == pytest.approx(12 + 26.6 / 6)


def test_seven_on_one_side_and_not_six() -> None:
    # Around the mean 0 the sums balance; moving ranges are large enough for no other rule.
    six = one(3, -3, 3, -3, 3, -3, 1, 2, 1, 2, 1, 2, -9, 0)
    assert six.mean[0, 0] == pytest.approx(0, abs=1e-15)
    assert RUN not in rules(six)
    seven = one(3, -3, 3, -3, 3, -3, 1, 2, 1, 2, 1, 2, 1, -10, 0)
    assert seven.mean[0, 0] == pytest.approx(0, abs=1e-15)
    assert [i for i, rule in enumerate(rules(seven)) if rule == RUN] == [6, 7, 8, 9, 10, 11, 12]


def test_a_point_on_the_mean_breaks_a_run() -> None:
    # 5.6/14 = 0.4 in decimals; in binary the mean is 0.39999999999999997, just under the 0.4.
    values = [0.3, 0.2, 0.3, 0.6, 0.5, 0.6, 0.4, 0.6, 0.6, 0.6, 0.3, 0.2, 0.3, 0.1]
    found = one(*values)
    assert found.mean[0, 0] < 0.4
    assert RUN not in rules(found)


def test_the_mean_is_as_exact_as_floats_allow() -> None:
    values = np.random.default_rng(4).normal(1e9, 1, 60)
    assert one(*values).mean[0, 0] == pytest.approx(math.fsum(values) / 60, rel=3e-16, abs=0)


def test_seven_strictly_rising_marks_all_seven_whatever_side_they_are_on() -> None:
    found = one(5, 1, 2, 3, 4, 5, 6, 7, 3, 4, 4)
    assert rules(found)[1:8] == [TREND] * 7
    assert sides(found)[1:8] == [1] * 7
    assert TREND not in rules(one(5, 1, 2, 3, 4, 5, 6, 6, 3, 4, 4))
    assert TREND not in rules(one(5, 1, 2, 3, 4, 5, 6, 3, 3, 4, 4))


def test_a_rise_within_rounding_is_none() -> None:
    nearly = [0.1 + 0.2, 0.3]  # 0.30000000000000004 and 0.3
    assert nearly[0] > nearly[1]
    assert TREND not in rules(one(0.9, 0.8, 0.7, 0.6, 0.5, *nearly, 0.7, 0.7))
    assert TREND in rules(one(0.9, 0.8, 0.7, 0.6, 0.5, 0.31, 0.3, 0.7, 0.7))


def test_a_peak_belongs_to_the_trend_that_ends_in_it() -> None:
    found = one(*[-12, 20] * 4, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1)
    assert rules(found)[8:] == [TREND] * 13
    assert sides(found)[8:] == [1] * 7 + [-1] * 6


def test_two_of_three_marks_only_the_points_past_two_thirds() -> None:
    # Mean 0; ranges 23 × 2, 3, 0, 0, 8, 0, 0 = 57; 57/29 × 3.267 = 6.42 leaves the 8 out: 49/28;
    # limits ±4.655, two thirds ±3.103.
    found = one(*[1.0, -1.0] * 12, -4.0, -4.0, -4.0, 4.0, 4.0, 4.0)
    assert found.upper[0, 0] == pytest.approx(2.66 * 49 / 28)
    assert rules(found)[24:] == [TWO] * 6
    assert sides(found)[24:] == [-1] * 3 + [1] * 3


def test_the_third_of_a_window_lies_on_the_same_side_but_may_be_near_the_mean() -> None:
    # 28 points ±1, then 4 1 4 and −4 −1 −4 : mean 0; 27 × 2, then −1→4: 5, 3, 3, 8, 3, 3: 79/33
    # = 2.394, × 3.267 = 7.82 leaves the 8 out: 71/32 = 2.21875; limits ±5.902, two thirds 3.934.
    found = one(*[1.0, -1.0] * 14, 4.0, 1.0, 4.0, -4.0, -1.0, -4.0)
    assert found.upper[0, 0] == pytest.approx(2.66 * 71 / 32)
    assert rules(found)[28:] == [TWO, NONE, TWO, TWO, NONE, TWO]
    # With the middle ones across the mean nothing is said.
    crossed = one(*[1.0, -1.0] * 14, 4.0, -1.0, 4.0, -4.0, 1.0, -4.0)
    assert TWO not in rules(crossed)


def test_a_point_outside_the_limits_does_not_make_two_of_three() -> None:
    # 30 points ±1, then 9 1 4, and −9 −1 −4 for the mean: 29 × 2, 10, 8, 3, 13, 8, 3: 103/35,
    # × 3.267 = 9.61 leaves 10 and 13 out: 80/33; limits ±6.448, two thirds 4.299: 9 is outside,
    # 5 alone past two thirds.
    found = one(*[1.0, -1.0] * 15, 9.0, 1.0, 5.0, -9.0, -1.0, -5.0)
    assert rules(found)[30:] == [BEYOND, NONE, NONE, BEYOND, NONE, NONE]


def test_a_point_on_a_limit_is_inside() -> None:
    # ±1 forty times, then x and −x: mean 0; ranges 39 × 2, 1 + x, 2x, of which 2x is screened
    # out; so the limit (79 + x)/40 × 2.66 is x itself where x = 79 × 2.66/(40 − 2.66) = 5.6277.
    base = [1.0, -1.0] * 20
    x = 79 * 2.66 / (40 - 2.66)
    on_it = one(*base, x, -x)
    assert on_it.upper[0, 0] == pytest.approx(x, rel=1e-14)
    assert BEYOND not in rules(on_it)
    assert BEYOND in rules(one(*base, x * (1 + 1e-6), -x * (1 + 1e-6)))


def test_the_strongest_signal_wins() -> None:
    # A trend whose last point is outside the limits: 20 points of 0 and 1 keep the ranges small.
    found = one(*[0.0, 1.0] * 10, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 9.0)
    assert rules(found)[20:] == [TREND] * 7 + [BEYOND]
    # Four −3 and −1 each, then 1 1 1 1 1 5 5 1, mean 0; ranges 7 × 2, 2, 0 0 0 0, 4, 0, 4 = 24;
    # 24/15 × 3.267 = 5.2 leaves none out; limits ±4.256: the 5s are outside, the others a run.
    run = one(*[-3.0, -1.0] * 4, 1.0, 1.0, 1.0, 1.0, 1.0, 5.0, 5.0, 1.0)
    assert rules(run)[8:] == [RUN] * 5 + [BEYOND] * 2 + [RUN]
    # Four −3.25 and 0 each, then 1 1 1 1 1 3.5 3.5 1, mean 0; ranges 7 × 3.25, 1, 2.5, 2.5 = 28.75;
    # limits ±28.75/15 × 2.66 = ±5.098, two thirds ±3.399: two of three wins over the run.
    near = one(*[-3.25, 0.0] * 4, 1.0, 1.0, 1.0, 1.0, 1.0, 3.5, 3.5, 1.0)
    assert rules(near)[8:] == [RUN] * 5 + [TWO] * 2 + [RUN]


def test_no_limit_and_no_window_crosses_a_start() -> None:
    first, second = [10.0, 12, 11, 13, 12, 14, 12], [110.0, 112, 111, 113, 112, 114, 112]
    found = one(*first, *second, starts=(7,))
    assert found.mean[0].tolist() == [12.0] * 7 + [112.0] * 7
    assert found.upper[0] == pytest.approx([12 + 26.6 / 6] * 7 + [112 + 26.6 / 6] * 7)
    rising = [5.0, 1, 2, 3, 4, 5, 6, 7, 3, 4, 4, 6, 5, 4]
    assert TREND in rules(one(*rising))
    assert TREND not in rules(one(*rising, starts=(7,)))

    # The end of one stretch and the start of the next, all above their means 0: a run of seven
    # and two of three only for who looks across.
    above = [3.0, -3, 3, -3, 3, -3, -5, 1, 2, 1, 1]
    assert sum(above) == 0
    across = one(*above, *reversed(above), starts=(11,))
    assert rules(across) == [NONE] * 22
    # −4, ∓1 thirty times, 4, and back: ranges 3, 29 × 2, 3, so limits ±5.49, two thirds ±3.66:
    # each 4 is alone in its stretch, 1 4 | 4 would be two of three.
    edge = [-4.0, *[-1.0, 1.0] * 15, 4.0]
    assert rules(one(*edge, *reversed(edge), starts=(32,))) == [NONE] * 64


def test_a_start_on_a_missing_point_opens_at_the_next_one() -> None:
    first, second = [10.0, 12, 11, 13, 12, 14, 12], [110.0, 112, 111, 113, 112, 114, 112]
    found = one(*first, float("nan"), *second, starts=(7,))
    assert found.mean[0, 8:].tolist() == [112.0] * 7
    assert np.isnan(found.mean[0, 7])


def test_a_short_stretch_has_nothing_and_the_others_keep_theirs() -> None:
    found = one(10, 12, 11, 13, 12, 14, 12, 50, 51, 52, starts=(7,))
    assert found.mean[0, :7].tolist() == [12.0] * 7
    assert np.isnan(found.mean[0, 7:]).all()
    assert found.points[0].tolist() == [7] * 7 + [3] * 3


@pytest.mark.parametrize("value", [492.5569, 0.1, 0.0, -0.0, 1e300, LARGEST, 5e-324, -1e-308])
def test_a_constant_series_has_its_value_for_limits_and_no_signal(value: float) -> None:
    found = one(*[value] * 13)
    for line in (found.mean, found.lower, found.upper):
        assert line[0].tolist() == [value] * 13
        assert not np.signbit(line).any() or value < 0
    assert rules(found) == [NONE] * 13


def test_a_series_constant_but_for_rounding_has_no_signal() -> None:
    third = 100 / 3
    found = one(*[third, np.nextafter(third, 99)] * 3, *[third] * 9)
    assert rules(found) == [NONE] * 15


def test_extremes_neither_overflow_nor_warn() -> None:
    wild = one(*[LARGEST, -LARGEST] * 6, 0.0, 1e-300)
    assert np.isfinite([wild.mean, wild.lower, wild.upper]).all()
    assert wild.upper[0, 0] == LARGEST
    tiny = one(*[v * 1e-320 for v in (10, 12, 11, 13, 12, 14, 12)])
    assert tiny.mean[0, 0] == pytest.approx(12e-320, rel=1e-2)
    empty = xmr(np.full((3, 5), np.nan))
    assert np.isnan(empty.mean).all()
    assert not empty.rule.any()
    assert xmr(np.empty((0, 4))).mean.shape == (0, 4)
    assert xmr(np.empty((2, 0))).mean.shape == (2, 0)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="2-D"):
        xmr([1.0, 2.0])
    with pytest.raises(ValueError, match="starts are"):
        xmr([[1.0, 2.0]], np.zeros((1, 3), dtype=bool))


decimals = st.integers(-500, 500).map(lambda n: n / 10)
series = st.lists(st.one_of(decimals, st.just(float("nan"))), min_size=1, max_size=30)


@given(st.lists(series, min_size=1, max_size=5), st.data())
@examples(150)
def test_every_series_is_read_as_if_it_were_alone(
    lists: list[list[float]], data: st.DataObject
) -> None:
    width = max(map(len, lists))
    values = np.full((len(lists), width), np.nan)
    for line, points in enumerate(lists):
        values[line, : len(points)] = points
    starts = np.array(
        data.draw(
            st.lists(
                st.lists(st.booleans(), min_size=width, max_size=width),
                min_size=len(lists),
                max_size=len(lists),
            )
        )
    )
    together = xmr(values, starts, least_points=3)
    for line in range(len(lists)):
        alone = xmr(values[line : line + 1], starts[line : line + 1], least_points=3)
        np.testing.assert_array_equal(together.rule[line], alone.rule[0])
        np.testing.assert_array_equal(together.lower[line], alone.lower[0])


@given(series, st.sampled_from([1 / 8, 3.0, 1000.0]), st.integers(-1000, 1000))
@examples(150)
def test_signals_do_not_depend_on_unit_or_origin(
    points: list[float], unit: float, origin: int
) -> None:
    plain, moved = one(*points), one(*[point * unit + origin for point in points])
    assert rules(plain) == rules(moved)
    assert sides(plain) == sides(moved)


@given(series)
@examples(150)
def test_upside_down_the_signals_change_sides(points: list[float]) -> None:
    plain, turned = one(*points), one(*[-point for point in points])
    assert rules(plain) == rules(turned)
    assert sides(plain) == [-side for side in sides(turned)]
    np.testing.assert_allclose(plain.lower, -turned.upper, rtol=1e-12)


def random_walks(series_count: int) -> npt.NDArray[np.float64]:
    values = np.random.default_rng(7).normal(100, 10, (series_count, 36))
    values[np.random.default_rng(8).random(values.shape) < 0.05] = np.nan
    return values


def test_ten_times_the_series_take_about_ten_times_as_long() -> None:
    def prepare(count: int) -> Callable[[], object]:
        values = random_walks(count)
        return lambda: xmr(values)

    assert growth(prepare, 1_000, 10_000) < 30
