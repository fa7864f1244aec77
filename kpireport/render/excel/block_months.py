"""The months of a KPI's block: those that its chart shows, from the Data sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kpireport.model.kpi import Direction
from kpireport.model.series import SlotRow
from kpireport.present.view import Figure, HistoryRow, KpiView
from kpireport.render.excel.block_columns import FIRST, LABEL, MONTHS, NOTE, STATUS, WHEN
from kpireport.render.excel.block_tables import (
    SMALL_NOTE,
    gap,
    write_headings,
    write_status_headings,
)
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.charts import AHEAD, stretch_of
from kpireport.render.excel.data import data_cell, month_note
from kpireport.render.excel.live.cell import Kind
from kpireport.render.excel.live.expressions import quoted_text
from kpireport.render.excel.live.figures import write_months_figure
from kpireport.render.excel.live.signs import NOT_SHOWN
from kpireport.render.excel.month_choice import EXCEL_ZERO
from kpireport.render.excel.status import colour_statuses
from kpireport.render.excel.styles import HEADING, LINED, TONE_COLOURS, Style
from kpireport.render.excel.theme import colour


def write(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """Write the months that the chart shows; returns the row below them."""
    shown = list(_closing_months(book, kpi))
    if not shown:
        return row
    write_headings(book, writer, row, "history", MONTHS)
    if book.live is None:
        write_status_headings(book, writer, row, FIRST + 4)
    else:  # Earlier months' statuses are seen by picking the month.
        _write_as_of(book, writer, row, kpi)
    writer.text(row, NOTE, book.label("note"), HEADING, {"indent": 1})
    first = row + 1
    for at, month, slot in shown:
        row += 1
        quiet: Style = {"font_color": colour("muted")} if month.future else {}
        writer.text(row, LABEL, month.label, LINED, quiet)
        _write_month(book, writer, row, kpi, (at, month, slot))
        writer.blank(row, FIRST + 4, STATUS - 1, LINED)
        if month.future or book.live is not None:
            writer.blank(row, STATUS, STATUS + 1, LINED)
        else:
            writer.status(row, STATUS, month.status, LINED)
        if month.signal:
            writer.mark(row, NOTE, month.signal, SMALL_NOTE)
            continue
        writer.text(row, NOTE, month_note(book, month, slot), SMALL_NOTE)
    colour_statuses(book, writer, first, row, STATUS)
    return gap(writer, row + 1)


def _write_as_of(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> None:
    """Which month chart and table are of, said where they don't show the one that was picked."""
    stretch = stretch_of(book, kpi, AHEAD)
    assert stretch is not None
    first, last = (data_cell(book, "period", at) for at in (stretch.first, stretch.last))
    said = quoted_text(f"{book.label('chart_as_of')} {book.view.period_label}")
    formula = f'=IF(OR(shown_period<{first},shown_period>{last}),{said},"")'
    look: Style = {
        "align": "left",
        "indent": 1,
        "shrink": True,
        "font_color": colour("off_track_text"),
    }
    writer.formula(row, FIRST + 4, formula, "", HEADING, look, last=STATUS + 1)


Shown = tuple[int, HistoryRow, SlotRow | None]
"""A row of the Data sheet, the month in it and what totals are computed from there."""


def _closing_months(book: ExcelBook, kpi: KpiView) -> Iterator[Shown]:
    """The months of the chart in which a slot of the KPI closes."""
    stretch = stretch_of(book, kpi, AHEAD)
    if stretch is None:
        return
    rows = enumerate(stretch.months, start=stretch.first)
    if book.live is None:
        yield from ((row, month, None) for row, month in rows)
        return
    series, first = book.live.model.series[kpi.id], book.data_rows[kpi.anchor].first
    closing = {month.period_iso for month in kpi.history}
    for row, month in rows:
        if series.step == 1 or month.period_iso in closing:
            yield row, month, series.rows[row - first]


def _write_month(
    book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView, shown: Shown
) -> None:
    at, month, slot = shown
    if book.live is None:
        for offset, (name, _) in enumerate(MONTHS):
            writer.figure(row, FIRST + offset, getattr(month, name), LINED, {"bold": not offset})
        return
    on = date.fromisoformat(f"{month.period_iso}-01")
    # LibreOffice would print a number in a column without width as ``###``.
    writer.text(row, WHEN, str((on - EXCEL_ZERO).days), {"num_format": NOT_SHOWN})
    ranged = book.live.direction(kpi.id) is Direction.RANGE
    band = ranged or month.target_low is not None or month.target_high is not None
    for offset, (name, _) in enumerate(MONTHS):
        look: Style = {**LINED, "bold": not offset}
        figure: Figure = getattr(month, name)
        column = FIRST + offset
        if band and name in ("target", "variance"):
            writer.figure(row, column, figure, look)
            continue
        if name == "variance":
            scale = "100*" if book.live.is_percent(kpi.id) else ""
            cells = [data_cell(book, "actual", at), data_cell(book, "target", at), scale]
        else:
            cells = [data_cell(book, name, at)]
            known: float | None = getattr(slot, name, None)
            if known is not None and figure.excel_value is None:
                percent = 100 if book.live.is_percent(kpi.id) else 1
                figure = replace(figure, excel_value=known / percent)
        kind = Kind.CHANGE if name == "variance" else Kind.LEVEL
        figure = replace(figure, excel_format=book.live.format(kpi.id, kind))
        tone: Style = {"font_color": TONE_COLOURS[figure.tone]}
        write_months_figure(book, writer, row, column, cells, figure, look, tone)
