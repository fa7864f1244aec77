"""Formulas that one cell shares with its neighbours.

Filling a formula to the right makes Excel store it once; the neighbours only point to it. What
they calculate is that formula with its relative references moved as far as they stand away.
"""

from __future__ import annotations

import re

from kpireport.workbook.cells import column_letters

_PARTS = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    r"|'(?:[^']|'')*'"  # a sheet's name
    r"|\[[^\]]*\]"  # a table's column, or another workbook
    r"|(?<![A-Za-z0-9_.$\\])(?P<dollar>\$?)(?P<column>[A-Za-z]{1,3})(?P<fixed>\$?)(?P<row>[0-9]{1,7})"
    r"(?![A-Za-z0-9_.(!\[])"
    r"|(?<![A-Za-z0-9_.$\\])(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![A-Za-z0-9_.(!$])"
    r"|(?<![A-Za-z0-9_.$\\:])(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![A-Za-z0-9_.(!])"
)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def column_number(letters: str) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def moved(formula: str, rows: int, columns: int) -> str:
    """``formula`` with its relative references moved; what leaves the sheet becomes ``#REF!``."""

    def move(part: re.Match[str]) -> str:
        if part["column"]:
            column = _moved_column(part["dollar"] + part["column"], columns)
            row = _moved_row(part["fixed"] + part["row"], rows)
            return column + row if column and row else "#REF!"
        if part["columns"] or part["rows"]:
            ends = part[0].split(":")
            step = _moved_column if part["columns"] else _moved_row
            shifted = [step(end, columns if part["columns"] else rows) for end in ends]
            return ":".join(shifted) if all(shifted) else "#REF!"
        return part[0]

    return _PARTS.sub(move, formula)


def _moved_column(written: str, columns: int) -> str:
    if written.startswith("$"):
        return written
    number = column_number(written) + columns
    return column_letters(number) if 1 <= number <= _LAST_COLUMN else ""


def _moved_row(written: str, rows: int) -> str:
    if written.startswith("$"):
        return written
    number = int(written) + rows
    return str(number) if 1 <= number <= _LAST_ROW else ""
