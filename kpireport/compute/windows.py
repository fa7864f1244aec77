"""Quarter to date, year to date, rolling twelve months and fiscal year, each as one figure.

``Window.actual`` covers every month that has an actual; ``Window.measure`` compares like for like,
over the months that have both an actual and a target. A window to date ends with the last month
that has an actual. Only months at or before the report's period are read; the fiscal year's target
alone looks ahead, because it is the full year's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpireport.compute import reasons
from kpireport.compute.aggregate import (
    Formula,
    covered,
    needs_every_month,
    only_last,
    provisional,
    total,
)
from kpireport.compute.attainment import Judged, judge
from kpireport.compute.known import TargetTotal
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.compute.target_totals import compared_target, full_target
from kpireport.model.kpi import Direction
from kpireport.model.measure import Measure, Window
from kpireport.model.period import Period
from kpireport.model.reason import Reason
from kpireport.model.status import Status


@dataclass(frozen=True, slots=True)
class Windows:
    qtd: Window
    ytd: Window
    rolling12: Window
    fiscal_year: Window


def windows_at(line: Line, period: int) -> Windows:
    """The four windows of a KPI for a report at ``period``.

    The rolling twelve months of a quarterly or yearly KPI end with its last closed slot.
    """
    closed = line.months.last_closing(period, line.step)
    return Windows(
        qtd=_to_date(line, line.months.quarter_start(period), period),
        ytd=year_to_date(line, period),
        rolling12=_to_date(line, closed - 11, closed, rolling=True),
        fiscal_year=_fiscal_year(line, period),
    )


def year_to_date(line: Line, period: int) -> Window:
    """The fiscal year up to ``period``."""
    return _to_date(line, line.months.year_start(period), period)


def expected_months(line: Line, first: int, period: int) -> int:
    """The months of the slots that lie in the window and have closed by ``period``."""
    closed = line.months.last_closing(period, line.step)
    return max(0, closed - first + 1) // line.step * line.step


def _to_date(line: Line, first: int, period: int, *, rolling: bool = False) -> Window:
    """The window, worked out once: a year's course and later reports ask for it again."""
    key = (first, period, rolling)
    if key not in line.known.windows:
        line.known.windows[key] = _worked_out(line, first, period, rolling=rolling)
    return line.known.windows[key]


def _worked_out(line: Line, first: int, period: int, *, rolling: bool) -> Window:
    start, end = month_at(first), month_at(period)
    expected = expected_months(line, first, period)
    if isinstance(line.formula, Reason):
        return Window(start, end, expected_months=expected, reason=line.formula)
    if not expected:
        return Window(start, end, reason=reasons.nothing_closed_yet())
    due = first + expected - 1
    months = covered([line.formula], first, due)
    if not months:
        status = None if line.kpi.direction is Direction.NEUTRAL else Status.NO_DATA
        why = _why_empty(line, first, due)
        return Window(start, end, None, Measure(status=status), 0, expected, reason=why)
    actual = _actual(line.formula, months, expected, rolling)
    if isinstance(actual, Reason):
        end = month_at(months[-1])
        return Window(start, end, months=len(months), expected_months=expected, reason=actual)
    return _held(line, line.formula, actual, months, (first, due))


def _held(
    line: Line, formula: Formula, actual: float, months: Sequence[int], window: tuple[int, int]
) -> Window:
    """The window with its actual over ``months`` held against its target, like for like."""
    first, due = window
    end = months[-1]
    counted, expected = len(months), due - first + 1
    last_alone = only_last(formula)
    if last_alone:  # what lies before the last slot is no part of the figure
        counted = end - first + 1
        months = covered([formula], end - line.step + 1, end)
    target = compared_target(line, months[0], end)
    judged = _compare(line, actual, months, target)
    compared = len(target.months) if target.aim and not last_alone else counted
    partial = _why_partial(end < due, month_at(end), counted, compared, expected)
    return Window(
        start=month_at(first),
        end=month_at(end),
        actual=actual,
        measure=judged.measure,
        months=compared,
        expected_months=expected,
        target_basis=target.basis,
        provisional=provisional(formula, months),
        reason=target.reason or partial or judged.reason,
        actual_months=counted,
    )


