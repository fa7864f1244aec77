"""How entities add up, one rule at a time, in groups of a KPI or two. Worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.compute.consolidate import consolidate
from kpireport.model.book import Book, Source
from kpireport.model.errors import UsageError, WorkbookError
from kpireport.model.goal import Goal, GoalPath
from kpireport.model.group import EntityCoverage, GroupFigure
from kpireport.model.kpi import GroupRule, Unit, UnitKind
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from tests.compute.books import flat, kpi, months, row, settings
from tests.compute.entities import FEBRUARY, covered, entity, running, simple


def test_eliminations_add_but_are_neither_counted_nor_ranked() -> None:
    group = consolidate(
        [simple("A", 100, 90), simple("B", 50, 60), simple("Eliminations", -20, -10)]
    )
    # 100 + 50 − 20 against 90 + 60 − 10.
    measure = group.scorecard.kpi("K").measure
    assert (measure.actual, measure.target) == (130, 140)
    assert covered(group, "K", GroupFigure.PERIOD) == EntityCoverage(2, 2)
    assert [place.name for place in group.kpi("K").ranking.places] == ["A", "B"]
    assert [entity.name for entity in group.ranked] == ["A", "B"]


def test_eliminations_without_a_target_leave_the_comparison_and_are_named() -> None:
    group = consolidate([simple("A", 100, 90), simple("B", 50, 60), simple("Éliminations", -20)])
    measure = group.scorecard.kpi("K").measure
    assert (measure.actual, measure.target) == (150, 150)
    assert covered(group, "K", GroupFigure.PERIOD) == EntityCoverage(2, 2, ("Éliminations",))
    assert group.kpi("K").every_actual == 130


def test_means_are_of_the_entities_when_asked_for() -> None:
    # (80 + 60)/2 against (90 + 50)/2.
    options = {"aggregation": "mean", "group": GroupRule.MEAN, "unit": "%"}
    group = consolidate([simple("A", 80, 90, **options), simple("B", 60, 50, **options)])
    measure = group.scorecard.kpi("K").measure
    assert (measure.actual, measure.target) == (70, 70)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"aggregation": "mean"}, "group_no_rule_mean"),
        ({"aggregation": None}, "group_no_rule"),
        ({"aggregation": "mean", "unit": "%"}, "group_percent_without_parts"),
        ({"aggregation": "ratio", "unit": "%"}, "group_ratio_without_parts"),
        ({"aggregation": "last", "unit": Unit("days", UnitKind.OTHER)}, "group_no_rule_last"),
        ({"aggregation": "sum", "group": GroupRule.NONE}, "group_rule_none"),
    ],
)
def test_what_cannot_be_added_honestly_is_not(options: dict[str, object], why: str) -> None:
    options = {"aggregation": None, **options}
    group = consolidate([simple("A", 1, 1, **options), simple("B", 2, 1, **options)])
    each = group.kpi("K")
    assert each.result is None
    assert each.reason is not None
    assert each.reason.code == why
    assert group.scorecard.kpis == ()
    assert group.not_consolidated == (each,)
    # Who is best is known all the same: 2/1 against 1/1.
    assert each.ranking.best is not None
    assert each.ranking.best.name == "B"


def test_a_kpi_of_another_unit_is_refused_with_both_cells() -> None:
    with pytest.raises(WorkbookError) as caught:
        consolidate([simple("A", 1), simple("B", 2, unit="%")])
    (problem,) = caught.value.problems
    assert problem.code == "E890"
    assert "a.xlsx" in str(problem.params["first_cell"])
    assert "b.xlsx" in str(problem.params["cell"])


def test_other_weights_are_said_and_the_first_holds() -> None:
    group = consolidate([simple("A", 1, weight=2.0), simple("B", 2)])
    assert [problem.code for problem in group.problems] == ["W895"]
    assert group.scorecard.problems == group.problems
    assert group.kpi("K").kpi.weight == 2


def test_other_fiscal_years_are_refused() -> None:
    late = simple("B", 2)
    late = replace(
        late, settings=replace(late.settings, fiscal_calendar=settings(4).fiscal_calendar)
    )
    with pytest.raises(WorkbookError) as caught:
        consolidate([simple("A", 1), late])
    assert [problem.code for problem in caught.value.problems] == ["E891"]


def test_the_same_entity_twice_is_refused() -> None:
    with pytest.raises(WorkbookError) as caught:
        consolidate([simple("A", 1), simple("a", 1)])
    assert [problem.code for problem in caught.value.problems] == ["E893"]


def test_an_entity_without_a_name_has_its_files() -> None:
    plain = simple("", 1)
    group = consolidate([replace(plain, source=Source("Lyon 2026.xlsx", "1" * 64)), simple("B", 2)])
    assert [entity.name for entity in group.entities] == ["Lyon 2026", "B"]
    assert [note.code for note in group.notes] == ["entities_named_by_file"]


def test_a_late_entity_has_no_scorecard_and_the_group_has() -> None:
    late = entity(
        "Late",
        row(kpi("K", aggregation="sum", direction="higher"), months("2026-01", 5)),
        currency=None,
    )
    group = consolidate([simple("A", 1), simple("B", 2), late])
    assert group.period == FEBRUARY
    assert group.entity("Late").scorecard is None
    assert group.scorecard.kpi("K").measure.actual == 3
    assert covered(group, "K", GroupFigure.PERIOD) == EntityCoverage(2, 3, ("Late",))
    # Its January is in the year to date: 1 + 2 + 5.
    assert group.scorecard.kpi("K").ytd.actual == 8


def test_a_month_nobody_has_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        consolidate([simple("A", 1), simple("B", 2)], period=Period(2027, 1))
    assert caught.value.code == "period_without_data"


def test_targets_are_added_as_each_entity_has_them_by_month() -> None:
    # A has 120 a year, spread evenly: 10 a month; B types 30 and 70 cumulated: 30, then 40.
    yearly = kpi("K", aggregation="sum", direction="higher", target_per="year")
    running = kpi(
        "K", aggregation="sum", direction="higher", targets_input="ytd", actuals_input="ytd"
    )
    first = entity(
        "A", row(yearly, months("2026-01", 8, 9), targets=months("2026-12", 120)), currency=None
    )
    second = entity(
        "B",
        row(running, months("2026-01", 20, 50), targets=months("2026-01", 30, 70)),
        currency=None,
    )
    group = consolidate([first, second])
    result = group.scorecard.kpi("K")
    # February: 9 + (50 − 20) = 39 against 10 + 40 = 50; to date 17 + 50 = 67 against 20 + 70.
    assert (result.measure.actual, result.measure.target) == (39, 50)
    assert result.ytd.actual == 67
    assert result.ytd.measure.target == pytest.approx(90)


def test_bands_add_up_bound_by_bound() -> None:
    def banded(name: str, actual: float, low: float | None, high: float | None) -> Book:
        item = kpi("K", aggregation="last", direction="range")
        figures = row(item, months("2026-02", actual), targets={"2026-02": (low, high)})
        return entity(name, figures, currency=None)

    measure = consolidate([banded("A", 5, 4, 6), banded("B", 20, 8, 12)]).scorecard.kpi("K").measure
    # 25 against 12 to 18: 7 above; 1 − 7/18.
    assert (measure.actual, measure.target_low, measure.target_high) == (25, 12, 18)
    assert measure.attainment == pytest.approx(1 - 7 / 18)
    # Open at the top in one and not in the other: no band is both.
    measure = (
        consolidate([banded("A", 5, 4, 6), banded("B", 9, 8, None)]).scorecard.kpi("K").measure
    )
    assert (measure.target_low, measure.target_high) == (None, None)


def test_quarters_add_up_in_the_month_they_close() -> None:
    def quarterly(name: str, *figures: float | None) -> Book:
        item = kpi("K", aggregation="sum", direction="higher", frequency="quarterly")
        given = dict(zip(("2025-12", "2026-03"), figures, strict=True))
        return entity(name, row(item, given, targets={"2026-03": 10}), currency=None)

    group = consolidate([quarterly("A", 5, 9), quarterly("B", 6, 12)], period=Period(2026, 4))
    result = group.scorecard.kpi("K")
    assert result.period == Period(2026, 3)
    assert (result.measure.actual, result.measure.target) == (21, 20)
    assert result.comparisons.previous.value == 11


def test_a_parent_without_figures_has_its_childrens_score() -> None:
    def family(name: str, actual: float) -> Book:
        child = kpi("K", aggregation="sum", direction="higher", parent="P")
        parent = kpi("P", direction="higher")
        figures = row(child, months("2026-02", actual), targets=months("2026-02", 10))
        return entity(name, row(parent), figures, currency=None)

    group = consolidate([family("A", 5), family("B", 10)])
    # 15 of 20 is 0.75, and so is the parent.
    assert group.scorecard.kpi("P").score == pytest.approx(0.75)
    assert group.kpi("P").result is not None


def test_eliminations_have_no_part_in_a_mean() -> None:
    options = {"aggregation": "mean", "group": GroupRule.MEAN}
    books = [simple("A", 80, **options), simple("B", 60, **options)]
    group = consolidate([*books, simple("Eliminations", 10, **options)])
    assert group.scorecard.kpi("K").measure.actual == 70


def test_a_mean_over_months_is_of_those_that_have_them_all() -> None:
    options = {"aggregation": "mean", "group": GroupRule.SUM}
    books = [running("A", "2026-01", 10, 20, **options), running("B", "2026-02", 30, **options)]
    group = consolidate(books)
    # The month is 20 + 30; to date only A has January: (10 + 20)/2.
    result = group.scorecard.kpi("K")
    assert (result.measure.actual, result.ytd.actual) == (50, 15)
    assert covered(group, "K", GroupFigure.YTD) == EntityCoverage(1, 2, ("B",))


def test_a_mean_over_months_is_of_the_common_ones_where_nobody_has_all() -> None:
    options = {"aggregation": "mean", "group": GroupRule.SUM}
    first = running("A", "2026-01", 10, None, 40, **options)
    second = running("B", "2026-02", 30, 50, **options)
    # A lacks February, B January: March alone, 40 + 50.
    group = consolidate([first, second])
    assert group.scorecard.kpi("K").ytd.actual == 90
    assert group.scorecard.kpi("K").ytd.months == 1


def test_what_the_last_month_says_needs_only_that_month() -> None:
    first = running("A", "2026-01", None, 7, aggregation="last")
    second = running("B", "2026-01", 4, 5, aggregation="last")
    late = running("C", "2026-01", 100, aggregation="last")
    group = consolidate([first, second, late])
    assert group.scorecard.kpi("K").ytd.actual == 12
    assert covered(group, "K", GroupFigure.YTD) == EntityCoverage(2, 3, ("C",))


def test_a_year_is_of_those_that_have_all_of_it() -> None:
    full = running("A", "2026-01", *flat(10, 12), targets=months("2026-01", *flat(9, 12)))
    short = running("B", "2026-02", *flat(5, 11), targets=months("2026-01", *flat(5, 12)))
    group = consolidate([full, short])
    year = group.scorecard.kpi("K").fiscal_year
    # A: 120 against 108. B lacks January.
    assert (year.actual, year.measure.target) == (120, 108)
    assert covered(group, "K", GroupFigure.FISCAL_YEAR) == EntityCoverage(1, 2, ("B",))
    # To date both count: 120 + 55 against 108 + 55.
    ytd = group.scorecard.kpi("K").ytd
    assert (ytd.measure.actual, ytd.measure.target) == (175, 163)


def test_a_years_target_is_the_full_years_of_those_that_have_one() -> None:
    planned = running("A", "2026-01", 10, targets=months("2026-01", *flat(9, 12)))
    half = running("B", "2026-01", 10, targets=months("2026-01", *flat(9, 6)))
    group = consolidate([planned, half])
    year = group.scorecard.kpi("K").fiscal_year
    assert (year.actual, year.measure.target) == (None, 108)
    assert covered(group, "K", GroupFigure.FISCAL_YEAR) == EntityCoverage(1, 2, ("B",))


def test_budget_and_baseline_are_of_those_that_have_one() -> None:
    budgeted = running("A", "2026-01", 10, budget=months("2026-01", 8), baseline=7.0)
    bare = running("B", "2026-01", 20)
    group = consolidate([budgeted, bare])
    comparisons = group.scorecard.kpi("K").comparisons
    assert (comparisons.budget.value, comparisons.budget.delta) == (8, 2)
    assert (comparisons.baseline.value, comparisons.baseline.delta) == (7, 3)
    assert covered(group, "K", GroupFigure.BUDGET) == EntityCoverage(1, 2, ("B",))
    assert group.kpi("K").compared[GroupFigure.BASELINE] == 10


def test_the_landing_adds_up_what_each_entity_forecasts() -> None:
    ahead = months("2026-11", 12, 11)
    books = [running(name, "2026-01", *flat(10, 10), forecast=ahead) for name in ("A", "B")]
    # Each 100 to date and 23 to come.
    landing = consolidate(books).scorecard.kpi("K").landing
    assert (landing.actual_to_date, landing.forecast) == (200, 246)


def test_a_ratios_target_is_that_of_its_planned_parts() -> None:
    def planned(name: str, profit: float, sales: float, plan: tuple[float, float]) -> Book:
        return entity(
            name,
            row(
                kpi("P", aggregation="sum"),
                months("2026-01", profit),
                targets=months("2026-01", plan[0]),
            ),
            row(
                kpi("S", aggregation="sum"),
                months("2026-01", sales),
                targets=months("2026-01", plan[1]),
            ),
            row(
                kpi("M", aggregation="ratio", direction="higher", unit="%", numerator="P",
                    denominator="S"),
            ),
            currency=None,
        )  # fmt: skip

    group = consolidate([planned("A", 30, 100, (20, 80)), planned("B", 10, 300, (30, 320))])
    measure = group.scorecard.kpi("M").measure
    # 40/400 = 10 % against 50/400 = 12.5 %.
    assert (measure.actual, measure.target) == (pytest.approx(10), pytest.approx(12.5))


def test_goals_of_the_entities_make_the_groups_target() -> None:
    def promised(name: str, level: float) -> Book:
        goal = Goal(
            "K", CellRef("Goals", "C2"), Period(2026, 1), Period(2026, 2), level=level,
            path=GoalPath.STEP,
        )  # fmt: skip
        figures = row(
            kpi("K", aggregation="sum", direction="higher", baseline=1.0),
            months("2026-01", 10, 20),
        )
        return entity(name, figures, currency=None, goals=(goal,))

    result = consolidate([promised("A", 15), promised("B", 30)]).scorecard.kpi("K")
    # February, the goals' last month: 15 + 30. The group itself has promised nothing.
    assert (result.measure.actual, result.measure.target) == (40, 45)
    assert result.goal is None


def test_a_provisional_figure_marks_the_groups() -> None:
    item = kpi("K", aggregation="sum", direction="higher")
    marked = row(item, months("2026-02", 5), provisional=["2026-02"])
    group = consolidate([entity("A", marked, currency=None), simple("B", 4)], period=FEBRUARY)
    assert group.scorecard.kpi("K").provisional


def test_running_totals_of_a_ratio_without_parts_add_up_where_they_are_a_month() -> None:
    options = {"aggregation": "ratio", "actuals_input": "ytd", "group": GroupRule.SUM}
    figures = {"A": (10, 30), "B": (5, 15)}
    books = [running(name, "2026-01", *typed, **options) for name, typed in figures.items()]
    result = consolidate(books, period=FEBRUARY).scorecard.kpi("K")
    # The year's first month alone can be told from running figures of such a KPI: 10 + 5.
    assert (result.measure.actual, result.ytd.actual) == (None, 15)
    assert (result.ytd.end, result.rolling12.actual) == (Period(2026, 1), None)


def test_parts_are_matched_without_regard_to_case_as_ids_are() -> None:
    def shop(name: str, above: str, below: str, sales: float, orders: float) -> Book:
        ratio = kpi("AOV", aggregation="ratio", numerator=above, denominator=below)
        parts = [(above, sales), (below, orders)]
        sums = [row(kpi(i, aggregation="sum"), months("2026-02", value)) for i, value in parts]
        return entity(name, *sums, row(ratio), currency=None)

    group = consolidate([shop("A", "REV", "ORD", 300, 10), shop("B", "rev", "ord", 100, 10)])
    # (300 + 100) / (10 + 10)
    assert group.scorecard.kpi("AOV").measure.actual == 20
