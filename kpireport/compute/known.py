"""What is worked out of a KPI's figures once, for the reports at all periods."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kpireport.compute.attainment import NO_AIM, Aim
from kpireport.model.measure import Comparison, Window
from kpireport.model.reason import Reason
from kpireport.model.scorecard import HistoryPoint, YearPoint


class TargetTotal(NamedTuple):
    """A target over ``months``; ``reason`` says why it is missing where months have one."""

    months: tuple[int, ...] = ()
    aim: Aim = NO_AIM
    basis: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What no later report of a line changes.

    ``points`` are its history's, by month and whether that was ahead of the report; ``course`` its
    year to date and ``years_ago`` the comparison with last year's, by month; ``windows`` its totals
    to date by first month, period and whether they roll; ``targets`` those of whole stretches by
    first and last month; ``rates`` its averages over so many months up to one.
    """

    points: dict[tuple[int, bool], HistoryPoint] = field(default_factory=dict)
    course: dict[int, YearPoint] = field(default_factory=dict)
    years_ago: dict[int, Comparison] = field(default_factory=dict)
    windows: dict[tuple[int, int, bool], Window] = field(default_factory=dict)
    targets: dict[tuple[int, int], TargetTotal] = field(default_factory=dict)
    rates: dict[tuple[int, int], float | None] = field(default_factory=dict)
