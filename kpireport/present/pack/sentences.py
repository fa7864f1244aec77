"""What a group's page says in words: who stands out, what is counted, what isn't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpireport.i18n.messages import Messages
from kpireport.i18n.values import shown_share
from kpireport.model.group import EntityCoverage, Group, GroupFigure, GroupKpi, Ranked
from kpireport.model.kpi import GroupRule
from kpireport.model.status import Status
from kpireport.present.figures import SHARE_DECIMALS, KpiFigures
from kpireport.present.headline import listed
from kpireport.present.marks import status_mark
from kpireport.present.pack.heat_map import Anchors
from kpireport.present.pack.restated import restated_in
from kpireport.present.pack.view import RankLine
from kpireport.present.view_pieces import Detail

_FIGURE_LABELS = {
    GroupFigure.PERIOD: "pack.figure_period",
    GroupFigure.QTD: "pack.figure_qtd",
    GroupFigure.YTD: "pack.figure_ytd",
    GroupFigure.ROLLING12: "pack.figure_rolling12",
    GroupFigure.FISCAL_YEAR: "pack.figure_fiscal_year",
    GroupFigure.PREVIOUS: "pack.figure_previous",
    GroupFigure.YEAR_AGO: "pack.figure_year_ago",
    GroupFigure.YTD_YEAR_AGO: "pack.figure_ytd_year_ago",
    GroupFigure.BASELINE: "pack.figure_baseline",
    GroupFigure.BUDGET: "pack.figure_budget",
}


def pack_headlines(messages: Messages, group: Group, of_group: Sequence[str]) -> tuple[str, ...]:
    """The pack's sentences: the group's own, then where entities fall behind together."""
    return (
        *of_group,
        *_off_track_in(messages, group),
        *filter(None, (left_out_sentence(messages, group),)),
        *restated_in(messages, group),
        *_absent(messages, group),
    )


def _off_track_in(messages: Messages, group: Group) -> Iterator[str]:
    """Each headline KPI that entities are off track in, those with most of them first."""
    found = []
    for each in group.kpis:
        if not each.kpi.headline or _is_left_out(each):
            continue
        off, rated = _off_track(group, each)
        if off:
            found.append((len(off), rated, each.kpi.name, off))
    for count, total, name, off in sorted(found, key=lambda one: -one[0]):
        yield messages.text(
            "pack.off_track_in", count=count, total=total, name=name, names=listed(messages, off)
        )


def _off_track(group: Group, each: GroupKpi) -> tuple[list[str], int]:
    """The entities that are off track in a KPI, and how many have a status in it."""
    results = [(e.name, e.result(each.kpi.id)) for e in group.ranked]
    rated = [(n, r.measure.status) for n, r in results if r is not None and r.measure.status]
    return [name for name, status in rated if status is Status.OFF_TRACK], len(rated)


def left_out_sentence(messages: Messages, group: Group) -> str:
    """The KPIs that the group has no figure of, and in how many entities each is off track."""
    items = []
    for each in group.kpis:
        if not _is_left_out(each):
            continue
        off, total = _off_track(group, each)
        key = "pack.left_out_off_track" if off else "pack.left_out_item"
        items.append(messages.text(key, name=each.kpi.name, count=len(off), total=total))
    return messages.text("pack.left_out", items=listed(messages, items)) if items else ""


def _is_left_out(each: GroupKpi) -> bool:
    return each.rule is GroupRule.NONE or (each.result is None and each.reason is not None)


def _absent(messages: Messages, group: Group) -> Iterator[str]:
    absent = [entity.name for entity in group.ranked if entity.scorecard is None]
    if absent:
        yield messages.text(
            "pack.absent", count=len(absent), period=group.period, names=listed(messages, absent)
        )


def rank_lines(messages: Messages, group: Group, anchors: Anchors) -> tuple[RankLine, ...]:
    """Best and worst entity of each KPI that has both, the headline KPIs first."""
    ranked = [k for k in group.kpis if k.ranking.best and k.ranking.worst]
    ranked.sort(key=lambda each: not each.kpi.headline)
    return tuple(
        RankLine(
            each.kpi.name,
            anchors.get(("", each.kpi.id), ""),
            messages.text(
                "pack.best_and_worst",
                best=_placed(messages, group, each, each.ranking.best),
                worst=_placed(messages, group, each, each.ranking.worst),
            ),
        )
        for each in ranked
        if each.ranking.best and each.ranking.worst
    )


def _placed(messages: Messages, group: Group, each: GroupKpi, place: Ranked) -> str:
    """``Lyon (104.2%, on track)``, with the decimals that the status needs."""
    entity = group.entity(place.name)
    result = entity.result(each.kpi.id)
    if entity.scorecard is None or result is None:
        share = shown_share(messages.formats, place.attainment, SHARE_DECIMALS).text
    else:
        figures = KpiFigures.of(messages, entity.scorecard.settings, result)
        share = figures.measure(result.measure).attainment.text
    if place.status is None:
        return messages.text("pack.place", name=place.name, share=share)
    status = status_mark(messages, place.status).label.lower()
    return messages.text("pack.place_status", name=place.name, share=share, status=status)


def coverage_lines(messages: Messages, group: Group) -> tuple[Detail, ...]:
    """The KPIs whose group figures don't count every entity: which figure, who is missing."""
    lines = []
    for each in group.kpis:
        said = list(_partial_figures(messages, each))
        if said:
            lines.append(Detail(each.kpi.name, " ".join(said)))
    return tuple(lines)


def _partial_figures(messages: Messages, each: GroupKpi) -> Iterator[str]:
    """One sentence for all figures that leave out the same entities."""
    alike: dict[EntityCoverage, list[GroupFigure]] = {}
    for figure, covered in each.coverage.items():
        if not covered.whole:
            alike.setdefault(covered, []).append(figure)
    for covered, figures in alike.items():
        labels = messages.formats.listing(tuple(messages.text(_FIGURE_LABELS[f]) for f in figures))
        counted = messages.text("pack.of", counted=covered.counted, total=covered.total)
        if covered.left_out:
            yield messages.text(
                "pack.partial", figures=labels, counted=counted, names=covered.left_out
            )
        if covered.partial:
            yield messages.text("pack.some_months", figures=labels, names=covered.partial)
    if each.without:
        yield messages.text("pack.kpi_without", names=each.without)


def left_out_lines(messages: Messages, group: Group) -> tuple[Detail, ...]:
    """The KPIs without a group figure, and why."""
    return tuple(
        Detail(each.kpi.name, messages.reason(each.reason) if each.reason else "")
        for each in group.kpis
        if _is_left_out(each)
    )
