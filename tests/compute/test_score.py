"""Scores of KPIs, parents, categories and the whole. Expected values are worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.scorecard import CategoryResult, Coverage, Scorecard, StatusCounts
from kpireport.model.status import Status, StatusStep
from tests.compute.books import Row, book, kpi, months, row, settings

ON, RISK, OFF = Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK


def at(score: float | None, kpi_id: str, **options: Any) -> Row:
    """A KPI whose actual is that share of its target of 100; None for no actual."""
    options.setdefault("direction", "higher")
    figures = {} if score is None else {"2026-01": 100 * score}
    return row(kpi(kpi_id, **options), figures, targets={"2026-01": 100})


def card(*rows: Row, **options: Any) -> Scorecard:
    return build_scorecard(book(*rows, setting=settings(closed="2026-01", **options)))


def category(*rows: Row) -> CategoryResult:
    (found,) = card(*rows).categories
    return found


class TestKpi:
    @pytest.mark.parametrize(("share", "score"), [(0.5, 0.5), (1.2, 1), (0, 0), (-0.5, 0)])
    def test_is_attainment_between_0_and_1(self, share: float, score: float) -> None:
        assert card(at(share, "K")).kpi("K").score == score

    def test_without_attainment_is_1_on_track_and_0_off(self) -> None:
        for actual, score in ((0, 1), (3, 0)):
            item = row(kpi(direction="lower"), {"2026-01": actual}, targets={"2026-01": 0})
            assert card(item).kpi("K").score == score

    def test_at_risk_without_attainment_is_the_amber_edge(self) -> None:
        item = row(kpi(direction="lower", tolerance=5), {"2026-01": 3}, targets={"2026-01": 0})
        assert card(item).kpi("K").score == 0.95

    def test_without_data_target_or_direction_there_is_none(self) -> None:
        found = card(
            at(None, "A"),
            row(kpi("B", direction="higher"), {"2026-01": 1}),
            at(1, "C", direction="neutral"),
        )
        assert [result.score for result in found.kpis] == [None, None, None]


class TestCategory:
    def test_is_the_mean_by_weight(self) -> None:
        # (1·0.8 + 3·0.4)/4 = 0.5
        found = category(at(0.8, "A"), at(0.4, "B", weight=3.0))
        assert found.score == pytest.approx(0.5)
        assert found.status is OFF

    def test_status_by_the_thresholds(self) -> None:
        assert category(at(1, "A"), at(1.5, "B")).status is ON
        assert category(at(1, "A"), at(0.92, "B")).status is RISK

    def test_coverage_says_how_many_are_scored(self) -> None:
        found = category(
            at(1, "A"),
            at(None, "B"),
            row(kpi("C", direction="lower"), {"2026-01": 1}),
            at(1, "N", direction="neutral"),
        )
        assert found.coverage == Coverage(1, 3)
        assert found.counts == StatusCounts(on_track=1, no_data=1, no_target=1)

    def test_weights_of_zero_have_no_mean(self) -> None:
        found = category(at(1, "A", weight=0.0))
        assert (found.score, found.status) == (None, None)

    def test_a_headline_off_track_holds_it_at_risk(self) -> None:
        # Weight 0 keeps the headline out of the mean, which is 1.
        found = category(at(1, "A"), at(0.5, "B", headline=True, weight=0.0))
        assert (found.score, found.status, found.capped_by) == (1, RISK, "B")

    def test_only_a_headline_holds_it(self) -> None:
        found = category(at(1, "A", headline=True), at(0.5, "B", weight=0.0))
        assert (found.status, found.capped_by) == (ON, None)

    def test_a_headline_changes_nothing_where_the_score_is_worse(self) -> None:
        found = category(at(0.5, "A"), at(0.5, "B", headline=True))
        assert (found.status, found.capped_by) == (OFF, None)

    def test_categories_come_as_the_workbook_names_them(self) -> None:
        found = card(at(1, "A", category="Z"), at(1, "B"), at(1, "C", category="Z"))
        assert [(c.name, c.kpi_ids) for c in found.categories] == [("Z", ("A", "C")), ("", ("B",))]

    def test_unpublished_parts_are_nowhere(self) -> None:
        found = card(at(1, "A"), at(0, "B", report=False))
        assert [result.kpi.id for result in found.kpis] == ["A"]
        assert found.overall.counts == StatusCounts(on_track=1)


class TestParents:
    CHILDREN = (at(0.8, "A", parent="P"), at(0.4, "B", parent="P", weight=3.0))

    def test_without_figures_has_the_weighted_mean(self) -> None:
        result = card(at(None, "P", headline=True), *self.CHILDREN).kpi("P")
        assert result.score == pytest.approx(0.5)
        assert result.measure.status is OFF
        assert result.reason is not None
        assert result.reason.code == "from_children"

    def test_with_figures_has_its_own(self) -> None:
        assert card(at(0.97, "P"), *self.CHILDREN).kpi("P").score == pytest.approx(0.97)

    def test_a_category_names_the_rated_parents_that_it_is_made_without(self) -> None:
        (found,) = card(at(0.97, "P"), *self.CHILDREN, at(1, "Z")).categories
        assert (found.left_out, found.coverage.counted) == (("P",), 3)  # A, B and Z
        (alone,) = card(at(0.97, "P"), at(None, "A", parent="P")).categories
        assert alone.left_out == ()  # no child has a score: the parent counts

    def test_worst_child(self) -> None:
        result = card(at(0.97, "P", roll_up="worst_child"), *self.CHILDREN).kpi("P")
        assert (result.score, result.measure.status) == (0.4, OFF)
        assert result.measure.actual == 97
        assert result.reason is not None
        assert result.reason.params == {"child": "B"}

    def test_worst_child_by_status_before_score(self) -> None:
        children = (at(0.9, "A", parent="P"), at(0.2, "B", parent="P", tolerance=99))
        result = card(at(None, "P", roll_up="worst_child"), *children).kpi("P")
        assert (result.score, result.measure.status) == (0.9, OFF)

    def test_is_left_out_where_its_children_count(self) -> None:
        found = category(at(0.97, "P"), *self.CHILDREN)
        assert found.score == pytest.approx(0.5)
        assert found.coverage == Coverage(2, 2)
        assert found.counts == StatusCounts(at_risk=1, off_track=2)  # all three are shown

    def test_counts_where_its_children_have_no_score(self) -> None:
        found = category(at(0.97, "P"), at(None, "A", parent="P"))
        assert found.score == pytest.approx(0.97)

    def test_counts_where_its_children_weigh_nothing(self) -> None:
        found = category(at(0.97, "P"), at(0.5, "A", parent="P", weight=0.0))
        assert found.score == pytest.approx(0.97)

    def test_is_left_out_for_children_of_any_weight(self) -> None:
        found = category(at(0.97, "P"), at(0.5, "A", parent="P", weight=0.25))
        assert found.score == 0.5

    def test_counts_in_a_category_without_its_children(self) -> None:
        found = card(at(0.97, "P", category="X"), *self.CHILDREN).categories
        assert found[0].score == pytest.approx(0.97)

    def test_grandchildren_count_once(self) -> None:
        found = card(at(None, "G"), at(None, "P", parent="G"), *self.CHILDREN, overall_score=True)
        assert found.kpi("G").score == pytest.approx(0.5)
        assert found.overall.score == pytest.approx(0.5)
        assert found.overall.coverage == Coverage(2, 2)

    def test_who_is_below_itself_keeps_its_own(self) -> None:
        found = card(
            at(0.5, "A", parent="B", roll_up="worst_child"),
            at(0.8, "B", parent="A", roll_up="worst_child"),
        )
        assert [result.score for result in found.kpis] == [0.5, 0.8]

    def test_its_change_of_status_is_its_children_s(self) -> None:
        child = row(
            kpi("A", direction="higher", parent="P"),
            months("2026-01", 100, 90),
            targets=months("2026-01", 100, 100),
        )
        found = build_scorecard(book(row(kpi("P")), child)).kpi("P").status_change
        assert (found.before, found.after, found.steps) == (ON, OFF, ())
        assert found.reason is not None
        assert found.reason.code == "from_children"


class TestOverall:
    def test_has_a_score_only_where_asked_for(self) -> None:
        rows = (at(1, "A"), at(0.5, "B", category="X"))
        assert (card(*rows).overall.score, card(*rows).overall.status) == (None, None)
        found = card(*rows, overall_score=True).overall
        assert (found.score, found.status) == (0.75, OFF)

    def test_the_worst_is_off_track_with_the_lowest_score(self) -> None:
        rows = (at(0.96, "A"), at(0.5, "B"), at(0.3, "C"), at(0.2, "D", tolerance=99))
        assert card(*rows).overall.worst == "C"  # D is at risk only, by its tolerance

    def test_no_worst_where_none_is_below_its_target(self) -> None:
        assert card(at(1, "A"), at(None, "B")).overall.worst is None

    def test_a_parent_is_not_the_worst_by_its_children(self) -> None:
        rows = (at(None, "A"), at(0.5, "Z", parent="A"))
        assert card(*rows).overall.worst == "Z"

    def test_of_equals_a_headline_then_the_first_name(self) -> None:
        assert card(at(0.5, "A"), at(0.5, "B", headline=True)).overall.worst == "B"
        assert card(at(0.5, "B"), at(0.5, "A")).overall.worst == "A"


def test_status_steps_of_a_child_stay_its_own() -> None:
    child = row(
        kpi("A", direction="higher", parent="P"),
        months("2026-01", 100, 90),
        targets=months("2026-01", 100, 100),
    )
    found = build_scorecard(book(row(kpi("P")), child)).kpi("A").status_change
    assert found.steps == (StatusStep("actual", ON, OFF),)
