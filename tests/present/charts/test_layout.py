"""What a timeline's drawing is without: zeros that say nothing, marks that hide what they mark."""

from __future__ import annotations

from dataclasses import replace

from kpireport.present.charts import TimelinePoint, timeline
from kpireport.present.view import Tone
from tests.present.charts.svgs import paths, size, texts
from tests.present.charts.test_timeline import WORDS, drawn, month

SAYING = replace(
    WORDS,
    in_billions="in billions",
    throughout=lambda figure, both: f"{figure} throughout" + " as its target" * both,
)


def svg_of(months: list[TimelinePoint], *, columns: bool = True) -> str:
    return timeline(
        months, title="", alt="", words=SAYING, bars=columns,
        tick_text=lambda value, decimals: f"{value:,.{decimals}f}",
    ).svg  # fmt: skip


def said(svg: str) -> list[str]:
    return [t.text for t in texts(svg)]


def test_what_is_zero_in_every_month_is_said_in_words() -> None:
    for columns in (True, False):
        svg = svg_of([month(i, 0.0, 0.0) for i in range(12)], columns=columns)
        assert said(svg)[-1] == "0 throughout as its target"
        assert "0" not in said(svg)
        assert not paths(svg, "actual")
        assert size(svg)[1] < 100
    assert said(svg_of([month(i, 0.0) for i in range(12)]))[-1] == "0 throughout"


def test_a_gap_or_a_target_is_drawn_among_zeros() -> None:
    for other in (month(5, None), month(5, 0.0, 1.0), month(5, 1.0)):
        months = [other if i == 5 else month(i, 0.0) for i in range(12)]
        assert not [text for text in said(svg_of(months)) if "throughout" in text]


def test_an_axis_of_billions_is_named_without_their_zeros() -> None:
    """Up to 1.2 million millions in steps of 200 thousand millions: 0, 200, …, 1,200."""
    svg = svg_of([month(i, 1.117e12) for i in range(30)])
    assert [t for t in said(svg) if t in ("0", "200", "1,200")] == ["0", "200", "1,200"]
    assert "in billions" in said(svg)
    smaller = said(svg_of([month(i, 1.3e9) for i in range(30)], columns=True))
    assert {"0.0", "0.5", "1.5", "in billions"} <= set(smaller)
    millions = said(svg_of([month(i, 7.1e8) for i in range(30)]))
    assert {"0", "800,000,000"} <= set(millions)
    assert "in billions" not in millions


def test_within_a_run_signals_are_small() -> None:
    """Seven signals in a row: the first and the last as large as one that stands alone."""
    run = [month(i, 5.0 + i % 2, signal=Tone.GOOD if i < 7 or i == 9 else None) for i in range(11)]
    good, swatch = paths(drawn(run, columns=False).svg, "good")
    assert swatch
    assert (good.count("a4 4 "), good.count("a2.6 2.6 ")) == (2 * 3, 2 * 5)
