"""From figures to the book's series and targets: one figure a KPI and month, else a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpireport.model.book import DatedTarget, Observation, Series, Target
from kpireport.model.period import Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.figure_table import Role
from kpireport.workbook.figures import Figure, by_kpi
from kpireport.workbook.findings import Finding


def observations(figures: Iterable[Figure], problems: list[Problem]) -> Mapping[str, Series]:
    """Each KPI's figures by month, in time order; of two for one month the first is kept."""
    series: dict[str, Series] = {}
    for kpi_id, group in by_kpi(figures).items():
        kept: dict[Period, Figure] = {}
        twice: list[Figure] = []
        for figure in group:
            if figure.period in kept:
                twice.append(figure)
            else:
                kept[figure.period] = figure
        if twice:
            problems.append(_twice("E705", twice, kept[twice[0].period]))
        series[kpi_id] = {period: _observation(kept[period]) for period in sorted(kept)}
    return series


def targets(
    figures: Iterable[Figure], problems: list[Problem]
) -> tuple[Mapping[str, Mapping[Period, Target]], Mapping[str, tuple[DatedTarget, ...]]]:
    """Targets by month, and those valid from a month on, of each KPI."""
    every = tuple(figures)
    monthly = {
        kpi_id: _by_month(group, problems)
        for kpi_id, group in by_kpi(f for f in every if not f.dated).items()
    }
    dated = {
        kpi_id: tuple(
            DatedTarget(start, target) for start, target in _by_month(group, problems).items()
        )
        for kpi_id, group in by_kpi(f for f in every if f.dated).items()
    }
    return monthly, dated


def _by_month(group: Iterable[Figure], problems: list[Problem]) -> dict[Period, Target]:
    kept: dict[Period, dict[Role, Figure]] = {}
    twice: list[Figure] = []
    for figure in group:
        parts = kept.setdefault(figure.period, {})
        first = parts.setdefault(figure.role, figure)
        # A quarter's target may be written in each of its months; only another one contradicts.
        repeated = first.value == figure.value and first.written != figure.written
        if first is not figure and not repeated:
            twice.append(figure)
    if twice:
        first = kept[twice[0].period][twice[0].role]
        problems.append(_twice("E706", twice, first))
    return {period: _target(kept[period], problems) for period in sorted(kept)}


def _target(parts: Mapping[Role, Figure], problems: list[Problem]) -> Target:
    level, low, high = (parts.get(role) for role in (Role.VALUE, Role.LOW, Role.HIGH))
    band = low or high
    if level is not None and band is not None:
        params: dict[str, Param] = {"kpi": level.kpi, "period": level.period, "level": level.value}
        problems.append(Finding("E715", params).at(band.cell))
    first = level or band
    assert first is not None, "a target is only kept with a figure"
    return Target(
        first.cell,
        value=level.value if level else None,
        low=low.value if low else None,
        high=high.value if high else None,
        high_cell=high.cell if high else None,
    )


def _observation(figure: Figure) -> Observation:
    return Observation(figure.value, figure.cell, figure.provisional, figure.note, figure.version)


def _twice(code: str, twice: list[Figure], first: Figure) -> Problem:
    params: dict[str, Param] = {
        "kpi": first.kpi,
        "period": first.period,
        "count": len(twice),
        "first": str(first.cell),
        "value": first.value,
        "other": twice[0].value,
    }
    return Finding(code, params).at(twice[0].cell)
