"""The year of months that stand without one, and the month that ``M1`` or ``P01`` is.

A row or a column of years has been seen before. Here the year is looked for in the titles over the
table, in the sheet's name, in the file's name, and at last in the settings' closed month; the
fiscal year's start in the settings, else in the order of the months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import Told
from kpireport.workbook.cells import RawCell
from kpireport.workbook.period_reading import PeriodReading
from kpireport.workbook.recognise_periods import ENGLISH_MONTHS, Seen
from kpireport.workbook.recognise_proposal import Proposal
from kpireport.workbook.recognise_year_sources import Known, YearSource, year_sources
from kpireport.workbook.texts import read_text
from kpireport.workbook.told import Grid
from kpireport.workbook.written_periods import read_period_text


@dataclass(frozen=True, slots=True)
class Dated:
    """A proposal with its years, and the settings that this takes."""

    proposal: Proposal
    settings: dict[str, str] = field(default_factory=dict)


def with_years(made: Proposal, known: Known) -> Dated:
    """The proposal with every month's year, a guess where it comes from a title (W238).

    Errors: E269 no year, E268 two years.
    """
    settings: dict[str, str] = {}
    calendar = known.calendar
    months = _bare_run(made)
    back = _step_back(months)
    numbered = [seen for seen in made.when if seen.numbered]
    if back is not None and made.needs_year and not known.start_said:
        start = months[0].reading.number or 1
        settings["fiscal_year_start"] = ENGLISH_MONTHS[start - 1]
        calendar = replace(calendar, start_month=start)
        made = _guess(made, "W259", months[0].cell, Period(2000, start))
    if numbered and not known.start_said and not settings:
        made = _guess(made, "W259", numbered[0].cell, Period(2000, 1))
    if not made.needs_year:
        return Dated(_numbered(_past_december(made, known), calendar), settings)
    sources = list(year_sources(made, known))
    years = {(s.reading.year, s.reading.end_year): s for s in sources}
    first = next(seen for seen in made.when if seen.bare)
    if not years:
        params: dict[str, Param] = {"found": read_text(first.cell), "count": len(months)}
        return Dated(_failed(made, Problem("E269", first.cell.sheet, first.cell.address, params)))
    source, *others = years.values()
    if others:
        return Dated(_two_years(made, first, source.text, others[0].text))
    year = source.reading
    if back is None and not numbered and not year.fiscal:
        return Dated(_calendar_year(made, months, year, source, calendar), settings)
    if back is not None and not year.fiscal and not known.start_said:
        whole = year.year or 0
        span = (f"{whole - 1}/{whole % 100:02d}", f"{whole}/{(whole + 1) % 100:02d}")
        return Dated(_two_years(made, first, *span))
    text = str(year.year) if year.end_year is None else f"{year.year}/{year.end_year % 100:02d}"
    if year.end_year is not None and calendar.start_month == 1:
        return Dated(_two_years(made, first, str(year.year), str(year.end_year)))
    table = replace(made.table, fiscal_year=text)
    made = _said(replace(made, table=table), source)
    return Dated(_numbered(made, calendar), settings)


def _past_december(made: Proposal, known: Known) -> Proposal:
    """E268 where months go on past December under one plain year: it may begin or end with them."""
    runs: dict[str, list[Seen]] = {}
    grid = Grid(made.page.sheet, made.table)
    for seen in made.when:
        if seen.bare and not seen.numbered:
            cells = grid.cells(made.table.period, seen.cell.row, seen.column)
            texts = [read_text(cell) for cell in cells if cell.address != seen.cell.address]
            runs.setdefault(" ".join(texts), []).append(seen)
    for text, months in runs.items():
        year = read_period_text(text)
        if year is None or year.year is None or year.fiscal:
            continue
        if _step_back(_each_once(months)) is not None:
            one, other = (f"{y}/{(y + 1) % 100:02d}" for y in (year.year - 1, year.year))
            return _two_years(made, months[0], one, other)
    return made


def _each_once(months: Sequence[Seen]) -> list[Seen]:
    found: dict[int | None, Seen] = {}
    for seen in months:
        found.setdefault(seen.reading.number, seen)
    return list(found.values())


def _bare_run(made: Proposal) -> list[Seen]:
    """The bare months in their order, each once."""
    return _each_once([seen for seen in made.when if seen.bare and not seen.numbered])


def _step_back(months: Sequence[Seen]) -> int | None:
    """Where the months go on past December; None where they rise, or fall all along."""
    numbers = [seen.reading.number or 0 for seen in months]
    steps = [after - before for before, after in pairwise(numbers)]
    if all(step < 0 for step in steps):
        return None
    return next((at for at, step in enumerate(steps, 1) if step < 0), None)


def _calendar_year(
    made: Proposal,
    months: Sequence[Seen],
    year: PeriodReading,
    source: YearSource,
    calendar: FiscalCalendar,
) -> Proposal:
    """Months that rise under a plain year are that calendar year's."""
    table = made.table
    if calendar.start_month == 1:
        return _said(replace(made, table=replace(table, fiscal_year=str(year.year))), source)
    words = {read_text(s.cell): f"{year.year}-{s.reading.number:02d}" for s in months}
    period = replace(table.period, words={**table.period.words, **words})
    return _said(replace(made, table=replace(table, period=period)), source)


