"""What a chart tells besides its figures: which targets are a goal's, and what happened when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpireport.i18n.messages import Messages
from kpireport.i18n.typography import isolated
from kpireport.model.book import Event
from kpireport.model.period import Period
from kpireport.model.scorecard import HistoryPoint, KpiResult
from kpireport.present.charts import TimelinePoint
from kpireport.present.figures import KpiFigures


def with_story(
    messages: Messages,
    figures: KpiFigures,
    result: KpiResult,
    points: Sequence[HistoryPoint],
    drawn: Sequence[TimelinePoint],
) -> list[TimelinePoint]:
    """The months drawn with their goal and their events. A goal is named at its last month."""
    end = _end_in_sight(result)
    return [
        replace(
            made,
            goal=point.goal_target,
            goal_end=_name(messages, figures, result, end) if point.period == end else "",
            goal_open=point.period == end and result.goal is not None and end < result.goal.goal.by,
            event=messages.text("verdict.separator").join(
                isolated(each.label) for each in _of_month(result.events, point.period)
            ),
        )
        for point, made in zip(points, drawn, strict=True)
    ]


def _end_in_sight(result: KpiResult) -> Period | None:
    """The last month shown whose target the goal sets by itself."""
    if result.goal is None:
        return None
    goal = result.goal.goal
    own = [p.period for p in result.history if p.goal_target and goal.start <= p.period <= goal.by]
    return max(own, default=None)


def _name(messages: Messages, figures: KpiFigures, result: KpiResult, end: Period | None) -> str:
    """The goal's name at its end; further from it also what it leads to, and when."""
    goal = result.goal
    if goal is None or end is None or goal.end_target is None or end == goal.goal.by:
        return messages.text("goal.chart_end")
    target = figures.spelt(goal.end_target)
    return messages.text("goal.chart_end_later", target=target, by=goal.goal.by)


def _of_month(events: Sequence[Event], period: Period) -> list[Event]:
    return sorted((e for e in events if e.period == period), key=lambda each: each.on)


def goal_alt(
    messages: Messages, figures: KpiFigures, points: Sequence[HistoryPoint]
) -> Iterator[str]:
    """The targets that a goal sets, and what holds after it, for those who don't see them."""
    for key, held in (("chart_alt", False), ("chart_alt_held", True)):
        found = [
            (point.period, point.measure.target)
            for point in points
            if point.goal_target and point.goal_held is held and point.measure.target is not None
        ]
        if found:
            (first, at_first), (last, at_last) = found[0], found[-1]
            yield messages.text(
                f"goal.{key}",
                count=len(found),
                span=messages.formats.span(first, last),
                first=figures.spelt(at_first),
                last=figures.spelt(at_last),
            )


def events_alt(
    messages: Messages, points: Sequence[HistoryPoint], events: Sequence[Event]
) -> Iterator[str]:
    """What happened in the months shown, for those who don't see it."""
    months = {point.period for point in points}
    told = [
        messages.text("goal.chart_event", label=each.label, period=each.period)
        for each in sorted(events, key=lambda each: each.on)
        if each.period in months and each.label.strip()
    ]
    if told:
        listed = messages.text("verdict.separator").join(told)
        yield messages.text("goal.chart_events", events=listed)
