"""Total rows of a figures sheet: not read, but held against the sum of the rows above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kpireport.model.kpi import UnitKind
from kpireport.model.problem import Param, Problem
from kpireport.workbook.cells import RawCell
from kpireport.workbook.figure_table import Entry, FigureTable, Label
from kpireport.workbook.findings import Finding
from kpireport.workbook.kpi_names import KpiNames, is_total
from kpireport.workbook.kpi_sheet import KpiSheet
from kpireport.workbook.numbers import read_number
from kpireport.workbook.typed_digits import agree


def total_rows(table: FigureTable, names: KpiNames, kpis: KpiSheet) -> Iterator[Problem]:
    """One problem for each total named: W217 where it isn't the sum of the rows above it.

    The rows above are those since the total before, or, for a grand total, all of them. Rows of
    different units make no sum, so their total is only left out.
    """
    every: list[Entry] = []
    block: list[Entry] = []
    under_total = False
    said: dict[str, Problem] = {}
    for _, group in groupby(table.entries, key=lambda entry: entry.facts.row):
        entries = list(group)
        total = _total_label(entries[0].facts.labels, names)
        if total is None:
            if under_total:
                block = []
            block.extend(entries)
            every.extend(entries)
            under_total = False
            continue
        parts = [rows for rows in (block, every) if _share_a_unit(rows, names, kpis)]
        if under_total and every not in parts:
            parts = []
        under_total = True
        wrong = next(_disagreements(entries, parts), None)
        if wrong is not None:
            cell, found, expected = wrong
            params: dict[str, Param] = {"label": total.text, "found": found, "expected": expected}
            problem = Finding("W217", params).at(cell.ref)
        else:
            problem = Finding("I216", {"found": total.text}).at(total.cell.ref)
        if said.setdefault(total.text, problem).code == "I216":
            said[total.text] = problem if wrong is not None else said[total.text]
    for row in table.total_rows:
        label = row.label
        if row.without_period and names.find(label.text).kpi is not None:
            column = table.layout.column_name("period")
            more: dict[str, Param] = {"count": 1, "cells": (label.cell.address,)}
            yield Finding("E613", {"column": column}).at(label.cell.ref, **more)
        else:
            said.setdefault(label.text, Finding("I216", {"found": label.text}).at(label.cell.ref))
    yield from said.values()


def _total_label(labels: Iterable[Label], names: KpiNames) -> Label | None:
    """The label that calls a row a total, or None: no KPI of the workbook is one."""
    total = None
    for label in labels:
        if names.find(label.text).kpi is not None:
            return None
        if total is None and is_total(label.text):
            total = label
    return total


def _disagreements(
    totals: Iterable[Entry], parts: Iterable[Sequence[Entry]]
) -> Iterator[tuple[RawCell, float, float]]:
    """Each total's cell with what it says and what the first of ``parts`` adds up to."""
    for total in totals:
        found = read_number(total.cell).value
        sums = [_sum_beside(total, above) for above in parts]
        expected = [value for value in sums if value is not None]
        if found is None or not expected:
            continue
        if not any(agree(found, value) for value in expected):
            yield total.cell, found, expected[0]


def _share_a_unit(rows: Iterable[Entry], names: KpiNames, kpis: KpiSheet) -> bool:
    """Whether the rows are all of known KPIs of one unit, however it is written."""
    units = set()
    for entry in rows:
        found = (names.find(label.text).kpi for label in entry.facts.labels)
        row = kpis.rows.get(next((kpi for kpi in found if kpi is not None), ""))
        if row is None:
            return False
        unit = row.kpi.unit
        word = unit.text if unit.kind is UnitKind.OTHER else ""
        units.add((unit.kind, unit.currency, unit.scale, unit.per, word))
    return len(units) <= 1


def _sum_beside(total: Entry, above: Iterable[Entry]) -> float | None:
    """What the rows above add up to in the total's column and period."""
    values = [
        value
        for entry in above
        if entry.when_cell.column == total.when_cell.column
        and entry.when == total.when
        and entry.role is total.role
        and (value := read_number(entry.cell).value) is not None
    ]
    return sum(values) if values else None
