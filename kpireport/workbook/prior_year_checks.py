"""Last year's figures: whether they are of the year before, and agree with the actuals of then."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.book import Book
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding


def prior_year_is_the_year_before(book: Book, context: Context) -> Iterator[Problem]:
    """W726: no month of the sheet lies a year before one that has an actual or a target.

    Months that have actuals of their own are no such case: where they differ, W714 says it.
    """
    figures = [figure for kpi in book.kpis for figure in context.of_kpi("prior_year", kpi.id)]
    months = {
        month
        for table in (book.actuals, book.targets)
        for series in table.values()
        for month in series
    }
    typed = {figure.period for figure in figures}
    if not typed or not months or typed & months:
        return
    if not any(month.shift(12) in months for month in typed):
        params: dict[str, Param] = {
            "first": min(typed),
            "last": max(typed),
            "expected": min(months).shift(-12),
            "until": max(months).shift(-12),
        }
        yield Finding("W726", params).at(figures[0].cell)


def prior_year_agrees(book: Book, context: Context) -> Iterator[Problem]:
    """W714: the sheet of last year's figures says another than the actuals for one month."""
    for kpi in book.kpis:
        actuals = book.actuals.get(kpi.id, {})
        wrong = [
            (period, observation)
            for period, observation in book.prior_year.get(kpi.id, {}).items()
            if period in actuals and not _same(observation.value, actuals[period].value)
        ]
        if wrong:
            period, observation = wrong[0]
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "period": period,
                "found": observation.value,
                "actual": actuals[period].value,
                "first": str(actuals[period].cell),
                "count": len(wrong),
            }
            yield Finding("W714", params).at(observation.cell)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other))
