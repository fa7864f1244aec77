"""What is wrong with the benchmarks that a workbook asks for, beside what its cells say.

These checks need the shipped catalogue, so they stand after the workbook's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpireport.compute.benchmark_choice import Chosen, choose, names_kpi, rows_for
from kpireport.compute.benchmark_row_problems import row_problems
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book, Language
from kpireport.model.kpi import Kpi
from kpireport.model.names import normalise
from kpireport.model.problem import CellRef, Problem
from kpireport.model.reason import Reason

_CODES = {
    "benchmark_unknown": "W831",
    "benchmark_unit_differs": "W832",
    "benchmark_industries": "W833",
    "benchmark_industry_missing": "W834",
    "benchmark_out_of_order": "W835",
    "benchmark_other_industry": "W861",
    "benchmark_per_differs": "W865",
    "benchmark_kpi_without_unit": "W866",
    "benchmark_without_unit": "W867",
}
_NAMES = 3
_ALIKE = 0.6
"""How alike two names must be to be taken for one another."""


def benchmark_problems(book: Book, catalogue: Sequence[Benchmark] = ()) -> tuple[Problem, ...]:
    """Benchmarks that a KPI asks for and can't have, and rows that no KPI asks for."""
    return (*row_problems(book), *_of_kpis(book, catalogue), *_unused(book))


def _of_kpis(book: Book, catalogue: Sequence[Benchmark]) -> Iterator[Problem]:
    for kpi in book.kpis:
        found = choose(kpi, book, catalogue)
        if isinstance(found, Reason):
            yield _refused(kpi, found, book, catalogue)
        elif isinstance(found, Chosen):
            yield from _undated(found)
            yield from _apart(found)
            yield from _of_others(kpi, found, book.settings.language)


def _refused(kpi: Kpi, reason: Reason, book: Book, catalogue: Sequence[Benchmark]) -> Problem:
    rows = rows_for(kpi, book.benchmarks, catalogue) or ()
    cell = _place(kpi, rows)
    params = {**reason.params, "kpi": kpi.name}
    code = _CODES[reason.code]
    if reason.code != "benchmark_unknown":
        params["metric"] = rows[0].metric
    elif known := closest(kpi.benchmark, (*book.benchmarks, *catalogue)):
        params["known"] = known
    else:
        code = "W830"
    return Problem(code, cell.sheet, cell.cell, params)


def _place(kpi: Kpi, rows: Sequence[Benchmark]) -> CellRef:
    """The KPI's Benchmark cell; without one the row of the sheet that names the KPI."""
    if kpi.benchmark:
        return kpi.places.get("benchmark", kpi.cell)
    return next((row.cell for row in rows if row.cell is not None), kpi.cell)


def closest(name: str, rows: Sequence[Benchmark]) -> tuple[str, ...]:
    """The metrics' names like ``name``, the closest first; at most three, none where none is."""
    import difflib

    every = (each for row in rows for each in (row.metric, *row.metric_names))
    keys = {normalise(each): each for each in every if "_" not in each}
    near = difflib.get_close_matches(normalise(name), keys, n=_NAMES, cutoff=_ALIKE)
    return tuple(keys[key] for key in near)


def _undated(chosen: Chosen) -> Iterator[Problem]:
    """Rows that are compared and whose date can't be told, each once."""
    rows = (chosen.benchmark, *(point.benchmark for point in chosen.points))
    for row in dict.fromkeys(rows):
        if row.as_of_end is None and row.cell is not None:
            params = {"metric": row.metric, "found": row.as_of}
            yield Problem("I836", row.cell.sheet, row.cell.cell, params)


def _apart(chosen: Chosen) -> Iterator[Problem]:
    """Quantiles that the band would need and that were published apart from it."""
    for row in chosen.left_out:
        if row.cell is not None:
            params = {"metric": row.metric, "statistic": row.statistic}
            yield Problem("W838", row.cell.sheet, row.cell.cell, params)


def _of_others(kpi: Kpi, chosen: Chosen, language: Language | None) -> Iterator[Problem]:
    """A shipped figure of another cohort, taken because none is of our industry.

    One that holds our industry beside others is only said in the report.
    """
    row = chosen.benchmark
    if chosen.lacks_industry and len(row.sectors) <= 1:
        cell = kpi.places.get("benchmark", kpi.cell)
        cohort = (language == "fr" and row.french.industry) or row.industry
        params = {"kpi": kpi.name, "metric": kpi.benchmark or row.metric, "cohort": cohort}
        params["industry"] = chosen.lacks_industry
        yield Problem("I839", cell.sheet, cell.cell, params)


def _unused(book: Book) -> Iterator[Problem]:
    """Rows whose metric no KPI names and that name no KPI: perhaps a slip of the pen."""
    wanted = {normalise(kpi.benchmark) for kpi in book.kpis}
    said: set[str] = set()
    for row in book.benchmarks:
        key = normalise(row.metric)
        named = key in wanted or any(names_kpi(row.metric, kpi) for kpi in book.kpis)
        if named or key in said or row.cell is None:
            continue
        said.add(key)
        yield Problem("I837", row.cell.sheet, row.cell.cell, {"metric": row.metric})
