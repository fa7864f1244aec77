"""The windows: which months a figure covers, and how they make one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpireport.compute import reasons
from kpireport.compute.aggregate import Formula, covered, only_last
from kpireport.compute.known import TargetTotal
from kpireport.compute.target_totals import compared_target, full_target
from kpireport.model.kpi import Kpi
from kpireport.model.measure import Window
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.present.measures import ytd_label
from kpireport.present.trace.actuals import actual_total
from kpireport.present.trace.measures import Explainer
from kpireport.present.trace.target_totals import window_target
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, ExplanationSection, Measured, Trace


def window_sections(tracer: Tracer, result: KpiResult) -> Iterator[ExplanationSection]:
    """Year to date, quarter to date, rolling twelve months, fiscal year."""
    text, span = tracer.messages.text, tracer.messages.formats.span
    year, quarter, rolling = result.ytd, result.qtd, result.rolling12
    label = tracer.scorecard.settings.fiscal_calendar.year_label(result.fiscal_year.start)
    titles = (
        ("ytd", year, ytd_label(tracer.messages, year)),
        ("qtd", quarter, text("measure.quarter_to_date", span=span(quarter.start, quarter.end))),
        ("rolling12", rolling, text("measure.rolling12", span=span(rolling.start, rolling.end))),
        ("fiscal_year", result.fiscal_year, text("measure.fiscal_year", name=label)),
    )
    for code, window, title in titles:
        explained = _Window(tracer, result.kpi, code, window)
        yield ExplanationSection(title, tuple(explained.figures()))


@dataclass(frozen=True, slots=True)
class _Window:
    """One window of one KPI."""

    tracer: Tracer
    kpi: Kpi
    code: str
    window: Window

    def figures(self) -> Iterator[Explanation]:
        yield self._actual()
        compared = self._compared()
        measure = self.window.measure
        if compared is not None and measure.actual != self.window.actual:
            yield self._level("compared_actual", "compared_actual", compared, measure.actual)
        found = self._target_total()
        aims = {"target": measure.target, "low": measure.target_low, "high": measure.target_high}
        targets = {
            bound: window_target(self.tracer, self.kpi, bound, found)
            for bound, value in aims.items()
            if value is not None
        }
        baseline = self.tracer.line(self.kpi).baseline(len(found.months))
        prefix, why = f"{self.code}.", self._why_no_target(found)
        measured = Measured(
            self.kpi, measure, compared, targets, prefix, baseline, self._reason(), why
        )
        explainer = Explainer(self.tracer, measured)
        if self.window.actual is None and not targets:
            return
        yield from explainer.targets()
        if self.window.actual is not None:
            yield from explainer.comparisons()

    def _reason(self) -> str:
        reason = self.window.reason
        return "" if reason is None else self.tracer.messages.reason(reason)

    def _why_no_target(self, found: TargetTotal) -> str:
        targets = self.tracer.line(self.kpi).targets
        gaps = (targets.gaps[month] for month in self._months() if month in targets.gaps)
        unused = reasons.band_without_range() if targets.band_unused else None
        reason = found.reason or next(gaps, unused) or reasons.no_target_in_window()
        return self.tracer.messages.reason(reason)

    def _formula(self) -> Formula | None:
        formula = self.tracer.line(self.kpi).formula
        return None if isinstance(formula, Reason) else formula

    def _months(self) -> tuple[int, ...]:
        """The months that the actual covers."""
        formula, window = self._formula(), self.window
        if formula is None:
            return ()
        first, last = window.start.index, window.end.index
        if self.code == "fiscal_year":
            last = min(last, self.tracer.scorecard.period.index)
        months = covered([formula], first, last)
        if months and only_last(formula):
            step = self.kpi.frequency.months
            return covered([formula], months[-1] - step + 1, months[-1])
        return months

    def _actual(self) -> Explanation:
        months = self._months()
        if self.window.actual is None or not months:
            label = self.tracer.messages.text("label.actual")
            shown = self.tracer.figures_of(self.kpi.id).level(None).text
            return Explanation(f"{self.code}.actual", label, None, shown, reason=self._reason())
        trace = actual_total(self.tracer, self.kpi, months, self.tracer.actuals)
        return self._level("actual", "actual", trace, self.window.actual, self._reason())

    def _level(
        self, figure: str, key: str, trace: Trace, value: float | None, reason: str = ""
    ) -> Explanation:
        figures = self.tracer.figures_of(self.kpi.id)
        measure = self.window.measure
        # Beside its target the actual has the decimals that tell the two apart.
        shown = figures.measure(measure).actual if value == measure.actual else figures.level(value)
        label = self.tracer.text(key)
        return self.tracer.explained(
            f"{self.code}.{figure}", label, trace, value or 0.0, shown, reason
        )

    def _compared(self) -> Trace | None:
        """The actual over the months that have a target too."""
        if self.window.measure.actual is None:
            return None
        months = self._months()
        compared = self._target_total().months if self._has_target() else months
        return actual_total(self.tracer, self.kpi, compared, self.tracer.actuals)

    def _has_target(self) -> bool:
        measure = self.window.measure
        return any(
            aim is not None for aim in (measure.target, measure.target_low, measure.target_high)
        )

    def _target_total(self) -> TargetTotal:
        line = self.tracer.line(self.kpi)
        if self.code == "fiscal_year":
            known = self.tracer.scorecard.period.index
            return full_target(line, self.window.start.index, self.window.end.index, known)
        months = self._months()
        return compared_target(line, months[0], months[-1]) if months else TargetTotal()