def _numbered(made: Proposal, calendar: FiscalCalendar) -> Proposal:
    """The proposal with words for the months that are counted from the fiscal year's first."""
    words: dict[str, str] = {}
    for seen in made.when:
        number = seen.reading.number
        if not seen.numbered or number is None:
            continue
        if seen.bare:
            month = (calendar.start_month + number - 2) % 12
            words[read_text(seen.cell)] = ENGLISH_MONTHS[month]
        elif seen.reading.year is not None:
            first = calendar.first_month_of(seen.reading.year)
            words[read_text(seen.cell)] = str(first.shift(number - 1))
    if not words:
        return made
    if calendar.start_month != 1:
        words |= _fiscal_years(made)
    period: Told = made.table.period
    told = replace(period, words={**period.words, **words})
    return replace(made, table=replace(made.table, period=told))


def _fiscal_years(made: Proposal) -> dict[str, str]:
    """Plain years over numbered months are fiscal years."""
    cells = [c for row in made.headers for c in made.page.rows.get(row, {}).values()]
    cells += [c for row in made.table.period.rows for c in made.page.rows.get(row, {}).values()]
    found = {read_text(cell): read_period_text(read_text(cell)) for cell in cells}
    return {
        text: f"FY{reading.year}"
        for text, reading in found.items()
        if reading is not None and reading.number is None and not reading.fiscal
    }


def _guess(made: Proposal, code: str, cell: RawCell, month: Period) -> Proposal:
    params: dict[str, Param] = {"found": read_text(cell), "month": str(month)[5:]}
    params["name"] = ENGLISH_MONTHS[month.month - 1]
    return replace(made, guesses=(*made.guesses, Problem(code, cell.sheet, cell.address, params)))


def _said(made: Proposal, source: YearSource) -> Proposal:
    """W238: the months' year is taken from elsewhere."""
    first = next(seen for seen in made.when if seen.bare)
    place = source.cell.address if source.cell is not None else None
    params: dict[str, Param] = {"year": source.text, "found": read_text(first.cell)}
    guess = Problem("W238", made.page.sheet.name, place or first.cell.address, params)
    return replace(made, guesses=(*made.guesses, guess))


def _two_years(made: Proposal, first: Seen, one: str, other: str) -> Proposal:
    params: dict[str, Param] = {"found": read_text(first.cell), "first": one, "second": other}
    return _failed(made, Problem("E268", first.cell.sheet, first.cell.address, params))


def _failed(made: Proposal, problem: Problem) -> Proposal:
    return replace(made, error=made.error or problem)
