"""The workbook's colours come from its theme, and the theme looks like every other output.

A theme colour is resolved here as ECMA-376 (18.8.19, ``tint``) says Excel resolves it: the base's
lightness, scaled towards white or black.
"""

from __future__ import annotations

import colorsys
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest

from kpireport.present.tokens import DEFAULT_ACCENT, LIGHT
from kpireport.render.excel import render_xlsx
from kpireport.render.excel.theme import theme
from tests.render.themes import contrast, drawing_scheme, resolved
from tests.render.views import shop

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    data = render_xlsx(replace(shop(), accent_colour="#7A1fA2"))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        texts = (name for name in archive.namelist() if name.endswith(".xml"))
        return {name: archive.read(name).decode() for name in texts}


def test_no_colour_is_fixed(parts: dict[str, str]) -> None:
    """XlsxWriter writes one of its own: of a sparkline's axis, which isn't shown."""
    for name, text in parts.items():
        if name.startswith(("xl/styles", "xl/worksheets")):
            unshown = text.replace('<x14:colorAxis rgb="FF000000"/>', "")
            assert not re.findall(r'rgb="[0-9A-F]+"', unshown), name
        if name.startswith(("xl/charts", "xl/drawings")):
            assert "srgbClr" not in text, name
    charts = "".join(text for name, text in parts.items() if name.startswith("xl/charts"))
    assert charts.count("schemeClr") > 20


def test_the_theme_holds_our_colours_and_the_report_s_accent(parts: dict[str, str]) -> None:
    scheme = drawing_scheme(parts["xl/theme/theme1.xml"])
    assert scheme["accent1"] == "#7a1fa2"
    assert (scheme["dk1"], scheme["lt1"]) == (LIGHT.ink, LIGHT.surface)
    assert (scheme["accent2"], scheme["accent4"]) == (LIGHT.on_track_mark, LIGHT.off_track_mark)
    assert list(scheme)[:4] == ["dk1", "lt1", "dk2", "lt2"]
    assert len(scheme) == 12
    theme = ElementTree.fromstring(parts["xl/theme/theme1.xml"])
    fonts = [font.attrib["typeface"] for font in theme.iter(f"{_DRAWN}latin")]
    assert fonts == ["Arial", "Arial"]
    # A strength of each: what Excel calls a theme has three fills, lines, effects and grounds.
    formats = theme.find(f".//{_DRAWN}fmtScheme")
    assert formats is not None
    assert [len(kinds) for kinds in formats] == [3, 3, 3, 3]


def test_an_accent_that_is_no_colour_is_the_usual_one() -> None:
    assert drawing_scheme(theme('red"/>').getvalue())["accent1"] == DEFAULT_ACCENT


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        *((each, 0.0) for each in ("ink", "muted", "sunken", "chart_actual", "link")),
        *((f"{each}_mark", 0.0) for each in ("on_track", "at_risk", "off_track")),
        *((f"{each}_text", 0.04) for each in ("on_track", "at_risk", "off_track", "quiet")),
        *((f"{each}_tint", 0.04) for each in ("on_track", "at_risk", "off_track", "quiet")),
        *((each, 0.01) for each in ("line", "chart_grid", "chart_prior")),
    ],
)
def test_a_colour_of_the_theme_looks_like_the_palette_s(name: str, apart: float) -> None:
    found, wanted = resolved(name), getattr(LIGHT, name)
    steps = [
        abs(int(found[at : at + 2], 16) - int(wanted[at : at + 2], 16)) / 255 for at in (1, 3, 5)
    ]
    assert max(steps) <= apart, (found, wanted)


@pytest.mark.parametrize("family", ["on_track", "at_risk", "off_track", "quiet"])
def test_words_and_shapes_stand_out_from_their_ground(family: str) -> None:
    """WCAG 2.2 AA: 4.5 for words, 3 for shapes."""
    ground = resolved(f"{family}_tint")
    assert contrast(resolved(f"{family}_text"), ground) >= 4.5
    assert contrast(resolved(f"{family}_mark"), ground) >= 3


def test_a_hue_survives_its_tint() -> None:
    hues = [
        colorsys.rgb_to_hls(*(int(resolved(name)[at : at + 2], 16) for at in (1, 3, 5)))[0]
        for name in ("on_track_mark", "on_track_tint")
    ]
    assert hues[0] == pytest.approx(hues[1], abs=0.02)
