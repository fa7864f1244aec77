"""The board's table: sorted, searched and filtered, and whole without any of it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


def names(page: Page) -> list[str]:
    """The KPIs that the board's table shows, from top to bottom."""
    return page.locator("tr.kpi:visible > th a").all_inner_texts()


def test_rows_are_sorted_by_the_head_that_is_pressed(show: Any) -> None:
    page = show("shop-en").page
    before = names(page)
    button = page.get_by_role("button", name="KPI", exact=True)
    button.click()
    assert names(page)[:4] == [
        "Cart abandonment",
        "Conversion rate",
        "Net promoter score",
        "Visits",
    ]
    assert button.locator("xpath=..").get_attribute("aria-sort") == "ascending"
    button.click()
    assert names(page)[:4] == [
        "Visits",
        "Net promoter score",
        "Conversion rate",
        "Cart abandonment",
    ]
    assert button.locator("xpath=..").get_attribute("aria-sort") == "descending"
    button.click()
    assert names(page) == before
    assert page.locator("[aria-sort]").count() == 0


def test_rows_sort_by_value_not_text_and_those_without_one_stay_last(show: Any) -> None:
    page = show("shop-en").page
    button = page.get_by_role("button", name="Target", exact=True).first
    for _ in range(2):
        button.click()
        assert names(page)[-1] == "Cash"
    finance = [name for name in names(page) if name in ("Revenue", "Gross margin", "Average order")]
    assert finance == ["Revenue", "Average order", "Gross margin"]


def test_the_worst_status_comes_first(show: Any) -> None:
    page = show("shop-en").page
    page.get_by_role("button", name="Status", exact=True).click()
    assert names(page)[:2] == ["Cart abandonment", "Conversion rate"]


def test_without_categories_one_list_begins_with_the_worst(show: Any) -> None:
    page = show("shop-en").page
    before = names(page)
    page.get_by_label("Group by category").uncheck()
    assert sorted(names(page)) == sorted(before)
    assert page.locator("tr.category:visible").count() == 0
    states = page.locator("tr.kpi .state").evaluate_all("c => c.map(e => +e.dataset.value)")
    assert states == sorted(states)
    assert page.locator("tr.kpi .of-category:visible").count() == 14
    # A figure in euros can't be set against one in points; a share of the target can.
    assert page.get_by_role("button", name="Actual", exact=True).first.is_disabled()
    page.get_by_role("button", name="Variance %", exact=True).click()
    cells = page.locator("tr.kpi td.bar-cell[data-value]")
    worth = cells.evaluate_all("c => c.map(e => +e.dataset.value)")
    assert worth == sorted(worth)
    assert worth[0] < 0 < worth[-1]
    page.get_by_role("button", name="Attainment", exact=True).click()
    assert page.locator("tr.kpi").count() == 14
    page.get_by_label("Group by category").check()
    page.get_by_label("Sort by").evaluate("e => { e.value = ''; }")
    assert page.locator("tr.category:visible").count() > 1


def test_the_search_reads_names_owners_and_ignores_accents(show: Any) -> None:
    page = show("shop-fr").page
    search = page.get_by_role("searchbox")
    search.fill("tresorerie")
    assert names(page) == ["Trésorerie"]
    assert page.get_by_role("status").inner_text() == "1 / 14 affichés"
    assert page.locator("tr.category:visible").count() == 1
    search.fill("camille roy")
    assert len(names(page)) == 14
    search.fill("rien de tel")
    assert names(page) == []
    assert page.get_by_text("Aucun indicateur ne correspond.").is_visible()


def test_the_status_filter_and_the_search_work_together(show: Any) -> None:
    page = show("shop-en").page
    page.get_by_label("Filter by status").select_option("off_track")
    assert names(page) == ["Cart abandonment", "Returns"]
    page.get_by_role("searchbox").fill("ret")
    assert names(page) == ["Returns"]


def test_without_scripts_everything_is_there_but_the_controls(show: Any) -> None:
    page = show("shop-en", java_script_enabled=False).page
    assert page.locator("form.controls").is_hidden()
    assert page.locator("tr.kpi").count() == 14
    assert page.locator("article.kpi-section").count() == 14
