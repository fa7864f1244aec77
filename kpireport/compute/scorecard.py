"""From a Book to a Scorecard: the period, then each KPI, then categories and the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpireport.compute.attainment import Judged, Thresholds, judge
from kpireport.compute.benchmark import standing_at
from kpireport.compute.compare import comparisons_at
from kpireport.compute.goal_progress import ended_goal_at, goal_progress_at
from kpireport.compute.highlights import highlights
from kpireport.compute.history import cells_at, history_at
from kpireport.compute.landing import landings
from kpireport.compute.ledger import Ledger, Line
from kpireport.compute.months import month_at
from kpireport.compute.process import processes
from kpireport.compute.reporting_period import choose_period
from kpireport.compute.restatements import with_restatements
from kpireport.compute.review_calendar import check_in_at
from kpireport.compute.roll_up import Rating, roll_up, score_of
from kpireport.compute.score import categories, overall
from kpireport.compute.smarter import review_of
from kpireport.compute.status_change import status_change_at
from kpireport.compute.trend import trends
from kpireport.compute.windows import windows_at
from kpireport.compute.year_course import year_course_at
from kpireport.model.behaviour import Process, Trend
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book, Event
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.model.reason import Reason
from kpireport.model.reported import Reported
from kpireport.model.scorecard import HistoryPoint, KpiResult, Scorecard
from kpireport.model.status import Status, StatusChange


def build_scorecard(
    book: Book,
    period: Period | None = None,
    problems: tuple[Problem, ...] = (),
    *,
    review: bool = False,
    catalogue: Sequence[Benchmark] = (),
    ledger: Ledger | None = None,
    reported: Reported | None = None,
) -> Scorecard:
    """Compute the scorecard of ``book`` at ``period`` (None: the book's own, see the period).

    With ``review`` the KPIs themselves are read too (SMARTER and the five questions).
    ``catalogue`` are the shipped benchmarks, for KPIs whose benchmark isn't in the book's sheet.
    ``ledger`` is the book's, where it is shared among reports at several periods. ``reported`` is
    what earlier reports said (None: no history is kept).

    Raises ``UsageError`` (``period_without_data``) where no KPI has a figure for that month, and
    (``no_actuals``) where the book has none at all and names no closed month.
    """
    ledger = ledger or Ledger(book)
    period = choose_period(book, ledger.actuals, period)
    lines = ledger.lines(period)
    published = [kpi for kpi in book.kpis if kpi.report]
    results = results_of([lines[kpi.id] for kpi in published], period.index, book, reported)
    landed = landings([lines[kpi.id] for kpi in published], lines, book, period.index)
    results = {
        kpi_id: replace(
            result,
            standing=standing_at(lines[kpi_id], result.rolling12, period.index, book, catalogue),
            landing=landing,
        )
        for (kpi_id, result), landing in zip(results.items(), landed, strict=True)
    }
    return finished(book, period, results, lines, problems, review=review, reported=reported)


def finished(
    book: Book,
    period: Period,
    results: Mapping[str, KpiResult],
    lines: Mapping[str, Line],
    problems: tuple[Problem, ...] = (),
    *,
    review: bool = False,
    reported: Reported | None = None,
) -> Scorecard:
    """The scorecard of KPIs that are computed each for itself: ratings, categories, the whole.

    ``results`` are those of the published KPIs of ``book``, ``lines`` the figures they are of.
    """
    thresholds = Thresholds.of(book.settings)
    published = [kpi for kpi in book.kpis if kpi.report]
    ratings = _ratings(results, lines, period.index, thresholds)
    before = ratings
    if any(rating.reason is not None for rating in ratings.values()):
        before = _ratings(results, lines, period.index, thresholds, previous=True)
    kpis = tuple(_rated(results[kpi.id], ratings[kpi.id], before[kpi.id]) for kpi in published)
    findings: tuple[Reason, ...] = ()
    if review:
        reading = review_of(kpis, book, period)
        kpis = tuple(replace(result, smarter=reading.kpis[result.kpi.id]) for result in kpis)
        findings = reading.findings
    attention, wins = highlights(kpis, book.settings, period)
    return Scorecard(
        source=book.source,
        settings=book.settings,
        period=period,
        fiscal_year=book.settings.fiscal_calendar.fiscal_year(period),
        overall=overall(published, ratings, thresholds, scored=book.settings.overall_score),
        categories=categories(published, ratings, thresholds),
        kpis=kpis,
        comments=tuple(
            comment
            for comment in book.comments
            if comment.kpi is None
            or comment.kpi not in results
            or comment in results[comment.kpi].comments
        ),
        actions=book.actions,
        problems=problems,
        attention=attention,
        wins=wins,
        reviewed=review,
        findings=findings,
        restatements=None
        if reported is None
        else tuple(each for result in kpis for each in result.restatements or ()),
        compared_with=None if reported is None else reported.compared_with,
    )


def results_of(
    lines: Sequence[Line], period: int, book: Book, reported: Reported | None = None
) -> dict[str, KpiResult]:
    """Every KPI by its own figures; processes and trends are computed for all of them at once."""
    behaviours = processes(lines, book.events, period)
    results = {
        line.kpi.id: _result(line, period, book, process, trend, reported)
        for line, process, trend in zip(lines, behaviours, trends(lines, period), strict=True)
    }
    return results if reported is None else with_restatements(results, lines, reported, period)


def _result(
    line: Line,
    period: int,
    book: Book,
    process: Process,
    trend: Trend,
    reported: Reported | None,
) -> KpiResult:
    """One KPI by its own figures."""
    kpi = line.kpi
    shown = line.months.last_closing(period, line.step)
    judged = _judged_at(line, shown)
    windows = windows_at(line, period)
    span = line.actual.at(shown)
    dated = None if line.latest(shown) is None else month_at(shown)
    history = history_at(line, period)
    return KpiResult(
        kpi=kpi,
        period=dated,
        measure=judged.measure,
        score=score_of(judged.measure, line.thresholds),
        provisional=span is not None and span.provisional,
        reason=judged.reason,
        ytd=windows.ytd,
        qtd=windows.qtd,
        rolling12=windows.rolling12,
        fiscal_year=windows.fiscal_year,
        comparisons=comparisons_at(line, shown, period),
        status_change=status_change_at(line, shown, period, reported),
        process=process,
        trend=trend,
        history=history,
        year_course=year_course_at(line, period),
        comments=tuple(
            comment
            for comment in book.comments
            if comment.kpi == kpi.id and comment.period in (None, month_at(period), dated)
        ),
        actions=tuple(action for action in book.actions if action.kpi == kpi.id),
        cells=cells_at(line, shown),
        check_in=check_in_at(kpi, book, month_at(period)),
        goal=goal_progress_at(line, period),
        ended_goal=ended_goal_at(line, period),
        events=_events_within(book, kpi.id, history),
    )


def _events_within(book: Book, kpi_id: str, history: Sequence[HistoryPoint]) -> tuple[Event, ...]:
    """The events of the KPI, or of all, in the months of its history."""
    if not book.events:
        return ()
    months = {point.period for point in history}
    return tuple(
        event for event in book.events if event.kpi in (None, kpi_id) and event.period in months
    )


def _judged_at(line: Line, month: int) -> Judged:
    """The slot that closes in ``month`` against its target, and what is missing."""
    actual = line.actual.value_at(month)
    judged = judge(line.kpi, line.thresholds, actual, line.aim_at(month), line.kpi.baseline)
    if actual is None:
        return Judged(judged.measure, line.why_no_actual(month))
    if judged.measure.status is Status.NO_TARGET:
        return Judged(judged.measure, line.why_no_target(month))
    return judged


def _ratings(
    results: Mapping[str, KpiResult],
    lines: Mapping[str, Line],
    period: int,
    thresholds: Thresholds,
    *,
    previous: bool = False,
) -> dict[str, Rating]:
    """Every published KPI's rating, now or in the period before the one shown."""
    own: dict[str, Rating] = {}
    figures = set()
    for kpi_id, result in results.items():
        line = lines[kpi_id]
        shown = line.months.last_closing(period - 1 if previous else period, line.step)
        measure = result.measure
        if previous:
            actual, aim = line.actual.value_at(shown), line.aim_at(shown)
            measure = judge(line.kpi, thresholds, actual, aim, line.kpi.baseline).measure
        own[kpi_id] = Rating(score_of(measure, thresholds), measure.status)
        if line.latest(period) is not None:
            figures.add(kpi_id)
    return roll_up([result.kpi for result in results.values()], own, figures, thresholds)


def _rated(result: KpiResult, rating: Rating, before: Rating) -> KpiResult:
    """The KPI with the score and status of its children where they are its own."""
    if rating.reason is None:
        return result
    return replace(
        result,
        measure=replace(result.measure, status=rating.status),
        score=rating.score,
        status_change=StatusChange(
            before.status,
            rating.status,
            (),
            rating.reason,
            result.status_change.restated,
            result.status_change.revised,
        ),
        reason=rating.reason,
    )
