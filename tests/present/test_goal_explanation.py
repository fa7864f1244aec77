"""A goal's target, back to the goal's cell, what it starts from, and the formula between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kpireport.model.book import Book, Language
from kpireport.model.period import Period
from kpireport.pipeline import build_scorecard, explain
from kpireport.present.trace.values import Explanation
from tests.compute.books import book, every, flat, kpi, month, months, row, settings
from tests.compute.test_goal_claims import FIVE, ORDERS
from tests.compute.test_goals import goal, level, total
from tests.present.explained import hold

SEASON = months("2025-01", *range(10, 130, 10), 14, 22)


def target(workbook: Book, period: str, language: Language = "en") -> Explanation:
    card = build_scorecard(workbook, month(period))
    return explain(workbook, card, "K", language).figure("target")


def inputs(figure: Explanation) -> list[tuple[str, str, str]]:
    return [(each.role, each.shown, str(each.ref)) for each in figure.inputs]


def test_a_month_by_season() -> None:
    found = target(
        book(row(total(), SEASON), goals=(goal("2026-01", "2026-12", share=0.4),)), "2026-02"
    )
    # February 2025 (20) and forty percent more.
    assert found.formula == ("20 × (1 + 40%)",)
    assert found.exact == "20*(1+0.4)"
    # January 2020 is column B: February 2025 is the 62nd month after it, BK.
    assert inputs(found) == [("goal", "40%", "Goals!B2"), ("actual", "20", "Actuals!BK2")]
    assert found.notes == ("Goal for Jan–Dec 2026, seasonal path: number 2 of 12.",)


def test_a_month_on_the_way_to_a_level() -> None:
    found = target(
        book(
            row(level(), months("2025-12", 90, 80)), goals=(goal("2026-01", "2026-06", level=30),)
        ),
        "2026-01",
    )
    assert found.formula == ("90 + (30 − 90) × 1 / 6",)
    assert found.exact == "90+(30-90)*1/6"


def test_a_month_of_a_sum_that_makes_its_change_over_the_year() -> None:
    chosen = goal("2026-01", "2026-12", share=0.4, path="linear")
    found = target(book(row(total(), SEASON), goals=(chosen,)), "2026-02")
    # The mean of 10 … 120 is 65; k = 2, N = 12.
    assert found.exact == "65*(1+2*0.4*2/(12+1))"
    (mean,) = found.parts
    assert (mean.label, mean.value) == ("Mean of Jan–Dec 2025", 65)
    assert mean.exact == "(10+20+30+40+50+60+70+80+90+100+110+120)/12"
    assert len(mean.inputs) == 12


def test_what_holds_after_the_goal_says_that_it_has_ended() -> None:
    chosen = goal("2026-01", "2026-02", unit=3)
    workbook = book(row(level(), months("2025-12", 5, 6, 7, 8)), goals=(chosen,))
    found = target(workbook, "2026-03")
    assert found.exact == "5+3"
    assert found.notes[-1] == "The goal ended in Feb 2026; its last target holds."
    french = target(workbook, "2026-03", "fr")
    assert french.notes[-1].startswith("L’engagement est échu depuis févr. 2026")


def test_what_holds_after_a_goal_of_a_sum_in_percent() -> None:
    # 65·(1 + 40 %) = 91; December's own target is 65·(1 + 0.8·12/13).
    chosen = goal("2026-01", "2026-12", share=0.4, path="linear")
    figures = months("2025-01", *range(10, 130, 10), *flat(90, 13))
    found = target(book(row(total(), figures), goals=(chosen,)), "2027-01")
    assert found.exact == "65*(1+0.4)"
    assert found.value == pytest.approx(91)
    assert found.notes[-1] == (
        "The goal ended in Dec 2026; what it starts from, with the change, holds."
    )


def test_a_step_before_its_end_is_the_figure_it_starts_from() -> None:
    chosen = goal("2026-01", "2026-04", unit=3, path="step")
    found = target(book(row(level(), months("2025-12", 5, 6)), goals=(chosen,)), "2026-01")
    assert found.formula == ()
    assert inputs(found) == [("actual", "5", "Actuals!BU2")]


def test_the_level_itself_is_the_goals_cell() -> None:
    chosen = goal("2026-01", "2026-01", level=9)
    found = target(book(row(level(), {"2026-01": 5}), goals=(chosen,)), "2026-01")
    assert inputs(found) == [("goal", "9", "Goals!B2")]


def test_a_month_without_a_target_says_why() -> None:
    chosen = goal("2026-01", "2026-03", level=9)
    found = target(book(row(level(), {"2026-01": 5}), goals=(chosen,)), "2026-01")
    assert found.value is None
    assert found.reason.startswith("No target from the goal: there is no final figure before")


LONG = [100 + 7 * (i % 5) - 3 * (i % 7) + i for i in range(34)]
CUMULATED = [sum(LONG[i - i % 12 : i + 1]) for i in range(34)]
BOOKS: dict[str, Callable[[], Book]] = {
    "seasonal over a July year": lambda: book(
        row(total(), months("2024-01", *LONG)),
        goals=(goal("2025-03", "2026-12", share=0.137),),
        setting=settings(7),
    ),
    "linear sum, some months typed": lambda: book(
        row(total(), months("2024-01", *LONG), targets={"2026-03": 140, "2026-09": 150}),
        goals=(goal("2026-01", "2026-12", share=-0.05, path="linear"),),
    ),
    "linear from cumulated figures": lambda: book(
        row(total(actuals_input="ytd"), months("2024-01", *CUMULATED)),
        goals=(goal("2026-01", "2026-12", share=0.2, path="linear"),),
    ),
    "a sum in percent after its end": lambda: book(
        row(total(), months("2024-01", *LONG)),
        goals=(goal("2025-01", "2025-12", share=0.2, path="linear"),),
    ),
    "seasonal over more than a year": lambda: book(
        row(total(), months("2024-01", *LONG)),
        goals=(goal("2025-01", "2026-12", share=0.2, path="seasonal"),),
    ),
    "a level by the middle of a quarter": lambda: book(
        row(level(frequency="quarterly"), every("2025-03", 3, *LONG[:7])),
        goals=(goal("2026-02", "2026-11", level=130),),
    ),
    "points of a percentage": lambda: book(
        row(kpi(unit="%", direction="lower", aggregation="mean"), months("2025-11", *LONG[:12])),
        goals=(goal("2026-01", "2026-07", points=-10.5),),
    ),
    "quarters in percent of a baseline": lambda: book(
        row(total(frequency="quarterly", baseline=310.0), every("2025-03", 3, *LONG[:7])),
        goals=(goal("2026-01", "2026-12", share=0.1, path="linear"),),
    ),
    "a ratio at actual mix": lambda: book(
        row(kpi(numerator="S", denominator="O", direction="higher", aggregation="ratio")),
        row(total(kpi_id="S"), months("2025-01", *LONG[:22])),
        row(total(kpi_id="O"), months("2025-01", *LONG[5:27])),
        goals=(goal("2026-01", "2026-12", share=0.1),),
    ),
    "a ratio of parts that have goals": lambda: book(
        row(kpi("R", numerator="K", denominator="O", direction="higher", aggregation="ratio")),
        row(total(), months("2025-01", *LONG[:22])),
        row(total(kpi_id="O"), months("2025-01", *LONG[5:27]), targets=months("2026-01", *LONG)),
        goals=(goal("2026-01", "2026-12", share=0.1),),
    ),
    "an ended step and its level": lambda: book(
        row(level(), months("2025-01", *LONG[:22])),
        goals=(goal("2026-01", "2026-05", unit=12.5, path="step"),),
    ),
    "a total without figures before": lambda: book(
        row(total(), months("2026-01", *flat(5, 10))),
        goals=(goal("2026-01", "2026-12", share=0.1),),
    ),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", BOOKS)
def test_every_formula_gives_its_figure(name: str, language: Language) -> None:
    workbook = BOOKS[name]()
    for period in ("2026-10", "2026-03") if language == "en" else ("2026-10",):
        hold(workbook, Period.parse(period), language)


def way(workbook: Book, period: str, language: Language = "en") -> dict[str, Explanation]:
    card = build_scorecard(workbook, month(period))
    found = explain(workbook, card, "K", language)
    return {each.figure: each for each in found.figures() if each.figure.startswith("goal.")}


def test_progress_and_pace_go_back_to_the_figures() -> None:
    workbook = book(
        row(level(), months("2025-12", 85, 86, 90, 94)),
        goals=(goal("2026-01", "2026-06", unit=15),),
    )
    found = way(workbook, "2026-03")
    progress, pace = found["goal.progress"], found["goal.pace"]
    # 94 of March, 85 of December and 85 + 15: 9 of 15, at 3 of 6 months.
    assert (progress.shown, progress.exact) == ("60%", "(94-85)/(100-85)")
    # March 2026 is column BX (75 months after January 2020, B), December 2025 BU.
    cells = [(each.role, str(each.ref)) for each in progress.inputs]
    assert cells == [("actual", "Actuals!BX2"), ("actual", "Actuals!BU2")]
    (end,) = progress.parts
    assert (end.label, end.exact) == ("Target of its last month", "85+15")
    assert [str(each.ref) for each in end.inputs] == ["Goals!B2", "Actuals!BU2"]
    assert (pace.shown, pace.exact) == ("1.20", "0.6/(3/6)")
    assert pace.notes == ("3 of the goal’s 6 periods have passed by Mar 2026.",)
    assert way(workbook, "2026-03", "fr")["goal.pace"].shown == "1,20"


def test_changes_of_months_together() -> None:
    """16,150 against 3 × 5,425.67 (test_goal_claims)."""
    found = way(book(ORDERS, goals=(FIVE,)), "2026-09")
    made, promised = found["goal.achieved_change"], found["goal.promised_so_far"]
    assert (made.label, made.shown) == ("Change so far", "−0.8%")
    assert made.value == pytest.approx(16150 / 16277 - 1)
    total_made, mean = made.parts
    assert (total_made.label, total_made.exact) == ("The goal’s months so far", "5050+5200+5900")
    assert (mean.label, mean.value) == ("Mean of Jul 2025–Jun 2026", pytest.approx(16277 / 3))
    assert (promised.label, promised.shown) == ("Promised so far", "+5.0%")
    assert [part.label for part in promised.parts] == [
        "The targets of these months",
        "Mean of Jul 2025–Jun 2026",
    ]


def test_a_goal_by_season_is_against_the_year_before() -> None:
    found = way(
        book(row(total(), SEASON), goals=(goal("2026-01", "2026-12", share=0.4),)), "2026-02"
    )
    # 14 + 22 of 10 + 20, where (10 + 20) × 1.4 = 42 was wanted.
    assert found["goal.progress"].exact == "(36-30)/(42-30)"
    assert found["goal.achieved_change"].exact == "(36-30)/30"
    assert found["goal.promised_so_far"].exact == "(42-30)/30"
    assert "goal.pace" not in found


def test_a_goal_that_cant_be_measured_says_why() -> None:
    workbook = book(row(level(), {"2026-01": 5}), goals=(goal("2026-04", "2026-06", level=9),))
    (found,) = way(workbook, "2026-01").values()
    assert (found.value, found.reason) == (None, "The goal starts in Apr 2026.")
