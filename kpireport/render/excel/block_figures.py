"""The figures' half of a KPI's block: its windows, its comparisons, its months."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.present.tokens import LIGHT
from kpireport.present.view import ComparisonView, HistoryRow, KpiView, MeasureView
from kpireport.render.excel.block_columns import (
    COMPARISONS,
    FIRST,
    LABEL,
    MEASURES,
    MONTHS,
    NOTE,
    STATUS,
    Heading,
)
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.charts import shown_months
from kpireport.render.excel.status import colour_statuses
from kpireport.render.excel.styles import HEADING, LINED, SMALL, Style

_RIGHT: Style = {"align": "right"}
_NOTE: Style = {**SMALL, **LINED, "text_wrap": True, "indent": 1}


def write(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """Write the tables one below the other; returns the row below the last."""
    row = _write_measures(book, writer, row, kpi.measures)
    row = _write_comparisons(book, writer, row, kpi.comparisons)
    return _write_months(book, writer, row, shown_months(book, kpi))


def _write_measures(
    book: ExcelBook, writer: SheetWriter, row: int, measures: Sequence[MeasureView]
) -> int:
    if not measures:
        return row
    _write_headings(book, writer, row, "measure", MEASURES)
    _write_status_headings(book, writer, row, FIRST + 5)
    writer.blank(row, NOTE, NOTE, HEADING)
    for measure in measures:
        row += 1
        writer.text(row, LABEL, measure.covering, LINED, {"text_wrap": True})
        _write_figures(writer, row, measure, MEASURES, strong=True)
        writer.blank(row, STATUS - 1, STATUS - 1, LINED)
        writer.status(row, STATUS, measure.status, LINED)
        writer.blank(row, NOTE, NOTE, LINED)
    colour_statuses(book, writer, row - len(measures) + 1, row, STATUS)
    for note in _notes(measures):
        row += 1
        writer.text(row, LABEL, note, SMALL, {"text_wrap": True}, last=NOTE)
    return _gap(writer, row + 1)


def _notes(measures: Sequence[MeasureView]) -> list[str]:
    """The figures' notes, each said once with all the figures it is true of."""
    said: dict[str, list[str]] = {}
    for measure in measures:
        if measure.note:
            said.setdefault(measure.note, []).append(measure.label)
    return [f"{'; '.join(labels)} – {note}" for note, labels in said.items()]


def _write_comparisons(
    book: ExcelBook, writer: SheetWriter, row: int, comparisons: Sequence[ComparisonView]
) -> int:
    if not comparisons:
        return row
    _write_headings(book, writer, row, "comparison", COMPARISONS)
    writer.text(row, FIRST + 3, book.label("note"), HEADING, {"indent": 1}, last=NOTE)
    for comparison in comparisons:
        row += 1
        writer.text(row, LABEL, comparison.label, LINED, {"text_wrap": True})
        _write_figures(writer, row, comparison, COMPARISONS)
        writer.text(row, FIRST + 3, comparison.note, _NOTE, last=NOTE)
    return _gap(writer, row + 1)


def _write_months(
    book: ExcelBook, writer: SheetWriter, row: int, months: Sequence[HistoryRow]
) -> int:
    """The months that the chart shows."""
    if not months:
        return row
    _write_headings(book, writer, row, "history", MONTHS)
    _write_status_headings(book, writer, row, FIRST + 4)
    writer.text(row, NOTE, book.label("note"), HEADING, {"indent": 1})
    for month in months:
        row += 1
        quiet: Style = {"font_color": LIGHT.muted} if month.future else {}
        writer.text(row, LABEL, month.label, LINED, quiet)
        _write_figures(writer, row, month, MONTHS, strong=True)
        writer.blank(row, FIRST + 4, STATUS - 1, LINED)
        if month.future:
            writer.blank(row, STATUS, STATUS + 1, LINED)
        else:
            writer.status(row, STATUS, month.status, LINED)
        if month.signal:
            writer.mark(row, NOTE, month.signal, _NOTE)
            continue
        key = "future" if month.future else "provisional" if month.provisional else ""
        writer.text(row, NOTE, book.label(key) if key else "", _NOTE)
    colour_statuses(book, writer, row - len(months) + 1, row, STATUS)
    return _gap(writer, row + 1)


def _write_headings(
    book: ExcelBook, writer: SheetWriter, row: int, first: str, headings: Sequence[Heading]
) -> None:
    writer.text(row, LABEL, book.label(first), HEADING)
    for offset, (_, key) in enumerate(headings):
        writer.text(row, FIRST + offset, book.label(key), HEADING, _RIGHT)


def _write_status_headings(book: ExcelBook, writer: SheetWriter, row: int, first: int) -> None:
    """The headings of the columns after the figures; ``first`` is the first without one."""
    writer.blank(row, first, STATUS - 1, HEADING)
    writer.text(row, STATUS, book.label("status"), HEADING, {"indent": 1}, last=STATUS + 1)


def _write_figures(
    writer: SheetWriter,
    row: int,
    line: MeasureView | ComparisonView | HistoryRow,
    headings: Sequence[Heading],
    strong: bool = False,
) -> None:
    for offset, (name, _) in enumerate(headings):
        weight: Style = {"bold": strong and not offset}
        writer.figure(row, FIRST + offset, getattr(line, name), LINED, weight)


def _gap(writer: SheetWriter, row: int) -> int:
    writer.at_least(row, 9)
    return row + 1
