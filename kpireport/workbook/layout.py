"""Where a sheet's table is: the header row, the columns it names, and the months across it.

The header may stand under a title, in one row or in two (years over months). A figures sheet is
wide where it has months across, else long; which of the two is seen from the header alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.period_reading import PeriodKind, PeriodReading
from kpireport.workbook.periods import read_period
from kpireport.workbook.sheet_schema import Column, SheetSchema
from kpireport.workbook.texts import normalise, read_text

_SEARCHED_ROWS = 40
_IDENTITY = ("id", "kpi", "name")
_BARE = (PeriodKind.MONTH_NAME, PeriodKind.QUARTER_NAME)
_WEEK = re.compile(r"(w|wk|week|s|sem|semaine|p|per|period|periode)\d{1,2}")

Row = Mapping[int, RawCell]
"""A row's cells by column."""


@dataclass(frozen=True, slots=True)
class PeriodHeader:
    """A column headed by a period; ``year`` is the year above a bare month name, if any."""

    cell: RawCell
    reading: PeriodReading
    year: PeriodReading | None = None

    @property
    def column(self) -> int:
        return self.cell.column


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's table.

    ``columns`` goes from a schema column's key to its number; ``repeated`` lists the headers that
    name a column once more; ``unknown`` those that name none (without the periods). ``weeks``
    are headers of weeks or numbered periods. ``assumed_kpi`` is the header that was taken for
    the KPI column although it has another name. ``rows`` are those under the header, down to a
    second header (``second_header``), with at least one cell.
    """

    sheet: RawSheet
    schema: SheetSchema
    header_row: int
    columns: Mapping[str, int]
    headers: Mapping[int, RawCell]
    rows: tuple[tuple[int, Row], ...]
    language: Literal["en", "fr"] = "en"
    periods: tuple[PeriodHeader, ...] = ()
    repeated: tuple[RawCell, ...] = ()
    unknown: tuple[RawCell, ...] = ()
    weeks: tuple[RawCell, ...] = ()
    assumed_kpi: RawCell | None = None
    second_header: RawCell | None = None

    def identity(self) -> tuple[str, ...]:
        """The columns that say which KPI a row is about, the surest first."""
        return tuple(key for key in _IDENTITY if key in self.columns)

    def column_name(self, key: str) -> str:
        """The column's header as written; its name in the sheet's language where it has none."""
        header = self.headers.get(self.columns.get(key, 0))
        if header is not None and (text := read_text(header)):
            return text
        return self.schema.column(key).names.main(self.language)


def find_layout(sheet: RawSheet, schema: SheetSchema) -> Layout | None:
    """The sheet's table, or None where no row looks like a header of ``schema``."""
    rows = _rows(sheet)
    best: tuple[int, Layout] | None = None
    for number in list(rows)[:_SEARCHED_ROWS]:
        layout = _layout_at(sheet, schema, number, rows)
        if layout is None:
            continue
        score = 3 * len(layout.columns) + len(layout.periods) + len(layout.weeks)
        if best is None or score > best[0]:
            best = (score, layout)
    return None if best is None else _with_rows(best[1], rows)


