"""Why a status moved, cause by cause. Expected steps are worked by hand from the thresholds."""

from __future__ import annotations

from typing import Any

from kpireport.compute.attainment import Aim, Thresholds
from kpireport.compute.scorecard import build_scorecard
from kpireport.compute.status_change import Situation, steps_between
from kpireport.model.status import Status, StatusChange, StatusStep
from tests.compute.books import book, kpi, month, months, row

ON, RISK, OFF = Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK


def change(actuals: Any, targets: Any = None, at: str = "2026-02", **options: Any) -> StatusChange:
    options.setdefault("direction", "higher")
    item = row(kpi(**options), actuals, targets=targets or {})
    other = row(kpi("M"), months("2026-01", 1, 1, 1))
    return build_scorecard(book(item, other), month(at)).kpi("K").status_change


def test_the_actual_alone() -> None:
    found = change(months("2026-01", 100, 90), months("2026-01", 100, 100))
    assert found == StatusChange(ON, OFF, (StatusStep("actual", ON, OFF),))


def test_the_target_alone() -> None:
    # 100 met January's 100; against February's 104 it is 96 %.
    found = change(months("2026-01", 100, 100), months("2026-01", 100, 104))
    assert found.steps == (StatusStep("target", ON, RISK),)


def test_target_then_actual() -> None:
    # January's 100 against 110 is 91 %, off track; February's 120 makes up for it.
    found = change(months("2026-01", 100, 120), months("2026-01", 100, 110))
    assert (found.before, found.after) == (ON, ON)
    assert found.steps == (StatusStep("target", ON, OFF), StatusStep("actual", OFF, ON))


def test_nothing_moved() -> None:
    found = change(months("2026-01", 100, 101), months("2026-01", 100, 100))
    assert found == StatusChange(ON, ON)


def test_a_month_without_data() -> None:
    found = change(months("2026-01", 100, None), months("2026-01", 100, 100))
    assert found.steps == (StatusStep("actual", ON, Status.NO_DATA),)
    found = change(months("2026-01", 100, None, 99), months("2026-01", 100, 100, 100), "2026-03")
    assert found.steps == (StatusStep("actual", Status.NO_DATA, RISK),)


def test_a_target_that_ends() -> None:
    found = change(months("2026-01", 100, 100), months("2026-01", 100))
    assert found.steps == (StatusStep("target", ON, Status.NO_TARGET),)


def test_the_first_figure() -> None:
    found = change(months("2026-02", 100), months("2026-01", 100, 100))
    assert (found.before, found.after, found.steps) == (None, ON, ())
    assert found.reason is not None
    assert found.reason.code == "first_figure"


def test_without_a_direction() -> None:
    found = change(months("2026-01", 1, 2), direction="neutral")
    assert (found.before, found.after) == (None, None)
    assert found.reason is not None
    assert found.reason.code == "no_status"


def test_every_cause_in_the_specs_order() -> None:
    """Restated past, threshold, target, actual: each moves the status once.

    By hand: 100 of 100 is on track; restated to 96 it is at risk; with amber from 0.97 off
    track; against a target of 96 on track again; and 95 of 96 (0.9896) at risk.
    """
    before = Situation(100, Aim(100), Thresholds(1, 0.95))
    after = Situation(95, Aim(96), Thresholds(1, 0.97))
    steps = tuple(steps_between(kpi(direction="higher"), before, after, restated=96))
    assert steps == (
        StatusStep("restated", ON, RISK),
        StatusStep("threshold", RISK, OFF),
        StatusStep("target", OFF, ON),
        StatusStep("actual", ON, RISK),
    )


def test_without_history_nothing_is_restated() -> None:
    before = Situation(100, Aim(100), Thresholds())
    after = Situation(90, Aim(100), Thresholds())
    steps = tuple(steps_between(kpi(direction="higher"), before, after))
    assert [step.cause for step in steps] == ["actual"]
