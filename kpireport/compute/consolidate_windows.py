"""A KPI's windows over those entities that have both sides of them, and who they are.

A year or quarter to date of what adds up counts each entity with the months in which it has both
sides; every other window counts those who have all the months that any has, for a mean of fewer
entities in March would be nobody's mean.
"""

from __future__ import annotations

from dataclasses import replace

from kpireport.compute.compare import ytd_year_ago
from kpireport.compute.consolidate_lines import Allowed
from kpireport.compute.consolidate_members import KpiMembers
from kpireport.compute.consolidate_sides import KpiSides, Sides, alike, constant
from kpireport.compute.consolidate_tracks import Months
from kpireport.compute.target_totals import full_target
from kpireport.compute.windows import expected_months, windows_at
from kpireport.model.group import EntityCoverage, GroupFigure
from kpireport.model.measure import Comparison, Window

WINDOWS = (
    GroupFigure.QTD,
    GroupFigure.YTD,
    GroupFigure.ROLLING12,
    GroupFigure.FISCAL_YEAR,
)


class KpiWindows:
    """The totals of one KPI at a period, over the members that have it."""

    def __init__(self, members: KpiMembers, period: int) -> None:
        self._members = members
        self._sides = KpiSides(members, period)
        self._period = period

    @property
    def ends_alone(self) -> bool:
        """Whether a window is what its last month says."""
        return self._sides.ends_alone

    def window(self, figure: GroupFigure) -> tuple[Window, EntityCoverage]:
        """One of the ``WINDOWS``, with who is in it."""
        if figure is GroupFigure.FISCAL_YEAR:
            return self._fiscal_year()
        members = self._members
        first, due = self._span(figure)
        actuals = self._sides.actuals(first, due)
        targets = self._sides.aimed(first, due)
        by_month = figure is not GroupFigure.ROLLING12
        known = {n: months for n, months in actuals.items() if months}
        every = self._allowed(known, by_month=by_month)
        compared = self._with_targets(every, known, targets, by_month=by_month)
        if len(members.lines) == 1:
            compared = every = dict.fromkeys(members.lines)
        window = self._windows(compared)[figure]
        covered_by = members.coverage(compared, known, self._partial(compared))
        if compared == every:
            return window, covered_by
        whole = self._windows(every)[figure]
        window = replace(window, actual=whole.actual, actual_months=whole.actual_months)
        return replace(window, provisional=window.provisional or whole.provisional), covered_by

    def year_before(self) -> tuple[Comparison, EntityCoverage]:
        """The year to date against the same months of the year before, of who has both."""
        members = self._members
        first, due = self._span(GroupFigure.YTD)
        actuals = self._sides.actuals(first, due)
        known = [name for name, months in actuals.items() if months]
        allowed = self._allowed(self._sides.of_both_years(first, actuals), by_month=True)
        if not allowed:
            main = members.line(dict.fromkeys(known))
            return ytd_year_ago(main.line, self._period), members.coverage((), known)
        if len(members.lines) == 1:
            allowed = dict.fromkeys(allowed)
        found = ytd_year_ago(members.line(allowed).line, self._period)
        return found, members.coverage(allowed, known, self._partial(allowed))

    def course_names(self) -> tuple[str, ...]:
        """Whose year is drawn: of those with a target in it, where anybody has one."""
        first, due = self._span(GroupFigure.YTD)
        targets, actuals = self._sides.aimed(first, due), self._sides.actuals(first, due)
        known = [name for name, months in actuals.items() if months]
        return self._members.comparable(known, lambda name: bool(targets[name]))

    def _windows(self, allowed: Allowed) -> dict[GroupFigure, Window]:
        windows = windows_at(self._members.line(allowed).line, self._period)
        return {figure: getattr(windows, figure.value) for figure in WINDOWS}

    def _span(self, figure: GroupFigure) -> tuple[int, int]:
        """The first and last month that a window has closed."""
        members = self._members
        if figure is GroupFigure.ROLLING12:
            return members.shown - 11, members.shown
        starts = {
            GroupFigure.QTD: members.months.quarter_start,
            GroupFigure.YTD: members.months.year_start,
        }
        some = next(iter(members.lines.values()))
        first = starts[figure](self._period)
        return first, first + expected_months(some, first, self._period) - 1

    def _allowed(self, sides: Sides, *, by_month: bool) -> dict[str, Months]:
        """Whose months a window is made of."""
        counted = {name: months for name, months in sides.items() if self._members.counts(name)}
        if not counted:
            return {}
        if self.ends_alone:
            last = max(max(months) for months in counted.values())
            return {name: months for name, months in sides.items() if last in months}
        if by_month and self._sides.add_up:
            return dict(sides)
        return {name: months for name, months in constant(counted, sides).items() if months}

    def _with_targets(
        self, every: Allowed, actuals: Sides, targets: Sides, *, by_month: bool
    ) -> Allowed:
        """Of a window those who have a target in it, where anybody has one.

        Where each month counts for itself, with the months that have both sides; else those with
        the most targets, whose own comparison leaves out the months without.
        """
        counts = self._members.counts
        aimed = {name: targets[name] for name in actuals if targets[name]}
        if not any(counts(name) for name in aimed):
            return every
        if self.ends_alone or (by_month and self._sides.add_up):
            allowed = self._allowed(aimed, by_month=by_month)
            return every if allowed.keys() == every.keys() and alike(actuals, targets) else allowed
        inside = {
            name: aimed[name] & (every[name] or frozenset()) for name in aimed if name in every
        }
        counted = {name: months for name, months in inside.items() if counts(name)}
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
        counts = self._members.counts
        months = {n: m for n, m in allowed.items() if m is not None and counts(n)}
        every = frozenset().union(*months.values())
        if self.ends_alone:
            return ()
        return tuple(name for name, own in months.items() if own != every)

    def _fiscal_year(self) -> tuple[Window, EntityCoverage]:
        """The year over those who have all of it: the full target, and at its end the actual."""
        members = self._members
        first, last = members.months.year_start(self._period), members.months.year_end(self._period)
        known = self._sides.actuals(first, self._period)
        over = members.shown >= last
        names = [name for name in members.lines if not over or self._is_whole(known[name], last)]
        names = names or [name for name in members.lines if known[name]]

        def planned(name: str) -> bool:
            if members.takes_out(name):
                return bool(known[name])
            return bool(full_target(members.lines[name], first, last, self._period).aim)

        chosen = members.comparable(names, planned)
        line = members.line(dict.fromkeys(chosen), whole_targets=True).line
        touched = [name for name in members.lines if known[name] or planned(name)]
        counted = [name for name in chosen if name in touched]
        return windows_at(line, self._period).fiscal_year, members.coverage(counted, touched)

    def _is_whole(self, months: frozenset[int], last: int) -> bool:
        return last in months and (self.ends_alone or len(months) == 12)
