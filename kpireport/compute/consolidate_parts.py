"""What a consolidated line is put together from: formulas, a ratio's parts, their plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from kpireport.compute.aggregate import Formula, Leaf, Quotient, leaves
from kpireport.compute.arithmetic import exact_sum, quotient, same
from kpireport.compute.attainment import Aim
from kpireport.compute.consolidate_tracks import Months, Names, slots_of
from kpireport.compute.figures import Span, Track
from kpireport.compute.ledger import Line
from kpireport.compute.months import FiscalMonths
from kpireport.model.reason import Reason


def over_known(formula: Formula | Reason, change: Callable[[Track], Track]) -> Formula | Reason:
    """The formula with other figures."""
    return formula if isinstance(formula, Reason) else over(formula, change)


def over(formula: Formula, change: Callable[[Track], Track]) -> Formula:
    """The formula with its figures changed."""
    if isinstance(formula, Leaf):
        return Leaf(formula.rule, change(formula.track))
    upper, lower = (over(part, change) for part in (formula.numerator, formula.denominator))
    return Quotient(upper, lower, formula.multiplier)


def why_not(own: Mapping[str, Line]) -> Reason | None:
    """Why an entity's months have no total."""
    return next((ln.formula for ln in own.values() if isinstance(ln.formula, Reason)), None)


def quotient_of(
    upper: Formula | Reason, lower: Formula | Reason, multiplier: float
) -> Formula | Reason:
    if isinstance(upper, Reason):
        return upper
    return lower if isinstance(lower, Reason) else Quotient(upper, lower, multiplier)


def both_slots(
    line: Line, cut_to: Months, *, single: bool, adds_only: bool = False
) -> Mapping[int, Span]:
    """The slots in which a ratio has both of its parts, within the months wanted.

    ``single`` says that no part is a ratio itself. Of Eliminations (``adds_only``), whose line is
    made for this, they are the slots in which they have one of the parts.
    """
    formula = _of_months(line, single=single)
    if formula is None:
        return {}
    found: Mapping[int, Span] = slots_of(formula, line.step, line.months)
    if adds_only:
        found = {month: span for month, span in line.actual.spans.items() if span.slots == 1}
    if cut_to is None:
        return found
    return {m: span for m, span in found.items() if cut_to.issuperset(range(span.first, m + 1))}


def both_months(line: Line, cut_to: Months, *, single: bool) -> frozenset[int]:
    """The months in which a ratio has figures of both its parts, within the months wanted."""
    formula = _of_months(line, single=single)
    if formula is None:
        return frozenset()
    months = frozenset.intersection(*(_known(leaf.track) for leaf in leaves(formula)))
    return months if cut_to is None else months & cut_to


def _of_months(line: Line, *, single: bool) -> Formula | None:
    """A ratio's formula; where its parts don't add up, of the months in which they stand.

    A part that is a ratio may be typed, where the group makes it of its own parts: such a ratio
    of a ratio has no months then.
    """
    if not isinstance(line.formula, Reason):
        return line.formula
    if not (single and line.parts):
        return None
    above, below = (Leaf(None, Track(line.step, slots)) for _, slots in line.parts)
    return Quotient(above, below, line.kpi.multiplier)


def month_by_month(formula: Formula | Reason, track: Track) -> Formula:
    """The formula, or the figures themselves: what has no totals has its months all the same."""
    return Leaf(None, track) if isinstance(formula, Reason) else formula


def beside(
    counted: Names, slots: Mapping[str, Mapping[int, Span]]
) -> dict[str, Mapping[int, Span]]:
    """The slots, those of Eliminations only where somebody who is counted has one."""
    there = {month for name in counted for month in slots[name]}
    return {
        name: found if name in counted or not counted
        else {month: span for month, span in found.items() if month in there}
        for name, found in slots.items()
    }  # fmt: skip


def months_beside(
    counted: Names, months: Mapping[str, frozenset[int]]
) -> dict[str, frozenset[int]]:
    """The months likewise."""
    there = frozenset[int]().union(*(months[name] for name in counted))
    return {
        name: found if name in counted or not counted else found & there
        for name, found in months.items()
    }


Part = tuple[str, Mapping[int, Span]]


