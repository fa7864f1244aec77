"""The names of the sheets with a figure per KPI and month, and of their columns: data, not code."""

from __future__ import annotations

from kpireport.workbook import choices as values
from kpireport.workbook.choices import Names
from kpireport.workbook.sheet_schema import SheetSchema, column

_FIGURE_COLUMNS = (
    column("id", "ID", "Code", "KPI ID", "KPI code", "Code KPI", "Identifiant", "Identifier"),
    column("kpi", "KPI", "Indicateur", "KPIs", "Indicateurs", "Indicator"),
    column("name", "Name", "Nom", "KPI name", "Libellé", "Intitulé", "Nom de l’indicateur"),
    column("period", "Period", "Période", "Month", "Mois", "Date"),
    column("year", "Year", "Année", "Fiscal year", "Exercice"),
    column("entity", "Entity", "Entité", "Company", "Société", "Site", "Filiale"),
    column("provisional", "Provisional", "Provisoire", "Preliminary"),
    column("note", "Note", "Note", "Notes", "Remark", "Remarque", "Comment", "Commentaire"),
)

ACTUALS = SheetSchema(
    "actuals",
    Names(
        "Actuals",
        "Réalisé",
        ("Actual", "Réel", "Réels", "Réalisés", "Réalisations", "Actual figures"),
    ),
    (
        *_FIGURE_COLUMNS,
        column("value", "Actual", "Réalisé", "Actuals", "Réel", "Value", "Valeur"),
    ),
    figures=True,
)

TARGETS = SheetSchema(
    "targets",
    Names("Targets", "Objectifs", ("Target", "Objectif", "Cibles", "Cible")),
    (
        *_FIGURE_COLUMNS,
        column("value", "Target", "Objectif", "Targets", "Cible", "Value", "Valeur"),
        column("low", "Low", "Bas", "Lower", "Min", "Minimum", "Borne basse", "Plancher"),
        column("high", "High", "Haut", "Upper", "Max", "Maximum", "Borne haute", "Plafond"),
        column("from", "From", "À partir de", "Valid from", "Since", "Depuis", "Dès", "Début"),
        column("bound", "Bound", "Borne", choices=values.BOUND),
    ),
    figures=True,
)

PRIOR_YEAR = SheetSchema(
    "prior_year",
    Names(
        "Prior year",
        "N-1",
        (
            "Previous year",
            "Last year",
            "PY",
            "Année N-1",
            "Année précédente",
            "Exercice précédent",
            "An dernier",
            "Actuals N-1",
            "Réalisé N-1",
            "Réel N-1",
        ),
    ),
    (
        *_FIGURE_COLUMNS,
        column("value", "Prior year", "N-1", "Actual", "Réalisé", "Réel", "Value", "Valeur"),
    ),
    figures=True,
)

FORECAST = SheetSchema(
    "forecast",
    Names("Forecast", "Prévision", ("Forecasts", "Prévisions", "Atterrissage", "Atterrissages")),
    (
        *_FIGURE_COLUMNS,
        column("value", "Forecast", "Prévision", "Atterrissage", "Value", "Valeur"),
        column("version", "Version", "Version"),
    ),
    figures=True,
)

BUDGET = SheetSchema(
    "budget",
    Names("Budget", "Budget", ("Budgets",)),
    (*_FIGURE_COLUMNS, column("value", "Budget", "Budget", "Value", "Valeur")),
    figures=True,
)

STOPPING_SHEETS = ("actuals", "targets")
"""A figure or a month lost from these changes a status; elsewhere only a comparison misses it."""
