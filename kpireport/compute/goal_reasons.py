"""Every reason for which a goal gives a month no target, or can't be measured yet."""

from __future__ import annotations

from kpireport.model.period import Period
from kpireport.model.reason import Reason


def goal_no_year_before(period: Period) -> Reason:
    """A seasonal target without a figure for ``period``, its month a year before."""
    return Reason("goal_no_year_before", {"period": period})


def goal_base_provisional(period: Period) -> Reason:
    """The target rests on the figure of ``period``, which isn't final."""
    return Reason("goal_base_provisional", {"period": period})


def goal_base_to_come(period: Period) -> Reason:
    """The target rests on the figure of ``period``, later than the report's month."""
    return Reason("goal_base_to_come", {"period": period})


def goal_no_base(start: Period) -> Reason:
    """Neither a Baseline nor a final figure before ``start``."""
    return Reason("goal_no_base", {"start": start})


def goal_needs_twelve_months(start: Period, count: int) -> Reason:
    """The mean month of the twelve before ``start``, of which ``count`` have a final figure."""
    return Reason("goal_needs_twelve_months", {"start": start, "count": count})


def goal_base_not_positive() -> Reason:
    """A change in percent of zero or of a negative figure means nothing."""
    return Reason("goal_base_not_positive")


def goal_seasonal_needs_share() -> Reason:
    return Reason("goal_seasonal_needs_share")


def goal_ended_seasonal(by: Period) -> Reason:
    return Reason("goal_ended_seasonal", {"by": by})


def goal_not_started(start: Period) -> Reason:
    return Reason("goal_not_started", {"start": start})


def goal_without_figure(start: Period) -> Reason:
    """No actual in the goal's months so far."""
    return Reason("goal_without_figure", {"start": start})


def goal_end_is_base() -> Reason:
    """The goal ends where it starts: there is no way to go."""
    return Reason("goal_end_is_base")
