"""What is said beside a benchmark of a later period, or of a wider cohort than our industry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.model.book import Language
from kpireport.model.period import Period
from tests.compute.books import PERCENT
from tests.compute.test_benchmark import published
from tests.present.test_benchmark_view import plain, seen, workbook


@pytest.mark.parametrize(
    ("end", "language", "mark"),
    [
        ("2026-06", "en", ""),
        ("2026-12", "en", "published after this period"),
        ("2026-12", "fr", "publié après cette période"),
        ("2024-05", "en", "out of date"),
    ],
)
def test_the_mark_beside_the_date(end: str, language: Language, mark: str) -> None:
    made = workbook(15, published(20, unit=PERCENT, as_of_end=Period.parse(end)))
    assert plain(seen(made, language)[0].dated) == mark


def test_a_cohort_that_holds_our_industry_beside_others_is_said() -> None:
    made = workbook(3, benchmark="Taux d'absence", direction="lower")
    made = replace(made, settings=replace(made.settings, industry="Commerce de détail"))
    sentence = plain(seen(made, "fr")[0].sentence)
    assert "Aucun chiffre pour « Commerce de détail »" in sentence
    assert "comparé à « Commerce de gros et de détail »" in sentence
