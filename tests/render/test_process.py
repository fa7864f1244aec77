"""Variation, assurance, limits and signals in every layout: sign and word, never a sign alone."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import openpyxl

from kpireport import resources
from kpireport.present.view import Detail, Figure, Mark, ReportView, Tone
from kpireport.render.excel import render_xlsx
from kpireport.render.html import render_html
from tests.render.views import shop
from tests.render.workbooks import reopened

CONCERN = Mark("concern_high", "Concern, high", "↑!", Tone.BAD)
MISSED = Mark("fail", "Will be missed", "×", Tone.BAD)
LIMITS = {"lower": "61.3%", "mean": "66.4%", "upper": "71.5%"}


@cache
def marked() -> ReportView:
    """A shop whose first KPI has a signal in October, with limits of its actual."""
    view = shop()
    first = view.categories[0].kpis[0]
    figures = {name: Figure(text, float(text[:-1]) / 100, "0.0%") for name, text in LIMITS.items()}
    history = tuple(
        month
        if month.future
        else replace(month, **figures, signal=CONCERN if month.period_iso == "2026-10" else None)
        for month in first.history
    )
    kpi = replace(
        first,
        variation=CONCERN,
        assurance=MISSED,
        history=history,
        behaviour=(Detail("Usual variation", "61.3% to 71.5%, around a mean of 66.4%"),),
        chart=replace(first.chart, caption="Process limits: the actual, 24 figures."),
    )
    plain = tuple(replace(k, variation=None, assurance=None) for k in view.categories[0].kpis[1:])
    rest = tuple(
        replace(c, kpis=tuple(replace(k, variation=None, assurance=None) for k in c.kpis))
        for c in view.categories[1:]
    )
    category = replace(view.categories[0], kpis=(kpi, *plain))
    return replace(view, categories=(category, *rest), marks=(CONCERN, MISSED))


@cache
def book() -> openpyxl.Workbook:
    return reopened(render_xlsx(marked()))


def cells(sheet: str) -> list[object]:
    return [cell.value for row in book()[sheet].iter_rows() for cell in row if cell.value]


def test_the_page_has_sign_word_and_key() -> None:
    page = render_html(marked(), resources.templates()).decode()
    board = page[page.index('<table class="figures board"') : page.index("</table>")]
    assert board.count('<span class="word">Concern, high</span>') == 1
    assert board.count('<span class="symbol" aria-hidden="true">×</span>') == 1
    assert board.count('class="sign-cell"') == 2 * len(marked().kpis)
    legend = page[page.index('<ul class="legend"') :]
    assert "Concern, high" in legend[: legend.index("</ul>")]
    assert "61.3% to 71.5%, around a mean of 66.4%" in page
    assert "Process limits: the actual, 24 figures." in page
    assert page.count('<th scope="col" class="n">Lower limit</th>') == 1


def test_a_page_without_marks_has_no_columns_for_them() -> None:
    view = replace(marked(), marks=())
    page = render_html(view, resources.templates()).decode()
    assert 'class="sign-cell"' not in page
    assert 'colspan="11"' in page


def test_the_workbook_has_sign_and_word_in_the_summary_and_the_block() -> None:
    assert cells("Summary").count("↑! Concern, high") == 1
    assert cells("Summary").count("× Will be missed") == 1
    assert {"Variation", "Assurance"} <= set(cells("Summary"))
    said = cells("KPIs")
    assert said.count("↑! Concern, high") == 1
    assert "61.3% to 71.5%, around a mean of 66.4%" in said
    assert "Process limits: the actual, 24 figures." in said


def test_the_data_sheet_has_limits_and_signals() -> None:
    sheet = book()["Data"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[11:15] == ["Mean", "Lower limit", "Upper limit", "Signal"]
    kpi = marked().kpis[0]
    october = next(i for i, m in enumerate(kpi.history, start=2) if m.period_iso == "2026-10")
    row = [cell.value for cell in sheet[october]]
    assert row[11:15] == [0.664, 0.613, 0.715, "↑! Concern, high"]
    other = [cell.value for cell in sheet[sheet.max_row]]
    assert other[11:15] == [None] * 4


def test_native_charts_draw_the_limits_where_there_are_any() -> None:
    # openpyxl has no public way to the charts that it has read.
    charts = list(book()["KPIs"]._charts)  # type: ignore[attr-defined]
    drawn = [
        sum("$M$" in s.val.numRef.f or "$N$" in s.val.numRef.f for s in chart.series)
        for chart in charts
    ]
    assert [count for count in drawn if count] == [2]
