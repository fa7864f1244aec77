"""From a goal to the target of every month it holds for, or why a month can't have one.

A goal's trajectory is worked out from the figures before it and nothing later than the report's
month. After its last month a level holds; a seasonal path has none to hold.
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
    """

    value: float
    cells: tuple[SourceCell, ...] = ()
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalTarget:
    """The target of one slot: the ``place``-th (k) of the goal's ``count`` (N).

    ``base`` is None where the target is the goal's level itself. ``ended`` holds after the goal's
    last month, whose target holds on.
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
    """A goal's way. ``slots`` are the closing months of the KPI's periods within the goal.

    ``targets`` and ``gaps`` together have each of them. ``base`` is what the way starts from
    (for a seasonal path the mean of the twelve months before, which its targets don't use).
    """

    goal: Goal
    path: GoalPath
    slots: tuple[int, ...]
    base: Base | Reason
    targets: dict[int, GoalTarget] = field(default_factory=dict)
    gaps: dict[int, Reason] = field(default_factory=dict)

    @property
    def end(self) -> GoalTarget | Reason:
        """The target of the last slot."""
        if not self.slots:
            return goal_reasons.goal_closes_nothing(self.goal.start, self.goal.by)
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
        return replace(end, ended=True)


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
        path = goal.path or self._usual_path(goal)
        closings = self.months.closings(goal.start.index, goal.by.index, self.step)
        base = self._mean_before(goal) if path is GoalPath.SEASONAL else self._start(goal)
        made = Trajectory(goal, path, tuple(closings), base)
        for place, slot in enumerate(made.slots, 1):
            found = self._target(made, slot, place)
            if isinstance(found, Reason):
                made.gaps[slot] = found
            else:
                made.targets[slot] = found
        return made

    def _usual_path(self, goal: Goal) -> GoalPath:
        """Seasonal for the change of a sum in percent with twelve months before, else linear."""
        if not self._is_share_of_sum(goal):
            return GoalPath.LINEAR
        start = self.months.closing_of(goal.start.index, self.step)
        before = self.months.closings(start - _YEAR, start - 1, self.step)
        known = all(slot > self.period or self.past.at(slot) is not None for slot in before)
        return GoalPath.SEASONAL if known else GoalPath.LINEAR

    def _is_share_of_sum(self, goal: Goal) -> bool:
        return goal.change_kind is GoalChangeKind.SHARE and self.rule is Aggregation.SUM

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
        if way.path is GoalPath.LINEAR and self._is_share_of_sum(goal):
            value = goal_paths.linear_sum(base.value, goal.change or 0.0, place, count)
        else:
            along = goal_paths.step if way.path is GoalPath.STEP else goal_paths.linear
            value = along(base.value, goal_paths.end_level(goal, base.value), place, count)
        return _made(way, value, base, place)

    def _seasonal(self, way: Trajectory, slot: int, place: int) -> GoalTarget | Reason:
        goal, before = way.goal, slot - _YEAR
        if goal.change_kind is not GoalChangeKind.SHARE:
            return goal_reasons.goal_seasonal_needs_share()
        if before > self.period:
            return goal_reasons.goal_base_to_come(month_at(before))
        span = self.past.at(before)
        if span is None:
            return goal_reasons.goal_no_year_before(month_at(before))
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
        if self._is_share_of_sum(goal):
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
        return Base(span.value, re_roled(span.cells, "base"), (span.last,))

    def _mean_before(self, goal: Goal) -> Base | Reason:
        """The mean period of the twelve months before the goal."""
        last = self.months.last_closing(goal.start.index - 1, self.step)
        first = last - _YEAR + 1
        if last > self.period:
            return goal_reasons.goal_base_to_come(month_at(last))
        year = Leaf(Aggregation.SUM, self.past)
        inside = covered([year], first, last)
        if len(inside) < _YEAR:
            return goal_reasons.goal_needs_twelve_months(goal.start, len(inside))
        whole = total(year, inside)
        if isinstance(whole, Reason):
            return whole
        spans = [span for month in inside if (span := self.past.spans.get(month)) is not None]
        cells = dict.fromkeys(cell for span in spans for cell in re_roled(span.cells, "base"))
        slots = _YEAR // self.step
        return Base(whole / slots, tuple(cells), tuple(span.last for span in spans))


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
