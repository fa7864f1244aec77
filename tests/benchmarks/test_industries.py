"""No company is compared with another industry: every industry and metric that are shipped.

What each answer may be is told from the data file's own rows (which industries a cohort was placed
in by hand), and for the examples from the cohorts' names, never from the chooser.
"""

from __future__ import annotations

import pytest

from kpireport.benchmarks import industries, load_catalogue, metrics
from kpireport.benchmarks.names import Named, table
from kpireport.compute.benchmark_choice import Chosen, choose
from kpireport.model.kpi import Unit, UnitKind
from kpireport.model.reason import Reason
from tests.compute.books import book, kpi, row, settings

CATALOGUE = load_catalogue()
PLACED = {each["published"]: each["industries"].split("|") for each in table("cohorts")}
WHOLE = {each["published"] for each in table("cohorts") if each["whole"] == "yes"}
REFUSED = {"benchmark_other_industry", "benchmark_industries"}
UNITS = {
    each.metric: each.measured_in if each.measured_in else Unit("%", UnitKind.PERCENT)
    for each in CATALOGUE
}


def chosen(industry: str, metric: str) -> Chosen | Reason:
    """What a KPI of that very name and unit is compared with."""
    named = next(each for each in metrics() if metric in each.every)
    one = kpi("K", name=named.english, benchmark=metric, unit=UNITS[named.english])
    found = choose(one, book(row(one), setting=settings(industry=industry)), CATALOGUE)
    assert found is not None
    return found


def cohort(industry: str, metric: str) -> str:
    """The cohort of the answer, or the code of the reason why there is none."""
    found = chosen(industry, metric)
    return found.code if isinstance(found, Reason) else found.benchmark.industry


def expected(industry: Named, metric: Named) -> set[str]:
    """The cohorts that may stand for an industry: its own, else mixed ones, else all industries'.

    Several of which none is the whole of it: none may.
    """
    known = {each.industry for each in CATALOGUE if each.metric == metric.english}
    own = {name for name in known if PLACED[name] == [industry.id]}
    mixed = {name for name in known if industry.id in PLACED[name]} - own
    everyone = {name for name in known if PLACED[name] == ["all"]}
    nearest = own or mixed or everyone
    return nearest & WHOLE or nearest


@pytest.mark.parametrize("industry", industries(), ids=lambda each: each.id)
def test_an_industrys_three_names_give_one_answer_from_within_it(industry: Named) -> None:
    for metric in metrics():
        names = (industry.id, industry.english, industry.french)
        answers = {cohort(name, metric.english) for name in names}
        assert len(answers) == 1, (industry.id, metric.english, answers)
        (answer,) = answers
        allowed = expected(industry, metric)
        if len(allowed) == 1:
            assert {answer} == allowed, (industry.id, metric.english)
        elif not allowed:
            assert answer in REFUSED, (industry.id, metric.english)
        else:
            assert answer in allowed | {"benchmark_industries"}, (industry.id, metric.english)


@pytest.mark.parametrize("metric", metrics(), ids=lambda each: each.id)
def test_every_cohort_can_be_chosen_by_its_own_name(metric: Named) -> None:
    french = {each["published"]: each["french"] for each in table("cohorts")}
    for name in {each.industry for each in CATALOGUE if each.metric == metric.english}:
        assert french[cohort(name, metric.english)] == french[name]


def value(industry: str, metric: str) -> float | str:
    found = chosen(industry, metric)
    return found.code if isinstance(found, Reason) else found.benchmark.value


@pytest.mark.parametrize("name", ["retail", "Retail", "Commerce de détail", "Retail trade"])
def test_a_retailer_is_compared_with_retail_trade(name: str) -> None:
    # JOLTS, Table 11, October 2025 (preliminary): retail trade 2.6, wholesale trade 1.5.
    assert cohort(name, "Monthly quits rate") == "Retail trade"
    assert value(name, "Monthly quits rate") == 2.6


@pytest.mark.parametrize(
    ("industry", "metric", "answer"),
    [
        ("Wholesale", "Monthly quits rate", "Wholesale trade"),
        ("Commerce de gros", "Monthly quits rate", "Wholesale trade"),
        ("Health", "Monthly quits rate", "Health care and social assistance"),
        ("Santé et pharmacie", "Taux mensuel de départs volontaires",
         "Health care and social assistance"),
        ("education", "Monthly quits rate", "Private educational services"),
        ("Transport", "Monthly quits rate", "Transportation, warehousing, and utilities"),
        ("Immobilier", "Monthly quits rate", "Real estate and rental and leasing"),
        ("Finance", "Monthly quits rate", "Finance and insurance"),
        ("Public sector", "Monthly quits rate", "Government"),
        # The only figures that hold them are those of several industries.
        ("Education", "Absence rate", "Education and health services (private)"),
        ("Retail", "Absence rate", "Wholesale and retail trade"),
        ("Software and technology", "Monthly quits rate", "Information"),
        # Its own name beats "All private industries", which is older too.
        ("all", "Absence rate", "All industries"),
        # Both films and theatres, or films and software: nobody can tell.
        ("media", "Monthly quits rate", "benchmark_industries"),
        # Nothing of agriculture and nothing mixed: everyone.
        ("agriculture", "Absence rate", "All industries"),
        # "E-commerce, all" and "E-commerce, all markets" are one in our table; the latest of them.
        ("E-commerce", "E-commerce conversion rate", "E-commerce, all"),
        # A cohort is chosen by its own name too, whatever else the name means.
        ("Transportation", "Gross margin", "Transportation"),
        ("Retail (Automotive)", "Gross margin", "Retail (Automotive)"),
        # Of another metric: the industry that it belongs to.
        ("Retail (Automotive)", "Monthly quits rate", "Retail trade"),
        # Six cohorts of retail, none of them the whole.
        ("Retail", "Gross margin", "benchmark_industries"),
        # Only the figures of online shops and of hospitals exist.
        ("Manufacturing", "Cart abandonment rate", "benchmark_other_industry"),
        ("Finance", "A&E attendances within 4 hours, all", "benchmark_other_industry"),
    ],
)  # fmt: skip
def test_examples(industry: str, metric: str, answer: str) -> None:
    assert cohort(industry, metric) == answer


def test_a_mixed_cohort_is_said_to_be_mixed() -> None:
    own, mixed = chosen("Health", "Monthly quits rate"), chosen("Education", "Absence rate")
    assert isinstance(own, Chosen) and isinstance(mixed, Chosen)
    assert (own.lacks_industry, mixed.lacks_industry) == ("", "Education")
