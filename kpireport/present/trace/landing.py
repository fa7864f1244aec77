"""The landing: management's year and the statistical one, month by month, and what it missed by."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.compute.aggregate import Leaf, Quotient
from kpireport.compute.landing import StatisticalLanding, statistical_landings
from kpireport.compute.landing_run_rate import weights_to_come
from kpireport.compute.landing_year import LandingYear
from kpireport.compute.months import month_at
from kpireport.compute.target_totals import full_target
from kpireport.i18n.precision import telling_decimals
from kpireport.model.kpi import Aggregation
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.present.landing_view import decimals_beside
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_total
from kpireport.present.trace.landing_months import LandingTrace
from kpireport.present.trace.target_totals import window_target
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, Trace
from kpireport.present.view import Figure
from kpireport.stats.landing import COVERAGE
from kpireport.stats.landing_methods import YEAR
from kpireport.stats.student import quantile

_METHODS = ("run_rate", "seasonal", "smoothing")


def landing_title(tracer: Tracer, result: KpiResult) -> str:
    """Which year lands."""
    year_end = result.landing.year_end or tracer.scorecard.period
    return tracer.text("landing", year_end=year_end)


def landing_explained(tracer: Tracer, result: KpiResult) -> Iterator[Explanation]:
    """Landings, interval, errors, the chance and the run rate; or why there are none."""
    line = tracer.line(result.kpi)
    year = LandingYear(line, tracer.lines, tracer.scorecard.period.index)
    told = _Told(tracer, result, year)
    yield told.forecast()
    found = statistical_landings([year], tracer.book)[0]
    if isinstance(found, Reason):
        yield told.missing("statistical", found)
    else:
        yield from told.check(found)
    yield from told.run_rate()


class _Told:
    """One KPI's landing, figure by figure."""

    def __init__(self, tracer: Tracer, result: KpiResult, year: LandingYear) -> None:
        self.tracer = tracer
        self.landing = result.landing
        self.kpi = result.kpi
        self.year = year
        self.target = result.fiscal_year.measure
        self.figures = tracer.figures_of(result.kpi.id)
        self.months = LandingTrace(tracer, year)

    def forecast(self) -> Explanation:
        value, reason = self.landing.forecast, self.landing.forecast_reason
        if value is None:
            return self.missing("forecast", reason)
        return self._level("forecast", self.months.forecast(), value)

    def check(self, found: StatisticalLanding) -> Iterator[Explanation]:
        landed = found.landed
        trace = self.months.statistical(found)
        notes = (*trace.notes, *self._notes(found))
        made = Trace(trace.value, trace.node, trace.inputs, trace.parts, notes)
        yield self._level("statistical", made, landed.value)
        yield from self._interval(found)
        yield from self._wape(found)
        if self.landing.chance is not None and self.landing.settled is None:
            yield self._chance(found, self.landing.chance)

    def missing(self, key: str, reason: Reason | None) -> Explanation:
        said = "" if reason is None else self.tracer.messages.reason(reason)
        shown = self.figures.level(None).text
        return Explanation(
            f"landing.{key}", self.tracer.text(f"landing_{key}"), None, shown, reason=said
        )

    def run_rate(self) -> Iterator[Explanation]:
        rate = self.landing.run_rate
        if self.landing.final:
            return
        if rate.required is None:
            yield self.missing("required", rate.reason)
            return
        trace = self._required(rate.required)
        yield self._level("required", trace, rate.required)
        if rate.best is not None and rate.best_end is not None:
            yield self._best(rate.best, rate.best_end.index)

    # The statistical check

    def _notes(self, found: StatisticalLanding) -> Iterator[str]:
        tracer, landed = self.tracer, found.landed
        months = found.history.months[-_used(found) :]
        method = _METHODS[landed.method]
        weight = tracer.messages.formats.percent(landed.weight, 0)
        yield tracer.messages.text(f"landing.method_{method}", weight=weight)
        span = tracer.messages.formats.span(month_at(months[0]), month_at(months[-1]))
        yield tracer.text("landing_history", count=len(months), span=span)
        known = found.history.case.known
        last = month_at(months[-1])
        yield (
            tracer.text("landing_final", count=known, last=last)
            if known
            else tracer.text("landing_none_final")
        )
        yield tracer.text("landing_tries", **self._tries(found))
        shares = {
            name: self._share(wape) for name, wape in zip(_METHODS, landed.wapes, strict=True)
        }
        yield tracer.text("landing_methods", **shares)

    def _tries(self, found: StatisticalLanding) -> dict[str, str | int]:
        landed, known = found.landed, found.history.case.known
        months = found.history.months[-_used(found) :]
        ends = [months[int(origin) - known + YEAR - 1] for origin in landed.origins]
        spelt = self.tracer.messages.formats.month
        return {
            "count": len(ends),
            "first": spelt(month_at(ends[0])),
            "last": spelt(month_at(ends[-1])),
            "known": known,
        }

    def _interval(self, found: StatisticalLanding) -> Iterator[Explanation]:
        landed, tracer = found.landed, self.tracer
        t = quantile((1 + COVERAGE) / 2, landed.freedom)
        spread = self._spread(found)
        half = f.times(f.Number(t), f.Number(landed.spread))
        value = f.Number(landed.value)
        note = tracer.text(
            "landing_t", t=tracer.messages.formats.number(t, 3), freedom=landed.freedom
        )
        for key, bound, node, certain, call, parts in (
            ("low", landed.low, f.minus(value, half), landed.floor, "max", (spread,)),
            ("high", landed.high, f.plus(value, half), landed.ceiling, "min", ()),
        ):
            free = f.evaluate(node)
            if abs(free - bound) > 1e-9 * max(abs(free), abs(bound)):
                bounded: f.Node = f.Call(call, (f.Number(certain), node))
                trace = Trace(bound, bounded, (), parts, (note,))
            else:
                trace = Trace(bound, node, (), parts, (note,))
            yield tracer.explained(
                f"landing.{key}",
                tracer.text(f"landing_{key}"),
                trace,
                bound,
                self.figures.level(bound),
            )

    def _spread(self, found: StatisticalLanding) -> Explanation:
        errors = [f.Number(abs(float(error))) for error in found.landed.errors]
        squares = f.plus(*(f.times(error, error) for error in errors))
        node = f.Call("sqrt", (f.over(squares, self.tracer.number(len(errors))),))
        value = found.landed.spread
        shown = self.figures.level(value)
        label = self.tracer.text("landing_spread")
        return self.tracer.explained("landing.spread", label, Trace(value, node), value, shown)

    def _wape(self, found: StatisticalLanding) -> Iterator[Explanation]:
        wape = found.landed.wape
        if wape is None:
            return
        missed = f.plus(*(f.Number(abs(float(error))) for error in found.landed.errors))
        ends = f.plus(*(f.Number(abs(float(end))) for end in found.landed.ends))
        trace = Trace(wape, f.over(missed, ends))
        decimals = telling_decimals(1, [(wape * 100, 0.0)])
        text = self.tracer.messages.formats.percent(wape, decimals)
        shown = Figure(text, wape, "0." + "0" * decimals)
        label = self.tracer.text("landing_wape")
        yield self.tracer.explained("landing.wape", label, trace, wape, shown, scale=100.0)

    def _chance(self, found: StatisticalLanding, chance: float) -> Explanation:
        landed = found.landed
        decimals = telling_decimals(0, [(chance * 100, 75.0), (chance * 100, 25.0)])
        shown = self.tracer.messages.formats.percent(chance, decimals)
        label = self.tracer.text("landing_chance")
        note = self.tracer.text(
            "landing_by_errors",
            freedom=landed.freedom,
            value=self.figures.level(landed.value, self._decimals(landed.value)).text,
            spread=self.figures.level(landed.spread).text,
            target=self.figures.spelt_target(self.target),
        )
        notes = (note, self.tracer.text("landing_certain")) if chance in (0, 1) else (note,)
        return Explanation("landing.chance", label, chance, shown, notes=notes)

    # The run rate

    def _required(self, value: float) -> Trace:
        """(target − year to date) / months to come, as the KPI's months make its year."""
        tracer, formula = self.tracer, self.year.line.past_formula
        aim = full_target(self.year.line, self.year.first, self.year.last, self.year.period)
        wanted = window_target(tracer, self.kpi, "target", aim)
        terms = [("target", tracer.messages.text("label.target"), wanted)]
        target: f.Node = tracer.node(wanted)
        if isinstance(formula, Quotient):
            note = tracer.text(f"landing_{self.landing.run_rate.weighed_by}_weighs")
            node = self._required_ratio(formula, target)
            return Trace(value, node, *tracer.sources(self.kpi, terms), (note,))
        assert isinstance(formula, Leaf), "a run rate has a formula"
        if formula.rule is Aggregation.LAST:
            return wanted
        if formula.rule is Aggregation.MEAN:
            target = f.times(tracer.number(YEAR), target)
        months = tracer.number(self.landing.run_rate.months)
        known = self._known_total()
        if known is None:
            return Trace(value, f.over(target, months), *tracer.sources(self.kpi, terms))
        so_far: f.Node = tracer.node(known)
        if formula.rule is Aggregation.MEAN:
            so_far = f.times(tracer.number(YEAR - self.landing.run_rate.months), so_far)
        terms.append(("to_date", tracer.text("landing_final_total"), known))
        node = f.over(f.minus(target, so_far), months)
        return Trace(value, node, *tracer.sources(self.kpi, terms))

    def _known_total(self) -> Trace | None:
        final = self.year.final
        months = () if isinstance(final, Reason) else self.year.months(final)
        if not months:
            return None
        return actual_total(self.tracer, self.kpi, months, self.tracer.actuals)

    def _required_ratio(self, formula: Quotient, target: f.Node) -> f.Node:
        """What the numerators to come must be, over the denominators of those months."""
        final = self.year.final
        known = () if isinstance(final, Reason) else self.year.months(final)
        assert isinstance(formula.numerator, Leaf) and isinstance(formula.denominator, Leaf)
        above, below = (_sum(part, known) for part in (formula.numerator, formula.denominator))
        weights = weights_to_come(self.year, formula)
        assert weights is not None, "what is required of a ratio has weights"
        to_come = f.Number(weights.total)
        multiplier = self.tracer.number(formula.multiplier)
        wanted = f.over(f.times(target, f.plus(f.Number(below), to_come)), multiplier)
        return f.times(f.over(f.minus(wanted, f.Number(above)), to_come), multiplier)

    def _best(self, value: float, end: int) -> Explanation:
        count = 1 if self.kpi.aggregation is Aggregation.LAST else self.landing.run_rate.months
        months = tuple(range(end - count + 1, end + 1))
        whole = actual_total(self.tracer, self.kpi, months, self.tracer.past)
        trace = whole
        if self.kpi.aggregation is Aggregation.SUM and count > 1:
            label = self.tracer.text("landing_final_total")
            sources = self.tracer.sources(self.kpi, [("total", label, whole)])
            node = f.over(self.tracer.node(whole), self.tracer.number(count))
            trace = Trace(value, node, *sources)
        month = self.tracer.messages.formats.month(month_at(end))
        shown = self.figures.level(value, self._decimals(value))
        label = self.tracer.text("landing_best", month=month)
        return self.tracer.explained("landing.best", label, trace, value, shown)

    def _level(self, key: str, trace: Trace, value: float) -> Explanation:
        shown = self.figures.level(value, self._decimals(value))
        label = self.tracer.text(f"landing_{key}")
        return self.tracer.explained(f"landing.{key}", label, trace, value, shown)

    def _decimals(self, value: float) -> int:
        return decimals_beside(self.figures, self.target, value)

    def _share(self, wape: float) -> str:
        if wape != wape:  # not tried
            return self.figures.level(None).text
        decimals = telling_decimals(1, [(wape * 100, 0.0)]) if wape else 1
        return self.tracer.messages.formats.percent(wape, decimals)


def _used(found: StatisticalLanding) -> int:
    """The months that were used: the last ones of the history."""
    return int(found.landed.origins[-1]) + YEAR - found.history.case.known


def _sum(leaf: Leaf, months: tuple[int, ...]) -> float:
    return float(sum(leaf.track.spans[month].value for month in months))
