"""The lines that open the Summary: what needs a decision, and what became better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpireport.present.view import HighlightView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.told import write_period_text
from kpireport.render.excel.names import quoted
from kpireport.render.excel.status import colour_status_text, status_text
from kpireport.render.excel.styles import LINED, LINK, SECTION, SMALL, Style
from kpireport.render.excel.theme import ThemeColour, status_colour

_NAME, _GO, _STATUS, _SAID, _LAST = 1, 2, 3, 5, 21
"""The Summary's columns: a name, the link to its block, shape and word (over two), a sentence."""


def write_highlights(
    book: ExcelBook, writer: SheetWriter, row: int, places: Mapping[str, int]
) -> int:
    """Both lists, one below the other. Returns the row below them."""
    view = book.view
    row = _write_list(book, writer, row, "attention", view.attention, view.attention_more, places)
    return _write_list(book, writer, row, "wins", view.wins, view.wins_more, places)


def _write_list(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    title: str,
    lines: Sequence[HighlightView],
    more: str,
    places: Mapping[str, int],
) -> int:
    if book.live is not None:
        return _write_live_list(book, writer, row, title, book.live)
    if not lines:
        return row
    ruled: Style = {"bottom": 2, "bottom_color": _colour(title)}
    writer.text(row, _NAME, book.label(title), SECTION, ruled, last=_LAST)
    for line in lines:
        row += 1
        code = line.status.code
        coloured: Style = {"bold": True, "font_color": status_colour(code, "text")}
        writer.text(row, _NAME, line.name, LINED, {"bold": True, "text_wrap": True})
        write_go(book, writer, row, _GO, places[line.anchor])
        writer.text(row, _STATUS, status_text(line.status), LINED, coloured, last=_STATUS + 1)
        writer.text(row, _SAID, line.sentence, LINED, {"text_wrap": True}, last=_LAST)
        writer.at_least(row, 18)
    if more:
        row += 1
        writer.text(row, _NAME, more, SMALL, last=_LAST)
    writer.at_least(row + 1, 8)
    return row + 2


def _write_live_list(
    book: ExcelBook, writer: SheetWriter, row: int, title: str, live: LiveBook
) -> int:
    """The list of the chosen month; as many lines as any month has."""
    lists: list[Sequence[HighlightView]] = [getattr(view, title) for view in live.model.views]
    more: list[str] = [getattr(view, f"{title}_more") for view in live.model.views]
    most = max(len(lines) for lines in lists)
    if not most:
        return row
    ruled: Style = {"bottom": 2, "bottom_color": _colour(title)}
    writer.text(row, _NAME, book.label(title), SECTION, ruled, last=_LAST)
    first = row + 1
    for place in range(most):
        row += 1
        line = lists[0][place] if place < len(lists[0]) else None
        known = [lines[place] for lines in lists if place < len(lines)]
        longest = {"name": [each.name for each in known], "said": [each.sentence for each in known]}
        texts = (line.name, status_text(line.status), line.sentence) if line else ("", "", "")
        places = ((_NAME, _GO), (_STATUS, _STATUS + 1), (_SAID, _LAST))
        for key, text, (column, last) in zip(
            ("name", "status", "said"), texts, places, strict=True
        ):
            look: Style = {"bold": key != "said", "text_wrap": key != "status"}
            name = f"{title}_{key}_{place + 1}"
            room = longest.get(key, ())
            write_period_text(book, writer, row, column, name, text, look, last=last, texts=room)
        writer.at_least(row, 18)
    marks = {line.status for lines in lists for line in lines} - set(book.statuses)
    landings = sorted(marks, key=lambda mark: mark.code)
    for place in range(first, row + 1):
        colour_status_text(book, writer, place, _STATUS, landings)
    filled = f'=$B{first + 1}<>""'
    rule = {"type": "formula", "criteria": filled, "format": book.styles.ruled()}
    writer.sheet.conditional_format(first, _NAME, row, _LAST, rule)
    if any(more):
        row += 1
        write_period_text(book, writer, row, _NAME, f"{title}_more", more[0], SMALL, last=_LAST)
    writer.at_least(row + 1, 8)
    return row + 2


def write_go(book: ExcelBook, writer: SheetWriter, row: int, column: int, place: int) -> None:
    """The link to a KPI's block, which begins in row ``place``."""
    target = f"internal:{quoted(book.names.kpis)}!A{place + 1}"
    link = book.styles.get(LINK, LINED)
    writer.sheet.write_url(row, column, target, link, "›", book.label("show_details"))


def _colour(title: str) -> ThemeColour:
    return status_colour("off_track" if title == "attention" else "on_track")
