"""Which KPIs share a page of the board pack, judged by how much there is to say of each.

A headline KPI has a page. Of the others two share one where both fit; one that would stand in
half a page beside nothing gets the layout of a whole page instead. Heights are estimates in
millimetres of A4, from the number of letters and the drawing's own height.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kpireport.present.view import KpiView, ReportView

_ROOM = 181.0
_CHART_WIDTH = 130.0
_LETTERS = {"page": 178, "chart": 92, "side": 86}
"""How many letters a line has: across the page, above the chart, beside it."""
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class KpiPage:
    """One KPI on a ``whole`` page, or two that share one."""

    kpis: tuple[KpiView, ...]
    whole: bool


def kpi_pages(view: ReportView) -> tuple[KpiPage, ...]:
    """The headline KPIs first, then the others, each in the report's order."""
    headlines = [KpiPage((kpi,), True) for kpi in view.kpis if kpi.headline]
    return (*headlines, *_shared([kpi for kpi in view.kpis if not kpi.headline]))


def _shared(kpis: list[KpiView]) -> Iterator[KpiPage]:
    left = list(kpis)
    while left:
        pair = left[:2]
        if len(pair) == 2 and sum(_height(kpi) for kpi in pair) <= _ROOM:
            yield KpiPage(tuple(pair), False)
            del left[:2]
        else:
            yield KpiPage((left.pop(0),), True)


def _height(kpi: KpiView) -> float:
    """How high half a page with this KPI is."""
    head = 9.0 + 3.8 * _lines(kpi.verdict, "page")
    chart = 3.5 * _lines(kpi.chart.title + kpi.chart.caption, "chart") + _drawn(kpi)
    return head + max(chart, _side(kpi))


def _drawn(kpi: KpiView) -> float:
    found = _SIZE.search(kpi.chart.paper or kpi.chart.svg)
    return _CHART_WIDTH * float(found[2]) / float(found[1]) if found else 0.0


def _side(kpi: KpiView) -> float:
    """The height of the figures and of the lines below them."""
    notes = " ".join(dict.fromkeys([*(row.note for row in kpi.measures), *kpi.notes]))
    wide = [max(0, _lines(row.covering_whole, "side") - 1) for row in kpi.measures]
    figures = 5.0 + 4.2 * len(kpi.measures) + 3.0 * (_lines(notes.strip(), "side") + sum(wide))
    said = [comment.text + comment.author + comment.period for comment in kpi.comments]
    said += [row.action + row.owner + row.due + row.status for row in kpi.actions]
    if kpi.goal:
        said.append(kpi.goal.promise + kpi.goal.progress)
    if kpi.landing:
        said.append(kpi.landing.sentence + kpi.landing.run_rate)
    if kpi.benchmark:
        told = kpi.benchmark
        said.append(told.reason + told.sentence + told.source + told.as_of + told.dated)
    if kpi.behaviour and not (kpi.comments or kpi.actions):
        said.append(kpi.behaviour[0].text + " " * 60)
    if kpi.details:
        said.append(" " * 150)
    return figures + sum(0.8 + 3.35 * _lines(text, "side") for text in said)


def _lines(text: str, place: str) -> int:
    """Lines of a text; a line break of the workbook's own is one too."""
    return sum(1 + len(part) // _LETTERS[place] for part in text.split("\n")) if text else 0
