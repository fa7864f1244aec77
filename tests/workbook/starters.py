"""A starter workbook filled in as a user would, by one rule for every unit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HEADER = 3
SHEETS = {
    "en": ("KPIs", "Actuals", "Targets"),
    "fr": ("Indicateurs", "Réalisé", "Objectifs"),
}
GREY = "FFE4E9ED"
LAST_MONTH = dt.datetime(2026, 10, 1)
"""The fiscal year is filled up to here."""

BLANK_ROWS = {
    "en": [
        ["REV", "Revenue", "Financial", "€", "higher", "sum"],
        ["SAT", "Satisfied customers", "Customer", "%", "higher", "mean"],
    ],
    "fr": [
        ["CA", "Chiffre d’affaires", "Finance", "€", "hausse", "somme"],
        ["SAT", "Clients satisfaits", "Client", "%", "hausse", "moyenne"],
    ],
}
"""Two KPIs for the blank workbook: code, name, category, unit, direction, aggregation."""


def columns(sheet: Worksheet) -> dict[Any, int]:
    """The column of each heading: texts, and months as dates."""
    return {cell.value: cell.column for cell in sheet[HEADER] if cell.value is not None}


def fill(path: Path, language: str) -> None:
    """Type definitions where there are none, actuals to October and targets of every month.

    Every figure grows by a little; the upper part of a ratio is four fifths of its lower one, so
    that every ratio is 80 % (or 0.8 in its unit). Targets lie two per cent below.
    """
    workbook = openpyxl.load_workbook(path)
    kpis, actuals, targets = (workbook[name] for name in SHEETS[language])
    if kpis.cell(HEADER + 1, 1).value is None:
        _define(kpis, actuals, targets, language)
    parts = _parts(kpis)
    units = {row[0].value: row[3].value for row in kpis.iter_rows(min_row=HEADER + 1)}
    for sheet, factor in ((actuals, 1.0), (targets, 0.98)):
        months = {k: c for k, c in columns(sheet).items() if isinstance(k, dt.datetime)}
        for row in range(HEADER + 1, sheet.max_row + 1):
            kpi = sheet.cell(row, 1).value
            if kpi is None:
                continue
            for month, column in months.items():
                cell = sheet.cell(row, column)
                if cell.fill.fgColor.rgb == GREY or (sheet is actuals and month > LAST_MONTH):
                    continue
                if units[kpi] == "%":
                    cell.number_format = "0.0%"  # As Excel does when 80% is typed.
                cell.value = factor * _figure(str(kpi), month, parts, units[kpi] == "%")
    workbook.save(path)


def _define(kpis: Worksheet, actuals: Worksheet, targets: Worksheet, language: str) -> None:
    for row, values in enumerate(BLANK_ROWS[language], start=HEADER + 1):
        for column, value in zip((1, 2, 3, 4, 6, 7), values, strict=True):
            kpis.cell(row, column, value)
        for sheet in (actuals, targets):
            sheet.cell(row, 1, values[0])


def _parts(kpis: Worksheet) -> dict[str, tuple[str, str]]:
    """Numerator and denominator of each ratio, by its ID."""
    found = {}
    for row in range(HEADER + 1, kpis.max_row + 1):
        kpi, above, below = (kpis.cell(row, column).value for column in (1, 8, 9))
        if above and below:
            found[str(kpi)] = (str(above), str(below))
    return found


def _figure(
    kpi: str, month: dt.datetime, parts: dict[str, tuple[str, str]], percent: bool
) -> float:
    """1,000 growing by 5 a month, and four fifths of it for the upper part of a ratio."""
    if percent or kpi in parts:
        return 0.8
    months = (month.year - 2025) * 12 + month.month
    return (1000 + 5 * months) * (0.8 if kpi in {above for above, _ in parts.values()} else 1.0)
