"""A group's board pack, of the sample of four bakeries.

Expected figures are added up from the workbook's own cells, as openpyxl reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from kpireport import pipeline, resources
from kpireport.model.book import Action, Language
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.model.reported import Level, Reported, Statement, Telling
from kpireport.present.pack.assemble import build_pack
from kpireport.present.pack.view import HeatBand, PackView
from kpireport.render.excel.pack import render_pack_xlsx
from kpireport.render.pack import render_pack_html, render_pack_pdf, strips
from tests.render.browsing import violations, watched
from tests.render.pdf_audit import faults, fonts_not_inside, headings_alone, pdfua_findings
from tests.render.pdf_words import Box, words_of
from tests.render.workbooks import reopened
from tests.sweeps import SWEEPING

SAMPLE = Path(__file__).parents[2] / "samples" / "group.xlsx"
ENTITIES = ["Leeds", "York", "Hull", "Durham", "Eliminations"]
OCTOBER = 26
"""The last month's column in the sample's Actuals: two keys, then 24 months."""


@cache
def pack(language: Language = "en") -> PackView:
    books, _ = pipeline.read_books(SAMPLE)
    return build_pack(pipeline.consolidate(books, title="Calder & Holt"), language, "0123456789ab")


@cache
def remembered(language: Language) -> PackView:
    """The pack after a report that gave Leeds' revenue of March as £1,000."""
    books, _ = pipeline.read_books(SAMPLE)
    march = Period(2026, 3)
    telling = Telling(datetime(2026, 4, 5), "group.xlsx", march)
    statement = Statement(telling, "£", 1000.0, Level(189_700.0), None, final=True)
    before = {("REV", march): statement}
    said = [
        Reported(before, before, {}, telling) if book.settings.entity == "Leeds" else Reported()
        for book in books
    ]
    group = pipeline.consolidate(books, title="Calder & Holt", reported=said)
    return build_pack(group, language, "0123456789ab")


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
    assert opened.sheetnames == [
        "Entités", "Groupe", *ENTITIES, "Actions et commentaires", "Données", "Périmètre et taux",
    ]  # fmt: skip
    data: Any = opened["Données"]
    rows = list(data.iter_rows(min_row=2, values_only=True))
    leeds = [row for row in rows if row[0] == "Leeds" and row[1] == "REV"]
    assert len(leeds) == 24 and leeds[-1][5] == typed("REV")["Leeds"]
    # Durham opened in February 2026: the group's months before it say so.
    without = {row[4]: row[8] for row in rows if row[0] == "Groupe" and row[1] == "REV"}
    assert without[datetime(2026, 1, 1)] == "Durham" and not without[datetime(2026, 2, 1)]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1440), ("fr", "dark", 320)] if SWEEPING else [("fr", "light", 1280)],
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
    """In French, whose words are the longer ones, and with a history."""
    path = tmp_path_factory.mktemp("pack") / "pack.pdf"
    path.write_bytes(render_pack_pdf(remembered("fr"), resources.templates()))
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
    assert {"Indicateurs par entité", *ENTITIES, "Périmètre et taux"} <= named
    text = " ".join(page.extract_text() for page in read.pages).replace("\n", " ")
    for row in pack("fr").rows:
        for cell in (row.group, *row.cells):
            assert cell.actual.text in text


@pytest.mark.xdist_group("pack_pdf")
def test_nothing_of_the_heat_map_is_printed_over_something_else(document: Path) -> None:
    ((number, page),) = [
        (number, page)
        for number, page in enumerate(PdfReader(document).pages, start=1)
        if "Réalisé de la période" in page.extract_text() and number > 2
    ]
    printed = words_of(document, number)
    assert sum(word == "Hors" for word, _ in printed) > 3
    for place, (word, box) in enumerate(printed):
        assert box.left >= 0 and box.right <= float(page.mediabox.width)
        assert [other for other, its in printed[:place] if box.overlaps(its)] == [], word
    # Whatever ends with a status stays in its column, which ends where its heading does.
    edges = [box.right for word, box in printed if word in ("Groupe", *ENTITIES)]
    end = min(box.bottom for word, box in printed if word == "Team")
    ends = [
        box.right
        for word, box in printed
        if word.endswith(("objectif", "surveiller")) and end < box.bottom < edges_at(printed)
    ]
    assert len(ends) > 20
    assert all(min(abs(right - edge) for edge in edges) < 2 for right in ends)


def edges_at(printed: list[tuple[str, Box]]) -> float:
    """How high the headings of the entities stand."""
    return next(box.bottom for word, box in printed if word == "Leeds")


def test_as_many_entities_beside_one_another_as_their_figures_leave_room_for() -> None:
    def widths(columns: int, figure: str) -> list[int]:
        row = pack().rows[0]
        cell = replace(row.group, actual=replace(row.group.actual, text=figure))
        row = replace(row, group=cell, cells=(cell,) * columns)
        bands = (HeatBand("", (row,)),)
        view = replace(pack(), columns=("A",) * columns, bands=bands)
        return [last - first for first, last in strips(view)]

    assert widths(5, "32 964 €") == [5]
    assert widths(8, "32 964 €") == [8]
    assert widths(20, "32 964 €") == [7, 7, 6]
    assert widths(8, "16 181 628 €") == [4, 4]
    assert widths(20, "16 181 628 €") == [5, 5, 5, 5]
    assert widths(8, "£1,234,567,890") == [4, 4]
    assert widths(6, "£1,234,567,890") == [3, 3]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Not consolidated: Deliveries on time (off track in 4 of 4 entities)."),
        ("fr", "Non consolidé\u00a0: Deliveries on time (hors objectif dans 4 entités sur 4)."),
    ],
)
def test_what_is_not_consolidated_is_named_where_the_board_reads(
    language: Language, said: str
) -> None:
    # ONTIME is below its target by more than 5 % at each of the four bakeries in October.
    assert said in pack(language).headlines
    text = page(language)
    board = text[text.index('id="scorecard"') : text.index('id="kpis"')]
    assert said in board


