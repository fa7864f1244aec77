"""Numbers in cells. The expected values are hand-worked from the specification's own list."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from babel.numbers import format_decimal, format_percent
from hypothesis import example, given
from hypothesis import strategies as st

from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.numbers import NumberReading, read_number, read_number_text


def cell(
    value: float | str | bool | dt.datetime,
    kind: CellKind,
    number_format: str = "General",
    formula: str | None = None,
) -> RawCell:
    return RawCell("Actuals", 2, 3, kind, value, number_format, formula)


def number(value: float, number_format: str = "General") -> NumberReading:
    return read_number(cell(value, CellKind.NUMBER, number_format))


def code(reading: NumberReading) -> str | None:
    return reading.problem.code if reading.problem else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("(1 234)", -1234.0),
        ("1'234", 1234.0),
        ("1’234.50", 1234.5),
        ("1\u202f234\u00a0567,8", 1234567.8),
        ("1.234.567", 1234567.0),
        ("1,234,567.8", 1234567.8),
        ("1 234,567", 1234.567),
        ("1,234.567", 1234.567),
        ("1234,567", 1234.567),
        ("0,234", 0.234),
        (",5", 0.5),
        ("12,50", 12.5),
        ("-12", -12.0),
        ("−12", -12.0),
        ("–12", -12.0),
        ("12-", -12.0),
        ("- 12", -12.0),
        ("+12", 12.0),
        ("１２，５", 12.5),
        ("0", 0.0),
        ("007", 7.0),
        ("1.5E+03", 1500.0),
        ("1,5e-3", 0.0015),
        ("\u200b12", 12.0),
    ],
)
def test_digits_as_written_in_either_country(text: str, value: float) -> None:
    assert read_number_text(text) == NumberReading(value=value)


@pytest.mark.parametrize(
    ("text", "value", "scale"),
    [
        ("4.2k", 4200.0, 1e3),
        ("4,2 K", 4200.0, 1e3),
        ("1.5M", 1.5e6, 1e6),
        ("1,5 Md", 1.5e9, 1e9),
        ("2bn", 2e9, 1e9),
        ("3 millions", 3e6, 1e6),
        ("0.1k", 100.0, 1e3),  # 0.1 * 1000 in binary would do, 4.35 would not:
        ("4.35k", 4350.0, 1e3),
    ],
)
def test_a_suffix_multiplies(text: str, value: float, scale: float) -> None:
    assert read_number_text(text) == NumberReading(value=value, scale=scale)


@pytest.mark.parametrize(
    ("text", "value", "currency", "scale"),
    [
        ("€ 12", 12.0, "€", 1.0),
        ("12 €", 12.0, "€", 1.0),
        ("-€12", -12.0, "€", 1.0),
        ("€-12", -12.0, "€", 1.0),
        ("$(1,234.50)", -1234.5, "$", 1.0),
        ("(1 234 €)", -1234.0, "€", 1.0),
        ("EUR 12", 12.0, "EUR", 1.0),
        ("12CHF", 12.0, "CHF", 1.0),
        ("12 k€", 12_000.0, "€", 1e3),
        ("€1.2m", 1.2e6, "€", 1e6),
        ("1,5 M€", 1.5e6, "€", 1e6),
        ("3 millions d’euros", 3e6, "euros", 1e6),
    ],
)
def test_a_currency_is_reported(text: str, value: float, currency: str, scale: float) -> None:
    assert read_number_text(text) == NumberReading(value=value, currency=currency, scale=scale)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12,5 %", 12.5), ("12.5%", 12.5), ("+40%", 40.0), ("-10 %", -10.0), ("(3\u202f%)", -3.0)],
)
def test_a_text_with_a_percent_sign_is_percent_as_written(text: str, value: float) -> None:
    reading = read_number_text(text)
    assert reading == NumberReading(value=value, percent_text=True)
    assert reading.percent
    assert reading.in_percent == value


@pytest.mark.parametrize("text", ["2 pts", "2pp", "+2 points", "2 points de %", "2 pts."])
def test_points(text: str) -> None:
    assert read_number_text(text) == NumberReading(value=2.0, points=True)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("1,234", 1234.0, 1.234),
        ("1.234", 1234.0, 1.234),
        ("-1,234", -1234.0, -1.234),
        ("(1.000)", -1000.0, -1.0),
        ("12,345k", 12_345_000.0, 12_345.0),
        ("€ 1,234", 1234.0, 1.234),
        ("1,234 %", 1234.0, 1.234),
        ("1.5m", 1.5e6, 1.5),
        ("2 billion", 2e9, 2e12),
    ],
)
def test_a_number_that_reads_two_ways_is_a_problem_and_no_number(
    text: str, first: float, second: float
) -> None:
    reading = read_number_text(text)
    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.code == "E502"
    assert reading.problem.params == {"found": text, "first": first, "second": second}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "–",
        "—",
        "−",
        "--",
        "n/a",
        "N/A",
        "na",
        "n.a.",
        "n.d.",
        "N.D.",
        "nd",
        "n/d",
        "n.c.",
        "nc",
        "\xa0",
        "\u200b",
    ],
)
def test_what_means_that_there_is_no_figure(text: str) -> None:
    assert read_number_text(text) == NumberReading(missing=True)


def test_an_empty_cell_is_missing_and_a_zero_is_not() -> None:
    assert read_number(None) == NumberReading(missing=True)
    assert number(0.0) == NumberReading(value=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "12*",
        "12 est.",
        "<5",
        "~10",
        "10-20",
        "1/2",
        "12²",
        "12 34",
        "1.23.45",
        "1,23,456",
        "5,",
        "12 kg",
        "(-5)",
        "()",
        "€",
        "%",
        "k",
        "tbd",
        "1 2 3",
        "1'2",
        "--5",
        "0,123,456",
        "€12€",
        "12 % €",
        "nan",
        "inf",
        "x" * 5000,
        "1" * 101 + "x",
        "0" * 101,
        "2026-01",
    ],
)
def test_other_text_is_no_number(text: str) -> None:
    assert code(read_number_text(text)) == "E501"


@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!", "#n/a", "#VALEUR!", "#NOM?"])
def test_an_error_pasted_as_text_is_an_error(text: str) -> None:
    assert code(read_number_text(text)) == "E503"


def test_each_kind_of_cell_that_is_no_number_has_its_own_code() -> None:
    day = dt.datetime(2026, 5, 1)
    found = [
        read_number(cell("later", CellKind.TEXT)),
        read_number(cell("#DIV/0!", CellKind.ERROR, formula="=A1/0")),
        read_number(cell("", CellKind.UNCALCULATED, formula="=SUM(A1:A3)")),
        read_number(cell(True, CellKind.BOOLEAN)),
        read_number(cell(day, CellKind.DATE, "d-mmm")),
        number(float("nan")),
    ]
    problems = [reading.problem for reading in found]
    assert [(p.code, dict(p.params)) for p in problems if p] == [
        ("E501", {"found": "later"}),
        ("E503", {"found": "#DIV/0!"}),
        ("E504", {"formula": "=SUM(A1:A3)"}),
        ("E505", {"found": "TRUE"}),
        ("E506", {"found": "2026-05-01"}),
        ("E507", {"found": "∞"}),
    ]


def test_a_formula_that_gives_an_empty_text_is_missing() -> None:
    assert read_number(cell("", CellKind.TEXT, formula='=IF(A1="","",A1)')).missing


@pytest.mark.parametrize(
    ("value", "number_format", "found"),
    [
        (0.5, "h:mm", "12:00"),
        (1.5, "[h]:mm:ss", "36:00"),
        (0.000116, "mm:ss", "0:00:10"),
        (-5.0, "dd/mm/yyyy", "-5"),
        (0.0, "mmm-yy", "0"),
    ],
)
def test_a_number_shown_as_a_time_or_an_impossible_date(
    value: float, number_format: str, found: str
) -> None:
    problem = number(value, number_format).problem
    assert problem is not None
    assert (problem.code, problem.params["found"]) == ("E506", found)


def test_the_bounds_of_what_can_be_a_figure() -> None:
    assert number(1e15).value == 1e15
    assert code(number(1.1e15)) == "E507"
    assert code(number(float("-inf"))) == "E507"
    assert code(read_number_text("9" * 16)) == "E507"
    assert code(read_number_text("1e400")) == "E507"
    assert code(read_number_text("1e999999999")) == "E507"


def test_a_percent_format_is_reported_and_the_value_is_the_stored_one() -> None:
    reading = number(0.125, "0.0%")
    assert (reading.value, reading.percent_format, reading.percent_text) == (0.125, True, False)
    assert reading.in_percent == 12.5


@pytest.mark.parametrize(
    ("stored", "percent"), [(0.07, 7.0), (0.29, 29.0), (0.57, 57.0), (1.1, 110.0), (-0.003, -0.3)]
)
def test_percent_is_multiplied_without_binary_dust(stored: float, percent: float) -> None:
    # 0.07 * 100 is 7.000000000000001 and 0.29 * 100 is 28.999999999999996 in binary.
    assert number(stored, "0%").in_percent == percent


def test_a_quoted_percent_sign_in_the_format_multiplies_nothing() -> None:
    reading = number(12.5, '0.0"%"')
    assert not reading.percent
    assert reading.in_percent == 12.5


def test_a_format_that_scales_leaves_the_value_alone() -> None:
    reading = number(1_234_567.0, '#,##0,"k€"')
    assert reading.value == 1_234_567.0
    assert (reading.format_scale, reading.format_label_scale) == (1000.0, 1000.0)
    assert reading.currency == "€"


AMOUNTS = st.decimals(min_value=-(10**11), max_value=10**11, places=2)
WHOLE = st.integers(min_value=-(10**12), max_value=10**12)


@given(AMOUNTS, st.sampled_from(["en", "fr", "de", "de_CH", "fr_CH"]))
@example(Decimal("1234.50"), "fr")
def test_what_babel_formats_with_decimals_reads_back(amount: Decimal, locale: str) -> None:
    written = format_decimal(amount, "#,##0.00", locale)
    assert read_number_text(written).value == float(amount)


@given(WHOLE, st.sampled_from(["en", "fr", "de", "de_CH"]))
@example(1234, "en")
@example(-999_999, "de")
def test_what_babel_formats_without_decimals_is_never_misread(amount: int, locale: str) -> None:
    reading = read_number_text(format_decimal(amount, "#,##0", locale))
    if reading.problem:
        assert reading.problem.code == "E502"
        assert float(amount) in (reading.problem.params["first"], reading.problem.params["second"])
        assert locale in ("en", "de")
        assert 1000 <= abs(amount) < 1_000_000
    else:
        assert reading.value == float(amount)


@given(st.decimals(min_value=-1000, max_value=1000, places=1), st.sampled_from(["en", "fr"]))
def test_what_babel_formats_as_percent_reads_back(percent: Decimal, locale: str) -> None:
    written = format_percent(percent / 100, "0.0%" if locale == "en" else "0.0\u202f%", locale)
    reading = read_number_text(written)
    assert (reading.value, reading.percent_text) == (float(percent), True)


@given(st.text(max_size=30) | st.from_regex(r"[-+(€$]?[\d., '%kMe)]{0,12}"))
def test_any_text_is_a_value_or_missing_or_a_problem(text: str) -> None:
    reading = read_number_text(text)
    outcomes = [reading.value is not None, reading.missing, reading.problem is not None]
    assert sum(outcomes) == 1
