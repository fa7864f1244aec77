"""Packing rows with holes, and taking their last points."""

from __future__ import annotations

import numpy as np

from kpireport.stats.rows import last_points, pack, unpack, unscaled

GAP = float("nan")


def test_packing_and_unpacking_gives_the_values_back() -> None:
    values = np.array([[GAP, 3.0, GAP, -5.5], [1e300, 2.0, GAP, GAP], [GAP] * 4])
    packed = pack(values)
    assert packed.values.shape == (3, 2)
    assert np.nanmax(np.abs(packed.values)) <= 1
    back = unpack(packed, unscaled(packed.values, packed.exponents[:, None]), 4)
    np.testing.assert_array_equal(back, values)


def test_the_last_points_are_those_present() -> None:
    values = np.array([[1, 2, GAP, 3, GAP], [1, 2, 3, 4, 5], [GAP, GAP, GAP, GAP, 9]])
    np.testing.assert_array_equal(
        last_points(values, 2),
        [[GAP, 2, GAP, 3, GAP], [GAP, GAP, GAP, 4, 5], [GAP, GAP, GAP, GAP, 9]],
    )
