"""What stands around the figures: decisions and wins, goals, benchmarks, the review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kpireport import resources
from kpireport.present.view import Figure
from kpireport.render.html import render_html
from kpireport.render.layouts import is_web_address
from tests.render import odd_books, views
from tests.render.browsing import VIEWS
from tests.render.management import ADDRESS, managed, reviewed


def test_the_summary_opens_with_decisions_and_wins_side_by_side_or_stacked(show: Any) -> None:
    boxes = {}
    for width in (1440, 360):
        page = show("managed-fr", width).page
        boxes[width] = [page.locator(f".{kind}").bounding_box() for kind in ("attention", "wins")]
        lead = page.locator(".headlines").bounding_box()
        assert max(box["y"] + box["height"] for box in boxes[width]) <= lead["y"]
    (left, right), (upper, lower) = boxes[1440], boxes[360]
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
    assert upper["y"] + upper["height"] <= lower["y"]
    link = page.locator(".attention a").first
    assert link.get_attribute("href") == "#kpi-conv"
    assert "À surveiller" in page.locator(".attention li").first.inner_text()


def test_goal_landing_and_benchmark_stand_with_their_kpi(show: Any) -> None:
    page = show("managed-fr").page
    text = page.locator("#kpi-cart ~ *, #kpi-cart").first.inner_text()
    view = VIEWS["managed-fr"]
    kpi = next(kpi for kpi in view.kpis if kpi.id == "CART")
    assert kpi.goal
    assert kpi.landing
    assert kpi.benchmark
    said = [kpi.goal.promise, kpi.goal.progress, kpi.landing.sentence, kpi.landing.run_rate]
    said += [kpi.landing.method, kpi.benchmark.sentence, kpi.benchmark.source]
    said += [row.label for row in kpi.landing.rows] + [kpi.benchmark.dated]
    assert [sentence for sentence in said if sentence not in text] == []


def test_only_an_address_of_the_web_becomes_a_link(show: Any) -> None:
    page = show("managed-fr").page
    links = page.locator("#benchmarks td a")
    assert {link.get_attribute("href") for link in links.all()} == {ADDRESS}
    assert links.count() == 2
    assert page.locator("#benchmarks tbody tr").count() == 3


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("https://example.org/a?b=c", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("see https://example.org", False),
        ("https:// example", False),
        ("", False),
    ],
)
def test_what_counts_as_an_address_of_the_web(text: str, linked: bool) -> None:
    assert is_web_address(text) is linked


def test_sections_stand_only_where_there_is_something_to_say(show: Any) -> None:
    sections = ("benchmarks", "calendar", "review")
    for name, expected in (("shop-fr", 0), ("managed-fr", 1)):
        page = show(name).page
        for section in sections:
            assert page.locator(f"#{section}").count() == expected
            assert page.locator(f"nav a[href='#{section}']").count() == expected
        assert page.locator(".outlook").count() > 0 or name == "shop-fr"
    assert render_html(managed(views.small("en")), resources.templates()).count(b'id="review"') == 0


def test_the_review_is_one_matrix_and_then_what_to_write(show: Any) -> None:
    page = show("managed-en").page
    review = VIEWS["managed-en"].review
    assert review
    tables = page.locator("#review table")
    assert tables.count() == 1
    assert tables.locator("thead th[scope=col]").all_inner_texts()[1:] == [
        row.label for row in review.kpis[0].criteria
    ]
    assert tables.locator("tbody th[scope=row]").count() == len(review.kpis)
    why = tables.locator("tbody tr").first.locator("td").nth(7)
    assert why.text_content().split() == ["✗", "missing"]
    assert why.locator("[aria-hidden]").inner_text() == "✗"
    first = page.locator(".review-kpi").first
    assert "✗ missing Why – Write in Purpose" in first.inner_text()
    assert "Specific" not in first.inner_text()


def test_a_kpi_that_lacks_nothing_is_only_in_the_matrix() -> None:
    view = reviewed(views.small("en"))
    assert view.review
    sound, *others = view.review.kpis
    sound = replace(sound, criteria=tuple(replace(c, met=True, advice=()) for c in sound.criteria))
    view = replace(view, review=replace(view.review, kpis=(sound, *others)))
    page = render_html(view, resources.templates()).decode()
    assert page.count('class="review-kpi"') == len(others)
    assert f'<h4><a href="#{sound.anchor}">' not in page


def test_on_a_phone_the_matrix_is_a_list_that_names_its_criteria(show: Any) -> None:
    page = show("managed-en", width=360).page
    cell = page.locator("#review tbody td").nth(2)
    label = cell.evaluate("td => getComputedStyle(td, '::before').content")
    assert label == '"Attainable"'
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_benchmark_s_row_says_its_statistic_once(show: Any) -> None:
    row = show("managed-fr").page.locator("#benchmarks tbody tr").first
    assert row.inner_text().count("médiane") == 1
    assert row.locator("svg[role=img]").count() == 1


def test_windows_without_a_figure_share_a_line_with_their_reason(browser: Any) -> None:
    """Four rows of dashes with one reason four times say no more than one line does."""
    view, page = odd_books.view_of("no cards, no categories", "fr"), browser.new_page()
    page.set_content(render_html(view, resources.templates()).decode())
    kpi = page.locator(".kpi-section").nth(1)  # without an aggregation: it has no totals
    assert kpi.locator(".measures tbody tr").count() == 1
    notes = kpi.locator(".without-figure").all_inner_texts()
    (line,) = [note for note in notes if "glissants" in note]
    assert line.startswith("Trimestre, oct. 2026 · Cumul janv.–oct. 2026 · 12 mois glissants")
    assert line.count("Pas de total") == 1
    assert "2026\u00a0: – Pas de total" in line
    added = page.locator(".kpi-section").nth(0)
    assert added.locator(".measures tbody tr").count() == 5
    page.close()


def test_a_card_without_a_year_to_date_has_no_dash_for_it(browser: Any) -> None:
    view = odd_books.view_of("one month")
    none = replace(view.cards[0].year_to_date, actual=Figure("–"), compared_actual=None)
    card = replace(view.cards[0], year_to_date=none)
    page = browser.new_page()
    facts = {}
    for name, kpi in (("with", view.cards[0]), ("without", card)):
        page.set_content(render_html(replace(view, cards=(kpi,)), resources.templates()).decode())
        facts[name] = page.locator(".card-facts.of-month dt").all_inner_texts()
    assert facts == {"with": ["Target", "Variance", "YTD"], "without": ["Target", "Variance"]}
    page.close()
