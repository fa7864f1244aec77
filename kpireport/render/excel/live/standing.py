"""Formulas of a KPI's place among others: its figure, the published one, gap and peers beaten.

The twins of ``kpireport.compute.benchmark``. What is compared with what is chosen in Python; where
that choice isn't the same in every month, each month's is stated on the Texts sheet.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from kpireport.model.scorecard import KpiResult
from kpireport.model.standing import KnownPoint, Standing
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.expressions import looked_up
from kpireport.render.excel.live.place import Place

STATED = {"stated_bench_actual": "actual", "stated_bench_value": "value"}
"""The columns of the Texts sheet, and the figure of a standing that each holds."""


def standing_cells(place: Place, results: Sequence[KpiResult]) -> Iterator[Cell]:
    """The columns; none for a KPI without a benchmark. ``results`` are every month's own."""
    now = place.result.standing
    if now is None or all(result.standing is None for result in results):
        return
    actual = _source(results) or looked_up("stated_bench_actual")
    yield Cell("bench_actual", actual, place.level(now.actual), Kind.LEVEL)
    value = "" if _constant(results) else looked_up("stated_bench_value")
    yield Cell("bench_value", value, place.level(now.value), Kind.LEVEL)
    points = "100*" if place.kpi.unit.is_percent else ""
    none = 'OR([bench_actual]="",[bench_value]="")'
    gap = f'=IF({none},"",{points}([bench_actual]-[bench_value]))'
    yield Cell("bench_gap", gap, now.gap if now.value is not None else None, Kind.CHANGE)
    sign = place.kpi.direction.sign
    if sign:
        good = f'=IF([bench_gap]="","",{"-" if sign < 0 else ""}[bench_gap])'
        yield Cell("bench_favourable", good, now.favourable_gap, Kind.CHANGE)
    if now.points and sign and _constant(results):
        share = _peers(now.points, sign, 100 if place.kpi.unit.is_percent else 1)
        formula = f'=IF([bench_actual]="","",{share})'
        yield Cell("bench_peers", formula, now.percentile, Kind.SHARE)


def _source(results: Sequence[KpiResult]) -> str | None:
    """The column that is compared in every month, if it is one and the same."""
    columns: tuple[tuple[str, Callable[[KpiResult], float | None]], ...] = (
        ("r12_actual", lambda result: result.rolling12.actual),
        ("month_compared", lambda result: result.measure.actual),
    )
    for key, read in columns:
        if all(_actual(result.standing) == read(result) for result in results):
            return f"=[{key}]"
    return None


def _actual(standing: Standing | None) -> float | None:
    return None if standing is None else standing.actual


def _constant(results: Sequence[KpiResult]) -> bool:
    """Whether every month is held against the same published figures."""
    known = {None if (s := result.standing) is None else (s.value, s.points) for result in results}
    return len(known) == 1


def _peers(points: Sequence[KnownPoint], sign: int, scale: float) -> str:
    """The share of peers beaten, by linear interpolation between the known points."""
    known = [(p.value / scale, p.share if sign > 0 else 1 - p.share) for p in points]
    actual = "[bench_actual]"
    formula = repr(known[-1][1])
    for (low, below), (high, above) in reversed(list(itertools.pairwise(known))):
        way = f"({actual}-{low!r})/({high!r}-{low!r})"
        between = f"{below!r}+({above!r}-{below!r})*{way}"
        formula = f"IF({actual}<{high!r},{between},{formula})"
    return f"IF({actual}<={known[0][0]!r},{known[0][1]!r},{formula})"
