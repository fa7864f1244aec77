"""Workbooks that are edits of ``books.SOUND``, and the problems that are found in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.problem import Problem
from tests.workbook.books import MONTHS, SOUND, Rows, Value, read, write

KPI_COLUMNS = ["ID", "Unit", "Direction", "Aggregation", "Tolerance", "Weight"]
TWO_YEARS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
Check = Callable[..., tuple[Problem, ...]]
"""Writes sheets (and edits of cells) over the sound workbook, and reads its problems."""


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Write a workbook and hand back its problems, whose sentences must fill."""

    def found(
        sheets: Mapping[str, Rows], edits: Mapping[str, Value] | None = None
    ) -> tuple[Problem, ...]:
        _, problems = read(write(tmp_path / "book.xlsx", SOUND | dict(sheets), edits=edits))
        for problem in problems:
            assert get_messages("en").problem(problem).message
            assert get_messages("fr").problem(problem).message
        return problems

    return found


def one_kpi(
    *row: Value,
    extra: str = "Weight",
    actuals: tuple[Value, ...] = (50, 60, 55),
    targets: tuple[Value, ...] = (),
) -> dict[str, Rows]:
    """A workbook of the KPI K alone: its definition, actuals and targets from January on."""
    return {
        "KPIs": [[*KPI_COLUMNS[:5], extra], ["K", *row]],
        "Actuals": [["KPI", *MONTHS], ["K", *actuals]],
        "Targets": [["KPI", *MONTHS], ["K", *targets]] if targets else [["KPI", *MONTHS]],
    }


def a_band(low: Value, high: Value) -> Rows:
    return [["KPI", "Bound", *MONTHS], ["K", "low", low], ["K", "high", high]]


RATIO = [
    ["ID", "Unit", "Direction", "Aggregation", "Numerator", "Denominator"],
    ["TURN", "%", "lower", "ratio", "LEFT", "STAFF"],
    ["LEFT", "people", "lower", "sum", None, None],
    ["STAFF", "people", "neutral", "mean", None, None],
]


def ratio(turn: list[Value]) -> dict[str, Rows]:
    """Leavers over headcount: 3/60 = 5 %, 4/64 = 6.25 %, 2/80 = 2.5 %."""
    return {
        "KPIs": RATIO,
        "Actuals": [["KPI", *MONTHS], ["LEFT", 3, 4, 2], ["STAFF", 60, 64, 80], ["TURN", *turn]],
        "Targets": [["KPI", *MONTHS], ["LEFT", 3]],
    }
