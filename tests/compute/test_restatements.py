"""What earlier reports said otherwise. Three months are worked by hand:

October's report said 1000, 980 and 1010 for August to October against 1000 each: on track, at risk
(98 %), on track. November's workbook restates September to 940 (94 %, off track), raises October's
target to 1020 (1010 of 1020 is 99.0 %: at risk) and brings November's 1020 against 1000.
December's changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kpireport.compute.remembered import remembered
from kpireport.compute.restatements import statements_of
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.reported import (
    Level,
    Reported,
    Restated,
    Restatement,
    Statements,
    Telling,
)
from kpireport.model.scorecard import Scorecard
from kpireport.model.status import Status, StatusStep
from tests.compute.books import book, kpi, month, months, row, settings

ON, RISK, OFF = Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK
OCTOBER = Telling(datetime(2026, 11, 5, 9, tzinfo=UTC), "oct.xlsx", month("2026-10"))
NOVEMBER = Telling(datetime(2026, 12, 5, 9, tzinfo=UTC), "nov.xlsx", month("2026-11"))

ACTUALS = {
    "oct": (1000, 980, 1010),
    "nov": (1000, 940, 1010, 1020),
    "dec": (1000, 940, 1010, 1020, 1100),
}
TARGETS = {"oct": (1000,) * 5, "nov": (1000, 1000, 1020, 1000, 1000)}


def scorecard(
    actuals: Any,
    targets: Any,
    at: str,
    reported: Reported | None = None,
    *,
    start: str = "2026-08",
    provisional: tuple[str, ...] = (),
    setting: Any = None,
    **options: Any,
) -> Scorecard:
    options = {"direction": "higher", "aggregation": "sum", **options}
    entry = row(kpi(**options), months(start, *actuals), targets=months(start, *targets))
    entry = replace(entry, provisional=provisional)
    return build_scorecard(book(entry, setting=setting), month(at), reported=reported)


def said_by(card: Scorecard, telling: Telling, before: Reported | None = None) -> Reported:
    """What is known once that report was made."""
    said = statements_of(card, telling)
    earlier = before or Reported()

    def first(known: Statements, new: Statements) -> Statements:
        return {**new, **known}

    final = {key: each for key, each in said.items() if each.final and each.actual is not None}
    targets = {key: each for key, each in said.items() if each.target}
    return Reported(
        {**earlier.last, **said},
        first(earlier.first_actuals, final),
        first(earlier.first_targets, targets),
        telling,
        earlier.mark + 1,
    )


@pytest.fixture
def october() -> Scorecard:
    return scorecard(ACTUALS["oct"], TARGETS["oct"], "2026-10", Reported())


@pytest.fixture
def november(october: Scorecard) -> Scorecard:
    return scorecard(ACTUALS["nov"], TARGETS["nov"], "2026-11", said_by(october, OCTOBER))


def restated(card: Scorecard) -> tuple[Restatement, ...]:
    found = card.restatements
    assert found is not None
    return found


def test_without_a_history_nothing_is_claimed() -> None:
    card = scorecard(ACTUALS["nov"], TARGETS["nov"], "2026-11")
    assert (card.restatements, card.kpi("K").restatements) == (None, None)
    change = card.kpi("K").status_change
    assert (change.restated, change.revised) == (None, None)


def test_the_first_report_restates_nothing(october: Scorecard) -> None:
    assert (october.restatements, october.compared_with) == ((), None)
    change = october.kpi("K").status_change
    assert (change.before, change.after) == (RISK, ON)
    assert (change.restated, change.revised) == (False, False)


def test_november_restates_september_and_revises_octobers_target(november: Scorecard) -> None:
    september, target = restated(november)
    assert september == Restatement(
        kpi_id="K",
        what=Restated.ACTUAL,
        period=month("2026-09"),
        before=Level(980),
        after=Level(940),
        delta=-40,
        status_before=RISK,
        status_after=OFF,
        status_changed=True,
        last=OCTOBER,
        first=OCTOBER,
        first_value=Level(980),
    )
    assert (target.what, target.period) == (Restated.TARGET, month("2026-10"))
    assert (target.before, target.after, target.delta) == (Level(1000), Level(1020), 20)
    assert (target.status_before, target.status_after, target.status_changed) == (ON, RISK, True)
    assert november.compared_with == OCTOBER


def test_novembers_status_moved_from_what_was_reported(november: Scorecard) -> None:
    """October was reported on track; with its new target it was at risk, and November is on."""
    change = november.kpi("K").status_change
    assert (change.before, change.after, change.steps) == (ON, ON, ())
    assert (change.restated, change.revised) == (False, True)
    assert change.before_by_now is RISK
    # What became better is told by today's figures.
    assert [cause.code for cause in november.wins[0].causes] == ["back_on_track"]


def test_december_has_nothing_to_restate(october: Scorecard, november: Scorecard) -> None:
    known = said_by(november, NOVEMBER, said_by(october, OCTOBER))
    card = scorecard(ACTUALS["dec"], TARGETS["nov"], "2026-12", known)
    assert (card.restatements, card.compared_with) == ((), NOVEMBER)


def test_a_figure_restated_again_keeps_its_first_report(
    october: Scorecard, november: Scorecard
) -> None:
    known = said_by(november, NOVEMBER, said_by(october, OCTOBER))
    card = scorecard((1000, 950, 1010, 1020, 1100), TARGETS["nov"], "2026-12", known)
    (found,) = restated(card)
    assert (found.before, found.after, found.last) == (Level(940), Level(950), NOVEMBER)
    assert (found.first, found.first_value) == (OCTOBER, Level(980))
    # 950 of 1000 is at risk again: an edge belongs to the better status.
    assert (found.status_before, found.status_after, found.status_changed) == (OFF, RISK, True)


def test_the_restated_step_comes_first(october: Scorecard) -> None:
    """October's 1010 is now 940: on track → off track; November's 1020 brings it back."""
    card = scorecard((1000, 980, 940, 1020), TARGETS["oct"], "2026-11", said_by(october, OCTOBER))
    change = card.kpi("K").status_change
    assert change.steps == (StatusStep("restated", ON, OFF), StatusStep("actual", OFF, ON))
    assert (change.before, change.after, change.restated) == (ON, ON, True)
    assert change.before_by_now is OFF


def test_other_thresholds_are_a_step(october: Scorecard) -> None:
    """October's 1010 of 1000 was on track; from 102 % on it is at risk, as November's 1015 is."""
    card = scorecard(
        (1000, 980, 1010, 1015),
        TARGETS["oct"],
        "2026-11",
        said_by(october, OCTOBER),
        setting=settings(green_from=1.02),
    )
    assert card.kpi("K").status_change.steps == (StatusStep("threshold", ON, RISK),)
    assert card.restatements == ()


def test_a_target_that_was_planned_otherwise_is_revised(october: Scorecard) -> None:
    """November's target was planned as 1000 and is 1100: 1020 is 92.7 % of it, off track."""
    card = scorecard(
        (1000, 980, 1010, 1020),
        (1000, 1000, 1000, 1100, 1000),
        "2026-11",
        said_by(october, OCTOBER),
    )
    (found,) = restated(card)
    assert (found.what, found.period, found.status_changed) == (
        Restated.TARGET,
        month("2026-11"),
        False,
    )
    assert (found.status_before, found.status_after) == (None, None)
    change = card.kpi("K").status_change
    assert change.steps == (StatusStep("target", ON, OFF),)
    assert change.revised is True


