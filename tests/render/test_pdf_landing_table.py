"""The landing table of a KPI's page stays in its column, in both languages.

What is measured are the boxes that WeasyPrint lays out: cells, and the lines of text in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from weasyprint import HTML

from kpireport import resources
from kpireport.model.book import Language
from kpireport.present.view import Figure, ReportView, Tone
from kpireport.present.view_management import LandingRow, LandingView
from kpireport.render.pdf import render_pdf
from tests.render import views

pytestmark = pytest.mark.xdist_group("pdf")

_WITHIN = 0.05
"""Pixels; less is what sums of floats leave."""
_INTERVALS = {
    "en": "80% interval: €11,720,526,365,545 to €12,950,955,715,309",
    "fr": "intervalle à 80\u00a0% : de 70,38\u00a0% à 70,87\u00a0%",
}
_LONGEST = "\u221212\u202f335\u202f741\u202f040\u202f427\u00a0€"
_NAMES = {"en": "Statistical check", "fr": "Contrôle statistique"}


def _pages(view: ReportView, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The pages' boxes, as they were laid out for the pack."""
    kept: list[Any] = []
    laid_out = HTML.render

    def keep(page: HTML, *args: Any, **options: Any) -> Any:
        kept.append(laid_out(page, *args, **options))
        return kept[-1]

    monkeypatch.setattr(HTML, "render", keep)
    render_pdf(view, resources.templates())
    return [page._page_box for page in kept[0].pages]


def _tables(page: Any) -> Iterator[tuple[Any, Any]]:
    """The landing tables of a page, each with the column that it stands in."""
    column = None
    for box in page.descendants():
        name = "" if box.element is None else (box.element.get("class") or "")
        if box.element_tag == "div" and "landing" in name.split():
            column = box
        if box.element_tag == "table" and "landing-table" in name and hasattr(box, "column_widths"):
            yield box, column


def _lines(cell: Any) -> list[str]:
    """The text of a cell, line by line."""
    lines = [box for box in cell.descendants() if type(box).__name__ == "LineBox"]
    return ["".join(b.text for b in line.descendants() if hasattr(b, "text")) for line in lines]


def _landing(language: Language, amount: str, rows: int) -> LandingView:
    """A landing of so many rows, its figures and notes as long as they become."""
    value, far = Figure(amount), Figure(f"+{amount}", tone=Tone.BAD)
    interval, note = _INTERVALS[language], "écart de la prévision : +1 144 395 £ (+102,0 %)"
    check = LandingRow(_NAMES[language], value, far, interval=interval)
    other = LandingRow("Exercice précédent", value, far, note)
    return LandingView("Landing", "It lands.", (check, *[other] * (rows - 1)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_landing_table_is_never_wider_than_its_column(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = views.shop(language)
    cases = [(rows, amount) for rows in (2, 4) for amount in ("70,62\u00a0%", _LONGEST)]
    kpis = [
        replace(view.kpis[0], anchor=f"k{place}", landing=_landing(language, amount, rows))
        for place, (rows, amount) in enumerate(cases)
    ]
    pages = _pages(
        replace(view, categories=(replace(view.categories[0], kpis=tuple(kpis)),)), monkeypatch
    )
    found = [each for page in pages for each in _tables(page)]
    assert len(found) == len(cases)
    for (rows, _), (table, column) in zip(cases, found, strict=True):
        right = column.content_box_x() + column.width
        assert table.position_x + table.border_width() <= right + _WITHIN
        cells = [box for box in table.descendants() if type(box).__name__ == "TableCellBox"]
        assert len(cells) == 3 * (rows + 1)
        for cell in cells:
            end = cell.position_x + cell.border_width() + _WITHIN
            words = [box for box in cell.descendants() if hasattr(box, "text")]
            assert [word.text for word in words if word.position_x + word.width > end] == []
        # The name stands on a line, its interval below it.
        name, *interval = _lines(cells[3])
        assert name == _NAMES[language]
        assert " ".join(line.strip() for line in interval) == _INTERVALS[language]
