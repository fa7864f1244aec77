"""The ReportView: everything a reader sees, in words and in order, before any file format.

``present`` fills it, ``render`` only lays it out. Every text is in the report's language already;
a renderer translates nothing, computes nothing and formats nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpireport.i18n.units import name_says_unit


class Tone(StrEnum):
    """Whether a figure is good or bad news; colours follow it, never the sign."""

    GOOD = "good"
    BAD = "bad"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the one way it is shown.

    ``text`` is for HTML, PDF and mail (``–`` where there is no value); ``excel_value`` with
    ``excel_format`` is for Excel (a percent as a fraction with a percent format). ``note`` says
    why it is missing or partial, in a sentence, else is empty.
    """

    text: str
    excel_value: float | None = None
    excel_format: str = "General"
    tone: Tone = Tone.PLAIN
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatusMark:
    """A status as shape, colour and word. ``code`` is the spec's code, ``neutral`` without one.

    ``shape`` is one character that differs between statuses and is in every common font.
    """

    code: str
    label: str
    shape: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as inline SVG, with the sentence that says what it shows.

    ``svg`` is a whole ``<svg>`` element with ``role="img"``, a ``<title>`` and no script, no
    external reference and no identifier that another chart could share. ``narrow`` is the same
    chart drawn for a phone's width, or empty where one drawing serves every width. ``caption``
    is what a reader must know of its lines, a sentence or empty.
    """

    svg: str
    alt: str
    title: str = ""
    narrow: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small sign with its word: a variation or an assurance in a table."""

    code: str
    label: str
    symbol: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class MeasureView:
    """An actual against its target as a row of figures.

    ``target`` is text only where it is a band; its bounds are then in ``target_low`` and
    ``target_high`` too.
    """

    label: str
    actual: Figure
    target: Figure
    variance: Figure
    variance_pct: Figure
    attainment: Figure
    status: StatusMark
    note: str = ""
    target_low: Figure | None = None
    target_high: Figure | None = None


@dataclass(frozen=True, slots=True)
class ComparisonView:
    label: str
    value: Figure
    delta: Figure
    delta_pct: Figure
    note: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One month of the KPI's table. ``period_iso`` is ``2026-10``; ``label`` is ``Oct 2026``.

    ``mean``, ``lower`` and ``upper`` are the process limits that hold for the actual, and
    ``signal`` the mark of a signal in this month.
    """

    period_iso: str
    label: str
    actual: Figure
    target: Figure
    variance: Figure
    status: StatusMark
    prior_year: Figure
    provisional: bool = False
    future: bool = False
    target_low: Figure | None = None
    target_high: Figure | None = None
    forecast: Figure | None = None
    mean: Figure | None = None
    lower: Figure | None = None
    upper: Figure | None = None
    signal: Mark | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A word and what it stands for: owner, purpose, method, due date…"""

    label: str
    text: str


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
    empty. ``month`` and ``year_to_date`` are the table's; ``measures`` are all windows for the
    section. ``verdict`` is the KPI's one sentence. ``behaviour`` is how its process behaves:
    limits, signals, trend. ``bars`` says whether its charts draw columns
    from zero (figures that add up over months) or a line.
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
    doesn't.
    """

    code: str
    severity: str
    severity_label: str
    place: str
    message: str
    advice: str
    title: str = ""
    expected: str = ""


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
    ``logo`` is a data URI or empty.
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
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def kpis(self) -> tuple[KpiView, ...]:
        """Every KPI once, in the order of the categories."""
        return tuple(kpi for category in self.categories for kpi in category.kpis)
