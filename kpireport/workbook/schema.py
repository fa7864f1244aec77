"""The sheets of a workbook: what they are called in both languages, and which columns they have.

Data, not code: a sheet, column, setting or value is recognised by any of its names, compared
without case, accents, spaces or punctuation. The first English and French names are the ones the
documentation and the starter workbooks use.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kpireport.workbook import choices as values
from kpireport.workbook.choices import Choice, Names
from kpireport.workbook.texts import normalise


@dataclass(frozen=True)
class Column:
    """A column, or a row of the Settings sheet. ``choices`` are the only values it takes."""

    key: str
    names: Names
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class SheetSchema:
    """A sheet.

    ``figures`` holds for those with a figure per KPI and period. Without its ``required``
    columns a sheet can't be read; ``stops`` says whether that stops the report.
    """

    key: str
    names: Names
    columns: tuple[Column, ...]
    figures: bool = False
    required: tuple[str, ...] = ()
    stops: bool = True

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {name: column for column in self.columns for name in column.names.normalised}

    def find(self, header: str) -> Column | None:
        """The column that a header names, or None."""
        return self._by_name.get(normalise(header))

    def column(self, key: str) -> Column:
        """The column of that key; ``KeyError`` where the sheet has none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def column_names(self) -> tuple[str, ...]:
        """Every column's two main names, for suggestions."""
        return tuple(
            dict.fromkeys(n for c in self.columns for n in (c.names.english, c.names.french))
        )


def _column(
    key: str,
    english: str,
    french: str,
    *also: str,
    choices: tuple[Choice, ...] = (),
) -> Column:
    return Column(key, Names(english, french, also), choices)


SETTINGS = SheetSchema(
    "settings",
    Names("Settings", "Paramètres", ("Setting", "Paramètre", "Parameters", "Réglages", "Config")),
    (
        _column("organisation", "Organisation", "Organisation", "Organization", "Entreprise"),
        _column("entity", "Entity", "Entité"),
        _column("title", "Title", "Titre"),
        _column("currency", "Currency", "Devise", "Monnaie"),
        _column(
            "fiscal_year_start",
            "Fiscal year start",
            "Début d’exercice",
            "Début de l’exercice",
            "Premier mois de l’exercice",
            "Fiscal year starts",
            "Fiscal year start month",
        ),
        _column(
            "fiscal_year_label",
            "Fiscal year label",
            "Nom de l’exercice",
            "Libellé de l’exercice",
            "Fiscal year named by",
            choices=values.FISCAL_YEAR_LABEL,
        ),
        _column(
            "closed_through",
            "Closed through",
            "Clos jusqu’à",
            "Clôturé jusqu’à",
            "Dernier mois clos",
            "Dernier mois clôturé",
            "Last closed month",
            "Closed to",
        ),
        _column("language", "Language", "Langue", choices=values.LANGUAGE),
        _column("industry", "Industry", "Secteur", "Secteur d’activité", "Sector"),
        _column("green_from", "Green from", "Vert à partir de", "Vert dès", "Green threshold"),
        _column(
            "amber_from",
            "Amber from",
            "Orange à partir de",
            "Orange dès",
            "Ambre à partir de",
            "Amber threshold",
        ),
        _column("overall_score", "Overall score", "Score global", "Note globale"),
        _column("accent_colour", "Accent colour", "Couleur d’accent", "Accent color", "Couleur"),
        _column("logo", "Logo", "Logo"),
        _column("confidentiality", "Confidentiality", "Confidentialité"),
        _column("prepared_by", "Prepared by", "Préparé par", "Établi par"),
        _column(
            "alert_on",
            "Alert on",
            "Alerter sur",
            "Alerts",
            "Alertes",
            "Alert rules",
            "Règles d’alerte",
            "Alert",
            "Alerte",
        ),
    ),
)

