"""The KPIs that the starter workbooks propose, by sector: ``starter_kpis.toml``, read and typed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from kpireport import resources
from kpireport.model.kpi import Aggregation, Direction, Frequency

_WITHOUT = "without_benchmark"
"""The KPIs of a sector that the catalogue has nothing fitting for."""


@dataclass(frozen=True, slots=True)
class ProposedKpi:
    """One KPI of a starter workbook; its words stand in the catalogues under its ``key``.

    ``ids`` are its English and its French ID. ``unit`` is what stands in the cell, with
    ``{currency}`` for the workbook's own, or ``@word`` for a word of the language. ``numerator``
    and ``denominator`` are keys, ``owner`` is the key of a role, ``source`` of a
    system. ``tolerance`` is in percentage
    points. ``benchmark`` is the English and the French name of a metric. Where ``report`` is
    false the KPI is only typed to compute ratios.
    """

    key: str
    ids: tuple[str, str]
    family: str
    unit: str
    direction: Direction | None
    aggregation: Aggregation
    owner: str
    source: str
    numerator: str
    denominator: str
    multiplier: float | None
    decimals: int | None
    tolerance: float | None
    frequency: Frequency
    review: Frequency
    benchmark: tuple[str, str]
    report: bool

    @property
    def is_typed(self) -> bool:
        """Whether its figures are typed; a ratio's are computed from its parts."""
        return self.aggregation is not Aggregation.RATIO

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Sector:
    """A template: the KPIs it proposes, and the one or two headline ones among them."""

    key: str
    kpis: tuple[ProposedKpi, ...]
    headlines: frozenset[str]


@cache
def sectors() -> Mapping[str, Sector]:
    """Every template by its key, in the order they are offered in.

    A sector's KPIs come in its own order, then the parts of its ratios that are not among them.
    """
    data = tomllib.loads(resources.starter_kpis().read_text(encoding="utf-8"))
    kpis = {key: _proposed(key, entry) for key, entry in data["kpi"].items()}
    return {key: _sector(key, entry, kpis) for key, entry in data["sector"].items()}


def _sector(key: str, entry: Mapping[str, Any], kpis: Mapping[str, ProposedKpi]) -> Sector:
    without = {name: replace(kpis[name], benchmark=("", "")) for name in entry.get(_WITHOUT, ())}
    kpis = {**kpis, **without}
    listed = [kpis[name] for name in entry["kpis"]]
    parts = [part for kpi in listed for part in (kpi.numerator, kpi.denominator) if part]
    others = dict.fromkeys(part for part in parts if part not in entry["kpis"])
    every = (*listed, *(kpis[name] for name in others))
    return Sector(key, every, frozenset(entry["headlines"]))


def _proposed(key: str, entry: Mapping[str, Any]) -> ProposedKpi:
    numerator, denominator = entry.get("parts", ("", ""))
    english, french = entry["ids"]
    benchmark_english, benchmark_french = entry.get("benchmark", ("", ""))
    return ProposedKpi(
        key,
        (english, french),
        entry["family"],
        entry.get("unit", ""),
        Direction(entry["direction"]) if "direction" in entry else None,
        Aggregation.RATIO if numerator else Aggregation(entry["aggregation"]),
        entry.get("owner", ""),
        entry.get("source", ""),
        numerator,
        denominator,
        entry.get("multiplier"),
        entry.get("decimals"),
        entry.get("tolerance"),
        Frequency(entry.get("frequency", "monthly")),
        Frequency(entry.get("review", "monthly")),
        (benchmark_english, benchmark_french),
        entry.get("report", True),
    )
