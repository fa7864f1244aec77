"""Rules about how far figures reach: targets that end before them, months far ahead of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from kpireport.model.book import Book
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding
from kpireport.workbook.goal_checks import due, is_seasonal

_FAR = 24
"""So many months a workbook may leave out; after a longer leap the year is likely mistyped."""

_A_PLAN = 3
"""So many targets by month are a plan; one or two are more likely marks set on purpose."""

_MOST_NAMED = 12


def far_months(book: Book) -> frozenset[Period]:
    """The months of actuals more than two years after all others, where they are the fewer."""
    months = sorted({period for series in book.actuals.values() for period in series})
    leaps = [
        position
        for position, (before, after) in enumerate(pairwise(months), 1)
        if after.index - before.index > _FAR
    ]
    if not leaps or len(months) - leaps[-1] >= leaps[-1]:
        return frozenset()
    return frozenset(months[leaps[-1] :])


def months_lie_near(book: Book, context: Context) -> Iterator[Problem]:
    """W615: September 2052 among months of 2025."""
    far = far_months(book)
    if not far:
        return
    late = [
        (period, observation.cell)
        for series in book.actuals.values()
        for period, observation in series.items()
        if period in far
    ]
    first, cell = min(late, key=lambda pair: pair[0])
    params: dict[str, Param] = {
        "first": first,
        "latest": max(p for series in book.actuals.values() for p in series if p not in far),
        "count": len(late),
    }
    yield Finding("W615", params).at(cell)


def targets_reach_the_figures(book: Book, context: Context) -> Iterator[Problem]:
    """W724: targets by month that end before the KPI's figures; one for each sheet.

    A plan by month should reach the latest figure, single targets its fiscal year.
    """
    calendar = book.settings.fiscal_calendar
    latest = _latest_actuals(book)
    ended: dict[str, list[tuple[str, Period, CellRef]]] = {}
    for kpi, targets in book.targets.items():
        last = max(targets, default=None)
        if last is None or kpi not in latest or last >= latest[kpi] or _goes_on(book, kpi, latest):
            continue
        if len(targets) < _A_PLAN and last >= calendar.year_start(latest[kpi]):
            continue
        cell = targets[last].cell
        ended.setdefault(cell.sheet, []).append((kpi, last, cell))
    for found in ended.values():
        kpis = [kpi for kpi, _, _ in found]
        params: dict[str, Param] = {
            "count": len(found),
            "kpis": tuple(kpis[:_MOST_NAMED]),
            "last": max(last for _, last, _ in found),
            "latest": max(latest[kpi] for kpi in kpis),
        }
        yield Finding("W724", params).at(found[0][2])


def _latest_actuals(book: Book) -> Mapping[str, Period]:
    """Each reported KPI's latest month that can have a status: closed, and not far ahead."""
    closed, far = book.settings.closed_through, far_months(book)
    months = {
        kpi.id: [
            period
            for period in book.actuals.get(kpi.id, {})
            if period not in far and (closed is None or period <= closed)
        ]
        for kpi in book.kpis
        if kpi.report
    }
    return {kpi: max(periods) for kpi, periods in months.items() if periods}


def _goes_on(book: Book, kpi: str, latest: Mapping[str, Period]) -> bool:
    """Whether a dated target or a goal holds where the targets by month have ended.

    The level of a goal holds after it; a seasonal one leaves nothing (W823 says so).
    """
    goals = [goal for goal in book.goals if goal.kpi == kpi]
    return kpi in book.dated_targets or any(
        due(book, goal) >= latest[kpi] or not is_seasonal(book, goal) for goal in goals
    )
