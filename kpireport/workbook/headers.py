"""What is wrong with a table's header, and what stands beside the table without being read."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.cells import CellKind, RawCell, column_letters
from kpireport.workbook.figure_table import Shape, is_total_header
from kpireport.workbook.findings import Finding
from kpireport.workbook.layout import Layout, PeriodHeader, read_columns
from kpireport.workbook.lost_months import looks_like_a_period
from kpireport.workbook.misspelt_months import meant_month
from kpireport.workbook.numbers import read_number
from kpireport.workbook.odd_years import years_break_the_row
from kpireport.workbook.period_reading import PeriodKind, PeriodReading
from kpireport.workbook.placing import month_of, span_of
from kpireport.workbook.records import nearest
from kpireport.workbook.schema_figures import STOPPING_SHEETS
from kpireport.workbook.texts import read_text

_BROKEN = (CellKind.ERROR, CellKind.UNCALCULATED)
_VALUE_COLUMNS = ("value", "low", "high", "from")


def header_problems(layout: Layout) -> Iterator[Problem]:
    """Columns named twice, a second table, and columns that are not read."""
    for cell in layout.repeated:
        known = layout.schema.find(read_text(cell))
        first = layout.headers[layout.columns[known.key]].address if known else ""
        yield Finding("E211", {"column": read_text(cell), "first": first}).at(cell.ref)
    if layout.second_header is not None:
        yield Finding("E220").at(layout.second_header.ref)
    if layout.assumed_kpi is not None and (found := read_text(layout.assumed_kpi)):
        yield Finding("I225", {"found": found}).at(layout.assumed_kpi.ref)
    yield from _unread_columns(layout)


def _unread_columns(layout: Layout) -> Iterator[Problem]:
    """Figures in an unread column are a warning of their own; words are named in one hint."""
    missing = [c for c in layout.schema.columns if c.key not in layout.columns]
    names = [name for c in missing for name in (c.names.english, c.names.french)]
    words: list[RawCell] = []
    for cell in layout.unknown:
        text = read_text(cell)
        figures = _numbers_under(layout, cell.column) if layout.schema.figures else []
        close = nearest(text, names)
        if layout.schema.figures and is_total_header(text):
            continue
        broken = read_number(cell).problem if cell.kind in _BROKEN else None
        if broken is not None:
            yield broken.at(cell.ref)
        elif figures and (month := meant_month(text)) is not None:
            params: dict[str, Param] = {"found": text, "suggestion": month, "count": len(figures)}
            stops = layout.schema.key in STOPPING_SHEETS and isinstance(month, Period)
            yield Finding("E622" if stops else "W230", params).at(cell.ref)
        elif figures:
            lost = layout.schema.key in STOPPING_SHEETS and looks_like_a_period(text)
            code = "E620" if lost else "W212"
            yield Finding(code, {"found": text, "count": len(figures)}).at(cell.ref)
        elif close:
            yield Finding("I209", {"found": text, "suggestion": close[0]}).at(cell.ref)
        else:
            words.append(cell)
    if words:
        columns = tuple(read_text(cell) or cell.address for cell in words)
        yield Finding("I210", {"columns": columns}).at(words[0].ref)
    yield from _headless_columns(layout)


def _numbers_under(layout: Layout, column: int) -> list[RawCell]:
    cells = (row[column] for _, row in layout.rows if column in row)
    return [cell for cell in cells if _holds_number(cell)]


def _holds_number(cell: RawCell) -> bool:
    return cell.kind is CellKind.NUMBER and read_number(cell).value is not None


def _headless_columns(layout: Layout) -> Iterator[Problem]:
    """Cells beside the table, in columns that have no header."""
    headed = set(layout.headers) | set(read_columns(layout))
    first: dict[int, RawCell] = {}
    for _, row in layout.rows:
        for column, cell in row.items():
            if column not in headed:
                first.setdefault(column, cell)
    if not first:
        return
    columns = tuple(column_letters(column) for column in sorted(first))
    cell = first[min(first)]
    has_numbers = any(_numbers_under(layout, column) for column in first)
    yield Finding("W213" if has_numbers else "I226", {"columns": columns}).at(cell.ref)


def unread_value_columns(layout: Layout, shape: Shape) -> Iterator[Problem]:
    """A value column beside months across, and months across beside a period column."""
    if shape is Shape.WIDE:
        for key in _VALUE_COLUMNS:
            header = layout.headers.get(layout.columns.get(key, 0))
            if header is not None and (figures := _numbers_under(layout, header.column)):
                params: dict[str, Param] = {"found": read_text(header), "count": len(figures)}
                yield Finding("W212", params).at(header.ref)
        return
    for period in layout.periods:
        if figures := _numbers_under(layout, period.column):
            params = {"found": read_text(period.cell), "count": len(figures)}
            yield Finding("W212", params).at(period.cell.ref)


def sound_periods(layout: Layout, calendar: FiscalCalendar, problems: list[Problem]) -> Layout:
    """The layout with those period headers that name one month each, every other one said."""
    sound: dict[tuple[int, Period], PeriodHeader] = {}
    without_year: list[PeriodHeader] = []
    for header in layout.periods:
        month = month_of(header.reading, header.year, calendar)
        key = (span_of(header.reading), month) if isinstance(month, Period) else None
        if isinstance(month, Finding) and month.code == "E602":
            without_year.append(header)
        elif isinstance(month, Finding):
            problems.append(month.at(header.cell.ref, count=1))
        elif key is not None and key in sound:
            params: dict[str, Param] = {"period": month, "first": sound[key].cell.address}
            problems.append(Finding("E606", params).at(header.cell.ref))
        elif key is not None:
            sound[key] = header
    problems.extend(over_new_year(layout.periods))
    problems.extend(years_break_the_row(layout.periods, calendar))
    if without_year:
        first = without_year[0]
        finding = Finding("E602", {"found": first.reading.text, "count": len(without_year)})
        problems.append(finding.at(first.cell.ref))
    if layout.weeks:
        found = read_text(layout.weeks[0])
        finding = Finding("E605", {"found": found, "count": len(layout.weeks)})
        problems.append(finding.at(layout.weeks[0].ref))
    return replace(layout, periods=tuple(sound.values()))


def over_new_year(headers: Iterable[PeriodHeader]) -> Iterator[Problem]:
    """E621 where months under one bare year go on past December.

    Under ``2025`` January to March are those of 2025, which months from April to March hardly
    mean.
    """
    named = [h for h in headers if h.year and h.reading.kind is PeriodKind.MONTH_NAME]
    for year, group in groupby(named, key=lambda header: header.year):
        months = tuple(group)
        back = _first_step_back([header.reading.number or 0 for header in months])
        if year is not None and not year.fiscal and back is not None:
            found, before = months[back].reading.text, months[back - 1].reading.text
            params: dict[str, Param] = {"found": found, "before": before, "year": year.text}
            yield Finding("E621", params).at(months[back].cell.ref)


def _first_step_back(months: list[int]) -> int | None:
    """Where months stop rising; None where they rise, or fall all along, or one comes twice."""
    steps = [after - before for before, after in pairwise(months)]
    falling = all(step < 0 for step in steps) and (len(steps) > 1 or steps == [-1])
    if falling or len(set(months)) < len(months):
        return None
    return next((at for at, step in enumerate(steps, 1) if step < 0), None)


def odd_day(dates: Iterable[tuple[RawCell, PeriodReading]]) -> Problem | None:
    """E604 where every date falls on one day that neither begins nor ends a month.

    Excel reads ``Jan-26`` as the 26th of January of this year: the month is right, the year is
    not. Dates of two years typed so fall on two days of one year, and are found as well.
    """
    days = {
        (reading.year, reading.number, reading.day): cell
        for cell, reading in dates
        if reading.kind is PeriodKind.MONTH and reading.day is not None and reading.problem is None
    }
    if len(days) < 2 or any(_begins_or_ends_month(*key) for key in days):
        return None
    on_days = {day for _, _, day in days}
    in_years = {year for year, _, _ in days}
    if len(on_days) > 1 and (len(in_years) > 1 or len(on_days) * 3 > len(days)):
        return None
    year, _, day = next(iter(days))
    first = next(iter(days.values()))
    # Years and days are handed over as text: a language would group 2026 into 2,026.
    params: dict[str, Param] = {"found": read_text(first)[:10], "day": str(day), "year": str(year)}
    return Finding("E604", params).at(first.ref, count=len(days))


def _begins_or_ends_month(year: int | None, month: int | None, day: int | None) -> bool:
    if year is None or month is None or day is None:
        return False
    return day == 1 or day == gregorian.monthrange(year, month)[1]
