"""The words that say what a figure is, and what a column holds, in six languages: data, not code.

English, French, German, Spanish, Portuguese and Italian. A word counts where it stands alone in a
cell, or at the end or the beginning of a name (``Calls Act``, ``Objectif CA``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpireport.workbook.arrangement import Role
from kpireport.workbook.texts import normalise, without_accents

_ROLES: Mapping[Role, str] = {
    Role.ACTUAL: "actual|actuals|act|actual value|actual figures|result|results|current year|cy"
    "|this year|réalisé|réalisés|réalisée|réalisation|réalisations|réel|réels|résultat"
    "|année en cours|ist|istwert|istwerte|ist wert|ist werte|tatsächlich|real|reales|reais"
    "|realizado|ejecutado|efetivo|efectivo|resultado|effettivo|effettivi|consuntivo|reale",
    Role.TARGET: "target|targets|tgt|target value|goal|plan|planned|objectif|objectifs|obj|cible"
    "|cibles|prévu|soll|sollwert|sollwerte|soll wert|ziel|ziele|zielwert|zielwerte|vorgabe"
    "|planwert|plano|planejado|objetivo|objetivos|meta|metas|obiettivo|obiettivi|piano",
    Role.TARGET_LOW: "target low|low target|min target|target min|objectif bas|objectif min"
    "|ziel min|ziel unten|objetivo min|obiettivo min",
    Role.TARGET_HIGH: "target high|high target|max target|target max|objectif haut|objectif max"
    "|ziel max|ziel oben|objetivo max|obiettivo max",
    Role.PRIOR_YEAR: "prior year|previous year|last year|py|ly|actual py|actual ly|py actual"
    "|prior year actual|n-1|année n-1|réalisé n-1|réel n-1|an n-1|année précédente|an dernier"
    "|exercice précédent|vorjahr|vj|ist vorjahr|vorjahr ist|vorjahreswert|año anterior"
    "|real año anterior|ano anterior|real ano anterior|anno precedente|esercizio precedente",
    Role.FORECAST: "forecast|fcst|fc|estimate|outlook|landing|prévision|prévisions|prév"
    "|atterrissage|estimé|prognose|hochrechnung|erwartung|pronóstico|previsión|previsão|previsione"
    "|previsioni|proiezione",
    Role.BUDGET: "budget|budgets|bud|bdg|budgeté|budgété|presupuesto|presupuestado|orçamento"
    "|orçado|preventivo",
    Role.IGNORED: "variance|variances|var|variation|écart|écarts|ecart|delta|diff|difference"
    "|différence|abweichung|abweichungen|abw|differenz|desviación|desvio|diferencia|diferença"
    "|scostamento|scostamenti|change|growth|évolution|évol|croissance|veränderung|variación"
    "|variação|variazione|achievement|attainment|atteinte|taux d'atteinte|réalisation %"
    "|zielerreichung|erreichung|cumplimiento|avance|atingimento|raggiungimento|progress"
    "|completion|status|statut|rag|trend|tendance|tendenz|rank|rang|index",
}
_VARIANCES = frozenset(
    ("var", "variance", "ecart", "ecarts", "delta", "abweichung", "abw", "scostamento", "desvio")
)
_DIFFERENCES = _VARIANCES | frozenset(
    (
        *("variances", "variation", "variations", "diff", "difference", "differences"),
        *("abweichungen", "differenz", "differenzen", "scostamenti", "differenza"),
        *("desviacion", "diferencia", "diferencias", "desvios", "diferenca", "diferencas"),
    )
)
_ROLE_OF = {normalise(word): role for role, words in _ROLES.items() for word in words.split("|")}

_COMPARING = re.compile(
    r"(?:vs|versus|var|variance|ecarts?|delta|diff|abw|abweichung|scostamento|desvio|desviacion"
    r"|evolution|evol|change|growth|%\s*(?:of|du|de|von|vs|var|change|achieved))\b|[+δ%/\s-]+$"
)
_SUMS = re.compile(
    r"\b(?:total|totals|totaux|totale|subtotal|sous-total|grand total|ytd|y-t-d|year to date|cumul"
    r"|cumule|cumulative|cumules|kumuliert|acumulado|cumulato|progressivo|summe|gesamt|somme|suma"
    r"|soma|somma|average|avg|mean|moyenne|moy|durchschnitt|mittelwert|promedio|media|full year"
    r"|jahr|annee|anual|annual|annuel)\b"
)
_YEAR = re.compile(r"\(?\b(?:fy|gj|ex)?\s?(?:19|20)\d{2}(?:\s?[-/]\s?\d{2,4})?\b\)?", re.I)

_HEADERS: Mapping[str, str] = {
    "kpi": "kpi|kpis|indicator|indicators|indicateur|indicateurs|metric|metrics|measure|mesure"
    "|kennzahl|kennzahlen|indikator|messgröße|indicador|indicadores|métrica|indicatore"
    "|indicatori|kpi name|indicator name|metric name|nom de l'indicateur|libellé|intitulé"
    "|bezeichnung|account|compte|konto|cuenta|conta|conto|poste|rubrique|line item|item",
    "type": "type|scenario|scénario|szenario|escenario|cenário|version|versión|versione|nature"
    "|data type|typ|tipo|datenart|wertart|category of value",
    "entity": "entity|entité|company|société|site|filiale|state|states|region|région|store|shop"
    "|branch|country|pays|agence|magasin|boutique|établissement|business unit|bu|division"
    "|gesellschaft|standort|niederlassung|land|filialen|werk|entidad|empresa|sociedad|tienda"
    "|sucursal|país|sede|entidade|loja|filial|estado|região|entità|azienda|negozio|regione"
    "|stabilimento|paese|agency|agency name|provider|plant|office|bureau|location|ort",
    "year": "year|année|an|jahr|año|ano|anno|exercice|fiscal year|fy|geschäftsjahr|ejercicio"
    "|exercício|esercizio|period year",
    "month": "month|mois|monat|mes|mês|mese|period|période|periode|zeitraum|período|periodo"
    "|date|datum|fecha|data|period month|jour|tag|day|fiscal month|dia|día|giorno",
    "amount": "amount|montant|betrag|importe|valor|importo|value|values|valeur|wert|werte|figure"
    "|quantity|quantité|menge|cantidad|quantidade|quantità|chiffre|total amount|units",
    "unit": "einheit|unidad|unidade|unità|indicator unit|uom",
    "category": "kategorie|bereich|categoría|categoria|perspective|perspektive|famille|domaine",
    "remark": "note|notes|comment|comments|remark|remarks|commentaire|commentaires|remarque"
    "|remarques|bemerkung|bemerkungen|kommentar|kommentare|anmerkung|anmerkungen|observación"
    "|observaciones|comentario|comentarios|observação|observações|comentário|comentários|nota"
    "|commento|commenti|osservazioni",
    "owner": "verantwortlich|responsable|responsável|responsabile|owner|pilote",
}
_HEADER_OF = {normalise(word): key for key, words in _HEADERS.items() for word in words.split("|")}

_EACH_MONTH = re.compile(
    r"\b(?:monthly|per month|mensuel\w*|par mois|monatlich|mensual|mensal|mensile)\b"
)
_EACH_YEAR = re.compile(
    r"\b(?:annual|yearly|per year|full year|year|annuel\w*|par an|annee|jahres\w*|jahr|anual"
    r"|annuale)\b"
)


@dataclass(frozen=True, slots=True)
class NamedRole:
    """A name that carries a role: ``Calls Act`` is ``stem`` Calls, ``word`` Act."""

    stem: str
    word: str
    role: Role
    at_end: bool


_LONGEST = 200
"""A text is longer than any name: looking for a role at each of its spaces would take long."""


def role_of(text: str, beside: Iterable[str] = ()) -> Role | None:
    """The role that a whole text names, a year in it aside; a comparison is ignored figures.

    ``beside`` are the texts it stands among: ``N`` is this year's beside ``N-1``, else a letter.
    """
    bare = " ".join(_YEAR.sub(" ", text).split())
    if not bare:
        return None
    if normalise(bare) == "n" and any(normalise(other) == "n1" for other in beside):
        return Role.ACTUAL
    role = _ROLE_OF.get(normalise(bare))
    if role is None and (_COMPARING.match(without_accents(bare)) or _is_summed_role(bare)):
        return Role.IGNORED
    return role


def _is_summed_role(text: str) -> bool:
    """``Cumulative actual``, ``Target YTD``: no month's own."""
    stem, word = without_sum(text)
    return bool(word) and normalise(stem) in _ROLE_OF


