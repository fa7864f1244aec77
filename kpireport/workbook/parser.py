"""From the cells of a workbook to its Book, with every problem found on the way.

The order is that of what needs what: settings, KPIs, figures, the sheets around them, then the
rules across sheets. Nothing stops at the first problem; what is beyond reading is left out, and
said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kpireport.addresses import Place
from kpireport.model.book import Book
from kpireport.model.problem import Problem, Severity
from kpireport.workbook.benchmarks_sheet import read_benchmarks
from kpireport.workbook.categories import with_one_spelling
from kpireport.workbook.cells import RawWorkbook
from kpireport.workbook.checks import CHECKS
from kpireport.workbook.context import Context
from kpireport.workbook.entities import named_in
from kpireport.workbook.figure_sheets import figure_tables, read_figures
from kpireport.workbook.figures import ReadFigures, by_kpi
from kpireport.workbook.goals_sheet import read_goals
from kpireport.workbook.kpi_sheet import KpiSheet, read_kpis
from kpireport.workbook.other_sheets import (
    read_actions,
    read_comments,
    read_events,
    read_recipients,
)
from kpireport.workbook.rates_sheet import read_rates
from kpireport.workbook.schema_definitions import KPIS, SETTINGS
from kpireport.workbook.schema_figures import ACTUALS, BUDGET, FORECAST, PRIOR_YEAR, TARGETS
from kpireport.workbook.schema_lists import (
    ACTIONS,
    BENCHMARKS,
    COMMENTS,
    EVENTS,
    GOALS,
    RATES,
    RECIPIENTS,
)
from kpireport.workbook.scope_words import ScopeReader
from kpireport.workbook.series import observations, targets
from kpireport.workbook.settings_sheet import SettingsSheet, read_settings
from kpireport.workbook.sheets import FoundSheets, find_sheets, never_calculated
from kpireport.workbook.tables import find_table


def parse(
    raw: RawWorkbook, folder: Place | None = None, entity: str | None = None
) -> tuple[Book | None, tuple[Problem, ...]]:
    """The workbook's Book and every problem in it, the gravest first.

    The Book holds what could be read even where there are errors; None where not one sheet has a
    name the product knows. ``folder`` is where the file lies, to look for the logo. ``entity`` is
    the one whose rows are read where each of several has a Book of its own.
    """
    problems: list[Problem] = []
    sheets = find_sheets(raw, problems)
    if not sheets.by_key:
        return None, _ordered(problems, raw)
    settings = read_settings(sheets.one(SETTINGS), folder, problems)
    if entity is not None:
        settings = replace(settings, settings=replace(settings.settings, entity=entity))
    kpis = _kpis(sheets, settings, problems)
    figures = read_figures(sheets, settings, kpis, problems, one_of_several=entity is not None)
    book = _book(raw, sheets, settings, kpis, figures, problems)
    context = Context(
        kpis,
        settings.cells,
        {key: by_kpi(found.figures) for key, found in figures.items()},
        figures[ACTUALS.key].kpis,
    )
    for check in CHECKS:
        problems.extend(check(book, context))
    return book, _ordered(_without_consequences(problems, raw, sheets), raw)


def entities_in(raw: RawWorkbook) -> tuple[str, ...]:
    """The entities that the figures name, in the order of their first rows."""
    unsaid: list[Problem] = []
    sheets = find_sheets(raw, unsaid)
    calendar = read_settings(sheets.one(SETTINGS), None, unsaid).settings.fiscal_calendar
    tables = [table for _, table in figure_tables(sheets, calendar, unsaid)]
    return tuple(named_in(tables).values())


def _kpis(sheets: FoundSheets, settings: SettingsSheet, problems: list[Problem]) -> KpiSheet:
    layout = find_table(sheets.one(KPIS), KPIS, problems)
    if layout is None:
        return KpiSheet()
    typed = settings.settings
    kpis = read_kpis(layout, typed.fiscal_calendar, typed.currency, problems)
    return with_one_spelling(kpis, problems)


def _book(
    raw: RawWorkbook,
    sheets: FoundSheets,
    settings: SettingsSheet,
    kpis: KpiSheet,
    figures: Mapping[str, ReadFigures],
    problems: list[Problem],
) -> Book:
    calendar, currency = settings.settings.fiscal_calendar, settings.settings.currency
    names = kpis.names()
    monthly, dated = targets(figures[TARGETS.key].figures, problems)
    series = {
        schema: observations(figures[schema.key].figures, problems)
        for schema in (ACTUALS, PRIOR_YEAR, FORECAST, BUDGET)
    }
    tables = {
        schema: find_table(sheets.one(schema), schema, problems)
        for schema in (GOALS, BENCHMARKS, COMMENTS, ACTIONS, EVENTS, RECIPIENTS, RATES)
    }
    goals, benchmarks, comments, actions, events, recipients, rates = tables.values()
    known = bool(kpis.rows)
    scopes = ScopeReader((row.kpi for row in kpis.rows.values()), settings.settings.entity)
    latest = settings.settings.closed_through or max(
        (month for months in series[ACTUALS].values() for month in months), default=None
    )
    return Book(
        raw.source,
        settings.settings,
        tuple(row.kpi for row in kpis.rows.values()),
        actuals=series[ACTUALS],
        targets=monthly,
        dated_targets=dated,
        prior_year=series[PRIOR_YEAR],
        forecast=series[FORECAST],
        budget=series[BUDGET],
        goals=read_goals(goals, kpis, names, calendar, problems) if goals and known else (),
        benchmarks=read_benchmarks(benchmarks, currency, problems) if benchmarks else (),
        comments=read_comments(comments, names, calendar, latest, problems)
        if comments and known
        else (),
        actions=read_actions(actions, names, problems) if actions and known else (),
        events=read_events(events, names, problems) if events and known else (),
        recipients=read_recipients(recipients, scopes, problems) if recipients else (),
        rates=read_rates(rates, calendar, currency, problems) if rates else (),
    )


def _without_consequences(
    problems: list[Problem], raw: RawWorkbook, sheets: FoundSheets
) -> list[Problem]:
    """One problem for a workbook nothing has calculated, in place of one for each formula."""
    uncalculated = never_calculated(raw, sheets)
    if uncalculated is None:
        return problems
    return [uncalculated, *(problem for problem in problems if problem.code != "E504")]


def _ordered(problems: Iterable[Problem], raw: RawWorkbook) -> tuple[Problem, ...]:
    """Each problem once: errors first, then by sheet and cell."""
    sheets = {sheet.name: position for position, sheet in enumerate(raw.sheets)}
    severities = list(Severity)
    once = {(p.code, p.sheet, p.cell, repr(sorted(p.params.items()))): p for p in problems}
    return tuple(
        sorted(
            once.values(),
            key=lambda problem: (
                severities.index(problem.severity),
                sheets.get(problem.sheet or "", -1),
                _position(problem.cell),
                problem.code,
            ),
        )
    )


def _position(cell: str | None) -> tuple[int, int, str]:
    match = re.fullmatch(r"([A-Z]+)(\d+)", cell or "")
    return (int(match[2]), len(match[1]), match[1]) if match else (0, 0, "")
