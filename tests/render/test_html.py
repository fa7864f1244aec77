"""The HTML report as a browser shows it: whole, silent on the network, the same every time."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from kpireport import resources
from kpireport.present.view import Figure, ReportView
from kpireport.render.html import render_html
from tests.render import views
from tests.render.browsing import VIEWS


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(show: Any, name: str) -> None:
    opened = show(name)
    opened.page.wait_for_load_state("networkidle")
    asked = [url for url in opened.requests if not url.startswith(("file:", "data:"))]
    assert (asked, opened.complaints) == ([], [])
    assert len([url for url in opened.requests if url.startswith("file:")]) == 1


@pytest.mark.parametrize(
    ("attempt", "directive"),
    [
        ("const i = new Image(); i.src = 'http://127.0.0.1:9/a.png'", "img-src"),
        ("fetch('http://127.0.0.1:9/').catch(() => 0)", "connect-src"),
        (
            "const s = document.createElement('script'); s.text = '1'; document.body.append(s)",
            "script-src-elem",
        ),
        ("document.body.setAttribute('style', 'color: red')", "style-src-attr"),
    ],
)
def test_the_policy_stops_what_is_not_ours(show: Any, attempt: str, directive: str) -> None:
    listen = (
        "new Promise(resolve => { document.addEventListener('securitypolicyviolation',"
        " event => resolve(event.violatedDirective)); %s; setTimeout(resolve, 2000, 'nothing') })"
    )
    stopped = show("bare").page.evaluate(listen % attempt)
    assert stopped == directive


def test_every_head_of_a_table_says_what_it_heads(show: Any) -> None:
    page = show("shop-en").page
    assert page.locator("th:not([scope])").count() == 0
    assert page.locator("table:not(:has(> caption))").count() == 0


def test_no_markup_of_the_workbook_becomes_markup(show: Any) -> None:
    opened = show("hostile")
    assert opened.complaints == []
    assert opened.page.locator("img").count() == 0
    assert opened.page.locator("script").count() == 1
    shown = opened.page.locator("h1").inner_text()
    assert shown == VIEWS["hostile"].title
    assert "{{ 7*7 }}" in shown


def figures(view: ReportView) -> set[str]:
    """The texts of every figure that the page owes its reader."""
    found: list[Figure] = []
    for kpi in view.kpis:
        for row in (kpi.month, kpi.year_to_date, *kpi.measures):
            found += [row.actual, row.target, row.variance, row.attainment]
        for comparison in kpi.comparisons:
            found += [comparison.value, comparison.delta, comparison.delta_pct]
        for month in kpi.history:
            found += [month.actual, month.target, month.variance, month.prior_year]
    return {figure.text for figure in found}


@pytest.mark.parametrize("name", ["shop-en", "shop-fr", "crowd"])
def test_every_figure_and_sentence_is_in_the_page(files: dict[str, Path], name: str) -> None:
    view = VIEWS[name]
    page = unescape(files[name].read_text("utf-8"))
    for text in figures(view):
        assert f">{text}<" in page, text
    said = [*view.headlines, view.period_label, view.run, view.source_sha256, view.prepared_by]
    for kpi in view.kpis:
        said += [kpi.name, kpi.verdict, kpi.status.label, *kpi.notes]
        said += [row.note for row in kpi.measures] + [c.text for c in kpi.comments]
    said += [p.message for p in view.problems] + [p.advice for p in view.problems]
    said += [note.text for note in view.method]
    for text in said:
        assert text in page, text


def test_the_language_is_named_and_no_word_is_left_in_the_other(files: dict[str, Path]) -> None:
    french, english = VIEWS["shop-fr"].labels, VIEWS["shop-en"].labels
    page = files["shop-fr"].read_text("utf-8")
    assert '<html lang="fr-FR">' in page
    words = set(
        re.split(r"[<>]", re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page, flags=re.S))
    )
    foreign = {english[key] for key in english if english[key] not in french.values()}
    assert {word.strip() for word in words} & foreign == set()


def test_the_same_view_gives_the_same_bytes(files: dict[str, Path]) -> None:
    again = render_html(views.shop("en"), resources.templates())
    assert again == files["shop-en"].read_bytes()


def test_the_page_stays_small(files: dict[str, Path]) -> None:
    assert files["shop-en"].stat().st_size < 700_000
    assert files["crowd"].stat().st_size < 2_500_000


def test_an_accent_that_is_no_colour_is_not_used() -> None:
    page = render_html(VIEWS["hostile"], resources.templates()).decode()
    assert "alert(3)" not in page
    assert "--accent: #1d4e89" in page
    own = render_html(replace(VIEWS["bare"], accent_colour="#0A7B55"), resources.templates())
    assert b"--accent: #0A7B55" in own
