"""The months that a statistical landing is made from, or why they don't carry one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpireport.compute import landing_reasons, reasons
from kpireport.compute.aggregate import Formula, Leaf, leaves
from kpireport.compute.figures import Span, Track
from kpireport.compute.landing_year import LandingYear
from kpireport.compute.months import month_at
from kpireport.model.book import Event
from kpireport.model.kpi import Aggregation
from kpireport.model.reason import Reason
from kpireport.stats.landing import Case, Fold, months_needed
from kpireport.stats.rows import FloatArray


@dataclass(frozen=True, slots=True)
class LandingHistory:
    """Consecutive months, the oldest first, in which every part has a final figure."""

    months: range
    case: Case


def landing_history(year: LandingYear, events: Sequence[Event]) -> LandingHistory | Reason:
    """The history of a KPI whose year is not over, up to its last final month."""
    formula = year.line.past_formula
    if isinstance(formula, Reason):
        return formula
    parts = list(leaves(formula))
    if any(leaf.track.step > 1 for leaf in parts) or year.line.step > 1:
        return landing_reasons.not_monthly()
    if any(leaf.rule is None for leaf in parts):
        return reasons.no_aggregation()
    points = [_final(leaf.track, year.period) for leaf in parts]
    common = set(points[0]).intersection(*points[1:])
    if not common:
        return landing_reasons.no_final_figure()
    last = max(common)
    known = last - year.first + 1
    if known < 0:
        return landing_reasons.year_not_reached(month_at(last + 1))
    start = last
    while start - 1 in common:
        start -= 1
    since = _rebased(year, events, start, last)
    count = last - max(start, since or start) + 1
    needed = months_needed(known)
    if count < needed:
        return _too_short(common, start, since, count, needed)
    months = range(last - count + 1, last + 1)
    values = np.array([[of_part[month] for month in months] for of_part in points])
    return LandingHistory(months, Case(values, known, fold_of(formula)))


def _final(track: Track, period: int) -> Mapping[int, float]:
    return {
        month: span.value
        for month, span in track.spans.items()
        if month <= period and _is_final(span)
    }


def _is_final(span: Span) -> bool:
    return span.slots == 1 and not span.provisional


def _rebased(year: LandingYear, events: Sequence[Event], start: int, last: int) -> int | None:
    """The month in which an event opened the level that the history ends on."""
    opened = [
        event.period.index
        for event in events
        if event.rebase and event.kpi in (None, year.line.kpi.id)
    ]
    return max((month for month in opened if start < month <= last), default=None)


def _too_short(common: set[int], start: int, since: int | None, count: int, needed: int) -> Reason:
    if since is not None:
        return landing_reasons.short_since_rebase(month_at(since), count, needed)
    if min(common) < start:
        return landing_reasons.short_since_gap(month_at(start - 1), count, needed)
    return landing_reasons.too_short(count, needed)


def fold_of(formula: Formula) -> Fold:
    """The formula as arithmetic on arrays: parts × … × months to the year's figure."""
    places = {id(leaf): place for place, leaf in enumerate(leaves(formula))}

    def fold(parts: FloatArray, node: Formula = formula) -> FloatArray:
        if isinstance(node, Leaf):
            return _by_rule(node.rule, parts[places[id(node)]])
        quotient: FloatArray = (
            fold(parts, node.numerator) * node.multiplier / fold(parts, node.denominator)
        )
        return quotient

    return fold


def _by_rule(rule: Aggregation | None, months: FloatArray) -> FloatArray:
    match rule:
        case Aggregation.SUM:
            return np.asarray(months.sum(axis=-1))
        case Aggregation.MEAN:
            return np.asarray(months.mean(axis=-1))
        case Aggregation.MIN:
            return np.asarray(months.min(axis=-1))
        case Aggregation.MAX:
            return np.asarray(months.max(axis=-1))
        case _:
            return np.asarray(months[..., -1])
