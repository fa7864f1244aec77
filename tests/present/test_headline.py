"""The sentences on top: counts, the worst and the best, what moved, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpireport.compute.scorecard import build_scorecard
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language, Settings
from kpireport.model.highlight import AlertRule, Cause, Highlight
from kpireport.model.kpi import Aggregation, Direction, Frequency, Kpi
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.model.status import Status, StatusChange
from kpireport.present.assemble import build_view
from kpireport.present.figures import KpiFigures
from kpireport.present.headline import headlines, listed
from kpireport.present.verdict import Speaker
from tests.compute import books
from tests.compute.test_goals import goal
from tests.plain_text import plain
from tests.present.scorecards import OCTOBER, Figures, cell, result, scorecard


def kpi(name: str, headline: bool = False, direction: Direction = Direction.HIGHER) -> Kpi:
    return Kpi(name[:3].upper(), name, cell("A2"), headline=headline, direction=direction)


def only(
    name: str, actual: float | None, target: float | None, headline: bool = False
) -> KpiResult:
    """A KPI with one month, October 2026."""
    months = Figures(kpi(name, headline), [actual], [target])
    return result(months, period=None if actual is None else OCTOBER)


def lines(card: Scorecard, language: Language = "en") -> list[str]:
    """The headlines, their no-break spaces made plain."""
    messages = get_messages(language)
    speakers = {
        r.kpi.id: Speaker(
            messages, KpiFigures(messages, card.settings, r.kpi, r.history), r, OCTOBER
        )
        for r in card.kpis
    }
    said = headlines(messages, card, speakers)
    return [plain(line) for line in said]


def first(results: Sequence[KpiResult], language: Language = "en") -> str:
    return lines(scorecard(results), language)[0]


def test_counts_leave_out_what_there_is_none_of() -> None:
    good, bad = only("Alpha", 100.0, 100.0), only("Beta", 50.0, 100.0)
    assert first([good, bad]) == "1 of 2 KPIs on track, 1 off track."
    assert first([good]) == "1 of 1 KPI on track."
    assert first([bad]) == "No KPI on track, 1 off track."


def test_counts_in_french_agree_with_the_number() -> None:
    good, bad = only("Alpha", 100.0, 100.0), only("Beta", 50.0, 100.0)
    other = only("Gamma", 120.0, 100.0)
    assert first([good, bad], "fr") == "1 indicateur sur 2 dans l’objectif, 1 hors objectif."
    assert first([good, other], "fr") == "2 indicateurs sur 2 dans l’objectif."
    assert first([bad], "fr") == "Aucun indicateur dans l’objectif, 1 hors objectif."


def test_counts_name_every_kind_of_kpi() -> None:
    neutral = result(Figures(kpi("Delta", direction=Direction.NEUTRAL), [5.0]))
    results = [
        only("Alpha", 96.0, 100.0),
        only("Beta", None, 100.0),
        only("Gamma", 5.0, None),
        neutral,
    ]
    assert first(results) == (
        "None of 4 KPIs on track, 1 at risk, 1 without data, 1 without a target, 1 not rated."
    )
    assert first(results, "fr") == (
        "Aucun indicateur sur 4 dans l’objectif, 1 à surveiller, 1 sans donnée, "
        "1 sans objectif, 1 non évalué."
    )


def test_the_worst_kpi_comes_first_whether_it_is_a_headline_kpi_or_not() -> None:
    card = scorecard(
        [
            only("Alpha", 40.0, 100.0),
            only("Beta", 90.0, 100.0, headline=True),
            only("Gamma", 97.0, 100.0, headline=True),
        ],
        worst="ALP",
    )
    assert lines(card)[1] == (
        "First to look at: Alpha, 40 in Oct 2026, 60.0% below the target of 100."
    )
    assert "Also off track: Beta." in lines(card)
    assert "Également hors objectif : Beta." in lines(card, "fr")
    assert lines(card, "fr")[1] == (
        "À regarder en premier : Alpha, 40 en oct. 2026, 60,0 % sous l’objectif de 100."
    )


def test_the_worst_kpi_may_be_a_quarterly_one_whose_quarter_closed_before() -> None:
    quarterly = replace(kpi("Alpha"), frequency=Frequency.QUARTERLY)
    old = result(Figures(quarterly, [40.0, 40.0], [100.0, 100.0]), period=Period(2026, 9))
    card = scorecard([old, only("Beta", 97.0, 100.0, headline=True)], worst="ALP")
    assert lines(card)[1] == (
        "First to look at: Alpha, 40 in the quarter to Sep 2026, 60.0% below the target of 100."
    )


def test_without_headline_kpis_below_target_the_worst_of_all_is_named() -> None:
    card = scorecard([only("Alpha", 40.0, 100.0), only("Beta", 90.0, 100.0)], worst="ALP")
    assert lines(card)[1].startswith("First to look at: Alpha, 40 in Oct 2026")
    assert lines(card, "fr")[1] == (
        "À regarder en premier : Alpha, 40 en oct. 2026, 60,0 % sous l’objectif de 100."
    )


def test_the_only_kpi_off_track_is_not_named_twice() -> None:
    card = scorecard([only("Alpha", 40.0, 100.0)], worst="ALP")
    assert not any(line.startswith("Off track:") for line in lines(card))


def test_without_a_worst_kpi_every_one_off_track_is_named() -> None:
    card = scorecard([only("Alpha", 40.0, 100.0), only("Beta", 90.0, 100.0)])
    assert "Off track: Alpha and Beta." in lines(card)


def attention(name: str, code: str = "off_track", **params: int | str | None) -> Highlight:
    told = {"count": 1, "fell_from": None, **params}
    return Highlight(name[:3].upper(), (Cause(code, told),), (AlertRule.OFF_TRACK,))


def test_what_a_list_says_is_not_said_again() -> None:
    """The line says figure and target, and the first one what to look at first."""
    card = scorecard(
        [only("Alpha", 40.0, 100.0), only("Beta", 130.0, 100.0, headline=True)], worst="ALP"
    )
    wins = (Highlight("BET", (Cause("record", {"count": 31}),)),)
    card = replace(card, attention=(attention("Alpha"),), wins=wins)
    assert lines(card) == ["1 of 2 KPIs on track, 1 off track."]


def test_what_a_list_says_of_a_status_is_not_said_again() -> None:
    fell = replace(
        only("Alpha", 40.0, 100.0), status_change=StatusChange(Status.ON_TRACK, Status.OFF_TRACK)
    )
    back = replace(
        only("Beta", 100.0, 100.0), status_change=StatusChange(Status.OFF_TRACK, Status.ON_TRACK)
    )
    slid = replace(
        only("Gamma", 96.0, 100.0), status_change=StatusChange(Status.ON_TRACK, Status.AT_RISK)
    )
    gone = only("Delta", None, 100.0)
    missing = Highlight("DEL", (Cause("missing_data", {"count": 1}),), (AlertRule.MISSING_DATA,))
    card = replace(
        scorecard([fell, back, slid, gone]),
        attention=(attention("Alpha", fell_from="on_track"), missing),
        wins=(Highlight("BET", (Cause("back_on_track", {"count": 1}),)),),
    )
    # Gamma stands in no list: at risk is no alert unless it is asked for.
    assert lines(card)[1:] == ["Down from on track to at risk since Sep 2026: Gamma."]


def test_a_kpi_beyond_the_seventh_line_is_named() -> None:
    names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta"]
    card = scorecard([only(name, 40.0, 100.0) for name in names], worst="ALP")
    card = replace(card, attention=tuple(attention(name) for name in names))
    assert lines(card)[1:] == ["Also off track: Theta."]


def test_the_way_to_a_goal_is_not_said_of_the_kpi_furthest_ahead() -> None:
    item = books.row(
        books.kpi("K", direction="higher", headline=True),
        books.months("2025-12", 10, 12.2),
        targets=books.months("2026-01", 5),
    )
    chosen = goal("2026-01", "2026-04", unit=10)
    view = build_view(build_scorecard(books.book(item, goals=(chosen,))), "en", "run")
    # The verdict says it: 2.2 of 10 at a quarter of the time, which no list names.
    assert "22% of the way" in view.kpis[0].verdict
    ahead = next(line for line in view.headlines if "furthest ahead" in line)
    assert "way" not in ahead


def test_the_best_headline_kpi_is_named_where_it_beats_its_target() -> None:
    met = only("Alpha", 100.0, 100.0, headline=True)
    beaten = only("Beta", 130.0, 100.0, headline=True)
    assert not any("ahead" in line for line in lines(scorecard([met])))
    assert lines(scorecard([met, beaten]))[1] == (
        "Headline KPI furthest ahead: Beta, 130 in Oct 2026, 30.0% above the target of 100."
    )


def test_a_kpi_behind_over_the_year_is_not_furthest_ahead() -> None:
    summed = replace(kpi("Alpha", headline=True), aggregation=Aggregation.SUM)
    # 130 against 100 in October, but 180 against 200 over September and October.
    behind = result(Figures(summed, [50.0, 130.0], [100.0, 100.0]))
    assert not any("ahead" in line for line in lines(scorecard([behind])))
    assert not any("avance" in line for line in lines(scorecard([behind]), "fr"))
    # 230 against 200 over both.
    beaten = result(Figures(summed, [100.0, 130.0], [100.0, 100.0]))
    assert any("furthest ahead: Alpha, 130" in line for line in lines(scorecard([beaten])))


def test_a_kpi_at_risk_by_its_thresholds_is_not_furthest_ahead() -> None:
    beaten = only("Alpha", 104.0, 100.0, headline=True)
    strict = replace(beaten, measure=replace(beaten.measure, status=Status.AT_RISK))
    assert not any("ahead" in line for line in lines(scorecard([strict])))


def test_what_improved_and_what_worsened() -> None:
    better = replace(
        only("Alpha", 100.0, 100.0), status_change=StatusChange(Status.OFF_TRACK, Status.ON_TRACK)
    )
    worse = replace(
        only("Beta", 96.0, 100.0), status_change=StatusChange(Status.ON_TRACK, Status.AT_RISK)
    )
    new = replace(
        only("Gamma", 40.0, 100.0), status_change=StatusChange(Status.NO_DATA, Status.OFF_TRACK)
    )
    card = scorecard([better, worse, new])
    assert "Up from off track to on track since Sep 2026: Alpha." in lines(card)
    assert "Down from on track to at risk since Sep 2026: Beta." in lines(card)
    assert not any("Gamma" in line and "since" in line for line in lines(card))


def test_a_quarter_that_is_not_new_has_not_moved() -> None:
    old = replace(
        only("Alpha", 100.0, 100.0),
        period=Period(2026, 9),
        status_change=StatusChange(Status.OFF_TRACK, Status.ON_TRACK),
    )
    assert not any("Up from" in line for line in lines(scorecard([old])))


def test_missing_and_provisional_figures() -> None:
    missing = only("Alpha", None, 100.0)
    provisional = replace(only("Beta", 100.0, 100.0), provisional=True)
    parent = replace(only("Gamma", None, 100.0), score=0.96)
    parent = replace(parent, measure=replace(parent.measure, status=Status.AT_RISK))
    said = lines(scorecard([missing, provisional, parent]))
    assert "No figure for Oct 2026: Alpha." in said
    assert "Provisional figure: Beta." in said


def test_the_overall_score_is_left_to_its_own_line() -> None:
    card = scorecard([only("Alpha", 90.0, 100.0)], settings=Settings(overall_score=True))
    assert not any("score" in line.lower() for line in lines(card) + lines(card, "fr"))


def summed(name: str, *actuals: float, direction: Direction = Direction.HIGHER) -> KpiResult:
    """A headline KPI whose months add up, each against 100."""
    item = replace(kpi(name, True, direction), aggregation=Aggregation.SUM)
    return result(Figures(item, list(actuals), [100.0] * len(actuals)))


def test_headline_kpis_behind_over_the_year_are_named_with_the_distance_the_furthest_first() -> (
    None
):
    # 190 against 200; 160 against 200; 230 against 200 where less is better; 210: ahead.
    results = [
        summed("Alpha", 90.0, 100.0),
        summed("Beta", 60.0, 100.0),
        summed("Costs", 130.0, 100.0, direction=Direction.LOWER),
        summed("Delta", 110.0, 100.0),
    ]
    assert lines(scorecard(results))[1] == (
        "Headline KPIs behind target for the year to date: Beta (−20.0%), Costs (+15.0%), and "
        "Alpha (−5.0%)."
    )
    assert lines(scorecard(results), "fr")[1] == (
        "Indicateurs clés en écart défavorable sur l’objectif cumulé de l’exercice : "
        "Beta (−20,0 %), Costs (+15,0 %) et Alpha (−5,0 %)."
    )


def test_a_level_behind_over_the_year_is_named_too_and_others_where_they_are_off_track() -> None:
    level = replace(kpi("Alpha", True), aggregation=Aggregation.LAST)
    stock = result(Figures(level, [60.0, 90.0], [100.0, 100.0]))
    minor = replace(kpi("Beta"), aggregation=Aggregation.SUM)
    other = result(Figures(minor, [60.0, 60.0], [100.0, 100.0]))  # 40 % behind: off track
    near = result(Figures(replace(minor, id="G", name="Gamma"), [98.0, 98.0], [100.0, 100.0]))
    said = lines(scorecard([stock, other, near]))
    assert said[1:3] == [
        "Headline KPIs behind target for the year to date: Alpha (−10.0%).",
        "Others off track for the year to date: Beta (−40.0%).",
    ]
    assert lines(scorecard([stock, other, near]), "fr")[2] == (
        "Autres indicateurs hors objectif en cumul de l’exercice : Beta (−40,0 %)."
    )


def test_the_year_to_date_is_left_out_where_it_is_the_month() -> None:
    first_month = summed("Alpha", 60.0)
    only_month = replace(first_month.ytd, start=OCTOBER, end=OCTOBER)
    first_month = replace(first_month, ytd=only_month)
    assert not any("year to date:" in line for line in lines(scorecard([first_month])))


def test_changes_of_one_kind_share_a_sentence() -> None:
    slid = StatusChange(Status.ON_TRACK, Status.AT_RISK)
    fell = StatusChange(Status.AT_RISK, Status.OFF_TRACK)
    card = scorecard(
        [
            replace(only("Alpha", 96.0, 100.0), status_change=slid),
            replace(only("Beta", 97.0, 100.0), status_change=slid),
            replace(only("Gamma", 40.0, 100.0), status_change=fell),
        ]
    )
    assert [line for line in lines(card) if line.startswith("Down")] == [
        "Down from at risk to off track since Sep 2026: Gamma.",
        "Down from on track to at risk since Sep 2026: Alpha and Beta.",
    ]
    assert [line for line in lines(card, "fr") if line.startswith("En recul")] == [
        "En recul depuis sept. 2026 (à surveiller → hors objectif) : Gamma.",
        "En recul depuis sept. 2026 (dans l’objectif → à surveiller) : Alpha et Beta.",
    ]


def test_a_change_of_a_quarter_is_dated_by_the_quarter_before() -> None:
    quarterly = replace(kpi("Alpha"), frequency=Frequency.QUARTERLY)
    found = replace(
        result(Figures(quarterly, [100.0], [100.0])),
        status_change=StatusChange(Status.OFF_TRACK, Status.ON_TRACK),
    )
    assert "Up from off track to on track since Jul 2026: Alpha." in lines(scorecard([found]))
    assert "En progrès depuis juil. 2026 (hors objectif → dans l’objectif) : Alpha." in lines(
        scorecard([found]), "fr"
    )


def test_provisional_figures_agree_with_their_number() -> None:
    one, two = (replace(only(name, 100.0, 100.0), provisional=True) for name in ("Alpha", "Beta"))
    assert "Valeur provisoire : Alpha." in lines(scorecard([one]), "fr")
    assert "Valeurs provisoires : Alpha et Beta." in lines(scorecard([one, two]), "fr")
    assert "Provisional figures: Alpha and Beta." in lines(scorecard([one, two]))


def test_the_headline_of_a_kpi_says_the_figure_and_since_when_and_no_more() -> None:
    months = Figures(kpi("Alpha"), [100.0, 60.0, 60.0], [100.0] * 3)
    card = scorecard([result(months)], worst="ALP")
    assert lines(card)[1] == (
        "First to look at: Alpha, 60 in Oct 2026, 40.0% below the target of 100; "
        "off track since Sep 2026."
    )
    assert lines(card, "fr")[1] == (
        "À regarder en premier : Alpha, 60 en oct. 2026, 40,0 % sous l’objectif de 100 ; "
        "hors objectif depuis sept. 2026."
    )


def test_long_lists_end_in_a_number() -> None:
    english, french = get_messages("en"), get_messages("fr")
    names = ["A", "B", "C", "D", "E"]
    assert listed(english, names) == "A, B, C, D, and E"
    assert listed(english, [*names, "F"]) == "A, B, C, D, and 2 more"
    assert listed(french, [*names, "F", "G"]) == "A, B, C, D et 3 autres"
