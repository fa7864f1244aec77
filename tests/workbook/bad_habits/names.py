"""Names of KPIs: doubled, in other letters, with blanks, unknown."""

from __future__ import annotations

from tests.workbook.bad_habits.habit import ACTUALS, BASE, Habit, months_of, sound, typed
from tests.workbook.books import MONTHS

HABITS = (
    Habit(
        "KPI IDs in other letters and with blanks: rev, Churn, REV with a blank behind",
        {
            "Actuals!A2": "rev ",
            "Actuals!A3": " Churn",
            "Targets!A2": "Rev\u00a0",
            "Targets!A3": "churn",
        },
    ),
    Habit(
        "Invisible marks in a KPI's ID",
        {
            "Actuals!A2": "\ufeffREV",
            "Actuals!A3": "CH\u200bURN",
            "Targets!A2": "REV\u200e",
            "KPIs!A3": "CHURN\u00ad",
        },
    ),
    Habit(
        "Full-width letters in a KPI's ID",
        {"Actuals!A2": "ＲＥＶ"},
    ),
    Habit(
        "The KPI's name in place of its ID, in other accents and punctuation",
        {
            "Actuals!A2": "revenue",
            "Actuals!A3": "Customers-lost",
            "Targets!A2": "REVENUE ",
            "Targets!A3": "customers  lost",
        },
    ),
    Habit(
        "Two KPIs whose IDs differ by case and blanks only",
        {"KPIs!A4": "rev ", "KPIs!B4": "Revenue, old", "KPIs!D4": "higher", "KPIs!E4": "sum"},
        says=("E404 KPIs!A4",),
    ),
    Habit(
        "Two KPIs of one name",
        {"KPIs!B3": "Revenue"},
        says=("W428 KPIs!B3",),
    ),
    Habit(
        "A KPI twice among the figures, with other numbers",
        {"Actuals!A4": "REV"} | typed(4, 10001, 12001),
        says=("E705 Actuals!B4",),
    ),
    Habit(
        "A KPI twice among the targets",
        {"Targets!A4": "Revenue"} | typed(4, 11500, sheet="Targets"),
        says=("E706 Targets!B4",),
    ),
    Habit(
        "A KPI twice, with the same numbers",
        {"Actuals!A4": "REV"} | typed(4, 10000, 12000),
        says=("E705 Actuals!B4",),
    ),
    Habit(
        "An unknown KPI among the figures",
        {"Actuals!A4": "PROFIT"} | typed(4, 1, 2),
        says=("E701 Actuals!A4",),
    ),
    Habit(
        "A misspelt KPI",
        {"Actuals!A2": "REVV"},
        reads=dict.fromkeys(months_of("REV", 2, ACTUALS["REV"])),
        says=("E701 Actuals!A2", "I432 KPIs!A2"),
    ),
    Habit(
        "IDs that are numbers, in one sheet as text",
        sheets={
            "KPIs": [BASE["KPIs"][0], [101, *BASE["KPIs"][1][1:]], ["102", *BASE["KPIs"][2][1:]]],
            "Actuals": [["KPI", *MONTHS], ["101", *ACTUALS["REV"]], [102, *ACTUALS["CHURN"]]],
            "Targets": [["KPI", *MONTHS], [101.0, *[11000] * 6], ["102 ", *[7] * 6]],
        },
        reads={
            cell: read.replace("REV", "101").replace("CHURN", "102")
            for sheet in ("Actuals", "Targets")
            for cell, read in sound(sheet).items()
            if read
        },
    ),
    Habit(
        "IDs with leading zeros in one sheet only (007 and 7)",
        sheets={
            "KPIs": [BASE["KPIs"][0], ["007", *BASE["KPIs"][1][1:]], BASE["KPIs"][2]],
            "Actuals": [["KPI", *MONTHS], [7, *ACTUALS["REV"]], ["CHURN", *ACTUALS["CHURN"]]],
            "Targets": [["KPI", *MONTHS], ["007", *[11000] * 6], ["CHURN", *[7] * 6]],
        },
        reads=months_of("CHURN", 3, ACTUALS["CHURN"])
        | months_of("007", 2, [11000] * 6, "Targets")
        | months_of("CHURN", 3, [7] * 6, "Targets"),
        says=("E701 Actuals!A2", "I432 KPIs!A2"),
    ),
    Habit(
        "IDs that Excel took for dates or numbers (1-2, 1E5)",
        sheets={
            "KPIs": [BASE["KPIs"][0], ["1-2", *BASE["KPIs"][1][1:]], BASE["KPIs"][2]],
            "Actuals": [
                ["KPI", *MONTHS],
                ["2026-02-01", *ACTUALS["REV"]],
                ["CHURN", *ACTUALS["CHURN"]],
            ],
            "Targets": BASE["Targets"][:1],
        },
        reads=months_of("CHURN", 3, ACTUALS["CHURN"]),
        says=("E701 Actuals!A2", "I432 KPIs!A2"),
    ),
    Habit(
        "A KPI without an ID, and one without a name",
        {
            "KPIs!B4": "Visits",
            "KPIs!D4": "higher",
            "KPIs!A5": "NPS",
            "KPIs!D5": "higher",
            "KPIs!E5": "mean",
        },
        holds={"NPS.name": "NPS"},
        says=("E405 KPIs!A4", "I432 KPIs!A5"),
    ),
    Habit(
        "Line breaks in a KPI's name and in headers",
        {
            "KPIs!B2": "Revenue\nnet",
            "Actuals!A2": "Revenue net",
            "KPIs!D1": "Direc\ntion",
            "Actuals!B1": "2026-\n01",
        },
    ),
    Habit(
        "Categories in several spellings",
        sheets={
            "KPIs": [
                [*BASE["KPIs"][0], "Category"],
                [*BASE["KPIs"][1], "Finance"],
                [*BASE["KPIs"][2], "finance "],
            ]
        },
        holds={"CHURN.category": "Finance"},
        says=("I441 KPIs!G3",),
    ),
)
