"""What docs/landing.md says of errors and coverage on real series is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.landing_backtest import DOCUMENT, KNOWN, YEAR, YearEnd, coverage, mean_error, year_ends
from tools.landing_series import real_series


@pytest.fixture(scope="module")
def ends(real: Path) -> tuple[YearEnd, ...]:
    for package in ("vega_datasets", "statsmodels"):
        pytest.importorskip(package, reason=f"{package} has some of the real series")
    series = real_series(real)
    assert len(series) >= 60
    return year_ends(series, range(YEAR))


def test_the_interval_covers_what_it_says(ends: tuple[YearEnd, ...]) -> None:
    assert 0.7 <= coverage(ends) <= 0.9
    assert f"| {coverage(ends) * 100:.1f} % |" in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("known", KNOWN)
def test_the_errors_are_the_documents(ends: tuple[YearEnd, ...], known: int) -> None:
    at = [end for end in ends if end.known == known]
    row = re.search(
        rf"^\| all {len(at)} \| {known} \| (.*) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE
    )
    assert row is not None
    naive, seasonal_naive, _, landing = (cell.strip() for cell in row[1].split("|"))
    assert naive == f"{mean_error(at, lambda end: end.naive) * 100:.2f} %"
    assert seasonal_naive == f"{mean_error(at, lambda end: end.seasonal_naive) * 100:.2f} %"
    assert landing == f"{mean_error(at, lambda end: end.landing) * 100:.2f} %"


@pytest.mark.parametrize("known", [count for count in KNOWN if count < 11])
def test_the_landing_is_nearer_than_both_naive_ones(ends: tuple[YearEnd, ...], known: int) -> None:
    at = [end for end in ends if end.known == known]
    landing = mean_error(at, lambda end: end.landing)
    assert landing < mean_error(at, lambda end: end.naive)
    assert landing < mean_error(at, lambda end: end.seasonal_naive)
