"""Views made up for one language: figures, charts and words of a KPI that a plan describes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpireport.i18n.formats import get_formats
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language
from kpireport.model.period import Period
from kpireport.present.charts import TimelinePoint, TimelineWords, sparkline, timeline
from kpireport.present.tokens import STATUS_SHAPES
from kpireport.present.view import (
    ActionView,
    CategoryView,
    CommentView,
    ComparisonView,
    Detail,
    Figure,
    HistoryRow,
    KpiView,
    Mark,
    MeasureView,
    MethodNote,
    ProblemView,
    ReportView,
    StatusCount,
    StatusMark,
    Tone,
)

OCTOBER = Period(2026, 10)
NONE = Figure("–")


@dataclass(frozen=True)
class Plan:
    """How one KPI of the shop is made up: its name in both languages, its level and its shape."""

    id: str
    en: str
    fr: str
    unit: str
    level: float
    gap: float
    wobble: float
    decimals: int = 1
    higher: bool = True
    bars: bool = False
    headline: bool = False
    season: float = 0.0
    status: str = "on_track"


class ViewWriter:
    """Figures and words of one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.french = language == "fr"
        self.messages = get_messages(language)
        self.formats = get_formats(language)
        self.labels = self.messages.labels()
        self.words = TimelineWords(
            actual=self.labels["actual"],
            target=self.labels["target"],
            prior_year=self.labels["prior_year"],
            forecast=self.labels["forecast"],
            variance=self.labels["variance"],
            limits=self.labels["process_limits"],
            mean=self.labels["process_mean"],
            signal=self.labels["signal"],
            provisional=self.labels["provisional"],
        )

    def say(self, english: str, french: str) -> str:
        return french if self.french else english

    def tick(self, value: float, decimals: int) -> str:
        return self.formats.number(value, decimals)

    def mark(self, code: str) -> StatusMark:
        return StatusMark(code, self.labels[code], STATUS_SHAPES[code])

    def figure(
        self, value: float, plan: Plan, *, signed: bool = False, tone: Tone = Tone.PLAIN
    ) -> Figure:
        text = self.formats.number(value, plan.decimals, signed=signed)
        unit = {"%": "pts" if signed else "%", "": ""}.get(plan.unit, plan.unit)
        return Figure(f"{text}\u00a0{unit}".strip("\u00a0"), value, tone=tone)

    def share(self, value: float, *, signed: bool = False, tone: Tone = Tone.PLAIN) -> Figure:
        return Figure(self.formats.percent(value, 1, signed=signed), value, "0.0%", tone)

    def measure(self, label: str, actual: float, target: float | None, plan: Plan) -> MeasureView:
        if target is None:
            return MeasureView(
                label, self.figure(actual, plan), NONE, NONE, NONE, NONE, self.mark(plan.status)
            )
        gap = actual - target
        tone = Tone.PLAIN if gap == 0 else Tone.GOOD if (gap > 0) == plan.higher else Tone.BAD
        pct = NONE if plan.unit == "%" else self.share(gap / target, signed=True, tone=tone)
        attained = 1 + (gap if plan.higher else -gap) / abs(target)
        return MeasureView(
            label,
            self.figure(actual, plan),
            self.figure(target, plan),
            self.figure(gap, plan, signed=True, tone=tone),
            pct,
            self.share(attained),
            self.mark(plan.status),
        )

    def kpi(self, plan: Plan, category: str) -> KpiView:
        name = plan.fr if self.french else plan.en
        months = [OCTOBER.shift(i) for i in range(-21, 3)]
        targeted = plan.status not in ("neutral", "no_target")
        actuals = [self._value(plan, month) for month in months]
        actuals[21] = self._target(plan, OCTOBER) + plan.gap
        targets = [self._target(plan, month) if targeted else None for month in months]
        points = [
            self._point(plan, m, a, t) for m, a, t in zip(months, actuals, targets, strict=True)
        ]
        measure = self.measure(self.formats.month(OCTOBER), actuals[21], targets[21], plan)
        factor = 10 if plan.bars else 1
        ytd_target = targets[21] * factor if targets[21] is not None else None
        ytd = self.measure(
            self.say("YTD Jan–Oct 2026", "Cumul janv.–oct. 2026"),
            actuals[21] * factor * 0.99,
            ytd_target,
            plan,
        )
        rolling = self.measure(
            self.say(
                "Rolling 12 months, Nov 2025–Oct 2026", "12 mois glissants, nov. 2025–oct. 2026"
            ),
            actuals[21] * factor * 1.19,
            ytd_target * 1.2 if ytd_target else None,
            plan,
        )
        year = replace(
            measure,
            label=self.say("Fiscal year 2026", "Exercice 2026"),
            actual=NONE,
            variance=NONE,
            variance_pct=NONE,
            attainment=NONE,
            status=self.mark("no_data"),
            note=self.say(
                "The fiscal year isn’t over: 10 of 12 months.",
                "L’exercice n’est pas clos : 10 mois sur 12.",
            ),
        )
        return KpiView(
            anchor=f"kpi-{plan.id.lower()}",
            id=plan.id,
            name=name,
            category=category,
            unit=plan.unit,
            headline=plan.headline,
            direction=self.labels["higher" if plan.higher else "lower"],
            status=self.mark(plan.status),
            verdict=self._verdict(plan, measure),
            period_label="" if plan.id != "NPS" else self.say("Sep 2026", "sept. 2026"),
            month=measure,
            year_to_date=ytd,
            measures=(measure, ytd, rolling, year),
            comparisons=self._comparisons(plan, actuals),
            sparkline=sparkline(
                actuals[9:22],
                targets[9:22],
                status=plan.status,
                alt=f"{name}, 13 mois",
                bars=plan.bars,
            ),
            chart=timeline(
                points,
                title=f"{name}, {plan.unit}" if plan.unit else name,
                alt=self.say(
                    f"{name}: {measure.actual.text} in Oct 2026.",
                    f"{name} : {measure.actual.text} en oct. 2026.",
                ),
                words=self.words,
                tick_text=self.tick,
                bars=plan.bars,
                whole_page=plan.headline,
            ),
            history=tuple(self._row(plan, p, m) for p, m in zip(points, months, strict=True)),
            details=self._details(plan),
            notes=(self.say("Target at actual mix.", "Objectif à la structure réelle."),)
            if plan.id == "GM"
            else (),
            comments=self._comments(plan, name),
            actions=self._actions(plan, name),
            variation=Mark(
                "concern_high", self.say("Concern: high", "Alerte : haut"), "▲", Tone.BAD
            )
            if plan.id == "CART"
            else None,
            assurance=Mark("hit_or_miss", self.say("Hit or miss", "Aléatoire"), "~")
            if plan.id == "CART"
            else None,
            provisional=plan.id == "RET",
        )

    def _season(self, plan: Plan, month: Period) -> float:
        return 1 + plan.season * math.sin(month.month / 12 * 6.3 + 2.2)

    def _target(self, plan: Plan, month: Period) -> float:
        level = plan.level - plan.gap if plan.headline else plan.level
        return round(
            level * self._season(plan, month) * (1 + (month.index - OCTOBER.index) / 400),
            plan.decimals,
        )

    def _value(self, plan: Plan, month: Period) -> float:
        swing = math.sin(month.index * 2.399) + 0.6 * math.sin(month.index * 5.1)
        return self._target(plan, month) + plan.gap * 0.5 + plan.wobble * swing

    def _point(
        self, plan: Plan, month: Period, actual: float, target: float | None
    ) -> TimelinePoint:
        future = month > OCTOBER
        gap = None if target is None or future else actual - target
        tone = Tone.PLAIN if not gap else Tone.GOOD if (gap > 0) == plan.higher else Tone.BAD
        bare_plan = replace(plan, unit="" if plan.bars else plan.unit)
        return TimelinePoint(
            label=self.formats.month(month),
            month=self.formats.month_name(month)[:4],
            year=str(month.year),
            actual=None if future else actual,
            target=target,
            prior_year=actual * 0.95 if plan.headline else None,
            forecast=actual if future and plan.headline else None,
            mean=plan.level if plan.id == "OTD" and not future else None,
            lower=plan.level - 2.66 * plan.wobble if plan.id == "OTD" and not future else None,
            upper=plan.level + 2.66 * plan.wobble if plan.id == "OTD" and not future else None,
            variance=gap,
            tone=tone,
            signal=tone if plan.id == "OTD" and abs(gap or 0) > 1.1 * plan.wobble else None,
            event=self.say("New checkout", "Nouveau tunnel de commande")
            if plan.id == "CART" and str(month) == "2026-03"
            else "",
            future=future,
            actual_text="" if future else self.figure(actual, bare_plan).text,
            target_text="" if target is None else self.figure(target, bare_plan).text,
            forecast_text=self.figure(actual, bare_plan).text,
            variance_text=""
            if gap is None
            else self.formats.number(gap, plan.decimals, signed=True),
        )

    def _row(self, plan: Plan, point: TimelinePoint, month: Period) -> HistoryRow:
        def shown(value: float | None) -> Figure:
            return NONE if value is None else self.figure(value, plan)

        gap = (
            NONE
            if point.variance is None
            else self.figure(point.variance, plan, signed=True, tone=point.tone)
        )
        code = {Tone.GOOD: "on_track", Tone.BAD: "off_track"}.get(point.tone, "neutral")
        return HistoryRow(
            str(month),
            point.label,
            shown(point.actual),
            shown(point.target),
            gap,
            self.mark("no_data" if point.future else code),
            shown(point.prior_year),
            False,
            point.future,
            forecast=shown(point.forecast),
        )

    def _verdict(self, plan: Plan, measure: MeasureView) -> str:
        actual, target, gap = measure.actual.text, measure.target.text, measure.variance.text
        if target == "–":
            return self.say(f"{actual} in Oct 2026.", f"{actual} en oct. 2026.")
        return self.say(
            f"{actual} in Oct 2026, {gap} against the target of {target}; "
            "target missed 3 months in a row.",
            f"{actual} en oct. 2026, {gap} par rapport à l’objectif de {target} ; "
            "objectif manqué 3 mois de suite.",
        )

    def _comparisons(self, plan: Plan, actuals: Sequence[float]) -> tuple[ComparisonView, ...]:
        rows = ((self.labels["previous"], actuals[20]), (self.labels["year_ago"], actuals[9]))
        found = []
        for label, value in rows:
            gap = actuals[21] - value
            tone = Tone.GOOD if (gap > 0) == plan.higher else Tone.BAD
            found.append(
                ComparisonView(
                    label,
                    self.figure(value, plan),
                    self.figure(gap, plan, signed=True, tone=tone),
                    NONE if plan.unit == "%" else self.share(gap / value, signed=True, tone=tone),
                )
            )
        reason = self.say(
            "There is no figure a year before.", "Il n’y a pas de valeur un an avant."
        )
        found.append(
            ComparisonView(
                self.labels["ytd_year_ago"], Figure("–", note=reason), NONE, NONE, reason
            )
        )
        return tuple(found)

    def _details(self, plan: Plan) -> tuple[Detail, ...]:
        found = [
            Detail(self.labels["owner"], "Camille Roy"),
            Detail(self.labels["direction"], self.labels["higher" if plan.higher else "lower"]),
            Detail(self.labels["aggregation"], self.labels["sum" if plan.bars else "mean"]),
        ]
        if plan.headline:
            found.append(
                Detail(
                    self.labels["purpose"],
                    self.say(
                        "Shows whether the shop grows as the bank was told.",
                        "Montre si la boutique croît comme annoncé à la banque.",
                    ),
                )
            )
            found.append(
                Detail(
                    self.labels["definition"],
                    self.say(
                        "Invoiced sales without VAT, less the month’s refunds.",
                        "Ventes facturées hors taxes, moins les remboursements du mois.",
                    ),
                )
            )
        return tuple(found)

    def _comments(self, plan: Plan, name: str) -> tuple[CommentView, ...]:
        if plan.id not in ("CART", "REV"):
            return ()
        text = self.say(
            "The new payment page went live on 12 October. Mobile shoppers leave at the "
            "delivery step; a shorter form is in test.",
            "La nouvelle page de paiement est en ligne depuis le 12 octobre. Sur mobile, les "
            "clients partent à l’étape de livraison ; un formulaire plus court est à l’essai.",
        )
        return (CommentView(name, self.formats.month(OCTOBER), "Inès Haddad", text),)

    def _actions(self, plan: Plan, name: str) -> tuple[ActionView, ...]:
        if plan.id not in ("CART", "REV", "RET"):
            return ()
        return (
            ActionView(
                name,
                self.say("Shorten the delivery form", "Raccourcir le formulaire de livraison"),
                "Jules Petit",
                self.say("30 Nov 2026", "30 nov. 2026"),
                self.say("In progress", "En cours"),
            ),
        )

    def report(self, categories: tuple[CategoryView, ...]) -> ReportView:
        kpis = tuple(kpi for category in categories for kpi in category.kpis)
        counts = tuple(
            StatusCount(self.mark(code), n, f"{n} {self.labels[code].lower()}")
            for code in ("on_track", "at_risk", "off_track", "neutral")
            if (n := sum(kpi.status.code == code for kpi in kpis))
        )
        return ReportView(
            language=self.language,
            locale=self.say("en-GB", "fr-FR"),
            title=self.say("Board scorecard", "Tableau de bord du conseil"),
            organisation="Maison Lumière",
            entity="Groupe",
            period_iso="2026-10",
            period_label=self.say("October 2026", "octobre 2026"),
            period_note=self.say(
                "Fiscal year 2026; year to date Jan–Oct 2026",
                "Exercice 2026 ; cumul janv.–oct. 2026",
            ),
            run="3f9a1c07b2de",
            source_name="maison-lumiere.xlsx",
            source_sha256="3f" * 32,
            accent_colour="#b1562b",
            confidentiality=self.say(
                "Confidential: for board members only", "Confidentiel : réservé aux administrateurs"
            ),
            prepared_by="Camille Roy",
            labels=self.labels,
            headlines=(
                self.say(
                    "8 of 14 KPIs on track; 3 at risk; 2 off track; 1 not rated.",
                    "8 indicateurs sur 14 dans l’objectif ; 3 à surveiller ; 2 hors objectif ; "
                    "1 non évalué.",
                ),
                self.say(
                    "Furthest behind: Cart abandonment, 68.2 % in Oct 2026, 1.9 pts worse than the "
                    "target of 66.3 %.",
                    "Le plus en retard : Abandon de panier, 68,2 % en oct. 2026, 1,9 pt de plus "
                    "que l’objectif de 66,3 %.",
                ),
                self.say(
                    "Status worsened since the previous period: Revenue (On track → At risk).",
                    "Statut dégradé depuis la période précédente : Chiffre d’affaires "
                    "(Dans l’objectif → À surveiller).",
                ),
            ),
            counts=counts,
            overall_score=self.share(0.962),
            overall_status=self.mark("at_risk"),
            overall_coverage=self.say("13 of 14 KPIs scored", "13 indicateurs notés sur 14"),
            cards=tuple(kpi for kpi in kpis if kpi.headline),
            categories=categories,
            comments=tuple(c for kpi in kpis for c in kpi.comments),
            actions=tuple(a for kpi in kpis for a in kpi.actions),
            problems=self._problems(),
            method=tuple(
                MethodNote(
                    self.messages.text(f"method.{key}_title"), self.messages.text(f"method.{key}")
                )
                for key in (
                    "variance",
                    "variance_pct",
                    "attainment_linear",
                    "totals",
                    "comparisons",
                    "score",
                    "missing",
                    "rounding",
                )
                if self.messages.has(f"method.{key}_title")
            ),
            legend=tuple(self.mark(code) for code in STATUS_SHAPES),
            marks=tuple(kpi.variation for kpi in kpis if kpi.variation),
        )

    def _problems(self) -> tuple[ProblemView, ...]:
        return (
            ProblemView(
                "W503",
                "W",
                self.labels["warning"],
                "Actuals!D7",
                self.say(
                    "“12..5” can’t be read as a number.", "« 12..5 » ne se lit pas comme un nombre."
                ),
                self.say(
                    "Type the figure again, with one decimal mark.",
                    "Ressaisir la valeur avec un seul séparateur décimal.",
                ),
            ),
            ProblemView(
                "I402",
                "I",
                self.labels["hint"],
                "KPIs!F9",
                self.say(
                    "Cash has no direction, so it is not rated.",
                    "La trésorerie n’a pas de sens, elle n’est donc pas évaluée.",
                ),
                self.say(
                    "Write higher, lower or range under Direction.",
                    "Écrire hausse, baisse ou plage sous Sens.",
                ),
            ),
        )
