"""What an earlier report said of a KPI's month, in the terms that today's is judged in."""

from __future__ import annotations

from kpireport.compute.arithmetic import same
from kpireport.compute.attainment import Aim, Thresholds
from kpireport.compute.months import month_at
from kpireport.model.kpi import Kpi
from kpireport.model.reported import Level, Reported, Statement


def statement_of(reported: Reported | None, kpi: Kpi, month: int) -> Statement | None:
    """The last word on that month; None where there is none, or in another unit.

    Figures in another unit can't be held against today's.
    """
    if reported is None:
        return None
    found = reported.last.get((kpi.id, month_at(month)))
    return found if found is not None and found.unit == kpi.unit.text else None


def aim_said(said: Statement) -> Aim:
    return Aim(said.target.value, said.target.low, said.target.high)


def thresholds_said(said: Statement) -> Thresholds:
    return Thresholds(said.green_from, said.amber_from)


def level_of(aim: Aim) -> Level:
    return Level(aim.level, aim.low, aim.high)


def differs(left: float | None, right: float | None) -> bool:
    """Whether one is another figure than the other, or one of them is none."""
    if left is None or right is None:
        return left is not right
    return not same(left, right)


def aims_differ(left: Aim, right: Aim) -> bool:
    return any(differs(one, other) for one, other in zip(left, right, strict=True))
