"""Writes samples/ecommerce.xlsx: Hobmere Outdoor, an invented web shop, in English."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tools.sample_books import hobmere_figures as figures
from tools.sample_books.figures import Months, Series
from tools.sample_books.months import MonthRow, month_headings, month_rows
from tools.sample_books.paper import Paper, Sheet
from tools.sample_books.wording import Wording, read_wording

_FORMATS = {
    "CONV": "0.00%",
    "ABANDON": "0.0%",
    "RETURNRATE": "0.0%",
    "ABSENCE": "0.0%",
    "UPTIME": "0.00%",
    "GM": "0.0%",
    "AOV": "#,##0.00",
    "CAC": "#,##0.00",
    "DELIVERY": "0.0",
    "CO2": "0.00",
}
_PARTS = {
    "CONV": ("ORDERS", "VISITS"),
    "ABANDON": ("ABANDONED", "CARTS"),
    "AOV": ("REVENUE", "ORDERS"),
    "CAC": ("MARKETING", "NEWCUST"),
    "RETURNRATE": ("RETURNS", "ORDERS"),
    "ABSENCE": ("ABSHOURS", "HOURS"),
    "GM": ("GROSSPROFIT", "REVENUE"),
}
_KEY_WIDTHS = (14, 24, 9)
_BLUE_IS_TYPED = "Blue: typed in. Black: calculated. One column a month."


def write(path: Path) -> None:
    """Write the whole workbook to ``path``."""
    words = read_wording("hobmere")
    actual = figures.actuals()
    paper = Paper(path, words.style, words.properties)
    for sheet in (
        words.settings,
        words.kpis,
        _month_sheet(words, "Actuals", actual, figures.CLOSED),
        _targets(words, figures.targets(actual)),
        words.tables["Goals"],
        _month_sheet(words, "Prior year", actual, figures.BEFORE),
        _month_sheet(words, "Forecast", figures.forecast(actual), figures.AHEAD),
        _month_sheet(words, "Budget", figures.budget(actual), _budget_months()),
        *(words.tables[name] for name in _LAST_SHEETS),
    ):
        paper.add(sheet)
    paper.close()


_LAST_SHEETS = ("Benchmarks", "Comments", "Actions", "Events", "Recipients")


def _month_sheet(words: Wording, name: str, series: dict[str, Series], months: Months) -> Sheet:
    """A column a month; ratios are calculated where their parts are on the sheet too."""
    lines = [_line(words, kpi, series) for kpi in words.kpi_names if kpi in series]
    return _page(name, ["KPI", "Name"], lines, months)


def _targets(words: Wording, series: dict[str, Series]) -> Sheet:
    """As ``_month_sheet``, with a column that says which end of a band a line is."""
    lines: list[MonthRow] = []
    for kpi in words.kpi_names:
        bounds = [bound for bound in ("low", "high") if f"{kpi} {bound}" in series]
        keys = [kpi, words.kpi_names[kpi]]
        lines += [MonthRow([*keys, bound], series[f"{kpi} {bound}"]) for bound in bounds]
        if kpi in series:
            line = _line(words, kpi, series)
            lines.append(replace(line, keys=[*keys, ""]))
    return _page("Targets", ["KPI", "Name", "Bound"], lines, figures.PLANNED)


def _line(words: Wording, kpi: str, series: dict[str, Series]) -> MonthRow:
    return MonthRow(
        keys=[kpi, words.kpi_names[kpi]],
        figures=series[kpi],
        number_format=_FORMATS.get(kpi, "#,##0"),
        parts=_parts_on_sheet(kpi, series),
    )


def _page(name: str, keys: list[str], lines: list[MonthRow], months: Months) -> Sheet:
    return Sheet(
        name=name,
        title=f"Hobmere Outdoor – {name.lower()}",
        note=_BLUE_IS_TYPED,
        headings=month_headings(keys, months),
        rows=month_rows(lines, months),
        widths=[*_KEY_WIDTHS[: len(keys)], *[10.5] * len(months)],
        frozen_columns=len(keys),
    )


def _parts_on_sheet(kpi: str, series: dict[str, Series]) -> tuple[str, str] | None:
    parts = _PARTS.get(kpi)
    return parts if parts and all(part in series for part in parts) else None


def _budget_months() -> Months:
    return tuple(month for month in figures.PLANNED if figures.YEAR_OF[month] == 2027)
