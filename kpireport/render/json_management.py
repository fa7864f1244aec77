"""What turns figures into management in the JSON output: goals, landing, benchmarks, reviews.

Sentences are handed in: they are the same as in every other output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kpireport.model.goal_progress import GoalProgress
from kpireport.model.highlight import Highlight
from kpireport.model.landing import Landing, RunRate
from kpireport.model.reason import Reason
from kpireport.model.review import CheckIn
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.model.standing import Standing
from kpireport.present.view import HighlightView, ReportView
from kpireport.render.json_parts import Json, ReasonText, because, day_json, month_json

_GOAL = ("start", "by", "path", "baseline", "end_target", "progress", "pace")
_GOAL_MORE = (
    "change",
    "change_kind",
    "level",
    "elapsed",
    "achieved_change",
    "promised_so_far",
    "together",
    "as_of",
)
_BENCHMARK = ("value", "statistic", "percentile", "position", "gap")
_BENCHMARK_MORE = (
    *("basis", "source", "as_of", "dated", "metric", "actual", "gap_pct", "favourable_gap"),
    *("start", "end", "industry", "geography", "sample_size", "url", "points", "from_catalogue"),
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a report says of its KPIs, by their IDs.

    ``attention`` and ``wins`` hold every line, also those the summary has no room for; ``advice``
    what the review wants written, by criterion; ``findings`` what it says of the whole workbook.
    """

    verdicts: Mapping[str, str] = field(default_factory=dict)
    attention: Mapping[str, str] = field(default_factory=dict)
    wins: Mapping[str, str] = field(default_factory=dict)
    advice: Mapping[tuple[str, str], str] = field(default_factory=dict)
    findings: tuple[str, ...] = ()

    @classmethod
    def of(cls, view: ReportView) -> Sentences:
        ids = {kpi.anchor: kpi.id for kpi in view.kpis}
        reviews = view.review.kpis if view.review else ()
        return cls(
            verdicts={kpi.id: kpi.verdict for kpi in view.kpis if kpi.verdict},
            attention=_lines(ids, (*view.attention, *view.attention_rest)),
            wins=_lines(ids, (*view.wins, *view.wins_rest)),
            advice={
                (ids[kpi.anchor], row.code): " ".join(row.advice)
                for kpi in reviews
                for row in kpi.criteria
            },
            findings=view.review.findings if view.review else (),
        )


def _lines(ids: Mapping[str, str], lines: Sequence[HighlightView]) -> dict[str, str]:
    return {ids[line.anchor]: line.sentence for line in lines}


def goal_json(progress: GoalProgress | None, text: ReasonText) -> Json:
    """The goal and how far it has come; every key null where the workbook has none."""
    if progress is None:
        missing = dict.fromkeys((*_GOAL, *_GOAL_MORE))
        return {**missing, "started": None, "ended": None, **because(Reason("no_goal"), text)}
    goal = progress.goal
    return {
        "start": str(goal.start),
        "by": str(goal.by),
        "path": progress.path,
        "baseline": progress.baseline,
        "end_target": progress.end_target,
        "progress": progress.progress,
        "pace": progress.pace,
        "change": goal.change,
        "change_kind": goal.change_kind,
        "level": goal.level,
        "elapsed": progress.elapsed,
        "achieved_change": progress.achieved_change,
        "promised_so_far": progress.promised_so_far,
        "together": progress.together,
        "as_of": month_json(progress.as_of),
        "started": progress.started,
        "ended": progress.ended,
        **because(progress.reason, text),
    }


def landing_json(landing: Landing, text: ReasonText) -> Json:
    """Both landings, what they are held against, and the run-rate still required."""
    nothing = landing.year_end is None and landing.reason is None
    forecast = because(landing.forecast_reason, text)
    return {
        "forecast": landing.forecast,
        "forecast_version": landing.forecast_version or None,
        "statistical": landing.statistical,
        "low": landing.low,
        "high": landing.high,
        "method": landing.method,
        "wape": landing.wape,
        "chance": landing.chance,
        "required_run_rate": landing.run_rate.required,
        "year_end": month_json(landing.year_end),
        "actual_to_date": landing.actual_to_date,
        "forecast_months": landing.forecast_months,
        "forecast_reason": forecast["reason"],
        "forecast_reason_code": forecast["reason_code"],
        "backtests": landing.backtests,
        "outlook": landing.outlook,
        "target": landing.target,
        "budget": landing.budget,
        "prior_year": landing.prior_year,
        "run_rate": _run_rate(landing.run_rate, text),
        "final": landing.final,
        **because(Reason("no_landing") if nothing else landing.reason, text),
    }


