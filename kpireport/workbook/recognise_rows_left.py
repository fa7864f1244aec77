"""What stands among the rows of a table with months down, and is none of its months.

A row under the last month may be a total, a month of a merged cell, or one that was mistyped: it
is looked at, so that no figure is left out unsaid.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import Told
from kpireport.workbook.cells import column_letters
from kpireport.workbook.kpi_names import is_bare_total
from kpireport.workbook.recognise_month_rows import MonthRows, is_header
from kpireport.workbook.recognise_page import address, is_figure, is_words
from kpireport.workbook.recognise_periods import see
from kpireport.workbook.role_words import is_sum
from kpireport.workbook.texts import read_text
from kpireport.workbook.told import Grid

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class RowsLeft:
    """The span of all rows that belong to a table, and what of it isn't read.

    ``drop`` is the table map's: the texts beside figures that are sums of others, or none.
    """

    first: int
    last: int
    drop: Mapping[str, tuple[str, ...]]
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]
    down: bool = False
    """A period holds for the rows under it that have none (W284)."""


def rows_left(
    found: MonthRows, grid: Grid, columns: Sequence[int], others: Container[int]
) -> RowsLeft:
    """The rows around the months with figures in ``columns``, down to the rows of ``others``.

    Problems: W270 where a row has figures and names, and no period, W284 where the period of the
    row above is taken for it.
    """
    span = [found.rows[0], found.rows[-1]]
    dropped: dict[str, str] = {}
    blank: list[int] = []
    monthly = any(seen.month for seen in found.when)
    told = Told(columns=(column_letters(found.column),))
    for row in _with_figures(found, columns, others):
        cell = next(grid.cells(told, row, found.column), None)
        text = read_text(cell)
        seen = see(cell) if cell is not None else None
        if not text:
            blank.append(row)
        elif is_bare_total(text) or is_sum(text) or (monthly and seen and not seen.month):
            dropped.setdefault(text, f"{text} ({address(row, found.column)})")
        else:
            span.append(row)
    unread = list(dropped.values())
    named = [row for row in blank if _names_something(found, row)]
    unread += [_figures_of(found, row, columns) for row in blank if row not in named]
    down = blank == named and _grouped(found, grid, blank)
    if down:
        span += blank
    elif blank:
        dropped[""] = ""
    return RowsLeft(
        min(span),
        max(span),
        {column_letters(found.column): tuple(dropped)} if dropped else {},
        tuple(unread),
        tuple(_without_period("W284" if down else "W270", found, named, columns)),
        down,
    )


def _with_figures(
    found: MonthRows, columns: Sequence[int], others: Container[int]
) -> Iterator[int]:
    """The rows with figures and no month of their own, from the header to the next table."""
    page, own = found.page, set(found.rows)
    for row in page.rows_between(found.header + 1, page.last_row):
        if row > found.rows[-1] and (row in others or is_header(page, row, found.column)):
            return
        if row not in own and any(is_figure(page.rows[row].get(c)) for c in columns):
            yield row


def _names_something(found: MonthRows, row: int) -> bool:
    cells = found.page.rows[row].values()
    return any(is_words(cell) and not is_bare_total(read_text(cell)) for cell in cells)


def _figures_of(found: MonthRows, row: int, columns: Sequence[int]) -> str:
    filled = [c for c in columns if is_figure(found.page.rows[row].get(c))]
    first, last = address(row, filled[0]), address(row, filled[-1])
    return first if first == last else f"{first}:{last}"


def _grouped(found: MonthRows, grid: Grid, blank: Sequence[int]) -> bool:
    """Whether the months stand once over the rows of their KPIs, each KPI once under a month.

    Not where amounts are added up: a row without its day may be of any month.
    """
    table = grid.table
    tells = [told for told in (table.kpi, table.role, table.entity) if told.columns]
    if not blank or not table.kpi.columns or table.kpi.down or table.add_up:
        return False
    rows = sorted({*found.rows, *blank})
    named: set[tuple[str, ...]] = set()
    for row in rows:
        if row in found.rows:
            named = set()
        texts = tuple(grid.text(replace(told, words={}), row, found.column) for told in tells)
        if not texts[0] or texts in named:
            return False
        named.add(texts)
    return rows[0] in found.rows


def _without_period(
    code: str, found: MonthRows, rows: Sequence[int], columns: Sequence[int]
) -> Iterator[Problem]:
    if rows:
        cells = tuple(_figures_of(found, row, columns) for row in rows[:_MOST_NAMED])
        params: dict[str, Param] = {"count": len(rows), "cells": cells}
        at = cells[0].partition(":")[0]
        yield Problem(code, found.page.sheet.name, at, params)
