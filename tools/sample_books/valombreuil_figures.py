"""Maison Valombreuil, an invented chain of homeware shops: thirty-three months of figures.

The story: the shops hold, the web grows, and in June 2026 a late container leaves shelves empty
for two months. Turnover is in thousands of euros, to one decimal, as its accountants type it.
"""

from __future__ import annotations

from kpireport.model.period import FiscalCalendar, Period
from tools.sample_books.figures import Series, Shape, draw, listed, product, quotient, rounded
from tools.sample_books.months import month_range

FISCAL = FiscalCalendar(start_month=2, named_by="start")
BEFORE = month_range("2023-02", "2024-01")
CLOSED = month_range("2024-02", "2026-10")
AHEAD = month_range("2026-11", "2027-01")
BUDGETED = month_range("2026-02", "2027-01")
ALL = (*BEFORE, *CLOSED)

JUN, JUL = Period(2026, 6), Period(2026, 7)
_SHOPS = (1.08, 0.82, 0.90, 0.92, 0.97, 0.95, 0.98, 0.76, 0.94, 1.00, 1.16, 1.66)
_HEATING = (1.45, 1.38, 1.16, 0.92, 0.74, 0.72, 0.80, 0.80, 0.72, 0.90, 1.18, 1.36)


def actuals() -> dict[str, Series]:
    """Every KPI's actuals from February 2023 on, percentages in percent; FORMATION cumulated."""
    figures = {**_sales(), **_people(), **_shelves()}
    figures["TRANSFO"] = rounded(quotient(figures["TICKETS"], figures["ENTREES"], 100), 6)
    figures["PANIER"] = rounded(quotient(figures["CA_MAG"], figures["TICKETS"], 1000), 6)
    figures["ABSENT"] = rounded(quotient(figures["H_ABS"], figures["H_CONTRAT"], 100), 6)
    figures["MARGE"] = rounded(quotient(figures["MB"], figures["CA"], 100), 6)
    return figures


def _sales() -> dict[str, Series]:
    empty_shelves = {JUN: 0.93, JUL: 0.95}
    visitors = rounded(draw("entrees", Shape(312_000, -0.012, _SHOPS, 0.025), ALL), -1)
    rate = draw("tickets", Shape(0.198, 0.008, noise=0.02, shocks=empty_shelves), ALL)
    tickets = product(visitors, rate)
    basket = draw("panier", Shape(41.6, 0.021, noise=0.015), ALL)
    shops = {month: round(tickets[month] * basket[month] / 1000, 1) for month in ALL}
    web = rounded(draw("web", Shape(318, 0.17, _SHOPS, 0.05), ALL), 1)
    total = {month: round(shops[month] + web[month], 1) for month in ALL}
    margin = draw("marge", Shape(0.531, 0.004, noise=0.012, shocks={JUL: 0.985}), ALL)
    return {
        "CA": total,
        "CA_MAG": shops,
        "CA_WEB": web,
        "MB": product(total, margin, 1),
        "ENTREES": visitors,
        "TICKETS": tickets,
        "TRESO": rounded(draw("treso", Shape(3_150, 0.03, _SHOPS, 0.05), ALL), 0),
    }


def _people() -> dict[str, Series]:
    staff = rounded(draw("effectif", Shape(268, 0.012, noise=0.008), ALL))
    hours = {month: heads * 141 for month, heads in staff.items()}
    winter = (1.3, 1.25, 1.1, 0.95, 0.9, 0.85, 0.8, 0.8, 0.95, 1.0, 1.1, 1.25)
    absent = product(hours, draw("absences", Shape(0.052, 0.03, winter, 0.06), ALL))
    accidents = [1, 0, 0, 1, 0, 0, 0, 0, 1, 2, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 2, 0]
    accidents += [0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    lessons = rounded(draw("formation", Shape(142, 0.05, noise=0.45), ALL))
    nps = [31, 33, 32, 35, 34, 36, 35, 38, 37, 40, 41, 42, 41, 36, 39]
    return {
        "EFFECTIF": staff,
        "H_CONTRAT": hours,
        "H_ABS": absent,
        "ACCIDENTS": listed(BEFORE[0], accidents),
        "FORMATION": _cumulated(lessons),
        "NPS": listed(Period(2023, 4), nps, step=3),
    }


def _shelves() -> dict[str, Series]:
    late = {JUN: 1.62, JUL: 1.48, Period(2026, 8): 1.15}
    return {
        "RUPTURE": rounded(draw("rupture", Shape(5.4, -0.06, noise=0.07, shocks=late), ALL), 1),
        "COUVERTURE": rounded(draw("couverture", Shape(84, -0.01, noise=0.09), ALL)),
        "DEMARQUE": rounded(draw("demarque", Shape(1.46, -0.04, noise=0.08), ALL), 2),
        "ENERGIE": rounded(draw("energie", Shape(205, -0.07, _HEATING, 0.035), ALL), 1),
        "REPONSE": rounded(draw("reponse", Shape(30, -0.05, noise=0.12, shocks={JUL: 1.3}), ALL)),
    }


def _cumulated(series: Series) -> Series:
    """Running totals since each fiscal year began."""
    running: Series = {}
    for month, value in series.items():
        before = running.get(month.shift(-1), 0.0)
        running[month] = value + (0.0 if FISCAL.year_start(month) == month else before)
    return running


def budget(actual: dict[str, Series]) -> dict[str, Series]:
    """The budget of exercise 2026, month by month."""
    sales = {m: round(_last_known(actual["CA"], m) * 1.035, 0) for m in BUDGETED}
    return {
        "CA": sales,
        "MB": {month: round(value * 0.535, 0) for month, value in sales.items()},
        "TRESO": {m: round(_last_known(actual["TRESO"], m) * 1.02, -1) for m in BUDGETED},
    }


def forecast(actual: dict[str, Series]) -> dict[str, Series]:
    """Management's estimate of November to January."""
    sales = {m: round(actual["CA"][m.shift(-12)] * 1.028, 0) for m in AHEAD}
    return {
        "CA": sales,
        "MB": {month: round(value * 0.536, 0) for month, value in sales.items()},
        "TRESO": {m: round(actual["TRESO"][m.shift(-12)] * 1.03, -1) for m in AHEAD},
    }


def _last_known(series: Series, month: Period) -> float:
    return series[month.shift(-12)]
