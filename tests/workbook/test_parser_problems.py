"""Every problem of the parser is raised at its sheet and cell, alone, with sentences that fill.

Each case is the sound workbook of ``books.SOUND`` with one thing wrong; the cells were read off
the tables by hand. A case names every error and warning that its workbook has: usually one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.workbook import read_book
from tests.workbook.books import (
    MONTHS,
    SOUND,
    Rows,
    Shown,
    Value,
    day,
    percent,
    places,
    write,
)


@dataclass(frozen=True)
class Case:
    """A workbook with something wrong. ``also`` are the codes of what follows from it."""

    code: str
    sheet: str
    cell: str
    edits: Mapping[str, Value] = field(default_factory=dict)
    sheets: Mapping[str, Rows] = field(default_factory=dict)
    without: Sequence[str] = ()
    hidden: Sequence[str] = ()
    also: Sequence[str] = ()


LONG = ["KPI", "Period", "Actual"]
GOAL = ["KPI", "Change", "Level", "Start", "By", "Path"]
MORE_KPIS = [
    ["ID", "Name", "Unit", "Direction", "Aggregation", "Tolerance", "X"],
    ["REV", "Revenue", "€", "higher", "sum", None, None],
    ["CHURN", "Customers lost", "%", "lower", "mean", "1 pts", None],
]


def kpis(column: str, first: Value, second: Value = None) -> dict[str, Rows]:
    """The KPIs sheet with one more column (G)."""
    rows = [list(row) for row in MORE_KPIS]
    rows[0][6], rows[1][6], rows[2][6] = column, first, second
    return {"KPIs": rows}


def goal(*row: Value) -> dict[str, Rows]:
    return {"Goals": [GOAL, row]}


NAMES_ONLY: dict[str, Rows] = {
    "KPIs": [row[1:] for row in SOUND["KPIs"]],
    "Actuals": [["KPI", *MONTHS], ["Revenue", 100], ["Customers lost", 8]],
    "Targets": [["KPI", *MONTHS], ["Revenue", 100], ["Customers lost", 8]],
}

LAYOUT = [
    Case("E201", "", "", without=["Actuals"]),
    Case("W202", "", "", without=["Targets"]),
    Case("E203", "Réalisé", "", sheets={"Réalisé": SOUND["Actuals"]}),
    Case("W204", "Targets", "", hidden=["Targets"]),
    Case("I205", "", "", sheets={"Notes": [["Call the bank"]]}),
    Case(
        "W206",
        "Tragets",
        "",
        sheets={"Tragets": SOUND["Targets"]},
        without=["Targets"],
        also=["W202"],
    ),
    Case("E207", "Targets", "", sheets={"Targets": [["see mail"], [3]]}),
    Case(
        "E208",
        "Goals",
        "A1",
        sheets={"Goals": [["KPI", "Level", "Start"], ["REV", 120, "2026-01"]]},
    ),
    Case("I209", "KPIs", "G1", sheets=kpis("Ownr", "Ada")),
    Case("I210", "KPIs", "G1", sheets=kpis("Telephone", "12")),
    Case("E211", "KPIs", "G1", sheets=kpis("Sens", "hausse")),
    Case("W212", "Actuals", "H1", edits={"Actuals!H1": "Bestand", "Actuals!H2": 3}),
    Case("W213", "Actuals", "I2", edits={"Actuals!I2": 5}),
    Case("I214", "Actuals", "H1", edits={"Actuals!H1": "Total", "Actuals!H2": 655}),
    Case("W215", "Actuals", "H2", edits={"Actuals!H1": "Total", "Actuals!H2": 650}),
    Case("I216", "Actuals", "A4", edits={"Actuals!A4": "Total", "Actuals!B4": 108}),
    Case(
        "W217",
        "Actuals",
        "B4",
        edits={"KPIs!C3": "EUR", "KPIs!F3": None, "Actuals!A4": "Total", "Actuals!B4": 100},
    ),
    Case("E218", "Actuals", "B4", edits={"Actuals!B4": 7}),
    Case("I219", "Actuals", "A4", edits={"Actuals!A4": "Source: the ledger"}),
    Case(
        "E220",
        "Actuals",
        "A5",
        sheets={"Actuals": [*SOUND["Actuals"], [], ["KPI", *MONTHS], ["REV", 1]]},
    ),
    Case("E222", "Actuals", "", sheets={"Actuals": [["KPI", *MONTHS]]}, also=["E229"]),
    Case("I223", "Comments", "", sheets={"Comments": []}),
    Case("E224", "Targets", "A1", sheets={"Targets": [["KPI", "Target"], ["REV", 110]]}),
    Case("I225", "Actuals", "A1", edits={"Actuals!A1": "In k€"}),
    Case("I226", "Actuals", "I2", edits={"Actuals!I2": "checked"}),
    Case("W227", "Comments", "A1", sheets={"Comments": [["KPI", "Author"], ["REV", "Ada"]]}),
    Case("W228", "Comments", "", sheets={"Comments": [["nothing", "known"]]}),
    Case("E229", "Actuals", "", sheets={"Actuals": [["KPI", *MONTHS], ["REV", "n/a", "-"]]}),
]

SETTINGS = [
    Case("I301", "Settings", "A3", edits={"Settings!A3": "Auditor", "Settings!B3": "KP & G"}),
    Case("W302", "Settings", "A3", edits={"Settings!A3": "Curency", "Settings!B3": "USD"}),
    Case("E303", "Settings", "B2", edits={"Settings!B2": "EUX"}),
    Case(
        "E304",
        "Settings",
        "B3",
        edits={"Settings!A3": "Fiscal year start", "Settings!B3": "Monday"},
    ),
    Case(
        "E305", "Settings", "B3", edits={"Settings!A3": "Fiscal year start", "Settings!B3": "4-4-5"}
    ),
    Case(
        "E306",
        "Settings",
        "B3",
        edits={"Settings!A3": "Closed through", "Settings!B3": "last month"},
    ),
    Case(
        "E307",
        "Settings",
        "B3",
        edits={"Settings!A3": "Closed through", "Settings!B3": "2025-06"},
        also=["W611"],
    ),
    Case("E309", "Settings", "B3", edits={"Settings!A3": "Green from", "Settings!B3": 95}),
    Case(
        "E310", "Settings", "B3", edits={"Settings!A3": "Amber from", "Settings!B3": percent(1.05)}
    ),
    Case("E311", "Settings", "B3", edits={"Settings!A3": "Accent colour", "Settings!B3": "navy"}),
    Case("W313", "Settings", "B3", edits={"Settings!A3": "Logo", "Settings!B3": "../logo.png"}),
    Case("E331", "Settings", "B3", edits={"Settings!A3": "Alert on", "Settings!B3": "red, sings"}),
    Case(
        "E332",
        "Settings",
        "B3",
        edits={"Settings!A3": "Alerter sur", "Settings!B3": "none, signal"},
    ),
    Case("E314", "Settings", "A3", edits={"Settings!A3": "Devise", "Settings!B3": "USD"}),
    Case("W315", "Settings", "B3", edits={"Settings!A3": "Logo", "Settings!B3": "logo.png"}),
]

DEFINITIONS = [
    Case("E401", "KPIs", "D2", edits={"KPIs!D2": "good"}),
    Case("E402", "KPIs", "D2", edits={"KPIs!D2": "highr"}),
    Case("E403", "KPIs", "G2", sheets=kpis("Headline", "maybe")),
    Case("E404", "KPIs", "A3", edits={"KPIs!A3": "rev"}, also=["E701", "E701"]),
    Case("E405", "KPIs", "A4", edits={"KPIs!B4": "Visits", "KPIs!D4": "higher"}),
    Case("E406", "KPIs", "G2", sheets=kpis("Parent", "SALES")),
    Case("E416", "KPIs", "F3", edits={"KPIs!F3": "5%"}),
    Case("E417", "KPIs", "F2", edits={"KPIs!F2": "2 pts"}),
    Case("E423", "KPIs", "G2", sheets=kpis("Weight", -1)),
    Case("E424", "KPIs", "G2", sheets=kpis("Decimals", 1.5)),
    Case("W425", "KPIs", "G2", sheets=kpis("Due", "monthly")),
    Case("E426", "KPIs", "G2", sheets=kpis("Multiplier", 0)),
    Case("W433", "KPIs", "A4", edits={"KPIs!A4": "Total", "KPIs!F4": 2}),
    Case("I434", "KPIs", "A1", sheets=NAMES_ONLY),
]

FIGURES = [
    Case("E501", "KPIs", "G2", sheets=kpis("Weight", "heavy")),
    Case("E508", "Actuals", "C2", edits={"Actuals!C2": Shown(120, "#,##0,")}),
    Case("E509", "Actuals", "B2", edits={"KPIs!C2": "k€", "Actuals!B2": "4.2k"}),
    Case("W512", "Actuals", "B2", edits={"Actuals!B2": percent(100)}),
    Case("E513", "Actuals", "B2", edits={"Actuals!B2": "12 %"}),
    Case("E514", "Actuals", "B2", edits={"Actuals!B2": "$ 12"}),
    Case("E516", "Actuals", "B3", edits={"Actuals!B3": "2 pts"}),
]

PERIODS = [
    Case(
        "E601",
        "Actuals",
        "B2",
        sheets={"Actuals": [LONG, ["REV", "soon", 5], ["REV", "2026-01", 4]]},
    ),
    Case(
        "E602",
        "Actuals",
        "B1",
        sheets={"Actuals": [["KPI", "Jan", "Feb"], ["REV", 1, 2]]},
        also=["E229"],
    ),
    Case(
        "E604",
        "Targets",
        "B1",
        sheets={"Targets": [["KPI", day(2026, 1, 25), day(2026, 2, 25)], ["REV", 1, 2]]},
    ),
    Case("E605", "Actuals", "B1", sheets={"Actuals": [["KPI", "W1", "W2"], ["REV", 1, 2]]}),
    Case("E606", "Actuals", "H1", edits={"Actuals!H1": "Jun 2026", "Actuals!H2": 3}),
    Case("E607", "Targets", "H2", edits={"Targets!H1": "Q3 2026", "Targets!H2": 300}),
    Case("E608", "Actuals", "B2", sheets=kpis("Frequency", "quarterly")),
    Case(
        "W609",
        "Budget",
        "B2",
        sheets={**kpis("Frequency", "quarterly"), "Budget": [["KPI", "2026-01"], ["REV", 1]]},
        edits={f"Actuals!{c}2": None for c in "BCEF"},
    ),
    Case(
        "W610",
        "Targets",
        "B2",
        sheets={"Targets": [["KPI", "From", "Target"], ["REV", day(2026, 1, 15), 110]]},
    ),
    Case(
        "E613", "Actuals", "C3", sheets={"Actuals": [LONG, ["REV", "2026-01", 5], ["REV", None, 4]]}
    ),
]

ACROSS = [
    Case("E701", "Actuals", "A4", edits={"Actuals!A4": "PROFIT", "Actuals!B4": 1, "Actuals!C4": 2}),
    Case("W702", "Budget", "A2", sheets={"Budget": [["KPI", *MONTHS], ["PROFIT", 1, 2]]}),
    Case(
        "E703",
        "Actuals",
        "A3",
        edits={"KPIs!B3": "Revenue", "Actuals!A3": "Revenue"},
        also=["W428"],
    ),
    Case(
        "E704",
        "Actuals",
        "B2",
        sheets={
            "Actuals": [["ID", "Name", *MONTHS], ["REV", "Customers lost", 1], ["CHURN", None, 8]]
        },
    ),
    Case("E705", "Actuals", "B4", edits={"Actuals!A4": "REV", "Actuals!B4": 101}),
    Case("E706", "Targets", "B4", edits={"Targets!A4": "REV", "Targets!B4": 111}),
    Case(
        "E715",
        "Targets",
        "D2",
        sheets={
            "Targets": [["KPI", "Period", "Target", "Low", "High"], ["REV", "2026-01", 5, 4, 6]]
        },
        edits={"KPIs!D2": "range"},
    ),
]

ENTITIES = {
    "Actuals": [
        ["KPI", "Period", "Actual", "Entity"],
        ["REV", "2026-01", 5, "Lyon"],
        ["REV", "2026-01", 7, "Lille"],
        ["CHURN", "2026-01", 8, "Lyon"],
    ]
}
ENTITY_CASES = [
    Case("E707", "Actuals", "C3", sheets=ENTITIES),
    Case(
        "W708",
        "Actuals",
        "C3",
        sheets=ENTITIES,
        edits={"Settings!A3": "Entity", "Settings!B3": "lyon"},
    ),
    Case(
        "W709",
        "Actuals",
        "C4",
        sheets=ENTITIES,
        edits={"Actuals!D3": "Lyon", "Actuals!B3": "2026-02", "Actuals!D4": None},
    ),
    Case(
        "E710",
        "Settings",
        "B3",
        sheets=ENTITIES,
        edits={
            "Actuals!D3": "Lyon",
            "Actuals!B3": "2026-02",
            "Settings!A3": "Entity",
            "Settings!B3": "Lille",
        },
    ),
]

OTHERS = [
    Case("E801", "Goals", "C2", sheets=goal("REV", None, None, "2026-07", "2026-12")),
    Case("E802", "Goals", "B2", sheets=goal("REV", "+10%", 120, "2026-07", "2026-12")),
    Case("E803", "Goals", "E2", sheets=goal("REV", "+10%", None, "2026-12", "2026-07")),
    Case("E804", "Goals", "E2", sheets=goal("REV", "+10%", None, "2026-07", None)),
    Case("E805", "Goals", "A2", sheets=goal(None, "+10%", None, "2026-07", "2026-12")),
    Case("E806", "Goals", "B2", sheets=goal("REV", "+5 pts", None, "2026-07", "2026-12")),
    Case("E807", "Goals", "B2", sheets=goal("CHURN", -2, None, "2026-07", "2026-12")),
    Case(
        "W809",
        "Benchmarks",
        "B2",
        sheets={
            "Benchmarks": [["Metric", "Value", "Source", "Statistic"], ["Churn", None, "X", "mean"]]
        },
    ),
    Case(
        "W810",
        "Benchmarks",
        "C2",
        sheets={
            "Benchmarks": [["Metric", "Value", "Source", "Statistic"], ["Churn", 5, None, "mean"]]
        },
    ),
    Case(
        "W817",
        "Benchmarks",
        "D2",
        sheets={
            "Benchmarks": [["Metric", "Value", "Source", "Statistic"], ["Churn", 5, "X", None]]
        },
    ),
    Case("I811", "Comments", "B2", sheets={"Comments": [["KPI", "Text"], ["REV", None]]}),
    Case(
        "W812",
        "Comments",
        "B2",
        sheets={"Comments": [["KPI", "Period", "Text"], ["REV", "spring", "Late"]]},
    ),
    Case("W702", "Comments", "A2", sheets={"Comments": [["KPI", "Text"], ["PROFIT", "Late"]]}),
    Case("W842", "Actions", "A2", sheets={"Actions": [["KPI", "Action"], ["PROFIT", "Call"]]}),
    Case(
        "W843",
        "Actions",
        "C2",
        sheets={"Actions": [["KPI", "Action", "Due"], ["REV", "Call", "next week"]]},
    ),
    Case(
        "I844",
        "Comments",
        "B2",
        sheets={"Comments": [["KPI", "Period", "Text"], ["REV", "2027-06", "Late"]]},
    ),
    Case("E845", "Goals", "A2", sheets=goal("PROFIT", "+10%", None, "2026-07", "2026-12")),
    Case("E846", "Goals", "B2", sheets=goal("REV", "a tenth", None, "2026-07", "2026-12")),
    Case("I813", "Actions", "A2", sheets={"Actions": [["KPI", "Action"], [None, "Call the bank"]]}),
    Case(
        "E814",
        "Events",
        "A2",
        sheets={"Events": [["Date", "KPI", "Label"], ["one day", "all", "Move"]]},
    ),
    Case(
        "W815",
        "Recipients",
        "B2",
        sheets={"Recipients": [["Name", "E-mail"], ["Ada", "ada at example.com"]]},
    ),
    Case(
        "W816",
        "Recipients",
        "C2",
        sheets={
            "Recipients": [
                ["Name", "E-mail", "Formats", "Scope"],
                ["Ada", "ada@example.com", "pdf, pptx", "all"],
            ]
        },
    ),
]

CASES = [*LAYOUT, *SETTINGS, *DEFINITIONS, *FIGURES, *PERIODS, *ACROSS, *ENTITY_CASES, *OTHERS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.sheet}{case.cell}")
def test_the_problem_is_raised_where_it_is_and_alone(case: Case, tmp_path: Path) -> None:
    sheets = {name: rows for name, rows in SOUND.items() if name not in case.without}
    path = tmp_path / "book.xlsx"
    write(path, sheets | dict(case.sheets), edits=case.edits, hidden=case.hidden)
    _, problems = read_book(path)
    assert (case.code, case.sheet, case.cell) in places(problems, hints=True)
    serious = [] if case.code.startswith("I") else [case.code]
    assert sorted(code for code, _, _ in places(problems)) == sorted([*serious, *case.also])
    for problem in problems:
        for language in ("en", "fr"):
            text = get_messages(language).problem(problem)
            assert text.title and text.message and text.advice


def test_the_sound_workbook_has_no_problem(tmp_path: Path) -> None:
    _, problems = read_book(write(tmp_path / "book.xlsx", SOUND))
    assert problems == ()
