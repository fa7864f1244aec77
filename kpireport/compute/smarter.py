"""Is a KPI any good? Each is read for SMARTER and for the five questions, from the workbook.

Specific, measurable, attainable, relevant, timely, explainable, relative; why, how, who, what,
when. A criterion that isn't met says what is missing and what to write in which column, with an
example that fits the KPI's unit; it is never a bare score. ``docs/review.md`` has every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kpireport.compute.months import FiscalMonths, month_at
from kpireport.compute.reachable import Reach, TargetReading, read_targets
from kpireport.compute.review_calendar import last_day
from kpireport.compute.review_case import Case, Missing
from kpireport.compute.review_findings import drives_a_goal, findings_of, has_target
from kpireport.model.book import Book
from kpireport.model.kpi import Direction
from kpireport.model.period import Period
from kpireport.model.problem import Param
from kpireport.model.review import Criterion, CriterionName, Review
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status


def review_of(results: Sequence[KpiResult], book: Book, period: Period) -> Review:
    """Every published KPI by its ID, and what is to be said of the workbook as a whole."""
    return Review(
        {result.kpi.id: criteria_of(result, book, period) for result in results},
        findings_of([result.kpi for result in results], book),
    )


def criteria_of(result: KpiResult, book: Book, period: Period) -> tuple[Criterion, ...]:
    """The twelve criteria of one KPI in a report at ``period``, in their usual order."""
    case = Case(result, book, period)
    return tuple(case.criterion(name, read) for name, read in _READINGS.items())


# The seven letters -----------------------------------------------------------------------------


def _specific(case: Case) -> list[Missing]:
    """A unit, and what exactly is counted."""
    missing = [] if case.kpi.unit.text else [Missing("unit_missing", "unit")]
    return missing + _what(case)


def _measurable(case: Case) -> list[Missing]:
    """Figures up to the report's period without holes, and a rule for their totals."""
    if case.gathers:
        return []
    result = case.result
    if result.period is None:
        return [Missing("no_figures")]
    missing = []
    if gaps := case.gaps:
        params: dict[str, Param] = {"first": gaps[0], "last": gaps[-1], "count": len(gaps)}
        missing.append(Missing("figures_missing", params=params))
    if case.kpi.aggregation is None and not case.kpi.no_totals:
        missing.append(Missing("aggregation_missing", "aggregation"))
    return missing


def _attainable(case: Case) -> list[Missing]:
    """A target that the KPI's own history neither always beat by far nor never reached."""
    result = case.result
    if case.kpi.direction is Direction.NEUTRAL or case.gathers:
        return case.without_aim()
    if not has_target(case.kpi, case.book):
        return [Missing("target_missing")]
    reading = read_targets(result, case.period)
    if reading.reach is Reach.UNKNOWN:
        if not reading.points:
            return [Missing("no_targets_yet", untold=True)]
        return [Missing("too_few_targets", params={"count": reading.points}, untold=True)]
    if reading.reach is Reach.NEVER_REACHED:
        return [_never_reached(reading)]
    if reading.reach is Reach.TOO_EASY:
        params: dict[str, Param] = {"margin": reading.margin, "move": reading.usual_move}
        if reading.target is None:
            return [Missing("too_easy_varying", params=params)]
        return [Missing("too_easy", params={**params, "best": reading.best})]
    return []


def _never_reached(reading: TargetReading) -> Missing:
    """By the best figure where there is one target, by the smallest gap where they vary."""
    count: dict[str, Param] = {"count": reading.points}
    if reading.best is None:
        return Missing("never_kept", params=count)
    if reading.target is None:
        near: dict[str, Param] = {"gap": reading.gap, "nearest": reading.nearest}
        return Missing("never_reached_varying", params=count | near)
    return Missing(
        "never_reached", params={**count, "best": reading.best, "target": reading.target}
    )


def _relevant(case: Case) -> list[Missing]:
    """A purpose, and a goal that the KPI drives."""
    missing = _why(case)
    if not drives_a_goal(case.kpi, case.book):
        missing.append(Missing("drives_nothing"))
    return missing


def _timely(case: Case) -> list[Missing]:
    """A due date that lies ahead: the KPI's own, or the end of its goal."""
    check_in = case.check_in
    if check_in.due is None and case.kpi.direction is Direction.NEUTRAL:
        return case.without_aim()
    if check_in.due is None:
        months = FiscalMonths.of(case.book.settings.fiscal_calendar)
        year_end = month_at(months.year_end(case.period.index + 1))
        return [Missing("due_missing", "due", {"example": last_day(year_end).isoformat()})]
    if check_in.overdue and check_in.next_check_in is None:  # No other date lies ahead.
        column = "due" if check_in.due_from == "kpi" else ""
        code = "due_passed" if column else "goal_ended"
        return [Missing(code, column, {"day": check_in.due})]
    return []


def _explainable(case: Case) -> list[Missing]:
    """How the figure is meant, where it comes from, and why it is off track where it is."""
    kpi = case.kpi
    missing = []
    if not (kpi.definition or (kpi.numerator and kpi.denominator)):
        missing.append(Missing(case.by_unit("definition_missing"), "definition"))
    if not kpi.source and not case.gathers:
        missing.append(Missing("source_missing", "source"))
    if case.result.measure.status is Status.OFF_TRACK and not case.result.comments:
        params: dict[str, Param] = {"period": case.result.period or case.period}
        missing.append(Missing("comment_missing", params=params))
    return missing


def _relative(case: Case) -> list[Missing]:
    """Something to compare with: a benchmark, or the year before."""
    comparisons = case.result.comparisons
    if comparisons.year_ago.value is not None or comparisons.ytd_year_ago.value is not None:
        return []
    standing = case.result.standing
    if standing is not None and standing.benchmark is not None:
        return []
    if standing is not None and standing.reason is not None:
        named: dict[str, Param] = {"benchmark": case.kpi.benchmark or case.kpi.name}
        unknown = standing.reason.code == "benchmark_unknown"
        code = "benchmark_unknown" if unknown else "benchmark_unusable"
        return [Missing(code, "benchmark", named)]
    return [Missing("comparison_missing", "benchmark")]


# The five questions ----------------------------------------------------------------------------


def _why(case: Case) -> list[Missing]:
    return [] if case.kpi.purpose else [Missing("purpose_missing", "purpose")]


def _how(case: Case) -> list[Missing]:
    """What is done to move it."""
    if case.kpi.method:
        return []
    return case.without_aim() or [Missing("method_missing", "method")]


def _who(case: Case) -> list[Missing]:
    return [] if case.kpi.owner else [Missing("owner_missing", "owner")]


def _what(case: Case) -> list[Missing]:
    if case.kpi.definition:
        return []
    return [Missing(case.by_unit("definition_missing"), "definition")]


def _when(case: Case) -> list[Missing]:
    """A next check-in."""
    check_in = case.check_in
    if check_in.next_check_in is not None or check_in.overdue:
        return []
    return [Missing("review_missing", "review")]


_READINGS: Mapping[CriterionName, Callable[[Case], list[Missing]]] = {
    CriterionName.SPECIFIC: _specific,
    CriterionName.MEASURABLE: _measurable,
    CriterionName.ATTAINABLE: _attainable,
    CriterionName.RELEVANT: _relevant,
    CriterionName.TIMELY: _timely,
    CriterionName.EXPLAINABLE: _explainable,
    CriterionName.RELATIVE: _relative,
    CriterionName.WHY: _why,
    CriterionName.HOW: _how,
    CriterionName.WHO: _who,
    CriterionName.WHAT: _what,
    CriterionName.WHEN: _when,
}
