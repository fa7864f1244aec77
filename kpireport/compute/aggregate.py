"""Months become quarters and years, each KPI by its own rule.

A KPI's totals are described by a formula: a leaf (a track of figures and the rule by which they
add up) or a quotient of two formulas. ``covered`` finds the months that several formulas have in
common, ``total`` computes one over such months.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpireport.compute import reasons
from kpireport.compute.arithmetic import exact_sum, finite, quotient
from kpireport.compute.figures import Span, Track
from kpireport.model.kpi import Aggregation
from kpireport.model.reason import Reason


@dataclass(frozen=True, slots=True)
class Leaf:
    """Figures and how they add up; without a rule only totals that the workbook states exist."""

    rule: Aggregation | None
    track: Track


@dataclass(frozen=True, slots=True)
class Quotient:
    """Two totals divided, each by its own rule, times ``multiplier``."""

    numerator: Formula
    denominator: Formula
    multiplier: float = 1.0


Formula = Leaf | Quotient


def leaves(formula: Formula) -> Iterator[Leaf]:
    """The figures that a formula is made of."""
    if isinstance(formula, Leaf):
        yield formula
    else:
        yield from leaves(formula.numerator)
        yield from leaves(formula.denominator)


def accumulates(formula: Formula) -> bool:
    """Whether a total grows with the number of months: a sum, or a sum over a mean."""
    if isinstance(formula, Leaf):
        return formula.rule is Aggregation.SUM
    return accumulates(formula.numerator) and not accumulates(formula.denominator)


def needs_every_month(formula: Formula) -> bool:
    """Whether some part is a sum (or a stated total), which says nothing with months missing."""
    return any(leaf.rule in (None, Aggregation.SUM) for leaf in leaves(formula))


def only_last(formula: Formula) -> bool:
    """Whether a total is the last month's figure, whatever the months before it are."""
    return all(leaf.rule is Aggregation.LAST for leaf in leaves(formula))


def covered(formulas: Sequence[Formula], first: int, last: int) -> tuple[int, ...]:
    """The months from ``first`` to ``last`` for which every one of the formulas has figures.

    A figure that stands for several months counts only where all of them are among the months
    found, so that what is totalled covers exactly these months, on every side alike.
    """
    tracks = [track for formula in formulas for track in _tracks(formula)]
    if all(track.each_alone for track in tracks):
        found: Sequence[int] = range(first, last + 1)
        for track in tracks:
            spans = track.spans
            found = [month for month in found if month in spans]
        return tuple(found)
    months = set(range(first, last + 1))
    settled = False
    while months and not settled:
        before = len(months)
        for track in tracks:
            months = _standing(track, months, first)
        settled = len(months) == before
    return tuple(sorted(months))


def _tracks(formula: Formula) -> tuple[Track, ...]:
    if isinstance(formula, Leaf):
        return (formula.track,)
    return (*_tracks(formula.numerator), *_tracks(formula.denominator))


def _standing(track: Track, months: set[int], first: int) -> set[int]:
    spans = track.spans
    found: set[int] = set()
    for month in months:
        span = spans.get(month)
        if span is None:
            continue
        if span.first == month:
            found.add(month)
        elif all(inner in months for inner in range(span.first, month)):
            found.update(range(span.first, month + 1))
    if track.stated and len(found) < len(months):
        found |= _stated_from(track, months, first)
    return found


def _stated_from(track: Track, months: set[int], first: int) -> set[int]:
    """The longest stretch from ``first`` on, all of it in ``months``, whose total is stated."""
    end = first
    while end in months:
        end += 1
    for last in range(end - 1, first - 1, -1):
        if (first, last) in track.stated:
            return set(range(first, last + 1))
    return set()


def total(formula: Formula, months: Sequence[int]) -> float | Reason:
    """The formula's value over ``months`` (as ``covered`` gives them), or why there is none."""
    if isinstance(formula, Leaf):
        return _leaf_total(formula, months)
    numerator = total(formula.numerator, months)
    if isinstance(numerator, Reason):
        return numerator
    denominator = total(formula.denominator, months)
    if isinstance(denominator, Reason):
        return denominator
    if denominator == 0:
        return reasons.denominator_zero()
    value = quotient(numerator, denominator, formula.multiplier)
    return reasons.too_large() if value is None else value


def _leaf_total(leaf: Leaf, months: Sequence[int]) -> float | Reason:
    first, last = months[0], months[-1]
    if last - first + 1 == len(months):
        stated = leaf.track.stated.get((first, last))
        if stated is not None:
            return stated
    if leaf.rule is None:
        return reasons.no_aggregation()
    spans = [span for month in months if (span := leaf.track.spans.get(month)) is not None]
    held = len(spans) if leaf.track.each_alone else sum(s.last - s.first + 1 for s in spans)
    if held != len(months):
        return reasons.cumulated_not_separable()
    value = _by_rule(leaf.rule, spans)
    return reasons.too_large() if value is None else value


def _by_rule(rule: Aggregation, spans: Sequence[Span]) -> float | None:
    match rule:
        case Aggregation.SUM:
            return exact_sum(span.value for span in spans)
        case Aggregation.MEAN:
            return _mean(spans)
        case Aggregation.LAST:
            return spans[-1].value
        case Aggregation.MIN:
            return min(span.value for span in spans)
        case Aggregation.MAX:
            return max(span.value for span in spans)
        case Aggregation.RATIO:
            raise ValueError("a ratio is a quotient of two formulas, not a leaf")


def _mean(spans: Sequence[Span]) -> float | None:
    """The mean of the slots; each counts once, also those known only together."""
    slots = sum(span.slots for span in spans)
    weighted = exact_sum(span.value * span.slots for span in spans)
    if weighted is None:
        return exact_sum(span.value / slots * span.slots for span in spans)
    return finite(weighted / slots)


def shifted(formula: Formula, by: int, first: int, last: int) -> Formula:
    """The formula with figures moved ``by`` months later, cut to those closing in the window.

    Last year's figures stand so in this year's months, and the two can be covered together.
    """
    if isinstance(formula, Quotient):
        return Quotient(
            shifted(formula.numerator, by, first, last),
            shifted(formula.denominator, by, first, last),
            formula.multiplier,
        )
    track = formula.track
    spans = {
        month: span._replace(first=span.first + by, last=month)
        for month in range(first, last + 1)
        if (span := track.spans.get(month - by)) is not None
    }
    stated = {
        (start + by, end + by): value
        for (start, end), value in track.stated.items()
        if first <= start + by and end + by <= last
    }
    return Leaf(formula.rule, Track(track.step, spans, stated))


def provisional(formula: Formula, months: Sequence[int]) -> bool:
    """Whether a provisional figure is in the total over ``months``."""
    return any(
        span.provisional
        for leaf in leaves(formula)
        for month in months
        if (span := leaf.track.spans.get(month)) is not None
    )
