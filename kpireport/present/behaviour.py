"""How a KPI's process behaves, spelt out: limits, basis, signals, target, trend."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kpireport.compute.natural_bounds import Bounds
from kpireport.compute.trend import SIGNIFICANT
from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import telling_decimals
from kpireport.i18n.typography import MINUS
from kpireport.model.behaviour import Process, Trend
from kpireport.model.kpi import ProcessBasis
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.present.bounds import bounds_of, within
from kpireport.present.evidence import evidence_since
from kpireport.present.figures import KpiFigures
from kpireport.present.process_clause import STREAK, last_figures, streak, trend_crosses_rebase
from kpireport.present.view import Detail
from kpireport.stats.xmr import FIRM_FROM

SIGNAL_MONTHS = 12
_SMALLEST_P = 0.001
_SLOPE_DIGITS = 2
_P_DIGITS = 2


def behaviour(
    messages: Messages, figures: KpiFigures, result: KpiResult, report_period: Period
) -> tuple[Detail, ...]:
    """The block's lines; what can't be said is left out, with the reason where there is one."""
    lines = _lines(messages, figures, result, report_period)
    return tuple(Detail(messages.text(f"label.{key}"), text) for key, text in lines)


def _lines(
    messages: Messages, figures: KpiFigures, result: KpiResult, report_period: Period
) -> Iterator[tuple[str, str]]:
    process = result.process
    if process.mean is not None:
        yield "usual_variation", limits_text(messages, figures, process, bounds_of(result))
        yield "computed_on", _computed_on(messages, process)
        yield "signals_of_12", _signals(messages, process, report_period)
        if process.assurance is not None:
            yield "target", _assured(messages, result)
        elif process.reason is not None:
            yield "target", messages.reason(process.reason)
    elif process.reason is not None:
        yield "usual_variation", messages.reason(process.reason)
    if result.trend.direction is not None:
        yield "trend", trend_text(messages, figures, result)
    elif result.trend.reason is not None:
        yield "trend", messages.reason(result.trend.reason)


def _assured(messages: Messages, result: KpiResult) -> str:
    """What the limits let expect of the target; a long row on one side of it is no coin's toss."""
    met, count = streak(result)
    if result.process.assurance != "hit_or_miss" or count < STREAK:
        return messages.text(f"process.{result.process.assurance}")
    key = "within_but_met" if met else "within_but_missed"
    return messages.text(f"process.{key}", figures=last_figures(messages, result, count))


def limits_text(
    messages: Messages, figures: KpiFigures, process: Process, bounds: Bounds = (None, None)
) -> str:
    """``2.05% to 2.61%, around a mean of 2.33%``; of gaps and changes with their signs.

    A limit of the actual that lies beyond one of its ``bounds`` is said as that: ``0 to 2.3``.
    """
    decimals = limit_decimals(figures, process) if process.basis == ProcessBasis.ACTUAL else None
    lower, upper = (
        _limit(figures, process, each, bounds, decimals) for each in (process.lower, process.upper)
    )
    mean = _on_basis(figures, process, process.mean, decimals)
    return messages.text("process.limits", lower=lower, mean=mean, upper=upper)


def _limit(
    figures: KpiFigures,
    process: Process,
    value: float | None,
    bounds: Bounds,
    decimals: int | None,
) -> str:
    if value is not None and process.basis == ProcessBasis.ACTUAL:
        bound = within(bounds, value)
        if bound != value:
            return figures.tick(bound, 0)
    return _on_basis(figures, process, value, decimals)


def _on_basis(
    figures: KpiFigures, process: Process, value: float | None, decimals: int | None
) -> str:
    """A limit or mean; ``decimals`` are those of the actual's, None of anything else's."""
    if process.shares:
        return figures.share(value).text
    if decimals is not None:
        return figures.level(value, decimals).text
    return figures.change(value).text


def limit_decimals(figures: KpiFigures, process: Process) -> int:
    """One decimal more than is usual where a figure would else print as its limit.

    Where all of the KPI's figures have more than usual, they are enough.
    """
    pairs = [
        (point.value, limit)
        for point in process.series
        for limit in (point.lower, point.upper)
        if not math.isclose(point.value, limit, rel_tol=1e-6)
    ]
    needed = min(telling_decimals(figures.usual, pairs), figures.usual + 1)
    return max(figures.decimals, needed)


def basis_text(messages: Messages, process: Process) -> str:
    """``the actual, 13 figures since Oct 2025``."""
    basis = messages.text(f"process.basis_{process.basis}", count=process.points)
    if process.since is None:
        return basis
    return messages.text("process.basis_since", basis=basis, period=process.since)


def _computed_on(messages: Messages, process: Process) -> str:
    basis = basis_text(messages, process)
    if not process.provisional:
        return basis
    return f"{basis}. {messages.text('process.provisional_note', firm=FIRM_FROM)}"


def _signals(messages: Messages, process: Process, report_period: Period) -> str:
    found = evidence_since(process, report_period.shift(1 - SIGNAL_MONTHS))
    told = [one.dated(messages) for one in found]
    return messages.text("verdict.separator").join(told) or messages.text("process.no_signal")


def trend_text(messages: Messages, figures: KpiFigures, result: KpiResult) -> str:
    """``improving by 0.12 pts a month, p = 0.012 (seasonal Kendall test, 36 figures)``."""
    trend, since = result.trend, result.process.since
    stable, flat = trend.direction == "stable", not trend.slope_per_month
    key = f"flat_{trend.direction}" if flat and not stable else trend.direction
    text = messages.text(
        f"process.trend_{key}",
        slope=_slope(figures, trend, signed=stable),
        p=_p_value(messages, trend.p_value or 0.0),
        test=messages.text(f"process.{trend.test}", count=trend.points),
    )
    if stable or since is None or not trend_crosses_rebase(result):
        return text
    return messages.text("process.trend_crosses", trend=text, since=since)


def _slope(figures: KpiFigures, trend: Trend, signed: bool) -> str:
    """Two digits of it, or as many as the KPI's figures have before the point."""
    slope = trend.slope_per_month or 0.0
    places = _SLOPE_DIGITS - 1 - math.floor(math.log10(abs(slope))) if slope else 0
    size = figures.spelt_size(slope, max(0, places))
    sign = ("+" if slope > 0 else MINUS) if signed and slope else ""
    return sign + size


def _p_value(messages: Messages, p_value: float) -> str:
    """Two digits of it, or that it is smaller than any that matters."""
    if p_value < _SMALLEST_P:
        return messages.text("process.p_below", value=_SMALLEST_P)
    decimals = max(_P_DIGITS, _P_DIGITS - 1 - math.floor(math.log10(p_value)))
    decimals = telling_decimals(decimals, [(p_value, SIGNIFICANT)])
    return messages.text("process.p_value", value=messages.formats.number(p_value, decimals))
