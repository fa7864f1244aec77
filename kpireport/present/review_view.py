"""The review of the KPIs in words: what is missing, and what to write where."""

from __future__ import annotations

from collections.abc import Mapping

from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import telling_decimals
from kpireport.model.book import Settings
from kpireport.model.problem import Param
from kpireport.model.reason import Reason
from kpireport.model.review import Criterion
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.present.figures import KpiFigures
from kpireport.present.view import CriterionView, KpiReviewView, ReviewView

_MARKS: Mapping[bool | None, str] = {True: "✓", False: "✗", None: "?"}
_STATES: Mapping[bool | None, str] = {True: "met", False: "unmet", None: "untold"}


def review_view(
    messages: Messages, scorecard: Scorecard, anchors: Mapping[str, str]
) -> ReviewView | None:
    """The whole review, or None where the scorecard was made without one.

    ``anchors`` are the KPIs' names for links by their IDs.
    """
    if not scorecard.reviewed:
        return None
    return ReviewView(
        findings=tuple(_advice(messages, finding) for finding in scorecard.findings),
        kpis=tuple(
            _kpi_review(messages, scorecard.settings, result, anchors[result.kpi.id])
            for result in scorecard.kpis
        ),
    )


def _kpi_review(
    messages: Messages, settings: Settings, result: KpiResult, anchor: str
) -> KpiReviewView:
    figures = KpiFigures.of(messages, settings, result)
    criteria = tuple(_criterion(messages, figures, each) for each in result.smarter)
    return KpiReviewView(anchor, result.kpi.name, criteria, _summary(messages, criteria))


def _criterion(messages: Messages, figures: KpiFigures, criterion: Criterion) -> CriterionView:
    return CriterionView(
        code=criterion.criterion.value,
        label=messages.text(f"review.criterion.{criterion.criterion.value}"),
        met=criterion.met,
        mark=_MARKS[criterion.met],
        state=messages.text(f"review.{_STATES[criterion.met]}"),
        advice=tuple(_placed(messages, figures, advice) for advice in criterion.advice),
    )


def _placed(messages: Messages, figures: KpiFigures, advice: Reason) -> str:
    """The sentence with figures as the KPI shows them, and the cell to write in behind it."""
    params = _spelt(figures, advice.params)
    sentence = _advice(messages, Reason(advice.code, params))
    if not (place := params.get("place")):
        return sentence
    return messages.text("review.at_place", advice=sentence, place=place)


def _spelt(figures: KpiFigures, params: Mapping[str, Param]) -> dict[str, Param]:
    """The sentence's figures in words, with decimals that tell apart what it holds together."""
    told: dict[str, Param] = dict(params)
    margin, move, best = (params.get(name) for name in ("margin", "move", "best"))
    if isinstance(margin, float) and isinstance(move, float):
        decimals = telling_decimals(figures.decimals, [(margin, move)])
        told["margin"] = figures.spelt_size(margin, decimals)
        told["move"] = figures.spelt_size(move, decimals)
    if isinstance(best, float):
        target = params.get("target")
        pairs = [(best, target)] if isinstance(target, float) else []
        decimals = telling_decimals(figures.decimals, pairs)
        told["best"] = figures.spelt(best, decimals)
        if isinstance(target, float):
            told["target"] = figures.spelt(target, decimals)
    if isinstance(gap := params.get("gap"), float):
        told["gap"] = figures.spelt_size(gap, telling_decimals(figures.decimals, [(gap, 0.0)]))
    return told


def _advice(messages: Messages, advice: Reason) -> str:
    return messages.text(f"review.advice.{advice.code}", **advice.params)


def _summary(messages: Messages, criteria: tuple[CriterionView, ...]) -> str:
    """How much there is to write, and what is there already."""
    wanted = {text for each in criteria if each.met is False for text in each.advice}
    if not wanted:
        return messages.text("review.nothing_missing")
    count = messages.text("review.to_write", count=len(wanted))
    met = tuple(each.label.lower() for each in criteria if each.met)
    if not met:
        return f"{count}."
    listed = messages.formats.listing(met)
    return messages.text("review.to_write_and_met", count=count, met=listed) + "."
