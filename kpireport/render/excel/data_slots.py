"""The figures of the Data sheet that totals are computed from, a ratio's from its own parts."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kpireport.model.series import KpiSeries, SlotRow
from kpireport.present.view import KpiView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.data_columns import (
    ACTUAL,
    ACTUAL_FROM,
    BUDGET,
    DENOMINATOR,
    FORECAST,
    HIGH,
    LOW,
    NUMERATOR,
    PLAN_DENOMINATOR,
    PLAN_NUMERATOR,
    PRIOR,
    PRIOR_DENOMINATOR,
    PRIOR_NUMERATOR,
    TARGET,
    TARGET_FROM,
)
from kpireport.render.excel.live.book import column_letters
from kpireport.render.excel.styles import BODY

_QUOTIENTS = (
    (ACTUAL, NUMERATOR, DENOMINATOR),
    (TARGET, PLAN_NUMERATOR, PLAN_DENOMINATOR),
    (PRIOR, PRIOR_NUMERATOR, PRIOR_DENOMINATOR),
)
"""A figure, and the parts that it is the quotient of."""


def write_slots(
    book: ExcelBook, writer: SheetWriter, first: int, kpi: KpiView, series: KpiSeries
) -> None:
    """The figures that totals are computed from, as precise as they are."""
    assert book.live is not None
    level = book.live.model.formats[kpi.id].level
    as_level = book.styles.get(BODY, {"num_format": level})
    as_part = book.styles.get(BODY, {"num_format": "General"})
    percent = 100 if book.live.is_percent(kpi.id) else 1
    for row, slot in enumerate(series.rows, start=first):
        divided = _quotients(book, kpi, series, slot, row)
        for column, value in _levels(slot).items():
            if column in divided:
                held = None if value is None else value / percent
                writer.formula(row, column, divided[column], held, {"num_format": level})
            elif value is not None:
                writer.plain_number(row, column, value / percent, as_level)
        for column, text in ((ACTUAL_FROM, slot.actual_from), (TARGET_FROM, slot.target_from)):
            if text:
                writer.text(row, column, text, {"indent": 1})
        for column, value in _parts(slot).items():
            if value is not None:
                writer.plain_number(row, column, value, as_part)


def _quotients(
    book: ExcelBook, kpi: KpiView, series: KpiSeries, slot: SlotRow, row: int
) -> Mapping[int, str]:
    """The formulas of the figures that are the quotient of the parts beside them, by column.

    Only where the figure is there: charts draw an empty text as zero.
    """
    live = book.live
    multiplier = None if live is None else live.reference(kpi.id, "multiplier")
    if multiplier is None or series.numerator_rule is None:
        return {}
    factor = 1.0 if live is None else live.model.results[kpi.id][0].kpi.multiplier
    levels, parts = _levels(slot), _parts(slot)
    found: dict[int, str] = {}
    for column, above, below in _QUOTIENTS:
        value, upper, lower = levels[column], parts[above], parts[below]
        if value is None or upper is None or not lower:
            continue
        if math.isclose(value, upper * factor / lower, rel_tol=1e-12, abs_tol=1e-12):
            top, bottom = (f"{column_letters(each)}{row + 1}" for each in (above, below))
            found[column] = f'=IF(N({bottom})=0,"",{top}*{multiplier}/{bottom})'
    return found


def _levels(slot: SlotRow) -> dict[int, float | None]:
    return {
        ACTUAL: slot.actual,
        TARGET: slot.target,
        LOW: slot.target_low,
        HIGH: slot.target_high,
        PRIOR: slot.prior_year,
        BUDGET: slot.budget,
        FORECAST: slot.forecast,
    }


def _parts(slot: SlotRow) -> dict[int, float | None]:
    """A ratio's parts, in their own units."""
    return {
        NUMERATOR: slot.numerator,
        DENOMINATOR: slot.denominator,
        PLAN_NUMERATOR: slot.planned_numerator,
        PLAN_DENOMINATOR: slot.planned_denominator,
        PRIOR_NUMERATOR: slot.prior_numerator,
        PRIOR_DENOMINATOR: slot.prior_denominator,
    }
