"""Formulas of the windows: quarter and year to date, rolling twelve months, fiscal year.

The twins of ``kpireport.compute.windows`` and ``target_totals``: the actual over every month that
has one and, like for like, actual and target over the months that have both.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.kpi import Aggregation
from kpireport.model.scorecard import Window
from kpireport.present.edges import distance
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.expressions import looked_up
from kpireport.render.excel.live.place import Place, status_number
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

    What it has in each month is stated on the Texts sheet and looked up; only the verdict on it
    is computed.
    """
    for window, result in zip(WINDOWS, _results(place), strict=True):
        measure = result.measure
        levels = {
            "actual": result.actual,
            "compared": measure.actual,
            "target": measure.target,
            "low": measure.target_low,
            "high": measure.target_high,
        }
        for name, value in levels.items():
            formula = looked_up(f"stated_{window}_{name}")
            yield Cell(f"{window}_{name}", formula, place.level(value), Kind.LEVEL)
        number = status_number(measure.status)
        yield Cell(f"{window}_status", looked_up(f"stated_{window}_status"), number, Kind.STATUS)
        shares = {"attainment": measure.attainment, "variance_pct": measure.variance_pct}
        if place.kpi.unit.is_percent:
            del shares["variance_pct"]
        for name, value in shares.items():
            yield Cell(f"{window}_{name}", looked_up(f"stated_{window}_{name}"), value, Kind.SHARE)
        changes = {
            "variance": measure.variance,
            "distance": distance(measure),
            "favourable": measure.favourable_variance,
        }
        for name, value in changes.items():
            formula = looked_up(f"stated_{window}_{name}")
            yield Cell(f"{window}_{name}", formula, value, Kind.CHANGE)
    if place.series.rule is not None:
        then = place.result.comparisons.ytd_year_ago
        yield Cell("ytd_then", looked_up("stated_ytd_then"), place.level(then.value), Kind.LEVEL)
        delta = looked_up("stated_ytd_then_delta")
        yield Cell("ytd_then_delta", delta, then.delta, Kind.CHANGE)
        share = looked_up("stated_ytd_then_delta_pct")
        if place.kpi.unit.is_percent:
            return
        yield Cell("ytd_then_delta_pct", share, then.delta_pct, Kind.SHARE)
