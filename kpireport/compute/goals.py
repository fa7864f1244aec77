"""From a goal to the target of every month it holds for, or why a month can't have one.

A goal's trajectory is worked out from the figures before it and nothing later than the report's
month. After its last month a level holds; a seasonal path has none to hold. Of a quarterly or
yearly KPI a goal is due when the quarter or year that holds its By closes: nothing is known before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpireport.compute import goal_paths, goal_reasons, reasons
from kpireport.compute.aggregate import Leaf, covered, total
from kpireport.compute.arithmetic import finite
from kpireport.compute.figures import Span, Track, re_roled
from kpireport.compute.months import FiscalMonths, month_at
from kpireport.model.book import Goal, GoalChangeKind, GoalPath
from kpireport.model.kpi import Aggregation, Direction, Kpi
from kpireport.model.scorecard import Reason, SourceCell

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Base:
    """What a goal's targets are worked out from, in the KPI's unit for one of its periods.

    ``months`` are those of the figures in it; none for a Baseline from the KPI's definition.
    ``month`` is that of the one figure it is; None for a Baseline and for a mean.
    """

    value: float
    cells: tuple[SourceCell, ...] = ()
    months: tuple[int, ...] = ()
    month: int | None = None


@dataclass(frozen=True, slots=True)
class GoalTarget:
    """The target of one slot: the ``place``-th (k) of the goal's ``count`` (N).

    ``base`` is None where the target is the goal's level itself. ``ended`` holds after the goal's
    last month: the level it came to holds on.
    """

    goal: Goal
    path: GoalPath
    value: float
    base: Base | None
    place: int
    count: int
    ended: bool = False

    @property
    def cells(self) -> tuple[SourceCell, ...]:
        """The goal's cell, then those of what it starts from."""
        base = () if self.base is None else self.base.cells
        return (SourceCell("goal", self.goal.cell), *base)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A goal's way. ``slots`` are the closing months of the KPI's periods that it runs over.

    The ``goal`` ends with the last of them, as late as it is due. ``in_total`` says whether its
    months make the change together. ``targets`` and ``gaps`` have each of the slots between them.
    ``base`` is what the way starts from (for a seasonal path the mean of the twelve months before,
    which its targets don't use).
    """

    goal: Goal
    path: GoalPath
    slots: tuple[int, ...]
    base: Base | Reason
    in_total: bool = False
    targets: dict[int, GoalTarget] = field(default_factory=dict)
    gaps: dict[int, Reason] = field(default_factory=dict)

    @property
    def end(self) -> GoalTarget | Reason:
        """The target of the last slot."""
        last = self.slots[-1]
        return self.targets[last] if last in self.targets else self.gaps[last]

    def at(self, slot: int) -> GoalTarget | Reason:
        """The target of a slot from the goal's first month on, after its last one too."""
        if slot in self.targets:
            return self.targets[slot]
        if slot in self.gaps:
            return self.gaps[slot]
        end = self.end
        if isinstance(end, Reason):
            return end
        if self.path is GoalPath.SEASONAL:
            return goal_reasons.goal_ended_seasonal(self.goal.by)
        return replace(end, value=self._held(end), ended=True)

    def _held(self, end: GoalTarget) -> float:
        """The level that holds once the goal has ended.

        Equal steps that make a sum's change together end beyond it; what was promised is the
        change itself, so B·(1 + c) holds.
        """
        if self.path is GoalPath.LINEAR and self.in_total and end.base is not None:
            return goal_paths.end_level(self.goal, end.base.value)
        return end.value


@dataclass(frozen=True, slots=True)
class GoalSight:
    """What a KPI's goals are worked out from: its figures, with the prior year's, up to a period.

    ``rule`` is how its months add up.
    """

    kpi: Kpi
    rule: Aggregation | None
    months: FiscalMonths
    past: Track
    period: int

    @property
    def step(self) -> int:
        return self.kpi.frequency.months

    def trajectories(self, goals: Sequence[Goal]) -> tuple[Trajectory, ...]:
        """The way of each of the KPI's goals, the earliest first; a range has none."""
        if self.kpi.direction is Direction.RANGE:
            return ()
        own = sorted((g for g in goals if g.kpi == self.kpi.id), key=lambda goal: goal.start)
        return tuple(self._trajectory(goal) for goal in own)

    def _trajectory(self, goal: Goal) -> Trajectory:
        path = goal.path_taken(self.rule, year_known=self._year_known(goal))
        due = self.months.closing_of(goal.by.index, self.step)
        goal = replace(goal, by=month_at(due))
        closings = tuple(self.months.closings(goal.start.index, due, self.step))
        base = self._mean_before(goal) if path is GoalPath.SEASONAL else self._start(goal)
        made = Trajectory(goal, path, closings, base, goal.in_total(self.rule))
        for place, slot in enumerate(made.slots, 1):
            found = self._target(made, slot, place)
            if isinstance(found, Reason):
                made.gaps[slot] = found
            else:
                made.targets[slot] = found
        return made

    def _year_known(self, goal: Goal) -> bool:
        """Whether the twelve months before the goal have figures, final or not yet, or may have."""
        start = self.months.closing_of(goal.start.index, self.step)
        before = self.months.closings(start - _YEAR, start - 1, self.step)
        return all(slot > self.period or self.past.at(slot) is not None for slot in before)

    def _target(self, way: Trajectory, slot: int, place: int) -> GoalTarget | Reason:
        if way.path is GoalPath.SEASONAL:
            return self._seasonal(way, slot, place)
        goal, count = way.goal, len(way.slots)
        if goal.level is not None and place == count:
            return _made(way, goal.level, None, place)
        base = way.base
        if isinstance(base, Reason):
            return base
        if goal.change_kind is GoalChangeKind.SHARE and base.value <= 0:
            return goal_reasons.goal_base_not_positive()
        if way.path is GoalPath.LINEAR and way.in_total:
            value = goal_paths.linear_sum(base.value, goal.change or 0.0, place, count)
        else:
            along = goal_paths.step if way.path is GoalPath.STEP else goal_paths.linear
            value = along(base.value, goal_paths.end_level(goal, base.value), place, count)
        return _made(way, value, base, place)

    def _seasonal(self, way: Trajectory, slot: int, place: int) -> GoalTarget | Reason:
        """On the same month of the year before Start: over several years it never compounds."""
        goal = way.goal
        before = slot - _YEAR * (1 + (slot - way.slots[0]) // _YEAR)
        if goal.change_kind is not GoalChangeKind.SHARE:
            return goal_reasons.goal_seasonal_needs_share()
        if before > self.period:
            return goal_reasons.goal_base_to_come(month_at(before))
        span = self.past.at(before)
        if span is None:
            return goal_reasons.goal_no_year_before(month_at(before))
        if span.provisional:
            return goal_reasons.goal_base_provisional(month_at(before))
        if span.value < 0:
            return goal_reasons.goal_base_not_positive()
        base = Base(span.value, re_roled(span.cells, "base"), (before,))
        return _made(way, goal_paths.seasonal(base.value, goal.change or 0.0), base, place)

    def _start(self, goal: Goal) -> Base | Reason:
        """B: the Baseline; else the mean month of twelve (a sum's change in percent) or the last
        closed one.
        """
        if self.kpi.baseline is not None:
            ref = self.kpi.cells.get("baseline")
            cells = () if ref is None else (SourceCell("baseline", ref),)
            return Base(self.kpi.baseline + 0.0, cells)
        if goal.in_total(self.rule):
            return self._mean_before(goal)
        return self._last_closed(goal)

    def _last_closed(self, goal: Goal) -> Base | Reason:
        due = self.months.last_closing(goal.start.index - 1, self.step)
        if due > self.period:
            return goal_reasons.goal_base_to_come(month_at(due))
        final = (
            slot
            for slot in self.past.spans
            if slot <= due and (span := self.past.at(slot)) is not None and not span.provisional
        )
        latest = max(final, default=None)
        span = None if latest is None else self.past.at(latest)
        if span is None:
            return goal_reasons.goal_no_base(goal.start)
        return Base(span.value, re_roled(span.cells, "base"), (span.last,), span.last)

    def _mean_before(self, goal: Goal) -> Base | Reason:
        """The mean period of the twelve months before the goal, all of them final."""
        last = self.months.last_closing(goal.start.index - 1, self.step)
        first = last - _YEAR + 1
        if last > self.period:
            return goal_reasons.goal_base_to_come(month_at(last))
        year = Leaf(Aggregation.SUM, self.past)
        inside = covered([year], first, last)
        provisional = self._provisional_months()
        final = [month for month in inside if month not in provisional]
        if len(final) < _YEAR:
            return goal_reasons.goal_needs_twelve_months(goal.start, len(final))
        whole = total(year, inside)
        if isinstance(whole, Reason):
            return whole
        spans = [span for month in inside if (span := self.past.spans.get(month)) is not None]
        cells = dict.fromkeys(cell for span in spans for cell in re_roled(span.cells, "base"))
        slots = _YEAR // self.step
        return Base(whole / slots, tuple(cells), tuple(span.last for span in spans))

    def _provisional_months(self) -> set[int]:
        spans = (span for span in self.past.spans.values() if span.provisional)
        return {month for span in spans for month in range(span.first, span.last + 1)}


def _made(way: Trajectory, value: float, base: Base | None, place: int) -> GoalTarget | Reason:
    held = finite(value)
    if held is None:
        return reasons.too_large()
    return GoalTarget(way.goal, way.path, held, base, place, len(way.slots))


@dataclass(frozen=True, slots=True)
class Promised:
    """What the goals of a KPI say of each slot: in their own months, and after them."""

    own: Mapping[int, GoalTarget]
    held: Mapping[int, GoalTarget]
    gaps: Mapping[int, Reason]


def promised(ways: Sequence[Trajectory], closings: Sequence[int]) -> Promised:
    """The goals' targets over ``closings``; a later goal takes over from an earlier one."""
    own: dict[int, GoalTarget] = {}
    held: dict[int, GoalTarget] = {}
    gaps: dict[int, Reason] = {}
    for slot in closings:
        way = next((w for w in reversed(ways) if w.goal.start.index <= slot), None)
        if way is None:
            continue
        found = way.at(slot)
        if isinstance(found, Reason):
            gaps[slot] = found
        else:
            (held if found.ended else own)[slot] = found
    return Promised(own, held, gaps)


def as_spans(targets: Mapping[int, GoalTarget], step: int) -> Iterator[tuple[int, Span]]:
    """The goals' targets as figures of their slots."""
    for slot, target in targets.items():
        yield slot, Span(slot - step + 1, slot, target.value, 1, False, target.cells)
