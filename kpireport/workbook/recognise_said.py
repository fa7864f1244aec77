"""What is said of a recognised workbook: where each table's parts stand, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arranged_figure import ArrangedFigure
from kpireport.workbook.arrangement import KpiMap, Role, TableMap
from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.kpi_names import is_bare_total, is_total
from kpireport.workbook.numbers import read_number
from kpireport.workbook.recognise_choice import Read
from kpireport.workbook.recognise_page import Page, address, is_figure
from kpireport.workbook.recognise_proposal import Proposal
from kpireport.workbook.texts import read_text
from kpireport.workbook.told import Grid, cut_off

_MOST_NAMED = 12


def said_of(read: Read) -> Iterator[Problem]:
    """I236: the table's parts and where they stand; its guesses; what is left out of it (I239)."""
    made = read.proposal
    name = made.page.sheet.name
    cell = _first(read).cell.address if read.figures else None
    yield Problem("I236", name, cell, _parts(read))
    yield from made.guesses
    left = [*made.unread, *_comparisons(made), *_totals(made.page, made.table)]
    if left:
        yield Problem("I239", name, None, {"left": tuple(dict.fromkeys(left))[:_MOST_NAMED]})
    nameless = list(_nameless(made.page.sheet, made.table))
    if nameless:
        cells = tuple(cell.address for cell in nameless[:_MOST_NAMED])
        params: dict[str, Param] = {"count": len(nameless), "cells": cells}
        yield Problem("W261", name, cells[0], params)


def _first(read: Read) -> ArrangedFigure:
    return min(read.figures, key=lambda figure: (figure.cell.row, figure.cell.column))


def _parts(read: Read) -> dict[str, Param]:
    made, figures = read.proposal, read.figures
    table = made.table
    # A sum stands at the first of its rows; all of them are read.
    rows = (table.first_row, table.last_row) if table.add_up else ()
    found: dict[str, Param] = {
        "headers": " + ".join(str(row) for row in made.headers),
        "figures": _span((figure.cell for figure in figures), rows),
        "kpis": _span((figure.kpi for figure in figures), rows)
        if not made.table.kpi.sheet
        else made.page.sheet.name,
        "periods": _span((figure.period for figure in figures), rows)
        if not made.table.period.sheet
        else made.page.sheet.name,
        "first": read.first,
        "last": read.last,
        "entities": _span((f.entity for f in figures if f.entity is not None), rows) or None,
        "count": len(figures),
    }
    for role in Role:
        own = [figure for figure in figures if figure.role is role]
        found[role.value] = _told_by(made.table, own, made.page.sheet) if own else None
    found["targets"] = found[Role.TARGET.value] or found[Role.TARGET_LOW.value]
    return found


def _told_by(table: TableMap, figures: Sequence[ArrangedFigure], sheet: RawSheet) -> str:
    """A role's figures: the word for them and the first cell that says it, else their own cells."""
    first = figures[0].cell
    grid = Grid(sheet, table)
    cell = next(grid.cells(table.role, first.row, first.column), None)
    own = _span(
        (figure.cell for figure in figures),
        (table.first_row, table.last_row) if table.add_up else (),
    )
    if cell is None or not read_text(cell):
        return own
    text = read_text(cell)
    return f"{own} ({text}, {cell.address})"


def _span(cells: Iterable[RawCell], others: Sequence[int] = ()) -> str:
    """The smallest range that holds the cells, in the rows ``others`` too."""
    places = {(cell.row, cell.column) for cell in cells}
    if not places:
        return ""
    rows, columns = [*others, *(row for row, _ in places)], [column for _, column in places]
    first, last = address(min(rows), min(columns)), address(max(rows), max(columns))
    return first if first == last else f"{first}:{last}"


