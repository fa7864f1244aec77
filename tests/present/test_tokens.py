"""The palette keeps WCAG 2.2 AA contrast; statuses differ by shape as well as colour."""

from __future__ import annotations

import pytest

from kpireport.model.status import Status
from kpireport.present.tokens import (
    DARK,
    LIGHT,
    STATUS_FAMILY,
    STATUS_SHAPES,
    Palette,
    css_variables,
    status_colour,
)

FAMILIES = ("on_track", "at_risk", "off_track", "quiet")
BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    # The grey that WCAG's own explanations give as just passing on white.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@BOTH
def test_words_stand_out_from_every_ground(palette: Palette) -> None:
    for ground in (palette.page, palette.surface, palette.sunken):
        for text in (palette.ink, palette.muted, palette.link):
            assert contrast(text, ground) >= 4.5
        for family in FAMILIES:
            assert contrast(getattr(palette, f"{family}_text"), ground) >= 4.5


@BOTH
@pytest.mark.parametrize("family", FAMILIES)
def test_a_status_reads_on_its_own_tint(palette: Palette, family: str) -> None:
    tint = getattr(palette, f"{family}_tint")
    assert contrast(getattr(palette, f"{family}_text"), tint) >= 4.5
    assert contrast(getattr(palette, f"{family}_mark"), tint) >= 3
    assert contrast(getattr(palette, f"{family}_mark"), palette.surface) >= 3


@BOTH
def test_what_a_chart_says_stands_out(palette: Palette) -> None:
    for name in ("actual", "provisional", "prior", "plan", "limit", "zero"):
        assert contrast(getattr(palette, f"chart_{name}"), palette.surface) >= 3, name


@BOTH
def test_prior_year_is_lighter_than_the_actual(palette: Palette) -> None:
    actual = contrast(palette.chart_actual, palette.surface)
    assert contrast(palette.chart_prior, palette.surface) < actual / 2


def test_every_status_has_a_shape_of_its_own() -> None:
    assert {*STATUS_SHAPES} == {*(status.value for status in Status), "neutral"} == {*STATUS_FAMILY}
    assert len({*STATUS_SHAPES.values()}) == len(STATUS_SHAPES)


def test_an_unknown_status_is_quiet() -> None:
    assert status_colour("something") == LIGHT.quiet_mark
    assert status_colour("on_track", "text", DARK) == DARK.on_track_text


def test_colours_are_written_for_css_and_excel_alike() -> None:
    for name, value in css_variables(LIGHT).items():
        assert name.startswith("--")
        assert "_" not in name
        assert len(value) == 7
        assert value == value.lower()
