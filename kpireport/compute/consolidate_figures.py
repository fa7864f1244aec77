"""Every figure of a KPI over those entities that have both of its sides, put together.

Who is counted in a month and a comparison, ``consolidate_members`` says; who in a window,
``consolidate_windows``.
"""

from __future__ import annotations

from dataclasses import replace

from kpireport.compute import consolidate_reasons as reasons
from kpireport.compute.compare import comparisons_at
from kpireport.compute.consolidate_lines import Adder, GroupLine
from kpireport.compute.consolidate_members import KpiMembers
from kpireport.compute.consolidate_told import Consolidated, actual_of, is_aimed, said_of
from kpireport.compute.consolidate_windows import WINDOWS, KpiWindows
from kpireport.model.group import EntityCoverage, GroupFigure
from kpireport.model.measure import Comparison, Window
from kpireport.model.reason import Reason

_PAIRS = (
    GroupFigure.PREVIOUS,
    GroupFigure.YEAR_AGO,
    GroupFigure.BASELINE,
    GroupFigure.BUDGET,
)


class KpiFigures:
    """The figures of one KPI at a period, over the members that have it."""

    def __init__(self, adder: Adder, kpi_id: str, period: int) -> None:
        self._members = KpiMembers(adder, kpi_id, period)
        self._windows = KpiWindows(self._members, period)
        self._period = period

    def consolidated(self) -> Consolidated:
        """Every figure of the KPI."""
        members = self._members
        main, month = self._main()
        windows = {figure: self._windows.window(figure) for figure in WINDOWS}
        comparisons = {figure: self._compared(figure, main) for figure in _PAIRS}
        comparisons[GroupFigure.YTD_YEAR_AGO] = self._windows.year_before()
        coverage = {GroupFigure.PERIOD: month}
        for figure, (window, of) in windows.items():
            if of.counted and (window.actual, is_aimed(window)) != (None, False):
                coverage[figure] = of
        for figure, (found, of) in comparisons.items():
            if of.counted and found.value is not None:
                coverage[figure] = of
        everyone = members.known(members.shown)
        every = members.line(dict.fromkeys(everyone)).line if everyone else main.line
        month_names = dict.fromkeys(members.month_names())
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
            members.line(dict.fromkeys(self._windows.course_names())),
            members.line(month_names, marked=True, whole_targets=True),
            every.actual.value_at(members.shown),
            members.coverage(everyone, everyone),
            self._missing(main),
            self._why_no_landing(main, windows[GroupFigure.FISCAL_YEAR]),
            members.known_before(),
        )

    def _main(self) -> tuple[GroupLine, EntityCoverage]:
        """The line of the month's figure, with who is in it."""
        members = self._members
        names = members.month_names()
        line = members.line(dict.fromkeys(names), marked=True)
        counted = names if line.line.actual.value_at(members.shown) is not None else ()
        return line, members.coverage(counted, members.known(members.shown))

    def _compared(self, figure: GroupFigure, main: GroupLine) -> tuple[Comparison, EntityCoverage]:
        """The month's actual against one other figure, of those who have both."""
        members = self._members
        names = members.with_both(figure)
        line = members.line(dict.fromkeys(names)).line if names else main.line
        found: Comparison = getattr(comparisons_at(line, members.shown, self._period), figure.value)
        return found, members.coverage(names, members.known(members.shown))

    def _missing(self, main: GroupLine) -> dict[int, tuple[str, ...]]:
        """By month the entities that are counted elsewhere and not in its actual."""
        every = [name for name in self._members.lines if self._members.counts(name)]
        return {
            month: without
            for month, names in main.who.items()
            if (without := tuple(name for name in every if name not in names))
        }

    def _why_no_landing(
        self, main: GroupLine, of_year: tuple[Window, EntityCoverage]
    ) -> Reason | None:
        """The year lands where its months and its target are of the same entities."""
        members = self._members
        if len(members.lines) == 1:
            return None
        counted = {name for name in members.month_names() if members.counts(name)}
        apart: set[str] = set()
        window, covered_by = of_year
        if is_aimed(window):
            apart = counted ^ {
                name
                for name in members.lines
                if members.counts(name) and name not in covered_by.left_out
            }
        if not self._windows.ends_alone:
            first = members.months.year_start(self._period)
            for month, names in main.who.items():
                if first <= month <= members.shown:
                    apart |= counted - names
        found = tuple(name for name in members.lines if name in apart)
        return reasons.landing_mixes_entities(found) if found else None
