"""Numbers, months and dates, against the CLDR charts (by-type, numbers and dates, English and
French): https://www.unicode.org/cldr/charts/latest/by_type/
"""

from __future__ import annotations

from datetime import date

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from kpireport.i18n.formats import excel_day, get_formats, is_month_first
from kpireport.i18n.messages import get_messages
from kpireport.i18n.precision import rounded
from kpireport.model.book import Language
from kpireport.model.period import Period

EN, FR = get_formats("en"), get_formats("fr")
NNBSP, NBSP = "\u202f", "\u00a0"


def test_thousands_and_decimal_marks() -> None:
    assert EN.number(1234567.891, 2) == "1,234,567.89"
    assert FR.number(1234567.891, 2) == f"1{NNBSP}234{NNBSP}567,89"


def test_a_minus_is_a_minus_sign_and_not_a_hyphen() -> None:
    assert EN.number(-1234.5, 1) == "\u22121,234.5"
    assert FR.number(-1234.5, 1) == f"\u22121{NNBSP}234,5"


def test_a_sign_on_demand_but_none_on_zero() -> None:
    assert EN.number(1234.0, 0, signed=True) == "+1,234"
    assert EN.number(-1234.0, 0, signed=True) == "\u22121,234"
    assert EN.number(0.0, 1, signed=True) == "0.0"
    assert EN.number(-0.04, 1, signed=True) == "0.0"


def test_halves_are_rounded_away_from_zero_as_in_excel() -> None:
    # 2.675 and 1.005 are stored a little below: Excel works on 15 digits and rounds them up.
    assert EN.number(0.125, 2) == "0.13"
    assert EN.number(2.675, 2) == "2.68"
    assert EN.number(1.005, 2) == "1.01"
    assert EN.number(-0.125, 2) == "\u22120.13"


def test_huge_and_small_numbers_stay_readable() -> None:
    assert EN.number(1e12, 0) == "1,000,000,000,000"
    assert EN.number(0.0001, 4) == "0.0001"
    assert EN.number(1.2345e15, 0) == "1.23E+15"
    assert FR.number(-1.2345e18, 0) == "\u22121,23E+18"


def test_percent() -> None:
    assert EN.percent(0.125, 1) == "12.5%"
    assert FR.percent(0.125, 1) == f"12,5{NBSP}%"


def test_a_number_in_a_sentence_has_the_decimals_it_needs() -> None:
    assert EN.plain(0.1 + 0.2) == "0.3"
    assert EN.plain(1234) == "1,234"
    assert FR.plain(1234.5) == f"1{NNBSP}234,5"
    assert EN.plain(1200000.0) == "1,200,000"


@pytest.mark.parametrize(
    ("month", "english", "french"),
    [
        (1, "Jan 2026", "janv. 2026"),
        (2, "Feb 2026", "févr. 2026"),
        (5, "May 2026", "mai 2026"),
        (7, "Jul 2026", "juil. 2026"),
        (10, "Oct 2026", "oct. 2026"),
        (12, "Dec 2026", "déc. 2026"),
    ],
)
def test_months(month: int, english: str, french: str) -> None:
    assert EN.month(Period(2026, month)) == english
    assert FR.month(Period(2026, month)) == french


def test_long_months_and_month_names() -> None:
    assert EN.month(Period(2026, 10), "long") == "October 2026"
    assert FR.month(Period(2026, 8), "long") == "août 2026"
    assert EN.month_name(Period(2026, 10)) == "Oct"
    assert FR.month_name(Period(2026, 8)) == "août"


def test_spans_of_months() -> None:
    assert EN.span(Period(2026, 1), Period(2026, 10)) == "Jan–Oct 2026"
    assert FR.span(Period(2026, 1), Period(2026, 10)) == "janv.–oct. 2026"
    assert EN.span(Period(2025, 11), Period(2026, 10)) == "Nov 2025–Oct 2026"
    assert EN.span(Period(2026, 10), Period(2026, 10)) == "Oct 2026"
    assert FR.span(Period(2025, 4), Period(2025, 10), "long") == "avril–octobre 2025"


def test_a_span_that_has_not_begun_is_named_by_its_start() -> None:
    assert EN.span(Period(2026, 10), Period(2026, 9)) == "Oct 2026"


def test_days() -> None:
    assert EN.day(date(2026, 12, 31)) == "31 Dec 2026"
    assert get_formats("en", month_first=True).day(date(2026, 12, 31)) == "Dec 31, 2026"
    assert get_formats("fr", month_first=True).day(date(2026, 12, 31)) == FR.day(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("language", "currency", "first", "excel"),
    [
        ("en", "GBP", False, "[$-809]d mmm yyyy"),
        ("en", None, False, "[$-809]d mmm yyyy"),
        ("en", "USD", True, "[$-409]mmm d, yyyy"),
        ("fr", "USD", False, "[$-40C]d mmm yyyy"),
    ],
)
def test_the_month_comes_first_in_english_reports_in_dollars(
    language: Language, currency: str | None, first: bool, excel: str
) -> None:
    assert is_month_first(language, currency) is first
    assert excel_day(language, currency) == excel
    said = get_messages(language, currency).formats.day(date(2026, 3, 5))
    assert said.startswith("Mar") is first
    assert FR.day(date(2026, 12, 31)) == "31 déc. 2026"


def test_lists() -> None:
    assert EN.listing(("a",)) == "a"
    assert EN.listing(("a", "b", "c")) == "a, b, and c"
    assert FR.listing(("a", "b", "c")) == "a, b et c"


def test_plural_categories() -> None:
    """CLDR plural rules: French has 0 and 1.5 as one, English only 1."""
    assert [EN.plural_category(n) for n in (0, 1, 1.5, 2)] == ["other", "one", "other", "other"]
    assert [FR.plural_category(n) for n in (0, 1, 1.5, 2)] == ["one", "one", "one", "other"]
    assert FR.plural_category(1_000_000) == "many"


@given(
    st.floats(-1e14, 1e14, allow_nan=False),
    st.integers(0, 7),
    st.sampled_from(["en", "fr"]),
)
def test_numbers_are_written_as_babel_writes_them(
    value: float, decimals: int, language: Language
) -> None:
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    known = format_decimal(abs(rounded(value, decimals)), pattern, language)
    assert get_formats(language).number(value, decimals).lstrip("−") == known
