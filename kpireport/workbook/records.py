"""Rows of a table, read column by column: text, yes or no, one of a list of words, a number.

What is wrong is added to the list of problems the row was opened with; the reading goes on with
the default, so that one bad cell never hides another.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kpireport.model.problem import CellRef, Param, Problem
from kpireport.workbook.cells import CellKind, RawCell, column_letters
from kpireport.workbook.choices import Choice
from kpireport.workbook.findings import Finding
from kpireport.workbook.layout import Layout, Row, read_columns
from kpireport.workbook.numbers import read_number
from kpireport.workbook.texts import is_missing, normalise, read_text, read_yes_no

_BROKEN = (CellKind.ERROR, CellKind.UNCALCULATED)


def nearest(
    found: str, names: Iterable[str], count: int = 1, cutoff: float = 0.7
) -> tuple[str, ...]:
    """The names most like ``found``, the closest first; none where nothing comes near."""
    by_key = {normalise(name): name for name in reversed(tuple(names)) if normalise(name)}
    close = difflib.get_close_matches(normalise(found), by_key, n=count, cutoff=cutoff)
    return tuple(by_key[key] for key in close)


def text_of(cell: RawCell | None, problems: list[Problem]) -> str:
    """A cell's text, ``""`` where it says that there is nothing; Excel's errors are problems."""
    if cell is not None and cell.kind in _BROKEN:
        if (finding := read_number(cell).problem) is not None:
            problems.append(finding.at(cell.ref))
        return ""
    text = read_text(cell)
    return "" if is_missing(text) else text


def choice_finding(
    found: str, column: str, choices: tuple[Choice, ...], names: tuple[str, ...]
) -> Finding:
    """E402 with a suggestion where a word comes near what was found, else E401."""
    every = tuple(n for c in choices for n in (c.names.english, c.names.french, *c.names.also))
    params: dict[str, Param] = {"found": found, "column": column, "choices": names}
    if close := nearest(found, every):
        value = next(c for c in choices if normalise(close[0]) in c.names.normalised)
        suggestion = names[choices.index(value)]
        return Finding("E402", {**params, "suggestion": suggestion})
    return Finding("E401", params)


@dataclass(frozen=True, slots=True)
class Record:
    """One row under its header. ``problems`` is shared by all rows of a sheet."""

    layout: Layout
    row: int
    cells: Row
    problems: list[Problem]

    def cell(self, key: str) -> RawCell | None:
        """The cell in that column, None where it is empty or the column doesn't exist."""
        return self.cells.get(self.layout.columns.get(key, 0))

    def ref(self, key: str) -> CellRef:
        """Where that column's value stands or should stand; else the row's first cell."""
        if self.layout.sheet.arranged:
            return (self.cell(key) or self.cells[min(self.cells)]).ref
        column = self.layout.columns.get(key) or min(self.cells)
        return CellRef(self.layout.sheet.name, f"{column_letters(column)}{self.row}")

    def text(self, key: str) -> str:
        return text_of(self.cell(key), self.problems)

    def report(self, code: str, key: str, **params: str | float | tuple[str, ...] | None) -> None:
        """Add a problem at that column's cell; none where it shows an error, which is said."""
        if not self.is_broken(key):
            self.problems.append(Finding(code, params).at(self.ref(key)))

    def is_broken(self, key: str) -> bool:
        """Whether that column's cell shows an Excel error, or a formula without a result."""
        cell = self.cell(key)
        return cell is not None and cell.kind in _BROKEN

    def choice(self, key: str) -> str | None:
        """The value one of the column's words stands for; None where the cell is empty."""
        found = self.text(key)
        if not found:
            return None
        column = self.layout.schema.column(key)
        for choice in column.choices:
            if normalise(found) in choice.names.normalised:
                return choice.value
        names = tuple(choice.names.main(self.layout.language) for choice in column.choices)
        finding = choice_finding(found, self.layout.column_name(key), column.choices, names)
        self.problems.append(finding.at(self.ref(key)))
        return None

    def yes_no(self, key: str) -> bool | None:
        """Yes or no; None where the cell is empty."""
        answer = read_yes_no(self.cell(key))
        if answer is None and (found := self.text(key)):
            self.report("E403", key, found=found, column=self.layout.column_name(key))
        return answer

    def number(self, key: str) -> float | None:
        """A plain number as stored; None where the cell is empty or no number."""
        cell = self.cell(key)
        reading = read_number(cell)
        if reading.problem is not None and cell is not None:
            self.problems.append(reading.problem.at(cell.ref, column=self.layout.column_name(key)))
        return reading.value


def records(layout: Layout, problems: list[Problem]) -> Iterator[Record]:
    """The rows under the header that hold something in a column the layout knows."""
    known = set(read_columns(layout))
    for number, row in layout.rows:
        if known & row.keys():
            record = Record(layout, number, row, problems)
            yield record
            if not layout.schema.figures:
                _say_what_is_broken(record)


def _say_what_is_broken(record: Record) -> None:
    """The errors in a row that nobody came to read, for something before them was wrong."""
    broken = [record.cell(key) for key in record.layout.columns if record.is_broken(key)]
    for cell in broken:
        if cell and not any(
            p.sheet == cell.sheet and p.cell == cell.address for p in record.problems
        ):
            text_of(cell, record.problems)
