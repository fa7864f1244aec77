"""Formulas of categories and of the whole: scores, statuses, coverage and counts.

The twins of ``kpireport.compute.score``. They read columns of the Calculation sheet by their
defined names (``calc_score`` and so on).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpireport.model.scorecard import CategoryResult, Overall, StatusCounts
from kpireport.model.status import Status
from kpireport.render.excel.live.cell import STATUS_NUMBERS, Cell, Kind
from kpireport.render.excel.live.place import status_number
from kpireport.render.excel.live.thresholds import AT_RISK, OFF_TRACK, ON_TRACK, by_thresholds

GROUP_KEYS = ("score", "free", "status", "counted", "total", *(status.value for status in Status))
"""The columns of the table of categories, in order."""


def category_cells(category: CategoryResult, number: int) -> Iterator[Cell]:
    """A category's row; ``number`` is its place among the categories, as its KPIs' rows have it."""
    inside = f"calc_category,{number},calc_in_category,1"
    yield from _score(category, inside)
    capped = f"COUNTIFS(calc_category,{number},calc_headline,1,calc_status,{OFF_TRACK})>0"
    status = by_thresholds("[score]")
    held = f"IF(AND({capped},[free]={ON_TRACK}),{AT_RISK},[free])"
    yield Cell("free", f'=IF([score]="","",{status})', _free(category), Kind.STATUS)
    number_now = status_number(category.status)
    yield Cell("status", f'=IF([free]="","",{held})', number_now, Kind.STATUS)
    yield from _counts(category.counts, f"calc_category,{number},")


def _free(category: CategoryResult) -> int | None:
    """The status before a headline KPI off track holds it down."""
    return ON_TRACK if category.capped_by is not None else status_number(category.status)


def overall_cells(overall: Overall) -> Iterator[Cell]:
    """The row of the whole; without a score unless the Settings ask for one."""
    if overall.score is not None:
        yield from _score(overall, "calc_in_all,1")
        status = by_thresholds("[score]")
        number = status_number(overall.status)
        yield Cell("status", f'=IF([score]="","",{status})', number, Kind.STATUS)
    else:
        coverage = overall.coverage
        yield from _coverage((coverage.counted, coverage.total), "calc_in_all,1")
    yield from _counts(overall.counts, "")


def _score(group: CategoryResult | Overall, inside: str) -> Iterator[Cell]:
    coverage = group.coverage
    yield from _coverage((coverage.counted, coverage.total), inside)
    weights = f"SUMIFS(calc_weight,{inside},calc_scored,1)"
    sums = f"SUMIFS(calc_weighted,{inside},calc_scored,1)"
    yield Cell("score", f'=IF({weights}=0,"",{sums}/{weights})', group.score, Kind.SHARE)


def _coverage(coverage: Sequence[int], inside: str) -> Iterator[Cell]:
    yield Cell("counted", f"=COUNTIFS({inside},calc_known,1)", coverage[0], Kind.COUNT)
    yield Cell("total", f"=COUNTIFS({inside})", coverage[1], Kind.COUNT)


def _counts(counts: StatusCounts, inside: str) -> Iterator[Cell]:
    for status in Status:
        value = getattr(counts, status.value)
        number = STATUS_NUMBERS[status.value]
        yield Cell(status.value, f"=COUNTIFS({inside}calc_status,{number})", value, Kind.COUNT)
