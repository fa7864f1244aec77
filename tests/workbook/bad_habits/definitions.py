"""Definitions and settings in people's own words."""

from __future__ import annotations

import datetime as dt

from tests.workbook.bad_habits.habit import BASE, Habit, each, months_of, typed
from tests.workbook.books import Rows, Value, percent


def with_columns(*added: tuple[str, Value, Value]) -> dict[str, Rows]:
    """The KPIs with columns from G on: a header, revenue's cell and lost customers'."""
    return {
        "KPIs": [
            [*BASE["KPIs"][0], *(header for header, _, _ in added)],
            [*BASE["KPIs"][1], *(first for _, first, _ in added)],
            [*BASE["KPIs"][2], *(second for _, _, second in added)],
        ]
    }


def setting(name: str, value: Value) -> dict[str, Value]:
    return {"Settings!A3": name, "Settings!B3": value}


HABITS = (
    Habit(
        "Direction and aggregation in other words, either language, any case",
        {
            "KPIs!D2": "HAUSSE",
            "KPIs!D3": "Lower is better",
            "KPIs!E2": "Somme ",
            "KPIs!E3": "moyenne",
        },
    ),
    Habit(
        "Arrows and signs for the direction",
        {"KPIs!D2": "↑", "KPIs!D3": "↓"},
        says=("E401 KPIs!D2", "E401 KPIs!D3"),
    ),
    Habit(
        "Yes and no as x, 1, vrai, a tick",
        sheets=with_columns(
            ("Headline", "x", 0), ("Report", "✓", "VRAI"), ("Seasonal", "Oui", "N")
        ),
        holds={
            "REV.headline": True,
            "CHURN.headline": False,
            "CHURN.report": True,
            "REV.seasonal": True,
            "CHURN.seasonal": False,
        },
    ),
    Habit(
        "Weights as percentages, as text and as format",
        sheets=with_columns(("Weight", "60 %", percent(0.4))),
        holds={"REV.weight": 0.6, "CHURN.weight": 0.4},
    ),
    Habit(
        "Tolerances in every writing",
        {"KPIs!F2": "± 5 %", "KPIs!F3": "2 points"},
        holds={"REV.tolerance.value": 0.05, "CHURN.tolerance.value": 2.0},
    ),
    Habit(
        "A bare percentage as the tolerance of a percentage",
        {"KPIs!F3": percent(0.02)},
        says=("E416 KPIs!F3",),
    ),
    Habit(
        "Due dates as text",
        sheets=with_columns(("Due", "31/12/2026", "31 décembre 2026")),
        holds={"REV.due": dt.date(2026, 12, 31), "CHURN.due": dt.date(2026, 12, 31)},
    ),
    Habit(
        "Due dates that are no day, or two",
        sheets=with_columns(("Due", "end of 2026", "05/06/2026")),
        holds={"REV.due": None, "CHURN.due": None},
        says=("W425 KPIs!G2", "E603 KPIs!G3"),
    ),
    Habit(
        "A due date that lost its date format (46387)",
        sheets=with_columns(("Due", 46387, None)),
        holds={"REV.due": None},
        says=("W425 KPIs!G2",),
    ),
    Habit(
        "Decimals and multipliers in words",
        sheets=with_columns(("Decimals", "2 décimales", "1.5"), ("Multiplier", "x100", None)),
        says=("E501 KPIs!G2", "E424 KPIs!G3", "E501 KPIs!H2"),
    ),
    Habit(
        "Targets with signs and words: ≥ 11 000, 95%+, max 7, between 6 and 8",
        typed(2, "≥ 11 000", "11000+", ">11000", "11k min", sheet="Targets")
        | typed(3, "max 7", "6 to 8", "< 7 %", sheet="Targets"),
        reads=months_of("REV", 2, (), "Targets"),
        says=(*each("E501", 2, "BCDE", "Targets"), *each("E501", 3, "BCD", "Targets")),
    ),
    Habit(
        "Figures typed as running totals without saying so",
        sheets={
            "Settings": BASE["Settings"],
            "Actuals": [
                ["KPI", *(f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 7))],
                ["REV", 10, 22, 33, 46, 55, 65.5, 11, 23, 34, 47, 56, 66],
            ],
            "Targets": [["KPI", "2026-01"], ["CHURN", 7]],
        },
        reads={
            **{
                f"Actuals!{chr(ord('B') + at)}2": f"REV {2025 + at // 6}-{at % 6 + 1:02d} {figure}"
                for at, figure in enumerate((10, 22, 33, 46, 55, 65.5, 11, 23, 34, 47, 56, 66))
            },
            "Targets!B2": "CHURN 2026-01 7",
        },
        says=("E712 Actuals!H2", "I432 KPIs!A3"),
    ),
    Habit(
        "The year's target typed in every month",
        typed(2, *[132000] * 6, sheet="Targets"),
        sheets=with_columns(("Target per", "year", None)),
        reads={"Targets!B2": "REV 2026-12 132000"},
        says=("W722 Targets!B2",),
    ),
    Habit(
        "The currency by its name, with blanks",
        {"Settings!B2": " euros "},
        holds={"settings.currency": "EUR"},
    ),
    Habit(
        "The fiscal year's start as a date",
        setting("Fiscal year start", dt.datetime(2026, 4, 1)),
        holds={"settings.fiscal_calendar.start_month": 4},
    ),
    Habit(
        "The fiscal year's start as a day in words",
        setting("Début d’exercice", "1er avril"),
        holds={"settings.fiscal_calendar.start_month": 4},
    ),
    Habit(
        "The closed month as a date at its end",
        setting("Clos jusqu'à", dt.datetime(2026, 6, 30)),
        holds={"settings.closed_through.month": 6},
    ),
    Habit(
        "The closed month in words: last month",
        setting("Closed through", "last month"),
        says=("E306 Settings!B3",),
    ),
    Habit("A threshold of 95 for 95 %", setting("Green from", 95), says=("E309 Settings!B3",)),
    Habit(
        "A colour typed as a number",
        setting("Accent colour", 123456),
        holds={"settings.accent_colour": "#123456"},
    ),
    Habit(
        "The language in another language",
        setting("Langue", "Anglais"),
        holds={"settings.language": "en"},
    ),
    Habit(
        "A language that the report doesn't speak",
        setting("Language", "Deutsch"),
        says=("E401 Settings!B3",),
    ),
    Habit("A setting twice", {**setting("Currency", "USD")}, says=("E314 Settings!A3",)),
    Habit(
        "A setting's value one column too far right",
        {"Settings!A3": "Title", "Settings!C3": "Board pack"},
        says=("E320 Settings!C3",),
    ),
    Habit(
        "Two addresses in one cell, a mailto: link, blanks around an address",
        sheets={
            "Recipients": [
                ["Name", "E-mail", "Scope"],
                ["Ada", "ada@example.com; bob@example.com", "all"],
                ["Bob", "mailto:bob@example.com", "all"],
                ["Cy", " cy@example.com\u200b", "all"],
            ]
        },
        says=("W815 Recipients!B2",),
    ),
    Habit(
        "Goals with bare numbers, words and two kinds of change",
        sheets={
            "Goals": [
                ["KPI", "Change", "Level", "Start", "By"],
                ["CHURN", -2, None, "2026-07", "2026-12"],
                ["REV", "+10 %", 12000, "2026-07", "2026-12"],
                ["REV", None, None, "2027-01", "2027-12"],
            ]
        },
        says=("E807 Goals!B2", "E802 Goals!B3", "E801 Goals!C4"),
    ),
)
