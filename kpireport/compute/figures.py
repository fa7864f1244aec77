"""A KPI's figures in time: which months each one stands for, where it was typed.

A figure usually stands for one slot (a month, or the quarter or year of a KPI of that frequency).
Figures typed cumulated since the fiscal year began are taken apart; after a gap one figure stands
for several slots together, so that no single one of them has a value but their total has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kpireport.compute.arithmetic import finite
from kpireport.compute.months import FiscalMonths
from kpireport.model.book import Observation, Series
from kpireport.model.kpi import Aggregation, InputBasis
from kpireport.model.reason import SourceCell


class Span(NamedTuple):
    """One figure: its value over the months ``first`` to ``last``, both included.

    ``value`` is the KPI's own aggregate over them (their sum, their mean); ``slots`` counts the
    figures that would usually stand there: 1, more only after a gap in cumulated input.
    """

    first: int
    last: int
    value: float
    slots: int = 1
    provisional: bool = False
    cells: tuple[SourceCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """A KPI's figures by the month in which they close; they never overlap.

    ``step`` is the months of one slot. ``stated`` holds totals that the workbook itself states,
    by first and last month: a cumulated figure, a yearly target that was spread over its months.
    """

    step: int = 1
    spans: Mapping[int, Span] = field(default_factory=dict)
    stated: Mapping[tuple[int, int], float] = field(default_factory=dict)
    _each_alone: list[bool] = field(default_factory=list, init=False, compare=False, repr=False)

    @property
    def each_alone(self) -> bool:
        """Whether every figure stands for its own month alone, and no total is stated.

        Most tracks are such, and of them every question of cover is one of sets.
        """
        if not self._each_alone:
            spans = self.spans.items()
            alone = not self.stated and all(span.first == month for month, span in spans)
            self._each_alone.append(alone)
        return self._each_alone[0]

    def at(self, month: int) -> Span | None:
        """The figure of the one slot that closes in ``month``."""
        span = self.spans.get(month)
        return span if span is not None and span.slots == 1 else None

    def value_at(self, month: int) -> float | None:
        span = self.at(month)
        return None if span is None else span.value

    def __bool__(self) -> bool:
        return bool(self.spans or self.stated)

    def months(self) -> set[int]:
        """Every month that a figure stands for."""
        spans = self.spans.values()
        return {month for span in spans for month in range(span.first, span.last + 1)}

    def typed_through(self, month: int) -> int | None:
        """The latest month at or before ``month`` for which there is a figure of any kind."""
        ends = (end for _, end in self.stated if end <= month)
        closings = (at for at in self.spans if at <= month)
        return max((*ends, *closings), default=None)


NOTHING = Track()


@dataclass(frozen=True, slots=True)
class Reading:
    """How typed figures are read: the calendar, the KPI's slot, and what is provisional.

    Months after ``closed`` are provisional whatever was typed; None: only what is marked.
    """

    months: FiscalMonths
    step: int
    closed: int | None = None

    def provisional(self, month: int, observation: Observation) -> bool:
        return observation.provisional or (self.closed is not None and month > self.closed)


def read_track(
    series: Series, role: str, rule: Aggregation | None, basis: InputBasis, reading: Reading
) -> Track:
    """The figures of a typed series. Figures between two closings stand for no slot.

    A cumulated series is taken apart by the KPI's rule: by subtraction where months add up (and
    where no rule is stated: cumulated figures add up by what they are), by weight for a mean;
    ``last`` is the same either way. By any other rule a month can't be told from the running
    figure, and only the stated totals remain.
    """
    typed = {
        period.index: observation
        for period, observation in series.items()
        if reading.step == 1 or reading.months.closes(period.index, reading.step)
    }
    if basis is InputBasis.PERIOD:
        spans = {month: _typed_span(month, o, role, reading) for month, o in typed.items()}
        return Track(reading.step, spans)
    if rule in (None, Aggregation.SUM, Aggregation.MEAN):
        spans = {span.last: span for span in _taken_apart(typed, role, rule, reading)}
    elif rule is Aggregation.LAST:
        spans = {month: _typed_span(month, o, role, reading) for month, o in typed.items()}
    else:
        spans = dict(_first_slots(typed, role, reading))
    stated = {
        (reading.months.year_start(month), month): observation.value + 0.0
        for month, observation in typed.items()
    }
    return Track(reading.step, spans, stated)


def _typed_span(month: int, observation: Observation, role: str, reading: Reading) -> Span:
    return Span(
        month - reading.step + 1,
        month,
        observation.value + 0.0,
        1,
        reading.provisional(month, observation),
        (SourceCell(role, observation.cell),),
    )


def _first_slots(
    typed: Mapping[int, Observation], role: str, reading: Reading
) -> Iterator[tuple[int, Span]]:
    """Of a running figure, the year's first one: it stands for its own slot."""
    for month, observation in typed.items():
        if reading.months.year_start(month) == month - reading.step + 1:
            yield month, _typed_span(month, observation, role, reading)


def _taken_apart(
    typed: Mapping[int, Observation], role: str, rule: Aggregation | None, reading: Reading
) -> Iterator[Span]:
    """What each running figure adds to the one before it in the same fiscal year."""
    before: tuple[int, Observation] | None = None
    for month in sorted(typed):
        start = reading.months.year_start(month)
        if before is not None and before[0] < start:
            before = None
        first = start if before is None else before[0] + 1
        used = ((month, typed[month]),) if before is None else ((month, typed[month]), before)
        value = _added(
            used, rule, (first - start) // reading.step, (month - start + 1) // reading.step
        )
        if value is not None:
            yield Span(
                first,
                month,
                value,
                (month - first + 1) // reading.step,
                any(reading.provisional(at, observation) for at, observation in used),
                tuple(SourceCell(role, observation.cell) for _, observation in used),
            )
        before = month, typed[month]


def _added(
    used: tuple[tuple[int, Observation], ...], rule: Aggregation | None, old: int, new: int
) -> float | None:
    """The running figure over ``new`` slots less the one over ``old``; None where it overflows."""
    running = used[0][1].value
    if len(used) == 1:
        return running + 0.0
    earlier = used[1][1].value
    if rule is Aggregation.MEAN:
        return finite((new * running - old * earlier) / (new - old))
    return finite(running - earlier)


def re_roled(cells: Iterable[SourceCell], role: str) -> tuple[SourceCell, ...]:
    """The same cells under another role."""
    return tuple(SourceCell(role, cell.ref) for cell in cells)
