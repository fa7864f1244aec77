"""Where a KPI stands among others: which of its figures is compared, and what comes of it.

Flows (what sums up, and ratios with a part that does) are compared over the rolling twelve months,
else over the last whole fiscal year; everything else as its month. A published rate per month or
quarter is held against a figure over just that span, a rate per year against a year's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpireport.compute import benchmark_reasons as reasons
from kpireport.compute.aggregate import leaves
from kpireport.compute.arithmetic import finite, quotient, same
from kpireport.compute.benchmark_choice import Chosen, choose
from kpireport.compute.benchmark_fractions import looks_like_fraction, size_of
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.compute.windows import windows_at
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book
from kpireport.model.difference import difference
from kpireport.model.kpi import Aggregation, Kpi
from kpireport.model.measure import Window
from kpireport.model.period import Period
from kpireport.model.reason import Reason
from kpireport.model.standing import KnownPoint, Position, Standing, StandingBasis

DATED_AFTER = 24
"""Months from the end of a figure's period to the report's, beyond which it is marked dated."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The KPI's figure that stands beside the benchmark, and the months it covers."""

    actual: float
    basis: StandingBasis
    start: Period
    end: Period


def standing_at(
    line: Line, rolling: Window, period: int, book: Book, catalogue: Sequence[Benchmark]
) -> Standing | None:
    """The KPI among others in a report at ``period``; None where there is nothing to compare.

    ``rolling`` are the KPI's rolling twelve months at that period.
    """
    chosen = choose(line.kpi, book, catalogue)
    if chosen is None:
        return None
    if isinstance(chosen, Reason):
        return Standing(reason=chosen)
    size = size_of(line.actual)
    for row in chosen.rows:
        if size is not None and looks_like_fraction(row, size):
            return Standing(reason=reasons.benchmark_fraction(row.value, size))
    published = _published(chosen, period)
    compared = compared_figure(line, rolling, period, chosen.benchmark.rate_months)
    if isinstance(compared, Reason):
        return replace(published, reason=compared)
    return _held(line.kpi, chosen, compared, published)


def _published(chosen: Chosen, period: int) -> Standing:
    """What is known before the KPI's own figure is looked at."""
    row = chosen.benchmark
    return Standing(
        benchmark=row,
        value=chosen.value,
        points=chosen.points,
        dated=row.as_of_end is not None and period - row.as_of_end.index > DATED_AFTER,
        later=row.as_of_end is not None and row.as_of_end.index > period,
        from_catalogue=row.cell is None,
        lacks_industry=chosen.lacks_industry,
    )


def compared_figure(
    line: Line, rolling: Window, period: int, rate_months: int | None
) -> Compared | Reason:
    """The KPI's figure over the span that the published one stands for."""
    if rate_months is not None and rate_months < 12:
        if line.step != rate_months:
            return reasons.benchmark_other_span(rate_months)
        return _month(line, period)
    if is_flow(line):
        return _year(line, rolling, period)
    level = line.rule is Aggregation.LAST
    if rate_months == 12 and line.step != 12 and not level:
        return reasons.benchmark_other_span(12)
    return _month(line, period)


def is_flow(line: Line) -> bool:
    """Whether the KPI's months sum up, or one of its parts' do."""
    if isinstance(line.formula, Reason):
        return False
    return any(leaf.rule is Aggregation.SUM for leaf in leaves(line.formula))


def _month(line: Line, period: int) -> Compared | Reason:
    month = line.months.last_closing(period, line.step)
    actual = line.actual.value_at(month)
    if actual is None:
        return reasons.benchmark_no_actual()
    start = month_at(month - line.step + 1)
    return Compared(actual, StandingBasis.MONTH, start, month_at(month))


def _year(line: Line, rolling: Window, period: int) -> Compared | Reason:
    """The rolling twelve months where they are whole, else the last fiscal year that is.

    That is the one that ends with the report's month, or else the one before: none older.
    """
    latest = _whole(rolling, StandingBasis.ROLLING_12)
    if latest is not None:
        return latest
    before = line.months.year_start(period) - 1
    ended = (period, before) if line.months.year_end(period) == period else (before,)
    for end in ended:
        year = _whole(windows_at(line, end).fiscal_year, StandingBasis.FISCAL_YEAR)
        if year is not None:
            return year
    return reasons.benchmark_needs_a_year()


def _whole(window: Window, basis: StandingBasis) -> Compared | None:
    if window.actual is None:
        return None
    return Compared(window.actual, basis, window.start, window.end)


def _held(kpi: Kpi, chosen: Chosen, compared: Compared, published: Standing) -> Standing:
    """The figure against the published ones."""
    value, sign = chosen.value, kpi.direction.sign
    gap = None if value is None else finite(difference(compared.actual, value))
    share = None
    if gap is not None and value is not None and value > 0 and not kpi.unit.is_percent:
        share = quotient(gap, value)
    percentile = None
    if chosen.points and sign:
        percentile = share_beaten(chosen.points, compared.actual, sign)
    return replace(
        published,
        actual=compared.actual,
        percentile=percentile,
        position=_position(chosen, compared.actual, sign),
        gap=gap,
        gap_pct=share,
        favourable_gap=None if gap is None or not sign else sign * gap + 0.0,
        basis=compared.basis,
        start=compared.start,
        end=compared.end,
    )


def share_beaten(points: Sequence[KnownPoint], actual: float, sign: int) -> float:
    """The share of peers beaten, by linear interpolation between the known points.

    Outside them what the outermost point says: at least its share where the KPI is better, at
    most where it is worse. Where several points have the KPI's own value, the least of their
    shares: nobody is beaten by an equal figure.
    """
    beaten = [(p.value, p.share if sign > 0 else 1 - p.share) for p in points]
    equal = [share for value, share in beaten if same(value, actual)]
    if equal:
        return min(equal)
    if actual < points[0].value:
        return beaten[0][1]
    if actual > points[-1].value:
        return beaten[-1][1]
    above = next(at for at, (value, _) in enumerate(beaten) if value > actual)
    (low, from_share), (high, to_share) = beaten[above - 1], beaten[above]
    # Halves keep the distance of the largest floats finite.
    way = (actual / 2 - low / 2) / (high / 2 - low / 2)
    return from_share + (to_share - from_share) * way


def _position(chosen: Chosen, actual: float, sign: int) -> Position | None:
    points = chosen.points
    if points and sign:
        return _among(points, actual, sign)
    if chosen.value is None:
        return None
    if same(actual, chosen.value):
        return Position.EQUAL
    higher = actual > chosen.value
    if not sign:
        return Position.ABOVE if higher else Position.BELOW
    return Position.BETTER if higher == (sign > 0) else Position.WORSE


def _among(points: Sequence[KnownPoint], actual: float, sign: int) -> Position:
    """On which side of the outermost points, or between them."""
    lowest, highest = points[0].value, points[-1].value
    at_low = actual < lowest or same(actual, lowest)
    at_high = actual > highest or same(actual, highest)
    if at_low and at_high:
        return Position.BETWEEN
    if at_high:
        return Position.AT_OR_BEYOND_BEST if sign > 0 else Position.AT_OR_BEYOND_WORST
    if at_low:
        return Position.AT_OR_BEYOND_WORST if sign > 0 else Position.AT_OR_BEYOND_BEST
    return Position.BETWEEN
