"""Old and binary Excel files (``.xls``, ``.xlsb``) → the cells of their sheets, by libraries.

xlrd reads ``.xls`` with its number formats and errors. Nothing reads those of ``.xlsb``, so that
a percentage can't be told from its format there: python-calamine gives the values, and a warning
says what to look at.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.workbook.binary_sheets import kept_quiet, largest_sheet
from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.limits import (
    MAX_EMPTY,
    MAX_MERGED,
    MAX_SHEETS,
    TooManyCellsError,
    TooSlowError,
    check_time,
    sound_format,
)
from kpireport.workbook.number_formats import ever_a_date, read_format
from kpireport.workbook.ooxml import Contents, DamagedError, PasswordError
from kpireport.workbook.serial_dates import date_of

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet


def read_xls(data: bytes, room: int) -> Contents:
    """The sheets of an ``.xls``. Raises ``DamagedError``, ``PasswordError``, ``TooManyCells…``."""
    import xlrd

    try:
        with Path(os.devnull).open("w", encoding="utf-8") as silent:
            book = xlrd.open_workbook(
                file_contents=data, formatting_info=True, ragged_rows=True, logfile=silent
            )
            return Contents(tuple(_xls_sheets(book, room)), asks_for_calculation=False)
    except (TooManyCellsError, TooSlowError):
        raise
    except Exception as error:  # a damaged file makes the library fail in any way
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise PasswordError from error
        raise DamagedError from error


def _xls_sheets(book: Book, room: int) -> Iterator[RawSheet]:
    if book.nsheets > MAX_SHEETS:
        raise TooManyCellsError
    for sheet in book.sheets():
        if sum(map(sheet.row_len, range(sheet.nrows))) > MAX_EMPTY * room:
            raise TooManyCellsError
        cells: dict[tuple[int, int], RawCell] = {}
        for row in range(sheet.nrows):
            check_time()
            for column in range(sheet.row_len(row)):
                found = _xls_cell(book, sheet, row, column)
                if found is not None:
                    cells[row + 1, column + 1] = found
            if len(cells) > room:
                raise TooManyCellsError
        room -= len(cells)
        if len(sheet.merged_cells) > MAX_MERGED:
            raise TooManyCellsError
        merged = tuple((t + 1, left + 1, b, right) for t, b, left, right in sheet.merged_cells)
        yield RawSheet(sheet.name, sheet.visibility != 0, cells, merged, sheet.nrows, sheet.ncols)


def _xls_cell(book: Book, sheet: Sheet, row: int, column: int) -> RawCell | None:
    import xlrd

    cell = sheet.cell(row, column)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return None
    name = sheet.name
    style = book.xf_list[cell.xf_index or 0].format_key
    code = sound_format(str(book.format_map[style].format_str))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(int(cell.value), "#N/A")
        return RawCell(name, row + 1, column + 1, CellKind.ERROR, text, code)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return RawCell(name, row + 1, column + 1, CellKind.BOOLEAN, bool(cell.value), code)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return RawCell(name, row + 1, column + 1, CellKind.TEXT, str(cell.value), code)
    number = float(cell.value)
    day = _day(number, code, from_1904=bool(book.datemode))
    if day is not None:
        return RawCell(name, row + 1, column + 1, CellKind.DATE, day, code)
    return RawCell(name, row + 1, column + 1, CellKind.NUMBER, number, code)


def _day(number: float, code: str, *, from_1904: bool) -> dt.datetime | None:
    """The date that a number is shown as; None where it is shown as a number or a time."""
    if not ever_a_date(code):
        return None
    shown = read_format(code, number)
    return date_of(number, from_1904) if shown.date and not shown.time_only else None


def read_xlsb(data: bytes, room: int) -> Contents:
    """The sheets of an ``.xlsb``, without number formats and errors. Raises as ``read_xls``."""
    import python_calamine as calamine

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if largest_sheet(archive) > MAX_EMPTY * room:
                raise TooManyCellsError
        with kept_quiet():
            return Contents(tuple(_xlsb_sheets(data, room)), asks_for_calculation=False)
    except (TooManyCellsError, TooSlowError):
        raise
    except calamine.PasswordError as error:
        raise PasswordError from error
    except Exception as error:  # as above
        raise DamagedError from error
    except BaseException as error:
        # A fault in the library's Rust is no Exception, lest somebody catch it by chance.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedError from error


def _xlsb_sheets(data: bytes, room: int) -> Iterator[RawSheet]:
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    if len(book.sheets_metadata) > MAX_SHEETS:
        raise TooManyCellsError
    for about in book.sheets_metadata:
        if about.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        check_time()
        table = book.get_sheet_by_name(about.name)
        hidden = about.visible is not calamine.SheetVisibleEnum.Visible
        sheet = _xlsb_sheet(about.name, hidden, table.to_python(skip_empty_area=False))
        room -= len(sheet.cells)
        if room < 0:
            raise TooManyCellsError
        yield sheet


def _xlsb_sheet(name: str, hidden: bool, rows: Sequence[Sequence[object]]) -> RawSheet:
    cells = {
        (row, column): cell
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if (cell := _xlsb_cell(name, row, column, value)) is not None
    }
    width = max((len(values) for values in rows), default=0)
    return RawSheet(name, hidden, cells, (), len(rows), width)


def _xlsb_cell(name: str, row: int, column: int, value: object) -> RawCell | None:
    match value:
        case "" | None:
            return None
        case bool():
            return RawCell(name, row, column, CellKind.BOOLEAN, value)
        case int() | float():
            return RawCell(name, row, column, CellKind.NUMBER, float(value))
        case dt.datetime():
            return RawCell(name, row, column, CellKind.DATE, value, "yyyy-mm-dd")
        case dt.date():
            day = dt.datetime(value.year, value.month, value.day)
            return RawCell(name, row, column, CellKind.DATE, day, "yyyy-mm-dd")
        case dt.timedelta():
            return RawCell(name, row, column, CellKind.NUMBER, value / dt.timedelta(1), "[h]:mm:ss")
        case _:
            return RawCell(name, row, column, CellKind.TEXT, str(value))
