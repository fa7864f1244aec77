"""Defined names, by which formulas call the columns of the sheets behind the live model."""

from __future__ import annotations

from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.live.book import column_letters
from kpireport.render.excel.names import quoted


def define_column(
    book: ExcelBook, name: str, sheet: str, column: int, first: int, last: int
) -> None:
    """Give the cells of a column, from one row to another, a name for formulas."""
    letters = column_letters(column)
    place = f"={quoted(sheet)}!${letters}${first + 1}"
    if last > first:
        place += f":${letters}${last + 1}"
    book.file.define_name(name, place)
