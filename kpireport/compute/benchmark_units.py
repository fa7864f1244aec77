"""Whether a benchmark's figure can stand beside a KPI's, and what it is in the KPI's unit."""

from __future__ import annotations

import re

from kpireport.model.benchmark import Benchmark
from kpireport.model.kpi import Kpi, Unit, UnitKind
from kpireport.model.names import normalise

_FRENCH = {"jour": "day", "heure": "hour", "minute": "minute", "semaine": "week", "mois": "month"}
_PER = re.compile(r"/|\bper\b|\bpar\b", re.IGNORECASE)


def factor(kpi: Kpi, benchmark: Benchmark) -> float | None:
    """What the benchmark's value is multiplied by to stand in the KPI's unit; None: it can't.

    Percentages agree with percentages, a currency with itself (``k€`` and ``€`` by their scale),
    any other unit with the same word. A benchmark that says no unit only agrees with plain
    numbers. What each is counted per is another question (``benchmark_per``).
    """
    unit, other = kpi.unit, benchmark.measured_in or Unit()
    if unit.kind is not other.kind:
        return None
    if unit.kind is UnitKind.CURRENCY and unit.currency != other.currency:
        return None
    if unit.kind is UnitKind.OTHER and _word(unit) != _word(other):
        return None
    return other.scale / unit.scale


def full_unit(benchmark: Benchmark) -> str:
    """A benchmark's unit with what it is of: ``% of sessions``."""
    unit, basis = benchmark.unit, benchmark.unit_basis
    return unit if not basis or basis in unit else f"{unit} {basis}"


def _word(unit: Unit) -> str:
    """The unit's word in the singular, without what it is counted per."""
    key = normalise(_PER.split(unit.text, maxsplit=1)[0])
    key = key if key in _FRENCH else key.removesuffix("s")
    return _FRENCH.get(key, key)
