"""What may be claimed of a goal. Figures are worked out by hand in the comments."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.goal_claims import is_kept, is_missed, kept_share, pace
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.goal import Goal, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.scorecard import KpiResult
from tests.compute.books import Row, book, flat, kpi, month, months, row
from tests.compute.test_goals import goal, level, total


def at(period: str, entry: Row, *goals: Goal, **options: Any) -> KpiResult:
    always = row(kpi("ALWAYS"), {period: 1})
    return build_scorecard(book(entry, always, goals=goals, **options), month(period)).kpi("K")


def own(result: KpiResult) -> GoalProgress:
    assert result.goal is not None
    return result.goal


ORDERS = row(total(), months("2025-07", *flat(5425.5, 11), 5427.5, 5050, 5200, 5900))
"""65,108 in the twelve months before July 2026: a mean month of 5,425.67."""
FIVE = goal("2026-07", "2026-09", share=0.05, path="linear")

RUNNING = row(total(), months("2025-07", *flat(100, 12), 95, 96, 102.6, 112.8))
TWENTY = goal("2026-07", "2026-12", share=0.2, path="linear")


class TestTheMonthsTogether:
    def test_a_good_last_month_keeps_no_promise_of_three(self) -> None:
        """September's target is 5,425.67 × 1.075 = 5,832.6, and 5,900 is more. But together they
        made 16,150 of 16,277 (−0.78 %), where 17,090.85 (+5 %) were promised.
        """
        result = at("2026-09", ORDERS, FIVE)
        made = own(result)
        assert result.measure.target == pytest.approx(5832.5917)
        assert made.progress == pytest.approx((5900 - 5425.6667) / (5832.5917 - 5425.6667))
        assert made.achieved_change == pytest.approx(16150 / 16277 - 1)
        assert made.promised_so_far == pytest.approx(0.05)
        assert made.together
        assert (is_kept(made), is_missed(made)) == (False, True)

    def test_on_the_way_both_changes_are_of_the_months_so_far(self) -> None:
        """406.4 of 400 is +1.6 %. T_k = 100 · (1 + 0.4·k/7): k is 2.5 in the mean, +14.29 %.
        October alone is at 12.8/34.29 of the way, at 4/6 of the time.
        """
        made = own(at("2026-10", RUNNING, TWENTY))
        assert made.progress == pytest.approx(12.8 / (240 / 7))
        assert made.pace == pytest.approx(12.8 / (240 / 7) / (4 / 6))
        assert made.achieved_change == pytest.approx(0.016)
        assert made.promised_so_far == pytest.approx(1 / 7)
        assert kept_share(made) == pace(made) == pytest.approx(0.112)
        assert (is_kept(made), is_missed(made)) == (False, False)

    def test_a_month_without_a_figure_is_on_neither_side(self) -> None:
        gap = row(total(), months("2025-07", *flat(100, 12), 95, None, 103))
        made = own(at("2026-09", gap, TWENTY))
        # 198 of 200; k is 1 and 3, 2 in the mean: 0.4·2/7.
        assert made.achieved_change == pytest.approx(-0.01)
        assert made.promised_so_far == pytest.approx(0.8 / 7)

    def test_by_season_the_promise_so_far_is_the_change_itself(self) -> None:
        entry = row(total(), months("2025-01", *range(10, 130, 10), 14, 22))
        made = own(at("2026-02", entry, goal("2026-01", "2026-12", share=0.4)))
        assert (made.achieved_change, made.promised_so_far) == (
            pytest.approx(0.2),  # 36 of 30
            pytest.approx(0.4),
        )
        assert (made.together, made.actual) == (True, 22)

    def test_a_cut_is_kept_by_a_cut_at_least_as_large(self) -> None:
        cut = goal("2026-07", "2026-08", share=-0.2, path="linear")
        for second, kept in ((75, True), (76, False)):
            # 85 + 75 is 160 of 200: −20 %.
            entry = row(total(direction="lower"), months("2025-07", *flat(100, 12), 85, second))
            made = own(at("2026-08", entry, cut))
            assert (is_kept(made), is_missed(made)) == (kept, not kept)

    @pytest.mark.parametrize(
        ("item", "chosen"),
        [
            (total(), goal("2026-07", "2026-08", share=0.2, path="step")),
            (level(), goal("2026-07", "2026-08", share=0.2)),
            (total(), goal("2026-07", "2026-08", unit=20)),
        ],
    )
    def test_no_other_promise_is(self, item: Any, chosen: Goal) -> None:
        made = own(at("2026-08", row(item, months("2025-07", *flat(100, 12), 80, 120)), chosen))
        assert (made.together, made.promised_so_far) == (False, None)
        assert is_kept(made)


class TestMissed:
    ENTRY = row(level(), months("2025-12", 10, 12, 19, 5, 5, 5))
    TEN = goal("2026-01", "2026-02", unit=10)

    @pytest.mark.parametrize(
        ("period", "there"),
        [("2026-01", False), ("2026-02", True), ("2026-04", True), ("2026-05", False)],
    )
    def test_the_ended_goal_is_told_in_its_last_month_and_the_two_after(
        self, period: str, there: bool
    ) -> None:
        ended = at(period, self.ENTRY, self.TEN).ended_goal
        assert (ended is not None and is_missed(ended)) == there

    def test_whatever_goal_follows_it(self) -> None:
        result = at("2026-03", self.ENTRY, self.TEN, goal("2026-03", "2026-12", level=30))
        assert own(result).goal.level == 30
        assert result.ended_goal is not None
        assert (result.ended_goal.goal, result.ended_goal.actual) == (self.TEN, 19)

    def test_nothing_is_claimed_before_its_last_figure(self) -> None:
        waiting = row(level(), months("2025-12", 10, 12, None))
        made = own(at("2026-02", waiting, self.TEN))
        assert (is_kept(made), is_missed(made)) == (False, False)


class TestPace:
    def test_a_step_has_none(self) -> None:
        entry = row(level(), months("2025-12", 10, 10, 10))
        made = own(at("2026-02", entry, goal("2026-01", "2026-04", unit=5, path="step")))
        assert made.path is GoalPath.STEP
        assert pace(made) is None

    def test_at_the_end_there_is_none_left(self) -> None:
        entry = row(level(), months("2025-12", 10, 12, 13))
        chosen = goal("2026-01", "2026-02", unit=10)
        assert pace(own(at("2026-01", entry, chosen))) == pytest.approx(0.4)  # 2/10 at 1/2
        assert pace(own(at("2026-02", entry, chosen))) is None

    def test_a_seasonal_one_is_the_change_over_the_change_promised(self) -> None:
        entry = row(total(), months("2025-01", *flat(50, 12), 55, 55, 55))
        made = own(at("2026-03", entry, goal("2026-01", "2026-12", share=0.4)))
        assert pace(made) == pytest.approx(0.25)  # +10 % of +40 %


def test_kpis_without_a_goal_have_ended_none() -> None:
    assert at("2026-01", row(kpi(), months("2026-01", 1))).ended_goal is None
