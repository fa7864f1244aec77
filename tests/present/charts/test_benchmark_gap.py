"""A benchmark of one figure: every gap in one scale, as a share of it. Figures worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.present.charts.benchmark_gap import benchmark_gap, share_of
from kpireport.present.charts.quartile_band import Ours
from kpireport.present.view import Tone
from tests.present.charts.svgs import all_points, paths, points, size, texts

TICKS = ("−50%", "−25%", "0%", "+25%", "+50%")


def drawn(share: float, *, higher: bool | None = True) -> str:
    own = Ours("Ours 5", "Words", tone=Tone.GOOD, better="better", higher_is_better=higher)
    return benchmark_gap(share, TICKS, "mean of all shops 4", "gap in % of the mean", own).svg


def middle(svg: str) -> float:
    across = [x for x, _ in points(paths(svg, "good")[0])]
    return (min(across) + max(across)) / 2


def test_a_gap_is_a_share_of_the_size_of_the_benchmark() -> None:
    assert share_of(5, 4) == pytest.approx(0.25)
    assert share_of(-5, -4) == pytest.approx(-0.25)
    assert share_of(-3, -4) == pytest.approx(0.25)
    assert share_of(5, 0) is None
    assert share_of(1e300, 1e-300) is None


def test_twice_the_gap_is_twice_as_far() -> None:
    zero, quarter, half = (middle(drawn(share)) for share in (0.0, 0.25, 0.5))
    assert zero == pytest.approx(170, abs=0.1)
    assert half - zero == pytest.approx(2 * (quarter - zero), abs=0.2)
    assert middle(drawn(-0.25)) == pytest.approx(2 * zero - quarter, abs=0.2)


def test_a_gap_beyond_the_scale_has_an_arrow() -> None:
    assert len(paths(drawn(0.51), "plan")) == len(paths(drawn(0.5), "plan")) + 2


@given(st.floats(-1e9, 1e9), st.sampled_from([True, False, None]))
def test_nothing_touches_or_leaves_the_drawing(share: float, higher: bool | None) -> None:
    svg = drawn(share, higher=higher)
    found, (width, height) = texts(svg), size(svg)
    for at, text in enumerate(found):
        assert text.left >= 0 and text.right <= width and text.bottom <= height
        assert not any(text.overlaps(other) for other in found[at + 1 :])
    assert all(0 <= x <= width and 0 <= y <= height for x, y in all_points(svg))
