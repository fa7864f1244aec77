"""The sheet of what earlier reports said otherwise: a row a figure, its numbers as numbers."""

from __future__ import annotations

from kpireport.present.restated_view import RestatementRow
from kpireport.present.view import Figure
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, fitting_width
from kpireport.render.excel.lists import finish
from kpireport.render.excel.page import write_heading
from kpireport.render.excel.styles import HEADING, LINED, MUTED, TONE_COLOURS, Style
from kpireport.render.excel.theme import status_colour

_TOP: Style = {**LINED, "valign": "top"}
_WRAPPED: Style = {**_TOP, "text_wrap": True}
_RIGHT: Style = {"align": "right"}
_KEYS = (
    *("kpi", "month", "figure_restated", "reported_before", "reported_now", "change"),
    *("status", "first_reported"),
)
_NUMERIC = range(4, 7)
_LAST = len(_KEYS)


def write_restatements(book: ExcelBook) -> None:
    """Every figure that an earlier report gave otherwise; no sheet where no history is kept."""
    view = book.view.restatements
    if view is None:
        return
    rows = view.rows
    figures = [[row.before.text, row.after.text, row.change.text] for row in rows]
    widths = [
        fitting_width([each[place] for each in figures] + [book.label(key)], least=80, bold=True)
        for place, key in enumerate(_KEYS[3:6])
    ]
    writer = book.writer(
        book.names.restatements,
        [
            12,
            fitting_width([row.name for row in rows], least=190, most=300, bold=True),
            fitting_width([row.month for row in rows], least=90),
            fitting_width([row.what for row in rows], least=80),
            *widths,
            fitting_width([_status(row) for row in rows], least=150, most=380),
            fitting_width([row.first for row in rows], least=220, most=360),
        ],
    )
    row = write_heading(book, writer, book.names.restatements, _LAST, follows=False)
    writer.text(row, 1, view.note, MUTED, last=_LAST)
    if not rows:
        finish(book, writer, row + 1, _LAST)
        return
    row += 2
    header = row
    for column, key in enumerate(_KEYS, start=1):
        look: Style = _RIGHT if column in _NUMERIC else {"indent": 1} if column == 7 else {}
        writer.text(row, column, book.label(key), HEADING, look)
    writer.sheet.freeze_panes(row + 1, 0)
    for line in rows:
        row += 1
        _write_row(writer, row, line)
    writer.sheet.autofilter(header, 1, row, _LAST)
    finish(book, writer, row + 1, _LAST, repeat=(header, header))


def _write_row(writer: SheetWriter, row: int, line: RestatementRow) -> None:
    writer.text(row, 1, line.name, _WRAPPED, {"bold": True})
    writer.text(row, 2, line.month, _TOP)
    writer.text(row, 3, line.what, _TOP)
    _figure(writer, row, 4, line.before)
    _figure(writer, row, 5, line.after, {"bold": True})
    _figure(writer, row, 6, line.change, {"font_color": TONE_COLOURS[line.change.tone]})
    colour: Style = {}
    if line.status is not None and line.was is not None:
        colour = {"font_color": status_colour(line.status.code, "text")}
    writer.text(row, 7, _status(line), _WRAPPED, {"indent": 1}, colour)
    writer.text(row, 8, line.first, _WRAPPED)


def _figure(
    writer: SheetWriter, row: int, column: int, figure: Figure, look: Style | None = None
) -> None:
    style: Style = {**_TOP, **_RIGHT, **(look or {})}
    if figure.excel_value is None:
        writer.text(row, column, figure.text, style)
    else:
        writer.number(row, column, figure.excel_value, figure.excel_format, style)


def _status(line: RestatementRow) -> str:
    """``◆ Off track → ● On track (moved by it)``."""
    if line.status is None:
        return "–"
    marks = [mark for mark in (line.was, line.status) if mark is not None]
    said = " → ".join(f"{mark.shape} {mark.label}".strip() for mark in marks)
    return f"{said} ({line.because})" if line.because else said
