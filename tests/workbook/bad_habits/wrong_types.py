"""Words, dates, numbers, TRUE and error values in every column of every sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tests.workbook.bad_habits.habit import BASE, Habit, at
from tests.workbook.books import Rows, Value

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
)
