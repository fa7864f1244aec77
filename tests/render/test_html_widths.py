"""From a phone to a wide screen and to paper: nothing cut, nothing too wide."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations
from typing import Any

import pytest
from pypdf import PdfReader

from tests.render.browsing import VIEWS, Visit

WIDTHS = (320, 768, 1440)


CUT = """() => [...document.querySelectorAll(
        '.card, .board td, .board th, .counts li, .stacked td')]
    .filter(e => e.offsetParent && getComputedStyle(e).position !== 'absolute')
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"""


@pytest.mark.parametrize("name", VIEWS)
def test_no_page_is_wider_than_its_screen(show: Any, name: str) -> None:
    page = show(name, WIDTHS[0]).page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["shop-en", "shop-fr", "crowd", "hostile", "managed-fr"])
def test_no_text_of_a_card_or_a_table_is_cut(show: Any, name: str) -> None:
    page = show(name, 320).page
    assert page.evaluate(CUT) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(
    ("width", "shown"), [(1440, "svg.chart:not(.narrow)"), (360, "svg.chart.narrow")]
)
def test_charts_are_drawn_for_the_screen_and_their_labels_fit(
    show: Any, width: int, shown: str
) -> None:
    page = show("shop-fr", width).page
    assert page.locator("svg.chart:visible").count() == page.locator(shown).count() == 14
    for chart in page.locator(shown).all():
        boxes = chart.evaluate(
            """svg => [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height,
                [...svg.querySelectorAll('text')].map(t => {
                    const b = t.getBBox();
                    const third = b.height / 3;
                    const foot = b.y + b.height - third;
                    return [t.textContent, b.x, b.y + third / 2, b.x + b.width, foot];
                })]"""
        )
        whole_width, whole_height, texts = boxes
        for text, left, top, right, bottom in texts:
            assert left >= -0.5, text
            assert right <= whole_width + 0.5, text
            assert 0 <= top < bottom <= whole_height, text
        for one, other in combinations(texts, 2):
            apart = (
                one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
            )
            assert apart, (one, other)


LETTERS = """svgs => svgs.filter(svg => svg.checkVisibility()).flatMap(svg => {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return [...svg.querySelectorAll("text")].map(t => t.getAttribute("font-size") * scale); })"""


@pytest.mark.parametrize("width", [768, 1440])
def test_small_charts_are_not_lettered_larger_than_the_text_around_them(
    visit: Visit, width: int
) -> None:
    page = visit("retail_fr", "fr", width).page
    found = page.locator(".chart.bullet, .chart.band").evaluate_all(LETTERS)
    assert found
    assert max(found) <= 13  # tables have 13 pixels


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_take_the_schemes_colours(show: Any, scheme: str) -> None:
    page = show("shop-en", color_scheme=scheme).page
    read = "e => getComputedStyle(e).fill"
    fill = page.locator("svg.chart .k-actual").first.evaluate(read)
    assert fill == {"light": "rgb(38, 52, 66)", "dark": "rgb(219, 227, 235)"}[scheme]


def test_on_paper_the_board_fits_in_letters_that_can_be_read(show: Any) -> None:
    for name in ("shop-fr", "managed-fr"):
        # A4 on its side less 10 mm left and right, in CSS pixels.
        page = show(name, 1046).page
        page.emulate_media(media="print")
        width, smallest = page.evaluate(
            """() => [document.querySelector('table.board').getBoundingClientRect().right,
                Math.min(...[...document.querySelectorAll('main *')].filter(e =>
                    e.checkVisibility() && !e.closest('svg, [aria-hidden]')
                    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                    .map(e => parseFloat(getComputedStyle(e).fontSize)))]"""
        )
        assert width <= 1046
        assert smallest * 72 / 96 >= 6.95
    page.locator("#scorecard").wait_for()
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    pages = PdfReader(BytesIO(paper)).pages
    assert all(float(one.mediabox.width) > float(one.mediabox.height) for one in pages)
    assert len(pages[0].extract_text()) > 800
    assert len(pages[1].extract_text()) > 800


def test_print_shows_what_is_open_on_white(show: Any) -> None:
    page = show("shop-en", color_scheme="dark").page
    page.locator("details summary").first.click()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("details[open] table:visible").count() > 0
    assert page.locator("details[open]").count() == 1
    assert page.locator("form.controls").is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
