"""The parts of the report around the KPIs: cards, categories, problems, the legend of a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kpireport.i18n.messages import Messages
from kpireport.model.problem import CellRef, Problem, Severity
from kpireport.model.scorecard import CategoryResult, Scorecard, StatusCounts
from kpireport.model.status import Status
from kpireport.present.details import anchors
from kpireport.present.figures import score_figure
from kpireport.present.marks import status_counts, status_mark
from kpireport.present.view import CategoryView, KpiView, ProblemView, StatusCount

CARDS_WITHOUT_HEADLINE = 6
_SEVERITY_LABELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}


def cards(scorecard: Scorecard, views: Mapping[str, KpiView]) -> tuple[KpiView, ...]:
    """The headline KPIs; where none is named, the six of most weight, in the workbook's order."""
    named = [r.kpi.id for r in scorecard.kpis if r.kpi.headline]
    if not named:
        by_weight = sorted(scorecard.kpis, key=lambda r: -r.kpi.weight)
        chosen = {r.kpi.id for r in by_weight[:CARDS_WITHOUT_HEADLINE]}
        named = [r.kpi.id for r in scorecard.kpis if r.kpi.id in chosen]
    return tuple(views[kpi_id] for kpi_id in named)


def category_views(
    messages: Messages, scorecard: Scorecard, views: Mapping[str, KpiView], prefix: str = ""
) -> tuple[CategoryView, ...]:
    """The categories in the workbook's order, the KPIs without one last."""
    ordered = sorted(scorecard.categories, key=lambda category: not category.name)
    links = anchors((category.name for category in ordered), f"{prefix}category")
    return tuple(
        _category(messages, scorecard, category, links[category.name], views)
        for category in ordered
    )


def _category(
    messages: Messages,
    scorecard: Scorecard,
    category: CategoryResult,
    anchor: str,
    views: Mapping[str, KpiView],
) -> CategoryView:
    coverage = category.coverage
    return CategoryView(
        anchor=anchor,
        name=category.name or messages.text("label.other_category"),
        score=score_figure(messages, scorecard.settings, category.score),
        status=status_mark(messages, category.status),
        coverage=coverage_text(messages, coverage.counted, coverage.total),
        kpis=tuple(views[kpi_id] for kpi_id in category.kpi_ids),
        note=" ".join(_category_notes(messages, scorecard, category)),
    )


def coverage_text(messages: Messages, counted: int, total: int) -> str:
    """How many KPIs have a score; empty where none could have one."""
    if not total:
        return ""
    return messages.text("section.coverage", counted=counted, total=total)


def _category_notes(
    messages: Messages, scorecard: Scorecard, category: CategoryResult
) -> Iterator[str]:
    """What holds a category back, and which of its KPIs its score is made without."""
    if category.capped_by is not None:
        yield messages.text(
            "section.capped",
            status=status_mark(messages, Status.AT_RISK).label,
            name=scorecard.kpi(category.capped_by).kpi.name,
        )
    left_out = tuple(scorecard.kpi(kpi_id).kpi.name for kpi_id in category.left_out)
    if left_out:
        yield messages.text("section.parent_left_out", count=len(left_out), names=left_out)


def problem_views(messages: Messages, problems: Sequence[Problem]) -> tuple[ProblemView, ...]:
    """The problems in words: errors, then warnings, then hints, each in the order found."""
    severities = list(_SEVERITY_LABELS)
    ordered = sorted(problems, key=lambda problem: severities.index(problem.severity))
    return tuple(_problem(messages, problem) for problem in ordered)


def _problem(messages: Messages, problem: Problem) -> ProblemView:
    words = messages.problem(problem)
    return ProblemView(
        code=problem.code,
        severity=problem.severity.value,
        severity_label=messages.text(f"label.{_SEVERITY_LABELS[problem.severity]}"),
        place=_place(problem),
        message=words.message,
        advice=words.advice,
        title=words.title,
        expected=words.expected,
    )


def _place(problem: Problem) -> str:
    if problem.sheet is not None and problem.cell is not None:
        return str(CellRef(problem.sheet, problem.cell))
    return problem.sheet or problem.cell or ""


def period_note(messages: Messages, scorecard: Scorecard) -> str:
    """``Fiscal year 2025/26; year to date Apr–Oct 2026``."""
    calendar, period = scorecard.settings.fiscal_calendar, scorecard.period
    return messages.text(
        "section.period_note",
        year=calendar.year_label(period),
        span=messages.formats.span(calendar.year_start(period), period, "long"),
    )


def year_label(messages: Messages, scorecard: Scorecard) -> str:
    """``YTD Apr–Oct 2026``."""
    start = scorecard.settings.fiscal_calendar.year_start(scorecard.period)
    span = messages.formats.span(start, scorecard.period)
    return messages.text("measure.year_to_date", span=span)


def year_counts(messages: Messages, scorecard: Scorecard) -> tuple[StatusCount, ...]:
    """How many KPIs have each status in the year to date."""
    return status_counts(messages, year_statuses(scorecard), len(scorecard.kpis))


def year_statuses(scorecard: Scorecard) -> StatusCounts:
    """The statuses of the KPIs' years to date."""
    found = Counter(result.ytd.measure.status for result in scorecard.kpis)
    return StatusCounts(**{status.value: found[status] for status in Status})
