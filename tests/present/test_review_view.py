"""The review in words: the sentence, the figures as the KPI shows them, and the cell."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Param
from kpireport.model.reason import Reason
from kpireport.model.review import Criterion, CriterionName
from kpireport.model.scorecard import Scorecard
from kpireport.present.assemble import build_view
from kpireport.present.review_view import review_view
from kpireport.present.view import KpiReviewView, ReviewView
from tests.plain_text import plain
from tests.present.scorecards import sample_scorecard

CELL = CellRef("KPIs", "M7")


def scorecard_with(*criteria: Criterion, findings: tuple[Reason, ...] = ()) -> Scorecard:
    scorecard = sample_scorecard()
    first = replace(scorecard.kpis[0], smarter=criteria)
    return replace(scorecard, reviewed=True, findings=findings, kpis=(first, *scorecard.kpis[1:]))


def view_of(scorecard: Scorecard, language: Language = "en") -> ReviewView:
    anchors = {result.kpi.id: f"kpi-{result.kpi.id}" for result in scorecard.kpis}
    view = review_view(get_messages(language), scorecard, anchors)
    assert view is not None
    return view


def first_kpi(*criteria: Criterion, language: Language = "en") -> KpiReviewView:
    return view_of(scorecard_with(*criteria), language).kpis[0]


def unmet(code: str, name: CriterionName = CriterionName.WHO, **params: Param) -> Criterion:
    told: dict[str, Param] = {"kpi": "Sales", "place": str(CELL), **params}
    return Criterion(name, False, (Reason(code, told),), CELL)


def test_none_unless_asked() -> None:
    scorecard = sample_scorecard()
    assert review_view(get_messages("en"), scorecard, {}) is None
    assert build_view(scorecard, "en", "0" * 12).review is None
    assert build_view(scorecard_with(), "en", "0" * 12).review is not None


def test_the_sentence_ends_with_the_cell_to_write_in() -> None:
    (criterion,) = first_kpi(unmet("owner_missing")).criteria
    assert (criterion.code, criterion.label, criterion.mark) == ("who", "Who", "✗")
    assert (criterion.met, criterion.state) == (False, "something to write")
    assert criterion.advice == (
        "Nobody answers for it. Write one person or role in the column Owner, for instance "
        "“Head of sales”. (KPIs!M7)",
    )


def test_in_french() -> None:
    (criterion,) = first_kpi(unmet("owner_missing"), language="fr").criteria
    assert (criterion.label, criterion.state) == ("Qui", "à compléter")
    assert criterion.advice[0].startswith("Personne n’en répond. Écrivez une personne")
    assert criterion.advice[0].endswith("(KPIs!M7)")


def test_an_unknown_cell_is_left_out() -> None:
    (criterion,) = first_kpi(unmet("owner_missing", place="")).criteria
    assert criterion.advice[0].endswith("“Head of sales”.")


def test_figures_are_shown_as_the_kpi_s_own() -> None:
    # The sample's first KPI is in k€, without decimals: 4.04 and 4.01 would both be 4.
    too_easy = unmet(
        "too_easy", CriterionName.ATTAINABLE, place="", margin=4.04, move=4.01, best=1234.5
    )
    (advice,) = first_kpi(too_easy).criteria[0].advice
    assert "by at least 4.04\u00a0k€, more than it usually moves" in advice
    assert "(4.01\u00a0k€)" in advice
    assert "the best so far, 1,234.5\u00a0k€," in advice


def test_a_best_just_short_of_the_target_shows_that_it_is() -> None:
    # The sample's first KPI is in k€, without decimals: 1,234.96 would print as the target.
    never = unmet(
        "never_reached", CriterionName.ATTAINABLE, place="", count=9, best=1234.96, target=1235.0
    )
    (advice,) = first_kpi(never).criteria[0].advice
    assert plain(advice).startswith(
        "None of the 9 figures with a target reached 1,235.00 k€; the best was 1,234.96 k€."
    )


def test_with_a_season_the_smallest_gap_is_said() -> None:
    never = unmet(
        "never_reached_varying", CriterionName.ATTAINABLE, place="", count=9, gap=0.04,
        nearest=Period(2026, 10),
    )  # fmt: skip
    (advice,) = first_kpi(never).criteria[0].advice
    assert plain(advice).startswith(
        "None of the 9 figures with a target reached it; the nearest, in Oct 2026, was 0.04 k€ off."
    )
    (french,) = first_kpi(never, language="fr").criteria[0].advice
    assert plain(french).startswith(
        "Aucun des 9 réalisés n’a atteint son objectif ; le plus proche, en oct. 2026, "
        "en était à 0,04 k€."
    )


def test_what_is_met_and_what_can_t_be_told_have_their_marks() -> None:
    untold = Criterion(
        CriterionName.ATTAINABLE, None, (Reason("too_few_targets", {"count": 1, "place": ""}),)
    )
    kpi = first_kpi(Criterion(CriterionName.WHY, True), untold)
    assert [(each.mark, each.met) for each in kpi.criteria] == [("✓", True), ("?", None)]
    assert kpi.criteria[1].advice == (
        "Only 1 figure has a target so far: whether the target is too easy or out of reach "
        "can’t be told yet.",
    )
    assert kpi.summary == "Nothing missing."


def test_the_summary_counts_what_is_to_write_not_what_asks_for_it() -> None:
    twice = (
        unmet("purpose_missing", CriterionName.RELEVANT),
        unmet("purpose_missing", CriterionName.WHY),
    )
    met = (Criterion(CriterionName.WHO, True), Criterion(CriterionName.WHEN, True))
    assert first_kpi(*twice, *met).summary == "1 thing to write; already there: who and when."
    assert first_kpi(*twice).summary == "1 thing to write."
    assert first_kpi(*twice, *met, language="fr").summary == (
        "1 point à compléter\u202f; déjà en place\u00a0: qui et quand."
    )


@pytest.mark.parametrize(
    ("language", "start"),
    [
        ("en", "6 KPIs are headlines: A, B, C, D, E, and F. More than 5 share the focus"),
        ("fr", "6 indicateurs sont des indicateurs clés\u00a0: A, B, C, D, E et F. Au-delà de 5"),
    ],
)
def test_findings(language: Language, start: str) -> None:
    names = ("A", "B", "C", "D", "E", "F")
    finding = Reason("many_headlines", {"kpis": names, "count": 6, "limit": 5})
    (sentence,) = view_of(scorecard_with(findings=(finding,)), language).findings
    assert sentence.startswith(start)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_advice_that_the_review_gives_has_a_sentence(
    language: Language, repository: Path
) -> None:
    source = "\n".join(
        (repository / "kpireport" / "compute" / f"{name}.py").read_text(encoding="utf-8")
        for name in ("smarter", "review_case", "review_findings")
    )
    codes = set(re.findall(r'(?:Missing|_finding)\(\s*"(\w+)"', source))
    codes |= {
        "benchmark_unknown",
        "benchmark_unusable",
        "due_passed",
        "goal_ended",
        "never_reached",
        "never_reached_varying",
        "too_easy_varying",
        "never_kept",
    }
    codes |= {f"definition_missing_{kind}" for kind in ("percent", "currency", "number")}
    assert len(codes) > 20
    messages = get_messages(language)
    assert [code for code in sorted(codes) if not messages.has(f"review.advice.{code}")] == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("criterion", list(CriterionName))
def test_every_criterion_has_a_name(language: Language, criterion: CriterionName) -> None:
    assert get_messages(language).text(f"review.criterion.{criterion.value}")
