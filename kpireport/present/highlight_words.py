"""Why a KPI is among what needs a decision or what became better: one sentence a KPI.

A sentence follows the KPI's name, so it begins in small letters. It joins the causes, the
strongest first, and says the figure once, before the first cause that doesn't bring its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from kpireport.compute.streaks import MISSED
from kpireport.i18n.messages import Messages
from kpireport.i18n.values import shown_share
from kpireport.model.highlight import Cause, Highlight
from kpireport.model.kpi import Aggregation
from kpireport.model.measure import Measure
from kpireport.model.period import Period
from kpireport.present.goal_words import change_made, missed_by
from kpireport.present.landing_view import decimals_beside
from kpireport.present.process_clause import last_figures, told_signal
from kpireport.present.since import SPANS, before, lasting
from kpireport.present.verdict import Speaker, gap

LANDINGS = ("landing_forecast", "landing_unlikely")
"""Causes that lie in where the year is heading."""
_OWN_FIGURES = (*LANDINGS, "missing_data")
"""Causes that say figures of their own, or that there is none."""


def sentence(speaker: Speaker, highlight: Highlight) -> str:
    """Everything that is to be said of the KPI: ``71.2%, 6.2 pts worse…; off track…``."""
    said: list[str] = []
    figure = _figure(speaker)
    for cause in highlight.causes:
        if figure and cause.code not in _OWN_FIGURES:
            said.append(figure)
            figure = ""
        said.append(_SAY.get(cause.code, _plain)(speaker, cause))
    if speaker.result.provisional:
        said.append(speaker.messages.text("verdict.provisional"))
    return speaker.messages.text("verdict.separator").join(said) + "."


def _figure(speaker: Speaker) -> str:
    """``71.2%, 6.2 pts worse than the target of 65.0%``; its month where not the report's own."""
    measure, figures = speaker.result.measure, speaker.figures
    if measure.actual is None:
        return ""
    decimals = figures.measure(measure).decimals
    against = gap(speaker.messages, figures, measure)
    key = "highlight.figure" if against else "highlight.figure_alone"
    if speaker.period != speaker.report_period:
        key += "_when"
    actual = figures.spelt(measure.actual, decimals)
    return speaker.messages.text(key, actual=actual, gap=against, when=speaker.when)


def _plain(speaker: Speaker, cause: Cause) -> str:
    """A cause whose sentence takes no more than its parameters."""
    return speaker.messages.text(f"highlight.{cause.code}", **cause.params)


def _span(speaker: Speaker, count: int) -> str:
    """``4 months``, ``2 quarters``."""
    return speaker.messages.text(f"highlight.{SPANS[speaker.result.kpi.frequency]}", count=count)


def _status(speaker: Speaker, cause: Cause) -> str:
    """Off track or at risk: since when, or from which status it fell."""
    text, count, fell_from = speaker.messages.text, _count(cause), cause.params.get("fell_from")
    key = f"highlight.{cause.code}"
    if count > 1:
        return lasting(speaker.messages, speaker.result, cause.code, speaker.period, count)
    if fell_from:
        when = before(speaker.messages, speaker.result, speaker.period)
        return text(f"{key}_fell", before=text(f"highlight.was_{fell_from}"), when=when)
    return text(key)


def _signal(speaker: Speaker, cause: Cause) -> str:
    period = cause.params["period"]
    assert isinstance(period, Period)
    return told_signal(speaker.messages, speaker.result, period)


def _landing(speaker: Speaker, cause: Cause) -> str:
    """Where the year lands, by the forecast and by the history, told from its target."""
    target = _number(cause, "target") or 0.0
    value, history = _number(cause, "value"), _number(cause, "history")
    forecast = speaker.result.landing.forecast
    landed = [each for each in (value, history) if each is not None]
    decimals = max(
        (decimals_beside(speaker.figures, Measure(target=target), each) for each in landed),
        default=speaker.figures.decimals,
    )
    said = speaker.messages.text(
        _landing_key(speaker, cause),
        value="" if value is None else speaker.figures.spelt(value, decimals),
        history="" if history is None else speaker.figures.spelt(history, decimals),
        target=speaker.figures.spelt(target, decimals),
        year_end=cause.params["year_end"],
        forecast="" if forecast is None else speaker.figures.spelt(forecast, decimals),
    )
    if cause.code == "landing_forecast" and cause.params.get("impossible"):
        return speaker.messages.text("highlight.landing_forecast_impossible", said=said)
    return said


