"""Writes samples/group.xlsx: four bakeries and their eliminations in one workbook. All invented.

The figures follow a few plain rules (a level, a season, a growth for each bakery), so that the
same bytes come out every time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name

from kpireport.model.period import Period
from tools.sample_books.months import month_range
from tools.sample_books.paper import (
    MONTH_FORMAT,
    Cell,
    Paper,
    Row,
    Sheet,
    Style,
    Value,
    month_date,
    percent,
)

MONTHS = month_range("2024-11", "2026-10")
PLANNED = month_range("2026-01", "2026-12")

_PROPERTIES = {"title": "KPI workbook of four bakeries", "author": "Group finance"}
_SEASON = (0.91, 0.93, 0.98, 1.02, 1.0, 0.99, 0.94, 0.92, 1.0, 1.03, 1.08, 1.2)
"""What a month is of a mean month: bread sells before Christmas."""


@dataclass(frozen=True)
class _Bakery:
    """``plan`` is what the budget hoped for, as a share of what comes of it."""

    name: str
    revenue: float
    growth: float
    margin: float
    waste: float
    people: int
    plan: float
    from_month: str = "2024-11"


BAKERIES = (
    _Bakery("Leeds", 182_000, 0.006, 0.412, 0.052, 41, 0.985),
    _Bakery("York", 124_000, 0.004, 0.397, 0.061, 29, 1.02),
    _Bakery("Hull", 97_000, -0.002, 0.371, 0.078, 24, 1.075),
    _Bakery("Durham", 61_000, 0.011, 0.388, 0.066, 15, 0.97, "2026-02"),
)
_BETWEEN = 9_000
"""What Leeds bakes for York in a month, in pounds; the group didn't sell it to anybody."""

_KPIS = """
REV | Revenue | Financial | £ | higher | sum | | | yes | | Managing director
PROFIT | Gross profit | Financial | £ | higher | sum | | | | no |
MARGIN | Gross margin | Financial | % | higher | ratio | PROFIT | REV | yes | | Finance director
ORDERS | Orders | Customer | orders | higher | sum | | | | | Head of sales
AOV | Average order | Customer | £/order | higher | ratio | REV | ORDERS | | | Head of sales
BAKED | Loaves baked | Business system | loaves | neutral | sum | | | | no |
WASTED | Loaves wasted | Business system | loaves | lower | sum | | | | no |
WASTE | Waste | Business system | % | lower | ratio | WASTED | BAKED | yes | | Head baker
STAFF | Headcount | Team | people | neutral | last | | | | | People manager
ONTIME | Deliveries on time | Customer | % | higher | mean | | | | | Head of logistics
"""
_HEADINGS = (
    "ID",
    "Name",
    "Category",
    "Unit",
    "Direction",
    "Aggregation",
    "Numerator",
    "Denominator",
    "Headline",
    "Report",
    "Owner",
    "Tolerance",
)
_TOLERANCES = {"MARGIN": "1 pts", "WASTE": "0.5 pts", "ONTIME": "1 pts"}


def write(path: Path) -> None:
    """Write the whole workbook to ``path``."""
    paper = Paper(path, Style(fill="#6B3E26", banner="#6B3E26"), _PROPERTIES)
    for sheet in (_settings(), _kpis(), _actuals(), _targets(), _comments()):
        paper.add(sheet)
    paper.close()


def figures(bakery: _Bakery, month: Period) -> dict[str, float] | None:
    """A bakery's month, by KPI; None before it opened."""
    if month < Period.parse(bakery.from_month):
        return None
    since = month.index - MONTHS[0].index
    wave = _SEASON[month.month - 1] * (1 + bakery.growth) ** since
    swing = ((since * 7 + bakery.people) % 11 - 5) / 200
    revenue = round(bakery.revenue * wave * (1 + swing))
    orders = round(revenue / (23.5 + bakery.people / 40 + since * 0.03))
    baked = round(revenue / 3.1)
    share = bakery.waste * (1 - since * 0.004 + swing)
    return {
        "REV": revenue,
        "PROFIT": round(revenue * (bakery.margin + swing / 3)),
        "ORDERS": orders,
        "BAKED": baked,
        "WASTED": round(baked * share),
        "STAFF": bakery.people + since // 6,
        "ONTIME": round(0.962 - bakery.waste / 2 + swing / 4, 3),
    }


