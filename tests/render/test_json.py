"""The JSON output against its schema, and one KPI against an expectation written by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kpireport import resources
from kpireport.i18n.messages import ProblemText
from kpireport.model.behaviour import Process, Signal, Trend
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Action, Comment, Language, Settings, Source
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.highlight import AlertRule, Cause, Highlight
from kpireport.model.kpi import Aggregation, Direction, Kpi, Unit, UnitKind
from kpireport.model.landing import Landing, LandingMethod, Outlook, RunRate
from kpireport.model.measure import Comparison, Comparisons, Measure, Window
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Problem
from kpireport.model.reason import Reason, SourceCell
from kpireport.model.review import Cadence, CheckIn, Criterion, CriterionName
from kpireport.model.scorecard import (
    CategoryResult,
    Coverage,
    HistoryPoint,
    KpiResult,
    Overall,
    Scorecard,
    StatusCounts,
)
from kpireport.model.standing import KnownPoint, Position, Standing, StandingBasis
from kpireport.model.status import Status, StatusChange, StatusStep
from kpireport.render.json import render_json
from kpireport.render.json_management import Sentences
from tests.present.scorecards import sample_scorecard
from tests.render.management import reviewed
from tests.render.views import shop

JANUARY, OCTOBER = Period(2026, 1), Period(2026, 10)


SAID = Sentences(
    verdicts={"RET": "Return rate is 2.5 pts over its target."},
    attention={"RET": "is off track"},
    advice={("RET", "why"): "Write why."},
    findings=("Nothing drives a goal.",),
)


def because(reason: Reason) -> str:
    return f"because of {reason.code}"


def in_words(problem: Problem) -> ProblemText:
    return ProblemText("title", f"{problem.code} found", "expected", f"mend {problem.code}")


def rendered(scorecard: Scorecard, sentences: Sentences = SAID) -> bytes:
    return render_json(
        scorecard,
        language="en",
        run="0123456789ab",
        reason_text=because,
        problem_text=in_words,
        sentences=sentences,
    )


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resources.json_schema().read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(loaded)
    return loaded


@pytest.fixture(scope="session")
def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema)


def full_result() -> KpiResult:
    """A lower-is-better percent KPI with every part there is."""
    missed = Measure(12.5, 10.0, None, None, 2.5, None, -2.5, 0.75, Status.OFF_TRACK)
    year = Window(
        start=JANUARY,
        end=OCTOBER,
        actual=11.0,
        measure=Measure(10.5, 10.0, None, None, 0.5, None, -0.5, 0.95, Status.AT_RISK),
        months=9,
        expected_months=10,
        target_basis="actual_mix",
        provisional=True,
    )
    nothing = Comparison(reason=Reason("no_budget"))
    return KpiResult(
        kpi=Kpi(
            id="RET",
            name="Return rate",
            cell=CellRef("KPIs", "A2"),
            category="Operations",
            unit=Unit("%", UnitKind.PERCENT),
            owner="Zoé",
            due=date(2026, 12, 31),
            headline=True,
            direction=Direction.LOWER,
            aggregation=Aggregation.RATIO,
        ),
        period=OCTOBER,
        measure=missed,
        score=0.75,
        provisional=False,
        reason=None,
        ytd=year,
        qtd=Window(OCTOBER, OCTOBER, 12.5, missed, 1, 1),
        rolling12=Window(Period(2025, 11), OCTOBER, 11.25, reason=Reason("twelve_months_needed")),
        fiscal_year=Window(
            JANUARY,
            Period(2026, 12),
            measure=Measure(target=10.0),
            expected_months=12,
            reason=Reason("fiscal_year_not_over"),
        ),
        comparisons=Comparisons(
            previous=Comparison(Period(2026, 9), 12.0, 0.5, None, -0.5),
            year_ago=nothing,
            ytd_year_ago=nothing,
            baseline=nothing,
            budget=nothing,
        ),
        status_change=StatusChange(
            Status.AT_RISK,
            Status.OFF_TRACK,
            (StatusStep("actual", Status.AT_RISK, Status.OFF_TRACK),),
        ),
        process=Process(
            basis="actual",
            mean=11.0,
            lower=9.0,
            upper=13.0,
            points=12,
            provisional=False,
            variation="concern_high",
            assurance="fail",
            signals=(Signal(OCTOBER, "run_of_7", "high"),),
        ),
        trend=Trend("worsening", 0.125, 0.03125, "mann_kendall", 12),
        history=(
            HistoryPoint(
                OCTOBER,
                missed,
                (SourceCell("actual", CellRef("Actuals", "M7")),),
                prior_year=13.0,
                goal_target=True,
            ),
        ),
        goal=GoalProgress(
            goal=Goal(
                "RET",
                CellRef("Goals", "A2"),
                JANUARY,
                Period(2026, 12),
                change=-0.25,
                change_kind=GoalChangeKind.SHARE,
            ),
            path=GoalPath.LINEAR,
            baseline=12.0,
            end_target=9.0,
            progress=-0.125,
            elapsed=0.75,
            pace=-0.5,
            achieved_change=0.0625,
            as_of=Period(2026, 9),
            started=True,
        ),
        landing=Landing(
            year_end=Period(2026, 12),
            actual_to_date=11.0,
            forecast=10.5,
            forecast_version="V2",
            forecast_months=2,
            statistical=11.5,
            low=10.75,
            high=12.25,
            method=LandingMethod.SEASONAL,
            wape=0.0625,
            backtests=6,
            chance=0.125,
            outlook=Outlook.UNLIKELY,
            target=10.0,
            budget=9.75,
            prior_year=12.5,
            run_rate=RunRate(5.0, 11.0, 2, 8.0, Period(2025, 6), False),
        ),
        standing=_standing(),
        check_in=CheckIn(
            "RET",
            Cadence.MONTHLY,
            "review",
            date(2026, 11, 30),
            date(2026, 12, 31),
            "kpi",
            other_due=date(2027, 3, 31),
            other_from="goal",
        ),
        smarter=(
            Criterion(CriterionName.SPECIFIC, True),
            Criterion(CriterionName.ATTAINABLE, None),
            Criterion(CriterionName.WHY, False, (Reason("purpose_missing"),)),
        ),
        comments=(Comment("RET", OCTOBER, "Zoé", "Late parcels.", CellRef("Comments", "A2")),),
        actions=(
            Action(
                "RET", "Change carrier", "Noé", None, "spring", "open", CellRef("Actions", "A2")
            ),
        ),
    )


def _standing() -> Standing:
    """Against a median and an upper quartile of the workbook's own."""
    median = Benchmark(
        metric="Return rate",
        cell=CellRef("Benchmarks", "A2"),
        statistic="median",
        value=11.0,
        unit="%",
        industry="Retail",
        source="Institute",
        as_of="2025",
        url="https://example.org/report",
        quantile=0.5,
    )
    upper = replace(median, statistic="upper quartile", value=14.0, quantile=0.75)
    return Standing(
        benchmark=median,
        actual=12.5,
        value=11.0,
        points=(KnownPoint(0.5, 11.0, median), KnownPoint(0.75, 14.0, upper)),
        percentile=0.375,
        position=Position.BETWEEN,
        gap=1.5,
        favourable_gap=-1.5,
        basis=StandingBasis.ROLLING_12,
        start=Period(2025, 11),
        end=OCTOBER,
    )


