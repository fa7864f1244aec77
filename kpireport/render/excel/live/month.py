"""Formulas of the month (or the last closed quarter or year) and of its comparisons.

The twins of ``kpireport.compute.scorecard`` and ``kpireport.compute.compare``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kpireport.model.kpi import Aggregation, Direction
from kpireport.model.measure import Comparison
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.expressions import aggregate, block, cell, filled
from kpireport.render.excel.live.judging import Ground, judged
from kpireport.render.excel.live.place import Place, value_now

_OUTSIDE = "OR([closing]<[first_row],[closing]>[last_row])"


def month_cells(place: Place) -> Iterator[Cell]:
    """The figure that closes at the period, against its target."""
    measure = place.result.measure
    banded = place.kpi.direction in (Direction.RANGE, Direction.NEUTRAL)
    figures = (
        ("compared", "actual", measure.actual, True),
        ("target", "target", measure.target, True),
        ("low", "low", measure.target_low, banded),
        ("high", "high", measure.target_high, banded),
    )
    for name, column, value, wanted in figures:
        if wanted:
            formula = f'=IF({_OUTSIDE},"",{cell(column, "[closing]")})'
            yield Cell(f"month_{name}", formula, place.level(value), Kind.LEVEL)
    baseline = "[baseline]" if place.kpi.baseline is not None else ""
    own = replace(measure, status=place.own_status)
    yield from judged(place, "month", own, Ground(baseline))


def comparison_cells(place: Place) -> Iterator[Cell]:
    """The actual against the period before, a year ago, the baseline, the budget."""
    compared = place.result.comparisons
    before = f"[closing]-{place.series.step}"
    earlier = f"OR({before}<[first_row],{before}>[last_row])"
    formulas = (
        ("previous", f'=IF({earlier},"",{cell("actual", before)})', compared.previous),
        ("year_ago", f'=IF({_OUTSIDE},"",{cell("prior", "[closing]")})', compared.year_ago),
        ("budget", f'=IF({_OUTSIDE},"",{cell("budget", "[closing]")})', compared.budget),
    )
    for name, formula, comparison in formulas:
        yield Cell(name, formula, place.level(comparison.value), Kind.LEVEL)
        yield from difference(place, name, "[month_compared]", comparison)
    if place.kpi.baseline is not None:
        value = place.level(compared.baseline.value)
        yield Cell("start", "=[baseline]", value, Kind.LEVEL)
        yield from difference(place, "start", "[month_compared]", compared.baseline)
    if place.series.has_totals and place.series.regular:
        yield from _year_to_date(place)


def difference(place: Place, name: str, actual: str, comparison: Comparison) -> Iterator[Cell]:
    """The change since another figure, in the columns that begin with its ``name``."""
    missing = f'OR({actual}="",[{name}]="")'
    points = "100*" if place.kpi.unit.is_percent else ""
    delta = f'=IF({missing},"",{points}({actual}-[{name}]))'
    yield Cell(f"{name}_delta", delta, comparison.delta, Kind.CHANGE)
    if place.kpi.direction.sign:
        sign = "-" if place.kpi.direction is Direction.LOWER else ""
        good = f'=IF([{name}_delta]="","",{sign}[{name}_delta])'
        yield Cell(f"{name}_favourable", good, comparison.favourable_delta, Kind.CHANGE)
    if not place.kpi.unit.is_percent:
        share = f'=IF({missing},"",IF([{name}]>0,({actual}-[{name}])/[{name}],""))'
        yield Cell(f"{name}_delta_pct", share, comparison.delta_pct, Kind.RELATIVE)


def _year_to_date(place: Place) -> Iterator[Cell]:
    """Last year's year to date over the months that both years have."""
    comparison = place.result.comparisons.ytd_year_ago
    if place.series.rule is Aggregation.RATIO:
        yield from _ratio_year_to_date(place)
    elif place.series.rule is Aggregation.LAST:
        yield from _level_year_to_date(place)
    else:
        yield from _leaf_year_to_date(place)
    yield from difference(place, "ytd_then", "[ytd_now]", comparison)


def _now(place: Place, formula: str) -> Cell:
    value = value_now(place.result.comparisons.ytd_year_ago)
    return Cell("ytd_now", formula, place.level(value), Kind.LEVEL)


def _then(place: Place, formula: str) -> Cell:
    value = place.result.comparisons.ytd_year_ago.value
    return Cell("ytd_then", formula, place.level(value), Kind.LEVEL)


def _span(place: Place) -> tuple[int, int]:
    """The positions of the year to date."""
    return place.month_row - place.year_months + 1, place.closing


def _level_year_to_date(place: Place) -> Iterator[Cell]:
    yield _then(place, f'=IF([ytd_count]=0,"",{cell("prior", "[ytd_at]")})')
    yield _now(place, '=IF([ytd_then]="","",[ytd_actual])')


def _leaf_year_to_date(place: Place) -> Iterator[Cell]:
    rule = place.series.rule
    assert rule is not None
    names = ("actual", "prior")
    actual, prior = (block(name, "[ytd_first]", "[ytd_last]") for name in names)
    common = f"=IF([ytd_count]=0,0,{filled((actual, prior))})"
    yield Cell("ytd_common", common, place.count(names, *_span(place)), Kind.COUNT)
    yield _now(place, f'=IF([ytd_common]=0,"",{aggregate(rule, actual, (prior,))})')
    yield _then(place, f'=IF([ytd_common]=0,"",{aggregate(rule, prior, (actual,))})')


def _ratio_year_to_date(place: Place) -> Iterator[Cell]:
    """The two years' parts in columns of their own, then the quotients."""
    names = ("numerator", "denominator", "prior_numerator", "prior_denominator")
    blocks = {name: block(name, "[ytd_first]", "[ytd_last]") for name in names}
    upper, lower = place.series.numerator_rule, place.series.denominator_rule
    assert upper is not None and lower is not None
    common = f"=IF([ytd_count]=0,0,{filled(tuple(blocks.values()))})"
    yield Cell("ytd_common", common, place.count(names, *_span(place)), Kind.COUNT)
    for at, name in enumerate(names):
        rule = (upper, lower)[at % 2]
        others = [other for other in names if other != name]
        total = aggregate(rule, blocks[name], [blocks[other] for other in others])
        year = "now" if at < 2 else "then"
        yield Cell(
            f"ytd_{year}_{name.removeprefix('prior_')}",
            f'=IF([ytd_common]=0,"",{total})',
            place.total(rule, name, others, *_span(place)),
            Kind.COUNT,
        )
    guard = "[ytd_common]=0"
    if upper is lower is Aggregation.LAST:
        parts = (f'INDEX(data_{name},[ytd_at])=""' for name in names[2:])
        guard = f"IF([ytd_common]=0,TRUE,OR({','.join(parts)}))"
    for year, made in (("now", _now), ("then", _then)):
        above, below = f"[ytd_{year}_numerator]", f"[ytd_{year}_denominator]"
        divided = f'IF({below}=0,"",{above}*[multiplier]/{below})'
        yield made(place, f'=IF({guard},"",{divided})')
