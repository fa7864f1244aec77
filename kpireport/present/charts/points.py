"""What a timeline is drawn from: one record a month, and the words of its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kpireport.present.view import Tone


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """One month. Numbers are in the KPI's unit; texts are formatted already.

    ``label`` is ``Oct 2026``, ``month`` the axis' short form (``Oct``), ``year`` what stands
    once below a run of months (``2026``, or a fiscal year's name). ``variance`` is actual −
    target and ``tone`` whether it is good news. ``forecast`` is for months without an actual.
    ``mean``, ``lower`` and ``upper`` are process limits on the same scale, else None.
    ``signal`` is the tone of a special-cause signal at this month, else None. ``event`` is a
    short label of something that happened. ``future`` holds after the report's period. ``goal``
    says that the target follows a goal, and ``goal_end`` names the goal at its last month; with
    ``goal_open`` at the last one drawn, where it goes on beyond the drawing.
    """

    label: str
    month: str = ""
    year: str = ""
    actual: float | None = None
    target: float | None = None
    target_low: float | None = None
    target_high: float | None = None
    prior_year: float | None = None
    forecast: float | None = None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    variance: float | None = None
    tone: Tone = Tone.PLAIN
    signal: Tone | None = None
    event: str = ""
    provisional: bool = False
    future: bool = False
    actual_text: str = ""
    target_text: str = ""
    forecast_text: str = ""
    variance_text: str = ""
    goal: bool = False
    goal_end: str = ""
    goal_open: bool = False

    @property
    def set_target(self) -> float | None:
        """The target that was set for the month itself."""
        return None if self.goal else self.target

    @property
    def goal_target(self) -> float | None:
        """The target that follows a goal."""
        return self.target if self.goal else None


@dataclass(frozen=True, slots=True)
class TimelineWords:
    """The words of the key, in the report's language.

    ``scaled_variance`` names the strip of variances where its scale is a multiple of the plot's,
    ``open_variance`` what its dashed columns are. ``in_billions`` is said of an axis whose ticks
    are named in billions. ``throughout`` says that a figure is the same in all months, and whether
    its target is, too.
    """

    actual: str
    target: str
    prior_year: str
    forecast: str
    variance: str
    limits: str
    mean: str
    signal: str
    provisional: str
    goal: str = ""
    cut_axis: str = ""
    between: str = ", "
    scaled_variance: Callable[[float], str] | None = None
    open_variance: str = ""
    in_billions: str = ""
    throughout: Callable[[str, bool], str] | None = None


@dataclass(frozen=True, slots=True)
class SharedScale:
    """A scale that several charts of one unit share, or why they don't.

    ``ends`` are the lowest and the highest figure of all of them, ``note`` is said in the key.
    """

    ends: tuple[float, ...] = ()
    note: str = ""


NO_SHARE = SharedScale()
"""For a chart that stands alone in its unit."""