def test_a_target_that_was_planned_so_is_phasing() -> None:
    october = scorecard(ACTUALS["oct"], (1000, 1000, 1000, 1100), "2026-10")
    card = scorecard(
        (1000, 980, 1010, 1020),
        (1000, 1000, 1000, 1100),
        "2026-11",
        said_by(october, OCTOBER),
    )
    change = card.kpi("K").status_change
    assert change.steps == (StatusStep("target", ON, OFF),)
    assert change.revised is False


def test_targets_to_come_are_compared_where_there_are_two(october: Scorecard) -> None:
    """December's goes from 1000 to 1200; January has none yet and is news, no revision."""
    card = scorecard(
        (1000, 980, 1010, 1020), (*TARGETS["oct"][:4], 1200), "2026-11", said_by(october, OCTOBER)
    )
    (found,) = restated(card)
    assert (found.period, found.delta) == (month("2026-12"), 200)
    shorter = scorecard(
        (1000, 980, 1010, 1020), TARGETS["oct"][:4], "2026-11", said_by(october, OCTOBER)
    )
    assert shorter.restatements == ()


def test_a_late_figure_is_one_that_a_report_did_not_have() -> None:
    october = scorecard((1000, None, 1010), TARGETS["oct"], "2026-10")
    card = scorecard((1000, 990, 1010, 1020), TARGETS["oct"], "2026-11", said_by(october, OCTOBER))
    (found,) = restated(card)
    assert (found.before, found.after, found.delta) == (Level(), Level(990), None)
    assert (found.status_before, found.status_after) == (Status.NO_DATA, RISK)
    assert (found.first, found.last) == (None, OCTOBER)


def test_a_figure_that_was_taken_back(october: Scorecard) -> None:
    card = scorecard((1000, None, 1010, 1020), TARGETS["oct"], "2026-11", said_by(october, OCTOBER))
    (found,) = restated(card)
    assert (found.before, found.after) == (Level(980), Level())
    assert (found.status_before, found.status_after) == (RISK, Status.NO_DATA)


