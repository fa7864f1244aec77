"""Figures of several entities added up, month by month: who has one, and what it comes to.

A group's figure of a month is made of those entities that have it, and says who they are; nobody's
missing figure is a zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kpireport.compute.actuals import as_slots
from kpireport.compute.aggregate import Formula, Leaf, leaves
from kpireport.compute.arithmetic import exact_sum, finite, quotient
from kpireport.compute.figures import NOTHING, Span, Track
from kpireport.compute.months import FiscalMonths
from kpireport.model.kpi import Aggregation, GroupRule

Names = frozenset[str]
Months = frozenset[int] | None
"""The months of an entity that a figure is made of; None: all of them."""

_LINEAR = frozenset({None, Aggregation.SUM, Aggregation.MEAN, Aggregation.LAST})
"""Rules under which a total of sums is the sum of totals."""


@dataclass(frozen=True, slots=True)
class Added:
    """A group's figures, and for each of them (by closing month) whose they are."""

    track: Track = NOTHING
    who: Mapping[int, Names] | None = None

    def names_at(self, month: int) -> Names | None:
        """Who has a figure in that month; None where nobody has."""
        return None if self.who is None else self.who.get(month)


def together(rule: GroupRule, values: Sequence[float]) -> float | None:
    """The entities' figures as one: their sum, or their mean. None where it overflows."""
    summed = exact_sum(values)
    if summed is None or rule is not GroupRule.MEAN:
        return summed
    return finite(summed / len(values))


def added(
    tracks: Mapping[str, Track],
    rule: GroupRule,
    over: Aggregation | None,
    wanted: Callable[[int], Names | None] | None = None,
) -> Added:
    """The tracks as one. ``over`` is how the KPI's months add up.

    ``wanted`` says whose figures a month needs: with one of them missing there is none (None: as
    many as have one). A figure over several slots, and a total that a workbook states, are only
    there where every entity has the like.
    """
    if not tracks:
        return Added()
    step = max(track.step for track in tracks.values())
    spans: dict[int, Span] = {}
    who: dict[int, Names] = {}
    for month in sorted({month for track in tracks.values() for month in track.spans}):
        found = {name: span for name, track in tracks.items() if (span := track.spans.get(month))}
        needed = wanted(month) if wanted is not None else None
        if needed is not None:
            if not needed <= found.keys():
                continue
            found = {name: span for name, span in found.items() if name in needed}
        made = _one(found, len(tracks), rule)
        if made is not None:
            span, names = made
            spans[month], who[month] = span, names
    return Added(Track(step, spans, stated_together(tracks, rule, over, who)), who)


def _one(found: Mapping[str, Span], every: int, rule: GroupRule) -> tuple[Span, Names] | None:
    """One month's figure: of single slots as many as there are, of longer ones all or none."""
    lengths = {span.first for span in found.values()}
    if len(lengths) > 1 or len(found) < every:
        found = {name: span for name, span in found.items() if span.slots == 1}
    if not found:
        return None
    spans = list(found.values())
    value = together(rule, [span.value for span in spans])
    if value is None:
        return None
    cells = tuple(cell for span in spans for cell in span.cells)
    marked = any(span.provisional for span in spans)
    return spans[0]._replace(value=value, provisional=marked, cells=cells), frozenset(found)


def shared_stretches(tracks: Mapping[str, Track], rule: GroupRule) -> dict[int, Span]:
    """The figures over several slots that every one of the tracks has over the same ones."""
    first, *others = (track.spans for track in tracks.values())
    found: dict[int, Span] = {}
    for month, span in first.items():
        if span.slots > 1 and all(month in other for other in others):
            made = _one({n: track.spans[month] for n, track in tracks.items()}, len(tracks), rule)
            if made is not None and made[0].slots > 1:
                found[month] = made[0]
    return found


def stated_together(
    tracks: Mapping[str, Track],
    rule: GroupRule,
    over: Aggregation | None,
    who: Mapping[int, Names],
) -> dict[tuple[int, int], float]:
    """The totals that every entity's workbook states, where nobody lacks a month inside."""
    first, *others = (track.stated for track in tracks.values())
    if len(tracks) > 1 and over not in _LINEAR:
        return {}
    found: dict[tuple[int, int], float] = {}
    for key in first:
        inside = (names for month, names in who.items() if key[0] <= month <= key[1])
        if all(key in other for other in others) and all(n == tracks.keys() for n in inside):
            value = together(rule, [track.stated[key] for track in tracks.values()])
            if value is not None:
                found[key] = value
    return found


def cut(track: Track, months: Months) -> Track:
    """The figures that lie within ``months`` whole."""
    if months is None:
        return track
    spans = {
        last: span
        for last, span in track.spans.items()
        if months.issuperset(range(span.first, last + 1))
    }
    stated = {
        (first, last): value
        for (first, last), value in track.stated.items()
        if months.issuperset(range(first, last + 1))
    }
    return Track(track.step, spans, stated)


def slots_of(formula: Formula, step: int, months: FiscalMonths) -> dict[int, Span]:
    """A formula's figures slot by slot: those of a leaf, or both sides of a quotient divided."""
    if isinstance(formula, Leaf):
        return as_slots(formula.track, formula, step, months)
    upper = slots_of(formula.numerator, step, months)
    lower = slots_of(formula.denominator, step, months)
    found: dict[int, Span] = {}
    for month in upper.keys() & lower.keys():
        above, below = upper[month], lower[month]
        value = quotient(above.value, below.value, formula.multiplier)
        if value is not None:
            marked = above.provisional or below.provisional
            first = month - step + 1
            found[month] = Span(first, month, value, 1, marked, (*above.cells, *below.cells))
    return found


def sums_only(formula: Formula) -> bool:
    """Whether every figure of it adds up over months."""
    return all(leaf.rule is Aggregation.SUM for leaf in leaves(formula))
