"""What a habit is: a workbook that somebody spoiled, what is read of it, and what is said.

Every habit starts from one sound workbook, ``BASE``. All that is expected is written by hand and
complete: each figure of the workbook with its KPI and month, and each problem with its cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook

from tests.workbook.books import MONTHS, Rows, Value

ACTUALS = {"REV": (10000, 12000, 11000, 13000, 9000, 10500), "CHURN": (8, 7.5, 7, 9, 8, 6)}
TARGETS = {"REV": (11000,) * 6, "CHURN": (7,) * 6}

BASE: dict[str, Rows] = {
    "Settings": [["Setting", "Value"], ["Currency", "EUR"]],
    "KPIs": [
        ["ID", "Name", "Unit", "Direction", "Aggregation", "Tolerance"],
        ["REV", "Revenue", "€", "higher", "sum", None],
        ["CHURN", "Customers lost", "%", "lower", "mean", "1 pts"],
    ],
    "Actuals": [["KPI", *MONTHS], *([kpi, *figures] for kpi, figures in ACTUALS.items())],
    "Targets": [["KPI", *MONTHS], *([kpi, *figures] for kpi, figures in TARGETS.items())],
}
"""Two KPIs over six months (B to G), sound: revenue in row 2 and lost customers in row 3."""

Held = str | float | bool | dt.date | None


@dataclass(frozen=True)
class Habit:
    """A workbook that somebody spoiled.

    ``what`` says in plain English what people do. ``edits`` go from ``Actuals!B2`` to what is
    typed there; ``sheets`` stand in the place of those of BASE (None takes one away); ``spoil``
    does to the workbook what neither can.
    ``reads`` goes from a cell to the figure that is read there, as ``REV 2026-01 10000``, or to
    None: it must name every figure of a sheet that was replaced, and every edited cell that
    gives one. ``holds`` are what a KPI or the settings have after all: ``REV.weight``,
    ``settings.currency``. ``says`` is every problem, hints too: ``E501 Actuals!B2``.
    """

    what: str
    edits: Mapping[str, Value] = field(default_factory=dict)
    sheets: Mapping[str, Rows | None] = field(default_factory=dict)
    hidden: Sequence[str] = ()
    merged: Sequence[str] = ()
    spoil: Callable[[Workbook], None] | None = None
    reads: Mapping[str, str | None] = field(default_factory=dict)
    holds: Mapping[str, Held] = field(default_factory=dict)
    says: Sequence[str] = ()


def months_of(
    kpi: str, row: int, figures: Sequence[float | None], sheet: str = "Actuals", first: int = 1
) -> dict[str, str | None]:
    """The figures of one row that begins in column B with January 2026 (or month ``first``)."""
    return {
        f"{sheet}!{chr(ord('B') + at)}{row}": f"{kpi} 2026-{first + at:02d} {figure!r}"
        for at, figure in enumerate(figures)
        if figure is not None
    }


def sound(sheet: str) -> dict[str, str | None]:
    """What is read of the sheet of BASE."""
    table = {"Actuals": ACTUALS, "Targets": TARGETS}[sheet]
    return {
        cell: read
        for row, (kpi, figures) in enumerate(table.items(), start=2)
        for cell, read in months_of(kpi, row, figures, sheet).items()
    }


def typed(row: int, *values: Value, sheet: str = "Actuals") -> dict[str, Value]:
    """Edits of one row, from column B (January) on."""
    return {f"{sheet}!{chr(ord('B') + at)}{row}": value for at, value in enumerate(values)}


def each(code: str, row: int, columns: str, sheet: str = "Actuals") -> tuple[str, ...]:
    """One problem in several cells of a row."""
    return tuple(f"{code} {sheet}!{column}{row}" for column in columns)


def at(sheet: str, found: Mapping[str, str], row: int = 2) -> tuple[str, ...]:
    """Problems of a row, by code: the columns they stand in."""
    return tuple(
        f"{code} {sheet}!{c}{row}" for code, columns in found.items() for c in columns.split()
    )