def parts_known(own: Iterable[Line], made: Iterable[Part]) -> tuple[Part, ...]:
    """A ratio's parts, and where entities have only one of them, that one.

    So that what is said to be missing is what nobody has.
    """
    typed: list[dict[int, Span]] = [{}, {}]
    for line in own:
        for found, (_, slots) in zip(typed, line.parts, strict=False):
            found.update(slots)
    return tuple(
        (name, {**{m: typed[n][m] for m in typed[n].keys() - typed[1 - n].keys()}, **slots})
        for n, (name, slots) in enumerate(made)
    )


class TakenOut(NamedTuple):
    """What Eliminations have of a ratio's parts: the numerator (times its multiplier) and below."""

    above: float
    below: float


def taken_out_at(line: Line, month: int) -> TakenOut | None:
    if not line.parts:
        return None
    upper, lower = (slots.get(month) for _, slots in line.parts)
    if upper is None or lower is None:
        return None
    return TakenOut(upper.value * line.kpi.multiplier, lower.value)


def at_mix(
    own: Mapping[str, Line],
    values: Mapping[str, float],
    month: int,
    taken: Iterable[TakenOut | None] = (),
) -> float | None:
    """The entities' ratios weighted by their actual denominators; one for all stays itself.

    What is ``taken`` out of the actual's parts is taken out of both here too.
    """
    out = [each for each in taken if each is not None and any(each)]
    first = next(iter(values.values()))
    if not out and all(same(first, value) for value in values.values()):
        return first
    weights = {name: own[name].weights.value_at(month) for name in values}
    known = {name: weight for name, weight in weights.items() if weight is not None}
    if len(known) < len(values):
        return None
    products = [values[name] * weight for name, weight in known.items()]
    above = exact_sum([*products, *(each.above for each in out)])
    below = exact_sum([*known.values(), *(each.below for each in out)])
    return None if above is None or below is None else quotient(above, below)


def _known(track: Track) -> frozenset[int]:
    """The months that there is a figure for, be it one of several months together."""
    stated = (month for first, last in track.stated for month in range(first, last + 1))
    return frozenset(track.months()).union(stated)


def who_has(slots: Mapping[str, Mapping[int, Span]]) -> dict[int, Names]:
    months = {month for found in slots.values() for month in found}
    return {m: frozenset(n for n, found in slots.items() if m in found) for m in months}


def slot_track(step: int, formula: Formula, months: FiscalMonths) -> Track:
    return Track(step, slots_of(formula, step, months))


def planned_quotient(
    own: Mapping[str, Line], upper: Line, lower: Line, multiplier: float
) -> Formula | None:
    """The quotient of the parts' targets, where every entity's ratio has one."""
    if any(line.targets.plan is None for line in own.values()):
        return None
    above, below = (_plan_of(part) for part in (upper, lower))
    return Quotient(above, below, multiplier) if above and below else None


def _plan_of(part: Line) -> Formula | None:
    if part.targets.plan is not None:
        return part.targets.plan
    return Leaf(part.rule, part.targets.level) if part.targets.level else None


def from_plan(
    own: Mapping[str, Line], aims: Mapping[str, Aim], month: int, months: FiscalMonths
) -> bool:
    """Whether each entity's target of the month is the one of its planned parts."""
    for name, aim in aims.items():
        line = own[name]
        plan = line.targets.plan
        span = None if plan is None else slots_of(plan, line.step, months).get(month)
        if span is None or aim.level is None or not same(span.value, aim.level):
            return False
    return True


def gaps_of(own: Mapping[str, Line]) -> dict[int, Reason]:
    return {month: why for line in own.values() for month, why in line.targets.gaps.items()}


def strays_of(own: Mapping[str, Line]) -> tuple[int, ...]:
    return tuple(sorted({month for line in own.values() for month in line.strays}))


def parts_below(line: Line, lines: Mapping[str, Line]) -> Iterator[tuple[str, Line]]:
    """The lines of a ratio's parts, and of theirs."""
    if not isinstance(line.formula, Quotient):
        return
    for part in (line.kpi.numerator, line.kpi.denominator):
        if part is not None and part in lines:
            yield part, lines[part]
            yield from parts_below(lines[part], lines)
