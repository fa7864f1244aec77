"""The names of the sheets that list something, and of their columns: data, not code."""

from __future__ import annotations

from kpireport.workbook import choices as values
from kpireport.workbook.choices import Names
from kpireport.workbook.sheet_schema import Column, SheetSchema, column

_KPI = column("kpi", "KPI", "Indicateur", "ID", "Code", "KPI ID", "Name", "Nom", "Identifiant")

GOALS = SheetSchema(
    "goals",
    Names("Goals", "Engagements", ("Goal", "Engagement")),
    (
        _KPI,
        column("change", "Change", "Variation", "Évolution"),
        column("level", "Level", "Niveau"),
        column("start", "Start", "Début", "From"),
        column("by", "By", "Échéance", "D’ici", "D’ici à", "Until", "End", "Fin"),
        column("path", "Path", "Trajectoire", "Chemin", choices=values.GOAL_PATH),
    ),
    required=("kpi", "start", "by"),
)

BENCHMARKS = SheetSchema(
    "benchmarks",
    Names("Benchmarks", "Repères", ("Benchmark", "Repère")),
    (
        column(
            "metric",
            "KPI or metric",
            "Indicateur ou mesure",
            "KPI",
            "Metric",
            "Indicateur",
            "Mesure",
        ),
        column("industry", "Industry", "Secteur", "Sector"),
        column("statistic", "Statistic", "Statistique"),
        column("value", "Value", "Valeur"),
        column("unit", "Unit", "Unité"),
        column("source", "Source", "Source"),
        column("as_of", "As of", "À la date de", "Date", "En date de", "Period", "Période"),
        column("geography", "Geography", "Géographie", "Zone", "Country", "Pays"),
        column("sample_size", "Sample size", "Échantillon", "Taille de l’échantillon", "Sample"),
        column("url", "URL", "Lien", "Link", "Source URL", "Adresse"),
    ),
    required=("metric", "value"),
    stops=False,
)

COMMENTS = SheetSchema(
    "comments",
    Names("Comments", "Commentaires", ("Comment", "Commentaire", "Commentary")),
    (
        _KPI,
        column("period", "Period", "Période", "Month", "Mois", "Date"),
        column("author", "Author", "Auteur"),
        column("text", "Text", "Texte", "Comment", "Commentaire"),
    ),
    required=("text",),
    stops=False,
)

ACTIONS = SheetSchema(
    "actions",
    Names("Actions", "Actions", ("Action", "Action plan", "Plan d’action", "Plan d’actions")),
    (
        _KPI,
        column("action", "Action", "Action", "Actions"),
        column("owner", "Owner", "Responsable", "Who", "Qui", "Pilote"),
        column("due", "Due", "Échéance", "Due date", "Deadline", "Date limite"),
        column("status", "Status", "Statut", "État", "State"),
    ),
    required=("action",),
    stops=False,
)

EVENTS = SheetSchema(
    "events",
    Names("Events", "Événements", ("Event", "Événement")),
    (
        column("date", "Date", "Date", "On", "Le"),
        Column("kpi", Names("KPI", "Indicateur", (*_KPI.names.also, "KPI or all"))),
        column("label", "Label", "Libellé", "Event", "Événement", "Description"),
        column("rebase", "Rebase", "Nouvelle base", "Recalage", "Rebaser"),
    ),
    required=("date",),
)

RECIPIENTS = SheetSchema(
    "recipients",
    Names("Recipients", "Destinataires", ("Recipient", "Destinataire")),
    (
        column("name", "Name", "Nom"),
        column("email", "E-mail", "Courriel", "Mail", "E-mail address", "Adresse e-mail"),
        column("scope", "Scope", "Périmètre", "Portée"),
        column("formats", "Formats", "Formats", "Format"),
        column("language", "Language", "Langue", choices=values.LANGUAGE),
    ),
    required=("email",),
    stops=False,
)

RATES = SheetSchema(
    "rates",
    Names(
        "Rates",
        "Taux de change",
        ("Exchange rates", "Currency rates", "FX", "FX rates", "Cours de change"),
    ),
    (
        column("currency", "Currency", "Devise", "From", "Monnaie", "De"),
        column("period", "Period", "Période", "Month", "Mois", "Date"),
        column("average", "Average", "Moyen", "Average rate", "Taux moyen", "Cours moyen"),
        column(
            "closing",
            "Closing",
            "Clôture",
            "Closing rate",
            "Taux de clôture",
            "Cours de clôture",
            "Month end",
            "Fin de mois",
        ),
        column("to", "To", "Vers", "Into", "En"),
    ),
    required=("currency", "period"),
    stops=False,
)
