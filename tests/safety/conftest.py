"""A real browser, with a script trap set by the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    """The system's Chromium; the test skips where it isn't installed."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    opened = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
    yield opened
    opened.close()
