"""The landing's methods, choice, interval and chances by hand; then what must not matter."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.stats.landing import Case, Fold, Landed, land, months_needed
from kpireport.stats.landing_methods import carried, run_rate, seasonal, smoothing
from kpireport.stats.rows import FloatArray
from tests.growth import growth

RUN_RATE, SEASONAL, SMOOTHING = range(3)


def total(parts: FloatArray) -> FloatArray:
    return np.asarray(parts[0].sum(axis=-1))


def largest(parts: FloatArray) -> FloatArray:
    return np.asarray(parts[0].max(axis=-1))


def share(parts: FloatArray) -> FloatArray:
    return np.asarray(parts[0].sum(axis=-1) / parts[1].sum(axis=-1))


def landed(values: Sequence[float], known: int, fold: Fold = total) -> Landed:
    found = land([Case(np.array([values], dtype=float), known, fold)])[0]
    assert found is not None
    return found


def at(origin: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([origin])


# The methods ------------------------------------------------------------------------------------


def test_run_rate_is_the_average_of_the_last_twelve() -> None:
    # 1 … 13: the last twelve are 2 … 13, their mean 7.5.
    values = np.arange(1.0, 14.0)[None]
    assert run_rate(values, at(13), 3).tolist() == [[[7.5, 7.5, 7.5]]]


def test_seasonal_moves_last_years_months_by_the_ratio_of_the_latest() -> None:
    # Three months stand against three of the year before: 90 to 60, so 1.5 times 40 and 50.
    values = np.array([[10.0, 20, 30, 40, 50, 10, 10, 10, 10, 10, 10, 10, 15, 30, 45]])
    assert seasonal(values, at(15), 2)[0, 0] == pytest.approx([60.0, 75.0])


def test_seasonal_adds_the_difference_where_a_month_is_zero() -> None:
    # (15 + 30 + 45 − 0 − 20 − 30)/3 = 40/3 more than 40 and 50.
    values = np.array([[0.0, 20, 30, 40, 50, 10, 10, 10, 10, 10, 10, 10, 15, 30, 45]])
    assert seasonal(values, at(15), 2)[0, 0] == pytest.approx([40 + 40 / 3, 50 + 40 / 3])


def test_seasonal_compares_at_most_a_year() -> None:
    # Two years of 10, one of 20: twelve months against twelve, twice last year's 20.
    values = np.array([[10.0] * 24 + [20.0] * 12])
    assert seasonal(values, at(36), 1)[0, 0] == pytest.approx([40.0])


def test_seasonal_needs_three_months_to_compare() -> None:
    assert np.isnan(seasonal(np.ones((1, 14)), at(14), 1)).all()


def test_smoothing_with_nothing_to_choose_by_takes_the_smallest_weight() -> None:
    # Twelve tens, then 20: every setting was off by 10, so the first: 10 + 0.05 × 10.
    values = np.array([[10.0] * 12 + [20.0]])
    months, weights = smoothing(values, at(13), 2)
    assert months[0, 0] == pytest.approx([10.5, 10.5])
    assert weights[0, 0] == 0.05


def test_smoothing_takes_the_setting_that_foretold_best() -> None:
    # After 20 a second 20. With a weight of 0.9 and a tenth of it for the trend: level 19, trend
    # 0.9, so 19 + 0.9 × 0.9 = 19.81 was expected, 0.19 too little and nearer than by any other.
    # Then level 19.81 + 0.9 × 0.19 = 19.981 and trend 0.81 + 0.09 × 0.19 = 0.8271, damped by 0.9:
    # 19.981 + 0.9 × 0.8271, and + (0.9 + 0.81) × 0.8271.
    values = np.array([[10.0] * 12 + [20.0, 20.0]])
    months, weights = smoothing(values, at(14), 2)
    assert months[0, 0] == pytest.approx([20.72539, 21.395341])
    assert weights[0, 0] == 0.9


def test_smoothing_keeps_a_season_that_grows_with_the_level() -> None:
    # A year's shape, a tenth larger every January: at the end of the fourth year the shape at its
    # level is expected again. With differences instead of ratios summer would be 7 % too low.
    shape = np.array([50.0, 60, 80, 100, 130, 160, 180, 160, 120, 100, 70, 50])
    values = np.concatenate([shape * 1.1**year for year in range(4)])[None]
    months, _ = smoothing(values, at(48), 12)
    assert months[0, 0] == pytest.approx(shape * 1.1**3, rel=0.01)


def test_figures_never_negative_are_carried_on_to_zero_at_most() -> None:
    # Three months of 0 against three of 30 a year before: 30 less than 40 and 10, that is 10 and
    # -20, and a month under zero there never was.
    values = np.array([[30.0, 30, 30, 40, 10, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]])
    assert seasonal(values, at(15), 2)[0, 0] == pytest.approx([10.0, -20.0])
    assert carried(values, at(15), 2).months[SEASONAL, 0, 0] == pytest.approx([10.0, 0.0])
    assert carried(-values, at(15), 2).months[SEASONAL, 0, 0] == pytest.approx([-10.0, 0.0])


def test_nothing_after_an_origin_is_looked_at() -> None:
    rising = np.arange(1.0, 41.0)[None]
    other = rising.copy()
    other[0, 30:] = 500.0
    before, after = (carried(values, at(30), 6).months for values in (rising, other))
    assert before.tolist() == after.tolist()


# Choice, error, interval ------------------------------------------------------------------------


def test_the_method_that_missed_least_lands() -> None:
    # A year of 10, a year of 12, six months known. Tried with 15, 16, 17 and 18 months of history:
    # last year's shape is right each time; the run rate of (9 × 10 + 3 × 12)/12 = 10.5 and so on
    # misses 138, 140, 142 and 144 by 9, 8, 7 and 6.
    found = landed([10.0] * 12 + [12.0] * 12, 6)
    assert found.origins.tolist() == [15, 16, 17, 18]
    assert found.ends.tolist() == [138, 140, 142, 144]
    assert found.wapes[RUN_RATE] == pytest.approx(30 / 564)
    assert (found.method, found.wape) == (SEASONAL, pytest.approx(0, abs=1e-15))
    # Six times 12 is known, six times 12 × 12/10 to come.
    assert found.value == pytest.approx(72 + 86.4)
    assert found.months[0] == pytest.approx([14.4] * 6)


def test_the_interval_is_the_errors_root_mean_square_times_t() -> None:
    # Eleven months known: nine tries (15 to 23) that have no month to come in common, so nine
    # degrees of freedom, whose 90 % point of t is 1.383 in any table.
    values = [10.0] * 12 + [10.0, 12, 9, 10, 11, 8, 10, 12, 10, 9, 11, 10]
    found = landed(values, 11)
    assert (len(found.errors), found.freedom) == (9, 9)
    spread = math.sqrt(sum(e * e for e in found.errors) / 9)
    assert found.spread == pytest.approx(spread)
    assert found.high - found.value == pytest.approx(1.383 * spread, rel=1e-3)
    assert found.value - found.low == pytest.approx(1.383 * spread, rel=1e-3)
    assert found.wape == pytest.approx(sum(abs(e) for e in found.errors) / sum(found.ends))


def test_tries_that_share_months_count_as_fewer() -> None:
    # 41 months, six known: 21 tries of six months to come are three without a month in common.
    found = landed([float(10 + place % 5) for place in range(41)], 6)
    assert (len(found.errors), found.freedom) == (21, 3)


def test_a_short_history_is_tried_without_the_seasonal_method() -> None:
    # 24 months, three known: from 15 months on there would be one try, from 12 on there are four.
    found = landed([float(10 + place % 5) for place in range(24)], 3)
    assert found.origins.tolist() == [12, 13, 14, 15]
    assert math.isnan(found.wapes[SEASONAL])
    assert found.method != SEASONAL


def test_only_the_last_sixty_months_count() -> None:
    recent = [float(10 + place % 7) for place in range(60)]
    assert landed([500.0] * 30 + recent, 4).value == landed(recent, 4).value


@pytest.mark.parametrize(("known", "needed"), [(0, 25), (1, 24), (6, 24), (11, 24)])
def test_two_tries_are_needed_and_two_years(known: int, needed: int) -> None:
    assert months_needed(known) == needed
    short, enough = (np.ones((1, months)) for months in (needed - 1, needed))
    assert land([Case(short, known, total), Case(enough, known, total)])[0] is None
    assert land([Case(enough, known, total)])[0] is not None


def test_a_constant_series_lands_where_it_is_without_doubt() -> None:
    found = landed([7.0] * 30, 5)
    assert (found.value, found.low, found.high, found.wape) == (84, 84, 84, 0)
    assert (found.chance(84, None), found.chance(85, None), found.chance(None, 84)) == (1, 0, 1)


def test_zeros_have_no_percentage_error() -> None:
    found = landed([0.0] * 30, 5)
    assert (found.value, found.wape) == (0, None)


def test_a_sum_of_figures_never_negative_cannot_fall_under_what_it_has() -> None:
    values = [0.0, 90, 0, 0, 0, 200, 0, 1, 0, 0, 0, 0] * 3 + [50.0]
    found = landed(values, 1)
    assert found.low >= 50
    assert found.floor == 50
    assert found.chance(50, None) == 1
    assert found.chance(None, 49) == 0


def test_the_largest_month_stays_the_largest() -> None:
    values = [float(10 + place % 5) for place in range(30)] + [40.0]
    found = landed(values, 1, largest)
    assert found.low == 40
    assert found.chance(40, None) == 1


def test_a_ratio_carries_both_parts_and_divides() -> None:
    # 30 of 100 each month of the first year, 45 of 150 of the second: 0.3 whatever the parts do.
    parts = np.array([[30.0] * 12 + [45.0] * 12, [100.0] * 12 + [150.0] * 12])
    found = land([Case(parts, 6, share)])[0]
    assert found is not None
    assert found.value == pytest.approx(0.3)
    assert found.months.shape == (2, 6)


def test_a_year_that_cannot_be_computed_has_no_landing() -> None:
    parts = np.array([[1.0] * 30, [0.0] * 30])
    assert land([Case(parts, 6, share)]) == (None,)


def test_chances_by_hand() -> None:
    """One degree of freedom is Cauchy's distribution: a quarter lies one spread over the middle."""
    found = landed([10.0 + place % 2 * place for place in range(24)], 3)
    assert found.freedom == 1  # four tries of nine months to come
    over, under = found.value + found.spread, found.value - found.spread
    assert found.chance(found.value, None) == pytest.approx(0.5)
    assert found.chance(over, None) == pytest.approx(0.25)
    assert found.chance(None, over) == pytest.approx(0.75)
    if under > found.floor:
        assert found.chance(under, over) == pytest.approx(0.5)


