"""Which entities have what of a KPI in a month: an actual, a target, a figure to compare with.

The month counts who has an actual and, where anybody has one, a target; a comparison who has both
figures. Eliminations are counted nowhere and come along with what they have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from kpireport.compute.consolidate_lines import Adder, Allowed, GroupLine
from kpireport.compute.consolidate_parts import both_slots
from kpireport.model.group import EntityCoverage, GroupFigure
from kpireport.model.kpi import GroupRule


class KpiMembers:
    """The entities that have one KPI, by name (``lines``), at a period.

    ``shown`` is the month whose figure the KPI has there.
    """

    def __init__(self, adder: Adder, kpi_id: str, period: int) -> None:
        self.adder = adder
        self.kpi_id = kpi_id
        self.lines = {n: m.lines[kpi_id] for n, m in adder.members.items() if kpi_id in m.lines}
        some = next(iter(self.lines.values()))
        self.months = some.months
        self.shown = some.months.last_closing(period, some.step)
        self._step = some.step

    def line(
        self, allowed: Allowed, *, marked: bool = False, whole_targets: bool = False
    ) -> GroupLine:
        """The KPI over those ``allowed``; over everybody where that is nobody."""
        allowed = allowed or dict.fromkeys(self.lines)
        return self.adder.line(self.kpi_id, allowed, marked=marked, whole_targets=whole_targets)

    def counts(self, name: str) -> bool:
        return not self.adder.members[name].adds_only

    def takes_out(self, name: str) -> bool:
        """Whether it only takes out of a ratio's parts, of the actual's and the target's alike."""
        return self._is_ratio and not self.counts(name)

    def known(self, month: int) -> tuple[str, ...]:
        """Who has an actual in the month."""
        names = tuple(name for name in self.lines if self._has(name, month))
        alone = self._is_ratio and not any(self.counts(name) for name in names)
        return () if alone else names

    def month_names(self) -> tuple[str, ...]:
        """Who has an actual in the month shown and, where one of them has one, a target."""
        return self.comparable(self.known(self.shown), self._has_target) or tuple(self.lines)

    def known_before(self) -> frozenset[str]:
        """Who has an actual before the month shown."""
        earliest = {name: min(slots, default=self.shown) for name, slots in self._slots.items()}
        return frozenset(name for name, month in earliest.items() if month < self.shown)

    def comparable(self, names: Iterable[str], has_other: Callable[[str], bool]) -> tuple[str, ...]:
        """Those with the other side too, where any that is counted has it; else all of them."""
        names = tuple(names)
        both = tuple(name for name in names if has_other(name))
        return both if any(self.counts(name) for name in both) else names

    def with_both(self, figure: GroupFigure) -> tuple[str, ...]:
        """Who has the month's actual and the figure it is compared with."""
        shown = self.shown

        def has_both(name: str) -> bool:
            line = self.lines[name]
            if not self._has(name, shown):
                return False
            match figure:
                case GroupFigure.PREVIOUS:
                    return self._has(name, shown - self._step)
                case GroupFigure.YEAR_AGO:
                    return line.past.at(shown - 12) is not None
                case GroupFigure.BUDGET:
                    return self.takes_out(name) or line.budget.at(shown) is not None
                case _:
                    return self.takes_out(name) or line.kpi.baseline is not None

        names = tuple(name for name in self.lines if has_both(name))
        return names if any(self.counts(name) for name in names) else ()

    def coverage(
        self, counted: Collection[str], known: Collection[str], partial: tuple[str, ...] = ()
    ) -> EntityCoverage:
        """Who is in a figure and who is left out.

        ``known`` are those with one side at least: Eliminations are named where they have;
        ``partial`` are counted with fewer months than others.
        """
        every = [name for name in self.lines if self.counts(name)]
        left_out = tuple(
            name
            for name in self.lines
            if name not in counted and (self.counts(name) or name in known)
        )
        return EntityCoverage(sum(name in counted for name in every), len(every), left_out, partial)

    def _has_target(self, name: str) -> bool:
        return self.takes_out(name) or bool(self.lines[name].aim_at(self.shown))

    def _has(self, name: str, month: int) -> bool:
        return month in self._slots[name]

    @cached_property
    def _is_ratio(self) -> bool:
        ratio = self.adder.rules[self.kpi_id] is GroupRule.RATIO
        return ratio and any(self.counts(name) for name in self.lines)

    @cached_property
    def _slots(self) -> dict[str, set[int]]:
        """The slots in which each entity has what the group's actual is made of."""
        ratio = self.adder.rules[self.kpi_id] is GroupRule.RATIO
        found: dict[str, set[int]] = {}
        for name, line in self.lines.items():
            typed = {month for month, span in line.actual.spans.items() if span.slots == 1}
            made = ratio and not self.takes_out(name)
            if made and len(self.lines) > 1:
                typed = set(both_slots(line, None, single=self.adder.is_single(self.kpi_id)))
            found[name] = typed
        return found
