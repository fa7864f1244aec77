"""What printing must not blur: the edges on which a figure's status turns."""

from __future__ import annotations

from kpireport.i18n.precision import Pair
from kpireport.model.difference import difference
from kpireport.model.kpi import Direction, Kpi, Tolerance, ToleranceKind
from kpireport.model.measure import Measure


def distance(measure: Measure) -> float | None:
    """The variance as a reader sees it: of a band the signed distance outside, 0 inside."""
    if measure.variance is not None or measure.actual is None:
        return measure.variance
    return _outside(measure.actual, measure.target_low, measure.target_high)


def _outside(actual: float, low: float | None, high: float | None) -> float | None:
    if low is not None and actual < low:
        return difference(actual, low)
    if high is not None and actual > high:
        return difference(actual, high)
    return None if low is None and high is None else 0.0


def contradictions(measure: Measure, tolerance: Tolerance | None) -> list[Pair]:
    """What must not print as what it misses: the actual as its target or bound, the variance as
    nothing or as the tolerance.

    Empty where nothing is missed: an edge belongs to the better status, so that a figure on the
    right side of it may print as the edge itself.
    """
    actual, favourable = measure.actual, measure.favourable_variance
    if actual is None or favourable is None or favourable >= 0:
        return []
    pairs: list[Pair] = [(favourable, 0.0)]
    for target in (measure.target, measure.target_low, measure.target_high):
        if target is not None:
            pairs.append((actual, target))
    allowed = None if measure.status is None else _allowed(tolerance, measure.target)
    if allowed is not None and favourable < -allowed:
        pairs.append((favourable, -allowed))
    return pairs


def held_against(kpi: Kpi, target: Measure, value: float | None) -> Measure:
    """A value, such as a landing, held against a target or band, as far as figures need it."""
    low, high = target.target_low, target.target_high
    variance = gap = favourable = None
    if value is not None:
        if target.target is not None:
            variance = difference(value, target.target)
        gap = _outside(value, low, high) if variance is None else variance
    if gap is not None and kpi.direction is not Direction.NEUTRAL:
        sign = kpi.direction.sign
        favourable = sign * gap if sign else -abs(gap)
    return Measure(
        actual=value,
        target=target.target,
        target_low=low,
        target_high=high,
        variance=variance,
        favourable_variance=favourable,
    )


def _allowed(tolerance: Tolerance | None, target: float | None) -> float | None:
    """How far the target may be missed, in the KPI's unit."""
    if tolerance is None or tolerance.kind is not ToleranceKind.TARGET_SHARE:
        return None if tolerance is None else tolerance.value
    return None if target is None else tolerance.value * abs(target)