# What must not matter ---------------------------------------------------------------------------

SERIES = st.lists(
    st.floats(min_value=0.5, max_value=1000.0, allow_subnormal=False), min_size=26, max_size=40
)


@given(SERIES, st.integers(1, 11), st.integers(-30, 30))
def test_another_unit_gives_the_same_landing_in_it(
    values: list[float], known: int, power: int
) -> None:
    unit = 2.0**power
    one, other = landed(values, known), landed([value * unit for value in values], known)
    assert other.method == one.method
    for here, there in ((one.value, other.value), (one.low, other.low), (one.high, other.high)):
        assert there == pytest.approx(here * unit, rel=1e-9)
    assert other.wape == pytest.approx(one.wape, rel=1e-9)


@given(SERIES, st.integers(1, 11))
def test_costs_with_a_minus_sign_land_as_costs(values: list[float], known: int) -> None:
    one, other = landed(values, known), landed([-value for value in values], known)
    assert other.value == pytest.approx(-one.value, rel=1e-9)
    assert (other.low, other.high) == (pytest.approx(-one.high), pytest.approx(-one.low))
    level = one.value + one.spread / 2
    assert other.chance(None, -level) == pytest.approx(one.chance(level, None))


@given(SERIES, st.integers(1, 11))
def test_the_landing_lies_in_its_interval_and_chances_add_up(
    values: list[float], known: int
) -> None:
    found = landed(values, known)
    assert found.low <= found.value <= found.high
    assert found.low >= sum(values[-known:]) - 1e-6
    chances = [found.chance(found.value * factor, None) for factor in (0.5, 0.9, 1.0, 1.1, 2.0)]
    assert chances == sorted(chances, reverse=True)
    assert found.chance(None, None) == 1


