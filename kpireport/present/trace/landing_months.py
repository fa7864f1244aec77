"""The months that a landing is made of, each with its own formula and cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kpireport.compute.aggregate import Formula, Leaf
from kpireport.compute.landing import StatisticalLanding
from kpireport.compute.landing_year import LandingYear
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.model.kpi import Aggregation
from kpireport.model.reason import Reason
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_at, actual_total, as_typed, span_label
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, Input, Trace
from kpireport.stats.landing import LONGEST_HISTORY
from kpireport.stats.landing_methods import YEAR

RUN_RATE, SEASONAL = range(2)
Term = tuple[str, Trace, int]
"""A month's label, its figure and the slots it stands for."""
Terms = Callable[[Line, Formula], list[Term]]


@dataclass(frozen=True, slots=True)
class LandingTrace:
    """The year of one KPI, on its way into formulas."""

    tracer: Tracer
    year: LandingYear

    def forecast(self) -> Trace:
        """The year by final actuals and the Forecast sheet."""
        formula = self.year.forecast()
        assert not isinstance(formula, Reason), "a forecast landing has a formula"
        return self._folded(self.year.line, formula, self._planned)

    def statistical(self, found: StatisticalLanding) -> Trace:
        """The year by final actuals and the months as the method carries them on."""
        formula = self.year.line.past_formula
        assert not isinstance(formula, Reason), "a statistical landing has a formula"
        parts = [leaf.kpi.id for leaf in self.year.leaves()]

        def carried(line: Line, _: Formula) -> list[Term]:
            place = parts.index(line.kpi.id)
            last = found.history.months[-1]
            known = range(self.year.first, last + 1)
            terms = [self._actual(line, month) for month in known]
            ahead = enumerate(range(last + 1, self.year.last + 1))
            terms += [self._to_come(line, found, place, step, month) for step, month in ahead]
            return terms

        return self._folded(self.year.line, formula, carried)

    def known(self, line: Line, months: Sequence[int]) -> list[Trace]:
        """The actuals of months, one by one."""
        return [self._actual(line, month)[1] for month in months]

    def _folded(self, line: Line, formula: Formula, terms: Terms) -> Trace:
        if isinstance(formula, Leaf):
            found = terms(line, formula)
            assert formula.rule is not None or len(found) == 1, "a year needs a rule"
            return self.tracer.combined(formula.rule or Aggregation.SUM, found, line.kpi)
        upper, lower = (self.year.lines[part or ""] for part in _parts(line))
        above = self._folded(upper, formula.numerator, terms)
        below = self._folded(lower, formula.denominator, terms)
        return self.tracer.quotient((upper.kpi, above), (lower.kpi, below), formula.multiplier)

    def _planned(self, line: Line, formula: Formula) -> list[Term]:
        """Final actuals and forecasts; one figure where the sheet states the year itself."""
        assert isinstance(formula, Leaf)
        tracer, year = self.tracer, self.year
        if (year.first, year.last) in formula.track.stated:
            cell = tracer.book.forecast[line.kpi.id][month_at(year.last)].cell
            found = tracer.input("forecast", tracer.messages.text("label.forecast"), cell)
            note = tracer.text("stated", start=month_at(year.first))
            trace = Trace(found.value, tracer.number(found.value), (found,), notes=(note,))
            return [(found.label, trace, YEAR // line.step)]
        terms = []
        for _, span in sorted(formula.track.spans.items()):
            refs = [cell.ref for cell in span.cells]
            role = span.cells[0].role if span.cells else "actual"
            label = span_label(tracer, span)
            if role == "forecast":
                trace = as_typed(tracer, line.kpi, span, refs, line.rule, role)
            else:
                months = tuple(range(span.first, span.last + 1))
                trace = actual_total(tracer, line.kpi, months, tracer.actuals)
            terms.append((label, trace, span.slots))
        return terms

    def _actual(self, line: Line, month: int) -> Term:
        trace = actual_at(self.tracer, line.kpi, month, self.tracer.past)
        assert trace is not None, "the history has no gap"
        return self.tracer.messages.formats.month(month_at(month)), trace, 1

    def _to_come(
        self, line: Line, found: StatisticalLanding, place: int, step: int, month: int
    ) -> Term:
        """A month as the method has it. Smoothing has no formula that fits a page."""
        value = float(found.landed.months[place, step])
        label = self.tracer.text(
            "landing_month", month=self.tracer.messages.formats.month(month_at(month))
        )
        origin = found.history.months[-1] + 1
        if found.landed.method == RUN_RATE:
            return label, self._average(line, value, range(origin - YEAR, origin)), 1
        if found.landed.method == SEASONAL:
            return label, self._shaped(line, found, value, month), 1
        return label, Trace(value, f.Number(value)), 1

    def _average(self, line: Line, value: float, months: Sequence[int]) -> Trace:
        traces = self.known(line, months)
        node = f.over(f.plus(*map(self.tracer.node, traces)), self.tracer.number(len(months)))
        return Trace(value, node, *self._sources(line, traces))

    def _shaped(self, line: Line, found: StatisticalLanding, value: float, month: int) -> Trace:
        """Last year's month, moved as the latest months moved against theirs."""
        last = found.history.months[-1]
        compared = min(YEAR, len(found.history.months) - YEAR)
        latest = self.known(line, range(last - compared + 1, last + 1))
        before = self.known(line, range(last - compared - YEAR + 1, last - YEAR + 1))
        shape = self.known(line, [month - YEAR])[0]
        now, then = (f.plus(*map(self.tracer.node, each)) for each in (latest, before))
        place = [leaf.kpi.id for leaf in self.year.leaves()].index(line.kpi.id)
        series = found.history.case.values[place, -LONGEST_HISTORY:]
        if (series > 0).all() or (series < 0).all():
            node = f.times(self.tracer.node(shape), f.over(now, then))
        else:
            moved = f.over(f.minus(now, then), self.tracer.number(compared))
            node = f.plus(self.tracer.node(shape), moved)
        return Trace(value, node, *self._sources(line, [shape, *latest, *before]))

    def _sources(
        self, line: Line, traces: Sequence[Trace]
    ) -> tuple[tuple[Input, ...], tuple[Explanation, ...]]:
        label = self.tracer.messages.text("label.actual")
        return self.tracer.sources(line.kpi, [("month", label, trace) for trace in traces])


def _parts(line: Line) -> Iterator[str | None]:
    yield line.kpi.numerator
    yield line.kpi.denominator
