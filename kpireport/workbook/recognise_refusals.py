"""Why a sheet without months isn't read: what heads its figures instead.

Only asked where no actuals were recognised in the workbook: a table that a person reads at a
glance is refused in words that fit it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kpireport.model.problem import Param, Problem
from kpireport.workbook.cells import RawCell
from kpireport.workbook.recognise_page import Page, is_figure, is_words
from kpireport.workbook.role_words import header_key
from kpireport.workbook.texts import read_text
from kpireport.workbook.written_dates import plain

_WEEK = re.compile(
    r"(?:(?:19|20)\d{2}[ -]?)?(?:w|wk|week|s|sem|semaine|kw|woche|semana)\.? ?\d{1,2}"
)
_LOOKED_AT = 40
_FEWEST = 3


def refusal(page: Page) -> Problem | None:
    """The one reason that fits the sheet best, None where none does.

    Problems: E605 weeks, E280 whole years, E281 numbers that may be months, E282 KPIs across with
    entities down.
    """
    for line in _lines(page):
        weeks = [cell for cell in line if _WEEK.fullmatch(plain(read_text(cell)))]
        if len(weeks) >= _FEWEST:
            return _problem("E605", weeks)
    for line in _lines(page):
        years = [c for c in line if (seen := page.seen(c.row, c.column)) and seen.year]
        if len({read_text(cell) for cell in years}) >= 2 and _next_to_each_other(years):
            return _problem("E280", years)
        numbers = [cell for cell in line if read_text(cell).isdigit()]
        if [read_text(cell) for cell in numbers] == [str(n) for n in range(1, 13)]:
            return _problem("E281", numbers)
    return next(_entities(page), None)


def _lines(page: Page) -> Iterator[Sequence[RawCell]]:
    """The rows that may be headers, then the columns."""
    columns: dict[int, list[RawCell]] = {}
    for row, cells in page.rows.items():
        if row <= _LOOKED_AT:
            yield tuple(cells.values())
            for column, cell in cells.items():
                columns.setdefault(column, []).append(cell)
    yield from columns.values()


def _next_to_each_other(cells: Sequence[RawCell]) -> bool:
    """Whether years follow each other without another figure between them."""
    years = [int(text[:4]) for cell in cells if (text := read_text(cell)[-4:]).isdigit()]
    steps = {after - before for before, after in pairwise(years)}
    return len(years) == len(cells) and (steps <= {0, 1} or steps <= {0, -1})


def _problem(code: str, cells: Sequence[RawCell]) -> Problem:
    first = cells[0]
    params: dict[str, Param] = {
        "found": read_text(first),
        "last": read_text(cells[-1]),
        "count": len(cells),
    }
    return Problem(code, first.sheet, first.address, params)


def _entities(page: Page) -> Iterator[Problem]:
    """A header of an entity and of KPIs over their figures."""
    for row, cells in page.rows.items():
        if row > _LOOKED_AT or not all(is_words(cell) for cell in cells.values()):
            continue
        entity = next((c for c, x in cells.items() if header_key(read_text(x)) == "entity"), 0)
        below = page.rows_between(row + 1, row + 2)
        if entity and below and _figures(page.rows[below[0]], entity) >= 2:
            params: dict[str, Param] = {"found": read_text(cells[entity])}
            yield Problem("E282", page.sheet.name, cells[entity].address, params)


def _figures(cells: Mapping[int, RawCell], right_of: int) -> int:
    return sum(is_figure(cell) for column, cell in cells.items() if column > right_of)
