"""What turns figures into management, made by hand: goals, landings, benchmarks, reviews.

``managed(view)`` gives a report of ``tests.render.views`` all of it; a ``reviewed`` one the
review of its KPIs too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpireport.i18n.formats import get_formats
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language
from kpireport.present.charts.drawing import Drawing, rectangle
from kpireport.present.view import (
    BenchmarkView,
    Chart,
    CheckInView,
    CriterionView,
    Detail,
    Figure,
    GoalView,
    HighlightView,
    KpiReviewView,
    KpiView,
    LandingRow,
    LandingView,
    ReportView,
    ReviewView,
    Tone,
)

NONE = Figure("–")
CRITERIA = (
    *("specific", "measurable", "attainable", "relevant", "timely", "explainable", "relative"),
    *("why", "how", "who", "what", "when"),
)
MARKS = {True: "✓", False: "✗", None: "?"}
ADDRESS = "https://example.org/benchmarks/2025/report?page=12"


def managed(view: ReportView, every: bool = False) -> ReportView:
    """``view`` with attention, wins, goals, landings, benchmarks and a review calendar.

    Goals stand with every headline KPI, landings with those that add up, benchmarks with the
    first three; with ``every``, all of them stand with every KPI.
    """
    writer = _Writer("fr" if view.language == "fr" else "en")
    kpis = {kpi.anchor: writer.kpi(kpi, n, every) for n, kpi in enumerate(view.kpis)}
    return replace(
        view,
        categories=tuple(
            replace(category, kpis=tuple(kpis[kpi.anchor] for kpi in category.kpis))
            for category in view.categories
        ),
        cards=tuple(kpis.get(kpi.anchor, kpi) for kpi in view.cards),
        attention=writer.attention(tuple(kpis.values())),
        wins=writer.wins(tuple(kpis.values())),
        calendar=writer.calendar(tuple(kpis.values())),
        benchmarks=tuple(kpi.benchmark for kpi in kpis.values() if kpi.benchmark),
    )


def reviewed(view: ReportView) -> ReportView:
    """``managed(view)`` with the review of every KPI."""
    return replace(
        managed(view),
        review=_Writer("fr" if view.language == "fr" else "en").review(view.kpis),
    )


class _Writer:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.french = language == "fr"
        self.formats = get_formats(language)
        self.labels = get_messages(language).labels()

    def say(self, english: str, french: str) -> str:
        return french if self.french else english

    def kpi(self, kpi: KpiView, place: int, every: bool) -> KpiView:
        return replace(
            kpi,
            goal=self.goal(kpi) if kpi.headline or every else None,
            landing=self.landing(kpi) if kpi.bars or every or place % 3 == 1 else None,
            benchmark=self.benchmark(kpi, place) if place < 3 or every else None,
        )

    def goal(self, kpi: KpiView) -> GoalView:
        return GoalView(
            promise=self.say(
                "+40 % from Nov 2025 to Oct 2026, month by month over the year before",
                "+40 % de nov. 2025 à oct. 2026, mois par mois sur l’année précédente",
            ),
            progress=self.say(
                "60 % of the way at 50 % of the time: ahead of the goal’s pace.",
                "60 % du chemin à 50 % du temps : en avance sur le rythme de l’engagement.",
            ),
            facts=(
                Detail(self.labels["baseline"], kpi.month.target.text),
                Detail(self.say("At its end", "À son terme"), kpi.month.actual.text),
                Detail(self.say("Pace", "Rythme"), "1.2"),
            ),
            tone=Tone.GOOD,
        )

    def landing(self, kpi: KpiView) -> LandingView:
        value, target, gap = kpi.month.actual, kpi.month.target, kpi.month.variance
        none = self.say(
            "There is no Budget sheet for this KPI.",
            "Le classeur n’a pas de budget pour cet indicateur.",
        )
        return LandingView(
            title=self.say("Landing, fiscal year 2026", "Atterrissage, exercice 2026"),
            sentence=self.say(
                f"Management expects {value.text}, under the year’s target of {target.text}; by "
                "its own history the KPI is unlikely to reach it (chance 18 %).",
                f"La direction prévoit {value.text}, sous l’objectif annuel de {target.text} ; "
                "d’après son historique, l’indicateur a peu de chances de l’atteindre (18 %).",
            ),
            rows=(
                LandingRow(
                    self.say("Management’s forecast, version V2", "Prévision de la direction, V2"),
                    value,
                    gap,
                ),
                LandingRow(
                    self.say("Statistical check", "Contrôle statistique"),
                    value,
                    gap,
                    interval=self.say(
                        f"80 %: {value.text} to {target.text}",
                        f"80 % : de {value.text} à {target.text}",
                    ),
                ),
                LandingRow(self.labels["target"], target, NONE),
                LandingRow(self.labels["budget"], NONE, NONE, note=none),
                LandingRow(self.labels["prior_year"], target, gap),
            ),
            method=self.say(
                "By last year’s shape; over 6 past year ends it was wrong by 4.2 % on average "
                "(WAPE).",
                "D’après le profil de l’an dernier ; sur 6 fins d’exercice passées, l’erreur "
                "moyenne a été de 4,2 % (WAPE).",
            ),
            run_rate=self.say(
                f"The target needs {target.text} a month on average for 2 months; the KPI has "
                "never run that fast.",
                f"L’objectif demande {target.text} par mois en moyenne pendant 2 mois ; "
                "l’indicateur n’a jamais tenu ce rythme.",
            ),
        )

    def benchmark(self, kpi: KpiView, place: int) -> BenchmarkView:
        found = BenchmarkView(
            anchor=kpi.anchor,
            name=kpi.name,
            metric=kpi.name,
            actual=kpi.month.actual,
            value=kpi.month.target,
            statistic=self.say("median", "médiane"),
            gap=kpi.month.variance,
            percentile=NONE if place % 2 else Figure("62 %", 0.62, "0%"),
            sentence=self.say(
                "Better than 62 % of peers: between the median and the upper quartile.",
                "Mieux que 62 % des pairs : entre la médiane et le troisième quartile.",
            ),
            basis=self.say("Rolling 12 months to Oct 2026", "12 mois glissants jusqu’à oct. 2026"),
            source=self.say(
                "Institute of Retail Figures, Annual report",
                "Institut des chiffres du commerce, Rapport annuel",
            ),
            as_of="2025",
            url=ADDRESS,
            chart=_band(f"{kpi.name}: 62 %"),
            facts=(
                Detail(self.labels["basis"], self.say("Rolling 12 months", "12 mois glissants")),
                Detail(self.say("Cohort", "Panel"), self.say("Retail, Europe", "Commerce, Europe")),
                Detail(self.say("Sample", "Échantillon"), "412"),
            ),
            tone=Tone.GOOD,
        )
        if place == 1:
            return replace(found, dated=self.say("dated", "daté"), chart=None)
        if place == 2:
            reason = self.say(
                "The benchmark is in $, the KPI in €: not compared.",
                "Le repère est en $, l’indicateur en € : pas de comparaison.",
            )
            return replace(
                found, actual=NONE, gap=NONE, percentile=NONE, sentence="", chart=None,
                reason=reason, tone=Tone.PLAIN, basis="", url="javascript:alert(1)",
            )  # fmt: skip
        return found

    def attention(self, kpis: Sequence[KpiView]) -> tuple[HighlightView, ...]:
        said = self.say(
            "off its target for 3 months in a row; the year is unlikely to land on it.",
            "hors objectif depuis 3 mois ; l’exercice a peu de chances d’y atterrir.",
        )
        found = [kpi for kpi in kpis if kpi.status.code in ("off_track", "at_risk")]
        return tuple(HighlightView(k.anchor, k.name, k.status, said) for k in found)

    def wins(self, kpis: Sequence[KpiView]) -> tuple[HighlightView, ...]:
        said = self.say(
            "back on its target, best month of the last 12.",
            "de retour à l’objectif, meilleur mois des 12 derniers.",
        )
        found = [kpi for kpi in kpis if kpi.status.code == "on_track"]
        return tuple(HighlightView(k.anchor, k.name, k.status, said) for k in found[:3])

    def calendar(self, kpis: Sequence[KpiView]) -> tuple[CheckInView, ...]:
        return tuple(
            CheckInView(
                anchor=kpi.anchor,
                name=kpi.name,
                owner="Camille Roy",
                cadence=self.labels["monthly" if place % 2 else "quarterly"],
                next_check_in=self.say("30 Nov 2026", "30 nov. 2026"),
                next_iso="2026-11-30",
                due=self.say("31 Dec 2026", "31 déc. 2026") if place else "",
                due_iso="2026-12-31" if place else "",
                note=""
                if place
                else self.say(
                    "No due date in the workbook.", "Le classeur ne donne pas d’échéance."
                ),
            )
            for place, kpi in enumerate(kpis)
        )

    def review(self, kpis: Sequence[KpiView]) -> ReviewView:
        return ReviewView(
            findings=(
                self.say(
                    "6 headline KPIs: one or two get the focus, the rest are measures.",
                    "6 indicateurs clés : un ou deux suffisent, les autres sont des mesures.",
                ),
                self.say(
                    "Cash drives no goal and has no target.",
                    "La trésorerie ne sert aucun engagement et n’a pas d’objectif.",
                ),
            ),
            kpis=tuple(self._reviewed(kpi) for kpi in kpis),
        )

    def _reviewed(self, kpi: KpiView) -> KpiReviewView:
        return KpiReviewView(
            anchor=kpi.anchor,
            name=kpi.name,
            summary=self.say(
                "10 of 12 met; 1 can’t be told.", "10 critères sur 12 remplis ; 1 indécis."
            ),
            criteria=tuple(self._criterion(code) for code in CRITERIA),
        )

    def _criterion(self, code: str) -> CriterionView:
        met = {"attainable": None, "why": False}.get(code, True)
        advice = {
            "attainable": self.say(
                "12 months of actuals are needed to tell; keep the figures coming.",
                "Il faut 12 mois de réalisé pour le dire ; continuez la saisie.",
            ),
            "why": self.say(
                "Write in Purpose (KPIs!K7) which decision the KPI serves.",
                "Écrivez sous Pourquoi (Indicateurs!K7) quelle décision l’indicateur sert.",
            ),
        }
        words = {
            True: self.say("met", "rempli"),
            False: self.say("missing", "manquant"),
            None: self.say("can’t be told", "indécis"),
        }
        return CriterionView(
            code,
            code.capitalize(),
            met,
            MARKS[met],
            words[met],
            (advice[code],) if code in advice else (),
        )


def _band(alt: str) -> Chart:
    """A stand-in for the picture of quartiles: a bar."""
    drawing = Drawing(320)
    drawing.path("band", rectangle(10, 10, 300, 14))
    drawing.path("actual", rectangle(190, 6, 6, 22))
    return Chart(drawing.svg(34, alt, "chart band"), alt)
