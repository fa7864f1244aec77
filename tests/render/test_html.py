"""The HTML report as a browser shows it: whole, silent on the network, usable by everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from importlib import resources as packages
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kpireport import resources
from kpireport.present.view import Figure, ReportView
from kpireport.render.html import render_html
from kpireport.render.layouts import is_web_address
from tests.render import views
from tests.render.management import ADDRESS, managed, reviewed

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
WIDTHS = (320, 768, 1440)


@dataclass
class Opened:
    """A page in the browser, and what it did that a report must not do."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
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
        found = Opened(context.new_page())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.complaints.append(message.text))
        found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
        found.page.on("dialog", lambda dialog: found.complaints.append(dialog.message))
        found.page.goto(files[name].as_uri())
        return found

    yield opened
    for context in contexts:
        context.close()


def names(page: Page) -> list[str]:
    """The KPIs that the board's table shows, from top to bottom."""
    return page.locator("tr.kpi:visible > th a").all_inner_texts()


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


def test_the_keyboard_reaches_everything(show: Any) -> None:
    page = show("shop-en").page
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("e => e === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.get_by_role("button", name="KPI", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    summary = page.locator("details > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", VIEWS)
def test_no_page_is_wider_than_its_screen(show: Any, name: str, width: int) -> None:
    page = show(name, width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("name", ["shop-en", "shop-fr", "crowd", "hostile", "managed-fr"])
def test_no_text_of_a_card_or_a_table_is_cut(show: Any, name: str, width: int) -> None:
    page = show(name, width).page
    cut = page.evaluate(
        """() => [...document.querySelectorAll(
                '.card, .board td, .board th, .counts li, .stacked td')]
            .filter(e => e.offsetParent && getComputedStyle(e).position !== 'absolute')
            .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"""
    )
    assert cut == []


@pytest.mark.parametrize(
    ("width", "shown"), [(1440, "svg.chart:not(.narrow)"), (360, "svg.chart.narrow")]
)
def test_charts_are_drawn_for_the_screen_and_their_labels_fit(
    show: Any, width: int, shown: str
) -> None:
    page = show("shop-fr", width).page
    assert page.locator("svg.chart:visible").count() == page.locator(shown).count() == 14
    for chart in page.locator(shown).all():
        boxes = chart.evaluate(
            """svg => [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height,
                [...svg.querySelectorAll('text')].map(t => {
                    const b = t.getBBox();
                    const third = b.height / 3;
                    const foot = b.y + b.height - third;
                    return [t.textContent, b.x, b.y + third / 2, b.x + b.width, foot];
                })]"""
        )
        whole_width, whole_height, texts = boxes
        for text, left, top, right, bottom in texts:
            assert left >= -0.5, text
            assert right <= whole_width + 0.5, text
            assert 0 <= top < bottom <= whole_height, text
        for one, other in combinations(texts, 2):
            apart = (
                one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
            )
            assert apart, (one, other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_take_the_schemes_colours(show: Any, scheme: str) -> None:
    page = show("shop-en", color_scheme=scheme).page
    read = "e => getComputedStyle(e).fill"
    fill = page.locator("svg.chart .k-actual").first.evaluate(read)
    assert fill == {"light": "rgb(38, 52, 66)", "dark": "rgb(219, 227, 235)"}[scheme]


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("small-en", 1440, "light"),
        ("small-en", 360, "dark"),
        ("small-fr", 1440, "dark"),
        ("small-fr", 360, "light"),
        ("bare", 1440, "light"),
        ("managed-en", 1440, "dark"),
        ("managed-en", 360, "light"),
    ],
)
def test_axe_finds_no_violation(show: Any, name: str, width: int, scheme: str) -> None:
    page = show(name, width, color_scheme=scheme).page
    axe = packages.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", tags)
    told = [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]][:3])
        for rule in found["violations"]
    ]
    assert told == []
    assert len(found["passes"]) > 20


@pytest.mark.parametrize("name", ["shop-en", "managed-fr"])
def test_the_headings_are_an_outline(show: Any, name: str) -> None:
    page = show(name).page
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_print_shows_everything_on_white(show: Any) -> None:
    page = show("shop-en", color_scheme="dark").page
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator("form.controls").is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


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
