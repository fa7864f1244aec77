"""One KPI's figures, each back to its formula with the numbers in it and to its cells.

The promise that no number is silent, kept figure by figure: what the scorecard says is taken
apart by the rules that computed it, and what is missing says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.roll_up import children_of
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Book, Language
from kpireport.model.kpi import Direction
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.model.status import Status
from kpireport.present.details import direction_word
from kpireport.present.figures import score_figure
from kpireport.present.marks import status_mark
from kpireport.present.measures import month_label
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_at
from kpireport.present.trace.benchmark import benchmark_explained
from kpireport.present.trace.comparisons import comparisons_explained, status_changes
from kpireport.present.trace.goal import goal_explained
from kpireport.present.trace.landing import landing_explained, landing_title
from kpireport.present.trace.measures import Explainer
from kpireport.present.trace.process import process_explained
from kpireport.present.trace.status import share_condition
from kpireport.present.trace.targets import BOUNDS, target_at
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.trend import trend_explained
from kpireport.present.trace.values import (
    Explanation,
    ExplanationSection,
    KpiExplanation,
    Measured,
    Trace,
)
from kpireport.present.trace.windows import window_sections
from kpireport.present.trace.writing import exact, lines

_ROLLED_UP = ("from_children", "from_worst_child")


def explain_kpi(
    book: Book, scorecard: Scorecard, kpi_id: str, language: Language
) -> KpiExplanation:
    """Explain every figure of a KPI. ``scorecard`` is the book's; ``KeyError`` for others' KPIs."""
    messages = get_messages(language, scorecard.currency)
    tracer = Tracer(book, scorecard, messages)
    result = scorecard.kpi(kpi_id)
    kpi = result.kpi
    facts = (kpi.unit.text, direction_word(messages, kpi.direction))
    return KpiExplanation(
        id=kpi.id,
        name=kpi.name,
        unit=kpi.unit.text,
        source=scorecard.source.name,
        period=scorecard.period,
        title=kpi.name if kpi.id == kpi.name else f"{kpi.name} ({kpi.id})",
        subtitle=" · ".join(fact for fact in facts if fact),
        sections=tuple(_sections(tracer, result)),
    )


def _sections(tracer: Tracer, result: KpiResult) -> Iterator[ExplanationSection]:
    shown = shown_month(tracer, result)
    yield _month(tracer, result, shown)
    yield from window_sections(tracer, result)
    text = tracer.messages.text
    if way := tuple(goal_explained(tracer, result)):
        yield ExplanationSection(text("label.goal"), way)
    for title, figures in (
        (text("label.comparisons"), comparisons_explained(tracer, result, shown)),
        (tracer.text("status_change"), status_changes(tracer, result, shown)),
        (text("label.process_limits"), process_explained(tracer, result)),
        (text("label.trend"), trend_explained(tracer, result)),
        (landing_title(tracer, result), landing_explained(tracer, result)),
    ):
        yield ExplanationSection(title, tuple(figures))
    if compared := tuple(benchmark_explained(tracer, result)):
        yield ExplanationSection(text("label.benchmark"), compared)


def shown_month(tracer: Tracer, result: KpiResult) -> int:
    """The month in which the slot shown closes."""
    line = tracer.line(result.kpi)
    return line.months.last_closing(tracer.scorecard.period.index, line.step)


def _month(tracer: Tracer, result: KpiResult, shown: int) -> ExplanationSection:
    kpi, measure = result.kpi, result.measure
    rolled_up = result.reason is not None and result.reason.code in _ROLLED_UP
    reason = "" if result.reason is None else tracer.messages.reason(result.reason)
    actual = actual_at(tracer, kpi, shown, tracer.actuals)
    traces = {bound: target_at(tracer, kpi, bound, shown) for bound in BOUNDS}
    aims = {"target": measure.target, "low": measure.target_low, "high": measure.target_high}
    targets = {
        bound: trace
        for bound, trace in traces.items()
        if trace is not None and aims[bound] is not None
    }
    no_target = tracer.messages.reason(tracer.line(kpi).why_no_target(shown))
    measured = Measured(kpi, measure, actual, targets, "", kpi.baseline, reason, no_target)
    explainer = Explainer(tracer, measured)
    figures = [_actual(tracer, result, actual, explainer.shown.actual.text, reason)]
    figures += explainer.targets()
    compared = list(explainer.comparisons())
    if rolled_up:
        compared[-1:] = [_children(tracer, result, reason)]
    else:
        compared += _score(tracer, result)
    title = month_label(tracer.messages, kpi.frequency, result.period or tracer.scorecard.period)
    return ExplanationSection(title, (*figures, *compared))


def _actual(
    tracer: Tracer, result: KpiResult, trace: Trace | None, shown: str, reason: str
) -> Explanation:
    label = tracer.messages.text("label.actual")
    if trace is None or result.measure.actual is None:
        return Explanation("actual", label, None, shown, reason=reason)
    figure = tracer.figures_of(result.kpi.id).measure(result.measure).actual
    explained = tracer.explained("actual", label, trace, result.measure.actual, figure)
    if not result.provisional:
        return explained
    note = tracer.messages.text("label.provisional")
    trace = Trace(trace.value, trace.node, trace.inputs, trace.parts, (*trace.notes, note))
    return tracer.explained("actual", label, trace, result.measure.actual, figure)


def _score(tracer: Tracer, result: KpiResult) -> Iterator[Explanation]:
    """Attainment held between 0 and 1; without one what the status counts as."""
    if result.score is None or result.kpi.direction is Direction.NEUTRAL:
        return
    label = tracer.messages.text("label.score")
    shown = score_figure(tracer.messages, tracer.scorecard.settings, result.score)
    attainment = result.measure.attainment
    node: f.Node = tracer.number(result.score)
    notes: tuple[str, ...] = ()
    if attainment is not None:
        nothing, whole = f.Number(0.0, share=True), f.Number(1.0, share=True)
        bounded = f.Call("max", (nothing, f.Number(attainment, share=True)))
        node = f.Call("min", (whole, bounded))
    else:
        mark = status_mark(tracer.messages, result.measure.status).label
        notes = (tracer.text("score_of_status", status=mark),)
    trace = Trace(result.score, node, notes=notes)
    yield tracer.explained("score", label, trace, result.score, shown, scale=100.0)


def _children(tracer: Tracer, result: KpiResult, reason: str) -> Explanation:
    """A score taken from the KPIs below, and the status it leads to."""
    card, kpi = tracer.scorecard, result.kpi
    below = children_of([each.kpi for each in card.kpis]).get(kpi.id, ())
    children = [card.kpi(child) for child in below if card.kpi(child).score is not None]
    status, label = result.measure.status, tracer.messages.text("label.status")
    shown = status_mark(tracer.messages, status).label
    value = None if status is None else status.value
    score = tracer.messages.text("label.score")
    parts = tuple(
        Explanation(
            "child.score",
            tracer.text("child", name=child.kpi.name),
            child.score,
            score_figure(tracer.messages, card.settings, child.score).text,
        )
        for child in children
    )
    if result.score is None:
        return Explanation("status", label, value, shown, parts=parts, reason=reason)
    figure = score_figure(tracer.messages, card.settings, result.score)
    node: f.Node = f.Number(result.score)
    worst = result.reason is not None and result.reason.code == "from_worst_child"
    if not worst:
        weights = [tracer.number(child.kpi.weight) for child in children]
        products = [
            f.times(f.Number(child.score or 0.0, share=True), weight)
            for child, weight in zip(children, weights, strict=True)
        ]
        node = f.over(f.plus(*products), f.plus(*weights))
    trace = Trace(result.score, node, parts=parts)
    made = tracer.explained("score", score, trace, result.score, figure, scale=100.0)
    condition = share_condition(tracer, result.score, status, figure.text)
    rated = status in (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK) and not worst
    return Explanation(
        "status",
        label,
        value,
        shown,
        formula=lines(condition, tracer.messages.formats) if rated else (),
        exact=exact(condition) if rated else "",
        parts=(made,),
        notes=(reason,),
    )
