"""Why the calendar has no next check-in for a KPI: a function a code."""

from __future__ import annotations

from datetime import date

from kpireport.model.reason import Reason


def no_review_no_due() -> Reason:
    """Neither a cadence nor a date to derive one from."""
    return Reason("no_review_no_due")


def due_has_come(day: date) -> Reason:
    return Reason("due_has_come", {"day": day})


def review_has_passed(day: date) -> Reason:
    """The date in Review lies at or before the end of the report's period."""
    return Reason("review_has_passed", {"day": day})