KPIS = SheetSchema(
    "kpis",
    Names(
        "KPIs",
        "Indicateurs",
        ("KPI", "Indicateur", "Indicators", "Indicator", "Indicateurs clés", "KPI list"),
    ),
    (
        _column("id", "ID", "Code", "KPI ID", "KPI code", "Code KPI", "Identifiant", "Identifier"),
        _column(
            "name",
            "Name",
            "Indicateur",
            "KPI",
            "KPI name",
            "Indicator",
            "Nom",
            "Libellé",
            "Intitulé",
        ),
        _column("category", "Category", "Catégorie", "Family", "Famille", "Perspective", "Axe"),
        _column("unit", "Unit", "Unité", "Units", "Unité de mesure", "Unit of measure"),
        _column("decimals", "Decimals", "Décimales", "Decimal places", "Nombre de décimales"),
        _column("owner", "Owner", "Responsable", "Who", "Qui", "Pilote"),
        _column("purpose", "Purpose", "Pourquoi", "Why", "Purpose (why)", "Finalité"),
        _column("method", "Method", "Comment", "How", "Method (how)", "Méthode"),
        _column("definition", "Definition", "Définition", "Description"),
        _column("source", "Source", "Source", "Data source", "Source des données"),
        _column("due", "Due", "Échéance", "Due date", "Deadline", "Date limite"),
        _column("review", "Review", "Revue", "Reviewed"),
        _column("weight", "Weight", "Poids", "Weighting", "Pondération"),
        _column("headline", "Headline", "Clé", "Key KPI", "Indicateur clé", "KPI clé"),
        _column("report", "Report", "Publier", "Publish", "Published", "Publié"),
        _column("parent", "Parent", "Parent", "Parent KPI", "Parent ID", "Indicateur parent"),
        _column("benchmark", "Benchmark", "Repère"),
        _column("direction", "Direction", "Sens", choices=values.DIRECTION),
        _column("aggregation", "Aggregation", "Agrégation", choices=values.AGGREGATION),
        _column("numerator", "Numerator", "Numérateur"),
        _column("denominator", "Denominator", "Dénominateur"),
        _column("multiplier", "Multiplier", "Multiplicateur"),
        _column("frequency", "Frequency", "Fréquence", "Périodicité", choices=values.FREQUENCY),
        _column(
            "actuals_input",
            "Actuals input",
            "Saisie réalisé",
            "Actual input",
            "Saisie du réalisé",
            "Saisie réel",
            choices=values.INPUT_BASIS,
        ),
        _column(
            "targets_input",
            "Targets input",
            "Saisie objectif",
            "Target input",
            "Saisie objectifs",
            "Saisie de l’objectif",
            "Saisie cible",
            choices=values.INPUT_BASIS,
        ),
        _column(
            "target_per",
            "Target per",
            "Objectif par",
            "Targets per",
            "Cible par",
            choices=values.TARGET_SPAN,
        ),
        _column("phasing", "Phasing", "Phasage", choices=values.PHASING),
        _column(
            "attainment", "Attainment", "Atteinte", "Attainment method", choices=values.ATTAINMENT
        ),
        _column("baseline", "Baseline", "Valeur de départ", "Base value"),
        _column("baseline_date", "Baseline date", "Date de départ", "Base date"),
        _column("tolerance", "Tolerance", "Tolérance"),
        _column("roll_up", "Roll-up", "Cumul des enfants", choices=values.ROLL_UP),
        _column("group", "Group", "Groupe", "Group rule", choices=values.GROUP_RULE),
        _column("process", "Process", "Processus", choices=values.PROCESS),
        _column("seasonal", "Seasonal", "Saisonnier", "Seasonality", "Saisonnalité"),
    ),
)

_FIGURE_COLUMNS = (
    _column("id", "ID", "Code", "KPI ID", "KPI code", "Code KPI", "Identifiant", "Identifier"),
    _column("kpi", "KPI", "Indicateur", "KPIs", "Indicateurs", "Indicator"),
    _column("name", "Name", "Nom", "KPI name", "Libellé", "Intitulé", "Nom de l’indicateur"),
    _column("period", "Period", "Période", "Month", "Mois", "Date"),
    _column("year", "Year", "Année", "Fiscal year", "Exercice"),
    _column("entity", "Entity", "Entité", "Company", "Société", "Site", "Filiale"),
    _column("provisional", "Provisional", "Provisoire", "Preliminary"),
    _column("note", "Note", "Note", "Notes", "Remark", "Remarque", "Comment", "Commentaire"),
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
        _column("value", "Actual", "Réalisé", "Actuals", "Réel", "Value", "Valeur"),
    ),
    figures=True,
)

TARGETS = SheetSchema(
    "targets",
    Names("Targets", "Objectifs", ("Target", "Objectif", "Cibles", "Cible")),
    (
        *_FIGURE_COLUMNS,
        _column("value", "Target", "Objectif", "Targets", "Cible", "Value", "Valeur"),
        _column("low", "Low", "Bas", "Lower", "Min", "Minimum", "Borne basse", "Plancher"),
        _column("high", "High", "Haut", "Upper", "Max", "Maximum", "Borne haute", "Plafond"),
        _column("from", "From", "À partir de", "Valid from", "Since", "Depuis", "Dès", "Début"),
        _column("bound", "Bound", "Borne", choices=values.BOUND),
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
        _column("value", "Prior year", "N-1", "Actual", "Réalisé", "Réel", "Value", "Valeur"),
    ),
    figures=True,
)

FORECAST = SheetSchema(
    "forecast",
    Names("Forecast", "Prévision", ("Forecasts", "Prévisions", "Atterrissage", "Atterrissages")),
    (
        *_FIGURE_COLUMNS,
        _column("value", "Forecast", "Prévision", "Atterrissage", "Value", "Valeur"),
        _column("version", "Version", "Version"),
    ),
    figures=True,
)

BUDGET = SheetSchema(
    "budget",
    Names("Budget", "Budget", ("Budgets",)),
    (*_FIGURE_COLUMNS, _column("value", "Budget", "Budget", "Value", "Valeur")),
    figures=True,
)

_KPI = _column("kpi", "KPI", "Indicateur", "ID", "Code", "KPI ID", "Name", "Nom", "Identifiant")

