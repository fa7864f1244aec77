"""Charts that compare: variance bars in one scale, one axis for one unit, bullets in words."""

from __future__ import annotations

import re
from dataclasses import replace

from kpireport.i18n.messages import Language, get_messages
from kpireport.model.book import Settings
from kpireport.model.kpi import Aggregation, Direction, Kpi, ProcessBasis, Unit, UnitKind
from kpireport.model.measure import Measure
from kpireport.present.assemble import build_view
from kpireport.present.bullets import kpi_bullets
from kpireport.present.figures import KpiFigures
from kpireport.present.pictures import prior_years_drawn
from kpireport.present.shared_scales import shared_scales
from kpireport.present.variance_bars import share_of_target
from kpireport.present.view import KpiView
from tests.present.charts.svgs import paths
from tests.present.processes import process
from tests.present.scorecards import DAYS, KILO_EURO, OCTOBER, Figures, cell, result, scorecard

EN = get_messages("en")
PERCENT = Unit("%", UnitKind.PERCENT)


def spaced(text: str) -> str:
    """With plain spaces, whatever kept words together."""
    return re.sub("[\xa0\u202f]", " ", text)


def kpi(name: str, unit: Unit, *, adds_up: bool = False, higher: bool = True) -> Kpi:
    return Kpi(
        name,
        name,
        cell("A2"),
        category="Shop",
        unit=unit,
        direction=Direction.HIGHER if higher else Direction.LOWER,
        aggregation=Aggregation.SUM if adds_up else Aggregation.MEAN,
    )


def constant(each: Kpi, actual: float, target: float | None = None) -> Figures:
    steps = [actual * (1 + (i % 3) / 100) for i in range(23)]
    return Figures(each, [*steps, actual], [] if target is None else [target] * 24)


def views(*figures: Figures, language: Language = "en") -> dict[str, KpiView]:
    card = scorecard([result(each) for each in figures])
    return {view.id: view for view in build_view(card, language, "run").kpis}


def test_a_share_of_the_target_is_counted_in_the_kpi_s_favour() -> None:
    assert share_of_target(Measure(8, 10, favourable_variance=-2)) == -0.2
    assert share_of_target(Measure(-8, -10, favourable_variance=2)) == 0.2
    assert share_of_target(Measure(1, 0, favourable_variance=-1)) is None
    assert share_of_target(Measure(1, None)) is None
    band = Measure(50, None, 30, 40, favourable_variance=-10, attainment=0.75)
    assert share_of_target(band) == -0.25


def test_the_bars_of_a_report_share_a_scale_and_say_what_they_show() -> None:
    found = views(
        constant(kpi("Sales", KILO_EURO, adds_up=True), 450, 500),
        constant(kpi("Time", DAYS, higher=False), 2.7, 2.5),
        constant(kpi("Margin", PERCENT), 41, 40),
        constant(kpi("Staff", Unit()), 41),
    )
    sales, time, margin = (found[each].variance_bar for each in ("Sales", "Time", "Margin"))
    assert sales is not None
    assert time is not None
    assert margin is not None
    assert spaced(sales.alt) == "Sales: −50.0 k€ against target, worse by 10.0% of the target."
    assert spaced(time.alt) == "Time: +0.20 against target, worse by 8.0% of the target."
    assert spaced(margin.alt) == "Margin: +1.0 pts against target, better by 2.5% of the target."
    assert paths(sales.svg, "bad")
    assert paths(time.svg, "bad")
    assert paths(margin.svg, "good-hollow")
    assert found["Staff"].variance_bar is None


def test_the_bar_in_french() -> None:
    bar = views(constant(kpi("CA", KILO_EURO, adds_up=True), 450, 500), language="fr")["CA"]
    assert bar.variance_bar is not None
    assert spaced(bar.variance_bar.alt) == (
        "CA : −50,0 k€ par rapport à l’objectif, moins bon de 10,0 % de l’objectif."
    )


def test_columns_of_one_unit_share_their_axis_until_the_smaller_lies_flat() -> None:
    sales, web, small = (kpi(name, KILO_EURO, adds_up=True) for name in ("Sales", "Web", "Fees"))
    card = scorecard([result(constant(k, v)) for k, v in ((sales, 900), (web, 300), (small, 90))])
    scales = shared_scales(EN, card)
    assert scales["Sales"].ends == scales["Web"].ends == (0.0, 918.0)
    assert scales["Sales"].note == "same scale as Web"
    assert scales["Web"].note == "same scale as Sales"
    assert scales["Fees"].ends == ()
    assert scales["Fees"].note == "own scale"


def test_lines_far_apart_have_scales_of_their_own() -> None:
    sick, cart = kpi("Sickness", PERCENT), kpi("Cart", PERCENT)
    scales = shared_scales(
        EN, scorecard([result(constant(sick, 2.8)), result(constant(cart, 71.0))])
    )
    assert {each.note for each in scales.values()} == {"own scale"}


