"""The table of all KPIs fits a usual screen, in the language that needs more room."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

import kpireport


def test_the_french_board_is_not_cut_at_1280_pixels(
    browser: Browser, repository: Path, tmp_path: Path
) -> None:
    sample = repository / "samples" / "retail_fr.xlsx"
    kpireport.make_reports([sample], output=tmp_path, formats=("html",))
    (made,) = tmp_path.glob("*.html")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(made.as_uri())
    measure = "board => [board.scrollWidth, board.clientWidth]"
    needed, given = page.locator(".board-scroll").first.evaluate(measure)
    page.close()
    assert needed == given
