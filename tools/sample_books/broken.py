"""Writes samples/broken.xlsx: a workbook with every kind of mistake that people make in Excel.

``samples/README.md`` lists them by cell; a test holds that list against what the program finds.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

from kpireport.model.period import Period
from tools.sample_books.months import month_range
from tools.sample_books.paper import (
    MONTH_FORMAT,
    UNCALCULATED,
    Cell,
    Formula,
    Paper,
    Row,
    Sheet,
    Style,
    Value,
    month_date,
    percent,
)

MONTHS = month_range("2025-04", "2026-10")

_PROPERTIES = {"title": "KPI workbook with mistakes", "author": "Group finance"}


def write(path: Path) -> None:
    """Write the whole workbook to ``path``."""
    paper = Paper(path, Style(fill="#7F7F7F", banner="#7F7F7F"), _PROPERTIES)
    for sheet in (
        _settings(),
        _kpis(),
        _actuals(),
        _targets(),
        _budget(),
        _forecast(),
        _goals(),
        _comments(),
        _recipients(),
    ):
        paper.add(sheet)
    paper.close()
    _forget_values(path)


def _settings() -> Sheet:
    rows: list[Row] = [
        ["Organisation", "Hobmere Outdoor", "Invented, and full of mistakes on purpose"],
        ["Currency", "EUX", None],
        ["Fiscal year start", "April", None],
        ["Closed through", Cell(dt.date(2026, 9, 1), MONTH_FORMAT), None],
        ["Language", "en", None],
        ["Amber from", Cell(1.05, "0%"), None],
        ["Green from", Cell(1.0, "0%"), None],
    ]
    return Sheet("Settings", "Settings", ["Setting", "Value", "Note"], rows, [22, 26, 44])


_KPI_HEADINGS = (
    "ID",
    "Name",
    "Category",
    "Unit",
    "Direction",
    "Aggregation",
    "Numerator",
    "Denominator",
    "Frequency",
    "Tolerance",
    "Parent",
    "Weight",
)


def _kpis() -> Sheet:
    rows: list[Row] = [
        ["REVENUE", "Revenue", "Financial", "GBP", "higher", "sum"],
        ["ORDERS", "Orders", "Customer", "orders", "higher", "sum"],
        ["VISITS", "Visits", "Customer", "visits", "neutral", "sum"],
        ["CONV", "Conversion rate", "Customer", "%", "higher", "ratio", "ORDERS", "VISITS"],
        ["CONV", "Conversion, mobile", "Customer", "%", "higher", "mean"],
        ["COST", "Cost per parcel", "Business system", "GBP", "downish", "mean"],
        ["QUALITY", "Parcels without fault", "Business system", "parcels", None, "sum"],
        ["MARGIN", "Gross margin", "Financial", "%", "higher", "mean", None, None, None, "5%"],
        ["ABSENCE", "Sickness absence", "Team", "%", "lower", "mean", None, None, None, "1 pts"],
        ["STOCK", "Stock cover", "Business system", "days", "range", "last"],
        ["RETURNRATE", "Return rate", "Customer", "%", "lower", "ratio", "RETURNED", "ORDERS"],
        ["TEAM", "Team", "Team", "people", "neutral", "last", *[None] * 4, "CREW"],
        ["CREW", "Warehouse crew", "Team", "people", "neutral", "last", *[None] * 4, "TEAM"],
        ["SPEND", "Marketing spend", "Financial", "GBP", "lower", "sum", None, None, "fortnightly"],
        ["NPS", "Net promoter score", "Customer", "points", "higher", None, *[None] * 5, "heavy"],
    ]
    widths = [13, 22, 16, 9, 10, 12, 12, 13, 12, 10, 9, 9]
    return Sheet("KPIs", "KPI definitions", _KPI_HEADINGS, rows, widths, frozen_columns=2)


def _actuals() -> Sheet:
    cost: list[Value | Cell] = [round(5.2 - i * 0.03, 2) for i in range(19)]
    cost[4] = "see mail of 12 May"
    cost[5] = "1,234"
    cost[6] = Formula("=I5/I99", "#DIV/0!")
    cost[7] = Formula("=I10*1.02", None)
    cost[8] = Cell(dt.date(2026, 5, 4), "dd/mm/yyyy")
    rows: list[Row] = [
        ["REVENUE", *(Cell(420_000 + 3_100 * i, "#,##0,") for i in range(19))],
        ["ORDERS", *_cumulated_orders()],
        ["VISITS", *(300_000 + 1_500 * i for i in range(19))],
        ["CONV", *_conversion()],
        ["COST", *cost],
        ["COST", *[None] * 17, 4.9, 4.7],
        ["QUALITY", *(5_100 + 40 * i for i in range(19))],
        ["MARGIN", *_margin()],
        ["ABSENCE", *(round(0.021 + 0.0007 * (i % 7), 4) for i in range(19))],
        ["STOCK", *(38 + i % 5 for i in range(19))],
        ["TEAM", *(90 + i for i in range(19))],
        ["CREW", *(40 + i // 2 for i in range(19))],
        ["SPEND", *(48_000 + 400 * i for i in range(19))],
        ["NPS", *(40 + i % 4 for i in range(19))],
        ["PROFITS", *(60_000 + 900 * i for i in range(19))],
        ["Total", *(1_000_000 + i for i in range(19))],
    ]
    return _month_sheet("Actuals", rows)


def _cumulated_orders() -> list[Value]:
    """Orders since April, as the shop's dashboard shows them: nothing says that they cumulate."""
    orders: list[Value] = []
    for month in MONTHS:
        months_of_year = (month.month - 4) % 12 + 1
        orders.append(5_600 * months_of_year + 37 * month.month)
    return orders


