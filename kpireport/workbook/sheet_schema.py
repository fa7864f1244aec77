"""What a sheet is to the reader: its names, its columns, and what it can't do without.

A sheet, column, setting or value is recognised by any of its names, compared without case,
accents, spaces or punctuation. The first English and French names are the ones the documentation
and the starter workbooks use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kpireport.workbook.choices import Choice, Names
from kpireport.workbook.texts import normalise


@dataclass(frozen=True)
class Column:
    """A column, or a row of the Settings sheet. ``choices`` are the only values it takes."""

    key: str
    names: Names
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class SheetSchema:
    """A sheet.

    ``figures`` holds for those with a figure per KPI and period. Without its ``required``
    columns a sheet can't be read; ``stops`` says whether that stops the report.
    """

    key: str
    names: Names
    columns: tuple[Column, ...]
    figures: bool = False
    required: tuple[str, ...] = ()
    stops: bool = True

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {name: column for column in self.columns for name in column.names.normalised}

    def find(self, header: str) -> Column | None:
        """The column that a header names, or None."""
        return self._by_name.get(normalise(header))

    def column(self, key: str) -> Column:
        """The column of that key; ``KeyError`` where the sheet has none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def column_names(self) -> tuple[str, ...]:
        """Every column's two main names, for suggestions."""
        return tuple(
            dict.fromkeys(n for c in self.columns for n in (c.names.english, c.names.french))
        )


def column(
    key: str,
    english: str,
    french: str,
    *also: str,
    choices: tuple[Choice, ...] = (),
) -> Column:
    """A column of those names: the first two are the main ones, ``also`` what else is read."""
    return Column(key, Names(english, french, also), choices)
