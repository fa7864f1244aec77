"""A KPI's line over several entities: their figures added up, or the quotient of added parts.

The line is one as a single workbook's, so whatever is computed from a line is computed from it.
Whose figures are in it is decided by its caller, entity by entity and month by month; within a
month a target, a figure of last year, a budget is only there where it is of exactly those entities
whose actual is. A ratio is made of its parts, each added up by its own rule over the entities that
have both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kpireport.compute.aggregate import Formula, Leaf, Quotient
from kpireport.compute.attainment import Thresholds
from kpireport.compute.consolidate_parts import (
    beside,
    both_months,
    both_slots,
    month_by_month,
    months_beside,
    over_known,
    parts_below,
    parts_known,
    planned_quotient,
    quotient_of,
    slot_track,
    strays_of,
    who_has,
    why_not,
)
from kpireport.compute.consolidate_plans import Alike, GroupPlans
from kpireport.compute.consolidate_tracks import Added, Months, Names, added, cut
from kpireport.compute.figures import NOTHING, Track
from kpireport.compute.ledger import Line
from kpireport.compute.months import FiscalMonths
from kpireport.model.kpi import GroupRule, Kpi
from kpireport.model.reason import Reason


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
        alike = Alike(actual, self._counted(allowed), frozenset(own))
        plans = GroupPlans(own, rule, self.months, alike)
        before = {name: line.past for name, line in own.items()}
        past = added(before, rule, some.typed_rule, alike.needed(before, later=12))
        formula: Formula | Reason = Leaf(some.typed_rule, actual.track)
        past_formula: Formula | Reason = Leaf(some.typed_rule, past.track)
        if (why := why_not(own)) is not None:
            formula = past_formula = why
        return GroupLine(
            replace(
                some,
                kpi=plans.definition(self.kpis[kpi_id]),
                thresholds=self.thresholds,
                actual=actual.track,
                formula=formula,
                past=past.track,
                past_formula=past_formula,
                targets=plans.targets(None, whole=whole_targets),
                weights=NOTHING,
                budget=plans.beside(lambda line: line.budget),
                forecast=plans.beside(lambda line: line.forecast),
                strays=strays_of(own),
            ),
            dict(actual.who or {}),
        )

    def is_single(self, kpi_id: str) -> bool:
        """Whether no part of a ratio is a ratio itself."""
        parts = (self.kpis[kpi_id].numerator or "", self.kpis[kpi_id].denominator or "")
        return all(self.rules.get(part) is not GroupRule.RATIO for part in parts)

    def _ratio(
        self, kpi_id: str, own: Mapping[str, Line], allowed: Allowed, *, whole_targets: bool
    ) -> GroupLine:
        """Both parts over the entities and months that have both, and their quotient."""
        kpi = self.kpis[kpi_id]
        some = next(iter(own.values()))
        counted, single = self._counted(own), self.is_single(kpi_id)
        known = {
            name: both_slots(line, allowed[name], single=single, adds_only=name not in counted)
            for name, line in own.items()
        }
        slots = beside(counted, known)
        ids = (kpi.numerator or "", kpi.denominator or "")
        both = months_beside(
            counted, {n: both_months(ln, allowed[n], single=single) for n, ln in own.items()}
        )
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
        alike = Alike(Added(NOTHING, who), self._counted(allowed), frozenset(own))
        plans = GroupPlans(own, GroupRule.RATIO, self.months, alike)
        formula = quotient_of(upper.line.formula, lower.line.formula, kpi.multiplier)
        past_formula = quotient_of(upper.line.past_formula, lower.line.past_formula, kpi.multiplier)
        if isinstance(formula, Reason):
            formula = why_not(own) or formula
        now = [month_by_month(each.line.formula, each.line.actual) for each in (above, below)]
        then = [month_by_month(each.line.past_formula, each.line.past) for each in (above, below)]
        those = {name: own[name] for name in own if name in counted}
        plan = planned_quotient(those, upper.line, lower.line, kpi.multiplier)
        parts = {**upper.every, **lower.every}
        made = replace(
            some,
            kpi=plans.definition(self.kpis[kpi_id]),
            thresholds=self.thresholds,
            actual=slot_track(some.step, Quotient(now[0], now[1], kpi.multiplier), self.months),
            formula=formula,
            past=slot_track(some.step, Quotient(then[0], then[1], kpi.multiplier), self.months),
            past_formula=past_formula,
            targets=plans.targets(plan, whole=whole_targets),
            weights=slot_track(some.step, now[1], self.months),
            budget=plans.beside(lambda line: line.budget),
            forecast=plans.beside(lambda line: line.forecast),
            parts=parts_known(
                those.values(),
                tuple(
                    (each.line.kpi.name, slot_track(some.step, formula, self.months).spans)
                    for each, formula in zip((above, below), now, strict=True)
                ),
            ),
            strays=strays_of(own),
        )
        return GroupLine(made, {month: who[month] for month in made.actual.spans}, parts)

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
