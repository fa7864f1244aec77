"""The JSON output against its schema, and the schema against what it must refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kpireport import resources
from kpireport.model.behaviour import Process, Trend
from kpireport.model.kpi import Kpi
from kpireport.model.measure import Comparison, Comparisons, Measure, Window
from kpireport.model.problem import CellRef
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.model.status import StatusChange
from tests.present.scorecards import sample_scorecard
from tests.render.json_documents import JANUARY, OCTOBER, full_scorecard, rendered


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resources.json_schema().read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(loaded)
    return loaded


@pytest.fixture(scope="session")
def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema)


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


def test_the_documentation_names_every_key(schema: dict[str, Any], repository: Any) -> None:
    text = (repository / "docs" / "json.md").read_text(encoding="utf-8")
    keys = set(schema["properties"])
    for definition in schema["$defs"].values():
        keys |= set(definition.get("properties", {}))
    keys |= set(schema["properties"]["overall"]["properties"])
    keys |= set(schema["$defs"]["kpi"]["properties"]["comparisons"]["properties"])
    assert {key for key in keys if f"`{key}`" not in text} == set()
