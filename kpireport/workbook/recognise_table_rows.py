"""The rows under a row of months: those with figures, those with words in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import TableMap
from kpireport.workbook.cells import column_letters
from kpireport.workbook.recognise_labels import Labels
from kpireport.workbook.recognise_page import Page, address, is_figure, is_words
from kpireport.workbook.role_words import header_key, role_of
from kpireport.workbook.texts import normalise

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class TableRows:
    """``figures`` are the rows with a figure; ``words`` those among and under them without one."""

    figures: tuple[int, ...]
    words: tuple[int, ...]


def table_rows(
    page: Page, columns: Sequence[int], labels: range, header: int, end: int
) -> TableRows:
    """The rows under the header, down to one that heads something else."""
    figures: list[int] = []
    words: list[int] = []
    for row in page.rows_between(header + 1, end):
        cells = [page.rows[row].get(c) for c in columns]
        numbers = sum(is_figure(cell) for cell in cells)
        texts = sum(is_words(cell) for cell in cells)
        if figures and texts >= 2 and texts > numbers and _heads(page, row, labels):
            break
        if numbers:
            figures.append(row)
        elif texts and (figures or page.rows[row].keys() & {*labels}):
            words.append(row)
    return TableRows(tuple(figures), tuple(words))


def _heads(page: Page, row: int, labels: range) -> bool:
    """Whether a row of words heads another table: after a gap, without a name or with a header's.

    Else they are what somebody wrote in the place of figures: ``Audit: done, done, pending``.
    """
    if row - 1 not in page.rows:
        return True
    texts = [text for c in labels if (text := page.text(row, c))]
    return not texts or any(header_key(text) is not None for text in texts)


def words_for_figures(
    page: Page, table: TableMap, labels: Labels, rows: TableRows
) -> tuple[TableMap, list[Problem]]:
    """The table without its rows of words, which are said (W274).

    A name that has figures in another row keeps its rows.
    """
    column = labels.kpi_column
    if not column or labels.kpi.down:
        return table, []
    known = {normalise(page.text(row, column)) for row in rows.figures}
    texts = {row: page.text(row, column) for row in rows.words}
    left = {
        row: text
        for row, text in texts.items()
        if text and normalise(text) not in known and role_of(text) is None
    }
    if not left:
        return table, []
    within = tuple(dict.fromkeys(t for row, t in left.items() if row <= table.last_row))
    if within:
        table = replace(table, drop={**table.drop, column_letters(column): within})
    named = tuple(f"{text} ({address(row, column)})" for row, text in left.items())
    params: dict[str, Param] = {"count": len(left), "rows": named[:_MOST_NAMED]}
    at = address(min(left), column)
    return table, [Problem("W274", page.sheet.name, at, params)]
