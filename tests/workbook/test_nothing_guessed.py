"""What could be taken for something else without a word is said: sizes, years, settings, names.

The workbooks are edits of ``books.SOUND``; codes and cells were worked out by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.period import Period
from kpireport.workbook.lost_months import looks_like_a_period
from tests.workbook.books import MONTHS, SOUND, Rows, Shown, Value, places, read, write

KPI_HEAD = ["ID", "Name", "Unit", "Direction", "Aggregation", "Tolerance"]


def one(unit: str, actuals: list[Value], targets: list[Value] | None = None) -> dict[str, Rows]:
    """A workbook of the KPI K alone, with figures from January on."""
    return {
        "KPIs": [KPI_HEAD, ["K", "Margin", unit, "higher", "sum"]],
        "Actuals": [["KPI", *MONTHS], ["K", *actuals]],
        "Targets": [["KPI", *MONTHS], ["K", *(targets or [])]],
    }


def figures(kpis: int) -> list[list[Value]]:
    """Rows of actuals for the KPIs K0, K1…"""
    return [[f"K{number}", 1, 2] for number in range(kpis)]


def found(path: Path, sheets: dict[str, Rows], **edits: Value) -> list[tuple[str, str, str]]:
    """The problems' places; every sentence must fill in both languages."""
    named = {address.replace("__", "!"): value for address, value in edits.items()}
    _, problems = read(write(path / "book.xlsx", SOUND | sheets, edits=named))
    for problem in problems:
        for language in ("en", "fr"):
            text = get_messages(language).problem(problem)
            assert text.title and text.message and text.advice
    return places(problems, hints=True)


# --- sizes of amounts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "value", "codes"),
    [
        ("k€", "1 500 €", ["E509"]),
        ("k€", "€ 1500", ["E509"]),
        ("k€", "1.5M€", ["E509"]),
        ("M€", "1 600 000 €", ["E509"]),
        ("M€", "1600 k€", ["E509"]),
        ("k€/order", "1 500 €", ["E509"]),
        ("k€", "1500", []),
        ("k€", "1 500 k€", []),
        ("M€", "1.6 M€", []),
        ("€", "1 500 €", []),
        ("€", "1.5M€", []),
        ("k€", Shown(1500, '#,##0 "€"'), ["E508"]),
        ("k€", Shown(1500, "#,##0 [$€-40C]"), ["E508"]),
        ("M€", Shown(1500, "[$€-2] #,##0"), ["E508"]),
        ("k€", Shown(1500, '#,##0 "k€"'), []),
        ("k€", Shown(1500, '#,##0 "€ thousands"'), []),
        ("k€", Shown(1500, '#,##0 "€\'000"'), []),
        ("k€", Shown(1500, '#,##0 "milliers d\'€"'), []),
        ("€", Shown(1500, '#,##0 "€ thousands"'), ["E508"]),
        ("M€", Shown(1500, '#,##0 "millions €"'), []),
        ("k€", Shown(1500, "#,##0_);(#,##0)"), []),
        ("€", Shown(1500, '#,##0 "€"'), []),
    ],
)
def test_a_currency_without_k_or_m_is_single_units(
    tmp_path: Path, unit: str, value: Value, codes: list[str]
) -> None:
    assert found(tmp_path, one(unit, [value])) == [(code, "Actuals", "B2") for code in codes]


def test_a_target_in_euros_of_a_kpi_in_millions(tmp_path: Path) -> None:
    rows = one("M€", [1.5, 1.6], ["1 600 000 €"])
    assert found(tmp_path, rows) == [("E509", "Targets", "B2")]


# --- a bare year above months --------------------------------------------------------------------

NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
FROM_APRIL = [*NAMES[3:], *NAMES[:3]]


def under(year: Value, names: list[str], **more: Value) -> dict[str, Rows]:
    """Actuals of REV in months under a year, in a workbook whose fiscal year starts in April."""
    above = [None, year, *[more.get(name) for name in names[1:]]]
    return {
        "Settings": [*SOUND["Settings"], ["Fiscal year start", "April"]],
        "Actuals": [above, ["KPI", *names], ["REV", *range(1, len(names) + 1)]],
        "Targets": [["KPI", *MONTHS]],
        "KPIs": [KPI_HEAD, ["REV", "Revenue", "€", "higher", "sum"]],
    }


@pytest.mark.parametrize("year", [2025, "2025"])
def test_a_bare_year_over_a_new_year_is_an_error(tmp_path: Path, year: Value) -> None:
    # Row 2: April in B to December in J, January in K.
    assert ("E621", "Actuals", "K2") in found(tmp_path, under(year, FROM_APRIL))


@pytest.mark.parametrize("year", ["FY26", "2025/26"])
def test_a_fiscal_year_runs_over_new_year(tmp_path: Path, year: str) -> None:
    book, problems = read(write(tmp_path / "book.xlsx", SOUND | under(year, FROM_APRIL)))
    assert places(problems) == []
    assert book.actuals["REV"][Period(2026, 1)].value == 10


