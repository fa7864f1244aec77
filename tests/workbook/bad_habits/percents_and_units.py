"""Percentages of two kinds, thousands against euros, number formats that show another size."""

from __future__ import annotations

from tests.workbook.bad_habits.habit import Habit, months_of, typed
from tests.workbook.books import Rows, Shown, percent

KPIS: Rows = [
    ["ID", "Name", "Unit", "Direction", "Aggregation", "Tolerance"],
    ["REV", "Revenue", "k€", "higher", "sum", None],
    ["CHURN", "Customers lost", "%", "lower", "mean", "1 pts"],
]


HABITS = (
    Habit(
        "Percentages as text, with a comma, a point, a space, a word",
        typed(3, "12,5 %", "7.5%", "7\u202f%", "9 pour cent", "8 percent", "6 pct"),
        reads=months_of("CHURN", 3, (12.5, 7.5, 7, 9, 8, 6)),
    ),
    Habit(
        "Cells in percent format beside plain percentages of the same size",
        typed(3, percent(0.08), 7.5, percent(0.07), 9, percent(0.08), 6),
        reads=months_of("CHURN", 3, (8, 7.5, 7, 9, 8, 6)),
    ),
    Habit(
        "Fractions in some cells (0.08), percentages in others (7.5)",
        typed(3, 0.08, 7.5, 0.07, 9, 0.08, 6),
        reads=months_of("CHURN", 3, (0.08, 7.5, 0.07, 9, 0.08, 6)),
        says=("E520 Actuals!B3",),
    ),
    Habit(
        "Fractions in every cell of a KPI in percent",
        typed(3, 0.08, 0.075, 0.07, 0.09, 0.08, 0.06) | typed(3, *[0.07] * 6, sheet="Targets"),
        reads=months_of("CHURN", 3, (0.08, 0.075, 0.07, 0.09, 0.08, 0.06))
        | months_of("CHURN", 3, [0.07] * 6, "Targets"),
        says=("E510 Actuals!B3",),
    ),
    Habit(
        "Actuals as fractions, targets in percent",
        typed(3, 0.08, 0.075, 0.07, 0.09, 0.08, 0.06),
        reads=months_of("CHURN", 3, (0.08, 0.075, 0.07, 0.09, 0.08, 0.06)),
        says=("E521 Actuals!B3",),
    ),
    Habit(
        "Percentages typed into cells that already had the percent format (800 %)",
        typed(3, percent(8), percent(7.5), percent(7), percent(9), percent(8), percent(6)),
        reads=months_of("CHURN", 3, (800, 750, 700, 900, 800, 600)),
        says=("E511 Targets!B3",),
    ),
    Habit(
        "A percentage in a KPI that isn't in percent, as text and as format",
        typed(2, "12 %", percent(12000), "8%"),
        reads=months_of("REV", 2, (None, 12000)),
        says=("E513 Actuals!B2", "W512 Actuals!C2"),
    ),
    Habit(
        "Points for a percentage (2 pts)",
        typed(3, "8 pts", "7.5 pp"),
        says=("E516 Actuals!B3",),
    ),
    Habit(
        "Thousands on the screen by a number format, euros in the cell",
        typed(2, Shown(10000, "#,##0,"), Shown(12000, '#,##0,"k€"'), Shown(11000, "0.0,,")),
        says=("E508 Actuals!B2", "E508 Actuals!C2", "E508 Actuals!D2"),
    ),
    Habit(
        "Actuals in euros, targets typed in thousands",
        typed(2, *[11] * 6, sheet="Targets"),
        reads=months_of("REV", 2, [11] * 6, "Targets"),
        says=("W851 Targets!B2",),
    ),
    Habit(
        "A target in k€ as text for a KPI in euros",
        typed(2, *["11 k€"] * 6, sheet="Targets"),
        reads=months_of("REV", 2, [11000] * 6, "Targets"),
    ),
    Habit(
        "A KPI in k€ with amounts in euros, k and M as text",
        typed(2, "10 k€", "12 000 €", "11k", "0.013M€", 9000, "10 k"),
        sheets={"KPIs": KPIS},
        reads=months_of("REV", 2, (10, None, None, None, 9000)),
        says=("E509 Actuals!C2",),
    ),
    Habit(
        "One month typed in another size than the others",
        typed(2, 10000, 12000, 11, 13000, 9000, 10500),
        reads=months_of("REV", 2, (10000, 12000, 11, 13000, 9000, 10500)),
        says=("W518 Actuals!D2",),
    ),
    Habit(
        "The currency of another country as number format",
        typed(
            2,
            Shown(10000, "[$£-809]#,##0"),
            Shown(12000, "[$£-809]#,##0"),
            Shown(11000, "#,##0 [$CHF]"),
        ),
        reads=months_of("REV", 2, (10000, 12000, 11000)),
        says=("W515 Actuals!B2", "W515 Actuals!D2"),
    ),
    Habit(
        "Durations typed as times",
        typed(2, Shown(0.5, "h:mm"), Shown(1.25, "[h]:mm"), "12:30", "1h30"),
        says=("E506 Actuals!B2", "E506 Actuals!C2", "E501 Actuals!D2", "E501 Actuals!E2"),
    ),
    Habit(
        "The size in the unit's own words: thousands, millions d’euros",
        {"KPIs!C2": "milliers d’euros"},
        holds={"REV.name": "Revenue"},
    ),
)
