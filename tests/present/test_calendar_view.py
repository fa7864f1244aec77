"""The review calendar in words and in time order, and its days as events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpireport.model.reason import Reason
from kpireport.model.review import Cadence, CheckIn
from kpireport.model.scorecard import Scorecard
from kpireport.present.assemble import build_view
from kpireport.present.view import ReportView
from tests.present.scorecards import sample_scorecard


def scorecard_with(*check_ins: CheckIn) -> Scorecard:
    """The sample's first KPIs with these check-ins, the others without."""
    scorecard = sample_scorecard()
    given = [*check_ins, *[None] * (len(scorecard.kpis) - len(check_ins))]
    kpis = tuple(
        replace(result, check_in=each and replace(each, kpi_id=result.kpi.id))
        for result, each in zip(scorecard.kpis, given, strict=True)
    )
    return replace(scorecard, kpis=kpis)


def view_of(*check_ins: CheckIn, language: str = "en") -> ReportView:
    return build_view(scorecard_with(*check_ins), language, "0" * 12)


QUARTERLY = CheckIn("", Cadence.QUARTERLY, "due", date(2026, 12, 31), date(2027, 10, 31), "kpi")
MONTHLY = CheckIn("", Cadence.MONTHLY, "review", date(2026, 11, 30))
OVERDUE = CheckIn(
    "",
    Cadence.MONTHLY,
    "review",
    None,
    date(2026, 10, 15),
    "goal",
    True,
    Reason("due_has_come", {"day": date(2026, 10, 15)}),
)
AT_DUE = CheckIn("", Cadence.QUARTERLY, "due", date(2026, 11, 12), date(2026, 11, 12), "kpi")
NONE = CheckIn("", reason=Reason("no_review_no_due"))


def test_rows_in_time_order_with_what_has_come_on_top() -> None:
    names = [result.kpi.name for result in sample_scorecard().kpis[:4]]
    view = view_of(QUARTERLY, MONTHLY, OVERDUE, NONE)
    assert [row.name for row in view.calendar] == [names[2], names[1], names[0]]
    overdue, monthly, quarterly = view.calendar
    assert (quarterly.next_iso, quarterly.due_iso) == ("2026-12-31", "2027-10-31")
    assert (quarterly.next_check_in, quarterly.due) == ("31 Dec 2026", "31 Oct 2027")
    assert quarterly.cadence == "quarterly (by the time to its due date)"
    assert (monthly.cadence, monthly.due, monthly.due_iso, monthly.note) == ("monthly", "", "", "")
    assert (overdue.next_iso, overdue.due_iso) == ("", "2026-10-15")
    assert overdue.note == (
        "The due date, 15 Oct 2026, has come: decide whether the promise is kept, then write a "
        "new date or take it off. The due date is the end of its goal."
    )


def test_in_french() -> None:
    (row,) = view_of(QUARTERLY, language="fr").calendar
    assert row.cadence == "trimestriel (selon le temps jusqu’à l’échéance)"
    assert (row.next_check_in, row.due) == ("31 déc. 2026", "31 oct. 2027")


def test_rows_link_to_their_kpi() -> None:
    view = view_of(MONTHLY)
    assert view.calendar[0].anchor in {kpi.anchor for kpi in view.kpis}


def test_a_date_in_review_is_a_day_without_a_cadence() -> None:
    (row,) = view_of(CheckIn("", None, "review", date(2026, 12, 3))).calendar
    assert (row.cadence, row.next_iso) == ("on a date", "2026-12-03")


def details(view: ReportView, check_in_of: int = 0) -> dict[str, str]:
    name = sample_scorecard().kpis[check_in_of].kpi.name
    (kpi,) = [kpi for kpi in view.kpis if kpi.name == name]
    return {detail.label: detail.text for detail in kpi.details}


def test_the_section_of_a_kpi_says_it_too() -> None:
    shown = details(view_of(QUARTERLY))
    assert shown["Next check-in"] == "31 Dec 2026"
    assert shown["Check-ins"] == "quarterly (by the time to its due date)"
    # What Review says stands there already.
    assert "Check-ins" not in details(view_of(MONTHLY))
    assert details(view_of(OVERDUE))["Next check-in"].startswith("The due date, 15 Oct 2026,")
    assert "Next check-in" not in details(view_of(NONE))


