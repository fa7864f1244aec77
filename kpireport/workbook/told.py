"""What is told of a figure by the cells around it: read where an arrangement says it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kpireport.workbook.arrangement import TableMap, Told
from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.texts import fold_label, read_text

_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d+)")


class UnknownColumnError(Exception):
    """A column that an arrangement names is not in the table; ``args[0]`` is what it was called."""


def column_number(letters: str) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


@dataclass(frozen=True)
class Grid:
    """One sheet read by one table of an arrangement."""

    sheet: RawSheet
    table: TableMap

    @cached_property
    def last_row(self) -> int:
        return self.table.last_row or max((row for row, _ in self.sheet.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        known = self.sheet.last_column
        return known or max((column for _, column in self.sheet.cells), default=0)

    @cached_property
    def _headed(self) -> Mapping[str, int]:
        """The columns by the text of their header, the first of a text."""
        found: dict[str, int] = {}
        if self.table.header:
            for column in range(1, self.last_column + 1):
                text = fold_label(read_text(self.sheet.cell(self.table.header, column)))
                if text:
                    found.setdefault(text, column)
        return found

    def column(self, name: str) -> int:
        """The column of that header or those letters. Raises ``UnknownColumnError``."""
        if (known := self._known_columns.get(name)) is not None:
            return known
        column = self._headed.get(fold_label(name))
        if column is None and _LETTERS.fullmatch(name.strip()):
            column = column_number(name.strip())
            column = column if column <= self.last_column else None
        if column is None:
            raise UnknownColumnError(name)
        self._known_columns[name] = column
        return column

    @cached_property
    def _known_columns(self) -> dict[str, int]:
        """What was asked for so far: a list asks the same of each of its rows."""
        return {}

    def columns(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """The columns named one by one or as spans (``D:O``, ``D:`` to the last one), in order."""
        found: list[int] = []
        for name in names:
            first, colon, last = name.partition(":")
            if colon and self._headed.get(fold_label(name)) is None:
                end = self.column(last) if last.strip() else self.last_column
                found.extend(range(self.column(first), end + 1))
            else:
                found.append(self.column(name))
        return tuple(dict.fromkeys(found))

    def cells(self, told: Told, row: int, column: int) -> Iterator[RawCell]:
        """The cells that tell it of the figure at that row and column."""
        if told.cell and (match := _ADDRESS.fullmatch(told.cell)):
            cell = self.sheet.cell(int(match[2]), column_number(match[1]))
            if cell is not None:
                yield cell
        for number in told.rows:
            if (cell := self._above(number, column)) is not None:
                yield cell
        for name in told.columns:
            column = self.column(name)
            cell = self._down(told, row, column) if told.down else self._beside(row, column)
            if cell is not None:
                yield cell

    def _down(self, told: Told, row: int, column: int) -> RawCell | None:
        """The cell of the row in that column, or the nearest one above that says something."""
        passed: list[int] = []
        words = _folded(told.without)
        found: RawCell | None = None
        for at in range(row, self.table.first_row - 1, -1):
            if (at, column) in self._said_above:
                found = self._said_above[at, column]
                break
            cell = self._beside(at, column)
            passed.append(at)
            if cell is not None and fold_label(read_text(cell)) not in words | {""}:
                found = cell
                break
        self._said_above.update({(at, column): found for at in passed})
        return found

    @cached_property
    def _said_above(self) -> dict[tuple[int, int], RawCell | None]:
        """What was found so far: a column of a hundred thousand rows is walked once."""
        return {}

    def _beside(self, row: int, column: int) -> RawCell | None:
        """The cell of the row in that column, or the one of a merged range it lies in."""
        if (cell := self.sheet.cell(row, column)) is not None:
            return cell
        for first, left, last, right in self.sheet.merged:
            if left <= column <= right and first <= row <= last:
                return self.sheet.cell(first, left)
        return None

    def _above(self, row: int, column: int) -> RawCell | None:
        """The header cell over a column; an empty one takes the nearest to its left.

        Not where that one heads the columns beside the figures: they are no part of the span.
        """
        for at in range(column, min(self._values) - 1, -1):
            if (cell := self.sheet.cell(row, at)) is not None:
                return cell
        return None

    @cached_property
    def _values(self) -> tuple[int, ...]:
        return self.columns(self.table.values)

    def figures(self) -> Iterator[RawCell]:
        """The filled cells of the table, row by row, in the rows that are kept."""
        kept = {self.column(name): _folded(words) for name, words in self.table.keep.items()}
        dropped = {self.column(name): _folded(words) for name, words in self.table.drop.items()}
        for row in range(self.table.first_row, self.last_row + 1):
            if all(self._text(row, c) in words for c, words in kept.items()) and not any(
                self._text(row, c) in words for c, words in dropped.items()
            ):
                for column in self._values:
                    if (cell := self.sheet.cell(row, column)) is not None:
                        yield cell

    def _text(self, row: int, column: int) -> str:
        return fold_label(read_text(self._beside(row, column)))

    def text(self, told: Told, row: int, column: int) -> str:
        """What is told, in words: the cells' texts, the sheet's name, or what is stated."""
        if told.stated:
            return told.stated
        texts = [read_text(cell) for cell in self.cells(told, row, column)]
        if told.sheet:
            texts.append(self.sheet.name)
        return meant(told, " ".join(text for text in texts if text))


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_label(word) for word in words)


def meant(told: Told, text: str) -> str:
    """A text without what is to be cut off its end, in the word it stands for where it has one."""
    for word in told.without:
        if (cut := cut_off(text, word)) is not None:
            text = cut
            break
    for word, means in told.words.items():
        if fold_label(text) == fold_label(word):
            return means
    return text


def cut_off(text: str, word: str) -> str | None:
    """The text without a word at its end (``Calls Act`` → ``Calls``); None where it isn't there."""
    match = re.fullmatch(rf"(.*?\S)[\s_\-–—:/|(\[]*{re.escape(word)}[)\]]*\s*", text, re.I | re.S)
    return match[1].rstrip(" -–—:/|([_") if match and _apart(match[1], text) else None


def _apart(rest: str, text: str) -> bool:
    """Whether the word stands alone: ``Contract`` doesn't end in ``act``."""
    return not text[len(rest) : len(rest) + 1].isalnum()


def is_text(cell: RawCell | None) -> bool:
    return cell is not None and cell.kind is CellKind.TEXT
