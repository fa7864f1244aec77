"""A KPI's goal in words: the promise, how far it has come, and the figures behind both."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.arithmetic import reaches
from kpireport.compute.goal_claims import is_complete, is_kept, kept_share
from kpireport.compute.streaks import MISSED
from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import own_decimals
from kpireport.i18n.typography import MINUS
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.kpi import Frequency
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.present.figures import KpiFigures, share_text
from kpireport.present.goal_words import (
    change_made,
    change_wanted,
    changes,
    level_and_end,
    missed_by,
    months_so_far,
)
from kpireport.present.view_management import GoalView
from kpireport.present.view_pieces import Detail, Tone

_SEASONAL = {
    Frequency.MONTHLY: "seasonal",
    Frequency.QUARTERLY: "seasonal_quarterly",
    Frequency.YEARLY: "seasonal_yearly",
}
_PACE_DECIMALS = 2
_YEAR = 12


def goal_view(
    messages: Messages, figures: KpiFigures, result: KpiResult, report_period: Period
) -> GoalView | None:
    """The KPI's goal as a reader sees it; None where it has none."""
    goal = result.goal
    if goal is None:
        return None
    return GoalView(
        promise=_whole(_promise(messages, figures, goal)),
        progress=_whole(_progress(messages, figures, goal, report_period)),
        facts=tuple(_facts(messages, figures, goal)),
        tone=_tone(goal),
    )


def _whole(said: str) -> str:
    """A sentence with its full stop, so that it may stand beside another; a reason has one."""
    return said if not said or said.endswith(".") else f"{said}."


def goal_clause(
    messages: Messages, figures: KpiFigures, result: KpiResult, report_period: Period
) -> str:
    """What the goal adds to the KPI's sentence: its end, or a lag that the status doesn't say.

    A month whose target is the goal's own says by its status whether the goal is on its way; it
    doesn't say it of the months together.
    """
    goal = result.goal
    if goal is None or goal.progress is None or not goal.started or goal.ended:
        return ""
    if goal.goal.by == report_period and goal.as_of == report_period:
        if is_kept(goal):
            return messages.text("goal.clause_reached")
        return messages.text("goal.clause_missed", said=missed_by(messages, figures, goal))
    wanted = 1.0 if goal.together else goal.elapsed
    kept = kept_share(goal)
    if goal.path is GoalPath.STEP or wanted is None or kept is None or reaches(kept, wanted):
        return ""
    return "" if _behind_is_said(goal, result) else _lag(messages, goal)


def _lag(messages: Messages, goal: GoalProgress) -> str:
    """How far a goal is that is behind."""
    if goal.together:
        key = "clause_season" if goal.path is GoalPath.SEASONAL else "clause_together"
        span = months_so_far(messages, goal)
        said = changes(messages, goal)
        return messages.text(f"goal.{key}", span=span, by=goal.goal.by, **said)
    key = "clause" if (goal.progress or 0.0) >= 0 else "clause_back"
    return messages.text(f"goal.{key}", **_spent(messages, goal))


def _behind_is_said(goal: GoalProgress, result: KpiResult) -> bool:
    """Whether the month's status is already that of the way to the goal."""
    followed = any(p.goal_target for p in result.history if p.period == goal.as_of)
    return followed and (not goal.together or result.measure.status in MISSED)


def _promise(messages: Messages, figures: KpiFigures, told: GoalProgress) -> str:
    goal, path = told.goal, _path(messages, figures, told)
    if goal.level is not None:
        level = figures.spelt(goal.level, own_decimals(goal.level))
        return messages.text("goal.level", level=level, by=goal.by, start=goal.start, path=path)
    span = messages.formats.span(goal.start, goal.by)
    change = _change(messages, figures, goal)
    return messages.text("goal.change", change=change, span=span, path=path)


def _change(messages: Messages, figures: KpiFigures, goal: Goal) -> str:
    change = goal.change or 0.0
    if goal.change_kind is GoalChangeKind.SHARE:
        return change_wanted(messages, change)
    size = figures.spelt_size(change, own_decimals(change))
    return ("+" if change >= 0 else MINUS) + size


def _path(messages: Messages, figures: KpiFigures, told: GoalProgress) -> str:
    key = told.path.value
    if told.path is GoalPath.SEASONAL:
        key = _SEASONAL[figures.kpi.frequency]
        if told.goal.by.index - told.goal.start.index >= _YEAR:
            key += "_base_year"
    elif told.path is GoalPath.LINEAR and told.together:
        key = "linear_sum"
    return messages.text(f"goal.{key}", start=told.goal.start)


