"""Periods and dates as people write them. Expected values are hand-worked; Babel writes the dates
of the round trips in English and French, independently of the code under test."""

from __future__ import annotations

import datetime as dt

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from kpireport.model.period import FiscalCalendar, Period
from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.period_reading import PeriodKind, PeriodReading
from kpireport.workbook.periods import read_date, read_month, read_period
from kpireport.workbook.written_periods import read_period_text

CALENDAR_YEAR = FiscalCalendar()
FROM_JULY = FiscalCalendar(start_month=7)
FROM_JULY_NAMED_BY_START = FiscalCalendar(start_month=7, named_by="start")


def cell(value: float | str | bool | dt.datetime, kind: CellKind = CellKind.TEXT) -> RawCell:
    return RawCell("Actuals", 1, 2, kind, value)


def reading(text: str) -> PeriodReading:
    found = read_period_text(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    "text",
    [
        "2026-01",
        "2026/01",
        "2026.01",
        "2026-1",
        "01/2026",
        "1/2026",
        "01.2026",
        "202601",
        "Jan-26",
        "jan 26",
        "Jan'26",
        "Jan’26",
        "Jan–26",
        "JAN 2026",
        "January 2026",
        "January, 2026",
        "janv. 2026",
        "janv.-26",
        "janvier 26",
        "Janvier 2026",
        "2026 Jan",
        "2026-janv.",
        " Jan\u00a02026 ",
        "ｊａｎ ２０２６",
    ],
)
def test_a_month(text: str) -> None:
    found = reading(text)
    assert (found.kind, found.year, found.number, found.day) == (PeriodKind.MONTH, 2026, 1, None)
    assert found.place(FROM_JULY) == Period(2026, 1)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("févr. 2025", 2),
        ("fév. 2025", 2),
        ("mars 2025", 3),
        ("avr. 2025", 4),
        ("mai 2025", 5),
        ("juin 2025", 6),
        ("juil. 2025", 7),
        ("août 2025", 8),
        ("aout 2025", 8),
        ("sept. 2025", 9),
        ("déc. 2025", 12),
        ("May 2025", 5),
        ("Sep-25", 9),
        ("Aug 2025", 8),
        ("Apr. 2025", 4),
    ],
)
def test_the_names_of_the_months(text: str, month: int) -> None:
    assert reading(text).place(CALENDAR_YEAR) == Period(2025, month)


@pytest.mark.parametrize(
    "text",
    [
        "T1 2026",
        "Q1 2026",
        "Q1 FY26",
        "FY26 Q1",
        "FY2026-Q1",
        "2026-Q1",
        "2026 T1",
        "2026Q1",
        "Q1-26",
        "Q1'26",
        "T1/2026",
        "1T26",
        "1Q 2026",
        "1er trimestre 2026",
        "Quarter 1 2026",
        "1st quarter 2026",
        "trim. 1 2026",
        "T1 exercice 2026",
    ],
)
def test_a_quarter_is_that_of_the_fiscal_year_known_by_the_number(text: str) -> None:
    found = reading(text)
    assert (found.kind, found.year, found.number) == (PeriodKind.QUARTER, 2026, 1)
    assert found.place(CALENDAR_YEAR) == Period(2026, 3)
    assert found.place(FROM_JULY) == Period(2025, 9)
    assert found.place(FROM_JULY_NAMED_BY_START) == Period(2026, 9)


def test_a_quarter_of_a_year_named_by_both_its_years() -> None:
    found = reading("Q3 2025/26")
    assert found.place(FROM_JULY) == Period(2026, 3)
    assert found.place(FROM_JULY_NAMED_BY_START) == Period(2026, 3)
    assert found.place(CALENDAR_YEAR) is None


@pytest.mark.parametrize(
    ("text", "fiscal"),
    [
        ("2026", False),
        ("year 2026", False),
        ("Année 2026", False),
        ("FY26", True),
        ("FY 2026", True),
        ("FY'26", True),
        ("exercice 2026", True),
    ],
)
def test_a_year(text: str, fiscal: bool) -> None:
    found = reading(text)
    assert (found.kind, found.year, found.fiscal) == (PeriodKind.YEAR, 2026, fiscal)
    assert found.place(CALENDAR_YEAR) == Period(2026, 12)
    assert found.place(FROM_JULY) == Period(2026, 6)


@pytest.mark.parametrize("text", ["2025/26", "2025-26", "2025/2026", "FY25/26", "FY2025-26"])
def test_a_year_named_by_both_its_years(text: str) -> None:
    found = reading(text)
    assert (found.year, found.end_year, found.fiscal) == (2025, 2026, True)
    assert found.place(FROM_JULY) == Period(2026, 6)
    assert found.place(FROM_JULY_NAMED_BY_START) == Period(2026, 6)
    assert found.place(CALENDAR_YEAR) is None


