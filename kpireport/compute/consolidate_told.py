"""What the group's figures of a KPI are together, and what is said of those they leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kpireport.compute import consolidate_reasons as reasons
from kpireport.compute.consolidate_lines import GroupLine
from kpireport.model.group import EntityCoverage, GroupFigure
from kpireport.model.measure import Comparison, Window
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A KPI's group figures beside those of its line: windows, comparisons, and their coverage.

    ``missing`` are by month the entities that its line doesn't hold. ``no_landing`` says why the
    year's end isn't tried, ``known_before`` whose actuals there are before the month.
    """

    main: GroupLine
    windows: Mapping[GroupFigure, Window]
    comparisons: Mapping[GroupFigure, Comparison]
    coverage: Mapping[GroupFigure, EntityCoverage]
    compared: Mapping[GroupFigure, float]
    course: GroupLine
    outlook: GroupLine
    every_actual: float | None
    every_coverage: EntityCoverage
    missing: Mapping[int, tuple[str, ...]]
    no_landing: Reason | None
    known_before: frozenset[str]

    def told(self, result: KpiResult) -> KpiResult:
        """The result of the main line with the figures that count other entities."""
        month = self.coverage[GroupFigure.PERIOD]
        of = GroupFigure
        comparisons = replace(
            result.comparisons,
            previous=self.comparisons[of.PREVIOUS],
            year_ago=self.comparisons[of.YEAR_AGO],
            ytd_year_ago=self.comparisons[of.YTD_YEAR_AGO],
            baseline=self.comparisons[of.BASELINE],
            budget=self.comparisons[of.BUDGET],
        )
        return replace(
            result,
            qtd=self.windows[of.QTD],
            ytd=self.windows[of.YTD],
            rolling12=self.windows[of.ROLLING12],
            fiscal_year=self.windows[of.FISCAL_YEAR],
            comparisons=comparisons,
            reason=said_of(result.reason, month if month.counted else None, self._earlier(month)),
            history=tuple(
                replace(point, without=self.missing.get(point.period.index, ()))
                for point in result.history
            ),
        )

    def _earlier(self, month: EntityCoverage) -> Reason | None:
        """That the months before leave out who is missing now, whatever they have of them."""
        names = tuple(name for name in month.left_out if name in self.known_before)
        return reasons.earlier_months_without(names) if names else None


def is_aimed(window: Window) -> bool:
    measure = window.measure
    bounds = (measure.target, measure.target_low, measure.target_high)
    return any(bound is not None for bound in bounds)


def actual_of(found: Comparison) -> float | None:
    """The actual that a comparison is of."""
    if found.value is None or found.delta is None:
        return None
    return found.value + found.delta


def said_of(
    reason: Reason | None, coverage: EntityCoverage | None, *others: Reason | None
) -> Reason | None:
    """What is to be said of a figure, the entities that it leaves out beside all else."""
    found = [reason, *(() if coverage is None else why_partial(coverage)), *others]
    said: Reason | None = None
    for each in reversed([one for one in found if one is not None]):
        said = replace(each, also=said)
    return said


def why_partial(coverage: EntityCoverage) -> Iterator[Reason]:
    """That some entities are not in a figure, or not with every month."""
    if coverage.left_out:
        yield reasons.entities_left_out(coverage)
    if coverage.partial:
        yield reasons.entities_in_part(coverage)
