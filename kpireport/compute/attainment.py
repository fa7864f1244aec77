"""An actual held against its target: variance, attainment and status.

The definitions are the spec's table (docs/method.md has each with its source): linear attainment
is 1 + s·(A − T)/|T|, so that it is right for negative targets and for KPIs where lower is better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kpireport.compute import reasons
from kpireport.compute.arithmetic import finite, quotient, reaches, same, within
from kpireport.model.book import Settings
from kpireport.model.difference import difference
from kpireport.model.kpi import AttainmentMethod, Direction, Kpi, ToleranceKind
from kpireport.model.measure import Measure
from kpireport.model.reason import Reason
from kpireport.model.status import Status


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The attainments from which a KPI is on track, and at risk."""

    green_from: float = 1.0
    amber_from: float = 0.95

    @classmethod
    def of(cls, settings: Settings) -> Thresholds:
        return cls(settings.green_from, settings.amber_from)

    def status(self, attainment: float) -> Status:
        """An edge belongs to the better status."""
        if reaches(attainment, self.green_from):
            return Status.ON_TRACK
        return Status.AT_RISK if reaches(attainment, self.amber_from) else Status.OFF_TRACK


class Aim(NamedTuple):
    """A target: a level, or a band of which one end may be open (None)."""

    level: float | None = None
    low: float | None = None
    high: float | None = None

    def __bool__(self) -> bool:
        return self.level is not None or self.low is not None or self.high is not None


NO_AIM = Aim()
_SIGNS = {direction: direction.sign for direction in Direction}


class Judged(NamedTuple):
    """A measure, and why a part of it is missing where that isn't plain from its status."""

    measure: Measure
    reason: Reason | None = None


def judge(
    kpi: Kpi,
    thresholds: Thresholds,
    actual: float | None,
    aim: Aim = NO_AIM,
    baseline: float | None = None,
) -> Judged:
    """Hold ``actual`` against ``aim``; either may be missing.

    ``baseline`` is the figure progress starts from, over the same months as the actual.
    """
    neutral = kpi.direction is Direction.NEUTRAL
    ranged = kpi.direction is Direction.RANGE
    if actual is None:
        status = None if neutral else Status.NO_DATA
        return Judged(Measure(None, aim.level, aim.low, aim.high, status=status))
    if ranged and (aim.low is not None or aim.high is not None):
        return _against_band(kpi, thresholds, actual, aim)
    if aim.level is None or ranged:
        status = None if neutral else Status.NO_TARGET
        return Judged(Measure(actual, aim.level, aim.low, aim.high, status=status))
    return _against_level(kpi, thresholds, actual, aim, aim.level, baseline)


def _against_level(
    kpi: Kpi,
    thresholds: Thresholds,
    actual: float,
    aim: Aim,
    target: float,
    baseline: float | None,
) -> Judged:
    gap = difference(actual, target)
    variance = finite(gap)
    share = None
    if target > 0 and variance is not None and not kpi.unit.is_percent:
        share = quotient(variance, target)
    sign = _SIGNS[kpi.direction]
    if not sign:
        reason = reasons.too_large() if variance is None else None
        return Judged(Measure(actual, target, aim.low, aim.high, variance, share), reason)
    favourable = None if variance is None else sign * variance + 0.0
    attainment = _attainment(kpi, actual, target, gap, baseline)
    number = None if isinstance(attainment, Reason) else attainment
    ahead = sign * (actual - target) >= 0 or same(actual, target)
    missed = max(0.0, -sign * gap)
    status = _status(kpi, thresholds, number, ahead, missed, actual, target)
    by_default = target == 0 and kpi.attainment is not AttainmentMethod.PROGRESS
    start = baseline if by_default and number is not None else None
    measure = Measure(
        actual, target, None, None, variance, share, favourable, number, status, start
    )
    if variance is None:
        return Judged(measure, reasons.too_large())
    return Judged(measure, attainment if isinstance(attainment, Reason) else None)


def _attainment(
    kpi: Kpi, actual: float, target: float, gap: float, baseline: float | None
) -> float | Reason:
    """``gap`` is the actual less the target."""
    method = kpi.attainment
    if target == 0 and method is not AttainmentMethod.PROGRESS:
        if baseline is None:
            return reasons.zero_target()
        method = AttainmentMethod.PROGRESS
    if method is AttainmentMethod.PROGRESS:
        return _progress(kpi.direction.sign, actual, target, baseline)
    if method is AttainmentMethod.INVERSE:
        if kpi.direction is not Direction.LOWER or actual <= 0 or target <= 0:
            return reasons.inverse_not_defined()
        value = quotient(target, actual)
    else:
        size = abs(target)
        value = quotient(size + _SIGNS[kpi.direction] * gap, size)
    return reasons.too_large() if value is None else value


def _progress(sign: int, actual: float, target: float, baseline: float | None) -> float | Reason:
    if baseline is None:
        return reasons.no_baseline_for_progress()
    if sign * (target - baseline) <= 0:
        return reasons.target_not_beyond_baseline()
    value = quotient(difference(actual, baseline), difference(target, baseline))
    return reasons.too_large() if value is None else value


def _against_band(kpi: Kpi, thresholds: Thresholds, actual: float, aim: Aim) -> Judged:
    """Inside the band attainment is 1 and the KPI on track; outside it falls with the distance."""
    low, high = aim.low, aim.high
    bound = low if low is not None and actual < low else high
    outside = (low is not None and actual < low) or (high is not None and actual > high)
    if not outside or bound is None or same(actual, bound):
        return Judged(Measure(actual, None, low, high, None, None, 0.0, 1.0, Status.ON_TRACK))
    distance = abs(difference(actual, bound))
    width = high - low if low is not None and high is not None else 0.0
    scale = max(abs(bound), width)
    gap = quotient(distance, scale)
    number = None if gap is None else finite(1 - gap)
    status = _status(kpi, thresholds, number, False, distance, actual, bound)
    measure = Measure(
        actual=actual,
        target_low=low,
        target_high=high,
        favourable_variance=finite(-distance),
        attainment=number,
        status=status,
    )
    if number is not None:
        return Judged(measure)
    return Judged(measure, reasons.zero_band() if scale == 0 else reasons.too_large())


def _status(
    kpi: Kpi,
    thresholds: Thresholds,
    attainment: float | None,
    ahead: bool,
    missed: float,
    actual: float,
    target: float,
) -> Status:
    """Green first; then the tolerance where there is one, else the amber threshold.

    ``missed`` is by how much the actual is worse than the target, ``ahead`` whether it is not.
    Where attainment is None the sign decides.
    """
    on_track = ahead if attainment is None else reaches(attainment, thresholds.green_from)
    if on_track:
        return Status.ON_TRACK
    if kpi.tolerance is not None:
        allowed = kpi.tolerance.value
        if kpi.tolerance.kind is ToleranceKind.TARGET_SHARE:
            allowed *= abs(target)
        near = within(missed, allowed, actual, target)
        return Status.AT_RISK if near else Status.OFF_TRACK
    return Status.OFF_TRACK if attainment is None else thresholds.status(attainment)
