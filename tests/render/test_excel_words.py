"""Sheet names that Excel accepts, and number formats with words in them."""

from __future__ import annotations

import pytest

from kpireport.render.excel.names import quoted, safe_sheet_name
from kpireport.render.excel.numberformats import worded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Summary", "Summary"),
        ("Qualité des données", "Qualité des données"),
        ("A/B: [x]*?\\", "A B x"),
        ("'quoted'", "quoted"),
        ("History", "History (2)"),
        ("history", "history (2)"),
        ("x" * 40, "x" * 31),
        ("\N{PILE OF POO}" * 20, "\N{PILE OF POO}" * 15),
        ("   ", "Sheet"),
        ("//", "Sheet"),
    ],
)
def test_a_sheets_name_is_one_that_excel_accepts(text: str, expected: str) -> None:
    assert safe_sheet_name(text) == expected


def test_no_two_sheets_are_called_alike() -> None:
    assert safe_sheet_name("DATA", ["Data"]) == "DATA (2)"
    assert safe_sheet_name("Data", ["Data", "Data (2)"]) == "Data (3)"
    assert safe_sheet_name("y" * 31, ["y" * 31]) == "y" * 27 + " (2)"


def test_a_name_is_quoted_for_formulas() -> None:
    assert quoted("Year's end") == "'Year''s end'"


@pytest.mark.parametrize(
    ("number_format", "before", "after", "expected"),
    [
        ("0", "", "", "0"),
        ("0.0%", "Target ", "", '"Target "0.0%;"Target "-0.0%'),
        ("0", "● ", " on track", '"● "0" on track";"● "-0" on track"'),
        ("+0;-0;0", "Δ ", "", '"Δ "+0;"Δ "-0;"Δ "0'),
        ('#,##0"; k€"', "T ", "", '"T "#,##0"; k€";"T "-#,##0"; k€"'),
        (r"0\;0", "T ", "", r'"T "0\;0;"T "-0\;0'),
        ("0", 'say "so" ', "", '"say ”so” "0;"say ”so” "-0'),
        ("General", "T ", "", '"T "General;"T "-General'),
    ],
)
def test_words_stand_in_every_section_of_a_format(
    number_format: str, before: str, after: str, expected: str
) -> None:
    assert worded(number_format, before, after) == expected
