"""Where the year of months may be said: titles, the sheet's name, the file's, the settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kpireport.model.book import Settings
from kpireport.model.period import FiscalCalendar
from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.period_reading import PeriodReading
from kpireport.workbook.recognise_proposal import Proposal
from kpireport.workbook.texts import read_text
from kpireport.workbook.written_dates import plain
from kpireport.workbook.written_periods import read_period_text

_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}")


_YEAR = re.compile(
    r"(?:(?:fiscal year|fy|exercice|annee fiscale|geschaftsjahr|gj|ejercicio|exercicio|esercizio)"
    r" ?'?)?(?<!\d)(?:19|20)\d{2}(?:(?: ?[-/] ?)(?:\d{4}|\d{2})(?!\d))?(?!\d)"
    r"|(?:fy|gj) ?'?\d{2}(?: ?[-/] ?\d{2})?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the workbook says of its fiscal year. ``start_said``: the settings give its start."""

    settings: Settings
    start_said: bool
    name: str

    @property
    def calendar(self) -> FiscalCalendar:
        return self.settings.fiscal_calendar


@dataclass(frozen=True, slots=True)
class YearSource:
    reading: PeriodReading
    cell: RawCell | None
    text: str


def year_sources(made: Proposal, known: Known) -> Iterator[YearSource]:
    """The years that are said nearest to the table: over it, in the sheet's name, then beyond."""
    near = [*_in_cells(made), *_in_text(made.page.sheet.name, None)]
    if near:
        yield from near
        return
    name = list(_in_text(known.name.rpartition(".")[0] or known.name, None))
    if name:
        yield from name
        return
    closed = known.settings.closed_through
    if closed is not None:
        year = known.calendar.fiscal_year(closed)
        reading = read_period_text(f"FY{year}")
        if reading is not None:
            yield YearSource(reading, None, str(closed))


def _in_cells(made: Proposal) -> Iterator[YearSource]:
    """Years in the texts and numbers above the table, the nearest rows with any of them."""
    first = made.when[0].column
    below = max(made.headers, default=0)
    rows = [row for row in made.page.rows if row <= below]
    for row in reversed(rows):
        found: list[YearSource] = []
        for column, cell in made.page.rows[row].items():
            if row in made.headers and column >= first:
                continue
            if cell.kind in (CellKind.TEXT, CellKind.NUMBER):
                found.extend(_in_text(read_text(cell), cell))
        if found:
            yield from found
            return


def _in_text(text: str, cell: RawCell | None) -> Iterator[YearSource]:
    if len(text) > 200:
        return
    for match in _YEAR.finditer(_DATE.sub(" ", plain(text))):
        reading = read_period_text(match[0])
        if reading is None and "-" in match[0]:
            reading = read_period_text(match[0].split("-")[0].strip())
        if reading is not None and reading.year is not None:
            fiscal = reading if reading.number is None else None
            if fiscal is not None:
                yield YearSource(fiscal, cell, match[0].strip())
