"""Texts that follow the chosen month: looked up on the Texts and Periods sheets.

Without a live model they are the plain texts of the report's own month.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.present.view import KpiView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.styles import Style


def write_told(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    key: str,
    text: str,
    *style: Style,
    last: int | None = None,
    most: int | None = None,
) -> None:
    """A text of the KPI that is looked up for the chosen month.

    There is room for the report's own and for the longest, of which ``most`` lines at most.
    """
    live = book.live
    if live is None or not live.is_told(key):
        writer.text(row, column, text, *style, last=last)
        return
    formula = f'=INDEX(told_{key},{live.reference(kpi.id, "told_row")})&""'
    writer.formula(row, column, formula, text, *style, last=last)
    longest = max(live.told(kpi.id, key), key=len, default="")
    writer.room_for(row, column, text, *style, last=last)
    writer.room_for(row, column, longest, *style, last=last, most=most)


def write_period_text(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    key: str,
    text: str,
    *style: Style,
    last: int | None = None,
    texts: Sequence[str] = (),
) -> None:
    """A text of the report that is looked up for the chosen month; room for the longest."""
    if book.live is None:
        writer.text(row, column, text, *style, last=last)
        return
    writer.formula(row, column, f'=INDEX(told_{key},period_number)&""', text, *style, last=last)
    for each in texts:
        writer.room_for(row, column, each, *style, last=last)
