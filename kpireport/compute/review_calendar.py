"""When a KPI is looked at next, and when its promise is due: all relative to the report's period.

The cadence is what the KPI's Review says, else it follows from the time to its due date: a
quarter is looked at every month, a year every quarter. A check-in is on the last day of a month,
a fiscal quarter or a fiscal year, whose figures it looks at; the first one after the report's
period counts. None lies after the due date: the due date itself is then the check-in.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from kpireport.compute.months import FiscalMonths, month_at
from kpireport.compute.review_reasons import due_has_come, no_review_no_due, review_has_passed
from kpireport.model.book import Book, Goal
from kpireport.model.kpi import Kpi
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.review import Cadence, CheckIn

MONTHLY_WITHIN = 6
"""Up to this many months before its due date a KPI is looked at every month, else every quarter.

A quarter (3) is monthly and a year (12) quarterly; half a year, monthly still, leaves six looks
where a quarterly one would leave two.
"""


def check_in_at(kpi: Kpi, book: Book, period: Period) -> CheckIn:
    """The KPI's next check-in and due date in a report at ``period``."""
    today = last_day(period)
    due, due_from = _due(kpi, book, period)
    if due is not None and due <= today:
        reason = due_has_come(due)
        cadence, cadence_from = kpi.review_cadence, "review" if kpi.review_cadence else ""
        return CheckIn(kpi.id, cadence, cadence_from, None, due, due_from, True, reason)
    if kpi.review_on is not None and kpi.review_on > today:
        return CheckIn(kpi.id, None, "review", _capped(kpi.review_on, due), due, due_from)
    passed = None if kpi.review_on is None else review_has_passed(kpi.review_on)
    if kpi.review_cadence is not None:
        cadence, cadence_from = kpi.review_cadence, "review"
    elif due is not None:
        cadence, cadence_from = cadence_to(due, period), "due"
    else:
        return CheckIn(kpi.id, reason=passed or no_review_no_due())
    closing = _next_closing(cadence, period, book.settings.fiscal_calendar)
    coming = _capped(last_day(closing), due)
    return CheckIn(kpi.id, cadence, cadence_from, coming, due, due_from, reason=passed)


def cadence_to(due: date, period: Period) -> Cadence:
    """How often a promise is looked at whose due date lies that far from the report's period."""
    months = Period(due.year, due.month).index - period.index
    return Cadence.MONTHLY if months <= MONTHLY_WITHIN else Cadence.QUARTERLY


def last_day(period: Period) -> date:
    """The month's last day."""
    return date(period.year, period.month, monthrange(period.year, period.month)[1])


def _capped(check_in: date, due: date | None) -> date:
    return check_in if due is None else min(check_in, due)


def _next_closing(cadence: Cadence, period: Period, calendar: FiscalCalendar) -> Period:
    """The month in which the span after ``period`` closes: month, fiscal quarter or year."""
    months = FiscalMonths.of(calendar)
    return month_at(months.closing_of(period.index + 1, cadence.months))


def _due(kpi: Kpi, book: Book, period: Period) -> tuple[date | None, str]:
    """The KPI's own due date, else the end of its goal, and which of the two it is."""
    if kpi.due is not None:
        return kpi.due, "kpi"
    goal = _goal_at(kpi, book, period)
    return (None, "") if goal is None else (last_day(goal.by), "goal")


def _goal_at(kpi: Kpi, book: Book, period: Period) -> Goal | None:
    """The first of its goals that ends after ``period``; else the last one that ended."""
    goals = sorted((g for g in book.goals if g.kpi == kpi.id), key=lambda goal: goal.by)
    return next((goal for goal in goals if goal.by > period), goals[-1] if goals else None)


def dated(check_in: CheckIn) -> date | None:
    """The day by which the calendar is sorted: a due date that has come, else the check-in."""
    return check_in.due if check_in.overdue else check_in.next_check_in
