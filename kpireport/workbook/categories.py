"""One category, one spelling: ``sales `` and ``SALES`` go with the ``Sales`` above them."""

from __future__ import annotations

from dataclasses import replace

from kpireport.model.problem import CellRef, Param, Problem
from kpireport.workbook.findings import Finding
from kpireport.workbook.kpi_row import KpiRow
from kpireport.workbook.kpi_sheet import KpiSheet
from kpireport.workbook.texts import fold_label


def with_one_spelling(sheet: KpiSheet, problems: list[Problem]) -> KpiSheet:
    """The KPIs with each category as it is first spelt; case, accents and spaces aside."""
    first: dict[str, str] = {}
    others: dict[str, list[tuple[str, CellRef]]] = {}
    rows: dict[str, KpiRow] = {}
    for kpi_id, row in sheet.rows.items():
        category = row.kpi.category
        spelling = first.setdefault(fold_label(category), category)
        if spelling != category:
            others.setdefault(spelling, []).append((category, row.cells["category"]))
        rows[kpi_id] = replace(row, kpi=replace(row.kpi, category=spelling))
    problems.extend(_hint(spelling, found) for spelling, found in others.items())
    return replace(sheet, rows=rows)


def _hint(spelling: str, found: list[tuple[str, CellRef]]) -> Problem:
    names = tuple(dict.fromkeys(name for name, _ in found))
    params: dict[str, Param] = {"found": names, "first": spelling, "count": len(found)}
    return Finding("I441", params).at(found[0][1])
