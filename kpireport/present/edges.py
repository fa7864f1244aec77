"""What printing must not blur: the edges on which a figure's status turns."""

from __future__ import annotations

from dataclasses import replace

from kpireport.i18n.precision import Pair
from kpireport.model.difference import difference
from kpireport.model.kpi import Direction, Kpi, Tolerance, ToleranceKind
from kpireport.model.measure import Measure


def distance(measure: Measure) -> float | None:
    """The variance as a reader sees it: of a band the signed distance outside, 0 inside."""
    if measure.variance is not None or measure.actual is None:
        return measure.variance
    low, high = measure.target_low, measure.target_high
    if low is not None and measure.actual < low:
        return difference(measure.actual, low)
    if high is not None and measure.actual > high:
        return difference(measure.actual, high)
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
    held = Measure(
        actual=value,
        target=target.target,
        target_low=target.target_low,
        target_high=target.target_high,
        variance=None
        if value is None or target.target is None
        else difference(value, target.target),
    )
    gap, sign = distance(held), kpi.direction.sign
    if gap is None or kpi.direction is Direction.NEUTRAL:
        return held
    return replace(held, favourable_variance=sign * gap if sign else -abs(gap))


def _allowed(tolerance: Tolerance | None, target: float | None) -> float | None:
    """How far the target may be missed, in the KPI's unit."""
    if tolerance is None or tolerance.kind is not ToleranceKind.TARGET_SHARE:
        return None if tolerance is None else tolerance.value
    return None if target is None else tolerance.value * abs(target)
