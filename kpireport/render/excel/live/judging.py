"""Formulas that hold an actual against its target: variance, attainment, status.

The twins of ``kpireport.compute.attainment``. A status is a number, 1 on track to 5 no data, and
empty for a KPI without direction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpireport.model.kpi import AttainmentMethod, Direction, Kpi, ToleranceKind
from kpireport.model.measure import Measure
from kpireport.present.edges import distance
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.place import Place, status_number
from kpireport.render.excel.live.thresholds import (
    EQUAL,
    NO_DATA,
    NO_TARGET,
    amber,
    green,
    rated,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a verdict needs besides actual and target, as expressions.

    ``baseline`` is the figure progress starts from, or empty; ``missing`` the status where there
    is no actual; ``due`` whether there is a status at all yet, empty where there always is.
    """

    baseline: str = ""
    missing: str = str(NO_DATA)
    due: str = ""

    def status(self, actual: str, aimless: str, found: str) -> str:
        """The status: ``found`` where there is an actual and something to hold it against."""
        known = f'IF({actual}="",{self.missing},IF({aimless},{NO_TARGET},{found}))'
        return f'=IF({self.due},{known},"")' if self.due else f"={known}"


def judged(place: Place, window: str, measure: Measure, ground: Ground) -> Iterator[Cell]:
    """The columns of one window, after its ``compared``, ``target``, ``low`` and ``high``."""
    if place.kpi.direction is Direction.RANGE:
        yield from _in_band(place, window, measure, ground)
    else:
        yield from _at_level(place, window, measure, ground)


def _at_level(place: Place, window: str, measure: Measure, ground: Ground) -> Iterator[Cell]:
    kpi, w = place.kpi, window
    actual, target = f"[{w}_compared]", f"[{w}_target]"
    none = f'OR({actual}="",{target}="")'
    variance = f'=IF({none},"",{_points(kpi)}({actual}-{target}))'
    yield Cell(f"{w}_variance", variance, measure.variance, Kind.CHANGE)
    if not kpi.unit.is_percent:
        share = f'=IF({none},"",IF({target}>0,({actual}-{target})/{target},""))'
        yield Cell(f"{w}_variance_pct", share, measure.variance_pct, Kind.RELATIVE)
    if kpi.direction is Direction.NEUTRAL:
        if place.banded:
            yield _distance_of_neutral(kpi, window, measure)
        return
    sign = "" if kpi.direction is Direction.HIGHER else "-"
    favourable = f'=IF([{w}_variance]="","",{sign}[{w}_variance])'
    yield Cell(f"{w}_favourable", favourable, measure.favourable_variance, Kind.CHANGE)
    attainment = f'=IF({none},"",{_attainment(kpi, actual, target, ground.baseline)})'
    yield Cell(f"{w}_attainment", attainment, measure.attainment, Kind.SHARE)
    status = ground.status(actual, f'{target}=""', _level_status(kpi, w))
    yield Cell(f"{w}_status", status, status_number(measure.status), Kind.STATUS)


def _distance_of_neutral(kpi: Kpi, w: str, measure: Measure) -> Cell:
    """From the target, else outside the band: told of a KPI without direction, never judged."""
    actual, low, high = f"[{w}_compared]", f"[{w}_low]", f"[{w}_high]"
    above = f'IF({high}="",0,MAX(0,{actual}-{high}))'
    outside = f'{_points(kpi)}IF(AND({low}<>"",{actual}<{low}),{actual}-{low},{above})'
    none = f'OR({actual}="",AND({low}="",{high}=""))'
    formula = f'=IF([{w}_variance]<>"",[{w}_variance],IF({none},"",{outside}))'
    return Cell(f"{w}_distance", formula, distance(measure), Kind.CHANGE)


def _points(kpi: Kpi) -> str:
    """Differences of percentages are in points."""
    return "100*" if kpi.unit.is_percent else ""


def _attainment(kpi: Kpi, actual: str, target: str, baseline: str) -> str:
    higher = kpi.direction is Direction.HIGHER
    progress = '""'
    if baseline:
        way = f"{target}-{baseline}" if higher else f"{baseline}-{target}"
        progress = f'IF({way}>0,({actual}-{baseline})/({target}-{baseline}),"")'
    if kpi.attainment is AttainmentMethod.PROGRESS:
        return progress
    if kpi.attainment is AttainmentMethod.LINEAR:
        usual = f"1{'+' if higher else '-'}({actual}-{target})/ABS({target})"
    elif higher:
        usual = '""'
    else:
        usual = f'IF(AND({actual}>0,{target}>0),{target}/{actual},"")'
    return f"IF({target}=0,{progress},{usual})"


