"""When a KPI is looked at next, and when its promise is due: all relative to the report's period.

The cadence is what the KPI's Review says, else it follows from the time to its due date: a
quarter is looked at every month, a year every quarter. A check-in is on the last day of a month,
a fiscal quarter or a fiscal year, whose figures it looks at; the first one after the report's
period counts. None lies after the due date: the due date itself is then the check-in.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from kpireport.compute.months import FiscalMonths, month_at
from kpireport.compute.review_reasons import due_has_come, no_review_no_due, review_has_passed
from kpireport.model.book import Book
from kpireport.model.goal import Goal
from kpireport.model.kpi import Kpi
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.review import Cadence, CheckIn

_FRIDAY = 4
_NO_DATES: tuple[tuple[None, str], ...] = ((None, ""), (None, ""))
MONTHLY_WITHIN = 6
"""Up to this many months before its due date a KPI is looked at every month, else every quarter.

A quarter (3) is monthly and a year (12) quarterly; half a year, monthly still, leaves six looks
where a quarterly one would leave two.
"""


def check_in_at(kpi: Kpi, book: Book, period: Period) -> CheckIn:
    """The KPI's next check-in and due dates in a report at ``period``."""
    today = last_day(period)
    known = _due_dates(kpi, book, period)
    (due, due_from), (other, other_from) = (*known, *_NO_DATES)[:2]
    coming = next((day for day, _ in known if day > today), None)
    looked_at = _next_look(kpi, coming, book, period)
    if due is None or due > today:
        missing = None if coming or looked_at.next_check_in else no_review_no_due()
        dates = replace(looked_at, reason=looked_at.reason or missing)
    elif coming is None:  # Somebody decides what follows, before anything is looked at again.
        dates = CheckIn(kpi.id, kpi.review_cadence, "review" if kpi.review_cadence else "")
        dates = replace(dates, overdue=True, reason=due_has_come(due))
    else:
        dates = replace(looked_at, overdue=True, reason=due_has_come(due))
    return replace(dates, due=due, due_from=due_from, other_due=other, other_from=other_from)


def _next_look(kpi: Kpi, due: date | None, book: Book, period: Period) -> CheckIn:
    """The next check-in on the way to the due date that comes next, if one does."""
    today = last_day(period)
    if kpi.review_on is not None and kpi.review_on > today:
        return CheckIn(kpi.id, None, "review", _capped(kpi.review_on, due))
    passed = None if kpi.review_on is None else review_has_passed(kpi.review_on)
    if kpi.review_cadence is not None:
        cadence, cadence_from = kpi.review_cadence, "review"
    elif due is not None:
        cadence, cadence_from = cadence_to(due, period), "due"
    else:
        return CheckIn(kpi.id, reason=passed)
    closing = _next_closing(cadence, period, book.settings.fiscal_calendar)
    coming = _capped(last_working_day(closing), due)
    return CheckIn(kpi.id, cadence, cadence_from, coming, reason=passed)


def cadence_to(due: date, period: Period) -> Cadence:
    """How often a promise is looked at whose due date lies that far from the report's period."""
    months = Period(due.year, due.month).index - period.index
    return Cadence.MONTHLY if months <= MONTHLY_WITHIN else Cadence.QUARTERLY


def last_day(period: Period) -> date:
    """The month's last day."""
    return date(period.year, period.month, monthrange(period.year, period.month)[1])


def last_working_day(period: Period) -> date:
    """The month's last day from Monday to Friday. Holidays differ from place to place."""
    day = last_day(period)
    return day - timedelta(days=max(0, day.weekday() - _FRIDAY))


def _capped(check_in: date, due: date | None) -> date:
    return check_in if due is None else min(check_in, due)


def _next_closing(cadence: Cadence, period: Period, calendar: FiscalCalendar) -> Period:
    """The month in which the span after ``period`` closes: month, fiscal quarter or year."""
    months = FiscalMonths.of(calendar)
    return month_at(months.closing_of(period.index + 1, cadence.months))


def _due_dates(kpi: Kpi, book: Book, period: Period) -> tuple[tuple[date, str], ...]:
    """The KPI's own due date and the end of its goal, the nearest first; one where they agree.

    A goal that ended before the report's month says nothing beside the KPI's own due date.
    """
    goal = _goal_at(kpi, book, period)
    known = {} if kpi.due is None else {kpi.due: "kpi"}
    if goal is not None and (kpi.due is None or goal.by >= period):
        known.setdefault(last_day(goal.by), "goal")
    return tuple(sorted(known.items()))


def _goal_at(kpi: Kpi, book: Book, period: Period) -> Goal | None:
    """The first of its goals that ends after ``period``; else the last one that ended."""
    goals = sorted((g for g in book.goals if g.kpi == kpi.id), key=lambda goal: goal.by)
    return next((goal for goal in goals if goal.by > period), goals[-1] if goals else None)


def dated(check_in: CheckIn) -> date | None:
    """The day by which the calendar is sorted: a due date that has come, else the check-in."""
    return check_in.due if check_in.overdue else check_in.next_check_in
