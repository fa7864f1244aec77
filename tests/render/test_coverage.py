"""A comparison that holds fewer months than its actual says so wherever the two are printed.

Sales of 90.5 in each of ten months, targets of 100 in the last four: 905.0 in the year to date,
of which 362.0 stand against 400.0.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from kpireport import resources
from kpireport.model.book import Language
from kpireport.present.view import ReportView
from kpireport.render.excel import render_xlsx
from kpireport.render.excel.summary_columns import NOTE, YEAR
from kpireport.render.html import render_html
from kpireport.render.pdf import render_pdf
from tests.compute.books import book, kpi, months, row
from tests.plain_text import plain
from tests.render import live_books
from tests.render.workbooks import reopened


def view(language: Language, targets: int = 4) -> ReportView:
    sales: Any = replace(
        kpi(aggregation="sum", direction="higher", decimals=1), name="Sales", headline=True
    )
    aims = months(f"2026-{11 - targets:02}", *[100.0] * targets)
    made = book(row(sales, months("2026-01", *[90.5] * 10), targets=aims))
    return live_books.report(made, language)[1]


def _pack(shown: ReportView) -> str:
    """The board pack's words as a reader gets them."""
    reader = PdfReader(BytesIO(render_pdf(shown, resources.templates())))
    pages = [page.extract_text() for page in reader.pages]
    return " ".join(" ".join(pages).split())


BESIDE = [
    ("en", "362.0", "4 of 10 months; over 10: 905.0"),
    ("fr", "362,0", "4 mois sur 10 ; sur 10 : 905,0"),
]
"""The actual over the months compared stands beside the target; that over all months is a note."""


@pytest.mark.parametrize(("language", "compared", "whole"), BESIDE)
def test_the_page_says_it_beside_the_year_to_date(
    language: Language, compared: str, whole: str
) -> None:
    page = plain(render_html(view(language), resources.templates()).decode())
    assert f'{compared} <span class="note">{whole}</span></td>' in page  # the table of all KPIs
    assert f'{compared}</span> <span class="aside">({whole}) ' in page  # the card
    complete = plain(render_html(view(language, 10), resources.templates()).decode())
    assert whole[:9] not in complete


@pytest.mark.parametrize(("language", "compared", "whole"), BESIDE)
def test_the_board_pack_says_it_in_card_table_and_row(
    language: Language, compared: str, whole: str
) -> None:
    said = plain(_pack(view(language)))
    assert said.count(whole) >= 2
    assert f"{compared} ({whole})" in said  # the card
    assert whole not in plain(_pack(view(language, 10)))


@pytest.mark.parametrize(
    ("language", "compared", "label"),
    [
        ("en", "YTD – 4 of 10 months: 362.0", "YTD Jan–Oct 2026 (4 of 10 months: 362.0)"),
        ("fr", "Cumul – 4 mois sur 10 : 362,0", "Cumul janv.–oct. 2026 (4 mois sur 10 : 362,0)"),
    ],
)
def test_excel_says_it_in_the_row(language: Language, compared: str, label: str) -> None:
    """In the note of the Summary's row, beside the block's label on the KPIs sheet."""
    sheets = reopened(render_xlsx(view(language)), data_only=True).worksheets
    cells = next(row for row in sheets[0].iter_rows() if row[YEAR].value == 905.0)
    assert cells[YEAR + 1].value == 400.0
    assert compared in plain(str(cells[NOTE].value))
    labels = [plain(str(cell.value)) for cells in sheets[1].iter_rows() for cell in cells]
    assert label in labels
