"""The target of a window: by the KPI's own rule, from planned parts, or at the actual mix."""

from __future__ import annotations

from kpireport.compute.aggregate import Leaf, Quotient, covered
from kpireport.compute.known import TargetTotal
from kpireport.compute.months import month_at
from kpireport.compute.target_totals import ACTUAL_MIX
from kpireport.model.kpi import Aggregation, Kpi
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_total, slot_of_part
from kpireport.present.trace.targets import planned_total, target_at, target_total
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Trace


def window_target(tracer: Tracer, kpi: Kpi, bound: str, found: TargetTotal) -> Trace:
    """How the target of a window came to be. ``found`` is the total as it was computed."""
    line = tracer.line(kpi)
    if found.basis == ACTUAL_MIX:
        return _at_actual_mix(tracer, kpi, bound, found.months)
    if not isinstance(line.formula, Quotient):
        return target_total(tracer, kpi, bound, found.months)
    plan = line.targets.plan
    if plan is not None and set(found.months) <= set(
        covered([plan], found.months[0], found.months[-1])
    ):
        return planned_total(tracer, kpi, found.months)
    # The one target of every month, which a ratio of two parts of one rule keeps.
    trace = target_at(tracer, kpi, bound, found.months[-1])
    assert trace is not None, "every month has a target"
    note = tracer.text("same_every_month")
    return Trace(trace.value, trace.node, trace.inputs, trace.parts, (*trace.notes, note))


def _at_actual_mix(tracer: Tracer, kpi: Kpi, bound: str, months: tuple[int, ...]) -> Trace:
    """Each month's target times its actual denominator, over the denominators."""
    line = tracer.line(kpi)
    formula = line.formula
    assert isinstance(formula, Quotient), "only a ratio has a mix"
    lower = tracer.actuals.parts(kpi)[1]
    products: list[f.Node] = []
    targets: list[tuple[str, str, Trace]] = []
    weights: list[tuple[str, str, Trace]] = []
    for month in (m for m in months if line.weights.at(m) is not None):
        target = target_at(tracer, kpi, bound, month)
        weight = slot_of_part(tracer, lower, kpi.frequency.months, month, tracer.actuals)
        assert target is not None and weight is not None, "the mix covers months with both"
        products.append(f.times(tracer.node(target), tracer.node(weight)))
        spelt = tracer.messages.formats.month(month_at(month))
        targets.append(("month_target", tracer.text("month_target", month=spelt), target))
        weights.append(("denominator", f"{lower.name}, {spelt}", weight))
    inputs, parts = tracer.sources(kpi, targets)
    notes = (tracer.text("actual_mix", name=lower.name),)
    if isinstance(formula.numerator, Leaf):
        denominator = actual_total(tracer, lower, months, tracer.actuals)
        weights = [("denominator", tracer.text("denominator", name=lower.name), denominator)]
        upper, divisor = (
            _by_rule(tracer, formula.numerator.rule, products),
            tracer.node(denominator),
        )
        node = f.over(upper, divisor)
    else:
        node = f.over(f.plus(*products), f.plus(*(tracer.node(trace) for _, _, trace in weights)))
    more_inputs, more_parts = tracer.sources(lower, weights)
    return Trace(f.evaluate(node), node, inputs + more_inputs, parts + more_parts, notes)


def _by_rule(tracer: Tracer, rule: Aggregation | None, products: list[f.Node]) -> f.Node:
    match rule:
        case Aggregation.MEAN:
            return f.over(f.plus(*products), tracer.number(len(products)))
        case Aggregation.LAST:
            return products[-1]
        case Aggregation.MIN | Aggregation.MAX:
            return f.Call(rule.value, tuple(products)) if len(products) > 1 else products[0]
        case _:
            return f.plus(*products)
