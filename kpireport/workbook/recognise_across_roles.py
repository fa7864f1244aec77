"""The roles of a table with months across: over them, under them, beside them, in their headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import NOWHERE, Role, Told
from kpireport.workbook.cells import CellKind, column_letters
from kpireport.workbook.recognise_labels import Labels
from kpireport.workbook.recognise_page import Page, address, is_figure
from kpireport.workbook.recognise_periods import Seen
from kpireport.workbook.recognise_proposal import Proposal
from kpireport.workbook.recognise_titles import role_around
from kpireport.workbook.role_words import header_key, is_sum, role_of, span_of_target, year_in
from kpireport.workbook.schema_definitions import KPIS
from kpireport.workbook.texts import read_text


@dataclass(frozen=True, slots=True)
class Block:
    """The figures under one row of months: its header rows, columns and data rows."""

    page: Page
    row: int
    months: tuple[Seen, ...]
    labels: range
    last_column: int
    end: int


def role_row(block: Block) -> tuple[int, Mapping[int, Role]]:
    """The row of roles under or over the months, and the role of each column that is read."""
    page, first = block.page, block.months[0].column
    last = block.last_column - 1 if block.last_column else page.last_column
    months = [seen.column for seen in block.months]
    for row in (block.row + 1, block.row - 1, block.row - 2):
        cells = page.rows.get(row, {})
        texts = [read_text(cell) for cell in cells.values()]
        found = {
            c: role
            for c in range(first, last + 1)
            if (cell := cells.get(c)) is not None
            and cell.kind is CellKind.TEXT
            and (role := role_of(read_text(cell), texts)) is not None
        }
        if row > block.row and len(found) >= 2 and not any(is_figure(cells.get(c)) for c in found):
            under = {c: role for c, role in found.items() if _under_month(block, c)}
            if set(under.values()) - {Role.IGNORED}:
                return row, {c: r for c, r in under.items() if r is not Role.IGNORED}
        if row < block.row and found and (len(set(found.values())) > 1 or _again(block)):
            over = {c: found[max(at for at in found if at <= c)] for c in months if c >= min(found)}
            return row, {c: role for c, role in over.items() if role is not Role.IGNORED}
    return 0, {}


def with_label_headers(block: Block, headers: tuple[int, ...]) -> tuple[int, ...]:
    """The header rows, with the one above them where the names of the other columns stand there.

    They are merged down to the months' row, under quarters or years for example.
    """
    page = block.page
    if any(page.text(row, c) for row in headers for c in block.labels):
        return headers
    for row in (min(headers) - 1, min(headers) - 2):
        texts = [text for c in block.labels if (text := page.text(row, c))]
        if any(header_key(text) is not None or KPIS.find(text) is not None for text in texts):
            return (row, *headers)
    return headers


def _under_month(block: Block, column: int) -> bool:
    """Whether the header over a column, or the nearest to its left, is a month."""
    cells = block.page.rows[block.row]
    heads = [c for c in cells if block.months[0].column <= c <= column]
    return bool(heads) and max(heads) in {seen.column for seen in block.months}


def years_over(block: Block) -> tuple[int, dict[str, str]]:
    """The row of years over bare months, 0 where there is none, with what its texts mean.

    A year may stand with a role: ``Réalisé 2026``.
    """
    page, first, last = block.page, block.months[0].column, block.months[-1].column
    if not any(seen.bare for seen in block.months):
        return 0, {}
    for row in (block.row - 1, block.row - 2, block.row - 3):
        cells = [c for column, c in page.rows.get(row, {}).items() if first <= column <= last]
        words = {
            text: year
            for cell in cells
            if cell.kind is CellKind.TEXT
            and role_of(text := read_text(cell)) is not None
            and (year := year_in(text))
        }
        plain = [seen for cell in cells if (seen := page.seen(row, cell.column)) and seen.year]
        if plain or (words and len(words) == len({read_text(cell) for cell in cells})):
            return row, words
    return 0, {}


def years_under(block: Block) -> tuple[int, tuple[int, ...]]:
    """The row of years under bare months and its columns, 0 where there is none.

    Each month has the same years under it, two at least (``Jan: 2025, 2026``), and nothing is
    named in that row: a row of figures that look like years has a name.
    """
    page, row = block.page, block.row + 1
    if not all(seen.bare for seen in block.months) or any(page.text(row, c) for c in block.labels):
        return 0, ()
    last = block.last_column - 1 if block.last_column else page.last_column
    starts = [seen.column for seen in block.months]
    found: dict[int, list[str]] = {start: [] for start in starts}
    columns = []
    for column in range(starts[0], last + 1):
        seen = page.seen(row, column)
        if seen is not None and seen.year:
            found[max(c for c in starts if c <= column)].append(page.text(row, column))
            columns.append(column)
        elif page.text(row, column) and role_of(page.text(row, column)) is not Role.IGNORED:
            return 0, ()
    years = next(iter(found.values()))
    alike = all(each == years for each in found.values())
    return (row, tuple(columns)) if alike and len(set(years)) == len(years) >= 2 else (0, ())


def _keys(block: Block) -> list[tuple[str, object]]:
    """The months' keys with the year that stands over each."""
    row, _ = years_over(block)
    cells = block.page.rows.get(row, {})
    found: list[tuple[str, object]] = []
    over = ""
    at = block.months[0].column
    for seen in block.months:
        for column in range(at, seen.column + 1):
            over = read_text(cells.get(column)) or over
        at = seen.column
        found.append((over, seen.key))
    return found