def _actual(
    formula: Formula, months: Sequence[int], expected: int, rolling: bool
) -> float | Reason:
    """The total; a sum over a rolling year needs every month of it."""
    if rolling and len(months) < expected and needs_every_month(formula):
        return reasons.needs_every_month(len(months), expected)
    return total(formula, months)


def _compare(line: Line, actual: float, months: Sequence[int], target: TargetTotal) -> Judged:
    """The actual over the compared months against their target; without one, the actual alone."""
    if not target.aim or isinstance(line.formula, Reason):
        measure = judge(line.kpi, line.thresholds, actual).measure
        return Judged(measure, target.reason or _why_no_target(line, months))
    compared = actual
    if len(target.months) != len(months):
        part = total(line.formula, target.months)
        if isinstance(part, Reason):
            return Judged(judge(line.kpi, line.thresholds, actual).measure, part)
        compared = part
    baseline = line.baseline(len(target.months))
    return judge(line.kpi, line.thresholds, compared, target.aim, baseline)


def _why_no_target(line: Line, months: Sequence[int]) -> Reason | None:
    if line.kpi.direction is Direction.NEUTRAL:
        return None
    gaps = (line.targets.gaps[month] for month in months if month in line.targets.gaps)
    unused = reasons.band_without_range() if line.targets.band_unused else None
    return next(gaps, unused or reasons.no_target_in_window())


def _why_empty(line: Line, first: int, last: int) -> Reason:
    typed = any(first <= month <= last for month in line.actual.spans)
    return (
        reasons.parts_without_figures() if typed and line.parts else reasons.no_actual_in_window()
    )


def _why_partial(
    earlier: bool, end: Period, counted: int, compared: int, expected: int
) -> Reason | None:
    """``counted`` months have an actual, ``compared`` a target too."""
    if earlier:
        return reasons.ends_earlier(end, counted, expected)
    if counted < expected:
        return reasons.months_missing(counted, expected)
    if compared < counted:
        return reasons.targets_missing(compared, counted)
    return None


def _fiscal_year(line: Line, period: int) -> Window:
    first, last = line.months.year_start(period), line.months.year_end(period)
    if isinstance(line.formula, Reason):
        return Window(month_at(first), month_at(last), expected_months=12, reason=line.formula)
    months = covered([line.formula], first, period)
    target = full_target(line, first, last, period)
    actual = _whole_year(line, line.formula, months, last, period)
    both = compared_target(line, first, period).months if target.aim else months
    window = Window(
        start=month_at(first),
        end=month_at(last),
        measure=Measure(None, *target.aim),
        months=len(both),
        expected_months=12,
        target_basis=target.basis,
    )
    if isinstance(actual, Reason):
        return replace(window, reason=_why_open(actual, len(months), target))
    judged = judge(line.kpi, line.thresholds, actual, target.aim, line.baseline(12))
    why = target.reason or judged.reason
    return replace(
        window,
        actual=actual,
        measure=judged.measure,
        provisional=provisional(line.formula, months),
        reason=why if why or target.aim else _why_no_target(line, months),
    )


def _why_open(why: Reason, count: int, target: TargetTotal) -> Reason:
    """Why the year has no actual and, where its target is missing too, why that is."""
    missing = target.reason.code if target.reason and why.code == "fiscal_year_not_over" else ""
    if missing == "year_target_needs_mix":
        return reasons.fiscal_year_not_over_nor_mix(count, 12)
    if target.reason is not None and missing == "year_target_incomplete":
        return reasons.fiscal_year_not_over_nor_planned(count, 12, target.reason)
    return why


def _whole_year(
    line: Line, formula: Formula, months: Sequence[int], last: int, period: int
) -> float | Reason:
    """The year's actual once it is over and whole; the last month's figure needs only that one."""
    if line.months.last_closing(period, line.step) < last:
        return reasons.fiscal_year_not_over(len(months), 12)
    if only_last(formula):
        if not months or months[-1] != last:
            return reasons.needs_last_month(month_at(last))
    elif len(months) < 12:
        return reasons.needs_every_month(len(months), 12)
    return total(formula, months)
