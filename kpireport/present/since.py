"""Since when a KPI has had its status: named by its first month, quarter or year."""

from __future__ import annotations

from kpireport.i18n.messages import Messages
from kpireport.model.kpi import Frequency
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status

WHEN = {
    Frequency.MONTHLY: "verdict.in_month",
    Frequency.QUARTERLY: "verdict.in_quarter",
    Frequency.YEARLY: "verdict.in_year",
}
"""A period with its preposition: ``in Oct 2026``, ``in the quarter to Sep 2026``."""
SPANS = {
    Frequency.MONTHLY: "months",
    Frequency.QUARTERLY: "quarters",
    Frequency.YEARLY: "years",
}
"""How a number of periods is called: ``highlight.months`` is ``4 months``."""
_SINCE = {
    Frequency.MONTHLY: "highlight.since_month",
    Frequency.QUARTERLY: "highlight.since_quarter",
    Frequency.YEARLY: "highlight.since_year",
}
_RATED = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)


def lasting(messages: Messages, result: KpiResult, status: str, period: Period, count: int) -> str:
    """``off track since Jul 2026``, ``at risk since the quarter to Mar 2026``.

    ``status`` has held for ``count`` figures up to ``period``. Where no earlier one is rated,
    nobody knows since when: ``off track for 4 months in a row``.
    """
    frequency = result.kpi.frequency
    first = period.shift((1 - count) * frequency.months)
    if any(p.measure.status in _RATED and p.period < first for p in result.history):
        since = messages.text(_SINCE[frequency], period=first)
        return messages.text(f"highlight.{status}_since", since=since)
    span = messages.text(f"highlight.{SPANS[frequency]}", count=count)
    return messages.text(f"highlight.{status}_long", span=span)


def before(messages: Messages, result: KpiResult, period: Period) -> str:
    """The figure's period before: ``in Sep 2026``, ``in the quarter to Jun 2026``."""
    frequency = result.kpi.frequency
    return messages.text(WHEN[frequency], period=period.shift(-frequency.months))