class TestEvents:
    def test_one_a_check_in_and_one_a_due_date_in_time_order(self) -> None:
        view = view_of(QUARTERLY, MONTHLY, OVERDUE, NONE)
        first, second, third, *_ = [result.kpi.name for result in sample_scorecard().kpis]
        assert [(event.day_iso, event.summary) for event in view.events] == [
            ("2026-10-15", f"Due: {third}"),
            ("2026-11-30", f"Check-in: {second}"),
            ("2026-12-31", f"Check-in: {first}"),
            ("2027-10-31", f"Due: {first}"),
        ]

    def test_a_due_date_that_is_the_check_in_is_one_event(self) -> None:
        (event,) = view_of(AT_DUE).events
        assert event.summary.startswith("Due: ")

    def test_the_description_holds_what_the_workbook_says(self) -> None:
        (event,) = view_of(MONTHLY, language="fr").events
        kpi = sample_scorecard().kpis[0].kpi
        lines = event.description.split("\n")
        assert f"Responsable\u00a0: {kpi.owner}" in lines
        assert "Rythme\u00a0: mensuel" in lines
        assert lines[-1] == "Tableau de bord\u00a0: octobre 2026"

    def test_the_check_ins_of_one_day_are_one_event(self) -> None:
        view = view_of(MONTHLY, QUARTERLY, MONTHLY)
        first, _, third, *_ = [result.kpi for result in sample_scorecard().kpis]
        event, *_ = view.events
        assert (event.day_iso, event.summary) == ("2026-11-30", "Check-in: 2 KPIs")
        assert event.description.split("\n") == [
            f"{first.name} ({first.owner}; monthly)",
            f"{third.name} ({third.owner}; monthly)",
            "Scorecard: October 2026",
        ]
        assert [each.day_iso for each in view.events] == ["2026-11-30", "2026-12-31", "2027-10-31"]
        french, *_ = view_of(MONTHLY, QUARTERLY, MONTHLY, language="fr").events
        assert french.summary == "Revue\u00a0: 2 indicateurs"

    def test_the_event_of_a_day_is_the_same_whichever_kpis_it_lists(self) -> None:
        alone, together = view_of(MONTHLY).events, view_of(MONTHLY, MONTHLY).events
        assert len(alone) == len(together) == 1
        assert alone[0].uid == together[0].uid

    def test_due_dates_of_one_day_are_one_event_and_both_dates_of_a_kpi_have_theirs(self) -> None:
        both = replace(QUARTERLY, other_due=date(2028, 3, 31), other_from="goal")
        events = view_of(both, QUARTERLY).events
        assert [(event.day_iso, event.summary) for event in events] == [
            ("2026-12-31", "Check-in: 2 KPIs"),
            ("2027-10-31", "Due: 2 KPIs"),
            ("2028-03-31", f"Due: {sample_scorecard().kpis[0].kpi.name}"),
        ]

    def test_uids_are_stable_and_differ_by_kind_day_and_entity(self) -> None:
        uids = [event.uid for event in view_of(QUARTERLY, MONTHLY).events]
        assert len(set(uids)) == 3
        assert uids == [event.uid for event in view_of(QUARTERLY, MONTHLY, language="fr").events]
        scorecard = scorecard_with(QUARTERLY, MONTHLY)
        other = replace(scorecard, settings=replace(scorecard.settings, entity="Lyon"))
        apart = [event.uid for event in build_view(other, "en", "0" * 12).events]
        assert set(uids).isdisjoint(apart)
        later = view_of(replace(QUARTERLY, next_check_in=date(2027, 3, 31)))
        assert later.events[0].uid not in uids
        assert later.events[1].uid in uids


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_check_ins_no_calendar(language: str) -> None:
    view = view_of(language=language)
    assert (view.calendar, view.events) == ((), ())


def test_the_sentence_that_many_rows_share_is_said_once() -> None:
    rows = view_of(OVERDUE, OVERDUE, OVERDUE).calendar
    assert rows[0].note.startswith("The due date, 15 Oct 2026, has come: decide")
    assert [row.note for row in rows[1:]] == [
        "The due date has come. The due date is the end of its goal."
    ] * 2


def test_the_other_date_of_a_row_is_said() -> None:
    (row,) = view_of(replace(QUARTERLY, other_due=date(2028, 3, 31), other_from="goal")).calendar
    assert row.note == "Its goal ends on 31 Mar 2028."
    goal_first = replace(QUARTERLY, due_from="goal", other_due=date(2028, 3, 31), other_from="kpi")
    (row,) = view_of(goal_first).calendar
    assert row.note == "The due date is the end of its goal. Its own due date is 31 Mar 2028."
    (row,) = view_of(goal_first, language="fr").calendar
    assert row.note == (
        "L’échéance est la fin de son engagement. Sa propre échéance est le 31 mars 2028."
    )
