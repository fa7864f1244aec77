"""What status, signal and trend say together, as one clause of a KPI's sentence.

They don't compete for the reader. A signal at the figure's own month comes first, and the trend
only says whether it agrees. Without a signal the trend comes first. Without either, the limits
say what to expect. docs/process-behaviour.md has the table of the cases.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpireport.i18n.messages import Messages
from kpireport.model.kpi import Frequency, ProcessBasis
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from kpireport.present.evidence import evidence_at

_GOOD, _PLAIN, _BAD = 1, 0, -1
_STATUS_NEWS: Mapping[Status | None, int] = {
    Status.ON_TRACK: _GOOD,
    Status.AT_RISK: _BAD,
    Status.OFF_TRACK: _BAD,
}
_TREND_NEWS = {"improving": _GOOD, "worsening": _BAD}
STREAK = 7
"""Figures in a row on one side of the target, from which "met or missed each time" is no news."""
_LAST = {
    Frequency.MONTHLY: "process.last_months",
    Frequency.QUARTERLY: "process.last_quarters",
    Frequency.YEARLY: "process.last_years",
}
_RISING = {"improvement_high", "concern_high", "neutral_high"}


def process_clause(messages: Messages, result: KpiResult, status: str = "") -> str:
    """The clause; empty where there is no figure, or too few of them to say anything.

    ``status`` are other words for the KPI's status: for how long it has been so.
    """
    process = result.process
    if result.measure.actual is None or result.period is None:
        return ""
    trend = told_trend(result)
    if process.mean is None:
        off = process.basis == ProcessBasis.NONE
        return (
            _joined(messages, result, status, *_trend_alone(messages, result, trend)) if off else ""
        )
    if process.series[-1].period != result.period:  # The month is provisional: limits skip it.
        return _joined(messages, result, status, *_trend_alone(messages, result, trend))
    news: int | None
    if process.variation != "common_cause":
        reading, news = _signal(messages, result, result.period, trend)
    elif trend:
        reading, news = _usual_with_trend(messages, result, trend), None
    else:
        reading, news = _outlook(messages, result)
    if process.provisional:
        reading = messages.text("process.provisional_limits", reading=reading)
    return _joined(messages, result, status, reading, news)


def told_trend(result: KpiResult) -> str:
    """The direction of a trend that may be told; empty where there is none.

    Nothing is told of figures on both sides of a rebase: a step would look like a slope.
    """
    direction = result.trend.direction or "stable"
    return "" if direction == "stable" or trend_crosses_rebase(result) else direction


def trend_crosses_rebase(result: KpiResult) -> bool:
    """Whether the trend's figures lie on both sides of the month in which a level began anew."""
    since, count = result.process.since, result.trend.points
    if since is None or count == 0 or result.trend.direction is None:
        return False
    final = [
        point.period
        for point in result.history
        if point.measure.actual is not None and not point.provisional
    ]
    return bool(final) and final[-min(count, len(final))] < since


def streak(result: KpiResult) -> tuple[bool, int]:
    """Whether the last figures met the target, and how many in a row did as the last one.

    A month without a figure ends the row: nothing is claimed for it.
    """
    last = result.period
    if last is None or result.measure.status not in _STATUS_NEWS:
        return False, 0
    news = _STATUS_NEWS[result.measure.status]
    statuses = {point.period.index: point.measure.status for point in result.history}
    month, count = last.index, 0
    while _STATUS_NEWS.get(statuses.get(month)) == news:
        count += 1
        month -= result.kpi.frequency.months
    return news == _GOOD, count


def last_figures(messages: Messages, result: KpiResult, count: int) -> str:
    """``the last 31 months``: quarters or years of a KPI whose figures are those."""
    return messages.text(_LAST[result.kpi.frequency], count=count)


def _joined(
    messages: Messages, result: KpiResult, words: str, reading: str, news: int | None
) -> str:
    """The reading after the status: with ``but`` where one is good news and the other is not.

    ``news`` is None where the reading has its own ``and`` or ``but``.
    """
    status = result.measure.status
    if not reading or status not in _STATUS_NEWS:
        return reading
    key = "comma" if news is None else "but" if _STATUS_NEWS[status] * news < 0 else "and"
    said = words or messages.text(f"process.{status}")
    return messages.text(f"process.{key}", status=said, reading=reading)


