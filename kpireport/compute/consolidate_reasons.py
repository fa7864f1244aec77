"""Why a group has no figure, or one without some of its entities, code by code.

A function a code; the sentences stand in ``reasons_group.toml``. Names are the workbooks' own.
"""

from __future__ import annotations

from kpireport.model.group import EntityCoverage
from kpireport.model.kpi import Aggregation
from kpireport.model.period import Period
from kpireport.model.reason import Reason


def entities_left_out(coverage: EntityCoverage) -> Reason:
    """A figure of ``counted`` of the entities."""
    counts = {"count": coverage.counted, "expected": coverage.total}
    return Reason("entities_left_out", {**counts, "names": coverage.left_out})


def entities_in_part(coverage: EntityCoverage) -> Reason:
    """A figure of all entities, of some without every month."""
    return Reason("entities_in_part", {"names": coverage.partial})


def earlier_months_without(names: tuple[str, ...]) -> Reason:
    """The history leaves out who is missing in the month, for like to be compared with like."""
    return Reason("group_earlier_months_without", {"names": names, "count": len(names)})


def landing_mixes_entities(names: tuple[str, ...]) -> Reason:
    """The year's months, its forecast and its target are not of the same entities."""
    return Reason("group_landing_mixes_entities", {"names": names, "count": len(names)})


def entity_without_figures(name: str, period: Period) -> Reason:
    return Reason("entity_without_figures", {"name": name, "period": period})


def group_rule_none() -> Reason:
    """The workbook says that the KPI isn't consolidated."""
    return Reason("group_rule_none")


def no_group_rule(rule: Aggregation | None, *, percent: bool) -> Reason:
    """Nothing says how entities add up, and it can't be told from how months do."""
    if percent:
        return Reason("group_percent_without_parts")
    return Reason("group_no_rule" if rule is None else f"group_no_rule_{rule}")


def group_ratio_without_parts() -> Reason:
    return Reason("group_ratio_without_parts")


def group_part_without_rule(part: str) -> Reason:
    return Reason("group_part_without_rule", {"part": part})


def ranking_without_direction() -> Reason:
    return Reason("ranking_without_direction")


def ranking_too_few() -> Reason:
    return Reason("ranking_too_few")


def ranking_all_alike() -> Reason:
    return Reason("ranking_all_alike")


def named_by_file(names: tuple[str, ...]) -> Reason:
    return Reason("entities_named_by_file", {"names": names, "count": len(names)})


def converted(currencies: tuple[str, ...], to: str) -> Reason:
    return Reason("group_converted", {"currencies": currencies, "to": to})


def eliminations_added(names: tuple[str, ...]) -> Reason:
    return Reason("group_eliminations", {"names": names})
