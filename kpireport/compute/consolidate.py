"""From the Books of several entities to a Group: each by itself, and all of them together.

What each entity's workbook comes to (goals, phased and cumulated figures, parts) is worked out
first, by the same rules as in its own report; the group adds up months that are settled. No figure
holds an entity on one side only.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.compute.consolidate_book import group_book, notes_of
from kpireport.compute.consolidate_cells import cells_named
from kpireport.compute.consolidate_checks import (
    entity_problems,
    missing_rates,
    read_rates,
    stop_at_errors,
)
from kpireport.compute.consolidate_entities import (
    entity_by_itself,
    first_currency,
    latest_period,
    named_books,
)
from kpireport.compute.consolidate_kpis import KpiDefinitions, definitions_of
from kpireport.compute.consolidate_lines import Member
from kpireport.compute.consolidate_rates import Converter, RateTable
from kpireport.compute.consolidate_results import results_of_group
from kpireport.compute.ledger import Ledger, build_lines
from kpireport.compute.reporting_period import choose_period
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book
from kpireport.model.errors import UsageError
from kpireport.model.group import Group, GroupEntity
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.model.reported import Reported


def consolidate(
    books: Sequence[Book],
    *,
    period: Period | None = None,
    currency: str | None = None,
    title: str = "",
    catalogue: Sequence[Benchmark] = (),
    reported: Sequence[Reported] = (),
) -> Group:
    """The group of the entities in ``books``, at ``period``.

    Without a period it is the latest month that at least half of the entities have come to, each
    by its own Settings and figures. ``currency`` (ISO 4217) is what amounts are consolidated in;
    without it the first one that a workbook names. ``catalogue`` are the shipped benchmarks.
    ``reported`` is what earlier reports said of each book, for its restatements; empty where no
    history is kept.

    Raises ``UsageError`` (``no_books``; ``period_without_data``, ``no_actuals`` where no entity
    has a figure), and ``WorkbookError`` with every problem for which figures can't be added:
    definitions and fiscal years that differ, a rate that is missing.
    """
    if not books:
        raise UsageError("no_books")
    named = named_books(books)
    period = period or latest_period(books)
    to = currency or first_currency(books)
    said = reported or (None,) * len(books)
    entities = tuple(
        entity_by_itself(book, name, by, period, catalogue, before)
        for (book, name, by), before in zip(named, said, strict=True)
    )
    if all(entity.scorecard is None for entity in entities):
        choose_period(books[0], Ledger(books[0]).actuals, period)
        raise UsageError("no_actuals", {"workbook": books[0].source.name})
    problems = list(entity_problems(entities))
    definitions = definitions_of(entities, to, problems)
    stop_at_errors(problems, books[0])
    table = read_rates(entities, problems)
    stop_at_errors(problems, books[0])
    members = _members(entities, definitions, to, table, period, problems)
    stop_at_errors(problems, books[0])
    book = group_book(entities, definitions.kpis, to, title)
    kpis, scorecard = results_of_group(
        book, members, definitions, entities, period, problems, catalogue
    )
    return Group(
        title=title,
        period=period,
        currency=to,
        entities=entities,
        scorecard=scorecard,
        kpis=kpis,
        rates=tuple(rate for _, rate in sorted(table.used.items())),
        notes=tuple(notes_of(entities, table, to)),
        problems=tuple(problems),
    )


def _members(
    entities: Sequence[GroupEntity],
    definitions: KpiDefinitions,
    to: str | None,
    table: RateTable,
    period: Period,
    problems: list[Problem],
) -> dict[str, Member]:
    """Each entity's lines under the group's IDs, in the group's currency."""
    members = {}
    workbooks = {entity.book.source.sha256 for entity in entities}
    for entity in entities:
        lines = build_lines(entity.book, period)
        if to is not None:
            table.missing.clear()
            own = {kpi.id: kpi for kpi in entity.book.kpis}
            lines = Converter(own, to, table).lines(lines)
            problems.extend(missing_rates(entity, table, period))
        if len(workbooks) > 1:
            lines = cells_named(lines, entity.book.source.name)
        members[entity.name] = Member(
            entity.name,
            {
                kpi_id: lines[ids[entity.name]]
                for kpi_id, ids in definitions.ids.items()
                if entity.name in ids
            },
            entity.eliminations,
        )
    return members
