"""Hobmere Outdoor, an invented web shop: thirty-one months of figures, and what was planned.

The story: steady growth, a new warehouse that shortens delivery from October 2025, and in August
2026 a failed update of the shop that cost orders for two months. Parts are whole numbers and
every ratio is computed from them, so that what is typed never disagrees with itself.
"""

from __future__ import annotations

from kpireport.model.period import FiscalCalendar, Period
from tools.sample_books.figures import (
    Series,
    Shape,
    draw,
    listed,
    product,
    quotient,
    repeated,
    rounded,
    within,
)
from tools.sample_books.months import month_range

FISCAL = FiscalCalendar(start_month=4)
BEFORE = month_range("2023-04", "2024-03")
CLOSED = month_range("2024-04", "2026-10")
AHEAD = month_range("2026-11", "2027-03")
PLANNED = month_range("2024-04", "2027-03")
ALL = (*BEFORE, *CLOSED)
YEAR_OF = {month: FISCAL.fiscal_year(month) for month in (*ALL, *AHEAD)}

AUG, SEP, OCT = Period(2026, 8), Period(2026, 9), Period(2026, 10)
_GOALS = {
    "AOV": Period(2026, 4),
    "CO2": Period(2026, 4),
    "ABANDON": AUG,
    "NEWCUST": Period(2026, 11),
}
_SEASON = (0.84, 0.81, 0.93, 1.00, 1.07, 1.11, 1.13, 1.06, 0.93, 0.91, 1.10, 1.11)
_GIFTS = (0.97, 0.97, 0.98, 1.00, 1.01, 1.01, 1.00, 0.99, 1.00, 1.01, 1.03, 1.03)


def actuals() -> dict[str, Series]:
    """Every KPI's actuals from April 2023 on; percentages are shares (0.018)."""
    figures = {**_shop(), **_warehouse(), **_people()}
    figures["CONV"] = quotient(figures["ORDERS"], figures["VISITS"])
    figures["ABANDON"] = quotient(figures["ABANDONED"], figures["CARTS"])
    figures["AOV"] = quotient(figures["REVENUE"], figures["ORDERS"])
    figures["CAC"] = quotient(figures["MARKETING"], figures["NEWCUST"])
    figures["RETURNRATE"] = quotient(figures["RETURNS"], figures["ORDERS"])
    figures["ABSENCE"] = quotient(figures["ABSHOURS"], figures["HOURS"])
    figures["GM"] = quotient(figures["GROSSPROFIT"], figures["REVENUE"])
    return figures


def _shop() -> dict[str, Series]:
    outage = {AUG: 0.86, SEP: 0.95, OCT: 0.99}
    visits = rounded(draw("visits", Shape(286_000, 0.07, _SEASON, 0.03), ALL), -1)
    carts = product(visits, draw("carts", Shape(0.0605, 0.02, noise=0.02), ALL))
    rate = draw("orders", Shape(0.0166, 0.045, noise=0.03, shocks=outage), ALL)
    orders = product(visits, rate)
    basket = draw("basket", Shape(82.4, 0.028, _GIFTS, 0.012), ALL)
    revenue = product(orders, basket)
    new_share = draw("new", Shape(0.452, 0.005, noise=0.03), ALL)
    newcust = product(orders, new_share)
    cost = draw("cac", Shape(18.3, 0.055, noise=0.04, shocks={AUG: 1.12, SEP: 1.06}), ALL)
    margin = draw("margin", Shape(0.402, 0.012, noise=0.012, shocks={AUG: 0.975}), ALL)
    wrong = {AUG: 1.24, SEP: 1.10}
    returns = product(orders, draw("returns", Shape(0.094, -0.04, noise=0.05, shocks=wrong), ALL))
    return {
        "VISITS": visits,
        "CARTS": carts,
        "ORDERS": orders,
        "ABANDONED": {month: carts[month] - orders[month] for month in ALL},
        "NEWCUST": newcust,
        "MARKETING": product(newcust, cost),
        "RETURNS": returns,
        "REVENUE": revenue,
        "GROSSPROFIT": product(revenue, margin),
    }


def _warehouse() -> dict[str, Series]:
    moved = Period(2025, 10)
    level = {month: 0.79 if month >= moved else 1.0 for month in ALL}
    slow = {AUG: 1.34, SEP: 1.13}
    days = draw("delivery", Shape(3.42, -0.01, noise=0.06, shocks=slow), ALL)
    busy = (1.06, 1.04, 1.0, 0.98, 0.93, 0.92, 0.9, 0.98, 1.04, 1.1, 1.04, 0.96)
    up = draw("uptime", Shape(1.0, noise=1.0), ALL)
    return {
        "DELIVERY": {month: round(days[month] * level[month], 1) for month in ALL},
        "STOCKCOVER": rounded(draw("stock", Shape(40, -0.01, busy, 0.07), ALL)),
        "UPTIME": {m: 0.9871 if m == AUG else round(0.9994 + (up[m] - 1) / 2000, 4) for m in ALL},
        "CO2": rounded(draw("co2", Shape(2.02, -0.085, noise=0.025), ALL), 2),
    }