def test_a_month_name_takes_its_year_from_the_row_above() -> None:
    september = reading("Sept.")
    assert september.kind is PeriodKind.MONTH_NAME
    assert september.place(FROM_JULY) is None
    assert september.under(reading("2026"), FROM_JULY) == Period(2026, 9)
    assert september.under(reading("FY26"), FROM_JULY) == Period(2025, 9)
    assert september.under(reading("2025/26"), FROM_JULY) == Period(2025, 9)
    assert september.under(reading("FY26"), CALENDAR_YEAR) == Period(2026, 9)
    assert reading("Mar").under(reading("FY26"), FROM_JULY) == Period(2026, 3)


def test_a_quarter_name_takes_its_year_from_the_row_above() -> None:
    quarter = reading("T2")
    assert quarter.kind is PeriodKind.QUARTER_NAME
    assert quarter.under(reading("2026"), FROM_JULY) == Period(2025, 12)
    assert quarter.under(reading("2025/26"), FROM_JULY) == Period(2025, 12)
    assert quarter.under(reading("Jan 2026"), FROM_JULY) is None


def test_a_full_month_does_not_take_another_year() -> None:
    assert reading("Jan 2026").under(reading("2025"), CALENDAR_YEAR) is None


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("01/02/2026", Period(2026, 2), Period(2026, 1)),
        ("3-4-2026", Period(2026, 4), Period(2026, 3)),
        ("01/26", Period(2026, 1), "26/01/…"),
        ("05/11", Period(2011, 5), "05/11/…"),
        ("26-Jan", Period(2026, 1), "26/01/…"),
        ("26 janvier", Period(2026, 1), "26/01/…"),
        ("2011/12", Period(2011, 12), "FY 2011/12"),
    ],
)
def test_what_reads_two_ways_is_a_problem_and_no_period(
    text: str, first: Period, second: Period | str
) -> None:
    found = reading(text)
    assert found.place(CALENDAR_YEAR) is None
    assert found.problem is not None
    assert found.problem.code == "E603"
    assert found.problem.params == {"found": text, "first": first, "second": second}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-01", dt.date(2026, 2, 1)),
        ("2026-02-01 00:00:00", dt.date(2026, 2, 1)),
        ("2026-02-01T00:00:00", dt.date(2026, 2, 1)),
        ("2026/02/01", dt.date(2026, 2, 1)),
        ("01.02.2026", dt.date(2026, 2, 1)),
        ("13/02/2026", dt.date(2026, 2, 13)),
        ("02/13/2026", dt.date(2026, 2, 13)),
        ("31/12/25", dt.date(2025, 12, 31)),
        ("02/02/2026", dt.date(2026, 2, 2)),
        ("1er mars 2026", dt.date(2026, 3, 1)),
        ("Sunday, 1 March 2026", dt.date(2026, 3, 1)),
        ("dimanche 1er mars 2026", dt.date(2026, 3, 1)),
        ("March 1st, 2026", dt.date(2026, 3, 1)),
        ("1-Mar-26", dt.date(2026, 3, 1)),
    ],
)
def test_a_date_as_text(text: str, day: dt.date) -> None:
    assert read_date(cell(text)).value == day
    found = reading(text)
    assert (found.year, found.number, found.day) == (day.year, day.month, day.day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Total",
        "Owner",
        "YTD",
        "KPI",
        "Marketing",
        "Target",
        "12",
        "1234",
        "2026.5",
        "2026-13",
        "00/2026",
        "Q5 2026",
        "T0",
        "S1 2026",
        "Jan-Mar 2026",
        "Q1 2026 vs Q1 2025",
        "5-Jan",
        "32/01/2026",
        "2026-02-30",
        "FY25/27",
        "11 / 12",
        "May revenue",
        "Jan " * 200,
        "Q1" * 500,
    ],
)
def test_other_text_is_no_period(text: str) -> None:
    assert read_period_text(text) is None


def test_a_date_cell_is_its_month_and_keeps_its_day() -> None:
    found = read_period(cell(dt.datetime(2026, 1, 26), CellKind.DATE))
    assert found == PeriodReading(PeriodKind.MONTH, "2026-01-26", 2026, 1, 26)


def test_numbers_that_are_periods_and_numbers_that_are_not() -> None:
    year = read_period(cell(2026.0, CellKind.NUMBER))
    assert year is not None
    assert year.kind is PeriodKind.YEAR
    month = read_period(cell(202_601.0, CellKind.NUMBER))
    assert month is not None
    assert month.place(CALENDAR_YEAR) == Period(2026, 1)
    assert read_period(cell(46_023.0, CellKind.NUMBER)) is None
    assert read_period(cell(2026.5, CellKind.NUMBER)) is None


