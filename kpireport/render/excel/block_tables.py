"""What the tables of a KPI's block have in common: headings, notes, the space below."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.render.excel.block_columns import FIRST, LABEL, STATUS, Heading
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.styles import HEADING, LINED, SMALL, Style

SMALL_NOTE: Style = {**SMALL, **LINED, "text_wrap": True, "indent": 1}
_RIGHT: Style = {"align": "right"}


def write_headings(
    book: ExcelBook, writer: SheetWriter, row: int, first: str, headings: Sequence[Heading]
) -> None:
    writer.text(row, LABEL, book.label(first), HEADING)
    for offset, (_, key) in enumerate(headings):
        writer.text(row, FIRST + offset, book.label(key), HEADING, _RIGHT)


def write_status_headings(book: ExcelBook, writer: SheetWriter, row: int, first: int) -> None:
    """The headings of the columns after the figures; ``first`` is the first without one."""
    writer.blank(row, first, STATUS - 1, HEADING)
    writer.text(row, STATUS, book.label("status"), HEADING, {"indent": 1}, last=STATUS + 1)


def gap(writer: SheetWriter, row: int) -> int:
    """Leave a little space; returns the row below it."""
    writer.at_least(row, 9)
    return row + 1
