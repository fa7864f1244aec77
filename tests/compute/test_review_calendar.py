"""Check-ins and due dates, worked out by hand on a calendar. The report's month is October 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpireport.compute.review_calendar import cadence_to, check_in_at
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.goal import Goal
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.model.review import Cadence, CheckIn
from tests.compute.books import book, kpi, month, months, row, settings

OCTOBER = Period(2026, 10)
MONTHLY, QUARTERLY, YEARLY = Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.YEARLY


def goal(start: str, by: str) -> Goal:
    return Goal("K", CellRef("Goals", "A2"), month(start), month(by), level=1.0)


def check_in(
    *goals: Goal, start_month: int = 1, period: Period = OCTOBER, **options: Any
) -> CheckIn:
    item = kpi("K", **options)
    held = book(row(item), setting=settings(start_month), goals=goals)
    return check_in_at(item, held, period)


@pytest.mark.parametrize(
    ("cadence", "start_month", "expected"),
    [
        (MONTHLY, 1, date(2026, 11, 30)),
        (QUARTERLY, 1, date(2026, 12, 31)),
        (YEARLY, 1, date(2026, 12, 31)),
        # A fiscal year from February: its quarters end in April, July, October and January.
        # 31 January 2027 is a Sunday: the Friday before.
        (QUARTERLY, 2, date(2027, 1, 29)),
        (YEARLY, 4, date(2027, 3, 31)),
    ],
)
def test_the_first_check_in_after_the_period(
    cadence: Cadence, start_month: int, expected: date
) -> None:
    found = check_in(review_cadence=cadence, start_month=start_month)
    assert (found.cadence, found.cadence_from) == (cadence, "review")
    assert found.next_check_in == expected
    assert (found.due, found.overdue, found.reason) == (None, False, None)


def test_a_year_s_end_is_not_its_own_next_check_in() -> None:
    found = check_in(review_cadence=QUARTERLY, period=Period(2026, 12))
    assert found.next_check_in == date(2027, 3, 31)


@pytest.mark.parametrize("cadence", list(Cadence))
def test_the_last_month_there_is(cadence: Cadence) -> None:
    found = check_in(review_cadence=cadence, start_month=2, period=Period(9999, 12))
    assert found.next_check_in == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("due", "cadence"),
    [
        (date(2027, 10, 31), QUARTERLY),  # a year
        (date(2027, 1, 31), MONTHLY),  # a quarter
        (date(2027, 4, 30), MONTHLY),  # six months
        (date(2027, 5, 1), QUARTERLY),  # in the seventh month
        (date(2026, 11, 2), MONTHLY),
        (date(2031, 12, 31), QUARTERLY),
    ],
)
def test_the_cadence_follows_from_the_time_to_the_due_date(due: date, cadence: Cadence) -> None:
    assert cadence_to(due, OCTOBER) is cadence
    found = check_in(due=due)
    assert (found.cadence, found.cadence_from, found.due_from) == (cadence, "due", "kpi")


def test_what_review_says_comes_before_the_due_date() -> None:
    found = check_in(review_cadence=QUARTERLY, due=date(2027, 1, 15))
    assert (found.cadence, found.cadence_from) == (QUARTERLY, "review")
    assert found.next_check_in == date(2026, 12, 31)


def test_no_check_in_lies_after_the_due_date() -> None:
    assert check_in(due=date(2026, 11, 12)).next_check_in == date(2026, 11, 12)
    found = check_in(review_on=date(2027, 2, 1), due=date(2027, 1, 15))
    assert found.next_check_in == date(2027, 1, 15)


def test_a_date_in_review_is_the_next_check_in() -> None:
    found = check_in(review_on=date(2026, 12, 3), due=date(2027, 6, 30))
    assert (found.next_check_in, found.cadence, found.cadence_from) == (
        date(2026, 12, 3),
        None,
        "review",
    )


def test_a_review_date_that_has_passed_gives_way_to_the_due_date_and_says_so() -> None:
    found = check_in(review_on=date(2026, 10, 31), due=date(2027, 10, 31))
    assert (found.next_check_in, found.cadence_from) == (date(2026, 12, 31), "due")
    assert found.reason is not None
    assert (found.reason.code, found.reason.params) == (
        "review_has_passed",
        {"day": date(2026, 10, 31)},
    )
    alone = check_in(review_on=date(2026, 10, 31))
    assert alone.next_check_in is None
    assert alone.reason is not None and alone.reason.code == "review_has_passed"


@pytest.mark.parametrize(
    ("due", "overdue"), [(date(2026, 10, 30), True), (date(2026, 10, 31), True)]
)
def test_a_due_date_that_has_come_is_marked(due: date, overdue: bool) -> None:
    found = check_in(due=due, review_cadence=MONTHLY)
    assert (found.overdue, found.next_check_in, found.due) == (overdue, None, due)
    assert found.reason is not None and found.reason.code == "due_has_come"
    assert not check_in(due=date(2026, 11, 1)).overdue


def test_a_goal_s_last_month_is_a_due_date() -> None:
    found = check_in(goal("2026-09", "2027-08"))
    assert (found.due, found.due_from) == (date(2027, 8, 31), "goal")
    assert (found.cadence, found.next_check_in) == (QUARTERLY, date(2026, 12, 31))


def test_of_several_goals_the_one_that_ends_next_counts() -> None:
    goals = (goal("2027-02", "2028-02"), goal("2026-11", "2027-01"), goal("2026-01", "2026-10"))
    assert check_in(*goals).due == date(2027, 1, 31)
    assert check_in(goal("2025-01", "2025-12"), goal("2026-01", "2026-06")).due == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        (Period(2027, 1), date(2027, 2, 26)),  # 28 February is a Sunday
        (Period(2027, 6), date(2027, 7, 30)),  # 31 July is a Saturday
        (Period(2026, 12), date(2027, 1, 29)),
        (Period(2027, 2), date(2027, 3, 31)),  # a Wednesday
    ],
)
def test_a_check_in_is_on_the_last_working_day(period: Period, day: date) -> None:
    assert check_in(review_cadence=MONTHLY, period=period).next_check_in == day


def test_a_date_that_somebody_typed_may_be_a_sunday() -> None:
    assert check_in(review_on=date(2026, 11, 15)).next_check_in == date(2026, 11, 15)
    assert check_in(due=date(2026, 11, 15)).due == date(2026, 11, 15)


def test_the_nearer_of_due_and_goal_is_shown_and_the_other_kept() -> None:
    found = check_in(goal("2026-09", "2027-08"), due=date(2027, 3, 31))
    assert (found.due, found.due_from) == (date(2027, 3, 31), "kpi")
    assert (found.other_due, found.other_from) == (date(2027, 8, 31), "goal")
    found = check_in(goal("2026-09", "2026-11"), due=date(2026, 12, 31))
    assert (found.due, found.due_from) == (date(2026, 11, 30), "goal")
    assert (found.other_due, found.other_from) == (date(2026, 12, 31), "kpi")


def test_due_and_goal_on_one_day_are_one_date() -> None:
    found = check_in(goal("2026-01", "2026-12"), due=date(2026, 12, 31))
    assert (found.due, found.due_from, found.other_due) == (date(2026, 12, 31), "kpi", None)


def test_a_goal_that_has_just_ended_is_marked_and_the_looks_go_on() -> None:
    # The goal ends with the report's month; the KPI itself is due at the end of the year.
    found = check_in(goal("2026-05", "2026-10"), due=date(2026, 12, 31), review_cadence=MONTHLY)
    assert (found.due, found.overdue, found.other_due) == (
        date(2026, 10, 31),
        True,
        date(2026, 12, 31),
    )
    assert found.next_check_in == date(2026, 11, 30)
    assert found.reason is not None and found.reason.code == "due_has_come"


def test_a_goal_that_ended_long_ago_says_nothing_beside_a_due_date() -> None:
    found = check_in(goal("2026-01", "2026-09"), due=date(2026, 12, 31))
    assert (found.due, found.other_due, found.overdue) == (date(2026, 12, 31), None, False)


def test_without_either_there_is_a_reason() -> None:
    found = check_in()
    assert (found.cadence, found.next_check_in, found.due) == (None, None, None)
    assert found.reason is not None and found.reason.code == "no_review_no_due"


def test_every_result_of_a_scorecard_has_its_check_in() -> None:
    item = kpi("K", direction="higher", review_cadence=MONTHLY)
    scorecard = build_scorecard(book(row(item, months("2026-09", 1, 2))))
    assert scorecard.kpi("K").check_in == CheckIn("K", MONTHLY, "review", date(2026, 11, 30))
