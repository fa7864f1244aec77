"""How sheets print: landscape, on A4 or Letter, with who, what, when and which run around."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, clean, fitting_width
from kpireport.render.excel.logo import logo_of, place_of_logo, write_logo
from kpireport.render.excel.month_choice import period_note, write_month_shown
from kpireport.render.excel.paper import (
    BOTTOM,
    LEFT,
    TOP,
    column_breaks,
    repeated_columns,
    scale_for_rows,
)
from kpireport.render.excel.styles import PERIOD, QUIET_LINE, TITLE, Style
from kpireport.render.excel.theme import ACCENT

_A4 = 9
_READABLE = (0.65, 0.62, 0.6, 0.58)  # Ten points come to about six, what ledgers are printed in.
_LONGEST = 255  # characters that Excel allows a header or footer
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
    scale: float | None = None,
) -> None:
    """Set the print area from A1 to the last cell, the page, and what is said around it.

    Without a ``scale`` the sheet is one page wide and takes ``pages_high``, or for 0 as many as
    it needs. With one, breaks hold.
    """
    sheet.set_landscape()
    sheet.set_paper(_A4)
    if scale is None:
        sheet.fit_to_pages(1, pages_high)
    else:
        sheet.set_print_scale(int(scale * 100 + 1e-6))
    sheet.set_margins(left=LEFT, right=LEFT, top=TOP, bottom=BOTTOM)
    sheet.print_area(0, 0, last_row, last_column)
    if repeat is not None:
        sheet.repeat_rows(*repeat)
    if breaks:
        sheet.set_h_pagebreaks(list(breaks))
        sheet.center_horizontally()
    sheet.set_header(_header(book), {"margin": 0.3})
    sheet.set_footer(_footer(book), {"margin": 0.3})


@dataclass(frozen=True, slots=True)
class WidePage:
    """How a sheet of many columns prints: readable, several pages wide, the first columns on each.

    ``breaks`` are the columns that begin a page.
    """

    repeated: int
    breaks: Sequence[int]
    scale: float

    @classmethod
    def of(cls, writer: SheetWriter, repeated: int, groups: Collection[int] = ()) -> WidePage:
        """The page for the columns as they are; ``repeated`` of the first ones, if they leave room.

        A page ends before one of the ``groups``' first columns where it can.
        """
        pages = []
        for scale in _READABLE:
            kept = repeated_columns(writer, repeated, scale)
            pages.append(cls(kept, column_breaks(writer, kept, scale, groups), scale))
        return min(pages, key=lambda page: len(page.breaks))

    def last_of_first(self, last_column: int) -> int:
        """The last column of the leftmost page: the heading stands above it."""
        return self.breaks[0] - 1 if self.breaks else last_column

    def set(
        self,
        book: ExcelBook,
        writer: SheetWriter,
        *,
        last_row: int,
        last_column: int,
        repeat: tuple[int, int],
    ) -> None:
        """Set the page: one strip of rows from left to right, then the next."""
        sheet = writer.sheet
        set_page(
            book,
            sheet,
            last_row=last_row,
            last_column=last_column,
            repeat=repeat,
            scale=scale_for_rows(writer, last_row + 1, self.scale),
        )
        if self.repeated:
            sheet.repeat_columns(0, self.repeated - 1)
        if self.breaks:
            sheet.set_v_pagebreaks(list(self.breaks))
        sheet.print_across()


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
    begins = when
    if choice and (logo := logo_of(view.logo)) is not None:
        begins = place_of_logo(writer, logo, when)
        write_logo(book, writer, logo, 1, begins, when)
    writer.text(1, 1, title, TITLE, last=begins - 1)
    fixed = book.live is None or not follows
    if fixed:
        writer.text(1, when, view.period_label, PERIOD, last=last_column)
    else:
        write_month_shown(book, writer, (1, when, last_column), choice=choice)
    who = " · ".join(part for part in (view.organisation, view.entity) if part)
    writer.text(2, 1, who, QUIET_LINE, last=begins - 1)
    quiet: Style = {**QUIET_LINE, "align": "right"}
    if fixed:
        writer.text(2, when, view.period_note, quiet, last=last_column)
    else:
        writer.formula(2, when, period_note(book), view.period_note, quiet, last=last_column)
        warning = {
            "type": "formula",
            "criteria": "=month_listed=0",
            "format": book.styles.status_rule("off_track", "text"),
        }
        writer.sheet.conditional_format(1, when, 2, last_column, warning)
    writer.at_least(3, 8)
    return 4


def _place_of_period(book: ExcelBook, writer: SheetWriter, last_column: int) -> int:
    """The first of the last columns that are together wide enough for the period."""
    notes = [each.period_note for each in book.views]
    if book.live is not None:
        warning = book.label("choose_from_list")
        notes += [warning + each.period_label for each in book.views]
    labels = [each.period_label for each in book.views]
    needed = max(fitting_width(labels, size=14, bold=True), fitting_width(notes))
    column = last_column
    while column > 2 and writer.width(column, last_column) < needed:
        column -= 1
    return column
