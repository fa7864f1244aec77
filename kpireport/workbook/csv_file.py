"""Text with separators → the cells of one sheet.

A CSV file says neither its encoding, nor its separator, nor whether 1.234 is one or a thousand.
Each is found from the whole file, by proof and not by place of birth, and said; what nothing
proves stays text, and whoever reads the figure says that it reads two ways.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.findings import Finding
from kpireport.workbook.limits import MAX_EMPTY, MAX_ROWS, TooManyCellsError, check_time

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = (";", "\t", ",", "|")
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_LOOKED_AT = 200
"""So many records are enough to tell the separator."""

_LOOKED_INTO = 2**18
"""And so many characters, where the records are long."""

_ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
)
_PLAIN = re.compile(r"[-+]?(?:0|[1-9]\d{0,14})")
_PROOF = {
    mark: re.compile(
        rf"[-+]?(?:\d*{re.escape(mark)}(?:\d{{1,2}}|\d{{4,}})|0{re.escape(mark)}\d+"
        rf"|\d{{1,3}}(?:{re.escape(group)}\d{{3}})+{re.escape(mark)}\d+)"
    )
    for mark, group in ((".", ","), (",", "."))
}
_NUMBER = {
    mark: re.compile(
        rf"[-+]?(?:(?:0|[1-9]\d*)?{re.escape(mark)}\d+"
        rf"|[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(mark)}\d+)?)"
    )
    for mark, group in ((".", ","), (",", "."))
}


@dataclass(frozen=True, slots=True)
class TextTable:
    """The sheet of a text file, and what was found of it: encoding, separator, decimal mark."""

    sheet: RawSheet
    encoding: str
    separator: str
    decimal: str

    @property
    def finding(self) -> Finding:
        """I111: how the file was read."""
        return Finding(
            "I111",
            {
                "encoding": _NAMES.get(self.encoding, self.encoding),
                "separator": {"\t": "Tab"}.get(self.separator, self.separator),
                "decimal": self.decimal or "–",
            },
        )


def read_csv(name: str, data: bytes, room: int) -> TextTable | None:
    """The table in ``data``; None where it is no text. ``name`` becomes the sheet's name.

    Raises ``TooManyCellsError`` above ``room`` filled cells.
    """
    decoded = _decoded(data)
    if decoded is None:
        return None
    encoding, text = decoded
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator, text = _separator(text)
    records = _records(text, separator, MAX_EMPTY * room)
    if records is None:
        return None
    filled = [
        (row, column, field.strip())
        for row, record in enumerate(records, start=1)
        for column, field in enumerate(record, start=1)
        if field.strip()
    ]
    if len(filled) > room:
        raise TooManyCellsError
    decimal = _decimal([field for _, _, field in filled])
    cells = {
        (row, column): _cell(name, row, column, field, decimal) for row, column, field in filled
    }
    last = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    sheet = RawSheet(name, False, cells, last_row=last, last_column=width)
    return TextTable(sheet, encoding, separator, decimal)


def _decoded(data: bytes) -> tuple[str, str] | None:
    """The text, by its byte order mark, as UTF-8, else as Windows of Western Europe writes it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data, encoding)
    if b"\0" in data:
        return None
    return _as(data, "utf-8") or _as(data, "cp1252") or _as(data, "latin-1")


def _as(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return encoding, data.decode(encoding)
    except UnicodeError:
        return None


def _separator(text: str) -> tuple[str, str]:
    """The separator: as Excel's own first line ``sep=;`` says, else the one that makes a table."""
    first, _, rest = text.partition("\n")
    stated = re.fullmatch(r"sep=(.)", first.strip(), re.IGNORECASE)
    if stated:
        return stated[1], "\n" + rest  # its line stays counted: rows are those of the file
    return max(_SEPARATORS, key=lambda mark: _regularity(text, mark)), text


def _regularity(text: str, separator: str) -> tuple[float, int]:
    """How many of the first records have the same number of fields, and how many that is."""
    head = "\n".join(text[:_LOOKED_INTO].split("\n", _LOOKED_AT)[:_LOOKED_AT])
    records = _records(head, separator, _LOOKED_INTO) or []
    widths = Counter(len(record) for record in records if any(record))
    widths.pop(1, None)
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda entry: (entry[1], entry[0]))
    return count / max(1, sum(1 for record in records if any(record))), width


def _records(text: str, separator: str, room: int) -> list[list[str]] | None:
    """The records, each on the row it would open on in Excel; ``room`` fields at most."""
    csv.field_size_limit(2**20)
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            check_time()
            room -= len(record)
            if room < 0 or len(records) == MAX_ROWS:
                raise TooManyCellsError
            records.append(record)
    except csv.Error:
        return None
    return records


def _decimal(fields: Sequence[str]) -> str:
    """The decimal mark that some figure proves; empty where none does, or two do."""
    proven = [mark for mark, proof in _PROOF.items() if any(map(proof.fullmatch, fields))]
    return proven[0] if len(proven) == 1 else ""


def _cell(name: str, row: int, column: int, field: str, decimal: str) -> RawCell:
    number = _number(field, decimal)
    if field in _ERRORS:
        return RawCell(name, row, column, CellKind.ERROR, field)
    if number is None:
        return RawCell(name, row, column, CellKind.TEXT, field)
    return RawCell(name, row, column, CellKind.NUMBER, number)


def _number(field: str, decimal: str) -> float | None:
    """The number a field is for certain. ``007`` is a code, and stays text."""
    if _PLAIN.fullmatch(field):
        return float(field)
    if not decimal or not _NUMBER[decimal].fullmatch(field):
        return None
    group = "," if decimal == "." else "."
    return float(field.replace(group, "").replace(decimal, "."))
