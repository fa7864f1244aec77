"""The HTML report for everyone: axe, the keyboard, every width, and the JSON's figures as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kpireport import pipeline
from kpireport.i18n.formats import get_formats
from kpireport.model.period import Period
from tests.render.browsing import BOOKS, Visit, violations
from tests.sweeps import SWEEPING

LEAN = [
    ("ecommerce", "en", "light", 1440, "month"),
    ("retail_fr", "fr", "dark", 320, "ytd"),
]
WHOLE = list(product(BOOKS, ("en", "fr"), ("light", "dark"), (320, 768, 1440), ("month", "ytd")))


@pytest.mark.parametrize(
    ("book", "language", "scheme", "width", "figures"), WHOLE if SWEEPING else LEAN
)
def test_axe_finds_nothing_the_network_is_not_asked_and_nothing_is_too_wide(
    visit: Visit, book: str, language: Any, scheme: Any, width: int, figures: str
) -> None:
    opened = visit(book, language, width, color_scheme=scheme)
    page = opened.page
    page.locator(f".choices input[value={figures}]").check(force=True)
    slider = page.locator(".hit:visible")
    if slider.count():
        slider.first.focus()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    assert [url for url in opened.requests if not url.startswith("data:")] == [page.url]
    assert opened.complaints == []


STOPS = """() => [...document.querySelectorAll(
        'a[href], button, input, select, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[hidden]'))
    .filter(e => e.type !== 'radio' || e.checked).length"""
HERE = """() => { const e = document.activeElement, box = e.getBoundingClientRect();
    const shown = e.type === 'radio' ? e.nextElementSibling : e;
    return [e === document.body, getComputedStyle(shown).outlineStyle !== 'none',
        box.width > 0 && box.right > 0 && box.left < innerWidth,
        e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText
            || document.getElementById(e.getAttribute('aria-labelledby'))?.innerText || '']; }"""


def stops(page: Page) -> Iterator[tuple[bool, bool, str]]:
    """What the Tab key comes to, from the top of the page to its end."""
    while True:
        page.keyboard.press("Tab")
        over, outlined, visible, name = page.evaluate(HERE)
        if over:
            return
        yield outlined, visible, name


@pytest.mark.parametrize("width", [320, 1440] if SWEEPING else [1440])
def test_tab_comes_to_every_control_in_order_and_each_is_seen_and_named(
    visit: Visit, width: int
) -> None:
    page = visit("retail_fr", "fr", width).page
    expected = page.evaluate(STOPS)
    found = list(stops(page))
    assert [stop for stop in found if not (stop[0] and stop[1] and stop[2].strip())] == []
    assert len(found) >= expected > 100
    names = [name for _, _, name in found]
    assert names[0] == "Aller au contenu"
    order = ["Synthèse", "Mois", "Apparence", "Rechercher", "Filtrer par statut", "Imprimer"]
    places = [next(i for i, name in enumerate(names) if name.startswith(each)) for each in order]
    assert places == sorted(places)


CELLS = """rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"""


@pytest.mark.parametrize(("book", "language"), [("ecommerce", "en"), ("retail_fr", "fr")])
def test_the_page_holds_the_figures_of_the_json(
    browser: Browser, tmp_path: Path, book: str, language: Any
) -> None:
    """Each cell of a KPI's tables of figures and months is what the JSON has, as it is written."""
    (report,) = pipeline.make_reports(
        [BOOKS[book]], output=tmp_path, language=language, formats=("html", "json")
    )
    assert isinstance(report, pipeline.Report)
    data = {kpi["id"]: kpi for kpi in json.loads(report.files["json"].read_bytes())["kpis"]}
    page = browser.new_page()
    page.goto(report.files["html"].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    formats, seen = get_formats(language), 0
    for kpi in report.view.kpis:
        section = page.locator(f"#{kpi.anchor}")
        measures = section.locator("table.measures tbody tr").evaluate_all(CELLS)
        months = section.locator("table.months tbody tr").evaluate_all(CELLS)
        assert [[plain(cell) for cell in row[1:6]] for row in measures] == [
            [plain(each.text) for each in
             (row.beside_target, row.target, row.variance, row.variance_pct, row.attainment)]
            for row in kpi.measures
        ]  # fmt: skip
        landings = section.locator("table.landing-table tbody tr").evaluate_all(CELLS)
        told_of = data[kpi.id]["landing"]
        seen += landing_figures(
            kpi.landing.rows if kpi.landing else (), landings, told_of, language
        )
        for cells, row in zip(months, reversed(kpi.history), strict=True):
            shown = [row.actual, row.target, row.variance]
            assert [plain(cell) for cell in cells[1:4]] == [plain(each.text) for each in shown]
            limits = [each.text if each else "" for each in (row.lower, row.mean, row.upper)]
            first = 6 + any(each.forecast for each in kpi.history)
            if len(cells) > first:
                assert [plain(cell) for cell in cells[first : first + 3]] == [
                    plain(each) for each in limits
                ]
        said = data[kpi.id]
        pairs: list[tuple[Any, Any]] = [(kpi.month, said), (kpi.year_to_date, said["ytd"])]
        by_month = {formats.month(Period.parse(each["period"])): each for each in said["history"]}
        pairs += [(row, by_month[row.label]) for row in kpi.history]
        for those, told in pairs:
            for name in ("actual", "target", "variance", "attainment"):
                figure, number = getattr(those, name, None), told.get(name)
                if figure is None or number is None or figure.text == "–":
                    continue
                seen += 1
                assert near(figure.text, number, language), (kpi.id, name, figure.text, number)
    assert seen > 1000
    page.close()


def landing_figures(rows: Any, cells: Any, told: Any, language: Any) -> int:
    """How many figures of a landing's table are the JSON's, each of them as it is written."""
    assert [[plain(cell) for cell in row[1:3]] for row in cells] == [
        [plain(row.value.text), plain(row.against.text)] for row in rows
    ]
    if not rows:
        return 0
    forecast, statistical, target, prior = (
        told[name] for name in ("forecast", "statistical", "target", "prior_year")
    )
    figures = [(rows[0].value, forecast), (rows[1].value, statistical), (rows[2].value, target)]
    figures += [(rows[-1].value, prior)]
    for row, landed in ((rows[0], forecast), (rows[1], statistical)):
        if landed is not None and target is not None:
            figures.append((row.against, landed - target))
    if len(rows) == 5:
        figures.append((rows[3].value, told["budget"]))
    known = [(figure.text, number) for figure, number in figures if number is not None]
    assert [pair for pair in known if not near(*pair, language)] == []
    return len(known)


def near(text: str, number: float, language: Any) -> bool:
    """Whether ``number`` is what ``text`` says, to half of its last digit; shares are percent."""
    comma = "," if language == "fr" else "."
    digits = "".join(letter for letter in text if letter.isdigit() or letter == comma)
    decimals = len(digits.partition(comma)[2])
    value = float(digits.replace(comma, "."))
    half = 0.5000001 * 10**-decimals
    return bool(min(abs(abs(number) * factor - value) for factor in (1, 100)) <= half)


def plain(text: str) -> str:
    """The text with every kind of space made one, and without what French groups digits with."""
    return " ".join(text.split())


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


_SHORT = [("small-en", 360, "dark"), ("bare", 1440, "light"), ("managed-en", 1440, "dark")]
_LONG = [
    ("small-en", 1440, "light"),
    ("small-fr", 1440, "dark"),
    ("small-fr", 360, "light"),
    ("managed-en", 360, "light"),
]
"""Some ten seconds a page: the rest is looked at by `make prove`."""


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    _SHORT + (_LONG if SWEEPING else []),
)
def test_axe_finds_no_violation(show: Any, name: str, width: int, scheme: str) -> None:
    page = show(name, width, color_scheme=scheme).page
    assert violations(page) == []


@pytest.mark.parametrize("name", ["shop-en", "managed-fr"])
def test_the_headings_are_an_outline(show: Any, name: str) -> None:
    page = show(name).page
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
