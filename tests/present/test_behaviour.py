"""How a process behaves, spelt out: the block, the marks, the caption, the limits in a chart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.i18n.messages import LANGUAGES, get_messages
from kpireport.model.behaviour import Process, Trend
from kpireport.model.book import Language, Settings
from kpireport.model.kpi import Direction, Kpi, ProcessBasis
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.present.assemble import build_view
from kpireport.present.behaviour import behaviour, limit_decimals
from kpireport.present.figures import KpiFigures
from kpireport.present.marks import process_mark, signal_variation
from kpireport.present.pictures import kpi_chart
from kpireport.present.rows import history_rows
from kpireport.present.tokens import PROCESS_SYMBOLS, STATUS_SHAPES
from kpireport.present.view import Chart, HistoryRow
from tests.plain_text import plain
from tests.present.processes import behaving, process, steady, trend
from tests.present.scorecards import OCTOBER, PERCENT, Figures, cell, result, scorecard

EN = get_messages("en")
CARTS = Kpi("C", "Carts left", cell("A2"), unit=PERCENT, direction=Direction.LOWER, decimals=1)
FOUND = result(Figures(CARTS, [9.0, 11.0] * 6, [10.0] * 12))


def block(
    of: Process,
    course: Trend | None = None,
    language: Language = "en",
    result_of: KpiResult = FOUND,
) -> dict[str, str]:
    """The block's lines by their labels."""
    messages = get_messages(language)
    found = replace(result_of, process=of, trend=course or Trend())
    figures = KpiFigures(messages, Settings(), CARTS, found.history)
    lines = behaviour(messages, figures, found, OCTOBER)
    return {line.label: plain(line.text) for line in lines}


def test_limits_basis_signals_target_and_trend() -> None:
    of = steady(assurance="hit_or_miss")
    assert block(of, trend("worsening", 0.12, 0.0123)) == {
        "Usual variation": "7.0% to 13.0%, around a mean of 10.0%",
        "Computed on": "the actual, 12 figures",
        "Signals, last 12 months": "none",
        "Target": "It lies within the usual variation: unless the process changes, "
        "it may be met or missed each time.",
        "Trend": "worsening by 0.12 pts a month, p = 0.012 (Mann–Kendall test, 12 figures)",
    }
    assert block(of, trend("worsening", 0.12, 0.0123), "fr") == {
        "Variation habituelle": "7,0 % à 13,0 %, autour d’une moyenne de 10,0 %",
        "Calculée sur": "le réalisé, 12 valeurs",
        "Signaux, 12 derniers mois": "aucun",
        "Objectif": "Il est dans la variation habituelle : sauf changement du processus, "
        "il peut à chaque fois être atteint ou manqué.",
        "Tendance": "en dégradation de 0,12 pt par mois, p = 0,012 "
        "(test de Mann–Kendall, 12 valeurs)",
    }


@pytest.mark.parametrize(
    ("actual", "english", "french"),
    [
        (
            9.0,
            "It lies within the usual variation, but was met in each of the last 12 months.",
            "Il est dans la variation habituelle, mais il a été atteint sans exception "
            "sur les 12 derniers mois.",
        ),
        (
            11.0,
            "It lies within the usual variation, but was missed in each of the last 12 months.",
            "Il est dans la variation habituelle, mais il a été manqué sans exception "
            "sur les 12 derniers mois.",
        ),
    ],
)
def test_a_target_on_one_side_for_long_is_not_met_or_missed_each_time(
    actual: float, english: str, french: str
) -> None:
    of = steady(assurance="hit_or_miss")
    found = result(Figures(CARTS, [actual] * 12, [10.0] * 12))
    assert block(of, result_of=found)["Target"] == english
    assert block(of, language="fr", result_of=found)["Objectif"] == french


def test_a_row_that_lasts_is_dated_by_its_first_month() -> None:
    values = [9.0] * 5 + [11.0] * 7
    of = process(values, signals=dict.fromkeys(range(5, 12), ("run_of_7", "high")))
    assert block(of)["Signals, last 12 months"] == (
        "7 figures in a row above the mean, since Apr 2026"
    )
    assert block(of, language="fr")["Signaux, 12 derniers mois"] == (
        "7 valeurs de suite au-dessus de la moyenne, depuis avr. 2026"
    )


