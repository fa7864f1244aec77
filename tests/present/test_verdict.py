"""One sentence a KPI, in both languages, for every kind of KPI. Sentences are by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language, Settings
from kpireport.model.kpi import Aggregation, Direction, Frequency, Kpi, Unit, UnitKind
from kpireport.model.measure import Measure, Window
from kpireport.model.period import Period
from kpireport.model.scorecard import HistoryPoint, KpiResult
from kpireport.model.status import Status
from kpireport.present.figures import KpiFigures
from kpireport.present.verdict import Speaker, months_missed, verdict
from tests.plain_text import plain
from tests.present.processes import behaving, process
from tests.present.scorecards import (
    DAYS,
    OCTOBER,
    PERCENT,
    SALES,
    Figures,
    cell,
    comparison,
    measure,
    result,
)

CARTS = Kpi("C", "Carts left", cell("A3"), unit=PERCENT, direction=Direction.LOWER)
COVER = Kpi("D", "Stock cover", cell("A4"), unit=DAYS, direction=Direction.RANGE)
STAFF = Kpi("F", "Staff", cell("A5"), unit=Unit("FTE", UnitKind.OTHER), direction=Direction.HIGHER)


def said(found: KpiResult, language: Language = "en") -> str:
    """The verdict, its no-break spaces made plain."""
    messages = get_messages(language)
    figures = KpiFigures(messages, Settings(), found.kpi, found.history)
    text = verdict(Speaker(messages, figures, found, OCTOBER))
    return plain(text)


def test_month_and_year_to_date_and_for_how_long() -> None:
    # Ten months of 90.5 against 100.0: 905.0 against 1,000.0, 9.5 % short.
    months = Figures(SALES, [90.5] * 10, [100.0] * 10)
    assert said(result(months)) == (
        "90.5 k€ in Oct 2026, 9.5% below the target of 100.0 k€; "
        "year to date 905.0 k€, 95.0 k€ (9.5%) below the target of 1,000.0 k€; "
        "off track for 10 months in a row."
    )
    assert said(result(months), "fr") == (
        "90,5 k€ en oct. 2026, 9,5 % sous l’objectif de 100,0 k€ ; "
        "cumul annuel 905,0 k€, 95,0 k€ (9,5 %) sous l’objectif de 1 000,0 k€ ; "
        "hors objectif depuis 10 mois."
    )


def test_above_the_target() -> None:
    assert said(result(Figures(STAFF, [110.0], [100.0]))) == (
        "110 FTE in Oct 2026, 10.0% above the target of 100 FTE."
    )


def test_where_less_is_better_the_side_is_good_or_bad_news() -> None:
    assert said(result(Figures(CARTS, [68.7], [69.0]))) == (
        "68.7% in Oct 2026, 0.3 pts better than the target of 69.0%."
    )
    assert said(result(Figures(CARTS, [69.4], [69.0]))) == (
        "69.4% in Oct 2026, 0.4 pts worse than the target of 69.0%."
    )
    assert said(result(Figures(CARTS, [69.4], [69.0])), "fr") == (
        "69,4 % en oct. 2026, écart défavorable de 0,4 pt sur l’objectif de 69,0 %."
    )


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (27.0, "27 days in Oct 2026, 3 days below the target range of 30 to 45 days."),
        (50.0, "50 days in Oct 2026, 5 days above the target range of 30 to 45 days."),
        (30.0, "30 days in Oct 2026, inside the target range of 30 to 45 days."),
    ],
)
def test_bands(actual: float, expected: str) -> None:
    assert said(result(Figures(COVER, [actual], band=(30.0, 45.0)))) == expected


@pytest.mark.parametrize(
    ("gap", "english", "french"),
    [
        (0.5, "0.5 pts", "0,5 pt"),
        (1.0, "1 pt", "1 pt"),
        (1.5, "1.5 pts", "1,5 pt"),
        (2.0, "2 pts", "2 pts"),
        (12.0, "12 pts", "12 pts"),
    ],
)
def test_points_agree_with_their_number(gap: float, english: str, french: str) -> None:
    """English has one point and 0.5 points; French counts two from 2 on."""
    found = result(Figures(CARTS, [60.0 + gap], [60.0]))
    assert f", {english} worse than the target of 60" in said(found)
    assert f", écart défavorable de {french} sur l’objectif de 60" in said(found, "fr")


def test_a_band_in_french() -> None:
    found = result(Figures(COVER, [30.0], band=(30.0, 45.0)))
    assert said(found, "fr").startswith("30 days en oct. 2026, dans la plage visée de 30 à 45 days")


def test_exactly_on_target_in_spite_of_floating_point() -> None:
    assert said(result(Figures(CARTS, [0.1 + 0.2], [0.3]))) == (
        "0.3% in Oct 2026, exactly on the target of 0.3%."
    )


def test_a_zero_target_is_compared_in_the_unit() -> None:
    harm = Kpi("A", "Accidents", cell("A6"), direction=Direction.LOWER)
    assert said(result(Figures(harm, [1.0], [0.0]))) == ("1 in Oct 2026, against a target of 0.")
    assert said(result(Figures(harm, [1.0], [0.0])), "fr") == (
        "1 en oct. 2026, pour un objectif de 0."
    )


def test_without_a_target_the_change_is_said() -> None:
    assert said(result(Figures(STAFF, [84.0, 91.0]))) == (
        "91 FTE in Oct 2026, without a target; 8.3% more than in Sep 2026."
    )
    neutral = replace(STAFF, direction=Direction.NEUTRAL)
    assert said(result(Figures(neutral, [91.0, 84.0]))) == (
        "84 FTE in Oct 2026; 7.7% less than in Sep 2026."
    )
    assert said(result(Figures(neutral, [91.0, 91.0])), "fr") == (
        "91 FTE en oct. 2026 ; sans changement depuis sept. 2026."
    )


def test_a_percentage_without_a_target_changes_in_points() -> None:
    assert said(result(Figures(CARTS, [70.0, 68.5]))) == (
        "68.5% in Oct 2026, without a target; 1.5 pts less than in Sep 2026."
    )


def test_no_figure() -> None:
    assert said(result(Figures(CARTS, [None], [69.0]), period=None)) == (
        "No figure for Oct 2026 (target: 69%)."
    )
    assert said(result(Figures(CARTS, [None]), period=None), "fr") == (
        "Aucune donnée pour oct. 2026."
    )


def test_a_parent_rated_by_its_parts() -> None:
    found = result(Figures(CARTS, [None], [69.0]), period=None)
    found = replace(found, measure=Measure(status=Status.AT_RISK))
    assert said(found) == "No figure of its own in Oct 2026: rated by its parts."


def test_a_quarter_is_named_as_such() -> None:
    nps = Kpi("N", "NPS", cell("A7"), direction=Direction.HIGHER, frequency=Frequency.QUARTERLY)
    found = result(Figures(nps, [40.0, None], [38.0, None]), period=Period(2026, 9))
    assert said(found) == "40 in the quarter to Sep 2026, 5.3% above the target of 38."
    assert said(found, "fr") == (
        "40 au trimestre clos en sept. 2026, 5,3 % au-dessus de l’objectif de 38."
    )


def test_a_year_to_date_that_ends_earlier_says_so() -> None:
    found = result(Figures(SALES, [90.5, 100.5, 110.5], [100.0] * 3))
    window = Window(
        Period(2026, 1), Period(2026, 9), 191.0, measure(SALES, 191.0, 200.0), 2, 10,
        actual_months=2,
    )  # fmt: skip
    assert said(replace(found, ytd=window)) == (
        "110.5 k€ in Oct 2026, 10.5% above the target of 100.0 k€; "
        "year to date until Sep 2026 191.0 k€ (2 of 10 months), "
        "9.0 k€ (4.5%) below the target of 200.0 k€."
    )


def test_targets_of_some_months_leave_the_year_to_date_whole() -> None:
    # Ten months of 90.5; July to October have targets of 100.0: 362.0 against 400.0.
    found = result(Figures(SALES, [90.5] * 10, [None] * 6 + [100.0] * 4))
    assert said(found) == (
        "90.5 k€ in Oct 2026, 9.5% below the target of 100.0 k€; "
        "year to date 905.0 k€; over the 4 of 10 months with a target 362.0 k€, "
        "38.0 k€ (9.5%) below the target of 400.0 k€; off track for 4 months in a row."
    )
    assert said(found, "fr") == (
        "90,5 k€ en oct. 2026, 9,5 % sous l’objectif de 100,0 k€ ; "
        "cumul annuel 905,0 k€ ; 362,0 k€ sur les 4 mois (sur 10) avec un objectif, "
        "38,0 k€ (9,5 %) sous l’objectif de 400,0 k€ ; hors objectif depuis 4 mois."
    )
    # January has no figure at all.
    gap = result(Figures(SALES, [None] + [90.5] * 9, [None] * 6 + [100.0] * 4))
    assert (
        "; year to date 814.5 k€ (9 of 10 months); "
        "over the 4 of 10 months with a target 362.0 k€, " in said(gap)
    )


def test_a_year_to_date_that_says_the_same_as_the_month_is_left_out() -> None:
    found = result(Figures(SALES, [90.5, 90.5], [100.0, 100.0]))
    assert "year to date" in said(found)
    first_month = Window(OCTOBER, OCTOBER, 90.5, measure(SALES, 90.5, 100.0), 1, 1)
    assert "year to date" not in said(replace(found, ytd=first_month))
    last = replace(SALES, aggregation=Aggregation.LAST)
    assert "year to date" not in said(result(Figures(last, [90.5, 90.5], [100.0, 100.0])))


def test_a_provisional_figure_says_so() -> None:
    months = Figures(STAFF, [110.0], [100.0], provisional=frozenset({OCTOBER}))
    assert said(result(months)).endswith("of 100 FTE; provisional.")


def test_the_row_of_missed_months_ends_at_a_gap_and_at_a_met_target() -> None:
    def missed(*actuals: float | None) -> int:
        return months_missed(result(Figures(STAFF, actuals, [100.0] * len(actuals))))

    assert missed(90.0, 90.0, 90.0) == 3
    assert missed(90.0, 100.0, 90.0) == 1
    assert missed(90.0, None, 90.0) == 1
    assert missed(90.0, 90.0, 101.0) == 0
    # 96 is at risk: the row off track ends there, as in the list of what needs a decision.
    assert missed(96.0, 90.0, 90.0) == 2
    assert missed(90.0, 96.0, 96.0) == 2


def test_months_after_the_period_are_not_counted() -> None:
    found = result(Figures(STAFF, [90.0, 90.0], [100.0, 100.0]))
    later = HistoryPoint(Period(2026, 11), measure(STAFF, 120.0, 100.0), provisional=True)
    assert months_missed(replace(found, history=(*found.history, later))) == 2


def test_a_change_needs_a_figure_before() -> None:
    found = result(Figures(STAFF, [91.0]))
    assert found.comparisons.previous == comparison(STAFF, 91.0, None, Period(2026, 9))
    assert said(found) == "91 FTE in Oct 2026, without a target."


def test_for_how_long_is_said_once_where_the_process_says_the_status() -> None:
    months = result(Figures(STAFF, [90.0] * 4, [100.0] * 4))
    signal = process([90.0] * 12, signals={11: ("beyond_limits", "high")})
    found = behaving(months, replace(signal, variation="improvement_high"))
    assert said(found).endswith(
        "; off track for 4 months in a row, but better than usual: above the upper limit."
    )
    assert said(found, "fr").endswith(
        " ; hors objectif depuis 4 mois, mais plus favorable que d’habitude : "
        "au-dessus de la limite haute."
    )
    assert said(found).count("off track") == 1
