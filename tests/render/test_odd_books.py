"""Books at the edges in both outputs: whole pages, sound tags, every figure in one piece."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kpireport import resources
from kpireport.render.html import render_html
from kpireport.render.pdf import render_pdf
from tests.render import odd_books
from tests.render.pdf_audit import faults, headings_alone
from tests.sweeps import SWEEPING

QUICK = ("no cards, no categories", "all missing")


@pytest.mark.parametrize("name", odd_books.BOOKS if SWEEPING else QUICK)
def test_a_book_at_the_edge_gives_a_page_and_a_pack_with_whole_figures(
    tmp_path: Path, name: str
) -> None:
    view = odd_books.view_of(name)
    page = render_html(view, resources.templates()).decode()
    data = render_pdf(view, resources.templates())
    assert faults(data) == []
    assert headings_alone(data) == []
    pack = tmp_path / "pack.pdf"
    pack.write_bytes(data)
    command = ["pdftotext", "-layout", str(pack), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    for kpi in view.kpis:
        for row in (kpi.month, kpi.year_to_date):
            for figure in (row.actual, row.target, row.variance):
                assert figure.text in page
                assert set(figure.text.split()) <= set(told), (kpi.name, figure.text)
