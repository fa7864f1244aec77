"""A row's bar: side, fill, the scale of all rows, and the break of a far-off row."""

from __future__ import annotations

import pytest

from kpireport.present.charts.variance_bar import is_cut, shared_limit, variance_bar
from tests.present.charts.svgs import all_points, parsed, paths, points, size


def reach(share: float, limit: float, style: str) -> tuple[float, float]:
    """From where to where the bar goes, from the line that stands for the target."""
    (data,) = paths(variance_bar(share, limit, alt="x").svg, style)
    across = [x - 48 for x, _ in points(data)]
    return min(across), max(across)


def test_better_is_hollow_to_the_right_worse_solid_to_the_left() -> None:
    # Half of the scale is half of the 45 units on a side.
    assert reach(0.05, 0.1, "good-hollow") == (0, 22.5)
    assert reach(-0.05, 0.1, "bad") == (-22.5, 0)


def test_rows_share_their_scale() -> None:
    assert reach(-0.02, 0.1, "bad") == (-9, 0)
    assert reach(-0.08, 0.1, "bad") == (-36, 0)


def test_a_tiny_variance_can_be_seen() -> None:
    assert reach(-1e-9, 0.1, "bad") == (-2, 0)


def test_on_target_there_is_only_the_target() -> None:
    svg = variance_bar(0.0, 0.1, alt="x").svg
    assert paths(svg, "bad") == paths(svg, "good-hollow") == []
    assert len(paths(svg, "zero")) == 1
    assert paths(variance_bar(None, 0.1, alt="x").svg, "bad") == []


def test_a_far_off_row_is_cut_and_broken() -> None:
    assert reach(7.5, 0.1, "good-hollow") == (0, 45)
    assert len(paths(variance_bar(7.5, 0.1, alt="x").svg, "halo")) == 1
    assert paths(variance_bar(0.1, 0.1, alt="x").svg, "halo") == []
    assert is_cut(-0.2, 0.1)
    assert not is_cut(0.1, 0.1)


def test_the_scale_holds_all_but_the_far_off_rows() -> None:
    # Upper quartile 0.08; twice that is 0.16, and 0.2 the next round share.
    assert shared_limit([0.452, 0.058, 0.006, -0.03, -0.08]) == 0.2
    # Nothing far off: the largest, rounded up.
    assert shared_limit([0.05, -0.055, 0.06, 0.104]) == 0.12
    assert shared_limit([0.03]) == 0.03


@pytest.mark.parametrize("shares", [[], [0.0, None], [float("nan")]])
def test_without_variances_there_is_still_a_scale(shares: list[float | None]) -> None:
    assert shared_limit(shares) == 0.1


@pytest.mark.parametrize("share", [1e-300, 1e300, -1e300, float("inf")])
def test_nothing_leaves_the_drawing(share: float) -> None:
    limit = shared_limit([share, 0.01])
    chart = variance_bar(share, limit, alt="<far> & off", title="t")
    width, height = size(chart.svg)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in all_points(chart.svg))
    title = parsed(chart.svg).find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "<far> & off"
