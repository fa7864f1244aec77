"""Formulas that hold an actual against its target: variance, attainment, status.

The twins of ``kpireport.compute.attainment``. A status is a number, 1 on track to 5 no data, and
empty for a KPI without direction.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.kpi import AttainmentMethod, Direction, Kpi, ToleranceKind
from kpireport.model.scorecard import Measure
from kpireport.present.edges import distance
from kpireport.render.excel.live.cell import STATUS_NUMBERS, Cell, Kind
from kpireport.render.excel.live.place import Place, status_number

_ON, _RISK, _OFF = (STATUS_NUMBERS[code] for code in ("on_track", "at_risk", "off_track"))
_NO_TARGET, _NO_DATA = STATUS_NUMBERS["no_target"], STATUS_NUMBERS["no_data"]
_EQUAL = "1E-9"
"""Two figures closer than this share of the larger are one, as in every other output."""

NO_DATA = str(_NO_DATA)


def judged(
    place: Place, window: str, measure: Measure, baseline: str, missing: str = NO_DATA
) -> Iterator[Cell]:
    """The columns of one window, after its ``compared``, ``target``, ``low`` and ``high``.

    ``baseline`` is the expression of the figure progress starts from, or empty; ``missing`` that
    of the status where there is no actual.
    """
    if place.kpi.direction is Direction.RANGE:
        yield from _in_band(place, window, measure, missing)
    else:
        yield from _at_level(place, window, measure, baseline, missing)


def _at_level(
    place: Place, window: str, measure: Measure, baseline: str, missing: str
) -> Iterator[Cell]:
    kpi, w = place.kpi, window
    actual, target = f"[{w}_compared]", f"[{w}_target]"
    none = f'OR({actual}="",{target}="")'
    variance = f'=IF({none},"",{_points(kpi)}({actual}-{target}))'
    yield Cell(f"{w}_variance", variance, measure.variance, Kind.CHANGE)
    if not kpi.unit.is_percent:
        share = f'=IF({none},"",IF({target}>0,({actual}-{target})/{target},""))'
        yield Cell(f"{w}_variance_pct", share, measure.variance_pct, Kind.RELATIVE)
    if kpi.direction is Direction.NEUTRAL:
        return
    sign = "" if kpi.direction is Direction.HIGHER else "-"
    favourable = f'=IF([{w}_variance]="","",{sign}[{w}_variance])'
    yield Cell(f"{w}_favourable", favourable, measure.favourable_variance, Kind.CHANGE)
    attainment = f'=IF({none},"",{_attainment(kpi, actual, target, baseline)})'
    yield Cell(f"{w}_attainment", attainment, measure.attainment, Kind.SHARE)
    status = _level_status(kpi, w, missing)
    yield Cell(f"{w}_status", status, status_number(measure.status), Kind.STATUS)


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


def _level_status(kpi: Kpi, w: str, missing: str) -> str:
    actual, target, attainment = f"[{w}_compared]", f"[{w}_target]", f"[{w}_attainment]"
    short = f"{target}-{actual}" if kpi.direction is Direction.HIGHER else f"{actual}-{target}"
    same = f"ABS({actual}-{target})<={_EQUAL}*MAX(ABS({actual}),ABS({target}))"
    ahead = f"OR([{w}_favourable]>=0,{same})"
    green = f'IF({attainment}="",{ahead},{_reaches(attainment, "green_from")})'
    near = _near(kpi, w, f"MAX(0,{short})", actual, target)
    rated = f"IF({green},{_ON},IF({near},{_RISK},{_OFF}))"
    return f'=IF({actual}="",{missing},IF({target}="",{_NO_TARGET},{rated}))'


def _reaches(value: str, edge: str) -> str:
    return f"{value}>={edge}*(1-{_EQUAL})"


def _near(kpi: Kpi, w: str, missed: str, actual: str, target: str) -> str:
    """Whether the miss is within the KPI's tolerance; without one, by the amber threshold."""
    if kpi.tolerance is None:
        attainment = f"[{w}_attainment]"
        return f'IF({attainment}="",FALSE,{_reaches(attainment, "amber_from")})'
    shared = kpi.tolerance.kind is ToleranceKind.TARGET_SHARE
    allowed = f"[tolerance]*ABS({target})" if shared else "[tolerance]"
    rounding = f"MAX({_EQUAL}*{allowed},8.9E-16*MAX(ABS({actual}),ABS({target})))"
    return f"{missed}<={allowed}+{rounding}"


def _in_band(place: Place, w: str, measure: Measure, missing: str) -> Iterator[Cell]:
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
    inside = f"{outside}<={_EQUAL}*MAX(ABS({actual}),ABS({bound}))"
    missed = f'=IF({outside}="","",IF({inside},0,-{_points(kpi)}{outside}))'
    yield Cell(f"{w}_favourable", missed, measure.favourable_variance, Kind.CHANGE)
    width = f'IF(OR({low}="",{high}=""),0,{high}-{low})'
    largest = f"MAX(ABS({bound}),{width})"
    share = f'IF({largest}=0,"",1-{outside}/{largest})'
    attainment = f'=IF({outside}="","",IF({inside},1,{share}))'
    yield Cell(f"{w}_attainment", attainment, measure.attainment, Kind.SHARE)
    near = _near(kpi, w, outside, actual, bound)
    green = f'IF([{w}_attainment]="",FALSE,{_reaches(f"[{w}_attainment]", "green_from")})'
    rated = f"IF(OR({inside},{green}),{_ON},IF({near},{_RISK},{_OFF}))"
    no_band = f'AND({low}="",{high}="")'
    status = f'=IF({actual}="",{missing},IF({no_band},{_NO_TARGET},{rated}))'
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
