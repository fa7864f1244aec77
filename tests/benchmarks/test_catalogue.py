"""The shipped figures: each with a source, a date and a unit, and each of them published."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from kpireport.benchmarks import industries, load_catalogue, metrics
from kpireport.benchmarks.names import DATA, table
from kpireport.model.benchmark import Benchmark
from kpireport.model.names import normalise
from kpireport.model.period import Period
from tests.growth import least
from tools import make_catalogue

CATALOGUE = load_catalogue()


@pytest.fixture(scope="module")
def published(shared: Path) -> list[dict[str, str]]:
    with (shared / "benchmarks" / "published.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def one(metric: str, industry: str, as_of: str) -> Benchmark:
    (found,) = [
        b for b in CATALOGUE if (b.metric, b.industry, b.as_of) == (metric, industry, as_of)
    ]
    return found


def test_every_figure_has_a_source_a_date_and_a_unit() -> None:
    assert len(CATALOGUE) == 921
    for each in CATALOGUE:
        assert each.source and each.url.startswith(("https://", "http://")), each
        assert each.as_of and each.as_of_end is not None, each
        assert each.unit and each.measured_in is not None, each
        assert each.statistic and each.geography and each.metric and each.industry, each
        assert each.cell is None


def test_no_figure_was_added_to_the_published_ones_and_only_nine_were_left_out(
    published: list[dict[str, str]],
) -> None:
    kept = [row for row in published if not make_catalogue.left_out(row)]
    assert len(kept) == len(CATALOGUE)
    names = {metric.english: metric for metric in metrics()}
    units = {"fraction": "%", "%": "%", "GBP": "GBP"}
    for ours, row in zip(CATALOGUE, kept, strict=True):
        assert row["metric"] in names[ours.metric].every
        assert ours.industry == row["industry"]
        assert (ours.source, ours.url) == (row["source"], row["source_url"])
        assert (ours.as_of, ours.geography) == (row["period"], row["geography"])
        factor = 100 if row["unit"] == "fraction" else 1
        assert Decimal(repr(ours.value)) == Decimal(row["value"]) * factor
        assert f"{ours.unit} {ours.unit_basis}".strip() == units.get(row["unit"], row["unit"])
    out = Counter(make_catalogue.left_out(row) for row in published)
    assert (out["no unit"], out["no date"], out["no source"]) == (7, 2, 0)


def test_the_tables_are_what_the_tool_makes_of_the_published_ones(
    published: list[dict[str, str]],
) -> None:
    made = [
        dict(zip(make_catalogue.COLUMNS, r, strict=True)) for r in make_catalogue.figures(published)
    ]
    assert made == table("figures")


def test_an_aggregate_is_no_median_and_has_its_firms_as_sample() -> None:
    retail = one("Gross margin", "Retail (General)", "2025-01-05 update")
    assert (retail.statistic, retail.sample_size) == ("aggregate ratio (sum over sum)", "24 firms")
    assert retail.value == 32.2151
    # The published figures that were kept are aggregates, means and estimates: no quantile is.
    assert {b.quantile for b in CATALOGUE} == {None}
    baymard = one("Cart abandonment rate", "E-commerce", "2021-11-19")
    assert (baymard.statistic, baymard.sample_size) == ("mean", "46 studies")


def test_rates_keep_what_they_are_of_and_over_which_time() -> None:
    quits = one("Monthly quits rate", "Total nonfarm", "2025-10 (preliminary)")
    assert (quits.value, quits.unit, quits.unit_basis) == (1.9, "%", "of employment per month")
    assert (quits.rate_months, quits.as_of_end) == (1, Period(2025, 10))
    sick = one("Working days lost to sickness per worker", "All industries", "2018")
    assert (sick.unit, sick.rate_months, sick.as_of_end) == ("days", 12, Period(2018, 12))
    order = one("Average order value", "E-commerce, all markets", "2022-08")
    assert order.measured_in is not None and order.measured_in.currency == "GBP"


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2025-01-05 update", "2025-01"),
        ("last updated 2019-10", "2019-10"),
        ("2025-10 (preliminary)", "2025-10"),
        ("2017", "2017-12"),
        ("2011-12-17", "2011-12"),
    ],
)
def test_the_last_month_of_a_published_period(period: str, end: str) -> None:
    assert make_catalogue.month_of(period) == end


def test_words_without_a_date_stop_the_tool() -> None:
    with pytest.raises(ValueError, match="undated"):
        make_catalogue.month_of("undated")


def test_fractions_become_percent_to_the_last_published_digit() -> None:
    assert make_catalogue.value_of("0.107056", "fraction") == "10.7056"
    assert make_catalogue.value_of("-0.005004", "fraction") == "-0.5004"
    assert make_catalogue.value_of("0.40", "%") == "0.4"
    assert make_catalogue.value_of("70", "%") == "70"


def test_no_name_stands_for_two_metrics_or_two_industries() -> None:
    for names in (metrics(), industries()):
        keys = Counter(key for each in names for key in {normalise(n) for n in each.every})
        assert {key: n for key, n in keys.items() if n > 1} == {}
    assert industries()[0].id == "all"
    assert 15 <= len(industries()) <= 21


def test_everything_has_a_french_name() -> None:
    for each in CATALOGUE:
        french = each.french
        assert french.metric and french.industry and french.statistic and french.geography
        assert bool(french.sample_size) == bool(each.sample_size)
        assert bool(french.unit_basis) == bool(each.unit_basis)
        # Dates in digits read the same; words don't.
        assert bool(french.as_of) == any(mark.isalpha() for mark in each.as_of)


def test_a_cohort_stands_for_all_of_one_industry_at_most() -> None:
    for each in CATALOGUE:
        assert len(each.sectors) == 1 or not each.whole_sector


def test_loading_takes_a_few_times_as_long_as_reading_its_files() -> None:
    def loaded() -> None:
        for cached in (load_catalogue, metrics, industries):
            cached.cache_clear()
        load_catalogue()

    def read() -> None:
        for file in DATA.glob("*.csv"):
            table(file.stem)

    # Three times when it was measured.
    assert least(loaded) < 10 * least(read)


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = "import kpireport.pipeline, sys; print('kpireport.benchmarks' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
