"""A workbook, parsed: everything the user typed, typed and trusted, each figure with its cell.

Percentages are in percent everywhere (12.5). A figure that is missing in the workbook is absent
from its series; nothing missing is ever a zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from kpireport.model.highlight import DEFAULT_ALERTS, AlertRule
from kpireport.model.kpi import Aggregation, Kpi, Unit
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import CellRef
from kpireport.model.scope import Scope

Language = Literal["en", "fr"]


@dataclass(frozen=True, slots=True)
class Source:
    """The workbook file: its name without folders, and the SHA-256 of its bytes in hex.

    ``mapping`` and ``mapping_sha256`` are those of the mapping file that it was read by.
    """

    name: str
    sha256: str
    mapping: str = ""
    mapping_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The Settings sheet, with the spec's defaults. Thresholds are attainments (fractions).

    ``alert_on`` are the rules under which a KPI is said to need a decision. ``cells`` says where
    each setting that was typed stands, by its name here.
    """

    organisation: str = ""
    entity: str = ""
    title: str = ""
    currency: str | None = None
    fiscal_calendar: FiscalCalendar = field(default_factory=FiscalCalendar)
    closed_through: Period | None = None
    language: Language | None = None
    industry: str = ""
    green_from: float = 1.0
    amber_from: float = 0.95
    overall_score: bool = False
    accent_colour: str | None = None
    logo: str | None = None
    confidentiality: str = ""
    prepared_by: str = ""
    alert_on: tuple[AlertRule, ...] = DEFAULT_ALERTS
    cells: Mapping[str, CellRef] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Observation:
    """One typed figure and where it stands. ``version`` names a forecast's version."""

    value: float
    cell: CellRef
    provisional: bool = False
    note: str = ""
    version: str = ""


Series = Mapping[Period, Observation]
"""A KPI's figures by month, as typed (cumulated where the KPI's input basis says so)."""


@dataclass(frozen=True, slots=True)
class Target:
    """One typed target: a level (``value``) or a band (``low``, ``high``), with its cells.

    A band may be open at one end. ``cell`` is the level's cell, or the band's first one.
    """

    cell: CellRef
    value: float | None = None
    low: float | None = None
    high: float | None = None
    high_cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class DatedTarget:
    """A target valid from the month of ``start`` until the KPI's next one."""

    start: Period
    target: Target


class GoalChangeKind(StrEnum):
    """What a goal's change counts: a share of the base (0.4 for +40 %), points, or the unit."""

    SHARE = "share"
    POINTS = "points"
    UNIT = "unit"


class GoalPath(StrEnum):
    SEASONAL = "seasonal"
    LINEAR = "linear"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Goal:
    """A promise: a change or a level to reach between two months, both included.

    ``plain`` says that a level was typed without a percent sign or format.
    """

    kpi: str
    cell: CellRef
    start: Period
    by: Period
    change: float | None = None
    change_kind: GoalChangeKind | None = None
    level: float | None = None
    path: GoalPath | None = None
    plain: bool = False

    def in_total(self, rule: Aggregation | None) -> bool:
        """Whether it promises a change in percent of a sum, which its months make together.

        ``rule`` is how the KPI's months add up.
        """
        return self.change_kind is GoalChangeKind.SHARE and rule is Aggregation.SUM

    def path_taken(self, rule: Aggregation | None, *, year_known: bool) -> GoalPath:
        """The path as typed; else seasonal for a change in percent of a sum over twelve months at
        most, where the twelve before have figures (``year_known``), and linear for the rest.
        """
        if self.path is not None:
            return self.path
        within_a_year = self.by.index - self.start.index < 12
        seasonal = within_a_year and year_known and self.in_total(rule)
        return GoalPath.SEASONAL if seasonal else GoalPath.LINEAR


