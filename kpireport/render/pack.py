"""A group's board pack as one page of HTML and as a PDF, out of the same pieces as a report."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

from kpireport.present.pack.view import PackView
from kpireport.render.html import page_of
from kpireport.render.layouts import environment, style
from kpireport.render.own_templates import OwnTemplates
from kpireport.render.pdf import Layout, document
from kpireport.render.pdf_pages import kpi_pages

_SIDE_BY_SIDE = ((10, 8), (13, 6))
"""So many signs a figure, so many entities have room beside the group."""
_LONG = 4
"""The entities beside the group where figures are longer."""


def render_pack_html(pack: PackView, templates: Path | OwnTemplates) -> bytes:
    """The pack as a page that asks for nothing over the network."""
    made = environment(templates)
    css = _style(made, "html/style.css", "pack/page.css", pack, "-latin")
    return page_of(made, "pack/page.html", css, {"pack": pack, "label": pack.labels})


def render_pack_pdf(
    pack: PackView,
    templates: Path | OwnTemplates,
    *,
    archive: bool = False,
    unlettered: set[str] | None = None,
) -> bytes:
    """The pack as a PDF/UA-1 document (PDF/A-3a for an ``archive``).

    ``unlettered`` takes the letters that no font of the machine has. Raises
    ``OutputError("pdf_needs_pango")`` where the library that lays text out is missing.
    """
    # The paper is the pack's.
    view = replace(pack.group, options={**pack.group.options, **pack.options})
    values = {"pack": pack, "kpi_pages": kpi_pages(view), "strips": strips(pack)}
    layout = Layout("pack/document.html", values, "pack/document.css")
    return document(view, templates, layout, archive, (), unlettered)


def strips(pack: PackView) -> list[tuple[int, int]]:
    """The entities that stand beside one another on paper, from one place to another.

    As many as their figures leave room for, and in every strip about as many.
    """
    count = len(pack.columns)
    cells = (cell for row in pack.rows for cell in (row.group, *row.cells))
    longest = max((len(cell.actual.text) for cell in cells), default=0)
    most = next((most for signs, most in _SIDE_BY_SIDE if longest <= signs), _LONG)
    each = ceil(count / ceil(count / most)) if count else 1
    return [(first, min(first + each, count)) for first in range(0, count, each)]


def _style(made: Any, base: str, own: str, pack: PackView, fonts: str) -> str:
    return "\n".join(
        (style(made, base, pack.group, fonts), made.get_template(own).render().strip())
    )
