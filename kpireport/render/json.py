"""The JSON output: the contract with other programs, in the form of ``scorecard.schema.json``.

Every key is always there; what doesn't exist is null, and the object it belongs to says why under
``reason``. Numbers are unrounded. Sentences are handed in, so that they are the same as in every
other output. ``docs/json.md`` explains each key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kpireport.model.book import Action, Comment
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.model.scorecard import (
    CategoryResult,
    Comparison,
    Coverage,
    HistoryPoint,
    KpiResult,
    Measure,
    Overall,
    Process,
    Reason,
    Scorecard,
    StatusChange,
    Trend,
    Window,
)

if TYPE_CHECKING:
    from kpireport.i18n.messages import ProblemText

SCHEMA_VERSION = 1
_NOT_YET = Reason("not_available_yet")

Json = dict[str, Any]


def render_json(
    scorecard: Scorecard,
    *,
    language: str,
    run: str,
    reason_text: Callable[[Reason], str],
    problem_text: Callable[[Problem], ProblemText],
    verdicts: Mapping[str, str],
) -> bytes:
    """The scorecard as UTF-8 JSON; the same scorecard and words give the same bytes.

    ``verdicts`` holds each KPI's sentence by its ID. Raises ``ValueError`` for a number that is
    not finite, which no scorecard holds.
    """
    content = _Writer(reason_text, problem_text, verdicts).scorecard(scorecard, language, run)
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    return text.encode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Lays the scorecard's objects out as the schema has them, with the sentences it was given."""

    reason_text: Callable[[Reason], str]
    problem_text: Callable[[Problem], ProblemText]
    verdicts: Mapping[str, str]

    def scorecard(self, card: Scorecard, language: str, run: str) -> Json:
        settings = card.settings
        return {
            "schema": SCHEMA_VERSION,
            "organisation": settings.organisation or None,
            "entity": settings.entity or None,
            "period": str(card.period),
            "currency": settings.currency,
            "language": language,
            "source": {"name": card.source.name, "sha256": card.source.sha256},
            "run": run,
            "overall": _overall(card.overall),
            "categories": [_category(category) for category in card.categories],
            "kpis": [self.kpi(result, settings.entity) for result in card.kpis],
            "comments": [_comment(comment) for comment in card.comments if comment.kpi is None],
            "actions": [_action(action) for action in card.actions if action.kpi is None],
            "problems": [self.problem(problem) for problem in card.problems],
        }

    def kpi(self, result: KpiResult, entity: str) -> Json:
        kpi = result.kpi
        return {
            "id": kpi.id,
            "name": kpi.name,
            "category": kpi.category or None,
            "unit": kpi.unit.text or None,
            "direction": kpi.direction.value,
            "aggregation": kpi.aggregation.value if kpi.aggregation else None,
            "frequency": kpi.frequency.value,
            "owner": kpi.owner or None,
            "due": _day(kpi.due),
            "headline": kpi.headline,
            "period": _month(result.period),
            **_measure(result.measure),
            "score": result.score,
            "status": result.measure.status,
            "provisional": result.provisional,
            **self.reason(result.reason),
            "ytd": self.window(result.ytd),
            "qtd": self.window(result.qtd),
            "rolling12": self.window(result.rolling12),
            "fiscal_year": self.window(result.fiscal_year),
            "goal": self.missing(
                "start", "by", "path", "baseline", "end_target", "progress", "pace"
            ),
            "comparisons": {
                "previous": self.comparison(result.comparisons.previous),
                "year_ago": self.comparison(result.comparisons.year_ago),
                "ytd_year_ago": self.comparison(result.comparisons.ytd_year_ago),
                "baseline": self.comparison(result.comparisons.baseline),
                "budget": self.comparison(result.comparisons.budget),
            },
            "status_change": self.status_change(result.status_change),
            "verdict": self.verdicts.get(kpi.id),
            "process": self.process(result.process),
            "trend": self.trend(result.trend),
            "landing": self.missing(
                *("forecast", "forecast_version", "statistical", "low", "high"),
                *("method", "wape", "chance", "required_run_rate"),
            ),
            "benchmark": self.missing(
                *("value", "statistic", "percentile", "position", "gap"),
                *("basis", "source", "as_of", "dated"),
            ),
            "history": [_history_point(point) for point in result.history],
            "entity": entity or None,
            "restatements": None,
            "smarter": None,
            "comments": [_comment(comment) for comment in result.comments],
            "actions": [_action(action) for action in result.actions],
        }

    def window(self, window: Window) -> Json:
        measure = _measure(window.measure)
        del measure["actual"]
        return {
            "actual": window.actual,
            "compared_actual": window.measure.actual,
            **measure,
            "status": window.measure.status,
            "months": window.months,
            "expected_months": window.expected_months,
            "start": str(window.start),
            "end": str(window.end),
            "target_basis": window.target_basis,
            "provisional": window.provisional,
            **self.reason(window.reason),
        }

    def comparison(self, comparison: Comparison) -> Json:
        return {
            "period": _month(comparison.period),
            "value": comparison.value,
            "delta": comparison.delta,
            "delta_pct": comparison.delta_pct,
            "favourable_delta": comparison.favourable_delta,
            **self.reason(comparison.reason),
        }

    def status_change(self, change: StatusChange) -> Json:
        return {
            "from": change.before,
            "to": change.after,
            "steps": [
                {"cause": step.cause, "from": step.before, "to": step.after}
                for step in change.steps
            ],
            **self.reason(change.reason),
        }

    def process(self, process: Process) -> Json:
        return {
            "basis": process.basis,
            "mean": process.mean,
            "lower": process.lower,
            "upper": process.upper,
            "points": process.points,
            "provisional": process.provisional,
            "variation": process.variation,
            "assurance": process.assurance,
            "signals": [
                {"period": str(signal.period), "rule": signal.rule, "side": signal.side}
                for signal in process.signals
            ],
            **self.reason(process.reason),
        }

    def trend(self, trend: Trend) -> Json:
        return {
            "direction": trend.direction,
            "slope_per_month": trend.slope_per_month,
            "p_value": trend.p_value,
            "test": trend.test,
            **self.reason(trend.reason),
        }

    def missing(self, *keys: str) -> Json:
        """An object that this version doesn't fill yet: every key null, and why."""
        return {**dict.fromkeys(keys), **self.reason(_NOT_YET)}

    def problem(self, problem: Problem) -> Json:
        words = self.problem_text(problem)
        return {
            "code": problem.code,
            "severity": problem.severity.value,
            "sheet": problem.sheet,
            "cell": problem.cell,
            "message": words.message,
            "advice": words.advice,
        }

    def reason(self, reason: Reason | None) -> Json:
        if reason is None:
            return {"reason": None, "reason_code": None}
        return {"reason": self.reason_text(reason), "reason_code": reason.code}


