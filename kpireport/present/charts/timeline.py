"""A KPI through time: actual, target, prior year, forecast, process limits, variance.

Notation after IBCS and ISO 24896: actual solid and dark, prior year lighter, plan outlined,
forecast hatched; a variance is coloured by favourability and, so that colour never stands alone,
solid where it is bad and hollow where it is good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpireport.present.charts.drawing import Drawing, number
from kpireport.present.charts.key import draw_key
from kpireport.present.charts.labels import draw_labels
from kpireport.present.charts.layout import Layout, lay_out
from kpireport.present.charts.months import draw_months
from kpireport.present.charts.plot import draw_ground, draw_series
from kpireport.present.charts.points import NO_SHARE, SharedScale, TimelinePoint, TimelineWords
from kpireport.present.charts.scale import TickText, drawable
from kpireport.present.charts.strip import draw_strip
from kpireport.present.view import Chart

_SCREEN, _PHONE = 720.0, 340.0
_WHOLE_PAGE, _HALF_PAGE = (620.0, 106.0), (520.0, 84.0)
"""How wide a drawing for paper is, and how high its months: letters of 10.5 stay above 7 points."""

_STRIP_ON_PAPER = 50.0
"""How high variances may be there before they and the months are both drawn lower."""


def timeline(
    points: Sequence[TimelinePoint],
    *,
    title: str,
    alt: str,
    words: TimelineWords,
    tick_text: TickText,
    bars: bool,
    narrow_months: int = 13,
    whole_page: bool = False,
    shared: SharedScale = NO_SHARE,
) -> Chart:
    """The chart of a KPI's section: consecutive months, oldest first.

    ``bars`` draws columns from zero (figures that add up), else lines whose axis need not hold
    zero. ``alt`` is the sentence that says what
    the chart shows. Below the months a second strip shows each month's variance from target.
    The ``Chart`` also carries a narrow drawing of the last ``narrow_months`` for phones, and one
    for paper: of all months, but lower and with letters that stay legible at half a page's width,
    or, with ``whole_page``, beside the text of a page of its own. ``shared`` is the scale that it
    has in common with other charts of its unit.
    """
    clean = [_cleaned(point) for point in points]
    recent = _recent(clean, narrow_months)
    paper_width, paper_plot = _WHOLE_PAGE if whole_page else _HALF_PAGE

    whole = lay_out(clean, _SCREEN, words, tick_text, bars, None, shared)

    def drawn(
        shown: Sequence[TimelinePoint], width: float, kind: str, height: float | None = None
    ) -> str:
        first = None if height is not None else clean.index(shown[0]) if shown else 0
        factor = whole.strip.factor if whole.strip else None
        layout = lay_out(shown, width, words, tick_text, bars, height, shared, factor)
        if height is not None and layout.strip and layout.strip.span > _STRIP_ON_PAPER:
            height *= (height + _STRIP_ON_PAPER) / (height + layout.strip.span)
            layout = lay_out(shown, width, words, tick_text, bars, height, shared, factor)
        return _drawn(layout, alt, kind, first)

    return Chart(
        svg=drawn(clean, _SCREEN, "chart"),
        alt=alt,
        title=title,
        narrow=drawn(recent, _PHONE, "chart narrow"),
        paper=drawn(clean, paper_width, "chart", paper_plot),
    )


def _drawn(layout: Layout, alt: str, css_class: str, first: int | None) -> str:
    drawing = Drawing(layout.width)
    draw_ground(drawing, layout)
    if not layout.throughout:
        draw_series(drawing, layout)
    draw_strip(drawing, layout)
    draw_months(drawing, layout)
    draw_labels(drawing, layout)
    draw_key(drawing, layout.key, layout.bars)
    months = "" if first is None else _where_months_are(layout, first)
    return drawing.svg(layout.height, alt, css_class, months)


def _where_months_are(plot: Layout, first: int) -> str:
    """For whoever points at them: the first one's place in the whole, how many, left, width."""
    return f"{first} {len(plot.points)} {number(plot.left)} {plot.slot:.3f}"


def _cleaned(point: TimelinePoint) -> TimelinePoint:
    return replace(
        point,
        actual=drawable(point.actual),
        target=drawable(point.target),
        target_low=drawable(point.target_low),
        target_high=drawable(point.target_high),
        prior_year=drawable(point.prior_year),
        forecast=drawable(point.forecast),
        mean=drawable(point.mean),
        lower=drawable(point.lower),
        upper=drawable(point.upper),
        variance=drawable(point.variance),
    )


def _recent(points: Sequence[TimelinePoint], months: int) -> list[TimelinePoint]:
    """The months around the report's own: as many as a phone shows, the next three included."""
    closed = sum(1 for point in points if not point.future)
    end = min(len(points), closed + 3)
    return list(points[max(0, end - months) : end])
