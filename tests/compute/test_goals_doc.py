"""The worked examples of docs/goals.md come out as the document says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from tests.compute.books import book, every, kpi, month, row
from tests.compute.test_goals import goal

DOCUMENT = Path(__file__).parents[2] / "docs" / "goals.md"
_BLOCK = re.compile(r"^```example\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_GOAL = re.compile(r"(\w+) (\S+) from (\S+) to (\S+) ?(\w*)")


def _number(text: str) -> float | None:
    text = text.strip().replace("−", "-")
    return None if text == "–" else float(text)


def _result(lines: dict[str, str]) -> KpiResult:
    """The KPI of a block. Another has a figure in every month, so that any can be asked for."""
    options = dict(pair.strip().split(maxsplit=1) for pair in lines["KPI"].split(","))
    label = next(name for name in lines if name.startswith("actual"))
    _, start, *step = label.split()
    values = [_number(value) for value in lines[label].split(",")]
    actuals = every(start, int(step[1]) if step else 1, *values)
    found = _GOAL.fullmatch(lines["goal"])
    assert found is not None
    kind, aim, first, last, path = found.groups()
    said: dict[str, Any] = {kind: _number(aim)} | ({"path": path} if path else {})
    rows = [row(kpi(**options), actuals), row(kpi("ALWAYS"), {lines["period"]: 1})]
    goals = (goal(first, last, **said),)
    return build_scorecard(book(*rows, goals=goals), month(lines["period"])).kpi("K")


def _value(result: KpiResult, path: str) -> Any:
    value: Any = result
    for name in path.split("."):
        value = getattr(value, name)
    return value.code if isinstance(value, Reason) else value


def _targets(result: KpiResult) -> list[float]:
    points = (p.measure.target for p in result.history if _of_goal(result, p.period.index))
    return [target for target in points if target is not None]


def _of_goal(result: KpiResult, month: int) -> bool:
    assert result.goal is not None
    return result.goal.goal.start.index <= month <= result.goal.goal.by.index


EXAMPLES = _BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 9


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: block.splitlines()[2])
def test_example(block: str) -> None:
    pairs = [line.split(":", 1) for line in block.splitlines()]
    lines = {name.strip(): text.strip() for name, text in pairs}
    result = _result(lines)
    expected = {n.removeprefix("→ "): text for n, text in lines.items() if n.startswith("→")}
    assert expected
    for path, text in expected.items():
        if path == "targets":
            wanted = [] if text == "–" else [_number(value) for value in text.split(",")]
            assert _targets(result) == pytest.approx(wanted), path
            continue
        value = _value(result, path)
        if text == "–":
            assert value is None, path
        elif isinstance(value, float):
            assert value == pytest.approx(_number(text)), path
        else:
            assert str(value) == text, path
