"""A KPI's score, and the score of a parent from its children.

A parent's Roll-up says where its score comes from: its own figures, the weighted mean of its
children, or its worst child. Without a word it is its own, and the mean where it has no figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpireport.compute import reasons
from kpireport.compute.arithmetic import exact_sum, quotient
from kpireport.compute.attainment import Thresholds
from kpireport.model.kpi import Kpi, RollUp
from kpireport.model.measure import Measure
from kpireport.model.reason import Reason
from kpireport.model.status import Status

BADNESS = {
    Status.ON_TRACK: 0,
    Status.AT_RISK: 1,
    Status.OFF_TRACK: 2,
}


@dataclass(frozen=True, slots=True)
class Rating:
    """A KPI's score (0 to 1) and status, and why where they are not its own figures'."""

    score: float | None
    status: Status | None
    reason: Reason | None = None


def score_of(measure: Measure, thresholds: Thresholds) -> float | None:
    """Attainment held between 0 and 1; without one 1 on track and 0 off track.

    At risk without an attainment (within a tolerance of a zero target) counts as the amber edge.
    """
    if measure.status not in BADNESS:
        return None
    if measure.attainment is not None:
        return min(1.0, max(0.0, measure.attainment))
    if measure.status is Status.AT_RISK:
        return min(1.0, max(0.0, thresholds.amber_from))
    return 1.0 if measure.status is Status.ON_TRACK else 0.0


def weighted_mean(scored: Iterable[tuple[float, float]]) -> float | None:
    """The mean of (score, weight) pairs; None where the weights are all zero or too large."""
    pairs = [(score, weight) for score, weight in scored if weight > 0]
    largest = max((weight for _, weight in pairs), default=0.0)
    if not largest:
        return None
    shares = [(score, weight / largest) for score, weight in pairs]
    above = exact_sum(score * share for score, share in shares)
    below = exact_sum(share for _, share in shares)
    return None if above is None or below is None else quotient(above, below)


def roll_up(
    kpis: Sequence[Kpi], own: Mapping[str, Rating], with_figures: set[str], thresholds: Thresholds
) -> dict[str, Rating]:
    """The rating of every KPI, parents from their children where their Roll-up says so.

    ``own`` are the ratings by each KPI's own figures; ``with_figures`` the IDs that have any.
    Parents that lead back to themselves keep their own.
    """
    children = children_of(kpis)
    by_id = {kpi.id: kpi for kpi in kpis}
    found: dict[str, Rating] = {}

    def rating(kpi: Kpi, above: tuple[str, ...]) -> Rating:
        if kpi.id in found:
            return found[kpi.id]
        result = own[kpi.id]
        rule = kpi.roll_up or (RollUp.OWN if kpi.id in with_figures else RollUp.WEIGHTED_MEAN)
        below = [by_id[child] for child in children.get(kpi.id, ())]
        if below and rule is not RollUp.OWN and kpi.id not in above:
            rated = [(child, rating(child, (*above, kpi.id))) for child in below]
            result = _from_children(rule, rated, result, thresholds)
        found[kpi.id] = result
        return result

    for kpi in kpis:
        rating(kpi, ())
    return found


def children_of(kpis: Sequence[Kpi]) -> dict[str, list[str]]:
    """The IDs of each parent's children. Who is below itself counts as nobody's child."""
    parents = {kpi.id: kpi.parent for kpi in kpis}
    children: dict[str, list[str]] = {}
    for kpi in kpis:
        if kpi.parent in parents and not _below_itself(kpi.id, parents):
            children.setdefault(kpi.parent or "", []).append(kpi.id)
    return children


def _below_itself(kpi_id: str, parents: Mapping[str, str | None]) -> bool:
    seen = {kpi_id}
    parent = parents[kpi_id]
    while parent in parents and parent is not None:
        if parent in seen:
            return True
        seen.add(parent)
        parent = parents[parent]
    return False


def _from_children(
    rule: RollUp,
    children: Sequence[tuple[Kpi, Rating]],
    own: Rating,
    thresholds: Thresholds,
) -> Rating:
    scored = [(kpi, rating) for kpi, rating in children if rating.score is not None]
    if not scored:
        return own
    if rule is RollUp.WORST_CHILD:
        kpi, worst = min(scored, key=lambda pair: _worst_first(*pair))
        return Rating(worst.score, worst.status, reasons.from_worst_child(kpi.name))
    score = weighted_mean((rating.score or 0.0, kpi.weight) for kpi, rating in scored)
    if score is None:
        return own
    return Rating(score, thresholds.status(score), reasons.from_children())


def _worst_first(kpi: Kpi, rating: Rating) -> tuple[int, float, str]:
    badness = BADNESS.get(rating.status, 0) if rating.status else 0
    return -badness, 1.0 if rating.score is None else rating.score, kpi.id