def full_scorecard(result: KpiResult | None = None) -> Scorecard:
    result = result or full_result()
    counts = StatusCounts(off_track=1)
    return Scorecard(
        source=Source("café.xlsx", "ab" * 32),
        settings=Settings(organisation="Maison", currency="EUR"),
        period=OCTOBER,
        fiscal_year=2026,
        overall=Overall(None, None, Coverage(1, 1), counts, "RET"),
        categories=(
            CategoryResult("Operations", 0.75, Status.OFF_TRACK, Coverage(1, 1), counts, ("RET",)),
        ),
        kpis=(result,),
        comments=(
            Comment(None, None, "", "About the whole.", CellRef("Comments", "A3")),
            *result.comments,
        ),
        actions=result.actions,
        problems=(Problem("W501", "Actuals", "D7"), Problem("I401")),
        attention=(
            Highlight(result.kpi.id, (Cause("off_track"),), (AlertRule.OFF_TRACK,)),
            Highlight("OTHER", (Cause("missing_data"), Cause("goal_behind"))),
        ),
        reviewed=bool(result.smarter),
        findings=(Reason("idle_kpis"),) if result.smarter else (),
    )


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


@pytest.mark.parametrize(
    "scorecard", [full_scorecard(), sample_scorecard()], ids=["full", "sample"]
)
def test_the_schema_holds(scorecard: Scorecard, validator: Draft202012Validator) -> None:
    document = json.loads(rendered(scorecard))
    assert [
        f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)
    ] == []


