"""A KPI in one sentence: its month against the target, the year to date, and how it behaves.

A verdict is a row of clauses; each is a small function that has something to say or not. What
else is known of a KPI joins the sentence as one more clause.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kpireport.compute.streaks import MISSED, in_a_row
from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import EQUAL
from kpireport.i18n.typography import MINUS
from kpireport.model.kpi import Aggregation, Direction, Frequency
from kpireport.model.measure import Measure
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from kpireport.present.benchmark_clause import benchmark_clause
from kpireport.present.edges import distance
from kpireport.present.figures import KpiFigures
from kpireport.present.goal_view import goal_clause
from kpireport.present.measures import compares_fewer, months_covered
from kpireport.present.process_clause import process_clause
from kpireport.present.since import WHEN, lasting
from kpireport.present.view import Figure

_NOT_ACCUMULATED = (None, Aggregation.LAST)


@dataclass(frozen=True, slots=True)
class Speaker:
    """What a clause is made from: the KPI's result and how its figures are shown."""

    messages: Messages
    figures: KpiFigures
    result: KpiResult
    report_period: Period

    @property
    def period(self) -> Period:
        """The month the figure stands for."""
        return self.result.period or self.report_period

    @property
    def when(self) -> str:
        """``in Oct 2026``, ``in the quarter to Sep 2026``."""
        return self.messages.text(WHEN[self.result.kpi.frequency], period=self.period)


def verdict(speaker: Speaker) -> str:
    """The KPI's one sentence."""
    return joined(speaker) + "."


def clauses(speaker: Speaker) -> tuple[str, ...]:
    """What the sentence joins: for how long the target is missed only where the process's clause,
    what status, signal and trend say together, doesn't hold it already."""
    missed = _so_long(speaker)
    process = process_clause(speaker.messages, speaker.result, missed)
    said = (
        _month(speaker),
        _year(speaker),
        _change(speaker),
        "" if process else missed,
        _goal(speaker),
        process,
        benchmark_clause(speaker.messages, speaker.result),
        _provisional(speaker),
    )
    return tuple(text for text in said if text)


def joined(speaker: Speaker) -> str:
    """The clauses as one, without the full stop."""
    return speaker.messages.text("verdict.separator").join(clauses(speaker))


def in_short(speaker: Speaker) -> str:
    """The figure against its target, and since when that is missed."""
    said = (_month(speaker), _so_long(speaker))
    return speaker.messages.text("verdict.separator").join(text for text in said if text)


def _month(speaker: Speaker) -> str:
    measure, text = speaker.result.measure, speaker.messages.text
    shown = speaker.figures.measure(measure)
    if measure.actual is None and measure.status not in (Status.NO_DATA, None):
        return text("verdict.from_children", when=speaker.when)
    if measure.actual is None:
        target = speaker.figures.spelt_target(measure, shown.decimals)
        key = "verdict.no_data_target" if target else "verdict.no_data"
        return text(key, period=speaker.period, target=target)
    actual = speaker.figures.spelt(measure.actual, shown.decimals)
    against = gap(speaker.messages, speaker.figures, measure)
    if against:
        return text("verdict.now", actual=actual, when=speaker.when, gap=against)
    key = "now_without_target" if measure.status is Status.NO_TARGET else "now_plain"
    return text(f"verdict.{key}", actual=actual, when=speaker.when)


def gap(
    messages: Messages, figures: KpiFigures, measure: Measure, *, absolute: bool = False
) -> str:
    """How far an actual is from its target and on which side; empty without a target.

    Where less is better the side is said as better or worse, since "above" sounds like good news.
    From a target of zero an actual is as far as it is large: only the target is said then.
    The distance is a share of the target, with ``absolute`` the amount too: ``£103,605 (2.3%)``.
    """
    variance = distance(measure)
    shown = figures.measure(measure)
    target = figures.spelt_target(measure, shown.decimals)
    if variance is None or measure.actual is None or not target:
        return ""
    if measure.target is None:
        key = (
            "inside"
            if not is_told(shown.variance)
            else "over_range"
            if variance > 0
            else "under_range"
        )
    elif math.isclose(measure.actual, measure.target, rel_tol=EQUAL):
        key = "exact"
    elif measure.target and not is_told(shown.variance):
        key = "even"
    elif measure.target == 0:
        key = "against_zero"
    elif figures.kpi.direction is Direction.LOWER:
        key = "better" if variance < 0 else "worse"
    else:
        key = "above" if variance > 0 else "below"
    amount = figures.spelt_size(variance, shown.decimals)
    share = unsigned(shown.variance_pct) if is_told(shown.variance_pct) else ""
    size = share or amount
    if absolute and share:
        size = messages.text("verdict.amount_and_share", amount=amount, share=share)
    return messages.text(f"verdict.{key}", size=size, target=target)


