"""Against an independent implementation of the NHS Making Data Count rules: 60 series."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kpireport.stats.assurance import Assurance, assurance
from kpireport.stats.signals import Rule, side_code
from kpireport.stats.variation import variation
from kpireport.stats.xmr import XmrResult, xmr

LABELS = {
    "Common Cause": (Rule.NONE, 0),
    "Above UCL": (Rule.BEYOND_LIMITS, 1),
    "Below LCL": (Rule.BEYOND_LIMITS, -1),
    "7 Point Trend (Increasing)": (Rule.TREND_OF_7, 1),
    "7 Point Trend (Decreasing)": (Rule.TREND_OF_7, -1),
    "2 in 3 Above CL": (Rule.TWO_OF_THREE, 1),
    "2 in 3 Below CL": (Rule.TWO_OF_THREE, -1),
    "7 Points Above CL": (Rule.RUN_OF_7, 1),
    "7 Points Below CL": (Rule.RUN_OF_7, -1),
}
"""The oracle's words for a point, and ours."""
ASSURANCE = {
    "consistent_pass": Assurance.PASS,
    "consistent_fail": Assurance.FAIL,
    "inconsistent": Assurance.HIT_OR_MISS,
}
BETTER = {"increase": 1, "decrease": -1, "neutral": 0}

Row = dict[str, Any]


@pytest.fixture(scope="module")
def oracle(shared: Path) -> list[Row]:
    rows: list[Row] = json.loads((shared / "oracles" / "spc.json").read_text())
    return rows


def read(row: Row) -> XmrResult:
    values = np.array([row["y"]], dtype=float)
    starts = np.zeros(values.shape, dtype=bool)
    starts[0, row["rebase"]] = True
    # The oracle gives limits to its series of five and six points too.
    return xmr(values, starts, screen_outliers=row["screen_outliers"], least_points=2)


def is_constant(row: Row) -> bool:
    return len(set(row["y"])) == 1


def expected_variation(row: Row, point: int) -> str:
    """The oracle's point type, with the side that ours names even where a direction is known."""
    kind = row["point_type"][point].removeprefix("special_cause_")
    if kind in ("improvement", "concern"):
        label = row["special_cause"][point]
        kind += "_high" if "Above" in label or "Increasing" in label else "_low"
    return str(kind)


def test_there_are_sixty_series_and_all_but_three_vary(oracle: list[Row]) -> None:
    assert len(oracle) == 60
    assert sum(is_constant(row) for row in oracle) == 3


def test_means_and_limits_agree_to_a_billionth(oracle: list[Row]) -> None:
    for row in oracle:
        if is_constant(row):
            continue
        found = read(row)
        for ours, theirs in ((found.mean, "mean"), (found.lower, "lpl"), (found.upper, "upl")):
            np.testing.assert_allclose(ours[0], row[theirs], rtol=0, atol=1e-9, err_msg=row["id"])


def test_every_point_carries_the_oracles_signal(oracle: list[Row]) -> None:
    for row in oracle:
        found = read(row)
        ours = list(zip(found.rule[0], found.side[0], strict=True))
        # Here the constant series agree too: no signal.
        assert ours == [LABELS[label] for label in row["special_cause"]], row["id"]


def test_every_point_says_the_oracles_variation(oracle: list[Row]) -> None:
    for row in oracle:
        found = read(row)
        ours = [
            variation(Rule(rule), side, BETTER[row["direction"]])
            for rule, side in zip(found.rule[0], found.side[0], strict=True)
        ]
        assert ours == [expected_variation(row, i) for i in range(len(ours))], row["id"]


def test_the_target_against_the_last_limits_gives_the_oracles_assurance(oracle: list[Row]) -> None:
    checked = 0
    for row in oracle:
        if row["target"] is None or row["direction"] == "neutral" or is_constant(row):
            continue
        found = read(row)
        rising = row["direction"] == "increase"
        ours = assurance(
            float(found.lower[0, -1]),
            float(found.upper[0, -1]),
            row["target"] if rising else None,
            None if rising else row["target"],
        )
        assert ours is ASSURANCE[row["assurance"]], row["id"]
        checked += 1
    assert checked == 26


def test_all_series_at_once_give_what_each_gives_alone(oracle: list[Row]) -> None:
    rows = [row for row in oracle if row["screen_outliers"]]
    width = max(len(row["y"]) for row in rows)
    values = np.full((len(rows), width), np.nan)
    starts = np.zeros(values.shape, dtype=bool)
    for line, row in enumerate(rows):
        values[line, : len(row["y"])] = row["y"]
        starts[line, row["rebase"]] = True
    together = xmr(values, starts, least_points=2)
    for line, row in enumerate(rows):
        alone, length = read(row), len(row["y"])
        np.testing.assert_array_equal(together.rule[line, :length], alone.rule[0])
        np.testing.assert_array_equal(together.side[line, :length], alone.side[0])
        np.testing.assert_array_equal(together.upper[line, :length], alone.upper[0])
        assert np.isnan(together.mean[line, length:]).all()


def test_words_of_sides() -> None:
    assert side_code(Rule.TREND_OF_7, -1) == "falling"
    assert side_code(Rule.TWO_OF_THREE, -1) == "low"
    assert Rule.TWO_OF_THREE.code == "two_of_three"
