"""The KPIs sheet: which of its rows are KPIs, and which of them they name as parents and parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kpireport.model.period import FiscalCalendar
from kpireport.model.problem import Param, Problem
from kpireport.workbook.findings import Finding
from kpireport.workbook.kpi_names import KpiNames, folded_id, is_total
from kpireport.workbook.kpi_row import KpiRow, read_kpi
from kpireport.workbook.layout import Layout
from kpireport.workbook.records import Record, records


@dataclass(frozen=True, slots=True)
class KpiSheet:
    """The KPIs in the workbook's order, by ID. ``columns`` are those the sheet has."""

    rows: Mapping[str, KpiRow] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()

    def names(self) -> KpiNames:
        return KpiNames((row.kpi.id, row.kpi.name) for row in self.rows.values())


def read_kpis(
    layout: Layout, calendar: FiscalCalendar, currency: str | None, problems: list[Problem]
) -> KpiSheet:
    """Every KPI of the sheet; a row that can't be one is a problem and left out."""
    key = "id" if "id" in layout.columns else "name"
    rows: dict[str, KpiRow] = {}
    first_cells: dict[str, str] = {}
    for record in records(layout, problems):
        kpi_id = record.text(key)
        if is_total(kpi_id or record.text("name")) and not _is_definition(record):
            record.report("W433", key, found=kpi_id or record.text("name"))
        elif not kpi_id:
            record.report("E405", key, found=_first_text(record))
        elif folded_id(kpi_id) in first_cells:
            first = first_cells[folded_id(kpi_id)]
            record.report("E404", key, kpi=kpi_id, first=first)
        else:
            first_cells[folded_id(kpi_id)] = record.ref(key).cell
            rows[kpi_id] = read_kpi(kpi_id, record, calendar, currency)
    return _with_references(KpiSheet(rows, frozenset(layout.columns)), layout, problems)


def _is_definition(record: Record) -> bool:
    """Whether a row called Total says something that only a KPI has."""
    return any(record.cell(key) for key in ("unit", "direction", "aggregation", "category"))


def _first_text(record: Record) -> str:
    return next((text for key in record.layout.columns if (text := record.text(key))), "")


def _with_references(sheet: KpiSheet, layout: Layout, problems: list[Problem]) -> KpiSheet:
    """Parents, numerators and denominators as IDs; unknown ones are problems and left out."""
    names = sheet.names()

    def kpi_named(row: KpiRow, key: str, text: str | None) -> str | None:
        match = names.find(text) if text else None
        if match is None or text is None:
            return None
        if match.ambiguous:
            params: dict[str, Param] = {"found": text, "kpis": match.ambiguous, "count": 1}
            problems.append(Finding("E703", params).at(row.cells[key]))
        elif match.kpi is None:
            params = {"found": text, "known": names.closest(text)}
            column = layout.column_name(key)
            problems.append(Finding("E406", params).at(row.cells[key], column=column))
        return match.kpi

    rows = {
        kpi_id: replace(
            row,
            kpi=replace(
                row.kpi,
                parent=kpi_named(row, "parent", row.kpi.parent),
                numerator=kpi_named(row, "numerator", row.kpi.numerator),
                denominator=kpi_named(row, "denominator", row.kpi.denominator),
            ),
        )
        for kpi_id, row in sheet.rows.items()
    }
    return replace(sheet, rows=rows)
