"""The page's script with what it doesn't expect: months that all lie ahead, pieces left empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kpireport import resources
from kpireport.render.html import render_html
from kpireport.render.own_templates import pieces, read_own_templates
from tests.render import odd_books
from tests.render.browsing import Opened, watched

VIEW = odd_books.view_of("months ahead")
# Without these there are no charts, or nothing that could tell their figures.
NO_CHARTS = {"html/kpis.html", "html/report.html"}
NO_READOUTS = {"html/history.html", "html/script.js", "html/scripts/charts.js"}
EMPTIED = [name for name in pieces() if name.startswith("html/")]


def opened(browser: Browser, html: bytes) -> Opened:
    found = watched(browser.new_page())
    found.page.set_content(html.decode())
    return found


def test_a_kpi_whose_months_all_lie_ahead_has_a_readout_and_so_have_those_after_it(
    browser: Browser,
) -> None:
    found = opened(browser, render_html(VIEW, resources.templates()))
    sliders = found.page.get_by_role("slider")
    assert found.complaints == []
    assert sliders.count() == found.page.locator(".plot:visible").count() > 2
    for slider in sliders.all():
        now, low, high = (
            int(slider.get_attribute(f"aria-value{which}") or "") for which in ("now", "min", "max")
        )
        assert low <= now <= high
        slider.focus()
        assert slider.get_attribute("aria-valuetext")
    assert found.complaints == []
    found.page.close()


@pytest.mark.parametrize("width", [320, 710, 768, 1030, 1290, 1440])
def test_billions_fit_every_screen(browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    view = odd_books.view_of("sizes and scripts", "fr")
    page.set_content(render_html(view, resources.templates()).decode())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("name", EMPTIED)
def test_a_piece_left_empty_takes_nothing_else_with_it(
    browser: Browser, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("", encoding="utf-8")
    found = opened(browser, render_html(VIEW, read_own_templates(tmp_path)))
    assert found.complaints == []
    plots, sliders = found.page.locator(".plot"), found.page.locator(".hit")
    assert (plots.count() == 0) == (name in NO_CHARTS)
    assert sliders.count() == (0 if name in NO_READOUTS else plots.count())
    found.page.close()
