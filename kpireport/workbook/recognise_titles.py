"""Titles: over a table, over its parts, and the sheet's name, and what they say of the figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import NOWHERE, Role, Told
from kpireport.workbook.cells import RawCell
from kpireport.workbook.kpi_names import is_bare_total
from kpireport.workbook.recognise_labels import Labels
from kpireport.workbook.recognise_page import Page, is_figure, is_words
from kpireport.workbook.recognise_proposal import Proposal
from kpireport.workbook.role_words import role_of, split_role
from kpireport.workbook.texts import normalise, read_text

_TITLE_ROWS = 3
"""A title stands at most so many rows above its table's header."""


def title_above(page: Page, header: int) -> RawCell | None:
    """The text that stands alone in its row right above a table, if there is one."""
    for row in range(header - 1, max(0, header - 1 - _TITLE_ROWS), -1):
        cells = page.rows.get(row, {})
        if len(cells) == 1:
            (cell,) = cells.values()
            return cell if is_words(cell) else None
        if cells:
            return None
    return None


def role_around(page: Page, header: int, columns: Iterable[int], guesses: list[Problem]) -> Role:
    """The role that the table's corner, its title or the sheet's name gives all its figures.

    Actuals where none does. A role that is only part of a longer name is a guess (W267).
    """
    title = title_above(page, header)
    texts = [(page.text(header, column), header, column) for column in columns]
    if title is not None:
        texts.append((read_text(title), title.row, title.column))
    texts.append((page.sheet.name, 0, 0))
    for text, _, _ in texts:
        role = role_of(text)
        if role not in (None, Role.IGNORED):
            return role
    for text, row, column in texts[len(texts) - (2 if title else 1) :]:
        named = split_role(text)
        if named is not None and named.role is not Role.IGNORED:
            cell = page.rows[row][column].address if row else None
            params: dict[str, Param] = {"found": text, "word": named.word}
            guesses.append(Problem("W267", page.sheet.name, cell, params))
            return named.role
    return Role.ACTUAL


def sections(made: Proposal, labels: Labels, rows: Sequence[int]) -> Iterator[Proposal]:
    """The table in its parts where rows with a title alone divide it; else as it is.

    The titles are categories; where the same KPIs come again under each, they are entities
    (a guess, W258).
    """
    page, column = made.page, labels.kpi_column
    by_role = (
        labels.role != NOWHERE and labels.role.columns == labels.kpi.columns and labels.kpi.down
    )
    first = max(made.headers) + 1
    titles = [] if by_role else [r for r in range(first, rows[-1]) if _is_title(page, r, column)]
    parts = _parts(titles, rows)
    if not titles or len(parts) < 2:
        yield made
        return
    names = [
        {normalise(t) for r in part if not is_bare_total(t := page.text(r, column))}
        for _, part in parts
    ]
    again = any(one & two for at, one in enumerate(names) for two in names[:at])
    for title, part in parts:
        table = replace(made.table, first_row=part[0], last_row=part[-1])
        if title == 0:
            yield replace(made, table=table)
            continue
        cell = page.rows[title][column]
        told = Told(cell=cell.address)
        guesses = made.guesses
        if again and table.entity == NOWHERE:
            table = replace(table, entity=told)
            guess = Problem("W258", page.sheet.name, cell.address, {"found": read_text(cell)})
            guesses = (*guesses, guess)
        elif not again and "category" not in table.attributes:
            table = replace(table, attributes={**table.attributes, "category": told})
        yield replace(made, table=table, guesses=guesses, title=cell)


def _is_title(page: Page, row: int, column: int) -> bool:
    cells = page.rows.get(row, {})
    return (
        len(cells) == 1
        and is_words(cells.get(column))
        and not any(is_figure(cell) for cell in cells.values())
    )


def _parts(titles: Sequence[int], rows: Sequence[int]) -> list[tuple[int, list[int]]]:
    """The data rows by the title row above them, 0 where there is none; parts without rows fall."""
    edges = [0, *titles]
    found = []
    for at, title in enumerate(edges):
        end = edges[at + 1] if at + 1 < len(edges) else rows[-1] + 1
        part = [row for row in rows if title < row < end]
        if part:
            found.append((title, part))
    return found
