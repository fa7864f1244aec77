"""What the months to come must bring for the year's target, and whether that was ever seen.

Of a sum or a mean, the average a month; of a last month's figure, that figure itself. Of a ratio
whose parts add up alike, the ratio of the months to come, their denominators taken as management
forecasts them or, where one of them isn't forecast, as those of the same months a year before.

It is held against the same calendar months of earlier years, where the history has them: what a
summer brought says nothing of a winter.

Months to come are those after the report's period. A month before it without a final figure is
none: it won't bring anything any more, and what it brought isn't known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kpireport.compute import landing_reasons
from kpireport.compute.aggregate import Formula, Leaf, Quotient, covered, leaves, total
from kpireport.compute.arithmetic import finite, quotient, reaches, same
from kpireport.compute.attainment import Aim
from kpireport.compute.landing_year import LandingYear
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.compute.natural_bounds import natural_bounds
from kpireport.model.kpi import Aggregation, Direction
from kpireport.model.landing import RunRate
from kpireport.model.reason import Reason

_AVERAGED = (Aggregation.SUM, Aggregation.MEAN)
YEAR = 12

Rate = tuple[float, int]
"""An average over some months, and the last of them."""


def run_rate(year: LandingYear, aim: Aim, known: Sequence[int]) -> RunRate:
    """The run rate of a year of which the months ``known`` have a final figure."""
    formula = year.line.past_formula
    months = year.last - year.period
    if year.line.step > 1:
        return RunRate(months=months, reason=landing_reasons.not_monthly())
    if aim.level is None:
        return RunRate(months=months, reason=landing_reasons.no_year_target())
    if isinstance(formula, Reason):
        return RunRate(months=months, reason=formula)
    if not _has_rate(year, formula):
        return RunRate(months=months, reason=landing_reasons.no_required_rate())
    current = _rate(formula, known) if known else None
    if missing := _missing(year, formula, known):
        why = landing_reasons.month_missing(
            month_at(missing[0]), month_at(missing[-1]), len(missing)
        )
        return RunRate(None, current, months, reason=why)
    weights = _weights(year, formula)
    required = _required(year, formula, aim.level, known, weights)
    if required is None:
        return RunRate(None, current, months, reason=landing_reasons.mix_unknown())
    found = RunRate(required, current, months)
    if weights is not None:
        found = replace(found, weighed_by=weights.source, weighed_name=weights.name)
    return _held_against(year, found, _rates(year, formula, 1 if _is_last(formula) else months))


def _held_against(year: LandingYear, found: RunRate, rates: Sequence[Rate]) -> RunRate:
    """With the best of the same months of earlier years; of any months where there are none."""
    if not rates or found.required is None:
        return found
    seasonal = year.line.kpi.aggregation is not Aggregation.LAST
    alike = [rate for rate in rates if (rate[1] - year.last) % YEAR == 0] if seasonal else []
    sign = year.line.kpi.direction.sign
    best, end = max(alike or rates, key=lambda rate: (sign * rate[0], rate[1]))
    seen = reaches(sign * best, sign * found.required)
    same_months = bool(alike) if seasonal else None
    return replace(found, best=best, best_end=month_at(end), seen=seen, same_months=same_months)


def settled(year: LandingYear, rate: RunRate) -> bool | None:
    """Whether the target is met whatever the months to come bring (True), or missed (False).

    A sum of months that never were negative only grows; means and ratios stay within the bounds
    of their own figures. A level is open until the year's last month.
    """
    formula = year.line.past_formula
    if rate.required is None or isinstance(formula, Reason) or _is_last(formula):
        return None
    months = [figure for figure, _ in _rates(year, formula, 1)]
    low, high = natural_bounds(year.line.kpi, months)
    if isinstance(formula, Leaf) and formula.rule is Aggregation.SUM:
        low, high = (0.0 if min(months, default=-1.0) >= 0 else None), None
    return _beyond(year.line.kpi.direction is Direction.HIGHER, rate.required, low, high)


def _beyond(higher: bool, required: float, low: float | None, high: float | None) -> bool | None:
    """Whether no figure between the bounds misses what is required, or none meets it."""
    under = low is not None and required < low and not same(required, low)
    over = high is not None and required > high and not same(required, high)
    if (higher and over) or (not higher and under):
        return False
    certain = low if higher else high
    if certain is not None and reaches(*((certain, required) if higher else (required, certain))):
        return True
    return None


def to_come(year: LandingYear) -> range:
    """The year's months after the report's period."""
    return range(year.period + 1, year.last + 1)


@dataclass(frozen=True, slots=True)
class Weights:
    """The denominators of the months to come, added up, and where they are from."""

    total: float
    source: str
    name: str


def weights_to_come(year: LandingYear, formula: Quotient) -> Weights | None:
    """Management's forecast where it has every month, else the same months a year before."""
    months = to_come(year)
    _, below = year.leaves()
    planned = _sum(Leaf(below.rule, below.forecast), months)
    if planned is not None:
        return Weights(planned, "forecast", below.kpi.name)
    last_year = _sum(formula.denominator, [month - 12 for month in months])
    return None if last_year is None else Weights(last_year, "last_year", below.kpi.name)


