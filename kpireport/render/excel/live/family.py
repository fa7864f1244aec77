"""Who stands below whom: a row for each KPI below another, grouped by the one above.

A parent's score reads its own rows alone. A column of every KPI's score would hold the parent's
too, and a formula over it would lead back to itself; naming each child in the formula would come
to more than Excel takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.place import status_number

FAMILY_KEYS = ("child", "same_category", "score", "status", "weight", "scored", "weighted")
"""The columns of the table of families, in order; those from the third on are the KPI's own."""

_KINDS = {
    "score": Kind.SHARE,
    "status": Kind.STATUS,
    "weight": Kind.WEIGHT,
    "scored": Kind.COUNT,
    "weighted": Kind.WEIGHT,
}


@dataclass(frozen=True)
class Family:
    """The published KPIs by ID, and the IDs of each parent's children."""

    results: Mapping[str, KpiResult]
    children: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, card: Scorecard, children: Mapping[str, Sequence[str]]) -> Family:
        return cls({result.kpi.id: result for result in card.kpis}, children)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Each KPI's place among all, from 0, by which formulas name its row."""
        return {kpi_id: place for place, kpi_id in enumerate(self.results)}

    @cached_property
    def pairs(self) -> Sequence[tuple[str, str]]:
        """Every KPI that has others below it with each of those, a table's row each."""
        return tuple((above, each) for above in self.results for each in self.below(above))

    @cached_property
    def stretches(self) -> Mapping[str, tuple[int, int]]:
        """The first and last row of each parent in the table, from 0."""
        found: dict[str, tuple[int, int]] = {}
        for row, (above, _) in enumerate(self.pairs):
            found[above] = (found.get(above, (row, row))[0], row)
        return found

    def below(self, kpi_id: str) -> Iterator[str]:
        """Every descendant, each once."""
        for child in self.children.get(kpi_id, ()):
            yield child
            yield from self.below(child)

    def scored(self, kpi_id: str) -> bool:
        """Whether the KPI's score counts."""
        result = self.results[kpi_id]
        return result.score is not None and result.kpi.weight > 0

    def same_category(self, above: str, below: str) -> bool:
        return self.results[above].kpi.category == self.results[below].kpi.category


def family_cells(family: Family, above: str, below: str) -> Iterator[Cell]:
    """A row of the table; ``[key@3]`` is the KPI's own row, as in every formula."""
    yield Cell("child", "", int(below in family.children[above]), Kind.COUNT)
    yield Cell("same_category", "", int(family.same_category(above, below)), Kind.COUNT)
    result, number = family.results[below], family.numbers[below]
    values = {
        "score": result.score,
        "status": status_number(result.measure.status),
        "weight": result.kpi.weight,
        "scored": int(family.scored(below)),
        "weighted": (result.score or 0.0) * result.kpi.weight,
    }
    for key, value in values.items():
        yield Cell(key, f"=[{key}@{number}]", value, _KINDS[key])
