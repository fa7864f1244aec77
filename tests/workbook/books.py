"""Small workbooks for the tests, written with openpyxl: a sound one, and edits of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from kpireport.model.book import Book
from kpireport.model.problem import Problem, Severity
from kpireport.workbook import read_book


@dataclass(frozen=True)
class Shown:
    """A value with its number format."""

    value: float | dt.datetime
    number_format: str


Value = str | float | bool | dt.datetime | Shown | None
Rows = Sequence[Sequence[Value]]
Sheets = Mapping[str, Rows]

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")

SOUND: dict[str, Rows] = {
    "Settings": [["Setting", "Value"], ["Currency", "EUR"]],
    "KPIs": [
        ["ID", "Name", "Unit", "Direction", "Aggregation", "Tolerance"],
        ["REV", "Revenue", "€", "higher", "sum", None],
        ["CHURN", "Customers lost", "%", "lower", "mean", "1 pts"],
    ],
    "Actuals": [
        ["KPI", *MONTHS],
        ["REV", 100, 120, 110, 130, 90, 105],
        ["CHURN", 8, 7.5, 7, 9, 8, 6],
    ],
    "Targets": [["KPI", *MONTHS], ["REV", *[110] * 6], ["CHURN", *[7] * 6]],
}
"""Two KPIs over six months, with nothing to complain about."""


def percent(value: float) -> Shown:
    return Shown(value, "0.0%")


def day(year: int, month: int, day_of_month: int = 1) -> Shown:
    return Shown(dt.datetime(year, month, day_of_month), "mmm yyyy")


def write(
    path: Path,
    sheets: Sheets,
    *,
    edits: Mapping[str, Value] | None = None,
    hidden: Sequence[str] = (),
    merged: Sequence[str] = (),
) -> Path:
    """Write a workbook. ``edits`` and ``merged`` name cells as ``Sheet!B2``."""
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                put(sheet.cell(row, column), value)
        if name in hidden:
            sheet.sheet_state = "hidden"
    for address, value in (edits or {}).items():
        name, _, cell = address.partition("!")
        put(workbook[name][cell], value)
    for address in merged:
        name, _, span = address.partition("!")
        workbook[name].merge_cells(span)
    workbook.save(path)
    return path


def put(cell: object, value: Value) -> None:
    shown = value if isinstance(value, Shown) else None
    cell.value = shown.value if shown else value  # type: ignore[attr-defined]
    if shown:
        cell.number_format = shown.number_format  # type: ignore[attr-defined]


def read(path: Path) -> tuple[Book, tuple[Problem, ...]]:
    """The Book, which must be there, and the problems."""
    book, problems = read_book(path)
    assert book is not None
    return book, problems


def places(problems: Sequence[Problem], *, hints: bool = False) -> list[tuple[str, str, str]]:
    """Code, sheet and cell of each problem; hints only where they are asked for."""
    return [
        (p.code, p.sheet or "", p.cell or "")
        for p in problems
        if hints or p.severity is not Severity.HINT
    ]
