"""The worked examples of docs/method.md come out as the document says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from tests.compute.books import Row, book, every, kpi, month, row

DOCUMENT = Path(__file__).parents[2] / "docs" / "method.md"
_BLOCK = re.compile(r"^```example\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_NUMBERS = frozenset({"baseline", "multiplier"})


@dataclass
class Example:
    """One block: its KPIs with their figures, the period, and what should come out."""

    line: int
    kpis: list[tuple[str, dict[str, Any], dict[str, dict[str, Any]]]] = field(default_factory=list)
    period: str = ""
    expected: list[tuple[str, str]] = field(default_factory=list)

    def read(self, line: str) -> None:
        words, _, rest = line.partition(":")
        if words.startswith("KPI"):
            self.kpis.append((words.removeprefix("KPI").strip() or "K", _options(rest), {}))
        elif words.startswith("→"):
            self.expected.append((words.removeprefix("→").strip(), rest.strip()))
        elif words == "period":
            self.period = rest.strip()
        else:
            kind, start, *step = words.split()
            values = every(start, int(step[1]) if step else 1, *map(_figure, rest.split(",")))
            self.kpis[-1][2].setdefault(kind, {}).update(values)

    def result(self) -> KpiResult:
        rows: list[Row] = [
            row(kpi(name, **options), figures.get("actual"), targets=figures.get("target", {}))
            for name, options, figures in self.kpis
        ]
        # A KPI that has every month lets a period be asked for in which the first has no figure.
        at = month(self.period)
        rows.append(row(kpi("ALWAYS"), {str(at): 1}))
        return build_scorecard(book(*rows), at).kpi(self.kpis[0][0])


def _options(text: str) -> dict[str, Any]:
    pairs = (pair.split(maxsplit=1) for pair in text.split(","))
    return {name: float(value) if name in _NUMBERS else value.strip() for name, value in pairs}


def _figure(text: str) -> Any:
    text = text.strip().replace("−", "-")
    if text == "–":
        return None
    low, dots, high = text.partition("..")
    return (float(low), float(high)) if dots else float(text)


def _examples() -> list[Example]:
    text = DOCUMENT.read_text(encoding="utf-8")
    found = []
    for block in _BLOCK.finditer(text):
        example = Example(text.count("\n", 0, block.start()) + 1)
        for line in block[1].splitlines():
            example.read(line)
        found.append(example)
    return found


EXAMPLES = _examples()


def _value(result: KpiResult, path: str) -> Any:
    if path == "status":
        return result.measure.status
    if path == "steps":
        steps = result.status_change.steps
        return ", ".join(f"{s.cause} {s.before} {s.after}" for s in steps)
    value: Any = result
    for name in path.split("."):
        value = getattr(value, name)
    return value.code if isinstance(value, Reason) else value


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"line {example.line}")
def test_example(example: Example) -> None:
    result = example.result()
    assert example.expected
    for path, text in example.expected:
        value = _value(result, path)
        if text == "–":
            assert value is None, path
        elif isinstance(value, (int, float)):
            decimals = len(text.partition(".")[2])
            rounding = 0.5 * 10.0**-decimals if decimals > 2 else 1e-9
            assert value == pytest.approx(_figure(text), abs=rounding), path
        else:
            assert str(value) == text, path


def test_there_are_examples_of_every_chapter() -> None:
    """A chapter that lost its example would no longer be held to its word."""
    text = DOCUMENT.read_text(encoding="utf-8")
    chapters = [c for c in re.split(r"^## ", text, flags=re.MULTILINE)[1:] if "```example" in c]
    titles = {chapter.splitlines()[0] for chapter in chapters}
    assert titles >= {
        "The period",
        "Actuals",
        "Targets",
        "Variance",
        "Attainment",
        "Status",
        "Windows",
        "Ratios",
        "Comparisons",
        "Change of status",
    }
    assert len(EXAMPLES) >= 20
