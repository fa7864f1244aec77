"""The lines of the two lists, word by word in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language, Settings
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.highlight import AlertRule, Cause, Highlight
from kpireport.model.kpi import Aggregation, Direction, Frequency, Kpi, Unit, UnitKind
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status, StatusChange
from kpireport.present.assemble import build_view
from kpireport.present.figures import KpiFigures
from kpireport.present.highlight_view import highlight_list, highlight_mark
from kpireport.present.highlight_words import sentence
from kpireport.present.verdict import Speaker
from kpireport.present.view import StatusMark
from tests.plain_text import plain
from tests.present.processes import behaving, process, trend
from tests.present.scorecards import EURO, OCTOBER, PERCENT, Figures, cell, result, scorecard

CART = Kpi("CART", "Cart abandonment", cell("A2"), unit=PERCENT, direction=Direction.LOWER)
SALES = Kpi("REV", "Sales", cell("A3"), unit=EURO, direction=Direction.HIGHER)
DECEMBER = Period(2026, 12)


def carts(actual: float | None = 71.2, target: float = 65.0) -> KpiResult:
    period = None if actual is None else OCTOBER
    return result(Figures(CART, [actual], [target]), period=period)


def sales(actual: float = 100.0, target: float = 90.0) -> KpiResult:
    return result(Figures(SALES, [actual], [target]))


def said(of: KpiResult, *causes: tuple[str, Mapping[str, Any]], language: Language = "en") -> str:
    messages = get_messages(language)
    speaker = Speaker(messages, KpiFigures(messages, Settings(), of.kpi, of.history), of, OCTOBER)
    found = Highlight(of.kpi.id, tuple(Cause(code, params) for code, params in causes))
    return plain(sentence(speaker, found))


def marked(of: KpiResult, language: Language, *causes: tuple[str, Mapping[str, Any]]) -> StatusMark:
    """The sign of a line of the list."""
    found = Highlight(of.kpi.id, tuple(Cause(code, params) for code, params in causes))
    return highlight_mark(get_messages(language), found, of.measure.status)


def both(of: KpiResult, *causes: tuple[str, Mapping[str, Any]]) -> tuple[str, str]:
    return said(of, *causes), said(of, *causes, language="fr")


def status(count: int = 1, fell_from: str | None = None) -> Mapping[str, Any]:
    return {"count": count, "fell_from": fell_from}


class TestStatus:
    @pytest.mark.parametrize(
        ("params", "english", "french"),
        [
            (status(), "off track", "hors objectif"),
            (status(4), "off track for 4 months in a row", "hors objectif depuis 4 mois"),
            (
                status(1, "on_track"),
                "off track (on track in Sep 2026)",
                "hors objectif (dans l’objectif en sept. 2026)",
            ),
            (
                status(1, "at_risk"),
                "off track (at risk in Sep 2026)",
                "hors objectif (à surveiller en sept. 2026)",
            ),
        ],
    )
    def test_off_track(self, params: Mapping[str, Any], english: str, french: str) -> None:
        assert both(carts(), ("off_track", params)) == (
            f"71.2%, 6.2 pts worse than the target of 65.0%; {english}.",
            f"71,2 %, écart défavorable de 6,2 pts sur l’objectif de 65,0 % ; {french}.",
        )

    def test_at_risk(self) -> None:
        assert both(carts(66.0), ("at_risk", status(2))) == (
            "66%, 1 pt worse than the target of 65%; at risk for 2 months in a row.",
            "66 %, écart défavorable de 1 pt sur l’objectif de 65 % ; à surveiller depuis 2 mois.",
        )

    def test_since_when_is_named_where_an_earlier_figure_was_rated(self) -> None:
        # On track in July, off track from August on.
        months = result(Figures(CART, [60.0, 70.0, 70.0, 71.2], [65.0] * 4))
        assert both(months, ("off_track", status(3))) == (
            "71.2%, 6.2 pts worse than the target of 65.0%; off track since Aug 2026.",
            "71,2 %, écart défavorable de 6,2 pts sur l’objectif de 65,0 % ; hors objectif depuis "
            "août 2026.",
        )
        assert said(months, ("at_risk", status(2)), language="fr").endswith(
            " ; à surveiller depuis sept. 2026."
        )
        # A figure without a target is no earlier status.
        unrated = result(Figures(CART, [60.0, 70.0, 71.2], [None, 65.0, 65.0]))
        assert said(unrated, ("off_track", status(2))).endswith(
            "; off track for 2 months in a row."
        )

    def test_since_which_quarter_or_year(self) -> None:
        figures: list[float | None] = [60.0, None, None, 70.0, None, None, 71.2]
        targets = [None if figure is None else 65.0 for figure in figures]
        quarterly = result(Figures(replace(CART, frequency=Frequency.QUARTERLY), figures, targets))
        assert both(quarterly, ("off_track", status(2))) == (
            "71.2%, 6.2 pts worse than the target of 65.0%; off track since the quarter to "
            "Jul 2026.",
            "71,2 %, écart défavorable de 6,2 pts sur l’objectif de 65,0 % ; hors objectif depuis "
            "le trimestre clos en juil. 2026.",
        )
        fell = ("off_track", status(1, "on_track"))
        assert both(quarterly, fell)[0].endswith(
            "65.0%; off track (on track in the quarter to Jul 2026)."
        )
        assert both(quarterly, fell)[1].endswith(
            "65,0 % ; hors objectif (dans l’objectif au trimestre clos en juil. 2026)."
        )

    def test_a_quarter_says_its_month_where_it_is_an_older_one(self) -> None:
        quarterly = replace(CART, frequency=Frequency.QUARTERLY)
        old = result(Figures(quarterly, [71.2, None], [65.0, None]), period=Period(2026, 9))
        assert both(old, ("off_track", status(2))) == (
            "71.2% in the quarter to Sep 2026, 6.2 pts worse than the target of 65.0%; off track "
            "for 2 quarters in a row.",
            "71,2 % au trimestre clos en sept. 2026, écart défavorable de 6,2 pts sur l’objectif "
            "de 65,0 % ; hors objectif depuis 2 trimestres.",
        )

    def test_a_band_and_a_unit(self) -> None:
        days = Unit("days", UnitKind.OTHER)
        stock = Kpi("S", "Stock cover", cell("A4"), unit=days, direction=Direction.RANGE)
        found = result(Figures(stock, [27.0], band=(30.0, 45.0)))
        assert said(found, ("off_track", status())) == (
            "27 days, 3 days below the target range of 30 to 45 days; off track."
        )

    def test_a_parent_without_figures_has_none_to_say(self) -> None:
        parent = replace(carts(None), measure=replace(carts().measure, actual=None))
        assert said(parent, ("off_track", status())) == "off track."

    def test_the_figure_never_prints_as_the_target_it_misses(self) -> None:
        assert "65.04%, 0.04 pts worse than the target of 65.00%" in said(
            carts(65.04), ("at_risk", status())
        )


def signalling(of: KpiResult, variation: str, side: str) -> KpiResult:
    found = process([10.0] * 12, signals={11: ("beyond_limits", side)}, variation=variation)
    return behaving(of, found)


class TestCauses:
    def test_a_signal_says_what_it_rests_on_and_the_figure_apart(self) -> None:
        params = {"variation": "concern_high", "period": OCTOBER}
        found = signalling(carts(64.0), "concern_high", "high")
        assert both(found, ("concern_signal", params)) == (
            "64%, 1 pt better than the target of 65%; worse than usual: above the upper limit.",
            "64 %, écart favorable de 1 pt sur l’objectif de 65 % ; moins favorable que "
            "d’habitude : au-dessus de la limite haute.",
        )

    def test_the_figure_is_said_once_before_the_strongest_cause(self) -> None:
        found = signalling(carts(), "concern_high", "high")
        signal = ("concern_signal", {"variation": "concern_high", "period": OCTOBER})
        assert said(found, ("off_track", status(4)), signal) == (
            "71.2%, 6.2 pts worse than the target of 65.0%; off track for 4 months in a row; worse "
            "than usual: above the upper limit."
        )

    def test_a_landing_has_figures_of_its_own(self) -> None:
        params = {"value": 1100.0, "target": 1200.0, "year_end": DECEMBER}
        assert both(sales(), ("landing_forecast", params)) == (
            "management's forecast lands at €1,100 for the year to Dec 2026, against a target of "
            "€1,200.".replace("'", "’"),
            "la prévision de la direction atterrit à 1 100 € sur l’exercice à fin déc. 2026, "
            "contre un objectif de 1 200 €.",
        )
        assert both(sales(), ("landing_unlikely", params)) == (
            "unlikely to meet the target of €1,200 for the year to Dec 2026: its history points "
            "to €1,100.",
            "l’objectif de 1 200 € ne sera probablement pas atteint sur l’exercice à fin déc. 2026 "
            "(selon l’historique : 1 100 €).",
        )

    def test_a_history_that_falls_short_has_management_s_word_beside_it(self) -> None:
        of = sales()
        of = replace(of, landing=replace(of.landing, forecast=1050.0))
        params = {"value": 1100.0, "target": 1200.0, "year_end": DECEMBER}
        assert both(of, ("landing_unlikely", params)) == (
            "unlikely to meet the target of €1,200 for the year to Dec 2026: its history points "
            "to €1,100, management’s forecast to €1,050.",
            "l’objectif de 1 200 € ne sera probablement pas atteint sur l’exercice à fin déc. 2026 "
            "(historique : 1 100 € ; prévision de la direction : 1 050 €).",
        )

    def test_a_target_that_can_no_longer_be_met_is_said_so(self) -> None:
        params: dict[str, Any] = {"target": 1200.0, "year_end": DECEMBER, "impossible": True}
        assert both(sales(), ("landing_unlikely", {**params, "value": None})) == (
            "the target of €1,200 for the year to Dec 2026 can no longer be met.",
            "l’objectif de 1 200 € sur l’exercice à fin déc. 2026 ne peut plus être atteint.",
        )
        assert both(sales(), ("landing_unlikely", {**params, "value": 1100.0})) == (
            "the target of €1,200 for the year to Dec 2026 can no longer be met (history: €1,100).",
            "l’objectif de 1 200 € sur l’exercice à fin déc. 2026 ne peut plus être atteint "
            "(historique : 1 100 €).",
        )
        assert said(sales(), ("landing_forecast", {**params, "value": 1100.0})).endswith(
            "against a target of €1,200, which can no longer be met."
        )

    @pytest.mark.parametrize(
        ("code", "more", "actual", "mark"),
        [
            # By management's own word, or where nothing can change it any more.
            ("landing_forecast", {}, 100.0, ("off_track", "◆", "Landing", "Atterrissage")),
            (
                "landing_unlikely",
                {"impossible": True},
                100.0,
                ("off_track", "◆", "Landing", "Atterrissage"),
            ),
            ("landing_unlikely", {}, 100.0, ("at_risk", "▲", "Landing", "Atterrissage")),
            # A month that is missed keeps its own sign: 50 of 90.
            ("landing_unlikely", {}, 50.0, ("off_track", "◆", "Off track", "Hors objectif")),
        ],
    )
    def test_a_landing_that_leads_has_its_own_sign(
        self, code: str, more: dict[str, Any], actual: float, mark: tuple[str, str, str, str]
    ) -> None:
        params = {"value": 1100.0, "target": 1200.0, "year_end": DECEMBER, **more}
        found = [marked(sales(actual), language, (code, params)) for language in ("en", "fr")]
        assert [(one.code, one.shape) for one in found] == [mark[:2]] * 2
        assert tuple(one.label for one in found) == mark[2:]

    def test_a_landing_that_follows_leaves_the_month_its_sign(self) -> None:
        params = {"value": 1100.0, "target": 1200.0, "year_end": DECEMBER}
        goal = ("goal_missed", {})
        assert marked(sales(), "en", goal, ("landing_forecast", params)).label == "On track"

    def test_a_landing_is_told_from_the_target_it_misses(self) -> None:
        params = {"value": 1199.7, "target": 1200.0, "year_end": DECEMBER}
        assert "points to €1,199.7" in said(sales(), ("landing_unlikely", params))
        assert "target of €1,200.0 for" in said(sales(), ("landing_unlikely", params))

    def test_both_landings_name_the_target_once(self) -> None:
        params = {"value": 1100.0, "history": 1150.0, "target": 1200.0, "year_end": DECEMBER}
        assert both(sales(), ("landing_forecast", params)) == (
            "management’s forecast lands at €1,100 for the year to Dec 2026 (history: €1,150), "
            "against a target of €1,200.",
            "la prévision de la direction atterrit à 1 100 € sur l’exercice à fin déc. 2026 "
            "(historique : 1 150 €), contre un objectif de 1 200 €.",
        )

    def test_a_level_lands_at_the_end_of_its_year(self) -> None:
        stock = replace(SALES, aggregation=Aggregation.LAST)
        of = result(Figures(stock, [100.0], [90.0]))
        params = {"value": 1100.0, "history": 1150.0, "target": 1200.0, "year_end": DECEMBER}
        assert both(of, ("landing_forecast", params)) == (
            "management’s forecast lands at €1,100 at the end of Dec 2026 (history: €1,150), "
            "against a target of €1,200.",
            "la prévision de la direction atterrit à 1 100 € à fin déc. 2026 "
            "(historique : 1 150 €), contre un objectif de 1 200 €.",
        )
        alone = {**params, "history": None}
        assert "lands at €1,100 at the end of Dec 2026, against" in (
            said(of, ("landing_forecast", alone))
        )
        assert both(of, ("landing_unlikely", alone)) == (
            "unlikely to meet the target of €1,200 at the end of Dec 2026: its history points to "
            "€1,100.",
            "l’objectif de 1 200 € ne sera probablement pas atteint à fin déc. 2026 "
            "(selon l’historique : 1 100 €).",
        )

    def test_missing_data(self) -> None:
        first = {"period": OCTOBER, "last": Period(2026, 9), "count": 1}
        assert both(carts(None), ("missing_data", first)) == (
            "no figure in Oct 2026.",
            "aucune donnée en oct. 2026.",
        )
        third = {"period": OCTOBER, "last": Period(2026, 7), "count": 3}
        assert both(carts(None), ("missing_data", third)) == (
            "no figure for 3 months in a row, the last one is of Jul 2026.",
            "aucune donnée depuis 3 mois, dernière donnée : juil. 2026.",
        )

    def test_goals_behind(self) -> None:
        params = {"progress": 0.3, "elapsed": 0.5, "by": DECEMBER}
        assert both(sales(), ("goal_behind", params)) == (
            "€100, 11.1% above the target of €90; behind the pace of its goal for Dec 2026: 30% of "
            "the way in 50% of the time.",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; en retard sur l’engagement pris pour "
            "déc. 2026 : 30 % du chemin en 50 % du temps.",
        )
        assert said(sales(), ("goal_behind", {**params, "progress": -0.1})).endswith(
            "; further away from its goal for Dec 2026 than at the start, after 50% of the time."
        )

    def test_goals_of_months_together_that_are_behind(self) -> None:
        params = {"achieved": 0.016, "promised": 1 / 7, "by": DECEMBER}
        assert both(sales(), ("goal_behind_together", params)) == (
            "€100, 11.1% above the target of €90; behind its goal for Dec 2026: +1.6% so far over "
            "its months together, where +14.3% was promised.",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; en retard sur l’engagement pris pour "
            "déc. 2026 : +1,6 % à ce jour en mois cumulés, pour +14,3 % promis à ce stade.",
        )
        assert both(sales(), ("goal_behind_season", params)) == (
            "€100, 11.1% above the target of €90; behind its goal for Dec 2026: +1.6% on the year "
            "before so far, where +14.3% was promised.",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; en retard sur l’engagement pris pour "
            "déc. 2026 : +1,6 % à ce jour par rapport à l’année précédente, pour +14,3 % promis à "
            "ce stade.",
        )

    def missed(self, share: float | None = None, **progress: Any) -> KpiResult:
        kind = None if share is None else GoalChangeKind.SHARE
        level = 100.0 if share is None else None
        june, promised = Period(2026, 6), cell("B2")
        chosen = Goal("REV", promised, june, Period(2026, 9), share, kind, level)
        usual: dict[str, Any] = {"started": True, "elapsed": 1.0, "end_target": 100.0}
        usual |= {"as_of": Period(2026, 9), "path": GoalPath.LINEAR}
        return replace(sales(), ended_goal=GoalProgress(chosen, **(usual | progress)))

    def test_a_goal_that_was_missed(self) -> None:
        cause = ("goal_missed", {"by": Period(2026, 9)})
        figure = "€100, 11.1% above the target of €90; "
        assert both(self.missed(actual=85.0, progress=0.85), cause) == (
            f"{figure}goal missed in Sep 2026: €85 against €100 promised.",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; engagement échu en sept. 2026, non "
            "tenu : 85 € pour 100 € promis.",
        )
        assert said(self.missed(actual=85.0, progress=-0.42), cause) == (
            f"{figure}goal missed in Sep 2026: €85 against €100 promised, further away than at its "
            "start."
        )
        share = self.missed(0.08, progress=0.85, achieved_change=0.068)
        assert both(share, cause) == (
            f"{figure}goal missed in Sep 2026: +6.8% against +8% promised.",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; engagement échu en sept. 2026, non "
            "tenu : +6,8 % pour +8 % promis.",
        )

    @pytest.mark.parametrize("word", ["Call the bank.", " Call the bank "])
    def test_actions(self, word: str) -> None:
        one = {"count": 1, "action": word, "owner": "Ana", "due": "2026-09-30"}
        assert both(sales(), ("off_track", status()), ("overdue_action", one)) == (
            "€100, 11.1% above the target of €90; off track; action due 30 Sep 2026 not done: "
            "Call the bank (Ana).",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; hors objectif ; action à échéance du "
            "30 sept. 2026 non soldée : Call the bank (Ana).",
        )
        more = {**one, "count": 3, "owner": ""}
        assert said(sales(), ("off_track", status()), ("overdue_action", more)).endswith(
            "; 3 actions not done, the oldest due 30 Sep 2026: Call the bank."
        )

    def test_a_target_out_of_reach(self) -> None:
        assert both(carts(), ("at_risk", status()), ("out_of_reach", {})) == (
            "71.2%, 6.2 pts worse than the target of 65.0%; at risk; its usual variation does "
            "not reach the target: the process has to change, or the target.",
            "71,2 %, écart défavorable de 6,2 pts sur l’objectif de 65,0 % ; à surveiller ; la "
            "variation habituelle n’atteint pas l’objectif : c’est le processus qui doit changer, "
            "ou l’objectif.",
        )


class TestWins:
    def test_a_better_status(self) -> None:
        assert both(sales(), ("back_on_track", {"count": 2})) == (
            "€100, 11.1% above the target of €90; back on track after 2 months missed.",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; de retour dans l’objectif après "
            "2 mois manqués.",
        )

    @pytest.mark.parametrize(
        ("frequency", "count", "english", "french"),
        [
            (Frequency.MONTHLY, 1, "1 month missed", "1 mois manqué"),
            (Frequency.MONTHLY, 14, "14 months missed", "14 mois manqués"),
            (Frequency.QUARTERLY, 1, "1 quarter missed", "1 trimestre manqué"),
            (Frequency.QUARTERLY, 2, "2 quarters missed", "2 trimestres manqués"),
            (Frequency.YEARLY, 1, "1 year missed", "1 année manquée"),
            (Frequency.YEARLY, 3, "3 years missed", "3 années manquées"),
        ],
    )
    def test_what_was_missed_agrees_in_gender_and_number(
        self, frequency: Frequency, count: int, english: str, french: str
    ) -> None:
        found = result(Figures(replace(SALES, frequency=frequency), [100.0], [90.0]))
        told = both(found, ("back_on_track", {"count": count}))
        assert told[0].endswith(f"; back on track after {english}.")
        assert told[1].endswith(f" ; de retour dans l’objectif après {french}.")

    def test_a_record(self) -> None:
        assert both(sales(), ("record", {"count": 31})) == (
            "€100, 11.1% above the target of €90; the best of 31 months on record.",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; meilleur résultat sur 31 mois "
            "d’historique.",
        )

    def test_without_a_target(self) -> None:
        alone = result(Figures(SALES, [100.0]))
        assert said(alone, ("record", {"count": 31})) == "€100; the best of 31 months on record."

    def test_a_signal_and_a_trend(self) -> None:
        found = signalling(sales(), "improvement_high", "high")
        found = replace(found, trend=trend("improving", points=12))
        signal = ("improvement_signal", {"variation": "improvement_high", "period": OCTOBER})
        assert both(found, signal, ("improving_trend", {"count": 12})) == (
            "€100, 11.1% above the target of €90; better than usual: above the upper limit; on "
            "track, and improving over the last 12 months.",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; plus favorable que d’habitude : "
            "au-dessus de la limite haute ; dans l’objectif, et en amélioration sur les "
            "12 derniers mois.",
        )

    def test_what_came_back_is_not_said_to_be_on_track_twice(self) -> None:
        back = replace(sales(), status_change=StatusChange(Status.OFF_TRACK, Status.ON_TRACK))
        causes = (("back_on_track", {"count": 1}), ("improving_trend", {"count": 12}))
        assert said(back, *causes).endswith("missed; improving over the last 12 months.")

    def test_goals(self) -> None:
        by = {"by": DECEMBER}
        ahead = {"progress": 0.8, "elapsed": 0.5, **by}
        assert said(sales(), ("goal_reached", by)).endswith("; goal reached at its date, Dec 2026.")
        assert said(sales(), ("goal_reached_early", by), language="fr").endswith(
            " ; engagement tenu avant l’échéance, déc. 2026."
        )
        assert said(sales(), ("goal_ahead", ahead)).endswith(
            "; ahead of the pace of its goal for Dec 2026: 80% of the way in 50% of the time."
        )
        together = {"achieved": 0.3, "promised": 0.2, **by}
        assert said(sales(), ("goal_ahead_season", together)).endswith(
            "of its goal for Dec 2026: +30.0% on the year before so far, where +20.0% was promised."
        )
        assert both(sales(), ("goal_ahead_together", together)) == (
            "€100, 11.1% above the target of €90; ahead of its goal for Dec 2026: +30.0% so far "
            "over its months together, where +20.0% was promised.",
            "100 €, 11,1 % au-dessus de l’objectif de 90 € ; en avance sur l’engagement pris pour "
            "déc. 2026 : +30,0 % à ce jour en mois cumulés, pour +20,0 % promis à ce stade.",
        )

    def test_a_provisional_figure_says_so(self) -> None:
        found = replace(sales(), provisional=True)
        assert said(found, ("back_on_track", {"count": 1})).endswith("missed; provisional.")


class TestLists:
    def many(self, count: int) -> list[KpiResult]:
        kpis = [replace(SALES, id=f"K{i}", name=f"Sales {i}") for i in range(count)]
        return [result(Figures(kpi, [50.0], [90.0])) for kpi in kpis]

    def attention(self, results: list[KpiResult]) -> tuple[Highlight, ...]:
        cause = Cause("off_track", status())
        return tuple(Highlight(r.kpi.id, (cause,), (AlertRule.OFF_TRACK,)) for r in results)

    @pytest.mark.parametrize(
        ("count", "lines", "english", "french"),
        [
            (7, 7, "", ""),
            (8, 7, "and 1 more KPI", "et 1 autre indicateur"),
            (10, 7, "and 3 more KPIs", "et 3 autres indicateurs"),
        ],
    )
    def test_seven_lines_and_the_rest_as_a_number(
        self, count: int, lines: int, english: str, french: str
    ) -> None:
        results = self.many(count)
        card = replace(scorecard(results), attention=self.attention(results))
        view, autre = build_view(card, "en", "run"), build_view(card, "fr", "run")
        assert (len(view.attention), view.attention_more) == (lines, english)
        assert (len(autre.attention), plain(autre.attention_more)) == (lines, french)
        assert (view.wins, view.wins_more) == ((), "")
        # For the JSON, which leaves nothing out.
        assert len(view.attention_rest) == count - lines
        assert all(line.sentence.startswith("€50, 44.4% below") for line in view.attention_rest)

    def test_a_line_names_its_kpi_and_leads_to_it(self) -> None:
        results = self.many(2)
        wins = (Highlight("K1", (Cause("record", {"count": 24}),)),)
        view = build_view(replace(scorecard(results), wins=wins), "en", "run")
        (line,) = view.wins
        kpi = next(kpi for kpi in view.kpis if kpi.id == "K1")
        assert (line.anchor, line.name, line.status) == (kpi.anchor, "Sales 1", kpi.status)
        assert (
            line.sentence == "€50, 44.4% below the target of €90; the best of 24 months on record."
        )

    def test_an_empty_list_has_no_lines(self) -> None:
        assert highlight_list(get_messages("en"), (), {}, {}).lines == ()
