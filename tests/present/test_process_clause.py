"""What a KPI's sentence says of status, signal and trend: every case of the table in the docs.

The sentences are by hand, in both languages.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.behaviour import Process, Trend
from kpireport.model.book import Language
from kpireport.model.kpi import Direction, Frequency, Kpi, ProcessBasis
from kpireport.model.period import Period
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from kpireport.present.process_clause import process_clause
from tests.plain_text import plain
from tests.present.processes import STABLE, behaving, process, steady, trend
from tests.present.scorecards import DAYS, Figures, cell, measure, result

HIGH = Kpi("H", "Margin", cell("A2"), direction=Direction.HIGHER)
COVER = Kpi("R", "Stock cover", cell("A3"), unit=DAYS, direction=Direction.RANGE)
STAFF = Kpi("N", "Staff", cell("A4"))

MET = result(Figures(HIGH, [11.0] * 14, [10.0] * 14))
NEAR = result(Figures(HIGH, [9.6] * 14, [10.0] * 14))
BY_TURNS = result(Figures(HIGH, [11.0, 9.6] * 7, [10.0] * 14))
BY_TURNS_MET = result(Figures(HIGH, [9.6, 11.0] * 7, [10.0] * 14))
MISSED = result(Figures(HIGH, [8.0] * 14, [10.0] * 14))
OPEN = result(Figures(HIGH, [8.0] * 14))
NEUTRAL = result(Figures(STAFF, [8.0] * 14))

ABOVE = process([10.0] * 11 + [14.0], signals={11: ("beyond_limits", "high")})
BELOW = process([10.0] * 11 + [6.0], signals={11: ("beyond_limits", "low")})
GOOD = replace(ABOVE, variation="improvement_high")
BAD = replace(BELOW, variation="concern_low")
UP, DOWN = trend("improving"), trend("worsening")


def said(found: KpiResult, of: Process, course: Trend = STABLE, language: Language = "en") -> str:
    text = process_clause(get_messages(language), behaving(found, of, course))
    return plain(text)


EXPECT_THE_SAME = "without a change in the process, expect the same"
EACH_TIME = "unless the process changes, the target may be met or missed each time"


@pytest.mark.parametrize(
    ("found", "of", "course", "expected"),
    [
        # A signal comes first; the trend says whether it agrees.
        (MET, GOOD, STABLE, "on track, and better than usual: above the upper limit"),
        (MISSED, BAD, STABLE, "off track, and worse than usual: below the lower limit"),
        (MET, BAD, STABLE, "on track, but worse than usual: below the lower limit"),
        (NEAR, GOOD, STABLE, "at risk, but better than usual: above the upper limit"),
        (
            MET,
            GOOD,
            UP,
            "on track, and better than usual: above the upper limit, "
            "in line with its trend over the last 12 months",
        ),
        (
            MISSED,
            GOOD,
            DOWN,
            "off track, but better than usual: above the upper limit, "
            "against its trend over the last 12 months",
        ),
        (
            MET,
            BAD,
            UP,
            "on track, but worse than usual: below the lower limit, "
            "against its trend over the last 12 months",
        ),
        # Without a signal the trend comes first: the same is not to be expected.
        (
            MET,
            steady(assurance="pass"),
            UP,
            "on track, within the usual variation, and improving over the last 12 months",
        ),
        (
            MET,
            steady(),
            DOWN,
            "on track, within the usual variation, but worsening over the last 12 months",
        ),
        (
            MISSED,
            steady(assurance="fail"),
            UP,
            "off track, within the usual variation, but improving over the last 12 months",
        ),
        (
            MISSED,
            steady(),
            DOWN,
            "off track, within the usual variation, and worsening over the last 12 months",
        ),
        # Neither: what the limits let expect.
        (MET, steady(), STABLE, "on track, and within the usual variation: no sign of a change"),
        (
            MET,
            steady(assurance="pass"),
            STABLE,
            "on track, and within the usual variation: "
            "unless the process changes, the target will be met",
        ),
        (
            BY_TURNS_MET,
            steady(assurance="hit_or_miss"),
            STABLE,
            f"on track, and within the usual variation: {EACH_TIME}",
        ),
        (
            MET,
            steady(assurance="fail"),
            STABLE,
            "on track, but within the usual variation, which does not reach the target: "
            + EXPECT_THE_SAME,
        ),
        (MISSED, steady(), STABLE, f"off track, and within the usual variation: {EXPECT_THE_SAME}"),
        (
            MISSED,
            steady(assurance="pass"),
            STABLE,
            f"off track, and within the usual variation: {EXPECT_THE_SAME}",
        ),
        (
            BY_TURNS,
            steady(assurance="hit_or_miss"),
            STABLE,
            f"at risk, and within the usual variation: {EACH_TIME}",
        ),
        (
            MISSED,
            steady(assurance="fail"),
            STABLE,
            "off track, and within the usual variation, which does not reach the target: "
            + EXPECT_THE_SAME,
        ),
        # Without a status the reading stands alone.
        (OPEN, GOOD, STABLE, "better than usual: above the upper limit"),
        (
            OPEN,
            steady(),
            DOWN,
            "within the usual variation, but worsening over the last 12 months",
        ),
        (OPEN, steady(), STABLE, "within the usual variation"),
    ],
)
def test_the_table(found: KpiResult, of: Process, course: Trend, expected: str) -> None:
    assert said(found, of, course) == expected


@pytest.mark.parametrize(
    ("found", "of", "course", "expected"),
    [
        (
            MET,
            BAD,
            UP,
            "dans l’objectif, mais moins favorable que d’habitude : sous la limite basse, "
            "à l’inverse de la tendance sur les 12 derniers mois",
        ),
        (
            MISSED,
            steady(),
            UP,
            "hors objectif, dans la variation habituelle, "
            "mais en amélioration sur les 12 derniers mois",
        ),
        (
            MISSED,
            steady(),
            STABLE,
            "hors objectif, et dans la variation habituelle : "
            "sans changement du processus, le même résultat est à attendre",
        ),
        (
            BY_TURNS,
            steady(assurance="hit_or_miss"),
            STABLE,
            "à surveiller, et dans la variation habituelle : sauf changement du processus, "
            "l’objectif peut à chaque fois être atteint ou manqué",
        ),
        (
            MET,
            steady(assurance="pass"),
            STABLE,
            "dans l’objectif, et dans la variation habituelle : "
            "sauf changement du processus, l’objectif sera atteint",
        ),
        (
            MISSED,
            steady(assurance="fail"),
            STABLE,
            "hors objectif, et dans la variation habituelle, qui n’atteint pas l’objectif : "
            "sans changement du processus, le même résultat est à attendre",
        ),
        (
            MET,
            steady(),
            STABLE,
            "dans l’objectif, et dans la variation habituelle : aucun signe de changement",
        ),
    ],
)
def test_the_table_in_french(found: KpiResult, of: Process, course: Trend, expected: str) -> None:
    assert said(found, of, course, "fr") == expected


def test_a_row_of_figures_is_counted_whole() -> None:
    falling = [12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5]
    row = dict.fromkeys(range(4, 12), ("trend_of_7", "falling"))
    of = process([9.0, 11.0, 9.0, 11.0, *falling], signals=row, variation="concern_low")
    assert said(MET, of) == "on track, but getting worse: 8 figures in a row falling"
    assert said(MET, of, language="fr") == (
        "dans l’objectif, mais en dégradation : 8 valeurs de suite en baisse"
    )


def test_a_run_is_counted_through_stronger_signals() -> None:
    values = [9.0] * 4 + [11.0] * 4 + [14.0] + [11.0] * 3
    signals = dict.fromkeys(range(4, 12), ("run_of_7", "high"))
    signals[8] = ("beyond_limits", "high")
    of = process(values, signals=signals, variation="improvement_high")
    assert said(MET, of) == ("on track, and better than usual: 8 figures in a row above the mean")


def test_two_of_three() -> None:
    near = {10: ("two_of_three", "low"), 11: ("two_of_three", "low")}
    of = process([10.0] * 10 + [7.5, 7.6], signals=near, variation="concern_low")
    assert said(MISSED, of) == (
        "off track, and worse than usual: 2 of 3 figures in a row near the lower limit"
    )


def test_the_basis_is_named_where_it_is_not_the_actual() -> None:
    change = {"basis": ProcessBasis.YEAR_ON_YEAR, "shares": True}
    assert said(MISSED, steady(**change), UP) == (
        "off track, within the usual variation for the time of year, "
        "but improving over the last 12 months"
    )
    assert said(MISSED, steady(**change), UP, "fr") == (
        "hors objectif, dans la variation habituelle pour la période de l’année, "
        "mais en amélioration sur les 12 derniers mois"
    )
    gap = replace(BAD, basis=ProcessBasis.GAP)
    assert said(MET, gap) == (
        "on track, but the gap to target is worse than usual: below the lower limit"
    )
    assert said(MET, gap, language="fr") == (
        "dans l’objectif, mais l’écart à l’objectif est moins favorable que d’habitude : "
        "sous la limite basse"
    )


def test_the_same_is_expected_only_of_limits_of_the_actual() -> None:
    for basis in (ProcessBasis.YEAR_ON_YEAR, ProcessBasis.GAP):
        assert said(MISSED, steady(basis=basis)) == (
            "off track, and within the usual variation for the time of year"
        )
        assert said(MISSED, steady(basis=basis), language="fr") == (
            "hors objectif, et dans la variation habituelle pour la période de l’année"
        )
    assert said(MISSED, steady(basis=ProcessBasis.GAP, assurance="fail")) == (
        "off track, and within the usual variation for the time of year, "
        "which does not reach the target"
    )
    assert said(MISSED, steady(basis=ProcessBasis.GAP, assurance="fail"), language="fr") == (
        "hors objectif, et dans la variation habituelle pour la période de l’année, "
        "qui n’atteint pas l’objectif"
    )


def test_a_target_missed_or_met_every_time_is_not_said_to_be_met_by_turns() -> None:
    within = steady(assurance="hit_or_miss")
    # For how long it was missed is a clause of its own, said before this one.
    assert said(NEAR, within) == "at risk, and within the usual variation"
    assert said(NEAR, within, language="fr") == "à surveiller, et dans la variation habituelle"
    assert said(MET, within) == (
        "on track, and within the usual variation: target met in each of the last 14 months"
    )
    assert said(MET, within, language="fr") == (
        "dans l’objectif, et dans la variation habituelle : "
        "objectif atteint sans exception sur les 14 derniers mois"
    )


@pytest.mark.parametrize(("missed", "by_turns"), [(6, True), (7, False)])
def test_a_row_of_seven_is_a_streak(missed: int, by_turns: bool) -> None:
    actuals = [11.0] * (14 - missed) + [9.6] * missed
    found = result(Figures(HIGH, actuals, [10.0] * 14))
    assert (EACH_TIME in said(found, steady(assurance="hit_or_miss"))) is by_turns


@pytest.mark.parametrize(
    ("frequency", "english", "french"),
    [
        (Frequency.QUARTERLY, "the last 12 quarters", "les 12 derniers trimestres"),
        (Frequency.YEARLY, "the last 12 years", "les 12 dernières années"),
    ],
)
def test_a_trend_is_counted_in_the_kpi_s_own_periods(
    frequency: Frequency, english: str, french: str
) -> None:
    found = result(Figures(replace(HIGH, frequency=frequency), [11.0], [10.0]))
    assert said(found, steady(), UP).endswith(f"and improving over {english}")
    assert said(found, steady(), UP, "fr").endswith(f"et en amélioration sur {french}")


def test_without_a_direction_a_signal_is_high_or_low() -> None:
    high = replace(ABOVE, variation="neutral_high")
    inside = result(Figures(COVER, [40.0] * 14, band=(30.0, 45.0)))
    assert said(inside, high) == "on track, but higher than usual: above the upper limit"
    assert said(NEUTRAL, high, trend("rising")) == (
        "higher than usual: above the upper limit, in line with its trend over the last 12 months"
    )
    assert said(NEUTRAL, high, trend("falling"), "fr") == (
        "au-dessus du niveau habituel : au-dessus de la limite haute, "
        "à l’inverse de la tendance sur les 12 derniers mois"
    )
    assert said(NEUTRAL, steady(), trend("falling")) == (
        "within the usual variation, and falling over the last 12 months"
    )


def test_provisional_limits_promise_nothing() -> None:
    few = process([9.0, 11.0] * 5, assurance="fail")
    assert said(MISSED, few) == (
        "off track, and within the usual variation (limits still provisional)"
    )
    assert said(MISSED, few, language="fr") == (
        "hors objectif, et dans la variation habituelle (limites encore provisoires)"
    )


def test_under_seven_points_nothing_is_said() -> None:
    few = Process(
        basis=ProcessBasis.ACTUAL,
        points=3,
        reason=Reason("process_too_few_points", {"count": 3, "expected": 7}),
    )
    assert said(MISSED, few, UP) == ""


def test_where_the_workbook_wants_no_limits_the_trend_speaks_alone() -> None:
    off = Process(basis=ProcessBasis.NONE, reason=Reason("process_off"))
    assert said(MISSED, off, UP) == "off track, but improving over the last 12 months"
    assert said(MET, off, UP) == "on track, and improving over the last 12 months"
    assert said(MET, off) == ""


def test_a_provisional_month_has_no_reading_of_its_own() -> None:
    until_september = replace(GOOD, series=GOOD.series[:-1])
    assert said(MET, until_september) == ""
    assert said(MET, until_september, DOWN) == ("on track, but worsening over the last 12 months")


def test_a_trend_over_a_rebase_is_not_told() -> None:
    # Fourteen figures from September 2025; the last twelve begin in November 2025.
    assert said(MET, steady(since=Period(2025, 12)), UP) == (
        "on track, and within the usual variation: no sign of a change"
    )
    assert said(MET, steady(since=Period(2025, 11)), UP).endswith(
        "improving over the last 12 months"
    )


def test_a_quarter_between_its_closings_is_read_as_it_closed() -> None:
    quarterly = replace(HIGH, frequency=Frequency.QUARTERLY)
    found = result(Figures(quarterly, [8.0, None], [10.0, None]), period=Period(2026, 9))
    of = steady(end=Period(2026, 9))
    assert said(found, of) == f"off track, and within the usual variation: {EXPECT_THE_SAME}"


def test_nothing_is_said_without_a_figure() -> None:
    found = replace(MISSED, measure=measure(HIGH, None, 10.0), period=None)
    assert said(found, GOOD, UP) == ""
    rated = replace(MISSED, measure=replace(measure(HIGH, None), status=Status.AT_RISK))
    assert said(rated, GOOD, UP) == ""
