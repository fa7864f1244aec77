"""Every figure that was ever reported of a workbook's KPIs, beside what it is now."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.arithmetic import finite
from kpireport.compute.said import differs
from kpireport.model.period import Period
from kpireport.model.reported import Level, Remembered, Reported, Restated, Statement, Statements
from kpireport.model.scorecard import KpiResult, Scorecard


def remembered(scorecard: Scorecard, reported: Reported) -> tuple[Remembered, ...]:
    """The figures in the order of the KPIs, then of the months, an actual before its target.

    What was reported in another unit is left out: it can't be held against today's.
    """
    firsts = ((Restated.ACTUAL, reported.first_actuals), (Restated.TARGET, reported.first_targets))
    return tuple(
        found
        for result in scorecard.kpis
        for period in sorted({p for kpi_id, p in reported.last if kpi_id == result.kpi.id})
        for what, statements in firsts
        for found in _figure(result, what, period, statements, reported)
    )


def _figure(
    result: KpiResult, what: Restated, period: Period, firsts: Statements, reported: Reported
) -> Iterator[Remembered]:
    key = (result.kpi.id, period)
    first, last = firsts.get(key), reported.last[key]
    unit = result.kpi.unit.text
    if first is None or first.unit != unit or last.unit != unit:
        return
    said, now = _said(first, what), _now(result, what, period)
    delta = None
    if said.value is not None and now.value is not None:
        delta = finite(now.value - said.value)
    yield Remembered(
        kpi_id=result.kpi.id,
        what=what,
        period=period,
        first_value=said,
        first=first.telling,
        last_value=_said(last, what),
        last=last.telling,
        now=now,
        delta=delta,
        changed=any(
            differs(one, other)
            for one, other in (
                (said.value, now.value),
                (said.low, now.low),
                (said.high, now.high),
            )
        ),
    )


def _said(statement: Statement, what: Restated) -> Level:
    return Level(statement.actual) if what is Restated.ACTUAL else statement.target


def _now(result: KpiResult, what: Restated, period: Period) -> Level:
    for point in result.history:
        if point.period == period:
            measure = point.measure
            if what is Restated.ACTUAL:
                return Level(measure.actual)
            return Level(measure.target, measure.target_low, measure.target_high)
    return Level()
