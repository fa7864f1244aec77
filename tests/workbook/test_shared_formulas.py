"""Formulas moved to another cell, held against openpyxl's own translator."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from kpireport.workbook.cells import column_letters
from kpireport.workbook.shared_formulas import column_number, moved

FORMULAS = [
    "=B5*2",
    "=$B5*B$5+$B$5",
    "=SUM(B5:C10)/COUNT(B5:C10)",
    "=SUM(C:C)+SUM(3:4)",
    "=SUM($C:D)+SUM($3:4)",
    "='My sheet (A1)'!B5+Other!$C6",
    '=IF(B5="B2","C3 is ""D4""",LOG10(E5))',
    "=VLOOKUP(B5,Data!$A$1:$D$99,2,FALSE)",
    "=B5&Rate_B2&TAX2026",
    "=b5+c6",
    "=1E5+B5",
]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (1, 0), (0, 1), (7, 26), (-2, -1)])
def test_moved_as_openpyxl_moves_it(formula: str, rows: int, columns: int) -> None:
    destination = f"{column_letters(10 + columns)}{20 + rows}"
    expected = Translator(formula, "J20").translate_formula(destination)
    assert moved(formula, rows, columns).upper() == expected.upper()


def test_what_leaves_the_sheet_is_an_error() -> None:
    assert moved("=A1+B2", -1, 0) == "=#REF!+B1"
    assert moved("=A1+B2", 0, -1) == "=#REF!+A2"
    assert moved("=SUM(A:B)", 0, -1) == "=SUM(#REF!)"
    assert moved("=XFD1+A1048576", 1, 1) == "=#REF!+#REF!"


def test_texts_names_functions_and_table_columns_stay() -> None:
    formula = '=IF(Sales[A1]="B2",LOG10(2),Rate.A1)'
    assert moved(formula, 3, 3) == formula


@given(st.integers(1, 16_384))
def test_column_letters_and_numbers_are_inverse(number: int) -> None:
    assert column_number(column_letters(number)) == number
