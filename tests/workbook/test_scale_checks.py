"""Percentages a hundredfold apart, all typed as plain numbers. Medians were worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.problem import Problem
from tests.workbook.books import MONTHS, SOUND, Rows, Value, percent, places, read, write


@pytest.fixture
def check(tmp_path: Path):
    """The problems of a book of one percent KPI; their sentences must fill."""

    def found(
        actuals: tuple[Value, ...],
        targets: tuple[Value, ...] = (),
        unit: str = "%",
        more: dict[str, Rows] | None = None,
    ) -> tuple[Problem, ...]:
        sheets: dict[str, Rows] = {
            "KPIs": [
                ["ID", "Unit", "Direction", "Aggregation", "Tolerance"],
                ["K", unit, "higher", "mean", "1 pts"],
            ],
            "Actuals": [["KPI", *MONTHS], ["K", *actuals]],
            "Targets": [["KPI", *MONTHS], ["K", *targets]],
        }
        _, problems = read(write(tmp_path / "book.xlsx", SOUND | sheets | (more or {})))
        for problem in problems:
            for language in ("en", "fr"):
                assert get_messages(language).problem(problem).advice
        return tuple(p for p in problems if p.code[0] in "EW")

    return found


def test_one_fraction_among_percentages_is_named(check) -> None:
    # The median of 12.5, 12.8, 13.1 is 12.8; 0.125 is 12.5 a hundredfold.
    problems = check((12.5, 12.8, 0.125, 13.1))
    assert places(problems) == [("E520", "Actuals", "D2")]
    wanted = {"kpi": "K", "found": 0.125, "expected": 12.8, "count": 1, "cells": ("D2",)}
    assert problems[0].params == wanted


def test_one_fraction_among_targets_is_named(check) -> None:
    problems = check((81, 82, 83), (82, 0.83, 82, 82))
    assert places(problems) == [("E520", "Targets", "C2")]


def test_several_fractions_are_one_problem(check) -> None:
    problems = check((82, 0.81, 82, 0.83, 82))
    assert places(problems) == [("E520", "Actuals", "C2")]
    assert problems[0].params["cells"] == ("C2", "E2")


def test_one_percentage_among_fractions_is_named(check) -> None:
    # The 82 alone keeps the rest from being told as fractions (E510).
    problems = check((0.81, 0.83, 82, 0.8))
    assert places(problems) == [("E520", "Actuals", "D2")]
    # The median of 0.8, 0.81, 0.83 is 0.81.
    assert problems[0].params["expected"] == pytest.approx(0.81)


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        (1.5, []),  # 150 is more than 2.5 times the median of 12.8
        (0.32, ["E520"]),  # 32 is 2.5 times a median of 12.8
        (0.0511, []),  # 5.11 is less than the median over 2.5
        (-0.125, ["E520"]),
        (0, []),
    ],
)
def test_only_what_fits_a_hundredfold_is_named(check, value: float, codes: list[str]) -> None:
    assert [p.code for p in check((12.8, 12.8, value, 12.8))] == codes


def test_small_percentages_may_leap(check) -> None:
    # 0.05 % and once 5 %: an incident, not a slip of the scale.
    assert check((0.05, 0.06, 5, 0.04, 0.05)) == ()


def test_the_ends_of_a_band_are_not_held_against_each_other(check) -> None:
    bands: Rows = [["KPI", "Bound", *MONTHS], ["K", "low", 0.5, 0.5], ["K", "high", 40, 40]]
    kpis: Rows = [["ID", "Unit", "Direction", "Aggregation"], ["K", "%", "range", "mean"]]
    assert check((20, 22, 21), more={"Targets": bands, "KPIs": kpis}) == ()


def test_actuals_in_fractions_against_targets_in_percent(check) -> None:
    # Medians 0.82 and 82: a hundredfold.
    problems = check((0.81, 0.82, 0.835), (82, 82, 82))
    assert places(problems) == [("E521", "Actuals", "B2")]
    assert problems[0].params == {"kpi": "K", "actual": 0.82, "target": 82.0}


def test_targets_in_fractions_against_actuals_in_percent(check) -> None:
    problems = check((81, 82, 83.5), (0.82, 0.82))
    assert places(problems) == [("E521", "Targets", "B2")]


@pytest.mark.parametrize(
    ("actual", "target", "codes"),
    [
        (1, 30, ["E521"]),
        (1, 29.9, []),
        (1, 300, ["E521"]),
        (1, 301, []),
        (2, 80, ["E521"]),
        (2.1, 80, []),
    ],
)
def test_the_edges_of_a_hundredfold(check, actual: float, target: float, codes: list[str]) -> None:
    assert [p.code for p in check((actual, actual), (target, target))] == codes


@pytest.mark.parametrize("unit", ["% (0-100)", "% (0-1)", "€"])
def test_a_declared_scale_or_another_unit_settles_it(check, unit: str) -> None:
    found = check((12.5, 12.8, 0.125, 13.1), (0.1, 0.1), unit)
    assert [p.code for p in found if p.code in ("E520", "E521")] == []


def test_formatted_cells_are_taken_as_shown(check) -> None:
    assert check((percent(0.825), 82.0, percent(0.81), 83.0)) == ()
