"""The two lists as a whole: who stands in which, in what order, and who says it for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpireport.compute.highlights import alerts_held
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.book import Action
from kpireport.model.highlight import AlertRule, Highlight
from kpireport.model.problem import CellRef
from kpireport.model.scorecard import Scorecard
from tests.compute.books import Row, book, kpi, months, row, settings
from tests.compute.test_alerts import higher

OFF, RISK, MISSING = AlertRule.OFF_TRACK, AlertRule.AT_RISK, AlertRule.MISSING_DATA


def card(*rows: Row, alert_on: tuple[AlertRule, ...] | None = None, **parts: Any) -> Scorecard:
    asked: dict[str, Any] = {} if alert_on is None else {"alert_on": alert_on}
    return build_scorecard(book(*rows, setting=settings(closed="2026-06", **asked), **parts))


def ids(highlights: tuple[Highlight, ...]) -> list[str]:
    return [highlight.kpi_id for highlight in highlights]


def late(kpi_id: str) -> Action:
    return Action(kpi_id, "Call", "", date(2026, 5, 1), "", "open", CellRef("Actions", "A2"))


BAD, SOSO, GOOD, BACK = (100, 90), (100, 96), (100, 100), (90, 100)


class TestRules:
    def test_by_default_at_risk_is_no_alert(self) -> None:
        found = card(higher(*BAD, name="B"), higher(*SOSO, name="S"), higher(*GOOD, name="G"))
        assert found.attention[0].rules == (OFF,)
        assert ids(found.attention) == ["B"]

    @pytest.mark.parametrize(
        ("rules", "listed"),
        [((OFF, RISK), ["B", "S"]), ((RISK,), ["S"]), ((MISSING,), ["M"]), ((), [])],
    )
    def test_the_settings_say_which_count(
        self, rules: tuple[AlertRule, ...], listed: list[str]
    ) -> None:
        rows = (higher(*BAD, name="B"), higher(*SOSO, name="S"), higher(100, None, name="M"))
        assert ids(card(*rows, alert_on=rules).attention) == listed

    def test_a_cause_without_a_rule_lists_a_kpi_by_itself(self) -> None:
        (found,) = card(higher(*GOOD), actions=(late("K"),)).attention
        assert ([cause.code for cause in found.causes], found.rules) == (["overdue_action"], ())

    def test_it_stands_after_a_rule_that_holds(self) -> None:
        (found,) = card(higher(*BAD), actions=(late("K"),)).attention
        assert [cause.code for cause in found.causes] == ["off_track", "overdue_action"]
        assert found.rules == (OFF,)

    def test_where_no_alert_is_wanted_the_list_is_empty(self) -> None:
        assert card(higher(*BAD), actions=(late("K"),), alert_on=()).attention == ()


class TestOrder:
    def test_off_track_and_missing_first_then_headline_severity_weight_and_the_workbook(
        self,
    ) -> None:
        found = card(
            higher(*SOSO, name="RISK"),
            higher(*BAD, name="LIGHT"),
            higher(100, None, name="GONE"),
            higher(*BAD, name="HEAVY", weight=3.0),
            higher(*BAD, name="NEXT"),
            higher(*SOSO, name="HEAD", headline=True),
            alert_on=tuple(AlertRule),
        )
        assert ids(found.attention) == ["HEAVY", "LIGHT", "NEXT", "GONE", "HEAD", "RISK"]

    def test_a_headline_kpi_without_data_comes_before_one_with_a_signal(self) -> None:
        many = [higher(*SOSO, name=f"S{i}", headline=True) for i in range(8)]
        found = card(*many, higher(100, None, name="GONE"), alert_on=tuple(AlertRule))
        assert ids(found.attention)[0] == "GONE"

    def test_wins_alike(self) -> None:
        found = card(
            higher(*BACK, name="LIGHT"),
            higher(*BACK, name="HEAVY", weight=2.0),
            higher(*BACK, name="HEAD", headline=True),
        )
        assert ids(found.wins) == ["HEAD", "HEAVY", "LIGHT"]


class TestOneListOnly:
    def test_good_news_of_a_kpi_that_needs_a_decision_is_left_out(self) -> None:
        found = card(higher(*BACK), actions=(late("K"),))
        assert (ids(found.attention), ids(found.wins)) == (["K"], [])

    def test_better_but_at_risk_is_no_good_news(self) -> None:
        better = higher(90, 96)
        assert ids(card(better).wins) == []
        asked = card(better, alert_on=(OFF, RISK))
        assert (ids(asked.attention), ids(asked.wins)) == (["K"], [])

    def test_what_nobody_asked_to_be_alerted_about_is_no_win_either(self) -> None:
        """A record, off track: 110 is the best of 24 months, against a target of 200."""
        best = row(
            kpi("K", direction="higher"),
            months("2024-07", *[100.0] * 23, 110),
            targets=months("2026-06", 200),
        )
        assert card(best, alert_on=()).wins == ()
        met = row(best.kpi, best.actuals, targets=months("2026-06", 105))
        assert ids(card(met, alert_on=()).wins) == ["K"]


class TestParents:
    def parent(self, rule: str = "worst_child", **options: Any) -> Row:
        return row(kpi("P", direction="higher", roll_up=rule, **options))

    def test_the_child_says_it_and_not_the_parent_that_has_its_status(self) -> None:
        found = card(self.parent(), higher(*BAD, parent="P"))
        assert found.kpi("P").measure.status == "off_track"
        assert ids(found.attention) == ["K"]

    def test_nor_the_grandparent(self) -> None:
        top = row(kpi("TOP", direction="higher", roll_up="worst_child"))
        found = card(top, self.parent(parent="TOP"), higher(*BAD, parent="P"))
        assert found.kpi("TOP").measure.status == "off_track"
        assert ids(found.attention) == ["K"]

    def test_a_parent_off_track_by_the_mean_of_its_children(self) -> None:
        """60 % and 100 % (a score ends there): 80 %, off track, because of the child at 60 %."""
        rows = (
            self.parent("weighted_mean"),
            higher(100, 60, parent="P", name="A"),
            higher(100, 120, parent="P", name="B"),
        )
        assert card(*rows).kpi("P").measure.status == "off_track"
        assert ids(card(*rows).attention) == ["A"]

    def test_a_parent_speaks_where_no_child_does(self) -> None:
        """100 % and 92 %: 96 %, at risk, while a child off track is no alert asked for."""
        rows = (
            self.parent("weighted_mean"),
            higher(100, 100, parent="P", name="A"),
            higher(100, 92, parent="P", name="B"),
        )
        assert ids(card(*rows, alert_on=(RISK,)).attention) == ["P"]

    def test_a_parent_by_its_own_figures_speaks_for_itself(self) -> None:
        parent = row(
            kpi("P", direction="higher", roll_up="own"),
            months("2026-05", 200, 180),
            targets=months("2026-05", 200, 200),
        )
        assert ids(card(parent, higher(*BAD, parent="P")).attention) == ["P", "K"]

    def test_other_causes_of_the_parent_stay(self) -> None:
        found = card(self.parent(), higher(*BAD, parent="P"), actions=(late("P"),))
        assert ids(found.attention) == ["K", "P"]
        parent = found.attention[1]
        assert ([c.code for c in parent.causes], parent.rules) == (["overdue_action"], ())

    def test_the_child_that_is_back_says_it_for_the_parent(self) -> None:
        found = card(self.parent(), higher(*BACK, parent="P"))
        assert ids(found.wins) == ["K"]

    def test_a_missing_figure_is_said_by_the_child(self) -> None:
        rows = (self.parent(), higher(100, None, parent="P"), higher(*GOOD, name="M"))
        assert ids(card(*rows).attention) == ["K"]


class TestConditions:
    """What ``--fail-on`` asks."""

    def test_only_the_rules_asked_for_and_only_their_causes(self) -> None:
        found = card(higher(*BAD, name="B"), higher(*SOSO, name="S"), actions=(late("B"),))
        (held,) = alerts_held(found, (OFF,))
        assert (held.kpi_id, held.rules, [c.code for c in held.causes]) == (
            "B",
            (OFF,),
            ["off_track"],
        )
        assert ids(alerts_held(found, tuple(AlertRule))) == ["B", "S"]
        assert alerts_held(found, (MISSING,)) == ()

    def test_the_settings_play_no_part_nor_do_children(self) -> None:
        parent = row(kpi("P", direction="higher", roll_up="worst_child"))
        found = card(parent, higher(*BAD, parent="P"), alert_on=())
        assert ids(alerts_held(found, (OFF,))) == ["P", "K"]

    def test_a_kpi_that_is_not_published_has_no_say(self) -> None:
        found = card(higher(*BAD, name="B", report=False), higher(*GOOD))
        assert alerts_held(found, tuple(AlertRule)) == ()
