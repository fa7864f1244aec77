"""How a KPI behaves over time: its process, with limits and signals, and its trend."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.model.period import Period
from kpireport.model.reason import Reason


@dataclass(frozen=True, slots=True)
class Signal:
    """A point of special cause: ``rule`` and ``side`` are the spec's codes."""

    period: Period
    rule: str
    side: str


@dataclass(frozen=True, slots=True)
class LimitPoint:
    """The process at one month: the plotted value, the limits there and the signal it carries."""

    period: Period
    value: float
    mean: float
    lower: float
    upper: float
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """The XmR reading of a KPI; ``mean``, ``lower``, ``upper`` are of the period's stretch.

    ``basis`` is what they are computed on (a ``ProcessBasis``); their numbers and the series' are
    in the KPI's unit, or fractions of the year before (0.05 for 5 % more) where ``shares``.
    ``points`` counts those of the stretch, which an event opened in ``since`` (None: no event
    did). ``reason`` says why there are no limits or, where there are, why there is no assurance
    in spite of a target.
    """

    basis: str | None = None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    points: int = 0
    provisional: bool = False
    variation: str | None = None
    assurance: str | None = None
    signals: tuple[Signal, ...] = ()
    series: tuple[LimitPoint, ...] = ()
    reason: Reason | None = None
    shares: bool = False
    since: Period | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """``direction`` and ``test`` are codes; the slope is in the KPI's unit a month."""

    direction: str | None = None
    slope_per_month: float | None = None
    p_value: float | None = None
    test: str | None = None
    points: int = 0
    reason: Reason | None = None
