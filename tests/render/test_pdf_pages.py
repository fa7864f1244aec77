"""The pages of the board pack: which KPIs share one, both papers, cover, contents, long figures."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from kpireport import resources
from kpireport.pipeline import Report, make_reports
from kpireport.present.view import CommentView, KpiView, ReportView
from kpireport.render.pdf import render_pdf
from kpireport.render.pdf_pages import kpi_pages
from tests.render import views
from tests.render.test_pdf import flat, outline, page_texts

pytestmark = pytest.mark.xdist_group("pdf")  # what is shared is made once

SAMPLES = Path(__file__).parent.parent.parent / "samples"


def pack(view: ReportView) -> PdfReader:
    return PdfReader(BytesIO(render_pdf(view, resources.templates())))


def of(*kpis: KpiView) -> ReportView:
    view = views.shop("en")
    return replace(view, categories=(replace(view.categories[0], kpis=kpis),))


def test_headlines_have_a_page_and_the_others_share_one_by_two() -> None:
    made = kpi_pages(views.shop("en"))
    assert [page.whole for page in made] == [True] * 6 + [False] * 4
    assert all(page.kpis[0].headline for page in made[:6])
    assert [len(page.kpis) for page in made[6:]] == [2, 2, 2, 2]


def test_a_kpi_that_would_stand_in_half_a_page_alone_gets_a_whole_one() -> None:
    first, second, third = [kpi for kpi in views.shop("en").kpis if not kpi.headline][:3]
    odd = kpi_pages(of(first, second, third))
    assert [(len(page.kpis), page.whole) for page in odd] == [(2, False), (1, True)]
    said = CommentView("", "", "", "A long story of the month. " * 90)
    told = replace(first, comments=(said,))
    high = kpi_pages(of(told, second, third))
    assert [(len(page.kpis), page.whole) for page in high] == [(1, True), (2, False)]


def test_letter_paper_has_the_same_pages_as_a4() -> None:
    view = views.small("fr")
    a4, letter = pack(view), pack(replace(view, options={"paper": "letter"}))
    for page in letter.pages:
        assert (page.mediabox.width, page.mediabox.height) == pytest.approx((792, 612), abs=0.1)
    assert list(outline(letter)) == list(outline(a4))
    # The contents' dotted lines are longer on the wider paper.
    said = ["".join(page.extract_text() for page in pdf.pages) for pdf in (a4, letter)]
    assert sorted(re.sub(r"[\W_]", "", said[0])) == sorted(re.sub(r"[\W_]", "", said[1]))


def test_the_paper_asked_for_reaches_the_pages(tmp_path: Path) -> None:
    (made,) = make_reports(
        [SAMPLES / "ecommerce.xlsx"], output=tmp_path, formats=("json",), paper="letter"
    )
    assert isinstance(made, Report)
    assert made.view.options["paper"] == "letter"


def test_the_cover_says_how_it_stands() -> None:
    view = views.shop("en")
    cover = flat(page_texts("shop-en")[0])
    assert flat(view.headlines[0]) in cover
    for entry in view.counts:
        assert flat(f"{entry.mark.shape} {entry.count} {entry.mark.label}") in cover
    assert view.overall_score
    assert view.overall_score.text in cover


def test_the_contents_list_the_kpis_in_the_order_of_their_pages() -> None:
    view = views.shop("en")
    contents = page_texts("shop-en")[1]
    found = []
    for kpi in view.kpis:
        entry = re.search(rf"{re.escape(kpi.name)}[\s.]*(\d+)\n", contents)
        assert entry, kpi.name
        found.append((entry.start(), int(entry[1])))
    pages = [page for _, page in sorted(found)]
    assert pages == sorted(pages)


def test_figures_of_twelve_digits_stay_whole() -> None:
    view = views.small("en")
    long = "€1,000,000,000,000"
    category = view.categories[0]
    month = replace(
        category.kpis[0].month, actual=replace(category.kpis[0].month.actual, text=long)
    )
    kpi = replace(category.kpis[0], month=month, measures=(month,))
    pdf = pack(replace(view, categories=(replace(category, kpis=(kpi,)),), cards=(kpi,)))
    shown = [long in page.extract_text() for page in pdf.pages[2:5]]
    assert shown == [True, True, True]  # the card, the table, the KPI's own page
