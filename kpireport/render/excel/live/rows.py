"""A KPI's row of the Calculation sheet: what is known of it, then everything computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpireport.model.kpi import ToleranceKind
from kpireport.model.scorecard import KpiResult
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.family import Family
from kpireport.render.excel.live.month import comparison_cells, month_cells
from kpireport.render.excel.live.place import Place
from kpireport.render.excel.live.scores import score_cells
from kpireport.render.excel.live.standing import standing_cells
from kpireport.render.excel.live.windows import stated_cells, window_cells

_LONGEST_SOUGHT = 255
"""Characters that Excel looks for at most."""


def row_cells(
    place: Place,
    family: Family,
    category: int,
    among: tuple[int, int],
    results: Sequence[KpiResult],
) -> Iterator[Cell]:
    """Every cell of the row. ``among`` is the KPI's number, from 1, and that of the last.

    ``results`` are the KPI's at each month that can be chosen.
    """
    yield from _known(place, category)
    first = "INDEX(data_period,[first_row])"
    months = f"(YEAR(shown_period)-YEAR({first}))*12+MONTH(shown_period)-MONTH({first})"
    month = f"=[first_row]+{months}"
    yield Cell("month_row", month, place.month_row, Kind.COUNT)
    step = place.series.step
    closing = "=[month_row]" if step == 1 else f"=[month_row]-MOD(year_months,{step})"
    yield Cell("closing", closing, place.closing, Kind.COUNT)
    number = among[0]
    told = "=(period_number-1)*kpi_count+ROW()-ROW(INDEX(calc_status,1))+1"
    yield Cell("told_row", told, number, Kind.COUNT)
    yield from month_cells(place)
    if place.series.has_totals:
        yield from window_cells(place) if place.series.regular else stated_cells(place)
    yield from comparison_cells(place)
    yield from standing_cells(place, results)
    yield from score_cells(family, place.kpi)


def _known(place: Place, category: int) -> Iterator[Cell]:
    kpi, percent = place.kpi, 100 if place.kpi.unit.is_percent else 1
    yield Cell("id", "", kpi.id, Kind.TEXT)
    yield Cell("name", "", kpi.name, Kind.TEXT)
    yield Cell("category", "", category, Kind.COUNT)
    yield Cell("headline", "", int(kpi.headline), Kind.COUNT)
    found = "" if _would_match_others(kpi.id) else "=MATCH([id],data_kpi,0)"
    yield Cell("first_row", found, place.first_row, Kind.COUNT)
    rows = "=[first_row]+SUMPRODUCT(--(data_kpi=[id]))-1"
    yield Cell("last_row", rows, place.last_row, Kind.COUNT)
    if place.series.numerator_rule is not None:
        yield Cell("multiplier", "", kpi.multiplier / percent, Kind.WEIGHT)
    if kpi.baseline is not None:
        yield Cell("baseline", "", kpi.baseline / percent, Kind.LEVEL)
    if kpi.tolerance is not None:
        shared = kpi.tolerance.kind is ToleranceKind.TARGET_SHARE
        value = kpi.tolerance.value / (1 if shared else percent)
        yield Cell("tolerance", "", value, Kind.SHARE if shared else Kind.LEVEL)


def _would_match_others(kpi_id: str) -> bool:
    """Whether Excel would take the ID for a pattern, or for too long to be looked for."""
    return any(sign in kpi_id for sign in "*?~") or len(kpi_id) > _LONGEST_SOUGHT
