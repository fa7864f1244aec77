"""How a KPI stands against its target, and what changed that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpireport.model.reason import Reason


class Status(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One cause that moved the status: ``restated``, ``threshold``, ``target`` or ``actual``."""

    cause: str
    before: Status | None
    after: Status | None


@dataclass(frozen=True, slots=True)
class StatusChange:
    """From the previous period's status to this one's.

    ``restated`` says whether the previous period's figure is another one than was reported,
    ``revised`` whether the target of the same month is; None where no history is kept.
    ``corrected`` leads from the status that was reported to the previous period's by today's
    figures, where the two differ.
    """

    before: Status | None
    after: Status | None
    steps: tuple[StatusStep, ...] = ()
    reason: Reason | None = None
    restated: bool | None = None
    revised: bool | None = None
    corrected: StatusStep | None = None

    @property
    def before_by_now(self) -> Status | None:
        """The previous period's status by today's figures, whatever was reported of it."""
        return self.before if self.corrected is None else self.corrected.after
