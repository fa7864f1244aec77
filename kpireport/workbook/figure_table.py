"""From a figures sheet, wide, long or dated, to one list of entries: a KPI, a time and a cell.

Which of the shapes a sheet has is seen from its header. What stands in the sheet but is no part
of the table (a total, a column without a month) is handed on by name, to be said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kpireport.model.problem import Problem
from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.findings import Finding
from kpireport.workbook.gathering import Gathering
from kpireport.workbook.kpi_names import is_total
from kpireport.workbook.layout import Layout
from kpireport.workbook.misspelt_months import not_a_period
from kpireport.workbook.numbers import read_number
from kpireport.workbook.period_reading import PeriodKind, PeriodReading
from kpireport.workbook.periods import read_month, read_period
from kpireport.workbook.records import Record, records
from kpireport.workbook.texts import is_missing, normalise, read_text

_VALUE_COLUMNS = ("value", "low", "high")


class Shape(StrEnum):
    WIDE = "wide"
    LONG = "long"


class Role(StrEnum):
    """What an entry is: a level, or one end of a band."""

    VALUE = "value"
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Label:
    """What a row says its KPI is, in one of its columns."""

    text: str
    cell: RawCell


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a row says about all its figures; ``labels`` name the KPI, the surest first."""

    row: int
    labels: tuple[Label, ...]
    entity: str = ""
    provisional: bool = False
    note: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled cell of a figures sheet, with when it is for.

    ``year`` is the year that stands apart from a bare month. ``dated`` entries hold from their
    period on.
    """

    facts: RowFacts
    when: PeriodReading
    year: PeriodReading | None
    when_cell: RawCell
    role: Role
    cell: RawCell
    dated: bool = False


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row of a long sheet that is called a total, or has a total for its period."""

    label: Label
    without_period: bool = False


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A figures sheet as entries. ``bare_labels`` are those of rows without a figure.

    ``totals`` are the filled cells of columns that add up others, with their header;
    ``total_rows`` are a long sheet's rows that add up others.
    """

    layout: Layout
    shape: Shape
    entries: tuple[Entry, ...]
    bare_labels: tuple[Label, ...] = ()
    totals: tuple[tuple[RawCell, RawCell], ...] = ()
    total_rows: tuple[TotalRow, ...] = ()


def shape_of(layout: Layout) -> Shape | None:
    """Long where each row has its own period, wide where months stand across, else None."""
    columns = layout.columns
    if ("period" in columns or "from" in columns) and any(k in columns for k in _VALUE_COLUMNS):
        return Shape.LONG
    return Shape.WIDE if layout.periods else None


def read_table(layout: Layout, shape: Shape, problems: list[Problem]) -> FigureTable:
    """Every filled cell of the table. Rows whose KPI or period is missing are problems."""
    entries: list[Entry] = []
    bare: list[Label] = []
    totals: list[TotalRow] = []
    once = Gathering()
    for record in records(layout, problems):
        facts = _facts(record)
        total = _total_row(record, facts) if shape is Shape.LONG else None
        if total is not None:
            totals.append(total)
            continue
        found = list(_wide(record, facts) if shape is Shape.WIDE else _long(record, facts, once))
        if found and not facts.labels:
            remarks = [entry.cell for entry in found if _is_remark(entry.cell)]
            bare.extend(Label(read_text(cell), cell) for cell in remarks)
            for entry in () if _has_broken_label(record) else found:
                if entry.cell not in remarks:
                    once.add(("E218",), Finding("E218"), entry.cell)
        elif facts.labels and not found:
            bare.append(facts.labels[0])
        else:
            entries.extend(found)
    problems.extend(once.problems())
    return FigureTable(layout, shape, tuple(entries), tuple(bare), _totals(layout), tuple(totals))


def _has_broken_label(record: Record) -> bool:
    """Whether the KPI's cell holds an Excel error, or no result: that is said already."""
    cells = [record.cell(key) for key in record.layout.identity()]
    broken = (CellKind.ERROR, CellKind.UNCALCULATED)
    return any(cell is not None and cell.kind in broken for cell in cells)


