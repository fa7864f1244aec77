"""Where a unit stands around its number: ``€1,234``, ``1 234,5 k€``, ``12.5%``.

A unit is shown as the workbook types it. English puts a currency sign in front where the unit
begins with it (``€``, ``€k``, ``USD``); everything else follows the number, as in French.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kpireport.i18n.typography import NO_BREAK
from kpireport.model.book import Language
from kpireport.model.kpi import Unit, UnitKind

_SIGN_FIRST = re.compile(
    r"(?P<sign>[A-Z]{0,2}[$€£¥₹₩₽₺]|[A-Z]{3}) ?(?P<scale>|k|K|m|M|mn|bn|b|B|G)", re.UNICODE
)


_FRENCH_PLURAL = 2
POINTS = "pts"
"""Percentage points in a sentence, in the plural: English and French shorten them alike."""


@dataclass(frozen=True, slots=True)
class UnitStyle:
    """What stands before and after a number.

    ``after`` belongs to every figure; ``spelt`` stands after it too where a sentence has no
    column with the unit beside it (``days``, ``/order``).
    """

    before: str = ""
    after: str = ""
    spelt: str = ""


def unit_style(unit: Unit, language: Language, percent_sign: str) -> UnitStyle:
    """How ``unit`` is shown in ``language``."""
    if unit.is_percent:
        return UnitStyle(after=percent_sign)
    if unit.kind is UnitKind.CURRENCY:
        return _money(unit, language)
    if unit.kind is UnitKind.OTHER and unit.text:
        return UnitStyle(spelt=NO_BREAK + unit.text)
    return UnitStyle()


def _money(unit: Unit, language: Language) -> UnitStyle:
    sign, slash, _ = unit.text.partition("/")
    sign, per = sign.strip() or unit.currency or "", f"/{unit.per}" if slash else ""
    found = _SIGN_FIRST.fullmatch(sign)
    if language == "en" and found:
        before = found["sign"] + (NO_BREAK if found["sign"].isalpha() else "")
        return UnitStyle(before, found["scale"], per)
    return UnitStyle(after=NO_BREAK + sign, spelt=per)


_PAIRS: dict[Language, str] = {
    "en": "days/day weeks/week months/month years/year hours/hour minutes/minute points/point "
    "orders/order customers/customer visits/visit visitors/visitor receipts/receipt bids/bid "
    "deliveries/delivery milestones/milestone employees/employee tonnes/tonne pts/pt",
    "fr": "jours/jour semaines/semaine années/année ans/an heures/heure minutes/minute "
    "points/point commandes/commande clients/client visites/visite visiteurs/visiteur "
    "tickets/ticket offres/offre livraisons/livraison jalons/jalon salariés/salarié tonnes/tonne "
    "personnes/personne paniers/panier accidents/accident départs/départ pts/pt",
}
"""Words that are units in the plural, with their singular. Any other unit stays as it is typed."""
_SINGULAR = {
    language: dict(pair.split("/") for pair in pairs.split()) for language, pairs in _PAIRS.items()
}


def agreeing(spelt: str, shown: float, decimals: int, language: Language) -> str:
    """A spelt unit beside a number as shown: French counts from two on, English all but one."""
    if not spelt:
        return spelt
    size = abs(round(shown, decimals))
    alone = size < _FRENCH_PLURAL if language == "fr" else size == 1 and not decimals
    word = spelt.removeprefix(NO_BREAK)
    singular = _SINGULAR[language].get(word) if alone else None
    return NO_BREAK + singular if singular else spelt


@lru_cache(maxsize=1024)
def name_says_unit(name: str, unit: str) -> bool:
    """Whether a KPI's name holds the word that its unit is: ``New customers`` in customers."""
    word = re.escape(unit.casefold())
    return bool(word) and re.search(rf"(?<!\w){word}s?(?!\w)", name.casefold()) is not None
