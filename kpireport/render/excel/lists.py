"""The sheets that are lists: actions and comments, data quality, method and source."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, fitting_width
from kpireport.render.excel.page import present, set_page, write_heading
from kpireport.render.excel.styles import HEADING, LINED, MUTED, SECTION, Style
from kpireport.render.excel.theme import status_colour

_CELL: Style = {**LINED, "text_wrap": True}
_SEVERITY_STATUS = {"E": "off_track", "W": "at_risk", "I": "neutral"}


def write_follow_up(book: ExcelBook) -> None:
    """What is being done, and what was said."""
    view = book.view
    names = [action.kpi for action in view.actions] + [comment.kpi for comment in view.comments]
    short = [action.due for action in view.actions] + [comment.period for comment in view.comments]
    people = [a.owner for a in view.actions] + [c.author for c in view.comments]
    states = [action.status for action in view.actions]
    writer = book.writer(
        book.names.follow_up,
        [
            12,
            fitting_width(names, least=180, most=280),
            fitting_width(short, least=100, most=170),
            fitting_width(people, least=130, most=200),
            520,
            fitting_width(states, least=90, most=170),
        ],
    )
    row = write_heading(book, writer, book.names.follow_up, 5, follows=False)
    writer.sheet.freeze_panes(row, 0)
    actions = [(a.kpi, a.due, a.owner, a.action, a.status) for a in view.actions]
    row = _write_table(
        *(book, writer, row, "actions", "no_actions"),
        ("kpi", "due", "owner", "action", "status"),
        actions,
    )
    comments = [(c.kpi, c.period, c.author, c.text) for c in view.comments]
    row = _write_table(
        *(book, writer, row + 1, "comments", "no_comments"),
        ("kpi", "period", "author", "comment"),
        comments,
    )
    finish(book, writer, row, 5)


def write_quality(book: ExcelBook) -> None:
    """Every problem that was found in the workbook, and how to mend it."""
    problems = book.view.problems
    writer = book.writer(
        book.names.quality,
        [
            12,
            fitting_width([problem.severity_label for problem in problems], least=90, bold=True),
            fitting_width([problem.code for problem in problems], least=60),
            fitting_width([problem.place for problem in problems], least=100, most=220),
            420,
            420,
        ],
    )
    row = write_heading(book, writer, book.names.quality, 5, follows=False)
    if not problems:
        writer.text(row, 1, book.label("no_problems"), last=5)
        finish(book, writer, row + 1, 5)
        return
    for column, key in enumerate(("severity", "code", "place", "problem", "advice"), start=1):
        writer.text(row, column, book.label(key), HEADING)
    header = row
    writer.sheet.freeze_panes(header + 1, 0)
    for problem in problems:
        row += 1
        colour: Style = {"font_color": status_colour(_SEVERITY_STATUS[problem.severity], "text")}
        message = " ".join(part for part in (problem.message, problem.expected) if part)
        texts = (problem.severity_label, problem.code, problem.place, message, problem.advice)
        write_line(writer, row, texts, {"bold": True, **colour})
    writer.sheet.autofilter(header, 1, row, 5)
    finish(book, writer, row + 1, 5, repeat=(header, header))


def write_method(book: ExcelBook) -> None:
    """How to read the report, how each figure is computed, and what it was made from."""
    view = book.view
    titles = [note.title for note in view.method]
    labels = ("source_workbook", "source_sha256", "run", "period", "prepared_by", "confidentiality")
    words = [book.label(key) for key in labels]
    writer = book.writer(
        book.names.method, [12, fitting_width([*titles, *words], least=180, most=260), 860]
    )
    row = write_heading(book, writer, book.names.method, 2, follows=False)
    writer.sheet.freeze_panes(row, 0)
    values = (
        view.source_name,
        view.source_sha256,
        view.run,
        view.period_label,
        view.prepared_by,
        view.confidentiality,
    )
    pairs = [(word, value) for word, value in zip(words, values, strict=True) if value]
    row = _write_pairs(writer, row, book.label("sources"), pairs)
    marks = [(mark.shape, mark.label) for mark in view.legend]
    marks += [(mark.symbol, mark.label) for mark in view.marks]
    row = _write_pairs(writer, row + 1, book.label("legend"), marks)
    notes = [(note.title, note.text) for note in view.method]
    row = _write_pairs(writer, row + 1, book.label("method"), notes)
    finish(book, writer, row, 2)


def _write_table(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    title: str,
    nothing: str,
    keys: Sequence[str],
    lines: Sequence[Sequence[str]],
) -> int:
    """A titled table. Returns the row below it."""
    writer.text(row, 1, book.label(title), SECTION, last=5)
    row += 1
    if not lines:
        writer.text(row, 1, book.label(nothing), MUTED, last=5)
        return row + 1
    for column, key in enumerate(keys, start=1):
        writer.text(row, column, book.label(key), HEADING)
    for line in lines:
        row += 1
        write_line(writer, row, line)
    return row + 1


def _write_pairs(
    writer: SheetWriter, row: int, title: str, pairs: Sequence[tuple[str, str]]
) -> int:
    if not pairs:
        return row
    writer.text(row, 1, title, SECTION, last=2)
    for word, text in pairs:
        row += 1
        write_line(writer, row, (word, text), {"bold": True})
    return row + 1


def write_line(
    writer: SheetWriter, row: int, texts: Sequence[str], first_style: Style | None = None
) -> None:
    """A line of a list; where one of its texts wraps, all of them start at the top."""
    wraps = any(writer.lines(column, text) > 1 for column, text in enumerate(texts, start=1))
    style: Style = {**_CELL, "valign": "top" if wraps else "vcenter"}
    for column, text in enumerate(texts, start=1):
        writer.text(row, column, text, style, (first_style or {}) if column == 1 else {})


def finish(
    book: ExcelBook,
    writer: SheetWriter,
    rows: int,
    last_column: int,
    repeat: tuple[int, int] | None = None,
) -> None:
    """Set the rows' heights, the view and the page of a sheet with that many rows."""
    writer.finish()
    present(writer.sheet, zoom=100)
    set_page(book, writer.sheet, last_row=rows - 1, last_column=last_column, repeat=repeat)
