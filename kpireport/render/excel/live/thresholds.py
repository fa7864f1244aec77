"""From which score or attainment on which status: as formulas, with the statuses' numbers.

The twins of ``kpireport.compute.attainment.Thresholds`` and ``kpireport.compute.arithmetic``.
"""

from __future__ import annotations

from kpireport.render.excel.live.cell import STATUS_NUMBERS

ON_TRACK, AT_RISK, OFF_TRACK, NO_TARGET, NO_DATA = (
    STATUS_NUMBERS[code] for code in ("on_track", "at_risk", "off_track", "no_target", "no_data")
)
EQUAL = "1E-9"
"""Two figures closer than this share of the larger are one, as in every other output."""


def reaches(value: str, edge: str) -> str:
    """Whether a figure is at an edge or above it."""
    return f"{value}>={edge}*(1-{EQUAL})"


def green(value: str) -> str:
    return reaches(value, "green_from")


def amber(value: str) -> str:
    return reaches(value, "amber_from")


def rated(on_track: str, at_risk: str) -> str:
    """The status by whether it is green and, if not, amber."""
    return f"IF({on_track},{ON_TRACK},IF({at_risk},{AT_RISK},{OFF_TRACK}))"


def by_thresholds(score: str) -> str:
    """The status that a score leads to."""
    return rated(green(score), amber(score))
