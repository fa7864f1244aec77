"""What stands between a label and its text: words and signs come from the catalogues alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))


def bare_colons(text: str) -> list[str]:
    """Colons that a template puts behind a value: in French a space is missing before them."""
    return re.findall(r"\}\}(?:</\w+>)*\s?:(?=[\s<])", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_template_puts_a_colon_behind_a_label(page: Path) -> None:
    assert bare_colons(page.read_text(encoding="utf-8")) == []


def test_what_is_looked_for() -> None:
    assert bare_colons("<p>{{ row.label }}: {{ row.note }}</p>") == ["}}:"]
    assert bare_colons("<dt>{{ label.goal }}</b>:</dt>") == ["}}</b>:"]
