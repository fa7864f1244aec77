"""Sparklines: gaps stay gaps, the last figure is marked by status, columns are honest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpireport.present.charts import sparkline
from tests.present.charts.svgs import all_points, bars, parsed, paths, points, size

FIGURES = st.lists(
    st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True)), max_size=60
)


def test_the_alternative_text_is_the_title_and_is_escaped() -> None:
    svg = sparkline([1, 2], alt="Sales <up> & “away”\x00").svg
    title = next(iter(parsed(svg)))
    assert title.tag.endswith("title")
    assert title.text == "Sales <up> & “away”"
    assert parsed(svg).attrib["role"] == "img"


def test_a_missing_month_breaks_the_line() -> None:
    whole = sparkline([1, 2, 3, 4], alt="").svg
    broken = sparkline([1, 2, None, 4, 5], alt="").svg
    assert whole.count("k-actual-thin") == 1
    assert paths(broken, "actual-thin")[0].count("M") == 2


def test_a_month_alone_between_gaps_is_a_dot() -> None:
    svg = sparkline([1, None, 2, None, 3, 4], alt="").svg
    assert paths(svg, "actual")[0].count("M") == 2


def test_columns_are_as_long_as_their_figures() -> None:
    found = bars(sparkline([10, 20, 40], bars=True, alt="").svg, "actual")
    heights = [height for _, height in found]
    assert heights == [5, 10, 20]


def test_columns_below_zero_hang_down() -> None:
    found = bars(sparkline([10, -10], bars=True, alt="").svg, "actual")
    assert found[0][1] > 0 > found[1][1]


def test_each_status_has_a_style_and_a_shape_of_its_own() -> None:
    drawn = {
        status: sparkline([1, 2], status=status, alt="").svg.rsplit("<path", 1)[1]
        for status in ("on_track", "at_risk", "off_track", "no_target")
    }
    styles = {mark.split('"')[1] for mark in drawn.values()}
    assert len(styles) == 4
    commands = {"".join(c for c in mark.split(' d="')[1] if c.isalpha()) for mark in drawn.values()}
    # Circle (two statuses, one filled and one hollow), triangle (three corners), diamond (four).
    assert len(commands) == 3


def test_the_last_known_month_is_marked_even_where_later_ones_are_missing() -> None:
    svg = sparkline([1, 2, None], status="on_track", alt="").svg
    (x, _), *_ = points(paths(svg, "good")[0])
    assert 50 < x < 70


def test_a_range_is_a_band_and_an_open_end_reaches_the_edge() -> None:
    svg = sparkline([5, 5], lows=[4, 4], highs=[6, None], alt="").svg
    tops = [y for _, y in points(paths(svg, "band")[0])]
    assert 0.0 in tops


@given(FIGURES, FIGURES, st.booleans())
def test_whatever_the_figures_the_drawing_is_sound(
    values: list[float | None], targets: list[float | None], columns: bool
) -> None:
    svg = sparkline(values, targets, status="at_risk", bars=columns, alt="x").svg
    width, height = size(svg)
    assert "nan" not in svg.lower()
    assert "inf" not in svg.lower().replace("font-family", "")
    for x, y in all_points(svg):
        assert -0.1 <= x <= width + 0.1
        assert -0.1 <= y <= height + 0.1
