"""A workbook of any layout → the same figures on sheets of the product's own layout.

The sheets made here are long tables whose cells are the user's own: each keeps the place where it
stands in the file, so that every problem and every figure still names a cell that can be opened.
Sheets that the product knows by name and that no table of the arrangement reads are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kpireport.model.period import FiscalCalendar
from kpireport.model.problem import Problem
from kpireport.workbook.arranged_figure import ArrangedFigure
from kpireport.workbook.arranged_figures import arranged_figures, sheets_of
from kpireport.workbook.arranged_kpis import Said, by_their_ids, not_used, said_of_kpis
from kpireport.workbook.arranged_reach import not_reached
from kpireport.workbook.arrangement import Arrangement, Role
from kpireport.workbook.cells import CellKind, RawCell, RawSheet, RawWorkbook
from kpireport.workbook.schema import find_sheet
from kpireport.workbook.schema_definitions import KPIS, SETTINGS
from kpireport.workbook.schema_figures import ACTUALS, BUDGET, FORECAST, PRIOR_YEAR, TARGETS
from kpireport.workbook.settings_sheet import read_settings
from kpireport.workbook.sheet_schema import SheetSchema
from kpireport.workbook.texts import normalise, read_text

_SHEETS: Mapping[Role, tuple[SheetSchema, str]] = {
    Role.ACTUAL: (ACTUALS, "value"),
    Role.TARGET: (TARGETS, "value"),
    Role.TARGET_LOW: (TARGETS, "low"),
    Role.TARGET_HIGH: (TARGETS, "high"),
    Role.PRIOR_YEAR: (PRIOR_YEAR, "value"),
    Role.FORECAST: (FORECAST, "value"),
    Role.BUDGET: (BUDGET, "value"),
}


def arrange(
    raw: RawWorkbook, arrangement: Arrangement, origin: str = ""
) -> tuple[RawWorkbook, tuple[Problem, ...]]:
    """The workbook as the arrangement reads it, and what is wrong with the two together.

    ``origin`` is the mapping file's name: what it says of KPIs and settings is said to stand
    there. Problems: E231 no such sheet, E232 no such column, W233 a table without figures, W234
    a period that can't be read, W235 a role nobody knows, W237 two facts of one KPI differ,
    W247 months beyond a table of the mapping file, W271 what it says of KPIs isn't used, since the
    workbook has a KPIs sheet.
    """
    problems: list[Problem] = []
    taken = {s.name for table in arrangement.tables for s in sheets_of(raw, table)}
    kept = [sheet for sheet in raw.sheets if sheet.name not in taken]
    settings = _settings(kept, arrangement.settings, origin)
    calendar = _calendar(settings)
    figures = arranged_figures(raw, arrangement, calendar, problems)
    if arrangement.sha256:
        for sheet in raw.sheets:
            tables = [table for table in arrangement.tables if sheet in sheets_of(raw, table)]
            problems.extend(not_reached(sheet, tables))
    own_kpis = next((sheet for sheet in kept if find_sheet(sheet.name) is KPIS), None)
    made: list[RawSheet] = []
    if own_kpis is None:
        said = said_of_kpis(figures, arrangement.kpis, origin, problems)
        figures = by_their_ids(figures, said)
        made.append(_kpi_sheet(said))
    else:
        problems.extend(not_used(arrangement.kpis, own_kpis))
    made += [
        _figure_sheet(schema, figures) for schema in dict.fromkeys(s for s, _ in _SHEETS.values())
    ]
    made = [sheet for sheet in made if sheet.cells]
    if settings is not None:
        kept = [sheet for sheet in kept if find_sheet(sheet.name) is not SETTINGS]
        made.append(settings)
    new = {find_sheet(sheet.name) for sheet in made}
    kept = [sheet for sheet in kept if find_sheet(sheet.name) not in new - {None}]
    return replace(raw, sheets=(*made, *kept)), tuple(problems)


def _calendar(settings: RawSheet | None) -> FiscalCalendar:
    return read_settings(settings, None, []).settings.fiscal_calendar


def _text_cell(sheet: str, row: int, column: int, text: str, place: str = "") -> RawCell:
    return RawCell(sheet, row, column, CellKind.TEXT, text, place=place)


def _sheet(name: str, rows: Iterable[Sequence[RawCell | None]]) -> RawSheet:
    cells = {
        (number, column): cell
        for number, row in enumerate(rows, start=1)
        for column, cell in enumerate(row, start=1)
        if cell is not None
    }
    last = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    return RawSheet(name, False, cells, last_row=last, last_column=width, arranged=True)


def _head(schema: SheetSchema, keys: Sequence[str]) -> list[RawCell]:
    name = schema.names.english
    return [
        _text_cell(name, 1, at, schema.column(key).names.english)
        for at, key in enumerate(keys, start=1)
    ]


def _figure_sheet(schema: SheetSchema, figures: Sequence[ArrangedFigure]) -> RawSheet:
    """A long sheet: one row a figure, or one a KPI and period where a band has two ends."""
    roles = {role: key for role, (of, key) in _SHEETS.items() if of is schema}
    own = [figure for figure in figures if figure.role in roles]
    keys = ["kpi", "period", *dict.fromkeys(roles[figure.role] for figure in own)]
    if any(figure.entity is not None for figure in own):
        keys.append("entity")
    if not own:
        return _sheet(schema.names.english, ())
    rows: list[list[RawCell | None]] = [list(_head(schema, keys))]
    for figure in own:
        filled: dict[str, RawCell | None] = {
            "kpi": figure.kpi,
            "period": figure.period,
            "entity": figure.entity,
            roles[figure.role]: figure.cell,
        }
        rows.append([filled.get(key) for key in keys])
    return _sheet(schema.names.english, _joined(rows, keys))


def _joined(
    rows: Sequence[Sequence[RawCell | None]], keys: Sequence[str]
) -> list[Sequence[RawCell | None]]:
    """The two ends of a band in one row, where one follows the other."""
    if "low" not in keys or "high" not in keys:
        return list(rows)
    ends = (keys.index("low"), keys.index("high"))
    found: list[Sequence[RawCell | None]] = []
    open_rows: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(read_text(cell) for at, cell in enumerate(row) if at not in ends)
        at = open_rows.get(key)
        if at is not None and all(found[at][end] is None or row[end] is None for end in ends):
            found[at] = [old or new for old, new in zip(found[at], row, strict=True)]
            continue
        open_rows[key] = len(found)
        found.append(row)
    return found


def _kpi_sheet(said: Mapping[str, Said]) -> RawSheet:
    """The KPIs that have figures, and those that the mapping names."""
    rows = said.values()
    keys = [column.key for column in KPIS.columns if any(column.key in row for row in rows)]
    if not said:
        return _sheet(KPIS.names.english, ())
    table: list[Sequence[RawCell | None]] = [_head(KPIS, keys)]
    table += [[row.get(key) for key in keys] for row in rows]
    return _sheet(KPIS.names.english, table)


def _settings(kept: Sequence[RawSheet], said: Mapping[str, str], origin: str) -> RawSheet | None:
    """The workbook's own settings, those of the mapping in their place where both have one."""
    own = next((sheet for sheet in kept if find_sheet(sheet.name) is SETTINGS), None)
    if not said:
        return own
    names = {normalise(name) for key in said for name in _setting_names(key)}
    cells = {} if own is None else dict(own.cells)
    replaced = {row for (row, _), cell in cells.items() if normalise(read_text(cell)) in names}
    cells = {place: cell for place, cell in cells.items() if place[0] not in replaced}
    first = max((row for row, _ in cells), default=0) + 1
    name = SETTINGS.names.english
    for number, (key, text) in enumerate(said.items(), start=first):
        label = SETTINGS.column(key).names.english
        cells[number, 1] = _text_cell(name, number, 1, label)
        cells[number, 2] = _text_cell(origin, number, 2, text, label)
    return RawSheet(name, False, cells, arranged=True)


def _setting_names(key: str) -> tuple[str, ...]:
    names = SETTINGS.column(key).names
    return (names.english, names.french, *names.also)
