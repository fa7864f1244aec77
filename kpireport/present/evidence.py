"""What the signals of a process rest on: which rule, on which side, over which months.

A row of seven or more is told whole, also where a stronger signal marks some of its points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kpireport.i18n.messages import Messages
from kpireport.model.behaviour import LimitPoint, Process, Signal
from kpireport.model.period import Period

_TIE = 1e-9
"""A value nearer to the mean than this share of the way to the limit lies on it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding: a row of figures, or the months that the limits mark.

    ``lasts`` says whether it is a row that runs to the last figure.
    """

    rule: str
    side: str
    months: tuple[Period, ...]
    is_row: bool = False
    lasts: bool = False

    def told(self, messages: Messages) -> str:
        """``8 figures in a row above the mean``."""
        return messages.text(f"process.{self.rule}_{self.side}", count=len(self.months))

    def dated(self, messages: Messages) -> str:
        """``8 figures in a row above the mean, since Mar 2026``."""
        told, first, last = self.told(messages), self.months[0], self.months[-1]
        if not self.is_row:
            return messages.text(
                "process.in_months",
                evidence=told,
                months=messages.formats.listing([messages.formats.month(m) for m in self.months]),
            )
        if self.lasts:
            return messages.text("process.since", evidence=told, period=first)
        return messages.text(
            "process.during", evidence=told, span=messages.formats.span(first, last)
        )


def evidence_at(process: Process, period: Period) -> Evidence | None:
    """What the signal of that month rests on; None without one."""
    for place, point in enumerate(process.series):
        if point.period == period and point.signal is not None:
            return _evidence(process.series, place, point.signal)
    return None


def evidence_since(process: Process, start: Period) -> tuple[Evidence, ...]:
    """Every finding with a signal in ``start`` or later, each once, by its first month."""
    found: dict[tuple[str, str, Period | None], Evidence] = {}
    for place, point in enumerate(process.series):
        if point.signal is None or point.period < start:
            continue
        one = _evidence(process.series, place, point.signal)
        key = (one.rule, one.side, one.months[0] if one.is_row else None)
        if key in found and not one.is_row:
            before = found[key]
            one = Evidence(one.rule, one.side, (*before.months, *one.months))
        found[key] = one
    return tuple(sorted(found.values(), key=lambda one: one.months[0].index))


def _evidence(series: Sequence[LimitPoint], place: int, signal: Signal) -> Evidence:
    belongs = _ROWS.get(signal.side) if signal.rule in _ROW_RULES else None
    if belongs is None:
        return Evidence(signal.rule, signal.side, (signal.period,))
    first, last = _row(series, place, belongs)
    months = tuple(point.period for point in series[first : last + 1])
    return Evidence(signal.rule, signal.side, months, True, last == len(series) - 1)


def _row(
    series: Sequence[LimitPoint], place: int, belongs: Callable[[LimitPoint, LimitPoint], bool]
) -> tuple[int, int]:
    """The first and last place of the row around ``place`` within its stretch."""
    first = last = place
    while (
        first > 0
        and _alike(series[first - 1], series[first])
        and (belongs(series[first - 1], series[first]))
    ):
        first -= 1
    while (
        last + 1 < len(series)
        and _alike(series[last], series[last + 1])
        and (belongs(series[last], series[last + 1]))
    ):
        last += 1
    return first, last


def _alike(one: LimitPoint, other: LimitPoint) -> bool:
    """Whether two points are of one stretch: they then share their limits."""
    return (one.mean, one.lower, one.upper) == (other.mean, other.lower, other.upper)


def _offset(point: LimitPoint) -> float:
    """The value's place above the mean, 0 on it."""
    offset = point.value - point.mean
    return offset if abs(offset) > _TIE * (point.upper - point.mean) else 0.0


def _step(before: LimitPoint, after: LimitPoint) -> float:
    rise = after.value - before.value
    return rise if abs(rise) > _TIE * (after.upper - after.mean) else 0.0


_ROW_RULES = ("trend_of_7", "run_of_7")
_ROWS: dict[str, Callable[[LimitPoint, LimitPoint], bool]] = {
    "high": lambda one, other: _offset(one) > 0 and _offset(other) > 0,
    "low": lambda one, other: _offset(one) < 0 and _offset(other) < 0,
    "rising": lambda one, other: _step(one, other) > 0,
    "falling": lambda one, other: _step(one, other) < 0,
}
"""Whether two neighbours belong to one row, by the signal's side."""