def _measure(measure: Measure) -> Json:
    """The numbers of a measure; the status follows elsewhere, as in the spec."""
    return {
        "actual": measure.actual,
        "target": measure.target,
        "target_low": measure.target_low,
        "target_high": measure.target_high,
        "variance": measure.variance,
        "variance_pct": measure.variance_pct,
        "favourable_variance": measure.favourable_variance,
        "attainment": measure.attainment,
    }


def _overall(overall: Overall) -> Json:
    return {
        "score": overall.score,
        "status": overall.status,
        "coverage": _coverage(overall.coverage),
        "counts": asdict(overall.counts),
        "worst": overall.worst,
    }


def _category(category: CategoryResult) -> Json:
    return {
        "name": category.name or None,
        "score": category.score,
        "status": category.status,
        "coverage": _coverage(category.coverage),
        "counts": asdict(category.counts),
        "kpis": list(category.kpi_ids),
        "capped_by": category.capped_by,
    }


def _coverage(coverage: Coverage) -> list[int]:
    return [coverage.counted, coverage.total]


def _history_point(point: HistoryPoint) -> Json:
    return {
        "period": str(point.period),
        "actual": point.measure.actual,
        "target": point.measure.target,
        "target_low": point.measure.target_low,
        "target_high": point.measure.target_high,
        "status": point.measure.status,
        "prior_year": point.prior_year,
        "forecast": point.forecast,
        "budget": point.budget,
        "cells": [
            {"role": cell.role, "sheet": cell.ref.sheet, "cell": cell.ref.cell}
            for cell in point.cells
        ],
        "provisional": point.provisional,
    }


def _comment(comment: Comment) -> Json:
    return {
        "period": _month(comment.period),
        "author": comment.author or None,
        "text": comment.text,
    }


def _action(action: Action) -> Json:
    return {
        "action": action.action,
        "owner": action.owner or None,
        "due": _day(action.due),
        "due_text": action.due_text or None,
        "status": action.status or None,
    }


def _month(period: Period | None) -> str | None:
    return str(period) if period else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
