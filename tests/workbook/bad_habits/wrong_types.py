"""Words, dates, numbers, TRUE and error values in every column of every sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tests.workbook.bad_habits.habit import BASE, Habit
from tests.workbook.books import MONTHS, Rows, Value

KPI_COLUMNS = (
    "ID", "Name", "Category", "Unit", "Decimals", "Owner", "Purpose", "Method", "Definition",
    "Source", "Due", "Review", "Weight", "Headline", "Report", "Parent", "Benchmark", "Direction",
    "Aggregation", "Numerator", "Denominator", "Multiplier", "Frequency", "Actuals input",
    "Targets input", "Target per", "Phasing", "Attainment", "Baseline", "Baseline date",
    "Tolerance", "Roll-up", "Group", "Process", "Seasonal",
)  # fmt: skip
"""A to AI. The name and the columns that name other KPIs (P, T, U) aren't touched."""
UNTOUCHED = ("Name", "Parent", "Numerator", "Denominator")
CHURN: dict[str, Value] = {
    "ID": "CHURN",
    "Name": "Customers lost",
    "Unit": "%",
    "Direction": "lower",
    "Aggregation": "mean",
    "Tolerance": "1 pts",
}
DAY = dt.datetime(2026, 3, 9)
SETTINGS = (
    "Organisation", "Entity", "Title", "Currency", "Fiscal year start", "Fiscal year label",
    "Closed through", "Language", "Industry", "Green from", "Amber from", "Overall score",
    "Accent colour", "Logo", "Confidentiality", "Prepared by",
)  # fmt: skip
"""B2 to B17."""


def kpis(value: Value) -> dict[str, Rows]:
    """The KPIs sheet with every column, and ``value`` in every one of revenue's."""
    revenue = [None if name in UNTOUCHED else value for name in KPI_COLUMNS]
    revenue[:2] = ["REV", "Revenue"]
    return {"KPIs": [KPI_COLUMNS, revenue, [CHURN.get(name) for name in KPI_COLUMNS]]}


def settings(value: Value) -> dict[str, Rows]:
    return {"Settings": [["Setting", "Value"], *([name, value] for name in SETTINGS)]}


def at(sheet: str, found: Mapping[str, str], row: int = 2) -> tuple[str, ...]:
    """Problems of a row, by code: the columns they stand in."""
    return tuple(
        f"{code} {sheet}!{c}{row}" for code, columns in found.items() for c in columns.split()
    )


