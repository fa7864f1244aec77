"""The words a column takes where only some are allowed, in both languages: data, not code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kpireport.model.goal import GoalPath
from kpireport.model.highlight import AlertRule
from kpireport.model.kpi import (
    Aggregation,
    AttainmentMethod,
    Direction,
    Frequency,
    GroupRule,
    InputBasis,
    Phasing,
    ProcessBasis,
    RollUp,
    TargetSpan,
)
from kpireport.workbook.texts import normalise


@dataclass(frozen=True)
class Names:
    """What a thing is called: its name in each language, and other names it answers to."""

    english: str
    french: str
    also: tuple[str, ...] = ()

    @cached_property
    def normalised(self) -> frozenset[str]:
        return frozenset(normalise(name) for name in (self.english, self.french, *self.also))

    def language_of(self, found: str) -> Literal["en", "fr"]:
        """The language of the name found; English where it can't be told."""
        written = normalise(found)
        return "fr" if written == normalise(self.french) != normalise(self.english) else "en"

    def main(self, language: Literal["en", "fr"]) -> str:
        return self.french if language == "fr" else self.english


@dataclass(frozen=True)
class Choice:
    """One allowed word and the value it stands for."""

    value: str
    names: Names


def _choice(value: str, english: str, french: str, *also: str) -> Choice:
    return Choice(value, Names(english, french, also))


NO_TOTALS = "none"
"""What the Aggregation column may say to have no totals and no hint about it."""

DIRECTION = (
    _choice(Direction.HIGHER, "higher", "hausse", "high", "up", "increase", "higher is better"),
    _choice(Direction.LOWER, "lower", "baisse", "low", "down", "decrease", "lower is better"),
    _choice(Direction.RANGE, "range", "plage", "band", "fourchette"),
    _choice(Direction.NEUTRAL, "neutral", "neutre", "none", "aucun"),
)
AGGREGATION = (
    _choice(Aggregation.SUM, "sum", "somme", "total"),
    _choice(Aggregation.MEAN, "mean", "moyenne", "average"),
    _choice(Aggregation.LAST, "last", "dernier", "latest", "dernière", "closing", "clôture"),
    _choice(Aggregation.MIN, "min", "min", "minimum"),
    _choice(Aggregation.MAX, "max", "max", "maximum"),
    _choice(Aggregation.RATIO, "ratio", "ratio"),
    _choice(NO_TOTALS, "none", "aucune", "aucun", "no"),
)
FREQUENCY = (
    _choice(Frequency.MONTHLY, "monthly", "mensuelle", "mensuel", "month", "mois"),
    _choice(Frequency.QUARTERLY, "quarterly", "trimestrielle", "trimestriel", "quarter"),
    _choice(Frequency.YEARLY, "yearly", "annuelle", "annuel", "annual", "annually", "year"),
)
INPUT_BASIS = (
    _choice(InputBasis.PERIOD, "period", "période", "month", "mois"),
    _choice(InputBasis.YEAR_TO_DATE, "ytd", "cumul", "year to date", "cumulé", "cumulative"),
)
TARGET_SPAN = (
    _choice(TargetSpan.MONTH, "month", "mois", "monthly", "mensuel"),
    _choice(TargetSpan.QUARTER, "quarter", "trimestre", "quarterly", "trimestriel"),
    _choice(TargetSpan.YEAR, "year", "an", "yearly", "année", "annuel"),
)
PHASING = (
    _choice(Phasing.EVEN, "even", "égal", "égale", "equal", "evenly"),
    _choice(Phasing.LAST_YEAR, "last year", "an dernier", "l’an dernier", "prior year", "N-1"),
)
ATTAINMENT = (
    _choice(AttainmentMethod.LINEAR, "linear", "linéaire"),
    _choice(AttainmentMethod.INVERSE, "inverse", "inverse"),
    _choice(AttainmentMethod.PROGRESS, "progress", "progression"),
)
ROLL_UP = (
    _choice(RollUp.OWN, "own", "propre"),
    _choice(RollUp.WEIGHTED_MEAN, "weighted mean", "moyenne pondérée", "weighted average"),
    _choice(RollUp.WORST_CHILD, "worst child", "pire", "worst", "pire enfant"),
)
GROUP_RULE = (
    _choice(GroupRule.SUM, "sum", "somme", "total"),
    _choice(GroupRule.MEAN, "mean", "moyenne", "average"),
    _choice(GroupRule.RATIO, "ratio", "ratio"),
    _choice(GroupRule.NONE, "none", "aucun", "aucune"),
)
PROCESS = (
    _choice(ProcessBasis.ACTUAL, "actual", "réalisé", "réel"),
    _choice(ProcessBasis.GAP, "gap", "écart", "gap to target", "écart à l’objectif"),
    _choice(ProcessBasis.YEAR_ON_YEAR, "year-on-year", "sur un an", "YoY", "an sur an"),
    _choice(ProcessBasis.NONE, "none", "aucun", "aucune"),
)
GOAL_PATH = (
    _choice(GoalPath.SEASONAL, "seasonal", "saisonnier", "saisonnière"),
    _choice(GoalPath.LINEAR, "linear", "linéaire"),
    _choice(GoalPath.STEP, "step", "palier"),
)
BOUND = (
    _choice("low", "low", "bas", "lower", "min", "minimum", "basse"),
    _choice("high", "high", "haut", "upper", "max", "maximum", "haute"),
    _choice("value", "target", "objectif", "cible"),
)
ALL_ALERTS = "all"
NO_ALERTS = "none"
ALERTS = (
    _choice(AlertRule.OFF_TRACK, "off track", "hors objectif", "status", "statut", "red", "rouge"),
    _choice(AlertRule.AT_RISK, "at risk", "à risque", "à surveiller", "amber", "orange"),
    _choice(AlertRule.SIGNAL, "signal", "signal", "signals", "signaux"),
    _choice(AlertRule.LANDING, "landing", "atterrissage", "atterrissages", "year-end landing"),
    _choice(
        AlertRule.MISSING_DATA,
        "missing data",
        "données manquantes",
        "donnée manquante",
        "missing",
        "no data",
        "sans données",
        "sans donnée",
        "données absentes",
    ),
    _choice(ALL_ALERTS, "all", "tout", "any", "every", "tous", "toutes"),
    _choice(NO_ALERTS, "none", "aucun", "aucune", "no", "non", "off", "nothing", "rien"),
)
"""The alert rules. ``ALL_ALERTS`` and ``NO_ALERTS`` stand for every one and for none of them."""
FISCAL_YEAR_LABEL = (
    _choice("end", "end", "fin", "end year", "année de fin"),
    _choice("start", "start", "début", "start year", "année de début"),
)
LANGUAGE = (
    _choice("en", "English", "anglais", "en", "en-GB", "en-US"),
    _choice("fr", "French", "français", "fr", "fr-FR", "fr-CA"),
)
