"""A book within a scope: what stays is what it was, and of the rest nothing is left."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kpireport.compute.scope import scoped
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Action, Book, Comment, Event, Recipient
from kpireport.model.goal import Goal
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Problem
from kpireport.model.scope import Scope
from kpireport.model.status import Status
from tests.compute.books import book, kpi, month, months, row, settings

AT = Period(2026, 3)
CELL = CellRef("Sheet", "A1")


def company() -> Book:
    """Churn is leavers over customers: 5/100, 6/120 and 12/150 are 5 %, 5 % and 8 %; planned 4 %.

    Service gathers churn and calls.
    """
    return book(
        row(
            kpi("REV", name="Revenue", category="Sales", owner="Ana", aggregation="sum"),
            months("2026-01", 100, 120, 90),
        ),
        row(
            kpi("LEFT", name="Leavers", category="People", owner="Bob", aggregation="sum"),
            months("2026-01", 5, 6, 12),
            targets=months("2026-01", 4, 4, 4),
        ),
        row(
            kpi("CUST", name="Customers", category="Sales", owner="Bob", aggregation="last"),
            months("2026-01", 100, 120, 150),
            targets=months("2026-01", 100, 100, 100),
        ),
        row(
            kpi(
                "CHURN",
                name="Churn rate",
                category="Service",
                owner="Cleo",
                unit="%",
                direction="lower",
                aggregation="ratio",
                numerator="LEFT",
                denominator="CUST",
                parent="SERV",
            )
        ),
        row(
            kpi(
                "CALLS",
                name="Calls",
                category="Desk",
                owner="Cleo",
                direction="lower",
                parent="SERV",
                aggregation="sum",
            ),
            months("2026-01", 10, 10, 10),
            targets=months("2026-01", 10, 10, 10),
        ),
        row(kpi("SERV", category="Service", direction="higher", roll_up="worst_child")),
        setting=settings(entity="Lyon"),
    )


def only(scope: Scope, whole: Book | None = None, *problems: Problem) -> Book:
    made = scoped(whole or company(), scope, AT, problems)
    assert made is not None
    return made.book


def test_everything_is_the_book_itself() -> None:
    whole = company()
    assert only(Scope(), whole) is whole
    assert only(Scope(entities=("LYON ", "Paris")), whole) is whole


def test_another_entity_or_an_empty_scope_is_nothing() -> None:
    assert scoped(company(), Scope(entities=("Paris",)), AT) is None
    assert scoped(company(), Scope(categories=("Sales",), owners=("Cleo",)), AT) is None


def test_conditions_hold_together() -> None:
    assert [k.id for k in only(Scope(categories=("Sales",))).kpis] == ["REV", "CUST"]
    made = only(Scope(categories=("Sales",), owners=("Bob",)))
    assert [k.id for k in made.kpis] == ["CUST"]
    assert set(made.actuals) == set(made.targets) == {"CUST"}


def test_what_stays_is_computed_as_in_the_whole() -> None:
    whole = build_scorecard(company(), AT).kpi("CUST")
    part = build_scorecard(only(Scope(kpis=("CUST",))), AT).kpi("CUST")
    assert (part.measure, part.ytd, part.history) == (whole.measure, whole.ytd, whole.history)


@pytest.mark.parametrize("also", [(), ("LEFT",)])
def test_a_ratio_without_its_parts_keeps_its_months_and_has_no_totals(also: tuple[str]) -> None:
    whole = build_scorecard(company(), AT).kpi("CHURN")
    made = only(Scope(kpis=("CHURN", *also)))
    part = build_scorecard(made, AT).kpi("CHURN")
    assert [point.measure.actual for point in part.history[:3]] == [5.0, 5.0, 8.0]
    assert [point.measure.target for point in part.history[:3]] == [4.0, 4.0, 4.0]
    assert part.measure == whole.measure
    assert part.measure.status is Status.OFF_TRACK
    assert whole.ytd.actual is not None
    assert part.ytd.actual is None
    assert part.ytd.reason is not None
    assert part.ytd.reason.code == "parts_outside_scope"
    assert (part.kpi.numerator, part.kpi.denominator, part.kpi.parent) == (None, None, None)
    cells = {cell.ref for cell in part.history[0].cells if cell.role == "actual"}
    assert cells == {company().kpi("CHURN").cell}


def test_a_ratio_with_both_parts_stays_one() -> None:
    made = only(Scope(kpis=("CHURN", "LEFT", "CUST")))
    assert build_scorecard(made, AT).kpi("CHURN").ytd.actual == pytest.approx(23 / 150 * 100)


def test_a_status_that_children_outside_would_give_is_not_given() -> None:
    whole = company()
    assert build_scorecard(whole, AT).kpi("SERV").measure.status is Status.OFF_TRACK
    made = scoped(whole, Scope(kpis=("SERV", "CALLS")), AT)
    assert made is not None
    assert build_scorecard(made.book, AT).kpi("SERV").measure.status is Status.NO_DATA
    assert [(p.code, p.params["kpi"]) for p in made.problems] == [("I876", "SERV")]


def test_what_is_about_others_goes() -> None:
    far = Period(2026, 12)
    full = replace(
        company(),
        goals=(Goal("REV", CELL, AT, far, level=200), Goal("CALLS", CELL, AT, far, level=5)),
        comments=(
            Comment("REV", None, "Ana", "mine", CELL),
            Comment("CALLS", None, "Cleo", "other", CELL),
            Comment(None, None, "Ana", "whole", CELL),
        ),
        actions=(
            Action("REV", "mine", "", None, "", "", CELL),
            Action(None, "whole", "", None, "", "", CELL),
        ),
        events=(
            Event(dt.date(2026, 2, 1), None, "for all", True, CELL),
            Event(dt.date(2026, 2, 1), "CALLS", "other", True, CELL),
        ),
        benchmarks=(
            Benchmark("Revenue", CELL, "median", 5.0),
            Benchmark("Calls", CELL, "median", 7.0),
        ),
        recipients=(Recipient("Eve", "eve@example.com", "all", (), None, CELL, Scope()),),
    )
    made = only(Scope(kpis=("REV",)), full)
    assert [goal.kpi for goal in made.goals] == ["REV"]
    assert [comment.text for comment in made.comments] == ["mine"]
    assert [action.action for action in made.actions] == ["mine"]
    assert [event.label for event in made.events] == ["for all"]
    assert [row.metric for row in made.benchmarks] == ["Revenue"]
    assert made.recipients == ()


def test_problems_stay_where_they_are_about_what_stays_and_name_nothing_else() -> None:
    whole = company()
    figure = whole.actuals["REV"][month("2026-01")].cell
    other = whole.actuals["CALLS"][month("2026-01")].cell
    row_of_rev = whole.kpi("REV").cell.cell[1:]

    def problem(code: str, ref: CellRef | None, **params: str) -> Problem:
        return Problem(code, ref and ref.sheet, ref and ref.cell, params)

    kept = (
        problem("W1", figure, found="x"),
        problem("W2", CellRef("KPIs", f"Q{row_of_rev}")),
        problem("W3", CellRef("Targets", "Z9"), kpi="REV"),
    )
    lost = (
        problem("W4", other),
        problem("W5", None),
        problem("W6", figure, found="as calls do"),
        problem("W7", figure, others="CHURN"),
        problem("W8", CellRef("Actuals", "Z9")),
        problem("W9", CellRef("KPIs", f"Q{row_of_rev}0")),
    )
    made = scoped(whole, Scope(kpis=("REV",)), AT, (*lost, *kept))
    assert made is not None
    assert made.problems == kept


def test_who_sees_one_entity_of_a_workbook_isnt_shown_what_may_be_about_another() -> None:
    whole = replace(
        company(),
        comments=(Comment("REV", None, "Ana", "Paris was weak", CELL),),
        actions=(Action("REV", "close Paris", "", None, "", "", CELL),),
        events=(Event(dt.date(2026, 2, 1), None, "Paris moved", True, CELL),),
    )
    figure = whole.actuals["REV"][month("2026-01")].cell
    row_of_rev = whole.kpi("REV").cell
    own = Problem("W1", figure.sheet, figure.cell, {"found": 3.0})
    others = (
        Problem("W2", row_of_rev.sheet, row_of_rev.cell, {"kpi": "REV", "found": 987.0}),
        Problem("W3", figure.sheet, figure.cell, {"other": "Paris"}),
    )
    lyon = Scope(entities=("Lyon",))
    made = scoped(whole, lyon, AT, (own, *others), beside=("Paris",))
    assert made is not None
    assert (made.book.comments, made.book.actions) == ((), ())
    assert [(event.label, event.rebase) for event in made.book.events] == [("", True)]
    assert made.problems == (own,)
    assert made.book.kpis == whole.kpis
    both = Scope(entities=("Lyon", "Paris"))
    seen = scoped(whole, both, AT, (own, *others), beside=("Paris",))
    assert seen is not None
    assert (seen.book, seen.problems) == (whole, (own, *others))