def _level_status(kpi: Kpi, w: str) -> str:
    actual, target, attainment = f"[{w}_compared]", f"[{w}_target]", f"[{w}_attainment]"
    short = f"{target}-{actual}" if kpi.direction is Direction.HIGHER else f"{actual}-{target}"
    same = f"ABS({actual}-{target})<={EQUAL}*MAX(ABS({actual}),ABS({target}))"
    ahead = f"OR([{w}_favourable]>=0,{same})"
    good = f'IF({attainment}="",{ahead},{green(attainment)})'
    return rated(good, _near(kpi, w, f"MAX(0,{short})", actual, target))


def _near(kpi: Kpi, w: str, missed: str, actual: str, target: str) -> str:
    """Whether the miss is within the KPI's tolerance; without one, by the amber threshold."""
    if kpi.tolerance is None:
        attainment = f"[{w}_attainment]"
        return f'IF({attainment}="",FALSE,{amber(attainment)})'
    shared = kpi.tolerance.kind is ToleranceKind.TARGET_SHARE
    allowed = f"[tolerance]*ABS({target})" if shared else "[tolerance]"
    rounding = f"MAX({EQUAL}*{allowed},8.9E-16*MAX(ABS({actual}),ABS({target})))"
    return f"{missed}<={allowed}+{rounding}"


def _in_band(place: Place, w: str, measure: Measure, ground: Ground) -> Iterator[Cell]:
    kpi = place.kpi
    actual, low, high = f"[{w}_compared]", f"[{w}_low]", f"[{w}_high]"
    none = f'OR({actual}="",AND({low}="",{high}=""))'
    below = f'IF({low}="",0,MAX(0,{low}-{actual}))'
    above = f'IF({high}="",0,MAX(0,{actual}-{high}))'
    outside_now, bound_now = _twins(place, measure)
    yield Cell(f"{w}_outside", f'=IF({none},"",MAX({below},{above}))', outside_now, Kind.LEVEL)
    nearest = f'IF({low}="",{high},IF(OR({actual}<{low},{high}=""),{low},{high}))'
    yield Cell(f"{w}_bound", f'=IF({none},"",{nearest})', bound_now, Kind.LEVEL)
    outside, bound = f"[{w}_outside]", f"[{w}_bound]"
    signed = (
        f'=IF({outside}="","",{_points(kpi)}IF(AND({low}<>"",{actual}<{low}),-{outside},{outside}))'
    )
    yield Cell(f"{w}_distance", signed, distance(measure), Kind.CHANGE)
    inside = f"{outside}<={EQUAL}*MAX(ABS({actual}),ABS({bound}))"
    missed = f'=IF({outside}="","",IF({inside},0,-{_points(kpi)}{outside}))'
    yield Cell(f"{w}_favourable", missed, measure.favourable_variance, Kind.CHANGE)
    width = f'IF(OR({low}="",{high}=""),0,{high}-{low})'
    largest = f"MAX(ABS({bound}),{width})"
    share = f'IF({largest}=0,"",1-{outside}/{largest})'
    attainment = f'=IF({outside}="","",IF({inside},1,{share}))'
    yield Cell(f"{w}_attainment", attainment, measure.attainment, Kind.SHARE)
    reached = f'IF([{w}_attainment]="",FALSE,{green(f"[{w}_attainment]")})'
    found = rated(f"OR({inside},{reached})", _near(kpi, w, outside, actual, bound))
    status = ground.status(actual, f'AND({low}="",{high}="")', found)
    yield Cell(f"{w}_status", status, status_number(measure.status), Kind.STATUS)


def _twins(place: Place, measure: Measure) -> tuple[float | None, float | None]:
    """How far outside the band, and the bound that counts, as Excel holds them."""
    actual, low, high = (
        place.level(each) for each in (measure.actual, measure.target_low, measure.target_high)
    )
    if actual is None or (low is None and high is None):
        return None, None
    outside = max(0.0 if low is None else low - actual, 0.0 if high is None else actual - high, 0.0)
    if low is None:
        return outside, high
    return outside, low if actual < low or high is None else high