def test_a_row_that_is_over_has_its_span_and_months_outside_are_listed() -> None:
    values = [8.0, 8.5, 9.0, 9.5, 10.0, 10.5, 11.0, 14.0, 6.0, 14.0, 10.0, 9.0]
    signals = dict.fromkeys(range(7), ("trend_of_7", "rising"))
    signals |= {7: ("beyond_limits", "high"), 9: ("beyond_limits", "high")}
    signals[8] = ("beyond_limits", "low")
    # The row of eight ends in June 2026, in a month that stands outside the limits as well.
    assert block(process(values, signals=signals))["Signals, last 12 months"] == (
        "8 figures in a row rising (Nov 2025–Jun 2026); "
        "above the upper limit, in Jun 2026 and Aug 2026; below the lower limit, in Jul 2026"
    )


def test_signals_of_more_than_a_year_ago_are_left_out() -> None:
    of = process([14.0, *[9.0, 11.0] * 6], signals={0: ("beyond_limits", "high")})
    assert str(of.signals[0].period) == "2025-10"
    assert block(of)["Signals, last 12 months"] == "none"
    eleven = process([14.0, *[10.0] * 11], signals={0: ("beyond_limits", "high")})
    assert block(eleven)["Signals, last 12 months"] == "above the upper limit, in Nov 2025"


def test_a_row_ends_where_the_level_begins_anew() -> None:
    old = process([11.0] * 7, end=Period(2026, 3)).series
    new = process([31.0] * 7, mean=30.0, signals={6: ("run_of_7", "high")})
    of = replace(new, series=(*old, *new.series), since=Period(2026, 4))
    lines = block(of)
    assert lines["Signals, last 12 months"] == "7 figures in a row above the mean, since Apr 2026"
    assert lines["Computed on"] == (
        "the actual, 7 figures since Apr 2026. Provisional: limits are firm from 12 figures."
    )


def test_shares_and_gaps_have_signs() -> None:
    changes = process(
        [0.01, 0.03] * 6,
        mean=0.02,
        reach=0.05,
        basis=ProcessBasis.YEAR_ON_YEAR,
        shares=True,
    )
    lines = block(changes)
    assert lines["Usual variation"] == "−3.0% to +7.0%, around a mean of +2.0%"
    assert lines["Computed on"] == "the change on a year before, 12 figures"
    gaps = block(process([0.5, 1.5] * 6, mean=1.0, reach=2.0, basis=ProcessBasis.GAP), None, "fr")
    assert gaps["Variation habituelle"] == "−1,0 pt à +3,0 pts, autour d’une moyenne de +1,0 pt"


def test_limits_have_a_decimal_more_than_the_kpi_at_most() -> None:
    # 13.004 is outside 13.003: two decimals don't tell them apart, and one more is the most.
    of = process([10.0] * 11 + [13.004], reach=3.003, signals={11: ("beyond_limits", "high")})
    assert block(of)["Usual variation"] == "7.00% to 13.00%, around a mean of 10.00%"


def test_limits_have_no_more_decimals_than_figures_that_were_given_more() -> None:
    # The carts' last month misses 15.0 with 15.04: all have two decimals, enough for the limits.
    raised = result(Figures(CARTS, [10.0] * 11 + [15.04], [15.0] * 12))
    of = process([10.0] * 11 + [13.004], reach=3.003, signals={11: ("beyond_limits", "high")})
    figures = KpiFigures.of(EN, Settings(), raised)
    assert (figures.usual, figures.decimals, limit_decimals(figures, of)) == (1, 2, 2)


