"""A KPI month by month, as the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping

from kpireport.i18n.messages import Messages
from kpireport.model.behaviour import LimitPoint
from kpireport.model.kpi import Frequency, ProcessBasis
from kpireport.model.measure import Measure
from kpireport.model.period import Period
from kpireport.model.scorecard import HistoryPoint, KpiResult
from kpireport.present.behaviour import limit_decimals
from kpireport.present.figures import KpiFigures
from kpireport.present.marks import process_mark, row_mark, signal_variation
from kpireport.present.view import Figure, HistoryRow, Mark

MONTHS_SHOWN = 36


def shown_history(result: KpiResult, report_period: Period) -> tuple[HistoryPoint, ...]:
    """The last three years and what lies ahead, without the months that lie before any figure.

    A quarterly or yearly KPI has only the months that close its spans.
    """
    first = report_period.shift(1 - MONTHS_SHOWN)
    points = [point for point in result.history if point.period >= first]
    if result.kpi.frequency is not Frequency.MONTHLY:
        points = [point for point in points if _has_something(point)]
    while points and not _has_something(points[0]):
        points.pop(0)
    while points and points[-1].period > report_period and not _has_something(points[-1]):
        points.pop()
    return tuple(points)


def _has_something(point: HistoryPoint) -> bool:
    return _has_target(point.measure) or any(
        value is not None for value in (point.measure.actual, point.forecast)
    )


def _has_target(measure: Measure) -> bool:
    return any(v is not None for v in (measure.target, measure.target_low, measure.target_high))


def history_rows(
    messages: Messages, figures: KpiFigures, result: KpiResult, report_period: Period
) -> tuple[HistoryRow, ...]:
    """One row a month, oldest first."""
    limits = limits_of_actual(result)
    decimals = limit_decimals(figures, result.process) if limits else 0
    return tuple(
        _row(messages, figures, point, report_period, limits.get(point.period), decimals)
        for point in shown_history(result, report_period)
    )


def limits_of_actual(result: KpiResult) -> Mapping[Period, LimitPoint]:
    """The process limits by month, where they are those of the actual itself.

    Limits of the gap to target or of the change on a year before say nothing beside an actual.
    """
    if result.process.basis != ProcessBasis.ACTUAL:
        return {}
    return {point.period: point for point in result.process.series}


def signal_mark(messages: Messages, figures: KpiFigures, limit: LimitPoint | None) -> Mark | None:
    """The mark of the signal that a month carries."""
    if limit is None or limit.signal is None:
        return None
    return process_mark(messages, signal_variation(figures.kpi.direction, limit.signal.side))


def _row(
    messages: Messages,
    figures: KpiFigures,
    point: HistoryPoint,
    report_period: Period,
    limit: LimitPoint | None,
    decimals: int,
) -> HistoryRow:
    def level(value: float | None) -> Figure | None:
        return None if value is None else figures.level(value, decimals)

    shown = figures.measure(point.measure)
    return HistoryRow(
        period_iso=str(point.period),
        label=messages.formats.month(point.period),
        actual=shown.actual,
        target=shown.target,
        variance=shown.variance,
        status=row_mark(messages, figures.kpi, point.measure.status),
        prior_year=figures.level(point.prior_year),
        provisional=point.provisional and point.measure.actual is not None,
        future=point.period > report_period,
        target_low=shown.target_low,
        target_high=shown.target_high,
        forecast=None if point.forecast is None else figures.level(point.forecast),
        mean=level(limit.mean if limit else None),
        lower=level(limit.lower if limit else None),
        upper=level(limit.upper if limit else None),
        signal=signal_mark(messages, figures, limit),
        without=", ".join(point.without),
    )