def test_the_month_and_the_year_say_apart_whom_they_count() -> None:
    """Durham opened in February 2026; take Hull's October away, and the month lacks Hull too."""
    books, _ = pipeline.read_books(SAMPLE)
    october = Period(2026, 10)
    hull = next(book for book in books if book.settings.entity == "Hull")
    late = replace(
        hull,
        actuals={
            kpi: {period: each for period, each in months.items() if period != october}
            for kpi, months in hull.actuals.items()
        },
    )
    some = [late if book is hull else book for book in books]
    view = build_pack(pipeline.consolidate(some, october), "en", "0123456789ab")
    row = next(row for row in view.rows if row.id == "REV")
    assert (row.coverage, row.year_coverage) == ("3 of 4", "4 of 4, 2 in part")
    kpi = next(kpi for kpi in view.group.kpis if kpi.id == "REV")
    assert kpi.period_label == "Oct 2026 · 3 of 4"
    assert kpi.year_to_date.whole == "4 of 4, 2 in part"
    sheet: Any = reopened(render_pack_xlsx(view))["Group"]
    (line,) = [cell.row for cell in sheet["B"] if cell.value == "Revenue"]
    heads = {cell.value: cell.column for cell in sheet[line - 2]}
    said = [
        sheet.cell(line, heads[name]).value
        for name in ("Entities in the month", "Entities in the year")
    ]
    assert said == ["3 of 4", "4 of 4, 2 in part"]


def test_restatements_of_an_entity_stand_in_its_section_and_in_the_summary() -> None:
    view = remembered("en")
    (leeds,) = [each for each in view.entities if each.name == "Leeds"]
    assert leeds.view is not None and leeds.view.restatements is not None
    (row,) = leeds.view.restatements.rows
    # Leeds' March in the workbook, and its target, which is as it was reported.
    assert (row.month, row.before.text, row.after.text) == ("Mar 2026", "£1,000", "£201,182")
    (said,) = [each for each in view.headlines if each.startswith("Restated at ")]
    assert said.startswith(
        "Restated at Leeds since earlier reports: Revenue Mar 2026 (£1,000 → £201,182"
    )
    text = render_pack_html(view, resources.templates()).decode("utf-8")
    section = text[text.index('id="entity-leeds"') : text.index('id="entity-york"')]
    assert "£1,000" in section and "Restatements" in section
    sheet: Any = reopened(render_pack_xlsx(view))["Restatements"]
    told = [cell.value for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert "Leeds · Revenue" in told and 1000 in told


def test_a_pack_without_a_history_says_nothing_of_restatements() -> None:
    assert pack().restatements is None
    assert "Restatements" not in reopened(render_pack_xlsx(pack())).sheetnames


def test_a_history_that_knows_no_report_of_an_entity_says_nothing_of_it() -> None:
    """Neither that nothing changed nor, for each entity, that this is the first report."""
    books, _ = pipeline.read_books(SAMPLE)
    group = pipeline.consolidate(books, reported=[Reported() for _ in books])
    view = build_pack(group, "en", "0123456789ab")
    assert view.restatements is None
    assert all(each.view is None or each.view.restatements is None for each in view.entities)
    assert "No earlier report" not in render_pack_html(view, resources.templates()).decode("utf-8")


def test_comments_and_actions_stand_once() -> None:
    books, _ = pipeline.read_books(SAMPLE)
    due = date(2026, 12, 1)
    place = CellRef("Actions", "A2")
    action = Action("REV", "Open the second oven", "Ada Okafor", due, "", "open", place)
    first = replace(books[0], actions=(action,))
    view = build_pack(pipeline.consolidate((first, *books[1:])), "en", "0123456789ab")
    text = render_pack_html(view, resources.templates()).decode("utf-8")
    # The comment is one of the whole workbook's, the action Leeds' own.
    assert text.count('<p class="comment-text">Hull') == 1
    leeds = text[text.index('id="entity-leeds"') : text.index('id="entity-york"')]
    assert "Open the second oven" in leeds and text.count("Open the second oven") == 1
    sheet: Any = reopened(render_pack_xlsx(view))["Actions & comments"]
    rows = [row[1:8] for row in sheet.iter_rows(values_only=True)]
    assert ("Leeds", "Revenue", "Action", "Open the second oven", "Ada Okafor") in [
        row[:5] for row in rows
    ]


def test_what_workbooks_say_differently_is_told() -> None:
    books, _ = pipeline.read_books(SAMPLE)
    stricter = replace(books[1], settings=replace(books[1].settings, green_from=0.99))
    view = build_pack(pipeline.consolidate((books[0], stricter)), "en", "0123456789ab")
    assert [each.code for each in view.problems] == ["W896"]
    assert "W896" in render_pack_html(view, resources.templates()).decode("utf-8")
    sheet: Any = reopened(render_pack_xlsx(view))["Coverage and rates"]
    assert any(str(cell.value).startswith("W896") for cell in sheet["B"])


def test_months_without_every_entity_are_incomplete_not_provisional() -> None:
    # Durham opened in February 2026: the group's months before it have three entities of four.
    assert pack().group.labels["provisional"] == "incomplete"
    assert ">incomplete<" in pack().group.kpis[0].chart.svg
    assert ">provisional<" not in pack().group.kpis[0].chart.svg
    assert "provisional" in pack().entities[0].view.labels["provisional"]  # type: ignore[union-attr]
