"""Which columns beside the figures say what: the KPI, the role, the entity, the year, the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arrangement import NOWHERE, Told
from kpireport.workbook.cells import column_letters
from kpireport.workbook.recognise_names import names_told, names_with_roles, roles_told
from kpireport.workbook.recognise_page import Page, is_figure, is_words, is_year_column
from kpireport.workbook.role_words import header_key, role_of
from kpireport.workbook.schema_definitions import KPIS
from kpireport.workbook.schema_figures import ACTUALS
from kpireport.workbook.texts import normalise

_ABOUT = frozenset(
    (
        *("category", "unit", "decimals", "owner", "purpose", "method", "definition", "due"),
        *("review", "weight", "direction", "aggregation", "frequency", "tolerance", "baseline"),
        *("multiplier", "actuals_input", "targets_input"),
    )
)
"""What a column beside the figures may say of the KPIs."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What the columns beside a table's figures say.

    ``kpi_column`` is 0 where there is none. ``role`` is NOWHERE where no column tells it.
    ``numbers`` are columns of figures with their headers; ``unread`` columns of words nobody asks
    for. ``problem`` is set where two columns may name the KPIs.
    """

    kpi_column: int = 0
    kpi: Told = NOWHERE
    role: Told = NOWHERE
    role_words: Mapping[str, str] = field(default_factory=dict)
    role_column: int = 0
    entity: Told = NOWHERE
    entity_column: int = 0
    years: int = 0
    about: Mapping[str, Told] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    problem: Problem | None = None


def find_labels(
    page: Page, columns: Sequence[int], headers: Sequence[int], rows: Sequence[int]
) -> Labels:
    """The part of each of ``columns`` in the rows ``rows``, under the header rows ``headers``."""
    keys = {c: _key(page.header(headers, c)) for c in columns}
    words = [
        c
        for c in columns
        if any(is_words(page.rows[r].get(c)) for r in rows)
        or (keys[c] in ("id", "kpi", "name") and any(page.text(r, c) for r in rows))
    ]
    remarks = [c for c in words if keys[c] == "remark"]
    words = [c for c in words if c not in remarks]
    year = next((c for c in columns if is_year_column(page, c, headers, rows)), 0)
    role_column = _role_column(page, words, keys, rows)
    if not [c for c in words if c not in (year, role_column)]:
        role_column = 0
    left = [c for c in words if c not in (year, role_column)]
    about = {c: key for c in columns if (key := _about(page, c, headers, rows, keys[c]))}
    left = [c for c in left if c not in about]
    entity = next((c for c in left if keys[c] == "entity"), 0)
    left = [c for c in left if c != entity]
    kpi, problem = _kpi_column(page, left, keys, headers, rows)
    if kpi == 0 and entity and problem is None:
        kpi, entity = entity, 0
    if kpi and entity == 0:
        entity = _crossed(page, kpi, [c for c in left if c != kpi], rows)
    told, role = names_told(page, kpi, role_column, rows)
    if role_column:
        role = roles_told(page, role_column, rows)
    name = next((c for c in left if keys[c] == "name" and keys.get(kpi) == "id" and c != kpi), 0)
    used = {year, role_column, entity, kpi, name, *about}
    letters = {key: Told(columns=(column_letters(c),)) for c, key in about.items()}
    if name:
        letters["name"] = Told(columns=(column_letters(name),))
    return Labels(
        kpi,
        told,
        role,
        role.words,
        role_column or kpi,
        Told(columns=(column_letters(entity),)) if entity else NOWHERE,
        entity,
        year,
        letters,
        {
            c: page.header(headers, c)
            for c in columns
            if c not in used and any(is_figure(page.rows[r].get(c)) for r in rows)
        },
        tuple(
            page.header(headers, c) or column_letters(c) for c in (*left, *remarks) if c not in used
        ),
        problem,
    )


def _key(header: str) -> str | None:
    column = ACTUALS.find(header)
    if column is not None and column.key in ("id", "kpi", "name", "entity", "year"):
        return column.key
    if header and (known := KPIS.find(header)) is not None and known.key in ("id", "name"):
        return known.key
    return header_key(header)


def _about(
    page: Page, column: int, headers: Sequence[int], rows: Sequence[int], key: str | None
) -> str | None:
    """The KPIs column that a header names, where what stands under it fits."""
    known = KPIS.find(page.header(headers, column))
    name = known.key if known is not None else key
    if name not in _ABOUT or key == "entity":
        return None
    choices = KPIS.column(name).choices
    if choices:
        allowed = {word for choice in choices for word in choice.names.normalised}
        texts = [normalise(page.text(r, column)) for r in rows]
        if not any(text in allowed for text in texts):
            return None
    return name


def _role_column(
    page: Page, columns: Sequence[int], keys: Mapping[int, str | None], rows: Sequence[int]
) -> int:
    """The column whose words are nearly all roles, of two kinds at least."""
    for column in columns:
        texts = [page.text(r, column) for r in rows if is_words(page.rows[r].get(column))]
        roles = [role for text in texts if (role := role_of(text, texts)) is not None]
        enough = 0.5 if keys[column] == "type" else 0.9
        kinds = 1 if keys[column] == "type" else 2
        if len(set(roles)) >= kinds and len(roles) >= enough * len(texts):
            return column
    return 0


def _kpi_column(
    page: Page,
    columns: Sequence[int],
    keys: Mapping[int, str | None],
    headers: Sequence[int],
    rows: Sequence[int],
) -> tuple[int, Problem | None]:
    """The column that names the KPIs: by its header, else by what stands in it."""
    for wanted in ("id", "kpi", "name"):
        named = [c for c in columns if keys[c] == wanted]
        if len(named) == 1 or (named and wanted != "kpi"):
            full = all(page.text(r, named[0]) for r in rows)
            if wanted != "id" or (full and _distinct(page, named[0], rows)):
                return named[0], None
    typed = [c for c in columns if keys[c] == "type"]
    if len(typed) == 1 and "kpi" not in keys.values():
        return typed[0], None
    if len(columns) <= 1:
        return (columns[0] if columns else 0), None
    by_suffix = [c for c in columns if names_with_roles(page, c, rows)]
    if len(by_suffix) == 1:
        return by_suffix[0], None
    named = [c for c in columns if keys[c] == "kpi"]
    full_columns = [c for c in named or columns if _fill(page, c, rows) >= 0.9]
    unique = [c for c in full_columns if _distinct(page, c, rows)]
    if len(unique) == 1 or (not unique and len(full_columns) == 1):
        return (unique or full_columns)[0], None
    first, second = (full_columns or list(columns))[:2]
    params: dict[str, Param] = {
        "first": page.header(headers, first) or column_letters(first),
        "second": page.header(headers, second) or column_letters(second),
        "first_cell": f"{column_letters(first)}{rows[0]}",
        "second_cell": f"{column_letters(second)}{rows[0]}",
    }
    cell = f"{column_letters(second)}{rows[0]}"
    return 0, Problem("E249", page.sheet.name, cell, params)


def _fill(page: Page, column: int, rows: Sequence[int]) -> float:
    return sum(bool(page.text(r, column)) for r in rows) / len(rows)


def _distinct(page: Page, column: int, rows: Sequence[int]) -> bool:
    texts = [normalise(text) for r in rows if (text := page.text(r, column))]
    return len(set(texts)) == len(texts)


def _crossed(page: Page, kpi: int, columns: Sequence[int], rows: Sequence[int]) -> int:
    """A column whose texts come again under each KPI: the entities."""
    for column in columns:
        pairs = [(page.text(r, kpi), page.text(r, column)) for r in rows]
        if not all(second for _, second in pairs) or len(set(pairs)) < len(pairs):
            continue
        kinds = {second for _, second in pairs}
        if len(kinds) > 1 and len({first for first, _ in pairs}) * 2 <= len(pairs):
            return column
    return 0
