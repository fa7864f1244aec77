"""Letters that no font has are named, and nothing else is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpireport.present.view import CommentView
from kpireport.render import pdf_source
from kpireport.render.own_templates import OwnTemplates
from kpireport.render.pdf import render_pdf
from kpireport.render.pdf_unlettered import named_by_id
from tests.render import views

# A letter for private use, which no font of a system is to have, in the midst of what Inter has.
NOBODYS = "\U0010fffd"
PAGE = "<html lang=en><title>t</title><style>{{ css }}</style><h1>{{ view.title }}</h1></html>"


def test_letters_that_no_font_has_are_named() -> None:
    own = OwnTemplates(Path("own"), {"pdf/report.html": PAGE})
    for title, expected in ((f"Ventes {NOBODYS} à 5 €", {NOBODYS}), ("Ventes à 5 €", set())):
        found: set[str] = set()
        render_pdf(replace(views.bare("fr"), title=title), own, unlettered=found)
        assert found == expected


NAMES = (
    "<html lang=en><title>t</title><style>{{ css }}</style>{% for kpi in view.kpis %}"
    "<h1>{{ kpi.name }}</h1><p>{{ kpi.chart.title }}</p>{% endfor %}"
    "{% for row in view.comments %}<p>Of {{ row.kpi }}</p>{% endfor %}</html>"
)


def test_a_name_without_its_letters_is_told_by_the_id(monkeypatch: pytest.MonkeyPatch) -> None:
    view = views.shop("en")
    whole, half, none = view.kpis[:3]
    half = replace(half, id="HALF", name=f"Ventes {NOBODYS}")
    none = replace(none, id="NONE", name=f"{NOBODYS * 3} 2")
    none = replace(none, chart=replace(none.chart, title=f"{none.name} in %"))
    category = replace(view.categories[0], kpis=(whole, half, none))
    said = (CommentView(none.name, "", "", ""),)
    pages: list[str] = []
    written = pdf_source.page_of

    def keep(text: str, *args: Any, **options: Any) -> Any:
        pages.append(text)
        return written(text, *args, **options)

    monkeypatch.setattr(pdf_source, "page_of", keep)
    found: set[str] = set()
    shown = replace(view, categories=(category,), comments=said)
    own = OwnTemplates(Path("own"), {"pdf/report.html": NAMES})
    render_pdf(shown, own, unlettered=found)
    assert len(pages) == 2
    assert re.findall("<h1>(.*?)</h1>", pages[-1]) == [
        whole.name, f"Ventes {NOBODYS} (HALF)", "NONE",
    ]  # fmt: skip
    assert "<p>NONE in %</p>" in pages[-1]
    assert "<p>Of NONE</p>" in pages[-1]
    assert found == {NOBODYS}


def test_a_view_whose_names_can_be_read_is_left_as_it_is() -> None:
    view = views.shop("en")
    assert named_by_id(view, {NOBODYS}) is view
    assert named_by_id(view, set()) is view
