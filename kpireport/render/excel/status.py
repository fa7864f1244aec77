"""Statuses as conditional formats: the colour follows the word in the cell."""

from __future__ import annotations

from collections.abc import Iterable

from kpireport.present.view import StatusMark
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter


def colour_statuses(
    book: ExcelBook, writer: SheetWriter, first_row: int, last_row: int, shape_column: int
) -> None:
    """Colour a column of shapes and the words beside it by the statuses they name."""
    for mark in book.statuses:
        rules = ((shape_column, mark.shape, "mark"), (shape_column + 1, mark.label, "text"))
        for column, text, use in rules:
            _rule(book, writer, (first_row, column, last_row, column), text, mark.code, use)


def colour_status_text(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    more: Iterable[StatusMark] = (),
) -> None:
    """Colour a cell that holds shape and word together; ``more`` may stand there too."""
    for mark in (*book.statuses, *more):
        _rule(book, writer, (row, column, row, column), status_text(mark), mark.code, "text")


def status_text(mark: StatusMark) -> str:
    """Shape and word in one cell."""
    return f"{mark.shape} {mark.label}"


def _rule(
    book: ExcelBook,
    writer: SheetWriter,
    place: tuple[int, int, int, int],
    text: str,
    code: str,
    use: str,
) -> None:
    escaped = text.replace('"', '""')
    writer.sheet.conditional_format(
        *place,
        {
            "type": "cell",
            "criteria": "==",
            "value": f'"{escaped}"',
            "format": book.styles.status_rule(code, use),
        },
    )
