"""Month indexes agree with the calendar of the model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.compute.months import FIRST_MONTH, LAST_MONTH, FiscalMonths, month_at
from kpireport.model.period import FiscalCalendar, Period

some_months = st.integers(Period(1950, 1).index, Period(2100, 12).index)
start_months = st.integers(1, 12)


@given(some_months, start_months)
def test_quarters_and_years_are_the_calendar_s(month: int, start_month: int) -> None:
    calendar, period = FiscalCalendar(start_month), Period.from_index(month)
    ours = FiscalMonths.of(calendar)
    assert month_at(ours.year_start(month)) == calendar.year_start(period)
    assert month_at(ours.year_end(month)) == calendar.year_end(period)
    assert month_at(ours.quarter_start(month)) == calendar.quarter_start(period)
    assert month_at(ours.closing_of(month, 3)) == calendar.quarter_end(period)
    assert month_at(ours.closing_of(month, 12)) == calendar.year_end(period)


@given(some_months, start_months, st.sampled_from([1, 3, 12]))
def test_closings(month: int, start_month: int, step: int) -> None:
    months = FiscalMonths(start_month)
    last = months.last_closing(month, step)
    assert months.closes(last, step)
    assert month - step < last <= month
    assert list(months.closings(last + 1, last + step, step)) == [last + step]
    assert list(months.closings(last - step, last, step)) == [last - step, last]


@pytest.mark.parametrize("index", [0, FIRST_MONTH, LAST_MONTH, LAST_MONTH + 13])
def test_months_outside_the_calendar_are_held_at_its_ends(index: int) -> None:
    assert month_at(index) in (Period(1900, 1), Period(9999, 12))
