"""Which published figures a KPI is compared with.

By name: the KPI's Benchmark column, looked up among the metrics of the Benchmarks sheet, then in
the shipped catalogue; without it the rows of the sheet that name the KPI itself. Of those rows:

1. those in the KPI's unit and currency, counted per the same thing; where none is, the comparison
   is refused;
2. those of the Settings' industry (``benchmark_industry``);
3. the latest by the end of its period, then a median, then the larger sample, then the first.

The rows of the same cohort, period, source and geography as the one found are its quantiles; a
row that only lacks one of these belongs to them, unless it could be of another publication too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kpireport.compute.benchmark_industry import of_industry
from kpireport.compute.benchmark_per import same_per
from kpireport.compute.benchmark_reasons import (
    benchmark_out_of_order,
    benchmark_per_differs,
    benchmark_unit_differs,
    benchmark_unknown,
)
from kpireport.compute.benchmark_units import factor, full_unit
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book
from kpireport.model.kpi import Kpi
from kpireport.model.names import normalise
from kpireport.model.reason import Reason
from kpireport.model.standing import KnownPoint

_SIGNS = frozenset("%€$£#")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The figure that a KPI is compared with, and the quantiles beside it.

    ``row`` is the central figure: the median where quantiles are known, None where they are
    known without it. ``points`` are in the KPI's unit, the lowest share first, none or at least
    two. ``value`` is the row's in the KPI's unit. ``left_out`` are quantiles of the sheet that no
    row of the band has and that can't be told to belong to it. ``lacks_industry`` is the Settings'
    industry where a shipped figure of a wider cohort stands in for it.
    """

    row: Benchmark | None
    value: float | None
    points: tuple[KnownPoint, ...]
    left_out: tuple[Benchmark, ...] = ()
    lacks_industry: str = ""

    @property
    def rows(self) -> tuple[Benchmark, ...]:
        """Every row that is compared."""
        return (*(() if self.row is None else (self.row,)), *(p.benchmark for p in self.points))

    @property
    def benchmark(self) -> Benchmark:
        """The row that source, cohort and date are taken from."""
        return self.row or self.points[0].benchmark


def rows_for(
    kpi: Kpi, sheet: Sequence[Benchmark], catalogue: Sequence[Benchmark]
) -> Sequence[Benchmark] | None:
    """Every row that answers to the KPI's benchmark; None where the KPI has none."""
    if kpi.benchmark:
        wanted = normalise(kpi.benchmark)
        return [row for row in sheet if normalise(row.metric) == wanted] or [
            row
            for row in catalogue
            if any(wanted == normalise(name) for name in (row.metric, *row.metric_names))
        ]
    return [row for row in sheet if names_kpi(row.metric, kpi)] or None


def names_kpi(text: str, kpi: Kpi) -> bool:
    """Whether a row's name is the KPI's ID or name. ``Margin €`` doesn't name ``Margin %``."""
    signs = _SIGNS & set(text)
    same = normalise(text) in (normalise(kpi.id), normalise(kpi.name))
    return same and (not signs or signs == _SIGNS & set(kpi.name + kpi.id))


def needs_catalogue(book: Book) -> bool:
    """Whether some KPI names a benchmark that the Benchmarks sheet doesn't have."""
    own = {normalise(row.metric) for row in book.benchmarks}
    return any(kpi.benchmark and normalise(kpi.benchmark) not in own for kpi in book.kpis)


def choose(kpi: Kpi, book: Book, catalogue: Sequence[Benchmark]) -> Chosen | Reason | None:
    """What the KPI is compared with, or why with nothing; None where nothing was asked for."""
    rows = rows_for(kpi, book.benchmarks, catalogue)
    if rows is None:
        return None
    if not rows:
        return benchmark_unknown(kpi.benchmark)
    in_unit = [row for row in rows if factor(kpi, row) is not None]
    if not in_unit:
        return benchmark_unit_differs(kpi.unit.text, full_unit(rows[0]))
    comparable = [row for row in in_unit if same_per(kpi, row, _denominator(kpi, book))]
    if not comparable:
        return benchmark_per_differs(kpi.unit.text, full_unit(in_unit[0]))
    fitting = of_industry(comparable, book.settings.industry, catalogue)
    if isinstance(fitting, Reason):
        return fitting
    found = _with_quantiles(kpi, best(fitting.rows), fitting.rows)
    if isinstance(found, Reason) or fitting.ours:
        return found
    return replace(found, lacks_industry=book.settings.industry)


def _denominator(kpi: Kpi, book: Book) -> str:
    """The name of what a ratio divides by."""
    return next((each.name for each in book.kpis if each.id == kpi.denominator), "")


def best(rows: Sequence[Benchmark]) -> Benchmark:
    """The latest; of several the median, then the larger sample, then the first."""

    def rank(row: Benchmark) -> tuple[int, bool, int]:
        end = row.as_of_end.index if row.as_of_end else -1
        sample = _DIGITS.search(re.sub(r"[\s,.']", "", row.sample_size))
        return end, row.quantile == 0.5, int(sample[0]) if sample else 0

    return max(rows, key=rank)


def _with_quantiles(kpi: Kpi, row: Benchmark, rows: Sequence[Benchmark]) -> Chosen | Reason:
    """The row with the quantiles that were published with it."""
    together = _published_together(row, rows)
    by_share: dict[float, KnownPoint] = {}
    for each in together:
        if each.quantile is not None:
            value = _value(kpi, each)
            by_share.setdefault(each.quantile, KnownPoint(each.quantile, value, each))
    points = tuple(by_share[share] for share in sorted(by_share))
    left_out = tuple(
        each
        for each in rows
        if each.quantile is not None and each.cell is not None and each.quantile not in by_share
    )
    if len(points) < 2:
        return Chosen(row, _value(kpi, row), (), left_out if points else ())
    if any(low.value > high.value for low, high in pairwise(points)):
        return benchmark_out_of_order()
    median = by_share.get(0.5)
    plain = [each for each in together if each.quantile is None]
    central = median.benchmark if median else best(plain) if plain else None
    return Chosen(central, None if central is None else _value(kpi, central), points, left_out)


def _published_together(row: Benchmark, rows: Sequence[Benchmark]) -> list[Benchmark]:
    """The rows of one publication: those that say the same, then those that say nothing else."""
    said = publication(row)
    together = [each for each in rows if publication(each) == said]
    apart = [each for each in rows if not _agree(publication(each), said)]
    for each in rows:
        mine = publication(each)
        fits = all(_agree(mine, publication(other)) for other in together)
        if fits and mine != said and not any(_agree(mine, publication(o)) for o in apart):
            together.append(each)
    return together


def publication(row: Benchmark) -> tuple[object, ...]:
    """What rows of one publication share.

    Cohort and span, which must be the same, then what a row may leave out (None).
    """
    names = tuple(normalise(name) or None for name in (row.source, row.geography))
    return (normalise(row.industry), row.rate_months, row.as_of_end, *names)


def _agree(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two rows may be of one publication: what both of them say is the same."""
    same = one[:2] == other[:2]
    pairs = zip(one[2:], other[2:], strict=True)
    return same and all(a == b or a is None or b is None for a, b in pairs)


def _value(kpi: Kpi, row: Benchmark) -> float:
    """The row's value in the KPI's unit (``factor`` is known to exist)."""
    return row.value * (factor(kpi, row) or 1.0)
