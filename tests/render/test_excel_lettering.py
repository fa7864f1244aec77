"""Text widths against a real font, and wrapping against lines counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.render.excel.lettering import lines, row_height, text_width

FONTS = Path("/usr/share/fonts/truetype/liberation")
"""Liberation Sans has Arial's widths by design."""


@pytest.mark.parametrize(
    "text",
    [
        "Revenue",
        "Chiffre d’affaires : 1 234,5 k€",
        "Net promoter score (NPS) – YTD Jan–Oct 2026",
        "−12.5 %",
        "œuvre naïve, Ångström",
        "MMMMMiiiii",
    ],
)
def test_a_texts_width_is_that_of_the_font(text: str) -> None:
    regular = FONTS / "LiberationSans-Regular.ttf"
    if not regular.exists():
        pytest.skip("Liberation Sans is not installed")
    from fontTools.ttLib import TTFont

    font = TTFont(regular)
    names, advances = font.getBestCmap(), font["hmtx"]
    units = sum(advances[names[ord(character)]][0] for character in text)
    pixels = units / font["head"].unitsPerEm * 10 * 96 / 72
    assert pixels <= text_width(text, 10) <= 1.06 * pixels


def test_the_widest_line_decides() -> None:
    assert text_width("a\nlonger line\nb") == text_width("longer line")
    assert text_width("") == 0


def test_bold_and_large_are_wider() -> None:
    assert text_width("Total", 10, bold=True) > text_width("Total", 10)
    assert text_width("Total", 20) == pytest.approx(2 * text_width("Total", 10))


def test_characters_of_any_script_have_a_width() -> None:
    assert text_width("漢") > text_width("m") > text_width("i")
    assert text_width("é") == text_width("e")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("one two", 1),
        ("one two three", 2),
        ("one\ntwo", 2),
        ("one\n\ntwo", 3),
        ("one two three four five six", 3),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", 3),
    ],
)
def test_lines_are_counted_as_words_wrap(text: str, expected: int) -> None:
    """In 70 pixels: "one two" takes 49, "three four" 59, "five six" 42 and nine "a" 69."""
    assert lines(text, 70) == expected


def test_a_row_grows_with_its_lines() -> None:
    assert row_height(3) > row_height(2) > row_height(1) > 15
