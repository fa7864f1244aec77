"""Sheets of one period: KPIs down, actual and target beside each other, the month in a title.

One sheet a month is a workbook of such sheets, the month being the sheet's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import NOWHERE, Role, TableMap, Told
from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.period_reading import PeriodKind, PeriodReading
from kpireport.workbook.periods import read_period
from kpireport.workbook.recognise_labels import find_labels
from kpireport.workbook.recognise_page import Page, is_figure, is_words, spans
from kpireport.workbook.recognise_periods import Seen
from kpireport.workbook.recognise_proposal import Proposal, header_of
from kpireport.workbook.recognise_titles import sections, title_above
from kpireport.workbook.role_words import header_key, is_sum, role_of
from kpireport.workbook.texts import read_text

_LABEL = re.compile(r"\s*(?:[^\W\d]+\s*:\s*)(?P<rest>.+)")


@dataclass(frozen=True, slots=True)
class _When:
    """The sheet's period, where it is told, and the cell that stands for it."""

    told: Told
    seen: Seen


def tables_of_one_period(
    page: Page, named: Seen | None, months: Sequence[Seen], taken: bool
) -> Iterator[Proposal]:
    """The sheet's tables of KPIs under headers of roles; E253 where nothing says the month.

    ``named`` is the month of the sheet's name, ``months`` those of all names in their order.
    ``taken``: the sheet has other tables already, which tell their months; then nothing is said.
    """
    if taken:
        return
    headers = [row for row in page.rows if _is_header(page, row)]
    for at, header in enumerate(headers):
        end = headers[at + 1] - 1 if at + 1 < len(headers) else page.last_row
        made = _table(page, header, end, named, months)
        if made is not None:
            yield from made


def _is_header(page: Page, row: int) -> bool:
    """A row of words with the role of at least one column of figures, and no figure itself."""
    cells = page.rows[row]
    if any(is_figure(cell) and not _is_year(page, cell) for cell in cells.values()):
        return False
    return any(_figures_under(page, row, c) for c in _roles(page, row))


def _roles(page: Page, row: int) -> dict[int, Role]:
    """The columns of a header with a role; one of amounts beside one of KPIs holds actuals."""
    texts = {c: read_text(cell) for c, cell in page.rows[row].items()}
    found = {
        c: r
        for c, t in texts.items()
        if (r := role_of(t, texts.values())) not in (None, Role.IGNORED)
    }
    keys = {c: header_key(text) for c, text in texts.items()}
    amounts = [c for c, key in keys.items() if key == "amount"]
    if not found and len(amounts) == 1 and "kpi" in keys.values():
        return {amounts[0]: Role.ACTUAL}
    return {c: role for c, role in found.items() if role is not None}


def _is_year(page: Page, cell: RawCell) -> bool:
    seen = page.seen(cell.row, cell.column)
    return seen is not None and seen.year


def _figures_under(page: Page, row: int, column: int) -> bool:
    """Whether figures begin within two rows under a header."""
    below = page.rows_between(row + 1, row + 3)
    return any(is_figure(page.rows[r].get(column)) for r in below)


def _table(
    page: Page, header: int, end: int, named: Seen | None, months: Sequence[Seen]
) -> list[Proposal] | None:
    every = _roles(page, header)
    roles = {c: role for c, role in every.items() if not is_sum(_group(page, header, c, every))}
    if not roles:
        return None
    first = min(roles)
    rows = [
        r
        for r in page.rows_between(header + 1, end)
        if any(is_figure(page.rows[r].get(c)) for c in roles)
    ]
    left = list(range(1, first))
    labels = find_labels(page, left, (header,), rows) if rows else None
    if labels is None or (labels.kpi == NOWHERE and labels.problem is None):
        return None
    right = [c for c in range(first, page.last_column + 1) if c not in roles]
    texts = [page.text(header, c) for c in right if page.text(header, c)]
    words = {page.text(header, c): role.value for c, role in roles.items()}
    when = _when(page, header, named)
    error = labels.problem
    if len(set(roles.values())) < len(roles):
        error = error or _twice(page, header, roles)
    if when is None:
        error = error or Problem("E253", page.sheet.name, f"{_letters(page, header, first)}")
    table = TableMap(
        page.sheet.name,
        spans(roles),
        labels.kpi,
        when.told if when is not None else NOWHERE,
        Told(rows=(header,), words=words),
        header_of(page, header),
        rows[0],
        rows[-1],
        labels.entity,
        attributes=labels.about,
    )
    seen: tuple[Seen, ...] = (when.seen,) if when is not None else ()
    if named is not None and named.bare:
        seen = tuple(each for each in months if each.bare)
    guesses = tuple(_contradicted(page, header, named))
    made = Proposal(
        page, table, (header,), seen, guesses, tuple(texts), error, title_above(page, header)
    )
    return list(sections(made, labels, rows))


