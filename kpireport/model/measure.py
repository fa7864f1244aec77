"""An actual held against something: its target, in a month or a window, or another figure."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.model.period import Period
from kpireport.model.reason import Reason
from kpireport.model.status import Status


@dataclass(frozen=True, slots=True)
class Measure:
    """An actual held against its target, in one window or one month.

    ``target_low`` and ``target_high`` are the band of a range KPI, ``target`` the level of any
    other. ``favourable_variance`` is positive where the actual is better than the target (for a
    range: minus the distance outside the band, 0 inside). ``measured_from`` is the baseline that
    attainment was measured from because the target is zero; None where it wasn't.
    """

    actual: float | None = None
    target: float | None = None
    target_low: float | None = None
    target_high: float | None = None
    variance: float | None = None
    variance_pct: float | None = None
    favourable_variance: float | None = None
    attainment: float | None = None
    status: Status | None = None
    measured_from: float | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Several months as one figure: quarter to date, year to date, rolling 12, fiscal year.

    ``start`` and ``end`` are the months the window covers, ``end`` the last month with an actual
    where the period itself has none ("YTD to September"). ``actual`` covers every month that has
    one; ``measure`` compares like for like: its ``actual`` (the spec's ``compared_actual``) and
    its target cover only the months that have both. ``months`` counts those, ``actual_months`` the
    months that have an actual, ``expected_months`` what the window has at this period.
    ``target_basis`` is None, or ``"actual_mix"`` for a ratio's target weighted by the actual
    denominators. ``provisional`` says whether a provisional figure is inside.
    """

    start: Period
    end: Period
    actual: float | None = None
    measure: Measure = Measure()
    months: int = 0
    expected_months: int = 0
    target_basis: str | None = None
    provisional: bool = False
    reason: Reason | None = None
    actual_months: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The actual against another figure: ``delta`` = actual − value.

    ``delta_pct`` is None for percent KPIs and where ``value`` is not positive.
    ``favourable_delta`` has the sign of good news: None without a direction.
    """

    period: Period | None = None
    value: float | None = None
    delta: float | None = None
    delta_pct: float | None = None
    favourable_delta: float | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Comparisons:
    previous: Comparison
    year_ago: Comparison
    ytd_year_ago: Comparison
    baseline: Comparison
    budget: Comparison
