"""Where a KPI's rows stand on the Data sheet, and the twins of what formulas count there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpireport.model.kpi import Aggregation, Kpi
from kpireport.model.measure import Comparison
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.scorecard import KpiResult
from kpireport.model.series import KpiSeries, SlotRow
from kpireport.model.status import Status
from kpireport.render.excel.live.cell import STATUS_NUMBERS

_FIELDS = {
    "low": "target_low",
    "high": "target_high",
    "prior": "prior_year",
    "plan_numerator": "planned_numerator",
    "plan_denominator": "planned_denominator",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One KPI in a workbook whose chosen period is ``period``.

    Positions count the rows of the Data sheet from 1, below its header; ``first_row`` is that of
    the KPI's first month.
    """

    kpi: Kpi
    series: KpiSeries
    result: KpiResult
    first_row: int
    period: Period
    calendar: FiscalCalendar

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.series.rows) - 1

    @property
    def first_period(self) -> Period:
        return self.series.rows[0].period

    @property
    def year_months(self) -> int:
        """The months of the fiscal year up to the period."""
        return self.period.index - self.calendar.year_start(self.period).index + 1

    @property
    def quarter_months(self) -> int:
        return self.period.index - self.calendar.quarter_start(self.period).index + 1

    @property
    def month_row(self) -> int:
        """The position of the chosen month, inside the KPI's rows or not."""
        return self.first_row + self.period.index - self.first_period.index

    @property
    def closing(self) -> int:
        """The position of the last month at or before the chosen one in which a slot closes."""
        return self.month_row - self.year_months % self.series.step

    def count(self, columns: Sequence[str], first: int, last: int) -> int:
        """The rows from one position to another that have a figure in every column."""
        return len(self.rows(columns, first, last))

    def rows(self, columns: Sequence[str], first: int, last: int) -> list[int]:
        """Their positions."""
        inside = range(max(first, self.first_row), min(last, self.last_row) + 1)
        return [at for at in inside if all(self.at(name, at) is not None for name in columns)]

    def total(
        self, rule: Aggregation, column: str, others: Sequence[str], first: int, last: int
    ) -> float | None:
        """A column's total by a rule over the rows that have the others too; None over none."""
        rows = self.rows((column, *others), first, last)
        return _by_rule(rule, [self._known(column, at) for at in rows])

    def product(
        self,
        rule: Aggregation,
        column: str,
        weights: str,
        others: Sequence[str],
        first: int,
        last: int,
    ) -> float | None:
        """The same of a column times another, row by row; a level as Excel holds it."""
        rows = self.rows((column, weights, *others), first, last)
        scale = 100 if self.kpi.unit.is_percent else 1
        return _by_rule(
            rule, [self._known(column, at) / scale * self._known(weights, at) for at in rows]
        )

    def _known(self, column: str, position: int) -> float:
        value = self.at(column, position)
        assert value is not None
        return value

    def at(self, column: str, position: int) -> float | None:
        """The figure of a Data column at a position, in the KPI's unit."""
        if not self.first_row <= position <= self.last_row:
            return None
        row: SlotRow = self.series.rows[position - self.first_row]
        value: float | None = getattr(row, _FIELDS.get(column, column))
        return value

    @property
    def own_status(self) -> Status | None:
        """The status by the KPI's own figures, also where its children's stands for it."""
        result = self.result
        if result.reason is None or not result.reason.code.startswith("from_"):
            return result.measure.status
        shown = self.period.shift(-(self.year_months % self.series.step))
        own = (point.measure.status for point in result.history if point.period == shown)
        return next(own, Status.NO_DATA)

    @property
    def banded(self) -> bool:
        """Whether some month's target is a band."""
        rows = self.series.rows
        return any(row.target_low is not None or row.target_high is not None for row in rows)

    def level(self, value: float | None) -> float | None:
        """A level as Excel holds it: a percentage as a fraction."""
        return value / 100 if value is not None and self.kpi.unit.is_percent else value


def _by_rule(rule: Aggregation, values: Sequence[float]) -> float | None:
    if not values:
        return None
    match rule:
        case Aggregation.SUM:
            return math.fsum(values)
        case Aggregation.MEAN:
            return math.fsum(values) / len(values)
        case Aggregation.LAST:
            return values[-1]
        case Aggregation.MIN:
            return min(values)
        case Aggregation.MAX:
            return max(values)
        case Aggregation.RATIO:
            raise ValueError("a ratio is the quotient of two totals")


def status_number(status: Status | None) -> int | None:
    return None if status is None else STATUS_NUMBERS[status.value]


def value_now(comparison: Comparison) -> float | None:
    """The figure that is compared with another one."""
    if comparison.value is None or comparison.delta is None:
        return None
    return comparison.value + comparison.delta
