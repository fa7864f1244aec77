"""What each KPI comes to over the entities, and the scorecard of those that are consolidated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpireport.compute.attainment import Thresholds
from kpireport.compute.benchmark import standing_at
from kpireport.compute.consolidate_figures import KpiFigures
from kpireport.compute.consolidate_kpis import KpiDefinitions
from kpireport.compute.consolidate_lines import Adder, Member
from kpireport.compute.consolidate_taken_out import with_taken_out
from kpireport.compute.consolidate_told import Consolidated
from kpireport.compute.landing import landings
from kpireport.compute.ledger import Line
from kpireport.compute.months import FiscalMonths
from kpireport.compute.ranking import ranking_of
from kpireport.compute.roll_up import children_of
from kpireport.compute.scorecard import finished, results_of
from kpireport.compute.year_course import year_course_at
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book
from kpireport.model.group import GroupEntity, GroupKpi
from kpireport.model.kpi import GroupRule, Kpi
from kpireport.model.landing import Landing
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult, Scorecard


def results_of_group(
    book: Book,
    members: Mapping[str, Member],
    definitions: KpiDefinitions,
    entities: Sequence[GroupEntity],
    period: Period,
    problems: Sequence[Problem],
    catalogue: Sequence[Benchmark],
) -> tuple[tuple[GroupKpi, ...], Scorecard]:
    """Every KPI over the entities, and the scorecard of those that are consolidated.

    ``book`` is the group's own; ``members`` have each entity's lines.
    """
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
    kpis: Sequence[Kpi], members: Mapping[str, Member], definitions: KpiDefinitions
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
    definitions: KpiDefinitions,
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
