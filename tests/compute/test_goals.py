"""A goal's target of every month. Every expected value is worked by hand, beside it."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute import goal_paths
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.kpi import Kpi
from kpireport.model.problem import CellRef
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from tests.compute.books import Row, book, every, flat, kpi, month, months, row, settings

SHARE, POINTS, UNIT = GoalChangeKind.SHARE, GoalChangeKind.POINTS, GoalChangeKind.UNIT
CELL = CellRef("Goals", "B2")


def goal(start: str, by: str, **aim: Any) -> Goal:
    """``share=0.4``, ``points=5``, ``unit=15`` or ``level=0``, and a path."""
    path = GoalPath(aim.pop("path")) if "path" in aim else None
    cell = aim.pop("cell", CELL)
    first, last = month(start), month(by)
    if "level" in aim:
        return Goal("K", cell, first, last, level=float(aim["level"]), path=path)
    ((name, change),) = aim.items()
    return Goal("K", cell, first, last, float(change), GoalChangeKind(name), path=path)


def at(period: str, entry: Row, *goals: Goal, **parts: Any) -> KpiResult:
    """The KPI in a report at that period; another one has a figure in it whatever happens."""
    rest = row(kpi("ALWAYS"), {period: 1})
    return build_scorecard(book(entry, rest, goals=goals, **parts), month(period)).kpi("K")


def targets(result: KpiResult, start: str) -> list[float | None]:
    """The targets of the history from that month on."""
    return [p.measure.target for p in result.history if p.period >= month(start)]


def set_targets(result: KpiResult, start: str) -> list[float]:
    """The same without the months that have none, as those within a quarter."""
    return [target for target in targets(result, start) if target is not None]


def code(reason: Reason | None) -> str | None:
    return None if reason is None else reason.code


def total(**options: Any) -> Kpi:
    return kpi(**{"aggregation": "sum", "direction": "higher"} | options)


def level(**options: Any) -> Kpi:
    return kpi(**{"aggregation": "last", "direction": "higher"} | options)


class TestThePathsThemselves:
    def test_seasonal(self) -> None:
        assert goal_paths.seasonal(50.0, 0.4) == pytest.approx(70.0)

    def test_linear_arrives_exactly(self) -> None:
        # 10 + (20 − 10)·1/3 = 13.333…; the last one is the end itself.
        assert goal_paths.linear(10.0, 20.0, 1, 3) == pytest.approx(40 / 3)
        assert goal_paths.linear(0.1, 0.3, 3, 3) == 0.3

    def test_the_months_of_a_linear_sum_make_the_change_together(self) -> None:
        # c = 0.4, N = 12: 100·(1 + 0.8·k/13). The k add up to 78: 1200 + 100·0.8·78/13 = 1680.
        months = [goal_paths.linear_sum(100.0, 0.4, k, 12) for k in range(1, 13)]
        assert months[0] == pytest.approx(100 + 80 / 13)
        assert months[-1] == pytest.approx(100 + 960 / 13)
        assert sum(months) == pytest.approx(1680.0)

    def test_step(self) -> None:
        assert [goal_paths.step(5.0, 8.0, k, 3) for k in (1, 2, 3)] == [5.0, 5.0, 8.0]

    def test_where_each_change_leads(self) -> None:
        ends = [
            goal_paths.end_level(goal("2026-01", "2026-03", **aim), 70.0)
            for aim in ({"share": -0.1}, {"points": -10}, {"unit": 15}, {"level": 0})
        ]
        assert ends == [pytest.approx(63.0), 60.0, 85.0, 0.0]


class TestSeasonal:
    def test_is_the_usual_path_of_a_sum_in_percent(self) -> None:
        last_year = (50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 200)
        entry = row(total(), months("2025-01", *last_year, 80))
        result = at("2026-01", entry, goal("2026-01", "2026-12", share=0.4))
        # 50·1.4, 60·1.4, …, 200·1.4, known for the whole year from the first month on.
        expected = [70, 84, 98, 112, 126, 140, 154, 168, 182, 196, 210, 280]
        assert targets(result, "2026-01") == pytest.approx(expected)
        assert result.goal is not None
        assert result.goal.path is GoalPath.SEASONAL
        assert result.measure.status is Status.ON_TRACK  # 80 of 70
        assert all(point.goal_target for point in result.history[12:])
        assert not any(point.goal_target for point in result.history[:12])

    def test_takes_the_year_before_from_the_prior_year_sheet(self) -> None:
        entry = row(total(), {"2026-01": 80}, prior_year=months("2025-01", *flat(50, 12)))
        result = at("2026-01", entry, goal("2026-01", "2026-12", share=0.1))
        assert targets(result, "2026-01") == pytest.approx([55] * 12)

    def test_names_the_cells_of_the_goal_and_of_the_year_before(self) -> None:
        entry = row(total(), months("2025-01", *flat(50, 12), 80))
        result = at("2026-01", entry, goal("2026-01", "2026-12", share=0.1))
        found = [(cell.role, str(cell.ref)) for cell in result.cells]
        # January 2020 is column B, so January 2025 (60 months on) is column BJ and 2026-01 is BV.
        assert found == [("actual", "Actuals!BV2"), ("goal", "Goals!B2"), ("base", "Actuals!BJ2")]

    def test_a_month_without_its_year_before_has_no_target_and_says_so(self) -> None:
        figures = months("2025-01", *flat(50, 6), None, *flat(50, 5), *flat(60, 7))
        chosen = goal("2026-01", "2026-12", share=0.1, path="seasonal")
        result = at("2026-07", row(total(), figures), chosen)
        assert targets(result, "2026-06")[:3] == [pytest.approx(55), None, pytest.approx(55)]
        assert result.measure.status is Status.NO_TARGET
        assert result.reason == Reason("goal_no_year_before", {"period": month("2025-07")})

    def test_a_promise_over_more_than_a_year_never_compounds(self) -> None:
        # The year before Start was 50, 60, …, 160. Its January and February are 50 and 60 for
        # 2027 as for 2026, whatever 2026 itself came to: 55 and 66 both times.
        entry = row(total(), months("2025-01", *range(50, 170, 10), *flat(500, 14)))
        whole = goal("2026-01", "2027-12", share=0.1, path="seasonal")
        result = at("2027-02", entry, whole)
        year = [55, 66, 77, 88, 99, 110, 121, 132, 143, 154, 165, 176]
        assert targets(result, "2026-01") == pytest.approx(year * 2)
        # January 2020 is column B, so February 2025 (61 months on) is column BK.
        bases = [str(cell.ref) for cell in result.cells if cell.role == "base"]
        assert bases == ["Actuals!BK2"]
        # The second year is known from the start, as far ahead as a report looks: a year.
        early = at("2026-01", row(total(), months("2025-01", *range(50, 170, 10), 500)), whole)
        assert targets(early, "2026-01") == pytest.approx([*year, 55])

    def test_of_quarters_over_more_than_a_year_neither(self) -> None:
        # 270, 330, 280, 320 before; in March 2027 it is 270·1.2 again, not 999·1.2.
        item = total(frequency="quarterly")
        entry = row(item, every("2025-03", 3, 270, 330, 280, 320, 999, 999, 999, 999, 999))
        result = at("2027-03", entry, goal("2026-01", "2027-06", share=0.2, path="seasonal"))
        assert result.measure.target == pytest.approx(324)
        assert targets(result, "2027-04") == pytest.approx([396])

    def test_over_more_than_a_year_says_which_month_of_the_base_year_is_missing(self) -> None:
        entry = row(total(), months("2025-02", *flat(50, 24)))
        result = at("2027-01", entry, goal("2026-01", "2027-12", share=0.1, path="seasonal"))
        assert result.reason == Reason("goal_no_year_before", {"period": month("2025-01")})

    @pytest.mark.parametrize(
        ("by", "path"), [("2026-12", GoalPath.SEASONAL), ("2027-01", GoalPath.LINEAR)]
    )
    def test_is_usual_over_twelve_months_at_most(self, by: str, path: GoalPath) -> None:
        entry = row(total(), months("2025-01", *flat(100, 13)))
        result = at("2026-01", entry, goal("2026-01", by, share=0.2))
        assert result.goal is not None
        assert result.goal.path is path

    def test_a_provisional_year_before_is_no_base(self) -> None:
        entry = row(total(), months("2025-01", *flat(50, 13)), provisional=["2025-01"])
        result = at("2026-01", entry, goal("2026-01", "2026-12", share=0.1))
        # The path is the same as once it is final; only January's target waits.
        assert result.reason == Reason("goal_base_provisional", {"period": month("2025-01")})
        assert targets(result, "2026-01") == [None, *[pytest.approx(55)] * 11]

    def test_a_figure_after_the_period_changes_no_target(self) -> None:
        entry = row(total(), months("2025-01", *flat(50, 12), 60, 999))
        whole = goal("2026-03", "2027-02", share=0.1)
        known = at("2026-01", entry, whole)
        without = at("2026-01", row(total(), months("2025-01", *flat(50, 12), 60)), whole)
        ahead = [p.measure.target for p in known.history if p.period > month("2026-02")]
        assert ahead == [p.measure.target for p in without.history if p.period > month("2026-02")]

    def test_the_end_is_not_known_before_its_year_before_is(self) -> None:
        # February 2026 is typed already, but a report of January knows nothing of it.
        entry = row(total(), months("2025-01", *flat(50, 12), 60, 999))
        whole = goal("2026-03", "2027-02", share=0.1)
        found = at("2026-01", entry, whole).goal
        assert found is not None
        assert found.end_target is None
        later = at("2026-02", entry, whole).goal
        assert later is not None
        assert later.end_target == pytest.approx(999 * 1.1)

    def test_ends_without_a_target(self) -> None:
        entry = row(total(), months("2024-01", *flat(50, 25)))
        result = at("2026-01", entry, goal("2025-01", "2025-12", share=0.1))
        assert result.measure.status is Status.NO_TARGET
        assert result.reason == Reason("goal_ended_seasonal", {"by": month("2025-12")})
        assert result.goal is not None
        assert result.goal.ended

    def test_a_month_of_zero_stays_zero_and_a_negative_one_means_nothing(self) -> None:
        entry = row(total(), months("2025-01", 0, -5, *flat(50, 10), 7, 7))
        result = at("2026-02", entry, goal("2026-01", "2026-12", share=0.1))
        assert targets(result, "2026-01")[:2] == [0.0, None]
        assert code(result.reason) == "goal_base_not_positive"

    def test_needs_a_change_in_percent(self) -> None:
        entry = row(total(), months("2025-01", *flat(50, 13)))
        result = at("2026-01", entry, goal("2026-01", "2026-12", level=80, path="seasonal"))
        assert code(result.reason) == "goal_seasonal_needs_share"


class TestLinear:
    def test_a_level_is_approached_in_equal_steps_from_the_last_closed_month(self) -> None:
        # B = 90 (December), T_end = 30: 90 − 60·k/6 = 80, 70, 60, 50, 40, 30.
        entry = row(level(direction="lower"), months("2025-11", 95, 90, 82))
        result = at("2026-01", entry, goal("2026-01", "2026-06", level=30))
        assert targets(result, "2026-01")[:6] == pytest.approx([80, 70, 60, 50, 40, 30])

    def test_the_last_level_holds_after_the_goal(self) -> None:
        entry = row(level(direction="lower"), months("2025-12", 90, 80, 60, 30, 30, 31))
        result = at("2026-05", entry, goal("2026-01", "2026-03", level=30))
        # 90 → 70, 50, 30, then 30 to the end of the year.
        assert targets(result, "2026-01") == pytest.approx([70, 50, *[30] * 10])
        assert result.measure.status is Status.AT_RISK  # 2 − 31/30 = 0.967

    def test_starts_from_the_baseline_where_there_is_one(self) -> None:
        entry = row(level(baseline=60.0), months("2025-12", 90, 70))
        result = at("2026-01", entry, goal("2026-01", "2026-03", unit=30))
        assert targets(result, "2026-01")[:3] == pytest.approx([70, 80, 90])

    def test_a_provisional_month_is_no_start(self) -> None:
        entry = row(level(), months("2025-11", 60, 90, 70), provisional=["2025-12"])
        result = at("2026-01", entry, goal("2026-01", "2026-02", unit=10))
        assert targets(result, "2026-01")[:2] == pytest.approx([65, 70])

    def test_percentages_are_relative_and_points_are_not(self) -> None:
        entry = row(kpi(unit="%", direction="lower"), months("2025-12", 70, 69))
        by_share = at("2026-01", entry, goal("2026-01", "2026-02", share=-0.1))
        by_points = at("2026-01", entry, goal("2026-01", "2026-02", points=-10))
        assert targets(by_share, "2026-01")[:2] == pytest.approx([66.5, 63])
        assert targets(by_points, "2026-01")[:2] == pytest.approx([65, 60])

    def test_a_sum_in_percent_makes_its_change_over_the_whole_goal(self) -> None:
        # Mean of twelve = (11·90 + 210)/12 = 100; N = 3, c = 0.2: 100·(1 + 0.4·k/4).
        entry = row(total(), months("2025-01", *flat(90, 11), 210, 100))
        result = at("2026-01", entry, goal("2026-01", "2026-03", share=0.2, path="linear"))
        assert targets(result, "2026-01")[:3] == pytest.approx([110, 120, 130])  # 360 = 1.2·300

    def test_after_it_a_sum_in_percent_is_held_to_its_change_and_no_more(self) -> None:
        # B 100, +20 % over 2026: 100·(1 + 0.4·12/13) = 136.92 in December, so that the year makes
        # 1,440; from January 2027 on the +20 % itself holds, 120 a month.
        entry = row(total(), months("2025-01", *flat(100, 12), *flat(120, 14)))
        result = at("2027-02", entry, goal("2026-01", "2026-12", share=0.2, path="linear"))
        found = targets(result, "2026-01")
        assert sum(value or 0 for value in found[:12]) == pytest.approx(1440)
        assert found[11] == pytest.approx(136.923077, abs=1e-6)
        assert found[12:] == pytest.approx([120] * 12)
        assert result.measure.status is Status.ON_TRACK
        assert result.goal is not None
        assert result.goal.end_target == pytest.approx(136.923077, abs=1e-6)

    def test_provisional_months_are_not_in_the_mean(self) -> None:
        entry = row(total(), months("2025-01", *flat(100, 13)), provisional=["2025-12"])
        result = at("2026-01", entry, goal("2026-01", "2026-03", share=0.2, path="linear"))
        assert result.reason == Reason(
            "goal_needs_twelve_months", {"start": month("2026-01"), "count": 11}
        )

    def test_a_year_without_any_final_month_says_so_too(self) -> None:
        entry = row(total(), {"2026-01": 5})
        result = at("2026-01", entry, goal("2026-01", "2026-03", share=0.2))
        assert result.reason == Reason(
            "goal_needs_twelve_months", {"start": month("2026-01"), "count": 0}
        )

    def test_without_twelve_months_before_a_sum_in_percent_needs_a_baseline(self) -> None:
        figures = months("2025-10", 90, 100, 110, 100)
        with_baseline = at(
            "2026-01", row(total(baseline=100.0), figures), goal("2026-01", "2026-03", share=0.2)
        )
        assert targets(with_baseline, "2026-01")[:3] == pytest.approx([110, 120, 130])
        without = at("2026-01", row(total(), figures), goal("2026-01", "2026-03", share=0.2))
        assert without.reason == Reason(
            "goal_needs_twelve_months", {"start": month("2026-01"), "count": 3}
        )

    def test_without_anything_to_start_from_only_the_level_itself_is_a_target(self) -> None:
        entry = row(level(), {"2026-01": 5})
        result = at("2026-01", entry, goal("2026-01", "2026-03", level=9))
        assert code(result.reason) == "goal_no_base"
        assert targets(result, "2026-01") == [None, *[9.0] * 10]

    def test_a_change_in_percent_of_nothing_means_nothing(self) -> None:
        entry = row(level(), months("2025-12", 0, 5))
        result = at("2026-01", entry, goal("2026-01", "2026-03", share=0.5))
        assert code(result.reason) == "goal_base_not_positive"

    def test_a_goal_to_come_waits_for_its_start(self) -> None:
        entry = row(level(), months("2026-01", 5, 6))
        result = at("2026-02", entry, goal("2026-05", "2026-07", unit=3))
        assert result.reason == Reason("no_target", {"period": month("2026-02")})
        assert targets(result, "2026-03") == []
        assert result.goal is not None
        assert (result.goal.started, result.goal.elapsed) == (False, None)
        assert result.goal.reason == Reason("goal_not_started", {"start": month("2026-05")})


class TestStep:
    def test_stands_until_the_last_month(self) -> None:
        entry = row(level(), months("2025-12", 5, 5))
        result = at("2026-01", entry, goal("2026-01", "2026-04", unit=3, path="step"))
        assert targets(result, "2026-01")[:5] == [5, 5, 5, 8, 8]


class TestOtherTargets:
    def test_a_typed_target_of_a_month_wins(self) -> None:
        entry = row(level(), months("2025-12", 10, 11), targets={"2026-02": 99})
        result = at("2026-01", entry, goal("2026-01", "2026-03", level=40))
        assert targets(result, "2026-01")[:4] == pytest.approx([20, 99, 40, 40])
        marked = [p.goal_target for p in result.history if p.period >= month("2026-01")]
        assert marked[:4] == [True, False, True, True]

    def test_a_dated_target_wins_from_its_month_on(self) -> None:
        entry = row(level(), months("2025-12", 10, 11), dated={"2026-03": 50})
        result = at("2026-01", entry, goal("2026-01", "2026-03", level=40))
        assert targets(result, "2026-01")[:4] == pytest.approx([20, 30, 50, 50])

    def test_a_typed_target_that_is_no_use_is_not_replaced(self) -> None:
        # Two different targets typed for one quarter: the goal doesn't paper over it.
        item = level(frequency="quarterly", target_per="quarter")
        entry = row(item, every("2025-12", 3, 10, 11), targets={"2026-01": 7, "2026-02": 8})
        result = at("2026-03", entry, goal("2026-01", "2026-06", level=40))
        assert code(result.reason) == "targets_differ"

    def test_the_next_goal_takes_over(self) -> None:
        entry = row(level(), months("2025-12", 10, 20, 30))
        first = goal("2026-01", "2026-02", level=20)
        then = goal("2026-04", "2026-05", level=50, cell=CellRef("Goals", "B3"))
        result = at("2026-02", entry, then, first)
        # 15, 20, held 20; the second starts from March, which is still to come, and ends at 50.
        assert targets(result, "2026-01")[:6] == [15, 20, 20, 50, 50, 50]
        assert [str(p.period) for p in result.history if p.period > month("2026-02")][:2] == [
            "2026-03",
            "2026-05",
        ]

    def test_a_goal_of_a_ratio_comes_before_its_planned_parts(self) -> None:
        sales = row(total(kpi_id="S"), months("2025-12", 100, 120), targets={"2026-01": 130})
        orders = row(total(kpi_id="O"), months("2025-12", 10, 10), targets={"2026-01": 10})
        ratio = row(kpi("K", numerator="S", denominator="O", direction="higher"))
        card = build_scorecard(
            book(ratio, sales, orders, goals=(goal("2026-01", "2026-04", unit=4),)),
            month("2026-01"),
        )
        # B = 100/10 = 10; linear by default: 10 + 4·1/4 = 11, not the planned 13.
        assert card.kpi("K").measure.target == pytest.approx(11)
        assert card.kpi("K").ytd.measure.target == pytest.approx(11)

    def test_planned_parts_hold_before_a_goal_and_after_it(self) -> None:
        sales = row(
            total(kpi_id="S"),
            months("2025-12", *flat(100, 5)),
            targets=months("2026-01", *flat(130, 4)),
        )
        orders = row(
            total(kpi_id="O"),
            months("2025-12", *flat(10, 5)),
            targets=months("2026-01", *flat(10, 4)),
        )
        ratio = row(kpi("K", numerator="S", denominator="O", direction="higher"))
        card = build_scorecard(
            book(ratio, sales, orders, goals=(goal("2026-02", "2026-03", unit=4),)),
            month("2026-04"),
        )
        # Planned 13; the goal's 10 + 4·1/2 = 12 and 14; planned again; then the level holds on.
        assert targets(card.kpi("K"), "2026-01")[:5] == pytest.approx([13, 12, 14, 13, 14])

    def test_a_ratio_follows_from_the_goals_of_its_parts(self) -> None:
        sales = row(total(kpi_id="K"), months("2025-01", *flat(100, 12), 120))
        orders = row(total(kpi_id="O"), {"2026-01": 10}, targets={"2026-01": 10})
        ratio = row(kpi("R", numerator="K", denominator="O", direction="higher"))
        card = build_scorecard(
            book(ratio, sales, orders, goals=(goal("2026-01", "2026-12", share=0.1),)),
            month("2026-01"),
        )
        assert card.kpi("R").measure.target == pytest.approx(11)  # 100·1.1 over 10


class TestTotals:
    def test_the_goals_months_add_up_like_typed_ones(self) -> None:
        last_year = tuple(range(10, 130, 10))  # 10, 20, …, 120: 780 in all
        entry = row(total(), months("2025-01", *last_year, 12, 25, 30))
        result = at("2026-03", entry, goal("2026-01", "2026-12", share=0.5))
        # 15 + 30 + 45 = 90 to date; 780·1.5 = 1170 in the year.
        assert result.ytd.measure.target == pytest.approx(90)
        assert result.qtd.measure.target == pytest.approx(90)
        assert result.fiscal_year.measure.target == pytest.approx(1170)

    def test_over_a_fiscal_year_that_starts_in_july(self) -> None:
        entry = row(total(), months("2025-01", *flat(100, 21)))
        result = at("2026-09", entry, goal("2026-01", "2026-12", share=0.1), setting=settings(7))
        # July to September: 3·110. The year runs to June; from January on there is no target.
        assert result.ytd.measure.target == pytest.approx(330)
        assert result.fiscal_year.measure.target is None
        assert result.fiscal_year.reason is not None

    def test_of_quarters(self) -> None:
        # Mean quarter of the four before: 300. Two quarters: 300·(1 + 2·0.2·k/3) = 340, 380.
        item = total(frequency="quarterly")
        entry = row(item, every("2025-03", 3, 270, 330, 280, 320, 350))
        result = at("2026-03", entry, goal("2026-01", "2026-06", share=0.2, path="linear"))
        assert result.measure.target == pytest.approx(340)
        # Afterwards a quarter is held to 300·1.2.
        assert targets(result, "2026-04") == pytest.approx([380, 360, 360])

    def test_quarters_by_season(self) -> None:
        entry = row(total(frequency="quarterly"), every("2025-03", 3, 270, 330, 280, 320, 350))
        result = at("2026-03", entry, goal("2026-01", "2026-06", share=0.2))
        assert result.measure.target == pytest.approx(324)
        assert targets(result, "2026-04") == pytest.approx([396])

    def test_of_a_year(self) -> None:
        entry = row(total(frequency="yearly"), every("2024-12", 12, 1000, 1100))
        result = at("2025-12", entry, goal("2025-01", "2026-12", share=0.2))
        # Two years of 1,000 that make +20 % together: 1000·(1 + 0.4·k/3); 2,400 in all.
        expected = [1133.333333, 1266.666667]
        assert [p.measure.target for p in result.history][12:] == pytest.approx(expected)

    def test_a_goal_that_ends_within_a_quarter_is_due_when_the_quarter_closes(self) -> None:
        # February to August, 90 in December, 120 by August: no quarter shows August before
        # September's. Three quarters of +10, and 120 isn't asked for in June already.
        entry = row(level(frequency="quarterly"), every("2025-12", 3, 90, 100, 110))
        result = at("2026-06", entry, goal("2026-02", "2026-08", level=120))
        assert set_targets(result, "2026-01") == pytest.approx([100, 110, 120, 120])
        found = result.goal
        assert found is not None
        assert found.goal.by == month("2026-09")
        assert (found.progress, found.elapsed) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
        late = at("2026-08", entry, goal("2026-02", "2026-08", level=120)).goal
        assert late is not None
        assert not late.ended

    def test_a_goal_within_one_quarter_is_due_in_it(self) -> None:
        entry = row(level(frequency="quarterly"), every("2025-12", 3, 10, 11))
        result = at("2026-03", entry, goal("2026-01", "2026-02", level=12))
        assert result.measure.target == 12

    def test_quarters_are_those_of_the_fiscal_year(self) -> None:
        # With years from February on quarters close in April, July, October and January.
        entry = row(level(frequency="quarterly"), every("2026-01", 3, 10, 11))
        chosen = goal("2026-02", "2026-09", level=40)
        result = at("2026-04", entry, chosen, setting=settings(2))
        assert set_targets(result, "2026-02") == pytest.approx([20, 30, 40, 40])

    def test_of_two_goals_in_one_quarter_the_later_is_told_where_it_sets_the_target(self) -> None:
        entry = row(level(frequency="quarterly"), every("2025-12", 3, 90, 100, 110, 115))
        first = goal("2026-02", "2026-08", level=120)
        then = goal("2026-09", "2026-12", level=140, cell=CellRef("Goals", "B3"))
        result = at("2026-09", entry, first, then)
        # From June's 110 to 140 in two quarters.
        assert result.measure.target == pytest.approx(125)
        assert result.goal is not None
        assert result.goal.goal.level == 140

    def test_cumulated_actuals_are_taken_apart_first(self) -> None:
        running = [10 * n for n in range(1, 13)]
        item = total(actuals_input="ytd", targets_input="ytd")
        entry = row(item, months("2025-01", *running, 14))
        result = at("2026-01", entry, goal("2026-01", "2026-12", share=0.4))
        assert result.measure.target == pytest.approx(14)
        assert result.fiscal_year.measure.target == pytest.approx(168)

    def test_after_a_gap_in_cumulated_actuals_the_mean_stands(self) -> None:
        running = [10, 20, 30, 40, 50, 60, None, 80, 90, 100, 110, 120]
        entry = row(total(actuals_input="ytd"), months("2025-01", *running, 14))
        chosen = goal("2026-01", "2026-03", share=0.4, path="linear")
        # 120 over twelve months is 10 a month: 10·(1 + 0.8·1/4) = 12.
        assert at("2026-01", entry, chosen).measure.target == pytest.approx(12)


class TestProgress:
    def test_of_a_linear_goal(self) -> None:
        entry = row(level(), months("2025-12", 10, 11, 13, 16))
        found = at("2026-03", entry, goal("2026-01", "2026-06", unit=10)).goal
        assert found is not None
        # (16 − 10)/(20 − 10) = 60 % of the way at 3/6 = 50 % of the time.
        assert (found.baseline, found.end_target) == (10, 20)
        assert found.progress == pytest.approx(0.6)
        assert found.elapsed == pytest.approx(0.5)
        assert found.pace == pytest.approx(1.2)
        assert found.achieved_change is None
        assert found.baseline_period == month("2025-12")
        assert (found.started, found.ended) == (True, False)
        assert found.as_of == month("2026-03")

    def test_says_which_month_it_starts_from(self) -> None:
        # The last figure before January 2026 is April 2024's.
        entry = row(level(), months("2024-04", 50) | {"2026-01": 55})
        found = at("2026-01", entry, goal("2026-01", "2026-06", unit=10)).goal
        assert found is not None
        assert (found.baseline, found.baseline_period) == (50, month("2024-04"))

    def test_a_baseline_and_a_mean_have_no_month(self) -> None:
        figures = months("2025-01", *flat(100, 13))
        stated = at(
            "2026-01", row(level(baseline=9.0), figures), goal("2026-01", "2026-06", unit=1)
        )
        of_twelve = goal("2026-01", "2026-06", share=0.2, path="linear")
        mean = at("2026-01", row(total(), figures), of_twelve)
        by_season = at("2026-01", row(total(), figures), goal("2026-01", "2026-06", share=0.2))
        for result in (stated, mean, by_season):
            assert result.goal is not None
            assert result.goal.baseline is not None
            assert result.goal.baseline_period is None

    def test_of_a_fall(self) -> None:
        entry = row(level(direction="lower"), months("2025-12", 70, 70, 69))
        found = at("2026-02", entry, goal("2026-01", "2026-03", share=-0.1)).goal
        assert found is not None
        # (69 − 70)/(63 − 70) = 1/7, where 2/3 of the time are gone; −1/70 of what it was.
        assert found.progress == pytest.approx(1 / 7)
        assert found.pace == pytest.approx(3 / 14)
        assert found.achieved_change == pytest.approx(-1 / 70)

    def test_of_a_seasonal_goal_is_measured_against_the_same_months(self) -> None:
        entry = row(total(), months("2025-01", *range(10, 130, 10), 14, 22))
        found = at("2026-02", entry, goal("2026-01", "2026-12", share=0.4)).goal
        assert found is not None
        # 36 of 30 is +20 %, half of +40 %; two months of twelve; no pace.
        assert found.achieved_change == pytest.approx(0.2)
        assert found.progress == pytest.approx(0.5)
        assert found.elapsed == pytest.approx(2 / 12)
        assert found.pace is None
        assert found.baseline == pytest.approx(65)  # 780/12
        assert found.end_target == pytest.approx(168)  # 120·1.4

    def test_an_ended_goal_is_measured_in_its_last_month(self) -> None:
        entry = row(level(), months("2025-12", 10, 14, 19, 30))
        found = at("2026-03", entry, goal("2026-01", "2026-02", unit=10)).goal
        assert found is not None
        assert found.ended
        assert found.progress == pytest.approx(0.9)
        assert found.elapsed == 1
        assert found.as_of == month("2026-02")

    def test_a_quarterly_kpi_is_as_far_as_its_last_closed_quarter(self) -> None:
        entry = row(level(frequency="quarterly"), every("2025-12", 3, 10, 15))
        found = at("2026-05", entry, goal("2026-01", "2026-06", unit=10)).goal
        assert found is not None
        assert (found.as_of, found.elapsed) == (month("2026-03"), 0.5)
        assert found.pace == pytest.approx(1)

    @pytest.mark.parametrize(
        ("values", "chosen", "reason"),
        [
            ((10, None), goal("2026-01", "2026-03", unit=5), "goal_without_figure"),
            ((10, 10), goal("2026-01", "2026-03", level=10), "goal_end_is_base"),
            ((None, 10), goal("2026-01", "2026-03", level=12), "goal_no_base"),
        ],
    )
    def test_says_why_it_is_missing(
        self, values: tuple[float | None, ...], chosen: Goal, reason: str
    ) -> None:
        found = at("2026-01", row(level(), months("2025-12", *values)), chosen).goal
        assert found is not None
        assert found.progress is None
        assert found.pace is None
        assert code(found.reason) == reason

    def test_of_several_goals_the_running_one_is_told(self) -> None:
        entry = row(level(), months("2025-12", *flat(10, 10)))
        goals = (
            goal("2026-01", "2026-02", level=20),
            goal("2026-04", "2026-05", level=30),
            goal("2026-08", "2026-09", level=40),
        )

        def told(period: str) -> float | None:
            found = at(period, entry, *goals).goal
            return None if found is None else found.goal.level

        assert [told(f"2026-{m:02}") for m in (1, 3, 4, 6, 8)] == [20, 30, 30, 40, 40]
        assert at("2026-09", entry, *goals[:2]).goal == at("2026-09", entry, goals[1]).goal

    def test_figures_after_the_period_are_not_progress(self) -> None:
        entry = row(level(), months("2025-12", 10, 12, 19))
        found = at("2026-01", entry, goal("2026-01", "2026-02", unit=10)).goal
        assert found is not None
        assert found.progress == pytest.approx(0.2)

    def test_a_range_has_none(self) -> None:
        entry = row(kpi(direction="range"), months("2025-12", 10, 11))
        assert at("2026-01", entry, goal("2026-01", "2026-03", level=12)).goal is None


class TestMonthsAhead:
    def test_a_goal_is_shown_to_its_end_at_most_a_year_ahead(self) -> None:
        entry = row(level(), months("2026-05", 10, 11))
        for by, last in (("2026-09", "2026-12"), ("2027-03", "2027-03"), ("2029-01", "2027-06")):
            result = at("2026-06", entry, goal("2026-06", by, level=20))
            assert result.history[-1].period == month(last)
