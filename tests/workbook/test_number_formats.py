"""Number formats. Expected: what Excel shows for them, by ECMA-376 18.8.31 and, where openpyxl
has a function for it, by openpyxl."""

from __future__ import annotations

import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from kpireport.workbook.number_formats import (
    BUILT_IN_FORMATS,
    FormatReading,
    ever_a_date,
    read_format,
)

PLAIN = FormatReading()
DATES = ["mmm-yy", "d/m/yyyy", "[$-40C]mmm\\-yy;@", "m/d/yy h:mm", "yyyy\\-mm\\-dd", "mm-dd-yy"]
TIMES = ["h:mm", "[h]:mm:ss", "mm:ss", "mmss.0", "h:mm AM/PM", "[mm]:ss"]
NEITHER = ["General", "0", "#,##0.00", "0.0%", '0 "days"', "0\\ \\d", "[Red]0.0", '0.0 "h"']


@pytest.mark.parametrize("code", DATES)
def test_dates(code: str) -> None:
    reading = read_format(code)
    assert reading.date
    assert not reading.time_only


@pytest.mark.parametrize("code", TIMES)
def test_times(code: str) -> None:
    reading = read_format(code)
    assert reading.date
    assert reading.time_only


@pytest.mark.parametrize("code", NEITHER)
def test_neither(code: str) -> None:
    assert not read_format(code).date


@pytest.mark.parametrize("code", [*DATES, *TIMES, *NEITHER, *BUILTIN_FORMATS.values()])
def test_openpyxl_agrees_on_what_is_a_date(code: str) -> None:
    assert ever_a_date(code) == is_date_format(code)


def test_an_era_letter_is_a_date_only_without_digits() -> None:
    assert read_format('ggge"年"').date
    assert not read_format("#,##0 kg").date


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0 %", "[Red]0%", "#,##0.0%;-#,##0.0%"])
def test_percent(code: str) -> None:
    assert read_format(code).percent


@pytest.mark.parametrize("code", ['0"%"', "0\\%", "0.0", '"100 %"'])
def test_a_literal_percent_sign_is_no_percent_format(code: str) -> None:
    assert not read_format(code).percent


def test_the_section_follows_the_sign() -> None:
    assert not read_format("0;0%", 1.0).percent
    assert read_format("0;0%", -1.0).percent
    assert read_format('0;-0;0%;"text"', 0.0).percent


def test_the_section_follows_the_conditions() -> None:
    code = '[<1000000]0.0,"k";0.0,,"M"'
    assert read_format(code, 5e3).scale == 1e3
    assert read_format(code, 5e6).scale == 1e6
    assert read_format("[>100]0;[<0]0%;0.0,", 50.0).scale == 1e3


def test_a_semicolon_in_quotes_parts_nothing() -> None:
    assert not read_format('0"; "0%;0', -1.0).percent


@pytest.mark.parametrize(
    ("code", "scale", "label"),
    [
        ("#,##0", 1.0, 1.0),
        ("#,##0,", 1e3, 1.0),
        ("#,##0.0,,", 1e6, 1.0),
        ("#,##0,.0", 1e3, 1.0),
        ('#,##0," k€"', 1e3, 1e3),
        ('#,##0 "k€"', 1.0, 1e3),
        ("#,##0\\ \\k\\€", 1.0, 1e3),
        ('"k€" 0', 1.0, 1e3),
        ('0.0,,"M€"', 1e6, 1e6),
        ('0.0 "Md€"', 1.0, 1e9),
        ('"£"0.0,,"m"', 1e6, 1e6),
        ('0.0 "m"', 1.0, 1.0),  # metres
        ('0 "kg"', 1.0, 1.0),
        ('0 "pts"', 1.0, 1.0),
        ("0.00E+00", 1.0, 1.0),
    ],
)
def test_scales(code: str, scale: float, label: float) -> None:
    reading = read_format(code)
    assert (reading.scale, reading.label_scale) == (scale, label)


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("#,##0 [$€-40C]", "€"),
        ("_-* #,##0.00\\ [$€-40C]_-", "€"),
        ('"$"#,##0_);("$"#,##0)', "$"),
        ("[$CHF] #,##0.00", "CHF"),
        ('#,##0 "EUR"', "EUR"),
        ("#,##0.00 €", "€"),
        ("[$-40C]0.0", None),
        ('0 "jours"', None),
    ],
)
def test_currencies(code: str, currency: str | None) -> None:
    assert read_format(code).currency == currency


def test_general_says_nothing() -> None:
    assert read_format("General") == PLAIN
    assert read_format("@") == PLAIN


def test_built_in_formats_are_those_of_openpyxl_but_for_the_money() -> None:
    money = {5, 6, 7, 8, 41, 42, 43, 44}
    for number, code in BUILTIN_FORMATS.items():
        if number in money:  # the file doesn't say whose money
            assert read_format(BUILT_IN_FORMATS[number]) == PLAIN
        else:
            assert BUILT_IN_FORMATS[number] == code
