"""The board's variance bars: every KPI's distance from its target, in one scale for all.

Variances in the KPIs' own units can't share an axis; as a part of the target they can, also
those of percentages (0.1 points off a target of 2.0 % is 5 % of it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpireport.i18n.messages import Messages
from kpireport.i18n.values import shown_share
from kpireport.model.measure import Measure
from kpireport.present.charts.variance_bar import is_cut, shared_limit, variance_bar
from kpireport.present.figures import share_text
from kpireport.present.verdict import Speaker
from kpireport.present.view import KpiView


def share_of_target(measure: Measure) -> float | None:
    """How much better than its target the actual is, as a part of the target; worse is negative.

    Of a band it is what attainment loses outside of it. None where the target is zero or missing,
    and where neither side is better.
    """
    favourable = measure.favourable_variance
    if favourable is None:
        return None
    if measure.target is None:
        return None if measure.attainment is None else measure.attainment - 1
    return favourable / abs(measure.target) if measure.target else None


def with_variance_bars(
    messages: Messages, speakers: Mapping[str, Speaker], views: Mapping[str, KpiView]
) -> tuple[dict[str, KpiView], str]:
    """The KPIs with their bars, and how far the bars' scale reaches (``±15%``, or nothing)."""
    shares = {
        kpi_id: share
        for kpi_id, speaker in speakers.items()
        if (share := share_of_target(speaker.result.measure)) is not None
    }
    if not shares:
        return {**views}, ""
    limit = shared_limit(shares.values())
    drawn = {
        kpi_id: replace(
            view,
            variance_bar=variance_bar(
                shares[kpi_id], limit, alt=_alt(messages, view, shares[kpi_id], limit)
            ),
        )
        if kpi_id in shares
        else view
        for kpi_id, view in views.items()
    }
    return drawn, "±" + share_text(messages, limit, (0.0,)).text


def _alt(messages: Messages, view: KpiView, share: float, limit: float) -> str:
    """The bar in words: the variance, what part of the target it is, and for whom it is good."""
    if not share:
        return messages.text("chart.variance_none", name=view.name)
    size = shown_share(messages.formats, abs(share), 1 if abs(share) >= 0.0005 else 2).text
    said = messages.text(
        "chart.variance_better" if share > 0 else "chart.variance_worse",
        name=view.name,
        variance=view.month.variance.text,
        share=size,
    )
    return f"{said} {messages.text('chart.variance_cut')}" if is_cut(share, limit) else said
