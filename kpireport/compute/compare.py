"""The actual against other figures: the previous period, a year ago, the baseline, the budget.

A year ago comes from the actuals, else from the Prior year sheet. Last year's year to date is taken
over the same months as this year's, and only over months that both years have.
"""

from __future__ import annotations

from kpireport.compute import reasons
from kpireport.compute.aggregate import covered, only_last, shifted, total
from kpireport.compute.arithmetic import finite, quotient
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.compute.windows import expected_months
from kpireport.model.difference import difference
from kpireport.model.kpi import Kpi
from kpireport.model.measure import Comparison, Comparisons
from kpireport.model.period import Period
from kpireport.model.reason import Reason


def comparisons_at(line: Line, shown: int, period: int) -> Comparisons:
    """The comparisons of the figure of the slot closing in ``shown``, in a report at ``period``."""
    actual = line.actual.value_at(shown)
    previous = line.actual.value_at(shown - line.step)
    year_ago = line.past.value_at(shown - 12)
    why = None if actual is not None else line.why_no_actual(shown)
    return Comparisons(
        previous=_with(line.kpi, actual, previous, month_at(shown - line.step), why),
        year_ago=_with(line.kpi, actual, year_ago, month_at(shown - 12), why),
        ytd_year_ago=ytd_year_ago(line, period),
        baseline=_baseline(line, actual, why),
        budget=_budget(line, actual, shown, why),
    )


def _with(
    kpi: Kpi, actual: float | None, value: float | None, period: Period, why: Reason | None
) -> Comparison:
    """``why`` is the reason where the actual itself is missing."""
    if value is None:
        return Comparison(period, reason=reasons.no_earlier_value(period))
    return _difference(kpi, actual, value, period, why)


def _difference(
    kpi: Kpi,
    actual: float | None,
    value: float,
    period: Period | None,
    why: Reason | None,
) -> Comparison:
    if actual is None:
        return Comparison(period, value, reason=why)
    delta = finite(difference(actual, value))
    if delta is None:
        return Comparison(period, value, reason=reasons.too_large())
    share = quotient(delta, value) if value > 0 and not kpi.unit.is_percent else None
    good = kpi.direction.sign * delta + 0.0 if kpi.direction.sign else None
    return Comparison(period, value, delta, share, good, why)


def ytd_year_ago(line: Line, period: int) -> Comparison:
    """The year to ``period`` against the same months of the year before."""
    if period not in line.known.years_ago:
        line.known.years_ago[period] = _ytd_year_ago(line, period)
    return line.known.years_ago[period]


def _ytd_year_ago(line: Line, period: int) -> Comparison:
    first = line.months.year_start(period)
    year_before = month_at(period - 12)
    if isinstance(line.formula, Reason):
        return Comparison(year_before, reason=line.formula)
    if isinstance(line.past_formula, Reason):
        return Comparison(year_before, reason=line.past_formula)
    due = first + expected_months(line, first, period) - 1
    months = covered([line.formula], first, due)
    if not months:
        return Comparison(year_before, reason=reasons.no_actual_in_window())
    last = months[-1]
    before = shifted(line.past_formula, 12, first, last)
    common = covered([line.formula, before], first, last)
    if only_last(line.formula) and common and common[-1] != last:
        common = ()
    if not common:
        return Comparison(month_at(last - 12), reason=reasons.no_earlier_value(month_at(last - 12)))
    then_end = month_at(common[-1] - 12)
    now, then = total(line.formula, common), total(before, common)
    if isinstance(now, Reason):
        return Comparison(then_end, reason=now)
    if isinstance(then, Reason):
        return Comparison(then_end, reason=then)
    partial = None
    if len(common) < len(months) and not only_last(line.formula):
        partial = reasons.same_months_only(len(common), len(months))
    return _difference(line.kpi, now, then, then_end, partial)


def _baseline(line: Line, actual: float | None, why: Reason | None) -> Comparison:
    kpi = line.kpi
    if kpi.baseline is None:
        return Comparison(reason=reasons.no_baseline())
    return _difference(kpi, actual, kpi.baseline + 0.0, kpi.baseline_date, why)


def _budget(line: Line, actual: float | None, shown: int, why: Reason | None) -> Comparison:
    if not line.budget:
        return Comparison(reason=reasons.no_budget())
    return _with(line.kpi, actual, line.budget.value_at(shown), month_at(shown), why)
