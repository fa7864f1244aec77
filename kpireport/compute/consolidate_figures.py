"""Each figure of a KPI over those entities that have both of its sides, and who they are.

The month counts who has an actual and, where anybody has one, a target; a comparison who has both
figures. A year or quarter to date of what adds up counts each entity with the months in which it
has both sides; every other window counts those who have all the months that any has, for a mean of
fewer entities in March would be nobody's mean.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cached_property

from kpireport.compute import consolidate_reasons as reasons
from kpireport.compute.aggregate import covered, leaves, only_last, shifted
from kpireport.compute.compare import comparisons_at, ytd_year_ago
from kpireport.compute.consolidate_lines import Adder, Allowed, GroupLine
from kpireport.compute.consolidate_told import (
    Consolidated,
    Sides,
    actual_of,
    alike,
    constant,
    is_aimed,
    said_of,
)
from kpireport.compute.consolidate_tracks import Months, slots_of, sums_only
from kpireport.compute.ledger import Line
from kpireport.compute.target_totals import compared_target, full_target
from kpireport.compute.windows import expected_months, windows_at
from kpireport.model.group import EntityCoverage, GroupFigure
from kpireport.model.kpi import GroupRule
from kpireport.model.scorecard import Comparison, Reason, Window

_WINDOWS = (
    GroupFigure.QTD,
    GroupFigure.YTD,
    GroupFigure.ROLLING12,
    GroupFigure.FISCAL_YEAR,
)
_PAIRS = (
    GroupFigure.PREVIOUS,
    GroupFigure.YEAR_AGO,
    GroupFigure.BASELINE,
    GroupFigure.BUDGET,
)


class KpiFigures:
    """The figures of one KPI at a period, over the members that have it."""

    def __init__(self, adder: Adder, kpi_id: str, period: int) -> None:
        self._adder = adder
        self._id = kpi_id
        self._period = period
        self.lines = {n: m.lines[kpi_id] for n, m in adder.members.items() if kpi_id in m.lines}
        some = next(iter(self.lines.values()))
        self._months = some.months
        self._step = some.step
        self._shown = self._months.last_closing(period, some.step)

    def consolidated(self) -> Consolidated:
        """Every figure of the KPI."""
        main, month = self._main()
        windows = {figure: self._window(figure) for figure in _WINDOWS}
        comparisons = {figure: self._compared(figure, main) for figure in _PAIRS}
        comparisons[GroupFigure.YTD_YEAR_AGO] = self._year_before()
        coverage = {GroupFigure.PERIOD: month}
        for figure, (window, of) in windows.items():
            if of.counted and (window.actual, is_aimed(window)) != (None, False):
                coverage[figure] = of
        for figure, (found, of) in comparisons.items():
            if of.counted and found.value is not None:
                coverage[figure] = of
        shown = self._shown
        everyone = self._known(shown)
        every = self._line(dict.fromkeys(everyone)).line if everyone else main.line
        return Consolidated(
            main,
            {
                f: replace(w, reason=said_of(w.reason, coverage.get(f)))
                for f, (w, _) in windows.items()
            },
            {
                f: replace(c, reason=said_of(c.reason, coverage.get(f)))
                for f, (c, _) in comparisons.items()
            },
            coverage,
            {
                f: actual
                for f, (c, _) in comparisons.items()
                if (actual := actual_of(c)) is not None
            },
            self._line(dict.fromkeys(self._course_names())),
            self._line(dict.fromkeys(self._month_names()), marked=True, whole_targets=True),
            every.actual.value_at(shown),
            self._coverage(everyone, everyone),
            self._missing(main),
            self._why_no_landing(main, windows[GroupFigure.FISCAL_YEAR]),
            frozenset(name for name in self.lines if min(self._slots[name], default=shown) < shown),
        )

    def _compared(self, figure: GroupFigure, main: GroupLine) -> tuple[Comparison, EntityCoverage]:
        """The month's actual against one other figure, of those who have both."""
        names = self._with_both(figure)
        line = self._line(dict.fromkeys(names)).line if names else main.line
        found: Comparison = getattr(comparisons_at(line, self._shown, self._period), figure.value)
        return found, self._coverage(names, self._known(self._shown))

    # The month

    def _line(
        self, allowed: Allowed, *, marked: bool = False, whole_targets: bool = False
    ) -> GroupLine:
        allowed = allowed or dict.fromkeys(self.lines)
        return self._adder.line(self._id, allowed, marked=marked, whole_targets=whole_targets)

    def _main(self) -> tuple[GroupLine, EntityCoverage]:
        names = self._month_names()
        line = self._line(dict.fromkeys(names), marked=True)
        counted = names if line.line.actual.value_at(self._shown) is not None else ()
        return line, self._coverage(counted, self._known(self._shown))

    def _month_names(self) -> tuple[str, ...]:
        """Who has an actual in the month shown and, where one of them has one, a target."""
        return self._comparable(self._known(self._shown), self._has_target) or tuple(self.lines)

    def _comparable(
        self, names: Iterable[str], has_other: Callable[[str], bool]
    ) -> tuple[str, ...]:
        """Those with the other side too, where any that is counted has it; else all of them."""
        names = tuple(names)
        both = tuple(name for name in names if has_other(name))
        return both if any(self._counts(name) for name in both) else names

    def _counts(self, name: str) -> bool:
        return not self._adder.members[name].adds_only

    def _known(self, month: int) -> tuple[str, ...]:
        names = tuple(name for name in self.lines if self._has(name, month))
        alone = self._is_ratio and not any(self._counts(name) for name in names)
        return () if alone else names

    def _has_target(self, name: str) -> bool:
        return self._takes_out(name) or bool(self.lines[name].aim_at(self._shown))

    def _takes_out(self, name: str) -> bool:
        """Whether it only takes out of a ratio's parts, of the actual's and the target's alike."""
        return self._is_ratio and not self._counts(name)

    @cached_property
    def _is_ratio(self) -> bool:
        ratio = self._adder.rules[self._id] is GroupRule.RATIO
        return ratio and any(self._counts(name) for name in self.lines)

    @cached_property
    def _slots(self) -> dict[str, set[int]]:
        """The slots in which each entity has what the group's actual is made of."""
        ratio = self._adder.rules[self._id] is GroupRule.RATIO
        found: dict[str, set[int]] = {}
        for name, line in self.lines.items():
            typed = {month for month, span in line.actual.spans.items() if span.slots == 1}
            made = ratio and not self._takes_out(name)
            if made and not isinstance(line.formula, Reason) and len(self.lines) > 1:
                typed = set(slots_of(line.formula, line.step, line.months))
            found[name] = typed
        return found

    def _has(self, name: str, month: int) -> bool:
        return month in self._slots[name]

    def _with_both(self, figure: GroupFigure) -> tuple[str, ...]:
        """Who has the month's actual and the figure it is compared with."""
        shown = self._shown

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
                    return self._takes_out(name) or line.budget.at(shown) is not None
                case _:
                    return self._takes_out(name) or line.kpi.baseline is not None

        names = tuple(name for name in self.lines if has_both(name))
        return names if any(self._counts(name) for name in names) else ()

    # Windows

    def _window(self, figure: GroupFigure) -> tuple[Window, EntityCoverage]:
        if figure is GroupFigure.FISCAL_YEAR:
            return self._fiscal_year()
        first, due = self._span(figure)
        actuals = self._sides(first, due)
        targets = self._aimed(first, due)
        by_month = figure is not GroupFigure.ROLLING12
        known = {n: months for n, months in actuals.items() if months}
        every = self._allowed(known, by_month=by_month)
        compared = self._with_targets(every, known, targets, by_month=by_month)
        if len(self.lines) == 1:
            compared = every = dict.fromkeys(self.lines)
        window = self._windows(compared)[figure]
        covered_by = self._coverage(compared, known, self._partial(compared))
        if compared == every:
            return window, covered_by
        whole = self._windows(every)[figure]
        window = replace(window, actual=whole.actual, actual_months=whole.actual_months)
        return replace(window, provisional=window.provisional or whole.provisional), covered_by

    def _windows(self, allowed: Allowed) -> dict[GroupFigure, Window]:
        windows = windows_at(self._line(allowed).line, self._period)
        return {figure: getattr(windows, figure.value) for figure in _WINDOWS}

    def _span(self, figure: GroupFigure) -> tuple[int, int]:
        """The first and last month that a window has closed."""
        some = next(iter(self.lines.values()))
        if figure is GroupFigure.ROLLING12:
            return self._shown - 11, self._shown
        starts = {
            GroupFigure.QTD: self._months.quarter_start,
            GroupFigure.YTD: self._months.year_start,
        }
        first = starts[figure](self._period)
        return first, first + expected_months(some, first, self._period) - 1

    def _sides(self, first: int, due: int) -> Sides:
        """By entity the months with an actual."""
        return {n: self._actual_months(line, first, due) for n, line in self.lines.items()}

    def _aimed(self, first: int, due: int) -> Sides:
        """By entity the months with an actual and a target."""
        return {
            name: self._actual_months(line, first, due)
            if self._takes_out(name)
            else self._compared_months(line, first, due)
            for name, line in self.lines.items()
        }

    def _actual_months(self, line: Line, first: int, due: int) -> frozenset[int]:
        if isinstance(line.formula, Reason) or due < first:
            return frozenset()
        return frozenset(covered([line.formula], first, due)) & self._single(line)

    def _single(self, line: Line) -> frozenset[int]:
        """The months that can be added to those of others: with a figure for each slot."""
        months = frozenset(range(self._months.year_start(self._period) - 24, self._period + 1))
        if len(self.lines) == 1 or isinstance(line.formula, Reason):
            return months
        for leaf in leaves(line.formula):
            spans = (span for span in leaf.track.spans.values() if span.slots == 1)
            months &= frozenset(m for s in spans for m in range(s.first, s.last + 1))
        return months

    def _compared_months(self, line: Line, first: int, due: int) -> frozenset[int]:
        months = self._actual_months(line, first, due)
        if not months or isinstance(line.formula, Reason):
            return frozenset()
        if not only_last(line.formula):
            target = compared_target(line, first, due)
            return months.intersection(target.months) if target.aim else frozenset()
        last = max(months)
        target = compared_target(line, last - line.step + 1, last)
        return months if target.aim else frozenset()

    def _allowed(self, sides: Sides, *, by_month: bool) -> dict[str, Months]:
        """Whose months a window is made of."""
        counted = {name: months for name, months in sides.items() if self._counts(name)}
        if not counted:
            return {}
        if self._ends_alone:
            last = max(max(months) for months in counted.values())
            return {name: months for name, months in sides.items() if last in months}
        if by_month and self._adds_up:
            return dict(sides)
        return {name: months for name, months in constant(counted, sides).items() if months}

    @cached_property
    def _ends_alone(self) -> bool:
        formulas = [line.formula for line in self.lines.values()]
        return all(not isinstance(each, Reason) and only_last(each) for each in formulas)

    @cached_property
    def _adds_up(self) -> bool:
        """Whether the group's months add up, entity by entity."""
        formulas = [line.formula for line in self.lines.values()]
        if not all(not isinstance(each, Reason) and sums_only(each) for each in formulas):
            return False
        return all(rule is GroupRule.SUM for rule in self._rules(self._id))

    def _rules(self, kpi_id: str) -> Iterable[GroupRule]:
        rule, kpi = self._adder.rules[kpi_id], self._adder.kpis[kpi_id]
        if rule is not GroupRule.RATIO:
            yield rule
            return
        for part in (kpi.numerator, kpi.denominator):
            if part is not None and part in self._adder.rules:
                yield from self._rules(part)

    def _with_targets(
        self, every: Allowed, actuals: Sides, targets: Sides, *, by_month: bool
    ) -> Allowed:
        """Of a window those who have a target in it, where anybody has one.

        Where each month counts for itself, with the months that have both sides; else those with
        the most targets, whose own comparison leaves out the months without.
        """
        aimed = {name: targets[name] for name in actuals if targets[name]}
        if not any(self._counts(name) for name in aimed):
            return every
        if self._ends_alone or (by_month and self._adds_up):
            allowed = self._allowed(aimed, by_month=by_month)
            return every if allowed.keys() == every.keys() and alike(actuals, targets) else allowed
        inside = {
            name: aimed[name] & (every[name] or frozenset()) for name in aimed if name in every
        }
        counted = {name: months for name, months in inside.items() if self._counts(name)}
        longest = max((len(months) for months in counted.values()), default=0)
        if not longest:
            return every
        return {
            name: every[name]
            for name, months in inside.items()
            if months and (name not in counted or len(months) == longest)
        }

    def _partial(self, allowed: Allowed) -> tuple[str, ...]:
        """Those counted with fewer months than the others."""
        months = {n: m for n, m in allowed.items() if m is not None and self._counts(n)}
        every = frozenset().union(*months.values())
        if self._ends_alone:
            return ()
        return tuple(name for name, own in months.items() if own != every)

    def _fiscal_year(self) -> tuple[Window, EntityCoverage]:
        """The year over those who have all of it: the full target, and at its end the actual."""
        first, last = self._months.year_start(self._period), self._months.year_end(self._period)
        known = {
            name: self._actual_months(line, first, self._period)
            for name, line in self.lines.items()
        }
        over = self._shown >= last
        names = [name for name in self.lines if not over or self._is_whole(known[name], last)]
        names = names or [name for name in self.lines if known[name]]

        def planned(name: str) -> bool:
            if self._takes_out(name):
                return bool(known[name])
            return bool(full_target(self.lines[name], first, last, self._period).aim)

        chosen = self._comparable(names, planned)
        line = self._line(dict.fromkeys(chosen), whole_targets=True).line
        touched = [name for name in self.lines if known[name] or planned(name)]
        counted = [name for name in chosen if name in touched]
        return windows_at(line, self._period).fiscal_year, self._coverage(counted, touched)

    def _is_whole(self, months: frozenset[int], last: int) -> bool:
        return last in months and (self._ends_alone or len(months) == 12)

    def _course_names(self) -> tuple[str, ...]:
        """Whose year is drawn: of those with a target in it, where anybody has one."""
        first, due = self._span(GroupFigure.YTD)
        targets, actuals = self._aimed(first, due), self._sides(first, due)
        known = [name for name, months in actuals.items() if months]
        return self._comparable(known, lambda name: bool(targets[name]))

    def _missing(self, main: GroupLine) -> dict[int, tuple[str, ...]]:
        """By month the entities that are counted elsewhere and not in its actual."""
        every = [name for name in self.lines if self._counts(name)]
        return {
            month: without
            for month, names in main.who.items()
            if (without := tuple(name for name in every if name not in names))
        }

    def _why_no_landing(
        self, main: GroupLine, of_year: tuple[Window, EntityCoverage]
    ) -> Reason | None:
        """The year lands where its months and its target are of the same entities."""
        if len(self.lines) == 1:
            return None
        counted = {name for name in self._month_names() if self._counts(name)}
        apart: set[str] = set()
        window, covered_by = of_year
        if is_aimed(window):
            apart = counted ^ {
                name
                for name in self.lines
                if self._counts(name) and name not in covered_by.left_out
            }
        if not self._ends_alone:
            first = self._months.year_start(self._period)
            for month, names in main.who.items():
                if first <= month <= self._shown:
                    apart |= counted - names
        found = tuple(name for name in self.lines if name in apart)
        return reasons.landing_mixes_entities(found) if found else None

    # The year before

    def _year_before(self) -> tuple[Comparison, EntityCoverage]:
        first, due = self._span(GroupFigure.YTD)
        actuals = self._sides(first, due)
        known = [name for name, months in actuals.items() if months]
        both = {
            name: months
            for name, line in self.lines.items()
            if (months := self._months_of_both_years(line, first, actuals[name]))
        }
        allowed = self._allowed(both, by_month=True)
        if not allowed:
            main = self._line(dict.fromkeys(known))
            return ytd_year_ago(main.line, self._period), self._coverage((), known)
        if len(self.lines) == 1:
            allowed = dict.fromkeys(allowed)
        found = ytd_year_ago(self._line(allowed).line, self._period)
        return found, self._coverage(allowed, known, self._partial(allowed))

    def _months_of_both_years(
        self, line: Line, first: int, months: frozenset[int]
    ) -> frozenset[int]:
        if not months or isinstance(line.formula, Reason) or isinstance(line.past_formula, Reason):
            return frozenset()
        last = max(months)
        before = shifted(line.past_formula, 12, first, last)
        common = frozenset(covered([line.formula, before], first, last))
        if only_last(line.formula) and last not in common:
            return frozenset()
        return common

    # Who

    def _coverage(
        self, counted: Collection[str], known: Collection[str], partial: tuple[str, ...] = ()
    ) -> EntityCoverage:
        """``known`` are those with one side at least: Eliminations are named where they have."""
        every = [name for name in self.lines if self._counts(name)]
        left_out = tuple(
            name
            for name in self.lines
            if name not in counted and (self._counts(name) or name in known)
        )
        return EntityCoverage(sum(name in counted for name in every), len(every), left_out, partial)