def _weights(year: LandingYear, formula: Formula) -> Weights | None:
    return weights_to_come(year, formula) if isinstance(formula, Quotient) else None


def _missing(year: LandingYear, formula: Formula, known: Sequence[int]) -> list[int]:
    """The months up to the period that have no final figure, as far as the target needs them.

    Of a level only the year's last month matters, and it is missed when the year is over.
    """
    first = year.last if _is_last(formula) else year.first
    return [month for month in range(first, year.period + 1) if month not in set(known)]


def _is_last(formula: Formula) -> bool:
    return isinstance(formula, Leaf) and formula.rule is Aggregation.LAST


def _has_rate(year: LandingYear, formula: Formula) -> bool:
    if year.line.kpi.direction in (Direction.RANGE, Direction.NEUTRAL):
        return False
    if isinstance(formula, Leaf):
        return formula.rule in (*_AVERAGED, Aggregation.LAST)
    rules = {leaf.rule for leaf in leaves(formula)}
    flat = isinstance(formula.numerator, Leaf) and isinstance(formula.denominator, Leaf)
    return flat and len(rules) == 1 and rules <= set(_AVERAGED)


def _rate(formula: Formula, months: Sequence[int]) -> float | None:
    """The average a month; of a level its last, of a ratio the ratio."""
    whole = total(formula, months)
    if isinstance(whole, Reason):
        return None
    if isinstance(formula, Leaf) and formula.rule is Aggregation.SUM:
        return finite(whole / len(months))
    return whole


def _required(
    year: LandingYear,
    formula: Formula,
    target: float,
    known: Sequence[int],
    weights: Weights | None,
) -> float | None:
    if isinstance(formula, Quotient):
        return None if weights is None else _required_ratio(formula, target, known, weights.total)
    if formula.rule is Aggregation.LAST:
        return target
    needed = target if formula.rule is Aggregation.SUM else 12 * target
    so_far = _sum(formula, known)
    if so_far is None or same(needed, so_far):
        return None if so_far is None else 0.0
    return finite((needed - so_far) / len(to_come(year)))


def _required_ratio(
    formula: Quotient, target: float, known: Sequence[int], weight: float
) -> float | None:
    above, below = _sum(formula.numerator, known), _sum(formula.denominator, known)
    if above is None or below is None:
        return None
    wanted = quotient(target * (below + weight), formula.multiplier)
    return None if wanted is None else quotient(wanted - above, weight, formula.multiplier)


def _sum(formula: Formula, months: Sequence[int]) -> float | None:
    """The sum of the months' own figures, whatever the rule; None where one is missing."""
    if not isinstance(formula, Leaf):
        return None
    if not months:
        return 0.0
    spans = {month: formula.track.spans.get(month) for month in months}
    found = [span for span in spans.values() if span is not None]
    if sum(span.last - span.first + 1 for span in found) != len(months):
        return None
    weighed = formula.rule is Aggregation.MEAN
    return finite(sum(span.value * (span.slots if weighed else 1) for span in found))


def _rates(year: LandingYear, formula: Formula, count: int) -> list[Rate]:
    """The rates over each ``count`` consecutive final months."""
    tracks = [leaf.track.spans for leaf in leaves(formula)]
    final = sorted(
        month
        for month in set(tracks[0]).intersection(*tracks[1:])
        if month <= year.period
        and all(spans[month].slots == 1 and not spans[month].provisional for spans in tracks)
    )
    rates: list[Rate] = []
    run = 1
    for before, month in pairwise([-2, *final]):
        run = run + 1 if month == before + 1 else 1
        if run >= count:
            rate = _rate_up_to(year.line, month, count)
            if rate is not None:
                rates.append((rate, month))
    return rates


def _rate_up_to(line: Line, month: int, count: int) -> float | None:
    """The rate over ``count`` months, worked out once for the reports of all periods."""
    if (count, month) not in line.known.rates:
        formula = line.past_formula
        assert not isinstance(formula, Reason)  # It has final months.
        months = covered([formula], month - count + 1, month)
        line.known.rates[count, month] = _rate(formula, months)
    return line.known.rates[count, month]
