"""What earlier reports said otherwise, in words: a row a figure, and the summary's one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kpireport.i18n.messages import Messages
from kpireport.i18n.typography import MISSING
from kpireport.model.measure import Measure
from kpireport.model.reported import Level, Restated, Restatement, Telling
from kpireport.model.scorecard import Scorecard
from kpireport.present.figures import NO_FIGURE, KpiFigures
from kpireport.present.marks import row_mark
from kpireport.present.verdict import Speaker
from kpireport.present.view_pieces import Figure, StatusMark


@dataclass(frozen=True, slots=True)
class RestatementRow:
    """A figure that is another one than was reported.

    ``status`` is how the month stands, ``was`` how it was reported where that is another status;
    ``because`` says so where this figure moved it. ``first`` says what was reported first, when
    and from which file.
    """

    anchor: str
    name: str
    month: str
    what: str
    before: Figure
    after: Figure
    change: Figure
    status: StatusMark | None
    was: StatusMark | None
    because: str
    first: str


@dataclass(frozen=True, slots=True)
class RestatementsView:
    """``note`` says which report was the last one before, and that nothing changed since."""

    note: str
    rows: tuple[RestatementRow, ...] = ()


def restatements_view(
    messages: Messages,
    scorecard: Scorecard,
    speakers: Mapping[str, Speaker],
    anchors: Mapping[str, str],
) -> RestatementsView | None:
    """Everything that is restated; None where no history is kept. ``speakers`` are by KPI ID."""
    if scorecard.restatements is None:
        return None
    rows = tuple(
        _row(messages, speakers[each.kpi_id], each, anchors[each.kpi_id])
        for each in scorecard.restatements
    )
    return RestatementsView(_note(messages, scorecard, restated=bool(rows)), rows)


def _note(messages: Messages, scorecard: Scorecard, *, restated: bool) -> str:
    last = scorecard.compared_with
    if last is None:
        return messages.text("restated.first_report")
    return messages.text(
        "restated.compared" if restated else "restated.nothing",
        period=last.period,
        day=last.at.date(),
        name=last.source,
    )


def _row(messages: Messages, speaker: Speaker, each: Restatement, anchor: str) -> RestatementRow:
    figures, kpi = speaker.figures, speaker.result.kpi
    decimals = _decimals(figures, each)
    moved = each.status_before is not each.status_after
    rated = each.status_before is not None or each.status_after is not None
    good = kpi.direction.sign * each.delta if each.delta and kpi.direction.sign else None
    return RestatementRow(
        anchor=anchor,
        name=kpi.name,
        month=messages.formats.month(each.period),
        what=messages.text(f"label.{each.what}"),
        before=_figure(figures, each.before, decimals),
        after=_figure(figures, each.after, decimals),
        change=figures.change(each.delta, good if each.what is Restated.ACTUAL else None, decimals),
        status=row_mark(messages, kpi, each.status_after) if rated else None,
        was=row_mark(messages, kpi, each.status_before) if rated and moved else None,
        because=messages.text("restated.because") if each.status_changed else "",
        first=_first(messages, figures, each, decimals),
    )


def _decimals(figures: KpiFigures, each: Restatement) -> int:
    """Decimals at which the figure is seen to have changed."""
    if each.after.value is None or each.before.value is None:
        return figures.decimals
    return figures.apart(each.after.value, each.before.value)


def _figure(figures: KpiFigures, level: Level, decimals: int) -> Figure:
    if level.low is None and level.high is None:
        return NO_FIGURE if level.value is None else figures.level(level.value, decimals)
    return Figure(_spelt(figures, level, decimals))


def _spelt(figures: KpiFigures, level: Level, decimals: int) -> str:
    if not level:
        return MISSING
    measure = Measure(target=level.value, target_low=level.low, target_high=level.high)
    return figures.spelt_target(measure, decimals)


def _first(messages: Messages, figures: KpiFigures, each: Restatement, decimals: int) -> str:
    """``£1,200 on 5 Nov 2026 (kpis.xlsx)``; that there was none, where a late figure came."""
    if each.first is None:
        return messages.text("restated.not_given", **_said(each.last))
    value = _spelt(figures, each.first_value, decimals)
    return messages.text("restated.first", value=value, **_said(each.first))


def _said(telling: Telling) -> dict[str, str | date]:
    """A report's file, and the day it was made, for a sentence."""
    return {"name": telling.source, "day": telling.at.date()}


def restated_in_short(
    messages: Messages, scorecard: Scorecard, speakers: Mapping[str, Speaker]
) -> Iterator[str]:
    """What the summary must say: restated headline figures, and whatever moved a status.

    Moved statuses come first, targets of months to come last; the latest months before others.
    """

    def weight(each: Restatement) -> tuple[bool, bool, int]:
        return not each.status_changed, each.period > scorecard.period, -each.period.index

    for each in sorted(scorecard.restatements or (), key=weight):
        speaker = speakers[each.kpi_id]
        if speaker.result.kpi.headline or each.status_changed:
            yield _in_short(messages, speaker, each)


def _in_short(messages: Messages, speaker: Speaker, each: Restatement) -> str:
    """``Revenue, Sep 2026: £1,200 → £1,180 (on track → at risk)``."""
    decimals = _decimals(speaker.figures, each)
    key = f"restated.item_{each.what}"
    if each.status_changed:
        key += "_moved"
    before, after = (
        "" if status is None else messages.text(f"restated.{status}")
        for status in (each.status_before, each.status_after)
    )
    return messages.text(
        key,
        name=speaker.result.kpi.name,
        period=each.period,
        before=_figure(speaker.figures, each.before, decimals).text,
        after=_figure(speaker.figures, each.after, decimals).text,
        status_before=before,
        status_after=after,
    )
