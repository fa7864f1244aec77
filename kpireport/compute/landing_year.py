"""The fiscal year's figures seen from its middle: final actuals, then what is planned.

Provisional actuals are left out of every landing, so that a figure which will still be corrected
moves neither the forecast nor the check beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kpireport.compute.aggregate import Formula, Leaf, Quotient, covered, only_last, total
from kpireport.compute.figures import Span, Track
from kpireport.compute.ledger import Line
from kpireport.model.reason import Reason


@dataclass(frozen=True)
class LandingYear:
    """A KPI's fiscal year in a report at ``period``. ``lines`` are all of the book, by KPI."""

    line: Line
    lines: Mapping[str, Line]
    period: int
    _finals: dict[str, Mapping[int, Span]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @cached_property
    def first(self) -> int:
        return self.line.months.year_start(self.period)

    @cached_property
    def last(self) -> int:
        return self.line.months.year_end(self.period)

    @cached_property
    def final(self) -> Formula | Reason:
        """The year's final actuals up to the period."""
        return self.formula(lambda line: Track(line.step, self._final(line)))

    def forecast(self) -> Formula | Reason:
        """Final actuals, and the Forecast sheet's figures in all other months."""
        return self.formula(self._with_forecast)

    def budget(self) -> Formula | Reason:
        return self.formula(lambda line: line.budget)

    def formula(self, track: Callable[[Line], Track]) -> Formula | Reason:
        """The KPI's formula over other figures than its actuals."""
        if isinstance(self.line.formula, Reason):
            return self.line.formula
        return self._over(self.line, self.line.formula, track)

    def leaves(self) -> Iterator[Line]:
        """The KPIs whose figures the year's is made of: itself, or a ratio's parts."""
        if not isinstance(self.line.formula, Reason):
            yield from self._parts(self.line, self.line.formula)

    def months(self, formula: Formula) -> tuple[int, ...]:
        """The year's months that a formula has figures for."""
        return covered([formula], self.first, self.last)

    def whole(self, formula: Formula) -> float | Reason | None:
        """The full year's figure; None where months are missing that it needs."""
        months = self.months(formula)
        if only_last(formula):
            months = covered([formula], self.last - self.line.step + 1, self.last)
            return total(formula, months) if months else None
        return total(formula, months) if len(months) == self.last - self.first + 1 else None

    def from_forecast(self) -> tuple[Span, ...]:
        """The Forecast sheet's figures that the year is made of, part by part in time order."""
        return tuple(
            span
            for leaf in self.leaves()
            for month, span in sorted(self._with_forecast(leaf).spans.items())
            if month not in self._final(leaf)
        )

    def _over(self, line: Line, formula: Formula, track: Callable[[Line], Track]) -> Formula:
        if isinstance(formula, Leaf):
            return Leaf(formula.rule, track(line))
        upper, lower = self._of_quotient(line)
        return Quotient(
            self._over(upper, formula.numerator, track),
            self._over(lower, formula.denominator, track),
            formula.multiplier,
        )

    def _parts(self, line: Line, formula: Formula) -> Iterator[Line]:
        if isinstance(formula, Leaf):
            yield line
            return
        upper, lower = self._of_quotient(line)
        yield from self._parts(upper, formula.numerator)
        yield from self._parts(lower, formula.denominator)

    def _of_quotient(self, line: Line) -> tuple[Line, Line]:
        kpi = line.kpi
        return self.lines[kpi.numerator or ""], self.lines[kpi.denominator or ""]

    def _final(self, line: Line) -> Mapping[int, Span]:
        if line.kpi.id not in self._finals:
            self._finals[line.kpi.id] = self._final_spans(line)
        return self._finals[line.kpi.id]

    def _final_spans(self, line: Line) -> dict[int, Span]:
        first, period = self.first, self.period
        return {
            month: span
            for month, span in line.actual.spans.items()
            if first <= span.first and month <= period and not span.provisional
        }

    def _with_forecast(self, line: Line) -> Track:
        spans = dict(self._final(line))
        taken = {month for span in spans.values() for month in range(span.first, span.last + 1)}
        planned = {
            month: span
            for month, span in line.forecast.spans.items()
            if self.first <= span.first
            and month <= self.last
            and taken.isdisjoint(range(span.first, month + 1))
        }
        year = (self.first, self.last)
        stated = {year: line.forecast.stated[year]} if year in line.forecast.stated else {}
        return Track(line.step, spans | planned, stated)
