"""Restatements in words, in both languages. The figures are those of the calculations' tests."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.model.kpi import Unit, UnitKind
from kpireport.model.scorecard import Scorecard
from kpireport.present.assemble import build_view
from kpireport.present.restated_view import RestatementRow
from kpireport.present.view import ReportView
from tests.compute.test_restatements import OCTOBER, TARGETS, said_by, scorecard

POUND = Unit("£", UnitKind.CURRENCY, "GBP")


def reported_then(then: Any, now: Any, targets: Any = None, **options: Any) -> Scorecard:
    """A report of November after one of October; ``targets`` where they are others now."""
    first = scorecard(then, TARGETS["oct"], "2026-10", **options)
    known = said_by(first, OCTOBER)
    return scorecard(now, targets or TARGETS["oct"], "2026-11", known, **options)


def view(card: Scorecard, language: str = "en") -> ReportView:
    return build_view(card, language, "0" * 12, drawn=False)


def row(card: Scorecard, language: str = "en") -> RestatementRow:
    found = view(card, language).restatements
    assert found is not None
    (only,) = found.rows
    return only


def in_summary(card: Scorecard, language: str = "en") -> list[str]:
    words = ("Restated", "Retraité")
    return [said for said in view(card, language).headlines if said.startswith(words)]


def test_a_row_says_what_when_and_by_how_much() -> None:
    card = reported_then((1000, 980, 1010), (1000, 940, 1010, 1020), unit=POUND, headline=True)
    found = row(card)
    assert (found.name, found.month, found.what) == ("K", "Sep 2026", "Actual")
    shown = (found.before.text, found.after.text, found.change.text, str(found.change.tone))
    assert shown == ("£980", "£940", "−£40", "bad")
    assert found.was is not None
    assert found.status is not None
    assert (found.was.label, found.status.label) == ("At risk", "Off track")
    assert (found.because, found.first) == ("moved by it", "£980 on 5 Nov 2026 (oct.xlsx)")


def test_a_small_change_shows_what_changed() -> None:
    """1010.4 and 1009.6 would both be 1,010."""
    found = row(reported_then((1000, 980, 1010.4), (1000, 980, 1009.6, 1020)))
    assert found.before.text != found.after.text
    assert found.change.text == "−0.8"


def test_a_status_that_stayed_is_said_once() -> None:
    found = row(reported_then((1000, 980, 1010), (1000, 980, 1005, 1020)))
    assert found.was is None
    assert found.status is not None
    assert (found.status.label, found.because) == ("On track", "")


def test_a_late_figure_and_one_that_was_taken_back() -> None:
    late = row(reported_then((1000, None, 1010), (1000, 990, 1010, 1020)))
    assert (late.before.text, late.after.text, late.change.text) == ("–", "990", "–")
    assert late.first == "no figure up to 5 Nov 2026 (oct.xlsx)"
    back = row(reported_then((1000, 980, 1010), (1000, None, 1010, 1020)), "fr")
    assert (back.before.text, back.after.text) == ("980", "–")


@pytest.mark.parametrize(
    ("headline", "now", "said"),
    [
        (True, (1000, 980, 1005, 1020), 1),  # a headline KPI, whatever its status
        (False, (1000, 980, 940, 1020), 1),  # a status that moved, of any KPI
        (False, (1000, 980, 1005, 1020), 0),
    ],
)
def test_the_summary_says_what_it_must(headline: bool, now: Any, said: int) -> None:
    assert len(in_summary(reported_then((1000, 980, 1010), now, headline=headline))) == said


def test_what_moved_a_status_comes_first_and_months_to_come_last() -> None:
    targets = (1000, 1000, 1000, 1000, 1100)
    now = (1000, 940, 1005, 1020)
    (said,) = in_summary(reported_then((1000, 980, 1010), now, targets, headline=True))
    assert said == (
        "Restated since earlier reports: K Sep 2026 (980 → 940: at risk → off track), "
        "K Oct 2026 (1,010 → 1,005), and K Dec 2026 (target 1,000 → 1,100)."
    )


def test_many_are_counted() -> None:
    card = scorecard(
        (1,) * 8,
        (1000,) * 8,
        "2026-10",
        said_by(scorecard((2,) * 8, (1000,) * 8, "2026-10", start="2026-03"), OCTOBER),
        start="2026-03",
        headline=True,
    )
    (sentence,) = in_summary(card)
    assert sentence.endswith("K Jul 2026 (2 → 1), and 4 more.")


def test_in_french() -> None:
    card = reported_then((1000, 980, 1010), (1000, 980, 940, 1020), headline=True)
    (sentence,) = in_summary(card, "fr")
    assert sentence.replace("\xa0", " ").replace("\u202f", " ") == (
        "Retraité depuis les tableaux de bord antérieurs : "
        "K oct. 2026 (1 010 → 940 : dans l’objectif → hors objectif)."
    )


@pytest.mark.parametrize(
    ("targets", "language", "cause"),
    [
        ((1000, 1000, 1000, 1100), "en", "a target revised since an earlier report"),
        ((1000, 1000, 1000, 1100), "fr", "un objectif révisé depuis un tableau de bord antérieur"),
    ],
)
def test_a_target_is_revised_or_phased(targets: Any, language: str, cause: str) -> None:
    """November's target was planned as 1000; as 1100 it is revised, planned so it is phasing."""
    then, now = (1000, 980, 1010), (1000, 980, 1010, 1020)
    notes = view(reported_then(then, now, targets), language).kpis[0].notes
    assert any(cause in note for note in notes)
    known = said_by(scorecard(then, targets, "2026-10"), OCTOBER)
    phased = view(scorecard(now, targets, "2026-11", known), language).kpis[0].notes
    assert not any(cause in note for note in phased)
    assert any("phas" in note for note in phased)


def test_without_a_history_there_is_no_section() -> None:
    assert view(scorecard((1000,), (1000,), "2026-08")).restatements is None