def _again(block: Block) -> bool:
    keys = _keys(block)
    return len(set(keys)) < len(keys)


def roles_of(
    block: Block,
    row: int,
    labels: Labels,
    guesses: list[Problem],
) -> tuple[Told, Problem | None]:
    """Where the roles are told; E250 where months come twice and nothing says what they are."""
    page = block.page
    if row:
        every = [read_text(cell) for cell in page.rows[row].values()]
        texts = {t: r.value for t in every if (r := role_of(t, every)) is not None}
        return Told(rows=(row,), words=texts), None
    own = {read_text(seen.cell): seen.role.value for seen in block.months if seen.role}
    if own:
        plain = any(seen.role is None for seen in block.months)
        return Told(rows=(block.row,), words=own | ({"": Role.ACTUAL.value} if plain else {})), None
    if _again(block):
        keys = _keys(block)
        places: dict[object, int] = {}
        at = next(i for i, key in enumerate(keys) if places.setdefault(key, i) != i)
        first, second = block.months[places[keys[at]]], block.months[at]
        params: dict[str, Param] = {"found": read_text(second.cell), "first": first.cell.address}
        return NOWHERE, Problem("E250", page.sheet.name, second.cell.address, params)
    if labels.role != NOWHERE:
        return labels.role, None
    return Told(stated=role_around(page, block.row, (labels.kpi_column,), guesses).value), None


def targets_beside(
    made: Proposal, labels: Labels, columns: Sequence[int], row: int
) -> Iterator[Proposal]:
    """A column of targets beside the months: each month's where it says so, else only said."""
    for column, header in labels.numbers.items():
        role = role_of(header)
        span = span_of_target(header)
        if role is None and span is not None and not is_sum(header.partition(" ")[2]):
            words = header.replace("-", " ").split()
            role = next((r for word in words if (r := role_of(word)) is not None), None)
        if role not in (Role.TARGET, Role.BUDGET) or made.error is not None:
            continue
        if span != "month":
            at = address(row, column)
            yield replace(
                made,
                error=Problem("W254", made.page.sheet.name, at, {"column": header}),
            )
            continue
        for seen in made.when:
            period = _of_one(made, seen)
            table = replace(
                made.table,
                values=(column_letters(column),),
                period=period,
                role=Told(stated=role.value),
            )
            yield replace(made, table=table, when=(seen,), guesses=())


def _of_one(made: Proposal, seen: Seen) -> Told:
    """The period of one month's header, with the year over it where one stands there."""
    period, page = made.table.period, made.page
    if len(period.rows) == 1:
        return replace(period, rows=(), cell=seen.cell.address)
    above = (page.text(period.rows[0], c) for c in range(seen.column, 0, -1))
    year = next((text for text in above if text), "")
    return Told(stated=f"{seen.reading.text} {year}")
