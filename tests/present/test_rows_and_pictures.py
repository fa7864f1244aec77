"""The month-by-month table, and what is said of charts to those who don't see them."""

from __future__ import annotations

from dataclasses import replace

from kpireport.compute.scorecard import build_scorecard
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Settings
from kpireport.model.kpi import Direction, Frequency, Kpi
from kpireport.model.measure import Measure
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.scorecard import HistoryPoint, KpiResult
from kpireport.present.assemble import build_view
from kpireport.present.figures import KpiFigures
from kpireport.present.pictures import kpi_chart, kpi_sparkline
from kpireport.present.rows import history_rows, shown_history
from tests.compute.books import book, month, months, row
from tests.compute.books import kpi as compute_kpi
from tests.plain_text import plain
from tests.present.charts.svgs import paths, points
from tests.present.scorecards import (
    DAYS,
    OCTOBER,
    SALES,
    Figures,
    cell,
    result,
    sample_figures,
)

EN, FR = get_messages("en"), get_messages("fr")


def figures(found: KpiResult) -> KpiFigures:
    return KpiFigures(EN, Settings(), found.kpi, found.history)


def test_months_before_any_figure_are_left_out_and_gaps_are_kept() -> None:
    found = result(Figures(SALES, [90.0, None, 110.0], [100.0] * 3))
    rows = history_rows(EN, figures(found), found, OCTOBER)
    assert [row.period_iso for row in rows] == ["2026-08", "2026-09", "2026-10"]
    assert [row.actual.text for row in rows] == ["90\u00a0k€", "–", "110\u00a0k€"]
    assert [row.status.code for row in rows] == ["off_track", "no_data", "on_track"]


def test_three_years_at_most() -> None:
    points = tuple(
        HistoryPoint(month, Measure(actual=1.0)) for month in Period(2020, 1).through(OCTOBER)
    )
    found = replace(result(Figures(SALES, [1.0])), history=points)
    shown = shown_history(found, OCTOBER)
    assert (len(shown), str(shown[0].period)) == (36, "2023-11")


def test_months_ahead_are_shown_where_they_hold_something() -> None:
    found = result(sample_figures()["REV"])
    rows = history_rows(EN, figures(found), found, OCTOBER)
    ahead = [row for row in rows if row.future]
    assert [row.label for row in ahead] == ["Nov 2026", "Dec 2026"]
    assert ahead[0].forecast is not None
    assert ahead[0].forecast.text == "1,702.5\u00a0k€"
    assert not any(row.provisional for row in ahead)


def test_a_quarterly_kpi_has_only_its_quarters() -> None:
    nps = Kpi("N", "NPS", cell("A3"), direction=Direction.HIGHER, frequency=Frequency.QUARTERLY)
    found = result(Figures(nps, [40.0, None, None, 41.0, None]), period=Period(2026, 9))
    assert [str(p.period) for p in shown_history(found, OCTOBER)] == ["2026-06", "2026-09"]


def test_a_band_has_its_bounds_in_the_row() -> None:
    cover = Kpi("D", "Cover", cell("A4"), unit=DAYS, direction=Direction.RANGE)
    found = result(Figures(cover, [33.0], band=(30.0, 45.0)))
    row = history_rows(EN, figures(found), found, OCTOBER)[-1]
    assert row.target_low is not None
    assert row.target_high is not None
    assert (row.target_low.text, row.target_high.text) == ("30", "45")


def test_a_row_shows_a_month_as_the_report_does() -> None:
    found = result(Figures(replace(SALES, decimals=0), [99.6], [100.0]))
    row = history_rows(EN, figures(found), found, OCTOBER)[-1]
    assert (row.actual.text, row.target.text) == ("99.6\u00a0k€", "100.0\u00a0k€")
    assert row.actual == figures(found).measure(found.measure).actual


def test_a_chart_says_its_course_in_words() -> None:
    found = result(Figures(SALES, [90.0, 120.0, 80.0, 110.0], [100.0] * 4))
    chart = kpi_chart(EN, figures(found), found, OCTOBER, FiscalCalendar())
    assert plain(chart.alt) == (
        "Sales, Jul–Oct 2026: from 90 k€ in Jul 2026 to 110 k€ in Oct 2026; "
        "lowest 80 k€ in Sep 2026, highest 120 k€ in Aug 2026. "
        "Target met 2 out of 4 times. Target in Oct 2026: 100 k€."
    )
    assert chart.title == "Sales in k€: actual against target, Jul–Oct 2026"
    assert chart.svg.startswith("<svg")


def test_the_same_in_french() -> None:
    found = result(Figures(SALES, [90.0, 120.0], [100.0] * 2))
    shown = KpiFigures(FR, Settings(), SALES, found.history)
    chart = kpi_chart(FR, shown, found, OCTOBER, FiscalCalendar())
    assert plain(chart.alt) == (
        "Sales, sept.–oct. 2026 : de 90 k€ en sept. 2026 à 120 k€ en oct. 2026 ; "
        "minimum 90 k€ en sept. 2026, maximum 120 k€ en oct. 2026. "
        "Objectif atteint 1 fois sur 2. Objectif en oct. 2026 : 100 k€."
    )


def test_a_chart_with_one_figure_and_with_none() -> None:
    one = result(Figures(SALES, [90.0]))
    assert plain(kpi_sparkline(EN, figures(one), one, OCTOBER).alt) == (
        "Sales, Oct 2026: 90 k€ in Oct 2026, the only figure."
    )
    none = result(Figures(SALES, [None]), period=None)
    assert kpi_sparkline(EN, figures(none), none, OCTOBER).alt == "Sales: no figures yet."
    assert kpi_chart(EN, figures(none), none, OCTOBER, FiscalCalendar()).title == "Sales"


def test_months_ahead_are_no_part_of_what_is_said() -> None:
    found = result(sample_figures()["REV"])
    alt = kpi_chart(EN, figures(found), found, OCTOBER, FiscalCalendar()).alt
    assert alt.endswith("Target in Oct 2026: 1,573.8\u00a0k€.")


def test_a_unit_that_the_name_says_is_not_in_the_title_twice() -> None:
    kpi = replace(SALES, name="Days of stock", unit=replace(DAYS, text="days"))
    found = result(Figures(kpi, [90.0, 91.0]))
    assert kpi_chart(EN, figures(found), found, OCTOBER, FiscalCalendar()).title == (
        "Days of stock, Sep–Oct 2026"
    )


def test_limits_are_drawn_as_far_as_a_figure_can_go() -> None:
    """0 and 3 by turns: mean 1.5, moving ranges 3, the lower limit 1.5 − 2.66 · 3 is below zero."""
    item = row(compute_kpi(aggregation="mean"), months("2025-07", *[0.0, 3.0] * 6), targets={})
    card = build_scorecard(book(item), month("2026-06"))
    (view,) = build_view(card, "en", "run").kpis
    assert (card.kpis[0].process.lower or 0) < 0
    drawn = [y for path in paths(view.chart.svg, "limit") for _, y in points(path)]
    (zero,) = {y for path in paths(view.chart.svg, "zero")[:1] for _, y in points(path)}
    assert max(drawn) <= zero
