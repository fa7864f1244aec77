"""Ours beside a benchmark of one figure: how far off, as a share of it, in one scale for all.

One figure has no spread to show ours in. Drawn by itself, ours would stand at the same place
whatever the gap; in the same scale for all KPIs, a small gap looks small and a large one large.
A gap beyond the scale is drawn at its edge, with an arrow that says it lies further out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpireport.present.charts.drawing import Drawing, polyline, segment
from kpireport.present.charts.lettering import SMALL, TEXT, shortened, text_width, wrapped
from kpireport.present.charts.quartile_band import (
    BASE,
    EDGE,
    MARK,
    MARK_Y,
    MARKS,
    ROWS,
    SIDE_Y,
    TEXTS,
    WIDTH,
    Ours,
    draw_arrow,
    draw_side,
)
from kpireport.present.charts.scale import drawable
from kpireport.present.view import Chart, Tone

GAP_REACH = 0.5
"""How far the scale goes to either side, as a share of the benchmark."""

GAP_TICKS = (-0.5, -0.25, 0.0, 0.25, 0.5)


def share_of(ours: float, benchmark: float) -> float | None:
    """How far ours is above the benchmark, as a share of its size; None where that says nothing."""
    share = drawable(ours / abs(benchmark)) if benchmark else None
    return None if share is None else share - math.copysign(1, benchmark)


def benchmark_gap(
    share: float, tick_texts: Sequence[str], benchmark_text: str, scale_text: str, told: Ours
) -> Chart:
    """Our mark ``share`` of the benchmark above (or, negative, below) it.

    ``tick_texts`` name ``GAP_TICKS`` and ``scale_text`` says what they are shares of.
    """
    drawing = Drawing(WIDTH)
    draw_side(drawing, told.better, told.higher_is_better)
    note = shortened(scale_text, SMALL, WIDTH * 0.6)
    if told.higher_is_better is False:
        drawing.text(WIDTH - EDGE, SIDE_Y, note, size=SMALL, style="muted-text", anchor="end")
    else:
        drawing.text(EDGE, SIDE_Y, note, size=SMALL, style="muted-text")
    drawing.path("zero", segment(EDGE, WIDTH - EDGE, BASE))
    for tick, text in zip(GAP_TICKS, tick_texts, strict=True):
        x, tall = _x(tick), 14.0 if tick == 0 else 4.0
        style = "actual-thin" if tick == 0 else "plan"
        drawing.path(style, polyline([(x, BASE - tall), (x, BASE + 4)]))
        half = text_width(text, SMALL) / 2
        middle = min(max(x, half + 2), WIDTH - half - 2)
        drawing.text(middle, ROWS[0], text, size=SMALL, style="muted-text", anchor="middle")
    lines = wrapped(benchmark_text, SMALL, WIDTH - 2 * EDGE)
    for at, line in enumerate(lines):
        y = ROWS[1] + at * (ROWS[1] - ROWS[0])
        drawing.text(_x(0), y, line, size=SMALL, style="muted-text", anchor="middle")
    bottom = ROWS[0] + len(lines) * (ROWS[1] - ROWS[0]) + 6
    _ours(drawing, share, told.ours_text, told.tone)
    return Chart(drawing.svg(bottom, told.alt, "chart band"), told.alt, told.title)


def _x(share: float) -> float:
    held = max(-GAP_REACH, min(GAP_REACH, share))
    return WIDTH / 2 + held / GAP_REACH * (WIDTH / 2 - EDGE - MARK)


def _ours(drawing: Drawing, share: float, text: str, tone: Tone) -> None:
    x = _x(share)
    side = (share > GAP_REACH) - (share < -GAP_REACH)
    style, shape = MARKS[tone]
    if side:
        draw_arrow(drawing, x, MARK_Y, side)
        x -= side * (MARK + 14)
    else:
        drawing.path("actual-thin", polyline([(x, MARK_Y), (x, BASE)]))
    drawing.path(style, shape(x, MARK_Y, MARK))
    shown = shortened(text, TEXT, WIDTH - 2 * EDGE)
    half = text_width(shown, TEXT) / 2
    middle = min(max(x, EDGE + half), WIDTH - EDGE - half)
    drawing.text(
        middle, MARK_Y - 12, shown, size=TEXT, style=TEXTS[tone], anchor="middle", bold=True
    )