def test_limits_beyond_what_is_possible_are_said_as_the_bound() -> None:
    # A percentage where less is better: −2 to 6 is 0 to 6, 96 to 101 is 96 to 100.
    low = result(Figures(CARTS, [2.0] * 12, [2.0] * 12))
    of = process([2.0] * 12, mean=2.0, reach=4.0)
    assert block(of, result_of=low)["Usual variation"] == "0% to 6.0%, around a mean of 2.0%"
    high = result(Figures(CARTS, [98.5] * 12, [98.5] * 12))
    of = process([98.5] * 12, mean=98.5, reach=2.5)
    assert block(of, None, "fr", high)["Variation habituelle"] == (
        "96,0 % à 100 %, autour d’une moyenne de 98,5 %"
    )
    # The gap to a target has no such end.
    of = process([2.0] * 12, mean=2.0, reach=4.0, basis=ProcessBasis.GAP)
    assert block(of, result_of=low)["Usual variation"].startswith("−2.0")


def test_limits_print_apart_from_the_figures_that_cross_them() -> None:
    # 13.04 is outside 13.03, which one decimal would hide.
    of = process([10.0] * 11 + [13.04], reach=3.03, signals={11: ("beyond_limits", "high")})
    assert block(of)["Usual variation"] == "6.97% to 13.03%, around a mean of 10.00%"


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        (trend("stable", -0.0021, 0.2134), "no trend: slope −0.0021 pts a month, p = 0.21"),
        (trend("stable", 0.0, 1.0), "no trend: slope 0 pts a month, p = 1.00"),
        (trend("improving", -0.5, 0.0004), "improving by 0.50 pts a month, p < 0.001"),
        (trend("improving", 0.0, 0.03), "improving, though the median slope is zero, p = 0.030"),
        (trend("worsening", 12.3, 0.0496), "worsening by 12 pts a month, p = 0.0496"),
        (trend("stable", 1.0, 0.05002), "no trend: slope +1.0 pts a month, p = 0.05002"),
    ],
)
def test_slopes_have_two_digits_and_p_values_too(course: Trend, expected: str) -> None:
    assert block(steady(), course)["Trend"] == f"{expected} (Mann–Kendall test, 12 figures)"


def test_a_slope_over_a_step_is_called_one() -> None:
    crossing = block(steady(since=Period(2026, 3)), trend("improving"))
    assert crossing["Trend"].endswith(
        "12 figures). A new level begins in Mar 2026: this may be the step, not a slope."
    )


def test_what_cannot_be_said_is_left_out_with_the_reason() -> None:
    few = Process(
        basis=ProcessBasis.ACTUAL,
        points=3,
        reason=Reason("process_too_few_points", {"count": 3, "expected": 7}),
    )
    short = Trend(points=3, reason=Reason("trend_too_few_points", {"count": 3, "expected": 8}))
    assert block(few, short) == {
        "Usual variation": "No process limits yet: they need 7 final figures, and there are 3.",
        "Trend": "No trend yet: it needs 8 final figures, and there are 3.",
    }
    moved = steady()
    moved = replace(moved, reason=Reason("assurance_target_moved", {"count": 12}))
    assert block(moved)["Target"].endswith("did not stay the same over the last 12 figures.")


# Marks


@pytest.mark.parametrize(
    ("direction", "side", "expected"),
    [
        (Direction.HIGHER, "high", "improvement_high"),
        (Direction.HIGHER, "falling", "concern_low"),
        (Direction.LOWER, "rising", "concern_high"),
        (Direction.LOWER, "low", "improvement_low"),
        (Direction.RANGE, "high", "neutral_high"),
        (Direction.NEUTRAL, "falling", "neutral_low"),
    ],
)
def test_a_signal_is_good_or_bad_news_by_direction(
    direction: Direction, side: str, expected: str
) -> None:
    assert signal_variation(direction, side) == expected


def test_marks_differ_in_sign_and_word_in_both_languages() -> None:
    assert len({*PROCESS_SYMBOLS.values(), *STATUS_SHAPES.values()}) == 16
    for language in LANGUAGES:
        messages = get_messages(language)
        marks = [process_mark(messages, code) for code in PROCESS_SYMBOLS]
        assert len({mark.label for mark in marks if mark}) == 10
    assert process_mark(EN, None) is None


