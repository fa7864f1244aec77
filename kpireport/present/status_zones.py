"""Where on a KPI's own scale a month is on track, at risk or off track: a bullet chart's bands.

The edges are the ones by which the status is decided (``compute/attainment.py``), turned into
levels: attainment's thresholds, or the KPI's tolerance.
"""

from __future__ import annotations

import math

from kpireport.model.book import Settings
from kpireport.model.kpi import AttainmentMethod, Direction, Kpi, ToleranceKind
from kpireport.model.measure import Measure
from kpireport.present.charts.bullet import Zone

_MET, _NEAR, _FAR = "on_track", "at_risk", "off_track"


def status_zones(kpi: Kpi, settings: Settings, measure: Measure) -> tuple[Zone, ...]:
    """The zones in rising order; none where the target or the direction is missing."""
    if kpi.direction is Direction.RANGE:
        return _around_band(kpi, settings, measure.target_low, measure.target_high)
    sign, target = kpi.direction.sign, measure.target
    if not sign or target is None:
        return ()
    met = _level(kpi, measure, target, settings.green_from)
    near = _near(kpi, settings, measure, target)
    # A tolerance narrower than the green threshold leaves nothing at risk.
    near = met if near is None or sign * (met - near) < 0 else near
    if not (math.isfinite(met) and math.isfinite(near)):
        return ()
    zones = [Zone(_FAR, None, near), Zone(_NEAR, near, met), Zone(_MET, met, None)]
    if sign < 0:
        zones = [Zone(_MET, None, met), Zone(_NEAR, met, near), Zone(_FAR, near, None)]
    return tuple(zone for zone in zones if zone.low is None or zone.low != zone.high)


def _near(kpi: Kpi, settings: Settings, measure: Measure, target: float) -> float | None:
    """The worst level that is still at risk."""
    if kpi.tolerance is not None:
        return target - kpi.direction.sign * _allowed(kpi, target)
    if measure.attainment is None:
        return target
    return _level(kpi, measure, target, settings.amber_from)


def _allowed(kpi: Kpi, target: float) -> float:
    tolerance = kpi.tolerance
    if tolerance is None:
        return 0.0
    return tolerance.value * (abs(target) if tolerance.kind is ToleranceKind.TARGET_SHARE else 1.0)


def _level(kpi: Kpi, measure: Measure, target: float, attainment: float) -> float:
    """The actual whose attainment would be ``attainment``."""
    if measure.attainment is None:
        return target
    progress = kpi.attainment is AttainmentMethod.PROGRESS
    baseline = kpi.baseline if progress else measure.measured_from
    if baseline is not None:
        return baseline + attainment * (target - baseline)
    if kpi.attainment is AttainmentMethod.INVERSE:
        return target / attainment if attainment else math.inf
    return target + kpi.direction.sign * (attainment - 1) * abs(target)


def _around_band(
    kpi: Kpi, settings: Settings, low: float | None, high: float | None
) -> tuple[Zone, ...]:
    width = high - low if low is not None and high is not None else 0.0

    def size(bound: float) -> float:
        return max(abs(bound), width)

    def met(bound: float) -> float:
        return max(0.0, 1 - settings.green_from) * size(bound)

    def near(bound: float) -> float:
        if kpi.tolerance is not None:
            return max(_allowed(kpi, bound), met(bound))
        return max(0.0, 1 - settings.amber_from) * size(bound)

    zones = []
    if low is not None:
        edge = low - near(low)
        zones += [Zone(_FAR, None, edge), Zone(_NEAR, edge, low - met(low))]
    if low is not None or high is not None:
        ends = (None if low is None else low - met(low), None if high is None else high + met(high))
        zones.append(Zone(_MET, *ends))
    if high is not None:
        edge = high + near(high)
        zones += [Zone(_NEAR, high + met(high), edge), Zone(_FAR, edge, None)]
    return tuple(zone for zone in zones if zone.low is None or zone.low != zone.high)
