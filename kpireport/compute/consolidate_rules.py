"""How entities' figures of a KPI become the group's: their sum, their mean, a quotient, none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpireport.compute import consolidate_reasons as reasons
from kpireport.model.kpi import Aggregation, GroupRule, Kpi, Unit
from kpireport.model.names import without_accents
from kpireport.model.reason import Reason

_POINTS = "point points pt pts score scores note notes mark marks index indice indices nps bps pb"
_RANKS = (
    "rank rang star stars etoile etoiles times fois ratio rate taux degree degrees degre degres"
)
_TIMES = """
    second seconds seconde secondes minute minutes min hour hours heure heures h day days jour jours
    j week weeks semaine semaines month months mois year years an ans annee annees
"""
_NO_QUANTITIES = frozenset(f"{_POINTS} {_RANKS} {_TIMES}".split())


def rule_of(kpi: Kpi, kpis: Mapping[str, Kpi]) -> GroupRule | Reason:
    """How entities become the group: as the workbook says, else what follows from the months.

    Sums add up, and so do counts and amounts of which the last month holds; a ratio is made of its
    parts. Anything else needs a word.
    """
    parts = (kpi.numerator, kpi.denominator)
    has_parts = all(part in kpis for part in parts)
    months = kpi.aggregation or (Aggregation.RATIO if has_parts else None)
    rule = kpi.group
    if rule is GroupRule.NONE:
        return reasons.group_rule_none()
    if rule is None:
        summed = months is Aggregation.SUM and not kpi.unit.is_percent
        if summed or (months is Aggregation.LAST and _is_quantity(kpi.unit)):
            rule = GroupRule.SUM
        elif months is Aggregation.RATIO and has_parts:
            rule = GroupRule.RATIO
        elif months is Aggregation.RATIO:
            return reasons.group_ratio_without_parts()
        else:
            return reasons.no_group_rule(months, percent=kpi.unit.is_percent)
    if rule is GroupRule.RATIO:
        return _ratio_rule(kpi, kpis) if has_parts else reasons.group_ratio_without_parts()
    return rule


def _is_quantity(unit: Unit) -> bool:
    """Whether a unit counts things or money, of which two entities have more than one.

    Points, marks and spans of time don't: two stocks of 40 days are no stock of 80.
    """
    if unit.is_percent or unit.per:
        return False
    return not (set(without_accents(unit.text).split()) & _NO_QUANTITIES)


def _ratio_rule(kpi: Kpi, kpis: Mapping[str, Kpi]) -> GroupRule | Reason:
    """A ratio of parts that both can be consolidated, and that don't lead back to it."""
    seen: set[str] = set()
    waiting = [kpi.numerator or "", kpi.denominator or ""]
    while waiting:
        part = kpis[waiting.pop()]
        if part.id == kpi.id:
            return reasons.group_part_without_rule(part.name)
        if part.id in seen:
            continue
        seen.add(part.id)
        ratio = part.aggregation in (None, Aggregation.RATIO)
        below = [p for p in (part.numerator, part.denominator) if p in kpis]
        if part.group in (None, GroupRule.RATIO) and ratio and len(below) == 2:
            waiting += [each for each in below if each is not None]
        elif isinstance(rule_of(replace(part, numerator=None, denominator=None), kpis), Reason):
            return reasons.group_part_without_rule(part.name)
    return GroupRule.RATIO
