"""What a goal starts from, as a reader sees it: an old figure and a base year say which."""

from __future__ import annotations

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.book import Language
from kpireport.model.goal import Goal
from kpireport.present.assemble import build_view
from kpireport.present.view_management import GoalView
from tests.compute.books import Row, book, every, flat, months, row
from tests.compute.books import month as at
from tests.compute.test_goals import goal, level, total


def seen(period: str, entry: Row, chosen: Goal, language: Language = "en") -> GoalView:
    card = build_scorecard(book(entry, goals=(chosen,)), at(period))
    view = build_view(card, language, "").kpis[0].goal
    assert view is not None
    return view


def start(view: GoalView) -> str:
    return view.facts[0].text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "50.0, of Apr 2024"), ("fr", "50,0 (en avr. 2024)")]
)
def test_an_old_figure_says_its_month(language: Language, said: str) -> None:
    entry = row(level(), months("2024-04", 50) | {"2026-01": 55})
    assert start(seen("2026-01", entry, goal("2026-01", "2026-06", unit=10), language)) == said


def test_the_last_closed_one_needs_none() -> None:
    entry = row(level(), months("2025-12", 50, 55))
    assert start(seen("2026-01", entry, goal("2026-01", "2026-06", unit=10))) == "50.0"
    # November is one month too old, were December missing.
    older = row(level(), months("2025-11", 50, None, 55))
    view = seen("2026-01", older, goal("2026-01", "2026-06", unit=10))
    assert start(view) == "50.0, of Nov 2025"


@pytest.mark.parametrize(("first", "said"), [("2025-12", "50.0"), ("2025-09", "50.0, of Sep 2025")])
def test_of_a_quarter_the_last_closed_one(first: str, said: str) -> None:
    # A goal from March 2026 on lies in the quarter after December's.
    figures = every(first, 3, 50) | {"2026-03": 55}
    entry = row(level(frequency="quarterly"), figures)
    assert start(seen("2026-03", entry, goal("2026-03", "2026-09", unit=10))) == said


def test_a_baseline_of_the_kpi_has_no_month() -> None:
    entry = row(level(baseline=40.0), months("2024-04", 50) | {"2026-01": 55})
    assert start(seen("2026-01", entry, goal("2026-01", "2026-06", unit=10))) == "40.0"


@pytest.mark.parametrize(
    ("by", "language", "said"),
    [
        ("2026-12", "en", "each month on the same month a year before."),
        ("2027-12", "en", "each month on the same month of the twelve before Jan 2026."),
        ("2027-12", "fr", "chaque mois par rapport au même mois des douze avant janv. 2026."),
    ],
)
def test_over_more_than_a_year_the_season_is_that_of_the_year_before(
    by: str, language: Language, said: str
) -> None:
    entry = row(total(), months("2025-01", *flat(50, 13)))
    chosen = goal("2026-01", by, share=0.1, path="seasonal")
    assert seen("2026-01", entry, chosen, language).promise.endswith(said)
