"""By entity the months that a total over entities can be made of: its sides.

A month is on a side where the entity has its actual, its target with it, or the actual of the year
before, each as a figure that can be added to those of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from kpireport.compute.aggregate import covered, leaves, only_last, shifted
from kpireport.compute.consolidate_members import KpiMembers
from kpireport.compute.consolidate_tracks import sums_only
from kpireport.compute.ledger import Line
from kpireport.compute.target_totals import compared_target
from kpireport.model.kpi import GroupRule
from kpireport.model.reason import Reason

Sides = Mapping[str, frozenset[int]]
"""By entity the months in which it has what a figure needs."""


class KpiSides:
    """The sides of one KPI's entities at a period."""

    def __init__(self, members: KpiMembers, period: int) -> None:
        self._members = members
        self._period = period

    def actuals(self, first: int, due: int) -> Sides:
        """The months with an actual."""
        lines = self._members.lines
        return {name: self.actual_months(line, first, due) for name, line in lines.items()}

    def aimed(self, first: int, due: int) -> Sides:
        """The months with an actual and a target."""
        return {
            name: self.actual_months(line, first, due)
            if self._members.takes_out(name)
            else self._compared_months(line, first, due)
            for name, line in self._members.lines.items()
        }

    def of_both_years(self, first: int, actuals: Sides) -> Sides:
        """Of the months with an actual those that have one a year before; who has none is out."""
        return {
            name: months
            for name, line in self._members.lines.items()
            if (months := _months_of_both_years(line, first, actuals[name]))
        }

    def actual_months(self, line: Line, first: int, due: int) -> frozenset[int]:
        if isinstance(line.formula, Reason) or due < first:
            return frozenset()
        return frozenset(covered([line.formula], first, due)) & self._single(line)

    @cached_property
    def ends_alone(self) -> bool:
        """Whether a total is what its last month says."""
        formulas = [line.formula for line in self._members.lines.values()]
        return all(not isinstance(each, Reason) and only_last(each) for each in formulas)

    @cached_property
    def add_up(self) -> bool:
        """Whether the group's months add up, entity by entity."""
        formulas = [line.formula for line in self._members.lines.values()]
        if not all(not isinstance(each, Reason) and sums_only(each) for each in formulas):
            return False
        return all(rule is GroupRule.SUM for rule in self._rules(self._members.kpi_id))

    def _rules(self, kpi_id: str) -> Iterable[GroupRule]:
        adder = self._members.adder
        rule, kpi = adder.rules[kpi_id], adder.kpis[kpi_id]
        if rule is not GroupRule.RATIO:
            yield rule
            return
        for part in (kpi.numerator, kpi.denominator):
            if part is not None and part in adder.rules:
                yield from self._rules(part)

    def _single(self, line: Line) -> frozenset[int]:
        """The months that can be added to those of others: with a figure for each slot."""
        start = self._members.months.year_start(self._period)
        months = frozenset(range(start - 24, self._period + 1))
        if len(self._members.lines) == 1 or isinstance(line.formula, Reason):
            return months
        for leaf in leaves(line.formula):
            spans = (span for span in leaf.track.spans.values() if span.slots == 1)
            months &= frozenset(m for s in spans for m in range(s.first, s.last + 1))
        return months

    def _compared_months(self, line: Line, first: int, due: int) -> frozenset[int]:
        months = self.actual_months(line, first, due)
        if not months or isinstance(line.formula, Reason):
            return frozenset()
        if not only_last(line.formula):
            target = compared_target(line, first, due)
            return months.intersection(target.months) if target.aim else frozenset()
        last = max(months)
        target = compared_target(line, last - line.step + 1, last)
        return months if target.aim else frozenset()


def _months_of_both_years(line: Line, first: int, months: frozenset[int]) -> frozenset[int]:
    if not months or isinstance(line.formula, Reason) or isinstance(line.past_formula, Reason):
        return frozenset()
    last = max(months)
    before = shifted(line.past_formula, 12, first, last)
    common = frozenset(covered([line.formula, before], first, last))
    if only_last(line.formula) and last not in common:
        return frozenset()
    return common


def alike(actuals: Sides, targets: Sides) -> bool:
    """Whether in each month all who have an actual have a target, or nobody has."""
    for month in frozenset[int]().union(*actuals.values()):
        known = {name for name, months in actuals.items() if month in months}
        aimed = {name for name in known if month in targets[name]}
        if aimed and aimed != known:
            return False
    return True


def constant(counted: Sides, sides: Sides) -> dict[str, frozenset[int]]:
    """Those with all the months that any has; where nobody has, the months most of all share."""
    every = frozenset[int]().union(*counted.values())
    longest = max(len(months) for months in counted.values())
    chosen = {name: months for name, months in counted.items() if len(months) == longest}
    common = every.intersection(*chosen.values())
    adding = {name: months for name, months in sides.items() if name not in counted}
    return {name: months & common for name, months in {**chosen, **adding}.items()}
