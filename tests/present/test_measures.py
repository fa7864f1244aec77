"""Windows and comparisons: their names, notes and figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.i18n.messages import Messages, get_messages
from kpireport.model.book import Settings
from kpireport.model.kpi import Direction, Frequency, Kpi
from kpireport.model.measure import Comparison, Measure, Window
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.present.figures import KpiFigures
from kpireport.present.measures import (
    comparison_views,
    month_label,
    month_view,
    window_view,
    window_views,
)
from tests.plain_text import plain
from tests.present.scorecards import OCTOBER, SALES, Figures, cell, measure, result

EN, FR = get_messages("en"), get_messages("fr")
MONTHS = Figures(SALES, [100.5] * 24, [100.0] * 24)


def figures(messages: Messages, found: KpiResult) -> KpiFigures:
    return KpiFigures(messages, Settings(), found.kpi, found.history)


def test_a_month_a_quarter_and_a_year_are_named() -> None:
    assert month_label(EN, Frequency.MONTHLY, OCTOBER) == "Oct 2026"
    assert month_label(EN, Frequency.QUARTERLY, Period(2026, 9)) == "Quarter to Sep 2026"
    assert month_label(FR, Frequency.YEARLY, Period(2025, 12)) == "Année close en déc. 2025"


def test_windows_are_named_by_the_months_they_cover() -> None:
    found = result(MONTHS)
    quarter, year, rolling, fiscal = window_views(EN, Settings(), figures(EN, found), found)
    assert quarter.label == "QTD Oct 2026"
    assert year.label == "YTD Jan–Oct 2026"
    assert rolling.label == "Rolling 12 months, Nov 2025–Oct 2026"
    assert fiscal.label == "Fiscal year 2026"
    french = window_views(FR, Settings(), figures(FR, found), found)
    assert [view.label for view in french] == [
        "Trimestre, oct. 2026",
        "Cumul janv.–oct. 2026",
        "12 mois glissants, nov. 2025–oct. 2026",
        "Exercice 2026",
    ]


def test_a_fiscal_year_across_two_years_has_both_in_its_name() -> None:
    found = result(MONTHS)
    found = replace(found, fiscal_year=Window(Period(2025, 11), Period(2026, 10)))
    settings = Settings(fiscal_calendar=FiscalCalendar(start_month=11))
    assert window_views(EN, settings, figures(EN, found), found)[3].label == "Fiscal year 2025/26"


def test_a_partial_window_says_how_much_it_covers_and_what_all_months_make() -> None:
    window = Window(
        Period(2026, 1), OCTOBER, 1000.5, measure(SALES, 900.5, 910.0), months=9,
        expected_months=10, actual_months=10,
    )  # fmt: skip
    view = window_view(EN, figures(EN, result(MONTHS)), window, "YTD")
    assert (view.actual.text, view.actual.excel_value) == ("1,000.5\u00a0k€", 1000.5)
    assert view.variance.text == "\u22129.5\u00a0k€"
    assert view.coverage == "9 of 10 months"
    assert view.compared == "9 of 10 months: 900.5\u00a0k€"
    assert view.note == (
        "Over 9 of 10 months. "
        "Variance and attainment are of the actual over the months compared, 900.5\u00a0k€; "
        "over 10 months it is 1,000.5\u00a0k€."
    )
    assert view.beside_target.text == "900.5\u00a0k€"
    assert view.whole == "9 of 10 months; over 10: 1,000.5\u00a0k€"
    french = window_view(FR, figures(FR, result(MONTHS)), window, "Cumul")
    assert plain(french.compared) == "9 mois sur 10 : 900,5 k€"
    assert plain(french.covering) == "Cumul (9 mois sur 10 : 900,5 k€)"
    assert plain(french.covering_whole) == "Cumul (9 mois sur 10 ; sur 10 : 1 000,5 k€)"


def test_a_window_with_figures_of_some_months_covers_those() -> None:
    # Rolling twelve months that hold ten: no comparison is cut, the figure itself is partial.
    window = Window(
        Period(2025, 11), OCTOBER, 50.0, measure(SALES, 50.0, 60.0), 10, 12, actual_months=10
    )
    view = window_view(EN, figures(EN, result(MONTHS)), window, "Rolling 12 months")
    assert (view.coverage, view.compared) == ("10 of 12 months", "10 of 12 months")
    assert view.covering == "Rolling 12 months (10 of 12 months)"
    whole = replace(window, months=12, actual_months=12)
    full = window_view(EN, figures(EN, result(MONTHS)), whole, "Rolling 12 months")
    assert (full.coverage, full.compared, full.covering) == ("", "", "Rolling 12 months")
    assert (full.whole, full.beside_target) == ("", full.actual)


def test_a_reason_that_counts_the_months_is_not_said_twice() -> None:
    reason = Reason("fiscal_year_not_over", {"count": 9, "expected": 12})
    window = Window(Period(2026, 1), Period(2026, 12), None, Measure(), 9, 12, reason=reason)
    view = window_view(EN, figures(EN, result(MONTHS)), window, "Fiscal year")
    assert view.note == EN.reason(reason)
    assert view.actual.note == view.note


def test_a_window_without_a_target_shows_its_actual() -> None:
    window = Window(Period(2026, 1), OCTOBER, 1000.5, Measure(), 10, 10)
    view = window_view(EN, figures(EN, result(MONTHS)), window, "YTD")
    assert (view.actual.text, view.target.text, view.note) == ("1,000.5\u00a0k€", "–", "")


@pytest.mark.parametrize(
    ("window", "note"),
    [
        (Window(OCTOBER, OCTOBER, 1.0, measure(SALES, 1.0, 2.0), 1, 1, "actual_mix"),
         "Target at actual mix."),
        (Window(OCTOBER, OCTOBER, 1.0, Measure(1.0), 1, 1, "actual_mix"), ""),
        (Window(OCTOBER, OCTOBER, 1.0, Measure(1.0), 1, 1, provisional=True),
         "Includes provisional figures."),
    ],
)  # fmt: skip
def test_notes_of_a_window(window: Window, note: str) -> None:
    assert window_view(EN, figures(EN, result(MONTHS)), window, "x").note == note


def test_a_row_without_a_status_yet_is_no_kpi_without_rating() -> None:
    ahead = Window(Period(2026, 1), Period(2026, 12), None, Measure(target=1200.0), 0, 12)
    view = window_view(EN, figures(EN, result(MONTHS)), ahead, "Fiscal year")
    assert (view.status.code, view.status.label, view.status.shape) == ("neutral", "–", "")
    neutral = result(Figures(replace(SALES, direction=Direction.NEUTRAL), [1.0]))
    rated = window_view(EN, figures(EN, neutral), ahead, "Fiscal year")
    assert rated.status.label == "Not rated"


def test_the_month_carries_the_reason_of_what_is_missing() -> None:
    reason = Reason("no_actual_yet")
    found = result(Figures(SALES, [None], [100.0]), period=None, reason=reason)
    view = month_view(FR, figures(FR, found), found, OCTOBER)
    assert (view.label, view.status.label) == ("oct. 2026", "Sans donnée")
    assert view.note == view.actual.note == FR.reason(reason)


def test_attainment_of_a_zero_target_says_what_it_is_measured_from() -> None:
    accidents = Kpi("A", "Accidents", cell("A3"), direction=Direction.LOWER)
    found = result(Figures(accidents, [3.0], [0.0]))
    known = replace(found.measure, attainment=11 / 14, measured_from=14.0)
    found = replace(found, measure=known)
    view = month_view(EN, figures(EN, found), found, OCTOBER)
    assert view.attainment.text == "78.6%"
    assert view.note == "Attainment is measured from the baseline of 14."
    assert month_view(FR, figures(FR, found), found, OCTOBER).note == (
        "Atteinte mesurée depuis la valeur de départ (14)."
    )
    window = Window(Period(2026, 9), OCTOBER, 3.0, known, 2, 2)
    assert window_view(EN, figures(EN, found), window, "").note == (
        "Attainment is measured from the baseline of 14."
    )


def test_comparisons_name_their_month_and_leave_out_what_the_workbook_has_not() -> None:
    found = result(MONTHS)
    views = comparison_views(EN, figures(EN, found), found)
    assert [view.label for view in views] == [
        "Previous period (Sep 2026)",
        "A year ago (Oct 2025)",
        "Last year’s YTD",
    ]
    assert views[0].delta.text == "0.0\u00a0k€"
    assert (views[0].value.text, views[0].delta_pct.text) == ("100.5\u00a0k€", "0.0%")


def test_baseline_and_budget_where_the_workbook_has_them() -> None:
    found = result(MONTHS)
    compared = replace(
        found.comparisons,
        baseline=Comparison(Period(2025, 12), 80.0, 20.5, 20.5 / 80, 20.5),
        budget=Comparison(OCTOBER, 120.0, -19.5, -19.5 / 120, -19.5),
    )
    views = comparison_views(FR, figures(FR, found), replace(found, comparisons=compared))
    assert [view.label for view in views[3:]] == [
        "Valeur de départ (déc. 2025)",
        "Budget (oct. 2026)",
    ]
    assert views[4].delta.text == "\u221219,5\u00a0k€"
    assert views[4].delta.tone.value == "bad"
