"""The board pack read back: text, bookmarks, tags, fonts, page numbers, the same bytes twice."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from kpireport import resources
from kpireport.model.errors import OutputError
from kpireport.render.pdf import render_pdf
from tests.render import views
from tests.render.management import ADDRESS, reviewed
from tests.without_pango import take_pango_away

VIEWS = {
    "shop-en": lambda: views.shop("en"),
    "small-fr": lambda: views.small("fr"),
    "bare": lambda: views.bare("fr"),
    "hostile": lambda: views.hostile("en"),
    "reviewed-fr": lambda: reviewed(views.shop("fr")),
}

pytestmark = pytest.mark.xdist_group("pdf")  # what is shared is made once


@cache
def made(name: str) -> bytes:
    """A view's board pack, made once for all tests."""
    return render_pdf(VIEWS[name](), resources.templates())


def reader(name: str) -> PdfReader:
    return PdfReader(BytesIO(made(name)))


@cache
def page_texts(name: str) -> tuple[str, ...]:
    """What is written on each page of a view's board pack."""
    return tuple(page.extract_text() for page in reader(name).pages)


def flat(text: str) -> str:
    """Text without any space, since a PDF keeps none that it needs not."""
    return re.sub(r"\s", "", text)


def outline(pdf: PdfReader, entries: list[Any] | None = None, level: int = 1) -> Iterator[Any]:
    """Bookmarks as (level, title, page number from 1)."""
    for entry in pdf.outline if entries is None else entries:
        if isinstance(entry, Destination):
            number = pdf.get_destination_page_number(entry)
            yield level, str(entry.title), (number if number is not None else -1) + 1
        else:
            yield from outline(pdf, entry, level + 1)


@dataclass(frozen=True)
class Tag:
    """An element of the tag tree: its kind, its text alternative, whether it names its heads."""

    kind: str
    alternative: str
    headed: bool


def tags(name: str) -> list[Tag]:
    """Every structure element of a pack."""
    found = []
    with pikepdf.open(BytesIO(made(name))) as pdf:
        stack = [pdf.Root.StructTreeRoot]
        while stack:
            node = stack.pop()
            if "/S" in node:
                headed = "/Headers" in node.get("/A", {})
                found.append(Tag(str(node.S), str(node.get("/Alt", "")), headed))
            kids = node.get("/K")
            listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            stack += [kid for kid in listed if isinstance(kid, pikepdf.Dictionary)]
    return found


@pytest.mark.parametrize("name", ["shop-en", "reviewed-fr"])
def test_figures_and_sentences_are_in_the_pack(name: str) -> None:
    view = VIEWS[name]()
    text = flat("".join(page_texts(name)))
    said = [*view.headlines, view.period_label, view.run, view.source_sha256, view.prepared_by]
    for kpi in view.kpis:
        said += [kpi.name, kpi.verdict, kpi.status.label]
        for row in (kpi.month, kpi.year_to_date, *kpi.measures):
            said += [row.actual.text, row.target.text, row.variance.text, row.attainment.text]
            said.append(row.note)
        said += [detail.text for detail in kpi.details] + [c.text for c in kpi.comments]
    said += [problem.advice for problem in view.problems] + [note.text for note in view.method]
    missing = [sentence for sentence in said if flat(sentence) not in text]
    assert missing == []


def test_a_headline_kpi_has_a_page_with_its_months() -> None:
    view, pdf = VIEWS["shop-en"](), reader("shop-en")
    pages = {title: number for level, title, number in outline(pdf) if level == 2}
    for kpi in view.cards:
        text = flat(page_texts("shop-en")[pages[kpi.name] - 1])
        past = [row for row in kpi.history if not row.future][-13:]
        for row in past:
            assert flat(row.label) in text
            assert flat(row.actual.text) in text
    assert len({pages[kpi.name] for kpi in view.cards}) == len(view.cards)


def test_bookmarks_and_contents_lead_to_the_same_pages() -> None:
    pdf = reader("shop-en")
    marks = [(title, page) for _, title, page in outline(pdf)]
    titles = [title for title, _ in marks]
    assert titles[:3] == ["Contents", "Summary", "All KPIs"]
    assert titles[-3:] == ["Data quality", "Method", "Sources"]
    contents = page_texts("shop-en")[1]
    for title, page in marks[1:]:
        assert re.search(rf"{re.escape(title)}[\s.]*{page}\b", contents), (title, page)


def test_every_page_but_the_cover_is_numbered_and_carries_the_run() -> None:
    pdf = reader("shop-en")
    for number, page in enumerate(pdf.pages, start=1):
        text = page_texts("shop-en")[number - 1]
        assert "3f9a1c07b2de" in text
        assert (f"{number} / {len(pdf.pages)}" in text) is (number > 1)
        assert (page.mediabox.width, page.mediabox.height) == pytest.approx(
            (841.89, 595.28), abs=0.1
        )


def test_the_pack_has_few_pages_and_none_is_nearly_empty() -> None:
    pdf = reader("shop-en")
    # Cover, contents, summary, table, six headline KPIs, eight more by two, then the rest on one.
    assert len(pdf.pages) == 4 + 6 + 4 + 1
    assert min(map(len, page_texts("shop-en")[1:])) > 350


