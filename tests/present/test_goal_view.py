"""A goal in words, in both languages, and what it adds to a KPI's sentence and chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.i18n.typography import typeset
from kpireport.model.book import Event, Language
from kpireport.model.goal import Goal
from kpireport.model.kpi import Unit, UnitKind
from kpireport.model.problem import CellRef
from kpireport.present.assemble import build_view
from kpireport.present.view import Detail, GoalView, KpiView, Tone
from tests.compute.books import Row, book, every, flat, kpi, month, months, row
from tests.compute.test_goal_claims import FIVE, ORDERS, RUNNING, TWENTY
from tests.compute.test_goals import goal, level, total
from tests.plain_text import plain

EURO = Unit("€", UnitKind.CURRENCY, "EUR")
KILO_EURO = Unit("k€", UnitKind.CURRENCY, "EUR", 1000.0)
TONNES = Unit("t", UnitKind.OTHER)


def shown(
    entry: Row, chosen: Goal | None, period: str, language: Language = "en", *events: Event
) -> KpiView:
    goals = () if chosen is None else (chosen,)
    card = build_scorecard(
        book(entry, row(kpi("ALWAYS"), {period: 1}), goals=goals, events=events), month(period)
    )
    return next(k for k in build_view(card, language, "run").kpis if k.id == "K")


def told(entry: Row, chosen: Goal, period: str, language: Language = "en") -> GoalView:
    view = shown(entry, chosen, period, language).goal
    assert view is not None
    facts = tuple(Detail(plain(fact.label), plain(fact.text)) for fact in view.facts)
    return replace(view, promise=plain(view.promise), progress=plain(view.progress), facts=facts)


def fr(text: str) -> str:
    """The text with the apostrophes that French is set with, its spaces plain."""
    return plain(typeset(text, "fr"))


AVERAGE = row(level(unit=EURO, name="Average order"), months("2025-12", 85, 86, 90, 94))
FIFTEEN = goal("2026-01", "2026-06", unit=15)


class TestThePromise:
    def test_a_change_in_the_unit(self) -> None:
        view = told(AVERAGE, FIFTEEN, "2026-03")
        assert view.promise == "+€15 over Jan–Jun 2026, in equal steps."
        french = told(AVERAGE, FIFTEEN, "2026-03", "fr")
        assert french.promise == fr("+15 € sur janv.–juin 2026, à pas égaux.")

    def test_a_change_in_percent_by_season(self) -> None:
        entry = row(total(), months("2025-01", *flat(50, 12), 60))
        chosen = goal("2026-01", "2026-12", share=0.4)
        assert told(entry, chosen, "2026-01").promise == (
            "+40% over Jan–Dec 2026, each month on the same month a year before."
        )
        assert told(entry, chosen, "2026-01", "fr").promise == fr(
            "+40 % sur janv.–déc. 2026, chaque mois par rapport au même mois de l'année précédente."
        )

    def test_of_quarters(self) -> None:
        entry = row(total(frequency="quarterly"), every("2025-03", 3, *flat(50, 4), 60))
        chosen = goal("2026-01", "2026-12", share=0.4)
        assert told(entry, chosen, "2026-03").promise.endswith("a year before.")
        assert "each quarter on the same quarter" in told(entry, chosen, "2026-03").promise

    def test_points_a_step_and_a_fraction_of_a_percent(self) -> None:
        entry = row(kpi(unit="%", direction="lower"), months("2025-12", 70, 69))
        by_points = goal("2026-01", "2026-03", points=-10, path="step")
        assert told(entry, by_points, "2026-01").promise == (
            "−10 pts over Jan–Mar 2026, all at once in the last month."
        )
        by_share = goal("2026-01", "2026-03", share=-0.125)
        assert told(entry, by_share, "2026-01").promise.startswith("−12.5% over")

    def test_a_level(self) -> None:
        entry = row(level(unit=TONNES, direction="lower"), months("2025-12", 480, 440))
        chosen = goal("2026-01", "2026-12", level=0)
        assert told(entry, chosen, "2026-01").promise == (
            "0 t by Dec 2026 (from Jan 2026), in equal steps."
        )
        assert told(entry, chosen, "2026-01", "fr").promise == fr(
            "0 t d'ici déc. 2026 (début : janv. 2026), à pas égaux."
        )

    def test_a_sum_that_makes_its_change_together(self) -> None:
        entry = row(total(), months("2025-01", *flat(50, 12), 60))
        chosen = goal("2026-01", "2026-12", share=0.4, path="linear")
        assert told(entry, chosen, "2026-01").promise.endswith("make the change together.")


class TestHowFar:
    def test_on_its_way(self) -> None:
        view = told(AVERAGE, FIFTEEN, "2026-03")
        # (94 − 85)/15 = 60 % at 3/6.
        assert view.progress == "60% of the way at 50% of the time."
        assert view.tone is Tone.GOOD
        assert [(d.label, d.text) for d in view.facts] == [
            ("Starts from", "€85.00"),
            ("Target of its last month", "€100.00"),
            ("Pace", "1.20 times what it takes by Jun 2026"),
        ]
        french = told(AVERAGE, FIFTEEN, "2026-03", "fr")
        assert french.progress == fr("60 % du chemin à 50 % du temps.")
        assert french.facts[2].text == fr("1,20 fois ce qu'il faut d'ici juin 2026")

    def test_just_on_time_and_behind(self) -> None:
        view = told(AVERAGE, FIFTEEN, "2026-02")
        assert (view.progress, view.tone) == ("33% of the way at 33% of the time.", Tone.GOOD)
        behind = told(AVERAGE, FIFTEEN, "2026-01")
        assert (behind.progress, behind.tone) == ("7% of the way at 17% of the time.", Tone.BAD)

    def test_the_wrong_way(self) -> None:
        entry = row(level(), months("2025-12", 10, 8))
        view = told(entry, goal("2026-01", "2026-02", unit=10), "2026-01")
        assert view.progress == (
            "Further from the goal than at its start (−20% of the way) at 50% of the time."
        )
        assert view.tone is Tone.BAD

    def test_by_season(self) -> None:
        entry = row(total(), months("2025-01", *range(10, 130, 10), 14, 22))
        view = told(entry, goal("2026-01", "2026-12", share=0.4), "2026-02")
        assert view.progress == "+20.0% on the year before, of +40% promised, at 17% of the time."
        assert view.tone is Tone.BAD
        assert ("Change so far", "+20.0%") in [(d.label, d.text) for d in view.facts]
        assert "Pace" not in [d.label for d in view.facts]

    def test_a_near_miss_by_season_doesnt_read_as_reached(self) -> None:
        entry = row(total(), months("2025-01", *flat(1000, 12), 1399.6))
        view = told(entry, goal("2026-01", "2026-12", share=0.4), "2026-01")
        assert view.progress.startswith("+39.96% on the year before, of +40% promised")

    @pytest.mark.parametrize(
        ("last", "english", "french", "tone"),
        [
            (20, "Ended in Feb 2026, reached (100% of the way).",
             "Échu en févr. 2026, tenu (100 % du chemin).", Tone.GOOD),
            (19, "Goal missed in Feb 2026: 19 against 20 promised.",
             "Échu en févr. 2026, non tenu : 19 pour 20 promis.", Tone.BAD),
        ],
    )  # fmt: skip
    def test_ended(self, last: float, english: str, french: str, tone: Tone) -> None:
        entry = row(level(), months("2025-12", 10, 12, last, 5))
        chosen = goal("2026-01", "2026-02", unit=10)
        for period in ("2026-02", "2026-03"):
            view = told(entry, chosen, period)
            assert (view.progress, view.tone) == (english, tone)
            assert told(entry, chosen, period, "fr").progress == fr(french)

    def test_an_older_figure_is_dated(self) -> None:
        entry = row(level(frequency="quarterly"), every("2025-12", 3, 10, 15))
        view = told(entry, goal("2026-01", "2026-06", unit=10), "2026-05")
        assert view.progress == "50% of the way at 50% of the time (figure of Mar 2026)."

    def test_not_started_and_not_to_be_told(self) -> None:
        later = told(AVERAGE, goal("2026-09", "2026-12", unit=5), "2026-03")
        assert (later.progress, later.tone) == ("The goal starts in Sep 2026.", Tone.PLAIN)
        lost = told(row(level(), {"2026-01": 5}), goal("2026-01", "2026-03", level=9), "2026-01")
        assert lost.progress.startswith("No target from the goal: there is no final figure")

    def test_a_step_promises_nothing_before_its_end(self) -> None:
        entry = row(level(), months("2025-12", 5, 5, 5))
        view = told(entry, goal("2026-01", "2026-04", unit=3, path="step"), "2026-02")
        assert (view.progress, view.tone) == (
            "Due all at once in Apr 2026: 5 now, 8 promised.",
            Tone.PLAIN,
        )
        assert told(entry, goal("2026-01", "2026-04", unit=3, path="step"), "2026-02", "fr") == (
            replace(
                view,
                promise=fr("+3 sur janv.–avr. 2026, en une fois, le dernier mois."),
                progress=fr("À tenir en une fois en avr. 2026 : 5 à ce jour, 8 promis."),
                facts=(
                    Detail(fr("Point de départ"), "5"),
                    Detail(fr("Objectif du dernier mois"), "8"),
                ),
            )
        )
        assert "Pace" not in [d.label for d in view.facts]

    @pytest.mark.parametrize(
        ("now", "english"),
        [
            (4, "Due all at once in Apr 2026: 4 now, 8 promised, further away than at its start."),
            (8, "Reached before its date, Apr 2026: 8 now, 8 promised."),
        ],
    )
    def test_a_step_that_goes_back_or_is_there(self, now: float, english: str) -> None:
        entry = row(level(), months("2025-12", 5, 5, now))
        view = told(entry, goal("2026-01", "2026-04", unit=3, path="step"), "2026-02")
        assert view.progress == english

    def test_months_together(self) -> None:
        """406.4 of 400 is +1.6 %; promised so far +14.29 % (test_goal_claims)."""
        view = told(RUNNING, TWENTY, "2026-10")
        assert view.progress == (
            "+1.6% so far over Jul–Oct 2026 together, of +14.3% promised so far; "
            "+20% promised by Dec 2026."
        )
        assert view.tone is Tone.BAD
        assert [(d.label, d.text) for d in view.facts][2:] == [
            ("Change so far", "+1.6%"),
            ("Promised so far", "+14.3%"),
        ]
        assert told(RUNNING, TWENTY, "2026-10", "fr").progress == fr(
            "+1,6 % à ce jour sur juil.–oct. 2026 (mois cumulés), pour +14,3 % promis à ce stade ; "
            "+20 % promis d'ici déc. 2026."
        )

    def test_months_together_that_missed_it(self) -> None:
        """16,150 of 16,277 is −0.78 %, though the last month alone is over its own target."""
        view = told(ORDERS, FIVE, "2026-09")
        assert view.progress == (
            "Goal missed in Sep 2026: −0.8% over Jul–Sep 2026 together against +5% promised, "
            "further away than at its start."
        )
        assert view.tone is Tone.BAD
        assert told(ORDERS, FIVE, "2026-09", "fr").progress == fr(
            "Échu en sept. 2026, non tenu : −0,8 % sur juil.–sept. 2026 (mois cumulés) pour +5 % "
            "promis, plus loin du but qu'au départ."
        )
        verdict = plain(shown(ORDERS, FIVE, "2026-09").verdict)
        assert "goal missed: −0.8% over Jul–Sep 2026 together against +5% promised" in verdict
        assert "reached" not in verdict

    def test_months_together_that_kept_it(self) -> None:
        kept = row(total(), months("2025-07", *flat(100, 12), 104, 106))
        chosen = goal("2026-07", "2026-08", share=0.05, path="linear")
        assert told(kept, chosen, "2026-08").progress == (
            "Ended in Aug 2026, reached: +5.0% over Jul–Aug 2026 together, of +5% promised."
        )

    def test_a_change_is_rounded_in_one_way(self) -> None:
        """108 − 1.2 is 106.8: +6.8 % of the 8 % promised."""
        entry = row(total(), months("2025-07", *flat(100, 12), 106.8))
        chosen = goal("2026-07", "2026-07", share=0.08)
        view = told(entry, chosen, "2026-07", "fr")
        assert view.progress == fr(
            "Échu en juil. 2026, non tenu : +6,8 % par rapport à l'année précédente pour +8 % "
            "promis."
        )
        assert view.facts[2].text == fr("+6,8 %")

    def test_an_end_without_its_figure_claims_nothing(self) -> None:
        entry = row(level(), months("2025-12", 10, 12))
        chosen = goal("2026-01", "2026-02", unit=10)
        assert told(entry, chosen, "2026-02").progress == (
            "Ended in Feb 2026; the figure of its last month is missing."
        )

    def test_none_without_a_goal(self) -> None:
        assert shown(AVERAGE, None, "2026-03").goal is None


class TestTheSentence:
    def test_a_status_by_the_goals_own_target_says_it_already(self) -> None:
        assert "of the way" not in shown(AVERAGE, FIFTEEN, "2026-01").verdict

    def test_a_lag_behind_a_typed_target_is_said(self) -> None:
        entry = row(level(), months("2025-12", 10, 11), targets={"2026-01": 5})
        verdict = shown(entry, goal("2026-01", "2026-04", unit=10), "2026-01").verdict
        assert "10% of the way to its goal at 25% of the time" in plain(verdict)
        french = shown(entry, goal("2026-01", "2026-04", unit=10), "2026-01", "fr").verdict
        assert fr("10 % du chemin de l'engagement à 25 % du temps") in plain(french)

    def test_a_negative_way_is_further_away(self) -> None:
        entry = row(level(), months("2025-12", 10, 8), targets={"2026-01": 5})
        chosen = goal("2026-01", "2026-04", unit=10)
        assert "further away from its goal than at the start, at 25% of the time" in plain(
            shown(entry, chosen, "2026-01").verdict
        )
        assert fr("plus loin de l'engagement qu'au départ, à 25 % du temps") in plain(
            shown(entry, chosen, "2026-01", "fr").verdict
        )

    def test_a_month_on_track_doesnt_hide_months_that_are_behind(self) -> None:
        """October's 135 is over its own 122.86 while the four make +7.2 % of +14.3 %."""
        entry = row(total(), months("2025-07", *flat(100, 12), 95, 96, 102.6, 135))
        verdict = plain(shown(entry, TWENTY, "2026-10").verdict)
        assert "+7.2% so far over Jul–Oct 2026 together, +20% promised by Dec 2026" in verdict
        # Where the month itself is missed its status says that the way is not kept.
        assert "together" not in shown(RUNNING, TWENTY, "2026-10").verdict

    def test_a_step_adds_nothing_before_its_end(self) -> None:
        entry = row(level(), months("2025-12", 10, 9), targets={"2026-01": 5})
        step = goal("2026-01", "2026-04", unit=10, path="step")
        assert "goal" not in shown(entry, step, "2026-01").verdict

    @pytest.mark.parametrize(
        ("last", "said"), [(20, "its goal is reached"), (19, "goal missed: 19 against 20 promised")]
    )
    def test_the_end_is_said_in_its_month(self, last: float, said: str) -> None:
        entry = row(level(), months("2025-12", 10, 12, last, last))
        chosen = goal("2026-01", "2026-02", unit=10)
        assert said in shown(entry, chosen, "2026-02").verdict
        assert said not in shown(entry, chosen, "2026-03").verdict

    def test_a_goal_that_has_ended_is_no_news(self) -> None:
        entry = row(level(), months("2025-12", 10, 10, 11, 11))
        chosen = goal("2026-01", "2026-02", unit=10, path="step")
        assert "goal" not in shown(entry, chosen, "2026-03").verdict


