"""What is wrong with a row of the Benchmarks sheet when it is held against the rest of the book."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.actuals import Actuals
from kpireport.compute.benchmark_choice import publication, rows_for
from kpireport.compute.benchmark_fractions import looks_like_fraction, may_be_fraction, size_of
from kpireport.compute.reporting_period import choose_period
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book
from kpireport.model.errors import UsageError
from kpireport.model.kpi import Kpi
from kpireport.model.names import normalise
from kpireport.model.period import Period
from kpireport.model.problem import Param, Problem


def row_problems(book: Book) -> Iterator[Problem]:
    """Fractions, dates to come and two figures for one, row by row."""
    actuals = Actuals(book)
    last = _last_month(book, actuals)
    seen: dict[tuple[object, ...], Benchmark] = {}
    for row in book.benchmarks:
        if may_be_fraction(row):
            yield from _fraction(row, book, actuals)
        if last is not None and row.as_of_end is not None and row.as_of_end > last:
            yield from _at(row, "W864", found=row.as_of, end=last)
        first = seen.setdefault(_what_it_says(row), row)
        if first.value != row.value and first.cell is not None:
            told = {"statistic": row.statistic, "other": first.cell.cell}
            yield from _at(row, "W868", found=row.value, first=first.value, **told)


def _at(row: Benchmark, code: str, **params: Param) -> Iterator[Problem]:
    if row.cell is not None:
        yield Problem(code, row.cell.sheet, row.cell.cell, {"metric": row.metric, **params})


def _fraction(row: Benchmark, book: Book, actuals: Actuals) -> Iterator[Problem]:
    """Told by the KPIs that are compared with it; where none has figures, it may be either."""
    known = [(kpi, size_of(actuals.track(kpi))) for kpi in book.kpis if _uses(kpi, row, book)]
    for kpi, size in known:
        if size is not None and looks_like_fraction(row, size):
            yield from _at(row, "W862", kpi=kpi.name, found=row.value, actual=size)
            return
    if all(size is None for _, size in known):
        yield from _at(row, "W863", found=row.value, times=round(100 * row.value, 6))


def _uses(kpi: Kpi, row: Benchmark, book: Book) -> bool:
    return kpi.unit.is_percent and row in (rows_for(kpi, book.benchmarks, ()) or ())


def _last_month(book: Book, actuals: Actuals) -> Period | None:
    """The end of the year of the book's own latest report, calendar or fiscal."""
    try:
        period = choose_period(book, actuals)
    except UsageError:
        return None
    return max(Period(period.year, 12), book.settings.fiscal_calendar.year_end(period))


def _what_it_says(row: Benchmark) -> tuple[object, ...]:
    """Of whom, when and what: of two rows that agree in this only one can be right."""
    statistic = row.quantile or (normalise(row.statistic), row.sample_size)
    undated = row.as_of if row.as_of_end is None else ""
    said = (normalise(row.metric), row.unit.casefold(), undated, statistic)
    return (*said, *publication(row))
