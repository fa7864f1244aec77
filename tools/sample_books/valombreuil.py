"""Writes samples/retail_fr.xlsx: Maison Valombreuil, an invented chain of shops, in French.

Its Réalisé sheet has a line a KPI and month, as people append them, and a few figures typed as
French text (``20,3``, ``2 678,0``).
"""

from __future__ import annotations

from pathlib import Path

from kpireport.model.period import Period
from tools.sample_books import valombreuil_figures as figures
from tools.sample_books.figures import Months, Series
from tools.sample_books.months import MonthRow, month_rows
from tools.sample_books.paper import Cell, Paper, Row, Sheet, Value, month_date
from tools.sample_books.wording import Wording, read_wording

_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
_ONE_DECIMAL = {"CA", "CA_MAG", "CA_WEB", "MB", "RUPTURE", "ENERGIE"}
_TWO_DECIMALS = {"TRANSFO", "PANIER", "ABSENT", "MARGE", "DEMARQUE"}
_TYPED_AS_TEXT = {
    ("CA_MAG", Period(2026, 10)): "2 678,0",
    ("RUPTURE", Period(2026, 9)): "4,3",
    ("MB", Period(2026, 8)): "1 317,5",
    ("REPONSE", Period(2024, 3)): "n.d.",
}
_PROVISIONAL = {("DEMARQUE", Period(2026, 10)): "Inventaire de fin d'exercice à venir"}


def write(path: Path) -> None:
    """Write the whole workbook to ``path``."""
    words = read_wording("valombreuil")
    actual = figures.actuals()
    before = {kpi: series for kpi, series in actual.items() if kpi != "FORMATION"}
    paper = Paper(path, words.style, words.properties)
    for sheet in (
        words.settings,
        words.kpis,
        _actuals(words, actual),
        words.tables["Objectifs"],
        words.tables["Engagements"],
        _month_sheet(words, "N-1", before, figures.BEFORE),
        _forecast(figures.forecast(actual)),
        _month_sheet(words, "Budget", figures.budget(actual), figures.BUDGETED),
        *(words.tables[name] for name in _LAST_SHEETS),
    ):
        paper.add(sheet)
    paper.close()


_LAST_SHEETS = ("Repères", "Commentaires", "Actions", "Événements", "Destinataires")


def _actuals(words: Wording, actual: dict[str, Series]) -> Sheet:
    """A row a month and KPI, month after month as each close added them."""
    rows: list[Row] = [
        _typed_row(kpi, month, actual[kpi][month])
        for month in figures.CLOSED
        for kpi in words.kpi_names
        if month in actual[kpi]
    ]
    return Sheet(
        name="Réalisé",
        title="Maison Valombreuil – réalisé",
        note="Une ligne par indicateur et par mois, ajoutée à chaque clôture.",
        headings=["Code", "Période", "Réalisé", "Provisoire", "Remarque"],
        rows=rows,
        widths=[14, 12, 14, 11, 40],
        choices={"Provisoire": ["oui", "non"]},
        filtered=True,
    )


def _typed_row(kpi: str, month: Period, value: float) -> Row:
    typed: Value = _TYPED_AS_TEXT.get((kpi, month), value)
    remark = _PROVISIONAL.get((kpi, month))
    figure = Cell(typed, _number_format(kpi))
    return [kpi, _month_cell(month), figure, "oui" if remark else None, remark]


def _forecast(series: dict[str, Series]) -> Sheet:
    rows: list[Row] = [
        [kpi, french_month(month), Cell(value, _number_format(kpi)), "Atterrissage octobre"]
        for kpi, figures_by_month in series.items()
        for month, value in figures_by_month.items()
    ]
    return Sheet(
        name="Prévision",
        title="Maison Valombreuil – prévision",
        note="Estimation de la direction après la clôture d'octobre.",
        headings=["Code", "Période", "Prévision", "Version"],
        rows=rows,
        widths=[14, 12, 14, 24],
    )


def _month_sheet(words: Wording, name: str, series: dict[str, Series], months: Months) -> Sheet:
    lines = [
        MonthRow([kpi, words.kpi_names[kpi]], series[kpi], _number_format(kpi))
        for kpi in words.kpi_names
        if kpi in series
    ]
    return Sheet(
        name=name,
        title=f"Maison Valombreuil – {name}",
        headings=["Code", "Indicateur", *(french_month(month) for month in months)],
        rows=month_rows(lines, months),
        widths=[14, 26, *[10.5] * len(months)],
        frozen_columns=2,
    )


def french_month(period: Period) -> str:
    """``oct. 2026``, as it is typed."""
    return f"{_MONTHS[period.month - 1]} {period.year}"


def _month_cell(month: Period) -> Cell:
    return Cell(month_date(month), "mmm yyyy")


def _number_format(kpi: str) -> str:
    if kpi in _TWO_DECIMALS:
        return "#,##0.00"
    return "#,##0.0" if kpi in _ONE_DECIMAL else "#,##0"