@dataclass(frozen=True, slots=True)
class BenchmarkWords:
    """What a benchmark says of itself, in another language. Empty where it is the same."""

    metric: str = ""
    industry: str = ""
    statistic: str = ""
    sample_size: str = ""
    unit_basis: str = ""
    as_of: str = ""
    geography: str = ""


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of the shipped list: its ID, its name in each language, and what else it is
    called (``Commerce`` for retail), which counts for less."""

    id: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure about others, with where it comes from. ``value`` is in ``unit``.

    ``cell`` is None for a figure of the shipped catalogue. ``as_of`` is the period it stands
    for, as text (``2025``, ``2025-09``, ``2021-22`` or as typed) and ``as_of_end`` the last month
    of that period, where it can be told. ``metric_names`` are further names (in the other
    language) that the metric answers to; ``quantile`` is the share of peers at or below the value,
    where the statistic is one (0.5 for a median).
    ``measured_in`` is what ``unit`` means; ``unit_basis`` what a percentage or count is of (``of
    sessions``) and ``rate_months`` the months that one figure of a rate over time counts (1 for
    ``% of employment per month``), None where it is no such rate. ``plain_percent`` holds for a
    percentage that was typed as a plain number in a unit that doesn't settle its scale.
    ``industries`` are those of the shipped list that the cohort belongs to, ``sectors`` their IDs,
    and ``whole_sector`` whether it stands for all of one. ``french`` has the words of a shipped
    figure.
    """

    metric: str
    cell: CellRef | None
    statistic: str
    value: float
    unit: str = ""
    industry: str = ""
    source: str = ""
    as_of: str = ""
    geography: str = ""
    sample_size: str = ""
    url: str = ""
    as_of_end: Period | None = None
    quantile: float | None = None
    metric_names: tuple[str, ...] = ()
    measured_in: Unit | None = None
    unit_basis: str = ""
    rate_months: int | None = None
    plain_percent: bool = False
    industries: tuple[Industry, ...] = ()
    whole_sector: bool = False
    french: BenchmarkWords = BenchmarkWords()

    @property
    def sectors(self) -> tuple[str, ...]:
        return tuple(industry.id for industry in self.industries)


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote about a KPI (None: about the whole) for a month (None: any month)."""

    kpi: str | None
    period: Period | None
    author: str
    text: str
    cell: CellRef


@dataclass(frozen=True, slots=True)
class Action:
    """What is being done. ``due_text`` keeps what was typed where it is not a date."""

    kpi: str | None
    action: str
    owner: str
    due: date | None
    due_text: str
    status: str
    cell: CellRef


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; with ``rebase`` the process limits start anew in its month.

    ``kpi`` None means every KPI.
    """

    on: date
    kpi: str | None
    label: str
    rebase: bool
    cell: CellRef

    @property
    def period(self) -> Period:
        return Period(self.on.year, self.on.month)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is sent the report. ``scope`` is as typed, ``limits`` what it means: None where that
    can't be told, and then nothing is sent. ``formats`` empty means all of them; ``cell`` is the
    address's, ``scope_cell`` the scope's.
    """

    name: str
    email: str
    scope: str
    formats: tuple[str, ...]
    language: Language | None
    cell: CellRef
    limits: Scope | None = None
    scope_cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of ``currency`` is worth in ``to`` (ISO 4217 codes) in a month.

    ``average`` is the month's mean, for flows; ``closing`` that of its last day, for stocks. One of
    them may be None. The cells are where they were typed.
    """

    currency: str
    to: str
    period: Period
    average: float | None
    closing: float | None
    average_cell: CellRef
    closing_cell: CellRef


@dataclass(frozen=True, slots=True)
class Book:
    """One entity's workbook.

    The mappings go from a KPI's ID to its figures; a KPI without any is absent. ``targets`` are
    those typed for single months, ``dated_targets`` those valid from a month on, in time order.
    """

    source: Source
    settings: Settings
    kpis: tuple[Kpi, ...]
    actuals: Mapping[str, Series] = field(default_factory=dict)
    targets: Mapping[str, Mapping[Period, Target]] = field(default_factory=dict)
    dated_targets: Mapping[str, tuple[DatedTarget, ...]] = field(default_factory=dict)
    prior_year: Mapping[str, Series] = field(default_factory=dict)
    forecast: Mapping[str, Series] = field(default_factory=dict)
    budget: Mapping[str, Series] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    comments: tuple[Comment, ...] = ()
    actions: tuple[Action, ...] = ()
    events: tuple[Event, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    rates: tuple[Rate, ...] = ()

    def kpi(self, kpi_id: str) -> Kpi:
        """The KPI of that ID; ``KeyError`` where there is none."""
        for kpi in self.kpis:
            if kpi.id == kpi_id:
                return kpi
        raise KeyError(kpi_id)
