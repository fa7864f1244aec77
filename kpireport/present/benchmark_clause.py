"""What a benchmark adds to a KPI's sentence: being ahead of most peers, or behind them."""

from __future__ import annotations

from kpireport.i18n.messages import Messages
from kpireport.i18n.values import shown_share
from kpireport.model.scorecard import KpiResult
from kpireport.model.standing import Position

_KEYS = {
    Position.AT_OR_BEYOND_BEST: "beaten_at_least",
    Position.AT_OR_BEYOND_WORST: "beaten_at_most",
}


def benchmark_clause(messages: Messages, result: KpiResult) -> str:
    """Only for a KPI at or beyond the outermost quantiles, and not for a dated figure.

    Between them, and against one figure, the benchmark's own lines say all there is.
    """
    standing = result.standing
    if standing is None or standing.dated or standing.percentile is None:
        return ""
    key = _KEYS.get(standing.position) if standing.position else None
    if key is None:
        return ""
    share = shown_share(messages.formats, standing.percentile, 0).text
    return messages.text(f"benchmark.{key}", share=share)
