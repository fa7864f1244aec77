"""The sheet of comments and actions: a row each, with whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.present.pack.view import PackView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import fitting_width
from kpireport.render.excel.page import present, set_page, write_heading
from kpireport.render.excel.styles import HEADING, LINED, Style

_KEYS = ("entity", "kpi", "follow_up_kind", "follow_up_text", "follow_up_who", "due", "status")
_LAST = len(_KEYS)


def has_follow_up(pack: PackView) -> bool:
    return any(_rows(pack))


def write_follow_up(book: ExcelBook, pack: PackView, name: str) -> None:
    """Comments with their month, actions with their owner, date and state."""
    rows = list(_rows(pack))
    said = [[*(row[place] for row in rows), pack.labels[key]] for place, key in enumerate(_KEYS)]
    widths = [fitting_width(texts, least=70, most=240, bold=True) for texts in said]
    widths[3] = 420
    writer = book.writer(name, [12, *widths])
    present(writer.sheet)
    row = header = write_heading(book, writer, name, _LAST)
    for column, key in enumerate(_KEYS, start=1):
        writer.text(row, column, pack.labels[key], HEADING)
    writer.sheet.freeze_panes(row + 1, 0)
    look: Style = {**LINED, "valign": "top", "text_wrap": True}
    for line in rows:
        row += 1
        for column, text in enumerate(line, start=1):
            writer.text(row, column, text, look)
    writer.sheet.autofilter(header, 1, row, _LAST)
    writer.finish()
    set_page(book, writer.sheet, last_row=row, last_column=_LAST, repeat=(header, header))


def _rows(pack: PackView) -> Iterator[tuple[str, ...]]:
    label = pack.labels
    for view in (pack.group, *(section.view for section in pack.entities if section.view)):
        for action in view.actions:
            kind = label["action"]
            who = (action.owner, action.due, action.status)
            yield (view.entity, action.kpi, kind, action.action, *who)
        for comment in view.comments:
            kind = label["comment"]
            yield (view.entity, comment.kpi, kind, comment.text, comment.author, comment.period, "")
