"""The workbooks of eight invented entities, by rules that any figure can be worked out from.

Entity i (Aber 1, Bath 2, Cork 3, Dale 4, Eton 5, Fife 6, Gent 7, Hull 8) has in month m of 2026

    REV    revenue, sum           1000 i + 10 m      target 1000 i + 60, so met from June on
    ORD    orders, sum             100 i             not reported, only a part of
    AOV    revenue an order        REV over ORD      target 10
    COST   costs, sum, lower       500 i + m         target 500 i + 6, both typed cumulated:
                                                     500 i m + m (m + 1)/2 and 500 i m + 6 m
    STOCK  last, lower              40 i + m         target 40 i + 6

Hull has pounds. A pound is worth 1.1 euros on average in odd months and 1.2 in even ones, and 1.25
at the end of every month.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.workbook.books import Rows, Value, write

NAMES = ("Aber", "Bath", "Cork", "Dale", "Eton", "Fife", "Gent", "Hull")
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))

FIN, ANN, IAN, HAL = (f"{name}@example.com" for name in ("fin", "ann", "ian", "hal"))
"""Fin gets everything of five entities, Ann and Ian their part of Aber's, Hal his of Hull's."""

_FIN: Rows = [["Fin", FIN, "all", "json", "en"]]
PEOPLE: Mapping[str, Rows] = {
    **dict.fromkeys(("Bath", "Dale", "Eton", "Fife"), _FIN),
    "Aber": [
        *_FIN,
        ["Ann", ANN, "category: Sales", "json", "en"],
        ["Ian", IAN, "KPI: STOCK", "html", "en"],
    ],
    "Hull": [["Hal", HAL, "owner: Olga Rees", "json", "fr"]],
}

Edits = Mapping[str, Value]


def entity_book(path: Path, name: str, month: int, edits: Edits | None = None) -> Path:
    """The workbook of an entity as it is after so many months of 2026. ``edits`` name cells."""
    number = NAMES.index(name) + 1
    money = "£" if name == "Hull" else "€"
    months = range(1, 13)
    due = range(1, month + 1)
    sheets: dict[str, Rows] = {
        "Settings": [
            ["Setting", "Value"],
            ["Organisation", "Hanse"],
            ["Entity", name],
            ["Currency", "GBP" if name == "Hull" else "EUR"],
        ],
        "KPIs": [
            [
                *("ID", "Name", "Category", "Owner", "Unit", "Direction", "Aggregation"),
                *("Numerator", "Denominator", "Actuals input", "Targets input", "Report"),
            ],
            ["REV", "Revenue", "Sales", "Rosa Lind", money, "higher", "sum"],
            [
                *("ORD", "Orders", "Sales", "Rosa Lind", "orders", "higher", "sum"),
                *(None, None, None, None, "no"),
            ],
            [
                *("AOV", "Revenue an order", "Sales", "Rosa Lind", f"{money}/order"),
                *("higher", "ratio", "REV", "ORD"),
            ],
            [
                *("COST", "Costs", "Finance", "Olga Rees", money, "lower", "sum"),
                *(None, None, "ytd", "ytd"),
            ],
            ["STOCK", "Stock", "Finance", "Olga Rees", money, "lower", "last"],
        ],
        "Actuals": [
            ["KPI", *MONTHS[:month]],
            ["REV", *(1000 * number + 10 * m for m in due)],
            ["ORD", *(100 * number for _ in due)],
            ["COST", *(500 * number * m + m * (m + 1) // 2 for m in due)],
            ["STOCK", *(40 * number + m for m in due)],
        ],
        "Targets": [
            ["KPI", *MONTHS],
            ["REV", *(1000 * number + 60 for _ in months)],
            ["AOV", *(10 for _ in months)],
            ["COST", *(500 * number * m + 6 * m for m in months)],
            ["STOCK", *(40 * number + 6 for _ in months)],
        ],
        "Recipients": [
            ["Name", "E-mail", "Scope", "Formats", "Language"],
            *PEOPLE.get(name, ()),
        ],
    }
    if name == "Hull":
        sheets["Rates"] = [
            ["Currency", "Period", "Average", "Closing", "To"],
            *(["GBP", MONTHS[m - 1], 1.2 if m % 2 == 0 else 1.1, 1.25, "EUR"] for m in months),
        ]
    return write(path, sheets, edits=edits)
