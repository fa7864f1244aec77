"""What was computed for one book at one period: the values every output shows.

Numbers are unrounded and in the KPI's unit (a percent KPI's in percent). Shares are fractions:
attainment, score, variance_pct, delta_pct, progress, p_value. A value that doesn't exist is None,
and the object it belongs to says why in ``reason``. No NaN and no infinity is ever stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kpireport.model.behaviour import Process, Trend
from kpireport.model.book import Action, Comment, Event, Settings, Source
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.highlight import Highlight
from kpireport.model.kpi import Kpi
from kpireport.model.landing import Landing
from kpireport.model.measure import Comparisons, Measure, Window
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.model.reason import Reason, SourceCell
from kpireport.model.reported import Restatement, Telling
from kpireport.model.review import CheckIn, Criterion
from kpireport.model.standing import Standing
from kpireport.model.status import Status, StatusChange


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """One month of a KPI as charts and tables show it. ``prior_year`` is the actual a year before.

    ``provisional`` also holds for months after the closed one; ``goal_target`` says that the
    target follows the KPI's goal, ``goal_held`` that it is what holds after the goal's end.
    ``without`` are the entities that a group's actual of the month doesn't hold.
    """

    period: Period
    measure: Measure
    cells: tuple[SourceCell, ...] = ()
    provisional: bool = False
    prior_year: float | None = None
    forecast: float | None = None
    budget: float | None = None
    goal_target: bool = False
    goal_held: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearPoint:
    """The fiscal year up to one of its months. ``prior_year`` is last year's over the same months.

    ``future`` months lie after the report's period; of them only the target is known.
    """

    period: Period
    window: Window
    prior_year: float | None = None
    future: bool = False


@dataclass(frozen=True, slots=True)
class KpiResult:
    """Everything computed for one KPI.

    ``period`` is the month the figure stands for: the report's own, or the last closed one of a
    quarterly or yearly KPI, or None where there is no actual at or before the report's period.
    ``measure`` is the month's actual against its target. ``history`` runs through consecutive
    months up to the report's period, and on to provisional, forecast and target months after it
    (those have a ``period`` later than the scorecard's and are never in a total). ``goal`` is None
    where the workbook has none for the KPI; ``ended_goal`` is the one that ended in the report's
    month or the two before it, whatever goal follows it. ``standing`` is None where nothing was to
    be compared with.
    ``smarter`` is empty unless a review was asked for; ``events`` are those of the history.
    ``year_course`` is the fiscal year's total growing, where there is one. ``restatements`` are
    the figures that an earlier report gave otherwise; None where no history is kept.
    """

    kpi: Kpi
    period: Period | None
    measure: Measure
    score: float | None
    provisional: bool
    reason: Reason | None
    ytd: Window
    qtd: Window
    rolling12: Window
    fiscal_year: Window
    comparisons: Comparisons
    status_change: StatusChange
    process: Process
    trend: Trend
    history: tuple[HistoryPoint, ...] = ()
    comments: tuple[Comment, ...] = ()
    actions: tuple[Action, ...] = ()
    cells: tuple[SourceCell, ...] = ()
    goal: GoalProgress | None = None
    ended_goal: GoalProgress | None = None
    landing: Landing = field(default_factory=Landing)
    standing: Standing | None = None
    check_in: CheckIn | None = None
    smarter: tuple[Criterion, ...] = ()
    events: tuple[Event, ...] = ()
    year_course: tuple[YearPoint, ...] = ()
    restatements: tuple[Restatement, ...] | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of how many: ``counted`` KPIs have a score, out of ``total``."""

    counted: int
    total: int


@dataclass(frozen=True, slots=True)
class StatusCounts:
    on_track: int = 0
    at_risk: int = 0
    off_track: int = 0
    no_data: int = 0
    no_target: int = 0


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """``capped_by`` is the headline KPI off track that holds the category at ``at_risk``.

    ``left_out`` are the rated KPIs that count in it by the KPIs below them, not by themselves.
    """

    name: str
    score: float | None
    status: Status | None
    coverage: Coverage
    counts: StatusCounts
    kpi_ids: tuple[str, ...]
    capped_by: str | None = None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overall:
    """``score`` and ``status`` are None unless the Settings ask for an overall score.

    ``worst`` is the ID of the KPI whose status, then score, is the worst; None where none is
    below its target.
    """

    score: float | None
    status: Status | None
    coverage: Coverage
    counts: StatusCounts
    worst: str | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One book at one period. ``kpis`` are the published ones, in the workbook's order.

    ``actions`` are all of the book, ``comments`` those about the whole and those that stand with
    a KPI's figure; both may hold some about KPIs that are not published. ``attention`` are the
    KPIs that need a decision, ``wins`` those that became better and are worth saying, the most
    important first. ``findings`` are what a review says of the workbook as a whole.
    ``restatements`` are those of all KPIs (None where no history is kept), ``compared_with`` the
    last report before (None where there was none).
    """

    source: Source
    settings: Settings
    period: Period
    fiscal_year: int
    overall: Overall
    categories: tuple[CategoryResult, ...]
    kpis: tuple[KpiResult, ...]
    comments: tuple[Comment, ...] = ()
    actions: tuple[Action, ...] = ()
    problems: tuple[Problem, ...] = ()
    attention: tuple[Highlight, ...] = ()
    wins: tuple[Highlight, ...] = ()
    reviewed: bool = False
    findings: tuple[Reason, ...] = ()
    restatements: tuple[Restatement, ...] | None = None
    compared_with: Telling | None = None

    @property
    def currency(self) -> str | None:
        """The currency of the Settings, else of the first KPI in one; its ISO 4217 code."""
        units = (result.kpi.unit.currency for result in self.kpis)
        return self.settings.currency or next((each for each in units if each), None)

    def kpi(self, kpi_id: str) -> KpiResult:
        """The result of that KPI; ``KeyError`` where it is not in the report."""
        for result in self.kpis:
            if result.kpi.id == kpi_id:
                return result
        raise KeyError(kpi_id)
