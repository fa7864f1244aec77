"""From a goal to the target of every month it holds for, or why a month can't have one.

A goal's trajectory is worked out from the figures before it and nothing later than the report's
month; figures that aren't final are no base. Of a quarterly or yearly KPI a goal is due when the
quarter or year that holds its By closes: no earlier figure shows that month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpireport.compute import goal_paths, goal_reasons, reasons
from kpireport.compute.aggregate import Leaf, covered, total
from kpireport.compute.arithmetic import finite
from kpireport.compute.figures import Track, re_roled
from kpireport.compute.goals import Base, GoalTarget, Trajectory
from kpireport.compute.months import FiscalMonths, month_at
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.kpi import Aggregation, Direction, Kpi
from kpireport.model.reason import Reason, SourceCell

_YEAR = 12


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
