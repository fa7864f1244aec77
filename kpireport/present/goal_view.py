"""A KPI's goal in words: the promise, how far it has come, and the figures behind both."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.arithmetic import reaches
from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import own_decimals, telling_decimals
from kpireport.i18n.typography import MINUS
from kpireport.i18n.values import shown_share
from kpireport.model.book import Goal, GoalChangeKind, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.kpi import Aggregation, Frequency
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.present.figures import KpiFigures, share_text
from kpireport.present.view_management import GoalView
from kpireport.present.view_pieces import Detail, Tone

_SEASONAL = {
    Frequency.MONTHLY: "seasonal",
    Frequency.QUARTERLY: "seasonal_quarterly",
    Frequency.YEARLY: "seasonal_yearly",
}
_PACE_DECIMALS = 2


def goal_view(
    messages: Messages, figures: KpiFigures, result: KpiResult, report_period: Period
) -> GoalView | None:
    """The KPI's goal as a reader sees it; None where it has none."""
    goal = result.goal
    if goal is None:
        return None
    return GoalView(
        promise=_whole(_promise(messages, figures, goal)),
        progress=_whole(_progress(messages, goal, report_period)),
        facts=tuple(_facts(messages, figures, goal)),
        tone=_tone(goal),
    )


def _whole(said: str) -> str:
    """A sentence with its full stop, so that it may stand beside another; a reason has one."""
    return said if not said or said.endswith(".") else f"{said}."


def goal_clause(messages: Messages, result: KpiResult, report_period: Period) -> str:
    """What the goal adds to the KPI's sentence: its end, or a lag that the status doesn't say.

    A month whose target is the goal's own says by its status whether the goal is on its way.
    """
    goal = result.goal
    if goal is None or goal.progress is None or not goal.started or goal.ended:
        return ""
    if goal.goal.by == report_period and goal.as_of == report_period:
        key = "clause_reached" if reaches(goal.progress, 1.0) else "clause_missed"
        return messages.text(f"goal.{key}", progress=_share(messages, goal.progress))
    if goal.path is GoalPath.SEASONAL or goal.elapsed is None or _behind_is_said(goal, result):
        return ""
    if reaches(goal.progress, goal.elapsed):
        return ""
    return messages.text("goal.clause", **_spent(messages, goal))


def _behind_is_said(goal: GoalProgress, result: KpiResult) -> bool:
    """Whether the month's status is already that of the way to the goal."""
    followed = any(p.goal_target for p in result.history if p.period == goal.as_of)
    return followed and goal.path is not GoalPath.STEP


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
        return shown_share(messages.formats, change, _decimals(change), signed=True).text
    size = figures.spelt_size(change, own_decimals(change))
    return ("+" if change >= 0 else MINUS) + size


def _path(messages: Messages, figures: KpiFigures, told: GoalProgress) -> str:
    key = told.path.value
    if told.path is GoalPath.SEASONAL:
        key = _SEASONAL[figures.kpi.frequency]
    elif told.path is GoalPath.LINEAR and _is_share_of_sum(figures, told.goal):
        key = "linear_sum"
    return messages.text(f"goal.{key}")


def _is_share_of_sum(figures: KpiFigures, goal: Goal) -> bool:
    shares = goal.change_kind is GoalChangeKind.SHARE
    return shares and figures.kpi.aggregation is Aggregation.SUM


def _progress(messages: Messages, told: GoalProgress, report_period: Period) -> str:
    """How far it is, with the figure's month where that is an older one, or why not."""
    if told.progress is None or told.elapsed is None:
        return "" if told.reason is None else messages.reason(told.reason)
    done = told.ended or told.goal.by == report_period
    text = _ended(messages, told) if done else _running(messages, told)
    due = told.goal.by if done else report_period
    if told.as_of is None or told.as_of == due:
        return text
    return messages.text("goal.as_of", text=text, period=told.as_of)


def _running(messages: Messages, told: GoalProgress) -> str:
    spent = _spent(messages, told)
    if told.path is GoalPath.SEASONAL:
        key, spent = "year_on_year", spent | _changes(messages, told)
    else:
        key = "way" if (told.progress or 0.0) >= 0 else "back"
    return messages.text(f"goal.{key}", **spent)


def _ended(messages: Messages, told: GoalProgress) -> str:
    progress = told.progress or 0.0
    key = "ended_year_on_year" if told.path is GoalPath.SEASONAL else "ended"
    if reaches(progress, 1.0):
        key += "_reached"
    said = _changes(messages, told)
    return messages.text(
        f"goal.{key}", by=told.goal.by, progress=_share(messages, progress), **said
    )


def _spent(messages: Messages, told: GoalProgress) -> dict[str, str]:
    """Progress and time as shares of the whole, told apart where rounding would make them one."""
    progress, elapsed = told.progress or 0.0, told.elapsed or 0.0
    return {
        "progress": share_text(messages, progress, (1.0, elapsed)).text,
        "elapsed": share_text(messages, elapsed, (1.0, progress)).text,
    }


def _changes(messages: Messages, told: GoalProgress) -> dict[str, str]:
    """The change made and the change wanted, both on the year before."""
    wanted, achieved = told.goal.change, told.achieved_change
    if wanted is None or achieved is None:
        return {"achieved": "", "wanted": ""}
    own = _decimals(wanted)
    told_apart = telling_decimals(own, [(achieved * 100, wanted * 100)])
    return {
        "achieved": shown_share(messages.formats, achieved, told_apart, signed=True).text,
        "wanted": shown_share(messages.formats, wanted, own, signed=True).text,
    }


def _decimals(share: float) -> int:
    """The decimals that a typed share has in percent."""
    return min(2, own_decimals(share * 100))


def _share(messages: Messages, progress: float) -> str:
    return share_text(messages, progress, (1.0,)).text


def _facts(messages: Messages, figures: KpiFigures, told: GoalProgress) -> Iterator[Detail]:
    text = messages.text
    if told.baseline is not None:
        seasonal = told.path is GoalPath.SEASONAL
        key = "goal.baseline_mean" if seasonal else "goal.baseline"
        yield Detail(text(key), figures.spelt(told.baseline))
    if told.end_target is not None:
        yield Detail(text("goal.end_target"), figures.spelt(told.end_target))
    if told.achieved_change is not None:
        yield Detail(text("goal.achieved"), figures.share(told.achieved_change).text)
    if told.pace is not None and told.path is not GoalPath.STEP:
        pace = messages.formats.number(told.pace, _PACE_DECIMALS)
        yield Detail(text("goal.pace"), text("goal.pace_text", pace=pace, by=told.goal.by))


def _tone(told: GoalProgress) -> Tone:
    """Good where it is reached or on its way in time. A step promises nothing before its end."""
    if told.progress is None or told.elapsed is None:
        return Tone.PLAIN
    whole = told.ended or told.path is GoalPath.SEASONAL
    wanted = 1.0 if whole else told.elapsed
    if reaches(told.progress, wanted):
        return Tone.GOOD
    waiting = told.path is GoalPath.STEP and told.elapsed < 1
    return Tone.PLAIN if waiting and not told.ended else Tone.BAD