def _is_remark(cell: RawCell) -> bool:
    """Whether a cell holds words without a digit: a note below the months, no lost figure."""
    text = read_text(cell)
    return cell.kind is CellKind.TEXT and not any(mark.isdigit() for mark in text)


def _facts(record: Record) -> RowFacts:
    columns = record.layout.columns
    labels = tuple(
        Label(text, cell)
        for key in record.layout.identity()
        if (text := record.text(key)) and (cell := record.cell(key)) is not None
    )
    texts = {k: record.text(k) for k in ("entity", "note", "version") if k in columns}
    provisional = "provisional" in columns and record.yes_no("provisional") is True
    return RowFacts(record.row, labels, provisional=provisional, **texts)


def is_filled(cell: RawCell | None) -> bool:
    """Whether a cell holds something other than a word or mark for nothing."""
    return cell is not None and not (cell.kind is CellKind.TEXT and is_missing(read_text(cell)))


def _wide(record: Record, facts: RowFacts) -> Iterator[Entry]:
    bound = record.choice("bound") if "bound" in record.layout.columns else None
    role = Role(bound or Role.VALUE)
    for header in record.layout.periods:
        cell = record.cells.get(header.column)
        if cell is not None and is_filled(cell):
            yield Entry(facts, header.reading, header.year, header.cell, role, cell)


def _long(record: Record, facts: RowFacts, once: Gathering) -> Iterator[Entry]:
    filled = [
        (Role(key), cell)
        for key in _VALUE_COLUMNS
        if (cell := record.cell(key)) is not None and is_filled(cell)
    ]
    if not filled:
        return
    key = "from" if "period" not in record.layout.columns or record.cell("from") else "period"
    column = record.layout.column_name(key)
    when_cell = record.cell(key)
    if when_cell is None or not is_filled(when_cell):
        once.add(("E613",), Finding("E613", {"column": column}), filled[0][1])
        return
    broken = read_number(when_cell).problem if record.is_broken(key) else None
    if broken is not None:
        once.add((broken.code, when_cell.address), broken, when_cell)
        return
    year = read_period(record.cell("year"))
    year = year if year is not None and year.kind is PeriodKind.YEAR else None
    when = read_period(when_cell) or (_numbered_month(when_cell) if year else None)
    if when is None:
        found = read_text(when_cell)
        once.add(("E601", found), not_a_period(found), when_cell)
        return
    for role, cell in filled:
        yield Entry(facts, when, year, when_cell, role, cell, dated=key == "from")


def _numbered_month(cell: RawCell) -> PeriodReading | None:
    """A month given as 1 to 12 beside a column with its year."""
    month = read_month(cell)
    if month is None:
        return None
    return PeriodReading(PeriodKind.MONTH_NAME, read_text(cell), number=month)


def _total_row(record: Record, facts: RowFacts) -> TotalRow | None:
    """A long sheet's row that adds up others: its period says so, or has none to say."""
    when = record.cell("period") or record.cell("from")
    if not facts.labels:
        return None
    if is_filled(when):
        return TotalRow(facts.labels[0]) if is_total_header(read_text(when)) else None
    if any(is_total(label.text) for label in facts.labels):
        return TotalRow(facts.labels[0], without_period=True)
    return None


_TOTAL_HEADS = ("total", "soustotal", "subtotal", "ytd", "cumul", "sum", "somme")


def is_total_header(text: str) -> bool:
    """Whether a column's header says that it adds up others: ``Total``, ``YTD``, ``Cumul``…"""
    return normalise(text).startswith(_TOTAL_HEADS)


def _totals(layout: Layout) -> tuple[tuple[RawCell, RawCell], ...]:
    headers = [cell for cell in layout.unknown if is_total_header(read_text(cell))]
    return tuple(
        (header, row[header.column])
        for header in headers
        for _, row in layout.rows
        if header.column in row
    )
