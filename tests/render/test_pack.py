"""A group's board pack, of the sample of four bakeries.

Expected figures are added up from the workbook's own cells, as openpyxl reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from kpireport import pipeline, resources
from kpireport.model.book import Language
from kpireport.present.pack.assemble import build_pack
from kpireport.present.pack.view import PackView
from kpireport.render.excel.pack import render_pack_xlsx
from kpireport.render.pack import render_pack_html, render_pack_pdf
from tests.render.browsing import SWEEP, violations, watched
from tests.render.pdf_audit import faults, fonts_not_inside, headings_alone, pdfua_findings
from tests.render.workbooks import reopened

SAMPLE = Path(__file__).parents[2] / "samples" / "group.xlsx"
ENTITIES = ["Leeds", "York", "Hull", "Durham", "Eliminations"]
OCTOBER = 26
"""The last month's column in the sample's Actuals: two keys, then 24 months."""


@cache
def pack(language: Language = "en") -> PackView:
    books, _ = pipeline.read_books(SAMPLE)
    return build_pack(pipeline.consolidate(books, title="Calder & Holt"), language, "0123456789ab")


@cache
def page(language: Language = "en") -> str:
    return render_pack_html(pack(language), resources.templates()).decode("utf-8")


@cache
def typed(kpi: str) -> dict[str, float]:
    """October's figure of each entity, from the workbook's cells."""
    sheet: Any = openpyxl.load_workbook(SAMPLE, read_only=False)["Actuals"]
    return {
        row[1]: row[OCTOBER - 1]
        for row in sheet.iter_rows(min_row=5, values_only=True)
        if row[0] == kpi and row[OCTOBER - 1] is not None
    }


def row_of(kpi: str, language: Language = "en") -> Any:
    return next(row for row in pack(language).rows if row.id == kpi)


def test_the_heat_map_has_every_kpi_and_every_entity() -> None:
    view = pack()
    assert list(view.columns) == ENTITIES
    assert {row.id for row in view.rows} == {
        "REV", "MARGIN", "ORDERS", "AOV", "WASTE", "STAFF", "ONTIME",
    }  # fmt: skip
    assert all([cell.entity for cell in row.cells] == ENTITIES for row in view.rows)


def test_a_sum_is_that_of_the_entities_and_of_what_they_did_among_themselves() -> None:
    cells = typed("REV")
    assert list(cells) == ENTITIES and cells["Eliminations"] < 0
    row = row_of("REV")
    assert [cell.actual.excel_value for cell in row.cells] == list(cells.values())
    assert row.group.actual.excel_value == sum(cells.values())


def test_a_ratio_is_that_of_the_sums() -> None:
    wasted, baked = sum(typed("WASTED").values()), sum(typed("BAKED").values())
    assert row_of("WASTE").group.actual.excel_value == pytest.approx(wasted / baked, rel=1e-12)


def test_a_percentage_without_parts_is_not_consolidated_and_says_why() -> None:
    row = row_of("ONTIME")
    assert row.group.actual.excel_value is None and row.group.note
    assert row.cells[0].actual.excel_value == typed("ONTIME")["Leeds"]
    assert [line.label for line in pack().left_out] == ["Deliveries on time"]


def test_best_and_worst_stand_in_cells_and_sentences() -> None:
    row = row_of("ORDERS")
    best = [cell.entity for cell in row.cells if cell.best]
    worst = [cell.entity for cell in row.cells if cell.worst]
    attained = {cell.entity: cell.attainment.excel_value or 0 for cell in row.cells[:4]}
    assert best == [max(attained, key=lambda name: attained[name])]
    assert worst == [min(attained, key=lambda name: attained[name])]
    line = next(line for line in pack().rankings if line.name == "Orders")
    assert line.sentence.startswith(f"best {best[0]} (") and f"worst {worst[0]} (" in line.sentence


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_has_every_figure_and_leads_nowhere_in_vain(language: Language) -> None:
    text = page(language)
    for row in pack(language).rows:
        for cell in (row.group, *row.cells):
            assert f"{cell.actual.text}</a>" in text or f">{cell.actual.text}" in text
    ids = Counter(re.findall(r'\sid="([^"]+)"', text))
    assert [name for name, count in ids.items() if count > 1] == []
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_names_of_entities_are_text() -> None:
    books, _ = pipeline.read_books(SAMPLE)
    hostile = "<script>alert(1)</script>=1+1"
    first = replace(books[0], settings=replace(books[0].settings, entity=hostile))
    view = build_pack(pipeline.consolidate((first, *books[1:4])), "en", "0123456789ab")
    text = render_pack_html(view, resources.templates()).decode("utf-8")
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text
    opened = reopened(render_pack_xlsx(view))
    assert all(
        cell.data_type == "s"
        for sheet in opened
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str) and "alert" in cell.value
    )


def test_excel_adds_the_entities_cells_up() -> None:
    data = render_pack_xlsx(pack())
    sheet: Any = reopened(data)["Entities"]
    kept: Any = reopened(data, data_only=True)["Entities"]
    row = next(
        cell.row for cell in sheet["B"] if cell.value == "Revenue" and sheet.cell(cell.row, 6).value
    )
    formula = sheet.cell(row, 6).value
    places = re.findall(r"[A-Z]+\d+", formula)
    assert formula.startswith("=") and len(places) == len(ENTITIES)
    assert sum(kept[place].value for place in places) == kept.cell(row, 6).value
    assert kept.cell(row, 6).value == sum(typed("REV").values())


def test_excel_has_a_sheet_an_entity_and_every_month() -> None:
    opened = reopened(render_pack_xlsx(pack("fr")))
    assert opened.sheetnames == ["Entités", "Groupe", *ENTITIES, "Données", "Périmètre et taux"]
    data: Any = opened["Données"]
    rows = list(data.iter_rows(min_row=2, values_only=True))
    leeds = [row for row in rows if row[0] == "Leeds" and row[1] == "REV"]
    assert len(leeds) == 24 and leeds[-1][5] == typed("REV")["Leeds"]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1440), ("fr", "dark", 320)] if SWEEP else [("fr", "light", 1280)],
)
def test_axe_finds_nothing_and_nothing_is_fetched(
    browser: Browser, tmp_path: Path, language: Language, scheme: Any, width: int
) -> None:
    file = tmp_path / "pack.html"
    file.write_text(page(language), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = watched(context.new_page())
    opened.page.goto(file.as_uri())
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(opened.page) == []
    assert [url for url in opened.requests if not url.startswith("data:")] == [opened.page.url]
    assert opened.complaints == []
    context.close()


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "pack.pdf"
    path.write_bytes(render_pack_pdf(pack(), resources.templates()))
    return path


@pytest.mark.xdist_group("pack_pdf")
def test_the_document_is_for_everybody(document: Path) -> None:
    data = document.read_bytes()
    assert pdfua_findings(document) + faults(data) + fonts_not_inside(document) == []
    assert headings_alone(data) == []


@pytest.mark.xdist_group("pack_pdf")
def test_the_document_has_a_bookmark_an_entity_and_every_figure(document: Path) -> None:
    read = PdfReader(document)
    named = {entry["/Title"] for entry in read.outline if not isinstance(entry, list)}
    assert {"KPIs by entity", *ENTITIES, "Coverage and rates"} <= named
    text = " ".join(page.extract_text() for page in read.pages).replace("\n", " ")
    for row in pack().rows:
        for cell in (row.group, *row.cells):
            assert cell.actual.text in text


def test_months_without_every_entity_are_incomplete_not_provisional() -> None:
    # Durham opened in February 2026: the group's months before it have three entities of four.
    assert pack().group.labels["provisional"] == "incomplete"
    assert ">incomplete<" in pack().group.kpis[0].chart.svg
    assert ">provisional<" not in pack().group.kpis[0].chart.svg
    assert "provisional" in pack().entities[0].view.labels["provisional"]  # type: ignore[union-attr]
