"""The totals of a ratio's parts over a window, each in a column of its own, with their twins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from kpireport.model.kpi import Aggregation
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.expressions import aggregate, product_total
from kpireport.render.excel.live.window_frame import Frame

PARTS = ("numerator", "denominator")
PLAN = ("plan_numerator", "plan_denominator")


class Rows(NamedTuple):
    """A Data column, over the rows in which the other columns have a figure too."""

    column: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartTotals:
    """Numerator and denominator of one window; ``upper`` and ``lower`` are their rules."""

    frame: Frame
    upper: Aggregation
    lower: Aggregation

    @classmethod
    def of(cls, frame: Frame) -> Self:
        series = frame.place.series
        assert series.numerator_rule is not None and series.denominator_rule is not None
        return cls(frame, series.numerator_rule, series.denominator_rule)

    @property
    def planned(self) -> bool:
        return self.frame.place.series.planned

    @property
    def last_alone(self) -> bool:
        return self.upper is self.lower is Aggregation.LAST

    def blocks(self, names: Sequence[str], last: str = "last") -> tuple[str, ...]:
        return tuple(self.frame.block(name, last) for name in names)

    def total(
        self,
        name: str,
        rule: Aggregation,
        column: str,
        others: Sequence[str],
        *,
        when: str,
        last: str = "last",
        instead: tuple[str, Rows] | None = None,
    ) -> Cell:
        """A part's total over the rows that have the other columns too, where ``when`` holds.

        ``instead`` is a condition and the other column, with its own others, that it takes then.
        """
        frame = self.frame
        rows = Rows(column, tuple(others))
        formula = self.aggregate(rule, rows, last)
        if instead is not None:
            condition, other = instead
            formula = f"IF({condition},{self.aggregate(rule, other, last)},{formula})"
            if self.by_plan:
                rows = other
        end = frame.end if last == "end" else frame.last
        value = frame.place.total(rule, rows.column, rows.others, frame.first, end)
        return Cell(frame.key(name), f'=IF({when},{formula},"")', value, Kind.COUNT)

    def aggregate(self, rule: Aggregation, rows: Rows, last: str) -> str:
        return aggregate(rule, self.frame.block(rows.column, last), self.blocks(rows.others, last))

    @property
    def by_plan(self) -> bool:
        """The twin of the formulas' question whether the planned parts cover as many rows."""
        planned, mixed = self.covered()
        return self.planned and planned > 0 and planned >= mixed

    def covered(self) -> tuple[int, int]:
        """The rows with a plan, and those with a target, where there is an actual."""
        frame, place = self.frame, self.frame.place
        if frame.result.actual is None:
            return 0, 0
        planned = place.count((*PARTS, *PLAN), frame.first, frame.last) if self.planned else 0
        return planned, place.count((*PARTS, "target"), frame.first, frame.last)

    def met(self, when: str, *, plan: str = "") -> Cell:
        """Each row's target times its denominator, in total; with ``plan`` the planned parts'."""
        frame, place = self.frame, self.frame.place
        blocks = (frame.block("target"), frame.block("denominator"), (frame.block("numerator"),))
        formula = product_total(self.upper, *blocks)
        value = place.product(self.upper, "target", "denominator", PARTS[:1], *self.span)
        if plan:
            rows = Rows(PLAN[0], (PLAN[1], *PARTS))
            formula = f"IF({plan},{self.aggregate(self.upper, rows, 'last')},{formula})"
            if self.by_plan:
                value = place.total(self.upper, rows.column, rows.others, *self.span)
        key = frame.key("target_numerator")
        return Cell(key, f'=IF({when},{formula},"")', value, Kind.COUNT)

    @property
    def span(self) -> tuple[int, int]:
        return self.frame.first, self.frame.last