def test_lines_share_a_scale_while_each_spans_a_quarter_of_it() -> None:
    """Spans of 20 and 6 share one from 80 to 100; one of 4 would span a fifth of it."""
    wide, near, flat = (kpi(name, PERCENT) for name in ("Wide", "Near", "Flat"))
    figures = [
        Figures(wide, [80.0, 100.0] * 12, []),
        Figures(near, [92.0, 98.0] * 12, []),
        Figures(flat, [95.0, 99.0] * 12, []),
    ]
    scales = shared_scales(EN, scorecard([result(each) for each in figures]))
    assert scales["Wide"].ends == scales["Near"].ends == (80.0, 100.0)
    assert scales["Flat"].note == "own scale"


def test_a_provisional_figure_sets_no_scale_but_its_own_kpi_s() -> None:
    """90 % in October, not yet final, beside years of 95 to 99 %; one of 96 % stays inside."""
    first, second, third = (kpi(name, PERCENT) for name in ("First", "Second", "Third"))
    figures = [
        Figures(first, [95.0, 99.0] * 12, []),
        Figures(second, [*[95.0, 99.0] * 11, 95.0, 90.0], [], provisional=frozenset([OCTOBER])),
        Figures(third, [*[95.0, 99.0] * 11, 95.0, 96.0], [], provisional=frozenset([OCTOBER])),
    ]
    scales = shared_scales(EN, scorecard([result(each) for each in figures]))
    assert scales["First"].ends == scales["Third"].ends == (95.0, 99.0)
    assert scales["First"].note == "same scale as Third"
    assert scales["Second"].ends == ()
    assert scales["Second"].note == "own scale"


def test_columns_have_limits_or_the_year_before() -> None:
    """Limits of the actual are those of a KPI without a season."""
    sales = result(constant(kpi("Sales", KILO_EURO, adds_up=True), 450))
    for basis, drawn in ((ProcessBasis.ACTUAL, False), (ProcessBasis.YEAR_ON_YEAR, True)):
        with_limits = replace(sales, process=process([450.0] * 24, basis=basis))
        assert prior_years_drawn(with_limits) is drawn
        (shown,) = build_view(scorecard([with_limits]), "en", "run").kpis
        assert bool(paths(shown.chart.svg, "prior-tick")) is drawn
    share = result(constant(kpi("Share", PERCENT), 45))
    assert prior_years_drawn(replace(share, process=process([45.0] * 24)))


def test_another_category_has_a_scale_of_its_own_and_another_unit_is_no_neighbour() -> None:
    sales, days = kpi("Sales", KILO_EURO, adds_up=True), kpi("Time", DAYS)
    elsewhere = replace(kpi("Rent", KILO_EURO, adds_up=True), category="House")
    card = scorecard([result(constant(each, 100.0)) for each in (sales, days, elsewhere)])
    scales = shared_scales(EN, card)
    assert {kpi_id: (s.ends, s.note) for kpi_id, s in scales.items()} == {
        "Sales": ((), "own scale"),
        "Rent": ((), "own scale"),
    }


def test_plain_numbers_have_no_unit_to_share() -> None:
    staff, score = kpi("Staff", Unit()), kpi("Score", Unit())
    card = scorecard([result(constant(each, 100.0)) for each in (staff, score)])
    assert shared_scales(EN, card) == {}


def test_many_neighbours_are_counted() -> None:
    many = [kpi(f"Shop {n}", KILO_EURO, adds_up=True) for n in range(5)]
    scales = shared_scales(EN, scorecard([result(constant(each, 100.0)) for each in many]))
    assert {each.note for each in scales.values()} == {"same scale as 4 others of the category"}


def said(figures: Figures, language: Language) -> str:
    messages, found = get_messages(language), result(figures)
    shown = KpiFigures(messages, Settings(), found.kpi, found.history)
    whole, card = kpi_bullets(messages, shown, Settings(), found)
    assert whole is not None
    assert card is not None
    assert whole.alt == card.alt
    return whole.alt


def test_a_bullet_in_words() -> None:
    figures = constant(kpi("Time", DAYS, higher=False), 2.7, 2.5)
    assert spaced(said(figures, "en")) == (
        "Time in Oct 2026: 2.70 days. Off track. Target in Oct 2026: 2.50 days. "
        "At risk up to 2.63 days, off track above. A year before: 2.75 days."
    )
    assert spaced(said(figures, "fr")) == (
        "Time en oct. 2026 : 2,70 days. Hors objectif. Objectif en oct. 2026 : 2,50 days. "
        "À surveiller jusqu’à 2,63 days, hors objectif au-delà. Un an plus tôt : 2,75 days."
    )


def test_without_a_target_there_is_no_bullet() -> None:
    found = result(constant(kpi("Staff", Unit()), 41.0))
    shown = KpiFigures(EN, Settings(), found.kpi, found.history)
    assert kpi_bullets(EN, shown, Settings(), found) == (None, None)
