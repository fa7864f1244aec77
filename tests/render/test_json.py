"""The JSON output against its schema, and one KPI against an expectation written by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kpireport import resources
from kpireport.i18n.messages import ProblemText
from kpireport.model.book import Action, Comment, Settings, Source
from kpireport.model.kpi import Aggregation, Direction, Kpi, Unit, UnitKind
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Problem
from kpireport.model.scorecard import (
    CategoryResult,
    Comparison,
    Comparisons,
    Coverage,
    HistoryPoint,
    KpiResult,
    Measure,
    Overall,
    Process,
    Reason,
    Scorecard,
    Signal,
    SourceCell,
    Status,
    StatusChange,
    StatusCounts,
    StatusStep,
    Trend,
    Window,
)
from kpireport.render.json import render_json
from tests.present.scorecards import sample_scorecard

JANUARY, OCTOBER = Period(2026, 1), Period(2026, 10)


def because(reason: Reason) -> str:
    return f"because of {reason.code}"


def in_words(problem: Problem) -> ProblemText:
    return ProblemText("title", f"{problem.code} found", "expected", f"mend {problem.code}")


def rendered(scorecard: Scorecard, verdicts: Mapping[str, str] | None = None) -> bytes:
    return render_json(
        scorecard,
        language="en",
        run="0123456789ab",
        reason_text=because,
        problem_text=in_words,
        verdicts=verdicts or {},
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
            ),
        ),
        comments=(Comment("RET", OCTOBER, "Zoé", "Late parcels.", CellRef("Comments", "A2")),),
        actions=(
            Action(
                "RET", "Change carrier", "Noé", None, "spring", "open", CellRef("Actions", "A2")
            ),
        ),
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
        "start": None,
        "by": None,
        "path": None,
        "baseline": None,
        "end_target": None,
        "progress": None,
        "pace": None,
        **because_of("not_available_yet"),
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
        "forecast": None,
        "forecast_version": None,
        "statistical": None,
        "low": None,
        "high": None,
        "method": None,
        "wape": None,
        "chance": None,
        "required_run_rate": None,
        **because_of("not_available_yet"),
    },
    "benchmark": {
        "value": None,
        "statistic": None,
        "percentile": None,
        "position": None,
        "gap": None,
        "basis": None,
        "source": None,
        "as_of": None,
        "dated": None,
        **because_of("not_available_yet"),
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
        }
    ],
    "entity": None,
    "restatements": None,
    "smarter": None,
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
    verdicts = {"RET": "Return rate is 2.5 pts over its target."}
    document = json.loads(rendered(full_scorecard(), verdicts))
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
