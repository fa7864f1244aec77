"""Limits and intervals as they are shown: none beyond what the KPI's figures can be.

What is computed stays as it is in the JSON, in Excel's tables and in ``kpireport explain``: an
upper limit of 101.2 % says how far the variation reaches, but no month will ever show it.
"""

from __future__ import annotations

from kpireport.compute.natural_bounds import Bounds, natural_bounds
from kpireport.model.scorecard import KpiResult


def bounds_of(result: KpiResult) -> Bounds:
    """The least and the largest value that the KPI can have, None where there is no such end."""
    return natural_bounds(result.kpi, [point.measure.actual for point in result.history])


def within(bounds: Bounds, value: float) -> float:
    """The value, or the bound that it passes."""
    low, high = bounds
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value
