"""Workbooks to measure on: so many KPIs by 36 months, in the product's own layout."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl

from kpireport.model.period import Period

FIRST = Period(2023, 11)
MONTHS = 36
_CATEGORIES = ("Customer", "Team", "Business system", "Financial")
_RULES = ("sum", "mean", "last")


def figure(kpi: int, month: int) -> float:
    """A made-up figure that moves a little and has a season."""
    level = 1000 + 61 * (kpi % 17)
    return round(level * (1 + 0.004 * month + 0.06 * ((kpi + month * 5) % 12 - 6) / 6), 1)


def write_book(path: Path, kpis: int, headline: int = 5, more: float = 0.0) -> Path:
    """A workbook of ``kpis`` KPIs, the first ``headline`` of them headline KPIs.

    ``more`` is added to every figure, so that two workbooks needn't hold the same.
    """
    months = [FIRST.shift(place) for place in range(MONTHS)]
    book = openpyxl.Workbook(write_only=True)
    settings = book.create_sheet("Settings")
    settings.append(("Setting", "Value"))
    settings.append(("Organisation", "Measured"))
    settings.append(("Currency", "EUR"))
    settings.append(("Closed through", str(months[-1])))
    listed = book.create_sheet("KPIs")
    heads = ("ID", "Name", "Category", "Unit", "Direction", "Aggregation", "Headline", "Owner")
    listed.append(heads)
    for number in range(kpis):
        listed.append(_definition(number, number < headline))
    for name, factor in (("Actuals", 1.0), ("Targets", 1.03)):
        sheet = book.create_sheet(name)
        sheet.append(("KPI", *(dt.date(month.year, month.month, 1) for month in months)))
        for number in range(kpis):
            figures = (round(figure(number, column) * factor + more, 1) for column in range(MONTHS))
            sheet.append((f"K{number}", *figures))
    book.save(path)
    return path


def _definition(number: int, headline: bool) -> tuple[str, ...]:
    return (
        f"K{number}",
        f"Indicator {number}",
        _CATEGORIES[number % len(_CATEGORIES)],
        "EUR" if number % 3 == 0 else "orders",
        "lower" if number % 4 == 3 else "higher",
        _RULES[number % len(_RULES)],
        "yes" if headline else "no",
        "Head of sales",
    )
