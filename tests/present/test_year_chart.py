"""The fiscal year as it adds up, in rows and as a chart. Figures worked by hand."""

from __future__ import annotations

from typing import Any

from kpireport.compute.scorecard import build_scorecard
from kpireport.present.assemble import build_view
from kpireport.present.view import KpiView, ReportView
from tests.compute.books import book, kpi, month, months, row


def view_of(language: str, actuals: Any, targets: Any, at: str = "2026-03") -> ReportView:
    item = row(kpi(aggregation="sum", direction="higher"), actuals, targets=targets)
    return build_view(build_scorecard(book(item), month(at)), language, "run")


def only(view: ReportView) -> KpiView:
    (found,) = view.kpis
    return found


ACTUALS = months("2025-01", 3, 2, 3) | months("2026-01", 4, 1, 7)
TARGETS = months("2026-01", 5, 2, 6, 1)


def test_each_row_is_the_year_to_its_month() -> None:
    rows = only(view_of("en", ACTUALS, TARGETS)).year
    assert [
        (r.label, r.actual.text, r.target.text, r.variance.text, r.prior_year.text, r.future)
        for r in rows
    ] == [
        ("Jan 2026", "4", "5", "−1", "3", False),
        ("Feb 2026", "5", "7", "−2", "5", False),
        ("Mar 2026", "12", "13", "−1", "8", False),
        ("Apr 2026", "–", "14", "–", "–", True),
    ]


def test_its_last_closed_row_is_the_kpis_year_to_date() -> None:
    found = only(view_of("en", ACTUALS, TARGETS))
    last, own = found.year[2], found.year_to_date
    assert (last.actual, last.target, last.variance) == (own.actual, own.target, own.variance)
    assert last.status == own.status


def test_the_chart_says_what_it_shows_in_both_languages() -> None:
    english = only(view_of("en", ACTUALS, TARGETS))
    french = only(view_of("fr", ACTUALS, TARGETS))
    assert english.year_chart
    assert french.year_chart
    name = english.name
    assert english.year_chart.title == f"{name}: year to date against target, fiscal year 2026"
    assert english.year_chart.alt == (
        f"{name}, year to date Jan–Mar 2026: 12. Target 13, variance −1. "
        "Last year over the same months: 8."
    )
    assert french.year_chart.alt.replace("\u202f", " ").replace("\xa0", " ") == (
        f"{name}, cumul janv.–mars 2026 : 12. Objectif : 13, écart : −1. "
        "L’an dernier, sur les mêmes mois : 8."
    )
    assert 'data-months="0 4 ' in english.year_chart.svg
    # The month's chart beside it is in the same unit.
    assert "own scale" in english.year_chart.svg
    assert "échelle propre" in french.year_chart.svg


def test_without_target_or_last_year_the_chart_claims_neither() -> None:
    found = only(view_of("en", months("2026-01", 4, 1, 7), {}))
    assert found.year_chart
    assert found.year_chart.alt == f"{found.name}, year to date Jan–Mar 2026: 12."


def test_months_without_a_target_are_told_and_not_drawn_against_it() -> None:
    found = only(view_of("en", months("2026-01", 4, 1, 7), months("2026-02", 2, 6)))
    last = found.year[-1]
    assert (last.actual.text, last.target.text, last.variance.text) == ("12", "8", "0")
    assert last.compared == "2 of 3 months: 8"
    assert (last.beside_target.text, last.whole) == ("8", "2 of 3 months; over 3: 12")
    assert found.year_chart
    assert 'class="k-plan"' not in found.year_chart.svg


def test_the_counts_are_those_of_the_years_statuses() -> None:
    view = view_of("en", ACTUALS, TARGETS)
    assert view.year_label == "YTD Jan–Mar 2026"
    (kpi_view,) = view.kpis
    assert {c.mark.code: c.count for c in view.year_counts if c.count} == {
        kpi_view.year_to_date.status.code: 1
    }
    assert kpi_view.status.code == "on_track"
    assert kpi_view.year_to_date.status.code == "off_track"  # 12 of 13 is under 95 %
