"""The month that the workbook shows: picked from a list on one sheet, the same on all others."""

from __future__ import annotations

from datetime import date

from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.book import column_letters
from kpireport.render.excel.live.expressions import quoted_text
from kpireport.render.excel.names import quoted
from kpireport.render.excel.styles import PERIOD, Style
from kpireport.render.excel.theme import colour

EXCEL_ZERO = date(1899, 12, 30)
"""The day that Excel counts from."""
_CHOICE: Style = {"bg_color": colour("sunken"), "bottom": 1, "bottom_color": colour("rule")}
LONG_MONTHS = {"en": "[$-409]mmmm yyyy", "fr": "[$-40C]mmmm yyyy"}


def period_note(book: ExcelBook) -> str:
    """The note on the chosen month, or that it is none of the list and another one is shown."""
    wrong = quoted_text(book.label("choose_from_list"))
    shown = "INDEX(told_month,period_number)"
    return f"=IF(month_listed=0,{wrong}&{shown},INDEX(told_period_note,period_number))"


def write_month_shown(
    book: ExcelBook, writer: SheetWriter, place: tuple[int, int, int], *, choice: bool
) -> None:
    """The month of the figures: picked from a list on one sheet, the same on all others."""
    row, first, last = place
    year, month = (int(part) for part in book.view.period_iso.split("-"))
    on = (date(year, month, 1) - EXCEL_ZERO).days
    shown: Style = {**PERIOD, "num_format": LONG_MONTHS[book.view.language]}
    if not choice:
        writer.formula(row, first, "=shown_period", on, shown, last=last)
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
            "ignore_blank": False,
            "error_title": book.label("choose_month"),
            "error_message": book.label("choose_from_list_only"),
            "input_title": book.label("choose_month"),
            "input_message": book.label("choose_month_hint"),
        },
    )
