"""Letters that no font has are named, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kpireport.render.own_templates import OwnTemplates
from kpireport.render.pdf import render_pdf
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
