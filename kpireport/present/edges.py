"""What printing must not blur: the edges on which a figure's status turns."""

from __future__ import annotations

from kpireport.i18n.precision import Pair
from kpireport.model.kpi import Tolerance, ToleranceKind
from kpireport.model.scorecard import Measure


def distance(measure: Measure) -> float | None:
    """The variance as a reader sees it: of a band the signed distance outside, 0 inside."""
    if measure.variance is not None or measure.actual is None:
        return measure.variance
    low, high = measure.target_low, measure.target_high
    if low is not None and measure.actual < low:
        return measure.actual - low
    if high is not None and measure.actual > high:
        return measure.actual - high
    return None if low is None and high is None else 0.0


def edges(measure: Measure, tolerance: Tolerance | None) -> list[Pair]:
    """The actual beside its target or bounds, the variance beside zero and the tolerance."""
    actual, gap = measure.actual, distance(measure)
    if actual is None:
        return []
    targets = (measure.target, measure.target_low, measure.target_high)
    pairs: list[Pair] = [(actual, target) for target in targets if target is not None]
    pairs += [(value, 0.0) for value in (actual, gap) if value]
    allowed = _allowed(tolerance, measure.target)
    if allowed is not None and measure.favourable_variance is not None:
        pairs.append((measure.favourable_variance, -allowed))
    return pairs


def _allowed(tolerance: Tolerance | None, target: float | None) -> float | None:
    """How far the target may be missed, in the KPI's unit."""
    if tolerance is None or tolerance.kind is not ToleranceKind.TARGET_SHARE:
        return None if tolerance is None else tolerance.value
    return None if target is None else tolerance.value * abs(target)
