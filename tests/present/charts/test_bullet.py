"""A bullet: bands, bar or mark, target, prior year, and labels that stay apart."""

from __future__ import annotations

import pytest

from kpireport.present.charts.bullet import BulletMark, Zone, bullet
from kpireport.present.view import Chart
from tests.present.charts.svgs import all_points, paths, points, size, texts

HIGHER = (Zone("off_track", None, 90), Zone("at_risk", 90, 100), Zone("on_track", 100, None))


def drawn(
    actual: float = 95,
    target: float = 100,
    prior: float | None = 80,
    zones: tuple[Zone, ...] = HIGHER,
    *,
    bars: bool = True,
    worded: bool = True,
    words: str = "",
) -> Chart:
    return bullet(
        BulletMark(actual, f"Actual {actual:g}{words}"),
        [BulletMark(target, f"Target {target:g}{words}")],
        zones,
        prior=BulletMark(prior, "" if prior is None else f"Prior year {prior:g}{words}"),
        status="at_risk",
        bars=bars,
        alt="said",
        worded=worded,
    )


def span(svg: str, style: str) -> tuple[float, float]:
    (data,) = paths(svg, style)
    across = [x for x, _ in points(data)]
    return min(across), max(across)


def test_a_bar_from_zero_ends_at_the_actual() -> None:
    # From 0 to 100 over 328 units from 6 on: 95 lies at 6 + 311.6.
    svg = drawn().svg
    assert span(svg, "actual") == (6, pytest.approx(317.6, abs=0.06))
    assert span(svg, "plan-outer") == (334, 334)
    assert span(svg, "prior-tick") == (pytest.approx(268.4, abs=0.06),) * 2


def test_a_bar_stands_on_its_zero_line() -> None:
    below = drawn(actual=-50, target=100)
    # From −50 to 100 over 328 units: zero lies a third of the way along.
    assert span(below.svg, "zero") == (pytest.approx(115.3, abs=0.06),) * 2
    assert span(below.svg, "actual") == (6, pytest.approx(115.3, abs=0.06))
    assert paths(drawn(bars=False).svg, "zero") == []


def test_bands_meet_where_the_status_turns() -> None:
    svg = drawn().svg
    assert span(svg, "zone-far") == (6, pytest.approx(301.2, abs=0.06))
    assert span(svg, "zone-near") == (pytest.approx(301.2, abs=0.06), 334)
    # Nothing lies beyond the target, so that there is no band above it.
    assert paths(svg, "zone-met") == []


def test_where_length_says_nothing_there_is_a_mark_with_its_status() -> None:
    svg = drawn(bars=False).svg
    assert paths(svg, "actual") == []
    (sign,) = [data for data in paths(svg, "risk") if max(y for _, y in points(data)) < 45]
    assert sign.count("L") == 2  # a triangle
    assert span(svg, "zone-near")[0] > 6


def test_every_band_has_its_sign_below() -> None:
    svg = drawn(actual=106, bars=False).svg
    for style in ("good", "risk", "bad"):
        assert any(max(y for _, y in points(data)) > 45 for data in paths(svg, style)), style


@pytest.mark.parametrize("words", ["", " thousand euros a month and more"])
def test_labels_neither_overlap_nor_leave_the_drawing(words: str) -> None:
    for prior in (80.0, 99.0, 100.0, 0.0):
        chart = drawn(prior=prior, words=words)
        found, (width, height) = texts(chart.svg), size(chart.svg)
        assert len(found) == 3
        assert not any(a.overlaps(b) for a in found for b in found if a is not b)
        assert all(t.left >= 0 and t.right <= width and t.bottom <= height for t in found)


def test_a_card_has_no_words() -> None:
    chart = drawn(worded=False)
    assert texts(chart.svg) == []
    assert size(chart.svg) == (240, 16)


def test_without_a_prior_year_there_is_no_tick() -> None:
    assert paths(drawn(prior=None).svg, "prior-tick") == []


@pytest.mark.parametrize("level", [1e-4, 1e12, -3e5, 1e300, 0.0])
@pytest.mark.parametrize("bars", [True, False])
def test_nothing_leaves_the_drawing(level: float, bars: bool) -> None:
    zones = (Zone("off_track", None, level * 0.9), Zone("on_track", level * 0.9, None))
    svg = drawn(level * 7, level, level * -2, zones, bars=bars).svg
    width, height = size(svg)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in all_points(svg))
