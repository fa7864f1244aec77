"""Worked by hand, as on paper."""

from __future__ import annotations

import pytest

from kpireport.model.difference import difference


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (39.275, 38.75, 0.525),  # in binary fractions 0.5249999999999986
        (100.05, 100.0, 0.05),
        (1.005, 1.0, 0.005),
        (38.75, 39.275, -0.525),
        (0.1 + 0.2, 0.3, 0.0),  # a total's own noise is none of the difference either
        (7, 3.5, 3.5),
        (2.0**53, 1.0, 2.0**53 - 1),
        (123456789012345680.5, 0.5, 123456789012345680.0),
        (1e-9, 2e-9, -1e-9),
    ],
)
def test_a_difference_is_that_of_the_figures_as_written(
    left: float, right: float, expected: float
) -> None:
    assert difference(left, right) == expected


def test_what_no_float_holds_is_infinite() -> None:
    assert difference(1.5e308, -1.5e308) == float("inf")
