"""Processes and trends made by hand, for tests of what readers see of them.

The limits here are round numbers, no twin of ``stats``: tests assert words for what they set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kpireport.model.behaviour import LimitPoint, Process, Signal, Trend
from kpireport.model.kpi import ProcessBasis
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from tests.present.scorecards import OCTOBER


def process(
    values: Sequence[float],
    *,
    mean: float = 10.0,
    reach: float = 3.0,
    signals: Mapping[int, tuple[str, str]] | None = None,
    variation: str = "common_cause",
    assurance: str | None = None,
    basis: ProcessBasis = ProcessBasis.ACTUAL,
    end: Period = OCTOBER,
    since: Period | None = None,
    shares: bool = False,
) -> Process:
    """The process of ``values``, one a month up to ``end``; ``signals`` by place: rule and side."""
    first = end.shift(1 - len(values))
    marked = {
        place: Signal(first.shift(place), rule, side)
        for place, (rule, side) in (signals or {}).items()
    }
    series = tuple(
        LimitPoint(first.shift(i), value, mean, mean - reach, mean + reach, marked.get(i))
        for i, value in enumerate(values)
    )
    return Process(
        basis=basis,
        mean=mean,
        lower=mean - reach,
        upper=mean + reach,
        points=len(values),
        provisional=len(values) < 12,
        variation=variation,
        assurance=assurance,
        signals=tuple(marked[place] for place in sorted(marked)),
        series=series,
        since=since,
        shares=shares,
    )


def steady(**more: Any) -> Process:
    """Twelve figures around 10 without any signal."""
    return process([9.0, 11.0] * 6, **more)


def trend(direction: str, slope: float = 0.12, p_value: float = 0.0123, points: int = 12) -> Trend:
    return Trend(direction, slope, p_value, "mann_kendall", points)


STABLE = trend("stable", 0.01, 0.5)


def behaving(found: KpiResult, of: Process, course: Trend = STABLE) -> KpiResult:
    """The same result with that process and that trend."""
    return replace(found, process=of, trend=course)
