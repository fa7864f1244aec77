"""A KPI among others, in words: both languages, both directions, quantiles or one figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kpireport.benchmarks import load_catalogue
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book, Language
from kpireport.model.kpi import Unit
from kpireport.model.period import Period
from kpireport.pipeline import build_view, explain
from kpireport.present.view import BenchmarkView, Tone
from tests.compute.books import PERCENT, book, flat, kpi, months, row, settings
from tests.compute.test_benchmark import POUND, published
from tests.plain_text import plain
from tests.present.explained import hold

QUARTILES = tuple(
    published(value, share, unit=PERCENT, industry="Peers", source="A study", statistic=name)
    for value, share, name in ((10, 0.25, "p25"), (20, 0.5, "median"), (40, 0.75, "p75"))
)


def workbook(
    actual: float, *benchmarks: Benchmark, direction: str = "higher", **options: Any
) -> Book:
    options.setdefault("unit", "%")
    options.setdefault("aggregation", "last")
    options.setdefault("decimals", 1)
    one = row(kpi("K", direction=direction, **options), months("2025-01", *flat(actual, 18)))
    return book(one, setting=settings(closed="2026-06"), benchmarks=benchmarks)


def seen(made: Book, language: Language = "en") -> tuple[BenchmarkView, str]:
    """The benchmark's view and the KPI's own sentence."""
    view = build_view(build_scorecard(made, catalogue=load_catalogue()), language)
    (found,) = view.benchmarks
    assert view.kpis[0].benchmark == found
    return found, view.kpis[0].verdict


@pytest.mark.parametrize(
    ("actual", "direction", "english", "french"),
    [
        (
            15, "higher",
            "15.0%: ahead of 38% of its peers; 5.0 pts worse than the median of 20.0% (Peers).",
            "15,0 % : devant 38 % de ses pairs ; 5,0 pt moins bien que la médiane de 20,0 % "
            "(Peers).",
        ),
        (
            15, "lower",
            "15.0%: ahead of 63% of its peers; 5.0 pts better than the median of 20.0% (Peers).",
            "15,0 % : devant 63 % de ses pairs ; 5,0 pt de mieux que la médiane de 20,0 % (Peers).",
        ),
        (
            50, "higher",
            "50.0%: ahead of at least 75% of its peers; 30.0 pts better than the median of 20.0% "
            "(Peers).",
            "50,0 % : devant au moins 75 % de ses pairs ; 30,0 pt de mieux que la médiane de "
            "20,0 % (Peers).",
        ),
        (
            50, "lower",
            "50.0%: ahead of at most 25% of its peers; 30.0 pts worse than the median of 20.0% "
            "(Peers).",
            "50,0 % : devant 25 % de ses pairs au plus ; 30,0 pt moins bien que la médiane de "
            "20,0 % (Peers).",
        ),
        (
            20, "neutral",
            "20.0%: exactly the median of 20.0% (Peers).",
            "20,0 % : exactement la médiane de 20,0 % (Peers).",
        ),
        (
            15, "neutral",
            "15.0%: 5.0 pts below the median of 20.0% (Peers).",
            "15,0 % : 5,0 pt de moins que la médiane de 20,0 % (Peers).",
        ),
    ],
)  # fmt: skip
def test_the_sentence(actual: float, direction: str, english: str, french: str) -> None:
    made = workbook(actual, *QUARTILES, direction=direction)
    assert plain(seen(made)[0].sentence) == english
    found = plain(seen(made, "fr")[0].sentence)
    # Both spellings of the plural of points are in use; the tests of values hold it.
    assert found.replace("pts", "pt") == french


def test_one_figure_has_its_statistics_own_name() -> None:
    one = published(
        10, unit=PERCENT, statistic="aggregate ratio (sum/sum)", industry="Retail (General)"
    )
    found, _ = seen(workbook(15, one))
    assert plain(found.sentence) == (
        "15.0%: 5.0 pts better than the benchmark of 10.0% "
        "(aggregate ratio (sum/sum), Retail (General))."
    )
    assert (found.statistic, found.percentile.text, found.tone) == (
        "aggregate ratio (sum/sum)", "–", Tone.GOOD,
    )  # fmt: skip


def test_everything_about_the_source_travels_with_the_figure() -> None:
    made = workbook(15, benchmark="Absence rate", direction="lower")
    found, _ = seen(made)
    assert (found.source, found.as_of, found.dated) == (
        "US BLS, Current Population Survey, Table 46", "2017", "out of date",
    )  # fmt: skip
    assert found.url.startswith("https://www.bls.gov/")
    facts = {fact.label: fact.text for fact in found.facts}
    assert facts == {
        "Metric": "Absence rate",
        "Compared over": "Jun 2026",
        "Statistic": "population estimate",
        "Cohort": "All industries",
        "Geography": "US full-time wage and salary workers",
        "From": "kpireport’s catalogue",
    }
    french, _ = seen(made, "fr")
    facts = {fact.label: fact.text for fact in french.facts}
    assert facts["Mesure"] == "Taux d’absence"
    assert facts["Zone"] == "Salariés à temps plein aux États-Unis"
    assert (french.statistic, french.dated) == ("estimation sur la population", "donnée ancienne")


def test_what_can_t_be_compared_has_its_reason_and_no_picture() -> None:
    found, _ = seen(workbook(15, published(10, unit=POUND)))
    assert found.reason == "Not compared: the KPI is in “%”, the benchmark in “GBP”."
    assert (found.chart, found.sentence, found.facts, found.actual.text) == (None, "", (), "–")
    none, _ = seen(workbook(15, published(10, unit=PERCENT, rate_months=12), aggregation="mean"))
    assert none.reason.startswith("Not compared: the benchmark is a rate over 12 months")
    assert none.value.text == "10.0%"


def test_the_share_is_said_with_its_bound() -> None:
    assert seen(workbook(50, *QUARTILES))[0].percentile.text == "≥ 75%"
    assert seen(workbook(5, *QUARTILES))[0].percentile.text == "≤ 25%"
    assert seen(workbook(15, *QUARTILES))[0].percentile.excel_value == pytest.approx(0.375)


def test_the_kpis_sentence_only_says_what_stands_out() -> None:
    clause = "ahead of at least 75% of its peers"
    assert clause in seen(workbook(50, *QUARTILES))[1]
    assert "peers" not in seen(workbook(25, *QUARTILES))[1]
    old = tuple(replace(each, as_of_end=Period(2020, 12)) for each in QUARTILES)
    assert "peers" not in seen(workbook(50, *old))[1]
    assert "peers" not in seen(workbook(50, QUARTILES[1]))[1]


def test_the_picture_says_in_words_what_it_shows() -> None:
    chart = seen(workbook(15, *QUARTILES))[0].chart
    assert chart is not None
    assert plain(chart.alt) == (
        "K – 15.0%: ahead of 38% of its peers; 5.0 pts worse than the median of 20.0% (Peers). "
        "Lower quartile 10.0% · Median 20.0% · Upper quartile 40.0%."
    )
    assert "Ours 15.0%" in chart.svg and "better" in chart.svg


def test_a_benchmark_of_one_figure_is_drawn_in_the_scale_of_all() -> None:
    found, _ = seen(workbook(15, published(10, unit=PERCENT, statistic="mean")))
    assert found.chart is not None
    for text in ("gap in % of the benchmark", "+50%", "mean 10.0%", "Ours 15.0%"):
        assert text in plain(found.chart.svg)
    french, _ = seen(workbook(15, published(10, unit=PERCENT, statistic="mean")), "fr")
    assert french.chart is not None and "écart en % du repère" in plain(french.chart.svg)
    assert seen(workbook(15, published(0, unit=PERCENT, statistic="mean")))[0].chart is None


def test_two_close_figures_are_told_apart() -> None:
    found, _ = seen(workbook(10.02, published(10, unit=PERCENT)))
    assert (found.actual.text, found.value.text) == ("10.02%", "10.00%")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("direction", ["higher", "lower"])
@pytest.mark.parametrize("actual", [3.0, 10.0, 15.0, 20.0, 33.3, 40.0, 77.0])
def test_the_explanation_gives_the_figures(
    actual: float, direction: str, language: Language
) -> None:
    hold(workbook(actual, *QUARTILES, direction=direction), language=language)


def test_the_share_of_peers_as_a_formula() -> None:
    made = workbook(15, *QUARTILES, direction="lower")
    figure = explain(made, build_scorecard(made), "K", "en").figure("benchmark.percentile")
    # 1 − (0.25 + 0.25 × 5 / 10) = 0.625.
    assert figure.exact == "1-(0.25+(0.5-0.25)*(15-10)/(20-10))"
    assert figure.shown == "63%"


def test_another_scale_is_converted_in_the_explanation() -> None:
    euro, kilo = (Unit("€", currency="EUR"), Unit("k€", currency="EUR", scale=1000.0))
    one = published(2.0, unit=replace(kilo))
    made = workbook(3000, one, unit=euro)
    figure = explain(made, build_scorecard(made), "K", "en").figure("benchmark.value")
    assert (figure.value, figure.exact) == (2000, "2*1000")


def test_a_median_alone_is_named_once() -> None:
    one = published(28, 0.5, unit=PERCENT, statistic="median", industry="E-commerce")
    assert plain(seen(workbook(30, one))[0].sentence) == (
        "30.0%: 2.0 pts better than the median of 28.0% (E-commerce)."
    )


def test_the_cohort_that_stands_in_for_our_industry_is_said() -> None:
    made = workbook(33, benchmark="Gross margin")
    made = replace(made, settings=replace(made.settings, industry="E-commerce"))
    assert plain(seen(made)[0].sentence).endswith(
        ". No figure for “E-commerce”: compared with “Total Market”, US listed companies."
    )
    assert plain(seen(made, "fr")[0].sentence).endswith(
        ". Aucun chiffre pour « E-commerce » : comparé à « Ensemble du marché », "
        "Sociétés cotées aux États-Unis."
    )


@pytest.mark.parametrize(
    ("typed", "english", "french"),
    [
        ("last updated 2019-10", "Oct 2019", "oct. 2019"),
        ("updated 2018-03", "Mar 2018", "mars 2018"),
        ("2025-01-05 update", "5 Jan 2025", "5 janv. 2025"),
        ("2025-10 (preliminary)", "Oct 2025 (preliminary)", "oct. 2025 (preliminary)"),
        ("2021-22", "2021-22", "2021-22"),
        ("2017", "2017", "2017"),
    ],
)
def test_the_date_is_a_date_and_no_remark(typed: str, english: str, french: str) -> None:
    made = workbook(15, published(10, unit=PERCENT, as_of=typed))
    assert plain(seen(made)[0].as_of) == english
    assert plain(seen(made, "fr")[0].as_of) == french