def _people() -> dict[str, Series]:
    headcount = rounded(draw("heads", Shape(88, 0.062), ALL))
    hours = {month: heads * 150 for month, heads in headcount.items()}
    flu = (1.35, 1.3, 1.1, 0.95, 0.9, 0.85, 0.85, 0.9, 0.95, 1.0, 1.1, 1.2)
    absent = product(hours, draw("absent", Shape(0.0262, 0.02, flu, 0.08), ALL))
    accidents = [0, 1, 0, 0, 2, 0, 1, 0, 3, 1, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0, 1, 0, 0, 0]
    accidents += [0, 0, 1, 0, 0, 0, 0, 2, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0]
    nps = [38, 37, 39, 38, 41, 40, 43, 42, 45, 44, 47, 49, 50, 43]
    return {
        "HEADCOUNT": headcount,
        "HOURS": hours,
        "ABSHOURS": absent,
        "ACCIDENTS": listed(BEFORE[0], accidents),
        "NPS": listed(Period(2023, 6), nps, step=3),
        "CASH": rounded(draw("cash", Shape(1_480_000, 0.11, _SEASON, 0.05), ALL), -3),
    }


def targets(actual: dict[str, Series]) -> dict[str, Series]:
    """What was planned, month by month, to March 2027; a KPI's row ends where its goal begins."""
    revenue = _on_last_year(actual["REVENUE"], 1.15)
    margin = _yearly({2025: 0.405, 2026: 0.41, 2027: 0.415})
    figures: dict[str, Series] = {
        "REVENUE": revenue,
        "GROSSPROFIT": {month: round(revenue[month] * margin[month]) for month in PLANNED},
        "CONV": _yearly({2025: 0.0172, 2026: 0.0179, 2027: 0.0188}),
        "ABANDON": _until(_GOALS["ABANDON"], {2025: 0.725, 2026: 0.715, 2027: 0.695}),
        "AOV": _until(_GOALS["AOV"], {2025: 84, 2026: 88}),
        "NPS": _quarterly({2025: 40, 2026: 44, 2027: 48}),
        "RETURNRATE": _yearly({2025: 0.092, 2026: 0.089, 2027: 0.086}),
        "NEWCUST": _before(_GOALS["NEWCUST"], _on_last_year(actual["NEWCUST"], 1.1)),
        "CAC": _yearly({2025: 19.5, 2026: 20.5, 2027: 21}),
        "ABSENCE": _yearly({2025: 0.028, 2026: 0.027, 2027: 0.027}),
        "ACCIDENTS": dict.fromkeys(PLANNED, 0.0),
        "DELIVERY": _yearly({2025: 3.4, 2026: 3.0, 2027: 2.5}),
        "UPTIME": dict.fromkeys(PLANNED, 0.999),
        "STOCKCOVER low": dict.fromkeys(PLANNED, 30.0),
        "STOCKCOVER high": dict.fromkeys(PLANNED, 45.0),
        "CO2": _until(_GOALS["CO2"], {2025: 1.9, 2026: 1.65}),
        "CASH": rounded(_on_last_year(actual["CASH"], 1.08), -4),
    }
    figures["GM"] = quotient(figures["GROSSPROFIT"], figures["REVENUE"])
    return figures


def budget(actual: dict[str, Series]) -> dict[str, Series]:
    """The budget the board approved for 2026/27: less ambitious than the targets."""
    revenue = within(_on_last_year(actual["REVENUE"], 1.09), Period(2026, 4), Period(2027, 3))
    return {
        "REVENUE": revenue,
        "GROSSPROFIT": {month: round(value * 0.408) for month, value in revenue.items()},
        "MARKETING": {month: round(value * 0.112, -2) for month, value in revenue.items()},
        "CASH": rounded(
            within(_on_last_year(actual["CASH"], 1.05), Period(2026, 4), Period(2027, 3)), -4
        ),
    }


def forecast(actual: dict[str, Series]) -> dict[str, Series]:
    """Management's own estimate of November to March, made after the October close."""
    last_year = {month: actual["REVENUE"][month.shift(-12)] for month in AHEAD}
    revenue = {month: round(value * 1.095, -3) for month, value in last_year.items()}
    orders = {month: round(actual["ORDERS"][month.shift(-12)] * 1.055, -1) for month in AHEAD}
    return {
        "ORDERS": orders,
        "REVENUE": revenue,
        "GROSSPROFIT": {month: round(value * 0.413, -3) for month, value in revenue.items()},
        "CASH": {month: round(actual["CASH"][month.shift(-12)] * 1.09, -4) for month in AHEAD},
    }


def _on_last_year(series: Series, factor: float) -> Series:
    """Last year's month times a factor, to the thousand; where last year is a target too, twice."""
    planned: Series = {}
    for month in PLANNED:
        before = month.shift(-12)
        base = series[before] if before in series else planned[before]
        planned[month] = round(base * factor, -3 if base > 50_000 else -1)
    return planned


def _yearly(by_year: dict[int, float]) -> Series:
    return repeated(PLANNED, by_year, YEAR_OF)


def _until(start: Period, by_year: dict[int, float]) -> Series:
    return _before(start, _yearly(by_year))


def _before(start: Period, series: Series) -> Series:
    """What was typed for the months before a goal's first one."""
    return within(series, PLANNED[0], start.shift(-1))


def _quarterly(by_year: dict[int, float]) -> Series:
    return {m: v for m, v in _yearly(by_year).items() if FISCAL.quarter_end(m) == m}
