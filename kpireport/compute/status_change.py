"""Why a KPI's status moved since the previous period, cause by cause.

The causes are applied one after the other in the spec's order: the past restated, the thresholds,
the target, the actual. Each one that moves the status is a step. What an earlier report said is
needed to know of a restated past or of other thresholds; without it those two never appear.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kpireport.compute import reasons
from kpireport.compute.attainment import Aim, Thresholds, judge
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.model.kpi import Direction, Kpi
from kpireport.model.scorecard import Status, StatusChange, StatusStep


class Situation(NamedTuple):
    """What a status depends on."""

    actual: float | None
    aim: Aim
    thresholds: Thresholds

    def status(self, kpi: Kpi) -> Status | None:
        return judge(kpi, self.thresholds, self.actual, self.aim, kpi.baseline).measure.status


def status_change_at(line: Line, shown: int, period: int) -> StatusChange:
    """The change of the slot closing in ``shown`` against the one before it.

    Between two closings of a quarterly or yearly KPI nothing is new.
    """
    if line.kpi.direction is Direction.NEUTRAL:
        return StatusChange(None, None, reason=reasons.no_status())
    now = Situation(line.actual.value_at(shown), line.aim_at(shown), line.thresholds)
    after = now.status(line.kpi)
    if shown < period:
        return StatusChange(after, after, reason=reasons.between_closings(month_at(shown)))
    previous = shown - line.step
    if line.latest(previous) is None:
        return StatusChange(None, after, reason=reasons.first_figure())
    before = Situation(line.actual.value_at(previous), line.aim_at(previous), line.thresholds)
    return StatusChange(before.status(line.kpi), after, tuple(steps_between(line.kpi, before, now)))


def steps_between(
    kpi: Kpi, before: Situation, after: Situation, restated: float | None = None
) -> Iterator[StatusStep]:
    """The causes that moved the status from ``before`` to ``after``, in the spec's order.

    ``restated`` is what the earlier actual is now said to have been, where that has changed.
    """
    stages = [("restated", before._replace(actual=restated))] if restated is not None else []
    actual = before.actual if restated is None else restated
    stages.append(("threshold", Situation(actual, before.aim, after.thresholds)))
    stages.append(("target", Situation(actual, after.aim, after.thresholds)))
    stages.append(("actual", after))
    status = before.status(kpi)
    for cause, situation in stages:
        moved = situation.status(kpi)
        if moved is not status:
            yield StatusStep(cause, status, moved)
        status = moved
