"""A KPI in one sentence: what the month is against its target, and the year to date.

A verdict is a row of clauses; each is a small function that has something to say or not. What
else is known of a KPI joins the sentence as one more clause.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import EQUAL
from kpireport.model.kpi import Aggregation, Direction, Frequency
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult, Measure, Status
from kpireport.present.figures import KpiFigures, distance
from kpireport.present.measures import month_label, ytd_label

MISSED = (Status.AT_RISK, Status.OFF_TRACK)
_NOT_ACCUMULATED = (None, Aggregation.LAST)


@dataclass(frozen=True, slots=True)
class Speaker:
    """What a clause is made from: the KPI's result and how its figures are shown."""

    messages: Messages
    figures: KpiFigures
    result: KpiResult
    report_period: Period

    @property
    def period(self) -> str:
        """The month or the closed quarter or year the figure stands for, in words."""
        at = self.result.period or self.report_period
        return month_label(self.messages, Frequency.MONTHLY, at)


Clause = Callable[[Speaker], str]


def verdict(speaker: Speaker) -> str:
    """The KPI's one sentence."""
    return sentence(clauses(speaker))


def clauses(speaker: Speaker) -> tuple[str, ...]:
    """What the sentence joins."""
    return tuple(text for clause in _CLAUSES if (text := clause(speaker)))


def sentence(parts: tuple[str, ...]) -> str:
    """Clauses as a sentence."""
    return "; ".join(parts).replace(" ;", ";") + "."


def _month(speaker: Speaker) -> str:
    measure, text = speaker.result.measure, speaker.messages.text
    shown = speaker.figures.measure(measure)
    if measure.actual is None:
        target = speaker.figures.spelt_target(measure, shown.decimals)
        key = "verdict.no_data_target" if target else "verdict.no_data"
        return text(key, period=speaker.period, target=target)
    actual = speaker.figures.spelt(measure.actual, shown.decimals)
    against = gap(speaker.messages, speaker.figures, measure)
    if against:
        return text("verdict.now", actual=actual, period=speaker.period, gap=against)
    key = "now_without_target" if measure.status is Status.NO_TARGET else "now_plain"
    return text(f"verdict.{key}", actual=actual, period=speaker.period)


def gap(messages: Messages, figures: KpiFigures, measure: Measure) -> str:
    """How far an actual is from its target and on which side; empty without a target.

    Where less is better the side is said as better or worse, since "above" sounds like good news.
    """
    variance = distance(measure)
    decimals = figures.measure(measure).decimals
    target = figures.spelt_target(measure, decimals)
    if variance is None or measure.actual is None or not target:
        return ""
    if measure.target is None:
        key = "inside" if variance == 0 else "over_range" if variance > 0 else "under_range"
    elif math.isclose(measure.actual, measure.target, rel_tol=EQUAL):
        key = "exact"
    elif figures.kpi.direction is Direction.LOWER:
        key = "better" if variance < 0 else "worse"
    else:
        key = "above" if variance > 0 else "below"
    size = _size(figures, measure, variance, decimals)
    return messages.text(f"verdict.{key}", size=size, target=target)


def _size(figures: KpiFigures, measure: Measure, variance: float, decimals: int) -> str:
    if measure.variance_pct is not None:
        return figures.share(abs(measure.variance_pct)).text.removeprefix("+")
    return figures.spelt_size(variance, decimals)


def _year(speaker: Speaker) -> str:
    """The year to date, where it says something that the month doesn't."""
    window = speaker.result.ytd
    if speaker.result.kpi.aggregation in _NOT_ACCUMULATED or window.start == window.end:
        return ""
    against = gap(speaker.messages, speaker.figures, window.measure)
    if not against or window.measure.actual is None:
        return ""
    decimals = speaker.figures.measure(window.measure).decimals
    actual = speaker.figures.spelt(window.measure.actual, decimals)
    label = ytd_label(speaker.messages, window)
    return speaker.messages.text("verdict.year", window=label, actual=actual, gap=against)


def _change(speaker: Speaker) -> str:
    """For a KPI without a target: how it moved since the period before."""
    measure, previous = speaker.result.measure, speaker.result.comparisons.previous
    if distance(measure) is not None or previous.delta is None or previous.period is None:
        return ""
    before = speaker.messages.formats.month(previous.period)
    if previous.delta == 0:
        return speaker.messages.text("verdict.same", before=before)
    key = "verdict.more" if previous.delta > 0 else "verdict.less"
    share = previous.delta_pct
    size = (
        speaker.figures.spelt_size(previous.delta)
        if share is None
        else speaker.figures.share(abs(share)).text.removeprefix("+")
    )
    return speaker.messages.text(key, size=size, before=before)


def _missed(speaker: Speaker) -> str:
    """For how long a monthly KPI has been missing its target, from the second month on."""
    months = months_missed(speaker.result)
    return speaker.messages.text("verdict.missed", count=months) if months > 1 else ""


def months_missed(result: KpiResult) -> int:
    """The months in a row, up to the figure's own, in which a monthly KPI missed its target.

    A month without a figure ends the row: nothing is claimed for it.
    """
    if result.kpi.frequency is not Frequency.MONTHLY or result.period is None:
        return 0
    count = 0
    for point in reversed(result.history):
        if point.period > result.period:
            continue
        if point.measure.status not in MISSED:
            break
        count += 1
    return count


def _provisional(speaker: Speaker) -> str:
    return speaker.messages.text("verdict.provisional") if speaker.result.provisional else ""


_CLAUSES: tuple[Clause, ...] = (_month, _year, _change, _missed, _provisional)
