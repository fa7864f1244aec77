"""Several entities as one: each entity's own scorecard beside the consolidated one.

The consolidated scorecard is an ordinary ``Scorecard``, so whatever shows one entity shows the
group. What only a group has stands here: which entities each figure counts, who is best and worst,
the rates that amounts were converted with, and what isn't consolidated and why.

Numbers are unrounded and in the KPI's unit as the first entity has it, amounts in the group's
currency. Entities keep the order in which they were given, in every tuple here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpireport.model.book import Book
from kpireport.model.kpi import GroupRule, Kpi
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Problem
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.model.status import Status


class GroupFigure(StrEnum):
    """The figures of a KPI, each of which has a coverage of its own.

    The values are the names of the same figures in ``KpiResult`` and ``Comparisons``; ``PERIOD``
    is the month's ``measure``.
    """

    PERIOD = "period"
    QTD = "qtd"
    YTD = "ytd"
    ROLLING12 = "rolling12"
    FISCAL_YEAR = "fiscal_year"
    PREVIOUS = "previous"
    YEAR_AGO = "year_ago"
    YTD_YEAR_AGO = "ytd_year_ago"
    BASELINE = "baseline"
    BUDGET = "budget"


class NamedBy(StrEnum):
    """Where an entity's name is from."""

    SETTING = "setting"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class EntityCoverage:
    """How many entities a figure counts, on both of its sides, of how many that have the KPI.

    ``left_out`` are the names of those it does not count, for want of one side or of a month.
    ``partial`` are counted, but with some of the window's months only (both sides lack the same
    ones). Eliminations are in neither number; they are named only where they have one side of a
    figure and not the other. An entity whose workbook doesn't have the KPI at all is no part of
    ``total``; ``GroupKpi.without`` names it.
    """

    counted: int
    total: int
    left_out: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every entity is counted with every month."""
        return self.counted == self.total and not self.partial


@dataclass(frozen=True, slots=True)
class GroupEntity:
    """One entity of the group, with its own workbook (in its own currency, as typed).

    ``scorecard`` is its own at the group's period, None where it has no figure for that month;
    ``reason`` says so then. ``eliminations`` holds for the entity that takes out what the others
    did among themselves: it adds, but is never ranked nor counted. ``currency`` is the one that
    its amounts are in, None where it has none.
    """

    name: str
    book: Book
    scorecard: Scorecard | None
    named_by: NamedBy = NamedBy.SETTING
    eliminations: bool = False
    currency: str | None = None
    reason: Reason | None = None

    def result(self, kpi_id: str) -> KpiResult | None:
        """The entity's own result for a KPI; None where it has none."""
        if self.scorecard is None:
            return None
        return next((each for each in self.scorecard.kpis if each.kpi.id == kpi_id), None)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entity's place: its attainment (a fraction) and status at the period."""

    name: str
    attainment: float
    status: Status | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The entities by the attainment of their own targets in the period, the best first.

    ``best`` and ``worst`` are None where nobody is to be named, and ``reason`` says why: no
    direction, fewer than two entities with an attainment, all alike. Several may share a place;
    then ``best`` (or ``worst``) is the first of them in the entities' order.
    """

    places: tuple[Ranked, ...] = ()
    best: Ranked | None = None
    worst: Ranked | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class GroupKpi:
    """One KPI over the entities.

    ``kpi`` is the definition the group is computed by. ``rule`` is how entities become the group;
    with ``NONE`` there is no ``result`` and ``reason`` says why. ``result`` is the one in the
    group's scorecard.

    ``coverage`` has every figure that there is a result for. ``compared`` has, for each comparison
    (previous, year_ago, …), the actual that the comparison's ``delta`` is taken from, which is not
    the period's where other entities are counted. ``every_actual`` is the period's actual over all
    entities that have one, whether they have a target or not, and ``every_coverage`` who that is;
    it differs from ``result.measure.actual`` where an entity has an actual and no target.
    ``without`` are the entities that don't have the KPI.
    """

    kpi: Kpi
    rule: GroupRule
    result: KpiResult | None = None
    reason: Reason | None = None
    coverage: Mapping[GroupFigure, EntityCoverage] = field(default_factory=dict)
    compared: Mapping[GroupFigure, float] = field(default_factory=dict)
    every_actual: float | None = None
    every_coverage: EntityCoverage | None = None
    ranking: Ranking = Ranking()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RateUsed:
    """A rate that amounts were converted with: one unit of ``currency`` is ``value`` of ``to``.

    ``closing`` holds for the rate at the month's end (stocks), else it is the month's average
    (flows). ``workbook`` and ``cell`` say where it was typed; ``inverse`` that it was typed the
    other way round there.
    """

    currency: str
    to: str
    period: Period
    closing: bool
    value: float
    workbook: str
    cell: CellRef
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entities at one period, and what they are together.

    ``entities`` has Eliminations too. ``kpis`` has every KPI that some entity publishes, in the
    order of the first entity's workbook and then of the others'. ``scorecard`` holds the results
    of those that are consolidated; its Settings are the first entity's, with the group's title
    and currency. ``notes`` is what is to be said of the group as a whole (whose thresholds hold,
    where a name is from), ``problems`` what entities' workbooks say differently.
    """

    title: str
    period: Period
    currency: str | None
    entities: tuple[GroupEntity, ...]
    scorecard: Scorecard
    kpis: tuple[GroupKpi, ...]
    rates: tuple[RateUsed, ...] = ()
    notes: tuple[Reason, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def ranked(self) -> tuple[GroupEntity, ...]:
        """The entities that are counted and ranked: all but Eliminations."""
        return tuple(entity for entity in self.entities if not entity.eliminations)

    @property
    def not_consolidated(self) -> tuple[GroupKpi, ...]:
        """The KPIs that have no group figure; each says why in ``reason``."""
        return tuple(each for each in self.kpis if each.rule is GroupRule.NONE)

    def kpi(self, kpi_id: str) -> GroupKpi:
        """The KPI of that ID; ``KeyError`` where no entity publishes it."""
        for each in self.kpis:
            if each.kpi.id == kpi_id:
                return each
        raise KeyError(kpi_id)

    def entity(self, name: str) -> GroupEntity:
        """The entity of that name; ``KeyError`` where there is none."""
        for each in self.entities:
            if each.name == name:
                return each
        raise KeyError(name)