def _conversion() -> list[Cell]:
    """Typed by hand: near the parts' quotient in no month."""
    return [percent(round(0.0212 + 0.0002 * (i % 5), 4), "0.00%") for i in range(19)]


def _margin() -> list[Value | Cell]:
    """Plain numbers at first; then somebody typed 42 into percent cells, which is 4200 %."""
    plain: list[Value | Cell] = [round(41 + 0.1 * i, 1) for i in range(10)]
    return [*plain, *(percent(42 + i % 3, "0%") for i in range(9))]


def _targets() -> Sheet:
    rows: list[Row] = [
        ["REVENUE", None, *(430_000 + 3_000 * i for i in range(19))],
        ["COST", None, *[5.0] * 19],
        ["COST", None, *[None] * 17, 4.5, 4.5],
        ["STOCK", "low", *[45] * 19],
        ["STOCK", "high", *[30] * 19],
        ["CONV", None, *(percent(0.022, "0.00%") for _ in range(19))],
    ]
    return _month_sheet("Targets", rows, ["KPI", "Bound"])


def _budget() -> Sheet:
    """Hidden, and yet a sheet that the report would use."""
    rows: list[Row] = [["REVENUE", *(425_000 + 3_000 * i for i in range(19))]]
    sheet = _month_sheet("Budget", rows)
    return Sheet(sheet.name, sheet.title, sheet.headings, sheet.rows, sheet.widths, hidden=True)


def _forecast() -> Sheet:
    """Somebody typed Nov-26, Dec-26 and Jan-27: Excel made days of this year of the first two."""
    headings: Row = ["KPI", *(Cell(dt.date(2026, month, 26), "d mmm") for month in (10, 11, 12))]
    rows: list[Row] = [["REVENUE", 480_000, 495_000, 470_000]]
    return Sheet("Forecast", "Forecast", headings, rows, [14, 11, 11, 11])


def _goals() -> Sheet:
    headings = ["KPI", "Change", "Level", "Start", "By", "Path"]
    start, end = (Cell(month_date(Period(2026, m)), MONTH_FORMAT) for m in (4, 12))
    rows: list[Row] = [
        ["REVENUE", percent(0.1, "0%"), 600_000, start, end, "linear"],
        ["ABSENCE", 3, None, start, end, "linear"],
        ["COST", "-10 %", None, end, start, "step"],
    ]
    return Sheet("Goals", "Goals", headings, rows, [14, 11, 11, 11, 11, 11])


def _comments() -> Sheet:
    rows: list[Row] = [["CONVERSION", "Oct 2026", "Finance director", "Typed under another name"]]
    headings = ["KPI", "Period", "Author", "Text"]
    return Sheet("Comments", "Comments", headings, rows, [14, 12, 24, 60])


def _recipients() -> Sheet:
    rows: list[Row] = [["Finance director", "finance at example.com", "all", "pdf", "en"]]
    headings = ["Name", "E-mail", "Scope", "Formats", "Language"]
    return Sheet("Recipients", "Recipients", headings, rows, [24, 30, 12, 12, 12])


def _month_sheet(name: str, rows: list[Row], keys: list[str] | None = None) -> Sheet:
    first = keys or ["KPI"]
    headings: Row = [*first, *(Cell(month_date(month), MONTH_FORMAT) for month in MONTHS)]
    shown = [[_in_thousands(cell) for cell in row] for row in rows]
    widths = [14, *[10.5] * (len(headings) - 1)]
    return Sheet(name, name, headings, shown, widths, frozen_columns=len(first))


def _in_thousands(cell: Value | Cell) -> Value | Cell:
    return Cell(cell, "#,##0") if isinstance(cell, int | float) and cell >= 1000 else cell


def _forget_values(path: Path) -> None:
    """Take the kept value out of the formulas that nothing has calculated."""
    marked = re.compile(rb' t="str"><f>([^<]*)</f><v>' + UNCALCULATED.encode() + rb"</v>")
    with zipfile.ZipFile(path) as book:
        parts = {info: marked.sub(rb"><f>\1</f>", book.read(info)) for info in book.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for info, content in parts.items():
            book.writestr(info, content)