def test_together_is_as_alone() -> None:
    # Five lengths by two months known, so that several cases of each go through as one.
    rng = np.random.default_rng(4)
    cases = [
        Case(rng.normal(100, 20, (1 + row % 2, 23 + row % 5)), 5 + row % 2, kind)
        for row, kind in enumerate([total, share] * 15)
    ]
    together = land(cases)
    for case, found in zip(cases, together, strict=True):
        alone = land([case])[0]
        assert (alone is None) == (found is None)
        if alone is not None and found is not None:
            assert alone.value == pytest.approx(found.value, rel=1e-12)
            assert alone.low == pytest.approx(found.low, rel=1e-12)


@pytest.mark.parametrize("size", [1e-300, 1e300])
def test_neither_tiny_nor_huge_figures_overflow(size: float) -> None:
    # Five months' rhythm fits no year, so that every method has errors.
    rhythm = [(1 + place % 5) / 5 for place in range(36)]
    found, usual = landed([size * each for each in rhythm], 6), landed(rhythm, 6)
    assert usual.spread > 0
    assert found.value == pytest.approx(size * usual.value, rel=1e-9, abs=0)
    assert found.low == pytest.approx(size * usual.low, rel=1e-9, abs=0)
    assert found.high == pytest.approx(size * usual.high, rel=1e-9, abs=0)


def test_ten_times_the_series_take_about_ten_times_as_long() -> None:
    def prepare(count: int) -> Callable[[], object]:
        values = np.random.default_rng(1).normal(100, 10, (count, 1, 36))
        cases = [Case(rows, 6, total) for rows in values]
        return lambda: land(cases)

    assert growth(prepare, 100, 1_000) < 30
