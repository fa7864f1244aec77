"""The way of a target through a timeline: in steps, or straight on where it moves every month."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.present.charts.svgs import paths, points
from tests.present.charts.test_timeline import drawn, month


def way(*targets: float) -> list[tuple[float, float]]:
    """The target's line without the key's swatch."""
    svg = drawn([month(i, 50.0, target) for i, target in enumerate(targets)], columns=False).svg
    return points("M" + paths(svg, "plan-outer")[0].split("M")[-1])


def test_a_target_that_holds_and_then_changes_is_a_step() -> None:
    """Two levels: their ends, joined by a riser."""
    found = way(40, 40, 40, 60, 60, 60)
    assert len(found) == 4
    assert found[1][0] == found[2][0]


def test_a_target_that_moves_every_month_slopes() -> None:
    """From the first month's edge through every middle to the last one's edge, without a jog."""
    found = way(40, 41, 42, 43, 44)
    assert len(found) == 2 + 5
    assert [x for x, _ in found] == sorted({x for x, _ in found})
    steps = [before[1] - after[1] for before, after in pairwise(found[1:-1])]
    assert steps == pytest.approx([steps[0]] * 4, abs=0.11)


def test_a_slope_between_levels_begins_and_ends_in_the_middle_of_a_month() -> None:
    """Level to the middle of the second month, two months' slope, level from the fourth on."""
    found = way(40, 40, 45, 50, 50)
    assert len(found) == 5
    assert len({round(y, 1) for _, y in found}) == 3
    assert len({x for x, _ in found}) == 5
