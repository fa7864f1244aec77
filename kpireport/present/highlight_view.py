"""The lists of what needs a decision and of what became better, and the KPIs to warn of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kpireport.compute.highlights import alerts_held
from kpireport.compute.streaks import MISSED
from kpireport.i18n.messages import Messages
from kpireport.model.highlight import AlertRule, Highlight
from kpireport.model.scorecard import Scorecard
from kpireport.model.status import Status
from kpireport.present.figures import KpiFigures
from kpireport.present.highlight_words import LANDINGS, sentence
from kpireport.present.marks import landing_mark, status_mark
from kpireport.present.verdict import Speaker
from kpireport.present.view import HighlightView, StatusMark

LINES_AT_MOST = 7


@dataclass(frozen=True, slots=True)
class HighlightList:
    """A list of the summary: its lines, how many KPIs more there are (empty: none), and those."""

    lines: tuple[HighlightView, ...]
    more: str = ""
    rest: tuple[HighlightView, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """A KPI for which alert rules hold; ``sentence`` says why and follows the name."""

    kpi_id: str
    name: str
    rules: tuple[AlertRule, ...]
    sentence: str


def highlight_list(
    messages: Messages,
    highlights: Sequence[Highlight],
    speakers: Mapping[str, Speaker],
    anchors: Mapping[str, str],
) -> HighlightList:
    """The first lines of a list, and a word for the rest. ``speakers`` are by KPI ID."""
    every = tuple(_line(messages, one, speakers[one.kpi_id], anchors) for one in highlights)
    lines, rest = every[:LINES_AT_MOST], every[LINES_AT_MOST:]
    more = messages.text("highlight.and_more", count=len(rest)) if rest else ""
    return HighlightList(lines, more, rest)


def alerts_in_words(
    messages: Messages, scorecard: Scorecard, rules: Collection[AlertRule]
) -> tuple[Alert, ...]:
    """Every published KPI for which one of ``rules`` holds, and why."""
    found = []
    for held in alerts_held(scorecard, rules):
        result = scorecard.kpi(held.kpi_id)
        figures = KpiFigures.of(messages, scorecard.settings, result)
        speaker = Speaker(messages, figures, result, scorecard.period)
        found.append(Alert(result.kpi.id, result.kpi.name, held.rules, sentence(speaker, held)))
    return tuple(found)


def _line(
    messages: Messages, highlight: Highlight, speaker: Speaker, anchors: Mapping[str, str]
) -> HighlightView:
    result = speaker.result
    return HighlightView(
        anchor=anchors[highlight.kpi_id],
        name=result.kpi.name,
        status=highlight_mark(messages, highlight, result.measure.status),
        sentence=sentence(speaker, highlight),
    )


def highlight_mark(messages: Messages, highlight: Highlight, status: Status | None) -> StatusMark:
    """The month's status; the landing's where that leads and the month is not missed itself."""
    first = highlight.causes[0]
    if first.code not in LANDINGS or status in MISSED:
        return status_mark(messages, status)
    certain = first.code == "landing_forecast" or bool(first.params.get("impossible"))
    return landing_mark(messages, Status.OFF_TRACK if certain else Status.AT_RISK)
