"""The ReportView: everything a reader sees, in words and in order, before any file format.

``present`` fills it, ``render`` only lays it out. Every text is in the report's language already;
a renderer translates nothing, computes nothing and formats nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpireport.i18n.units import name_says_unit
from kpireport.present.view_management import BenchmarkView as BenchmarkView
from kpireport.present.view_management import CheckInView as CheckInView
from kpireport.present.view_management import CriterionView as CriterionView
from kpireport.present.view_management import EventView as EventView
from kpireport.present.view_management import GoalView as GoalView
from kpireport.present.view_management import HighlightView as HighlightView
from kpireport.present.view_management import KpiReviewView as KpiReviewView
from kpireport.present.view_management import LandingRow as LandingRow
from kpireport.present.view_management import LandingView as LandingView
from kpireport.present.view_management import ReviewView as ReviewView
from kpireport.present.view_measures import ComparisonView as ComparisonView
from kpireport.present.view_measures import HistoryRow as HistoryRow
from kpireport.present.view_measures import MeasureView as MeasureView
from kpireport.present.view_pieces import Chart as Chart
from kpireport.present.view_pieces import Detail as Detail
from kpireport.present.view_pieces import Figure as Figure
from kpireport.present.view_pieces import Mark as Mark
from kpireport.present.view_pieces import StatusMark as StatusMark
from kpireport.present.view_pieces import Tone as Tone

if TYPE_CHECKING:
    from kpireport.present.live import LiveModel
    from kpireport.present.restated_view import RestatementsView


@dataclass(frozen=True, slots=True)
class CommentView:
    kpi: str
    period: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class ActionView:
    kpi: str
    action: str
    owner: str
    due: str
    status: str


@dataclass(frozen=True, slots=True)
class KpiView:
    """One KPI: its row in the category table and its own section.

    ``anchor`` is a name for links, unique in the report, made of ASCII letters, digits and
    hyphens. ``period_label`` names the month shown where it is not the report's own, else is
    empty. ``variance_bar`` is its distance from target in the scale of all KPIs, ``bullet`` its
    actual among target and limits and ``card_bullet`` the same without words: None where there
    is no target. ``month`` and ``year_to_date`` are the table's; ``measures`` are all windows for
    the section. ``verdict`` is the KPI's one sentence. ``behaviour`` is how its process behaves:
    limits, signals, trend. ``bars`` says whether its charts draw columns
    from zero (figures that add up over months) or a line. ``year`` are the months of the fiscal
    year, each as its year to date, and ``year_chart`` their chart; none where it has no such total.
    """

    anchor: str
    id: str
    name: str
    category: str
    unit: str
    headline: bool
    direction: str
    status: StatusMark
    verdict: str
    period_label: str
    month: MeasureView
    year_to_date: MeasureView
    measures: tuple[MeasureView, ...]
    comparisons: tuple[ComparisonView, ...]
    sparkline: Chart
    chart: Chart
    history: tuple[HistoryRow, ...]
    details: tuple[Detail, ...] = ()
    behaviour: tuple[Detail, ...] = ()
    notes: tuple[str, ...] = ()
    comments: tuple[CommentView, ...] = ()
    actions: tuple[ActionView, ...] = ()
    variation: Mark | None = None
    assurance: Mark | None = None
    provisional: bool = False
    bars: bool = False
    variance_bar: Chart | None = None
    bullet: Chart | None = None
    card_bullet: Chart | None = None
    goal: GoalView | None = None
    landing: LandingView | None = None
    benchmark: BenchmarkView | None = None
    year: tuple[HistoryRow, ...] = ()
    year_chart: Chart | None = None

    @property
    def unit_after_name(self) -> str:
        """The unit where it stands beside the name; empty where the name has the word already."""
        return "" if name_says_unit(self.name, self.unit) else self.unit


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category's heading line and its KPIs in order. ``note`` says what caps it, if anything."""

    anchor: str
    name: str
    score: Figure
    status: StatusMark
    coverage: str
    kpis: tuple[KpiView, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatusCount:
    mark: StatusMark
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem in words. ``severity`` is E, W or I; ``place`` is ``Actuals!D7`` or empty.

    ``title`` names the kind of problem; ``expected`` says what was expected where the message
    doesn't. ``more`` are the messages of others of its kind that share its row.
    """

    code: str
    severity: str
    severity_label: str
    place: str
    message: str
    advice: str
    title: str = ""
    expected: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MethodNote:
    """One entry of the method appendix: a figure's name, and how it is computed."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report.

    ``labels`` holds every fixed word a layout needs, by key. ``accent_colour`` is ``#rrggbb``.
    ``run`` is the run's hash, the same in every file of one run. ``locale`` is a BCP 47 tag for
    ``lang`` attributes. ``marks`` is the key to the variation and assurance marks that are used.
    ``logo`` is a data URI or empty. ``attention`` is what needs a decision and ``wins`` what
    became better, the most important first; ``calendar`` the next check-ins and due dates in
    time order, ``events`` the same days for a calendar program; ``review`` is None unless it was
    asked for. ``variance_scale`` is how far the variance bars reach (``±15%``, or empty).
    ``problem_groups`` are the problems with those of one kind in a row.
    ``currency`` is the report's own, empty where it has none. ``restatements`` is what earlier
    reports said otherwise, None where no history is kept.
    ``year_label`` names the year to date (``YTD Jan–Oct 2026``) and ``year_counts``
    are the statuses of its figures.
    """

    language: str
    locale: str
    title: str
    organisation: str
    entity: str
    period_iso: str
    period_label: str
    period_note: str
    run: str
    source_name: str
    source_sha256: str
    accent_colour: str
    confidentiality: str
    prepared_by: str
    labels: Mapping[str, str]
    headlines: tuple[str, ...]
    counts: tuple[StatusCount, ...]
    overall_score: Figure | None
    overall_status: StatusMark | None
    overall_coverage: str
    cards: tuple[KpiView, ...]
    categories: tuple[CategoryView, ...]
    comments: tuple[CommentView, ...]
    actions: tuple[ActionView, ...]
    problems: tuple[ProblemView, ...]
    method: tuple[MethodNote, ...]
    legend: tuple[StatusMark, ...] = ()
    marks: tuple[Mark, ...] = ()
    logo: str = ""
    attention: tuple[HighlightView, ...] = ()
    wins: tuple[HighlightView, ...] = ()
    attention_more: str = ""
    wins_more: str = ""
    attention_rest: tuple[HighlightView, ...] = ()
    wins_rest: tuple[HighlightView, ...] = ()
    calendar: tuple[CheckInView, ...] = ()
    events: tuple[EventView, ...] = ()
    benchmarks: tuple[BenchmarkView, ...] = ()
    review: ReviewView | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    live: LiveModel | None = None
    variance_scale: str = ""
    year_label: str = ""
    year_counts: tuple[StatusCount, ...] = ()
    year_sentence: str = ""
    problem_groups: tuple[ProblemView, ...] = ()
    currency: str = ""
    restatements: RestatementsView | None = None

    @property
    def kpis(self) -> tuple[KpiView, ...]:
        """Every KPI once, in the order of the categories."""
        return tuple(kpi for category in self.categories for kpi in category.kpis)
