"""From the Books of several entities to a Group: each by itself, and all of them together.

What each entity's workbook comes to (goals, phased and cumulated figures, parts) is worked out
first, by the same rules as in its own report; the group adds up months that are settled. No figure
holds an entity on one side only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from kpireport.compute import consolidate_reasons as reasons
from kpireport.compute.attainment import Thresholds
from kpireport.compute.benchmark import standing_at
from kpireport.compute.consolidate_book import group_book, notes_of
from kpireport.compute.consolidate_cells import cells_named
from kpireport.compute.consolidate_checks import (
    entity_problems,
    missing_rates,
    read_rates,
    stop_at_errors,
)
from kpireport.compute.consolidate_figures import KpiFigures
from kpireport.compute.consolidate_kpis import (
    Definition,
    disagreements,
    group_kpi,
    matched,
    rule_of,
)
from kpireport.compute.consolidate_lines import Adder, Member
from kpireport.compute.consolidate_rates import Converter, RateTable
from kpireport.compute.consolidate_taken_out import with_taken_out
from kpireport.compute.consolidate_told import Consolidated
from kpireport.compute.landing import landings
from kpireport.compute.ledger import Ledger, Line, build_lines
from kpireport.compute.months import FiscalMonths
from kpireport.compute.ranking import ranking_of
from kpireport.compute.reporting_period import choose_period
from kpireport.compute.roll_up import children_of
from kpireport.compute.scorecard import build_scorecard, finished, results_of
from kpireport.compute.year_course import year_course_at
from kpireport.model.book import Benchmark, Book
from kpireport.model.errors import UsageError
from kpireport.model.group import Group, GroupEntity, GroupKpi, NamedBy
from kpireport.model.kpi import GroupRule, Kpi
from kpireport.model.landing import Landing
from kpireport.model.names import normalise
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.model.reason import Reason
from kpireport.model.reported import Reported
from kpireport.model.scorecard import KpiResult, Scorecard

_ELIMINATIONS = frozenset({"eliminations", "elimination"})


@dataclass(frozen=True, slots=True)
class _Definitions:
    """The group's KPIs by ID, how entities become each, and the ID it has at each entity."""

    kpis: Mapping[str, Kpi]
    rules: Mapping[str, GroupRule | Reason]
    ids: Mapping[str, Mapping[str, str]]


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
    named = _named(books)
    period = period or _latest(books)
    to = currency or _currency(books)
    said = reported or (None,) * len(books)
    entities = tuple(
        _entity(book, name, by, period, catalogue, before)
        for (book, name, by), before in zip(named, said, strict=True)
    )
    if all(entity.scorecard is None for entity in entities):
        choose_period(books[0], Ledger(books[0]).actuals, period)
        raise UsageError("no_actuals", {"workbook": books[0].source.name})
    problems = list(entity_problems(entities))
    definitions = _definitions(entities, to, problems)
    stop_at_errors(problems, books[0])
    table = read_rates(entities, problems)
    stop_at_errors(problems, books[0])
    members = _members(entities, definitions, to, table, period, problems)
    stop_at_errors(problems, books[0])
    book = group_book(entities, definitions.kpis, to, title)
    kpis, scorecard = _consolidated(
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


def _named(books: Sequence[Book]) -> list[tuple[Book, str, NamedBy]]:
    """Each book with its entity's name: the Settings' Entity, else the file's name."""
    return [
        (book, book.settings.entity, NamedBy.SETTING)
        if book.settings.entity
        else (book, PurePath(book.source.name).stem, NamedBy.FILE)
        for book in books
    ]


def is_eliminations(name: str) -> bool:
    """Whether an entity takes out what the others did among themselves, by its name."""
    return normalise(name) in _ELIMINATIONS


def _latest(books: Sequence[Book]) -> Period:
    """The latest month that at least half of the entities have come to."""
    found = []
    for book in books:
        if is_eliminations(book.settings.entity):
            continue
        try:
            found.append(choose_period(book, Ledger(book).actuals))
        except UsageError:
            continue
    if not found:
        raise UsageError("no_actuals", {"workbook": books[0].source.name})
    found.sort(reverse=True)
    return found[(len(found) + 1) // 2 - 1]


def _currency(books: Sequence[Book]) -> str | None:
    """The first currency that a workbook's Settings name, else that a KPI is in."""
    settings = (book.settings.currency for book in books)
    units = (kpi.unit.currency for book in books for kpi in book.kpis)
    return next((each for each in (*settings, *units) if each), None)


def _entity(
    book: Book,
    name: str,
    by: NamedBy,
    period: Period,
    catalogue: Sequence[Benchmark],
    reported: Reported | None,
) -> GroupEntity:
    scorecard, reason = None, None
    try:
        ledger = Ledger(book)
        asked = None if book.settings.closed_through == period else period
        scorecard = build_scorecard(
            book, asked, catalogue=catalogue, ledger=ledger, reported=reported
        )
    except UsageError:
        reason = reasons.entity_without_figures(name, period)
    own = (kpi.unit.currency for kpi in book.kpis if kpi.unit.currency)
    currency = next(own, book.settings.currency)
    return GroupEntity(name, book, scorecard, by, is_eliminations(name), currency, reason)


def _definitions(
    entities: Sequence[GroupEntity], to: str | None, problems: list[Problem]
) -> _Definitions:
    """The group's KPIs, Eliminations' own among them, and where workbooks disagree."""
    ordered = sorted(entities, key=lambda entity: entity.eliminations)
    every = matched(
        [Definition(e.name, e.book.source.name, kpi) for e in ordered for kpi in e.book.kpis]
    )
    for found in every.values():
        problems.extend(disagreements(found))
    kpis = {kpi_id: group_kpi(found, to) for kpi_id, found in every.items()}
    rules = {kpi_id: rule_of(kpi, kpis) for kpi_id, kpi in kpis.items()}
    ids = {kpi_id: {each.entity: each.kpi.id for each in found} for kpi_id, found in every.items()}
    return _Definitions(kpis, rules, ids)


def _members(
    entities: Sequence[GroupEntity],
    definitions: _Definitions,
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


def _consolidated(
    book: Book,
    members: Mapping[str, Member],
    definitions: _Definitions,
    entities: Sequence[GroupEntity],
    period: Period,
    problems: Sequence[Problem],
    catalogue: Sequence[Benchmark],
) -> tuple[tuple[GroupKpi, ...], Scorecard]:
    """Every KPI over the entities, and the scorecard of those that are consolidated."""
    sums = {k: GroupRule.NONE if isinstance(r, Reason) else r for k, r in definitions.rules.items()}
    months = FiscalMonths.of(book.settings.fiscal_calendar)
    thresholds = Thresholds.of(book.settings)
    found: dict[str, Consolidated] = {}
    lines: dict[str, Line] = {}
    empty = _gathering(book.kpis, members, definitions)
    members = with_taken_out(members, definitions.kpis, sums)
    for kpi in book.kpis:
        if not kpi.report or (sums[kpi.id] is GroupRule.NONE and kpi.id not in empty):
            continue
        counted = members
        if sums[kpi.id] is GroupRule.MEAN:
            counted = {name: member for name, member in members.items() if not member.adds_only}
        rules = sums if kpi.id not in empty else {**sums, kpi.id: GroupRule.SUM}
        adder = Adder(definitions.kpis, rules, counted, months, thresholds)
        found[kpi.id] = KpiFigures(adder, kpi.id, period.index).consolidated()
        lines[kpi.id] = found[kpi.id].main.line
    kept = tuple(lines[kpi.id].kpi for kpi in book.kpis if kpi.id in found)
    shown = replace(book, kpis=kept)
    results = _results(shown, found, lines, period, catalogue)
    scorecard = finished(shown, period, results, lines, tuple(problems))
    kpis = tuple(
        _group_kpi(kpi, definitions, found.get(kpi.id), scorecard, entities)
        for kpi in book.kpis
        if kpi.report
    )
    return kpis, scorecard


def _gathering(
    kpis: Sequence[Kpi], members: Mapping[str, Member], definitions: _Definitions
) -> frozenset[str]:
    """Parents without any figure, which only gather their children."""
    parents = children_of(kpis).keys()
    return frozenset(
        kpi.id
        for kpi in kpis
        if kpi.id in parents
        and not any(
            member.lines[kpi.id].actual for member in members.values() if kpi.id in member.lines
        )
    )


def _results(
    book: Book,
    found: Mapping[str, Consolidated],
    lines: Mapping[str, Line],
    period: Period,
    catalogue: Sequence[Benchmark],
) -> dict[str, KpiResult]:
    """Each KPI's result: of its main line, then the figures that count other entities."""
    results = results_of([lines[kpi.id] for kpi in book.kpis], period.index, book)
    made = {}
    for kpi_id, result in results.items():
        group = found[kpi_id]
        result = group.told(result)
        line = lines[kpi_id]
        outlook = group.outlook
        landing = landings([outlook.line], outlook.every, book, period.index)[0]
        if group.no_landing is not None and not landing.final:
            landing = Landing(landing.year_end, reason=group.no_landing)
        made[kpi_id] = replace(
            result,
            year_course=year_course_at(group.course.line, period.index),
            standing=standing_at(line, result.rolling12, period.index, book, catalogue),
            landing=landing,
        )
    return made


def _group_kpi(
    kpi: Kpi,
    definitions: _Definitions,
    found: Consolidated | None,
    scorecard: Scorecard,
    entities: Sequence[GroupEntity],
) -> GroupKpi:
    rule = definitions.rules[kpi.id]
    ids = dict(definitions.ids[kpi.id])
    without = tuple(e.name for e in entities if e.name not in ids and not e.eliminations)
    ranking = ranking_of(kpi, entities, ids)
    if found is None:
        reason = rule if isinstance(rule, Reason) else None
        return GroupKpi(kpi, GroupRule.NONE, reason=reason, ranking=ranking, without=without)
    return GroupKpi(
        kpi=found.main.line.kpi,
        rule=GroupRule.SUM if isinstance(rule, Reason) else rule,
        result=scorecard.kpi(kpi.id),
        coverage=found.coverage,
        compared=found.compared,
        every_actual=found.every_actual,
        every_coverage=found.every_coverage,
        ranking=ranking,
        without=without,
    )
