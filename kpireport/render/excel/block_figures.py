"""The figures' half of a KPI's block: its windows, its comparisons, its months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpireport.present.view import ComparisonView, Figure, KpiView
from kpireport.render.excel import block_months
from kpireport.render.excel.block_columns import (
    COMPARISONS,
    FIRST,
    LABEL,
    MEASURES,
    NOTE,
    SIGNS,
    STATUS,
)
from kpireport.render.excel.block_tables import (
    SMALL_NOTE,
    gap,
    write_headings,
    write_status_headings,
)
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.cell import Kind
from kpireport.render.excel.live.figures import write_figure, write_measure_figure
from kpireport.render.excel.live.signs import write_sign
from kpireport.render.excel.live.statuses import write_status
from kpireport.render.excel.live.texts import COMPARISONS as CALCULATED
from kpireport.render.excel.live.texts import LINES, measure_notes
from kpireport.render.excel.live.texts import MEASURES as WINDOWS
from kpireport.render.excel.live.told import write_told
from kpireport.render.excel.status import colour_statuses
from kpireport.render.excel.styles import HEADING, LINED, SMALL, Style


def write(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """Write the tables one below the other; returns the row below the last."""
    row = _write_measures(book, writer, row, kpi)
    row = _write_comparisons(book, writer, row, kpi)
    return block_months.write(book, writer, row, kpi)


def _write_measures(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    measures = kpi.measures
    if not measures:
        return row
    write_headings(book, writer, row, "measure", MEASURES)
    write_status_headings(book, writer, row, FIRST + 5)
    writer.blank(row, NOTE, NOTE, HEADING)
    for window, measure in zip(WINDOWS, measures, strict=False):
        row += 1
        wrapped: Style = {**LINED, "text_wrap": True}
        write_told(book, writer, row, LABEL, kpi, f"{window}_label", measure.covering, wrapped)
        for offset, (name, _) in enumerate(MEASURES):
            look: Style = {**LINED, "bold": not offset}
            column = FIRST + offset
            write_measure_figure(book, writer, row, column, kpi, window, name, measure, look)
        for sign in (SIGNS[1], SIGNS[2]):
            write_sign(book, writer, row, sign, kpi, f"{window}_favourable")
        writer.blank(row, STATUS - 1, STATUS - 1, LINED)
        key = "status" if window == "month" else f"{window}_status"
        write_status(book, writer, row, STATUS, kpi, key, measure.status, LINED)
        writer.blank(row, NOTE, NOTE, LINED)
    colour_statuses(book, writer, row - len(measures) + 1, row, STATUS)
    return gap(writer, _write_notes(book, writer, row, kpi) + 1)


def _write_notes(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """The figures' notes below their table; returns the last row written."""
    small: Style = {**SMALL, "text_wrap": True}
    if book.live is None:
        for note in measure_notes(kpi.measures):
            row += 1
            writer.text(row, LABEL, note, small, last=NOTE)
        return row
    told = book.live.told(kpi.id, "measure_notes") if book.live.is_told("measure_notes") else []
    if any(told):
        row += 1
        said = LINES.join(measure_notes(kpi.measures))
        write_told(book, writer, row, LABEL, kpi, "measure_notes", said, small, last=NOTE)
    return row


def _write_comparisons(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    compared = _compared(book, kpi)
    if not compared:
        return row
    write_headings(book, writer, row, "comparison", COMPARISONS)
    writer.text(row, FIRST + 3, book.label("note"), HEADING, {"indent": 1}, last=NOTE)
    for comparison in compared:
        row += 1
        key = comparison.key
        wrapped: Style = {**LINED, "text_wrap": True}
        write_told(book, writer, row, LABEL, kpi, f"{key}_label", comparison.label, wrapped)
        column = CALCULATED.get(key, key)
        for offset, (name, part, kind) in enumerate(_PARTS):
            write_figure(
                book,
                writer,
                row,
                FIRST + offset,
                kpi,
                column + part,
                getattr(comparison, name),
                kind,
                LINED,
                meaningless=f"{column}_delta" if part == "_delta_pct" else None,
            )
        for sign in SIGNS[:2]:
            write_sign(book, writer, row, sign, kpi, f"{column}_favourable")
        write_told(
            book, writer, row, FIRST + 3, kpi, f"{key}_note", comparison.note, SMALL_NOTE, last=NOTE
        )
    return gap(writer, row + 1)


_PARTS = (
    ("value", "", Kind.LEVEL),
    ("delta", "_delta", Kind.CHANGE),
    ("delta_pct", "_delta_pct", Kind.RELATIVE),
)
_NOT_NOW = ComparisonView("", Figure("–"), Figure("–"), Figure("–"))
"""A comparison that another month has and the report's own has not."""


def _compared(book: ExcelBook, kpi: KpiView) -> Sequence[ComparisonView]:
    """The comparisons that some month has, in their order."""
    if book.live is None:
        return kpi.comparisons
    views = book.live.views_of(kpi.id)
    keys = {comparison.key for view in views for comparison in view.comparisons}
    by_key = {comparison.key: comparison for comparison in kpi.comparisons}
    return [by_key.get(key, replace(_NOT_NOW, key=key)) for key in CALCULATED if key in keys]
