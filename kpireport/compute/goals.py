"""A goal's way: the target of each of its months, what they start from, and what holds after it.

After its last month a level holds; a seasonal path has none to hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpireport.compute import goal_paths, goal_reasons
from kpireport.compute.figures import Span
from kpireport.model.goal import Goal, GoalPath
from kpireport.model.reason import Reason, SourceCell


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

    The ``goal`` ends with the last of them, as late as it is due. ``in_total`` says whether it is
    a change in percent of a sum. ``targets`` and ``gaps`` have each of the slots between them.
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
    def together(self) -> bool:
        """Whether the promise is about the goal's months together, not about its last one."""
        return self.path is GoalPath.SEASONAL or (self.path is GoalPath.LINEAR and self.in_total)

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
        if self.together and end.base is not None:
            return goal_paths.end_level(self.goal, end.base.value)
        return end.value


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
