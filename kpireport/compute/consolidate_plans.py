"""What a group planned beside its actuals: targets, budget, forecast and baseline.

Of a month they are those of exactly the entities whose actual it has, so that a figure and what it
is held against are of the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from kpireport.compute.aggregate import Formula
from kpireport.compute.arithmetic import same
from kpireport.compute.attainment import Aim
from kpireport.compute.consolidate_parts import TakenOut, at_mix, from_plan, gaps_of, taken_out_at
from kpireport.compute.consolidate_tracks import (
    Added,
    Names,
    added,
    shared_stretches,
    slots_of,
    stated_together,
    together,
)
from kpireport.compute.figures import NOTHING, Span, Track
from kpireport.compute.ledger import Line
from kpireport.compute.months import FiscalMonths
from kpireport.compute.targets import Targets
from kpireport.model.kpi import GroupRule, Kpi


@dataclass(frozen=True, slots=True)
class Alike:
    """Whose target, budget or last year a month needs: of those whose actual it has.

    In months without an actual that is everybody, Eliminations only where they have one; so it is
    in ``all_of`` the entities, where Eliminations with an actual are needed too. ``counted`` are
    those but Eliminations.
    """

    actual: Added
    counted: Names
    every: Names

    def at(self, month: int, known: Iterable[str]) -> Names:
        return self.actual.names_at(month) or self.all_of(month, known)

    def all_of(self, month: int, known: Iterable[str]) -> Names:
        there = self.actual.names_at(month) or frozenset()
        return self.counted | (self.every & (there | frozenset(known)))

    def needed(self, tracks: Mapping[str, Track], later: int = 0) -> Callable[[int], Names]:
        """Who must have a figure on ``tracks``, which stands for the actual so much later."""

        def names(month: int) -> Names:
            return self.at(month + later, [n for n, t in tracks.items() if month in t.spans])

        return names


@dataclass(frozen=True, slots=True)
class GroupPlans:
    """What the entities' lines (``own``) plan together, by the KPI's group ``rule``."""

    own: Mapping[str, Line]
    rule: GroupRule
    months: FiscalMonths
    alike: Alike

    def definition(self, kpi: Kpi) -> Kpi:
        """The group's definition with a baseline where every entity has one that adds up."""
        rule, own = self.rule, self.own
        if rule is GroupRule.RATIO:
            own = {name: line for name, line in own.items() if name in self.alike.counted}
        typed = [line.kpi.baseline for line in own.values()]
        values = [value for value in typed if value is not None]
        if len(values) < len(typed):
            return replace(kpi, baseline=None)
        if rule is GroupRule.RATIO:
            one = all(same(values[0], value) for value in values)
            return replace(kpi, baseline=values[0] if one else None)
        return replace(kpi, baseline=together(rule, values))

    def targets(self, plan: Formula | None, *, whole: bool) -> Targets:
        """The targets of the months in which every one of those needed has one.

        Those are whose actual the month has; all of the entities with ``whole``.
        """
        own, rule = self.own, self.rule
        wanted = self.alike.all_of if whole else self.alike.at
        some = next(iter(own.values()))
        bounds: list[dict[int, Span]] = [{}, {}, {}]
        whose: dict[int, Names] = {}
        months = {month for line in own.values() for month in line.targets.either.spans}
        planned = slots_of(plan, some.step, self.months) if plan is not None else {}
        for month in sorted(months):
            names = wanted(month, [name for name, line in own.items() if line.aim_at(month)])
            taken = self._taken_out(names, month) if rule is GroupRule.RATIO else {}
            aims = {n: own[n].aim_at(month) for n in own if n in names and n not in taken}
            if not all(aims.values()):
                continue
            whose[month] = names
            group = self._aim(aims, month, planned.get(month), taken.values())
            cells = tuple(
                c for n, line in own.items() if n in names for c in line.targets.cells_at(month)
            )
            for found, value in zip(bounds, group, strict=True):
                if value is not None:
                    first = month - some.step + 1
                    found[month] = Span(first, month, value, 1, False, cells)
        if rule is not GroupRule.RATIO:
            for found, of in zip(bounds, ("level", "low", "high"), strict=True):
                typed = {name: getattr(line.targets, of) for name, line in own.items()}
                found.update(shared_stretches(typed, rule))
        level, low, high = (Track(some.step, found) if found else NOTHING for found in bounds)
        if rule is not GroupRule.RATIO:
            levels = {name: line.targets.level for name, line in own.items()}
            stated = stated_together(levels, rule, some.typed_rule, whose)
            level = Track(some.step, level.spans, stated) if level or stated else level
        either = Track(some.step, {**high.spans, **low.spans, **level.spans}, level.stated)
        gaps = {month: why for month, why in gaps_of(own).items() if month not in either.spans}
        unused = all(line.targets.band_unused for line in own.values())
        return Targets(level, low, high, either, plan, gaps, unused)

    def _aim(
        self,
        aims: Mapping[str, Aim],
        month: int,
        planned: Span | None,
        taken: Collection[TakenOut | None],
    ) -> Aim:
        """The group's target of a month; of a band that some leave open on one side, none."""
        if planned is not None and from_plan(self.own, aims, month, self.months):
            return Aim(planned.value)
        found: list[float | None] = []
        for bound in zip(*aims.values(), strict=True):
            values = [value for value in bound if value is not None]
            if not values:
                found.append(None)
            elif len(values) < len(bound):
                return Aim()
            elif self.rule is GroupRule.RATIO:
                found.append(at_mix(self.own, dict(zip(aims, values, strict=True)), month, taken))
            else:
                found.append(together(self.rule, values))
        return Aim(*found)

    def _taken_out(self, names: Names, month: int) -> dict[str, TakenOut | None]:
        """What Eliminations take out of a ratio's parts in a month, where they say no target.

        What they take out of the actual they take out of the target too. None where they have
        nothing in that month.
        """
        return {
            name: taken_out_at(line, month)
            for name, line in self.own.items()
            if name in names - self.alike.counted
            and not (line.aim_at(month) and line.weights.at(month))
        }

    def beside(self, of: Callable[[Line], Track]) -> Track:
        """Budget or forecast, in months where all who have the actual have it."""
        own, rule, alike = self.own, self.rule, self.alike
        tracks = {name: of(line) for name, line in own.items()}
        some = next(iter(own.values()))
        if rule is not GroupRule.RATIO:
            return added(tracks, rule, some.typed_rule, alike.needed(tracks)).track
        if len(tracks) == 1:
            return next(iter(tracks.values()))
        spans: dict[int, Span] = {}
        for month in sorted({month for track in tracks.values() for month in track.spans}):
            names = alike.needed(tracks)(month)
            found = {n: s for n, track in tracks.items() if n in names and (s := track.at(month))}
            taken = {
                name: taken_out_at(own[name], month)
                for name in names - found.keys() - alike.counted
            }
            if found.keys() | taken.keys() != names:
                continue
            values = {name: span.value for name, span in found.items()}
            value = at_mix(own, values, month, taken.values())
            if value is not None:
                cells = tuple(cell for span in found.values() for cell in span.cells)
                spans[month] = Span(month - some.step + 1, month, value, 1, False, cells)
        return Track(some.step, spans) if spans else NOTHING
