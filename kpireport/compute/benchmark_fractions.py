"""Whether a benchmark in percent was typed as a fraction: 0.12 where 12 % is meant.

A plain number within ±2 may be either. The KPI's own size tells which: where the KPI lies ten
times as high or more, a hundredfold brings the benchmark nearer to it than it is.
"""

from __future__ import annotations

from statistics import median

from kpireport.compute.figures import Track
from kpireport.model.benchmark import Benchmark

_FRACTION_LIMIT = 2.0
_TENFOLD = 10.0


def may_be_fraction(row: Benchmark) -> bool:
    """Whether only the KPI's size can tell if the row is a fraction."""
    return row.plain_percent and 0 < abs(row.value) <= _FRACTION_LIMIT


def looks_like_fraction(row: Benchmark, size: float | None) -> bool:
    """Whether it is one for a KPI of that size (None: not known)."""
    if size is None or not may_be_fraction(row):
        return False
    return size >= _TENFOLD * abs(row.value) * (1 - 1e-9)


def size_of(actual: Track) -> float | None:
    """The middle of the sizes of a KPI's figures that are not zero; None where it has none."""
    sizes = [abs(span.value) for span in actual.spans.values() if span.value]
    return median(sizes) if sizes else None
