"""A message's body: what mail programs need of it, and the same figures as in the report."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from PIL import Image
from playwright.sync_api import Browser

from kpireport.present.mail_view import MailView, mail_view
from kpireport.present.view import ReportView
from kpireport.render.email import MailBody, draw_picture, render_email
from tests.render import views

LARGEST_BODY = 100_000
"""Gmail shows 102 kB of a message and hides the rest behind a link."""

VIEWS = {"en": views.shop("en"), "fr": views.shop("fr"), "hostile": views.hostile("en")}


def mail(view: ReportView, rows: int = 40) -> MailView:
    return mail_view(view, files=("shop-2026-10.pdf",), scope="category: Sales", rows=rows)


@cache
def body(name: str) -> MailBody:
    view = VIEWS[name]
    return render_email(lambda rows: mail(view, rows), 40, draw_picture)


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_is_fetched_run_or_linked(name: str) -> None:
    made = body(name)
    tree = lxml_html.fromstring(made.html)
    assert tree.xpath("//script | //link | //a | //form | //iframe | //object | //svg") == []
    sources = [str(src) for src in tree.xpath("//@src")]
    assert sources == [f"cid:{picture.cid}" for picture in made.pictures]
    assert tree.xpath("//@href | //@background | //@onerror | //@onload") == []
    assert "url(" not in made.html
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", made.html)


@pytest.mark.parametrize("name", ["en", "fr"])
def test_styles_stand_in_the_tags_and_the_dark_ones_beside(name: str) -> None:
    tree = lxml_html.fromstring(body(name).html)
    assert tree.get("lang") == name
    unstyled = [e for e in tree.xpath("//td | //th | //p | //h1 | //h2") if not e.get("style")]
    assert unstyled == []
    (style,) = tree.xpath("//style/text()")
    assert "prefers-color-scheme: dark" in style
    assert "var(" not in body(name).html
    assert tree.xpath("//table[@role='presentation']")
    assert tree.xpath("count(//th[@scope='col'])") == 4


@pytest.mark.parametrize("name", ["en", "fr"])
def test_the_body_says_what_the_report_says(name: str) -> None:
    view, made = VIEWS[name], body(name)
    shown = " ".join(lxml_html.fromstring(made.html).text_content().split())
    plain = " ".join(made.text.split())
    for sentence in view.headlines:
        assert " ".join(sentence.split()) in shown
        assert " ".join(sentence.split()) in plain
    assert view.kpis
    for kpi in view.kpis:
        for text in (kpi.month.actual.text, kpi.month.target.text, kpi.year_to_date.target.text):
            assert " ".join(text.split()) in shown
        status = f"{kpi.status.shape} {kpi.status.label}"
        assert status in shown
        assert " ".join(f"{status} – {kpi.name}".split()) in plain
    first = view.headlines[0].rstrip(".")
    assert made.subject.endswith("…") or made.subject.endswith(first)
    assert view.period_label in made.subject


@pytest.mark.parametrize("name", ["en", "fr"])
def test_pictures_have_words_and_two_points_a_pixel(name: str) -> None:
    made = body(name)
    assert 1 <= len(made.pictures) <= 2
    for picture in made.pictures:
        image = Image.open(BytesIO(picture.data))
        assert (image.format, image.width) == ("PNG", 680)
        assert len(image.getcolors(256) or ()) > 4  # Something is drawn.
        assert len(picture.data) < 60_000
    shown = lxml_html.fromstring(made.html).xpath("//img/@alt")
    assert shown == [picture.alt for picture in made.pictures]
    assert all(shown)


def test_the_same_view_gives_the_same_bytes() -> None:
    again = render_email(lambda rows: mail(VIEWS["en"], rows), 40, draw_picture)
    assert again == body("en")


def test_a_body_is_never_longer_than_gmail_shows() -> None:
    view = VIEWS["fr"]

    def many(rows: int) -> MailView:
        made = mail(view)
        left = f"{400 - rows} more"
        return replace(made, rows=(made.rows * 100)[:rows], more_rows=left)

    made = render_email(many, 400)
    assert 60_000 < len(made.html.encode("utf-8")) < LARGEST_BODY
    shown = lxml_html.fromstring(made.html)
    rows = int(shown.xpath("count(//td[contains(@class, 'name')])"))
    assert f"{400 - rows} more" in made.html
    assert made.text.count("\n  ") >= rows
    assert all(len(body(name).html.encode()) < LARGEST_BODY for name in VIEWS)


def test_rows_beyond_are_counted() -> None:
    whole = mail(VIEWS["en"])
    assert whole.more_rows == ""
    part = mail(VIEWS["en"], rows=2)
    assert len(part.rows) == 2
    assert part.more_rows == f"and {len(whole.rows) - 2} more KPIs in the report"


def test_long_texts_are_cut() -> None:
    view = replace(VIEWS["en"], title="x" * 4000, headlines=("word " * 2000,))
    made = mail(view)
    assert len(made.subject) <= 150
    assert made.subject.endswith("…")
    assert len(made.headlines[0]) <= 300
    assert "\n" not in mail(replace(view, organisation="a\r\nb: c")).subject


@pytest.mark.parametrize("width", [600, 360])
@pytest.mark.parametrize("name", ["en", "fr"])
def test_it_fits_a_phone_and_a_pane(
    browser: Browser, tmp_path: Path, name: str, width: int
) -> None:
    made = body(name)
    page = made.html
    for picture in made.pictures:
        data = base64.b64encode(picture.data).decode()
        page = page.replace(f"cid:{picture.cid}", f"data:image/png;base64,{data}")
    file = tmp_path / "mail.html"
    file.write_text(page, encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900})
    opened: Any = context.new_page()
    opened.goto(file.as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    cut = opened.evaluate(
        "() => [...document.querySelectorAll('td, th, p')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
    )
    assert cut == []
    context.close()
