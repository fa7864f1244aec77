"""A real browser for the tests of pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from kpireport import resources
from kpireport.model.book import Language
from kpireport.render.html import render_html
from tests.render.browsing import BOOKS, VIEWS, Opened, Visit, page_of, watched

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    """The system's Chromium; the test skips where it isn't installed."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    opened = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
    yield opened
    opened.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Opens the report of a real workbook; the test skips where the book is not there."""
    contexts = []

    def opened(
        book: str = "ecommerce", language: Language = "en", width: int = 1440, **options: Any
    ) -> Opened:
        if not BOOKS[book].exists():
            pytest.skip("the folder 'shared' with real KPI data is not beside the checkout")
        file = tmp_path / f"{book}-{language}.html"
        file.write_bytes(page_of(book, language))
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        found = watched(context.new_page())
        found.page.goto(file.as_uri())
        return found

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of the reports made by hand, by their names."""
    folder = tmp_path_factory.mktemp("pages")
    written = {}
    for name, view in VIEWS.items():
        written[name] = folder / f"{name}.html"
        written[name].write_bytes(render_html(view, resources.templates()))
    return written


@pytest.fixture
def show(browser: Browser, files: dict[str, Path]) -> Iterator[Any]:
    """Opens a page by its view's name; what went wrong on it is kept."""
    contexts = []

    def opened(name: str, width: int = 1440, **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        found = watched(context.new_page())
        found.page.goto(files[name].as_uri())
        return found

    yield opened
    for context in contexts:
        context.close()
