"""Rules about figures said to be cumulated: do they run up as running totals do?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise

from kpireport.model.book import Book
from kpireport.model.kpi import Aggregation, InputBasis
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding

_FLAT_STEPS = 2
"""One step without growth is a month of nothing; two in a row are rather figures by month."""

_Step = tuple[Period, Period]


def cumulated_actuals_run_up(book: Book, context: Context) -> Iterator[Problem]:
    """W718: actuals of a sum, cumulated, that fall or stand still within a fiscal year."""
    for kpi in book.kpis:
        if kpi.aggregation is Aggregation.SUM and kpi.actuals_input is InputBasis.YEAR_TO_DATE:
            series = book.actuals.get(kpi.id, {})
            values = {period: observation.value for period, observation in series.items()}
            steps = _steps_astray(values, book.settings.fiscal_calendar)
            if steps:
                params = _params(kpi.id, values, steps)
                yield Finding("W718", params).at(series[steps[0][1]].cell)


def cumulated_targets_run_up(book: Book, context: Context) -> Iterator[Problem]:
    """W719: the same for targets."""
    for kpi in book.kpis:
        if kpi.aggregation is Aggregation.SUM and kpi.targets_input is InputBasis.YEAR_TO_DATE:
            targets = book.targets.get(kpi.id, {})
            values = {p: t.value for p, t in targets.items() if t.value is not None}
            steps = _steps_astray(values, book.settings.fiscal_calendar)
            if steps:
                params = _params(kpi.id, values, steps)
                yield Finding("W719", params).at(targets[steps[0][1]].cell)


def _params(kpi_id: str, values: Mapping[Period, float], steps: list[_Step]) -> dict[str, Param]:
    before, period = steps[0]
    return {
        "kpi": kpi_id,
        "before": before,
        "high": values[before],
        "period": period,
        "low": values[period],
        "count": len(steps),
    }


def _steps_astray(values: Mapping[Period, float], calendar: FiscalCalendar) -> list[_Step]:
    """The steps within a fiscal year that no running total of figures of one sign makes.

    None for figures of both signs (a result, a change of cash), which may well fall.
    """
    if not values or min(values.values()) < 0 < max(values.values()):
        return []
    astray: list[_Step] = []
    for _, periods in groupby(sorted(values), key=calendar.year_start):
        still = 0
        for before, after in pairwise(periods):
            still = still + 1 if values[after] == values[before] != 0 else 0
            if abs(values[after]) < abs(values[before]) or still >= _FLAT_STEPS:
                astray.append((before, after))
    return astray
