"""A habit as a file, and what is expected of it, beside what a Book holds."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from openpyxl import Workbook

from kpireport.model.book import Book
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from tests.workbook.bad_habits.habit import BASE, Habit, Held, sound
from tests.workbook.books import put

Figures = dict[str, str]
"""From a cell (``Actuals!B2``) to the figure that is read there (``REV 2026-01 10000``)."""


def save(habit: Habit, path: Path) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, rows in {**BASE, **habit.sheets}.items():
        if rows is None:
            continue
        sheet = workbook.create_sheet(name)
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values, start=1):
                put(sheet.cell(row, column), value)
        sheet.sheet_state = "hidden" if name in habit.hidden else "visible"
    for address, value in habit.edits.items():
        name, _, cell = address.partition("!")
        put(workbook[name][cell], value)
    for address in habit.merged:
        name, _, span = address.partition("!")
        workbook[name].merge_cells(span)
    if habit.spoil is not None:
        habit.spoil(workbook)
    workbook.save(path)
    return path


def wanted(habit: Habit) -> Figures:
    """Every figure the habit's workbook gives: BASE's where nothing was touched, else as said."""
    untouched = {
        cell: read
        for sheet in ("Actuals", "Targets")
        if sheet not in habit.sheets
        for cell, read in sound(sheet).items()
        if cell not in habit.edits
    }
    said = {**untouched, **habit.reads}
    return {cell: _exact(read) for cell, read in said.items() if read is not None}


def figures_of(book: Book | None) -> Figures:
    """Every figure that the Book holds, from the cell it stands in."""
    return {} if book is None else dict(_figures(book))


def _figures(book: Book) -> Iterator[tuple[str, str]]:
    for series in (book.actuals, book.prior_year, book.forecast, book.budget):
        for kpi, months in series.items():
            for period, observed in months.items():
                yield _figure(observed.cell, kpi, period, observed.value)
    for kpi, targets in book.targets.items():
        for period, target in targets.items():
            if target.value is not None:
                yield _figure(target.cell, kpi, period, target.value)


def _figure(cell: CellRef, kpi: str, period: Period, value: float) -> tuple[str, str]:
    return str(cell), f"{kpi} {period} {value!r}"


def _exact(read: str) -> str:
    kpi, month, value = read.rsplit(" ", 2)
    return f"{kpi} {month} {float(value)!r}"


def held(book: Book, name: str) -> Held:
    """What a KPI or the settings have: ``REV.weight``, ``settings.currency``."""
    owner, _, attribute = name.partition(".")
    of = book.settings if owner == "settings" else next(k for k in book.kpis if k.id == owner)
    value: Held = attrgetter(attribute)(of)
    return value
