"""What was reported first and what it is now, in words: a row a figure."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.i18n.messages import Messages
from kpireport.model.measure import Measure
from kpireport.model.reported import Level, Remembered, Reported
from kpireport.model.scorecard import Scorecard
from kpireport.present.figures import NO_FIGURE, KpiFigures
from kpireport.present.view_pieces import Figure


@dataclass(frozen=True, slots=True)
class RememberedRow:
    """A figure of a KPI's month: ``first`` as reported on ``day`` from the file ``source``."""

    kpi: str
    month: str
    what: str
    first: Figure
    day: str
    source: str
    now: Figure
    change: Figure
    of: Remembered


@dataclass(frozen=True, slots=True)
class RememberedView:
    """Every figure that was reported; ``note`` says how many and how many are others now."""

    title: str
    note: str
    rows: tuple[RememberedRow, ...] = ()

    @property
    def changed(self) -> tuple[RememberedRow, ...]:
        """The rows whose figure is another one now."""
        return tuple(row for row in self.rows if row.of.changed)


def remembered_view(
    messages: Messages, scorecard: Scorecard, found: tuple[Remembered, ...], reported: Reported
) -> RememberedView:
    """The figures in words; ``reported`` is what they were found in."""
    settings = scorecard.settings
    named = (settings.organisation, settings.entity)
    title = " · ".join(part for part in named if part) or scorecard.source.name
    rows = tuple(_row(messages, scorecard, each) for each in found)
    last = reported.compared_with
    if last is None:
        return RememberedView(title, messages.text("remembered.nothing"), rows)
    note = messages.text(
        "remembered.note",
        count=len(rows),
        changed=sum(row.of.changed for row in rows),
        period=last.period,
        day=last.at.date(),
        name=last.source,
    )
    return RememberedView(title, note, rows)


def _row(messages: Messages, scorecard: Scorecard, each: Remembered) -> RememberedRow:
    result = scorecard.kpi(each.kpi_id)
    figures = KpiFigures.of(messages, scorecard.settings, result)
    decimals = figures.decimals
    if each.now.value is not None and each.first_value.value is not None:
        decimals = figures.apart(each.now.value, each.first_value.value)
    return RememberedRow(
        kpi=result.kpi.name,
        month=messages.formats.month(each.period),
        what=messages.text(f"label.{each.what}"),
        first=_figure(figures, each.first_value, decimals),
        day=messages.formats.day(each.first.at.date()),
        source=each.first.source,
        now=_figure(figures, each.now, decimals),
        change=figures.change(each.delta, None, decimals) if each.changed else NO_FIGURE,
        of=each,
    )


def _figure(figures: KpiFigures, level: Level, decimals: int) -> Figure:
    if level.low is None and level.high is None:
        return NO_FIGURE if level.value is None else figures.level(level.value, decimals)
    measure = Measure(target_low=level.low, target_high=level.high)
    return Figure(figures.spelt_target(measure, decimals))
