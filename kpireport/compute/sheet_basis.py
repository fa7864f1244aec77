"""How the sheets that state no input basis of their own are read.

The KPIs sheet says for the actuals and the targets whether figures are cumulated. Prior year and
Forecast follow the one, Budget the other, but only where their figures can be cumulated: monthly
figures taken apart like running totals would give a zero for every month like the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from kpireport.compute.months import FiscalMonths
from kpireport.model.book import Series
from kpireport.model.kpi import Aggregation, InputBasis

_FLAT = 3
"""So many figures in a row at one level are no running total; two may be, with a month of none."""


def basis_of(
    series: Series, rule: Aggregation | None, stated: InputBasis, months: FiscalMonths
) -> InputBasis:
    """The basis of a sheet's series of a KPI, for whose actuals (or targets) ``stated`` holds.

    Only figures that add up must grow when cumulated; by any other ``rule`` nothing can be seen
    in them, and the stated basis holds.
    """
    if stated is InputBasis.PERIOD or rule not in (None, Aggregation.SUM):
        return stated
    by_year = groupby(sorted(series), key=lambda period: months.year_start(period.index))
    years = [[series[period].value for period in periods] for _, periods in by_year]
    return stated if all(_runs_up(values) for values in years) else InputBasis.PERIOD


def _runs_up(values: Sequence[float]) -> bool:
    """Whether a year's figures can be running totals of figures of one sign.

    They never come back towards zero, they don't all stay where they began, and no three in a row
    do (at zero they may: the season has not begun).
    """
    if min(values) < 0 < max(values):
        return False
    sizes = [abs(value) for value in values]
    if any(after < before for before, after in pairwise(sizes)):
        return False
    allowed = min(_FLAT, max(len(sizes), 2))
    return not any(size and len(list(run)) >= allowed for size, run in groupby(sizes))
