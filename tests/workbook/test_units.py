"""Units and tolerances. Expected values are hand-worked."""

from __future__ import annotations

import pytest

from kpireport.model.kpi import Tolerance, ToleranceKind, Unit, UnitKind
from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.currencies import CURRENCY_CODES
from kpireport.workbook.units import read_currency, read_tolerance, read_unit

CURRENCY, OTHER, PERCENT = UnitKind.CURRENCY, UnitKind.OTHER, UnitKind.PERCENT


@pytest.mark.parametrize("text", ["", " ", "number", "Nombre", "nb", "#", "-", "n/a"])
def test_a_plain_number(text: str) -> None:
    assert read_unit(text).unit == Unit()


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("%", None),
        ("percent", None),
        ("Pourcentage", None),
        ("% (0-1)", 100.0),
        ("% (0–1)", 100.0),
        ("%(0-1)", 100.0),
        ("% (0 à 1)", 100.0),
        ("% (0-100)", 1.0),
        ("% (0…100)", 1.0),
    ],
)
def test_percent_and_its_declared_scale(text: str, factor: float | None) -> None:
    found = read_unit(text)
    assert found.percent_factor == factor
    assert found.unit == Unit("%", PERCENT)


def test_percent_of_something_keeps_its_words() -> None:
    assert read_unit("% du CA").unit == Unit("% du CA", PERCENT)
    assert read_unit("% (0-10)").percent_factor is None
    assert read_unit("%/month").unit == Unit("%/month", PERCENT, per="month")


@pytest.mark.parametrize("text", ["percentage points", "%-points", "pts", "‰", "pp"])
def test_points_are_no_percent(text: str) -> None:
    assert read_unit(text).unit == Unit(text, OTHER)


@pytest.mark.parametrize(
    ("text", "currency", "scale", "per"),
    [
        ("€", "EUR", 1.0, ""),
        ("EUR", "EUR", 1.0, ""),
        ("eur", "EUR", 1.0, ""),
        ("k€", "EUR", 1e3, ""),
        ("K€", "EUR", 1e3, ""),
        ("M€", "EUR", 1e6, ""),
        ("m€", "EUR", 1e6, ""),
        ("Md€", "EUR", 1e9, ""),
        ("€k", "EUR", 1e3, ""),
        ("€ bn", "EUR", 1e9, ""),
        ("KEUR", "EUR", 1e3, ""),
        ("kMAD", "MAD", 1e3, ""),
        ("MAD", "MAD", 1.0, ""),
        ("KES", "KES", 1.0, ""),
        ("£m", "GBP", 1e6, ""),
        ("$", "USD", 1.0, ""),
        ("US$", "USD", 1.0, ""),
        ("k$", "USD", 1e3, ""),
        ("'000 €", "EUR", 1e3, ""),
        ("milliers d’euros", "EUR", 1e3, ""),
        ("Millions €", "EUR", 1e6, ""),
        ("k€ HT", "EUR", 1e3, ""),
        ("€/order", "EUR", 1.0, "order"),
        ("€ par commande", "EUR", 1.0, "commande"),
        ("k€ / ETP", "EUR", 1e3, "ETP"),
    ],
)
def test_money(text: str, currency: str, scale: float, per: str) -> None:
    assert read_unit(text).unit == Unit(text, CURRENCY, currency, scale, per)


@pytest.mark.parametrize(
    ("text", "scale", "per"),
    [
        ("jours", 1.0, ""),
        ("kg CO2e", 1.0, ""),
        ("km", 1.0, ""),
        ("m", 1.0, ""),
        ("all", 1.0, ""),
        ("top", 1.0, ""),
        ("k", 1e3, ""),
        ("thousands", 1e3, ""),
        ("milliers de visites", 1e3, ""),
        ("calls/day", 1.0, "day"),
    ],
)
def test_other_units(text: str, scale: float, per: str) -> None:
    assert read_unit(text).unit == Unit(text, OTHER, scale=scale, per=per)


def test_a_dollar_is_that_of_the_book_where_it_keeps_dollars() -> None:
    assert read_unit("k$", "CAD").unit.currency == "CAD"
    assert read_unit("k$", "EUR").unit.currency == "USD"
    assert read_unit("US$", "CAD").unit.currency == "USD"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EUR", "EUR"),
        ("eur", "EUR"),
        ("€", "EUR"),
        ("Euros", "EUR"),
        ("CHF", "CHF"),
        ("£", "GBP"),
        ("Fr.", "CHF"),
        ("XYZ", None),
        ("", None),
        ("money", None),
    ],
)
def test_a_currency_by_code_symbol_or_name(text: str, code: str | None) -> None:
    assert read_currency(text) == code


def test_the_currencies_are_those_that_babel_knows() -> None:
    from babel import Locale

    missing = CURRENCY_CODES - set(Locale("en").currencies)
    assert missing <= {"XCG", "ZWG"}  # newer than some CLDR versions


def text(value: str) -> RawCell:
    return RawCell("KPIs", 2, 5, CellKind.TEXT, value)


@pytest.mark.parametrize(
    ("written", "value", "kind", "bare"),
    [
        ("2", 2.0, ToleranceKind.UNIT, False),
        ("1 500", 1500.0, ToleranceKind.UNIT, False),
        ("2 pts", 2.0, ToleranceKind.POINTS, False),
        ("0,5 pt", 0.5, ToleranceKind.POINTS, False),
        ("± 2 pts", 2.0, ToleranceKind.POINTS, False),
        ("-2 pts", 2.0, ToleranceKind.POINTS, False),
        ("5%", 0.05, ToleranceKind.TARGET_SHARE, True),
        ("5 %", 0.05, ToleranceKind.TARGET_SHARE, True),
        ("5% of target", 0.05, ToleranceKind.TARGET_SHARE, False),
        ("-5% of target", 0.05, ToleranceKind.TARGET_SHARE, False),
        ("5% of the target", 0.05, ToleranceKind.TARGET_SHARE, False),
        ("2,5 % de la cible", 0.025, ToleranceKind.TARGET_SHARE, False),
        ("5 % de l’objectif", 0.05, ToleranceKind.TARGET_SHARE, False),
        ("± 5 % de l'objectif", 0.05, ToleranceKind.TARGET_SHARE, False),
    ],
)
def test_tolerances(written: str, value: float, kind: ToleranceKind, bare: bool) -> None:
    found = read_tolerance(text(written))
    assert found.tolerance == Tolerance(value, kind)
    assert found.bare_percent == bare
    assert found.problem is None


def test_a_percent_formatted_tolerance_is_a_bare_percentage() -> None:
    found = read_tolerance(RawCell("KPIs", 2, 5, CellKind.NUMBER, 0.05, "0%"))
    assert found.tolerance == Tolerance(0.05, ToleranceKind.TARGET_SHARE)
    assert found.bare_percent
    plain = read_tolerance(RawCell("KPIs", 2, 5, CellKind.NUMBER, 2.0))
    assert plain.tolerance == Tolerance(2.0, ToleranceKind.UNIT)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("some", "E501"),
        ("5 of target", "E501"),
        ("x of target", "E501"),
        ("1,234", "E502"),
        ("1,234 % of target", "E502"),
        ("#N/A", "E503"),
    ],
)
def test_tolerances_that_are_problems(written: str, code: str) -> None:
    found = read_tolerance(text(written))
    assert found.tolerance is None
    assert found.problem is not None
    assert found.problem.code == code


def test_no_tolerance() -> None:
    assert read_tolerance(None).missing
    assert read_tolerance(text("-")).missing
