"""Every path of the page's script is walked: Chromium counts its functions and blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from kpireport.render.html import render_html
from tests.render import views
from tests.render.browsing import page_of


class Counted:
    """The script's source, and which of its characters ran in any of the pages counted."""

    def __init__(self) -> None:
        self.source = ""
        self.ran: list[bool] = []

    def watch(self, page: Page) -> CDPSession:
        session = page.context.new_cdp_session(page)
        session.send("Profiler.enable")
        session.send("Debugger.enable")
        session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
        return session

    def take(self, session: CDPSession) -> None:
        """Adds what ran in a page. Of nested blocks the innermost says whether it ran."""
        found = session.send("Profiler.takePreciseCoverage")["result"]
        (script,) = (
            s for s in found if any(f["functionName"] == "compare" for f in s["functions"])
        )
        if not self.source:
            answer = session.send("Debugger.getScriptSource", {"scriptId": script["scriptId"]})
            self.source = answer["scriptSource"]
            self.ran = [False] * len(self.source)
        ran = [False] * len(self.source)
        ranges = [block for function in script["functions"] for block in function["ranges"]]
        for block in sorted(ranges, key=lambda r: (r["startOffset"], -r["endOffset"])):
            start, end = block["startOffset"], block["endOffset"]
            ran[start:end] = [block["count"] > 0] * (end - start)
        self.ran = [one or other for one, other in zip(self.ran, ran, strict=True)]

    def left_out(self) -> list[str]:
        """The parts of the source that never ran."""
        return [part for part in self._stretches() if any(letter.isalnum() for letter in part)]

    def _stretches(self) -> Iterator[str]:
        kept = ""
        for letter, ran in zip(self.source, self.ran, strict=True):
            if not ran:
                kept += letter
            elif kept:
                yield kept
                kept = ""
        yield kept


def open_in(browser: Browser, html: bytes, counted: Counted, **options: Any) -> tuple[Page, Any]:
    page = browser.new_context(**options).new_page()
    session = counted.watch(page)
    page.set_content(html.decode("utf-8"))
    return page, session


def walk(page: Page) -> None:
    """Everything that a reader can do on a wide screen."""
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.get_by_role("button", name="Print").click()
    assert page.title() == "printed"
    for event in ("beforeprint", "afterprint"):
        page.locator("details").first.evaluate("d => { d.open = true; }")
        page.evaluate("name => window.dispatchEvent(new Event(name))", event)
    for head in ("KPI", "Target", "Status"):
        button = page.get_by_role("button", name=head, exact=True).first
        for _ in range(3):
            button.click()
    button.click()
    page.get_by_role("button", name="Target", exact=True).first.click()
    for _ in range(2):
        page.get_by_label("Group by category").click()
    search = page.get_by_role("searchbox")
    for text in ("rev", "no such thing", ""):
        search.fill(text)
        search.press("Enter")
    page.get_by_label("Filter by status").select_option("on_track")
    page.locator(".choices").get_by_label("Year to date").check(force=True)
    page.get_by_label("Filter by status").select_option("")
    page.get_by_label("Appearance").select_option("dark")
    page.locator("form.choices").evaluate("f => f.requestSubmit()")
    page.locator(".choices").get_by_label("Month").check(force=True)
    slider = page.get_by_role("slider").first
    slider.focus()
    for key in ("Home", "ArrowRight", "ArrowLeft", "End", "a", "Escape"):
        slider.press(key)
    box = slider.bounding_box()
    assert box
    for share in (0.9, 0.5, 0.2):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + 100)
    page.mouse.move(1, 1)


def test_every_function_and_block_of_the_script_runs(browser: Browser, tmp_path: Any) -> None:
    counted = Counted()
    report = page_of("ecommerce", "en")
    page, session = open_in(browser, report, counted, viewport={"width": 1440, "height": 900})
    walk(page)
    counted.take(session)
    phone, session = open_in(
        browser, report, counted, viewport={"width": 320, "height": 700}, has_touch=True
    )
    phone.get_by_label("Sort by").select_option(label="Status")
    phone.get_by_label("Sort by").select_option("")
    phone.locator(".hit").first.tap()
    phone.locator("h1").tap()
    counted.take(session)
    # Templates of one's own may leave the controls or the board out.
    (tmp_path / "html").mkdir()
    for name in ("choices.html", "scorecard.html"):
        (tmp_path / "html" / name).write_text("")
    page, session = open_in(browser, render_html(views.small("en"), tmp_path), counted)
    counted.take(session)
    assert counted.left_out() == []
    for opened in browser.contexts:
        opened.close()


def test_a_block_that_never_runs_is_noticed(browser: Browser) -> None:
    counted = Counted()
    script = "function compare(a) { if (a) { return 'never'; } return 1; } compare(0);"
    _, session = open_in(browser, f"<script>{script}</script>".encode(), counted)
    counted.take(session)
    assert counted.left_out() == ["{ return 'never'; }"]
