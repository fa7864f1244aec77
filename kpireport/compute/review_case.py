"""One KPI under review, and what is missing of it: the sentence, and the column to write in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kpireport.compute.months import FiscalMonths
from kpireport.compute.review_calendar import check_in_at
from kpireport.model.book import Book
from kpireport.model.kpi import Aggregation, Direction, Kpi, UnitKind
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Param
from kpireport.model.reason import Reason
from kpireport.model.review import CheckIn, Criterion, CriterionName
from kpireport.model.scorecard import KpiResult

LATEST_MONTHS = 12
"""How far back a missing figure is still asked for."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing: the sentence's code, the KPIs column it belongs in, its parameters.

    ``untold`` marks what keeps the criterion from being told, rather than from being met.
    """

    code: str
    column: str = ""
    params: Mapping[str, Param] | None = None
    untold: bool = False


@dataclass(frozen=True)
class Case:
    """One KPI under review, and the workbook around it."""

    result: KpiResult
    book: Book
    period: Period

    @property
    def kpi(self) -> Kpi:
        return self.result.kpi

    @cached_property
    def check_in(self) -> CheckIn:
        return self.result.check_in or check_in_at(self.kpi, self.book, self.period)

    @cached_property
    def has_children(self) -> bool:
        return any(other.parent == self.kpi.id for other in self.book.kpis)

    @property
    def gathers(self) -> bool:
        """A parent without figures of its own: its children are measured."""
        return self.has_children and self.result.period is None

    @cached_property
    def gaps(self) -> list[Period]:
        """The closed months (quarters, years) of the last twelve months that lack a figure.

        Those before the KPI's first figure are not asked for; they were before its time.
        """
        months = FiscalMonths.of(self.book.settings.fiscal_calendar)
        until, step = self.period.index, self.kpi.frequency.months
        return [
            point.period
            for point in self.result.history
            if until - LATEST_MONTHS < point.period.index <= until
            and months.closes(point.period.index, step)
            and point.measure.actual is None
        ]

    def criterion(self, name: CriterionName, read: Callable[[Case], list[Missing]]) -> Criterion:
        missing = read(self)
        met = not missing if not any(each.untold for each in missing) else None
        if any(not each.untold for each in missing):
            met = False
        cell = next((ref for m in missing if (ref := self.place(m.column)) is not None), None)
        return Criterion(name, met, tuple(self._advice(each) for each in missing), cell)

    def place(self, column: str) -> CellRef | None:
        """Where that column of the KPI stands; None where the sheet has no such column."""
        return self.kpi.places.get(column) if column else None

    def without_aim(self) -> list[Missing]:
        """Neither higher nor lower is better: there is nothing to attain, by nobody and never."""
        if self.kpi.direction is not Direction.NEUTRAL:
            return []
        return [Missing("no_direction", "direction", untold=True)]

    def _advice(self, missing: Missing) -> Reason:
        place = self.place(missing.column)
        base: dict[str, Param] = {"kpi": self.kpi.name, "place": str(place) if place else ""}
        return Reason(missing.code, {**base, **(missing.params or {})})

    def by_unit(self, code: str) -> str:
        """The code whose example fits the KPI's unit."""
        kind = self.kpi.unit.kind
        if kind is UnitKind.PERCENT or self.kpi.aggregation is Aggregation.RATIO:
            return f"{code}_percent"
        return f"{code}_currency" if kind is UnitKind.CURRENCY else f"{code}_number"