def year_in(text: str) -> str:
    """The year in a role's text: ``Réalisé 2026`` → ``2026``; empty where there is none."""
    found = _YEAR.findall(text)
    return str(found[0]).strip(" ()") if len(found) == 1 else ""


def split_role(name: str) -> NamedRole | None:
    """The role at the end of a name, else at its beginning; the longest word that is one."""
    text = name.strip()
    if len(text) > _LONGEST:
        return None
    breaks = [m.start() for m in re.finditer(r"[\s_\-–—:/|(\[]", text)]
    for at in breaks:
        word = text[at:].strip(" \t\n_-–—:/|()[]")
        role = _ROLE_OF.get(normalise(word))
        stem = text[:at].rstrip(" -–—:/|([_")
        if role is not None and stem and _splits(word, role):
            return NamedRole(stem, word, role, True)
    for at in reversed(breaks):
        word = text[:at].strip(" \t\n_-–—:/|()[]")
        role = _ROLE_OF.get(normalise(word))
        stem = _balanced(text[at:].strip(" -–—:/|_"))
        if role is not None and stem and normalise(word) != "plan" and _splits(word, role):
            return NamedRole(stem, word, role, False)
    return None


def plan_of(text: str) -> NamedRole | None:
    """``Plan`` before a text that may be a month; before another, it is part of the name."""
    word, _, rest = text.strip().partition(" ")
    if normalise(word) != "plan" or not rest.strip():
        return None
    return NamedRole(_balanced(rest.strip(" -–—:/|_")), word, Role.TARGET, False)


