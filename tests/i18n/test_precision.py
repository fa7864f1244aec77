"""How many decimals a figure gets: the rule in the module's docstring, case by case."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.i18n.precision import (
    Pair,
    adds_up,
    is_large,
    own_decimals,
    prints_zero,
    rounded,
    telling_decimals,
    usual_decimals,
)
from kpireport.model.kpi import Aggregation, Kpi, Unit, UnitKind
from kpireport.model.problem import CellRef

EURO = Unit("€", UnitKind.CURRENCY, "EUR")
MILLION = Unit("M€", UnitKind.CURRENCY, "EUR", 1e6)
PERCENT = Unit("%", UnitKind.PERCENT)
PLAIN = Unit()


def kpi(unit: Unit, decimals: int | None = None, aggregation: Aggregation | None = None) -> Kpi:
    return Kpi(
        "K", "K", CellRef("KPIs", "A2"), unit=unit, decimals=decimals, aggregation=aggregation
    )


@pytest.mark.parametrize(
    ("unit", "figures", "expected"),
    [
        (PERCENT, [12.5, 13.25], 1),
        (PERCENT, [0.5, 0.25], 2),
        (PERCENT, [0.055], 3),
        (PERCENT, [8.0, 9.0], 0),
        (EURO, [1234.5, 2000.0], 0),
        (EURO, [87.5, 90.0], 2),
        (EURO, [87.0, 90.0], 0),
        (MILLION, [123.45, 99.99], 1),
        (MILLION, [4.25, 3.5], 2),
        (MILLION, [0.425], 3),
        (PLAIN, [1234.56], 0),
        (PLAIN, [84.25], 1),
        (PLAIN, [4.333333333333333], 2),
        (PLAIN, [0.0001], 4),
        (PLAIN, [0.00012345], 6),
        (PLAIN, [41.0, 44.0], 0),
        (PLAIN, [], 0),
        (PERCENT, [], 1),
        (PLAIN, [0.0, 0.0], 0),
    ],
)
def test_decimals_by_unit_and_size(unit: Unit, figures: list[float], expected: int) -> None:
    assert usual_decimals(kpi(unit), figures) == expected


def test_the_decimals_column_wins() -> None:
    assert usual_decimals(kpi(EURO, decimals=3), [1234.5]) == 3


def test_means_and_ratios_of_whole_numbers_may_have_a_decimal() -> None:
    assert usual_decimals(kpi(PLAIN, aggregation=Aggregation.MEAN), [4.0, 5.0]) == 1
    assert usual_decimals(kpi(PLAIN, aggregation=Aggregation.MEAN), [400.0, 500.0]) == 0


def test_floating_noise_is_no_decimal() -> None:
    assert own_decimals(0.07 * 100) == 0
    assert own_decimals(0.1 + 0.2) == 1


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(94.96, 95.0)], 2),
        ([(94.96, 95.04)], 2),
        ([(95.0, 95.0)], 1),
        ([(94.2, 95.0)], 1),
        # 94.949 and 94.951 print as 94.9 and 95.0, but their difference as 0.0.
        ([(94.949, 94.951), (-0.002, 0.0)], 3),
        ([(0.95 * 100, 95.0)], 1),
        ([(94.9999999999999, 95.0)], 1),
        # What is the same but for floating point asks for nothing, and hides no other pair.
        ([(94.9999999999999, 95.0), (94.96, 95.0)], 2),
        ([], 1),
    ],
)
def test_decimals_until_what_is_printed_is_true(pairs: list[Pair], expected: int) -> None:
    assert telling_decimals(1, pairs) == expected


@given(
    st.floats(-1e6, 1e6, allow_nan=False),
    st.floats(1e-4, 10.0),
    st.integers(0, 3),
)
def test_different_figures_never_print_alike(value: float, gap: float, start: int) -> None:
    edge = value + gap
    decimals = telling_decimals(start, [(value, edge)])
    assert start <= decimals <= start + 6
    if not math.isclose(value, edge, rel_tol=1e-9):
        assert rounded(value, decimals) < rounded(edge, decimals)


@pytest.mark.parametrize(
    ("value", "other", "share", "one", "two"),
    [
        (41.6, 41.9, None, True, True),
        (41.55, 41.93, None, False, True),  # 41.6 less 41.9 isn't −0.4; 41.55 less 41.93 is −0.38
        (41.546, 41.932, None, True, False),  # −0.386; 41.55 less 41.93 isn't −0.39
        (71.008, 68.7545, None, False, False),  # 2.2535: not 71.0 less 68.8, nor 71.01 less 68.75
        (2.757, 2.5, None, True, True),
        (2.757, 2.5, 0.1028, False, True),  # 2.8 over 2.5 is 12 %, 2.76 over 2.50 is 10.4 %
        (3.0, 3.0, None, True, True),
        (1.25, 0.0, None, True, True),
    ],
)
def test_a_difference_is_that_of_the_figures_beside_it(
    value: float, other: float, share: float | None, one: bool, two: bool
) -> None:
    found = tuple(adds_up(value, other, value - other, share, places) for places in (1, 2))
    assert found == (one, two)


def test_nobody_subtracts_to_the_last_of_a_hundred_units() -> None:
    assert is_large(9.95, 1) and not is_large(9.94, 1)  # 10.0 and 9.9


@pytest.mark.parametrize(
    ("value", "decimals", "zero"),
    [(0.05, 1, False), (0.049, 1, True), (-0.049, 1, True), (0.4, 0, True), (0.5, 0, False)],
)
def test_what_prints_as_nothing(value: float, decimals: int, zero: bool) -> None:
    assert prints_zero(value, decimals) is zero
