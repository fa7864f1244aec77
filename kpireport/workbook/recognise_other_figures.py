"""Tables that hold no month's own figures, as their title or sheet says: variances, sums over the
year so far; and last year's figures under this year's months.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kpireport.model.period import FiscalCalendar
from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import Role
from kpireport.workbook.cells import RawCell, RawWorkbook
from kpireport.workbook.numbers import read_number
from kpireport.workbook.recognise_choice import Read, read_proposal
from kpireport.workbook.recognise_proposal import Proposal
from kpireport.workbook.role_words import is_variance
from kpireport.workbook.texts import read_text, without_accents
from kpireport.workbook.told import Grid

_CUMULATED = re.compile(
    r"\b(?:ytd|y-t-d|year[ -]to[ -]date|cumul|cumule?e?s?|cumulative|cumulated|kumuliert\w*"
    r"|acumulad[oa]s?|cumulat[oaie]|progressiv[oi])\b"
)
_OF_A_MONTH = re.compile(
    r"\b(?:month|months|monthly|mois|mensuel\w*|monat\w*|mes|meses|mensual\w*|mensal|mensais"
    r"|mese|mesi|mensil[ei])\b"
)

_FEWEST = 3


def own_figures(found: Sequence[Read], problems: list[Problem]) -> list[Read]:
    """The tables with figures of months.

    Problems: I275 for a table of variances or of sums whose months are read elsewhere, E276 where
    only figures over the year so far are there, W283 where they can't be such sums.
    """
    variances = [read for read in found if _is_variance(read.proposal)]
    rest = [read for read in found if read not in variances]
    sums = [read for read in rest if _is_cumulated(read.proposal)]
    rest = [read for read in rest if read not in sums]
    known = {(kpi, role) for read in rest for kpi, _, role, _ in read.by_key}
    problems.extend(_said("I275", read) for read in variances)
    months = []
    for read in sums:
        mine = {(kpi, role) for kpi, _, role, _ in read.by_key}
        code = "I275" if len(mine & known) * 2 >= len(mine) else "E276"
        if code == "E276" and _most_fall(read):
            code = "W283"
            months.append(read)
        problems.append(_said(code, read))
    return [read for read in found if read in rest or read in months]


def _most_fall(read: Read) -> bool:
    """Whether most series fall from one month to the next, which no sum over the year does."""
    series: dict[tuple[str, Role, str], list[tuple[str, float]]] = {}
    for (kpi, month, role, entity), figure in read.by_key.items():
        value = read_number(figure.cell).value
        if value is not None:
            series.setdefault((kpi, role, entity), []).append((month, value))
    long = [[value for _, value in sorted(s)] for s in series.values() if len(s) >= _FEWEST]
    falls = [any(b < a for a, b in pairwise(values)) for values in long]
    return sum(falls) * 2 > len(falls)


def _said(code: str, read: Read) -> Problem:
    texts = list(_titles(read.proposal))
    test = is_variance if _is_variance(read.proposal) else _says_cumulated
    text, cell = next((text, cell) for text, cell in texts if test(text))
    params: dict[str, Param] = {"found": text, "count": len(read.figures)}
    at = cell.address if cell is not None else None
    return Problem(code, read.proposal.page.sheet.name, at, params)


def _titles(made: Proposal) -> Iterator[tuple[str, RawCell | None]]:
    """What stands over the table: its title, its corner, its sheet's name."""
    if made.title is not None:
        yield read_text(made.title), made.title
    for row in made.headers:
        corner = next(iter(made.page.rows.get(row, {}).values()), None)
        if corner is not None and made.when and corner.column < made.when[0].column:
            yield read_text(corner), corner
    yield made.page.sheet.name, None


def _is_variance(made: Proposal) -> bool:
    return bool(made.table.role.stated) and any(is_variance(text) for text, _ in _titles(made))


def _is_cumulated(made: Proposal) -> bool:
    if "actuals_input" in made.table.attributes:
        return False
    return any(_says_cumulated(text) for text, _ in _titles(made))


def _says_cumulated(text: str) -> bool:
    plain = without_accents(text)
    return _CUMULATED.search(plain) is not None and _OF_A_MONTH.search(plain) is None


def last_years(
    raw: RawWorkbook, found: Sequence[Read], calendar: FiscalCalendar, problems: list[Problem]
) -> list[Read]:
    """The tables, those of last year's figures under their own months.

    A table of last year's without years of its own has the months that the actuals are compared
    with: those of the same name, which are other figures. They are a year earlier (W277).
    """
    actuals = {
        (kpi, month, entity): figure
        for read in found
        for (kpi, month, role, entity), figure in read.by_key.items()
        if role is Role.ACTUAL
    }
    made = []
    for read in found:
        both = [
            (figure, actuals[kpi, month, entity])
            for (kpi, month, role, entity), figure in read.by_key.items()
            if role is Role.PRIOR_YEAR and (kpi, month, entity) in actuals
        ]
        other = sum(read_number(a.cell).value != read_number(b.cell).value for a, b in both)
        stated = read.proposal.table.role.stated == Role.PRIOR_YEAR
        if stated and read.proposal.needs_year and other * 2 > len(both):
            read = _a_year_earlier(raw, read, calendar)
            first = read.proposal.when[0].cell
            params: dict[str, Param] = {"found": read_text(first), "year": str(read.first)[:4]}
            problems.append(Problem("W277", first.sheet, first.address, params))
        made.append(read)
    return made


def _a_year_earlier(raw: RawWorkbook, read: Read, calendar: FiscalCalendar) -> Read:
    table = read.proposal.table
    grid = Grid(read.proposal.page.sheet, table)
    words = {}
    for (_, month, _, _), figure in read.by_key.items():
        cells = grid.cells(table.period, figure.cell.row, figure.cell.column)
        text = " ".join(read_text(cell) for cell in cells)
        if month != "None":
            words[text] = f"{int(month[:4]) - 1}{month[4:]}"
    period = replace(table.period, words={**table.period.words, **words})
    guesses = tuple(guess for guess in read.proposal.guesses if guess.code != "W238")
    table = replace(table, period=period)
    proposal = replace(read.proposal, table=table, guesses=guesses)
    return read_proposal(raw, proposal, calendar)
