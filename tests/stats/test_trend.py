"""Slopes and tests of trend: by hand, against scipy and pymannkendall, and at extremes."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pymannkendall
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kpireport.pipeline.workers import processors
from kpireport.stats.trend import TrendResult, trend
from tests.growth import growth
from tests.sweeps import examples

LARGEST = float(np.finfo(float).max)
GAP = float("nan")


def one(*values: float, times: list[int] | None = None, period: int | None = None) -> TrendResult:
    return trend([list(values)], times or list(range(len(values))), period)


def test_without_ties_by_hand() -> None:
    # 5 3 8 9: pairs −2 3/2 4/3, 5 6/2, 1; slopes in order −2, 1, 4/3, 3/2, 3, 5: median 17/12.
    # S = 5 − 1 = 4; variance 4 × 3 × 13/18 = 26/3; z = 3/√(26/3).
    found = one(5, 3, 8, 9)
    assert found.slope[0] == pytest.approx(17 / 12, rel=1e-15)
    assert found.score[0] == 4
    assert found.variance[0] == pytest.approx(26 / 3, rel=1e-15)
    assert found.p_value[0] == pytest.approx(math.erfc(3 / math.sqrt(26 / 3) / math.sqrt(2)))
    assert found.points[0] == 4


def test_with_ties_by_hand() -> None:
    # 1 2 2 3 3 3: S = 15 pairs − 1 − 3 ties = 11; variance (6·5·17 − 2·1·9 − 3·2·11)/18 = 426/18.
    found = one(1, 2, 2, 3, 3, 3)
    assert found.score[0] == 11
    assert found.variance[0] == pytest.approx(426 / 18, rel=1e-15)


def test_a_gap_counts_with_its_length() -> None:
    # Two a month, with months missing: the slope is two, not more.
    found = one(10, GAP, GAP, 16, 18, GAP, 22)
    assert found.slope[0] == 2
    assert found.points[0] == 4
    assert one(10, 16, 18, 22, times=[0, 3, 4, 6]).slope[0] == 2


def test_the_seasonal_test_compares_within_seasons_by_hand() -> None:
    # Two seasons, three years: 1 10 | 3 9 | 4 12. First season: 1 3 4, slopes 2/2 1/2 3/4 a unit,
    # S = 3; second 10 9 12: −1/2 3/2 2/4, S = 1. Median of −1/2 1/2 1/2 3/4 1 3/2 is 5/8.
    # Variance 2 × 3 × 2 × 11/18 = 22/3.
    found = one(1, 10, 3, 9, 4, 12, period=2)
    assert found.slope[0] == pytest.approx(5 / 8, rel=1e-15)
    assert found.score[0] == 4
    assert found.variance[0] == pytest.approx(22 / 3, rel=1e-15)
    assert found.p_value[0] == pytest.approx(math.erfc(3 / math.sqrt(22 / 3) / math.sqrt(2)))


def test_a_pure_season_has_no_seasonal_trend() -> None:
    shape = [10, 12, 30, 8, 5, 6, 9, 14, 20, 22, 25, 60]
    found = one(*shape * 3, period=12)
    assert found.slope[0] == 0
    assert found.p_value[0] == 1
    grown = one(*[value + year for year in (0, 12, 24) for value in shape], period=12)
    assert grown.slope[0] == 1
    assert grown.p_value[0] < 1e-6


def test_values_equal_but_for_rounding_tie() -> None:
    assert 0.1 + 0.2 != 0.3
    found = one(0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2)
    assert (found.score[0], found.slope[0], found.p_value[0]) == (0, 0.0, 1.0)


@pytest.mark.parametrize("value", [0.0, -0.0, 492.5569, 1e300, -LARGEST, 5e-324])
def test_a_constant_series_has_no_trend(value: float) -> None:
    found = one(*[value] * 12)
    assert (found.score[0], found.variance[0], found.p_value[0]) == (0, 0.0, 1.0)
    assert found.slope[0] == 0
    assert not np.signbit(found.slope[0])


def test_zeros_of_either_sign_are_equal() -> None:
    assert one(0.0, -0.0, 0.0, -0.0).score[0] == 0


def test_extremes_neither_overflow_nor_warn() -> None:
    assert one(-LARGEST, 0, LARGEST).slope[0] == LARGEST
    assert one(-LARGEST, LARGEST).slope[0] == LARGEST
    # Slopes 1 1 1 4/3 3/2 2, times 1e300: median 7/6.
    assert one(1e300, 2e300, 3e300, 5e300).slope[0] == pytest.approx(7e300 / 6)
    assert one(1e-310, 2e-310, 3e-310).slope[0] == pytest.approx(1e-310)
    assert one(*[2.0**i for i in range(36)]).p_value[0] < 1e-15


def test_where_nothing_can_be_compared_there_is_no_slope() -> None:
    for found in (one(GAP, GAP, GAP), one(GAP, 5), one(1, 2, 3, period=12)):
        assert np.isnan(found.slope[0])
        assert np.isnan(found.p_value[0])
        assert found.score[0] == 0
    assert trend(np.empty((0, 5)), range(5)).slope.shape == (0,)
    assert trend(np.empty((2, 0)), []).points.tolist() == [0, 0]


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="times are"):
        trend([[1.0, 2.0]], [0, 1, 2])


rounded = st.integers(-30, 30).map(lambda n: n / 10)
decimals = st.integers(-(10**6), 10**6).map(lambda n: n / 1000)
series = st.lists(st.one_of(rounded, decimals), min_size=2, max_size=40)


@given(series)
@examples(200)
def test_the_slope_is_scipys(values: list[float]) -> None:
    theirs = stats.theilslopes(values).slope
    assert one(*values).slope[0] == pytest.approx(theirs, rel=1e-12, abs=1e-12)


@given(series)
@examples(200)
def test_the_test_is_pymannkendalls(values: list[float]) -> None:
    theirs = pymannkendall.original_test(values)
    ours = one(*values)
    assert ours.score[0] == theirs.s
    assert ours.variance[0] == pytest.approx(theirs.var_s, rel=1e-12)
    assert ours.p_value[0] == pytest.approx(theirs.p, rel=1e-9, abs=1e-15)
    assert ours.slope[0] == pytest.approx(theirs.slope, rel=1e-12, abs=1e-12)


@given(series)
@examples(100)
def test_the_score_is_kendalls_tau(values: list[float]) -> None:
    theirs = stats.kendalltau(range(len(values)), values).statistic
    pairs = len(values) * (len(values) - 1) / 2
    tied = sum(n * (n - 1) / 2 for n in np.unique(values, return_counts=True)[1])
    if pairs > tied:
        ours = one(*values).score[0] / math.sqrt(pairs * (pairs - tied))
        assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@given(st.lists(st.one_of(rounded, st.just(GAP)), min_size=16, max_size=40), st.just(4))
@examples(150)
def test_the_seasonal_test_is_pymannkendalls(values: list[float], period: int) -> None:
    seasons = [np.array(values[start::period]) for start in range(period)]
    if any(np.isfinite(season).sum() < 2 for season in seasons):
        return  # pymannkendall divides by zero where a season has fewer than two values
    theirs = pymannkendall.seasonal_test(np.array(values), period=period)
    ours = one(*values, period=period)
    assert ours.score[0] == theirs.s
    assert ours.variance[0] == pytest.approx(theirs.var_s, rel=1e-12)
    assert ours.p_value[0] == pytest.approx(theirs.p, rel=1e-9, abs=1e-15)
    # Their slope is for a whole period.
    assert ours.slope[0] * period == pytest.approx(theirs.slope, rel=1e-12, abs=1e-12)


def three_years(count: int) -> npt.NDArray[np.float64]:
    values = np.random.default_rng(11).normal(100, 4, (count, 36)).round()
    values += np.random.default_rng(12).normal(0, 0.3, (count, 1)) * np.arange(36)
    values[np.random.default_rng(13).random(values.shape) < 0.05] = GAP
    return values


def test_thirty_monthly_series_agree_with_pymannkendall() -> None:
    values = three_years(30)
    ours = trend(values, range(36), period=12)
    for line in range(30):
        theirs = pymannkendall.seasonal_test(values[line], period=12)
        assert ours.score[line] == theirs.s
        assert ours.p_value[line] == pytest.approx(theirs.p, abs=1e-15)
        assert ours.slope[line] * 12 == pytest.approx(theirs.slope, rel=1e-12, abs=1e-12)


def test_many_series_are_read_in_batches_as_if_each_were_alone() -> None:
    values = three_years(7_000)
    together = trend(values, range(36))
    for line in (0, 3_174, 3_175, 6_999):
        alone = trend(values[line : line + 1], range(36))
        assert together.slope[line] == alone.slope[0]
        assert together.p_value[line] == alone.p_value[0]


def test_times_may_differ_by_series() -> None:
    found = trend([[1, 2, 3], [1, 2, 3]], [[0, 1, 2], [0, 2, 4]])
    assert found.slope.tolist() == [1.0, 0.5]


def test_ten_times_the_series_take_about_ten_times_as_long() -> None:
    def prepare(count: int) -> Callable[[], object]:
        values = three_years(count)
        return lambda: trend(values, range(36), period=12)

    assert growth(prepare, 1_000, 10_000) < 30


@pytest.mark.skipif(processors() < 2, reason="one processor has no threads that could wait")
def test_one_processor_does_it_all() -> None:
    # Threads that wait for more to do would keep a second one busy, which has a PDF to lay out. In
    # a process of its own: those that another test woke may still be waiting here, as they do there
    # for a moment after they were made.
    code = (
        "import time; from kpireport.stats.trend import trend\n"
        "values = [[(month * row) % 7 for month in range(36)] for row in range(50)]\n"
        "time.sleep(0.5); whole, own = time.process_time(), time.thread_time()\n"
        "for _ in range(20): trend(values, range(36), period=12)\n"
        "print((time.process_time() - whole) / (time.thread_time() - own))"
    )
    freely = {name: value for name, value in os.environ.items() if "_NUM_THREADS" not in name}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=freely
    )
    assert float(done.stdout) < 1.2
