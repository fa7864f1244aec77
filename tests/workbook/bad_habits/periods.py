"""Months, quarters and years in every writing, and the ways to get them wrong."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.workbook.bad_habits.habit import ACTUALS, BASE, Habit, sound, typed
from tests.workbook.books import Rows, Value, day

KPIS = BASE["KPIs"]
FISCAL: Rows = [*BASE["Settings"], ["Fiscal year start", "July"]]
LONG: list[Value] = ["KPI", "Period", "Actual"]


def across(*headers: Value) -> dict[str, Value]:
    """The Actuals' header, from B on."""
    return typed(1, *headers)


def in_1904(workbook: Workbook) -> None:
    workbook.epoch = CALENDAR_MAC_1904


def dates_of(year: int) -> list[Value]:
    return [day(year, month) for month in range(1, 7)]


HABITS = (
    Habit(
        "Each month of the header in another writing",
        across("2026-01", "02/2026", "Mar-26", "avr. 2026", "May 2026", "juin-26"),
    ),
    Habit(
        "Months in German, Spanish, Italian and Portuguese",
        across("Januar 2026", "febrero 2026", "März 26", "aprile 2026", "Mai 2026", "junho 2026"),
    ),
    Habit(
        "Months in capitals, with blanks, full stops, no-break spaces and invisible marks",
        across(
            " JAN 2026 ",
            "Févr.\u00a02026",
            "mars\u202f2026",
            "\ufeffApr-26",
            "May\u200b 2026",
            "JUIN. 2026",
        ),
    ),
    Habit(
        "Full-width and Arabic-Indic digits in the header",
        across("２０２６-０１", "２０２６年", "٢٠٢٦-٠٣"),
        reads={"Actuals!C2": None, "Actuals!C3": None},
        says=("E620 Actuals!C1",),
    ),
    Habit(
        "Date cells for months: first days, last days, any day",
        across(
            day(2026, 1),
            day(2026, 2, 28),
            day(2026, 3, 15),
            day(2026, 4, 30),
            day(2026, 5),
            day(2026, 6, 2),
        ),
    ),
    Habit(
        "Dates of the 1904 system (an old Mac's workbook)",
        across(*dates_of(2026)),
        spoil=in_1904,
    ),
    Habit(
        "Dates typed as text: ISO, with a weekday, with the month's name",
        across(
            "2026-01-31",
            "28.02.2026",
            "31 March 2026",
            "Thursday, 30 April 2026",
            "31 mai 2026",
            "2026/06/30",
        ),
    ),
    Habit(
        "Dates as text where day and month can be swapped",
        across("01/02/2026", "02/03/2026", "31/03/2026", "30/04/2026", "31/05/2026", "30/06/2026"),
        reads={f"Actuals!{c}{r}": None for c in "BC" for r in (2, 3)},
        says=("E603 Actuals!B1", "E603 Actuals!C1"),
    ),
    Habit(
        "Jan-26 typed into Excel, which makes it 26 January of this year",
        across(*[day(2025, month, 26) for month in range(1, 7)]),
        reads={
            cell: read.replace("2026-", "2025-") for cell, read in sound("Actuals").items() if read
        },
        says=("E604 Actuals!B1",),
    ),
    Habit(
        "Months without any year",
        across("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        reads=dict.fromkeys(sound("Actuals")),
        says=("E602 Actuals!B1", "E229 Actuals"),
    ),
    Habit(
        "One month twice in the header, in two writings",
        across("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "May 2026"),
        reads={"Actuals!G2": None, "Actuals!G3": None},
        says=("E606 Actuals!G1",),
    ),
    Habit(
        "The months in any order",
        across("2026-06", "2026-01", "2026-05", "2026-02", "2026-04", "2026-03"),
        reads={
            f"Actuals!{column}{row}": f"{kpi} 2026-{month:02d} {figure}"
            for row, (kpi, figures) in enumerate(ACTUALS.items(), start=2)
            for column, month, figure in zip("BCDEFG", (6, 1, 5, 2, 4, 3), figures, strict=True)
        },
    ),
    Habit(
        "A month misspelt in the header",
        across("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "Jume 2026"),
        reads={"Actuals!G2": None, "Actuals!G3": None},
        says=("E622 Actuals!G1",),
    ),
    Habit(
        "A remark in the month's header: Jun 2026 (prov.), 2026-05*",
        across("2026-01", "2026-02", "2026-03", "2026-04", "2026-05*", "Jun 2026 (prov.)"),
        reads={f"Actuals!{c}{r}": None for c in "FG" for r in (2, 3)},
        says=("E620 Actuals!F1", "E620 Actuals!G1"),
    ),
    Habit(
        "A year in a header that nobody means (2062 for 2026)",
        across("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2062-06"),
        reads={"Actuals!G2": "REV 2062-06 10500", "Actuals!G3": "CHURN 2062-06 6"},
        says=("E623 Actuals!G1", "W615 Actuals!G2"),
    ),
    Habit(
        "One month's year mistyped among the others (2025-03)",
        across("2026-01", "2026-02", "2025-03", "2026-04", "2026-05", "2026-06"),
        reads={"Actuals!D2": "REV 2025-03 11000", "Actuals!D3": "CHURN 2025-03 7"},
        says=("E623 Actuals!D1",),
    ),
    Habit(
        "The statistical offices' months: 2026M01, 2026-M02",
        across("2026M01", "2026-M02", "2026m03", "2026M04", "2026M05", "2026M06"),
    ),
    Habit(
        "Weeks in place of months",
        across("W1", "W2", "W3", "W4", "W5", "W6"),
        reads=dict.fromkeys(sound("Actuals")),
        says=("E605 Actuals!B1",),
    ),
    Habit(
        "A long table with its periods in every writing, and rows without one",
        sheets={
            "Actuals": [
                LONG,
                ["REV", "2026-01", 10000],
                ["REV", "févr. 2026", 12000],
                ["REV", day(2026, 3), 11000],
                ["REV", "soon", 13000],
                ["REV", None, 9000],
                ["CHURN", "Jan-26", 8],
            ]
        },
        reads={
            "Actuals!C2": "REV 2026-01 10000",
            "Actuals!C3": "REV 2026-02 12000",
            "Actuals!C4": "REV 2026-03 11000",
            "Actuals!C7": "CHURN 2026-01 8",
        },
        says=("E601 Actuals!B5", "E613 Actuals!C6"),
    ),
    Habit(
        "Numbers for months: 202601, and 46023 (a date that lost its format)",
        across(202601, 202602, 202603, 202604, 46143, 46174),
        reads={f"Actuals!{c}{r}": None for c in "FG" for r in (2, 3)},
        says=("E620 Actuals!F1", "E620 Actuals!G1"),
    ),
    Habit(
        "Months in two-digit numbers: 01/26, 26-Feb",
        across("01/26", "26-Feb", "2026-03", "2026-04", "2026-05", "2026-06"),
        reads={f"Actuals!{c}{r}": None for c in "BC" for r in (2, 3)},
        says=("E603 Actuals!B1", "E603 Actuals!C1"),
    ),
)
