"""Names of KPIs that carry their role: ``Calls Act``, ``Objectif CA``, or a name over its roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from kpireport.workbook.arrangement import NOWHERE, Role, Told
from kpireport.workbook.cells import column_letters
from kpireport.workbook.kpi_names import is_bare_total
from kpireport.workbook.recognise_page import Page
from kpireport.workbook.role_words import (
    NamedRole,
    role_of,
    split_role,
    without_comparison,
    without_sum,
)
from kpireport.workbook.texts import normalise


def names_with_roles(page: Page, column: int, rows: Sequence[int]) -> dict[str, NamedRole]:
    """The names of a column that carry a role, where their KPI is named with another role too."""
    names = dict.fromkeys(page.text(r, column) for r in rows)
    return confirmed_roles(name for name in names if name)


def confirmed_roles(names: Iterable[str]) -> dict[str, NamedRole]:
    """Names that carry a role, by name: the KPI must be named without it or with another one."""
    found = list(dict.fromkeys(names))
    split = {name: named for name in found if (named := split_role(name)) is not None}
    stems: dict[str, set[object]] = {}
    for name in found:
        named = split.get(name)
        key = normalise(named.stem if named else name)
        stems.setdefault(key, set()).add(named.role if named else None)
    confirmed = {name: n for name, n in split.items() if len(stems[normalise(n.stem)]) > 1}
    return confirmed | _worked_out(found)


def _worked_out(names: Sequence[str]) -> dict[str, NamedRole]:
    """Names that say of another one's figures that they are summed up or compared.

    ``Sales target YTD``, ``Sales % of target``.
    """
    plain = {normalise(name) for name in names}
    found = {}
    for name in names:
        stem, word = without_sum(name)
        if not word:
            stem, word = without_comparison(name)
        if word and normalise(stem) in plain:
            found[name] = NamedRole(stem, word, Role.IGNORED, name.endswith(word))
    return found


def names_told(page: Page, column: int, role_column: int, rows: Sequence[int]) -> tuple[Told, Told]:
    """How the KPI's column tells its name, and the role where the names carry it."""
    if column == 0:
        return NOWHERE, NOWHERE
    letters = (column_letters(column),)
    texts = [page.text(r, column) for r in rows]
    alone = {t: role for t in dict.fromkeys(texts) if (role := role_of(t, texts)) is not None}
    if not role_column and _under_names(texts, alone) and _has_names(page, column, rows):
        words = {text: role.value for text, role in alone.items()}
        told = Told(columns=letters, without=tuple(alone), down=True)
        return told, Told(columns=letters, words=words | {"": Role.ACTUAL.value})
    names = names_with_roles(page, column, rows)
    if names:
        return split_told(names, texts, columns=letters)
    blanks = any(not page.text(r, column) for r in rows)
    return Told(columns=letters, down=blanks and bool(role_column)), NOWHERE


def _under_names(texts: Sequence[str], alone: Mapping[str, Role]) -> bool:
    """Whether words of roles alone stand under every name that has figures.

    One ``Result`` or ``Growth`` among other names is a KPI of that name.
    """
    labels = [text for text in texts if text and not is_bare_total(text)]
    followed = [after in alone for text, after in pairwise([*labels, ""]) if text not in alone]
    return bool(alone) and all(followed)


def _has_names(page: Page, column: int, rows: Sequence[int]) -> bool:
    """Whether a name that is no role stands in or above the rows of roles."""
    span = range(max(1, rows[0] - 2), rows[-1] + 1)
    return any(t and role_of(t) is None for r in span if (t := page.text(r, column)))


def split_told(
    names: Mapping[str, NamedRole],
    every: Sequence[str],
    *,
    columns: tuple[str, ...] = (),
    rows: tuple[int, ...] = (),
) -> tuple[Told, Told]:
    """How names that carry their roles tell KPI and role; others of ``every`` are actuals."""
    words = {named.word: named.role.value for named in names.values()}
    plain = [text for text in every if text and text not in names]
    default = {"": Role.ACTUAL.value} if plain else {}
    ends = {normalise(word) for word in words}
    alike = (named for text in plain if (named := split_role(text)) is not None)
    if all(n.at_end for n in names.values()) and all(normalise(n.word) not in ends for n in alike):
        kpi = Told(columns=columns, rows=rows, without=tuple(words))
        return kpi, Told(columns=columns, rows=rows, words=words | default)
    stems = {name: named.stem for name, named in names.items()}
    roles = {name: named.role.value for name, named in names.items()}
    return (
        Told(columns=columns, rows=rows, words=stems),
        Told(columns=columns, rows=rows, words=roles | default),
    )


def roles_told(page: Page, column: int, rows: Sequence[int]) -> Told:
    texts = dict.fromkeys(page.text(r, column) for r in rows)
    words = {t: role.value for t in texts if (role := role_of(t, texts)) is not None}
    return Told(columns=(column_letters(column),), words=words)
