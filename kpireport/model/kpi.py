"""A KPI's definition: one row of the KPIs sheet, parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.model.review import Cadence


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"
    NEUTRAL = "neutral"

    @property
    def sign(self) -> int:
        """The spec's s: +1 where higher is better, −1 where lower is, 0 else."""
        return {Direction.HIGHER: 1, Direction.LOWER: -1}.get(self, 0)


class Aggregation(StrEnum):
    """How months become a quarter or a year."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    MIN = "min"
    MAX = "max"
    RATIO = "ratio"


class Frequency(StrEnum):
    """How often a figure is due. Its value sits in the last month of its span."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        return {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}[self]


class InputBasis(StrEnum):
    """Whether figures are typed for the period itself or cumulated since the fiscal year began."""

    PERIOD = "period"
    YEAR_TO_DATE = "ytd"


class TargetSpan(StrEnum):
    """The span that a typed target is meant for."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {TargetSpan.MONTH: 1, TargetSpan.QUARTER: 3, TargetSpan.YEAR: 12}[self]


class Phasing(StrEnum):
    """How a ``sum`` target of a quarter or a year is spread over its months."""

    EVEN = "even"
    LAST_YEAR = "last_year"


class AttainmentMethod(StrEnum):
    """How attainment is computed. A ``range`` KPI always uses the band's own rule."""

    LINEAR = "linear"
    INVERSE = "inverse"
    PROGRESS = "progress"


class RollUp(StrEnum):
    """Where a parent KPI's score comes from."""

    OWN = "own"
    WEIGHTED_MEAN = "weighted_mean"
    WORST_CHILD = "worst_child"


class GroupRule(StrEnum):
    """How entities become a group."""

    SUM = "sum"
    MEAN = "mean"
    RATIO = "ratio"
    NONE = "none"


class ProcessBasis(StrEnum):
    """What process limits are computed on."""

    ACTUAL = "actual"
    GAP = "gap"
    YEAR_ON_YEAR = "year_on_year"
    NONE = "none"


class UnitKind(StrEnum):
    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the user wrote it, and what it means.

    ``text`` is the workbook's own word (``""`` for a plain number). ``kind`` CURRENCY has
    ``currency`` as its ISO 4217 code. ``scale`` is what one unit stands for (1000 for ``k€``);
    figures are stored and shown in the unit as typed, never rescaled. A percent KPI's figures
    are in percent (12.5, not 0.125). ``per`` is what follows a slash (``€/order`` → ``order``).
    """

    text: str = ""
    kind: UnitKind = UnitKind.NUMBER
    currency: str | None = None
    scale: float = 1.0
    per: str = ""

    @property
    def is_percent(self) -> bool:
        return self.kind is UnitKind.PERCENT


class ToleranceKind(StrEnum):
    """What a tolerance's number counts: the KPI's unit, percentage points, or a share of |T|."""

    UNIT = "unit"
    POINTS = "points"
    TARGET_SHARE = "target_share"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a KPI may miss its target and still be at risk, not off track.

    ``value`` is in the KPI's unit (UNIT), in percentage points (POINTS) or a fraction of the
    target (TARGET_SHARE: 0.05 for ``5%``); never negative.
    """

    value: float
    kind: ToleranceKind = ToleranceKind.UNIT


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI as the workbook defines it, with the spec's defaults for what it leaves out.

    ``aggregation`` None means no totals, and ``no_totals`` that the workbook says so itself;
    ``decimals`` None means chosen by unit and size;
    ``roll_up`` and ``process`` None mean found from the data; ``multiplier`` is what a ratio of
    parts is multiplied by (100 for percent). ``numerator``, ``denominator`` and ``parent`` are
    IDs of other KPIs in the same book. ``review`` is the workbook's own text, of which
    ``review_cadence`` is what it says of how often, or ``review_on`` the day of the next look.
    ``cells`` says where the numbers in the row stand that figures are computed with
    (``baseline``, ``tolerance``); ``places`` where each column that the sheet has stands in the
    row, filled or not. ``parts_outside`` holds for a ratio whose reader may not see its parts: its
    months are then plain figures.
    """

    id: str
    name: str
    cell: CellRef
    category: str = ""
    unit: Unit = Unit()
    decimals: int | None = None
    owner: str = ""
    purpose: str = ""
    method: str = ""
    definition: str = ""
    source: str = ""
    due: date | None = None
    review: str = ""
    weight: float = 1.0
    headline: bool = False
    report: bool = True
    parent: str | None = None
    benchmark: str = ""
    direction: Direction = Direction.NEUTRAL
    aggregation: Aggregation | None = None
    numerator: str | None = None
    denominator: str | None = None
    multiplier: float = 1.0
    frequency: Frequency = Frequency.MONTHLY
    actuals_input: InputBasis = InputBasis.PERIOD
    targets_input: InputBasis = InputBasis.PERIOD
    target_per: TargetSpan = TargetSpan.MONTH
    phasing: Phasing = Phasing.EVEN
    attainment: AttainmentMethod = AttainmentMethod.LINEAR
    baseline: float | None = None
    baseline_date: Period | None = None
    tolerance: Tolerance | None = None
    roll_up: RollUp | None = None
    group: GroupRule | None = None
    process: ProcessBasis | None = None
    seasonal: bool | None = None
    cells: Mapping[str, CellRef] = field(default_factory=dict, compare=False)
    review_cadence: Cadence | None = None
    review_on: date | None = None
    places: Mapping[str, CellRef] = field(default_factory=dict, compare=False)
    no_totals: bool = False
    parts_outside: bool = False
