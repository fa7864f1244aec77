"""What a live model needs besides the report: the figures it recalculates from, how they are
shown, and, for each month that its reader can choose, what no formula can give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpireport.compute.roll_up import children_of
from kpireport.i18n.messages import Messages, get_messages
from kpireport.model.book import Settings
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.model.series import KpiSeries
from kpireport.present.common_decimals import windows_of, with_cents
from kpireport.present.figures import NO_FIGURE, KpiFigures
from kpireport.present.marks import row_mark
from kpireport.present.view import Figure, HistoryRow, ReportView

PERIODS_AT_MOST = 24
"""So many months can be chosen: two years back from the report's own."""


@dataclass(frozen=True, slots=True)
class LiveFormats:
    """How a KPI's figures are shown in Excel whatever month is chosen, the month's and totals'."""

    level: str
    change: str
    share: str
    attainment: str


@dataclass(frozen=True, slots=True)
class LiveModel:
    """The months to choose from, the report's own first, then back in time.

    ``cards`` and ``views`` are the report at each of them, the views without charts but the
    first; ``results`` are the cards', KPI by KPI. ``series`` are the rows that totals follow from
    and ``months`` what the reader sees of them, row by row, ``formats`` how figures are shown and
    ``children`` each parent's; all go by KPI ID.
    """

    cards: Sequence[Scorecard]
    views: Sequence[ReportView]
    results: Mapping[str, Sequence[KpiResult]]
    series: Mapping[str, KpiSeries]
    months: Mapping[str, Sequence[HistoryRow]]
    formats: Mapping[str, LiveFormats]
    children: Mapping[str, Sequence[str]]


def build_live(
    cards: Sequence[Scorecard], views: Sequence[ReportView], series: Sequence[KpiSeries]
) -> LiveModel:
    """The live model of the first of the ``cards`` and ``views``, which go month by month."""
    view = views[0]
    messages = get_messages("fr" if view.language == "fr" else "en", view.currency)
    by_id = {each.kpi_id: each for each in series}
    results: dict[str, list[KpiResult]] = {}
    for card in cards:
        for result in card.kpis:
            results.setdefault(result.kpi.id, []).append(result)
    return LiveModel(
        cards=tuple(cards),
        views=tuple(views),
        results=results,
        series=by_id,
        months={
            kpi.id: _months(
                messages, results[kpi.id][0], kpi.history, by_id[kpi.id], view.period_iso
            )
            for kpi in view.kpis
        },
        formats={
            kpi_id: live_formats(messages, cards[0].settings, found)
            for kpi_id, found in results.items()
        },
        children=children_of([result.kpi for result in cards[0].kpis]),
    )


def _months(
    messages: Messages,
    result: KpiResult,
    shown: Sequence[HistoryRow],
    series: KpiSeries,
    period_iso: str,
) -> tuple[HistoryRow, ...]:
    """A row for each of the series', empty where the report shows nothing for that month."""
    by_month = {row.period_iso: row for row in shown}
    nothing = row_mark(messages, result.kpi, None)
    return tuple(
        by_month.get(str(row.period))
        or HistoryRow(
            period_iso=str(row.period),
            label=messages.formats.month(row.period),
            actual=NO_FIGURE,
            target=NO_FIGURE,
            variance=NO_FIGURE,
            status=nothing,
            prior_year=NO_FIGURE,
            future=str(row.period) > period_iso,
        )
        for row in series.rows
    )


def live_formats(messages: Messages, settings: Settings, found: Sequence[KpiResult]) -> LiveFormats:
    """The report's own decimals, or more where the status of a month to choose from needs them.

    One number of them for the month and all totals: they stand in one table, and a cell's number
    format can't follow the month that is chosen.
    """
    figures = KpiFigures.of(messages, settings, found[0])
    shown = [figures.measure(measure) for result in found for measure in windows_of(result)]
    decimals = max(each.decimals for each in shown)
    if decimals > figures.decimals:
        decimals = with_cents(figures.kpi, decimals)
    levels = [figure for each in shown for figure in (each.actual, each.target)]
    return LiveFormats(
        level=_longest(figures.level(1.0, decimals), levels),
        change=_longest(figures.change(1.0, None, decimals), [each.variance for each in shown]),
        share=_longest(
            figures.share(0.1, None, figures.share_decimals), [each.variance_pct for each in shown]
        ),
        attainment=_longest(
            Figure("", 1.0, figures.attainment_format), [each.attainment for each in shown]
        ),
    )


def _longest(usual: Figure, figures: Iterable[Figure]) -> str:
    """The number format with the most decimals: of one KPI's figures it is the longest."""
    formats = (each.excel_format for each in figures if each.excel_value is not None)
    return max(usual.excel_format, *formats, key=len)
