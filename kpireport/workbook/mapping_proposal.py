"""A first mapping of a workbook: the tables that were recognised, and every KPI found in them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from kpireport.model.problem import Problem
from kpireport.workbook.arrange import arrange
from kpireport.workbook.arrangement import Arrangement, KpiMap, TableMap
from kpireport.workbook.cells import RawWorkbook
from kpireport.workbook.kpi_names import folded_id
from kpireport.workbook.recognise import recognise
from kpireport.workbook.schema import find_sheet
from kpireport.workbook.schema_definitions import KPIS
from kpireport.workbook.schema_figures import ACTUALS
from kpireport.workbook.texts import read_text
from kpireport.workbook.told import column_number

_SPAN = re.compile(r"([A-Z]{1,3})(?::([A-Z]{1,3}))?")


def proposed_arrangement(raw: RawWorkbook) -> tuple[Arrangement | None, tuple[Problem, ...]]:
    """The arrangement that was recognised, with all its KPIs named, in the order they come.

    What recognition says of a KPI is taken over; the rest is the user's to fill in. None are
    named where the workbook has its own KPIs sheet, which counts before a mapping.
    """
    arrangement, problems = recognise(raw)
    if arrangement is None:
        return None, problems
    read = {table.sheet for table in arrangement.tables}
    arrangement = replace(
        arrangement, tables=tuple(_for_every_month(raw, table) for table in arrangement.tables)
    )
    if any(find_sheet(s.name) is KPIS and s.name not in read for s in raw.sheets):
        return replace(arrangement, kpis=()), problems
    arranged, found = arrange(raw, arrangement)
    known = {folded_id(kpi.name): kpi for kpi in arrangement.kpis}
    names = [name for name in _names(arranged) if folded_id(name) not in known]
    kpis = (*arrangement.kpis, *(KpiMap(name) for name in names))
    return replace(arrangement, kpis=kpis), (*problems, *found)


def _for_every_month(raw: RawWorkbook, table: TableMap) -> TableMap:
    """The table without the limits that next month's file would outgrow.

    Rows to the end of the sheet, and months to its last column, where nothing else follows; the
    sheet of a text file, whose name is the file's, whatever it is called.
    """
    (sheet,) = (sheet for sheet in raw.sheets if sheet.name == table.sheet)
    last_row = max((row for row, _ in sheet.cells), default=0)
    last_column = max((column for _, column in sheet.cells), default=0)
    if table.last_row >= last_row:
        table = replace(table, last_row=0)
    span = _SPAN.fullmatch(table.values[-1])
    if table.period.rows and span and column_number(span[2] or span[1]) >= last_column:
        table = replace(table, values=(*table.values[:-1], f"{span[1]}:"))
    if len(raw.sheets) == 1 and table.sheet == PurePath(raw.source.name).stem:
        table = replace(table, sheet="*")
    return table


def _names(arranged: RawWorkbook) -> list[str]:
    """The KPIs with figures, by the names their tables give them."""
    sheets = [sheet for sheet in arranged.sheets if find_sheet(sheet.name) is ACTUALS]
    found: dict[str, str] = {}
    for sheet in sheets:
        for (row, column), cell in sheet.cells.items():
            if row > 1 and column == 1:
                found.setdefault(folded_id(read_text(cell)), read_text(cell))
    return list(found.values())
