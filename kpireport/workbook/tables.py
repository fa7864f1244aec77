"""From a sheet to its table, with everything that is wrong with its header said."""

from __future__ import annotations

from collections.abc import Iterable

from kpireport.model.period import FiscalCalendar
from kpireport.model.problem import Param, Problem
from kpireport.workbook.cells import RawCell, RawSheet
from kpireport.workbook.figure_table import FigureTable, read_table, shape_of
from kpireport.workbook.headers import (
    header_problems,
    odd_day,
    sound_periods,
    unread_value_columns,
)
from kpireport.workbook.layout import Layout, find_layout
from kpireport.workbook.merged_figures import merged_figures
from kpireport.workbook.period_reading import PeriodReading
from kpireport.workbook.schema import NEEDED
from kpireport.workbook.schema_definitions import KPIS
from kpireport.workbook.sheet_schema import SheetSchema


def find_table(
    sheet: RawSheet | None, schema: SheetSchema, problems: list[Problem]
) -> Layout | None:
    """The table of a sheet, or None, with the reason among the problems."""
    if sheet is None:
        return None
    if not sheet.cells:
        problems.append(Problem("E222" if schema in NEEDED else "I223", sheet.name))
        return None
    layout = find_layout(sheet, schema)
    if layout is None:
        code = "E207" if schema.stops else "W228"
        problems.append(Problem(code, sheet.name, None, {"columns": _expected(schema)}))
        return None
    problems.extend(header_problems(layout))
    missing = [key for key in schema.required if key not in layout.columns]
    if schema is KPIS and not layout.columns.keys() & {"id", "name"}:
        missing = ["id"]
    for key in missing:
        code = "E208" if schema.stops else "W227"
        params: dict[str, Param] = {"column": layout.column_name(key), "found": _headers(layout)}
        problems.append(Problem(code, sheet.name, _header_cell(layout).address, params))
    if missing:
        return None
    if schema is KPIS and "id" not in layout.columns:
        header = layout.headers[layout.columns["name"]]
        problems.append(Problem("I434", sheet.name, header.address))
    if schema in NEEDED and not layout.rows:
        problems.append(Problem("E222", sheet.name))
    return layout


def find_figures(
    sheet: RawSheet, schema: SheetSchema, calendar: FiscalCalendar, problems: list[Problem]
) -> FigureTable | None:
    """The entries of a figures sheet, or None, with the reason among the problems."""
    layout = find_table(sheet, schema, problems)
    if layout is None:
        return None
    shape = shape_of(layout)
    if shape is None and not layout.weeks:
        params: dict[str, Param] = {"found": _headers(layout)}
        problems.append(Problem("E224", sheet.name, _header_cell(layout).address, params))
    sound = sound_periods(layout, calendar, problems)
    if shape is None:
        return None
    problems.extend(unread_value_columns(sound, shape))
    problems.extend(merged_figures(sound))
    table = read_table(sound, shape, problems)
    if (problem := odd_day(_dates(table))) is not None:
        problems.append(problem)
    return table


def _dates(table: FigureTable) -> Iterable[tuple[RawCell, PeriodReading]]:
    """The cells that say when: headers across, or the period column; dated targets aside."""
    headers = [(header.cell, header.reading) for header in table.layout.periods]
    return headers or [(e.when_cell, e.when) for e in table.entries if not e.dated]


def _header_cell(layout: Layout) -> RawCell:
    return layout.headers[min(layout.headers)]


def _headers(layout: Layout) -> tuple[str, ...]:
    """The headers as written, the first dozen of them."""
    texts = [str(cell.value) for cell in layout.headers.values() if isinstance(cell.value, str)]
    return tuple(text.strip() for text in texts[:12])


def _expected(schema: SheetSchema) -> tuple[str, ...]:
    """The columns that any table of that kind begins with, in English."""
    keys = schema.required or ("id", "name", "unit")
    if schema.figures:
        keys = ("kpi", "period", "value")
    return tuple(schema.column(key).names.english for key in keys)
