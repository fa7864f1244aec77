"""A KPI slot by slot, as its totals are computed from it: what a live model needs to recalculate.

A *slot* is the span that one figure of the KPI stands for: a month, a quarter or a year, in its
closing month. Rows run through consecutive months without a gap.
"""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.model.kpi import Aggregation
from kpireport.model.period import Period


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One month of one KPI, in the KPI's unit; a slot's figures stand in its closing month.

    ``numerator`` and ``denominator`` are a ratio's actual parts, ``planned_…`` those of its
    target and ``prior_…`` those a year before. ``prior_year`` is the figure a year before.
    ``actual_from`` and ``target_from`` are the cells of the user's workbook that they come from.
    """

    period: Period
    actual: float | None = None
    target: float | None = None
    target_low: float | None = None
    target_high: float | None = None
    prior_year: float | None = None
    budget: float | None = None
    forecast: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    planned_numerator: float | None = None
    planned_denominator: float | None = None
    prior_numerator: float | None = None
    prior_denominator: float | None = None
    actual_from: str = ""
    target_from: str = ""


@dataclass(frozen=True, slots=True)
class KpiSeries:
    """One KPI's rows and how its totals follow from them.

    ``step`` is the months of a slot. ``has_totals`` says whether there are figures of a quarter, a
    year and so on at all. ``rule`` is how slots add up (None: they don't, or no rule says how), of
    a ratio ``numerator_rule`` and ``denominator_rule`` those of its parts. ``regular`` says whether
    every total follows from the rows alone; where it doesn't (cumulated figures without a rule or
    after a gap, a ratio of ratios, parts of another frequency) totals can only be stated.
    ``year_stated`` says that the fiscal year's target is not the same in every month's report,
    because it follows a goal whose base was not known in each of them.
    """

    kpi_id: str
    step: int
    rule: Aggregation | None
    rows: tuple[SlotRow, ...]
    numerator_rule: Aggregation | None = None
    denominator_rule: Aggregation | None = None
    accumulates: bool = False
    planned: bool = False
    regular: bool = True
    has_totals: bool = True
    year_stated: bool = False
