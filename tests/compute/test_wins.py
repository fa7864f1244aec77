"""What became better with a KPI: each cause, on books made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.compute.wins import wins_of
from kpireport.model.behaviour import Process, Trend
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.highlight import Cause
from kpireport.model.kpi import Aggregation, ProcessBasis
from kpireport.model.landing import Landing, Outlook
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import StatusChange
from tests.compute.books import Figure, book, every, kpi, months, row, settings
from tests.compute.test_alerts import JUNE, card, higher, only
from tests.present.processes import process


def codes(result: KpiResult, period: Period = JUNE) -> list[str]:
    return [cause.code for cause in wins_of(result, period)]


class TestStatus:
    @pytest.mark.parametrize(
        ("actuals", "missed"), [((100, 90, 100), 1), ((90, 97, 90, 100), 3), ((90, 100), 1)]
    )
    def test_back_on_track_and_after_how_many_misses(
        self, actuals: tuple[float, ...], missed: int
    ) -> None:
        assert wins_of(only(*actuals), JUNE) == (Cause("back_on_track", {"count": missed}),)

    def test_from_off_track_to_at_risk_is_none(self) -> None:
        assert codes(only(90, 96)) == []

    def test_nor_is_on_track_but_short_of_the_target(self) -> None:
        """Green from 90 %: 95 of 100 is on track, and 5 short."""
        green = settings(closed="2026-06", green_from=0.9, amber_from=0.85)
        for actual, told in ((95, []), (100, ["back_on_track"])):
            made = book(higher(80, actual), setting=green)
            assert codes(build_scorecard(made).kpi("K")) == told

    @pytest.mark.parametrize(
        ("outlook", "final", "told"),
        [
            (Outlook.UNLIKELY, False, []),
            (Outlook.UNLIKELY, True, ["back_on_track"]),
            (Outlook.OPEN, False, ["back_on_track"]),
        ],
    )
    def test_nor_is_a_month_of_a_year_whose_target_is_unlikely(
        self, outlook: Outlook, final: bool, told: list[str]
    ) -> None:
        landing = Landing(year_end=Period(2026, 12), target=1200.0, outlook=outlook, final=final)
        assert codes(replace(only(90, 100), landing=landing)) == told

    @pytest.mark.parametrize("actuals", [(100, 101), (90, 91), (96, 97), (100, 90), (None, 100)])
    def test_the_same_worse_or_first_is_no_win(self, actuals: tuple[Figure, ...]) -> None:
        assert codes(only(*actuals)) == []

    def test_an_older_figure_is_no_news(self) -> None:
        assert codes(only(90, 100), Period(2026, 7)) == []


class TestRecord:
    def months(self, *actuals: Figure, direction: str = "higher", **options: Any) -> KpiResult:
        start = str(JUNE.shift(1 - len(actuals)))
        item = kpi("K", direction=direction, process=ProcessBasis.NONE, **options)
        return card(row(item, months(start, *actuals))).kpi("K")

    def test_the_best_of_24_months(self) -> None:
        assert wins_of(self.months(*[10.0] * 23, 11), JUNE) == (Cause("record", {"count": 24}),)

    def test_a_shorter_history_has_none(self) -> None:
        assert codes(self.months(*[10.0] * 22, 11)) == []

    def test_months_without_a_figure_make_no_history(self) -> None:
        assert codes(self.months(10, *[None] * 10, *[10.0] * 12, 11)) == []

    def test_the_same_again_is_none(self) -> None:
        assert codes(self.months(11, *[10.0] * 23, 11)) == []
        # 0.1 + 0.2 is 0.30000000000000004 in floating point.
        assert codes(self.months(0.3, *[0.1] * 23, 0.1 + 0.2)) == []

    def test_lower_is_better_where_it_is(self) -> None:
        assert codes(self.months(*[10.0] * 23, 9, direction="lower")) == ["record"]
        assert codes(self.months(*[10.0] * 23, 11, direction="lower")) == []

    @pytest.mark.parametrize("direction", ["neutral", "range"])
    def test_without_a_better_side_there_is_none(self, direction: str) -> None:
        assert codes(self.months(*[10.0] * 23, 11, direction=direction)) == []

    def test_eight_quarters_are_two_years(self) -> None:
        def quarters(count: int) -> KpiResult:
            start = str(JUNE.shift(3 - 3 * count))
            figures = every(start, 3, *[10.0] * (count - 1), 11)
            rules: dict[str, Any] = {"frequency": "quarterly", "process": ProcessBasis.NONE}
            item = kpi("K", direction="higher", **rules)
            return card(row(item, figures), higher(100, name="M")).kpi("K")

        assert wins_of(quarters(8), JUNE) == (Cause("record", {"count": 8}),)
        assert codes(quarters(7)) == []

    def test_a_provisional_figure_sets_none(self) -> None:
        best = self.months(*[10.0] * 23, 11)
        assert codes(replace(best, provisional=True)) == []


class TestNoWinAlone:
    def codes(self, *actuals: float, target: float) -> list[str]:
        count = len(actuals)
        item = row(
            kpi("K", direction="higher", process=ProcessBasis.NONE),
            months(str(JUNE.shift(1 - count)), *actuals),
            targets=months("2026-05", actuals[-2], target),
        )
        return codes(card(item).kpi("K"))

    def test_a_record_at_risk_or_off_track(self) -> None:
        """110 is the best of 24, and 96 % of 114.6."""
        assert self.codes(*[100.0] * 23, 110, target=110) == ["record"]
        assert self.codes(*[100.0] * 23, 110, target=114.6) == []

    def test_a_record_on_track_but_short_of_its_target(self) -> None:
        """Green from 90 %: 110 of 115 is on track, and 5 short."""
        item = row(
            kpi("K", direction="higher", process=ProcessBasis.NONE),
            months("2024-07", *[100.0] * 23, 110),
            targets=months("2026-05", 100, 115),
        )
        green = settings(closed="2026-06", green_from=0.9, amber_from=0.8)
        assert codes(build_scorecard(book(item, setting=green)).kpi("K")) == []
        met = row(item.kpi, item.actuals, targets=months("2026-05", 100, 110))
        assert codes(build_scorecard(book(met, setting=green)).kpi("K")) == ["record"]

    def test_a_signal_of_a_kpi_that_misses_its_target(self) -> None:
        better = replace(process([10.0] * 12, end=JUNE), variation="improvement_high")
        assert codes(replace(only(97, 97), process=better)) == []
        assert codes(replace(only(90, 97), process=better)) == []  # nor with a better status
        assert codes(replace(only(90, 100), process=better)) == [
            "back_on_track",
            "improvement_signal",
        ]


class TestSignal:
    def test_an_improvement_at_the_reports_month(self) -> None:
        found = replace(process([10.0] * 12, end=JUNE), variation="improvement_high")
        assert codes(replace(only(100, 100), process=found)) == ["improvement_signal"]

    def test_none_of_another_kind_or_month(self) -> None:
        concern = replace(process([10.0] * 12, end=JUNE), variation="concern_low")
        older = replace(process([10.0] * 12, end=Period(2026, 5)), variation="improvement_high")
        for found in (concern, older, Process()):
            assert codes(replace(only(100, 100), process=found)) == []


def goal(change: float | None = None, **progress: Any) -> GoalProgress:
    kind = None if change is None else GoalChangeKind.SHARE
    level = 200.0 if change is None else None
    promised = Goal(
        "K", CellRef("Goals", "A2"), Period(2026, 1), Period(2026, 12), change, kind, level
    )
    usual: dict[str, Any] = {"path": GoalPath.LINEAR, "started": True, "elapsed": 0.5}
    return GoalProgress(promised, **(usual | progress))


class TestGoal:
    def codes(
        self, change: float | None = None, rule: Aggregation | None = None, **progress: Any
    ) -> list[str]:
        found = replace(only(100, 100), goal=goal(change, **progress))
        return codes(replace(found, kpi=replace(found.kpi, aggregation=rule)))

    def test_reached_before_its_date_and_at_it(self) -> None:
        assert self.codes(progress=1.0, pace=2.0) == ["goal_reached_early"]
        assert self.codes(progress=1.0, pace=1.0, elapsed=1.0) == ["goal_reached"]
        assert self.codes(progress=1.1, path=GoalPath.STEP) == ["goal_reached_early"]

    def test_ahead_from_a_tenth_more_than_the_time_gone(self) -> None:
        assert self.codes(progress=0.55, pace=1.1) == ["goal_ahead"]
        assert self.codes(progress=0.54, pace=1.08) == []

    def test_a_seasonal_goal_is_ahead_of_the_change_promised_so_far(self) -> None:
        season: dict[str, Any] = {
            "path": GoalPath.SEASONAL,
            "together": True,
            "promised_so_far": 0.4,
        }
        assert self.codes(0.4, **season, achieved_change=0.48) == ["goal_ahead_season"]
        assert self.codes(0.4, **season, achieved_change=0.4) == []

    def test_a_promise_about_a_sum_is_kept_in_its_last_month_by_all_of_them(self) -> None:
        whole: dict[str, Any] = {
            "progress": 1.3,
            "pace": 1.3,
            "elapsed": 1.0,
            "together": True,
            "promised_so_far": 0.4,
        }
        assert self.codes(0.4, Aggregation.SUM, **whole, achieved_change=0.41) == ["goal_reached"]
        # One good last month: the months together brought 30 % of the 40 promised.
        assert "goal_reached" not in self.codes(0.4, Aggregation.SUM, **whole, achieved_change=0.3)
        early: dict[str, Any] = {
            "progress": 1.3,
            "pace": 2.6,
            "elapsed": 0.5,
            "together": True,
            "achieved_change": 0.41,
            "promised_so_far": 0.3,
        }
        assert self.codes(0.4, Aggregation.SUM, **early) == ["goal_ahead_together"]

    def test_a_cut_is_kept_by_a_cut_at_least_as_large(self) -> None:
        last: dict[str, Any] = {
            "path": GoalPath.SEASONAL,
            "progress": 1.0,
            "elapsed": 1.0,
            "together": True,
            "promised_so_far": -0.2,
        }
        assert self.codes(-0.2, **last, achieved_change=-0.21) == ["goal_reached"]
        assert self.codes(-0.2, **last, achieved_change=-0.19) == []

    @pytest.mark.parametrize("state", [{"ended": True}, {"started": False}])
    def test_not_after_its_end_nor_before_its_start(self, state: dict[str, Any]) -> None:
        assert self.codes(progress=1.5, pace=1.5, **state) == []


class TestTrend:
    trend = Trend("improving", 1.0, 0.01, "mann_kendall", 12)

    def test_it_brought_the_kpi_on_track(self) -> None:
        found = replace(only(90, 100, 100), trend=self.trend)
        assert wins_of(found, JUNE) == (Cause("improving_trend", {"count": 12}),)

    @pytest.mark.parametrize("actuals", [(90, 100, 100, 100, 100), (90, 96), (100, 100)])
    def test_not_long_after_nor_before(self, actuals: tuple[float, ...]) -> None:
        assert "improving_trend" not in codes(replace(only(*actuals), trend=self.trend))

    @pytest.mark.parametrize("direction", ["worsening", "stable", "rising", None])
    def test_only_an_improving_one(self, direction: str | None) -> None:
        other = replace(self.trend, direction=direction)
        assert codes(replace(only(90, 100, 100), trend=other)) == []

    def test_none_across_a_rebase(self) -> None:
        """Twelve figures to June 2026 begin in July 2025."""
        found = replace(only(90, 100, 100), trend=self.trend)
        for since, told in ((Period(2025, 8), []), (Period(2025, 7), ["improving_trend"])):
            assert codes(replace(found, process=Process(since=since))) == told


def test_a_parent_rated_by_its_children_has_their_status_at_once() -> None:
    parent = row(kpi("P", direction="higher", roll_up="worst_child"))
    found = card(parent, higher(90, 100, parent="P")).kpi("P")
    assert found.period is None
    assert found.status_change == StatusChange(
        found.status_change.before, found.measure.status, (), found.reason
    )
    assert wins_of(found, JUNE) == (Cause("back_on_track", {"count": 1}),)
