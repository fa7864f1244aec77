"""Total columns of a figures sheet: not read, but held against what the months beside them give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kpireport.model.kpi import Aggregation
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Problem
from kpireport.workbook.cells import RawCell
from kpireport.workbook.figure_table import Entry, Role
from kpireport.workbook.figures import Figure
from kpireport.workbook.findings import Finding
from kpireport.workbook.kpi_sheet import KpiSheet
from kpireport.workbook.numbers import read_number
from kpireport.workbook.periods import read_period
from kpireport.workbook.placing import month_of, span_of
from kpireport.workbook.texts import read_text
from kpireport.workbook.typed_digits import agree

_AGGREGATES: Mapping[Aggregation, Callable[[Sequence[float]], float]] = {
    Aggregation.SUM: sum,
    Aggregation.MEAN: lambda values: sum(values) / len(values),
    Aggregation.LAST: lambda values: values[-1],
    Aggregation.MIN: min,
    Aggregation.MAX: max,
}


def split_totals(
    entries: Iterable[Entry], calendar: FiscalCalendar
) -> tuple[list[Entry], list[tuple[RawCell, RawCell]]]:
    """The entries, and apart from them the quarters and years that add up months of their row.

    A column headed 2026 beside the months of 2026 is a total, whatever the KPI's frequency. The
    totals come as pairs of header and cell.
    """
    figures: list[Entry] = []
    totals: list[tuple[RawCell, RawCell]] = []
    for _, group in groupby(entries, key=lambda entry: entry.facts.row):
        row = list(group)
        for entry in row:
            if _adds_up(entry, row, calendar):
                totals.append((entry.when_cell, entry.cell))
            else:
                figures.append(entry)
    return figures, totals


def _adds_up(entry: Entry, row: Sequence[Entry], calendar: FiscalCalendar) -> bool:
    """Whether two or more shorter periods of the row lie within the entry's own."""
    months, last = span_of(entry.when), month_of(entry.when, entry.year, calendar)
    if months == 1 or entry.dated or not isinstance(last, Period):
        return False
    shorter = (
        month_of(other.when, other.year, calendar)
        for other in row
        if span_of(other.when) < months and other.role is entry.role
    )
    first = last.shift(1 - months)
    inside = [month for month in shorter if isinstance(month, Period) and first <= month <= last]
    return len(inside) >= 2


def total_columns(
    totals: Iterable[tuple[RawCell, RawCell]],
    entries: Iterable[Entry],
    figures: Iterable[Figure],
    kpis: KpiSheet,
    calendar: FiscalCalendar,
) -> Iterator[Problem]:
    """One problem for each total column: W215 where a KPI's total isn't what its months give.

    ``totals`` are the headers and cells of such columns, ``entries`` and ``figures`` the rest of
    their sheet.
    """
    rows_of = {entry.cell.ref: entry.facts.row for entry in entries}
    by_row: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.cell in rows_of and figure.role is Role.VALUE:
            by_row.setdefault(rows_of[figure.cell], []).append(figure)
    columns: dict[int, list[tuple[RawCell, RawCell]]] = {}
    for header, cell in totals:
        columns.setdefault(header.column, []).append((header, cell))
    for pairs in columns.values():
        yield _column_total(pairs, by_row, kpis, calendar)


def _column_total(
    pairs: Sequence[tuple[RawCell, RawCell]],
    by_row: Mapping[int, Sequence[Figure]],
    kpis: KpiSheet,
    calendar: FiscalCalendar,
) -> Problem:
    """W215 at the first cell that disagrees, else I214 at the header."""
    for header, cell in pairs:
        months = by_row.get(cell.row, ())
        wrong = _wrong_total(cell, _months_of(header, months, calendar), kpis, calendar)
        if wrong is not None:
            found, expected = wrong
            more = {"header": read_text(header), "kpi": months[0].kpi}
            finding = Finding("W215", {**more, "found": found, "expected": expected})
            return finding.at(cell.ref)
    header = pairs[0][0]
    return Finding("I214", {"found": read_text(header), "count": len(pairs)}).at(header.ref)


def _months_of(
    header: RawCell, months: Sequence[Figure], calendar: FiscalCalendar
) -> Sequence[Figure]:
    """The row's months that a total headed ``Q1 2026`` or ``2026`` is of; else all of them."""
    reading = read_period(header)
    last = None if reading is None else reading.place(calendar)
    if reading is None or last is None:
        return months
    first = last.shift(1 - span_of(reading))
    return [figure for figure in months if first <= figure.period <= last]


def _wrong_total(
    cell: RawCell, months: Sequence[Figure], kpis: KpiSheet, calendar: FiscalCalendar
) -> tuple[float, float] | None:
    """The typed total and ours, where it is none of the row, a fiscal year or a quarter."""
    reading = read_number(cell)
    found = reading.value
    if found is None or not months:
        return None
    kpi = kpis.rows[months[0].kpi].kpi
    aggregate = _AGGREGATES.get(kpi.aggregation) if kpi.aggregation else None
    if aggregate is None:
        return None
    if kpi.unit.is_percent:
        found = reading.in_percent
    ordered = sorted(months, key=lambda figure: figure.period)
    spans = [
        [figure.value for figure in span]
        for end_of in (calendar.year_end, calendar.quarter_end)
        for _, span in groupby(ordered, key=lambda figure: end_of(figure.period))
    ]
    expected = [aggregate(values) for values in ([f.value for f in ordered], *spans)]
    if found is None or any(agree(found, value) for value in expected):
        return None
    return found, expected[0]