@pytest.mark.parametrize(
    ("names", "more"),
    [(NAMES, {}), (NAMES[::-1], {}), (NAMES[::3], {}), (FROM_APRIL, {"Jan": 2026})],
)
def test_months_in_order_or_with_their_own_year(
    tmp_path: Path, names: list[str], more: dict[str, Value]
) -> None:
    assert found(tmp_path, under(2025, names, **more)) == []


# --- settings ------------------------------------------------------------------------------------


def test_a_value_further_right_is_an_error(tmp_path: Path) -> None:
    rows: Rows = [["Setting", "Value"], ["Currency", None, "USD"]]
    assert found(tmp_path, {"Settings": rows}) == [("E320", "Settings", "C2")]


def test_a_note_beside_an_empty_setting_is_a_note(tmp_path: Path) -> None:
    rows: Rows = [["Setting", "Value", "Note"], ["Language", None, "Language"], ["Currency", "EUR"]]
    assert found(tmp_path, {"Settings": rows}) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["Setting", "Value"], ["Title", "Pack", "Currency", "USD"]],
        [["Setting", "Value"], ["Title", None, "Currency", "USD"]],
        [
            ["Setting", "Value", None, "Setting", "Value"],
            ["Title", "Pack", None, "Currency", "USD"],
        ],
        [["General", "Currency", "USD"]],
        [["Title", "Pack", None, "Currency", None, None]],
        [["Title", "Currency"]],
    ],
)
def test_settings_in_a_second_block_are_read(tmp_path: Path, rows: Rows) -> None:
    book, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Settings": rows}))
    assert places(problems, hints=True) == []
    in_dollars = any("USD" in row for row in rows)
    assert book.settings.currency == ("USD" if in_dollars else None)


def test_a_misspelt_setting_in_a_second_block(tmp_path: Path) -> None:
    rows: Rows = [["Title", "Pack", None, "Curency", "EUR"]]
    assert found(tmp_path, {"Settings": rows}) == [("W302", "Settings", "D1")]


def test_a_setting_in_both_blocks_is_one_too_many(tmp_path: Path) -> None:
    rows: Rows = [["Currency", "EUR", None, "Currency", "USD"]]
    assert found(tmp_path, {"Settings": rows}) == [("E314", "Settings", "D1")]


# --- multipliers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "typed", "multiplier", "codes"),
    [
        ("%", Shown(1, "0%"), 100.0, []),
        ("%", "100%", 100.0, []),
        ("%", 100, 100.0, []),
        ("%", 1, 1.0, ["W440"]),
        ("%", Shown(100, "0%"), 10_000.0, ["W440"]),
        ("", Shown(1, "0%"), 1.0, []),
        ("", "100%", 1.0, []),
        ("", 1000, 1000.0, []),
    ],
)
def test_a_multiplier_in_a_percent_format(
    tmp_path: Path, unit: str, typed: Value, multiplier: float, codes: list[str]
) -> None:
    head = [*KPI_HEAD, "Numerator", "Denominator", "Multiplier"]
    rate: list[Value] = ["RATE", "Rate", unit, "higher", "ratio", None, "REV", "COST", typed]
    sheets: dict[str, Rows] = {
        "KPIs": [
            head,
            ["REV", "R", "€", "higher", "sum"],
            ["COST", "C", "€", "lower", "sum"],
            rate,
        ],
        "Actuals": [["KPI", "2026-01"], ["REV", 50], ["COST", 100]],
        "Targets": [["KPI", "2026-01"]],
    }
    book, problems = read(write(tmp_path / "book.xlsx", SOUND | sheets))
    assert places(problems) == [(code, "KPIs", "I4") for code in codes]
    assert next(kpi for kpi in book.kpis if kpi.id == "RATE").multiplier == multiplier


# --- months lost in headers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Sept 2025*", "E620"),
        ("2025-09 (prov)", "E620"),
        ("Juillet-août", "E620"),
        ("2024 actual", "E620"),
        ("Average 2025", "W212"),
        ("Sept vs Aug", "W212"),
        ("Variation 2025/2024", "W212"),
        ("Maybe", "W212"),
        ("Store 12025", "W212"),
        ("Marge", "W212"),
    ],
)
def test_a_header_with_a_month_that_is_not_read(tmp_path: Path, header: str, code: str) -> None:
    edits: dict[str, Value] = {"Actuals__H1": header, "Actuals__H2": 3}
    assert found(tmp_path, {}, **edits) == [(code, "Actuals", "H1")]
    budget: dict[str, Rows] = {"Budget": [["KPI", "2026-01", header], ["REV", 100, 110]]}
    assert found(tmp_path, budget) == [("W212", "Budget", "C1")]


def test_a_date_in_a_sentence_is_a_month_too() -> None:
    assert looks_like_a_period("Réalisé déc. 25 (à confirmer)")
    assert not looks_like_a_period("Total août 2025")


