"""From the span a target is typed for to the slots of its KPI: spread, repeated or gathered.

A ``sum`` target of a quarter or a year is spread over its slots, evenly or by last year's shape;
any other target holds in each of them. Where a target is typed for less than the KPI's own slot
(a month, for a quarterly KPI), a ``sum`` target is added up and any other is that of the closing
month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kpireport.compute import reasons
from kpireport.compute.arithmetic import exact_sum, finite
from kpireport.compute.figures import Reading, Span, Track, read_track
from kpireport.compute.months import FiscalMonths, month_at
from kpireport.model.book import Observation
from kpireport.model.kpi import Aggregation, InputBasis, Kpi, Phasing
from kpireport.model.period import Period
from kpireport.model.reason import Reason, SourceCell


@dataclass(frozen=True, slots=True)
class Typed:
    """The targets typed for a KPI, as one series of levels (or of lower, or of upper bounds).

    ``dated`` has every target valid from a month on, in time order, None where it has no such
    bound. ``months`` are all months with a target of their own, which dated ones don't touch.
    """

    series: Mapping[Period, Observation]
    dated: Sequence[tuple[int, Observation | None]] = ()
    months: frozenset[int] = frozenset()

    def dated_at(self, month: int) -> Observation | None:
        """The dated target that holds in ``month``; one that starts in it covers all of it."""
        found = None
        for start, observation in self.dated:
            if start > month:
                break
            found = observation
        return found


@dataclass(frozen=True, slots=True)
class Phased:
    """A series of targets by slot, and why there is none in a slot that could have one."""

    track: Track
    gaps: Mapping[int, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Phaser:
    """Phases the targets of one KPI. ``rule`` is how its months add up.

    ``last_year`` holds the KPI's figures of the year before; ``horizon`` are the first and last
    month for which a dated target is wanted.
    """

    kpi: Kpi
    rule: Aggregation | None
    months: FiscalMonths
    last_year: Track
    horizon: tuple[int, int]

    @property
    def step(self) -> int:
        return self.kpi.frequency.months

    @property
    def span(self) -> int:
        """Months that a typed target is meant for."""
        return self.kpi.target_per.months

    @property
    def cumulated(self) -> bool:
        return self.kpi.targets_input is InputBasis.YEAR_TO_DATE

    def phase(self, typed: Typed, role: str) -> Phased:
        """The targets of each slot from those typed."""
        series, gaps = self._one_a_span(typed.series)
        reading = Reading(self.months, self.step if self.cumulated else self.span)
        track = read_track(series, role, self.rule, self.kpi.targets_input, reading)
        if self.span > self.step:
            return self._spread(track, typed, role, gaps)
        track = self._with_dated(track, typed, role)
        return Phased(track if track.step == self.step else self._gather(track), gaps)

    def _with_dated(self, track: Track, typed: Typed, role: str) -> Track:
        """The typed targets and, in slots without one, the dated target that holds there."""
        if not typed.dated:
            return track
        spans = dict(track.spans)
        taken = track.months() | typed.months
        for month in self._wanted(track.step):
            observation = typed.dated_at(month)
            if observation is not None and month not in taken:
                cells = (SourceCell(role, observation.cell),)
                value = observation.value + 0.0
                spans[month] = Span(month - track.step + 1, month, value, cells=cells)
        return Track(track.step, spans, track.stated)

    def _wanted(self, step: int) -> Iterator[int]:
        yield from self.months.closings(*self.horizon, step)

    def _one_a_span(
        self, series: Mapping[Period, Observation]
    ) -> tuple[Mapping[Period, Observation], dict[int, Reason]]:
        """Each quarter's or year's target under its last month, wherever in it it was typed.

        Where several differ none is taken. Cumulated targets stay where they were typed.
        """
        if self.span == 1 or self.cumulated:
            return series, {}
        by_span: dict[int, list[Observation]] = {}
        for period, observation in series.items():
            closing = self.months.closing_of(period.index, self.span)
            by_span.setdefault(closing, []).append(observation)
        found: dict[Period, Observation] = {}
        gaps: dict[int, Reason] = {}
        for closing, observations in by_span.items():
            first = closing - self.span + 1
            if len({observation.value for observation in observations}) == 1:
                found[month_at(closing)] = observations[0]
            else:
                reason = reasons.targets_differ(month_at(first), month_at(closing))
                gaps.update(dict.fromkeys(self.months.closings(first, closing, self.step), reason))
        return found, gaps

    def _spread(self, track: Track, typed: Typed, role: str, gaps: dict[int, Reason]) -> Phased:
        """The targets of quarters or years over the slots inside them."""
        spans: dict[int, Span] = {}
        stated = dict(track.stated)
        for span in track.spans.values():
            length = span.last - span.first + 1
            if length == self.span:
                spans.update(self._over_slots(span, gaps))
                if self.rule is Aggregation.SUM:
                    stated[span.first, span.last] = span.value
            else:  # cumulated input: one slot, or several known only together after a gap
                spans[span.last] = span
        taken = track.months() | typed.months
        for closing in self._wanted(self.span) if typed.dated else ():
            if taken.isdisjoint(range(closing - self.span + 1, closing + 1)):
                whole = self._spread_dated(closing, typed, role, spans, gaps)
                if whole is not None and self.rule is Aggregation.SUM:
                    stated[closing - self.span + 1, closing] = whole
        return Phased(Track(self.step, spans, stated), gaps)

    def _spread_dated(
        self, closing: int, typed: Typed, role: str, spans: dict[int, Span], gaps: dict[int, Reason]
    ) -> float | None:
        """Give each slot its share of the dated target that holds in it.

        Returns the target of the whole span where one and the same holds throughout.
        """
        first = closing - self.span + 1
        whole: Span | None = None
        holding = set()
        for slot in self.months.closings(first, closing, self.step):
            observation = typed.dated_at(slot)
            holding.add(observation and observation.cell)
            if observation is not None:
                cells = (SourceCell(role, observation.cell),)
                whole = Span(first, closing, observation.value + 0.0, cells=cells)
                shared = self._over_slots(whole, gaps)
                spans.update({month: span for month, span in shared.items() if month == slot})
        return whole.value if whole is not None and len(holding) == 1 else None

    def _over_slots(self, span: Span, gaps: dict[int, Reason]) -> dict[int, Span]:
        slots = list(self.months.closings(span.first, span.last, self.step))
        if self.rule is not Aggregation.SUM:
            values: Sequence[float | None] = [span.value] * len(slots)
        elif self.kpi.phasing is Phasing.EVEN:
            values = [finite(span.value / len(slots))] * len(slots)
        else:
            shares = self._shape(slots)
            if shares is None:
                gaps.update(dict.fromkeys(slots, reasons.no_shape_of_last_year()))
                return {}
            values = [finite(span.value * share) for share in shares]
        return {
            slot: Span(slot - self.step + 1, slot, value, 1, False, span.cells)
            for slot, value in zip(slots, values, strict=True)
            if value is not None
        }

    def _shape(self, slots: Sequence[int]) -> list[float] | None:
        """Each slot's share of the same slots a year before.

        None where one of those is missing, where they have different signs, or sum to zero: a
        shape needs all of them, and a share is never negative.
        """
        before = [self.last_year.value_at(slot - 12) for slot in slots]
        known = [value for value in before if value is not None]
        whole = exact_sum(known)
        if len(known) < len(slots) or not whole or min(known) * whole < 0 or max(known) * whole < 0:
            return None
        return [value / whole for value in known]

    def _gather(self, track: Track) -> Track:
        """Targets typed by month for a slot of several months."""
        if self.rule is not Aggregation.SUM:
            found = {
                month: span._replace(first=month - self.step + 1)
                for month, span in track.spans.items()
                if self.months.closes(month, self.step)
            }
            return Track(self.step, found)
        found = {}
        for month in self._closings_of(track):
            inside = [
                track.at(m) for m in self.months.closings(month - self.step + 1, month, track.step)
            ]
            parts = [span for span in inside if span is not None]
            value = exact_sum(span.value for span in parts)
            if len(parts) == len(inside) and value is not None:
                cells = tuple(dict.fromkeys(cell for span in parts for cell in span.cells))
                found[month] = Span(month - self.step + 1, month, value, 1, False, cells)
        return Track(self.step, found, track.stated)

    def _closings_of(self, track: Track) -> list[int]:
        return sorted({self.months.closing_of(month, self.step) for month in track.spans})
