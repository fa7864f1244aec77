"""Formulas of the month (or the last closed quarter or year) and of its comparisons.

The twins of ``kpireport.compute.scorecard`` and ``kpireport.compute.compare``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kpireport.model.kpi import Aggregation, Direction
from kpireport.model.scorecard import Comparison
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
    rule = place.series.rule
    if rule is Aggregation.RATIO:
        cells = _ratio_year_to_date(place)
    elif rule is Aggregation.LAST:
        cells = _level_year_to_date(place)
    else:
        cells = _leaf_year_to_date(place)
    comparison = place.result.comparisons.ytd_year_ago
    now = value_now(comparison)
    for key, formula in cells:
        if key == "ytd_common":
            yield Cell(key, formula, _common(place), Kind.COUNT)
        else:
            value = now if key == "ytd_now" else comparison.value
            yield Cell(key, formula, place.level(value), Kind.LEVEL)
    yield from difference(place, "ytd_then", "[ytd_now]", comparison)


def _common(place: Place) -> int:
    columns = ["actual", "prior"]
    if place.series.rule is Aggregation.RATIO:
        columns = ["numerator", "denominator", "prior_numerator", "prior_denominator"]
    first = place.month_row - place.year_months + 1
    return place.count(columns, first, place.closing)


def _level_year_to_date(place: Place) -> Iterator[tuple[str, str]]:
    then = cell("prior", "[ytd_at]")
    yield "ytd_then", f'=IF([ytd_count]=0,"",{then})'
    yield "ytd_now", '=IF([ytd_then]="","",[ytd_actual])'


def _leaf_year_to_date(place: Place) -> Iterator[tuple[str, str]]:
    rule = place.series.rule
    assert rule is not None
    actual, prior = (block(name, "[ytd_first]", "[ytd_last]") for name in ("actual", "prior"))
    yield "ytd_common", f"=IF([ytd_count]=0,0,{filled((actual, prior))})"
    yield "ytd_now", f'=IF([ytd_common]=0,"",{aggregate(rule, actual, (prior,))})'
    yield "ytd_then", f'=IF([ytd_common]=0,"",{aggregate(rule, prior, (actual,))})'


def _ratio_year_to_date(place: Place) -> Iterator[tuple[str, str]]:
    names = ("numerator", "denominator", "prior_numerator", "prior_denominator")
    blocks = [block(name, "[ytd_first]", "[ytd_last]") for name in names]
    upper, lower = place.series.numerator_rule, place.series.denominator_rule
    assert upper is not None and lower is not None
    yield "ytd_common", f"=IF([ytd_count]=0,0,{filled(blocks)})"
    guard = "[ytd_common]=0"
    if upper is lower is Aggregation.LAST:
        parts = (f'INDEX(data_{name},[ytd_at])=""' for name in names[2:])
        guard = f"IF([ytd_common]=0,TRUE,OR({','.join(parts)}))"
    for key, at in (("ytd_now", 0), ("ytd_then", 2)):
        above, below = blocks[at], blocks[at + 1]
        others = [each for each in blocks if each not in (above, below)]
        divided = aggregate(lower, below, (above, *others))
        total = f"{aggregate(upper, above, (below, *others))}*[multiplier]/{divided}"
        yield key, f'=IF({guard},"",IF({divided}=0,"",{total}))'
