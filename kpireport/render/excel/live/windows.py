"""Formulas of the windows: quarter and year to date, rolling twelve months, fiscal year.

The twins of ``kpireport.compute.windows`` and ``target_totals``: the actual over every month that
has one and, like for like, actual and target over the months that have both.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.kpi import Aggregation
from kpireport.model.measure import Window
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.expressions import looked_up
from kpireport.render.excel.live.month import difference
from kpireport.render.excel.live.place import Place, value_now
from kpireport.render.excel.live.window_frame import Frame
from kpireport.render.excel.live.window_of_parts import ratio_cells
from kpireport.render.excel.live.window_of_rule import rule_cells

WINDOWS = ("qtd", "ytd", "r12", "fy")


def window_cells(place: Place) -> Iterator[Cell]:
    """Every column of every window of a KPI that has totals."""
    for window, result in zip(WINDOWS, _results(place), strict=True):
        if window == "qtd" and place.series.step > 3:
            continue  # A yearly figure says nothing of a quarter.
        frame = Frame(place, window, result)
        yield from frame.ends()
        ratio = place.series.rule is Aggregation.RATIO
        yield from ratio_cells(frame) if ratio else rule_cells(frame)


def _results(place: Place) -> tuple[Window, ...]:
    result = place.result
    return result.qtd, result.ytd, result.rolling12, result.fiscal_year


def stated_cells(place: Place) -> Iterator[Cell]:
    """The same columns for a KPI whose totals don't follow from its rows alone.

    What it has in each month and what that is compared with is stated on the Texts sheet and
    looked up; variance, attainment and status are computed from it.
    """
    for window, result in zip(WINDOWS, _results(place), strict=True):
        if window != "qtd" or place.series.step <= 3:
            yield from Frame(place, window, result).stated()
    then = place.result.comparisons.ytd_year_ago
    values = {"ytd_now": value_now(then), "ytd_then": then.value}
    for key, value in values.items():
        yield Cell(key, looked_up(f"stated_{key}"), place.level(value), Kind.LEVEL)
    yield from difference(place, "ytd_then", "[ytd_now]", then)
