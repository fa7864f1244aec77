"""Each criterion of SMARTER and each of the five questions, met and unmet, by hand.

The report's month is October 2026. ``sound()`` is a KPI that lacks nothing; each test takes one
thing away from it and names what must be said.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.compute.smarter import criteria_of
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book, Comment
from kpireport.model.goal import Goal
from kpireport.model.kpi import Unit, UnitKind
from kpireport.model.problem import CellRef
from kpireport.model.review import Cadence, Criterion, CriterionName
from kpireport.model.scorecard import Scorecard
from tests.compute.books import Row, book, flat, kpi, month, months, row, settings

C = CriterionName
EURO = Unit("€", UnitKind.CURRENCY, "EUR")
PLACES = {
    column: CellRef("KPIs", f"{letter}2")
    for column, letter in (
        ("unit", "C"),
        ("direction", "F"),
        ("owner", "M"),
        ("purpose", "N"),
        ("method", "O"),
        ("definition", "P"),
        ("source", "Q"),
        ("due", "R"),
        ("review", "S"),
        ("benchmark", "V"),
        ("aggregation", "G"),
    )
}
ACTUALS = [100.0, 90.0, 110.0, 95.0, 105.0, 98.0, 102.0, 97.0, 103.0, 99.0, 101.0, 100.0]
"""November 2025 to October 2026; around a target of 100, six times met."""


def sound(**changes: Any) -> Row:
    figures = {
        "actuals": months("2024-11", *ACTUALS, *ACTUALS),
        "targets": months("2024-11", *flat(100.0, 24)),
    }
    figures.update({name: changes.pop(name) for name in ("actuals", "targets") if name in changes})
    options: dict[str, Any] = {
        "unit": EURO,
        "direction": "higher",
        "aggregation": "sum",
        "owner": "Head of sales",
        "purpose": "Pay for the new shop",
        "method": "More visits by the sales team",
        "definition": "Invoiced sales without VAT",
        "source": "Accounts",
        "due": date(2027, 12, 31),
        "review_cadence": Cadence.MONTHLY,
        "review": "monthly",
        "headline": True,
        "category": "Financial",
        "places": PLACES,
        **changes,
    }
    return row(kpi("K", name="Sales", **options), **figures)


def reviewed(*rows: Row, **parts: Any) -> Scorecard:
    return build_scorecard(held(*rows, **parts), review=True)


def held(*rows: Row, **parts: Any) -> Book:
    parts.setdefault("setting", settings(closed="2026-10"))
    return book(*rows, **parts)


def reading(item: Row, **parts: Any) -> dict[CriterionName, Criterion]:
    return {each.criterion: each for each in reviewed(item, **parts).kpi("K").smarter}


def codes(criterion: Criterion) -> list[str]:
    return [advice.code for advice in criterion.advice]


def test_a_kpi_that_lacks_nothing_meets_all_twelve() -> None:
    found = reading(sound())
    assert list(found) == list(CriterionName)
    assert {each.met for each in found.values()} == {True}
    assert all(each.advice == () and each.cell is None for each in found.values())


@pytest.mark.parametrize(
    ("changes", "criterion", "code", "cell"),
    [
        ({"unit": Unit()}, C.SPECIFIC, "unit_missing", "KPIs!C2"),
        ({"definition": ""}, C.SPECIFIC, "definition_missing_currency", "KPIs!P2"),
        ({"definition": ""}, C.WHAT, "definition_missing_currency", "KPIs!P2"),
        ({"definition": ""}, C.EXPLAINABLE, "definition_missing_currency", "KPIs!P2"),
        ({"aggregation": None}, C.MEASURABLE, "aggregation_missing", "KPIs!G2"),
        ({"targets": {}}, C.ATTAINABLE, "target_missing", None),
        ({"targets": {}}, C.RELEVANT, "drives_nothing", None),
        ({"purpose": ""}, C.RELEVANT, "purpose_missing", "KPIs!N2"),
        ({"purpose": ""}, C.WHY, "purpose_missing", "KPIs!N2"),
        ({"due": None}, C.TIMELY, "due_missing", "KPIs!R2"),
        ({"due": date(2026, 10, 31)}, C.TIMELY, "due_passed", "KPIs!R2"),
        ({"source": ""}, C.EXPLAINABLE, "source_missing", "KPIs!Q2"),
        ({"method": ""}, C.HOW, "method_missing", "KPIs!O2"),
        ({"owner": ""}, C.WHO, "owner_missing", "KPIs!M2"),
        ({"review_cadence": None, "due": None}, C.WHEN, "review_missing", "KPIs!S2"),
    ],
)
def test_what_is_missing_is_said_with_its_cell(
    changes: dict[str, Any], criterion: CriterionName, code: str, cell: str | None
) -> None:
    found = reading(sound(**changes))[criterion]
    assert found.met is False
    assert codes(found) == [code]
    assert (str(found.cell) if found.cell else None) == cell
    assert found.advice[0].params["place"] == (cell or "")


def test_a_column_that_the_sheet_has_not_has_no_cell() -> None:
    found = reading(sound(owner="", places={}))[C.WHO]
    assert (found.met, found.cell, found.advice[0].params["place"]) == (False, None, "")


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (Unit("%", UnitKind.PERCENT), "definition_missing_percent"),
        (EURO, "definition_missing_currency"),
        (Unit("orders", UnitKind.OTHER), "definition_missing_number"),
    ],
)
def test_the_example_fits_the_unit(unit: Unit, code: str) -> None:
    assert codes(reading(sound(unit=unit, definition=""))[C.WHAT]) == [code]


def test_the_due_date_of_the_example_is_the_next_fiscal_year_end() -> None:
    # A fiscal year from April: the month after October 2026 lies in the one to March 2027.
    setting = settings(4, closed="2026-10")
    (advice,) = reading(sound(due=None), setting=setting)[C.TIMELY].advice
    assert advice.params["example"] == "2027-03-31"


class TestMeasurable:
    def test_no_figure(self) -> None:
        other = row(kpi("OTHER"), months("2026-10", 1.0))
        scorecard = reviewed(sound(actuals={}), other)
        found = {each.criterion: each for each in scorecard.kpi("K").smarter}
        assert codes(found[C.MEASURABLE]) == ["no_figures"]

    def test_no_totals_by_choice_lacks_no_rule(self) -> None:
        assert reading(sound(aggregation=None, no_totals=True))[C.MEASURABLE].met is True

    def test_holes_of_the_last_twelve_months_are_named(self) -> None:
        actuals = months("2024-11", *ACTUALS, *ACTUALS)
        # February 2025 is more than twelve months back; the other two are not.
        for hole in ("2025-02", "2026-03", "2026-08"):
            actuals[hole] = None
        (advice,) = reading(sound(actuals=actuals))[C.MEASURABLE].advice
        assert advice.code == "figures_missing"
        assert (advice.params["count"], advice.params["first"], advice.params["last"]) == (
            2,
            month("2026-03"),
            month("2026-08"),
        )

    def test_a_quarterly_kpi_lacks_no_month_between_its_quarters(self) -> None:
        quarters = {"2025-12": 1.0, "2026-03": 2.0, "2026-06": 1.0, "2026-09": 2.0}
        item = sound(frequency="quarterly", actuals=quarters, targets=dict.fromkeys(quarters, 1.5))
        assert reading(item)[C.MEASURABLE].met is True
        del quarters["2026-06"]
        item = sound(frequency="quarterly", actuals=quarters, targets=dict.fromkeys(quarters, 1.5))
        assert codes(reading(item)[C.MEASURABLE]) == ["figures_missing"]


class TestAttainable:
    """Targets of 100 unless said otherwise."""

    def attainable(self, *actuals: float, targets: Any = None, **changes: Any) -> Criterion:
        start = str(month("2026-10").shift(1 - len(actuals)))
        goalposts = targets if targets is not None else flat(100.0, len(actuals))
        item = sound(actuals=months(start, *actuals), targets=months(start, *goalposts), **changes)
        return reading(item)[C.ATTAINABLE]

    def test_beaten_by_more_than_it_usually_moves_is_too_easy(self) -> None:
        # Margins 20, 22, 20, 22…: the smallest is 20, the usual move 2.
        found = self.attainable(*[120.0, 122.0] * 6)
        (advice,) = found.advice
        assert (found.met, advice.code) == (False, "too_easy")
        assert advice.params["margin"] == pytest.approx(20.0)
        assert advice.params["move"] == pytest.approx(2.0)
        assert advice.params["best"] == pytest.approx(122.0)

    def test_beaten_by_less_than_it_usually_moves_is_fair(self) -> None:
        # Margins 1, 9, 1, 9…: an ordinary move of 8 could miss the target.
        assert self.attainable(*[101.0, 109.0] * 6).met is True

    def test_a_season_that_the_targets_follow_is_no_variation(self) -> None:
        # The actual moves by 100 a month, its margin of 20 not at all.
        actuals, targets = [120.0, 220.0] * 6, [100.0, 200.0] * 6
        assert codes(self.attainable(*actuals, targets=targets)) == ["too_easy_varying"]

    def test_one_miss_in_the_year_makes_it_fair(self) -> None:
        assert self.attainable(*[120.0] * 11, 99.0).met is True

    def test_just_reached_every_month_is_fair(self) -> None:
        assert self.attainable(*[100.0] * 12).met is True

    def test_eleven_months_are_no_year(self) -> None:
        assert self.attainable(*[120.0] * 11).met is True

    def test_lower_is_better(self) -> None:
        found = self.attainable(*[80.0] * 12, direction="lower")
        assert codes(found) == ["too_easy"]
        assert found.advice[0].params["best"] == 80.0

    def test_never_reached(self) -> None:
        found = self.attainable(*[90.0, 95.0] * 6)
        assert (found.met, codes(found)) == (False, ["never_reached"])
        assert found.advice[0].params["count"] == 12
        assert found.advice[0].params["best"] == 95.0
        assert found.advice[0].params["target"] == 100.0

    def test_never_reached_with_a_season_is_told_by_the_smallest_gap(self) -> None:
        # Short by 20 in the high months, by 15 in the low ones, in the last one by 12: the best
        # figure, 180, is nearest to nothing.
        actuals, targets = [180.0, 85.0] * 5 + [180.0, 88.0], [200.0, 100.0] * 6
        found = self.attainable(*actuals, targets=targets)
        assert (found.met, codes(found)) == (False, ["never_reached_varying"])
        params = found.advice[0].params
        assert (params["gap"], params["nearest"]) == (12.0, month("2026-10"))
        lower = [220.0, 115.0] * 5 + [220.0, 112.0]
        found = self.attainable(*lower, targets=targets, direction="lower")
        assert found.advice[0].params["gap"] == 12.0

    def test_reached_once_long_ago_is_no_never(self) -> None:
        assert self.attainable(100.0, *[90.0] * 23).met is True

    def test_reached_but_for_floating_point(self) -> None:
        # 0.1 + 0.2 is a little over 0.3.
        targets = flat(0.1 + 0.2, 12)
        assert self.attainable(*[0.2] * 11, 0.3, targets=targets).met is True

    def test_five_figures_can_t_tell(self) -> None:
        found = self.attainable(*[90.0] * 5)
        assert (found.met, codes(found)) == (None, ["too_few_targets"])
        assert found.advice[0].params["count"] == 5
        assert codes(self.attainable(*[90.0] * 6)) == ["never_reached"]

    def test_no_figure_with_a_target_has_its_own_words(self) -> None:
        item = sound(targets=months("2026-11", 120.0, 120.0))
        found = reading(item)[C.ATTAINABLE]
        assert (found.met, codes(found)) == (None, ["no_targets_yet"])

    def test_a_kept_range_is_not_too_easy_and_a_broken_one_never_kept(self) -> None:
        bands = [(30.0, 45.0)] * 12
        assert self.attainable(*[40.0] * 12, targets=bands, direction="range").met is True
        found = self.attainable(*[50.0] * 12, targets=bands, direction="range")
        assert codes(found) == ["never_kept"]

    def test_a_goal_is_a_target(self) -> None:
        goal = Goal("K", CellRef("Goals", "A2"), month("2026-11"), month("2027-10"), level=200.0)
        found = reading(sound(targets={}), goals=(goal,))
        assert (found[C.ATTAINABLE].met, found[C.RELEVANT].met) == (None, True)

    def test_without_a_direction_there_is_nothing_to_attain(self) -> None:
        found = reading(sound(direction="neutral", targets={}, due=None, method=""))
        for criterion in (C.ATTAINABLE, C.TIMELY, C.HOW):
            assert (found[criterion].met, codes(found[criterion])) == (None, ["no_direction"])


class TestRelevant:
    def test_a_part_of_a_ratio_drives_a_goal(self) -> None:
        ratio = row(
            kpi("R", aggregation="ratio", numerator="K", denominator="K"),
        )
        scorecard = reviewed(sound(targets={}), ratio)
        found = {each.criterion: each for each in scorecard.kpi("K").smarter}
        assert found[C.RELEVANT].met is True

    def test_a_child_drives_its_parent_and_a_parent_is_driven(self) -> None:
        scorecard = reviewed(sound(targets={}, parent="P"), row(kpi("P", category="x")))
        found = {each.criterion: each for each in scorecard.kpi("K").smarter}
        assert found[C.RELEVANT].met is True
        assert [each.code for each in scorecard.findings] == []


class TestExplainable:
    OFF = months("2024-11", *ACTUALS, *ACTUALS[:-1], 50.0)

    def test_off_track_needs_a_comment(self) -> None:
        found = reading(sound(actuals=self.OFF))[C.EXPLAINABLE]
        assert codes(found) == ["comment_missing"]
        assert found.advice[0].params["period"] == month("2026-10")

    def test_a_comment_of_the_month_explains_it(self) -> None:
        comment = Comment("K", month("2026-10"), "", "Strike", CellRef("Comments", "A2"))
        found = reading(sound(actuals=self.OFF), comments=(comment,))
        assert found[C.EXPLAINABLE].met is True


class TestRelative:
    YOUNG = months("2026-05", *ACTUALS[:6])
    """Six months: there is no year before."""

    def relative(self, *benchmarks: Benchmark, **changes: Any) -> Criterion:
        item = sound(actuals=self.YOUNG, **changes)
        return reading(item, benchmarks=benchmarks)[C.RELATIVE]

    def benchmark(self, metric: str) -> Benchmark:
        return Benchmark(metric, CellRef("Benchmarks", "A2"), "median", 90.0, measured_in=EURO)

    def test_neither_a_benchmark_nor_a_year_before(self) -> None:
        found = self.relative()
        assert (codes(found), str(found.cell)) == (["comparison_missing"], "KPIs!V2")

    def test_a_benchmark_of_its_own_name(self) -> None:
        assert self.relative(self.benchmark("SALES")).met is True

    def test_a_benchmark_that_is_named(self) -> None:
        assert self.relative(self.benchmark("Revenue"), benchmark="revenue").met is True

    def test_a_benchmark_that_nobody_has(self) -> None:
        found = self.relative(self.benchmark("Margin"), benchmark="Revenue")
        assert codes(found) == ["benchmark_unknown"]
        assert found.advice[0].params["benchmark"] == "Revenue"

    def test_a_benchmark_in_another_unit(self) -> None:
        found = self.relative(
            replace(self.benchmark("Sales"), measured_in=Unit("days", UnitKind.OTHER)),
            benchmark="Sales",
        )
        assert (found.met, codes(found)) == (False, ["benchmark_unusable"])

    def test_a_prior_year_sheet(self) -> None:
        item = sound(actuals=self.YOUNG)
        prior = row(item.kpi, item.actuals, targets=item.targets, prior_year={"2025-10": 5.0})
        assert reading(prior)[C.RELATIVE].met is True


def test_the_end_of_a_goal_is_its_date() -> None:
    goal = Goal("K", CellRef("Goals", "A2"), month("2025-01"), month("2025-12"), level=200.0)
    assert codes(reading(sound(due=None), goals=(goal,))[C.TIMELY]) == ["goal_ended"]


class TestFindings:
    def many(self, count: int, **changes: Any) -> list[Row]:
        base = sound(**changes)
        return [
            replace(base, kpi=replace(base.kpi, id=f"K{n}", name=f"K{n}")) for n in range(count)
        ]

    def test_a_handful_of_headlines_is_the_most(self) -> None:
        assert reviewed(*self.many(5)).findings == ()
        (finding,) = reviewed(*self.many(6)).findings
        assert (finding.code, finding.params["count"], finding.params["limit"]) == (
            "many_headlines",
            6,
            5,
        )

    def test_no_headline_at_all(self) -> None:
        assert [f.code for f in reviewed(*self.many(3, headline=False)).findings] == ["no_headline"]
        assert reviewed(*self.many(2, headline=False)).findings == ()

    def test_metrics_that_drive_no_goal_are_named(self) -> None:
        (finding,) = reviewed(*self.many(2, targets={})).findings
        assert (finding.code, finding.params["kpis"]) == ("idle_kpis", ("K0", "K1"))

    def test_kpis_without_a_category_are_named(self) -> None:
        (finding,) = reviewed(*self.many(1, category="")).findings
        assert (finding.code, finding.params["kpis"]) == ("no_category", ("K0",))

    def test_unpublished_parts_are_not_reviewed(self) -> None:
        scorecard = reviewed(sound(), row(kpi("PART", report=False), months("2026-10", 1.0)))
        assert scorecard.findings == ()
        assert [result.kpi.id for result in scorecard.kpis] == ["K"]


def test_only_on_demand() -> None:
    scorecard = build_scorecard(held(sound(owner="")))
    assert (scorecard.reviewed, scorecard.findings, scorecard.kpi("K").smarter) == (False, (), ())
    asked = build_scorecard(held(sound(owner="")), review=True)
    assert asked.reviewed
    assert asked.kpi("K").smarter == criteria_of(
        asked.kpi("K"), held(sound(owner="")), month("2026-10")
    )


def test_a_date_that_lies_ahead_is_enough() -> None:
    # The KPI's own date has come, its goal runs on.
    goal = Goal("K", CellRef("Goals", "A2"), month("2026-09"), month("2027-08"), level=200.0)
    item = sound(due=date(2026, 10, 31))
    assert reading(item, goals=(goal,))[C.TIMELY].met is True