def _progress(
    messages: Messages, figures: KpiFigures, told: GoalProgress, report_period: Period
) -> str:
    """How far it is, with the figure's month where that is an older one, or why not."""
    if told.progress is None or told.elapsed is None:
        return "" if told.reason is None else messages.reason(told.reason)
    due = told.ended or told.goal.by == report_period
    if due and not is_complete(told):
        return messages.text("goal.ended_open", by=told.goal.by)
    text = _ended(messages, figures, told) if due else _running(messages, figures, told)
    if told.as_of is None or told.as_of == (told.goal.by if due else report_period):
        return text
    return messages.text("goal.as_of", text=text, period=told.as_of)


def _running(messages: Messages, figures: KpiFigures, told: GoalProgress) -> str:
    if told.path is GoalPath.STEP:
        return _waiting(messages, figures, told)
    key = "way" if (told.progress or 0.0) >= 0 else "back"
    if told.together:
        key = "year_on_year" if told.path is GoalPath.SEASONAL else "together"
    return messages.text(
        f"goal.{key}",
        span=months_so_far(messages, told),
        by=told.goal.by,
        **_spent(messages, told),
        **changes(messages, told),
    )


def _waiting(messages: Messages, figures: KpiFigures, told: GoalProgress) -> str:
    """A step asks for nothing before its end: when it is due, and what there is so far."""
    progress = told.progress or 0.0
    key = "step_reached" if is_kept(told) else "step_due" if progress >= 0 else "step_further"
    return messages.text(f"goal.{key}", by=told.goal.by, **level_and_end(figures, told))


def _ended(messages: Messages, figures: KpiFigures, told: GoalProgress) -> str:
    by = told.goal.by
    if not is_kept(told):
        return messages.text("goal.missed", by=by, said=missed_by(messages, figures, told))
    key = "ended_reached"
    if told.together:
        season = told.path is GoalPath.SEASONAL
        key = "ended_year_on_year_reached" if season else "ended_together_reached"
    return messages.text(
        f"goal.{key}",
        by=by,
        span=months_so_far(messages, told),
        progress=_share(messages, told.progress or 0.0),
        **changes(messages, told),
    )


def _spent(messages: Messages, told: GoalProgress) -> dict[str, str]:
    """Progress and time as shares of the whole, told apart where rounding would make them one."""
    progress, elapsed = told.progress or 0.0, told.elapsed or 0.0
    return {
        "progress": share_text(messages, progress, (1.0, elapsed)).text,
        "elapsed": share_text(messages, elapsed, (1.0, progress)).text,
    }


def _share(messages: Messages, progress: float) -> str:
    return share_text(messages, progress, (1.0,)).text


def _facts(messages: Messages, figures: KpiFigures, told: GoalProgress) -> Iterator[Detail]:
    text = messages.text
    if told.baseline is not None:
        seasonal = told.path is GoalPath.SEASONAL
        key = "goal.baseline_mean" if seasonal else "goal.baseline"
        yield Detail(text(key), _base(messages, figures, told, told.baseline))
    if told.end_target is not None:
        yield Detail(text("goal.end_target"), figures.spelt(told.end_target))
    if told.achieved_change is not None:
        made = change_made(messages, told.achieved_change, (told.promised_so_far, told.goal.change))
        yield Detail(text("goal.achieved"), made)
    if told.promised_so_far is not None and told.path is not GoalPath.SEASONAL:
        promised = change_made(messages, told.promised_so_far, (told.achieved_change,))
        yield Detail(text("goal.promised_so_far"), promised)
    if told.pace is not None and _has_pace(told):
        pace = messages.formats.number(told.pace, _PACE_DECIMALS)
        yield Detail(text("goal.pace"), text("goal.pace_text", pace=pace, by=told.goal.by))


def _base(messages: Messages, figures: KpiFigures, told: GoalProgress, base: float) -> str:
    """What it starts from, with its month where that isn't the last period before the goal."""
    shown, month = figures.spelt(base), told.baseline_period
    if month is None or told.goal.start.index - month.index <= figures.kpi.frequency.months:
        return shown
    return messages.text("goal.baseline_of", value=shown, period=month)


def _has_pace(told: GoalProgress) -> bool:
    """A step has none; of months together the last one's would mislead; at its end it is over."""
    return not (told.together or told.path is GoalPath.STEP or is_complete(told))


def _tone(told: GoalProgress) -> Tone:
    """Good where it is kept or on its way in time. A step promises nothing before its end."""
    kept = kept_share(told)
    if told.progress is None or told.elapsed is None or kept is None:
        return Tone.PLAIN
    if reaches(kept, 1.0 if told.ended or told.together else told.elapsed):
        return Tone.GOOD
    waiting = told.path is GoalPath.STEP and told.elapsed < 1
    return Tone.PLAIN if waiting and not told.ended else Tone.BAD
