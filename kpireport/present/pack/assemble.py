"""The pack put together: a Group comes in, a PackView in the reader's language goes out."""

from __future__ import annotations

from dataclasses import replace

from kpireport.i18n.messages import Messages, get_messages
from kpireport.model.book import Language
from kpireport.model.group import Group, GroupEntity, GroupFigure, RateUsed
from kpireport.present.assemble import build_view
from kpireport.present.details import anchors
from kpireport.present.headline import counts_sentence
from kpireport.present.marks import legend
from kpireport.present.pack.follow_up import told_apart
from kpireport.present.pack.heat_map import Anchors, coverage_of, heat_map
from kpireport.present.pack.restated import every_restatement
from kpireport.present.pack.sentences import (
    coverage_lines,
    left_out_lines,
    left_out_sentence,
    pack_headlines,
    rank_lines,
)
from kpireport.present.pack.view import EntitySection, PackView, RateLine
from kpireport.present.sections import problem_views
from kpireport.present.view import Figure, KpiView, ReportView

_INCOMPLETE = {
    "label.provisional": "pack.incomplete",
    "verdict.provisional": "pack.incomplete",
    "chart.open_variance": "pack.incomplete_variance",
    "measure.provisional": "pack.incomplete_window",
    "section.provisional": "pack.incomplete_figure",
    "headline.provisional": "pack.incomplete_figures",
}
"""A group's months are as good as provisional where an entity lacks the figure."""


def build_pack(group: Group, language: Language, run: str) -> PackView:
    """Everything a reader of ``group`` sees, in ``language``; ``run`` marks every file of a run."""
    messages = get_messages(language, group.currency)
    names = anchors((entity.name for entity in group.entities), "entity")
    sections = tuple(_section(e, names[e.name], language, run) for e in group.entities)
    report = build_view(group.scorecard, language, run, prefix="group-", instead=_INCOMPLETE)
    places = _anchors(report, sections)
    sections, comments, actions = told_apart(sections)
    said = pack_headlines(messages, group, report.headlines)
    title = group.title or messages.text("pack.title")
    return PackView(
        title=title,
        organisation=report.organisation,
        period_iso=report.period_iso,
        period_label=report.period_label,
        language=language,
        locale=report.locale,
        run=run,
        accent_colour=report.accent_colour,
        confidentiality=report.confidentiality,
        prepared_by=report.prepared_by,
        labels=report.labels,
        headlines=said,
        columns=tuple(entity.name for entity in group.entities),
        bands=heat_map(messages, group, places),
        rankings=rank_lines(messages, group, places),
        group=replace(
            _with_coverage(messages, report, group),
            title=title,
            entity=messages.text("pack.group"),
            headlines=said,
            comments=comments,
            actions=actions,
        ),
        entities=sections,
        coverage=coverage_lines(messages, group),
        left_out=left_out_lines(messages, group),
        left_out_note=left_out_sentence(messages, group),
        restatements=every_restatement(messages, sections),
        rates=tuple(_rate(messages, rate) for rate in group.rates),
        problems=problem_views(messages, group.problems),
        notes=tuple(messages.reason(note) for note in group.notes),
        legend=legend(messages),
    )


def _with_coverage(messages: Messages, report: ReportView, group: Group) -> ReportView:
    """The group's report with how many entities each month and each year to date counts."""
    found = {each.kpi.id: each for each in group.kpis}

    def told(kpi: KpiView) -> KpiView:
        month = coverage_of(messages, found[kpi.id], GroupFigure.PERIOD)
        year = coverage_of(messages, found[kpi.id], GroupFigure.YTD)
        if month:
            label = kpi.period_label or messages.formats.month(group.period)
            month = messages.text("pack.with_coverage", what=label, coverage=month)
        if year and kpi.year_to_date.whole:
            whole = kpi.year_to_date.whole
            year = messages.text("pack.with_coverage", what=whole, coverage=year)
        return replace(
            kpi,
            period_label=month or kpi.period_label,
            year_to_date=replace(kpi.year_to_date, whole=year or kpi.year_to_date.whole),
        )

    return replace(
        report,
        cards=tuple(told(kpi) for kpi in report.cards),
        categories=tuple(
            replace(each, kpis=tuple(told(kpi) for kpi in each.kpis)) for each in report.categories
        ),
    )


def _section(entity: GroupEntity, anchor: str, language: Language, run: str) -> EntitySection:
    messages = get_messages(language, entity.currency)
    card = entity.scorecard
    if card is None:
        why = messages.reason(entity.reason) if entity.reason else ""
        source = entity.book.source.name
        return EntitySection(entity.name, anchor, source, None, entity.eliminations, note=why)
    view = build_view(card, language, run, prefix=f"{anchor}-")
    if card.compared_with is None:  # Nothing was reported that could be another figure now.
        view = replace(view, restatements=None)
    if entity.eliminations:
        view = _with_figures(view)
        note = messages.text("pack.eliminations")
        return EntitySection(entity.name, anchor, card.source.name, view, True, note=note)
    return EntitySection(
        name=entity.name,
        anchor=anchor,
        source_name=card.source.name,
        view=replace(view, entity=entity.name),
        counts=counts_sentence(messages, card.overall.counts, len(card.kpis)),
        behind=view.headlines[1] if len(view.headlines) > 1 else "",
    )


def _with_figures(view: ReportView) -> ReportView:
    """What the eliminations have figures of, without a verdict: nobody manages them."""
    kept = (
        replace(each, kpis=tuple(kpi for kpi in each.kpis if kpi.month.actual.excel_value))
        for each in view.categories
    )
    return replace(
        view,
        categories=tuple(each for each in kept if each.kpis),
        headlines=(),
        attention=(),
        wins=(),
    )


def _anchors(report: ReportView, sections: tuple[EntitySection, ...]) -> Anchors:
    """Where every KPI's own section is, the group's under the empty name."""
    found = {("", kpi.id): kpi.anchor for kpi in report.kpis}
    for section in sections:
        if section.view is not None:
            found |= {(section.name, kpi.id): kpi.anchor for kpi in section.view.kpis}
    return found


def _rate(messages: Messages, rate: RateUsed) -> RateLine:
    kind = "pack.rate_closing" if rate.closing else "pack.rate_average"
    shown = messages.formats.number(rate.value, 4)
    return RateLine(
        currency=messages.text("pack.rate", currency=rate.currency, to=rate.to),
        period=messages.formats.month(rate.period),
        kind=messages.text(kind),
        rate=Figure(shown, rate.value, "0.0000"),
        place=messages.text("pack.rate_place", workbook=rate.workbook, cell=str(rate.cell)),
    )
