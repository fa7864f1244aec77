"""The band of quantiles: everything to scale, the good side named, shapes beside colours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpireport.present.charts.quartile_band import Ours, PublishedPoint, quartile_band
from kpireport.present.view import Tone
from tests.present.charts.svgs import all_points, parsed, paths, points, size, texts

QUARTILES = (
    PublishedPoint(10, "Lower quartile 10"),
    PublishedPoint(20, "Median 20", central=True),
    PublishedPoint(40, "Upper quartile 40"),
)
ANY = st.floats(allow_nan=True, allow_infinity=True)


def drawn(ours: float, tone: Tone = Tone.GOOD, higher: bool | None = True) -> str:
    own = Ours("Ours", "Words", tone=tone, better="better", higher_is_better=higher)
    return quartile_band(QUARTILES, ours, own).svg


def middle(data: str) -> float:
    across = [x for x, _ in points(data)]
    return (min(across) + max(across)) / 2


def test_ticks_and_our_mark_stand_to_scale() -> None:
    svg = drawn(25)
    # The ticks of the outer quartiles; the arrow of the better side is drawn higher up.
    low, high = sorted({points(d)[0][0] for d in paths(svg, "plan") if points(d)[0][1] > 40})
    ours = middle(paths(svg, "good")[0])
    # 25 lies half way from 10 to 40.
    assert abs(ours - (low + high) / 2) < 0.2
    band = points(paths(svg, "band")[0])
    assert abs(band[0][0] - low) < 0.1
    assert abs(max(x for x, _ in band) - high) < 0.1


def test_good_and_bad_differ_in_shape() -> None:
    good, bad = paths(drawn(25), "good")[0], paths(drawn(25, Tone.BAD), "bad")[0]
    assert "a" in good and "a" not in bad
    assert paths(drawn(25, Tone.PLAIN), "quiet-hollow")


def test_the_better_side_is_named_where_there_is_one() -> None:
    (higher,) = [t for t in texts(drawn(25)) if t.text == "better"]
    (lower,) = [t for t in texts(drawn(25, higher=False)) if t.text == "better"]
    assert higher.left > 250 and lower.right < 90
    assert not [t for t in texts(drawn(25, higher=None)) if t.text == "better"]


def test_a_figure_far_outside_is_drawn_at_the_edge_with_an_arrow() -> None:
    near, far = drawn(60), drawn(6000)
    assert len(paths(far, "plan")) == len(paths(near, "plan")) + 2
    # The band keeps a size at which it can be read.
    across = [x for x, _ in points(paths(far, "band")[0])]
    assert max(across) - min(across) > 60
    assert middle(paths(far, "good")[0]) > 300
    assert middle(paths(drawn(-6000), "good")[0]) < 40


def test_one_figure_is_a_tick_without_a_band() -> None:
    chart = quartile_band([PublishedPoint(10, "Mean 10", True)], 12, Ours("Ours 12", "x"))
    assert paths(chart.svg, "band") == []
    assert [t.text for t in texts(chart.svg)] == ["Mean 10", "Ours 12"]


def test_labels_never_overlap_and_stay_inside() -> None:
    for ours in (-500, 3, 10, 15, 20, 39, 40, 61, 500):
        svg = drawn(ours)
        found, (width, height) = texts(svg), size(svg)
        assert len(found) == 5
        for at, text in enumerate(found):
            assert text.left >= 0 and text.right <= width and text.bottom <= height
            assert not any(text.overlaps(other) for other in found[at + 1 :])


def test_words_are_escaped() -> None:
    chart = quartile_band(QUARTILES, 15, Ours("<b>", "a < b & c", "T"))
    assert parsed(chart.svg)[0].text == "a < b & c"
    assert (chart.alt, chart.title) == ("a < b & c", "T")


@given(st.lists(ANY, max_size=6), ANY, st.sampled_from(list(Tone)))
def test_any_numbers_give_a_drawing_inside_its_bounds(
    values: list[float], ours: float, tone: Tone
) -> None:
    rising = sorted(v for v in values if v == v)
    published = [PublishedPoint(v, f"{v:.3g}", at == 1) for at, v in enumerate(rising)]
    svg = quartile_band(published, ours, Ours("Ours", "x", tone=tone)).svg
    width, height = size(svg)
    for x, y in all_points(svg):
        assert -1 <= x <= width + 1
        assert -1 <= y <= height + 1
