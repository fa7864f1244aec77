"""Figures agree with their status, whatever rounding would do. Expected texts are by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language, Settings
from kpireport.model.kpi import Direction, Kpi, Tolerance, ToleranceKind
from kpireport.model.measure import Comparison, Measure
from kpireport.model.scorecard import HistoryPoint
from kpireport.model.status import Status
from kpireport.present.edges import distance
from kpireport.present.figures import KpiFigures, score_figure
from kpireport.present.view import Tone
from tests.present.scorecards import (
    DAYS,
    EURO,
    EURO_PER_ORDER,
    KILO_EURO,
    OCTOBER,
    PERCENT,
    PLAIN,
    cell,
    measure,
)

NNBSP, NBSP, MINUS = "\u202f", "\u00a0", "\u2212"
RATE = Kpi("R", "Rate", cell("A2"), unit=PERCENT, direction=Direction.HIGHER)
SALES = Kpi("S", "Sales", cell("A3"), unit=KILO_EURO, direction=Direction.HIGHER)
COVER = Kpi("C", "Stock cover", cell("A4"), unit=DAYS, direction=Direction.RANGE)
COST = Kpi("U", "Cost", cell("A5"), unit=EURO_PER_ORDER, direction=Direction.LOWER)
PROFIT = Kpi("P", "Profit", cell("A6"), unit=EURO, direction=Direction.HIGHER)


def figures(kpi: Kpi, *typed: float, language: Language = "en") -> KpiFigures:
    history = [HistoryPoint(OCTOBER, Measure(actual=value)) for value in typed]
    return KpiFigures(get_messages(language), Settings(), kpi, history)


def test_a_missed_target_never_prints_as_met() -> None:
    shown = figures(RATE, 95.5, 94.25).measure(measure(RATE, 94.96, 95.0))
    assert (shown.actual.text, shown.target.text) == ("94.96%", "95.00%")
    assert shown.variance.text == f"{MINUS}0.04{NBSP}pts"


def test_the_usual_decimals_stay_where_they_say_enough() -> None:
    shown = figures(RATE, 95.5, 94.25).measure(measure(RATE, 93.96, 95.0))
    assert (shown.actual.text, shown.target.text) == ("94.0%", "95.0%")


def test_a_variance_that_is_missed_never_prints_as_zero() -> None:
    shown = figures(RATE, 95.5, 94.25).measure(measure(RATE, 94.949, 94.951))
    assert shown.variance.text == f"{MINUS}0.002{NBSP}pts"


@pytest.mark.parametrize(
    ("actual", "attainment", "share"),
    [
        (949.9, "94.99%", f"{MINUS}5.01%"),
        (950.0, "95.0%", f"{MINUS}5.0%"),
        (999.99, "99.999%", f"{MINUS}0.001%"),
        (960.0, "96.0%", f"{MINUS}4.0%"),
    ],
)
def test_attainment_stays_on_its_side_of_the_edge(
    actual: float, attainment: str, share: str
) -> None:
    shown = figures(SALES, 1000.5).measure(measure(SALES, actual, 1000.0))
    assert (shown.attainment.text, shown.variance_pct.text) == (attainment, share)


def test_a_variance_stays_on_its_side_of_the_tolerance() -> None:
    kpi = replace(RATE, tolerance=Tolerance(2.0, ToleranceKind.POINTS))
    shown = figures(kpi, 95.5).measure(measure(kpi, 92.96, 95.0))
    assert shown.variance.text == f"{MINUS}2.04{NBSP}pts"
    assert measure(kpi, 92.96, 95.0).status is Status.OFF_TRACK


def test_a_tolerance_may_be_a_share_of_the_target() -> None:
    kpi = replace(SALES, tolerance=Tolerance(0.01, ToleranceKind.TARGET_SHARE))
    shown = figures(kpi, 1000.5).measure(measure(kpi, 989.96, 1000.0))
    # 1 % of 1,000.0 is 10.0; the actual misses by 10.04.
    assert shown.variance.text == f"{MINUS}10.04{NBSP}k€"


def test_an_actual_stays_on_its_side_of_a_band() -> None:
    shown = figures(COVER, 31.0, 44.0).measure(measure(COVER, 45.2, band=(30.0, 45.0)))
    assert (shown.actual.text, shown.target.text) == ("45.2", "30.0 to 45.0")
    assert shown.variance.text == "+0.2"
    assert shown.variance.tone is Tone.BAD


def test_a_bound_and_an_actual_beyond_it_never_print_alike() -> None:
    # 45.46 and 44.95 both round to 45, their distance 0.51 to 1.
    shown = figures(COVER, 31.0, 44.0).measure(measure(COVER, 45.46, band=(30.0, 44.95)))
    assert (shown.actual.text, shown.target.text) == ("45.5", "30.0 to 45.0")


def test_a_distance_from_a_band_has_the_sign_of_its_side() -> None:
    def gap(actual: float) -> float | None:
        return distance(Measure(actual=actual, target_low=30.0, target_high=45.0))

    assert (gap(50.0), gap(27.0), gap(40.0)) == (5.0, -3.0, 0.0)
    assert distance(Measure(actual=50.0)) is None


def test_inside_the_band_the_distance_is_nothing() -> None:
    inside = measure(COVER, 40.0, band=(30.0, 45.0))
    shown = figures(COVER, 31.0).measure(inside)
    assert distance(inside) == 0.0
    assert (shown.variance.text, shown.variance.tone) == ("0", Tone.PLAIN)
    assert (shown.target_low, shown.target_high) == (
        figures(COVER, 31.0).level(30.0),
        figures(COVER, 31.0).level(45.0),
    )


@pytest.mark.parametrize(
    ("band", "english", "french"),
    [
        ((30.0, None), "at least 30", "au moins 30"),
        ((None, 45.0), "at most 45", "au plus 45"),
    ],
)
def test_open_bands(band: tuple[float | None, float | None], english: str, french: str) -> None:
    low, high = band
    open_band = Measure(actual=40.0, target_low=low, target_high=high, favourable_variance=0.0)
    assert figures(COVER, 31.0).measure(open_band).target.text == english
    assert figures(COVER, 31.0, language="fr").measure(open_band).target.text == french


def test_colour_follows_favourability_and_not_the_sign() -> None:
    dearer = figures(COST, 10.5).measure(measure(COST, 12.0, 10.0))
    assert (dearer.variance.text, dearer.variance.tone) == ("+€2.00", Tone.BAD)
    assert dearer.variance_pct.tone is Tone.BAD
    cheaper = figures(COST, 10.5).measure(measure(COST, 9.0, 10.0))
    assert (cheaper.variance.text, cheaper.variance.tone) == (f"{MINUS}€1.00", Tone.GOOD)


def test_not_meaningful_where_the_target_is_zero_or_negative() -> None:
    loss = figures(PROFIT, 10.0).measure(measure(PROFIT, 5.0, -10.0))
    assert (loss.variance_pct.text, loss.attainment.text) == ("n.m.", "250.0%")
    zero = figures(PROFIT, 10.0).measure(measure(PROFIT, 5.0, 0.0))
    assert (zero.variance_pct.text, zero.attainment.text) == ("n.m.", "n.m.")
    assert zero.attainment.note == "n.m.: not meaningful, because the base is zero or negative"
    french = figures(PROFIT, 10.0, language="fr").measure(measure(PROFIT, 5.0, 0.0))
    assert french.attainment.text == "n.s."


def test_percentages_have_no_variance_in_percent() -> None:
    shown = figures(RATE, 95.5).measure(measure(RATE, 94.0, 95.0))
    assert shown.variance_pct.text == "–"
    assert (shown.actual.excel_value, shown.actual.excel_format) == (0.94, "#,##0.0%")
    assert shown.variance.excel_value == -1.0


def test_what_is_missing_is_a_dash_with_the_reason() -> None:
    shown = figures(SALES, 1000.0).measure(measure(SALES, None, 1000.0), "No figure yet.")
    assert (shown.actual.text, shown.actual.note) == ("–", "No figure yet.")
    assert (shown.target.text, shown.target.note) == (f"1,000{NBSP}k€", "")
    assert (shown.variance.text, shown.variance_pct.text) == ("–", "–")
    assert shown.attainment.text == "–"


def test_a_figure_that_is_not_zero_never_prints_as_zero() -> None:
    assert figures(PROFIT, 20000.0, 30000.0).level(0.4).text == "€0.4"
    assert figures(PROFIT, 20000.0).level(0.0).text == "€0"


def test_changes_in_percent() -> None:
    sales, rate = figures(SALES, 1000.0), figures(RATE, 95.5)
    grown = Comparison(OCTOBER, 900.0, 100.0, 100 / 900, 100.0)
    assert (sales.change_pct(grown).text, sales.change_pct(grown).tone) == ("+11.1%", Tone.GOOD)
    from_loss = Comparison(OCTOBER, -5.0, 10.0, None, 10.0)
    assert sales.change_pct(from_loss).text == "n.m."
    assert rate.change_pct(Comparison(OCTOBER, 90.0, 5.0, None, 5.0)).text == "–"
    assert sales.change_pct(Comparison()).text == "–"


def test_a_sentence_spells_the_unit_unless_the_name_does() -> None:
    assert figures(COVER, 30.0).spelt(33.0) == f"33{NBSP}days"
    days = replace(COVER, name="Days of stock", unit=replace(DAYS, text="Days"))
    assert figures(days, 30.0).spelt(33.0) == "33"
    assert figures(days, 30.0).spelt_size(-3.0) == "3"
    assert figures(COST, 10.5).spelt(12.0) == "€12.00/order"


def test_scores_are_whole_percents_unless_that_would_seem_to_reach_an_edge() -> None:
    english = get_messages("en")
    assert score_figure(english, Settings(), 0.8311).text == "83%"
    assert score_figure(english, Settings(), 0.9972).text == "99.7%"
    assert score_figure(english, Settings(), 1.0).text == "100%"
    assert score_figure(english, Settings(), None).text == "–"


def test_a_plain_number_has_no_unit() -> None:
    plain = Kpi("N", "Count", cell("A7"), unit=PLAIN)
    assert figures(plain, 1234.0).level(1234.0).text == "1,234"
    assert figures(plain, 1234.0, language="fr").level(1234.0).text == f"1{NNBSP}234"


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite, finite, st.sampled_from([RATE, SALES, COST, PROFIT]))
def test_any_figures_can_be_shown_in_both_languages(actual: float, target: float, kpi: Kpi) -> None:
    gap = actual - target
    assume(math.isfinite(gap))
    found = Measure(actual, target, None, None, gap, None, gap, None, Status.OFF_TRACK)
    for language in ("en", "fr"):
        shown = figures(kpi, actual, target, language="fr" if language == "fr" else "en")
        texts = shown.measure(found)
        assert all((texts.actual.text, texts.target.text, texts.variance.text))
        assert len(texts.actual.text) < 45
        assert shown.spelt(actual)


@given(st.floats(0.001, 1e9), st.floats(0.001, 1e9))
def test_the_side_of_the_target_can_be_read_from_the_printed_figures(
    actual: float, target: float
) -> None:
    assume(not math.isclose(actual, target, rel_tol=1e-6))
    shown = figures(PROFIT, actual, target).measure(measure(PROFIT, actual, target))
    printed = [
        float(f.text.replace("€", "").replace(",", "")) for f in (shown.actual, shown.target)
    ]
    assert (printed[0] < printed[1]) == (actual < target)
    assert shown.variance.text.startswith(MINUS) == (actual < target)
