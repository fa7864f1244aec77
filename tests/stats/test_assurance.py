"""What limits say of a target, and what a point's signal says."""

from __future__ import annotations

import pytest

from kpireport.stats.assurance import Assurance, assurance
from kpireport.stats.signals import Rule
from kpireport.stats.variation import Variation, variation

PASS, FAIL, HIT_OR_MISS = Assurance


@pytest.mark.parametrize(
    ("target", "expected"),
    [(9.0, PASS), (10.0, PASS), (11.0, HIT_OR_MISS), (20.0, HIT_OR_MISS), (20.1, FAIL)],
)
def test_a_target_to_exceed(target: float, expected: Assurance) -> None:
    assert assurance(10, 20, target, None) is expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [(9.9, FAIL), (10.0, HIT_OR_MISS), (15.0, HIT_OR_MISS), (20.0, PASS), (21.0, PASS)],
)
def test_a_target_to_stay_under(target: float, expected: Assurance) -> None:
    assert assurance(10, 20, None, target) is expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (5.0, 25.0, PASS),
        (10.0, 20.0, PASS),
        (12.0, 25.0, HIT_OR_MISS),
        (12.0, 18.0, HIT_OR_MISS),
        (1.0, 9.0, FAIL),
        (21.0, 30.0, FAIL),
    ],
)
def test_a_band(low: float, high: float, expected: Assurance) -> None:
    assert assurance(10, 20, low, high) is expected


def test_a_limit_within_rounding_of_the_target_touches_it() -> None:
    assert 0.1 + 0.2 > 0.3
    assert assurance(0.3, 5, 0.1 + 0.2, None) is PASS


def test_a_constant_process_on_its_target_meets_it() -> None:
    assert assurance(99.5, 99.5, 99.5, None) is PASS
    assert assurance(99.5, 99.5, 99.6, None) is FAIL


def test_extreme_limits_do_not_overflow() -> None:
    assert assurance(-1.7e308, 1.7e308, 0, None) is HIT_OR_MISS


@pytest.mark.parametrize(
    ("side", "better", "expected"),
    [
        (1, 1, Variation.IMPROVEMENT_HIGH),
        (-1, 1, Variation.CONCERN_LOW),
        (1, -1, Variation.CONCERN_HIGH),
        (-1, -1, Variation.IMPROVEMENT_LOW),
        (1, 0, Variation.NEUTRAL_HIGH),
        (-1, 0, Variation.NEUTRAL_LOW),
    ],
)
def test_a_signal_by_direction(side: int, better: int, expected: Variation) -> None:
    assert variation(Rule.RUN_OF_7, side, better) is expected
    assert variation(Rule.TREND_OF_7, side, better) is expected


def test_no_signal_is_common_cause() -> None:
    assert variation(Rule.NONE, 0, 1) is Variation.COMMON_CAUSE
