"""What earlier reports said, and where a report says something else of the same month.

A *statement* is what one report said of one month of a KPI. A *restatement* is the difference
between the last statement and now. Figures are in the KPI's unit, as in a scorecard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kpireport.model.period import Period
from kpireport.model.status import Status


@dataclass(frozen=True, slots=True)
class Telling:
    """A report as a reader knows it: made when, from which file, for which month."""

    at: datetime
    source: str
    period: Period


@dataclass(frozen=True, slots=True)
class Level:
    """An actual, or a target: a value, or a band of which one end may be open."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    def __bool__(self) -> bool:
        return self.value is not None or self.low is not None or self.high is not None


NOTHING = Level()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a report said of one month of a KPI.

    ``final`` holds for a month that was closed then and not marked provisional: only such an
    actual can be restated. ``green_from`` and ``amber_from`` are that report's thresholds, ``cell``
    where the actual stood in its workbook.
    """

    telling: Telling
    unit: str
    actual: float | None
    target: Level
    status: Status | None
    final: bool
    green_from: float = 1.0
    amber_from: float = 0.95
    cell: str = ""


Statements = Mapping[tuple[str, Period], Statement]
"""By a KPI's ID and the month."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What was said of a book's KPIs before the first report that was made from this workbook.

    ``last`` is the last statement of each month, the last final one where there is any;
    ``first_actuals`` and ``first_targets`` the first that gave an actual as final, and a target.
    ``compared_with`` is the last of those reports (None: there was none), ``mark`` its number.
    """

    last: Statements = field(default_factory=dict)
    first_actuals: Statements = field(default_factory=dict)
    first_targets: Statements = field(default_factory=dict)
    compared_with: Telling | None = None
    mark: int = 0


class Restated(StrEnum):
    """Which figure of a month is another one now."""

    ACTUAL = "actual"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure that an earlier report gave, and that is another one now.

    ``before`` is what was said last, ``delta`` after − before where both are single figures.
    ``status_changed`` says whether the month's status moved because of this figure.
    ``first_value`` was said first, in the report ``first`` (None: no report gave a figure).
    """

    kpi_id: str
    what: Restated
    period: Period
    before: Level
    after: Level
    delta: float | None
    status_before: Status | None
    status_after: Status | None
    status_changed: bool
    last: Telling
    first: Telling | None = None
    first_value: Level = NOTHING


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose figures they are: an organisation and its entity, whatever their spelling.

    ``key`` is what reports of the same have in common.
    """

    key: str
    organisation: str
    entity: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One report, as it is remembered: of whom, from which source, and everything it said.

    ``statements`` hold the report's own ``telling``. ``mark`` is that of what it was compared with.
    """

    identity: Identity
    telling: Telling
    source_sha256: str
    mapping_sha256: str
    run: str
    green_from: float
    amber_from: float
    mark: int
    statements: Statements


@dataclass(frozen=True, slots=True)
class Remembered:
    """A figure as it was reported first and last, and as it is now.

    ``changed`` holds where it is another one now than it was first; ``delta`` is now − first,
    where both are single figures.
    """

    kpi_id: str
    what: Restated
    period: Period
    first_value: Level
    first: Telling
    last_value: Level
    last: Telling
    now: Level
    delta: float | None
    changed: bool
