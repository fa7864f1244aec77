"""Colours that follow the chosen month: green or red by the favourable variance, never by sign."""

from __future__ import annotations

from collections.abc import Iterable

from kpireport.present.view import KpiView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.book import column_letters

_FOR, _AGAINST = "+", "-"
NOT_SHOWN = ";;;"
"""The number format of a cell that only other cells' looks depend on."""


def colour_by_sign(
    book: ExcelBook, writer: SheetWriter, columns: Iterable[int], rows: tuple[int, int], sign: int
) -> None:
    """Colour figures by the sign that the column ``sign`` holds in their row."""
    deciding = f"${column_letters(sign)}{rows[0] + 1}"
    for column in columns:
        for mark, news in ((_FOR, "good"), (_AGAINST, "bad")):
            options = {
                "type": "formula",
                "criteria": f'={deciding}="{mark}"',
                "format": book.styles.sign(news),
            }
            writer.sheet.conditional_format(rows[0], column, rows[1], column, options)


def colour_sign_of(
    book: ExcelBook, writer: SheetWriter, row: int, column: int, kpi: KpiView, key: str
) -> None:
    """Colour one figure by the KPI's favourable variance."""
    reference = None if book.live is None else book.live.reference(kpi.id, key)
    if reference is None:
        return
    for criterion, news in ((">0", "good"), ("<0", "bad")):
        condition = f"=AND(ISNUMBER({reference}),{reference}{criterion})"
        options = {"type": "formula", "criteria": condition, "format": book.styles.sign(news)}
        writer.sheet.conditional_format(row, column, row, column, options)


def write_sign(
    book: ExcelBook, writer: SheetWriter, row: int, column: int, kpi: KpiView, key: str
) -> None:
    """The sign of the favourable variance behind a row's colours, in a column that isn't shown.

    A text, because LibreOffice prints a number in a column without width as ``###``.
    """
    live = book.live
    reference = None if live is None else live.reference(kpi.id, key)
    if live is None or reference is None:
        return
    cell = live.cell(kpi.id, key)
    value = cell.value if cell else None
    favourable = value if isinstance(value, (int, float)) else 0
    now = _FOR if favourable > 0 else _AGAINST if favourable < 0 else ""
    formula = f'=IF(N({reference})>0,"{_FOR}",IF(N({reference})<0,"{_AGAINST}",""))'
    writer.formula(row, column, formula, now, {"num_format": NOT_SHOWN})
