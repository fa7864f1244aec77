"""Forecasts, budgets and years before of another size than the actuals. Medians by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.problem import Problem
from tests.workbook.books import MONTHS, SOUND, Rows, Value, places, read, write

REVENUE = (780_000, 800_000, 820_000, 810_000)  # median 805,000


@pytest.fixture
def check(tmp_path: Path):
    """What is said of the sizes in a book of one KPI; its sentences must fill."""

    def found(
        planned: tuple[Value, ...],
        actuals: tuple[Value, ...] = REVENUE,
        sheet: str = "Forecast",
        unit: str = "€",
    ) -> tuple[Problem, ...]:
        sheets: dict[str, Rows] = {
            "KPIs": [["ID", "Unit", "Direction", "Aggregation"], ["K", unit, "higher", "mean"]],
            "Actuals": [["KPI", *MONTHS], ["K", *actuals]],
            sheet: [["KPI", *MONTHS], ["K", *planned]],
        }
        _, problems = read(write(tmp_path / "book.xlsx", SOUND | sheets))
        said = tuple(p for p in problems if p.code in ("W851", "W852"))
        for problem in said:
            for language in ("en", "fr"):
                text = get_messages(language).problem(problem)
                assert "{" not in text.message + text.expected + text.advice
        return said

    return found


@pytest.mark.parametrize("sheet", ["Forecast", "Budget", "Prior year"])
def test_a_row_in_thousands_is_named(check, sheet: str) -> None:
    problems = check((790, 800, 810), sheet=sheet)
    assert places(problems) == [("W851", sheet, "B2")]
    assert problems[0].params == {"kpi": "K", "found": 800, "actual": 805_000}


def test_a_row_a_thousandfold_is_named_too(check) -> None:
    assert places(check((790_000, 800_000), actuals=(780, 800, 820))) == [
        ("W851", "Forecast", "B2")
    ]


def test_single_figures_are_named_once(check) -> None:
    problems = check((790_000, 800, 810_000, 820, 805_000))
    assert places(problems) == [("W852", "Forecast", "C2")]
    assert problems[0].params == {
        "kpi": "K", "found": 800, "actual": 805_000, "count": 2, "cells": ("C2", "E2"),
    }  # fmt: skip


@pytest.mark.parametrize(("planned", "far"), [(29.9, False), (30.0, True)])
def test_thirty_times_is_far(check, planned: float, far: bool) -> None:
    assert bool(check((planned,), actuals=(1, 1, 1))) == far
    assert bool(check((1, 1, 1), actuals=(planned,) * 3)) == far


def test_losses_have_a_size_as_well(check) -> None:
    assert places(check((-8,), actuals=(-800, -810, -790))) == [("W851", "Forecast", "B2")]


@pytest.mark.parametrize(
    "actuals",
    [
        (800, -810, 790),  # both signs
        (0, 800, 810, 790),  # near zero
        (1, 1, 40),  # one month forty times another
        (800, 810),  # too few to know
    ],
)
def test_actuals_without_one_size_say_nothing(check, actuals: tuple[Value, ...]) -> None:
    assert check((9_000_000,), actuals=actuals) == ()


def test_zeros_and_percentages_say_nothing(check) -> None:
    assert check((0, 790_000, 0)) == ()
    assert check((0.9, 0.9, 0.9), actuals=(82, 83, 84), unit="%") == ()
