"""One set of tokens: no colour is written anywhere but in ``present/tokens.py``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpireport.present import tokens
from kpireport.present.charts.drawing import STYLES

ROOT = Path(__file__).parents[2]
COLOUR = re.compile(
    r"(?<![\w&/])\#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![\w-])"
    r"|\b(?:rgba?|hsla?|oklch|color-mix)\("
)
NAMED = re.compile(
    r"(?:color|background|fill|stroke|border[\w-]*)\s*[:=]\s*\"?(?:black|white|red|green|gr[ae]y)\b"
)
MASK = "#000"
"""A mask's black is no colour: it says what stays."""
DRAWN = sorted(
    [
        *(ROOT / "templates").rglob("*.css"),
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "templates").rglob("*.js"),
        *(ROOT / "kpireport" / "render").rglob("*.py"),
        *(p for p in (ROOT / "kpireport" / "present").rglob("*.py") if p.name != "tokens.py"),
    ]
)


def stray(text: str) -> list[str]:
    """Colours in a file, other than a mask's and the ground of paper."""
    found = []
    for line in text.splitlines():
        if "mask" in line or line.strip() == "--page: #ffffff;":
            continue
        shadowless = re.sub(r"box-shadow:[^;]*;", "", line)
        found += [m.group() for m in (*COLOUR.finditer(shadowless), *NAMED.finditer(shadowless))]
    return found


@pytest.mark.parametrize("file", DRAWN, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_colour_outside_the_tokens(file: Path) -> None:
    assert stray(file.read_text(encoding="utf-8")) == []


def test_what_is_looked_for() -> None:
    assert stray("a { color: #12ab9F; }") == ["#12ab9F"]
    assert stray('fill="#fff"') == ["#fff"]
    assert stray("background: rgb(1 2 3)") == ["rgb("]
    assert stray("color: white;") == ["color: white"]
    assert stray('<a href="#kpis"> &#8239; #summary { } url(#ground) {# note #}') == []


def test_every_style_of_a_chart_takes_its_colours_from_the_palette() -> None:
    names = tokens.css_variables(tokens.LIGHT)
    for style, attributes in STYLES.items():
        for attribute in ("fill", "stroke"):
            value = attributes.get(attribute, "none")
            known = f"--{value[1:].replace('_', '-')}" in names
            assert value == "none" or (value.startswith("@") and known), style


@pytest.mark.parametrize("palette", [tokens.LIGHT, tokens.DARK], ids=["light", "dark"])
def test_a_bullet_s_bands_are_quiet_and_in_order(palette: tokens.Palette) -> None:
    """The further from target the darker (on dark ground the lighter), all far from the bar."""
    from tests.present.test_tokens import contrast

    met, near, far = palette.zone_met, palette.zone_near, palette.zone_far
    ground = [contrast(each, palette.surface) for each in (met, near, far)]
    assert ground == sorted(ground)
    for band in (met, near, far):
        assert contrast(palette.chart_actual, band) >= 4.5
    for mark in ("on_track_mark", "off_track_mark"):
        assert contrast(getattr(palette, mark), met) >= 3
