"""A KPI's line over several entities: actuals, targets and all else, each over the same ones.

The line is one as a single workbook's, so whatever is computed from a line is computed from it.
Whose figures are in it is decided by its caller, entity by entity and month by month; within a
month a target, a figure of last year, a budget is only there where it is of exactly those entities
whose actual is. A ratio is made of its parts, each added up by its own rule over the entities that
have both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from kpireport.compute.aggregate import Formula, Leaf
from kpireport.compute.arithmetic import same
from kpireport.compute.attainment import Aim, Thresholds
from kpireport.compute.consolidate_parts import (
    TakenOut,
    at_mix,
    beside,
    both_months,
    both_slots,
    from_plan,
    gaps_of,
    months_beside,
    over_known,
    parts_below,
    parts_known,
    planned_quotient,
    quotient_of,
    slot_track,
    strays_of,
    taken_out_at,
    who_has,
    why_not,
)
from kpireport.compute.consolidate_tracks import (
    Added,
    Months,
    Names,
    added,
    cut,
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
from kpireport.model.scorecard import Reason


@dataclass(frozen=True, slots=True)
class Member:
    """One entity: the line of each of its KPIs, its amounts in the group's currency.

    ``adds_only`` holds for Eliminations, which are added but not counted.
    """

    name: str
    lines: Mapping[str, Line]
    adds_only: bool = False


Allowed = Mapping[str, Months]
"""Whose figures a line is made of, and which months of each."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A line over several entities. ``who`` says by closing month whose actuals are in it.

    ``parts`` are the lines of a ratio's parts over the same entities, by KPI.
    """

    line: Line
    who: Mapping[int, Names] = field(default_factory=dict)
    parts: Mapping[str, Line] = field(default_factory=dict)

    @property
    def every(self) -> dict[str, Line]:
        """The line and those of its parts, by KPI."""
        return {self.line.kpi.id: self.line, **self.parts}


@dataclass(frozen=True, slots=True)
class Adder:
    """Adds up the lines of a group's members: ``kpis`` and ``rules`` are the group's own."""

    kpis: Mapping[str, Kpi]
    rules: Mapping[str, GroupRule]
    members: Mapping[str, Member]
    months: FiscalMonths
    thresholds: Thresholds

    def line(
        self,
        kpi_id: str,
        allowed: Allowed,
        *,
        marked: bool = False,
        whole_targets: bool = False,
    ) -> GroupLine:
        """The KPI over the entities ``allowed``.

        With ``marked`` a month in which one of them has no actual is provisional. With
        ``whole_targets`` a target is always that of all of them, whoever has an actual.
        """
        own = self._own(kpi_id, allowed)
        if len(own) == 1:
            return self._alone(kpi_id, own, allowed)
        if self.rules[kpi_id] is GroupRule.RATIO:
            made = self._ratio(kpi_id, own, allowed, whole_targets=whole_targets)
        else:
            made = self._sum(kpi_id, own, allowed, whole_targets=whole_targets)
        if not marked:
            return made
        return replace(made, line=self._with_marks(made, self._counted(allowed)))

    def _own(self, kpi_id: str, allowed: Allowed) -> dict[str, Line]:
        """The lines of those that have the KPI; Eliminations have no part in a mean."""
        own = {n: ln for n in allowed if (ln := self.members[n].lines.get(kpi_id)) is not None}
        if self.rules[kpi_id] is GroupRule.MEAN:
            return {name: own[name] for name in own if name in self._counted(own)} or own
        return own

    def _counted(self, allowed: Iterable[str]) -> Names:
        return frozenset(name for name in allowed if not self.members[name].adds_only)

    def _alone(self, kpi_id: str, own: Mapping[str, Line], allowed: Allowed) -> GroupLine:
        """One entity by itself is what its own workbook says."""
        ((name, line),) = own.items()
        months = allowed[name]
        formula = over_known(line.formula, lambda track: cut(track, months))
        targets = replace(line.targets, ways=(), goals={})
        actual = cut(line.actual, months)
        kpi = replace(self.kpis[kpi_id], baseline=line.kpi.baseline)
        made = replace(
            line, kpi=kpi, thresholds=self.thresholds, actual=actual, formula=formula,
            targets=targets,
        )  # fmt: skip
        lines = self.members[name].lines
        return GroupLine(
            made,
            {month: frozenset({name}) for month in actual.spans},
            dict(parts_below(line, lines)),
        )

    def _sum(
        self, kpi_id: str, own: Mapping[str, Line], allowed: Allowed, *, whole_targets: bool
    ) -> GroupLine:
        """Actuals added up (or their mean), and beside them what the same entities have."""
        rule = self.rules[kpi_id]
        some = next(iter(own.values()))
        actual = added(
            {n: cut(ln.actual, allowed[n]) for n, ln in own.items()}, rule, some.typed_rule
        )
        like = _Alike(actual, self._counted(allowed), frozenset(own))
        targets = self._targets(own, like.all_of if whole_targets else like.at, rule, None)
        before = {name: line.past for name, line in own.items()}
        past = added(before, rule, some.typed_rule, like.needed(before, later=12))
        formula: Formula | Reason = Leaf(some.typed_rule, actual.track)
        past_formula: Formula | Reason = Leaf(some.typed_rule, past.track)
        if (why := why_not(own)) is not None:
            formula = past_formula = why
        return GroupLine(
            replace(
                some,
                kpi=self._kpi(kpi_id, own),
                thresholds=self.thresholds,
                actual=actual.track,
                formula=formula,
                past=past.track,
                past_formula=past_formula,
                targets=targets,
                weights=NOTHING,
                budget=self._plain(own, lambda line: line.budget, like, rule),
                forecast=self._plain(own, lambda line: line.forecast, like, rule),
                strays=strays_of(own),
            ),
            dict(actual.who or {}),
        )

    def _ratio(
        self, kpi_id: str, own: Mapping[str, Line], allowed: Allowed, *, whole_targets: bool
    ) -> GroupLine:
        """Both parts over the entities and months that have both, and their quotient."""
        kpi = self.kpis[kpi_id]
        some = next(iter(own.values()))
        counted = self._counted(own)
        known = {
            name: both_slots(line, allowed[name], adds_only=name not in counted)
            for name, line in own.items()
        }
        slots = beside(counted, known)
        ids = (kpi.numerator or "", kpi.denominator or "")
        both = months_beside(counted, {n: both_months(ln, allowed[n]) for n, ln in own.items()})
        upper, lower = (self.line(part, both, whole_targets=whole_targets) for part in ids)
        # A year of which some months are known is no figure of that year; they count in totals.
        complete = {
            name: frozenset(m for s in found.values() for m in range(s.first, s.last + 1))
            for name, found in slots.items()
        }
        above, below = upper, lower
        if complete != both:
            above, below = (self.line(p, complete, whole_targets=whole_targets) for p in ids)
        who = who_has(slots)
        actual = Added(NOTHING, who)
        like = _Alike(actual, self._counted(allowed), frozenset(own))
        formula = quotient_of(upper.line.formula, lower.line.formula, kpi.multiplier)
        past_formula = quotient_of(upper.line.past_formula, lower.line.past_formula, kpi.multiplier)
        if isinstance(formula, Reason):
            formula = why_not(own) or formula
        slot = quotient_of(above.line.formula, below.line.formula, kpi.multiplier)
        past_slot = quotient_of(above.line.past_formula, below.line.past_formula, kpi.multiplier)
        wanted = like.all_of if whole_targets else like.at
        those = {name: own[name] for name in own if name in counted}
        plan = planned_quotient(those, upper.line, lower.line, kpi.multiplier)
        targets = self._targets(own, wanted, GroupRule.RATIO, plan)
        parts = {**upper.every, **lower.every}
        made = replace(
            some,
            kpi=self._kpi(kpi_id, own),
            thresholds=self.thresholds,
            actual=slot_track(some.step, slot, self.months),
            formula=formula,
            past=slot_track(some.step, past_slot, self.months),
            past_formula=past_formula,
            targets=targets,
            weights=slot_track(some.step, below.line.formula, self.months),
            budget=self._plain(own, lambda line: line.budget, like, GroupRule.RATIO),
            forecast=self._plain(own, lambda line: line.forecast, like, GroupRule.RATIO),
            parts=parts_known(
                those.values(),
                tuple(
                    (
                        each.line.kpi.name,
                        slot_track(some.step, each.line.formula, self.months).spans,
                    )
                    for each in (above, below)
                ),
            ),
            strays=strays_of(own),
        )
        return GroupLine(made, {month: who[month] for month in made.actual.spans}, parts)

    def _kpi(self, kpi_id: str, own: Mapping[str, Line]) -> Kpi:
        """The group's definition with a baseline where every entity has one that adds up."""
        rule, kpi = self.rules[kpi_id], self.kpis[kpi_id]
        if rule is GroupRule.RATIO:
            own = {name: own[name] for name in self._counted(own)}
        typed = [line.kpi.baseline for line in own.values()]
        values = [value for value in typed if value is not None]
        if len(values) < len(typed):
            return replace(kpi, baseline=None)
        if rule is GroupRule.RATIO:
            alike = all(same(values[0], value) for value in values)
            return replace(kpi, baseline=values[0] if alike else None)
        return replace(kpi, baseline=together(rule, values))

    def _targets(
        self,
        own: Mapping[str, Line],
        wanted: _Wanted,
        rule: GroupRule,
        plan: Formula | None,
    ) -> Targets:
        """The targets of the months in which every one of the ``wanted`` has one."""
        some = next(iter(own.values()))
        bounds: list[dict[int, Span]] = [{}, {}, {}]
        whose: dict[int, Names] = {}
        months = {month for line in own.values() for month in line.targets.either.spans}
        planned = slots_of(plan, some.step, self.months) if plan is not None else {}
        for month in sorted(months):
            names = wanted(month, [name for name, line in own.items() if line.aim_at(month)])
            taken = self._taken_out(own, names, month) if rule is GroupRule.RATIO else {}
            aims = {n: own[n].aim_at(month) for n in own if n in names and n not in taken}
            if not all(aims.values()):
                continue
            whose[month] = names
            group = self._aim(own, aims, month, rule, planned.get(month), taken.values())
            cells = tuple(c for name in names for c in own[name].targets.cells_at(month))
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
        own: Mapping[str, Line],
        aims: Mapping[str, Aim],
        month: int,
        rule: GroupRule,
        planned: Span | None,
        taken: Collection[TakenOut | None],
    ) -> Aim:
        """The group's target of a month; of a band that some leave open on one side, none."""
        if planned is not None and from_plan(own, aims, month, self.months):
            return Aim(planned.value)
        found: list[float | None] = []
        for bound in zip(*aims.values(), strict=True):
            values = [value for value in bound if value is not None]
            if not values:
                found.append(None)
            elif len(values) < len(bound):
                return Aim()
            elif rule is GroupRule.RATIO:
                found.append(at_mix(own, dict(zip(aims, values, strict=True)), month, taken))
            else:
                found.append(together(rule, values))
        return Aim(*found)

    def _taken_out(
        self, own: Mapping[str, Line], names: Names, month: int
    ) -> dict[str, TakenOut | None]:
        """What Eliminations take out of a ratio's parts in a month, where they say no target.

        What they take out of the actual they take out of the target too. None where they have
        nothing in that month.
        """
        return {
            name: taken_out_at(own[name], month)
            for name in own
            if name in names and self.members[name].adds_only
            and not (own[name].aim_at(month) and own[name].weights.at(month))
        }  # fmt: skip

    def _plain(
        self,
        own: Mapping[str, Line],
        of: Callable[[Line], Track],
        like: _Alike,
        rule: GroupRule,
    ) -> Track:
        """Budget or forecast, in months where all who have the actual have it."""
        tracks = {name: of(line) for name, line in own.items()}
        some = next(iter(own.values()))
        if rule is not GroupRule.RATIO:
            return added(tracks, rule, some.typed_rule, like.needed(tracks)).track
        if len(tracks) == 1:
            return next(iter(tracks.values()))
        spans: dict[int, Span] = {}
        for month in sorted({month for track in tracks.values() for month in track.spans}):
            names = like.needed(tracks)(month)
            found = {n: s for n, track in tracks.items() if n in names and (s := track.at(month))}
            taken = {
                name: taken_out_at(own[name], month)
                for name in names - found.keys()
                if self.members[name].adds_only
            }
            if found.keys() | taken.keys() != names:
                continue
            values = {name: span.value for name, span in found.items()}
            value = at_mix(own, values, month, taken.values())
            if value is not None:
                cells = tuple(cell for span in found.values() for cell in span.cells)
                spans[month] = Span(month - some.step + 1, month, value, 1, False, cells)
        return Track(some.step, spans) if spans else NOTHING

    def _with_marks(self, made: GroupLine, counted: Names) -> Line:
        """The line with the months provisional that one of the entities has no actual in."""
        marks = {month for month, names in made.who.items() if not counted <= names}
        if not marks:
            return made.line

        def marked(track: Track) -> Track:
            spans = {
                month: span._replace(provisional=True) if month in marks else span
                for month, span in track.spans.items()
            }
            return Track(track.step, spans, track.stated)

        line = made.line
        return replace(line, actual=marked(line.actual), formula=over_known(line.formula, marked))


@dataclass(frozen=True, slots=True)
class _Alike:
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


_Wanted = Callable[[int, Iterable[str]], Names]
