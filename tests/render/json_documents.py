"""A scorecard that has every part there is, made by hand, and its JSON."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kpireport.i18n.messages import ProblemText
from kpireport.model.behaviour import Process, Signal, Trend
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Action, Comment, Settings, Source
from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.highlight import AlertRule, Cause, Highlight
from kpireport.model.kpi import Aggregation, Direction, Kpi, Unit, UnitKind
from kpireport.model.landing import Landing, LandingMethod, Outlook, RunRate
from kpireport.model.measure import Comparison, Comparisons, Measure, Window
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Problem
from kpireport.model.reason import Reason, SourceCell
from kpireport.model.review import Cadence, CheckIn, Criterion, CriterionName
from kpireport.model.scorecard import (
    CategoryResult,
    Coverage,
    HistoryPoint,
    KpiResult,
    Overall,
    Scorecard,
    StatusCounts,
)
from kpireport.model.standing import KnownPoint, Position, Standing, StandingBasis
from kpireport.model.status import Status, StatusChange, StatusStep
from kpireport.render.json import render_json
from kpireport.render.json_management import Sentences

JANUARY, OCTOBER = Period(2026, 1), Period(2026, 10)

SAID = Sentences(
    verdicts={"RET": "Return rate is 2.5 pts over its target."},
    attention={"RET": "is off track"},
    advice={("RET", "why"): "Write why."},
    findings=("Nothing drives a goal.",),
)


def because(reason: Reason) -> str:
    return f"because of {reason.code}"


def in_words(problem: Problem) -> ProblemText:
    return ProblemText("title", f"{problem.code} found", "expected", f"mend {problem.code}")


def rendered(scorecard: Scorecard, sentences: Sentences = SAID) -> bytes:
    return render_json(
        scorecard,
        language="en",
        run="0123456789ab",
        reason_text=because,
        problem_text=in_words,
        sentences=sentences,
    )


def full_result() -> KpiResult:
    """A lower-is-better percent KPI with every part there is."""
    missed = Measure(12.5, 10.0, None, None, 2.5, None, -2.5, 0.75, Status.OFF_TRACK)
    year = Window(
        start=JANUARY,
        end=OCTOBER,
        actual=11.0,
        measure=Measure(10.5, 10.0, None, None, 0.5, None, -0.5, 0.95, Status.AT_RISK),
        months=9,
        expected_months=10,
        target_basis="actual_mix",
        provisional=True,
    )
    nothing = Comparison(reason=Reason("no_budget"))
    return KpiResult(
        kpi=Kpi(
            id="RET",
            name="Return rate",
            cell=CellRef("KPIs", "A2"),
            category="Operations",
            unit=Unit("%", UnitKind.PERCENT),
            owner="Zoé",
            due=date(2026, 12, 31),
            headline=True,
            direction=Direction.LOWER,
            aggregation=Aggregation.RATIO,
        ),
        period=OCTOBER,
        measure=missed,
        score=0.75,
        provisional=False,
        reason=None,
        ytd=year,
        qtd=Window(OCTOBER, OCTOBER, 12.5, missed, 1, 1),
        rolling12=Window(Period(2025, 11), OCTOBER, 11.25, reason=Reason("twelve_months_needed")),
        fiscal_year=Window(
            JANUARY,
            Period(2026, 12),
            measure=Measure(target=10.0),
            expected_months=12,
            reason=Reason("fiscal_year_not_over"),
        ),
        comparisons=Comparisons(
            previous=Comparison(Period(2026, 9), 12.0, 0.5, None, -0.5),
            year_ago=nothing,
            ytd_year_ago=nothing,
            baseline=nothing,
            budget=nothing,
        ),
        status_change=StatusChange(
            Status.AT_RISK,
            Status.OFF_TRACK,
            (StatusStep("actual", Status.AT_RISK, Status.OFF_TRACK),),
        ),
        process=Process(
            basis="actual",
            mean=11.0,
            lower=9.0,
            upper=13.0,
            points=12,
            provisional=False,
            variation="concern_high",
            assurance="fail",
            signals=(Signal(OCTOBER, "run_of_7", "high"),),
        ),
        trend=Trend("worsening", 0.125, 0.03125, "mann_kendall", 12),
        history=(
            HistoryPoint(
                OCTOBER,
                missed,
                (SourceCell("actual", CellRef("Actuals", "M7")),),
                prior_year=13.0,
                goal_target=True,
            ),
        ),
        goal=GoalProgress(
            goal=Goal(
                "RET",
                CellRef("Goals", "A2"),
                JANUARY,
                Period(2026, 12),
                change=-0.25,
                change_kind=GoalChangeKind.SHARE,
            ),
            path=GoalPath.LINEAR,
            baseline=12.0,
            end_target=9.0,
            progress=-0.125,
            elapsed=0.75,
            pace=-0.5,
            achieved_change=0.0625,
            as_of=Period(2026, 9),
            started=True,
        ),
        landing=Landing(
            year_end=Period(2026, 12),
            actual_to_date=11.0,
            forecast=10.5,
            forecast_version="V2",
            forecast_months=2,
            statistical=11.5,
            low=10.75,
            high=12.25,
            method=LandingMethod.SEASONAL,
            wape=0.0625,
            backtests=6,
            chance=0.125,
            outlook=Outlook.UNLIKELY,
            target=10.0,
            budget=9.75,
            prior_year=12.5,
            run_rate=RunRate(5.0, 11.0, 2, 8.0, Period(2025, 6), False),
        ),
        standing=_standing(),
        check_in=CheckIn(
            "RET",
            Cadence.MONTHLY,
            "review",
            date(2026, 11, 30),
            date(2026, 12, 31),
            "kpi",
            other_due=date(2027, 3, 31),
            other_from="goal",
        ),
        smarter=(
            Criterion(CriterionName.SPECIFIC, True),
            Criterion(CriterionName.ATTAINABLE, None),
            Criterion(CriterionName.WHY, False, (Reason("purpose_missing"),)),
        ),
        comments=(Comment("RET", OCTOBER, "Zoé", "Late parcels.", CellRef("Comments", "A2")),),
        actions=(
            Action(
                "RET", "Change carrier", "Noé", None, "spring", "open", CellRef("Actions", "A2")
            ),
        ),
    )


def _standing() -> Standing:
    """Against a median and an upper quartile of the workbook's own."""
    median = Benchmark(
        metric="Return rate",
        cell=CellRef("Benchmarks", "A2"),
        statistic="median",
        value=11.0,
        unit="%",
        industry="Retail",
        source="Institute",
        as_of="2025",
        url="https://example.org/report",
        quantile=0.5,
    )
    upper = replace(median, statistic="upper quartile", value=14.0, quantile=0.75)
    return Standing(
        benchmark=median,
        actual=12.5,
        value=11.0,
        points=(KnownPoint(0.5, 11.0, median), KnownPoint(0.75, 14.0, upper)),
        percentile=0.375,
        position=Position.BETWEEN,
        gap=1.5,
        favourable_gap=-1.5,
        basis=StandingBasis.ROLLING_12,
        start=Period(2025, 11),
        end=OCTOBER,
    )


def full_scorecard(result: KpiResult | None = None) -> Scorecard:
    result = result or full_result()
    counts = StatusCounts(off_track=1)
    return Scorecard(
        source=Source("café.xlsx", "ab" * 32),
        settings=Settings(organisation="Maison", currency="EUR"),
        period=OCTOBER,
        fiscal_year=2026,
        overall=Overall(None, None, Coverage(1, 1), counts, "RET"),
        categories=(
            CategoryResult("Operations", 0.75, Status.OFF_TRACK, Coverage(1, 1), counts, ("RET",)),
        ),
        kpis=(result,),
        comments=(
            Comment(None, None, "", "About the whole.", CellRef("Comments", "A3")),
            *result.comments,
        ),
        actions=result.actions,
        problems=(Problem("W501", "Actuals", "D7"), Problem("I401")),
        attention=(
            Highlight(result.kpi.id, (Cause("off_track"),), (AlertRule.OFF_TRACK,)),
            Highlight("OTHER", (Cause("missing_data"), Cause("goal_behind"))),
        ),
        reviewed=bool(result.smarter),
        findings=(Reason("idle_kpis"),) if result.smarter else (),
    )
