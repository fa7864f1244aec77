"""Rules that hold targets against the KPI they are for: bands, tolerances, baselines."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.book import Book, Target
from kpireport.model.kpi import (
    Aggregation,
    AttainmentMethod,
    Direction,
    InputBasis,
    Kpi,
    ToleranceKind,
)
from kpireport.model.period import Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.figures import Figure
from kpireport.workbook.findings import Finding

_NEAR_FULL = 95.0
_NEAR_NOTHING = 5.0
"""Percent targets from 95 or up to 5: a share of them is a wide or a tiny step (spec, §2)."""


def _targets(book: Book, kpi: Kpi) -> list[Target]:
    """Every target of the KPI, of single months and dated ones."""
    dated = (entry.target for entry in book.dated_targets.get(kpi.id, ()))
    return [*book.targets.get(kpi.id, {}).values(), *dated]


def _levels(book: Book, kpi: Kpi) -> list[tuple[Target, float]]:
    return [(target, target.value) for target in _targets(book, kpi) if target.value is not None]


def _is_band(target: Target) -> bool:
    return target.low is not None or target.high is not None


def ranges_have_bands(book: Book, context: Context) -> Iterator[Problem]:
    """E411: a range is held against a band, not a level."""
    for kpi in book.kpis:
        levels = [t for t in _targets(book, kpi) if t.value is not None and not _is_band(t)]
        if kpi.direction is Direction.RANGE and levels:
            params: dict[str, Param] = {"kpi": kpi.id, "count": len(levels)}
            yield Finding("E411", params).at(levels[0].cell)


def only_ranges_have_bands(book: Book, context: Context) -> Iterator[Problem]:
    """E413: a KPI of which more (or less) is better has one target, not two."""
    for kpi in book.kpis:
        bands = [target for target in _targets(book, kpi) if _is_band(target)]
        if kpi.direction.sign and bands:
            params: dict[str, Param] = {"kpi": kpi.id, "count": len(bands)}
            yield Finding("E413", params).at(bands[0].cell)


def bands_are_upright(book: Book, context: Context) -> Iterator[Problem]:
    """E412: the lower end of a band lies above its upper one."""
    for kpi in book.kpis:
        for target in _targets(book, kpi):
            if target.low is not None and target.high is not None and target.low > target.high:
                params: dict[str, Param] = {"kpi": kpi.id, "low": target.low, "high": target.high}
                yield Finding("E412", params).at(target.cell)
                break


def month_or_dated(book: Book, context: Context) -> Iterator[Problem]:
    """E716: a target for a month, and a dated one that holds in it too."""
    for kpi in book.kpis:
        months, dated = book.targets.get(kpi.id, {}), book.dated_targets.get(kpi.id, ())
        first = min((entry.start for entry in dated), default=None)
        both = [month for month in months if first is not None and month >= first]
        if both:
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "period": both[0],
                "first": str(dated[0].target.cell),
            }
            yield Finding("E716", params).at(months[both[0]].cell)


def shares_are_of_something(book: Book, context: Context) -> Iterator[Problem]:
    """E418, E419: a tolerance that is a share of a target needs a level other than zero."""
    for kpi in book.kpis:
        if kpi.tolerance is None or kpi.tolerance.kind is not ToleranceKind.TARGET_SHARE:
            continue
        cell = context.cell(kpi.id, "tolerance")
        zeros = [target for target, value in _levels(book, kpi) if value == 0]
        if kpi.direction is Direction.RANGE:
            yield Finding("E419", {"kpi": kpi.id}).at(cell)
        elif zeros:
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "first": str(zeros[0].cell),
                "count": len(zeros),
            }
            yield Finding("E418", params).at(cell)


def near_limits_have_points(book: Book, context: Context) -> Iterator[Problem]:
    """W420: 5 % of a target of 98 % is five times the way to perfection."""
    for kpi in book.kpis:
        has_points = kpi.tolerance is not None and kpi.tolerance.kind in (
            ToleranceKind.POINTS,
            ToleranceKind.UNIT,
        )
        if not kpi.unit.is_percent or kpi.direction.sign == 0 or has_points or not kpi.report:
            continue
        near = [v for _, v in _levels(book, kpi) if v >= _NEAR_FULL or v <= _NEAR_NOTHING]
        if near and "tolerance" not in _already_wrong(context, kpi):
            params: dict[str, Param] = {"kpi": kpi.id, "target": near[-1]}
            yield Finding("W420", params).at(context.cell(kpi.id, "tolerance"))


def _already_wrong(context: Context, kpi: Kpi) -> frozenset[str]:
    """The tolerance, where something was typed that could not be read: that is said already."""
    unread = kpi.tolerance is None and "tolerance" in context.row(kpi.id).typed
    return frozenset({"tolerance"}) if unread else frozenset()


_MANY = 3
"""All months of a quarter; so many of a year, for in June only half of it may be filled in."""


def span_targets_stand_once(book: Book, context: Context) -> Iterator[Problem]:
    """W722: a target for a quarter or a year, typed once more in each of its months."""
    for kpi in book.kpis:
        span = kpi.target_per.months
        cumulated = kpi.targets_input is InputBasis.YEAR_TO_DATE
        if kpi.aggregation is not Aggregation.SUM or span <= kpi.frequency.months or cumulated:
            continue
        levels = [f for f in context.of_kpi("targets", kpi.id) if f.value and not f.dated]
        for group in _by_period(levels):
            months = {figure.written for figure in group}
            # Different ones are two targets for one span, which is an error of its own.
            if len(months) >= _MANY and len({figure.value for figure in group}) == 1:
                params: dict[str, Param] = {
                    "kpi": kpi.id,
                    "target": group[0].value,
                    "count": span,
                    "typed": len(months),
                }
                yield Finding("W722", params).at(group[0].cell)
                break


def _by_period(figures: list[Figure]) -> list[list[Figure]]:
    groups: dict[Period, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.period, []).append(figure)
    return list(groups.values())


def progress_goes_somewhere(book: Book, context: Context) -> Iterator[Problem]:
    """W431: progress is none where the target lies on the wrong side of the baseline."""
    for kpi in book.kpis:
        if kpi.attainment is not AttainmentMethod.PROGRESS or kpi.baseline is None:
            continue
        wrong = [
            (target, value)
            for target, value in _levels(book, kpi)
            if kpi.direction.sign and kpi.direction.sign * (value - kpi.baseline) <= 0
        ]
        if wrong:
            target, value = wrong[0]
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "target": value,
                "baseline": kpi.baseline,
                "count": len(wrong),
            }
            yield Finding("W431", params).at(target.cell)
