"""Tables with the months down a column and the KPIs across; lists are read by their own module."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from kpireport.model.problem import Problem
from kpireport.workbook.arrangement import NOWHERE, TableMap, Told
from kpireport.workbook.cells import column_letters
from kpireport.workbook.kpi_names import is_bare_total
from kpireport.workbook.recognise_labels import Labels, find_labels
from kpireport.workbook.recognise_long import is_list, long_table
from kpireport.workbook.recognise_month_rows import MonthRows, month_rows
from kpireport.workbook.recognise_names import confirmed_roles, split_told
from kpireport.workbook.recognise_page import Page, is_figure, is_words, spans
from kpireport.workbook.recognise_proposal import Proposal, header_of
from kpireport.workbook.recognise_rows_left import rows_left
from kpireport.workbook.recognise_titles import role_around, title_above
from kpireport.workbook.role_words import is_sum, role_of
from kpireport.workbook.told import Grid


def tables_down(page: Page, taken: Sequence[range]) -> Iterator[Proposal]:
    """Every table of the page, outside the rows ``taken``, that has its months down."""
    every = list(month_rows(page, taken))
    for found in every:
        numbers = _figure_columns(found)
        words = _word_columns(found, numbers)
        labels = find_labels(page, words, (found.header,), found.rows)
        if is_list(found, labels, numbers):
            made = long_table(found, labels, numbers)
        else:
            made = _tall(found, labels, numbers)
        if made is not None:
            others = {row for rows in taken for row in rows}
            others.update(row for other in every if other is not found for row in other.rows)
            yield _whole(found, made, others)


def _whole(found: MonthRows, made: Proposal, others: Container[int]) -> Proposal:
    """The table with the rows among its months and after them, which have no month of their own."""
    grid = Grid(found.page.sheet, made.table)
    left = rows_left(found, grid, grid.columns(made.table.values), others)
    period = replace(made.table.period, down=made.table.period.down or left.down)
    table = replace(made.table, first_row=left.first, last_row=left.last, drop=left.drop)
    table = replace(table, period=period)
    return replace(
        made,
        table=table,
        guesses=(*made.guesses, *left.problems),
        unread=(*made.unread, *left.unread),
    )


def _figure_columns(found: MonthRows) -> list[int]:
    """The columns with figures under a header, without the years and what numbers the rows."""
    page = found.page
    columns = []
    for c in range(1, page.last_column + 1):
        cells = [cell for r in found.rows if (cell := page.rows[r].get(c)) is not None]
        figures = sum(is_figure(cell) for cell in cells)
        if c in (found.column, found.year) or figures * 2 < len(cells) or not figures:
            continue
        columns.append(c)
    return columns


def _word_columns(found: MonthRows, numbers: Sequence[int]) -> list[int]:
    used = {found.column, found.year, *numbers}
    return [
        c
        for c in range(1, found.page.last_column + 1)
        if c not in used and any(is_words(found.page.rows[r].get(c)) for r in found.rows)
    ]


def _tall(found: MonthRows, labels: Labels, numbers: Sequence[int]) -> Proposal | None:
    """KPIs across and months down."""
    page, header = found.page, found.header
    over = header - 1
    columns = [c for c in numbers if page.text(header, c) or page.text(over, c)]
    texts = [page.text(header, c) for c in columns]
    role = NOWHERE
    roles = {t: r for t in texts if t and (r := role_of(t)) is not None}
    headers: tuple[int, ...] = (header,)
    error = None
    guesses: list[Problem] = []
    if columns and all(text in roles for text in texts):
        named = _names_over(page, over, columns)
        kpi = Told(rows=(over,)) if named else _named_by_title(page, header)
        headers = (over, header) if named else (header,)
        role = Told(rows=(header,), words={t: r.value for t, r in roles.items()})
    elif group := _roles_over(page, over, columns):
        kpi, role = Told(rows=(header,)), Told(rows=(over,), words=group)
        headers = (over, header)
    else:
        names = confirmed_roles(text for text in texts if text)
        kpi, role = Told(rows=(header,)), NOWHERE
        if names:
            kpi, role = split_told(names, texts, rows=(header,))
        columns = [c for c in columns if page.text(header, c)]
    if role == NOWHERE:
        role = Told(stated=role_around(page, min(headers), (found.column,), guesses).value)
    sums = [
        c for c in columns if is_bare_total(page.text(header, c)) or is_sum(page.text(header, c))
    ]
    plain = [c for c in columns if c not in sums] or columns
    if not plain:
        return None
    if found.daily() and found.again():
        error = _by_days(found, plain)
    table = TableMap(
        page.sheet.name,
        spans(plain),
        kpi,
        found.period(),
        role,
        header_of(page, header),
        found.rows[0],
        found.rows[-1],
        _entity(found, labels),
        attributes=_units(found),
    )
    unread = [page.text(header, c) for c in sums if c not in plain]
    unread += [column_letters(c) for c in numbers if c not in columns]
    title = title_above(page, min(headers))
    return Proposal(page, table, headers, found.when, tuple(guesses), tuple(unread), error, title)


def _units(found: MonthRows) -> dict[str, Told]:
    """The row between the names and the figures, where it holds units: words, and no figure."""
    rows = found.page.rows_between(found.header + 1, found.rows[0] - 1)
    if len(rows) != 1 or any(is_figure(cell) for cell in found.page.rows[rows[0]].values()):
        return {}
    return {"unit": Told(rows=(rows[0],))}


def _entity(found: MonthRows, labels: Labels) -> Told:
    """The column of entities where each month has a row for every one of them."""
    if not found.again():
        return NOWHERE
    return labels.entity if labels.entity != NOWHERE else labels.kpi


def _names_over(page: Page, row: int, columns: Sequence[int]) -> bool:
    """Whether the row over the roles names KPIs over the figures."""
    cells = page.rows.get(row, {})
    return any(is_words(cells.get(c)) and role_of(page.text(row, c)) is None for c in columns)


def _roles_over(page: Page, row: int, columns: Sequence[int]) -> dict[str, str]:
    """The roles that stand over groups of KPIs, where at least two do."""
    found = {
        t: r.value for c in columns if (t := page.text(row, c)) and (r := role_of(t)) is not None
    }
    return found if len(found) >= 2 else {}


def _named_by_title(page: Page, header: int) -> Told:
    title = title_above(page, header)
    return Told(sheet=True) if title is None else Told(cell=title.address)


def _by_days(found: MonthRows, columns: Sequence[int]) -> Problem:
    texts = tuple(found.page.text(found.header, c) for c in columns)
    cell = found.when[0].cell
    return Problem("E252", cell.sheet, cell.address, {"columns": texts})
