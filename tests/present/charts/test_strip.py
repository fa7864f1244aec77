"""The strip of variances: none of noughts, no scraps of dashes."""

from __future__ import annotations

from dataclasses import replace

from tests.present.charts.svgs import paths, texts
from tests.present.charts.test_timeline import drawn, month


def test_a_strip_of_noughts_is_left_out() -> None:
    for columns in (True, False):
        svg = drawn([month(i, 40.0 + i, 40.0 + i) for i in range(12)], columns=columns).svg
        assert "Variance" not in [t.text for t in texts(svg)]
        assert "0" not in [t.text for t in texts(svg) if t.top > 200]
    one = [month(i, 41.0 if i == 3 else 40.0, 40.0) for i in range(12)]
    assert any(t.text.startswith("Variance") for t in texts(drawn(one).svg))


def test_a_provisional_variance_too_low_for_dashes_has_its_whole_edge() -> None:
    """Beside a variance of 100, one of 2 is about a pixel high."""
    for gap, low, dashed in ((2.0, "good-hollow", "good-open"), (-2.0, "bad-hatch", "bad-open")):
        last = month(11, 1000.0 + gap, 1000.0, provisional=True)
        svg = drawn([month(0, 900.0, 1000.0), *(month(i, 1000.0) for i in range(1, 11)), last]).svg
        (edge,) = paths(svg, low)
        assert edge.count("h") == 2
        assert edge.endswith("z")
        assert bool(paths(svg, dashed)) is (gap < 0)  # a bad one keeps its light ground
    high = replace(last, variance=-90.0)
    svg = drawn([month(0, 900.0, 1000.0), *(month(i, 1000.0) for i in range(1, 11)), high]).svg
    assert paths(svg, "bad-open")
    assert "z" not in paths(svg, "bad-hatch")[0]
