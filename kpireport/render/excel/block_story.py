"""The story's half of a KPI's block, under its chart: what it means, what is said and done."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.present.view import KpiView
from kpireport.render.excel.block_columns import CHART, LAST
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.texts import LINES
from kpireport.render.excel.styles import HEADING, MUTED

_TEXT = CHART + 2
_OPEN_END = LAST - 1


def write(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """Write the parts there are; returns the row below the last.

    The row above is kept free, so that the story never touches the chart.
    """
    row = _write_behaviour(book, writer, row, kpi)
    row = _write_definition(book, writer, row, kpi)
    row = _write_comments(book, writer, row, kpi)
    return _write_actions(book, writer, row, kpi)


def _write_behaviour(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """What the limits in the chart are, and what the process says."""
    if book.live is not None:
        return _write_live_behaviour(book, writer, row, kpi)
    if kpi.chart.caption:
        row += writer.paragraph(row, CHART, LAST, kpi.chart.caption, MUTED)
    if not kpi.behaviour:
        return row
    writer.text(row, CHART, book.label("process_behaviour"), HEADING, last=LAST)
    row += 1
    for detail in kpi.behaviour:
        row += max(
            writer.paragraph(row, CHART, CHART, detail.label, MUTED),
            writer.paragraph(row, CHART + 1, LAST, detail.text),
        )
    return row + 1


def _write_live_behaviour(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """What the process says in the chosen month, over as many rows as the longest takes."""
    live = book.live
    assert live is not None
    told = live.told(kpi.id, "behaviour") if live.is_told("behaviour") else [""]
    longest = max(told, key=lambda text: (text.count(LINES), len(text)))
    if not longest:
        return row
    writer.text(row, CHART, book.label("process_behaviour"), HEADING, last=LAST)
    row += 1
    now = LINES.join(f"{detail.label}: {detail.text}" for detail in kpi.behaviour)
    formula = f'=INDEX(told_behaviour,{live.reference(kpi.id, "told_row")})&""'
    row += writer.paragraph_formula(row, CHART, LAST, formula, now, longest)
    return row + 1


def _write_definition(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    pairs = [(detail.label, detail.text) for detail in kpi.details]
    if book.live is None:
        pairs += [(book.label("note"), note) for note in kpi.notes]
    if not pairs:
        return row
    writer.text(row, CHART, book.label("definition_section"), HEADING, last=LAST)
    row += 1
    for label, text in pairs:
        writer.text(row, CHART, label, MUTED)
        row += writer.paragraph(row, CHART + 1, LAST, text)
    return _write_live_notes(book, writer, row, kpi) + 1


def _write_live_notes(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """What is to be noted of the chosen month's figures. Returns the row below."""
    live = book.live
    told = live.told(kpi.id, "notes") if live is not None and live.is_told("notes") else []
    longest = max(told, key=lambda text: (text.count(LINES), len(text)), default="")
    if live is None or not longest:
        return row
    writer.text(row, CHART, book.label("note"), MUTED)
    formula = f'=INDEX(told_notes,{live.reference(kpi.id, "told_row")})&""'
    now = LINES.join(kpi.notes)
    return row + writer.paragraph_formula(row, CHART + 1, LAST, formula, now, longest)


def _write_comments(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    if not kpi.comments:
        return row
    row = _write_headings(book, writer, row, ("period", "author", "comment"))
    for comment in kpi.comments:
        row += max(
            writer.paragraph(row, CHART, CHART, comment.period, MUTED),
            writer.paragraph(row, CHART + 1, CHART + 1, comment.author),
            writer.paragraph(row, _TEXT, LAST, comment.text),
        )
    return row + 1


def _write_actions(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    if not kpi.actions:
        return row
    row = _write_headings(book, writer, row, ("due", "owner", "action", "status"))
    for action in kpi.actions:
        row += max(
            writer.paragraph(row, CHART, CHART, action.due, MUTED),
            writer.paragraph(row, CHART + 1, CHART + 1, action.owner),
            writer.paragraph(row, _TEXT, _OPEN_END, action.action),
            writer.paragraph(row, LAST, LAST, action.status),
        )
    return row + 1


def _write_headings(book: ExcelBook, writer: SheetWriter, row: int, keys: Sequence[str]) -> int:
    for column in range(CHART, LAST + 1):
        place = column - CHART
        writer.text(row, column, book.label(keys[place]) if place < len(keys) else "", HEADING)
    return row + 1