# --- names ---------------------------------------------------------------------------------------

TWO_MARGINS: Rows = [
    KPI_HEAD,
    ["M1", "Margin %", "%", "higher", "mean", "1 pts"],
    ["M2", "Margin €", "€", "higher", "sum"],
]


@pytest.mark.parametrize(
    ("names", "label", "codes"),
    [
        (["Margin %"], "Margin €", ["E701"]),
        (["Margin %"], "margin%", []),
        (["Margin %"], "Margin", []),
        (["Margin %", "Margin €"], "Margin €", []),
        (["Margin %", "Margin €"], "Margin", ["E703"]),
        (["Margin"], "Margin €", ["E701"]),
        (["# of orders"], "# Of  Orders", []),
        (["Margin %", "Margin"], "Margin", []),
    ],
)
def test_the_sign_in_a_name_tells_kpis_apart(
    tmp_path: Path, names: list[str], label: str, codes: list[str]
) -> None:
    kpis = [[f"K{n}", name, "€", "higher", "sum"] for n, name in enumerate(names)]
    sheets: dict[str, Rows] = {
        "KPIs": [KPI_HEAD, *kpis],
        "Actuals": [["KPI", *MONTHS], *figures(len(names) - 1)],
        "Targets": [["KPI", *MONTHS]],
    }
    sheets["Actuals"] = [*sheets["Actuals"], [label, 50, 60]]
    errors = [code for code, _, _ in found(tmp_path, sheets) if code.startswith("E7")]
    assert errors == codes


def test_entities_are_told_apart_by_their_points(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Entity", *MONTHS],
        ["REV", "Store 1.1", 1, 2],
        ["REV", "Store 11", 3, 4],
    ]
    assert ("E707", "Actuals", "C3") in found(tmp_path, {"Actuals": rows})


def test_entities_in_other_capitals_are_one(tmp_path: Path) -> None:
    rows: Rows = [
        ["KPI", "Entity", *MONTHS],
        ["REV", "Épinal  Sud", 1, 2],
        ["CHURN", " epinal sud", 3, 4],
    ]
    assert found(tmp_path, {"Actuals": rows}) == []


def test_categories_of_one_name_are_one(tmp_path: Path) -> None:
    head = ["ID", "Category", "Unit", "Direction", "Aggregation"]
    rows = [
        [f"K{n}", name, "€", "higher", "sum"] for n, name in enumerate(["Sales", "SALES", "Sà les"])
    ]
    sheets: dict[str, Rows] = {
        "KPIs": [head, *rows, ["K3", " sales", "€", "higher", "sum"]],
        "Actuals": [["KPI", *MONTHS], *figures(4)],
        "Targets": [["KPI", *MONTHS]],
    }
    book, problems = read(write(tmp_path / "book.xlsx", SOUND | sheets))
    assert [kpi.category for kpi in book.kpis] == ["Sales", "Sales", "Sà les", "Sales"]
    assert places(problems, hints=True) == [("I441", "KPIs", "B3")]
    assert problems[0].params == {"found": ("SALES", "sales"), "first": "Sales", "count": 2}


def test_an_unknown_id_beside_a_known_name(tmp_path: Path) -> None:
    rows: Rows = [["ID", "Name", *MONTHS], ["REVX", "Revenue", 1, 2], ["CHURN", "Anything", 8, 8]]
    assert ("E720", "Actuals", "A2") in found(tmp_path, {"Actuals": rows})
    rows = [["ID", "Name", *MONTHS], ["REV", "Revenue", 1, 2], [None, "Customers lost", 8, 8]]
    assert found(tmp_path, {"Actuals": rows}) == []
    rows = [["ID", "Name", *MONTHS], ["REVX", "Revenue", 1, 2]]
    assert found(tmp_path, {"Budget": rows}) == [("W721", "Budget", "A2")]


# --- one target for a span, typed in each of its months ------------------------------------------


@pytest.mark.parametrize(
    ("per", "aggregation", "targets", "codes"),
    [
        ("quarter", "sum", [100, 100, 100], ["W722"]),
        ("quarter", "sum", [None, None, 100, 100, 100, 100], ["W722"]),
        ("quarter", "sum", [None, None, 100, None, None, 120], []),
        ("quarter", "sum", [100, 100, None], []),
        ("quarter", "mean", [100, 100, 100], []),
        ("month", "sum", [100, 100, 100], []),
        ("quarter", "sum", [100, 110, 120], ["E706"]),
    ],
)
def test_a_span_target_in_every_month(
    tmp_path: Path, per: str, aggregation: str, targets: list[Value], codes: list[str]
) -> None:
    sheets = one("€", [50, 60, 55], targets)
    sheets["KPIs"] = [[*KPI_HEAD, "Target per"], ["K", "M", "€", "higher", aggregation, None, per]]
    assert [code for code, _, _ in found(tmp_path, sheets)] == codes
