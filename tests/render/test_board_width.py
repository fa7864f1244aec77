"""The table of all KPIs fits a usual screen, in the language that needs more room."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

import kpireport

# Figures of a group's size in every column, which stand beside the bars from 1408 pixels on.
LONG = """row => [...row.querySelectorAll('td.n')].forEach((cell, place) => {
    const texts = ['1 215 731 €', '1 179 000 €', '+36 731 €', '+26,5 %', '1 215 731 €',
        '1 179 000 €', '+204 763 €', '102,7 %'];
    cell.firstChild.data = texts[place].replaceAll(' ', '\\u00a0'); })"""


def test_the_french_board_is_not_cut_at_1280_pixels(
    browser: Browser, repository: Path, tmp_path: Path
) -> None:
    sample = repository / "samples" / "retail_fr.xlsx"
    kpireport.make_reports([sample], output=tmp_path, formats=("html",))
    (made,) = tmp_path.glob("*.html")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(made.as_uri())
    measure = "board => [board.scrollWidth, board.clientWidth]"
    board = page.locator(".board-scroll").first
    needed, given = board.evaluate(measure)
    page.locator(".board .kpi").first.evaluate(LONG)
    page.set_viewport_size({"width": 1440, "height": 900})
    wide = board.evaluate(measure)
    page.close()
    assert needed == given
    assert wide == [wide[1], wide[1]]