GOALS = SheetSchema(
    "goals",
    Names("Goals", "Engagements", ("Goal", "Engagement")),
    (
        _KPI,
        _column("change", "Change", "Variation", "Évolution"),
        _column("level", "Level", "Niveau"),
        _column("start", "Start", "Début", "From"),
        _column("by", "By", "Échéance", "D’ici", "D’ici à", "Until", "End", "Fin"),
        _column("path", "Path", "Trajectoire", "Chemin", choices=values.GOAL_PATH),
    ),
    required=("kpi", "start", "by"),
)

BENCHMARKS = SheetSchema(
    "benchmarks",
    Names("Benchmarks", "Repères", ("Benchmark", "Repère")),
    (
        _column(
            "metric",
            "KPI or metric",
            "Indicateur ou mesure",
            "KPI",
            "Metric",
            "Indicateur",
            "Mesure",
        ),
        _column("industry", "Industry", "Secteur", "Sector"),
        _column("statistic", "Statistic", "Statistique"),
        _column("value", "Value", "Valeur"),
        _column("unit", "Unit", "Unité"),
        _column("source", "Source", "Source"),
        _column("as_of", "As of", "À la date de", "Date", "En date de", "Period", "Période"),
        _column("geography", "Geography", "Géographie", "Zone", "Country", "Pays"),
        _column("sample_size", "Sample size", "Échantillon", "Taille de l’échantillon", "Sample"),
        _column("url", "URL", "Lien", "Link", "Source URL", "Adresse"),
    ),
    required=("metric", "value"),
    stops=False,
)

COMMENTS = SheetSchema(
    "comments",
    Names("Comments", "Commentaires", ("Comment", "Commentaire", "Commentary")),
    (
        _KPI,
        _column("period", "Period", "Période", "Month", "Mois", "Date"),
        _column("author", "Author", "Auteur"),
        _column("text", "Text", "Texte", "Comment", "Commentaire"),
    ),
    required=("text",),
    stops=False,
)

ACTIONS = SheetSchema(
    "actions",
    Names("Actions", "Actions", ("Action", "Action plan", "Plan d’action", "Plan d’actions")),
    (
        _KPI,
        _column("action", "Action", "Action", "Actions"),
        _column("owner", "Owner", "Responsable", "Who", "Qui", "Pilote"),
        _column("due", "Due", "Échéance", "Due date", "Deadline", "Date limite"),
        _column("status", "Status", "Statut", "État", "State"),
    ),
    required=("action",),
    stops=False,
)

EVENTS = SheetSchema(
    "events",
    Names("Events", "Événements", ("Event", "Événement")),
    (
        _column("date", "Date", "Date", "On", "Le"),
        Column("kpi", Names("KPI", "Indicateur", (*_KPI.names.also, "KPI or all"))),
        _column("label", "Label", "Libellé", "Event", "Événement", "Description"),
        _column("rebase", "Rebase", "Nouvelle base", "Recalage", "Rebaser"),
    ),
    required=("date",),
)

RECIPIENTS = SheetSchema(
    "recipients",
    Names("Recipients", "Destinataires", ("Recipient", "Destinataire")),
    (
        _column("name", "Name", "Nom"),
        _column("email", "E-mail", "Courriel", "Mail", "E-mail address", "Adresse e-mail"),
        _column("scope", "Scope", "Périmètre", "Portée"),
        _column("formats", "Formats", "Formats", "Format"),
        _column("language", "Language", "Langue", choices=values.LANGUAGE),
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
        _column("currency", "Currency", "Devise", "From", "Monnaie", "De"),
        _column("period", "Period", "Période", "Month", "Mois", "Date"),
        _column("average", "Average", "Moyen", "Average rate", "Taux moyen", "Cours moyen"),
        _column(
            "closing",
            "Closing",
            "Clôture",
            "Closing rate",
            "Taux de clôture",
            "Cours de clôture",
            "Month end",
            "Fin de mois",
        ),
        _column("to", "To", "Vers", "Into", "En"),
    ),
    required=("currency", "period"),
    stops=False,
)

SHEETS = (
    SETTINGS,
    KPIS,
    ACTUALS,
    TARGETS,
    GOALS,
    PRIOR_YEAR,
    FORECAST,
    BUDGET,
    BENCHMARKS,
    COMMENTS,
    ACTIONS,
    EVENTS,
    RECIPIENTS,
    RATES,
)

GUIDE = Names("How to", "Mode d’emploi", ("Read me", "Lisez-moi"))
"""A sheet for people: it is not read, and nothing is said of it."""

NEEDED = (KPIS, ACTUALS)
"""A report can't be made without these."""


def find_sheet(name: str, sheets: Iterable[SheetSchema] = SHEETS) -> SheetSchema | None:
    """The sheet of exactly that name, in either language; None where there is none."""
    wanted = normalise(name)
    for sheet in sheets:
        if wanted in sheet.names.normalised:
            return sheet
    return None


STOPPING_SHEETS = ("actuals", "targets")
"""A figure or a month lost from these changes a status; elsewhere only a comparison misses it."""
