"""Texts of a file without what is no text: control characters, and marks that turn it around.

A cell's text goes to terminals, web pages, mails and other programs. An escape sequence would
command the terminal that shows it, half a surrogate pair can't be written to any file, and an
override of the writing direction would show the figures behind it backwards. No output has to
think of that, for it is done once, where the file comes in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kpireport.workbook.cells import RawCell, RawSheet

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates. The marks U+200E and U+200F turn nothing but themselves."""

_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]")
_ODD = re.compile(f"{_LINE_END.pattern}|{_DIRECTION.pattern}|{_NO_TEXT.pattern}")


def plain(text: str) -> str:
    """``text`` with line ends as ``\\n``, without marks of direction, and with ``\ufffd`` for
    each character that is none. Text without any of those is returned as it is."""
    if not _ODD.search(text):
        return text
    return _NO_TEXT.sub("\ufffd", _DIRECTION.sub("", _LINE_END.sub("\n", text)))


def plain_sheets(sheets: Iterable[RawSheet]) -> tuple[RawSheet, ...]:
    """The sheets with plain names, texts, formulas and number formats."""
    return tuple(_plain_sheet(sheet) for sheet in sheets)


def _plain_sheet(sheet: RawSheet) -> RawSheet:
    name = plain(sheet.name)
    changed = {
        place: replace(
            cell,
            sheet=name,
            value=plain(cell.value) if isinstance(cell.value, str) else cell.value,
            formula=None if cell.formula is None else plain(cell.formula),
            number_format=plain(cell.number_format),
        )
        for place, cell in sheet.cells.items()
        if name != sheet.name or _is_odd(cell)
    }
    if not changed and name == sheet.name:
        return sheet
    return replace(sheet, name=name, cells={**sheet.cells, **changed})


def _is_odd(cell: RawCell) -> bool:
    return bool(
        (isinstance(cell.value, str) and _ODD.search(cell.value))
        or (cell.formula and _ODD.search(cell.formula))
        or _ODD.search(cell.number_format)
    )
