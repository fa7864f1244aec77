"""The figures sheets of a workbook together: one entity's rows, each read into figures."""

from __future__ import annotations

from collections.abc import Mapping

from kpireport.model.period import FiscalCalendar
from kpireport.model.problem import Problem
from kpireport.workbook.entities import choose_entity, take_entity
from kpireport.workbook.figure_table import FigureTable
from kpireport.workbook.figures import FigureReader, ReadFigures
from kpireport.workbook.kpi_sheet import KpiSheet
from kpireport.workbook.schema_figures import ACTUALS, BUDGET, FORECAST, PRIOR_YEAR, TARGETS
from kpireport.workbook.settings_sheet import SettingsSheet
from kpireport.workbook.sheet_schema import SheetSchema
from kpireport.workbook.sheets import FoundSheets
from kpireport.workbook.tables import find_figures
from kpireport.workbook.total_columns import split_totals, total_columns
from kpireport.workbook.total_rows import total_rows

_FIGURE_SHEETS = (ACTUALS, TARGETS, PRIOR_YEAR, FORECAST, BUDGET)


def figure_tables(
    sheets: FoundSheets, calendar: FiscalCalendar, problems: list[Problem]
) -> list[tuple[SheetSchema, FigureTable]]:
    """Every figures sheet that can be read as a table."""
    return [
        (schema, table)
        for schema in _FIGURE_SHEETS
        for sheet in sheets.all(schema)
        if (table := find_figures(sheet, schema, calendar, problems)) is not None
    ]


def read_figures(
    sheets: FoundSheets,
    settings: SettingsSheet,
    kpis: KpiSheet,
    problems: list[Problem],
    *,
    one_of_several: bool = False,
) -> Mapping[str, ReadFigures]:
    """The figures of each figures sheet by schema key; without KPIs nobody's, and so none.

    With ``one_of_several`` they are those of the entity in the Settings, and the others have a
    Book of their own.
    """
    figures = {schema.key: ReadFigures() for schema in _FIGURE_SHEETS}
    calendar = settings.settings.fiscal_calendar
    tables = figure_tables(sheets, calendar, problems)
    if not kpis.rows:
        return figures
    every, wanted = [table for _, table in tables], settings.settings.entity
    if one_of_several:
        chosen = take_entity(every, wanted, problems)
    else:
        chosen = choose_entity(every, wanted, settings.cells.get("entity"), problems)
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
