"""The figures' half of a KPI's block: its windows, its comparisons, its months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kpireport.model.kpi import Direction
from kpireport.present.view import ComparisonView, Figure, HistoryRow, KpiView, MeasureView
from kpireport.render.excel.block_columns import (
    COMPARISONS,
    FIRST,
    LABEL,
    MEASURES,
    MONTHS,
    NOTE,
    SIGNS,
    STATUS,
    WHEN,
    Heading,
)
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.charts import shown_months
from kpireport.render.excel.data import data_cell
from kpireport.render.excel.live.cell import Kind
from kpireport.render.excel.live.figures import (
    write_figure,
    write_measure_figure,
    write_months_figure,
)
from kpireport.render.excel.live.signs import NOT_SHOWN, write_sign
from kpireport.render.excel.live.statuses import write_status
from kpireport.render.excel.live.texts import COMPARISONS as CALCULATED
from kpireport.render.excel.live.texts import LINES, measure_notes
from kpireport.render.excel.live.texts import MEASURES as WINDOWS
from kpireport.render.excel.live.told import write_told
from kpireport.render.excel.page import EXCEL_ZERO
from kpireport.render.excel.status import colour_statuses
from kpireport.render.excel.styles import HEADING, LINED, SMALL, TONE_COLOURS, Style
from kpireport.render.excel.theme import colour

_RIGHT: Style = {"align": "right"}
_NOTE: Style = {**SMALL, **LINED, "text_wrap": True, "indent": 1}


def write(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """Write the tables one below the other; returns the row below the last."""
    row = _write_measures(book, writer, row, kpi)
    row = _write_comparisons(book, writer, row, kpi)
    return _write_months(book, writer, row, kpi)


def _write_measures(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    measures = kpi.measures
    if not measures:
        return row
    _write_headings(book, writer, row, "measure", MEASURES)
    _write_status_headings(book, writer, row, FIRST + 5)
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
    return _gap(writer, _write_notes(book, writer, row, kpi) + 1)


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
    _write_headings(book, writer, row, "comparison", COMPARISONS)
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
            book, writer, row, FIRST + 3, kpi, f"{key}_note", comparison.note, _NOTE, last=NOTE
        )
    return _gap(writer, row + 1)


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


def _write_months(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """The months that the chart shows."""
    months = [month for month in shown_months(book, kpi) if _is_closing(book, kpi, month)]
    if not months:
        return row
    _write_headings(book, writer, row, "history", MONTHS)
    if book.live is None:
        _write_status_headings(book, writer, row, FIRST + 4)
    else:  # Earlier months' statuses are seen by picking the month.
        writer.blank(row, FIRST + 4, STATUS + 1, HEADING)
    writer.text(row, NOTE, book.label("note"), HEADING, {"indent": 1})
    first = row + 1
    for month in months:
        row += 1
        quiet: Style = {"font_color": colour("muted")} if month.future else {}
        writer.text(row, LABEL, month.label, LINED, quiet)
        _write_month(book, writer, row, kpi, month)
        writer.blank(row, FIRST + 4, STATUS - 1, LINED)
        if month.future or book.live is not None:
            writer.blank(row, STATUS, STATUS + 1, LINED)
        else:
            writer.status(row, STATUS, month.status, LINED)
        if month.signal:
            writer.mark(row, NOTE, month.signal, _NOTE)
            continue
        key = "future" if month.future else "provisional" if month.provisional else ""
        writer.text(row, NOTE, book.label(key) if key else "", _NOTE)
    colour_statuses(book, writer, first, row, STATUS)
    return _gap(writer, row + 1)


def _is_closing(book: ExcelBook, kpi: KpiView, month: HistoryRow) -> bool:
    """Whether a slot of the KPI closes in that month."""
    if book.live is None or book.live.model.series[kpi.id].step == 1:
        return True
    return any(month.period_iso == shown.period_iso for shown in kpi.history)


def _write_month(
    book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView, month: HistoryRow
) -> None:
    if book.live is None:
        _write_figures(writer, row, month, MONTHS, strong=True)
        return
    on = date.fromisoformat(f"{month.period_iso}-01")
    # LibreOffice would print a number in a column without width as ``###``.
    writer.text(row, WHEN, str((on - EXCEL_ZERO).days), {"num_format": NOT_SHOWN})
    place = [each.period_iso for each in book.months(kpi)].index(month.period_iso)
    at = book.data_rows[kpi.anchor].first + place
    slot = book.live.model.series[kpi.id].rows[place]
    ranged = book.live.model.cards[0].kpi(kpi.id).kpi.direction is Direction.RANGE
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
            known: float | None = getattr(slot, name)
            if known is not None and figure.excel_value is None:
                percent = 100 if book.live.is_percent(kpi.id) else 1
                code = book.live.format(kpi.id, Kind.LEVEL)
                figure = replace(figure, excel_value=known / percent, excel_format=code)
        tone: Style = {"font_color": TONE_COLOURS[figure.tone]}
        write_months_figure(book, writer, row, column, cells, figure, look, tone)


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
