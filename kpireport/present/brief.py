"""A report without its drawings: what is told of it, light enough to travel between processes."""

from __future__ import annotations

from dataclasses import replace

from kpireport.present.view import Chart, KpiView, ReportView

_NO_CHART = Chart("", "")


def brief(view: ReportView) -> ReportView:
    """The view without charts, months, fonts' pictures and live model; words and figures stay."""
    slim = {kpi.anchor: _brief(kpi) for kpi in view.kpis}
    return replace(
        view,
        live=None,
        logo="",
        cards=tuple(slim[kpi.anchor] for kpi in view.cards),
        categories=tuple(
            replace(category, kpis=tuple(slim[kpi.anchor] for kpi in category.kpis))
            for category in view.categories
        ),
        benchmarks=tuple(replace(each, chart=None) for each in view.benchmarks),
    )


def _brief(kpi: KpiView) -> KpiView:
    return replace(
        kpi,
        sparkline=_NO_CHART,
        chart=_NO_CHART,
        history=(),
        variance_bar=None,
        bullet=None,
        card_bullet=None,
        benchmark=None,
        year=(),
        year_chart=None,
    )
