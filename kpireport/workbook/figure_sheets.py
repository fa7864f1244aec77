"""The figures sheets of a workbook together: one entity's rows, each read into figures."""

from __future__ import annotations

from collections.abc import Mapping

from kpireport.model.problem import Problem
from kpireport.workbook.entities import choose_entity
from kpireport.workbook.figures import FigureReader, ReadFigures
from kpireport.workbook.kpi_sheet import KpiSheet
from kpireport.workbook.schema import ACTUALS, BUDGET, FORECAST, PRIOR_YEAR, TARGETS
from kpireport.workbook.settings_sheet import SettingsSheet
from kpireport.workbook.sheets import FoundSheets
from kpireport.workbook.tables import find_figures
from kpireport.workbook.totals import split_totals, total_columns, total_rows

_FIGURE_SHEETS = (ACTUALS, TARGETS, PRIOR_YEAR, FORECAST, BUDGET)


def read_figures(
    sheets: FoundSheets, settings: SettingsSheet, kpis: KpiSheet, problems: list[Problem]
) -> Mapping[str, ReadFigures]:
    """The figures of each figures sheet by schema key; without KPIs nobody's, and so none."""
    figures = {schema.key: ReadFigures() for schema in _FIGURE_SHEETS}
    calendar = settings.settings.fiscal_calendar
    tables = [
        (schema, table)
        for schema in _FIGURE_SHEETS
        for sheet in sheets.all(schema)
        if (table := find_figures(sheet, schema, calendar, problems)) is not None
    ]
    if not kpis.rows:
        return figures
    chosen = choose_entity(
        [table for _, table in tables],
        settings.settings.entity,
        settings.cells.get("entity"),
        problems,
    )
    names = kpis.names()
    reader = FigureReader(kpis, names, calendar)
    for schema, table in tables:
        own, totals = split_totals(filter(chosen.keeps, table.entries), calendar)
        found = reader.read(table, own, problems)
        figures[schema.key] += found
        problems.extend(total_rows(table, names, kpis))
        totals += table.totals
        problems.extend(total_columns(totals, own, found.figures, kpis, calendar))
        if schema is ACTUALS and not table.entries:
            problems.append(Problem("E229", table.layout.sheet.name))
    return figures