def _balanced(text: str) -> str:
    """Without a bracket at its end that nothing opens, or at its beginning that nothing closes."""
    for opening, closing in ("()", "[]"):
        while text.endswith(closing) and text.count(closing) > text.count(opening):
            text = text[:-1].rstrip()
        while text.startswith(opening) and text.count(opening) > text.count(closing):
            text = text[1:].lstrip()
        if text.startswith(opening) and text.endswith(closing) and text.count(opening) == 1:
            text = text[1:-1].strip()
    return text


def _splits(word: str, role: Role) -> bool:
    """Whether a word within a name may be its role: a KPI may be called ``Customer growth``."""
    return role is not Role.IGNORED or normalise(word) in _VARIANCES


def is_variance(text: str) -> bool:
    """Whether a whole text, a year in it aside, says that the figures are differences."""
    return normalise(_YEAR.sub(" ", text)) in _DIFFERENCES


def is_sum(text: str) -> bool:
    """Whether a header says that its figures add up or average others: ``YTD``, ``Total``…"""
    return _SUMS.search(without_accents(text).replace("_", " ")) is not None


_YEAR_TO_DATE = re.compile(
    r"\b(?:ytd|y-t-d|year to date|cumul|cumulé|cumulée|cumulés|cumulative|kumuliert|acumulado"
    r"|acumulada|cumulato|progressivo)\b",
    re.IGNORECASE,
)


def without_sum(name: str) -> tuple[str, str]:
    """A name without the word that says that it runs over the year so far, and that word."""
    match = _YEAR_TO_DATE.search(name) if len(name) <= _LONGEST else None
    if match is None:
        return name, ""
    rest = f"{name[: match.start()]} {name[match.end() :]}"
    return " ".join(rest.replace("()", " ").split()).strip(" -–—:/|()"), match[0]


_COMPARED = re.compile(
    r"\s+[-–—]?\s*(?P<with>(?:vs|versus|% (?:of|du|de|von|vs|var|change))\b.*)", re.IGNORECASE
)


def without_comparison(name: str) -> tuple[str, str]:
    """A name without what it is compared with at its end, and that: ``Sales``, ``vs target``."""
    match = _COMPARED.search(name) if len(name) <= _LONGEST else None
    if match is None:
        return name, ""
    return name[: match.start()].strip(), match["with"]


def header_key(text: str) -> str | None:
    """What a column of that header holds: ``kpi``, ``type``, ``entity``, ``year``…"""
    return _HEADER_OF.get(normalise(text))


def span_of_target(header: str) -> str | None:
    """``month`` or ``year`` where a target's header says how long it is for."""
    text = without_accents(header)
    if _EACH_MONTH.search(text):
        return "month"
    return "year" if _EACH_YEAR.search(text) else None