def _rows(sheet: RawSheet) -> dict[int, dict[int, RawCell]]:
    rows: dict[int, dict[int, RawCell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(row, {})[column] = cell
    return rows


def _layout_at(
    sheet: RawSheet, schema: SheetSchema, number: int, rows: Mapping[int, Row]
) -> Layout | None:
    """The table whose header is that row, or None where the row can't be one."""
    headers = _header_cells(schema, number, rows)
    columns: dict[str, int] = {}
    repeated, unknown, weeks, periods = [], [], [], []
    for column, cell in headers.items():
        known = schema.find(read_text(cell)) if cell.kind is CellKind.TEXT else None
        reading = read_period(cell) if schema.figures and known is None else None
        if known is not None and known.key not in columns:
            columns[known.key] = column
        elif known is not None:
            repeated.append(cell)
        elif reading is not None:
            periods.append(PeriodHeader(cell, reading, _year_above(sheet, cell, reading, rows)))
        elif schema.figures and _WEEK.fullmatch(normalise(read_text(cell))):
            weeks.append(cell)
        else:
            unknown.append(cell)
    layout = Layout(
        sheet,
        schema,
        number,
        columns,
        headers,
        rows=(),
        language=_language(schema, headers),
        periods=tuple(periods),
        repeated=tuple(repeated),
        unknown=tuple(unknown),
        weeks=tuple(weeks),
    )
    if not schema.figures:
        return _with_two_names(layout) if columns else None
    return layout if layout.identity() else _with_assumed_kpi(layout, rows)


def _with_two_names(layout: Layout) -> Layout:
    """A table headed ``KPI`` and ``Name``, without an ID: the first of the two is the ID."""
    columns = dict(layout.columns)
    again = [c for c in layout.repeated if layout.schema.find(read_text(c)) is _name_of(layout)]
    if "id" in columns or "name" not in columns or len(again) != 1:
        return layout
    columns |= {"id": columns["name"], "name": again[0].column}
    return replace(layout, columns=columns, repeated=())


def _name_of(layout: Layout) -> Column | None:
    names = {column.key: column for column in layout.schema.columns}
    return names["name"] if "id" in names else None


def _header_cells(schema: SheetSchema, number: int, rows: Mapping[int, Row]) -> dict[int, RawCell]:
    """The header's cells; over bare month names also those of the year row, where it names more."""
    own = dict(rows[number])
    if not schema.figures or not any(
        reading.kind in _BARE for cell in own.values() if (reading := read_period(cell))
    ):
        return own
    for column, cell in rows.get(number - 1, {}).items():
        if column not in own and read_period(cell) is None and cell.kind is CellKind.TEXT:
            own[column] = cell
    return dict(sorted(own.items()))


def _year_above(
    sheet: RawSheet, cell: RawCell, reading: PeriodReading, rows: Mapping[int, Row]
) -> PeriodReading | None:
    """The year over a bare month: right above, at the head of its merged range, or to the left."""
    if reading.kind not in _BARE:
        return None
    for above in (cell.row - 1, cell.row - 2):
        years = {
            column: year
            for column, found in rows.get(above, {}).items()
            if (year := read_period(found)) is not None and year.kind is PeriodKind.YEAR
        }
        if years:
            column = max((c for c in years if c <= cell.column), default=None)
            return None if column is None else years[column]
    return None


def _with_assumed_kpi(layout: Layout, rows: Mapping[int, Row]) -> Layout | None:
    """The same table with its first text column taken for the KPIs, where months stand across.

    Many a hand-made table leaves its top left corner empty, or heads it with the unit.
    """
    spans = [p for p in layout.periods if p.cell.kind is not CellKind.NUMBER]
    if len(spans) + len(layout.weeks) < 2:
        return None
    first = min(cell.column for cell in (*(p.cell for p in layout.periods), *layout.weeks))
    for column in range(1, first):
        below = (row.get(column) for number, row in rows.items() if number > layout.header_row)
        if any(cell is not None and cell.kind is CellKind.TEXT for cell in below):
            header = layout.headers.get(column)
            return replace(
                layout,
                columns={**layout.columns, "kpi": column},
                unknown=tuple(cell for cell in layout.unknown if cell is not header),
                assumed_kpi=header,
            )
    return None


def _language(schema: SheetSchema, headers: Mapping[int, RawCell]) -> Literal["en", "fr"]:
    """The language most headers are in; where it can't be told, English."""
    found = [
        column.names.language_of(text)
        for cell in headers.values()
        if (column := schema.find(text := read_text(cell))) is not None
        and normalise(column.names.english) != normalise(column.names.french)
    ]
    return "fr" if found.count("fr") > found.count("en") else "en"


def _with_rows(layout: Layout, rows: Mapping[int, Row]) -> Layout:
    below: list[tuple[int, Row]] = []
    for number, row in rows.items():
        if number <= layout.header_row:
            continue
        if (again := _second_header(layout, row)) is not None:
            return replace(layout, rows=tuple(below), second_header=again)
        below.append((number, row))
    return replace(layout, rows=tuple(below))


def _second_header(layout: Layout, row: Row) -> RawCell | None:
    """The first cell of a row that repeats the header: at least two of its names, in place."""
    same = [
        cell
        for column, cell in row.items()
        if column in layout.columns.values()
        and cell.kind is CellKind.TEXT
        and (header := layout.headers.get(column)) is not None
        and normalise(read_text(cell)) == normalise(read_text(header))
    ]
    months = sum(p.column in row and read_period(row[p.column]) is not None for p in layout.periods)
    months = 0 if months < len(layout.periods) else months
    return same[0] if same and len(same) + months >= 2 else None


def read_columns(layout: Layout) -> Iterator[int]:
    """The columns that are read: those with a known name, and the periods."""
    yield from layout.columns.values()
    yield from (header.column for header in layout.periods)
