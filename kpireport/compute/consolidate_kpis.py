"""Which KPIs a group has, by which definition, and whether the entities mean the same by them.

KPIs are matched by ID. What changes a figure's meaning (unit, direction, frequency, aggregation,
parts, group rule) must be the same everywhere; what only judges or shows it is taken from the
first workbook that has the KPI, and said where others differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpireport.compute import consolidate_reasons as reasons
from kpireport.model.kpi import (
    Aggregation,
    GroupRule,
    InputBasis,
    Kpi,
    Phasing,
    TargetSpan,
    ToleranceKind,
    Unit,
    UnitKind,
)
from kpireport.model.names import normalise, without_accents
from kpireport.model.problem import CellRef, Problem
from kpireport.model.reason import Reason


@dataclass(frozen=True, slots=True)
class Definition:
    """A KPI as one entity's workbook defines it."""

    entity: str
    workbook: str
    kpi: Kpi

    def cell(self, column: str) -> CellRef:
        """Where that column of the KPI stands, else its row."""
        return self.kpi.places.get(column, self.kpi.cell)

    def place(self, column: str) -> str:
        """The same with the workbook, for a sentence about several."""
        return f"{self.cell(column)} – {self.workbook}"


_MEANING: Mapping[str, Callable[[Kpi], Any]] = {
    "unit": lambda kpi: _without_currency(kpi.unit),
    "direction": lambda kpi: kpi.direction,
    "aggregation": lambda kpi: kpi.aggregation,
    "frequency": lambda kpi: kpi.frequency,
    "numerator": lambda kpi: kpi.numerator,
    "denominator": lambda kpi: kpi.denominator,
    "multiplier": lambda kpi: kpi.multiplier if kpi.numerator else None,
    "group": lambda kpi: kpi.group,
}
_JUDGING: Mapping[str, Callable[[Kpi], Any]] = {
    "weight": lambda kpi: kpi.weight,
    "parent": lambda kpi: kpi.parent,
    "roll_up": lambda kpi: kpi.roll_up,
    "attainment": lambda kpi: kpi.attainment,
    "tolerance": lambda kpi: kpi.tolerance,
    "headline": lambda kpi: kpi.headline,
    "report": lambda kpi: kpi.report,
}


_POINTS = "point points pt pts score scores note notes mark marks index indice indices nps bps pb"
_RANKS = (
    "rank rang star stars etoile etoiles times fois ratio rate taux degree degrees degre degres"
)
_TIMES = """
    second seconds seconde secondes minute minutes min hour hours heure heures h day days jour jours
    j week weeks semaine semaines month months mois year years an ans annee annees
"""
_NO_QUANTITIES = frozenset(f"{_POINTS} {_RANKS} {_TIMES}".split())


def _without_currency(unit: Unit) -> tuple[object, ...]:
    """What a unit means, whatever its currency and its spelling."""
    if unit.kind is UnitKind.PERCENT:
        return (unit.kind,)
    text = normalise(unit.text) if unit.kind is UnitKind.OTHER else ""
    return (unit.kind, unit.scale, normalise(unit.per), text)


def matched(definitions: Sequence[Definition]) -> dict[str, list[Definition]]:
    """The definitions of each KPI, under the ID that the first one has.

    So are the parts and the parent that they name: ``rev`` and ``REV`` are one KPI everywhere.
    """
    ids: dict[str, str] = {}
    for each in definitions:
        ids.setdefault(each.kpi.id.casefold(), each.kpi.id)

    def first_spelt(kpi_id: str | None) -> str | None:
        return None if kpi_id is None else ids.get(kpi_id.casefold(), kpi_id)

    found: dict[str, list[Definition]] = {}
    for each in definitions:
        kpi = each.kpi
        parts = first_spelt(kpi.numerator), first_spelt(kpi.denominator), first_spelt(kpi.parent)
        if parts != (kpi.numerator, kpi.denominator, kpi.parent):
            numerator, denominator, parent = parts
            kpi = replace(kpi, numerator=numerator, denominator=denominator, parent=parent)
        found.setdefault(ids[kpi.id.casefold()], []).append(replace(each, kpi=kpi))
    return found


def disagreements(definitions: Sequence[Definition]) -> Iterator[Problem]:
    """Where others define a KPI differently than the first workbook that has it."""
    first, *others = definitions
    for code, columns in (("E890", _MEANING), ("W895", _JUDGING)):
        for column, said in columns.items():
            for other in others:
                if said(first.kpi) != said(other.kpi):
                    cell = other.cell(column)
                    yield Problem(
                        code,
                        cell.sheet,
                        cell.cell,
                        {
                            "kpi": first.kpi.id,
                            "first_entity": first.entity,
                            "first_cell": first.place(column),
                            "entity": other.entity,
                            "cell": other.place(column),
                        },
                    )


def group_kpi(definitions: Sequence[Definition], currency: str | None) -> Kpi:
    """The definition that the group is computed by: figures by month, in the group's currency."""
    first = definitions[0].kpi
    units = [each.kpi.unit for each in definitions]
    unit = first.unit
    if unit.currency not in (None, currency) and currency is not None:
        own = (each for each in units if each.currency == currency)
        unit = next(own, replace(unit, currency=currency, text=_written(unit, currency)))
    in_amounts = first.tolerance is not None and first.tolerance.kind is ToleranceKind.UNIT
    return replace(
        first,
        unit=unit,
        tolerance=None if in_amounts and unit.currency != first.unit.currency else first.tolerance,
        actuals_input=InputBasis.PERIOD,
        targets_input=InputBasis.PERIOD,
        target_per={1: TargetSpan.MONTH, 3: TargetSpan.QUARTER, 12: TargetSpan.YEAR}[
            first.frequency.months
        ],
        phasing=Phasing.EVEN,
    )


def _written(unit: Unit, currency: str) -> str:
    """A unit's text in another currency: ``k$/order`` in euros is ``k EUR/order``."""
    scale = {1e3: "k ", 1e6: "M ", 1e9: "bn "}.get(unit.scale, "")
    return f"{scale}{currency}" + (f"/{unit.per}" if unit.per else "")


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
