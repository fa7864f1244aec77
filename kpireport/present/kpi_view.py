"""One KPI's row and section, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpireport.i18n.messages import Messages
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.present.behaviour import behaviour
from kpireport.present.benchmark_view import benchmark_view
from kpireport.present.bullets import kpi_bullets
from kpireport.present.calendar_view import check_in_details
from kpireport.present.charts.points import SharedScale
from kpireport.present.details import action_views, comment_views, details, direction_word, notes
from kpireport.present.figures import KpiFigures
from kpireport.present.goal_view import goal_view
from kpireport.present.landing_view import landing_view
from kpireport.present.marks import process_mark, status_mark
from kpireport.present.measures import (
    comparison_views,
    month_label,
    month_view,
    window_views,
)
from kpireport.present.pictures import adds_up, kpi_chart, kpi_sparkline
from kpireport.present.rows import history_rows
from kpireport.present.shared_scales import scale_of
from kpireport.present.verdict import Speaker, verdict
from kpireport.present.view import Chart, KpiView
from kpireport.present.year_chart import year_chart, year_rows

NOT_DRAWN = Chart("", "")
"""In the place of the charts of a month that is only told in figures and words."""


@dataclass(frozen=True, slots=True)
class Report:
    """What every KPI's view needs of the report around it. ``names`` are the KPIs' by ID."""

    messages: Messages
    scorecard: Scorecard
    names: dict[str, str]
    anchors: dict[str, str]
    scales: Mapping[str, SharedScale] = field(default_factory=dict)

    def speaker(self, result: KpiResult) -> Speaker:
        """Who says something of that KPI."""
        figures = KpiFigures.of(self.messages, self.scorecard.settings, result)
        return Speaker(self.messages, figures, result, self.scorecard.period)


def kpi_view(report: Report, speaker: Speaker, *, drawn: bool = True) -> KpiView:
    """Everything a reader sees of one KPI; without charts and months where not ``drawn``."""
    messages, figures, result = speaker.messages, speaker.figures, speaker.result
    kpi, until = result.kpi, report.scorecard.period
    settings = report.scorecard.settings
    month = month_view(messages, figures, result, until)
    windows = window_views(messages, settings, figures, result)
    whole, card = kpi_bullets(messages, figures, settings, result) if drawn else (None, None)
    older = result.period is not None and result.period != until
    return KpiView(
        anchor=report.anchors[kpi.id],
        id=kpi.id,
        name=kpi.name,
        category=kpi.category,
        unit=kpi.unit.text,
        headline=kpi.headline,
        direction=direction_word(messages, kpi.direction),
        status=status_mark(messages, result.measure.status),
        verdict=verdict(speaker),
        period_label=month_label(messages, kpi.frequency, result.period)
        if older and result.period
        else "",
        month=month,
        year_to_date=windows[1],
        measures=(month, *windows),
        comparisons=comparison_views(messages, figures, result),
        sparkline=kpi_sparkline(messages, figures, result, until) if drawn else NOT_DRAWN,
        chart=kpi_chart(
            messages,
            figures,
            result,
            until,
            settings.fiscal_calendar,
            scale_of(report.scales, result),
        )
        if drawn
        else NOT_DRAWN,
        history=history_rows(messages, figures, result, until) if drawn else (),
        details=(*details(messages, kpi), *check_in_details(messages, result.check_in)),
        behaviour=behaviour(messages, figures, result, until),
        notes=notes(messages, result, until),
        comments=comment_views(messages, result.comments, report.names, until),
        actions=action_views(messages, result.actions, report.names),
        variation=process_mark(messages, result.process.variation),
        assurance=process_mark(messages, result.process.assurance),
        provisional=result.provisional,
        bars=adds_up(result),
        bullet=whole,
        card_bullet=card,
        landing=landing_view(speaker, settings.fiscal_calendar),
        goal=goal_view(messages, figures, result, until),
        benchmark=benchmark_view(speaker, report.anchors[kpi.id]),
        year=year_rows(messages, figures, result) if drawn else (),
        year_chart=year_chart(messages, figures, result, settings.fiscal_calendar)
        if drawn
        else None,
    )
