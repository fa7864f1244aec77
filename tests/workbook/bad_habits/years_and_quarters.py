"""Years above months, quarters, fiscal years, the closed month, last year."""

from __future__ import annotations

from tests.workbook.bad_habits.habit import ACTUALS, BASE, Habit, months_of
from tests.workbook.books import Rows, Value

KPIS = BASE["KPIs"]
FISCAL: Rows = [*BASE["Settings"], ["Fiscal year start", "July"]]


def quarterly(*headers: Value) -> dict[str, Rows]:
    """Both KPIs by quarter."""
    kpis: Rows = [
        [*row, mark] for row, mark in zip(KPIS, ("Frequency", *["quarterly"] * 2), strict=True)
    ]
    return {
        "KPIs": kpis,
        "Actuals": [["KPI", *headers], ["REV", 33000, 32500], ["CHURN", 7.5, 7.7]],
        "Targets": [["KPI", *headers], ["REV", 33000, 33000], ["CHURN", 7, 7]],
    }


def by_quarter(first: str, second: str) -> dict[str, str | None]:
    return {
        f"{sheet}!{column}{row}": f"{kpi} {month} {figures[at]}"
        for sheet, row, kpi, figures in (
            ("Actuals", 2, "REV", (33000, 32500)),
            ("Actuals", 3, "CHURN", (7.5, 7.7)),
            ("Targets", 2, "REV", (33000, 33000)),
            ("Targets", 3, "CHURN", (7, 7)),
        )
        for at, (column, month) in enumerate((("B", first), ("C", second)))
    }


HABITS = (
    Habit(
        "A year merged above its months",
        sheets={
            "Actuals": [
                [None, 2026, None, None, None, None, None],
                ["KPI", "Jan", "Feb", "Mar", "Apr", "May", "Jun"],
                ["REV", *ACTUALS["REV"]],
                ["CHURN", *ACTUALS["CHURN"]],
            ]
        },
        merged=("Actuals!B1:G1",),
        reads=months_of("REV", 3, ACTUALS["REV"]) | months_of("CHURN", 4, ACTUALS["CHURN"]),
    ),
    Habit(
        "Months of two years in one row, each year merged above its own",
        sheets={
            "Actuals": [
                [None, 2025, None, 2026, None],
                ["KPI", "Nov", "Dec", "Jan", "Feb"],
                ["REV", 9500, 9800, 10000, 12000],
                ["CHURN", 8, 8, 8, 7.5],
            ]
        },
        merged=("Actuals!B1:C1", "Actuals!D1:E1"),
        reads={
            "Actuals!B3": "REV 2025-11 9500",
            "Actuals!C3": "REV 2025-12 9800",
            "Actuals!D3": "REV 2026-01 10000",
            "Actuals!E3": "REV 2026-02 12000",
            "Actuals!B4": "CHURN 2025-11 8",
            "Actuals!C4": "CHURN 2025-12 8",
            "Actuals!D4": "CHURN 2026-01 8",
            "Actuals!E4": "CHURN 2026-02 7.5",
        },
    ),
    Habit(
        "Months of two years in one row under one year",
        sheets={
            "Actuals": [
                [None, 2025, None, None, None],
                ["KPI", "Nov", "Dec", "Jan", "Feb"],
                ["REV", 9500, 9800, 10000, 12000],
                ["CHURN", 8, 8, 8, 7.5],
            ]
        },
        merged=("Actuals!B1:E1",),
        reads={
            "Actuals!B3": "REV 2025-11 9500",
            "Actuals!C3": "REV 2025-12 9800",
            "Actuals!D3": "REV 2025-01 10000",
            "Actuals!E3": "REV 2025-02 12000",
            "Actuals!B4": "CHURN 2025-11 8",
            "Actuals!C4": "CHURN 2025-12 8",
            "Actuals!D4": "CHURN 2025-01 8",
            "Actuals!E4": "CHURN 2025-02 7.5",
        },
        says=("E621 Actuals!D2",),
    ),
    Habit(
        "Quarters in French: T1 2026, 2e trimestre 2026",
        sheets=quarterly("T1 2026", "2e trimestre 2026"),
        reads=by_quarter("2026-03", "2026-06"),
    ),
    Habit(
        "Quarters of a fiscal year from July: Q1 FY26, FY26 Q2",
        sheets=quarterly("Q1 FY26", "FY26-Q2") | {"Settings": FISCAL},
        reads=by_quarter("2025-09", "2025-12"),
    ),
    Habit(
        "A quarter's figure among the months of a monthly KPI",
        {"Actuals!H1": "Q1 2026", "Actuals!H2": 40000},
        says=("W215 Actuals!H2",),
    ),
    Habit(
        "Figures after the month that is closed",
        {"Settings!A3": "Closed through", "Settings!B3": "2026-04"},
        says=("W611 Actuals!F2",),
    ),
    Habit(
        "Last year's sheet under this year's months",
        sheets={"Prior year": [["KPI", "2026-01", "2026-02"], ["REV", 9500, 9900]]},
        reads={"Prior year!B2": "REV 2026-01 9500", "Prior year!C2": "REV 2026-02 9900"},
        says=("W714 Prior year!B2",),
    ),
    Habit(
        "Last year's sheet with the year before last",
        sheets={"Prior year": [["KPI", "2023-01", "2023-02"], ["REV", 9500, 9900]]},
        reads={"Prior year!B2": "REV 2023-01 9500", "Prior year!C2": "REV 2023-02 9900"},
        says=("W726 Prior year!B2",),
    ),
)