def _landing_key(speaker: Speaker, cause: Cause) -> str:
    """Which sentence tells the landing: by the forecast or not, of a level, or hopeless."""
    if cause.code == "landing_unlikely" and cause.params.get("impossible"):
        known = cause.params.get("value") is not None
        return "highlight.landing_impossible" + ("_history" if known else "")
    level = "_level" if speaker.result.kpi.aggregation is Aggregation.LAST else ""
    if cause.code == "landing_unlikely":
        # Whoever reads that the history falls short is not left without management's own word.
        beside = "" if speaker.result.landing.forecast is None else "_forecast"
    else:
        beside = "" if cause.params.get("history") is None else "_history"
    return f"highlight.{cause.code}{level}{beside}"


def _missing(speaker: Speaker, cause: Cause) -> str:
    text, count = speaker.messages.text, _count(cause)
    if count > 1 and cause.params["last"] is not None:
        span = _span(speaker, count)
        return text("highlight.missing_data_long", span=span, last=cause.params["last"])
    return text("highlight.missing_data", when=speaker.when)


def _goal(speaker: Speaker, cause: Cause) -> str:
    """How far a goal is; one that has come no way at all is said so."""
    progress, elapsed = _number(cause, "progress") or 0.0, _number(cause, "elapsed") or 0.0
    key = f"highlight.{cause.code}" + ("_start" if progress <= 0 else "")
    return speaker.messages.text(
        key,
        progress=_share(speaker.messages, progress),
        elapsed=_share(speaker.messages, elapsed),
        by=cause.params["by"],
    )


def _goal_together(speaker: Speaker, cause: Cause) -> str:
    """A promise of months together: the change they made, and the one promised of them."""
    achieved, promised = _number(cause, "achieved") or 0.0, _number(cause, "promised") or 0.0
    return speaker.messages.text(
        f"highlight.{cause.code}",
        achieved=change_made(speaker.messages, achieved, (promised,)),
        promised=change_made(speaker.messages, promised, (achieved,)),
        by=cause.params["by"],
    )


def _goal_missed(speaker: Speaker, cause: Cause) -> str:
    """A goal that ended without being kept: what came out, against what it promised."""
    ended = speaker.result.ended_goal
    assert ended is not None
    said = missed_by(speaker.messages, speaker.figures, ended)
    return speaker.messages.text("highlight.goal_missed", by=ended.goal.by, said=said)


def _overdue(speaker: Speaker, cause: Cause) -> str:
    text, owner = speaker.messages.text, str(cause.params["owner"])
    action = str(cause.params["action"]).strip().rstrip(".")
    if owner:
        action = text("highlight.by_owner", action=action, owner=owner)
    due = date.fromisoformat(str(cause.params["due"]))
    return text("highlight.overdue_action", count=_count(cause), due=due, action=action)


def _back(speaker: Speaker, cause: Cause) -> str:
    if speaker.result.measure.actual is None:
        return speaker.messages.text("highlight.back_on_track_parts")
    missed = f"highlight.{SPANS[speaker.result.kpi.frequency]}_missed"
    missed = speaker.messages.text(missed, count=_count(cause))
    return speaker.messages.text("highlight.back_on_track", missed=missed)


def _record(speaker: Speaker, cause: Cause) -> str:
    return speaker.messages.text("highlight.record", span=_span(speaker, _count(cause)))


def _trend(speaker: Speaker, cause: Cause) -> str:
    """The trend; with the status it led to where no other cause tells it."""
    figures = last_figures(speaker.messages, speaker.result, _count(cause))
    trend = speaker.messages.text("process.improving", figures=figures)
    if speaker.result.status_change.before_by_now in MISSED:
        return trend
    return speaker.messages.text("highlight.improving_on_track", trend=trend)


def _share(messages: Messages, fraction: float) -> str:
    return shown_share(messages.formats, fraction, 0).text


def _count(cause: Cause) -> int:
    count = cause.params["count"]
    assert isinstance(count, int)
    return count


def _number(cause: Cause, name: str) -> float | None:
    value = cause.params.get(name)
    assert value is None or isinstance(value, (int, float))
    return value


_SAY: Mapping[str, Callable[[Speaker, Cause], str]] = {
    "off_track": _status,
    "at_risk": _status,
    "concern_signal": _signal,
    "improvement_signal": _signal,
    "landing_forecast": _landing,
    "landing_unlikely": _landing,
    "missing_data": _missing,
    "goal_behind": _goal,
    "goal_behind_season": _goal_together,
    "goal_behind_together": _goal_together,
    "goal_missed": _goal_missed,
    "goal_ahead": _goal,
    "goal_ahead_season": _goal_together,
    "goal_ahead_together": _goal_together,
    "overdue_action": _overdue,
    "back_on_track": _back,
    "record": _record,
    "improving_trend": _trend,
}
