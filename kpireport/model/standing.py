"""Where a KPI stands among others: its figure against a published one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpireport.model.benchmark import Benchmark
from kpireport.model.period import Period
from kpireport.model.reason import Reason


class StandingBasis(StrEnum):
    """Which of the KPI's figures is compared: a flow's year, a stock's month."""

    ROLLING_12 = "rolling12"
    FISCAL_YEAR = "fiscal_year"
    MONTH = "month"


class Position(StrEnum):
    """Where the KPI stands.

    With quartiles ``between`` known points, ``at_or_beyond_best`` or ``at_or_beyond_worst`` of
    them; with one figure ``better``, ``worse`` or ``equal``; without a direction ``above`` or
    ``below``.
    """

    AT_OR_BEYOND_BEST = "at_or_beyond_best"
    BETWEEN = "between"
    AT_OR_BEYOND_WORST = "at_or_beyond_worst"
    BETTER = "better"
    WORSE = "worse"
    EQUAL = "equal"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class KnownPoint:
    """A published quantile: ``share`` of peers at or below ``value`` (0.25 for Q1)."""

    share: float
    value: float
    benchmark: Benchmark


@dataclass(frozen=True, slots=True)
class Standing:
    """A KPI's figure against its benchmark.

    ``actual`` is what is compared, over ``basis``, up to ``as_of_period``. ``value`` is the
    benchmark's central figure (the median where quartiles are known) and ``benchmark`` the row
    it stands in, with its statistic, source, cohort, sample, date and address; ``points`` are
    the quantiles, lowest share first. ``percentile`` is the share of peers beaten (a fraction),
    None where only one figure is known. ``gap`` = actual − value, in the KPI's unit;
    ``gap_pct`` is None for percent KPIs and where ``value`` is not positive; ``favourable_gap``
    has the sign of good news. ``dated`` holds over 24 months after the end of its period, and
    ``later`` where that period ends after the report's.
    ``from_catalogue`` tells a shipped figure from the workbook's own. ``lacks_industry`` is the
    Settings' industry where no shipped figure is of it and another cohort's stands in.
    """

    benchmark: Benchmark | None = None
    actual: float | None = None
    value: float | None = None
    points: tuple[KnownPoint, ...] = ()
    percentile: float | None = None
    position: Position | None = None
    gap: float | None = None
    gap_pct: float | None = None
    favourable_gap: float | None = None
    basis: StandingBasis | None = None
    start: Period | None = None
    end: Period | None = None
    dated: bool = False
    later: bool = False
    from_catalogue: bool = False
    lacks_industry: str = ""
    reason: Reason | None = None
