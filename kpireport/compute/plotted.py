"""What a KPI's process limits are computed on: its actual, its gap to target, or its change.

Limits assume months that would be alike if nothing happened. Where the workbook doesn't say
(column Process), the actual is taken, unless two years or more show a strong season or trend:
then the change on the same month a year before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpireport.compute.arithmetic import finite, quotient
from kpireport.compute.attainment import Aim
from kpireport.compute.ledger import Line
from kpireport.compute.month_grid import month_grid
from kpireport.model.kpi import Direction, Kpi, ProcessBasis
from kpireport.stats.strength import STRONG, strength

MONTHS_TO_JUDGE = 24
"""So many months of history can show a season or a trend."""

Band = tuple[float | None, float | None]
"""The wanted values: from, to; None where that end is open."""


@dataclass(frozen=True, slots=True)
class Plotted:
    """The points that limits are computed on, by month, in time order.

    ``values`` are in the KPI's unit, or fractions of the year before where ``shares``.
    ``wanted`` has the band of wanted values, where a month has a target and the KPI a direction:
    wanted gaps where the basis is the gap, else wanted actuals.
    """

    basis: ProcessBasis
    values: Mapping[int, float] = field(default_factory=dict)
    wanted: Mapping[int, Band] = field(default_factory=dict)
    shares: bool = False


def final_points(line: Line, period: int) -> dict[int, float]:
    """The KPI's actuals up to ``period`` that are final, by the month they close in."""
    return {
        month: span.value
        for month in sorted(line.actual.spans)
        if month <= period and (span := line.actual.at(month)) is not None and not span.provisional
    }


def plotted(
    lines: Sequence[Line], rebases: Sequence[Sequence[int]], period: int
) -> tuple[Plotted, ...]:
    """What each KPI's limits are computed on; ``rebases`` are each one's months of new levels."""
    points = [final_points(line, period) for line in lines]
    shifting = _shifting(lines, points, rebases)
    return tuple(
        _on_basis(line, actual, ProcessBasis.YEAR_ON_YEAR if moves else _stated(line))
        for line, actual, moves in zip(lines, points, shifting, strict=True)
    )


def _stated(line: Line) -> ProcessBasis:
    return line.kpi.process or ProcessBasis.ACTUAL


def _shifting(
    lines: Sequence[Line],
    points: Sequence[Mapping[int, float]],
    rebases: Sequence[Sequence[int]],
) -> list[bool]:
    """Which KPIs, of those that state no basis, have a strong season or trend."""
    asked = [
        row
        for row, line in enumerate(lines)
        if line.kpi.process is None and len(points[row]) * line.step >= MONTHS_TO_JUDGE
    ]
    found = [False] * len(lines)
    if not asked:
        return found
    grid = month_grid([points[row] for row in asked], [rebases[row] for row in asked])
    strong = strength(grid.values, grid.months, 12, grid.starts)
    for row, season, trend in zip(asked, strong.season, strong.trend, strict=True):
        seasonal = lines[row].kpi.seasonal
        if seasonal is None:
            seasonal = bool(season >= STRONG)
        found[row] = seasonal or bool(trend >= STRONG)
    return found


def _on_basis(line: Line, actual: Mapping[int, float], basis: ProcessBasis) -> Plotted:
    match basis:
        case ProcessBasis.NONE:
            return Plotted(basis)
        case ProcessBasis.GAP:
            return _gaps(line, actual)
        case ProcessBasis.YEAR_ON_YEAR:
            return _changes(line, actual)
        case ProcessBasis.ACTUAL:
            return Plotted(basis, actual, _wanted_in(line, actual))


def _wanted_in(line: Line, months: Iterable[int]) -> dict[int, Band]:
    return _known({month: _wanted(line.kpi, line.aim_at(month)) for month in months})


def _known(bands: Mapping[int, Band | None]) -> dict[int, Band]:
    return {month: band for month, band in bands.items() if band is not None}


def _wanted(kpi: Kpi, aim: Aim) -> Band | None:
    """The values that meet the target; None without a target or a direction."""
    match kpi.direction:
        case Direction.HIGHER:
            return None if aim.level is None else (aim.level, None)
        case Direction.LOWER:
            return None if aim.level is None else (None, aim.level)
        case Direction.RANGE:
            return None if aim.low is None and aim.high is None else (aim.low, aim.high)
        case Direction.NEUTRAL:
            return None


def _gaps(line: Line, actual: Mapping[int, float]) -> Plotted:
    values: dict[int, float] = {}
    bands: dict[int, Band | None] = {}
    for month, value in actual.items():
        aim = line.aim_at(month)
        aimed = _aimed_at(aim)
        gap = None if aimed is None else finite(value - aimed)
        if aimed is None or gap is None:
            continue
        values[month] = gap
        shifted = (None if bound is None else bound - aimed for bound in aim)
        bands[month] = _wanted(line.kpi, Aim(*shifted))
    return Plotted(ProcessBasis.GAP, values, _known(bands))


def _aimed_at(aim: Aim) -> float | None:
    """The point that a gap is measured from: the level, or a band's middle or only end."""
    if aim.level is not None:
        return aim.level
    if aim.low is None or aim.high is None:
        return aim.low if aim.high is None else aim.high
    return aim.low / 2 + aim.high / 2


def _changes(line: Line, actual: Mapping[int, float]) -> Plotted:
    """The change on a year before: a share where all bases are positive, else in the unit."""
    pairs = {
        month: (value, before.value)
        for month, value in actual.items()
        if (before := line.past.at(month - 12)) is not None and not before.provisional
    }
    shares = not line.kpi.unit.is_percent and all(base > 0 for _, base in pairs.values())
    values: dict[int, float] = {}
    for month, (value, base) in pairs.items():
        change = finite(value - base)
        if shares and change is not None:
            change = quotient(change, base)
        if change is not None:
            values[month] = change
    return Plotted(ProcessBasis.YEAR_ON_YEAR, values, _wanted_in(line, values), shares)
