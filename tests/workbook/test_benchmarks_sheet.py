"""What the words of a Benchmarks row mean: quantiles, dates, rates over time."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.model.kpi import Unit, UnitKind
from kpireport.model.period import Period
from kpireport.workbook.benchmarks_sheet import quantile_of, rate_months
from tests.workbook.books import SOUND, Rows, day, percent, read, write


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("p25", 0.25), ("P 90", 0.9), ("Q1", 0.25), ("Q3", 0.75), ("D9", 0.9),
        ("lower quartile", 0.25), ("1st quartile", 0.25), ("Bottom quartile", 0.25),
        ("median", 0.5), ("Median of 120 companies", 0.5), ("second quartile", 0.5),
        ("upper quartile", 0.75), ("top quartile", 0.75), ("third quartile", 0.75),
        ("75th percentile", 0.75), ("top decile", 0.9), ("bottom decile", 0.1),
        ("médiane", 0.5), ("Quartile inférieur", 0.25), ("premier quartile", 0.25),
        ("1er quartile", 0.25), ("quartile supérieur", 0.75), ("3e quartile", 0.75),
        ("75e centile", 0.75), ("25ème centile", 0.25), ("9e décile", 0.9),
        ("mean", None), ("mean of the medians", None), ("moyenne", None), ("", None),
        ("aggregate ratio (sum/sum), 97 firms", None), ("world-class threshold", None),
        ("best quartile", None), ("population estimate", None), ("Q4", None), ("p0", None),
    ],
)  # fmt: skip
def test_which_share_of_peers_lies_at_or_below(words: str, share: float | None) -> None:
    assert quantile_of(words) == share


@pytest.mark.parametrize(
    ("unit", "months"),
    [
        ("% of employment per month", 1), ("% par mois", 1), ("%/month", 1),
        ("days per worker per year", 12), ("€/an", 12), ("% par année", 12), ("% per quarter", 3),
        ("%", None), ("% of sessions", None), ("€/order", None), ("jours par salarié", None),
    ],
)  # fmt: skip
def test_the_months_of_a_rate(unit: str, months: int | None) -> None:
    assert rate_months(unit) == months


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        (day(2025, 3), Period(2025, 3)),
        ("2025-01-05 update", Period(2025, 1)),
        ("last updated 2019-10", Period(2019, 10)),
        (2024, Period(2024, 12)),
        ("T2 2025", Period(2025, 6)),
        ("2021-22", Period(2021, 12)),
        ("mars 2025", Period(2025, 3)),
        ("lately", None),
        (None, None),
    ],
)
def test_the_end_of_the_period_whatever_our_fiscal_year(
    typed: object, end: Period | None, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Metric", "Value", "Unit", "Statistic", "Source", "As of"],
        ["Churn", 5, "% per month", "mean", "X", typed],  # type: ignore[list-item]
    ]
    settings: Rows = [["Setting", "Value"], ["Currency", "EUR"], ["Fiscal year start", 4]]
    book, _ = read(write(tmp_path / "b.xlsx", SOUND | {"Settings": settings, "Benchmarks": rows}))
    (found,) = book.benchmarks
    assert found.as_of_end == end
    assert (found.unit, found.unit_basis, found.rate_months) == ("% per month", "per month", 1)
    assert found.measured_in == Unit("% per month", UnitKind.PERCENT, per="month")


@pytest.mark.parametrize(
    ("value", "unit", "read_as", "plain"),
    [
        (0.12, "%", 0.12, True),
        (0.12, "% of sessions", 0.12, True),
        (0.12, "% (0-100)", 0.12, False),
        (0.12, "% (0-1)", 12, False),
        (0.12, "fraction", 12, False),
        ("12 %", "%", 12, False),
        (percent(0.12), "%", 12, False),
        (0.12, "€", 0.12, False),
    ],
)
def test_which_percentages_may_be_fractions(
    value: object, unit: str, read_as: float, plain: bool, tmp_path: Path
) -> None:
    rows: Rows = [["Metric", "Value", "Unit"], ["Churn", value, unit]]  # type: ignore[list-item]
    book, _ = read(write(tmp_path / "b.xlsx", SOUND | {"Benchmarks": rows}))
    (found,) = book.benchmarks
    assert (found.value, found.plain_percent) == (read_as, plain)