def test_years_that_left_the_workbook_are_no_restatement(october: Scorecard) -> None:
    card = scorecard(
        (980, 1010, 1020),
        TARGETS["oct"][1:],
        "2026-11",
        said_by(october, OCTOBER),
        start="2026-09",
    )
    assert card.restatements == ()


def test_a_first_figure_that_was_taken_back() -> None:
    """August is gone for one KPI and not for the other, so the workbook still has that month."""
    targets = months("2026-08", 1000, 1000)
    other = row(kpi("B", direction="higher"), months("2026-08", 1, 1))
    before = row(kpi(direction="higher"), months("2026-08", 1000, 980), targets=targets)
    after = row(kpi(direction="higher"), months("2026-09", 980), targets=targets)
    first = build_scorecard(book(before, other), month("2026-09"))
    known = said_by(first, OCTOBER)
    card = build_scorecard(book(after, other), month("2026-09"), reported=known)
    (actual,) = restated(card)  # Its target of August still stands in the workbook.
    assert (actual.period, actual.before, actual.after) == (month("2026-08"), Level(1000), Level())
    assert (actual.status_before, actual.status_after) == (ON, Status.NO_DATA)


def test_a_provisional_figure_may_change() -> None:
    october = scorecard(ACTUALS["oct"], TARGETS["oct"], "2026-10", provisional=("2026-10",))
    card = scorecard((1000, 980, 970, 1020), TARGETS["oct"], "2026-11", said_by(october, OCTOBER))
    assert card.restatements == ()
    assert card.kpi("K").status_change.restated is False


def test_another_unit_is_another_figure(october: Scorecard) -> None:
    card = scorecard(
        (1, 0.98, 1.01, 1.02), (1,) * 5, "2026-11", said_by(october, OCTOBER), unit="%"
    )
    assert card.restatements == ()


def test_noise_of_floating_point_is_no_restatement() -> None:
    october = scorecard((0.1 + 0.2,), (0.3,), "2026-08")
    card = scorecard((0.3, 1), (0.1 + 0.2, 1), "2026-09", said_by(october, OCTOBER))
    assert card.restatements == ()


def test_an_earlier_month_reported_later_looks_no_further(
    october: Scorecard, november: Scorecard
) -> None:
    """September's report out of a workbook where October is 5: October isn't in it."""
    known = said_by(november, NOVEMBER, said_by(october, OCTOBER))
    card = scorecard((1000, 940, 5, 5), TARGETS["nov"], "2026-09", known)
    assert card.restatements == ()


def test_a_band_is_revised_at_either_end() -> None:
    options = {"direction": "range", "aggregation": "mean"}
    october = scorecard((40, 50), ((30, 45), (30, 45)), "2026-09", **options)
    known = said_by(october, OCTOBER)
    card = scorecard((40, 50), ((30, 45), (30, 55)), "2026-09", known, **options)
    (found,) = restated(card)
    assert (found.before, found.after) == (Level(None, 30, 45), Level(None, 30, 55))
    # 50 lay 5 above 45: 1 − 5/45 is 88.9 %, off track; it lies inside 30 to 55.
    assert (found.status_before, found.status_after, found.status_changed) == (OFF, ON, True)


def test_without_a_direction_there_is_no_status_to_change(october: Scorecard) -> None:
    first = scorecard(ACTUALS["oct"], TARGETS["oct"], "2026-10", direction="neutral")
    card = scorecard(
        ACTUALS["nov"], TARGETS["nov"], "2026-11", said_by(first, OCTOBER), direction="neutral"
    )
    assert [(each.status_before, each.status_changed) for each in restated(card)] == [
        (None, False),
        (None, False),
    ]


def test_a_quarterly_figure_is_said_where_it_closes() -> None:
    options = {"frequency": "quarterly", "aggregation": "sum"}
    card = scorecard((5, None, None, 6), (5, None, None, 6), "2026-09", start="2026-06", **options)
    said = {period for _, period in statements_of(card, OCTOBER)}
    assert said == {month("2026-06"), month("2026-09")}


def test_everything_that_was_reported_beside_what_it_is(
    october: Scorecard, november: Scorecard
) -> None:
    known = said_by(november, NOVEMBER, said_by(october, OCTOBER))
    found = {(each.what, str(each.period)): each for each in remembered(november, known)}
    # August to November as actuals, August to December as targets.
    assert len(found) == 9
    september = found[Restated.ACTUAL, "2026-09"]
    assert (september.first_value, september.now, september.delta) == (Level(980), Level(940), -40)
    assert (september.first, september.last) == (OCTOBER, NOVEMBER)
    assert [key for key, each in found.items() if each.changed] == [
        (Restated.ACTUAL, "2026-09"),
        (Restated.TARGET, "2026-10"),
    ]
