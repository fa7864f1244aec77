"""Words, dates, TRUE and error values in the sheets of figures and in those around them."""

from __future__ import annotations

import datetime as dt

from tests.workbook.bad_habits.habit import BASE, Habit, at
from tests.workbook.books import MONTHS

DAY = dt.datetime(2026, 3, 9)

HABITS = (
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
