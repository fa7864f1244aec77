"""Where the settings stand: pairs of a name and a value, in one block of columns or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kpireport.model.problem import Problem
from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.findings import Finding
from kpireport.workbook.records import nearest
from kpireport.workbook.schema_definitions import SETTINGS
from kpireport.workbook.sheet_schema import Column
from kpireport.workbook.texts import normalise, read_text

_HEADINGS = frozenset({"setting", "settings", "parametre", "parametres", "key", "cle"})
_VALUE_HEADINGS = frozenset({"value", "values", "valeur", "valeurs"})
_RETAIL_CALENDAR = re.compile(
    r"\b(?:4\W{1,3}4\W{1,3}5|4\W{1,3}5\W{1,3}4|5\W{1,3}4\W{1,3}4)\b"
    r"|\b5[23]\W?(?:weeks?|semaines?)\b",
    re.IGNORECASE,
)
"""The calendars of four and five weeks, and the years of 52 and 53."""

Row = dict[int, RawCell]
"""A row's cells by column, from the left."""


@dataclass(frozen=True, slots=True)
class TypedSetting:
    """A setting as typed: its name as written there, and the cell that holds its value."""

    name: str
    cell: RawCell


@dataclass(frozen=True, slots=True)
class _Headings:
    """The columns that a row ``Setting | Value | Note`` says hold values, and those of notes."""

    values: tuple[int, ...] = ()
    notes: frozenset[int] = field(default_factory=frozenset)


def typed_settings(sheet: RawSheet, problems: list[Problem]) -> dict[str, TypedSetting]:
    """Each setting's value by key: the cell right of its name, or under the heading Value.

    What is named but not read is a problem: a value further right (E320), an unknown name.
    """
    typed: dict[str, TypedSetting] = {}
    headings = _Headings()
    for row in _rows(sheet):
        if (found := _headings(row)) is not None:
            headings = found
            continue
        for name, key, value in _pairs(sheet, row, headings, problems):
            if key in typed:
                params = {"name": read_text(name), "first": typed[key].cell.address}
                problems.append(Finding("E314", params).at(name.ref))
            else:
                typed[key] = TypedSetting(read_text(name), value)
    return typed


def means_retail_calendar(text: str) -> bool:
    """Whether a text speaks of a fiscal year of weeks (4-4-5, 52 weeks)."""
    return _RETAIL_CALENDAR.search(text) is not None


def _rows(sheet: RawSheet) -> Iterator[Row]:
    rows: dict[int, Row] = {}
    for (number, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(number, {})[column] = cell
    yield from rows.values()


def _headings(row: Row) -> _Headings | None:
    """What the row heads, where its first cell is the heading of the settings' names."""
    first = next(iter(row.values()))
    if normalise(read_text(first)) not in _HEADINGS or _known(first) is not None:
        return None
    words = {column: normalise(read_text(cell)) for column, cell in row.items()}
    values = tuple(column for column, word in words.items() if word in _VALUE_HEADINGS)
    notes = {c for c, word in words.items() if word not in _HEADINGS | _VALUE_HEADINGS}
    return _Headings(values, frozenset(notes))


def _known(cell: RawCell) -> Column | None:
    return SETTINGS.find(read_text(cell)) if cell.kind is CellKind.TEXT else None


def _pairs(
    sheet: RawSheet, row: Row, headings: _Headings, problems: list[Problem]
) -> Iterator[tuple[RawCell, str, RawCell]]:
    """The names of a row that are settings, with their keys and values, from the left."""
    read_to = 0
    for column, name in row.items():
        if column <= read_to or column in headings.notes:
            continue
        at = _value_column(sheet, name, headings)
        value, known = row.get(at), _known(name)
        if known is not None and value is not None:
            yield name, known.key, value
            read_to = at
        elif known is not None:
            problems.extend(_further_right(name, row, at, headings))
        elif value is not None and name is next(iter(row.values())) and _known(value) is None:
            problems.append(_unknown(name, value))
            read_to = at
        elif value is not None and (close := nearest(read_text(name), SETTINGS.column_names())):
            params = {"found": read_text(name), "suggestion": close[0]}
            problems.append(Finding("W302", params).at(name.ref))


def _value_column(sheet: RawSheet, name: RawCell, headings: _Headings) -> int:
    """The first column of values right of a name; else the one after it, or its merged range."""
    headed = next((column for column in headings.values if column > name.column), None)
    if headed is not None:
        return headed
    for first_row, first_column, _, last_column in sheet.merged:
        if (first_row, first_column) == (name.row, name.column):
            return last_column + 1
    return name.column + 1


def _further_right(name: RawCell, row: Row, at: int, headings: _Headings) -> Iterator[Problem]:
    """E320 for a filled cell right of where a setting's value should stand, unless it's a note."""
    right = (cell for column, cell in row.items() if column > at and column not in headings.notes)
    cell = next(right, None)
    if cell is not None and _known(cell) is None:
        yield Finding("E320", {"name": read_text(name), "found": read_text(cell)}).at(cell.ref)


def _unknown(name_cell: RawCell, value: RawCell) -> Problem:
    name = read_text(name_cell)
    if means_retail_calendar(read_text(value)):
        return Finding("E305", {"found": read_text(value)}).at(value.ref)
    close = nearest(name, SETTINGS.column_names())
    if close:
        return Finding("W302", {"found": name, "suggestion": close[0]}).at(name_cell.ref)
    return Finding("I301", {"found": name}).at(name_cell.ref)
