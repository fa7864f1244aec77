"""Process behaviour of every KPI: limits, signals, variation and assurance (XmR).

The rules and their sources are in ``kpireport.stats`` and in docs/process-behaviour.md. Here it
is decided which points they are given, and what is said where there are too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpireport.compute import reasons
from kpireport.compute.arithmetic import same
from kpireport.compute.ledger import Line
from kpireport.compute.month_grid import MonthGrid, month_grid
from kpireport.compute.months import month_at
from kpireport.compute.plotted import Band, Plotted, plotted
from kpireport.model.behaviour import LimitPoint, Process, Signal
from kpireport.model.book import Event
from kpireport.model.kpi import Kpi, ProcessBasis
from kpireport.model.period import Period
from kpireport.model.reason import Reason
from kpireport.stats.assurance import assurance
from kpireport.stats.signals import Rule, side_code
from kpireport.stats.variation import variation
from kpireport.stats.xmr import FIRM_FROM, LEAST_POINTS, XmrResult, xmr

TARGET_HELD_FOR = 12
"""Assurance needs one target over so many points, or over all where there are fewer."""


def processes(lines: Sequence[Line], events: Sequence[Event], period: int) -> tuple[Process, ...]:
    """The process behaviour of each KPI in a report at ``period`` (a month's index)."""
    rebases = [_rebases(line.kpi, events) for line in lines]
    series = plotted(lines, rebases, period)
    grid = month_grid([points.values for points in series], rebases)
    result = xmr(grid.values, grid.starts)
    return tuple(
        _Reading(line.kpi, points, opened, grid, result, row).process()
        for row, (line, points, opened) in enumerate(zip(lines, series, rebases, strict=True))
    )


def _rebases(kpi: Kpi, events: Sequence[Event]) -> tuple[int, ...]:
    """The months in which an event opens a new level for the KPI."""
    return tuple(
        sorted(
            event.period.index for event in events if event.rebase and event.kpi in (None, kpi.id)
        )
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One KPI's row of the result, read."""

    kpi: Kpi
    points: Plotted
    rebases: Sequence[int]
    grid: MonthGrid
    result: XmrResult
    row: int

    def process(self) -> Process:
        basis = self.points.basis
        if basis is ProcessBasis.NONE:
            return Process(basis=basis, reason=reasons.process_off())
        if not self.points.values:
            return Process(basis=basis, reason=self._too_few(0))
        series = tuple(self._limit_points())
        signals = tuple(point.signal for point in series if point.signal is not None)
        last = self.grid.column(max(self.points.values))
        count = int(self.result.points[self.row, last])
        shares = self.points.shares
        if count < LEAST_POINTS:
            return Process(
                basis=basis,
                points=count,
                signals=signals,
                series=series,
                reason=self._too_few(count),
                shares=shares,
                since=self._since,
            )
        lower, upper = series[-1].lower, series[-1].upper
        verdict, reason = self._assurance(lower, upper)
        return Process(
            basis=basis,
            mean=series[-1].mean,
            lower=lower,
            upper=upper,
            points=count,
            provisional=count < FIRM_FROM,
            variation=variation(*self._signal_at(last), self.kpi.direction.sign),
            assurance=verdict,
            signals=signals,
            series=series,
            reason=reason,
            shares=shares,
            since=self._since,
        )

    @property
    def _since(self) -> Period | None:
        """The month in which an event opened the last stretch."""
        first, last = min(self.points.values), max(self.points.values)
        opened = [month for month in self.rebases if first < month <= last]
        return month_at(max(opened)) if opened else None

    def _signal_at(self, column: int) -> tuple[Rule, int]:
        result, row = self.result, self.row
        return Rule(int(result.rule[row, column])), int(result.side[row, column])

    def _limit_points(self) -> Iterator[LimitPoint]:
        """The points of every stretch that is long enough for limits."""
        result, row = self.result, self.row
        for month, value in self.points.values.items():
            column = self.grid.column(month)
            if result.points[row, column] < LEAST_POINTS:
                continue
            rule, side = self._signal_at(column)
            period = month_at(month)
            yield LimitPoint(
                period,
                value,
                float(result.mean[row, column]),
                float(result.lower[row, column]),
                float(result.upper[row, column]),
                Signal(period, rule.code, side_code(rule, side)) if rule else None,
            )

    def _too_few(self, count: int) -> Reason:
        """Why there are no limits, with ``count`` points in the last stretch."""
        if count < len(self.points.values) and self._since is not None:
            return reasons.process_too_few_since(self._since, count, LEAST_POINTS)
        match self.points.basis:
            case ProcessBasis.GAP:
                return reasons.process_too_few_gaps(count, LEAST_POINTS)
            case ProcessBasis.YEAR_ON_YEAR:
                return reasons.process_too_few_changes(count, LEAST_POINTS)
            case _:
                return reasons.process_too_few_points(count, LEAST_POINTS)

    def _assurance(self, lower: float, upper: float) -> tuple[str | None, Reason | None]:
        """Whether the target will be met, or why that can't be said of a KPI with a target."""
        wanted = self.points.wanted
        if not wanted:
            return None, None
        if self.points.basis is ProcessBasis.YEAR_ON_YEAR:
            return None, reasons.assurance_of_changes()
        last = list(self.points.values)[-TARGET_HELD_FOR:]
        bands = [wanted.get(month) for month in last]
        band = bands[-1]
        if band is None or any(other is None or not _alike(other, band) for other in bands):
            return None, reasons.assurance_target_moved(len(last))
        return assurance(lower, upper, *band), None


def _alike(left: Band, right: Band) -> bool:
    """Whether two bands are the same but for rounding."""
    return all(
        one is other is None or (one is not None and other is not None and same(one, other))
        for one, other in zip(left, right, strict=True)
    )
