"""Cards, categories, problems, the method appendix and the period line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.i18n.messages import Messages, ProblemText, get_messages
from kpireport.model.book import Settings
from kpireport.model.goal import Goal, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.kpi import AttainmentMethod, Direction, Kpi
from kpireport.model.landing import Landing, RunRate
from kpireport.model.measure import Window
from kpireport.model.period import FiscalCalendar
from kpireport.model.problem import Problem
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.model.standing import Position, Standing
from kpireport.present.assemble import build_view
from kpireport.present.method import method_notes
from kpireport.present.problem_groups import problem_groups
from kpireport.present.sections import coverage_text, period_note, problem_views
from tests.present.scorecards import OCTOBER, Figures, cell, result, scorecard

EN, FR = get_messages("en"), get_messages("fr")


def bare(name: str, category: str = "", weight: float = 1.0, headline: bool = False) -> KpiResult:
    """A KPI on target in October 2026, of which only the months without reasons are kept."""
    kpi = Kpi(
        name,
        name,
        cell("A2"),
        category=category,
        weight=weight,
        headline=headline,
        direction=Direction.HIGHER,
    )
    found = result(Figures(kpi, [100.0], [100.0]))
    year = Window(OCTOBER, OCTOBER)
    nothing = replace(found.comparisons.previous, reason=None)
    compared = replace(
        found.comparisons,
        previous=nothing,
        year_ago=nothing,
        ytd_year_ago=nothing,
        baseline=nothing,
    )
    return replace(
        found, ytd=year, qtd=year, rolling12=year, fiscal_year=year, comparisons=compared
    )


def cards(card: Scorecard) -> list[str]:
    return [view.name for view in build_view(card, "en", "r").cards]


def test_headline_kpis_are_the_cards() -> None:
    results = [bare("A"), bare("B", headline=True), bare("C", weight=9.0)]
    assert cards(scorecard(results)) == ["B"]


def test_without_headline_kpis_the_six_of_most_weight_in_the_workbooks_order() -> None:
    weights = {"A": 1.0, "B": 2.0, "C": 1.0, "D": 1.0, "E": 1.0, "F": 1.0, "G": 1.0, "H": 5.0}
    results = [bare(name, weight=weight) for name, weight in weights.items()]
    assert cards(scorecard(results)) == ["A", "B", "C", "D", "E", "H"]


@pytest.mark.parametrize(("language", "other"), [("en", "Other"), ("fr", "Autres")])
def test_categories_keep_their_order_and_the_rest_is_last(language: str, other: str) -> None:
    card = scorecard([bare("A", ""), bare("B", "Two"), bare("C", "One"), bare("D", "Two")])
    view = build_view(card, language, "r")
    assert [c.name for c in view.categories] == ["Two", "One", other]
    assert [[k.name for k in c.kpis] for c in view.categories] == [["B", "D"], ["C"], ["A"]]
    assert [c.anchor for c in view.categories] == ["category-two", "category-one", "category"]
    assert [kpi.name for kpi in view.kpis] == ["B", "D", "C", "A"]


def test_a_category_says_how_many_kpis_are_scored_and_what_holds_it_back() -> None:
    card = scorecard([bare("A", "One"), bare("B", "One")], capped={"One": "B"})
    english = build_view(card, "en", "r").categories[0]
    assert (english.score.text, english.coverage) == ("100%", "2 of 2 KPIs scored")
    assert english.note == "Held at “At risk” while a headline KPI is off track: B."
    french = build_view(card, "fr", "r").categories[0]
    assert french.coverage == "2 indicateurs notés sur 2"
    assert "«\u00a0À surveiller\u00a0»" in french.note


def test_a_category_names_the_parents_that_are_not_scored() -> None:
    def note(language: str, *left_out: str) -> str:
        card = scorecard([bare("A", "One"), bare("B", "One"), bare("C", "One")])
        (one,) = card.categories
        card = replace(card, categories=(replace(one, left_out=left_out),))
        return build_view(card, language, "r").categories[0].note

    assert note("en") == ""
    assert note("en", "B") == "B isn’t scored: the KPIs below it are."
    assert note("en", "A", "B") == "A and B aren’t scored: the KPIs below them are."
    assert note("fr", "B").startswith("B n’entre pas dans le score")
    assert note("fr", "A", "B").startswith("A et B n’entrent pas dans le score")


def test_a_problem_without_a_cell_has_its_sheet_as_place(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ProblemText("Title", "Message", "Expected", "Advice")
    monkeypatch.setattr(Messages, "problem", lambda self, problem: words)
    problems = [Problem("I1"), Problem("W1", "Sheet"), Problem("E1", "Sheet", "B2")]
    views = problem_views(FR, problems)
    assert [(v.code, v.severity_label, v.place) for v in views] == [
        ("E1", "Erreur", "Sheet!B2"),
        ("W1", "Avertissement", "Sheet"),
        ("I1", "Remarque", ""),
    ]
    assert (views[0].title, views[0].message) == ("Title", "Message")
    assert (views[0].expected, views[0].advice) == ("Expected", "Advice")


def test_the_period_line() -> None:
    card = scorecard([bare("A")])
    assert period_note(EN, card) == "Fiscal year 2026; year to date January–October 2026"
    april = scorecard([bare("A")], settings=Settings(fiscal_calendar=FiscalCalendar(4)))
    assert period_note(FR, april) == ("Exercice 2026/27\u202f; cumul annuel avril–octobre 2026")


def method(card: Scorecard) -> dict[str, str]:
    return {note.title: note.text for note in method_notes(EN, card)}


def test_the_method_names_the_reports_own_thresholds() -> None:
    settings = Settings(green_from=0.98, amber_from=0.925)
    text = method(scorecard([bare("A")], settings=settings))["Status"]
    assert text.startswith("On track from an attainment of 98%, at risk from 92.5%, off track")


def test_the_method_tells_only_the_rules_in_use() -> None:
    plain = method(scorecard([bare("A")]))
    assert "Target at actual mix" not in plain
    assert "for: " not in plain["Attainment"]
    banded = bare("B")
    banded = replace(banded, kpi=replace(banded.kpi, name="Band", direction=Direction.RANGE))
    inverse = bare("C")
    inverse = replace(
        inverse, kpi=replace(inverse.kpi, name="Inv", attainment=AttainmentMethod.INVERSE)
    )
    mixed = replace(bare("D"), ytd=Window(OCTOBER, OCTOBER, target_basis="actual_mix"))
    told = method(scorecard([banded, inverse, mixed]))
    assert "Target at actual mix" in told
    assert "Target over actual, for: Inv." in told["Attainment"]
    assert told["Attainment"].endswith("for: Band.")


def test_the_method_tells_of_goals_landing_and_benchmarks_where_there_are_any() -> None:
    asked = {"Goals", "Landing", "Benchmarks"}
    assert not asked & set(method(scorecard([bare("A")])))
    goal = Goal("A", cell("B2"), OCTOBER, OCTOBER, level=1.0)
    landed = Landing(statistical=3.0, run_rate=RunRate(required=2.0))
    told = method(
        scorecard(
            [
                replace(bare("A"), goal=GoalProgress(goal, GoalPath.STEP)),
                replace(bare("B"), landing=landed),
                replace(bare("C"), standing=Standing(position=Position.BETTER)),
                replace(bare("D"), standing=Standing(reason=Reason("benchmark_unknown"))),
            ]
        )
    )
    assert asked <= set(told)
    assert told["Landing"].startswith("The statistical check knows")
    assert "“It takes” is what each month" in told["Landing"]


def test_the_method_tells_how_managements_own_landing_is_made() -> None:
    foreseen = method(scorecard([replace(bare("A"), landing=Landing(forecast=3.0))]))["Landing"]
    assert foreseen.startswith("Management’s landing") and "The check" not in foreseen
    final = replace(bare("A"), landing=Landing(forecast=3.0, statistical=3.0, final=True))
    assert "Landing" not in method(scorecard([final]))


def test_the_method_names_the_mapping_file_and_leaves_the_workbook_to_the_sources() -> None:
    plain = scorecard([bare("A")])
    assert "Source" not in method(plain)
    mapped = replace(plain.source, mapping="own.toml", mapping_sha256="5a" * 32)
    assert method(replace(plain, source=mapped))["Source"] == (
        f"Read by the mapping file own.toml, SHA-256 {'5a' * 32}."
    )


def test_problems_of_one_kind_share_a_row_and_name_the_kpis() -> None:
    names = {"K1": "Revenue", "K2": "Margin", "K3": "Visits"}
    silent = [
        Problem("I422", "KPIs", f"F{at}", {"kpis": (kpi_id,), "count": 1})
        for at, kpi_id in enumerate(names, 2)
    ]
    near = [
        Problem("W420", "KPIs", f"A{at}", {"kpi": kpi_id, "target": 95.5 + at})
        for at, kpi_id in enumerate(names, 2)
    ]
    warned, hinted = problem_groups(get_messages("en"), [*silent, *near], names)
    assert (hinted.place, hinted.more) == ("KPIs!F2, F3, F4", ())
    assert hinted.message == "Nothing says how months add up: Revenue, Margin, and Visits."
    assert warned.place == "KPIs!A2, A3, A4"
    told = [warned.message, *warned.more]
    assert [text.split(":")[0] for text in told] == ["Revenue", "Margin", "Visits"]
    alike = [replace(each, params={**each.params, "target": 95.0}) for each in near[:2]]
    (merged,) = problem_groups(get_messages("fr"), [*alike, near[2]], names)
    said = [" ".join(text.split()) for text in (merged.message, *merged.more)]
    assert said == [
        "Revenue et Margin : un objectif de 95 % et pas de tolérance en points.",
        "Visits : un objectif de 99,5 % et pas de tolérance en points.",
    ]
    assert merged.place == "KPIs!A2, A3, A4"
    alone = problem_groups(get_messages("en"), silent[:2], names)
    assert [row.place for row in alone] == ["KPIs!F2", "KPIs!F3"]
    assert "Revenue" in alone[0].message


def test_a_category_whose_kpis_can_have_no_score_says_nothing_of_scores() -> None:
    assert coverage_text(EN, 0, 0) == ""
    assert coverage_text(EN, 0, 2) == "0 of 2 KPIs scored"
