"""What is worth saying first: what became better, and what needs a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpireport.model.problem import Param


class AlertRule(StrEnum):
    """What the Settings may ask to be alerted about, and ``--fail-on`` to fail on."""

    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    SIGNAL = "signal"
    LANDING = "landing"
    MISSING_DATA = "missing_data"


DEFAULT_ALERTS = (
    AlertRule.OFF_TRACK,
    AlertRule.SIGNAL,
    AlertRule.LANDING,
    AlertRule.MISSING_DATA,
)
"""What is worth a decision where the Settings don't say."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that happened: ``highlight.<code>`` in the catalogues, with its parameters."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Highlight:
    """One KPI that became better, or that needs a decision, with everything that says so.

    ``rules`` are the alert rules that hold and were asked for: none for a win, nor where only a
    cause without a rule speaks (a goal off its pace, an overdue action, a target out of reach).
    Causes stand strongest first.
    """

    kpi_id: str
    causes: tuple[Cause, ...]
    rules: tuple[AlertRule, ...] = ()
