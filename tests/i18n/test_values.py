"""A figure's text and its twin in Excel. What LibreOffice shows for the twin is the judge."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from kpireport.i18n.formats import get_formats
from kpireport.i18n.values import Shown, ValueFormat, shown_share
from kpireport.model.book import Language
from kpireport.model.kpi import Unit, UnitKind

EURO = Unit("€", UnitKind.CURRENCY, "EUR")
KILO = Unit("k€", UnitKind.CURRENCY, "EUR", 1e3)
ENGLISH_KILO = Unit("€k", UnitKind.CURRENCY, "EUR", 1e3)
CODE = Unit("USD", UnitKind.CURRENCY, "USD")
PER_ORDER = Unit("€/order", UnitKind.CURRENCY, "EUR", per="order")
UNNAMED = Unit("", UnitKind.CURRENCY, "EUR")
PERCENT = Unit("%", UnitKind.PERCENT)
DAYS = Unit("days", UnitKind.OTHER)
ODD = Unit('k"€', UnitKind.CURRENCY, "EUR", 1e3)
PLAIN = Unit()
NNBSP, NBSP, MINUS = "\u202f", "\u00a0", "\u2212"


def shown(language: Language, unit: Unit) -> ValueFormat:
    return ValueFormat(get_formats(language), unit, "pts")


@pytest.mark.parametrize(
    ("unit", "english", "french"),
    [
        (PLAIN, "1,234.5", f"1{NNBSP}234,5"),
        (DAYS, "1,234.5", f"1{NNBSP}234,5"),
        (EURO, "€1,234.5", f"1{NNBSP}234,5{NBSP}€"),
        (KILO, f"1,234.5{NBSP}k€", f"1{NNBSP}234,5{NBSP}k€"),
        (ENGLISH_KILO, "€1,234.5k", f"1{NNBSP}234,5{NBSP}€k"),
        (CODE, f"USD{NBSP}1,234.5", f"1{NNBSP}234,5{NBSP}USD"),
        (PER_ORDER, "€1,234.5", f"1{NNBSP}234,5{NBSP}€"),
        (UNNAMED, f"EUR{NBSP}1,234.5", f"1{NNBSP}234,5{NBSP}EUR"),
        (PERCENT, "1,234.5%", f"1{NNBSP}234,5{NBSP}%"),
    ],
)
def test_units_stand_where_the_language_has_them(unit: Unit, english: str, french: str) -> None:
    assert shown("en", unit).value(1234.5, 1).text == english
    assert shown("fr", unit).value(1234.5, 1).text == french


def test_in_a_sentence_the_unit_is_spelt() -> None:
    assert shown("en", DAYS).spelt(33, 0) == f"33{NBSP}days"
    assert shown("en", PER_ORDER).spelt(84.5, 2) == "€84.50/order"
    assert shown("fr", PER_ORDER).spelt(84.5, 2) == f"84,50{NBSP}€/order"
    assert shown("en", PERCENT).spelt(8.1, 1) == "8.1%"


def test_changes_have_a_sign_and_percentages_change_in_points() -> None:
    assert shown("en", EURO).change(-1234.5, 1).text == f"{MINUS}€1,234.5"
    assert shown("en", KILO).change(1234.5, 1).text == f"+1,234.5{NBSP}k€"
    assert shown("fr", PERCENT).change(1.2, 1).text == f"+1,2{NBSP}pt"  # French counts from two
    assert shown("fr", PERCENT).change(-4.4, 1).text == f"{MINUS}4,4{NBSP}pts"
    assert shown("en", PERCENT).change(0.5, 1).text == f"+0.5{NBSP}pts"
    assert shown("en", PERCENT).change(1.0, 0).text == f"+1{NBSP}pt"
    assert shown("en", PERCENT).spelt_size(-1.2, 1) == f"1.2{NBSP}pts"
    assert shown("en", PLAIN).change(0.0, 0).text == "0"


def test_nothing_is_a_dash() -> None:
    assert shown("en", EURO).value(None, 0) == Shown("–")
    assert shown("en", EURO).change(None, 0) == Shown("–")


def test_excel_gets_a_percentage_as_a_fraction_and_its_change_in_points() -> None:
    assert shown("en", PERCENT).value(12.5, 1).excel_value == 0.125
    assert shown("en", PERCENT).change(1.5, 1).excel_value == 1.5
    assert shown("en", KILO).value(12.5, 1).excel_value == 12.5


def cases() -> list[Shown]:
    """Figures of every unit, size and sign."""
    units = (PLAIN, DAYS, EURO, KILO, ENGLISH_KILO, CODE, PER_ORDER, PERCENT, ODD)
    values = (
        (1234.567, 1),
        (-1234.567, 2),
        (0.0, 0),
        (2.675, 2),
        (-0.5, 0),
        (0.000123, 6),
    )
    found = [shown("en", unit).value(value, d) for unit in units for value, d in values]
    found += [shown("en", unit).change(value, d) for unit in units for value, d in values]
    found += [shown("en", unit).value(-1.2345e15, 0) for unit in units if unit is not PERCENT]
    found += [
        shown_share(get_formats("en"), v, d, signed) for v, d in values for signed in (True, False)
    ]
    return found


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_shows_what_the_text_says(tmp_path: Path) -> None:
    """LibreOffice writes the cells as it shows them; only the minus sign is a hyphen there."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row, case in enumerate(cases(), start=1):
        cell = book.active.cell(row, 1, case.excel_value)
        cell.number_format = case.excel_format
    book.save(tmp_path / "cases.xlsx")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "cases.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    with (tmp_path / "cases.csv").open(encoding="utf-8", newline="") as lines:
        printed = [line[0] for line in csv.reader(lines)]
    assert printed == [case.text.replace(MINUS, "-").replace('"', "") for case in cases()]


@pytest.mark.parametrize(
    ("language", "unit", "value", "decimals", "text"),
    [
        # French counts from two on; English has one day and 1.0 days.
        ("fr", "jours", 0.53, 2, "0,53 jour"),
        ("fr", "jours", -1.2, 1, "−1,2 jour"),
        ("fr", "jours", 1.96, 1, "2,0 jours"),
        ("fr", "jours", 2, 0, "2 jours"),
        ("fr", "commandes", 1, 0, "1 commande"),
        ("fr", "mois", 1, 0, "1 mois"),
        ("en", "days", 1, 0, "1 day"),
        ("en", "days", 1.0, 1, "1.0 days"),
        ("en", "days", 0.5, 1, "0.5 days"),
        ("en", "glasses", 1, 0, "1 glasses"),  # no word that is known
    ],
)
def test_a_unit_that_is_a_word_agrees_with_its_number(
    language: Language, unit: str, value: float, decimals: int, text: str
) -> None:
    made = shown(language, Unit(unit, UnitKind.OTHER))
    assert made.spelt(value, decimals).replace(NBSP, " ") == text
    assert made.spelt_size(value, decimals).replace(NBSP, " ") == text.lstrip("−")
