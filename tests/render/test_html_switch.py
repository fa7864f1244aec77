"""The month or the year to date, light or dark: what the page's reader chooses."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.render.browsing import Visit, view_of
from tests.sweeps import SWEEPING


def choose(page: Page, figures: str) -> None:
    page.locator(".choices").get_by_label(figures, exact=True).check(force=True)


def texts(page: Page, selector: str) -> list[str]:
    """What is seen of these elements, a line each."""
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]


@pytest.mark.parametrize(
    ("book", "language", "month", "year"),
    [
        ("ecommerce", "en", "Month", "Year to date"),
        ("retail_fr", "fr", "Mois", "Cumul annuel"),
    ],
)
def test_cards_and_counts_are_the_months_then_the_year_to_dates(
    visit: Visit, book: Any, language: Any, month: str, year: str
) -> None:
    view = view_of(book, language)
    page = visit(book, language).page
    assert page.get_by_label(month, exact=True).is_checked()
    for choice, when, counts in (
        (month, view.period_label, view.counts),
        (year, view.year_label, view.year_counts),
        (month, view.period_label, view.counts),
    ):
        choose(page, choice)
        assert texts(page, "#headline-title .when") == [when]
        assert texts(page, ".count:visible") == [str(entry.count) for entry in counts]
        for kpi, said in zip(view.cards, texts(page, ".card"), strict=True):
            own = kpi.year_to_date if choice == year else kpi.month
            status = kpi.status.label if choice == month else own.status.label
            for text in (status, own.actual.text, own.target.text, own.variance.text):
                assert " ".join(text.split()) in said


def test_the_sentences_are_of_the_figures_that_are_shown_or_say_their_month(visit: Visit) -> None:
    view = view_of("ecommerce", "en")
    page = visit().page
    first = page.locator(".headlines li:visible").first
    assert first.inner_text() == view.headlines[0]
    choose(page, "Year to date")
    assert first.inner_text() == view.year_sentence
    assert view.headlines[0] not in texts(page, ".headlines li:visible")
    kpi = view.kpis[0]
    said = texts(page, f"#{kpi.anchor} .verdict")[0]
    assert said.startswith(view.period_label)


def test_a_narrow_board_shows_the_chosen_figures_alone_and_fits_its_frame(visit: Visit) -> None:
    view = view_of("retail_fr", "fr")
    for width in (768, 1024, 320) if SWEEPING else (768, 320):
        page = visit("retail_fr", "fr", width).page
        for choice in ("Cumul annuel", "Mois"):
            choose(page, choice)
            row = texts(page, "#scorecard tr.kpi")[0]
            kpi = view.kpis[0]
            own, other = kpi.month, kpi.year_to_date
            if choice != "Mois":
                own, other = other, own
            assert " ".join(own.actual.text.split()) in row
            assert " ".join(own.variance.text.split()) in row
            assert " ".join(other.actual.text.split()) not in row
            frame = page.locator(".board-scroll")
            assert frame.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_filter_and_order_follow_the_status_that_is_shown(visit: Visit) -> None:
    view = view_of("ecommerce", "en")
    page = visit().page
    page.get_by_label("Filter by status").select_option("off_track")
    names = page.locator("tr.kpi:visible > th a")
    assert names.all_inner_texts() == [k.name for k in view.kpis if k.status.code == "off_track"]
    choose(page, "Year to date")
    off = [k.name for k in view.kpis if k.year_to_date.status.code == "off_track"]
    assert names.all_inner_texts() == off
    page.get_by_label("Filter by status").select_option("")
    page.get_by_role("button", name="Status", exact=True).click()
    rank = {"off_track": 0, "at_risk": 1, "on_track": 2}
    for choice in ("Year to date", "Month"):
        choose(page, choice)
        states = texts(page, f"#{view.categories[0].anchor} .state")
        codes = [word.split(maxsplit=1)[1].lower().replace(" ", "_") for word in states]
        assert codes == sorted(codes, key=lambda code: rank[code])


def test_a_kpi_shows_its_year_as_it_adds_up(visit: Visit) -> None:
    view = view_of("ecommerce", "en")
    kpi = next(k for k in view.kpis if k.id == "REVENUE")
    assert kpi.year_chart
    page = visit().page
    section = page.locator(f"#{kpi.anchor}")
    captions = section.locator(".chart-figure figcaption:visible")
    assert captions.all_inner_texts() == [kpi.chart.title]
    choose(page, "Year to date")
    assert captions.all_inner_texts() == [kpi.year_chart.title]
    drawing = section.locator(".beside-month svg:visible")
    assert drawing.locator("title").text_content() == kpi.year_chart.alt
    without = next(k for k in view.kpis if k.year_chart is None)
    assert page.locator(f"#{without.anchor} .chart-figure:visible").count() == 1


def test_paper_and_pages_without_script_show_both(visit: Visit) -> None:
    kpi = next(k for k in view_of("ecommerce", "en").kpis if k.id == "REVENUE")
    page = visit().page
    choose(page, "Year to date")
    page.emulate_media(media="print")
    plain = visit(java_script_enabled=False).page
    for shown in (page, plain):
        assert not shown.locator(".choices").is_visible()
        charts = shown.locator(f"#{kpi.anchor} .chart-figure svg:visible")
        assert charts.count() == 2
        row = " ".join(shown.locator("tr.kpi", has_text="Revenue").first.inner_text().split())
        for own in (kpi.month, kpi.year_to_date):
            assert own.actual.text in row
            assert own.variance.text in row


def test_the_switch_is_one_stop_for_tab_and_turns_with_the_arrows(visit: Visit) -> None:
    page = visit().page
    page.locator(".toc a").last.focus()
    page.keyboard.press("Tab")
    focused = "document.activeElement.value"
    assert page.evaluate(focused) == "month"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "ytd"
    assert page.locator("#headline-title .when").inner_text().startswith("YTD")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "appearance"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system_until_they_are_chosen(visit: Visit, scheme: Any) -> None:
    page = visit(color_scheme=scheme).page
    ground = "getComputedStyle(document.querySelector('.top')).backgroundColor"
    ink = "getComputedStyle(document.querySelector('svg.chart .k-actual')).fill"
    own, colours = page.evaluate(ground), {}
    for choice in ("light", "dark"):
        page.get_by_label("Appearance").select_option(choice)
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == choice
        colours[choice] = (page.evaluate(ground), page.evaluate(ink))
    assert colours["light"][0] != colours["dark"][0]
    assert colours["light"][1] != colours["dark"][1]
    page.get_by_label("Appearance").select_option("auto")
    assert page.evaluate(ground) == own == colours[scheme][0]
    page.get_by_label("Appearance").select_option("dark")
    page.emulate_media(media="print")
    assert page.evaluate(ground) == colours["light"][0]
