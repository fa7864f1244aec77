"""The shapes a figures sheet may have; all of them say the same when they hold the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.model.book import Book, Observation, Target
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from tests.workbook.books import MONTHS, SOUND, Rows, Value, day, percent, places, read, write

JANUARY, FEBRUARY, MARCH = (Period(2026, month) for month in (1, 2, 3))


@pytest.fixture
def book_of(tmp_path: Path):
    """Write sheets over the sound workbook and hand back the Book, which has no problem."""

    def found(*, hints: bool = False, merged: tuple[str, ...] = (), **sheets: Rows) -> Book:
        named = {name.replace("_", " "): rows for name, rows in sheets.items()}
        book, problems = read(write(tmp_path / "book.xlsx", SOUND | named, merged=merged))
        assert places(problems, hints=not hints) == []
        return book

    return found


def values(series: dict[Period, Observation]) -> dict[str, float]:
    return {str(period): observation.value for period, observation in series.items()}


FIRST_QUARTER = {"2026-01": 100.0, "2026-02": 120.0, "2026-03": 110.0}

WIDE: dict[str, Rows] = {
    "text months": [["KPI", "2026-01", "Feb 2026", "mars 2026"], ["REV", 100, 120, 110]],
    "date months": [["KPI", day(2026, 1), day(2026, 2, 28), day(2026, 3)], ["REV", 100, 120, 110]],
    "a title above": [["Actuals 2026"], [], ["KPI", *MONTHS[:3]], ["REV", 100, 120, 110]],
    "an empty corner": [[None, *MONTHS[:3]], ["REV", 100, 120, 110]],
    "named by name": [["KPI", *MONTHS[:3]], ["revenue", 100, 120, 110]],
    "an ID and a name": [["ID", "Name", *MONTHS[:3]], ["REV", "Revenue", 100, 120, 110]],
    "a code and an indicator": [
        ["Code", "Indicateur", *MONTHS[:3]],
        ["REV", "Revenue", 100, 120, 110],
    ],
    "a year row above": [
        [None, 2026, None, None],
        ["KPI", "Jan", "Feb", "March"],
        ["REV", 100, 120, 110],
    ],
    "the KPI in the year row": [
        ["KPI", 2026, None, None],
        [None, "Jan", "Feb", "March"],
        ["REV", 100, 120, 110],
    ],
    "missing months": [["KPI", *MONTHS], ["REV", 100, 120, 110, "-", "n/a", "n.d."]],
    "text numbers": [["KPI", *MONTHS[:3]], ["REV", "100,0", "1.2e2", "€ 110"]],
}
LONG: dict[str, Rows] = {
    "long": [
        ["KPI", "Period", "Actual"],
        ["REV", "2026-01", 100],
        ["REV", "Feb-26", 120],
        ["REV", day(2026, 3), 110],
    ],
    "long in French": [
        ["Code", "Mois", "Réel"],
        ["REV", "janv. 2026", 100],
        ["REV", "févr. 2026", 120],
        ["REV", "mars 2026", 110],
    ],
    "a year column": [
        ["KPI", "Year", "Month", "Actual"],
        ["REV", 2026, "Jan", 100],
        ["REV", 2026, 2, 120],
        ["REV", "FY26", "March", 110],
    ],
    "any order": [
        ["Actual", "KPI", "Period"],
        [110, "REV", "2026-03"],
        [100, "REV", "2026-01"],
        [120, "REV", "2026-02"],
    ],
}


@pytest.mark.parametrize("shape", [*WIDE, *LONG])
def test_one_content_in_many_shapes(book_of, shape: str) -> None:
    book = book_of(hints=True, Actuals=(WIDE | LONG)[shape], Targets=[["KPI", *MONTHS]])
    assert values(book.actuals["REV"]) == FIRST_QUARTER


def test_years_merged_above_months(book_of) -> None:
    rows: Rows = [
        [None, 2025, None, 2026, None],
        ["KPI", "nov.", "déc.", "janv.", "févr."],
        ["REV", 1, 2, 3, 4],
    ]
    book = book_of(Actuals=rows, merged=("Actuals!B1:C1", "Actuals!D1:E1"), hints=True)
    expected = {"2025-11": 1.0, "2025-12": 2.0, "2026-01": 3.0, "2026-02": 4.0}
    assert values(book.actuals["REV"]) == expected


def test_a_fiscal_year_above_months(book_of) -> None:
    # The year from April 2025 to March 2026 is FY26: its November is of 2025.
    book = book_of(
        Settings=[["Setting", "Value"], ["Fiscal year start", "April"]],
        Actuals=[[None, "FY26", None], ["KPI", "Nov", "Jan"], ["REV", 1, 2]],
        Targets=[["KPI", *MONTHS]],
        hints=True,
    )
    assert values(book.actuals["REV"]) == {"2025-11": 1.0, "2026-01": 2.0}


def test_one_sheet_a_year(book_of) -> None:
    book = book_of(
        Actuals=[["KPI", "2026-01"], ["REV", 3], ["CHURN", 8]],
        Actuals_2025=[["KPI", "2025-12"], ["REV", 2]],
    )
    assert values(book.actuals["REV"]) == {"2025-12": 2.0, "2026-01": 3.0}


def test_every_figure_knows_its_cell(book_of) -> None:
    book = book_of()
    observation = book.actuals["CHURN"][MARCH]
    assert observation == Observation(7.0, CellRef("Actuals", "D3"))
    assert book.targets["REV"][JANUARY] == Target(CellRef("Targets", "B2"), value=110.0)


def test_provisional_figures_and_notes(book_of) -> None:
    rows: Rows = [
        ["KPI", "Period", "Actual", "Provisional", "Note"],
        ["REV", "2026-01", 100, None, None],
        ["REV", "2026-02", 120, "oui", "before audit"],
        ["CHURN", "2026-01", 8, "no", None],
    ]
    series = book_of(Actuals=rows).actuals["REV"]
    assert [o.provisional for o in series.values()] == [False, True]
    assert series[FEBRUARY].note == "before audit"


def test_a_forecast_has_its_version(book_of) -> None:
    rows: Rows = [["KPI", "Period", "Forecast", "Version"], ["REV", "2026-07", 90, "after May"]]
    book = book_of(Forecast=rows)
    assert book.forecast["REV"][Period(2026, 7)].version == "after May"


def test_prior_year_and_budget(book_of) -> None:
    book = book_of(
        Prior_year=[["KPI", "2025-01"], ["REV", 91]],
        Budget=[["KPI", "Period", "Budget"], ["REV", "2026-01", 99]],
    )
    assert values(book.prior_year["REV"]) == {"2025-01": 91.0}
    assert values(book.budget["REV"]) == {"2026-01": 99.0}


BAND_KPI: Rows = [
    ["ID", "Unit", "Direction", "Aggregation"],
    ["REV", "days", "range", "last"],
    ["CHURN", "days", "range", "last"],
]


@pytest.mark.parametrize(
    "targets",
    [
        [["KPI", "Bound", "2026-01"], ["REV", "low", 30], ["REV", "high", 45]],
        [["KPI", "Borne", "2026-01"], ["REV", "bas", 30], ["REV", "haut", 45]],
        [["KPI", "Period", "Low", "High"], ["REV", "2026-01", 30, 45]],
        [["Indicateur", "Période", "Borne basse", "Haut"], ["REV", "2026-01", 30, 45]],
    ],
)
def test_bands(book_of, targets: Rows) -> None:
    target = book_of(KPIs=BAND_KPI, Targets=targets).targets["REV"][JANUARY]
    assert (target.value, target.low, target.high) == (None, 30.0, 45.0)


def test_dated_targets(book_of) -> None:
    rows: Rows = [
        ["KPI", "From", "Target"],
        ["REV", "2026-04", 130],
        ["REV", "2026-01", 110],
        ["CHURN", "T2 2026", 7],
    ]
    book = book_of(Targets=rows)
    starts = [(str(dated.start), dated.target.value) for dated in book.dated_targets["REV"]]
    assert starts == [("2026-01", 110.0), ("2026-04", 130.0)]
    # A target from a quarter on is valid from the quarter's first month.
    assert book.dated_targets["CHURN"][0].start == Period(2026, 4)
    assert book.targets == {}


def kpi_with(column: str, value: Value) -> Rows:
    return [
        ["ID", "Unit", "Direction", "Aggregation", column],
        ["REV", "€", "higher", "sum", value],
        ["CHURN", "%", "lower", "mean", None],
    ]


@pytest.mark.parametrize(
    ("start", "header", "expected"),
    [
        ("January", "T1 2026", "2026-03"),
        ("January", "2026-Q4", "2026-12"),
        # From April: FY26 is April 2025 to March 2026, its fourth quarter ends in March 2026.
        ("April", "Q4 FY26", "2026-03"),
        ("April", "Q1 FY26", "2025-06"),
    ],
)
def test_quarters_sit_in_their_last_month(book_of, start: str, header: str, expected: str) -> None:
    book = book_of(
        Settings=[["Setting", "Value"], ["Fiscal year start", start]],
        KPIs=kpi_with("Frequency", "quarterly"),
        Actuals=[["KPI", header], ["REV", 300]],
        Targets=[["KPI", header], ["REV", 310]],
        hints=True,
    )
    assert values(book.actuals["REV"]) == {expected: 300.0}
    assert [str(period) for period in book.targets["REV"]] == [expected]


def test_years_sit_in_their_last_month(book_of) -> None:
    book = book_of(
        Settings=[["Setting", "Value"], ["Fiscal year start", 7]],
        KPIs=kpi_with("Frequency", "yearly"),
        Actuals=[["KPI", 2025, "FY26"], ["REV", 1000, 1200]],
        Targets=[["KPI", *MONTHS]],
        hints=True,
    )
    assert values(book.actuals["REV"]) == {"2025-06": 1000.0, "2026-06": 1200.0}


@pytest.mark.parametrize("row", [[300], [None, None, 300], [300, None, 300]])
def test_a_target_per_quarter_is_kept_at_its_end(book_of, row: list[Value]) -> None:
    book = book_of(
        KPIs=kpi_with("Target per", "quarter"),
        Targets=[["KPI", *MONTHS[:3]], ["REV", *row]],
        Actuals=[["KPI", "2026-01"], ["REV", 90], ["CHURN", 8]],
    )
    kept = {period: target.value for period, target in book.targets["REV"].items()}
    assert kept == {MARCH: 300.0}


def test_a_total_column_of_years_beside_months_is_no_figure(book_of) -> None:
    rows: Rows = [
        ["KPI", *MONTHS, "Total 2026", "YTD"],
        ["REV", 1, 2, 3, 4, 5, 6, 21, 21],
        ["CHURN", 8],
    ]
    book = book_of(Actuals=rows, hints=True)
    assert len(book.actuals["REV"]) == 6


@pytest.mark.parametrize(
    ("unit", "typed", "expected"),
    [
        ("%", percent(0.125), 12.5),
        ("%", 12.5, 12.5),
        ("%", "12,5 %", 12.5),
        ("%", percent(0.07), 7.0),
        ("% (0-1)", 0.125, 12.5),
        ("% (0-1)", percent(0.125), 12.5),
        ("% (0-1)", 0.07, 7.0),
        ("% (0-100)", 0.5, 0.5),
        ("% (0-100)", percent(0.5), 50.0),
    ],
)
def test_percentages(book_of, unit: str, typed: Value, expected: float) -> None:
    kpis = [["ID", "Unit", "Direction", "Aggregation"], ["REV", unit, "neutral", "mean"]]
    rows: Rows = [["KPI", "2026-01"], ["REV", typed]]
    book = book_of(KPIs=kpis, Actuals=rows, Targets=[["KPI", *MONTHS]])
    assert values(book.actuals["REV"]) == {"2026-01": expected}
    assert book.kpi("REV").unit.text == "%"


def test_the_stored_value_counts_not_the_rounded_one(book_of) -> None:
    from tests.workbook.books import Shown

    rows: Rows = [["KPI", "2026-01"], ["REV", Shown(1234.5678, "#,##0")], ["CHURN", 8]]
    assert values(book_of(Actuals=rows).actuals["REV"]) == {"2026-01": 1234.5678}


def test_a_number_as_an_id_meets_the_same_number(book_of) -> None:
    kpis = [["ID", "Unit", "Direction", "Aggregation"], [101, "€", "higher", "sum"]]
    rows: Rows = [["ID", "2026-01"], ["101", 5]]
    book = book_of(KPIs=kpis, Actuals=rows, Targets=[["KPI", *MONTHS]])
    assert values(book.actuals["101"]) == {"2026-01": 5.0}


def test_an_entity_named_in_the_settings_is_the_only_one_read(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Settings": [["Setting", "Value"], ["Entity", "LYON"]],
        "Actuals": [
            ["KPI", "Period", "Actual", "Entity"],
            ["REV", "2026-01", 5, "Lyon"],
            ["REV", "2026-01", 7, "Lille"],
        ],
    }
    book, problems = read(write(tmp_path / "book.xlsx", SOUND | sheets))
    assert values(book.actuals["REV"]) == {"2026-01": 5.0}
    assert places(problems) == [("W708", "Actuals", "C3")]


def test_quarters_under_their_years(book_of) -> None:
    book = book_of(
        KPIs=kpi_with("Frequency", "quarterly"),
        Actuals=[[None, 2025, None, 2026], ["KPI", "T3", "T4", "T1"], ["REV", 1, 2, 3]],
        Targets=[["KPI", *MONTHS]],
        hints=True,
    )
    assert values(book.actuals["REV"]) == {"2025-09": 1.0, "2025-12": 2.0, "2026-03": 3.0}


@pytest.mark.parametrize(
    ("frequency", "header", "places_found"),
    [
        ("monthly", "Q1 2026", [("E607", "Actuals", "B2")]),
        ("quarterly", "FY26", [("E607", "Actuals", "B2")]),
        ("quarterly", "2026-05", [("E608", "Actuals", "B2")]),
        ("yearly", "2026-11", [("E608", "Actuals", "B2")]),
        ("yearly", "2026-12", []),
        ("quarterly", "2026-06", []),
    ],
)
def test_a_figure_fits_its_kpis_frequency(
    tmp_path: Path, frequency: str, header: str, places_found: list[tuple[str, str, str]]
) -> None:
    sheets: dict[str, Rows] = SOUND | {
        "KPIs": kpi_with("Frequency", frequency),
        "Actuals": [["KPI", header], ["REV", 5]],
        "Targets": [["KPI", *MONTHS]],
    }
    _, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert places(problems) == places_found


@pytest.mark.parametrize(
    ("header", "code"),
    [(day(1949, 12), "E601"), (day(2150, 1), "E601"), ("01/02/2026", "E603"), (day(2149, 12), "")],
)
def test_headers_that_name_no_month(tmp_path: Path, header: Value, code: str) -> None:
    sheets = SOUND | {"Targets": [["KPI", "2026-01", header], ["REV", 1, 2]]}
    _, problems = read(write(tmp_path / "book.xlsx", sheets))
    assert places(problems) == ([(code, "Targets", "C1")] if code else [])
