"""What the target of each slot is: a level, or a band of which one end may be open.

Targets typed for single months come first, then the dated one that holds there, then that of the
KPI's goal. A ratio without a target of its own has that of its parts: planned numerator over
planned denominator. Where there is nothing else, the level of a goal that has ended holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kpireport.compute import reasons
from kpireport.compute.actuals import Actuals, as_slots
from kpireport.compute.aggregate import Formula, Leaf, Quotient
from kpireport.compute.arithmetic import quotient
from kpireport.compute.figures import NOTHING, Span, Track, re_roled
from kpireport.compute.goal_sight import GoalSight
from kpireport.compute.goals import GoalTarget, Trajectory, as_spans, promised
from kpireport.compute.phasing import Phased, Phaser, Typed
from kpireport.model.book import Book, Observation, Target
from kpireport.model.kpi import Aggregation, Direction, Kpi
from kpireport.model.reason import Reason, SourceCell


@dataclass(frozen=True, slots=True)
class Targets:
    """A KPI's targets by slot: ``level`` for most, ``low`` and ``high`` for a band.

    ``either`` has a figure wherever there is a target of any kind. ``plan`` computes totals from
    the planned parts of a ratio. ``gaps`` say why a slot that could have a target has none;
    ``band_unused`` that a band was typed for a KPI which is no range. ``ways`` are the KPI's goals,
    the earliest first, and ``goals`` the slots whose target follows one of them.
    """

    level: Track = NOTHING
    low: Track = NOTHING
    high: Track = NOTHING
    either: Track = NOTHING
    plan: Formula | None = None
    gaps: Mapping[int, Reason] = field(default_factory=dict)
    band_unused: bool = False
    ways: tuple[Trajectory, ...] = ()
    goals: Mapping[int, GoalTarget] = field(default_factory=dict)

    def cells_at(self, month: int) -> tuple[SourceCell, ...]:
        """The cells of the target of the slot that closes in ``month``."""
        level = self.level.at(month)
        cells = () if level is None else level.cells
        if self.low or self.high:
            for bound in (self.low.at(month), self.high.at(month)):
                cells += () if bound is None else bound.cells
        return cells


class TargetBook:
    """The targets of every KPI of a book, resolved when first asked for.

    ``horizon`` are the first and last month for which dated targets are wanted; ``past`` are the
    actuals with the prior year's, for targets phased by last year's shape and for goals, which
    know nothing later than ``period``.
    """

    def __init__(
        self,
        book: Book,
        actuals: Actuals,
        past: Actuals,
        horizon: tuple[int, int],
        period: int,
    ) -> None:
        self._book = book
        self._actuals = actuals
        self._past = past
        self._horizon = horizon
        self._period = period
        self._found: dict[str, Targets] = {}

    def of(self, kpi: Kpi) -> Targets:
        if kpi.id not in self._found:
            self._found[kpi.id] = self._with_goals(kpi, self._typed(kpi))
        return self._found[kpi.id]

    def _typed(self, kpi: Kpi) -> Targets:
        phaser = Phaser(
            kpi,
            self._actuals.rule(kpi),
            self._actuals.months,
            self._past.track(kpi),
            self._horizon,
        )
        phased = {part: self._phased(kpi, part, phaser) for part in _BOUNDS}
        gaps = {slot: gap for part in phased.values() for slot, gap in part.gaps.items()}
        level, low, high = (phased[part].track for part in _BOUNDS)
        banded = kpi.direction in (Direction.RANGE, Direction.NEUTRAL)
        if banded and (low or high):
            return Targets(level, low, high, _either(level, low, high), None, gaps)
        unused = bool(low or high) and not level
        return Targets(level, either=level, gaps=gaps, band_unused=unused)

    def _with_goals(self, kpi: Kpi, typed: Targets) -> Targets:
        """The typed targets, in slots without one those of the goals, then of planned parts.

        Where a goal sets targets of a ratio, its totals are not those of its planned parts.
        """
        plan = self._plan(kpi)
        planned = {} if plan is None else self._planned(kpi)
        ways = self._ways(kpi)
        if not ways:
            return _with_plan(typed, planned, plan)
        last = max(self._horizon[1], *(way.goal.by.index for way in ways))
        first = min(way.goal.start.index for way in ways)
        said = promised(
            ways, list(self._actuals.months.closings(first, last, kpi.frequency.months))
        )
        taken = typed.either.months() | typed.gaps.keys()
        goals = {slot: target for slot, target in said.own.items() if slot not in taken}
        held = {slot: t for slot, t in said.held.items() if slot not in taken | planned.keys()}
        gaps = {slot: why for slot, why in said.gaps.items() if slot not in taken | planned.keys()}
        goals |= held
        spans = planned | dict(as_spans(goals, kpi.frequency.months))
        made = _with_plan(typed, spans, None if goals else plan)
        return replace(made, gaps=gaps | dict(typed.gaps), ways=ways, goals=goals)

    def _ways(self, kpi: Kpi) -> tuple[Trajectory, ...]:
        if not any(goal.kpi == kpi.id for goal in self._book.goals):
            return ()
        rule, months = self._actuals.rule(kpi), self._actuals.months
        sight = GoalSight(kpi, rule, months, self._past.track(kpi), self._period)
        return sight.trajectories(self._book.goals)

    def _phased(self, kpi: Kpi, part: str, phaser: Phaser) -> Phased:
        monthly = self._book.targets.get(kpi.id, {})
        dated = self._book.dated_targets.get(kpi.id, ())
        if not monthly and not dated:
            return Phased(Track(kpi.frequency.months))
        ranged = kpi.direction is Direction.RANGE
        series = {
            period: observation
            for period, target in monthly.items()
            if (observation := _bound(target, part, ranged)) is not None
        }
        valid = [
            (entry.start.index, _bound(entry.target, part, ranged))
            for entry in sorted(dated, key=lambda entry: entry.start)
        ]
        if not series and not any(observation for _, observation in valid):
            return Phased(Track(kpi.frequency.months))
        return phaser.phase(Typed(series, valid, frozenset(p.index for p in monthly)), part)

    def _plan(self, kpi: Kpi) -> Formula | None:
        """The quotient of the planned parts, where both have targets and say how they add up."""
        if not self._actuals.has_parts(kpi) or self._actuals.in_a_circle(kpi):
            return None
        upper, lower = (self._planned_part(part) for part in self._actuals.parts(kpi))
        return Quotient(upper, lower, kpi.multiplier) if upper and lower else None

    def _planned_part(self, part: Kpi) -> Formula | None:
        targets, rule = self.of(part), self._actuals.rule(part)
        if rule is Aggregation.RATIO:
            return targets.plan
        return Leaf(rule, targets.level) if targets.level else None

    def _planned(self, kpi: Kpi) -> dict[int, Span]:
        """A ratio's targets from its parts' targets in the same slot."""
        step = kpi.frequency.months
        upper, lower = (
            as_slots(
                self.of(part).level,
                self._planned_part(part) or reasons.part_without_rule(part.name),
                step,
                self._actuals.months,
            )
            for part in self._actuals.parts(kpi)
        )
        found: dict[int, Span] = {}
        for month in upper.keys() & lower.keys():
            value = quotient(upper[month].value, lower[month].value, kpi.multiplier)
            if value is not None:
                cells = re_roled((*upper[month].cells, *lower[month].cells), "target")
                found[month] = Span(month - step + 1, month, value, 1, False, cells)
        return found


_BOUNDS = ("target", "low", "high")


def _with_plan(typed: Targets, spans: Mapping[int, Span], plan: Formula | None) -> Targets:
    """The targets with levels in slots that have none of their own."""
    free = {slot: span for slot, span in spans.items() if slot not in typed.either.spans}
    level = Track(typed.level.step, free | dict(typed.level.spans), typed.level.stated)
    either = Track(typed.either.step, free | dict(typed.either.spans), typed.either.stated)
    return replace(typed, level=level, either=either, plan=plan)


def _bound(target: Target, part: str, ranged: bool) -> Observation | None:
    """One figure of a target. A single figure for a range KPI is a band without width."""
    value: float | None
    if ranged and target.low is None and target.high is None:
        value, cell = (None if part == "target" else target.value), target.cell
    elif part == "target":
        value, cell = (None if ranged else target.value), target.cell
    elif part == "low":
        value, cell = target.low, target.cell
    else:
        value, cell = target.high, target.high_cell or target.cell
    return None if value is None else Observation(value, cell)


def _either(level: Track, low: Track, high: Track) -> Track:
    """Where there is a target of any kind. Its values are never used."""
    step = next(track.step for track in (low, high, level) if track)
    return Track(step, {**high.spans, **low.spans, **level.spans})