def down(found: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    """Problems of the Settings, by code: the rows they stand in."""
    return tuple(f"{code} Settings!B{row}" for code, rows in found.items() for row in rows)


CHOICES = "R S W X Y Z AA AB AF AG AH"
"""The columns that take one of a list of words."""

HABITS = (
    Habit(
        "Words in every column of a KPI",
        sheets=kpis("soon"),
        holds={
            "REV.weight": 1.0,
            "REV.decimals": None,
            "REV.tolerance": None,
            "REV.unit.text": "soon",
            "REV.baseline": None,
            "REV.headline": False,
            "REV.report": True,
        },
        says=at(
            "KPIs",
            {
                "E501": "E M V AC AE",
                "E403": "N O AI",
                "E401": CHOICES,
                "E601": "AD",
                "W425": "K",
                "W841": "L",
                "W830": "Q",
            },
        ),
    ),
    Habit(
        "Dates in every column of a KPI",
        sheets=kpis(DAY),
        holds={"REV.due": dt.date(2026, 3, 9), "REV.weight": 1.0},
        says=at(
            "KPIs",
            {"E506": "E M V AC AE", "E403": "N O AI", "E401": CHOICES, "W442": "D", "W830": "Q"},
        ),
    ),
    Habit(
        "Numbers in every column of a KPI",
        sheets=kpis(3.5),
        holds={"REV.weight": 3.5, "REV.baseline": 3.5},
        says=at(
            "KPIs",
            {
                "E424": "E",
                "E403": "N O AI",
                "E401": CHOICES,
                "E601": "AD",
                "W425": "K",
                "W841": "L",
                "W442": "D",
                "W830": "Q",
            },
        ),
    ),
    Habit(
        "TRUE in every column of a KPI",
        sheets=kpis(True),
        holds={"REV.headline": True, "REV.seasonal": True, "REV.weight": 1.0},
        says=at(
            "KPIs",
            {
                "E505": "E M V AC AE",
                "E401": CHOICES,
                "E601": "AD",
                "W425": "K",
                "W841": "L",
                "W442": "D",
                "W830": "Q",
            },
        ),
    ),
    Habit(
        "An error value in every column of a KPI",
        sheets=kpis("#REF!"),
        says=at(
            "KPIs", {"E503": "C D E F G H I J K L M N O Q R S V W X Y Z AA AB AC AD AE AF AG AH AI"}
        ),
    ),
    Habit(
        "A KPI that names KPIs which don't exist",
        sheets={
            "KPIs": [
                [*BASE["KPIs"][0], "Parent", "Numerator", "Denominator"],
                [*BASE["KPIs"][1], "SALES", "ORDERS", 12],
                BASE["KPIs"][2],
            ]
        },
        says=("E406 KPIs!G2", "E406 KPIs!H2", "E406 KPIs!I2", "W410 KPIs!E2"),
    ),
    Habit(
        "Words in every setting",
        sheets=settings("soon"),
        holds={"settings.currency": None, "settings.green_from": 1.0},
        says=down(
            {
                "E303": [5],
                "E304": [6],
                "E401": [7, 9],
                "E306": [8],
                "E501": [11, 12],
                "E403": [13],
                "E311": [14],
                "W313": [15],
            }
        ),
    ),
    Habit(
        "Dates in every setting",
        sheets=settings(DAY),
        says=(
            *down(
                {
                    "E303": [5],
                    "E401": [7, 9],
                    "E506": [11, 12],
                    "E403": [13],
                    "E311": [14],
                    "W313": [15],
                }
            ),
            "W611 Actuals!E2",
        ),
    ),
    Habit(
        "Numbers in every setting",
        sheets=settings(3.5),
        says=down(
            {
                "E303": [5],
                "E304": [6],
                "E401": [7, 9],
                "E306": [8],
                "E309": [11, 12],
                "E403": [13],
                "E311": [14],
                "W313": [15],
            }
        ),
    ),
    Habit(
        "An error value in every setting",
        sheets=settings("#N/A"),
        says=down({"E503": range(2, 18)}),
    ),
    Habit(
        "Thresholds as percentages in every writing",
        {
            "Settings!A3": "Green from",
            "Settings!B3": "100 %",
            "Settings!A4": "Amber from",
            "Settings!B4": 0.9,
        },
        holds={"settings.green_from": 1.0, "settings.amber_from": 0.9},
    ),
    Habit(
        "Wrong types in a long table of actuals",
        sheets={
            "Actuals": [
                ["KPI", "Period", "Actual", "Provisional", "Note"],
                ["REV", "2026-01", 10000, 3.5, 12],
                ["REV", True, 12000, "soon", None],
                ["REV", "2026-03", DAY, None, "#REF!"],
                [DAY, "2026-04", 13000],
                ["#N/A", "2026-05", 9000],
                ["CHURN", "#VALUE!", 8, "yes"],
                ["CHURN", "2026-02", "soon", "#REF!"],
            ]
        },
        reads={"Actuals!C2": "REV 2026-01 10000"},
        says=(
            "E403 Actuals!D2",
            "E601 Actuals!B3",
            "E403 Actuals!D3",
            "E506 Actuals!C4",
            "E503 Actuals!E4",
            "E701 Actuals!A5",
            "E503 Actuals!A6",
            "E503 Actuals!B7",
            "E501 Actuals!C8",
            "E503 Actuals!D8",
        ),
    ),
    Habit(
        "Wrong types in dated targets",
        sheets={
            "Targets": [
                ["KPI", "From", "Target"],
                ["REV", "spring", 11000],
                ["REV", 3.5, 11000],
                ["REV", "2026-01", True],
                ["CHURN", None, 7],
                ["CHURN", "2026-01", "7 to 8"],
            ]
        },
        says=(
            "E601 Targets!B2",
            "E601 Targets!B3",
            "E505 Targets!C4",
            "E613 Targets!C5",
            "E501 Targets!C6",
        ),
    ),
    Habit(
        "Wrong types in bands",
        sheets={
            "KPIs": [BASE["KPIs"][0], ["REV", "Revenue", "€", "range", "sum"], BASE["KPIs"][2]],
            "Targets": [
                ["KPI", "Period", "Low", "High"],
                ["REV", "2026-01", "low", 12000],
                ["REV", "2026-02", 12000, 9000],
                ["REV", "2026-03", DAY, "#DIV/0!"],
                ["CHURN", "2026-01", 6, 8],
            ],
        },
        says=(
            "E501 Targets!C2",
            "E412 Targets!C3",
            "E506 Targets!C4",
            "E503 Targets!D4",
            "E413 Targets!C5",
        ),
    ),
    Habit(
        "Wrong types in every column of the goals",
        sheets={
            "Goals": [
                ["KPI", "Change", "Level", "Start", "By", "Path"],
                ["REV", "a tenth", None, "2026-07", "2026-12"],
                ["REV", DAY, None, "2027-01", "2027-12"],
                ["REV", None, True, "2028-01", "2028-12"],
                ["REV", "+10%", None, 3.5, "soon", "uphill"],
                [DAY, "+10%", None, "2026-07", "2026-12"],
                ["#N/A", "#REF!", "#REF!", "#REF!", "#REF!", "#REF!"],
            ]
        },
        says=(
            "E846 Goals!B2",
            "E506 Goals!B3",
            "E505 Goals!C4",
            "E601 Goals!D5",
            "E601 Goals!E5",
            "E401 Goals!F5",
            "E845 Goals!A6",
            *at("Goals", {"E503": "A B C D E F"}, row=7),
        ),
    ),
    Habit(
        "Wrong types in every column of the benchmarks",
        sheets={
            "Benchmarks": [
                ["KPI or metric", "Statistic", "Value", "Unit", "Source", "As of"],
                ["REV", "median", "about 5", "€", "Survey", "2025"],
                ["REV", "median", DAY, "€", "Survey", "2025"],
                ["REV", True, True, "€", 12, "long ago"],
                *[["#REF!"] * 6],
            ]
        },
        says=(
            "E501 Benchmarks!C2",
            "E506 Benchmarks!C3",
            "E505 Benchmarks!C4",
            *at("Benchmarks", {"E503": "A B C D E F"}, row=5),
        ),
    ),
    Habit(
        "Wrong types in comments and actions",
        sheets={
            "Comments": [
                ["KPI", "Period", "Author", "Text"],
                ["REV", "spring", 12, "Late"],
                ["REV", 3.5, None, True],
                [12, "2026-01", None, "Late"],
                ["#N/A", "#N/A", "#N/A", "#N/A"],
            ],
            "Actions": [
                ["KPI", "Action", "Owner", "Due", "Status"],
                ["REV", "Call", "Ada", "soon", 3],
                ["REV", "Call", DAY, True, "open"],
                ["#N/A"] * 5,
            ],
        },
        says=(
            "W812 Comments!B2",
            "W812 Comments!B3",
            "W702 Comments!A4",
            *at("Comments", {"E503": "A B C D"}, row=5),
            "W843 Actions!D2",
            "W843 Actions!D3",
            *at("Actions", {"E503": "A B C D E"}, row=4),
        ),
    ),
    Habit(
        "Wrong types in events and recipients",
        sheets={
            "Events": [
                ["Date", "KPI", "Label", "Rebase"],
                ["one day", "all", "Move", "yes"],
                [3.5, "REV", 12, "perhaps"],
                ["#REF!"] * 4,
            ],
            "Recipients": [
                ["Name", "E-mail", "Scope", "Formats", "Language"],
                ["Ada", "ada at example.com", "all", "pdf", "en"],
                ["Bob", "bob@example.com", "all", "pptx", "Latin"],
                [12, 3.5, True, DAY, True],
                ["#REF!"] * 5,
            ],
        },
        says=(
            "E814 Events!A2",
            "E814 Events!A3",
            "E403 Events!D3",
            *at("Events", {"E503": "A B C D"}, row=4),
            "W815 Recipients!B2",
            "W816 Recipients!D3",
            "E401 Recipients!E3",
            "W815 Recipients!B4",
            "W816 Recipients!D4",
            "E401 Recipients!E4",
            *at("Recipients", {"E503": "A B C D E"}, row=5),
        ),
    ),
    Habit(
        "Budget and forecast with remarks, dates and error values",
        sheets={
            "Budget": [["KPI", *MONTHS[:3]], ["REV", "10000 (v2)", DAY, "#REF!"]],
            "Forecast": [
                ["KPI", "Version", "2026-07", "2026-08"],
                ["REV", 2, True, "n/a"],
                ["CHURN", DAY, 7, "~7"],
            ],
        },
        reads={"Forecast!C3": "CHURN 2026-07 7"},
        says=(
            "E501 Budget!B2",
            "E506 Budget!C2",
            "E503 Budget!D2",
            "E505 Forecast!C2",
            "E501 Forecast!D3",
        ),
    ),
)
