"""One KPI in the JSON output: its figures, windows, comparisons, process, trend and history."""

from __future__ import annotations

from kpireport.model.behaviour import Process, Trend
from kpireport.model.measure import Comparison, Measure, Window
from kpireport.model.scorecard import HistoryPoint, KpiResult
from kpireport.model.status import StatusChange
from kpireport.render.json_management import (
    Sentences,
    benchmark_json,
    goal_json,
    landing_json,
    smarter_json,
)
from kpireport.render.json_parts import (
    Json,
    ReasonText,
    action_json,
    because,
    comment_json,
    day_json,
    month_json,
)
from kpireport.render.json_restatements import restatements_json


def kpi_json(result: KpiResult, entity: str, text: ReasonText, said: Sentences) -> Json:
    """One KPI as the schema has it."""
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
        "due": day_json(kpi.due),
        "headline": kpi.headline,
        "period": month_json(result.period),
        **_measure(result.measure),
        "score": result.score,
        "status": result.measure.status,
        "provisional": result.provisional,
        **because(result.reason, text),
        "ytd": _window(result.ytd, text),
        "qtd": _window(result.qtd, text),
        "rolling12": _window(result.rolling12, text),
        "fiscal_year": _window(result.fiscal_year, text),
        "goal": goal_json(result.goal, text),
        "comparisons": {
            "previous": _comparison(result.comparisons.previous, text),
            "year_ago": _comparison(result.comparisons.year_ago, text),
            "ytd_year_ago": _comparison(result.comparisons.ytd_year_ago, text),
            "baseline": _comparison(result.comparisons.baseline, text),
            "budget": _comparison(result.comparisons.budget, text),
        },
        "status_change": _status_change(result.status_change, text),
        "verdict": said.verdicts.get(kpi.id),
        "process": _process(result.process, text),
        "trend": _trend(result.trend, text),
        "landing": landing_json(result.landing, text),
        "benchmark": benchmark_json(result.standing, text),
        "history": [_history_point(point) for point in result.history],
        "entity": entity or None,
        "restatements": restatements_json(result.restatements),
        "smarter": smarter_json(result, said),
        "comments": [comment_json(comment) for comment in result.comments],
        "actions": [action_json(action) for action in result.actions],
    }


def _window(window: Window, text: ReasonText) -> Json:
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
        **because(window.reason, text),
    }


def _comparison(comparison: Comparison, text: ReasonText) -> Json:
    return {
        "period": month_json(comparison.period),
        "value": comparison.value,
        "delta": comparison.delta,
        "delta_pct": comparison.delta_pct,
        "favourable_delta": comparison.favourable_delta,
        **because(comparison.reason, text),
    }


def _status_change(change: StatusChange, text: ReasonText) -> Json:
    return {
        "from": change.before,
        "to": change.after,
        "steps": [
            {"cause": step.cause, "from": step.before, "to": step.after} for step in change.steps
        ],
        "restated": change.restated,
        "revised": change.revised,
        **because(change.reason, text),
    }


def _process(process: Process, text: ReasonText) -> Json:
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
        **because(process.reason, text),
    }


def _trend(trend: Trend, text: ReasonText) -> Json:
    return {
        "direction": trend.direction,
        "slope_per_month": trend.slope_per_month,
        "p_value": trend.p_value,
        "test": trend.test,
        **because(trend.reason, text),
    }


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
        "goal_target": point.goal_target,
    }
