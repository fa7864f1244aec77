"""The JSON output against an expectation written by hand, its sentences and its bytes."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpireport.model.book import Language, Source
from kpireport.model.measure import Measure
from kpireport.model.review import CheckIn
from kpireport.model.status import Status
from kpireport.render.json_management import Sentences
from tests.present.scorecards import sample_scorecard
from tests.render.json_documents import full_result, full_scorecard, rendered
from tests.render.management import reviewed
from tests.render.views import shop

NOTHING_ELSE = {"reason": None, "reason_code": None}


def because_of(code: str) -> dict[str, str]:
    return {"reason": f"because of {code}", "reason_code": code}


def no_comparison() -> dict[str, Any]:
    keys = ("period", "value", "delta", "delta_pct", "favourable_delta")
    return {**dict.fromkeys(keys), **because_of("no_budget")}


# Written by hand from full_result(): what another program may rely on.
EXPECTED_KPI: dict[str, Any] = {
    "id": "RET",
    "name": "Return rate",
    "category": "Operations",
    "unit": "%",
    "direction": "lower",
    "aggregation": "ratio",
    "frequency": "monthly",
    "owner": "Zoé",
    "due": "2026-12-31",
    "headline": True,
    "period": "2026-10",
    "actual": 12.5,
    "target": 10.0,
    "target_low": None,
    "target_high": None,
    "variance": 2.5,
    "variance_pct": None,
    "favourable_variance": -2.5,
    "attainment": 0.75,
    "score": 0.75,
    "status": "off_track",
    "provisional": False,
    **NOTHING_ELSE,
    "ytd": {
        "actual": 11.0,
        "compared_actual": 10.5,
        "target": 10.0,
        "target_low": None,
        "target_high": None,
        "variance": 0.5,
        "variance_pct": None,
        "favourable_variance": -0.5,
        "attainment": 0.95,
        "status": "at_risk",
        "months": 9,
        "expected_months": 10,
        "start": "2026-01",
        "end": "2026-10",
        "target_basis": "actual_mix",
        "provisional": True,
        **NOTHING_ELSE,
    },
    "qtd": {
        "actual": 12.5,
        "compared_actual": 12.5,
        "target": 10.0,
        "target_low": None,
        "target_high": None,
        "variance": 2.5,
        "variance_pct": None,
        "favourable_variance": -2.5,
        "attainment": 0.75,
        "status": "off_track",
        "months": 1,
        "expected_months": 1,
        "start": "2026-10",
        "end": "2026-10",
        "target_basis": None,
        "provisional": False,
        **NOTHING_ELSE,
    },
    "rolling12": {
        "actual": 11.25,
        "compared_actual": None,
        "target": None,
        "target_low": None,
        "target_high": None,
        "variance": None,
        "variance_pct": None,
        "favourable_variance": None,
        "attainment": None,
        "status": None,
        "months": 0,
        "expected_months": 0,
        "start": "2025-11",
        "end": "2026-10",
        "target_basis": None,
        "provisional": False,
        **because_of("twelve_months_needed"),
    },
    "fiscal_year": {
        "actual": None,
        "compared_actual": None,
        "target": 10.0,
        "target_low": None,
        "target_high": None,
        "variance": None,
        "variance_pct": None,
        "favourable_variance": None,
        "attainment": None,
        "status": None,
        "months": 0,
        "expected_months": 12,
        "start": "2026-01",
        "end": "2026-12",
        "target_basis": None,
        "provisional": False,
        **because_of("fiscal_year_not_over"),
    },
    "goal": {
        "start": "2026-01",
        "by": "2026-12",
        "path": "linear",
        "baseline": 12.0,
        "end_target": 9.0,
        "progress": -0.125,
        "pace": -0.5,
        "change": -0.25,
        "change_kind": "share",
        "level": None,
        "elapsed": 0.75,
        "achieved_change": 0.0625,
        "promised_so_far": None,
        "together": False,
        "as_of": "2026-09",
        "started": True,
        "ended": False,
        **NOTHING_ELSE,
    },
    "comparisons": {
        "previous": {
            "period": "2026-09",
            "value": 12.0,
            "delta": 0.5,
            "delta_pct": None,
            "favourable_delta": -0.5,
            **NOTHING_ELSE,
        },
        "year_ago": no_comparison(),
        "ytd_year_ago": no_comparison(),
        "baseline": no_comparison(),
        "budget": no_comparison(),
    },
    "status_change": {
        "from": "at_risk",
        "to": "off_track",
        "steps": [{"cause": "actual", "from": "at_risk", "to": "off_track"}],
        "restated": None,
        "revised": None,
        **NOTHING_ELSE,
    },
    "verdict": "Return rate is 2.5 pts over its target.",
    "process": {
        "basis": "actual",
        "mean": 11.0,
        "lower": 9.0,
        "upper": 13.0,
        "points": 12,
        "provisional": False,
        "variation": "concern_high",
        "assurance": "fail",
        "signals": [{"period": "2026-10", "rule": "run_of_7", "side": "high"}],
        **NOTHING_ELSE,
    },
    "trend": {
        "direction": "worsening",
        "slope_per_month": 0.125,
        "p_value": 0.03125,
        "test": "mann_kendall",
        **NOTHING_ELSE,
    },
    "landing": {
        "forecast": 10.5,
        "forecast_version": "V2",
        "statistical": 11.5,
        "low": 10.75,
        "high": 12.25,
        "method": "seasonal",
        "wape": 0.0625,
        "chance": 0.125,
        "required_run_rate": 5.0,
        "year_end": "2026-12",
        "actual_to_date": 11.0,
        "forecast_months": 2,
        "forecast_reason": None,
        "forecast_reason_code": None,
        "backtests": 6,
        "outlook": "unlikely",
        "target": 10.0,
        "budget": 9.75,
        "prior_year": 12.5,
        "run_rate": {
            "required": 5.0,
            "current": 11.0,
            "months": 2,
            "best": 8.0,
            "best_end": "2025-06",
            "seen": False,
            **NOTHING_ELSE,
        },
        "final": False,
        **NOTHING_ELSE,
    },
    "benchmark": {
        "value": 11.0,
        "statistic": "median",
        "percentile": 0.375,
        "position": "between",
        "gap": 1.5,
        "basis": "rolling12",
        "source": "Institute",
        "as_of": "2025",
        "dated": False,
        "metric": "Return rate",
        "actual": 12.5,
        "gap_pct": None,
        "favourable_gap": -1.5,
        "start": "2025-11",
        "end": "2026-10",
        "industry": "Retail",
        "geography": None,
        "sample_size": None,
        "url": "https://example.org/report",
        "points": [{"share": 0.5, "value": 11.0}, {"share": 0.75, "value": 14.0}],
        "from_catalogue": False,
        **NOTHING_ELSE,
    },
    "history": [
        {
            "period": "2026-10",
            "actual": 12.5,
            "target": 10.0,
            "target_low": None,
            "target_high": None,
            "status": "off_track",
            "prior_year": 13.0,
            "forecast": None,
            "budget": None,
            "cells": [{"role": "actual", "sheet": "Actuals", "cell": "M7"}],
            "provisional": False,
            "goal_target": True,
        }
    ],
    "entity": None,
    "restatements": None,
    "smarter": [
        {"criterion": "specific", "met": True, "advice": None},
        {"criterion": "attainable", "met": None, "advice": None},
        {"criterion": "why", "met": False, "advice": "Write why."},
    ],
    "comments": [{"period": "2026-10", "author": "Zoé", "text": "Late parcels."}],
    "actions": [
        {
            "action": "Change carrier",
            "owner": "Noé",
            "due": None,
            "due_text": "spring",
            "status": "open",
        }
    ],
}


def test_one_kpi_as_written_by_hand() -> None:
    document = json.loads(rendered(full_scorecard()))
    assert document["kpis"] == [EXPECTED_KPI]


def test_everything_around_the_kpis_as_written_by_hand() -> None:
    document = json.loads(rendered(full_scorecard()))
    del document["kpis"]
    counts = {"on_track": 0, "at_risk": 0, "off_track": 1, "no_data": 0, "no_target": 0}
    assert document == {
        "schema": 1,
        "organisation": "Maison",
        "entity": None,
        "period": "2026-10",
        "currency": "EUR",
        "language": "en",
        "source": {"name": "café.xlsx", "sha256": "ab" * 32},
        "run": "0123456789ab",
        "overall": {
            "score": None,
            "status": None,
            "coverage": [1, 1],
            "counts": counts,
            "worst": "RET",
        },
        "categories": [
            {
                "name": "Operations",
                "score": 0.75,
                "status": "off_track",
                "coverage": [1, 1],
                "counts": counts,
                "kpis": ["RET"],
                "capped_by": None,
            }
        ],
        "attention": [
            {
                "kpi": "RET",
                "rules": ["off_track"],
                "causes": ["off_track"],
                "sentence": "is off track",
            },
            {
                "kpi": "OTHER",
                "rules": [],
                "causes": ["missing_data", "goal_behind"],
                "sentence": None,
            },
        ],
        "wins": [],
        "compared_with": None,
        "calendar": [
            {
                "kpi": "RET",
                "cadence": "monthly",
                "cadence_from": "review",
                "next_check_in": "2026-11-30",
                "due": "2026-12-31",
                "due_from": "kpi",
                "other_due": "2027-03-31",
                "other_due_from": "goal",
                "overdue": False,
                **NOTHING_ELSE,
            }
        ],
        "findings": [{"code": "idle_kpis", "sentence": "Nothing drives a goal."}],
        "comments": [{"period": None, "author": None, "text": "About the whole."}],
        "actions": [],
        "problems": [
            {
                "code": "W501",
                "severity": "W",
                "sheet": "Actuals",
                "cell": "D7",
                "message": "W501 found",
                "advice": "mend W501",
            },
            {
                "code": "I401",
                "severity": "I",
                "sheet": None,
                "cell": None,
                "message": "I401 found",
                "advice": "mend I401",
            },
        ],
    }


def test_the_calendar_is_in_time_order_and_ends_with_what_has_no_date() -> None:
    days = {"A": None, "B": date(2026, 12, 1), "C": date(2026, 11, 1)}
    kpis = tuple(
        replace(full_result(), check_in=CheckIn(name, next_check_in=day))
        for name, day in days.items()
    )
    document = json.loads(rendered(replace(full_scorecard(), kpis=kpis)))
    assert [entry["kpi"] for entry in document["calendar"]] == ["C", "B", "A"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sentences_are_those_of_the_report(language: Language) -> None:
    view = reviewed(shop(language))
    said = Sentences.of(view)
    assert said.verdicts["REV"] == next(k.verdict for k in view.kpis if k.id == "REV")
    assert said.attention["CART"] == view.attention[1].sentence
    assert said.wins["NPS"] == view.wins[0].sentence
    assert view.review is not None
    assert said.advice["REV", "why"] == view.review.kpis[10].criteria[7].advice[0]
    assert said.findings == view.review.findings


def test_the_same_scorecard_gives_the_same_bytes() -> None:
    assert rendered(sample_scorecard()) == rendered(sample_scorecard())


def test_text_is_utf_8_as_typed_and_no_number_is_rounded() -> None:
    third = replace(full_result(), measure=Measure(1 / 3, status=Status.NO_TARGET))
    data = rendered(full_scorecard(third))
    assert "café.xlsx".encode() in data
    assert b"0.3333333333333333," in data
    assert data.endswith(b"}\n")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_stops_the_output(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        rendered(full_scorecard(replace(full_result(), score=value)))


def test_a_file_name_that_is_no_text_is_still_utf_8() -> None:
    data = rendered(replace(full_scorecard(), source=Source("caf\udce9.xlsx", "ab" * 32)))
    assert json.loads(data.decode("utf-8"))["source"]["name"] == "caf?.xlsx"
