"""Cells that hold nothing, or say so in words; error values; formulas without a result."""

from __future__ import annotations

from openpyxl import Workbook

from tests.workbook.bad_habits.habit import Habit, each, months_of, typed

ROW = (10000, 12000, 11000, 13000, 9000, 10500)


def uncalculated(workbook: Workbook) -> None:
    """One formula without a result among typed figures."""
    workbook["Actuals"]["B2"] = "=5000*2"


HABITS = (
    Habit(
        "Words and marks for nothing: -, –, n/a, n.d., NC",
        typed(2, "-", "–", "n/a", "N.D.", "NC", "N/A"),
        says=("I432 KPIs!A2",),
    ),
    Habit(
        "Cells that look empty: blanks, a no-break space, a zero-width space, a line break",
        typed(2, " ", "\u00a0", "\u200b", "\n", "\t ", "\u2003"),
        says=("I432 KPIs!A2",),
    ),
    Habit(
        "Zero as a figure, typed and as text",
        typed(2, 0, "0", "0,0", "0 €", "-0", "0.00"),
        reads=months_of("REV", 2, (0, 0, 0, 0, 0, 0)),
    ),
    Habit(
        "Other words for nothing: tbd, ?, to come, en attente, nil, …",
        typed(2, "tbd", "?", "to come", "en attente", "nil", "…") | {"Actuals!B3": "''"},
        says=(*each("E501", 2, "BCDEFG"), "E501 Actuals!B3"),
    ),
    Habit(
        "Excel's error values among the figures",
        typed(2, "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!") | typed(3, "#VALUE!"),
        says=(*each("E503", 2, "BCDEFG"), "E503 Actuals!B3"),
    ),
    Habit(
        "Error values pasted as text, in other languages too",
        typed(2, "#VALEUR!", "#NOM?", "#WERT!", "#¡DIV/0!", "#NV", "#BEZUG!"),
        says=each("E503", 2, "BCDEFG"),
    ),
    Habit(
        "Newer Excel's errors: #SPILL!, #CALC!, #FIELD!, #GETTING_DATA",
        typed(2, "#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA"),
        says=each("E503", 2, "BCDE"),
    ),
    Habit(
        "Formulas that no program has calculated yet",
        spoil=uncalculated,
        reads={"Actuals!B2": None},
        says=("E221 Actuals!B2",),
    ),
    Habit(
        "An error value in the KPI column and in the header",
        {"Actuals!A3": "#REF!", "Actuals!C1": "#REF!"},
        reads={
            **months_of("CHURN", 3, ()),
            "Actuals!C2": None,
            **{f"Actuals!{c}3": None for c in "BCDEFG"},
        },
        says=("E503 Actuals!A3", "E503 Actuals!C1", "I432 KPIs!A3"),
    ),
    Habit(
        "TRUE and FALSE for a figure",
        typed(2, True, False),
        says=each("E505", 2, "BC"),
    ),
    Habit(
        "Figures that a program wrote as text with an error inside",
        typed(2, "NaN", "inf", "NULL", "None", "undefined", "#"),
        says=each("E501", 2, "BCDEFG"),
    ),
    Habit(
        "Numbers beyond all bounds",
        typed(2, 1e300, "9" * 20, -1e16),
        says=each("E507", 2, "BCD"),
    ),
    Habit(
        "A month whose every figure is missing",
        {"Actuals!G2": None, "Actuals!G3": "n/a"},
    ),
    Habit(
        "Empty rows and rows of blanks in the middle of the table",
        sheets={
            "Actuals": [
                ["KPI", "2026-01", "2026-02"],
                [],
                ["REV", 10000, 12000],
                [" ", " "],
                [],
                ["CHURN", 8, 7.5],
                ["  "],
            ]
        },
        reads={**months_of("REV", 3, (10000, 12000)), **months_of("CHURN", 6, (8, 7.5))},
    ),
)
