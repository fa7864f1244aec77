"""The estimate of a text's width is never less than the shipped font's own widths."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from kpireport import resources
from kpireport.present.charts.lettering import shortened, text_width

TEXTS = (
    "Revenue", "Chiffre d’affaires", "1\u202f234\u202f567,89\u00a0k€", "−12.5 pts", "juil.",
    "Rolling 12 months", "Août 2026", "Wärmepumpen", "WWWWW", "+0.12 %", "(×5)", "ÀÉÎÕÜ",
    "Ærø", "Δ ≥ 5",
)  # fmt: skip


@pytest.mark.parametrize("file", ["inter-regular.woff2", "inter-semibold.woff2"])
def test_no_text_is_wider_than_estimated(file: str) -> None:
    font = TTFont(BytesIO((resources.templates() / "fonts" / file).read_bytes()))
    letters, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for text in TEXTS:
        true = sum(widths[letters[ord(letter)]][0] for letter in text) / em
        assert true <= text_width(text, 1.0) * 1.005, text
        assert text_width(text, 1.0) < true * 1.25, text
    font.close()


def test_letters_of_other_scripts_are_counted_wide_enough() -> None:
    assert text_width("売上高", 10) >= 30
    assert text_width("e\u0301", 10) == text_width("e", 10)


def test_a_text_is_shortened_only_where_it_must_be() -> None:
    assert shortened("New pricing", 10, 200) == "New pricing"
    cut = shortened("Warehouse moved to Lyon", 10, 60)
    assert cut.endswith("…")
    assert text_width(cut, 10) <= 60
    assert shortened("Anything", 10, 2) == ""
