"""What one point of a process says: nothing special, or a change for better or worse."""

from __future__ import annotations

from enum import StrEnum

from kpireport.stats.signals import Rule


class Variation(StrEnum):
    """NHS England's variation icons, each with the side that the signal is on."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


def variation(rule: Rule, side: int, better: int) -> Variation:
    """What a point with this signal says.

    ``side`` is +1 for high or rising and −1 for low or falling; ``better`` is +1 where high is
    good, −1 where low is, 0 where neither is. A trend counts by its direction, wherever its
    points lie: a rising one is high.
    """
    if rule is Rule.NONE:
        return Variation.COMMON_CAUSE
    if better == 0:
        return Variation.NEUTRAL_HIGH if side > 0 else Variation.NEUTRAL_LOW
    if side == better:
        return Variation.IMPROVEMENT_HIGH if side > 0 else Variation.IMPROVEMENT_LOW
    return Variation.CONCERN_HIGH if side > 0 else Variation.CONCERN_LOW
