"""Categories and the whole: weighted scores, counts by status, the worst KPI.

Where a parent and its children stand in one category (or in the whole), the children count and the
parent is left out, so that nothing counts twice. A category is at best at risk while one of its
headline KPIs is off track.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kpireport.compute.attainment import Thresholds
from kpireport.compute.roll_up import BADNESS, Rating, children_of, weighted_mean
from kpireport.model.kpi import Kpi
from kpireport.model.scorecard import CategoryResult, Coverage, Overall, StatusCounts
from kpireport.model.status import Status

Ratings = Mapping[str, Rating]


def categories(
    kpis: Sequence[Kpi], ratings: Ratings, thresholds: Thresholds
) -> tuple[CategoryResult, ...]:
    """The categories in the order in which the workbook first names them."""
    names = dict.fromkeys(kpi.category for kpi in kpis)
    children = children_of(kpis)
    return tuple(
        _category(name, [k for k in kpis if k.category == name], children, ratings, thresholds)
        for name in names
    )


def overall(
    kpis: Sequence[Kpi], ratings: Ratings, thresholds: Thresholds, *, scored: bool
) -> Overall:
    """Counts and the worst KPI always; score and status only where asked for (``scored``)."""
    counted = _counted(kpis, children_of(kpis), ratings)
    score = _mean(counted, ratings) if scored else None
    return Overall(
        score,
        None if score is None else thresholds.status(score),
        _coverage(counted, ratings),
        _counts(kpis, ratings),
        _worst(kpis, ratings),
    )


def _category(
    name: str,
    kpis: Sequence[Kpi],
    children: Mapping[str, Sequence[str]],
    ratings: Ratings,
    thresholds: Thresholds,
) -> CategoryResult:
    counted = _counted(kpis, children, ratings)
    score = _mean(counted, ratings)
    status = None if score is None else thresholds.status(score)
    off = [k for k in kpis if k.headline and ratings[k.id].status is Status.OFF_TRACK]
    capped_by = None
    if off and status is Status.ON_TRACK:
        status = Status.AT_RISK
        capped_by = min(off, key=lambda kpi: _worst_first(kpi, ratings)).id
    return CategoryResult(
        name,
        score,
        status,
        _coverage(counted, ratings),
        _counts(kpis, ratings),
        tuple(kpi.id for kpi in kpis),
        capped_by,
        _left_out(kpis, counted, ratings),
    )


def _counted(
    kpis: Sequence[Kpi], children: Mapping[str, Sequence[str]], ratings: Ratings
) -> list[Kpi]:
    """The KPIs that a score is made of: without parents whose descendants are among them."""
    by_id = {kpi.id: kpi for kpi in kpis}

    def represented(kpi_id: str) -> bool:
        below = children.get(kpi_id, ())
        return any(
            (child in by_id and _has_score(by_id[child], ratings)) or represented(child)
            for child in below
        )

    rated = (kpi for kpi in kpis if ratings[kpi.id].status is not None)
    return [kpi for kpi in rated if not represented(kpi.id)]


def _left_out(kpis: Sequence[Kpi], counted: Sequence[Kpi], ratings: Ratings) -> tuple[str, ...]:
    """The rated KPIs that a score is made without, because it is made of those below them."""
    of_score = {kpi.id for kpi in counted}
    return tuple(
        kpi.id for kpi in kpis if ratings[kpi.id].score is not None and kpi.id not in of_score
    )


def _has_score(kpi: Kpi, ratings: Ratings) -> bool:
    return ratings[kpi.id].score is not None and kpi.weight > 0


def _mean(kpis: Sequence[Kpi], ratings: Ratings) -> float | None:
    return weighted_mean(
        (score, kpi.weight) for kpi in kpis if (score := ratings[kpi.id].score) is not None
    )


def _coverage(kpis: Sequence[Kpi], ratings: Ratings) -> Coverage:
    return Coverage(sum(ratings[kpi.id].score is not None for kpi in kpis), len(kpis))


def _counts(kpis: Sequence[Kpi], ratings: Ratings) -> StatusCounts:
    """Every KPI with a status, parents too: what a reader counts in the report."""
    counts = Counter(ratings[kpi.id].status for kpi in kpis)
    return StatusCounts(
        on_track=counts[Status.ON_TRACK],
        at_risk=counts[Status.AT_RISK],
        off_track=counts[Status.OFF_TRACK],
        no_data=counts[Status.NO_DATA],
        no_target=counts[Status.NO_TARGET],
    )


def _worst(kpis: Sequence[Kpi], ratings: Ratings) -> str | None:
    """The KPI that is worst by its own figures; a parent's borrowed status is its child's."""
    own = (kpi for kpi in kpis if ratings[kpi.id].reason is None)
    below = [k for k in own if ratings[k.id].status in (Status.AT_RISK, Status.OFF_TRACK)]
    return min(below, key=lambda kpi: _worst_first(kpi, ratings)).id if below else None


def _worst_first(kpi: Kpi, ratings: Ratings) -> tuple[int, float, bool, str]:
    """By status, then score, a headline first; the ID last, so that the rows' order is nothing."""
    rating = ratings[kpi.id]
    badness = BADNESS.get(rating.status, 0) if rating.status else 0
    score = 1.0 if rating.score is None else rating.score
    return -badness, score, not kpi.headline, kpi.id
