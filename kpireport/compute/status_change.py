"""Why a KPI's status moved since the previous period, cause by cause.

The causes are applied one after the other in the spec's order: the past restated, the thresholds,
the target, the actual. Each one that moves the status is a step. What an earlier report said is
needed to know of a restated past or of other thresholds; without it those two never appear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kpireport.compute import reasons
from kpireport.compute.attainment import Aim, Thresholds, judge
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.compute.said import (
    aim_said,
    aims_differ,
    differs,
    statement_of,
    thresholds_said,
)
from kpireport.model.kpi import Direction, Kpi
from kpireport.model.reported import Reported, Statement
from kpireport.model.status import Status, StatusChange, StatusStep


class Situation(NamedTuple):
    """What a status depends on."""

    actual: float | None
    aim: Aim
    thresholds: Thresholds

    def status(self, kpi: Kpi) -> Status | None:
        return judge(kpi, self.thresholds, self.actual, self.aim, kpi.baseline).measure.status


def status_change_at(
    line: Line, shown: int, period: int, reported: Reported | None = None
) -> StatusChange:
    """The change of the slot closing in ``shown`` against the one before it.

    Between two closings of a quarterly or yearly KPI nothing is new. With what earlier reports
    said, the change is one from what was said of the previous period.
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
    change = StatusChange(
        before.status(line.kpi), after, tuple(steps_between(line.kpi, before, now))
    )
    if reported is None:
        return change
    said = statement_of(reported, line.kpi, previous)
    target = statement_of(reported, line.kpi, shown)
    revised = target is not None and bool(target.target) and aims_differ(aim_said(target), now.aim)
    if said is None or not said.final:
        return replace(change, restated=False, revised=revised)
    return _since_said(line.kpi, said, before, now, revised=revised)


def _since_said(
    kpi: Kpi, said: Statement, before: Situation, now: Situation, *, revised: bool
) -> StatusChange:
    """The change from what was said of the previous period, now known as ``before``."""
    told = Situation(said.actual, aim_said(said), thresholds_said(said))
    restated = differs(told.actual, before.actual)
    steps = tuple(steps_between(kpi, told, now, restated=before.actual if restated else None))
    was, known = told.status(kpi), before.status(kpi)
    return StatusChange(
        was,
        now.status(kpi),
        steps,
        restated=restated,
        revised=revised or aims_differ(told.aim, before.aim),
        corrected=None if was is known else StatusStep("corrected", was, known),
    )


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
    known, status = before, before.status(kpi)
    for cause, situation in stages:
        moved = status if situation == known else situation.status(kpi)
        if moved is not status:
            yield StatusStep(cause, status, moved)
        known, status = situation, moved
