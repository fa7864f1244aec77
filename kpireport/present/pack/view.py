"""The PackView: several entities on one page, and each of them after it, in words and in order.

It is to a group what the ``ReportView`` is to one entity, and holds one for the group and one for
each entity. A renderer translates nothing, computes nothing and formats nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpireport.present.restated_view import RestatementsView
from kpireport.present.view import Figure, ProblemView, ReportView, StatusMark
from kpireport.present.view_pieces import Detail


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One KPI of one entity (or of the group) in the period.

    ``anchor`` leads to the KPI's own section, empty where it has none. ``period_label`` names the
    month shown where it is not the report's own. ``note`` says why a figure is missing or which
    entities it leaves out. ``best`` and ``worst`` are where the entity stands among the others.
    """

    entity: str
    actual: Figure
    target: Figure
    attainment: Figure
    status: StatusMark
    anchor: str = ""
    period_label: str = ""
    note: str = ""
    best: bool = False
    worst: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A KPI over the entities.

    ``coverage`` is ``7 of 8`` where the group's figure of the month is partial, ``year_coverage``
    the same of its year to date (``8 of 8, 1 in part`` where some months of one are missing).
    """

    id: str
    name: str
    unit: str
    headline: bool
    rule: str
    group: HeatCell
    cells: tuple[HeatCell, ...]
    coverage: str = ""
    year_coverage: str = ""


@dataclass(frozen=True, slots=True)
class HeatBand:
    """The KPIs of one category."""

    name: str
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class RankLine:
    """Who is best and who is worst in one KPI, in a sentence that follows the KPI's name."""

    name: str
    anchor: str
    sentence: str


@dataclass(frozen=True, slots=True)
class EntitySection:
    """An entity's own report, or why it has none. ``counts`` is its statuses in a sentence."""

    name: str
    anchor: str
    source_name: str
    view: ReportView | None
    eliminations: bool = False
    note: str = ""
    counts: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate that amounts were converted with, and where it was typed."""

    currency: str
    period: str
    kind: str
    rate: Figure
    place: str


@dataclass(frozen=True, slots=True)
class PackView:
    """The whole pack. ``columns`` are the entities' names in the order of the heat map's cells.

    ``group`` is the consolidated report; ``headlines`` stand above everything, the most important
    first. ``coverage`` lists the KPIs whose group figure leaves an entity out, ``left_out`` those
    that have no group figure, each with the reason, and ``left_out_note`` names them in a
    sentence. ``notes`` is what holds for all. ``restatements`` is what entities' earlier reports
    gave otherwise, None where no history was read. ``problems`` is what workbooks say
    differently.
    """

    title: str
    organisation: str
    period_iso: str
    period_label: str
    language: str
    locale: str
    run: str
    accent_colour: str
    confidentiality: str
    prepared_by: str
    labels: Mapping[str, str]
    headlines: tuple[str, ...]
    columns: tuple[str, ...]
    bands: tuple[HeatBand, ...]
    rankings: tuple[RankLine, ...]
    group: ReportView
    entities: tuple[EntitySection, ...]
    coverage: tuple[Detail, ...] = ()
    left_out: tuple[Detail, ...] = ()
    left_out_note: str = ""
    restatements: RestatementsView | None = None
    problems: tuple[ProblemView, ...] = ()
    rates: tuple[RateLine, ...] = ()
    notes: tuple[str, ...] = ()
    legend: tuple[StatusMark, ...] = ()
    logo: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[HeatRow, ...]:
        """Every KPI of the heat map, in the order of the categories."""
        return tuple(row for band in self.bands for row in band.rows)

    @property
    def files(self) -> tuple[str, ...]:
        """The workbooks that the pack was made from, each once."""
        return tuple(dict.fromkeys(section.source_name for section in self.entities))