def _group(page: Page, header: int, column: int, roles: Mapping[int, Role]) -> str:
    """What stands over a header, or over the nearest to its left: ``YTD`` over Actual, Target."""
    over = page.rows.get(header - 1, {})
    heads = [c for c in over if min(roles) <= c <= column]
    return read_text(over[max(heads)]) if heads else ""


def _twice(page: Page, header: int, roles: Mapping[int, Role]) -> Problem:
    """E250 where a role stands twice and nothing says why."""
    first: dict[Role, int] = {}
    second = next(c for c, role in roles.items() if first.setdefault(role, c) != c)
    params: dict[str, Param] = {
        "found": page.text(header, second),
        "first": page.rows[header][first[roles[second]]].address,
    }
    return Problem("E250", page.sheet.name, page.rows[header][second].address, params)


def _letters(page: Page, row: int, column: int) -> str:
    return page.rows[row][column].address


def _when(page: Page, header: int, named: Seen | None) -> _When | None:
    """The period of the sheet: its name, or the one period in the cells over the header."""
    if named is not None:
        plain = named.read or named.numbered
        words = {} if plain else {page.sheet.name: named.reading.text}
        return _When(Told(sheet=True, words=words), named)
    found: list[_When] = []
    for row in page.rows:
        if row > header:
            break
        for each in page.rows[row].values():
            told = _told(each, header)
            if told is not None:
                found.append(told)
    keys = {when.seen.key for when in found}
    return found[0] if len(keys) == 1 else None


def _contradicted(page: Page, header: int, named: Seen | None) -> Iterator[Problem]:
    """W278 where a title names another month than the sheet: a copy that kept its title."""
    if named is None or not named.month:
        return
    rows = [row for row in page.rows if row < header]
    cells = [cell for row in rows for cell in page.rows[row].values()]
    found = [t.seen for c in cells if c.kind is CellKind.TEXT and (t := _told(c, header))]
    months = [seen for seen in found if seen.month and seen.reading.day is None]
    if not months or any(_agree(seen.reading, named.reading) for seen in months):
        return
    cell = months[0].cell
    params: dict[str, Param] = {"found": read_text(cell), "sheet": page.sheet.name}
    yield Problem("W278", page.sheet.name, cell.address, params)


def _agree(one: PeriodReading, other: PeriodReading) -> bool:
    years = {one.year, other.year} - {None}
    return one.number == other.number and len(years) < 2


def months_of_names(sheets: Sequence[RawSheet]) -> dict[str, Seen]:
    """The sheets whose name is a month, or ends with one."""
    cells = [RawCell(sheet.name, 1, 1, CellKind.TEXT, sheet.name) for sheet in sheets]
    found = {seen.cell.sheet: seen for seen in Page(sheets[0]).months_in(cells)} if sheets else {}
    for cell in cells:
        told = None if cell.sheet in found else _told(cell, 0)
        if told is not None:
            found[cell.sheet] = replace(told.seen, cell=cell, read=False)
    return found


def _told(cell: RawCell, header: int) -> _When | None:
    """The period of a title: the cell alone, or what follows a colon or its first words."""
    reading = read_period(cell)
    if reading is not None:
        if reading.kind is PeriodKind.YEAR or cell.kind is CellKind.NUMBER:
            return None
        if cell.row == header:
            return None
        return _When(Told(cell=cell.address), Seen(cell, reading))
    if not is_words(cell) or len(read_text(cell)) > 80:
        return None
    text = read_text(cell)
    match = _LABEL.fullmatch(text)
    for rest in (match["rest"] if match else "", *_tails(text)):
        short = RawCell(cell.sheet, cell.row, cell.column, CellKind.TEXT, rest)
        inner = read_period(short) if rest else None
        if inner is not None and inner.kind in (PeriodKind.MONTH, PeriodKind.QUARTER):
            return _When(Told(cell=cell.address, words={text: inner.text}), Seen(cell, inner))
    return None


def _tails(text: str) -> Iterator[str]:
    """The last two and three words of a title: ``KPI report March 2026`` → ``March 2026``."""
    words = text.replace("–", " ").replace("—", " ").split()
    for count in (1, 2, 3):
        if len(words) > count:
            yield " ".join(words[-count:]).strip("()")