def between(month: Period) -> float:
    """What the eliminations take out of revenue in a month."""
    return -round(_BETWEEN * _SEASON[month.month - 1])


def _settings() -> Sheet:
    rows: list[Row] = [
        ["Organisation", "Calder & Holt Bakeries", "Invented, like every figure in this workbook"],
        ["Title", "Board scorecard", None],
        ["Currency", "GBP", None],
        ["Fiscal year start", "January", None],
        ["Closed through", Cell(dt.date(2026, 10, 1), MONTH_FORMAT), None],
        ["Language", "en", None],
        ["Accent colour", "#6B3E26", None],
        ["Confidentiality", "Board – confidential", None],
        ["Prepared by", "Group finance", None],
    ]
    return Sheet("Settings", "Settings", ["Setting", "Value", "Note"], rows, [22, 30, 44])


def _kpis() -> Sheet:
    cells = [
        [cell.strip() or None for cell in line.split("|")] for line in _KPIS.split("\n") if line
    ]
    rows: list[Row] = [[*row, _TOLERANCES.get(row[0] or "")] for row in cells]
    widths = [11, 22, 16, 11, 10, 12, 11, 12, 9, 8, 20, 10]
    return Sheet("KPIs", "KPI definitions", _HEADINGS, rows, widths, frozen_columns=2)


def _actuals() -> Sheet:
    """A row an entity and KPI, a column a month."""
    rows: list[Row] = []
    for bakery in BAKERIES:
        found = [figures(bakery, month) for month in MONTHS]
        for kpi in ("REV", "PROFIT", "ORDERS", "BAKED", "WASTED", "STAFF", "ONTIME"):
            cells = [None if month is None else _typed(kpi, month[kpi]) for month in found]
            rows.append([kpi, bakery.name, *cells])
    rows.append(["REV", "Eliminations", *(Cell(between(m), "#,##0") for m in MONTHS)])
    return _wide("Actuals", "Actuals by bakery", MONTHS, rows)


def _targets() -> Sheet:
    rows: list[Row] = []
    for bakery in BAKERIES:
        plan: dict[str, list[Cell]] = {kpi: [] for kpi in ("REV", "ORDERS", "MARGIN", "WASTE")}
        for month in PLANNED:
            shape = _SEASON[month.month - 1] * bakery.plan
            revenue = round(bakery.revenue * 1.08 * shape, -2)
            plan["REV"].append(Cell(revenue, "#,##0"))
            plan["ORDERS"].append(Cell(round(revenue / 24.8, -1), "#,##0"))
            plan["MARGIN"].append(percent(round(bakery.margin + 0.004, 3)))
            plan["WASTE"].append(percent(round(bakery.waste * 0.95, 3)))
        rows += [[kpi, bakery.name, *cells] for kpi, cells in plan.items()]
        rows.append(["ONTIME", bakery.name, *[percent(0.95)] * len(PLANNED)])
    rows.append(["REV", "Eliminations", *(Cell(between(m), "#,##0") for m in PLANNED)])
    return _wide("Targets", "Targets by bakery", PLANNED, rows)


def _wide(name: str, title: str, months: Sequence[Period], rows: list[Row]) -> Sheet:
    headings: list[Value | Cell] = ["KPI", "Entity"]
    headings += [Cell(month_date(month), MONTH_FORMAT) for month in months]
    widths = [11.0, 14.0, *[10.0] * len(months)]
    note = f"The months stand in columns C to {xl_col_to_name(len(months) + 1)}"
    return Sheet(name, title, headings, rows, widths, note, frozen_columns=2)


def _comments() -> Sheet:
    rows: list[Row] = [
        ["WASTE", Cell(dt.date(2026, 10, 1), MONTH_FORMAT), "Head baker", text] for text in _said()
    ]
    headings = ["KPI", "Period", "Author", "Text"]
    return Sheet("Comments", "Comments", headings, rows, [11, 12, 18, 80], wrap=True)


def _said() -> Iterator[str]:
    yield "Hull's second oven is being replaced in December; until then it bakes too much at once."


def _typed(kpi: str, value: float) -> Cell:
    return percent(value) if kpi == "ONTIME" else Cell(value, "#,##0")
