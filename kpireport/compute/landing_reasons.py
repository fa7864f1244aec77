"""Why there is no landing, or no part of one, as codes with their parameters."""

from __future__ import annotations

from kpireport.model.period import Period
from kpireport.model.reason import Reason


def no_forecast() -> Reason:
    """The Forecast sheet has nothing for the KPI in this fiscal year."""
    return Reason("landing_no_forecast")


def forecast_incomplete(
    name: str, period: Period, first: Period, last: Period, count: int
) -> Reason:
    """``count`` months from ``first`` to ``last`` of ``name`` have no final actual, no forecast.

    That is so in a report at ``period``, for which later actuals don't count.
    """
    return Reason(
        "landing_forecast_incomplete",
        {"name": name, "period": period, "first": first, "last": last, "count": count},
    )


def year_complete() -> Reason:
    return Reason("landing_year_complete")


def not_monthly() -> Reason:
    """A quarter's or a year's figures are too few to try year ends on."""
    return Reason("landing_not_monthly")


def no_final_figure() -> Reason:
    return Reason("landing_no_final_figure")


def too_short(count: int, expected: int) -> Reason:
    return Reason("landing_too_short", {"count": count, "expected": expected})


def short_since_gap(gap: Period, count: int, expected: int) -> Reason:
    """``count`` months without a gap, since the one of ``gap``."""
    return Reason("landing_short_since_gap", {"gap": gap, "count": count, "expected": expected})


def short_since_rebase(since: Period, count: int, expected: int) -> Reason:
    """``count`` months since an event opened a new level in ``since``."""
    return Reason(
        "landing_short_since_rebase", {"since": since, "count": count, "expected": expected}
    )


def year_not_reached(missing: Period) -> Reason:
    """The history ends before the fiscal year begins: ``missing`` has no final figure."""
    return Reason("landing_year_not_reached", {"missing": missing})


def not_computable() -> Reason:
    """A year's figure can't be computed: a denominator of zero, figures too large."""
    return Reason("landing_not_computable")


def no_year_target() -> Reason:
    return Reason("landing_no_year_target")


def no_required_rate() -> Reason:
    """A smallest or largest month, a range or a mixed ratio is reached by no average."""
    return Reason("landing_no_required_rate")


def month_missing(first: Period, last: Period, count: int) -> Reason:
    """``count`` months that are over, between ``first`` and ``last``, have no final figure."""
    return Reason("landing_month_missing", {"first": first, "last": last, "count": count})


def mix_unknown() -> Reason:
    """A ratio's months to come weigh as forecast or as last year's did, and neither is known."""
    return Reason("landing_mix_unknown")
