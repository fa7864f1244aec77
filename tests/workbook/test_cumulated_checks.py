"""Figures said to be cumulated that don't run up. The steps were counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.problem import Problem
from tests.workbook.books import Rows, Value, places, read, write

MONTHS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
HEAD = ["ID", "Unit", "Direction", "Aggregation", "Actuals input", "Targets input"]


@pytest.fixture
def check(tmp_path: Path):
    """These warnings of a book of one KPI; the sentences of all must fill."""

    def found(
        actuals: tuple[Value, ...],
        targets: tuple[Value, ...] = (),
        inputs: tuple[Value, Value] = ("ytd", None),
        rule: str = "sum",
    ) -> tuple[Problem, ...]:
        sheets: dict[str, Rows] = {
            "KPIs": [HEAD, ["K", "€", "higher", rule, *inputs]],
            "Actuals": [["KPI", *MONTHS[: len(actuals)]], ["K", *actuals]],
        }
        if targets:
            sheets["Targets"] = [["KPI", *MONTHS[: len(targets)]], ["K", *targets]]
        _, problems = read(write(tmp_path / "book.xlsx", sheets))
        for problem in problems:
            for language in ("en", "fr"):
                assert get_messages(language).problem(problem).advice
        return tuple(p for p in problems if p.code in ("W718", "W719"))

    return found


def test_figures_that_fall_within_the_year(check) -> None:
    problems = check((100, 90, 110, 95))
    # January to February is the first of two falls: C2.
    assert places(problems) == [("W718", "Actuals", "C2")]
    params = problems[0].params
    assert (params["high"], params["low"], params["count"]) == (100.0, 90.0, 2)


def test_figures_that_stand_still(check) -> None:
    # The third 200 in a row, April's, is the first too many; May's is another.
    problems = check((100, 200, 200, 200, 200))
    assert places(problems) == [("W718", "Actuals", "E2")]
    assert problems[0].params["count"] == 2


@pytest.mark.parametrize(
    "values",
    [
        (100, 200, 300),
        (100, 200, 200, 300),  # a month of nothing
        (0, 0, 0, 40),  # the season begins in April
        (-100, -200, -300),  # costs as negative figures
        (20, -5, 10, -30),  # a result: months of both signs
        (*range(100, 1300, 100), 90),  # the fiscal year begins anew
    ],
)
def test_figures_that_run_up(check, values: tuple[Value, ...]) -> None:
    assert places(check(values)) == []


@pytest.mark.parametrize(("inputs", "rule"), [(("period", None), "sum"), (("ytd", None), "mean")])
def test_only_cumulated_sums_must_run_up(check, inputs: tuple[Value, Value], rule: str) -> None:
    assert places(check((100, 90, 110, 95), inputs=inputs, rule=rule)) == []


def test_targets_alike(check) -> None:
    problems = check((5, 6, 5), (60, 60, 60), inputs=(None, "ytd"))
    assert places(problems) == [("W719", "Targets", "D2")]
