"""One entity's figures in the group's currency: flows at the average rate, stocks at the closing.

A flow is what adds up over months (aggregation sum); everything else is a stock. A ratio's parts
are converted each for itself. Rates hold for the month they are given for and for no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kpireport.compute.aggregate import Formula, Leaf, Quotient
from kpireport.compute.arithmetic import finite
from kpireport.compute.consolidate_tracks import slots_of
from kpireport.compute.figures import Span, Track
from kpireport.compute.ledger import Line
from kpireport.model.book import Rate
from kpireport.model.group import RateUsed
from kpireport.model.kpi import Aggregation, Kpi
from kpireport.model.reason import Reason

Pair = tuple[str, str]


@dataclass(slots=True)
class RateTable:
    """The rates of all workbooks. ``used`` gathers those that were asked for."""

    given: dict[tuple[str, str, int, bool], RateUsed] = field(default_factory=dict)
    used: dict[tuple[str, str, int, bool], RateUsed] = field(default_factory=dict)
    missing: dict[tuple[str, str, bool], set[int]] = field(default_factory=dict)

    def add(self, rate: Rate, workbook: str) -> tuple[RateUsed, RateUsed] | None:
        """Keep a rate of a workbook; the two that contradict each other where one is known."""
        for closing, value, cell in (
            (False, rate.average, rate.average_cell),
            (True, rate.closing, rate.closing_cell),
        ):
            if value is None:
                continue
            new = RateUsed(rate.currency, rate.to, rate.period, closing, value, workbook, cell)
            first = self.given.setdefault((rate.currency, rate.to, rate.period.index, closing), new)
            if first.value != value:
                return first, new
        return None

    def at(self, pair: Pair, month: int, *, closing: bool) -> float | None:
        """The rate of a month; the other way round where only that is given."""
        key = (*pair, month, closing)
        found = self.used.get(key) or self.given.get(key)
        if found is None:
            other = self.given.get((pair[1], pair[0], month, closing))
            if other is None:
                self.missing.setdefault((*pair, closing), set()).add(month)
                return None
            found = replace(
                other, currency=pair[0], to=pair[1], value=1 / other.value, inverse=True
            )
        self.used[key] = found
        return found.value

    def over(self, pair: Pair, first: int, last: int, *, closing: bool) -> float | None:
        """The rate of a slot: the mean of its months' averages, or its last month's closing."""
        if closing:
            return self.at(pair, last, closing=True)
        rates = [self.at(pair, month, closing=False) for month in range(first, last + 1)]
        known = [rate for rate in rates if rate is not None]
        return sum(known) / len(known) if len(known) == len(rates) else None


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts the lines of one entity into ``to``. ``kpis`` are the entity's own."""

    kpis: Mapping[str, Kpi]
    to: str
    table: RateTable

    def lines(self, lines: Mapping[str, Line]) -> dict[str, Line]:
        return {kpi_id: self._line(line) for kpi_id, line in lines.items()}

    def foreign(self, kpi: Kpi, above: tuple[str, ...] = ()) -> bool:
        """Whether the KPI, or a part of it, is in another currency."""
        if kpi.unit.currency not in (None, self.to):
            return True
        below = () if kpi.id in above else self._parts(kpi)
        return any(self.foreign(part, (*above, kpi.id)) for part in below)

    def _parts(self, kpi: Kpi) -> tuple[Kpi, ...]:
        parts = (kpi.numerator, kpi.denominator)
        return tuple(self.kpis[part] for part in parts if part is not None and part in self.kpis)

    def _closing(self, kpi: Kpi, above: tuple[str, ...] = ()) -> bool:
        """Whether it is a stock; a ratio is what its numerator is."""
        parts = self._parts(kpi)
        if kpi.aggregation in (None, Aggregation.RATIO) and parts and kpi.id not in above:
            return self._closing(parts[0], (*above, kpi.id))
        return kpi.aggregation is not Aggregation.SUM

    def _line(self, line: Line) -> Line:
        kpi = line.kpi
        if not self.foreign(kpi):
            return line
        formula, past_formula = (
            self._formula(kpi, each) for each in (line.formula, line.past_formula)
        )
        actual, past = self._track(kpi, line.actual), self._track(kpi, line.past)
        if isinstance(formula, Quotient):
            actual = Track(line.step, {**actual.spans, **slots_of(formula, line.step, line.months)})
        if isinstance(past_formula, Quotient):
            past = Track(
                line.step, {**past.spans, **slots_of(past_formula, line.step, line.months)}
            )
        targets = line.targets
        plan = None if targets.plan is None else self._formula(kpi, targets.plan)
        level, low, high = (
            self._track(kpi, each) for each in (targets.level, targets.low, targets.high)
        )
        either = Track(line.step, {**high.spans, **low.spans, **level.spans})
        parts = self._parts(kpi)
        return replace(
            line,
            kpi=replace(kpi, baseline=self._baseline(kpi)),
            actual=actual,
            formula=formula,
            past=past,
            past_formula=past_formula,
            targets=replace(
                targets,
                level=level,
                low=low,
                high=high,
                either=either,
                plan=None if isinstance(plan, Reason) else plan,
            ),
            weights=self._track(parts[1], line.weights) if len(parts) == 2 else line.weights,
            budget=self._track(kpi, line.budget),
            forecast=self._track(kpi, line.forecast),
            parts=tuple(
                (name, self._track(part, Track(line.step, slots)).spans)
                for part, (name, slots) in zip(parts, line.parts, strict=True)
            )
            if line.parts
            else (),
        )

    def _baseline(self, kpi: Kpi) -> float | None:
        """Converted at the rate of its date; without a date nobody knows which."""
        if kpi.baseline is None or kpi.unit.currency in (None, self.to):
            return kpi.baseline
        if kpi.baseline_date is None:
            return None
        month = kpi.baseline_date.index
        rate = self._rate(kpi, month - kpi.frequency.months + 1, month)
        return None if rate is None else finite(kpi.baseline * rate)

    def _rate(self, kpi: Kpi, first: int, last: int) -> float | None:
        pair = (kpi.unit.currency or self.to, self.to)
        return self.table.over(pair, first, last, closing=self._closing(kpi))

    def _formula(self, kpi: Kpi, formula: Formula | Reason) -> Formula | Reason:
        return formula if isinstance(formula, Reason) else self._converted(kpi, formula)

    def _converted(self, kpi: Kpi, formula: Formula) -> Formula:
        if isinstance(formula, Leaf):
            return Leaf(formula.rule, self._track(kpi, formula.track))
        upper, lower = self._parts(kpi)
        return Quotient(
            self._converted(upper, formula.numerator),
            self._converted(lower, formula.denominator),
            formula.multiplier,
        )

    def _track(self, kpi: Kpi, track: Track) -> Track:
        """The figures of single slots; of several months together nobody knows which is whose."""
        if kpi.unit.currency in (None, self.to) or not track:
            return track
        spans: dict[int, Span] = {}
        for month, span in track.spans.items():
            rate = self._rate(kpi, span.first, month) if span.slots == 1 else None
            value = None if rate is None else finite(span.value * rate)
            if value is not None:
                spans[month] = span._replace(value=value)
        return Track(track.step, spans)


def lacking(
    table: RateTable, first: int, period: int
) -> tuple[dict[tuple[str, str, bool], list[int]], dict[tuple[str, str, bool], list[int]]]:
    """The months without a rate from ``first`` to ``period``, and those before ``first``."""
    now = {k: sorted(m for m in ms if first <= m <= period) for k, ms in table.missing.items()}
    before = {k: sorted(m for m in ms if m < first) for k, ms in table.missing.items()}
    return {k: ms for k, ms in now.items() if ms}, {k: ms for k, ms in before.items() if ms}