def test_the_keys_come_in_the_order_of_the_schema(schema: dict[str, Any]) -> None:
    document = json.loads(rendered(full_scorecard()))
    assert list(document) == schema["required"]
    assert list(document["kpis"][0]) == schema["$defs"]["kpi"]["required"]


def objects(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all objects within ``value``."""
    if isinstance(value, dict):
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from objects(inner, (*path, key))


def test_the_schema_misses_no_key_and_allows_no_other(validator: Draft202012Validator) -> None:
    """Every object of the document in turn loses each of its keys, and gains one."""
    text = rendered(full_scorecard())
    tried = 0
    for path in objects(json.loads(text)):
        for key in [*_at(json.loads(text), path), None]:
            document = json.loads(text)
            broken = _at(document, path)
            if key is None:
                broken["surprise"] = 1
            else:
                del broken[key]
            assert not validator.is_valid(document), (path, key)
            tried += 1
    assert tried > 200


def _at(document: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
    for key in path:
        document = document[key]
    found: dict[str, Any] = document
    return found


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), 2),
        (("period",), "2026-13"),
        (("currency",), "euro"),
        (("overall", "status"), "green"),
        (("overall", "coverage"), [1]),
        (("kpis", 0, "status"), "On track"),
        (("kpis", 0, "direction"), None),
        (("kpis", 0, "actual"), "12.5"),
        (("kpis", 0, "score"), 1.2),
        (("kpis", 0, "trend", "direction"), "up"),
        (("kpis", 0, "process", "signals", 0, "rule"), "run_of_8"),
        (("problems", 0, "code"), "X501"),
    ],
)
def test_the_schema_refuses_other_values(
    path: tuple[str | int, ...], wrong: Any, validator: Draft202012Validator
) -> None:
    document = json.loads(rendered(full_scorecard()))
    _at(document, path[:-1])[str(path[-1])] = wrong
    assert not validator.is_valid(document)


def test_a_kpi_with_nothing_keeps_every_key(
    schema: dict[str, Any], validator: Draft202012Validator
) -> None:
    empty = Window(JANUARY, OCTOBER, reason=Reason("no_actual"))
    none = Comparison(reason=Reason("no_actual"))
    bare = KpiResult(
        kpi=Kpi("X", "X", CellRef("KPIs", "A2")),
        period=None,
        measure=Measure(),
        score=None,
        provisional=False,
        reason=Reason("no_actual"),
        ytd=empty,
        qtd=empty,
        rolling12=empty,
        fiscal_year=empty,
        comparisons=Comparisons(none, none, none, none, none),
        status_change=StatusChange(None, None, reason=Reason("no_actual")),
        process=Process(reason=Reason("no_actual")),
        trend=Trend(reason=Reason("no_actual")),
    )
    document = json.loads(rendered(full_scorecard(bare)))
    assert validator.is_valid(document)
    kpi = document["kpis"][0]
    assert list(kpi) == schema["$defs"]["kpi"]["required"]
    nulls = {key for key, value in kpi.items() if value is None}
    assert nulls >= {"actual", "target", "status", "period", "unit", "category", "verdict", "due"}
    for key in ("ytd", "goal", "status_change", "process", "trend", "landing", "benchmark"):
        assert kpi[key]["reason"], key
    assert kpi["goal"]["reason_code"] == "no_goal"
    assert kpi["benchmark"]["reason_code"] == "no_benchmark"
    assert kpi["smarter"] is document["findings"] is None


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


def test_the_documentation_names_every_key(schema: dict[str, Any], repository: Any) -> None:
    text = (repository / "docs" / "json.md").read_text(encoding="utf-8")
    keys = set(schema["properties"])
    for definition in schema["$defs"].values():
        keys |= set(definition.get("properties", {}))
    keys |= set(schema["properties"]["overall"]["properties"])
    keys |= set(schema["$defs"]["kpi"]["properties"]["comparisons"]["properties"])
    assert {key for key in keys if f"`{key}`" not in text} == set()
