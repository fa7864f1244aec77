"""Definitions, notes, comments, actions and anchors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Action, Comment
from kpireport.model.kpi import Direction, Frequency, Kpi, Tolerance, ToleranceKind
from kpireport.model.period import Period
from kpireport.model.status import Status, StatusChange, StatusStep
from kpireport.present.details import action_views, anchors, comment_views, details, notes
from tests.present.scorecards import DAYS, OCTOBER, PERCENT, Figures, cell, result

EN, FR = get_messages("en"), get_messages("fr")
STAFF = Kpi("F", "Staff", cell("A2"), direction=Direction.HIGHER)


def shown(kpi: Kpi, french: bool = False) -> dict[str, str]:
    return {d.label: d.text for d in details(FR if french else EN, kpi)}


def test_what_is_empty_is_left_out_and_the_rules_are_always_told() -> None:
    assert shown(STAFF) == {
        "Direction": "higher is better",
        "Total": "none: the workbook does not say how months add up",
        "Frequency": "monthly",
    }


def test_everything_in_words() -> None:
    kpi = replace(
        STAFF,
        owner="Ann",
        purpose="Because",
        method="Count",
        due=date(2026, 12, 31),
        direction=Direction.LOWER,
        frequency=Frequency.QUARTERLY,
    )
    assert shown(kpi, french=True) == {
        "Responsable": "Ann",
        "Pourquoi": "Because",
        "Comment": "Count",
        "Échéance": "31 déc. 2026",
        "Sens": "plus bas est mieux",
        "Total": "aucun\u00a0: le classeur ne dit pas comment les mois s’agrègent",
        "Fréquence": "trimestrielle",
    }


def test_tolerances() -> None:
    points = replace(STAFF, unit=PERCENT, tolerance=Tolerance(1.5, ToleranceKind.POINTS))
    assert shown(points)["Tolerance"] == "at risk up to 1.5\u00a0pts from the target"
    whole = replace(STAFF, unit=PERCENT, tolerance=Tolerance(1.0, ToleranceKind.POINTS))
    assert shown(whole)["Tolerance"] == "at risk up to 1.0\u00a0pts from the target"
    days = replace(STAFF, unit=DAYS, tolerance=Tolerance(3.0))
    assert shown(days)["Tolerance"] == "at risk up to 3\u00a0days from the target"
    share = replace(STAFF, tolerance=Tolerance(0.05, ToleranceKind.TARGET_SHARE))
    assert shown(share)["Tolerance"] == "at risk up to 5% of the target"


def test_notes_name_an_older_figure_and_why_the_status_moved() -> None:
    older = result(Figures(STAFF, [90.0, None], [100.0, None]), period=Period(2026, 9))
    assert notes(EN, older, OCTOBER) == ("Latest closed figure: Sep 2026.",)
    steps = (
        StatusStep("target", Status.ON_TRACK, Status.AT_RISK),
        StatusStep("actual", Status.AT_RISK, Status.OFF_TRACK),
    )
    moved = result(
        Figures(STAFF, [90.0], [100.0]),
        status_change=StatusChange(Status.ON_TRACK, Status.OFF_TRACK, steps),
    )
    assert notes(EN, moved, OCTOBER) == (
        "Status: On track → Off track since the previous period, in steps: "
        "On track → At risk by a target that differs from the period before (phasing); "
        "At risk → Off track by the actual.",
    )


def test_one_cause_needs_no_steps_and_a_status_that_stayed_no_words() -> None:
    def said(*steps: StatusStep) -> tuple[str, ...]:
        change = StatusChange(steps[0].before, steps[-1].after, steps)
        moved = result(Figures(STAFF, [90.0], [100.0]), status_change=change)
        return notes(EN, moved, OCTOBER)

    threshold = StatusStep("threshold", Status.ON_TRACK, Status.AT_RISK)
    assert said(threshold) == (
        "Status: On track → At risk since the previous period. Cause: the thresholds.",
    )
    assert said(threshold, StatusStep("actual", Status.AT_RISK, Status.ON_TRACK)) == ()


def test_a_number_and_its_sign_stay_together_in_what_people_write() -> None:
    told = "Up to 20 % of orders, heating at 19 °C, 5 € less, not 3 %5 or 7 apples."
    (view,) = comment_views(EN, [Comment("F", OCTOBER, "A", told, cell("A2"))], {"F": "S"}, OCTOBER)
    nbsp = "\u00a0"
    assert view.text == (
        f"Up to 20{nbsp}% of orders, heating at 19{nbsp}°C, 5{nbsp}€ less, not 3 %5 or 7 apples."
    )


def test_comments_are_the_newest_first_and_never_of_hidden_kpis_or_later_months() -> None:
    comments = [
        Comment("F", Period(2026, 9), "A", "older", cell("A2")),
        Comment("F", OCTOBER, "A", "now", cell("A3")),
        Comment("F", Period(2026, 11), "A", "later", cell("A4")),
        Comment("SECRET", OCTOBER, "A", "hidden", cell("A5")),
        Comment(None, None, "A", "always", cell("A6")),
    ]
    views = comment_views(EN, comments, {"F": "Staff"}, OCTOBER)
    assert [(view.kpi, view.period, view.text) for view in views] == [
        ("Staff", "Oct 2026", "now"),
        ("", "", "always"),
        ("Staff", "Sep 2026", "older"),
    ]


def test_actions_keep_what_was_typed_as_due() -> None:
    actions = [
        Action("F", "Hire", "A", date(2026, 11, 20), "", "open", cell("A2")),
        Action(None, "Train", "B", None, "soon", "open", cell("A3")),
        Action("SECRET", "Hide", "C", None, "", "open", cell("A4")),
    ]
    views = action_views(FR, actions, {"F": "Staff"})
    assert [(view.kpi, view.action, view.due) for view in views] == [
        ("Staff", "Hire", "20 nov. 2026"),
        ("", "Train", "soon"),
    ]


def test_anchors_are_plain_and_all_different() -> None:
    found = anchors(["Chiffre d’affaires", "chiffre d'affaires", "売上", "", "a"], "kpi")
    assert found == {
        "Chiffre d’affaires": "kpi-chiffre-daffaires",
        "chiffre d'affaires": "kpi-chiffre-d-affaires",
        "売上": "kpi",
        "": "kpi-2",
        "a": "kpi-a",
    }


@given(st.sets(st.text(max_size=8), max_size=12))
def test_any_names_give_valid_anchors(names: set[str]) -> None:
    found = anchors(names, "kpi")
    assert len(set(found.values())) == len(names)
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert all(set(anchor) <= allowed for anchor in found.values())
