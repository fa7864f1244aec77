"""The components that have a golden picture: every chart, and the pieces of a page around them.

The charts are the examples of ``docs/look.md``; the pieces of a page come from a whole report.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from markupsafe import Markup
from playwright.sync_api import Browser, Page

from kpireport import resources
from kpireport.present.assemble import build_view
from kpireport.present.view import ReportView
from kpireport.render.html import render_html
from kpireport.render.layouts import environment, style
from tests.present.scorecards import sample_scorecard
from tools.look_gallery import pictures

PICTURES = Path(__file__).parent
Ground = Literal["light", "dark"]
GROUNDS: tuple[Ground, ...] = ("light", "dark")
PIECES: Mapping[str, tuple[str, Ground]] = {
    "card": ("#headline .card >> nth=0", "light"),
    "card-dark": ("#headline .card >> nth=1", "dark"),
    "legend": ("#scorecard .legend", "light"),
    "board-row": ("tr.kpi >> nth=0", "light"),
    "board-row-dark": ("tr.kpi >> nth=1", "dark"),
    "bullet-figure": (".bullet-figure >> nth=0", "light"),
    "kpi-section": (".kpi-section >> nth=1", "light"),
    "timeline-dark": (".chart-figure >> nth=0", "dark"),
}
"""Pieces of the page by name: where they are, and on which ground."""


_NOTHING_STICKS = """() => {
  for (const each of document.querySelectorAll("*")) {
    if (getComputedStyle(each).position === "sticky") { each.style.position = "static"; }
  }
}"""
"""What stays in view while one scrolls would cover the pieces below it."""


@cache
def view() -> ReportView:
    return build_view(sample_scorecard(), "en", "golden")


def charts_page() -> str:
    """All examples below one another, each in an element of its name."""
    made = environment(resources.templates())
    css = Markup(style(made, "html/style.css", view(), ""))
    plain = "body { background: var(--surface); } div { width: max-content; padding: 4px; }"
    drawn = "".join(f'<div id="{name}">{svg}</div>' for name, svg in pictures().items())
    return (
        f'<!doctype html><meta charset="utf-8"><style>{css} {plain} '
        f".chart {{ width: revert-layer; display: block !important; }}</style>{drawn}"
    )


def taken(browser: Browser, folder: Path) -> dict[str, bytes]:
    """Every component as a picture, by name."""
    shots: dict[str, bytes] = {}
    charts = _opened(browser, folder / "charts.html", charts_page().encode(), "light")
    for name in pictures():
        shots[name] = charts.locator(f"#{name} > svg").screenshot()
    charts.context.close()
    report = render_html(view(), resources.templates())
    for shown in GROUNDS:
        page = _opened(browser, folder / "report.html", report, shown)
        page.evaluate(_NOTHING_STICKS)
        for name, (place, ground) in PIECES.items():
            if ground == shown:
                shots[name] = page.locator(place).first.screenshot()
        page.context.close()
    return shots


def _opened(browser: Browser, file: Path, content: bytes, ground: Ground) -> Page:
    file.write_bytes(content)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=ground)
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready")
    return page
