"""What earlier reports said otherwise: restated actuals, revised targets, moved statuses.

Compared is each month that a report gave as final with the same month now, up to the report's own
period; of months to come only their targets, where there was one and still is. Months before the
first that any KPI of the workbook has are not looked at: years that were taken out of it are no
correction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpireport.compute.arithmetic import finite
from kpireport.compute.ledger import Line
from kpireport.compute.months import FiscalMonths
from kpireport.compute.said import (
    aim_said,
    aims_differ,
    differs,
    level_of,
    statement_of,
    thresholds_said,
)
from kpireport.compute.status_change import Situation
from kpireport.model.difference import difference
from kpireport.model.period import Period
from kpireport.model.reported import (
    NOTHING,
    Level,
    Reported,
    Restated,
    Restatement,
    Statement,
    Statements,
    Telling,
)
from kpireport.model.scorecard import HistoryPoint, KpiResult, Scorecard
from kpireport.model.status import Status


def with_restatements(
    results: Mapping[str, KpiResult], lines: Sequence[Line], reported: Reported, period: int
) -> dict[str, KpiResult]:
    """The results, by KPI ID, with their figures that are others than ``reported``."""
    starts = (span.last for line in lines for span in line.actual.spans.values())
    first = min(starts, default=period)
    known: dict[str, list[int]] = {}
    for kpi_id, month in reported.last:
        if month.index >= first:
            known.setdefault(kpi_id, []).append(month.index)
    return {
        line.kpi.id: replace(
            results[line.kpi.id],
            restatements=tuple(
                _restatements(line, sorted(known.get(line.kpi.id, ())), reported, period)
            ),
        )
        for line in lines
    }


def _restatements(
    line: Line, months: Sequence[int], reported: Reported, period: int
) -> Iterator[Restatement]:
    """Of the months that were reported those that are others now, in time order."""
    for month in months:
        said = statement_of(reported, line.kpi, month)
        if said is not None:
            yield from _Month(line, said, month, month > period).compared(reported)


@dataclass(frozen=True, slots=True)
class _Month:
    """One month, as it was said and as it is now."""

    line: Line
    said: Statement
    month: int
    ahead: bool

    def compared(self, reported: Reported) -> Iterator[Restatement]:
        comparable = self.said.final and not self.ahead
        if comparable and differs(self.said.actual, self._now.actual):
            yield self._actual_restated(reported)
        before, after = aim_said(self.said), self._now.aim
        if (before or comparable) and (after or not self.ahead) and aims_differ(before, after):
            yield self._target_revised(reported)

    @property
    def _now(self) -> Situation:
        line, month = self.line, self.month
        return Situation(line.actual.value_at(month), line.aim_at(month), line.thresholds)

    def _stages(self) -> tuple[Status | None, ...]:
        """The status as it was said, with today's actual, thresholds and target one by one."""
        kpi, said = self.line.kpi, self.said
        now = self._now
        before = Situation(said.actual, aim_said(said), thresholds_said(said))
        restated = before._replace(actual=now.actual)
        judged = restated._replace(thresholds=now.thresholds)
        return tuple(each.status(kpi) for each in (before, restated, judged, now))

    def _actual_restated(self, reported: Reported) -> Restatement:
        before, after, *_ = self._stages()
        return self._made(
            Restated.ACTUAL,
            Level(self.said.actual),
            Level(self._now.actual),
            after is not before,
            reported.first_actuals,
        )

    def _target_revised(self, reported: Reported) -> Restatement:
        *_, before, after = self._stages()
        return self._made(
            Restated.TARGET,
            self.said.target,
            level_of(self._now.aim),
            self.said.final and after is not before,
            reported.first_targets,
        )

    def _made(
        self, what: Restated, before: Level, after: Level, moved: bool, firsts: Statements
    ) -> Restatement:
        key = (self.line.kpi.id, _period(self.month))
        first = firsts.get(key)
        return Restatement(
            kpi_id=self.line.kpi.id,
            what=what,
            period=key[1],
            before=before,
            after=after,
            delta=_delta(before, after),
            status_before=self.said.status if self.said.final else None,
            status_after=self._now.status(self.line.kpi) if self.said.final else None,
            status_changed=moved,
            last=self.said.telling,
            first=None if first is None else first.telling,
            first_value=NOTHING if first is None else _level(first, what),
        )


def _period(month: int) -> Period:
    return Period.from_index(month)


def _level(said: Statement, what: Restated) -> Level:
    return Level(said.actual) if what is Restated.ACTUAL else said.target


def _delta(before: Level, after: Level) -> float | None:
    if before.value is None or after.value is None:
        return None
    return finite(difference(after.value, before.value))


def statements_of(scorecard: Scorecard, telling: Telling) -> Statements:
    """Everything a report says of its KPIs' months, to be remembered."""
    return {
        (result.kpi.id, point.period): said
        for result in scorecard.kpis
        for point in result.history
        if (said := _stated(scorecard, result, point, telling)) is not None
    }


def _stated(
    scorecard: Scorecard, result: KpiResult, point: HistoryPoint, telling: Telling
) -> Statement | None:
    """What is said of a month; None of one that no figure of the KPI closes in."""
    months = FiscalMonths.of(scorecard.settings.fiscal_calendar)
    measure, ahead = point.measure, point.period > scorecard.period
    target = Level(measure.target, measure.target_low, measure.target_high)
    due = months.closes(point.period.index, result.kpi.frequency.months)
    if not target and (ahead or (measure.actual is None and not due)):
        return None
    return Statement(
        telling=telling,
        unit=result.kpi.unit.text,
        actual=None if ahead else measure.actual,
        target=target,
        status=None if ahead else measure.status,
        final=not ahead and not point.provisional,
        green_from=scorecard.settings.green_from,
        amber_from=scorecard.settings.amber_from,
        cell=next((str(cell.ref) for cell in point.cells if cell.role == "actual"), ""),
    )