def _state(messages: Messages, result: KpiResult, key: str) -> str:
    """What the limits' figures are: of the KPI itself, of its gap or of its change."""
    state = messages.text(f"process.{key}")
    return messages.text(f"process.of_{result.process.basis}", state=state)


def _figures(messages: Messages, result: KpiResult) -> str:
    return last_figures(messages, result, result.trend.points)


def _signal(messages: Messages, result: KpiResult, period: Period, trend: str) -> tuple[str, int]:
    """A signal, and whether the trend goes the same way. Without a direction it is a warning."""
    variation = result.process.variation or ""
    reading = told_signal(messages, result, period)
    news = _GOOD if variation.startswith("improvement") else _BAD
    if trend:
        key = "in_line" if _goes_along(variation, trend) else "against"
        reading = messages.text(f"process.{key}", told=reading, figures=_figures(messages, result))
    return reading, news


def told_signal(messages: Messages, result: KpiResult, period: Period) -> str:
    """A signal of that month and what it rests on: ``worse than usual: below the lower limit``."""
    variation = result.process.variation or ""
    found = evidence_at(result.process, period)
    family = variation if variation.startswith("neutral") else variation.split("_")[0]
    if found is not None and found.rule == "trend_of_7":
        family += "_trend"
    return messages.text(
        "process.told",
        state=_state(messages, result, family),
        evidence="" if found is None else found.told(messages),
    )


def _goes_along(variation: str, trend: str) -> bool:
    if trend in _TREND_NEWS:
        return variation.startswith("improvement") == (trend == "improving")
    return (variation in _RISING) == (trend == "rising")


def _trend_alone(messages: Messages, result: KpiResult, trend: str) -> tuple[str, int]:
    if not trend:
        return "", _PLAIN
    phrase = messages.text(f"process.{trend}", figures=_figures(messages, result))
    return phrase, _TREND_NEWS.get(trend, _PLAIN)


def _usual_with_trend(messages: Messages, result: KpiResult, trend: str) -> str:
    """No signal, but a trend: what to expect is then not the same."""
    status = result.measure.status
    standing = _STATUS_NEWS.get(status, _GOOD)
    against = standing * _TREND_NEWS.get(trend, _PLAIN) < 0
    return messages.text(
        f"process.usual_{'but' if against else 'and'}",
        state=_usual(messages, result),
        trend=messages.text(f"process.{trend}", figures=_figures(messages, result)),
    )


def _outlook(messages: Messages, result: KpiResult) -> tuple[str, int]:
    """Neither signal nor trend: what the limits let expect of the target."""
    state = _usual(messages, result)
    key, news = _expectation(result)
    if key == "streak":
        row = last_figures(messages, result, streak(result)[1])
        return messages.text("process.met_throughout", state=state, figures=row), news
    return (messages.text(f"process.{key}", state=state) if key else state), news


def _usual(messages: Messages, result: KpiResult) -> str:
    """Usual as such, or for the time of year: a target or a year before has its season in it."""
    on_actual = result.process.basis == ProcessBasis.ACTUAL
    return messages.text("process.usual" if on_actual else "process.usual_in_season")


def _expectation(result: KpiResult) -> tuple[str, int]:
    """The sentence that says what to expect, and whether it is good news."""
    status = result.measure.status
    if result.process.provisional or status not in _STATUS_NEWS:
        return "", _PLAIN
    met = status is Status.ON_TRACK
    on_actual = result.process.basis == ProcessBasis.ACTUAL
    match result.process.assurance:
        case "hit_or_miss" if streak(result)[1] >= STREAK:
            return ("streak" if met else "", _PLAIN)  # how long it was missed is said before
        case "hit_or_miss":
            return "met_or_missed", _PLAIN
        case "fail":
            return ("never_met" if on_actual else "out_of_reach", _BAD)
        case "pass" if met:
            return "will_be_met", _GOOD
        case _ if met:
            return "unchanged", _PLAIN
        case _:
            return ("expect_the_same" if on_actual else "", _PLAIN)