def is_told(figure: Figure) -> bool:
    """Whether a signed figure is there and prints as more than nothing."""
    return figure.text[:1] in ("+", MINUS)


def unsigned(figure: Figure) -> str:
    """A signed figure's text without its sign, for sentences that say the side in words."""
    return figure.text.lstrip("+" + MINUS)


def _year(speaker: Speaker) -> str:
    """The year to date, where it says something that the month doesn't."""
    window = speaker.result.ytd
    if speaker.result.kpi.aggregation in _NOT_ACCUMULATED or window.start == window.end:
        return ""
    summed = speaker.result.kpi.aggregation is Aggregation.SUM
    against = gap(speaker.messages, speaker.figures, window.measure, absolute=summed)
    if not against or window.measure.actual is None:
        return ""
    decimals = speaker.figures.measure(window.measure).decimals
    actual = speaker.figures.spelt(
        window.measure.actual if window.actual is None else window.actual, decimals
    )
    covered = months_covered(speaker.messages, window.actual_months, window.expected_months)
    if covered:
        actual = speaker.messages.text("verdict.covering", actual=actual, coverage=covered)
    key = "verdict.year" if window.end >= speaker.period else "verdict.year_until"
    if not compares_fewer(window):
        return speaker.messages.text(key, end=window.end, actual=actual, gap=against)
    return speaker.messages.text(
        f"{key}_compared",
        end=window.end,
        actual=actual,
        count=window.months,
        expected=window.expected_months,
        compared=speaker.figures.spelt(window.measure.actual, decimals),
        gap=against,
    )


def _change(speaker: Speaker) -> str:
    """For a KPI without a target: how it moved since the period before."""
    measure, previous = speaker.result.measure, speaker.result.comparisons.previous
    if distance(measure) is not None or previous.delta is None or previous.period is None:
        return ""
    before = speaker.messages.formats.month(previous.period)
    figures = speaker.figures
    if previous.delta == 0:
        return speaker.messages.text("verdict.same", before=before)
    if not is_told(figures.difference(previous.delta)):
        return speaker.messages.text("verdict.hardly", before=before)
    key = "verdict.more" if previous.delta > 0 else "verdict.less"
    share = figures.share(previous.delta_pct)
    size = unsigned(share) if is_told(share) else figures.spelt_size(previous.delta)
    return speaker.messages.text(key, size=size, before=before)


def _so_long(speaker: Speaker) -> str:
    """For how long a monthly KPI has been off track, or at risk, from the second month on.

    Counted and said as in the list of what needs a decision.
    """
    months, status = months_missed(speaker.result), speaker.result.measure.status
    if months < 2 or status is None:
        return ""
    return lasting(speaker.messages, speaker.result, status.value, speaker.period, months)


def months_missed(result: KpiResult) -> int:
    """The months in a row, up to the figure's own, with its status, where that misses the target.

    A month without a figure ends the row: nothing is claimed for it.
    """
    status = result.measure.status
    if result.kpi.frequency is not Frequency.MONTHLY or status not in MISSED:
        return 0
    return in_a_row(result, (status,))


def _goal(speaker: Speaker) -> str:
    """The way to the KPI's goal, where the status doesn't say it."""
    return goal_clause(speaker.messages, speaker.figures, speaker.result, speaker.report_period)


def _provisional(speaker: Speaker) -> str:
    return speaker.messages.text("verdict.provisional") if speaker.result.provisional else ""