def _run_rate(rate: RunRate, text: ReasonText) -> Json:
    return {
        "required": rate.required,
        "current": rate.current,
        "months": rate.months,
        "best": rate.best,
        "best_end": month_json(rate.best_end),
        "seen": rate.seen,
        **because(rate.reason, text),
    }


def benchmark_json(standing: Standing | None, text: ReasonText) -> Json:
    """Where the KPI stands; what the source asks to be said travels with the figure."""
    if standing is None:
        missing = dict.fromkeys((*_BENCHMARK, *_BENCHMARK_MORE))
        return {**missing, **because(Reason("no_benchmark"), text)}
    row = standing.benchmark
    return {
        "value": standing.value,
        "statistic": row.statistic if row else None,
        "percentile": standing.percentile,
        "position": standing.position,
        "gap": standing.gap,
        "basis": standing.basis,
        "source": row.source or None if row else None,
        "as_of": row.as_of or None if row else None,
        "dated": standing.dated,
        "metric": row.metric if row else None,
        "actual": standing.actual,
        "gap_pct": standing.gap_pct,
        "favourable_gap": standing.favourable_gap,
        "start": month_json(standing.start),
        "end": month_json(standing.end),
        "industry": row.industry or None if row else None,
        "geography": row.geography or None if row else None,
        "sample_size": row.sample_size or None if row else None,
        "url": row.url or None if row else None,
        "points": [{"share": point.share, "value": point.value} for point in standing.points],
        "from_catalogue": standing.from_catalogue,
        **because(standing.reason, text),
    }


def highlights_json(highlights: Sequence[Highlight], said: Mapping[str, str]) -> list[Json]:
    """What needs a decision, or became better, the most important first."""
    return [
        {
            "kpi": each.kpi_id,
            "rules": list(each.rules),
            "causes": [cause.code for cause in each.causes],
            "sentence": said.get(each.kpi_id),
        }
        for each in highlights
    ]


def calendar_json(results: Sequence[KpiResult], text: ReasonText) -> list[Json]:
    """When each KPI is looked at next, in time order; those without a date come last."""
    dated = [result.check_in for result in results if result.check_in is not None]
    return [_check_in(each, text) for each in sorted(dated, key=_when)]


def _when(check_in: CheckIn) -> date:
    return check_in.next_check_in or check_in.due or date.max


def _check_in(check_in: CheckIn, text: ReasonText) -> Json:
    return {
        "kpi": check_in.kpi_id,
        "cadence": check_in.cadence,
        "cadence_from": check_in.cadence_from or None,
        "next_check_in": day_json(check_in.next_check_in),
        "due": day_json(check_in.due),
        "due_from": check_in.due_from or None,
        "other_due": day_json(check_in.other_due),
        "other_due_from": check_in.other_from or None,
        "overdue": check_in.overdue,
        **because(check_in.reason, text),
    }


def smarter_json(result: KpiResult, said: Sentences) -> list[Json] | None:
    """The KPI's review by criterion; None where no review was asked for."""
    if not result.smarter:
        return None
    return [
        {
            "criterion": each.criterion,
            "met": each.met,
            "advice": said.advice.get((result.kpi.id, each.criterion.value)) or None,
        }
        for each in result.smarter
    ]


def findings_json(card: Scorecard, said: Sentences) -> list[Json] | None:
    """What a review says of the workbook as a whole; None where none was asked for."""
    if not card.reviewed:
        return None
    sentences = said.findings or (None,) * len(card.findings)
    return [
        {"code": finding.code, "sentence": sentence}
        for finding, sentence in zip(card.findings, sentences, strict=True)
    ]
