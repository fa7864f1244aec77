"""What is wrong with a KPI: each alert rule and each cause without one, on books made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpireport.compute.alerts import alerts_of, further_causes
from kpireport.compute.attainment import Thresholds
from kpireport.compute.overdue import is_done
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.behaviour import Process
from kpireport.model.book import Action
from kpireport.model.goal import Goal, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.highlight import AlertRule, Cause
from kpireport.model.landing import Landing, Outlook
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.model.scorecard import KpiResult, Scorecard
from tests.compute.books import Figure, Row, book, every, kpi, months, row, settings
from tests.present.processes import process

JUNE = Period(2026, 6)
CELL = CellRef("Actions", "A2")


def card(*rows: Row, **parts: Any) -> Scorecard:
    return build_scorecard(book(*rows, setting=settings(closed="2026-06"), **parts))


def higher(*actuals: Figure, name: str = "K", **options: Any) -> Row:
    """A KPI against 100 a month, its figures ending in June 2026."""
    start = str(JUNE.shift(1 - len(actuals)))
    item = kpi(name, direction="higher", **options)
    return row(item, months(start, *actuals), targets=months("2026-01", *[100.0] * 6))


def only(*actuals: Figure, **parts: Any) -> KpiResult:
    """K's result; another KPI has June's figure, without which there would be no June."""
    return card(higher(*actuals), higher(100, name="M"), **parts).kpi("K")


def held(result: KpiResult, period: Period = JUNE) -> dict[AlertRule, tuple[Cause, ...]]:
    return dict(alerts_of(result, period, Thresholds()))


def status_cause(*actuals: Figure) -> dict[str, Any]:
    (causes,) = held(only(*actuals)).values()
    (cause,) = causes
    return {"code": cause.code, **cause.params}


class TestStatus:
    def test_off_track_counts_the_months_in_a_row(self) -> None:
        found = status_cause(100, 90, 100, 90, 80, 94)
        assert found == {"code": "off_track", "count": 3, "fell_from": None}

    def test_a_month_at_risk_between_ends_the_row(self) -> None:
        assert status_cause(90, 90, 97, 90)["count"] == 1

    def test_a_month_without_a_figure_ends_the_row(self) -> None:
        assert status_cause(90, 90, None, 90)["count"] == 1

    @pytest.mark.parametrize(
        ("before", "now", "fell_from"),
        [(100, 90, "on_track"), (96, 90, "at_risk"), (100, 96, "on_track"), (90, 96, None)],
    )
    def test_falling_this_month_is_said(
        self, before: float, now: float, fell_from: str | None
    ) -> None:
        assert status_cause(before, now)["fell_from"] == fell_from

    def test_at_risk_is_a_rule_of_its_own(self) -> None:
        assert list(held(only(97, 96))) == [AlertRule.AT_RISK]
        assert status_cause(97, 96) == {"code": "at_risk", "count": 2, "fell_from": None}

    def test_a_quarterly_kpi_counts_quarters_and_stands_until_the_next(self) -> None:
        item = row(
            kpi("K", direction="higher", frequency="quarterly"),
            every("2025-09", 3, 90, 80, 85),  # September, December, March
            targets=every("2025-09", 3, 100, 100, 100),
        )
        other = higher(100, 100, name="M")
        found = build_scorecard(book(item, other, setting=settings(closed="2026-05"))).kpi("K")
        (cause,) = held(found, Period(2026, 5))[AlertRule.OFF_TRACK]
        assert cause.params["count"] == 3

    @pytest.mark.parametrize("actuals", [(90, 100), (100, 105)])
    def test_on_track_is_nothing(self, actuals: tuple[float, ...]) -> None:
        assert held(only(*actuals)) == {}

    def test_without_a_target_is_nothing(self) -> None:
        item = row(kpi("K", direction="higher"), months("2026-05", 90, 80))
        assert held(card(item).kpi("K")) == {}


class TestSignal:
    def result(self, variation: str, end: Period = JUNE, period: Period | None = JUNE) -> KpiResult:
        found = process([10.0] * 12, signals={11: ("beyond_limits", "low")}, end=end)
        return replace(only(100, 100), process=replace(found, variation=variation), period=period)

    @pytest.mark.parametrize("variation", ["concern_low", "concern_high"])
    def test_a_concern_at_the_reports_month(self, variation: str) -> None:
        assert held(self.result(variation)) == {
            AlertRule.SIGNAL: (Cause("concern_signal", {"variation": variation, "period": JUNE}),)
        }

    @pytest.mark.parametrize("variation", ["improvement_high", "neutral_low", "common_cause"])
    def test_no_other_variation(self, variation: str) -> None:
        assert held(self.result(variation)) == {}

    def test_not_one_of_a_month_before(self) -> None:
        """June is provisional and stays out of the limits: May's signal was May's news."""
        assert held(self.result("concern_low", end=Period(2026, 5))) == {}

    def test_not_one_of_a_quarter_that_closed_before(self) -> None:
        march = Period(2026, 3)
        assert held(self.result("concern_low", end=march, period=march)) == {}

    def test_without_limits_there_is_none(self) -> None:
        assert held(replace(only(100, 100), process=Process())) == {}


class TestLanding:
    def result(self, **landing: Any) -> KpiResult:
        end = Period(2026, 12)
        return replace(only(100, 100), landing=Landing(year_end=end, target=1200.0, **landing))

    def test_unlikely_by_the_history(self) -> None:
        found = self.result(outlook=Outlook.UNLIKELY, statistical=1100.0)
        params: dict[str, Any] = {"target": 1200.0, "year_end": Period(2026, 12), "value": 1100.0}
        assert held(found) == {AlertRule.LANDING: (Cause("landing_unlikely", params),)}

    @pytest.mark.parametrize("outlook", [Outlook.OPEN, Outlook.LIKELY, None])
    def test_not_where_it_is_open_or_likely(self, outlook: Outlook | None) -> None:
        assert held(self.result(outlook=outlook, statistical=1190.0)) == {}

    def test_managements_own_forecast_off_track(self) -> None:
        """1130 of 1200 is 94 %, under the amber edge of 95 %."""
        found = held(self.result(forecast=1130.0))
        assert [cause.code for cause in found[AlertRule.LANDING]] == ["landing_forecast"]
        assert found[AlertRule.LANDING][0].params["value"] == 1130.0

    def test_a_forecast_at_risk_is_none(self) -> None:
        assert held(self.result(forecast=1150.0)) == {}

    def test_the_history_alone_is_none_where_it_would_not_be_off_track(self) -> None:
        """1150 of 1200 is 95.8 %: at risk, however unlikely the target."""
        assert held(self.result(outlook=Outlook.UNLIKELY, statistical=1150.0)) == {}

    def test_but_the_year_of_a_headline_kpi_need_not_be_off_track(self) -> None:
        """1199 of 1200 is 99.9 %: at risk, and unlikely to be met."""
        found = self.result(outlook=Outlook.UNLIKELY, statistical=1199.0)
        headline = replace(found, kpi=replace(found.kpi, headline=True))
        (cause,) = held(headline)[AlertRule.LANDING]
        assert (cause.code, cause.params["value"]) == ("landing_unlikely", 1199.0)
        open_yet = replace(headline.landing, outlook=Outlook.OPEN)
        assert held(replace(headline, landing=open_yet)) == {}

    def test_nor_within_the_kpis_own_tolerance(self) -> None:
        """94.6 % against 95.0 % with a tolerance of 1 point is at risk."""
        item = row(
            kpi("K", direction="higher", unit="%", tolerance=1),
            months("2026-05", 95, 95),
            targets=months("2026-05", 95, 95),
        )
        for value, alerts in ((94.6, 0), (93.9, 1)):
            landing = Landing(
                year_end=Period(2026, 12),
                target=95.0,
                statistical=value,
                outlook=Outlook.UNLIKELY,
            )
            assert len(held(replace(card(item).kpi("K"), landing=landing))) == alerts

    def test_a_target_out_of_reach_for_good_is_told_without_a_history_too(self) -> None:
        found = self.result(settled=False)
        assert held(found) == {}
        (cause,) = held(replace(found, kpi=replace(found.kpi, headline=True)))[AlertRule.LANDING]
        assert (cause.code, cause.params["value"]) == ("landing_unlikely", None)
        assert cause.params["impossible"] is True

    def test_a_history_that_is_not_off_track_is_not_told_beside_the_forecast(self) -> None:
        found = self.result(forecast=1000.0, outlook=Outlook.UNLIKELY, statistical=1150.0)
        (cause,) = held(found)[AlertRule.LANDING]
        assert cause.params["history"] is None

    def test_both_are_told_in_one_cause(self) -> None:
        found = self.result(forecast=1000.0, outlook=Outlook.UNLIKELY, statistical=1100.0)
        (cause,) = held(found)[AlertRule.LANDING]
        assert (cause.code, cause.params["history"]) == ("landing_forecast", 1100.0)

    def test_a_year_that_is_over_has_no_chance_left_to_judge(self) -> None:
        assert held(self.result(forecast=1000.0, outlook=Outlook.UNLIKELY, final=True)) == {}

    def test_without_a_target_nothing_is_missed(self) -> None:
        found = self.result(forecast=1000.0, outlook=Outlook.UNLIKELY)
        assert held(replace(found, landing=replace(found.landing, target=None))) == {}


class TestMissingData:
    def test_no_figure_where_one_was_due(self) -> None:
        found = held(only(100, 100, None))
        params: dict[str, Any] = {"period": JUNE, "last": Period(2026, 5), "count": 1}
        assert found == {AlertRule.MISSING_DATA: (Cause("missing_data", params),)}

    def test_for_how_many_months(self) -> None:
        (cause,) = held(only(100, None, None, None))[AlertRule.MISSING_DATA]
        assert (cause.params["count"], cause.params["last"]) == (3, Period(2026, 3))

    def test_a_kpi_that_never_had_a_figure_owes_none(self) -> None:
        found = card(higher(None, None), higher(100, 100, name="M"))
        assert held(found.kpi("K")) == {}
        assert "K" not in [each.kpi_id for each in found.attention]

    def test_before_its_first_figure_a_kpi_owes_none(self) -> None:
        late = row(kpi("K", direction="higher"), months("2026-07", 100))
        assert held(card(late, higher(100, 100, name="M")).kpi("K")) == {}

    def test_a_kpi_without_direction_owes_its_figure_too(self) -> None:
        item = row(kpi("K"), months("2026-05", 5, None))
        assert AlertRule.MISSING_DATA in held(card(item, higher(100, name="M")).kpi("K"))

    def test_between_two_closings_nothing_is_due(self) -> None:
        item = row(kpi("K", direction="higher", frequency="quarterly"), every("2025-12", 3, 90, 80))
        other = higher(100, 100, name="M")
        found = build_scorecard(book(item, other, setting=settings(closed="2026-05"))).kpi("K")
        assert held(found, Period(2026, 5)) == {}

    def test_a_quarter_that_was_not_typed(self) -> None:
        item = row(kpi("K", direction="higher", frequency="quarterly"), every("2025-12", 3, 90, 80))
        (cause,) = held(card(item, higher(100, name="M")).kpi("K"))[AlertRule.MISSING_DATA]
        assert cause.params == {"period": JUNE, "last": Period(2026, 3), "count": 1}

    def test_a_parent_without_figures_of_its_own_owes_none(self) -> None:
        parent = row(kpi("P", direction="higher"))
        found = card(parent, higher(100, None, parent="P"), higher(100, name="M"))
        assert AlertRule.MISSING_DATA not in held(found.kpi("P"))


def goal(**progress: Any) -> GoalProgress:
    """A linear goal from January to December, half of its time gone."""
    promised = Goal("K", CellRef("Goals", "A2"), Period(2026, 1), Period(2026, 12), level=200.0)
    usual: dict[str, Any] = {"path": GoalPath.LINEAR, "started": True, "elapsed": 0.5}
    return GoalProgress(promised, **(usual | progress))


class TestGoalOffPace:
    def codes(self, **progress: Any) -> list[str]:
        found = further_causes(replace(only(100, 100), goal=goal(**progress)), JUNE)
        return [cause.code for cause in found]

    def test_under_four_fifths_of_the_pace(self) -> None:
        assert self.codes(progress=0.39, pace=0.78) == ["goal_behind"]
        assert self.codes(progress=0.4, pace=0.8) == []

    def test_a_seasonal_goal_is_held_against_the_change_promised_so_far(self) -> None:
        season = {"path": GoalPath.SEASONAL, "together": True, "promised_so_far": 0.4}
        assert self.codes(**season, achieved_change=0.316) == ["goal_behind_season"]  # 79 %
        assert self.codes(**season, achieved_change=0.324) == []  # 81 %

    def test_so_is_a_promise_of_months_together(self) -> None:
        whole = {"together": True, "progress": 0.9, "pace": 1.8, "promised_so_far": 0.1}
        assert self.codes(**whole, achieved_change=0.07) == ["goal_behind_together"]
        assert self.codes(**whole, achieved_change=0.09) == []

    @pytest.mark.parametrize(
        "progress",
        [
            {"path": GoalPath.STEP},  # asks for nothing before its end
            {"elapsed": 0.2},  # too early to tell
            {"started": False},
            {"ended": True},
            {"pace": None},
            {"elapsed": 1.0},  # its end is not a pace
        ],
    )
    def test_not_where_there_is_no_pace_to_keep(self, progress: dict[str, Any]) -> None:
        assert self.codes(**{"progress": 0.1, "pace": 0.2, **progress}) == []


class TestGoalMissed:
    def causes(self, **progress: Any) -> list[Cause]:
        usual: dict[str, Any] = {"elapsed": 1.0, "progress": 0.9, "actual": 190.0}
        ended = goal(**(usual | progress))
        return list(further_causes(replace(only(100, 100), ended_goal=ended), JUNE))

    def test_whatever_its_pace_was(self) -> None:
        missed = Cause("goal_missed", {"by": Period(2026, 12)})
        assert self.causes(pace=0.9, end_target=200.0) == [missed]
        assert self.causes(progress=-0.42) == [missed]

    def test_by_the_months_together(self) -> None:
        whole = {"together": True, "progress": 1.2, "promised_so_far": 0.08}
        assert len(self.causes(**whole, achieved_change=0.068)) == 1
        assert self.causes(**whole, achieved_change=0.08) == []

    def test_not_where_it_is_kept_or_its_last_figure_is_missing(self) -> None:
        assert self.causes(progress=1.0) == []
        assert self.causes(elapsed=0.9) == []


class TestOverdueAction:
    def causes(self, *actions: tuple[date | None, str]) -> list[Cause]:
        typed = tuple(
            Action("K", f"Action {place}", "Ana", due, "", status, CELL)
            for place, (due, status) in enumerate(actions, 1)
        )
        return list(further_causes(only(100, 100, actions=typed), JUNE))

    def test_due_by_the_end_of_the_month_and_not_done(self) -> None:
        (cause,) = self.causes((date(2026, 6, 30), "open"))
        assert cause.code == "overdue_action"
        assert cause.params == {
            "count": 1,
            "action": "Action 1",
            "owner": "Ana",
            "due": "2026-06-30",
        }

    @pytest.mark.parametrize(
        ("due", "status"),
        [(date(2026, 7, 1), "open"), (None, "open"), (date(2026, 5, 1), "Done")],
    )
    def test_not_one_that_is_to_come_undated_or_done(self, due: date | None, status: str) -> None:
        assert self.causes((due, status)) == []

    def test_the_longest_overdue_is_named(self) -> None:
        (cause,) = self.causes((date(2026, 5, 2), ""), (date(2026, 4, 30), "en cours"))
        assert (cause.params["count"], cause.params["action"]) == (2, "Action 2")

    @pytest.mark.parametrize(
        "status",
        ["done", "Done 3 Oct", "COMPLETED", "closed", "Cancelled", "fait", "Terminée", "Clôturé",
         "Réalisé le 3 mai", "soldée", "annulé", "100 %", "100%", "✓", "OK"],
    )  # fmt: skip
    def test_words_for_done(self, status: str) -> None:
        assert is_done(status)

    @pytest.mark.parametrize(
        "status",
        ["", "open", "not done", "partly done", "pas fait", "en cours", "à faire", "done 50 %",
         "99 %", "fait à 80%", "in progress", "non terminé"],
    )  # fmt: skip
    def test_what_is_not_done(self, status: str) -> None:
        assert not is_done(status)


class TestOutOfReach:
    def codes(self, *actuals: Figure, values: int = 12, assurance: str = "fail") -> list[str]:
        found = process([10.0] * values, end=JUNE, assurance=assurance)
        causes = further_causes(replace(only(*actuals), process=found), JUNE)
        return [cause.code for cause in causes]

    def test_a_missed_target_that_the_limits_exclude(self) -> None:
        assert self.codes(97, 96) == ["out_of_reach"]

    def test_not_where_it_may_be_met_is_met_or_the_limits_are_provisional(self) -> None:
        assert self.codes(97, 96, assurance="hit_or_miss") == []
        assert self.codes(97, 100) == []
        assert self.codes(97, 96, values=11) == []
