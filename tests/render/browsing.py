"""Pages of real workbooks in a browser: what they ask for and complain about, what axe says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources as packages
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from kpireport import pipeline, resources
from kpireport.model.book import Language
from kpireport.present.view import ReportView
from kpireport.render.html import render_html
from tests.render import views
from tests.render.management import reviewed
from tests.sweeps import SWEEPING

REPOSITORY = Path(__file__).parents[2]
REAL = REPOSITORY.parent / "shared" / "real" / "mta"
"""Whether there is time for every book in every language, scheme and width."""

BOOKS = {
    "ecommerce": REPOSITORY / "samples" / "ecommerce.xlsx",
    "retail_fr": REPOSITORY / "samples" / "retail_fr.xlsx",
    "lirr": REAL / "lirr.xlsx",
    "mnr_long": REAL / "mnr_long.xlsx",
}


VIEWS = {
    "shop-en": views.shop("en"),
    "shop-fr": views.shop("fr"),
    "small-en": views.small("en"),
    "small-fr": views.small("fr"),
    "crowd": views.crowd(60),
    "bare": views.bare("fr"),
    "hostile": views.hostile("en"),
    "managed-en": reviewed(views.small("en")),
    "managed-fr": reviewed(views.shop("fr")),
}
"""Reports made by hand, each for what is hard in it."""


@dataclass
class Opened:
    """A page in the browser, and what it did that a report must not do."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


Visit = Callable[..., Opened]
"""Opens the report of a book: its name, the language, the screen's width, other options."""


@cache
def view_of(book: str, language: Language) -> ReportView:
    """The book's report in words."""
    read, problems = pipeline.read_book(BOOKS[book])
    assert read is not None
    return pipeline.build_view(pipeline.build_scorecard(read, problems=problems), language)


@cache
def page_of(book: str, language: Language) -> bytes:
    return render_html(view_of(book, language), resources.templates())


def watched(page: Page) -> Opened:
    """The page, whose requests and complaints are kept from now on."""
    found = Opened(page)
    page.on("request", lambda request: found.requests.append(request.url))
    page.on("console", lambda message: found.complaints.append(message.text))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("dialog", lambda dialog: found.complaints.append(dialog.message))
    return found


def violations(page: Page) -> list[Any]:
    """Every rule of axe that the page breaks, whatever its impact, with some of the places.

    All KPIs are looked at where there is time, else the first three's sections stand for all.
    """
    axe = packages.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    context = {"exclude": [] if SWEEPING else [["article:nth-of-type(n + 4)"]]}
    # Of what passes one place each is told: thousands would be carried out of the browser.
    run = """([context, tags]) => axe.run(context,
        { runOnly: tags, resultTypes: ['violations'] })"""
    found = page.evaluate(run, [context, tags])
    assert len(found["passes"]) > 20
    return [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]][:3])
        for rule in found["violations"]
    ]