def test_the_key_holds_the_marks_that_are_used() -> None:
    signal = process(
        [10.0] * 11 + [14.0],
        signals={11: ("beyond_limits", "high")},
        variation="concern_high",
        assurance="fail",
    )
    one = behaving(FOUND, signal)
    other = replace(FOUND, kpi=replace(CARTS, id="D", name="Other"), process=steady())
    view = build_view(scorecard([one, other]), "en", "run")
    assert [(mark.code, mark.symbol, mark.label) for mark in view.marks] == [
        ("concern_high", "↑!", "Concern, high"),
        ("common_cause", "≈", "Usual variation"),
        ("fail", "×", "Will be missed"),
    ]
    first = view.kpis[0]
    assert first.variation is not None
    assert first.assurance is not None
    assert (first.variation.tone, first.assurance.tone) == ("bad", "bad")
    assert first.behaviour[0].label == "Usual variation"


def test_the_method_tells_of_limits_and_trends_where_there_are_any() -> None:
    def titles(found: KpiResult) -> list[str]:
        notes = build_view(scorecard([found]), "en", "run").method
        return [note.title for note in notes]

    spoken = ["Process limits", "Signals and variation", "Assurance", "Trend"]
    whole = behaving(FOUND, steady(assurance="pass"), trend("stable"))
    assert [title for title in titles(whole) if title in spoken] == spoken
    assert [title for title in titles(FOUND) if title in spoken] == []


# Months and charts


def rows(found: KpiResult) -> tuple[HistoryRow, ...]:
    return history_rows(EN, KpiFigures(EN, Settings(), CARTS, found.history), found, OCTOBER)


def chart(found: KpiResult, language: Language = "en") -> Chart:
    messages = get_messages(language)
    figures = KpiFigures(messages, Settings(), CARTS, found.history)
    return kpi_chart(messages, figures, found, OCTOBER, FiscalCalendar())


SIGNAL = process(
    [10.0] * 11 + [14.0], signals={11: ("beyond_limits", "high")}, variation="concern_high"
)


def test_months_carry_their_limits_and_signals() -> None:
    last = rows(behaving(FOUND, SIGNAL))[-1]
    assert [figure.text for figure in (last.lower, last.mean, last.upper) if figure] == [
        "7.0%",
        "10.0%",
        "13.0%",
    ]
    assert last.signal is not None
    assert last.signal.code == "concern_high"
    assert rows(behaving(FOUND, SIGNAL))[-2].signal is None


def test_limits_of_the_actual_are_drawn_and_told() -> None:
    made = chart(behaving(FOUND, SIGNAL))
    assert 'class="k-limit"' in made.svg
    assert 'class="k-mean"' in made.svg
    assert made.svg.count('class="k-bad"') > chart(behaving(FOUND, steady())).svg.count(
        'class="k-bad"'
    )
    assert made.caption == "Process limits of the actual, 12 figures."
    assert plain(made.alt).endswith(
        "Process limits: 7.0% to 13.0%, around a mean of 10.0%. 1 month with a signal."
    )


def test_limits_of_another_basis_are_not_drawn_over_the_actual() -> None:
    changes = replace(SIGNAL, basis=ProcessBasis.YEAR_ON_YEAR)
    found = behaving(FOUND, changes)
    made = chart(found)
    assert "k-limit" not in made.svg
    assert "k-mean" not in made.svg
    assert "Process limits" not in made.alt
    assert made.caption == (
        "Process limits of the change on a year before, 12 figures, not drawn here."
    )
    assert all(row.mean is None and row.signal is None for row in rows(found))
    assert plain(chart(found, "fr").caption) == (
        "Limites du processus sur l’évolution sur un an, 12 valeurs, non tracées ici."
    )


def test_provisional_limits_say_so_in_the_caption() -> None:
    few = process([9.0, 11.0] * 4)
    assert chart(behaving(FOUND, few)).caption == (
        "Provisional process limits of the actual, 8 figures."
    )
    gaps = replace(few, basis=ProcessBasis.GAP)
    assert plain(chart(behaving(FOUND, gaps), "fr").caption) == (
        "Limites provisoires du processus sur l’écart à l’objectif, 8 valeurs, non tracées ici."
    )
    assert chart(FOUND).caption == ""
