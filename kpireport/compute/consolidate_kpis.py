"""Which KPIs a group has, by which definition, and whether the entities mean the same by them.

KPIs are matched by ID. What changes a figure's meaning (unit, direction, frequency, aggregation,
parts, group rule) must be the same everywhere; what only judges or shows it is taken from the
first workbook that has the KPI, and said where others differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpireport.compute.consolidate_rules import rule_of
from kpireport.model.group import GroupEntity
from kpireport.model.kpi import (
    GroupRule,
    InputBasis,
    Kpi,
    Phasing,
    TargetSpan,
    ToleranceKind,
    Unit,
    UnitKind,
)
from kpireport.model.names import normalise
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


@dataclass(frozen=True, slots=True)
class KpiDefinitions:
    """The group's KPIs by ID, how entities become each, and the ID it has at each entity."""

    kpis: Mapping[str, Kpi]
    rules: Mapping[str, GroupRule | Reason]
    ids: Mapping[str, Mapping[str, str]]


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


def definitions_of(
    entities: Sequence[GroupEntity], to: str | None, problems: list[Problem]
) -> KpiDefinitions:
    """The KPIs of all entities, Eliminations' own last.

    Where the workbooks disagree goes to ``problems``.
    """
    ordered = sorted(entities, key=lambda entity: entity.eliminations)
    every = _matched(
        [Definition(e.name, e.book.source.name, kpi) for e in ordered for kpi in e.book.kpis]
    )
    for found in every.values():
        problems.extend(_disagreements(found))
    kpis = {kpi_id: _group_kpi(found, to) for kpi_id, found in every.items()}
    rules = {kpi_id: rule_of(kpi, kpis) for kpi_id, kpi in kpis.items()}
    ids = {kpi_id: {each.entity: each.kpi.id for each in found} for kpi_id, found in every.items()}
    return KpiDefinitions(kpis, rules, ids)


def _without_currency(unit: Unit) -> tuple[object, ...]:
    """What a unit means, whatever its currency and its spelling."""
    if unit.kind is UnitKind.PERCENT:
        return (unit.kind,)
    text = normalise(unit.text) if unit.kind is UnitKind.OTHER else ""
    return (unit.kind, unit.scale, normalise(unit.per), text)


def _matched(definitions: Sequence[Definition]) -> dict[str, list[Definition]]:
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


def _disagreements(definitions: Sequence[Definition]) -> Iterator[Problem]:
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


def _group_kpi(definitions: Sequence[Definition], currency: str | None) -> Kpi:
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
