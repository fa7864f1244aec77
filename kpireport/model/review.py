"""Reading a KPI itself: is it any good, what is missing, and when is it looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kpireport.model.problem import CellRef
from kpireport.model.reason import Reason


class Cadence(StrEnum):
    """How often a KPI is looked at."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        return {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.YEARLY: 12}[self]


@dataclass(frozen=True, slots=True)
class CheckIn:
    """When a KPI is looked at next and when its promise is due.

    ``due`` is the nearest of the KPI's own due date and the end of its goal, ``other_due`` the
    other one, where there is one on another day.

    ``cadence_from`` says where the cadence comes from: ``"review"`` (the KPI's Review), or
    ``"due"`` (the time to its due date). ``due_from`` is ``"kpi"`` or ``"goal"``. ``overdue``
    holds where the due date lies at or before the end of the report's period.
    """

    kpi_id: str
    cadence: Cadence | None = None
    cadence_from: str = ""
    next_check_in: date | None = None
    due: date | None = None
    due_from: str = ""
    overdue: bool = False
    reason: Reason | None = None
    other_due: date | None = None
    other_from: str = ""


class CriterionName(StrEnum):
    """The seven letters of SMARTER, and the five questions."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ATTAINABLE = "attainable"
    RELEVANT = "relevant"
    TIMELY = "timely"
    EXPLAINABLE = "explainable"
    RELATIVE = "relative"
    WHY = "why"
    HOW = "how"
    WHO = "who"
    WHAT = "what"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of one KPI: met or not (None: can't be told), and what to write.

    ``advice`` is empty where it is met; each says what is missing and what to write where
    (``review.advice.<code>`` in the catalogues), ``cell`` the cell to write it in, where known.
    """

    criterion: CriterionName
    met: bool | None
    advice: tuple[Reason, ...] = ()
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The reading of every KPI by its ID, and what is to be said of the workbook as a whole."""

    kpis: Mapping[str, tuple[Criterion, ...]] = field(default_factory=dict)
    findings: tuple[Reason, ...] = ()
