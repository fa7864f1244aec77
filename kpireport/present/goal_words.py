"""The words that every sentence about a goal shares: changes, and by how much it was missed.

A change is written in one way wherever it stands: with one decimal, or as many as tell it from
what was promised.
"""

from __future__ import annotations

from collections.abc import Iterable

from kpireport.compute.goal_claims import kept_share
from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import own_decimals, telling_decimals
from kpireport.i18n.values import Shown, shown_share
from kpireport.model.goal import GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.present.figures import KpiFigures


def change_made(messages: Messages, achieved: float, edges: Iterable[float | None] = ()) -> str:
    """A change so far: ``+6.8%``, with decimals that tell it from ``edges``."""
    return change_shown(messages, achieved, edges).text


def change_shown(messages: Messages, achieved: float, edges: Iterable[float | None] = ()) -> Shown:
    """The same with its number and format."""
    pairs = [(achieved * 100, edge * 100) for edge in edges if edge is not None]
    return shown_share(messages.formats, achieved, telling_decimals(1, pairs), signed=True)


def change_wanted(messages: Messages, change: float) -> str:
    """A change as it was typed: ``+8%``."""
    return shown_share(messages.formats, change, share_decimals(change), signed=True).text


def share_decimals(share: float) -> int:
    """The decimals that a typed share has in percent."""
    return min(2, own_decimals(share * 100))


def changes(messages: Messages, told: GoalProgress) -> dict[str, str]:
    """The change made, the one promised of the same months, and the whole one."""
    achieved, promised, wanted = told.achieved_change, told.promised_so_far, told.goal.change
    if achieved is None or wanted is None:
        return {"achieved": "", "promised": "", "wanted": ""}
    return {
        "achieved": change_made(messages, achieved, (promised, wanted)),
        "promised": "" if promised is None else change_made(messages, promised, (achieved,)),
        "wanted": change_wanted(messages, wanted),
    }


def months_so_far(messages: Messages, told: GoalProgress) -> str:
    """``Jul–Oct 2026``: the goal's months up to its latest figure."""
    start = told.goal.start
    return messages.formats.span(start, max(start, told.as_of or start))


def missed_by(messages: Messages, figures: KpiFigures, told: GoalProgress) -> str:
    """What came out of a goal that was missed, against what it promised."""
    key, params = "missed_level", {"achieved": "", "promised": "", "wanted": ""}
    if told.achieved_change is not None:
        params = changes(messages, told)
        key = "missed_change"
        if told.together:
            key = "missed_season" if told.path is GoalPath.SEASONAL else "missed_together"
    said = messages.text(
        f"goal.{key}",
        span=months_so_far(messages, told),
        **params,
        **level_and_end(figures, told),
    )
    further = (kept_share(told) or 0.0) < 0
    return messages.text("goal.further", said=said) if further else said


def level_and_end(figures: KpiFigures, told: GoalProgress) -> dict[str, str]:
    """The figure and the target of the goal's last month, told apart."""
    actual, target = told.actual, told.end_target
    if actual is None or target is None:
        return {"actual": "", "target": ""}
    decimals = telling_decimals(figures.decimals, [(actual, target)])
    return {"actual": figures.spelt(actual, decimals), "target": figures.spelt(target, decimals)}
