"""A workbook, parsed: everything the user typed, typed and trusted, each figure with its cell.

Percentages are in percent everywhere (12.5). A figure that is missing in the workbook is absent
from its series; nothing missing is ever a zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kpireport.model.benchmark import Benchmark
from kpireport.model.goal import Goal
from kpireport.model.highlight import DEFAULT_ALERTS, AlertRule
from kpireport.model.kpi import Kpi
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