def test_cells_that_name_no_period() -> None:
    assert read_period(None) is None
    assert read_period(cell(True, CellKind.BOOLEAN)) is None
    assert read_period(cell("#REF!", CellKind.ERROR)) is None
    assert read_period(cell("", CellKind.UNCALCULATED)) is None


def test_a_date_column_may_hold_text_that_is_no_date() -> None:
    found = read_date(cell("mid 2026"))
    assert (found.value, found.text, found.missing, found.problem) == (
        None,
        "mid 2026",
        False,
        None,
    )


def test_dates_that_are_missing_or_read_two_ways() -> None:
    assert read_date(None).missing
    assert read_date(cell("n/a")).missing
    assert read_date(cell(dt.datetime(2026, 12, 31, 18), CellKind.DATE)).value == dt.date(
        2026, 12, 31
    )
    problem = read_date(cell("01/02/2026")).problem
    assert problem is not None
    assert problem.params == {"found": "01/02/2026", "first": "2026-02-01", "second": "2026-01-02"}


@pytest.mark.parametrize(
    ("found", "month"),
    [
        (cell("April"), 4),
        (cell("avril"), 4),
        (cell("avr."), 4),
        (cell("4"), 4),
        (cell("04"), 4),
        (cell(4.0, CellKind.NUMBER), 4),
        (cell("1 April"), 4),
        (cell("1er avril"), 4),
        (cell("April 1st"), 4),
        (cell(dt.datetime(2026, 4, 1), CellKind.DATE), 4),
        (cell("12"), 12),
        (cell("13"), None),
        (cell("0"), None),
        (cell(4.5, CellKind.NUMBER), None),
        (cell(dt.datetime(2026, 4, 6), CellKind.DATE), None),
        (cell("6 April"), None),
        (cell("spring"), None),
        (cell(True, CellKind.BOOLEAN), None),
        (None, None),
    ],
)
def test_the_month_a_fiscal_year_starts_in(found: RawCell | None, month: int | None) -> None:
    assert read_month(found) == month


MONTHS = st.dates(min_value=dt.date(1980, 1, 1), max_value=dt.date(2079, 12, 31))
WRITTEN = ["MMM yyyy", "MMMM yyyy", "MMM-yy", "MMMM yy", "yyyy-MM", "MM/yyyy", "yyyyMM"]


@given(MONTHS, st.sampled_from(WRITTEN), st.sampled_from(["en", "en_GB", "fr", "fr_CA"]))
def test_months_that_babel_writes_are_read_back(day: dt.date, pattern: str, locale: str) -> None:
    found = reading(format_date(day, pattern, locale))
    assert found.place(FROM_JULY) == Period(day.year, day.month)


@given(MONTHS, st.sampled_from(["d MMMM yyyy", "EEEE d MMMM yyyy", "yyyy-MM-dd", "d MMM yyyy"]))
def test_french_days_that_babel_writes_are_read_back(day: dt.date, pattern: str) -> None:
    assert read_date(cell(format_date(day, pattern, "fr"))).value == day


@given(MONTHS, st.sampled_from(["MMMM d, yyyy", "EEEE, MMMM d, yyyy", "MMM d, yyyy", "d MMM yyyy"]))
def test_english_days_that_babel_writes_are_read_back(day: dt.date, pattern: str) -> None:
    assert read_date(cell(format_date(day, pattern, "en"))).value == day


@given(MONTHS, st.sampled_from(["dd/MM/yyyy", "MM/dd/yyyy"]))
def test_days_in_digits_are_read_back_or_read_two_ways(day: dt.date, pattern: str) -> None:
    found = read_date(cell(format_date(day, pattern, "en")))
    if day.day <= 12 and day.day != day.month:
        assert found.value is None
        assert found.problem is not None
    else:
        assert found.value == day


@given(MONTHS, st.integers(1, 12), st.sampled_from(["end", "start"]))
def test_a_quarter_label_written_for_a_month_comes_back_to_the_end_of_its_quarter(
    day: dt.date, start_month: int, named_by: str
) -> None:
    calendar = FiscalCalendar(start_month, "end" if named_by == "end" else "start")
    month = Period(day.year, day.month)
    label = f"Q{calendar.quarter(month)} FY{calendar.fiscal_year(month)}"
    assert reading(label).place(calendar) == calendar.quarter_end(month)


@given(st.text(max_size=45))
def test_any_text_can_be_asked(text: str) -> None:
    found = read_period_text(text)
    if found is not None:
        found.place(FROM_JULY)
    read_date(cell(text))
