"""The samples cut down to one KPI after the other: each is what it is in the whole report.

A few of them in `make test`, every one in `make prove`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from kpireport.compute.scope import scoped
from kpireport.model.book import Book
from kpireport.model.problem import Problem
from kpireport.model.scope import Scope
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.pipeline import build_scorecard, build_view, read_book, render_output
from tests.sweeps import SWEEPING

SAMPLES = Path(__file__).parents[2] / "samples"
FEW = [("ecommerce.xlsx", "CONV"), ("retail_fr.xlsx", "PANIER")]


@cache
def whole(name: str) -> tuple[Book, tuple[Problem, ...], Scorecard]:
    book, problems = read_book(SAMPLES / name)
    assert book is not None
    return book, problems, build_scorecard(book, None, problems)


def cases() -> list[tuple[str, str]]:
    if not SWEEPING:
        return FEW
    names = ("ecommerce.xlsx", "retail_fr.xlsx")
    return [(name, kpi.id) for name in names for kpi in whole(name)[0].kpis if kpi.report]


def told(result: KpiResult) -> object:
    months = [(p.period, p.measure, p.prior_year, p.provisional) for p in result.history]
    return result.measure, months, result.process.signals, result.trend, result.comparisons.previous


@pytest.mark.parametrize(("name", "kpi_id"), cases())
def test_a_kpi_alone_is_what_it_is_in_the_whole(name: str, kpi_id: str) -> None:
    book, problems, card = whole(name)
    cut = scoped(book, Scope(kpis=(kpi_id,)), card.period, problems)
    assert cut is not None
    alone = build_scorecard(cut.book, card.period, cut.problems)
    (result,) = alone.kpis
    assert told(result) == told(card.kpi(kpi_id))
    if not SWEEPING:
        return
    view = build_view(alone, book.settings.language or "en")
    said = "".join(render_output(view, alone, each).decode() for each in ("json", "html"))
    own = repr((cut.book.kpis, cut.book.comments, cut.book.actions, cut.book.events))
    for other in book.kpis:
        for word in {other.id, other.name} - {kpi_id}:
            named = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said)
            assert named is None or word in own, word
