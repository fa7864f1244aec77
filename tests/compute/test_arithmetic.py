"""Floats without surprises. Expected values are exact or worked by hand."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from kpireport.compute.arithmetic import exact_sum, finite, quotient, reaches, same, within
from kpireport.compute.roll_up import weighted_mean
from kpireport.compute.scorecard import build_scorecard
from tests.compute.books import book, kpi, month, months, row


def test_what_is_no_number_is_none() -> None:
    assert [finite(math.nan), finite(math.inf), finite(-math.inf)] == [None, None, None]
    assert str(finite(-0.0)) == "0.0"


def test_a_sum_is_rounded_once() -> None:
    assert exact_sum([0.1] * 10) == 1.0
    assert exact_sum([1e100, 1.0, -1e100]) == 1.0
    assert exact_sum([1.7e308, 1.7e308]) is None
    assert exact_sum([math.inf, -math.inf]) is None
    assert exact_sum([1.7e308, 1.7e308, -1.7e308]) == 1.7e308


def test_a_quotient_multiplies_first() -> None:
    assert quotient(7, 100, 100) == 7.0  # 7 / 100 * 100 is 7.000000000000001
    assert quotient(1, 0) is None
    assert quotient(1e308, 1e308, 100) == 100
    assert quotient(1e308, 1e-10) is None


def test_comparisons_allow_for_a_billionth() -> None:
    assert reaches(0.95 - 1e-12, 0.95)
    assert not reaches(0.95 - 1e-8, 0.95)
    assert same(1e9, 1e9 + 0.5)
    assert not same(1e9, 1e9 + 2)
    assert within(8.3 - 8.2, 0.1, 8.3, 8.2)
    assert not within(0.11, 0.1, 8.3, 8.2)


def test_means_of_large_figures_and_weights() -> None:
    assert weighted_mean([(1.0, 1e308), (0.0, 1e308)]) == 0.5
    item = row(kpi(aggregation="mean"), months("2026-01", 1.5e308, 1.5e308, 1.5e308, 0.5e308))
    found = build_scorecard(book(item), month("2026-04")).kpi("K").ytd.actual
    assert found is not None
    assert math.isclose(found, 1.25e308)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_the_order_of_a_sum_is_nothing(values: list[float]) -> None:
    assert exact_sum(values) == exact_sum(sorted(values))
