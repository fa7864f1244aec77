"""What is wrong with one KPI: the alert rules that hold for it, and causes without a rule.

A rule is something that the Settings may ask to be alerted about and ``--fail-on`` may fail on.
The other causes stand beside them in the report. docs/alerts.md has each with its definition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpireport.compute import reasons
from kpireport.compute.attainment import Aim, Thresholds, judge
from kpireport.compute.goal_claims import is_missed, pace
from kpireport.compute.overdue import overdue
from kpireport.compute.streaks import MISSED, figures_back, in_a_row
from kpireport.model.goal import GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.highlight import AlertRule, Cause
from kpireport.model.landing import Landing, Outlook
from kpireport.model.period import Period
from kpireport.model.problem import Param
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status

SLOW_PACE = 0.8
"""Under this share of the way that should lie behind it a goal is off its pace."""
_RULE_OF_STATUS = {Status.OFF_TRACK: AlertRule.OFF_TRACK, Status.AT_RISK: AlertRule.AT_RISK}
_ROLLED_UP = {reasons.from_children().code, reasons.from_worst_child("").code}

Alerts = Mapping[AlertRule, tuple[Cause, ...]]
"""The rules that hold, strongest first, each with what makes it hold."""


def alerts_of(result: KpiResult, period: Period, thresholds: Thresholds) -> Alerts:
    """Every alert rule that holds for a KPI in a report at ``period``, whatever was asked for."""
    found = {
        _RULE_OF_STATUS.get(result.measure.status or Status.NO_DATA): _status(result),
        AlertRule.SIGNAL: _signal(result, period),
        AlertRule.LANDING: tuple(_landing(result, thresholds)),
        AlertRule.MISSING_DATA: _missing(result, period),
    }
    order = (
        AlertRule.OFF_TRACK,
        AlertRule.SIGNAL,
        AlertRule.LANDING,
        AlertRule.MISSING_DATA,
        AlertRule.AT_RISK,
    )
    return {rule: found[rule] for rule in order if found.get(rule)}


def further_causes(result: KpiResult, period: Period) -> tuple[Cause, ...]:
    """What else asks for a decision, under no rule: a goal, an action, a hopeless target."""
    return (
        *_goal_missed(result),
        *_off_pace(result),
        *_overdue(result, period),
        *_out_of_reach(result),
    )


def is_rolled_up(result: KpiResult) -> bool:
    """Whether a parent's status is that of its children, not of its own figures."""
    return result.reason is not None and result.reason.code in _ROLLED_UP


def is_unlikely(landing: Landing) -> bool:
    """Whether the target of a year that isn't over will most likely be missed."""
    return not landing.final and landing.outlook is Outlook.UNLIKELY


def way_params(goal: GoalProgress) -> dict[str, Param]:
    """What a sentence about a goal's pace may say."""
    return {
        "progress": goal.progress,
        "elapsed": goal.elapsed,
        "achieved": goal.achieved_change,
        "promised": goal.promised_so_far,
        "by": goal.goal.by,
    }


def of_pace(code: str, goal: GoalProgress) -> str:
    """A cause's code with the kind of its promise: its own end, the season, the months together."""
    if not goal.together:
        return code
    return f"{code}_season" if goal.path is GoalPath.SEASONAL else f"{code}_together"


def _status(result: KpiResult) -> tuple[Cause, ...]:
    """Off track or at risk: for how long, and from which better status it fell this month."""
    status = result.measure.status
    if status not in MISSED:
        return ()
    count = 1 if is_rolled_up(result) else max(1, in_a_row(result, (status,)))
    before = result.status_change.before_by_now
    fell = before is Status.ON_TRACK or (before, status) == (Status.AT_RISK, Status.OFF_TRACK)
    params = {"count": count, "fell_from": before.value if before and fell else None}
    return (Cause(status.value, params),)


def _signal(result: KpiResult, period: Period) -> tuple[Cause, ...]:
    """A signal for the worse at the report's own month."""
    process = result.process
    of_now = bool(process.series) and process.series[-1].period == period == result.period
    if not of_now or not (process.variation or "").startswith("concern"):
        return ()
    return (Cause("concern_signal", {"variation": process.variation, "period": period}),)


def _landing(result: KpiResult, thresholds: Thresholds) -> Iterator[Cause]:
    """The year off track by management's own forecast, or by the history and unlikely to be met.

    The year of a headline KPI need not be off track: it is told wherever its target is unlikely.
    """
    landing = result.landing
    if landing.final or landing.target is None or landing.year_end is None:
        return
    common: dict[str, Param] = {"target": landing.target, "year_end": landing.year_end}
    history = landing.statistical if is_unlikely(landing) else None
    off_track = _would_be_off_track(result, thresholds, history, landing.target)
    if not off_track and not result.kpi.headline:
        history = None
    if landing.settled is False:
        common["impossible"] = True
    if _would_be_off_track(result, thresholds, landing.forecast, landing.target):
        yield Cause("landing_forecast", {**common, "value": landing.forecast, "history": history})
    elif history is not None or (result.kpi.headline and landing.settled is False):
        yield Cause("landing_unlikely", {**common, "value": history})


def _would_be_off_track(
    result: KpiResult, thresholds: Thresholds, value: float | None, target: float
) -> bool:
    """Whether the year would be off track by the KPI's own thresholds if it landed there."""
    if value is None:
        return False
    judged = judge(result.kpi, thresholds, value, Aim(target), result.kpi.baseline)
    return judged.measure.status is Status.OFF_TRACK


def _missing(result: KpiResult, period: Period) -> tuple[Cause, ...]:
    """No figure where one was due: before a KPI's first figure of all none is."""
    if result.measure.actual is not None or is_rolled_up(result):
        return ()
    typed = [p.period for p in result.history if p.measure.actual is not None]
    if not typed or min(typed) > period:
        return ()
    last = max(month for month in typed if month <= period)
    due, count = result.period or period, sum(1 for _ in _gap(result))
    return (Cause("missing_data", {"period": due, "last": last, "count": max(count, 1)}),)


def _gap(result: KpiResult) -> Iterator[None]:
    """The figures in a row, up to the last one due, that nobody has typed."""
    for point in figures_back(result):
        if point is not None and point.measure.actual is not None:
            return
        yield


def _goal_missed(result: KpiResult) -> Iterator[Cause]:
    """A goal missed at its end, told in that month and the two after it."""
    goal = result.ended_goal
    if goal is None or not is_missed(goal):
        return
    yield Cause("goal_missed", {"by": goal.goal.by})


def _off_pace(result: KpiResult) -> Iterator[Cause]:
    goal = result.goal
    speed = None if goal is None else pace(goal)
    if goal is not None and speed is not None and speed < SLOW_PACE:
        yield Cause(of_pace("goal_behind", goal), way_params(goal))


def _overdue(result: KpiResult, period: Period) -> Iterator[Cause]:
    late = overdue(result.actions, period)
    if late and (first := late[0]).due is not None:
        due = first.due.isoformat()
        params: dict[str, Param] = {
            "count": len(late),
            "action": first.action,
            "owner": first.owner,
            "due": due,
        }
        yield Cause("overdue_action", params)


def _out_of_reach(result: KpiResult) -> Iterator[Cause]:
    """A missed target that the process as it is can't meet, by limits that are firm."""
    process = result.process
    if process.assurance == "fail" and not process.provisional and result.measure.status in MISSED:
        yield Cause("out_of_reach")
