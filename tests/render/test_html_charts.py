"""Charts that tell a month's figures to whoever points at it or goes there with the arrow keys."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from kpireport.present.view import HistoryRow, KpiView
from tests.render.browsing import Visit, view_of
from tests.sweeps import SWEEPING


def kpi_of(kpi_id: str, book: str = "ecommerce", language: Any = "en") -> KpiView:
    return next(kpi for kpi in view_of(book, language).kpis if kpi.id == kpi_id)


def plot_of(page: Page, kpi: KpiView, table: str = "months") -> Locator:
    return page.locator(f"#{kpi.anchor} .plot[data-table={table}]")


def owed(row: HistoryRow) -> list[str]:
    """What a reader must be told of a month."""
    marks = [row.signal.label] if row.signal else []
    if row.actual.text != "–":
        marks.append(row.status.label)
    limits = (row.forecast, row.lower, row.mean, row.upper)
    figures = [row.actual, row.target, row.variance, row.prior_year, *(f for f in limits if f)]
    return [figure.text for figure in figures if figure.text != "–"] + marks


def told(plot: Locator) -> str:
    return " ".join(plot.locator(".readout").inner_text().split())


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("book", "language", "kpi_id", "width"),
    [("ecommerce", "en", "CONV", 1440), ("retail_fr", "fr", "CA", 320)],
)
def test_every_month_tells_its_figures_as_they_stand_in_the_table(
    visit: Visit, book: str, language: Any, kpi_id: str, width: int
) -> None:
    page = visit(book, language, width).page
    kpi = kpi_of(kpi_id, book, language)
    plot = plot_of(page, kpi)
    hit = plot.get_by_role("slider")
    hit.focus()
    page.keyboard.press("End")
    last = int(hit.get_attribute("aria-valuenow") or 0)
    first = int(hit.get_attribute("aria-valuemin") or 0)
    assert last == int(hit.get_attribute("aria-valuemax") or 0)
    for row in reversed(kpi.history[first - 1 : last]):
        heard = plain(hit.get_attribute("aria-valuetext") or "")
        seen = told(plot)
        assert seen.startswith(row.label)
        assert heard.startswith(row.label)
        for text in owed(row):
            assert plain(text) in seen
            assert plain(text) in heard
        page.keyboard.press("ArrowLeft")
    assert told(plot).startswith(kpi.history[first - 1].label)  # it stops at the first one
    if width == 1440:
        assert (first, last) == (1, len(kpi.history))


def test_the_keys_of_a_chart(visit: Visit) -> None:
    page = visit().page
    kpi = kpi_of("REVENUE")
    plot = plot_of(page, kpi)
    hit, readout = plot.get_by_role("slider"), plot.locator(".readout")
    assert "Revenue" in (hit.get_attribute("aria-label") or "")
    assert readout.is_hidden()
    hit.focus()
    assert told(plot).startswith("Oct 2026")  # the report's own month
    steps = [
        ("ArrowRight", "Nov 2026"), ("ArrowDown", "Oct 2026"), ("ArrowUp", "Nov 2026"),
        ("ArrowLeft", "Oct 2026"), ("Home", kpi.history[0].label), ("End", kpi.history[-1].label),
    ]  # fmt: skip
    for key, label in steps:
        page.keyboard.press(key)
        assert told(plot).startswith(label)
    page.keyboard.press("Escape")
    assert readout.is_hidden()
    page.keyboard.press("ArrowLeft")
    assert readout.is_visible()
    page.keyboard.press("Tab")
    assert readout.is_hidden()


def test_the_year_to_date_tells_its_own_figures(visit: Visit) -> None:
    page = visit().page
    page.locator(".choices").get_by_label("Year to date").check(force=True)
    kpi = kpi_of("REVENUE")
    plot = plot_of(page, kpi, "year")
    plot.get_by_role("slider").focus()
    own = kpi.year_to_date
    for text in (own.actual.text, own.target.text, own.variance.text, own.status.label):
        assert plain(text) in told(plot)
    for row in kpi.year:
        if row.future:
            page.keyboard.press("ArrowRight")
            assert row.target.text in told(plot)


@pytest.mark.parametrize("width", [320, 768, 1440, 1920] if SWEEPING else [320, 1920])
def test_the_pointer_reads_the_month_below_it_and_nothing_is_clipped(
    visit: Visit, width: int
) -> None:
    page = visit(width=width).page
    kpi = kpi_of("CONV")
    plot = plot_of(page, kpi)
    plot.scroll_into_view_if_needed()
    drawing = plot.locator("svg:visible")
    first, count, left, slot = map(float, (drawing.get_attribute("data-months") or "").split())
    box, whole = drawing.bounding_box(), drawing.evaluate("svg => svg.viewBox.baseVal.width")
    assert box
    for index in (0, int(count) // 2, int(count) - 1):
        x = box["x"] + (left + slot * (index + 0.5)) * box["width"] / whole
        page.mouse.move(x, box["y"] + box["height"] / 2)
        assert told(plot).startswith(kpi.history[int(first) + index].label)
        marker, panel = (plot.locator(f".{name}").bounding_box() for name in ("marker", "readout"))
        assert marker
        assert panel
        assert marker["x"] <= x <= marker["x"] + marker["width"]
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= width
        apart = (
            panel["x"] + panel["width"] <= marker["x"]
            or marker["x"] + marker["width"] <= panel["x"]
            or panel["y"] >= marker["y"] + marker["height"] - 1
        )
        assert apart  # the month itself stays to be seen
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.mouse.move(5, 5)
    assert plot.locator(".readout").is_hidden()


def test_a_finger_reads_a_month_and_the_figures_stay(visit: Visit) -> None:
    page = visit(width=360, has_touch=True).page
    plot = plot_of(page, kpi_of("CONV"))
    plot.locator(".hit").tap(position={"x": 120, "y": 80})
    assert plot.locator(".readout").is_visible()
    assert plot.locator(".hit").evaluate("e => getComputedStyle(e).touchAction") == "pan-y"


def test_a_turned_screen_puts_the_readout_away(visit: Visit) -> None:
    page = visit().page
    plot = plot_of(page, kpi_of("CONV"))
    plot.get_by_role("slider").focus()
    assert plot.locator(".readout").is_visible()
    page.set_viewport_size({"width": 600, "height": 800})
    page.wait_for_function("!document.querySelector('.readout:not([hidden])')")
    page.keyboard.press("ArrowLeft")
    assert plot.locator(".readout").is_visible()
