"""Names, plain text, yes and no."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.texts import excerpt, is_missing, normalise, read_text, read_yes_no


def cell(value: float | str | bool | dt.datetime, kind: CellKind = CellKind.TEXT) -> RawCell:
    return RawCell("KPIs", 2, 1, kind, value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Réalisé", "realise"),
        (" ACTUALS input ", "actualsinput"),
        ("N-1", "n1"),
        ("Année\u00a0N–1", "anneen1"),
        ("E-mail", "email"),
        ("Cœur de cible", "coeurdecible"),
        ("Roll-up", "rollup"),
        ("ﬁnance", "finance"),
        ("Straße", "strasse"),
        ("%", ""),
    ],
)
def test_names_are_matched_without_case_accents_spaces_or_punctuation(text: str, name: str) -> None:
    assert normalise(text) == name


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (cell("  Revenue "), "Revenue"),
        (cell("two\nlines"), "two\nlines"),
        (cell(101.0, CellKind.NUMBER), "101"),
        (cell(0.125, CellKind.NUMBER), "0.125"),
        (cell(-3.0, CellKind.NUMBER), "-3"),
        (cell(dt.datetime(2026, 1, 31), CellKind.DATE), "2026-01-31"),
        (cell(dt.datetime(2026, 1, 31, 9, 30), CellKind.DATE), "2026-01-31 09:30:00"),
        (cell(True, CellKind.BOOLEAN), "TRUE"),
        (cell("#N/A", CellKind.ERROR), "#N/A"),
        (cell("", CellKind.UNCALCULATED), ""),
        (None, ""),
    ],
)
def test_what_a_cell_says(found: RawCell | None, text: str) -> None:
    assert read_text(found) == text


@pytest.mark.parametrize("word", ["yes", "Yes ", "Y", "oui", "O", "VRAI", "true", "1", "x", "✓"])
def test_yes(word: str) -> None:
    assert read_yes_no(cell(word)) is True


@pytest.mark.parametrize("word", ["no", "NON", "n", "faux", "FALSE", "0"])
def test_no(word: str) -> None:
    assert read_yes_no(cell(word)) is False


@pytest.mark.parametrize("word", ["", "maybe", "2", "-", "yes and no"])
def test_neither_yes_nor_no(word: str) -> None:
    assert read_yes_no(cell(word)) is None


def test_yes_and_no_in_cells_that_hold_no_text() -> None:
    assert read_yes_no(cell(1.0, CellKind.NUMBER)) is True
    assert read_yes_no(cell(0.0, CellKind.NUMBER)) is False
    assert read_yes_no(cell(False, CellKind.BOOLEAN)) is False
    assert read_yes_no(cell("#N/A", CellKind.ERROR)) is None
    assert read_yes_no(None) is None


def test_a_real_word_is_not_missing() -> None:
    assert not is_missing("Nadia")
    assert not is_missing("0")
    assert not is_missing(".")
    assert not is_missing("?")


def test_a_long_text_is_quoted_in_part() -> None:
    assert excerpt("a\n b") == "a b"
    assert excerpt("word " * 40).endswith("word…")
    assert len(excerpt("x" * 500)) == 60
