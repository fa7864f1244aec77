"""Whether Prior year, Forecast and Budget are cumulated. Expected values are worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.months import FiscalMonths
from kpireport.compute.scorecard import build_scorecard
from kpireport.compute.sheet_basis import basis_of
from kpireport.model.kpi import Aggregation, InputBasis
from kpireport.model.period import FiscalCalendar
from kpireport.model.scorecard import KpiResult
from tests.compute.books import book, kpi, month, months, row

THIS_YEAR = months("2026-01", 100, 200, 300)


def result(basis: str, **sheets: Any) -> KpiResult:
    """The KPI in March 2026; actuals or targets are cumulated, 100 a month."""
    item = kpi("K", aggregation="sum", direction="higher", **{basis: "ytd"})
    actuals = THIS_YEAR if basis == "actuals_input" else months("2026-01", 100, 100, 100)
    return build_scorecard(book(row(item, actuals, **sheets)), month("2026-03")).kpi("K")


def year_ago(*figures: float) -> float | None:
    found = result("actuals_input", prior_year=months("2025-01", *figures))
    assert found.measure.actual == 100
    return found.comparisons.year_ago.value


def test_a_monthly_prior_year_beside_cumulated_actuals_is_no_zero() -> None:
    assert year_ago(*[10.0] * 12) == 10


def test_a_cumulated_prior_year_is_taken_apart() -> None:
    # 80 a month: March is 240 − 160.
    assert year_ago(*[80.0 * n for n in range(1, 13)]) == 80


def test_a_prior_year_that_falls_is_monthly() -> None:
    assert year_ago(80, 95, 90, 100) == 90


def test_last_year_s_total_follows_the_same_reading() -> None:
    found = result("actuals_input", prior_year=months("2025-01", *[10.0] * 12))
    # 300 against 10 + 10 + 10.
    assert (found.ytd.actual, found.comparisons.ytd_year_ago.value) == (300, 30)


@pytest.mark.parametrize(
    ("figures", "expected"), [((10, 10, 10), 10), ((70, 150, 240), 90), ((90, 80, 85), 85)]
)
def test_budget_and_forecast_alike(figures: tuple[float, ...], expected: float) -> None:
    found = result("targets_input", budget=months("2026-01", *figures))
    assert found.comparisons.budget.value == expected
    found = result("actuals_input", forecast=months("2026-01", *figures))
    assert found.history[-1].forecast == expected


@pytest.mark.parametrize(
    ("figures", "cumulated"),
    [
        ((100, 200, 300), True),
        ((100, 200, 200, 300), True),  # one month of nothing
        ((0, 0, 0, 40), True),  # the season has not begun
        ((-100, -200, -300), True),
        ((100, 200), True),
        ((100,), True),
        ((100, 100), False),
        ((100, 100, 100, 120), False),
        ((100, 90, 110), False),
        ((-10, 5, 20), False),
    ],
)
def test_what_can_be_running_totals(figures: tuple[float, ...], cumulated: bool) -> None:
    item = row(kpi("K"), months("2026-01", *figures))
    series = book(item).actuals["K"]
    calendar = FiscalMonths.of(FiscalCalendar())
    found = basis_of(series, Aggregation.SUM, InputBasis.YEAR_TO_DATE, calendar)
    assert (found is InputBasis.YEAR_TO_DATE) == cumulated


def test_running_means_follow_what_is_stated() -> None:
    series = book(row(kpi("K"), months("2026-01", 50, 50, 50))).actuals["K"]
    calendar = FiscalMonths.of(FiscalCalendar())
    for rule in (Aggregation.MEAN, Aggregation.MAX, Aggregation.RATIO):
        found = basis_of(series, rule, InputBasis.YEAR_TO_DATE, calendar)
        assert found is InputBasis.YEAR_TO_DATE


def test_a_fall_when_the_fiscal_year_begins_is_no_fall() -> None:
    series = book(row(kpi("K"), months("2026-01", 700, 800, 900, 100, 200, 300))).actuals["K"]
    april, january = (FiscalMonths.of(FiscalCalendar(start, "end")) for start in (4, 1))
    ytd = InputBasis.YEAR_TO_DATE
    assert basis_of(series, Aggregation.SUM, ytd, april) is ytd
    assert basis_of(series, Aggregation.SUM, ytd, january) is InputBasis.PERIOD
