"""Whether a KPI's targets are worth having, by its own history: too easy, or never reached."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kpireport.compute.arithmetic import within
from kpireport.model.kpi import Direction, Frequency
from kpireport.model.measure import Measure
from kpireport.model.period import Period
from kpireport.model.scorecard import HistoryPoint, KpiResult

LEAST_POINTS = 4
"""Fewer months with both a figure and a target say nothing about the targets."""

LEAST_MONTHS = 6
"""The same for monthly KPIs."""


class Reach(StrEnum):
    """What the history says of the targets."""

    FAIR = "fair"
    TOO_EASY = "too_easy"
    NEVER_REACHED = "never_reached"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TargetReading:
    """``points`` counts the months (quarters, years) with both a figure and a target.

    Of a target that is too easy, ``margin`` is the smallest distance by which it was met in the
    last twelve months, and ``usual_move`` how much that distance changes from one figure to the
    next on average; both in the KPI's unit. ``best`` is the best actual of the history, and
    ``target`` the level it was held against where every month had the same one. Where they vary,
    the best actual says nothing: ``gap`` is the smallest miss of a month's own target, in the
    KPI's unit, and ``nearest`` that month.
    """

    reach: Reach
    points: int
    margin: float | None = None
    usual_move: float | None = None
    best: float | None = None
    target: float | None = None
    gap: float | None = None
    nearest: Period | None = None


def read_targets(result: KpiResult, period: Period) -> TargetReading:
    """Hold every final figure up to ``period`` against the target of its own month.

    Never reached: in the whole history, of at least six months (four quarters or years), no
    figure met its target. Too easy: every figure of the last twelve months (four quarters or
    years) beat its target, and even the smallest margin is larger than the margin's usual move
    from one figure to the next, so that an ordinary month can't miss it. The move is taken of
    the margin, not of the actual, for a season that the targets follow is no variation. A range
    is to be kept, so that one that always is, is not too easy.
    """
    points = _judged(result, period)
    judged = [point.measure for point in points]
    gaps = [m.favourable_variance for m in judged if m.favourable_variance is not None]
    monthly = result.kpi.frequency is Frequency.MONTHLY
    if len(gaps) < (LEAST_MONTHS if monthly else LEAST_POINTS):
        return TargetReading(Reach.UNKNOWN, len(gaps))
    if not any(_met(measure) for measure in judged):
        nearest = max(points, key=_distance)
        return TargetReading(
            Reach.NEVER_REACHED,
            len(gaps),
            best=_best(result, judged),
            target=_one_target(judged),
            gap=-_distance(nearest),
            nearest=nearest.period,
        )
    year = gaps[-(12 if monthly else LEAST_POINTS) :]
    if result.kpi.direction is Direction.RANGE or (monthly and len(year) < 12):
        return TargetReading(Reach.FAIR, len(gaps))
    moves = [abs(after - before) for before, after in pairwise(year)]
    margin, usual = min(year), sum(moves) / len(moves)
    easy = margin > 0 and margin > usual
    reach = Reach.TOO_EASY if easy else Reach.FAIR
    return TargetReading(
        reach, len(gaps), margin, usual, _best(result, judged), _one_target(judged[-len(year) :])
    )


def _judged(result: KpiResult, period: Period) -> list[HistoryPoint]:
    return [
        point
        for point in result.history
        if point.period <= period
        and not point.provisional
        and point.measure.actual is not None
        and point.measure.favourable_variance is not None
    ]


def _met(measure: Measure) -> bool:
    """Whether the target was reached, but for the noise of floating point."""
    if measure.actual is None or measure.favourable_variance is None:
        return False
    levels = (measure.target, measure.target_low, measure.target_high)
    bounds = [level for level in levels if level is not None]
    return within(-measure.favourable_variance, 0.0, measure.actual, *bounds)


def _distance(point: HistoryPoint) -> float:
    return point.measure.favourable_variance or 0.0


def _one_target(judged: list[Measure]) -> float | None:
    """The target of every month, where they all have the same."""
    levels = {measure.target for measure in judged}
    return levels.pop() if len(levels) == 1 else None


def _best(result: KpiResult, judged: list[Measure]) -> float | None:
    actuals = [measure.actual for measure in judged if measure.actual is not None]
    if result.kpi.direction is Direction.HIGHER:
        return max(actuals)
    return min(actuals) if result.kpi.direction is Direction.LOWER else None
