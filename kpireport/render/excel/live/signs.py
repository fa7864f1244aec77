"""Colours that follow the chosen month: green or red by the favourable variance, never by sign."""

from __future__ import annotations

from collections.abc import Iterable

from kpireport.present.view import KpiView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.book import column_letters
from kpireport.render.excel.styles import Style

NOT_SHOWN = ";;;"
"""The number format of a cell that only other cells' looks depend on."""


def colour_by_sign(
    book: ExcelBook, writer: SheetWriter, columns: Iterable[int], rows: tuple[int, int], sign: int
) -> None:
    """Colour figures by the favourable variance that the column ``sign`` holds in their row."""
    deciding = f"${column_letters(sign)}{rows[0] + 1}"
    for column in columns:
        _colour(book, writer, (rows[0], column, rows[1], column), deciding)


def colour_sign_of(
    book: ExcelBook, writer: SheetWriter, row: int, column: int, kpi: KpiView, key: str
) -> None:
    """Colour one figure by the KPI's favourable variance."""
    reference = None if book.live is None else book.live.reference(kpi.id, key)
    if reference is None:
        return
    _colour(book, writer, (row, column, row, column), reference)


def write_sign(
    book: ExcelBook, writer: SheetWriter, row: int, column: int, kpi: KpiView, key: str
) -> None:
    """The favourable variance behind a row's colours, in a column that isn't shown."""
    live = book.live
    reference = None if live is None else live.reference(kpi.id, key)
    if live is None or reference is None:
        return
    cell = live.cell(kpi.id, key)
    unseen: Style = {"num_format": NOT_SHOWN}
    writer.formula(row, column, f"={reference}", cell.value if cell else None, unseen)


def _colour(
    book: ExcelBook, writer: SheetWriter, place: tuple[int, int, int, int], deciding: str
) -> None:
    """Colour a range by the sign of the number in another cell."""
    for criterion, code in ((">0", "good"), ("<0", "bad")):
        condition = f"=AND(ISNUMBER({deciding}),{deciding}{criterion})"
        options = {"type": "formula", "criteria": condition, "format": book.styles.sign(code)}
        writer.sheet.conditional_format(*place, options)
