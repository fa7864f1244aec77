"""How far a KPI has come on the way to its goal, and how far it should have."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.model.goal import Goal, GoalPath
from kpireport.model.period import Period
from kpireport.model.reason import Reason


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A KPI's goal at the report's period.

    ``goal`` is what the workbook promises and ``path`` the way it takes there, stated or by
    default. ``baseline`` is what a linear or step path starts from, and for a seasonal one the
    mean month of the twelve before it; ``baseline_period`` is the month of the one figure it is,
    None for a stated baseline and for a mean. ``goal`` ends with the period that holds its By (the
    quarter's last month for a quarterly KPI). ``end_target`` is the target of its last month.

    ``progress`` is the share of the way covered: (A − B)/(T_end − B), and for a seasonal path
    the change so far over the change wanted so far, both against the same months a year before.
    Progress is as of ``as_of``, the latest month with an actual within the goal's own, and
    ``elapsed`` is the share of the goal's months that had passed by then; ``pace`` = progress ÷
    elapsed (1 keeps the promise by its date; None for seasonal paths). ``achieved_change`` is
    the change so far as a share of what it started from, where the goal is one (0.32 for +32 %).
    ``actual`` is the figure of ``as_of``.

    ``together`` holds where the promise is about the goal's months together: the change of a sum
    in percent, seasonal or in steps. Then ``achieved_change`` is that of the months so far
    together and ``promised_so_far`` what their targets promised of them; the promise is kept or
    missed by these two, not by the last month alone.
    ``ended`` holds after its last month; ``started`` from its first one on. ``reason`` says why
    progress is missing.
    """

    goal: Goal
    path: GoalPath
    baseline: float | None = None
    end_target: float | None = None
    progress: float | None = None
    elapsed: float | None = None
    pace: float | None = None
    achieved_change: float | None = None
    promised_so_far: float | None = None
    together: bool = False
    actual: float | None = None
    as_of: Period | None = None
    started: bool = False
    ended: bool = False
    reason: Reason | None = None
    baseline_period: Period | None = None
