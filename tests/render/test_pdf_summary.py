"""The summary of a board pack by itself: one page, whatever the number of headline KPIs."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kpireport import resources
from kpireport.render.own_templates import OwnTemplates
from kpireport.render.pdf import render_pdf
from tests.render import odd_books

BESIDE = re.compile(r'{% include "pdf/(?!summary|scorecard)\w+\.html" %}\n')


@cache
def summary_only() -> OwnTemplates:
    """Templates that leave everything out but the summary and the table it points to."""
    frame = (resources.templates() / "pdf" / "report.html").read_text("utf-8")
    return OwnTemplates(Path("own"), {"pdf/report.html": BESIDE.sub("", frame)})


@pytest.mark.parametrize(
    ("book", "language", "paper", "shown"),
    [
        ("14 headlines", "en", "letter", 14),
        ("23 headlines", "fr", "a4", 16),
        ("14 headlines with news", "fr", "letter", 4),
        ("14 headlines with news", "en", "a4", 8),
    ],
)
def test_the_summary_is_one_page_and_says_which_cards_it_leaves_out(
    book: str, language: Any, paper: str, shown: int
) -> None:
    view = replace(odd_books.view_of(book, language), options={"paper": paper})
    pages = PdfReader(BytesIO(render_pdf(view, summary_only()))).pages
    board = next(n for n, p in enumerate(pages) if view.labels["attainment"] in text(p))
    assert board == 1
    said = text(pages[0])
    assert said.count(f"{view.labels['year_to_date_short']} ") == shown
    left = len(view.cards) - shown
    told = f"{view.labels['cards_left_out']} {left}. {view.labels['cards_elsewhere']} 2"
    assert (" ".join(told.split()) in said) == (left > 0)


def text(page: Any) -> str:
    return " ".join(page.extract_text().split())
