"""What stands under, beside or above what on the HTML page, and in which letters."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.render.browsing import Visit, view_of


def test_every_entry_of_the_contents_is_in_sight(visit: Visit) -> None:
    page = visit("ecommerce", "fr").page
    for width in (1440, 768):
        page.set_viewport_size({"width": width, "height": 900})
        assert hidden_links(page) == []
    page.evaluate("window.scrollTo({ top: 3000, behavior: 'instant' })")
    page.wait_for_function("scrollY === 3000")
    box = page.locator(".choices").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 40


def hidden_links(page: Page) -> Any:
    """The entries of the contents that can't be pressed where they stand."""
    return page.locator(".toc a").evaluate_all(
        """links => links.filter(link => {
            const box = link.getBoundingClientRect();
            return box.height < 24 || link !== document.elementFromPoint(
                box.left + box.width / 2, box.top + box.height / 2);
        }).map(link => link.innerText)"""
    )


def test_bars_of_one_scale_stand_under_each_other_beside_their_figures(visit: Visit) -> None:
    page = visit("ecommerce", "fr", 1440).page
    bars = page.locator(".board .vbar").evaluate_all(
        """bars => bars.map(bar => {
            const box = bar.getBoundingClientRect(), row = bar.closest('tr');
            const text = document.createRange();
            text.selectNodeContents(bar.parentElement.firstChild);
            return [box.left, box.top - row.getBoundingClientRect().top,
                text.getBoundingClientRect().left - box.right]; })"""
    )
    assert len(bars) == 15
    assert len({round(left, 1) for left, _, _ in bars}) == 1
    assert max(top for _, top, _ in bars) < 20
    assert min(gap for _, _, gap in bars) > 0


def test_on_a_phone_bars_are_below_figures_at_the_right_and_the_marked_row_has_no_notches(
    visit: Visit,
) -> None:
    page = visit("ecommerce", "fr", 320).page
    cells = page.locator(".board .bar-cell:has(.vbar)").evaluate_all(
        """cells => cells.map(cell => {
            const text = document.createRange();
            text.selectNodeContents(cell.firstChild);
            const own = cell.getBoundingClientRect(), said = text.getBoundingClientRect();
            const bar = cell.querySelector('.vbar').getBoundingClientRect();
            return [Math.round(own.height), Math.round(own.right - said.right),
                bar.top >= said.bottom - 2]; })"""
    )
    assert cells
    assert {tuple(cell) for cell in cells} == {(cells[0][0], 0, True)}
    assert page.locator(".measures .row-month").first.evaluate(SHADES) == [True, True]


# One shadow of the whole row, none of its cells.
SHADES = """row => [getComputedStyle(row).boxShadow !== 'none',
    [...row.children].every(cell => getComputedStyle(cell).boxShadow === 'none')]"""


def lettering(page: Page, selector: str) -> set[str]:
    read = "all => all.map(e => getComputedStyle(e).fontVariantNumeric)"
    return set(page.locator(selector).evaluate_all(read))


def test_only_figures_are_set_in_figures_of_one_width(visit: Visit) -> None:
    page = visit().page
    assert lettering(page, ".board td.n") == {"tabular-nums"}
    assert lettering(page, ".board .kpi th, .actions-table td, .problems td") == {"normal"}
    assert lettering(page, "thead th, .calendar th") == {"normal"}


CARDS = """cards => cards.map(card => [card.clientWidth,
    card.querySelector('.bullet').clientWidth / card.clientWidth])"""


def test_headline_cards_are_of_one_width_and_their_bars_fill_it(visit: Visit) -> None:
    page = visit().page
    for width in (1440, 768):
        page.set_viewport_size({"width": width, "height": 900})
        cards = page.locator(".card").evaluate_all(CARDS)
        assert len(cards) == 5
        assert len({wide for wide, _ in cards}) == 1
        assert min(share for _, share in cards) > 0.85


LEFT_AND_RIGHT = """() => {
    const edge = cell => { const style = getComputedStyle(cell);
        const box = cell.getBoundingClientRect();
        return cell.matches('.n') ? box.right - parseFloat(style.paddingRight)
            : box.left + parseFloat(style.paddingLeft); };
    const drawn = '.sign-head, .sign-cell, .spark-head, .spark-cell';
    const edges = row => [...row.cells]
        .filter(cell => cell.offsetParent && !cell.matches(drawn)).map(edge);
    const left = (row, name) => row.querySelector(name).getBoundingClientRect().left;
    const [groups, columns, row] = ['.groups', '.columns', '.kpi']
        .map(name => document.querySelector('.board ' + name));
    return [edges(columns), edges(row),
        [left(groups, '.of-group-month'), left(columns, '.of-group-month')]]; }"""


def test_heads_stand_over_their_columns(visit: Visit) -> None:
    page = visit("ecommerce", "fr").page
    for width in (1440, 1280, 768):
        page.set_viewport_size({"width": width, "height": 900})
        heads, cells, (month, actual) = page.evaluate(LEFT_AND_RIGHT)
        assert heads == pytest.approx(cells, abs=0.5)
        assert month == pytest.approx(actual, abs=0.5)


def test_where_the_years_figures_are_shown_what_is_the_months_says_so(visit: Visit) -> None:
    month = view_of("ecommerce", "en").period_label
    page = visit().page
    titles, whens = page.locator(".highlight h3"), page.locator("#summary .when:visible")
    marks = page.locator(".card .spark, .board .spark").locator(".k-good, .k-risk, .k-bad")
    assert titles.all_inner_texts() == ["Needs a decision", "Wins"]
    assert whens.count() == 0
    assert marks.first.is_visible()
    page.locator(".choices input[value=ytd]").check(force=True)
    assert [text.split("\n")[0] for text in titles.all_inner_texts()] == [
        f"Needs a decision {month}",
        f"Wins {month}",
    ]
    assert whens.count() == 5
    assert [mark for mark in marks.all() if mark.is_visible()] == []


def test_a_forecast_has_a_column_only_where_there_is_one(visit: Visit) -> None:
    page, seen = visit().page, set[Any]()
    for kpi in view_of("ecommerce", "en").kpis:
        planned = any(row.forecast for row in kpi.history)
        heads = page.locator(f"#{kpi.anchor} table.months thead").text_content()
        assert ("Forecast" in str(heads)) is planned
        seen.add(planned)
    assert seen == {True, False}
