"""Whose figures a book holds, where its sheets name several entities.

One book is one entity's. The Settings say which; without that, figures of several entities can't
be told apart and are refused. For a group each of them becomes a book of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpireport.model.problem import CellRef, Param, Problem
from kpireport.workbook.figure_table import Entry, FigureTable
from kpireport.workbook.findings import Finding
from kpireport.workbook.schema_figures import TARGETS
from kpireport.workbook.texts import fold_label


@dataclass(frozen=True, slots=True)
class EntityChoice:
    """The entity whose rows are read, as matched; None where no row names any."""

    name: str | None = None

    def keeps(self, entry: Entry) -> bool:
        """Whether the entry is the entity's own, or says nothing about entities."""
        found = fold_label(entry.facts.entity)
        return self.name is None or not found or found == self.name


def choose_entity(
    tables: Sequence[FigureTable], wanted: str, setting: CellRef | None, problems: list[Problem]
) -> EntityChoice:
    """The entity to read from all figures sheets: the Settings' own, or the only one named."""
    named = named_in(tables)
    if not named:
        return EntityChoice()
    found = tuple(named.values())
    first = next(iter(named))
    if fold_label(wanted) in named:
        choice = EntityChoice(fold_label(wanted))
        problems.extend(_left_out(tables, choice, wanted))
    elif wanted and setting is not None:
        choice = EntityChoice(first)
        problems.append(Finding("E710", {"wanted": wanted, "entities": found}).at(setting))
    elif len(named) > 1:
        choice = EntityChoice(first)
        second = _first_of(tables, list(named)[1])
        problems.append(Finding("E707", {"entities": found}).at(second.cell.ref))
    else:
        choice = EntityChoice(first)
    problems.extend(_unnamed(tables))
    return choice


def take_entity(
    tables: Sequence[FigureTable], wanted: str, problems: list[Problem]
) -> EntityChoice:
    """One of several entities, each of which has a book of its own.

    Figures without an entity would then be in each of the books, and in the group as often as
    there are entities: among the actuals and their like that is an error, a target for all of
    them is named.
    """
    choice = EntityChoice(fold_label(wanted))
    for table in tables:
        blank = [entry for entry in table.entries if not entry.facts.entity]
        if blank:
            code = "W887" if table.layout.schema is TARGETS else "E886"
            problems.append(Finding(code, {"count": len(blank)}).at(blank[0].cell.ref))
    return choice


def named_in(tables: Sequence[FigureTable]) -> dict[str, str]:
    """The entities that rows name, as matched and as first written, in the order of the rows."""
    named: dict[str, str] = {}
    for table in tables:
        for entry in table.entries:
            if entry.facts.entity:
                named.setdefault(fold_label(entry.facts.entity), entry.facts.entity)
    return named


def _first_of(tables: Sequence[FigureTable], name: str) -> Entry:
    """The first entry of an entity that some row names."""
    return next(
        entry
        for table in tables
        for entry in table.entries
        if entry.facts.entity and fold_label(entry.facts.entity) == name
    )


def _left_out(tables: Sequence[FigureTable], choice: EntityChoice, wanted: str) -> list[Problem]:
    """One warning a sheet for the rows of other entities."""
    problems = []
    for table in tables:
        others = [entry for entry in table.entries if not choice.keeps(entry)]
        if others:
            names = tuple(dict.fromkeys(entry.facts.entity for entry in others))
            params: dict[str, Param] = {"wanted": wanted, "entities": names, "count": len(others)}
            problems.append(Finding("W708", params).at(others[0].cell.ref))
    return problems


def _unnamed(tables: Sequence[FigureTable]) -> list[Problem]:
    """One warning a sheet for rows without an entity among rows that name theirs."""
    problems = []
    for table in tables:
        blank = [entry for entry in table.entries if not entry.facts.entity]
        if blank and len(blank) < len(table.entries):
            problems.append(Finding("W709", {"count": len(blank)}).at(blank[0].cell.ref))
    return problems
