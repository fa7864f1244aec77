"""Where a KPI's fiscal year will land: by management's forecast, and by its own history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpireport.model.period import Period
from kpireport.model.reason import Reason, SourceCell


class LandingMethod(StrEnum):
    """The explainable ways of carrying a series to the end of the fiscal year."""

    RUN_RATE = "run_rate"
    SEASONAL = "seasonal"
    SMOOTHING = "smoothing"


class Outlook(StrEnum):
    """The chance of the year's target in a word: likely from 75 %, unlikely to 25 %."""

    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"


@dataclass(frozen=True, slots=True)
class RunRate:
    """What the months still to come must bring on average for the year's target to be met.

    ``required`` and ``current`` (the average of the year's months so far) are in the KPI's unit
    a month. ``months`` are still to come. ``best`` is the most favourable average over as many
    consecutive months in the KPI's history and ``best_end`` their last month; ``seen`` says
    whether it was ever at least as good as ``required``. With ``same_months`` only the same
    calendar months of earlier years count; it is False where there are none of these and any
    months count, and None for a level. For a ratio, a mean or a level it is
    the value that the rest of the year must have. ``weighed_by`` says where a ratio's
    denominators of the months to come are from: ``"forecast"`` (management's) or
    ``"last_year"``, and ``weighed_name`` which KPI they are; None and empty for any other KPI.
    """

    required: float | None = None
    current: float | None = None
    months: int = 0
    best: float | None = None
    best_end: Period | None = None
    seen: bool | None = None
    reason: Reason | None = None
    weighed_by: str | None = None
    weighed_name: str = ""
    same_months: bool | None = None


@dataclass(frozen=True, slots=True)
class Landing:
    """The fiscal year's figure as it is expected at its end, ``year_end``.

    ``forecast`` is management's: the year to date with the Forecast sheet's months (``last``: its
    last month; ``ratio``: both parts), ``forecast_version`` the version that was typed and
    ``forecast_reason`` why there is none. ``statistical`` is the check beside it with its 80 %
    interval ``low`` to ``high``, found by ``method`` over ``backtests`` year ends with
    the first ``known_months`` of the year known, ``wape`` its
    weighted absolute percentage error there, ``smoothing`` the level's weight where the method
    has one. ``chance`` (a fraction) is that of meeting ``target``, ``outlook`` the same in a
    word. ``target``, ``budget`` and ``prior_year`` are the full year's. ``reason`` says why
    there is no statistical landing. ``final`` holds where the year is complete. ``settled`` is
    True where no month to come can make it miss its target any more, False where none can make
    it meet it, and None while either is possible.
    """

    year_end: Period | None = None
    actual_to_date: float | None = None
    forecast: float | None = None
    forecast_version: str = ""
    forecast_months: int = 0
    forecast_reason: Reason | None = None
    statistical: float | None = None
    low: float | None = None
    high: float | None = None
    method: LandingMethod | None = None
    wape: float | None = None
    backtests: int = 0
    known_months: int = 0
    smoothing: float | None = None
    chance: float | None = None
    outlook: Outlook | None = None
    target: float | None = None
    budget: float | None = None
    prior_year: float | None = None
    run_rate: RunRate = RunRate()
    final: bool = False
    cells: tuple[SourceCell, ...] = ()
    reason: Reason | None = None
    settled: bool | None = None