def test_it_is_tagged_for_screen_readers() -> None:
    pdf = pikepdf.open(BytesIO(made("reviewed-fr")))
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "fr-FR"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert "Tableau de bord du conseil" in str(pdf.docinfo["/Title"])
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_charts_are_figures_with_their_sentence() -> None:
    view = VIEWS["shop-en"]()
    figures = [tag for tag in tags("shop-en") if tag.kind == "/Figure"]
    assert all(figure.alternative for figure in figures)
    told = {figure.alternative for figure in figures}
    assert {kpi.chart.alt for kpi in view.kpis} <= told
    assert {kpi.sparkline.alt for kpi in view.kpis} <= told


def test_headings_lists_and_tables_are_tagged_as_such() -> None:
    found = tags("shop-en")
    kinds = {tag.kind for tag in found}
    assert {"/H1", "/H2", "/H3", "/H4", "/Table", "/TH", "/TD", "/L", "/LI", "/Link"} <= kinds


def test_cells_name_their_heads() -> None:
    cells = [tag for tag in tags("shop-en") if tag.kind == "/TD"]
    assert len(cells) > 500
    # The one cell without a head is the empty corner above the names.
    assert sum(not cell.headed for cell in cells) <= 1


def test_only_our_fonts_are_used_and_they_are_inside() -> None:
    names = set()
    with pikepdf.open(BytesIO(made("small-fr"))) as pdf:
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                descendant = font.DescendantFonts[0]
                descriptor = descendant.FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
                names.add(str(font.BaseFont).split("+")[-1])
    assert names
    assert all("Inter" in name for name in names), names


def test_two_runs_give_the_same_bytes() -> None:
    assert render_pdf(views.small("fr"), resources.templates()) == made("small-fr")


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib; from kpireport import resources; from tests.render import views; "
        "from kpireport.render.pdf import render_pdf; "
        "print(hashlib.sha256(render_pdf(views.small('fr'), resources.templates())).hexdigest())"
    )
    top = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=top,
        env={**os.environ, "PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(made("small-fr")).hexdigest()


def test_texts_of_the_workbook_stay_texts_and_nothing_is_fetched() -> None:
    logo = replace(views.bare(), logo="http://127.0.0.1:9/logo.png")
    assert render_pdf(logo, resources.templates()).startswith(b"%PDF-1.7")
    text = flat("".join(page_texts("hostile")))
    assert "<script>alert(1)</script>" in text
    assert "{{7*7}}" in text
    with pikepdf.open(BytesIO(made("hostile"))) as pdf:
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert "/OpenAction" not in pdf.Root
        for page in pdf.pages:
            for link in page.get("/Annots", []):
                assert "/URI" not in link.get("/A", {})


def test_a_report_without_figures_is_a_whole_pack_too() -> None:
    pdf = reader("bare")
    assert 5 <= len(pdf.pages) <= 7
    assert "Quelque chose" in page_texts("bare")[3]


def test_missing_pango_is_said_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    take_pango_away(monkeypatch)
    with pytest.raises(OutputError) as raised:
        render_pdf(views.bare(), resources.templates())
    assert raised.value.code == "pdf_needs_pango"


def test_the_summary_stays_one_page_and_opens_with_decisions_and_wins() -> None:
    view, pdf = VIEWS["reviewed-fr"](), reader("reviewed-fr")
    pages = {title: number for level, title, number in outline(pdf) if level == 1}
    assert pages["Tous les indicateurs"] == pages["Synthèse"] + 1
    text = flat(page_texts("reviewed-fr")[pages["Synthèse"] - 1])
    for line in (*view.attention, *view.wins):
        assert flat(line.sentence) in text
    assert text.index(flat("À trancher")) < text.index(flat(view.headlines[0]))


def test_goal_landing_and_benchmark_are_on_the_kpis_own_page() -> None:
    """How a landing is found is on the pages of the headlines, and in the page of the report."""
    view, pdf = VIEWS["reviewed-fr"](), reader("reviewed-fr")
    pages = {title: number for level, title, number in outline(pdf) if level == 2}
    for kpi in view.kpis:
        text = flat(page_texts("reviewed-fr")[pages[kpi.name] - 1])
        said = [kpi.goal.promise, kpi.goal.progress] if kpi.goal else []
        if kpi.landing:
            said.append(kpi.landing.sentence)
        if kpi.landing and kpi.headline:
            said += [kpi.landing.run_rate, kpi.landing.method]
        if kpi.benchmark:
            said += [kpi.benchmark.sentence, kpi.benchmark.reason, kpi.benchmark.source]
        assert [sentence for sentence in said if flat(sentence) not in text] == [], kpi.id


def test_the_pack_with_everything_has_no_page_that_is_nearly_empty() -> None:
    pdf = reader("reviewed-fr")
    titles = [title for level, title, _ in outline(pdf) if level == 1]
    assert titles[4:6] == ["Repères", "Actions et commentaires"]
    assert titles[6] == "Calendrier des revues"
    assert titles[-1] == "Examen des indicateurs"
    assert min(map(len, page_texts("reviewed-fr")[1:])) > 350
    linked = {
        str(note.get_object().get("/A", {}).get("/URI"))
        for page in pdf.pages
        for note in page.get("/Annots", [])
    }
    assert linked - {"None"} == {ADDRESS}
