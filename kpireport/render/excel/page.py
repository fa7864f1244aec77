"""How sheets print: A4 landscape, one page wide, with who, what, when and which run around."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

from xlsxwriter.worksheet import Worksheet

from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, clean, fitting_width
from kpireport.render.excel.live.book import column_letters
from kpireport.render.excel.names import quoted
from kpireport.render.excel.styles import PERIOD, QUIET_LINE, TITLE, Style
from kpireport.render.excel.theme import ACCENT, colour

_A4 = 9
_LONGEST = 255  # characters that Excel allows a header or footer
_LEFT, _TOP, _BOTTOM = 0.4, 0.65, 0.6  # inches
_SQUEEZE = 1.2  # A page may be printed that much smaller rather than run over by a few lines.
_PAGE_WIDTH = 841.9 - 2 * _LEFT * 72
_PAGE_HEIGHT = 595.3 - (_TOP + _BOTTOM) * 72
_FONT = '&"Arial,Regular"&8 '


def set_page(
    book: ExcelBook,
    sheet: Worksheet,
    *,
    last_row: int,
    last_column: int,
    repeat: tuple[int, int] | None = None,
    breaks: Sequence[int] = (),
    pages_high: int = 0,
) -> None:
    """Set the print area from A1 to the last cell, the page, and what is said around it.

    ``pages_high`` 0 lets the sheet take as many pages as it needs.
    """
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, pages_high)
    sheet.set_margins(left=_LEFT, right=_LEFT, top=_TOP, bottom=_BOTTOM)
    sheet.print_area(0, 0, last_row, last_column)
    if repeat is not None:
        sheet.repeat_rows(*repeat)
    if breaks:
        sheet.set_h_pagebreaks(list(breaks))
    sheet.set_header(_header(book), {"margin": 0.3})
    sheet.set_footer(_footer(book), {"margin": 0.3})


def present(sheet: Worksheet, zoom: int = 90) -> None:
    """Have the sheet look like a page, not like a grid."""
    sheet.hide_gridlines(2)
    sheet.set_zoom(zoom)


def _header(book: ExcelBook) -> str:
    view = book.view
    who = " · ".join(part for part in (view.organisation, view.entity, view.title) if part)
    # A header is no formula: where the month can be chosen it stands on the sheet alone.
    when = "" if book.live is not None else f"&R{_FONT}{_literal(view.period_label)}"
    return _within(f"&L{_FONT}", who, when)


def _footer(book: ExcelBook) -> str:
    view = book.view
    page = f"{book.label('page')} &P {book.label('of_pages')} &N"
    run = f"{book.label('run')} {view.run}"
    return _within(f"&L{_FONT}", view.confidentiality, f"&C{_FONT}{page}&R{_FONT}{_literal(run)}")


def _within(start: str, text: str, end: str) -> str:
    """The parts together, the text in the middle cut to what Excel allows."""
    room = _LONGEST - len(start) - len(end)
    kept = text if len(text) <= room else text[: room - 1] + "…"
    while kept and len(_literal(kept)) > room:
        kept = kept[:-2].rstrip() + "…" if len(kept) > 2 else ""
    return start + _literal(kept) + end


def _literal(text: str) -> str:
    """Text that Excel doesn't take for one of its codes."""
    return " ".join(clean(text).split()).replace("&", "&&")


def write_heading(
    book: ExcelBook,
    writer: SheetWriter,
    title: str,
    last_column: int,
    *,
    choice: bool = False,
    follows: bool = True,
) -> int:
    """The lines every page begins with: what, whose and when. Returns the row below them.

    In a live workbook the sheet with the ``choice`` lets its reader pick the month there; every
    other one that ``follows`` shows the month that was picked, and the rest the report's own.
    """
    view = book.view
    writer.blank(0, 0, last_column, {"bg_color": ACCENT})
    writer.at_least(0, 5)
    when = _place_of_period(book, writer, last_column)
    writer.text(1, 1, title, TITLE, last=when - 1)
    fixed = book.live is None or not follows
    if fixed:
        writer.text(1, when, view.period_label, PERIOD, last=last_column)
    else:
        write_month_shown(book, writer, (1, when, last_column), choice=choice)
    who = " · ".join(part for part in (view.organisation, view.entity) if part)
    writer.text(2, 1, who, QUIET_LINE, last=when - 1)
    quiet: Style = {**QUIET_LINE, "align": "right"}
    if fixed:
        writer.text(2, when, view.period_note, quiet, last=last_column)
    else:
        note = '=INDEX(told_period_note,period_number)&""'
        writer.formula(2, when, note, view.period_note, quiet, last=last_column)
    writer.at_least(3, 8)
    return 4


def write_month_shown(
    book: ExcelBook, writer: SheetWriter, place: tuple[int, int, int], *, choice: bool
) -> None:
    """The month of the figures: picked from a list on one sheet, the same on all others."""
    row, first, last = place
    year, month = (int(part) for part in book.view.period_iso.split("-"))
    on = (date(year, month, 1) - _EXCEL_ZERO).days
    shown: Style = {**PERIOD, "num_format": LONG_MONTHS[book.view.language]}
    if not choice:
        writer.formula(row, first, "=kpi_period", on, shown, last=last)
        return
    writer.number(row, first, on, str(shown["num_format"]), {**shown, **_CHOICE}, last=last)
    sheet = quoted(writer.sheet.get_name())
    book.file.define_name("kpi_period", f"={sheet}!${column_letters(first)}${row + 1}")
    writer.sheet.data_validation(
        row,
        first,
        row,
        first,
        {
            "validate": "list",
            "source": "=periods",
            "input_title": book.label("choose_month"),
            "input_message": book.label("choose_month_hint"),
        },
    )


_EXCEL_ZERO = date(1899, 12, 30)
_CHOICE: Style = {"bg_color": colour("sunken"), "bottom": 1, "bottom_color": colour("rule")}
LONG_MONTHS = {"en": "[$-409]mmmm yyyy", "fr": "[$-40C]mmmm yyyy"}


def _place_of_period(book: ExcelBook, writer: SheetWriter, last_column: int) -> int:
    """The first of the last columns that are together wide enough for the period."""
    view = book.view
    needed = max(
        fitting_width([view.period_label], size=14, bold=True), fitting_width([view.period_note])
    )
    column = last_column
    while column > 2 and writer.width(column, last_column) < needed:
        column -= 1
    return column


def page_breaks(writer: SheetWriter, places: Sequence[int]) -> list[int]:
    """Where pages end so that no block is cut: ``places`` are the blocks' first rows and the end.

    A block longer than a page runs on over as many as it needs.
    """
    points = [writer.height(row) for row in range(places[-1])]
    room = _room(writer) - sum(points[: places[0]])
    breaks: list[int] = []
    used = 0.0
    for start, end in itertools.pairwise(places):
        height = sum(points[start:end])
        if used and used + height > room:
            breaks.append(start)
            used = 0.0
        used += height
    return breaks


def almost_one_page(writer: SheetWriter, rows: int) -> bool:
    """Whether the sheet's first rows take a page, or so little more that they can be made to."""
    height = sum(writer.height(row) for row in range(rows))
    return height <= _room(writer) * _SQUEEZE


def _room(writer: SheetWriter) -> float:
    """The height of a page in the sheet's own points, once it is scaled to one page wide."""
    width = writer.width(0, len(writer.widths) - 1) * 72 / 96
    scale = min(1.0, _PAGE_WIDTH / width)
    return _PAGE_HEIGHT / scale * 0.95  # Printers and fonts differ a little.
