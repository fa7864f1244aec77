"""Tables with the months across: one to a row of months, or several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kpireport.model.problem import Problem
from kpireport.workbook.arrangement import NOWHERE, Role, TableMap, Told
from kpireport.workbook.cells import CellKind, column_letters
from kpireport.workbook.lost_months import looks_like_a_period
from kpireport.workbook.period_reading import PeriodKind
from kpireport.workbook.recognise_across_roles import (
    Block,
    role_row,
    roles_of,
    targets_beside,
    with_label_headers,
    years_over,
    years_under,
)
from kpireport.workbook.recognise_labels import Labels, find_labels
from kpireport.workbook.recognise_page import Page, address, is_figure, is_words, spans
from kpireport.workbook.recognise_periods import Seen
from kpireport.workbook.recognise_proposal import Proposal, header_of
from kpireport.workbook.recognise_table_rows import table_rows, words_for_figures
from kpireport.workbook.recognise_titles import sections, title_above
from kpireport.workbook.role_words import header_key, is_sum, role_of
from kpireport.workbook.texts import read_text

_LOOKED_AT = 40
"""So many rows under one of months tell whether it heads figures."""


def tables_across(page: Page) -> Iterator[Proposal]:
    """Every table of the page that has months across."""
    found = list(_month_rows(page))
    for at, (row, months) in enumerate(found):
        end = found[at + 1][0] - 1 if at + 1 < len(found) else page.last_row
        if at + 1 < len(found):
            end = _above_header(page, end, row)
        left = 1
        for group in _side_by_side(page, row, months, end):
            last = next((m.column for m in months if m.column > group[-1].column), 0)
            block = Block(page, row, group, range(left, group[0].column), last, end)
            yield from _tables_of(block)
            left = group[-1].column + 1


def _month_rows(page: Page) -> Iterator[tuple[int, tuple[Seen, ...]]]:
    for row, cells in page.rows.items():
        months = page.months_in(cells.values())
        clear = {seen.key for seen in months if seen.reading.problem is None}
        if (len({seen.key for seen in months}) >= (2 if clear else 3)) or _is_single(
            page, row, months
        ):
            columns = [seen.column for seen in months]
            rows = page.rows_between(row + 1, row + _LOOKED_AT)
            below = [page.rows[r].get(c) for r in rows for c in columns]
            figures = sum(is_figure(cell) for cell in below)
            dates = sum(cell is not None and cell.kind is CellKind.DATE for cell in below)
            if figures > dates and not _is_within(page, row, months):
                yield row, tuple(sorted(months, key=lambda seen: seen.column))


def _is_within(page: Page, row: int, months: Sequence[Seen]) -> bool:
    """Whether a row of two dates is one of a list, no header: days apart, or among filled rows."""
    if len(months) > 2:
        return False
    days = {seen.reading.day for seen in months} - {None}
    if len(days) > 1 and any(1 < day < 28 for day in days if day is not None):
        return True
    labels = {header_key(page.text(row, c)) for c in range(1, months[0].column)}
    if labels & {"kpi", "type", "entity", "unit", "category"}:
        return False
    beside = (page.rows.get(r, {}) for r in (row - 1, row + 1))
    return all(all(seen.column in cells for seen in months) for cells in beside)


def _is_single(page: Page, row: int, months: Sequence[Seen]) -> bool:
    """One month alone heads figures where the row heads a column of KPIs too."""
    if len(months) != 1 or any(is_figure(cell) for cell in page.rows[row].values()):
        return False
    keys = (header_key(page.text(row, c)) for c in range(1, months[0].column))
    return "kpi" in keys and page.seen(row + 1, months[0].column) is None


def _above_header(page: Page, end: int, row: int) -> int:
    """The last row of a table, without the rows that head the next one: years, roles, titles."""
    while end > row and not _holds_figures(page, end):
        end -= 1
    return end


def _holds_figures(page: Page, row: int) -> bool:
    cells = page.rows.get(row, {}).values()
    return any(
        is_figure(cell) and ((seen := page.seen(row, cell.column)) is None or not seen.year)
        for cell in cells
    )


def _side_by_side(
    page: Page, row: int, months: Sequence[Seen], end: int
) -> Iterator[tuple[Seen, ...]]:
    """The months by table: a column of names between them begins another one."""
    group: list[Seen] = []
    rows = page.rows_between(row + 1, end)
    for seen in months:
        gap = range(group[-1].column + 1, seen.column) if group else range(0)
        names = (
            sum(
                is_words(cell := page.rows[r].get(c)) and role_of(read_text(cell)) is None
                for r in rows
            )
            for c in gap
        )
        if any(count >= 2 for count in names):
            yield tuple(group)
            group = []
        group.append(seen)
    if group:
        yield tuple(group)


def _tables_of(block: Block) -> Iterator[Proposal]:
    page = block.page
    months = tuple(seen for seen in block.months if seen.month) or block.months
    read = {seen.column for seen in months}
    unread = [read_text(seen.cell) for seen in block.months if seen.column not in read]
    block = replace(block, months=months)
    over, roles = role_row(block)
    under, of_years = (0, ()) if over else years_under(block)
    columns = tuple(roles) or of_years or tuple(seen.column for seen in months)
    headers = tuple(sorted({block.row, over, under} - {0}))
    every = table_rows(page, columns, block.labels, max(headers), block.end)
    rows = every.figures
    if not rows:
        return
    headers = with_label_headers(block, headers)
    labels = find_labels(page, list(block.labels), headers, rows)
    period = _period(block, labels, under)
    guesses: list[Problem] = []
    role, error = roles_of(block, over, labels, guesses)
    if labels.problem is not None or labels.kpi == NOWHERE:
        error = labels.problem or error
        if labels.problem is None:
            return
    values = sorted({*columns, months[0].column})
    table = TableMap(
        page.sheet.name,
        spans(values),
        labels.kpi,
        period,
        role,
        header_of(page, block.row),
        max(headers) + 1 if labels.kpi.down else rows[0],
        rows[-1],
        labels.entity,
        attributes={**labels.about, **_frequency(months)},
    )
    table, said = words_for_figures(page, table, labels, every)
    guesses += said
    beside = _unread_columns(block, columns, headers, rows)
    guesses += _lost_months(block, beside, rows)
    unread += [*labels.unread, *_numbers_beside(labels), *beside.values()]
    below = [r for r in page.rows_between(rows[-1] + 1, block.end) if _figures_in(page, r, columns)]
    if below:
        unread.append(f"{address(below[0], columns[0])}:{address(below[-1], columns[-1])}")
    made = Proposal(
        page,
        table,
        headers,
        months,
        tuple(guesses),
        tuple(dict.fromkeys(unread)),
        error,
        title_above(page, min(headers)),
    )
    for proposal in sections(made, labels, rows):
        yield proposal
        yield from targets_beside(proposal, labels, columns, block.row)


def _numbers_beside(labels: Labels) -> Iterator[str]:
    """The headers of figures left of the months; targets among them are told of elsewhere."""
    for column, header in labels.numbers.items():
        words = (header, *header.replace("-", " ").split())
        if not {Role.TARGET, Role.BUDGET} & {role_of(word) for word in words}:
            yield header or column_letters(column)


def _frequency(months: Sequence[Seen]) -> dict[str, Told]:
    """Quarters across are those of quarterly KPIs."""
    kinds = {seen.reading.kind for seen in months}
    quarters = kinds <= {PeriodKind.QUARTER, PeriodKind.QUARTER_NAME}
    return {"frequency": Told(stated="quarterly")} if quarters else {}


def _figures_in(page: Page, row: int, columns: Sequence[int]) -> bool:
    return any(is_figure(page.rows[row].get(c)) for c in columns)


def _period(block: Block, labels: Labels, under: int) -> Told:
    """Where the periods are told: the months' row, a row of years by it, a column of years."""
    over, years = (under, {}) if under else years_over(block)
    rows = (over, block.row) if over else (block.row,)
    words = {
        read_text(seen.cell): seen.reading.text
        for seen in block.months
        if not seen.read and not seen.numbered
    }
    bare = any(seen.bare for seen in block.months)
    beside = (column_letters(labels.years),) if labels.years and bare else ()
    return Told(rows=rows, columns=beside, words=words | years)


def _unread_columns(
    block: Block, columns: Sequence[int], headers: Sequence[int], rows: Sequence[int]
) -> dict[int, str]:
    """The columns of figures beside the months that no month heads, with their headers."""
    page = block.page
    last = block.last_column - 1 if block.last_column else page.last_column
    known = {*columns, *(seen.column for seen in block.months)}
    return {
        c: page.header(headers, c) or column_letters(c)
        for c in range(block.months[0].column, last + 1)
        if c not in known and any(is_figure(page.rows[r].get(c)) for r in rows)
    }


def _lost_months(
    block: Block, headers: Mapping[int, str], rows: Sequence[int]
) -> Iterator[Problem]:
    """E620 for a header that was meant for a month, and can't be read: ``Feb 2026*``."""
    page = block.page
    for column, text in headers.items():
        seen = page.seen(block.row, column)
        if (seen is not None and not seen.bare) or role_of(text) is not None or is_sum(text):
            continue
        if text == page.text(block.row, column) and looks_like_a_period(text):
            count = sum(is_figure(page.rows[r].get(column)) for r in rows)
            at = address(block.row, column)
            yield Problem("E620", page.sheet.name, at, {"found": text, "count": count})
