"""A group's board pack as one page of HTML and as a PDF, out of the same pieces as a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kpireport.present.pack.view import PackView
from kpireport.render.html import page_of
from kpireport.render.layouts import environment, style
from kpireport.render.own_templates import OwnTemplates


def render_pack_html(pack: PackView, templates: Path | OwnTemplates) -> bytes:
    """The pack as a page that asks for nothing over the network."""
    made = environment(templates)
    css = _style(made, "html/style.css", "pack/page.css", pack, "-latin")
    return page_of(made, "pack/page.html", css, {"pack": pack, "label": pack.labels})


def _style(made: Any, base: str, own: str, pack: PackView, fonts: str) -> str:
    return "\n".join(
        (style(made, base, pack.group, fonts), made.get_template(own).render().strip())
    )
