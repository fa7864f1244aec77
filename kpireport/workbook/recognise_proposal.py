"""What recognition proposes: a table, the cells it was seen by, and what is not sure of it."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.model.problem import Problem
from kpireport.workbook.arrangement import TableMap
from kpireport.workbook.cells import RawCell
from kpireport.workbook.recognise_page import Page
from kpireport.workbook.recognise_periods import Seen
from kpireport.workbook.texts import normalise


@dataclass(frozen=True, slots=True)
class Proposal:
    """One table of figures as it was recognised.

    ``headers`` are its header rows, ``when`` the cells that tell its periods, in their order;
    ``title`` stands above it or its part. ``guesses`` are warnings on what
    isn't sure, ``unread`` headers and labels that are left out. With an ``error`` the table is
    only said, not read.
    """

    page: Page
    table: TableMap
    headers: tuple[int, ...]
    when: tuple[Seen, ...] = ()
    guesses: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()
    error: Problem | None = None
    title: RawCell | None = None

    @property
    def needs_year(self) -> bool:
        """Whether months stand without a year, and no row or column tells it."""
        return any(seen.bare for seen in self.when) and len(_period_places(self.table)) == 1


def _period_places(table: TableMap) -> tuple[object, ...]:
    period = table.period
    return (
        *period.rows,
        *period.columns,
        *((period.cell,) if period.cell else ()),
        *(("sheet",) if period.sheet else ()),
    )


def header_of(page: Page, row: int) -> int:
    """The header row for the table map; 0 where a header's text could be taken for a column.

    Columns are named by letters here, and a header ``C`` or ``N`` would come before the letter.
    """
    texts = (normalise(page.text(row, column)) for column in range(1, page.last_column + 1))
    return 0 if any(0 < len(text) <= 3 and text.isalpha() for text in texts) else row
