"""Months and fiscal calendars, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.model.period import FiscalCalendar, Period

months = st.builds(Period, st.integers(1950, 2100), st.integers(1, 12))


def test_a_month_reads_and_prints_as_year_and_month() -> None:
    assert Period.parse("2026-10") == Period(2026, 10)
    assert str(Period(2026, 3)) == "2026-03"


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-00", "10-2026", "oct 2026", ""])
def test_anything_else_is_no_month(text: str) -> None:
    with pytest.raises(ValueError):
        Period.parse(text)


def test_shifting_crosses_years() -> None:
    assert Period(2026, 1).shift(-1) == Period(2025, 12)
    assert Period(2025, 11).shift(14) == Period(2027, 1)


def test_through_lists_both_ends() -> None:
    run = Period(2025, 11).through(Period(2026, 1))
    assert [str(each) for each in run] == ["2025-11", "2025-12", "2026-01"]
    assert Period(2026, 2).through(Period(2026, 1)) == ()


@given(months, st.integers(-600, 600))
def test_shifting_there_and_back_is_the_same_month(period: Period, by: int) -> None:
    assert period.shift(by).shift(-by) == period
    assert period.shift(by).index - period.index == by


def test_a_fiscal_year_from_april() -> None:
    # The UK's and Japan's usual company year: March 2026 closes 2025/26, April opens 2026/27.
    calendar = FiscalCalendar(4)
    march, april = Period(2026, 3), Period(2026, 4)
    assert calendar.year_start(march) == Period(2025, 4)
    assert calendar.year_end(march) == march
    assert calendar.fiscal_year(march) == 2026
    assert calendar.year_label(march) == "2025/26"
    assert calendar.quarter(march) == 4
    assert calendar.quarter_start(march) == Period(2026, 1)
    assert calendar.fiscal_year(april) == 2027
    assert calendar.quarter(april) == 1
    assert calendar.first_month_of(2026) == Period(2025, 4)


def test_a_fiscal_year_named_by_its_start() -> None:
    calendar = FiscalCalendar(4, "start")
    assert calendar.fiscal_year(Period(2026, 3)) == 2025
    assert calendar.first_month_of(2025) == Period(2025, 4)


def test_the_calendar_year() -> None:
    calendar = FiscalCalendar()
    assert calendar.year_label(Period(2026, 10)) == "2026"
    assert calendar.quarter_end(Period(2026, 10)) == Period(2026, 12)
    assert calendar.first_month_of(2026) == Period(2026, 1)


@given(months, st.integers(1, 12), st.sampled_from(["end", "start"]))
def test_every_month_lies_in_the_year_it_is_named_for(
    period: Period, start: int, named_by: str
) -> None:
    calendar = FiscalCalendar(start, "end" if named_by == "end" else "start")
    first = calendar.first_month_of(calendar.fiscal_year(period))
    assert first.month == start
    assert first <= period <= first.shift(11)
    assert 1 <= calendar.quarter(period) <= 4
