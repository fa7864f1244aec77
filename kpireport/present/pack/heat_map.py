"""The heat map: a row a KPI, a column an entity, a cell its figure and its status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kpireport.i18n.messages import Messages
from kpireport.model.group import Group, GroupEntity, GroupFigure, GroupKpi
from kpireport.model.kpi import GroupRule
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.present.figures import NO_FIGURE, KpiFigures
from kpireport.present.marks import row_mark
from kpireport.present.measures import month_label
from kpireport.present.pack.view import HeatBand, HeatCell, HeatRow

Anchors = Mapping[tuple[str, str], str]
"""Where a KPI's own section is, by entity (empty: the group) and KPI."""


def heat_map(messages: Messages, group: Group, anchors: Anchors) -> tuple[HeatBand, ...]:
    """The KPIs by category, those without one last; the order is the first workbook's."""
    names = dict.fromkeys(each.kpi.category for each in group.kpis)
    return tuple(
        HeatBand(
            name or messages.text("label.other_category"),
            tuple(_row(messages, group, k, anchors) for k in group.kpis if k.kpi.category == name),
        )
        for name in sorted(names, key=lambda name: not name)
    )


def _row(messages: Messages, group: Group, each: GroupKpi, anchors: Anchors) -> HeatRow:
    return HeatRow(
        id=each.kpi.id,
        name=each.kpi.name,
        unit=each.kpi.unit.text,
        headline=each.kpi.headline,
        rule=messages.text(f"pack.rule_{each.rule}"),
        group=_group_cell(messages, group, each, anchors),
        cells=tuple(_entity_cell(messages, group, e, each, anchors) for e in group.entities),
        coverage=coverage_of(messages, each, GroupFigure.PERIOD),
        year_coverage=coverage_of(messages, each, GroupFigure.YTD),
    )


def coverage_of(messages: Messages, each: GroupKpi, figure: GroupFigure) -> str:
    """``7 of 8`` where a figure leaves out an entity, or months of one; empty where it is whole."""
    covered = each.coverage.get(figure)
    if covered is None or (covered.counted == covered.total and not covered.partial):
        return ""
    key = "pack.of_in_part" if covered.partial else "pack.of"
    in_part = len(covered.partial)
    return messages.text(key, counted=covered.counted, total=covered.total, count=in_part)


def _group_cell(messages: Messages, group: Group, each: GroupKpi, anchors: Anchors) -> HeatCell:
    notes = tuple(_group_notes(messages, each))
    if each.result is None:
        return replace(_nothing(messages, each, messages.text("pack.group")), note=" ".join(notes))
    cell = _cell(messages, group.scorecard, each.result, messages.text("pack.group"))
    anchor = anchors.get(("", each.kpi.id), "")
    return replace(cell, anchor=anchor, note=" ".join((cell.note, *notes)).strip())


def _group_notes(messages: Messages, each: GroupKpi) -> Iterator[str]:
    if each.reason is not None:
        yield messages.reason(each.reason)
    covered = each.coverage.get(GroupFigure.PERIOD)
    if covered is not None and covered.left_out:
        yield messages.text("pack.without", count=len(covered.left_out), names=covered.left_out)


def _entity_cell(
    messages: Messages, group: Group, entity: GroupEntity, each: GroupKpi, anchors: Anchors
) -> HeatCell:
    result = entity.result(each.kpi.id)
    if result is None or entity.scorecard is None:
        missing = _nothing(messages, each, entity.name)
        why = entity.reason if entity.scorecard is None else None
        note = messages.reason(why) if why else messages.text("pack.not_followed")
        return replace(missing, note=note)
    cell = _cell(messages, entity.scorecard, result, entity.name)
    best, worst = each.ranking.best, each.ranking.worst
    return replace(
        cell,
        anchor=anchors.get((entity.name, each.kpi.id), ""),
        best=best is not None and best.name == entity.name,
        worst=worst is not None and worst.name == entity.name,
    )


def _cell(messages: Messages, card: Scorecard, result: KpiResult, name: str) -> HeatCell:
    figures = KpiFigures.of(messages, card.settings, result)
    shown = figures.measure(result.measure)
    older = result.period is not None and result.period != card.period
    why = result.reason if result.measure.actual is None else None
    return HeatCell(
        entity=name,
        actual=shown.actual,
        target=shown.target,
        attainment=shown.attainment,
        status=row_mark(messages, result.kpi, result.measure.status),
        period_label=month_label(messages, result.kpi.frequency, result.period)
        if older and result.period
        else "",
        note=messages.reason(why) if why else "",
    )


def _nothing(messages: Messages, each: GroupKpi, name: str) -> HeatCell:
    return HeatCell(name, NO_FIGURE, NO_FIGURE, NO_FIGURE, row_mark(messages, each.kpi, None))


def is_consolidated(each: GroupKpi) -> bool:
    """Whether the group has a figure of that KPI by a rule."""
    return each.rule is not GroupRule.NONE and each.result is not None
