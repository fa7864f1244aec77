"""What a workbook promises of a KPI: a change or a level, by a month."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpireport.model.kpi import Aggregation
from kpireport.model.period import Period
from kpireport.model.problem import CellRef


class GoalChangeKind(StrEnum):
    """What a goal's change counts: a share of the base (0.4 for +40 %), points, or the unit."""

    SHARE = "share"
    POINTS = "points"
    UNIT = "unit"


class GoalPath(StrEnum):
    SEASONAL = "seasonal"
    LINEAR = "linear"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Goal:
    """A promise: a change or a level to reach between two months, both included.

    ``plain`` says that a level was typed without a percent sign or format.
    """

    kpi: str
    cell: CellRef
    start: Period
    by: Period
    change: float | None = None
    change_kind: GoalChangeKind | None = None
    level: float | None = None
    path: GoalPath | None = None
    plain: bool = False

    def in_total(self, rule: Aggregation | None) -> bool:
        """Whether it promises a change in percent of a sum, which its months make together.

        ``rule`` is how the KPI's months add up.
        """
        return self.change_kind is GoalChangeKind.SHARE and rule is Aggregation.SUM

    def path_taken(self, rule: Aggregation | None, *, year_known: bool) -> GoalPath:
        """The path as typed; else seasonal for a change in percent of a sum over twelve months at
        most, where the twelve before have figures (``year_known``), and linear for the rest.
        """
        if self.path is not None:
            return self.path
        within_a_year = self.by.index - self.start.index < 12
        seasonal = within_a_year and year_known and self.in_total(rule)
        return GoalPath.SEASONAL if seasonal else GoalPath.LINEAR