def event(day: str, label: str, kpi_id: str | None = None) -> Event:
    return Event(date.fromisoformat(day), kpi_id, label, False, CellRef("Events", "A2"))


class TestTheChart:
    def test_the_goal_is_in_the_key_at_its_end_and_in_the_alternative(self) -> None:
        chart = shown(AVERAGE, FIFTEEN, "2026-03").chart
        assert chart.svg.count(">Goal<") == 2
        # 85 + 15·1/6 = 87.50 at first; 100 holds to the end of the year.
        assert (
            "The goal sets the targets of 6 months, Jan–Jun 2026: from €87.50 to €100.00. "
            "After its end a target of €100.00 holds, Jul–Dec 2026." in chart.alt
        )
        french = shown(AVERAGE, FIFTEEN, "2026-03", "fr").chart
        assert french.svg.count(">Engagement<") == 2
        assert fr("L'engagement fixe les objectifs de 6 mois") in plain(french.alt)
        assert fr("Après l'échéance, un objectif de 100,00 € continue de valoir") in (
            plain(french.alt)
        )

    def test_a_goal_beyond_the_months_shown_says_what_it_leads_to(self) -> None:
        entry = row(level(unit=TONNES, direction="lower"), months("2025-12", 480, 470))
        chosen = goal("2026-01", "2029-12", level=0)
        assert "Goal: 0 t in Dec 2029" in plain(shown(entry, chosen, "2026-01").chart.svg)

    def test_a_typed_target_is_no_goal(self) -> None:
        entry = row(level(), months("2025-12", 10, 11), targets=months("2025-12", 10, 12))
        chart = shown(entry, None, "2026-01").chart
        assert ">Goal<" not in chart.svg
        assert "goal" not in chart.alt

    def test_events_are_drawn_and_told(self) -> None:
        events = (event("2026-02-20", "New shop", "K"), event("2026-02-03", "Strike"))
        other = event("2026-01-03", "Not ours", "ALWAYS")
        chart = shown(AVERAGE, None, "2026-03", "en", *events, other).chart
        assert "Strike; New shop" in chart.svg
        assert "Events: Strike (Feb 2026); New shop (Feb 2026)." in chart.alt
        assert "Not ours" not in chart.svg + chart.alt

    def test_a_goals_targets_have_three_digits_at_most(self) -> None:
        # 10 + 10·1/3 = 13.333… beside 14; 1000 + 1000·1/3 = 1333.33… beside 1400.
        def month_of(base: float) -> tuple[str, str]:
            entry = row(level(unit=KILO_EURO), months("2025-12", base, base * 1.4))
            view = shown(entry, goal("2026-01", "2026-03", unit=base), "2026-01").month
            return plain(view.actual.text), plain(view.target.text)

        assert month_of(10) == ("14.0 k€", "13.3 k€")
        assert month_of(1000) == ("1,400 k€", "1,333 k€")
