"""Lists: a row for each figure or for each transaction, which names its KPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import NOWHERE, Role, TableMap, Told
from kpireport.workbook.cells import column_letters
from kpireport.workbook.recognise_labels import Labels
from kpireport.workbook.recognise_month_rows import MonthRows
from kpireport.workbook.recognise_page import spans
from kpireport.workbook.recognise_proposal import Proposal, header_of
from kpireport.workbook.recognise_titles import role_around
from kpireport.workbook.role_words import header_key, is_sum, role_of, split_role
from kpireport.workbook.texts import normalise


def is_list(found: MonthRows, labels: Labels, numbers: Sequence[int]) -> bool:
    """Whether each row is a figure of a KPI that it names, rather than a month of every KPI."""
    if labels.problem is None and not labels.kpi_column:
        return False
    if labels.problem is None and header_key(_head(found, labels)) == "entity":
        return False
    key = header_key(_head(found, labels))
    roles = [role_of(found.page.text(found.header, c)) for c in numbers]
    return found.again() or key in ("kpi", "type") or any(roles)


def _head(found: MonthRows, labels: Labels) -> str:
    return found.page.text(found.header, labels.kpi_column)


def long_table(found: MonthRows, labels: Labels, numbers: Sequence[int]) -> Proposal | None:
    """A row for each figure, or for each transaction."""
    page, header = found.page, found.header
    heads = {c: page.text(header, c).replace("_", " ") for c in numbers}
    by_role = {c: r for c, text in heads.items() if (r := _value_role(text)) is not None}
    sums = [text for text in heads.values() if is_sum(text)]
    guesses: list[Problem] = []
    error = labels.problem
    values, role = _value_columns(found, labels, heads, by_role, guesses)
    if len(values) > 1 and role.stated:
        params: dict[str, Param] = {"columns": tuple(page.text(header, c) for c in values)}
        first = f"{column_letters(values[0])}{header}"
        error = error or Problem("E251", page.sheet.name, first, params)
    if not values:
        return None
    add_up = found.daily() and _twice(found, labels)
    if add_up:
        at = f"{column_letters(values[0])}{found.rows[0]}"
        params = {"column": page.text(header, values[0]), "count": len(found.rows)}
        guesses.append(Problem("W256", page.sheet.name, at, params))
    table = TableMap(
        page.sheet.name,
        spans(values),
        labels.kpi,
        found.period(),
        role,
        header_of(page, header),
        found.rows[0],
        found.rows[-1],
        labels.entity,
        attributes=labels.about,
        add_up=add_up,
    )
    beside = [page.text(header, c) or column_letters(c) for c in numbers if c not in values]
    unread = (*labels.unread, *dict.fromkeys([*sums, *beside]))
    return Proposal(page, table, (header,), found.when, tuple(guesses), unread, error)


def _value_role(header: str) -> Role | None:
    """The role of a column of figures by its header; what runs over the year is none."""
    if is_sum(header):
        return None
    named = split_role(header)
    return role_of(header) or (named.role if named is not None else None)


def _value_columns(
    found: MonthRows,
    labels: Labels,
    heads: Mapping[int, str],
    by_role: Mapping[int, Role],
    guesses: list[Problem],
) -> tuple[list[int], Told]:
    """The columns of the figures and where their roles are told."""
    read = {c: role for c, role in by_role.items() if role is not Role.IGNORED}
    amounts = [c for c, text in heads.items() if header_key(text) == "amount"]
    if read and Role.ACTUAL not in read.values() and len(amounts) == 1:
        read[amounts[0]] = Role.ACTUAL
    if read and labels.role == NOWHERE:
        words = {found.page.text(found.header, c): role.value for c, role in read.items()}
        return sorted(read), Told(rows=(found.header,), words=words)
    plain = [c for c, text in heads.items() if c not in by_role and not is_sum(text)]
    values = amounts if len(amounts) == 1 else plain
    if labels.role != NOWHERE:
        return values, labels.role
    around = role_around(found.page, found.header, (found.column,), guesses)
    return values, Told(stated=around.value)


def _twice(found: MonthRows, labels: Labels) -> bool:
    """Whether a KPI has several rows in one month."""
    page = found.page
    seen_rows: set[tuple[object, ...]] = set()
    columns = [labels.kpi_column, labels.entity_column, labels.role_column]
    for seen in found.when:
        texts = tuple(normalise(page.text(seen.cell.row, c)) for c in columns if c)
        key = (seen.reading.year, seen.reading.number, texts)
        if key in seen_rows:
            return True
        seen_rows.add(key)
    return False