def _comparisons(made: Proposal) -> Iterator[str]:
    """The words and names of the figures that the table's roles leave out."""
    table = made.table
    ignored = [word for word, role in table.role.words.items() if role == Role.IGNORED]
    if table.role.columns:
        column = Grid(made.page.sheet, table).column(table.role.columns[0])
        rows = range(table.first_row, table.last_row + 1)
        texts = dict.fromkeys(made.page.text(row, column) for row in rows)
        yield from (t for t in texts if any(t == word or cut_off(t, word) for word in ignored))


def _totals(page: Page, table: TableMap) -> Iterator[str]:
    """The labels of total rows, with their rows."""
    if not table.kpi.columns:
        return
    grid = Grid(page.sheet, table)
    column = grid.column(table.kpi.columns[0])
    for row in range(table.first_row, table.last_row + 1):
        text = page.text(row, column)
        if is_bare_total(text):
            yield f"{text} ({address(row, column)})"


def _nameless(sheet: RawSheet, table: TableMap) -> Iterator[RawCell]:
    """The first figure of each row that no KPI is named for."""
    grid = Grid(sheet, table)
    row = 0
    for cell in grid.figures():
        if cell.row != row and is_figure(cell) and not grid.text(table.kpi, cell.row, cell.column):
            row = cell.row
            yield cell


def percent_units(found: Sequence[Read]) -> tuple[list[KpiMap], list[Problem]]:
    """The KPIs whose actuals are all formatted as percentages, where no column tells their unit.

    The format says that 0.125 is shown as 12.5 %: it is seen, but said (W257).
    """
    formats: dict[str, dict[Role, list[bool]]] = {}
    first: dict[str, RawCell] = {}
    for read in found:
        for figure in read.figures:
            reading = read_number(figure.cell)
            if "unit" in figure.said or not reading.value:
                continue
            name = read_text(figure.kpi)
            formats.setdefault(name, {}).setdefault(figure.role, []).append(reading.percent)
            first.setdefault(name, figure.cell)
    names = [name for name, by_role in formats.items() if _in_percent(by_role)]
    if not names:
        return [], []
    cell = first[names[0]]
    params: dict[str, Param] = {"kpis": tuple(names[:_MOST_NAMED]), "count": len(names)}
    return (
        [KpiMap(name, {"unit": "%"}) for name in names],
        [Problem("W257", cell.sheet, cell.address, params)],
    )


def _in_percent(by_role: Mapping[Role, Sequence[bool]]) -> bool:
    """Whether the actuals are formatted so; a target typed as 2 is then checked against them."""
    own = by_role.get(Role.ACTUAL) or [shown for role in by_role.values() for shown in role]
    return all(own)


def named_like_totals(found: Sequence[Read], known: Sequence[KpiMap]) -> list[KpiMap]:
    """KPIs such as ``Total costs``: rows of their own, for a bare total is left out before.

    The default unit, stated, tells the reader that they are defined and no totals among KPIs.
    """
    said = {kpi.name for kpi in known}
    names = {
        read_text(figure.kpi): None
        for read in found
        for figure in read.figures
        if is_total(read_text(figure.kpi)) and "unit" not in figure.said
    }
    return [KpiMap(name, {"unit": "number"}) for name in names if name not in said]


def seen_on(sheets: Sequence[RawSheet]) -> Iterator[Problem]:
    """I262: the largest block of numbers of each sheet that holds any."""
    for sheet in sheets:
        block = _largest_block(sheet)
        if len(block) >= 2:
            params: dict[str, Param] = {"block": _span(block), "count": len(block)}
            yield Problem("I262", sheet.name, block[0].address, params)


def _largest_block(sheet: RawSheet) -> list[RawCell]:
    """The figures of the rows that follow each other without a gap and hold most of them."""
    rows: dict[int, list[RawCell]] = {}
    for (row, _), cell in sorted(sheet.cells.items()):
        if cell.kind is CellKind.NUMBER:
            rows.setdefault(row, []).append(cell)
    best: list[RawCell] = []
    block: list[RawCell] = []
    before = 0
    for row, cells in rows.items():
        block = [*block, *cells] if row == before + 1 else list(cells)
        before = row
        best = block if len(block) > len(best) else best
    return best
