"""The target of several months as one figure, over exactly the months that have both sides.

By the KPI's own rule: the sum of the targets, their mean, the last one, the smallest, the largest;
bands likewise, bound by bound, where a bound is there in every month or in none. A ratio's target
comes from its planned parts where the workbook has them. Else its monthly targets are taken at the
actual mix: each month's target times its actual denominator is the numerator that would have met
it; those add up like the numerator, and are divided by the actual denominators. Where both parts
are sums this is the mean of the targets weighted by the denominators.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.compute import reasons
from kpireport.compute.aggregate import Formula, Leaf, Quotient, covered, leaves, total
from kpireport.compute.arithmetic import finite
from kpireport.compute.attainment import NO_AIM, Aim
from kpireport.compute.figures import Span, Track
from kpireport.compute.known import TargetTotal
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.model.kpi import Aggregation
from kpireport.model.reason import Reason

ACTUAL_MIX = "actual_mix"


def compared_target(line: Line, first: int, last: int) -> TargetTotal:
    """The target over the months from ``first`` to ``last`` that have an actual and a target."""
    if isinstance(line.formula, Reason):
        return TargetTotal()
    if isinstance(line.formula, Quotient):
        return _ratio_target(line, line.formula, first, last)
    either = Leaf(line.typed_rule, line.targets.either)
    return _by_rule(line, covered([line.formula, either], first, last))


def full_target(line: Line, first: int, last: int, known: int) -> TargetTotal:
    """The target over every month from ``first`` to ``last``, whether there is an actual or not.

    ``months`` are those with a target; the aim is empty where one of them is missing. Actuals
    after the month ``known`` are not looked at.
    """
    if isinstance(line.formula, Quotient):
        return _full_ratio_target(line, line.formula, (first, last), known)
    if (first, last) not in line.known.targets:
        line.known.targets[first, last] = _full_target(line, first, last)
    return line.known.targets[first, last]


def _full_target(line: Line, first: int, last: int) -> TargetTotal:
    """That of a KPI which is no ratio: no actual has a part in it."""
    either = Leaf(line.typed_rule, line.targets.either)
    months = covered([either], first, last)
    wanted = last - first + 1
    if line.rule is Aggregation.LAST and months and months[-1] == last:
        final = covered([either], last - line.step + 1, last)
        return _by_rule(line, final)._replace(months=months)
    if len(months) < wanted:
        reason = _incomplete(months, first, last) if months else None
        return TargetTotal(months, reason=reason)
    return _by_rule(line, months)


def _incomplete(months: tuple[int, ...], first: int, last: int) -> Reason:
    """Which months of the year have no target."""
    without = sorted(set(range(first, last + 1)) - set(months))
    year, gap = (first, last), (without[0], without[-1])
    return reasons.year_target_incomplete(
        len(months), (month_at(year[0]), month_at(year[1])), (month_at(gap[0]), month_at(gap[1]))
    )


def _by_rule(line: Line, months: tuple[int, ...]) -> TargetTotal:
    if not months:
        return TargetTotal()
    bounds = [
        _bound(Leaf(line.typed_rule, track), months, partial) if track else None
        for track, partial in _bounds(line)
    ]
    return _with_bounds(months, bounds, None)


def _bounds(line: Line) -> tuple[tuple[Track, Reason | None], ...]:
    """Level, low and high, each with what to say where it is there in some months only.

    A level beside a band (of a KPI without direction) is left out then; it decides nothing.
    """
    low, high = reasons.band_low_in_some_months(), reasons.band_high_in_some_months()
    targets = line.targets
    return (targets.level, None), (targets.low, low), (targets.high, high)


def _with_bounds(
    months: tuple[int, ...], bounds: Sequence[float | Reason | None], basis: str | None
) -> TargetTotal:
    reason = next((bound for bound in bounds if isinstance(bound, Reason)), None)
    if reason is not None:
        return TargetTotal(months, NO_AIM, basis, reason)
    level, low, high = (None if isinstance(bound, Reason) else bound for bound in bounds)
    return TargetTotal(months, Aim(level, low, high), basis)


def _bound(
    formula: Formula, months: Sequence[int], partial: Reason | None
) -> float | Reason | None:
    """A bound's total; None where it is open in every month, ``partial`` where in some."""
    known = set(months) & set(covered([formula], months[0], months[-1]))
    if len(known) == len(months):
        return total(formula, months)
    return partial if known else None


def _ratio_target(line: Line, formula: Quotient, first: int, last: int) -> TargetTotal:
    plan = line.targets.plan
    planned = covered([formula, plan], first, last) if plan is not None else ()
    slots = Leaf(Aggregation.SUM, line.targets.either)
    weights = Leaf(Aggregation.SUM, line.weights)
    mixed = covered([formula, slots, weights], first, last)
    if plan is not None and planned and len(planned) >= len(mixed):
        return _with_bounds(planned, (total(plan, planned), None, None), None)
    return _at_actual_mix(line, formula, mixed)


def _at_actual_mix(line: Line, formula: Quotient, months: tuple[int, ...]) -> TargetTotal:
    if not months:
        return TargetTotal()
    bounds = [
        _mixed_bound(line, formula, track, months, partial) if track else None
        for track, partial in _bounds(line)
    ]
    return _with_bounds(months, bounds, ACTUAL_MIX)


def _mixed_bound(
    line: Line, formula: Quotient, track: Track, months: Sequence[int], partial: Reason | None
) -> float | Reason | None:
    implied: dict[int, Span] = {}
    weights = {m: weight for m in months if (weight := line.weights.at(m)) is not None}
    spans = {m: span for m in weights if (span := track.at(m)) is not None}
    if len(spans) < len(weights):
        return partial if spans else None
    for month, span in spans.items():
        numerator = finite(span.value * weights[month].value)
        if numerator is None:
            return reasons.too_large()
        implied[month] = Span(span.first, month, numerator)
    numerators = Track(line.step, implied)
    if isinstance(formula.numerator, Leaf):
        met = Quotient(Leaf(formula.numerator.rule, numerators), formula.denominator)
        return total(met, months)
    weighed = Leaf(Aggregation.SUM, line.weights)
    return total(Quotient(Leaf(Aggregation.SUM, numerators), weighed), months)


def _full_ratio_target(
    line: Line, formula: Quotient, window: tuple[int, int], known: int
) -> TargetTotal:
    """Of a ratio: from its plan, else at the actual mix, else the one target of every month."""
    first, last = window
    wanted = last - first + 1
    plan = line.targets.plan
    if plan is not None and len(planned := covered([plan], first, last)) == wanted:
        return _with_bounds(planned, (total(plan, planned), None, None), None)
    slots = Leaf(Aggregation.SUM, line.targets.either)
    months = covered([slots], first, last)
    if len(months) < wanted:
        reason = _incomplete(months, first, last) if months else None
        return TargetTotal(months, reason=reason)
    weights = Leaf(Aggregation.SUM, line.weights)
    mixed = covered([formula, slots, weights], first, min(last, known))
    if len(mixed) == wanted:
        return _at_actual_mix(line, formula, mixed)
    aims = {line.aim_at(month) for month in line.months.closings(first, last, line.step)}
    if len(aims) == 1 and _one_rule(formula):
        return TargetTotal(months, aims.pop())
    return TargetTotal(months, reason=reasons.year_target_needs_mix())


def _one_rule(formula: Formula) -> bool:
    """Whether both parts add up alike, so that a constant ratio stays what it is."""
    return len({leaf.rule for leaf in leaves(formula)}) == 1
