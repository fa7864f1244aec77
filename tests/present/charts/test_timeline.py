"""Timelines: honest columns, gaps, notation, labels that neither touch nor leave the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.present.charts import TimelinePoint, TimelineWords, timeline
from kpireport.present.charts.drawing import STYLES, chart_css
from kpireport.present.charts.points import SharedScale
from kpireport.present.view import Chart, Tone
from tests.present.charts.svgs import all_points, bars, parsed, paths, points, size, texts
from tests.sweeps import examples

WORDS = TimelineWords(
    actual="Actual", target="Target", prior_year="Prior year", forecast="Forecast",
    variance="Variance", limits="Process limits", mean="Mean", signal="Signal",
    provisional="Provisional",
)  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month(
    index: int, actual: float | None, target: float | None = None, **other: Any
) -> TimelinePoint:
    name, year = MONTHS[index % 12], str(2024 + index // 12)
    point = TimelinePoint(f"{name} {year}", name, year, actual=actual, target=target)
    if actual is not None:
        point = replace(point, actual_text=f"{actual:,.0f}")
    if target is not None:
        point = replace(point, target_text=f"{target:,.0f}")
    if actual is not None and target is not None:
        gap = actual - target
        tone = Tone.GOOD if gap > 0 else Tone.BAD if gap < 0 else Tone.PLAIN
        point = replace(point, variance=gap, tone=tone, variance_text=f"{gap:+,.0f}")
    return replace(point, **other)


def drawn(months: Sequence[TimelinePoint], *, columns: bool = True) -> Chart:
    return timeline(
        months, title="T", alt="What it shows", words=WORDS,
        tick_text=lambda value, decimals: f"{value:,.{decimals}f}"[:24], bars=columns,
    )  # fmt: skip


def test_columns_are_as_long_as_their_figures() -> None:
    svg = drawn([month(i, value) for i, value in enumerate((100, 200, 50))]).svg
    heights = [height for _, height in bars(svg, "actual")[1:]]  # the first is the key's swatch
    assert heights[0] == pytest.approx(heights[1] / 2, abs=0.1)
    assert heights[2] == pytest.approx(heights[1] / 4, abs=0.1)


def test_the_plan_is_outlined_the_forecast_hatched_the_provisional_apart() -> None:
    svg = drawn(
        [
            month(0, 100, 110),
            month(1, 90, 110, provisional=True, future=True),
            month(2, None, 110, forecast=105.0, forecast_text="105", future=True),
        ]
    ).svg
    assert STYLES["plan"]["fill"] == "none"
    assert len(bars(svg, "plan")) == 1 + 3
    assert len(bars(svg, "actual")) == 1 + 1
    assert len(bars(svg, "provisional")) == 1 + 1
    assert len(bars(svg, "hatched")) == 1 + 1
    assert paths(svg, "hatch")
    assert {"Actual", "Provisional", "Target", "Forecast"} <= {t.text for t in texts(svg)}


def test_variance_follows_favourability_not_sign() -> None:
    lower_is_better = month(0, 90, 100, tone=Tone.GOOD)
    svg = drawn([lower_is_better, month(1, 110, 100, tone=Tone.BAD)]).svg
    (good,) = bars(svg, "good-hollow")
    (bad,) = bars(svg, "bad")
    assert good[1] < 0 < bad[1]
    assert STYLES["good-hollow"]["fill"] != STYLES["bad"]["fill"]


def test_variances_are_in_the_plots_scale_or_say_how_not() -> None:
    same = drawn([month(0, 100, 90), month(1, 95, 100)]).svg
    plan = max(height for _, height in bars(same, "plan"))
    strip = bars(same, "good-hollow")[0][1]
    assert strip / plan == pytest.approx(10 / 100, abs=0.01)
    assert "Variance" in {t.text for t in texts(same)}
    magnified = drawn([month(0, 1000, 999), month(1, 998, 1000)]).svg
    assert any(t.text.startswith("Variance (×") for t in texts(magnified))


def test_a_missing_month_breaks_the_line_and_leaves_no_column() -> None:
    values = [month(i, value) for i, value in enumerate((5.0, 6.0, None, 7.0, 8.0))]
    line = paths(drawn(values, columns=False).svg, "actual-line")
    assert sum(data.count("M") for data in line if data.count("L")) == 2
    assert len(bars(drawn(values).svg, "actual")) == 1 + 4


def test_every_column_has_its_figure_where_there_is_room() -> None:
    svg = drawn([month(i, 100 + i, 100) for i in range(13)]).svg
    shown = {t.text for t in texts(svg)}
    assert {str(100 + i) for i in range(13)} <= shown
    assert "0" not in shown  # no axis beside labelled columns


def test_many_columns_have_an_axis_and_the_report_months_figure_in_bold() -> None:
    svg = drawn([month(i, 1_000_000 + i, 1_000_000) for i in range(36)]).svg
    bold = {t.text for t in texts(svg) if t.bold}
    assert bold == {"1,000,035", "+35", "Dec"}
    assert "400,000" in {t.text for t in texts(svg)}


def test_months_are_thinned_out_from_the_report_month_and_years_stand_once() -> None:
    svg = drawn([month(i, 5.0) for i in range(60)], columns=False).svg
    shown = [t.text for t in texts(svg)]
    assert shown.count("Dec") >= 5
    assert [shown.count(str(year)) for year in range(2024, 2029)] == [1] * 5


def test_the_report_s_own_month_is_named_at_the_edge_too() -> None:
    """Thirty columns that end at it, with a name that is wider than a column."""
    chart = drawn([month(i, 5.0) for i in range(29)] + [replace(month(29, 5.0), month="septembre")])
    for svg in (chart.svg, chart.paper):
        (own,) = [text for text in texts(svg) if text.text == "septembre"]
        assert own.bold
        assert own.right <= size(svg)[0] + 0.01
        assert not any(own.overlaps(text) for text in texts(svg) if text.text in MONTHS)


def test_signals_differ_by_shape_too() -> None:
    points_ = [month(0, 5.0, signal=Tone.GOOD), month(1, 6.0, signal=Tone.BAD), month(2, 5.5)]
    svg = drawn(points_, columns=False).svg
    assert "a" in paths(svg, "good")[0]  # a circle
    assert "a" not in paths(svg, "bad")[0]  # a diamond


def test_limits_restart_without_a_riser() -> None:
    limits = [{"lower": 1.0, "upper": 9.0, "mean": 5.0}] * 3 + [
        {"lower": 3.0, "upper": 7.0, "mean": 5.0}
    ] * 3
    svg = drawn([month(i, 5.0, **limit) for i, limit in enumerate(limits)], columns=False).svg
    heights = {
        tuple(y for _, y in points("M" + piece))
        for d in paths(svg, "limit")
        for piece in d.split("M")[1:]
    }
    assert all(len(set(pair)) == 1 for pair in heights)
    assert len(heights) == 4 + 1  # two stretches with two limits each, and the key's swatch


def test_events_are_named_in_full_or_numbered_and_listed_in_full() -> None:
    long = "The warehouse moved to another town and everything else with it, slowly" * 3
    months = [month(i, 5.0, event=long if i in (1, 10, 11) else "") for i in range(12)]
    for svg in (drawn(months).svg, drawn(months).narrow):
        found = [t.text for t in texts(svg)]
        assert {"1", "2", "3"} <= set(found)
        assert "".join(found).replace(" ", "").count(long.replace(" ", "")) == 3
        assert not any("…" in text for text in found)
        assert all(t.left >= 0 and t.right <= size(svg)[0] for t in texts(svg))
    one = [month(i, 5.0, event="Moved" if i == 4 else "") for i in range(12)]
    assert [t.text for t in texts(drawn(one).svg)].count("Moved") == 1


def test_a_note_on_the_scale_is_never_cut() -> None:
    note = "same scale as " + " and ".join(["A name of thirty letters or so"] * 5)
    months = [month(i, 50.0 + i % 3) for i in range(30)]
    for columns in (True, False):
        chart = timeline(
            months, title="", alt="", words=WORDS, bars=columns, shared=SharedScale((), note),
            tick_text=lambda value, decimals: f"{value:,.0f}",
        )  # fmt: skip
        for svg in (chart.svg, chart.narrow, chart.paper):
            assert note in " ".join(t.text for t in texts(svg))


def test_the_report_months_figure_stands_over_its_own_column() -> None:
    months = [month(i, 400_000.0 + 9_000 * i, event="Moved" * (i == 27)) for i in range(30)]
    ahead = [*months, *(month(30 + i, None, 900_000.0) for i in range(4))]
    svg = drawn(ahead).svg
    (label,) = [t for t in texts(svg) if t.text == "661,000"]
    assert (label.left + label.right) / 2 == pytest.approx(bars(svg, "actual")[-1][0], abs=0.2)


def test_provisional_variances_are_drawn_apart_and_named() -> None:
    words = replace(WORDS, open_variance="dashed: provisional")
    months = [month(0, 5.0, 7.0), month(1, 5.0, 7.0, provisional=True)]
    svg = timeline(
        months, title="", alt="", words=words, bars=False,
        tick_text=lambda value, decimals: f"{value:,.0f}",
    ).svg  # fmt: skip
    assert len(bars(svg, "bad")) == len(bars(svg, "bad-open")) == 1
    assert "Variance, dashed: provisional" in [t.text for t in texts(svg)]
    assert "dashed" not in drawn(months[:1]).svg


def test_a_mean_line_does_not_strike_through_figures() -> None:
    months = [month(i, float(i == 3), mean=0.05) for i in range(12)]
    svg = drawn(months).svg
    mean = paths(svg, "mean")[0]  # the key is drawn last
    level = points(mean)[0][1]
    assert not [t for t in texts(svg) if t.text == "0" and t.top - 1 < level < t.bottom + 1]


def test_what_is_zero_draws_nothing_over_the_axis_that_columns_stand_on() -> None:
    months = [month(i, 2.0, prior_year=float(i % 2), lower=0.0, upper=5.0) for i in range(4)]
    columns, lines = drawn(months).svg, drawn(months, columns=False).svg
    assert sum(path.count("M") for path in paths(columns, "prior-tick")) == 1 + 2  # the key's one
    # The upper limit and the key's swatch; lines may stand on zero, so theirs is drawn there.
    assert sum(path.count("M") for path in paths(columns, "limit")) == 1 + 1
    assert sum(path.count("M") for path in paths(lines, "limit")) == 2 + 1


def test_a_strip_in_another_scale_has_the_same_on_paper() -> None:
    months = [month(i, 5000.0 + 10 * (i % 3), 5000.0) for i in range(12)]
    chart = drawn(months)
    (screen,) = [t.text for t in texts(chart.svg) if t.text.startswith("Variance")]
    assert screen != "Variance"
    for svg in (chart.paper, chart.narrow):
        assert screen in [t.text for t in texts(svg)]


def test_words_from_right_to_left_are_set_apart() -> None:
    svg = drawn(
        [month(i, 5.0, event="\u05e9\u05dc\u05d5\u05dd 2" * (i == 3)) for i in range(12)]
    ).svg
    assert "\u2068\u05e9\u05dc\u05d5\u05dd 2\u2069" in [t.text for t in texts(svg)]


def test_phones_get_the_last_months() -> None:
    chart = drawn([month(i, 100, 100) for i in range(36)])
    assert size(chart.narrow)[0] == 340
    assert len(bars(chart.narrow, "actual")) == 1 + 13


def test_the_drawing_has_no_identifier_and_only_known_colours() -> None:
    svg = drawn([month(i, 100, 90, signal=Tone.GOOD) for i in range(12)]).svg
    assert not [e for e in parsed(svg).iter() if "id" in e.attrib or "href" in e.attrib]
    assert "<style" not in svg
    assert "url(" not in svg


def test_every_style_can_be_recoloured_by_the_page() -> None:
    css = chart_css()
    for name, style in STYLES.items():
        assert f".k-{name}{{" in css
        assert any(value.startswith("@") for value in style.values())


def test_equal_figures_give_equal_bytes() -> None:
    months = [month(i, 100 / 3 * i, 7) for i in range(24)]
    assert drawn(months) == drawn(months)


FIGURE = st.one_of(
    st.none(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(-1e7, 1e7),
    st.sampled_from([0.0, 1.0, -1.0, 1e15, -1e-9]),
)


def text_of(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}"[:24]


@st.composite
def timelines(draw: st.DrawFn) -> list[TimelinePoint]:
    """One to sixty months with everything a month can have."""
    count = draw(st.integers(1, 60))
    ahead = draw(st.integers(0, 3))
    found = []
    for i in range(count):
        actual, target, forecast = draw(FIGURE), draw(FIGURE), draw(FIGURE)
        variance = None if actual is None or target is None else actual - target
        found.append(
            TimelinePoint(
                f"{MONTHS[i % 12]} {2024 + i // 12}", MONTHS[i % 12], str(2024 + i // 12),
                actual, target, draw(FIGURE) if i % 3 else None, draw(FIGURE) if i % 3 else None,
                draw(FIGURE), forecast, draw(FIGURE), draw(FIGURE), draw(FIGURE), variance,
                draw(st.sampled_from(Tone)), draw(st.sampled_from([None, *Tone])),
                draw(st.sampled_from(["", "", "", "Prices raised"])), draw(st.booleans()),
                i >= count - ahead, text_of(actual), text_of(target), text_of(forecast),
                text_of(variance),
            )
        )  # fmt: skip
    return found


def inside(svg: str) -> None:
    """Nothing leaves the drawing."""
    width, height = size(svg)
    for x, y in all_points(svg):
        assert -0.5 <= x <= width + 0.5
        assert -0.5 <= y <= height + 0.5
    for text in texts(svg):
        assert text.left >= -0.5, text
        assert text.right <= width + 0.5, text
        assert 0 <= text.top < text.bottom <= height, text


@examples(120)
@given(timelines(), st.booleans())
def test_whatever_the_figures_the_drawing_is_sound(
    months: list[TimelinePoint], columns: bool
) -> None:
    chart = drawn(months, columns=columns)
    for svg in (chart.svg, chart.narrow):
        for data in (d for style in STYLES for d in paths(svg, style)):
            assert "n" not in data  # neither nan nor inf
        inside(svg)


@examples(120)
@given(
    st.lists(st.floats(-2000, 9000), min_size=1, max_size=60),
    st.floats(-500, 5000),
    st.integers(0, 3),
    st.booleans(),
)
def test_no_two_texts_touch(values: list[float], target: float, ahead: int, columns: bool) -> None:
    last = len(values) - ahead
    months = [
        month(i, value, target)
        if i < last
        else month(i, None, target, forecast=value, forecast_text=f"{value:,.0f}", future=True)
        for i, value in enumerate(values)
    ]
    chart = drawn(months, columns=columns)
    for svg in (chart.svg, chart.narrow):
        for one, other in combinations(texts(svg), 2):
            assert not one.overlaps(other), (one, other)
