"""How a goal sets the target of a month: from what it starts, by which path, how far along."""

from __future__ import annotations

from kpireport.compute.aggregate import Leaf, covered
from kpireport.compute.goals import Base, GoalTarget
from kpireport.compute.months import month_at
from kpireport.i18n.precision import own_decimals
from kpireport.i18n.values import shown_share
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.kpi import Aggregation, Kpi
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_at, actual_total
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Input, Trace

_YEAR = 12


def goal_target(tracer: Tracer, kpi: Kpi, target: GoalTarget) -> Trace:
    """The target of one slot that follows a goal."""
    node, base = _node(tracer, kpi, target)
    inputs, parts = ((), ()) if base is None else tracer.sources(kpi, [base])
    aim = _aim(tracer, kpi, target.goal)
    goals = () if _stands_still(target) else (aim,)
    return Trace(target.value, node, (*goals, *inputs), parts, _notes(tracer, kpi, target))


def _node(
    tracer: Tracer, kpi: Kpi, target: GoalTarget
) -> tuple[f.Node, tuple[str, str, Trace] | None]:
    """The formula, and the figure it starts from with its role and its words."""
    goal, aim = target.goal, _aim(tracer, kpi, target.goal)
    if target.base is None:
        return f.Number(aim.value, aim.shown), None
    label, trace = goal_base(tracer, kpi, target.base, target)
    start = tracer.node(trace)
    place, count = tracer.number(target.place), tracer.number(target.count)
    one, two = tracer.number(1), tracer.number(2)
    change = f.Number(aim.value, aim.shown)
    source = ("base", label, trace)
    in_total = goal.in_total(tracer.actuals.rule(kpi))
    if target.path is GoalPath.LINEAR and in_total and not target.ended:
        along = f.over(f.times(two, change, place), f.plus(count, one))
        return f.times(start, f.plus(one, along)), source
    if goal.level is not None:
        end: f.Node = change
    elif goal.change_kind is GoalChangeKind.SHARE:
        end = f.times(start, f.plus(one, change))
    else:
        end = f.plus(start, change)
    if target.path is GoalPath.SEASONAL or target.place == target.count:
        return end, source
    if target.path is GoalPath.STEP:
        return start, source
    way = f.over(f.times(f.minus(end, start), place), count)
    return f.plus(start, way), source


def _stands_still(target: GoalTarget) -> bool:
    """Whether the goal's own figure is not in the formula: a step before its end."""
    return target.path is GoalPath.STEP and target.place < target.count


def _aim(tracer: Tracer, kpi: Kpi, goal: Goal) -> Input:
    """The goal's cell: its level, or its change as it is written (``40%``)."""
    value = goal.change if goal.level is None else goal.level
    aimed = (value or 0.0) + 0.0
    shown = tracer.messages.formats.plain(aimed)
    if goal.change_kind is GoalChangeKind.SHARE:
        decimals = own_decimals(aimed * 100)
        shown = shown_share(tracer.messages.formats, aimed, decimals).text
    return Input("goal", tracer.messages.text("label.goal"), aimed, shown, goal.cell)


def goal_base(tracer: Tracer, kpi: Kpi, base: Base, target: GoalTarget) -> tuple[str, Trace]:
    """What the goal starts from, in words and as it came to be."""
    text = tracer.messages.text
    if not base.months:
        label = text("label.baseline")
        cells = tracer.defined(kpi, "baseline", base.value)
        return label, Trace(base.value, tracer.number(base.value), cells)
    if len(base.months) == 1 and not _is_mean(tracer, kpi, target):
        month = base.months[0]
        found = actual_at(tracer, kpi, month, tracer.past)
        assert found is not None, "a goal starts from a figure"
        return text("goal.figure_of", period=month_at(month)), found
    last = base.months[-1]
    year = Leaf(Aggregation.SUM, tracer.past.track(kpi))
    whole = actual_total(tracer, kpi, covered([year], last - _YEAR + 1, last), tracer.past)
    node = f.over(whole.node, tracer.number(_YEAR // kpi.frequency.months))
    mean = Trace(base.value, node, whole.inputs, whole.parts, whole.notes)
    span = tracer.messages.formats.span(month_at(last - _YEAR + 1), month_at(last))
    return text("goal.mean_of", span=span), mean


def _is_mean(tracer: Tracer, kpi: Kpi, target: GoalTarget) -> bool:
    seasonal = target.path is GoalPath.SEASONAL
    return not seasonal and target.goal.in_total(tracer.actuals.rule(kpi))


def _notes(tracer: Tracer, kpi: Kpi, target: GoalTarget) -> tuple[str, ...]:
    text, goal = tracer.messages.text, target.goal
    span = tracer.messages.formats.span(goal.start, goal.by)
    path = text(f"goal.{_path_words(target)}")
    place = text("goal.trace", span=span, path=path, place=target.place, count=target.count)
    if not target.ended:
        return (place,)
    beyond = target.path is GoalPath.LINEAR and goal.in_total(tracer.actuals.rule(kpi))
    return place, text("goal.trace_ended_total" if beyond else "goal.trace_ended", by=goal.by)


def _path_words(target: GoalTarget) -> str:
    return f"path_{target.path.value}"
