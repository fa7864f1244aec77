"""Sheets and tables: hidden, misnamed, merged, with totals, notes, gaps and second headers."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.workbook.bad_habits.habit import ACTUALS, BASE, Habit, months_of, sound, typed
from tests.workbook.books import MONTHS, Rows, Shown

REV, CHURN = ACTUALS["REV"], ACTUALS["CHURN"]


def lower(by: int, sheet: str = "Actuals") -> dict[str, str | None]:
    """Both KPIs of the Actuals, so many rows further down."""
    return months_of("REV", 2 + by, REV, sheet) | months_of("CHURN", 3 + by, CHURN, sheet)


def hide_a_column(workbook: Workbook) -> None:
    workbook["Actuals"].column_dimensions["D"].hidden = True
    workbook["Actuals"].row_dimensions[3].hidden = True


def filter_rows(workbook: Workbook) -> None:
    workbook["Actuals"].auto_filter.ref = "A1:G3"
    workbook["Actuals"].row_dimensions[2].hidden = True
    workbook["Actuals"].freeze_panes = "B2"


def comment_cells(workbook: Workbook) -> None:
    workbook["Actuals"]["B2"].comment = Comment("provisional, see mail", "Ada")


def format_far_away(workbook: Workbook) -> None:
    """Blank cells with formats, down to row 3000 and out to column AZ."""
    for row in range(10, 3000, 50):
        workbook["Actuals"].cell(row, 3).number_format = "0.00"
    workbook["Actuals"].cell(2, 52).number_format = "0%"


def put_a_sheet_first(workbook: Workbook) -> None:
    sheet = workbook.create_sheet("Cover", 0)
    sheet["B4"] = "Monthly report"
    sheet["B6"] = 2026


def named(name: str, sheet: str) -> dict[str, Rows | None]:
    """BASE with a sheet of another name."""
    return {sheet: None, name: BASE[sheet]}


def moved(read: dict[str, str | None], name: str, sheet: str = "Actuals") -> dict[str, str | None]:
    return {cell.replace(f"{sheet}!", f"{name}!"): figure for cell, figure in read.items()}


HABITS = (
    Habit(
        "Hidden sheets that are used",
        hidden=("Targets", "KPIs"),
        says=("W204 KPIs", "W204 Targets"),
    ),
    Habit("Hidden rows and columns among the figures", spoil=hide_a_column),
    Habit("A filter that leaves rows out of sight, frozen panes", spoil=filter_rows),
    Habit("Excel's own comments on figures", spoil=comment_cells),
    Habit("Formats on thousands of empty cells below and beside the table", spoil=format_far_away),
    Habit("A cover sheet first", spoil=put_a_sheet_first, says=("I205",)),
    Habit(
        "Sheet names with blanks behind, in capitals, with accents missing",
        sheets={
            **named("ACTUALS ", "Actuals"),
            **named("objectifs  ", "Targets"),
            **named(" KPIs\u00a0", "KPIs"),
            **named("PARAMETRES", "Settings"),
        },
        reads=moved(sound("Actuals"), "ACTUALS ")
        | moved(sound("Targets"), "objectifs  ", "Targets"),
    ),
    Habit(
        "Two sheets for one thing: Actuals and Réalisé",
        sheets={"Réalisé": BASE["Actuals"]},
        says=("E203 Réalisé",),
    ),
    Habit(
        "An old copy of a sheet beside it: Actuals (2)",
        sheets={"Actuals (2)": BASE["Actuals"]},
        says=("I205",),
    ),
    Habit(
        "A misspelt sheet name",
        sheets=named("Tragets", "Targets"),
        says=("W202", "W206 Tragets"),
    ),
    Habit(
        "A title, a date and empty rows above the header",
        sheets={"Actuals": [["Monthly figures"], ["As of", "30 June 2026"], [], *BASE["Actuals"]]},
        reads=lower(3),
    ),
    Habit(
        "The table begins in column C",
        sheets={"Actuals": [[None, None, *row] for row in BASE["Actuals"]]},
        reads={
            f"Actuals!{chr(ord('D') + at)}{row}": f"{kpi} 2026-{at + 1:02d} {figure}"
            for row, (kpi, figures) in enumerate(ACTUALS.items(), start=2)
            for at, figure in enumerate(figures)
        },
    ),
    Habit(
        "A header in two rows, the first with words",
        sheets={"Actuals": [["Figures", "Quarter 1", None, None, "Quarter 2"], *BASE["Actuals"]]},
        merged=("Actuals!B1:D1", "Actuals!E1:G1"),
        reads=lower(1),
    ),
    Habit(
        "Notes and a source below the table",
        {
            "Actuals!A5": "Source: the ledger, 3 July",
            "Actuals!A6": "* provisional",
            "Actuals!B7": "checked by Ada",
        },
        says=("I219 Actuals!A5",),
    ),
    Habit(
        "Remarks below the months themselves",
        {"Actuals!B5": "checked", "Actuals!D5": "strike", "Actuals!G5": "10 500 before the audit"},
        says=("I219 Actuals!B5", "E218 Actuals!G5"),
    ),
    Habit(
        "A number below the table without a KPI",
        {"Actuals!B5": 10008},
        says=("E218 Actuals!B5",),
    ),
    Habit(
        "A total row among the KPIs' figures",
        {"Actuals!A4": "Total"} | typed(4, 10008, 12007.5, 11007, 13009, 9008, 10506),
        says=("I216 Actuals!A4",),
    ),
    Habit(
        "A total row in the list of KPIs",
        {"KPIs!A4": "TOTAL"},
        says=("W433 KPIs!A4",),
    ),
    Habit(
        "A total column that agrees",
        {"Actuals!H1": "Total", "Actuals!H2": 65500},
        says=("I214 Actuals!H1",),
    ),
    Habit(
        "A total column that disagrees",
        {"Actuals!H1": "YTD", "Actuals!H2": 66500, "Actuals!H3": 7.6},
        says=("W215 Actuals!H2",),
    ),
    Habit(
        "Quarter totals between the months",
        sheets={
            "Actuals": [
                ["KPI", *MONTHS[:3], "Q1 2026", *MONTHS[3:], "Q2 2026"],
                ["REV", *REV[:3], 33000, *REV[3:], 32500],
                ["CHURN", *CHURN[:3], 7.5, *CHURN[3:], 7.7],
            ]
        },
        reads={
            f"Actuals!{column}{row}": f"{kpi} 2026-{month:02d} {figure}"
            for row, (kpi, figures) in enumerate(ACTUALS.items(), start=2)
            for month, (column, figure) in enumerate(zip("BCDFGH", figures, strict=True), start=1)
        },
        says=("I214 Actuals!E1", "I214 Actuals!I1"),
    ),
    Habit(
        "A quarter's total that isn't the sum of its three months",
        sheets={
            "Actuals": [
                ["KPI", *MONTHS[:3], "Q1 2026"],
                ["REV", *REV[:3], 33100],
                ["CHURN", *CHURN[:3]],
            ]
        },
        reads=months_of("REV", 2, REV[:3]) | months_of("CHURN", 3, CHURN[:3]),
        says=("W215 Actuals!E2",),
    ),
    Habit(
        "A quarter's column that holds the total of all six months",
        {"Actuals!H1": "Q1 2026", "Actuals!H2": 65500},
        says=("W215 Actuals!H2",),
    ),
    Habit(
        "The header once more in the middle of the table",
        sheets={"Actuals": [*BASE["Actuals"][:2], BASE["Actuals"][0], BASE["Actuals"][2]]},
        reads=months_of("REV", 2, REV),
        says=("E220 Actuals!A3", "I432 KPIs!A3"),
    ),
    Habit(
        "Merged cells over two months' figures",
        {"Actuals!C2": None},
        merged=("Actuals!B2:C2",),
        says=("W624 Actuals!B2",),
    ),
    Habit(
        "Merged cells over two KPIs' figures, and over blank cells",
        {"Actuals!D3": None, "Actuals!H1": None},
        merged=("Actuals!D2:D3", "Actuals!G2:H2", "Actuals!A5:G5"),
        says=("W624 Actuals!D2",),
    ),
    Habit(
        "The KPI merged over its actual and its target row",
        {"Actuals!A3": None},
        merged=("Actuals!A2:A3",),
        reads=dict.fromkeys(months_of("CHURN", 3, CHURN)),
        says=("E218 Actuals!B3", "I432 KPIs!A3"),
    ),
    Habit(
        "Headings among the KPIs of the figures",
        sheets={
            "Actuals": [
                ["KPI", *MONTHS],
                ["Finance"],
                ["REV", *REV],
                [],
                ["Customers"],
                ["CHURN", *CHURN],
            ]
        },
        reads=months_of("REV", 3, REV) | months_of("CHURN", 6, CHURN),
        says=("I219 Actuals!A2",),
    ),
    Habit(
        "Remarks beside the months, without a header",
        {"Actuals!H2": "late invoice", "Actuals!I3": "see mail"},
        says=("I226 Actuals!H2",),
    ),
    Habit(
        "A calculation beside the table",
        {"Actuals!J2": 42},
        says=("W213 Actuals!J2",),
    ),
    Habit(
        "A column of change among the months",
        {"Actuals!H1": "% vs LY", "Actuals!H2": Shown(0.05, "0%")},
        says=("W212 Actuals!H1",),
    ),
    Habit("No targets at all", sheets={"Targets": None}, says=("W202",)),
    Habit(
        "Targets for a KPI's first months only",
        typed(2, 11000, 11000, 11000, None, None, None, sheet="Targets"),
        reads=months_of("REV", 2, [11000] * 3, "Targets"),
        says=("W724 Targets!D2",),
    ),
)
