"""What a board can read on paper: how large the letters of a chart are, and what shares a page.

Sizes are taken from the written PDF: a text's size times the scale of the drawing it stands in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kpireport import resources
from kpireport.pipeline import make_report
from kpireport.present.charts.lettering import SMALL
from kpireport.present.view import KpiView, ReportView
from kpireport.render.pdf import render_pdf
from tests.render.test_pdf import VIEWS, flat, outline, tags

pytestmark = pytest.mark.xdist_group("pdf")  # what is shared is made once

SAMPLES = Path(__file__).parent.parent.parent / "samples"
BOOKS = ("ecommerce.xlsx", "retail_fr.xlsx")
TEXT_WIDTH = (297 - 2 * 15) / 25.4 * 72
"""A4 on its side, less 15 mm of margin left and right, in points."""
PAGE_UNITS, HALF_UNITS = 620.0, 520.0
SMALLEST = 7.0
"""What a board can read, in points."""


@dataclass(frozen=True)
class Text:
    """A text of a page: its size and its height above the lower edge, in points."""

    text: str
    size: float
    up: float


@dataclass(frozen=True)
class Pack:
    """A report, its board pack, and what is written on each of its pages."""

    view: ReportView
    pdf: PdfReader
    texts: Sequence[Sequence[Text]]
    marks: Sequence[tuple[int, str, int]]

    @property
    def pages(self) -> dict[str, int]:
        """The page of each KPI, by its name."""
        return {title: number for level, title, number in self.marks if level == 2}

    def chart_letters(self, kpi: KpiView) -> list[float]:
        """The sizes of the fiscal years below the chart, which stand alone nowhere else."""
        years = {f"{year}/{(year + 1) % 100}" for year in (2024, 2025, 2026)}
        page = self.texts[self.pages[kpi.name] - 1]
        return [each.size for each in page if each.text in years]


@cache
def sample(name: str, folder: str) -> Pack:
    """A sample book's report with everything in it, and its board pack."""
    report = make_report(
        SAMPLES / name, file_stem=name, output=Path(folder), formats=("html",), review=True
    )
    pdf = PdfReader(BytesIO(render_pdf(report.view, resources.templates())))
    return Pack(report.view, pdf, [written(page) for page in pdf.pages], list(outline(pdf)))


def written(page: Any) -> list[Text]:
    found: list[Text] = []

    def see(text: str, outer: list[float], inner: list[float], _: Any, size: float) -> None:
        if text.strip():
            scale = math.hypot(*outer[2:4]) * math.hypot(*inner[2:4])
            up = outer[1] * inner[4] + outer[3] * inner[5] + outer[5]
            found.append(Text(text.strip(), size * scale, up))

    page.extract_text(visitor_text=see)
    return found


@pytest.fixture(params=BOOKS)
def pack(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.getbasetemp() / "packs"
    folder.mkdir(exist_ok=True)
    return sample(request.param, str(folder))


def test_a_headline_s_chart_is_most_of_the_page_s_width_and_legible(
    pack: Pack,
) -> None:
    heads = [kpi for kpi in pack.view.kpis if kpi.headline]
    found = [size for kpi in heads for size in pack.chart_letters(kpi)]
    assert len(found) >= 2
    assert min(found) >= SMALLEST
    assert min(found) / SMALL * PAGE_UNITS >= 0.58 * TEXT_WIDTH


def test_a_chart_in_half_a_page_is_nearly_half_its_width_and_legible(
    pack: Pack,
) -> None:
    others = [kpi for kpi in pack.view.kpis if not kpi.headline]
    found = [size for kpi in others for size in pack.chart_letters(kpi)]
    assert len(found) >= 4
    assert min(found) >= SMALLEST
    assert min(found) / SMALL * HALF_UNITS >= 0.45 * TEXT_WIDTH


def test_nothing_is_smaller_than_seven_points(pack: Pack) -> None:
    for number, page in enumerate(pack.texts, start=1):
        small = [each.text for each in page if each.size < SMALLEST - 0.06]
        # A status' shape stands before its word; raised letters lead to a footnote.
        read = [text for text in small if not re.fullmatch(r"[●▲◆○□·]|[a-m]", text)]
        assert read == [], number


def test_no_heading_is_stranded_and_no_page_nearly_empty(
    pack: Pack,
) -> None:
    for level, title, number in pack.marks:
        page, name = pack.texts[number - 1], flat(title)
        place = [each.up for each in page if flat(each.text) and name.startswith(flat(each.text))]
        assert place, (level, title)
        below = [each.up for each in page if 60 < each.up < max(place) - 5]
        assert below, (level, title)
    for number, page in enumerate(pack.texts[1:], start=2):
        lowest = min(each.up for each in page if each.up > 45)
        assert lowest < 0.5 * float(pack.pdf.pages[number - 1].mediabox.height), number


def test_a_headline_has_one_page_and_the_others_share_one_by_two(
    pack: Pack,
) -> None:
    view, where = pack.view, pack.pages
    heads = [kpi for kpi in view.kpis if kpi.headline]
    others = [kpi for kpi in view.kpis if not kpi.headline]
    first = where[heads[0].name]
    assert [where[kpi.name] for kpi in heads] == [first + n for n in range(len(heads))]
    start = first + len(heads)
    found = [where[kpi.name] for kpi in others]
    assert found == sorted(found)
    assert found[0] == start
    # Two long ones in a row may not fit together: one page more than halves would take.
    assert len(set(found)) <= (len(others) + 1) // 2 + 1
    assert len(pack.texts) <= 22


def test_all_that_is_said_of_a_headline_is_on_its_page(
    pack: Pack,
) -> None:
    for kpi in pack.view.kpis:
        if not kpi.headline:
            continue
        text = flat(pack.pdf.pages[pack.pages[kpi.name] - 1].extract_text())
        said = [kpi.verdict, *(line.text for line in (*kpi.details, *kpi.behaviour))]
        said += [row.label for row in kpi.comparisons] + [note.text for note in kpi.comments]
        if kpi.landing:
            said += [kpi.landing.sentence, kpi.landing.run_rate, kpi.landing.method]
        assert [sentence for sentence in said if flat(sentence) not in text] == [], kpi.id


def test_the_review_of_a_sample_is_one_page_with_one_table(
    pack: Pack,
) -> None:
    view, pdf = pack.view, pack.pdf
    start = {title: page for level, title, page in pack.marks if level == 1}
    last = start[view.labels["kpi_review"]]
    assert last == len(pdf.pages)
    assert view.review
    text = flat(pdf.pages[last - 1].extract_text())
    lines = [line for kpi in view.review.kpis for line in kpi.to_write]
    assert lines
    assert [line for line in lines if flat(line.sentence) not in text] == []
    signs = sum(len(kpi.criteria) for kpi in view.review.kpis)
    shown = sum(text.count(mark) for mark in "✓✗")
    assert signs - 20 <= shown <= signs + len(lines) + 3


def test_the_cards_of_the_summary_have_their_sparklines() -> None:
    told = [tag.alternative for tag in tags("reviewed-fr") if tag.kind == "/Figure"]
    cards = VIEWS["reviewed-fr"]().cards
    # Once on the card, once in the table of all KPIs.
    assert [told.count(kpi.sparkline.alt) for kpi in cards] == [2] * len(cards)
