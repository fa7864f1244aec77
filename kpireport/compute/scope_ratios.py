"""A ratio whose reader may not see its parts: its months as plain figures, and no totals.

What the months were is worked out from the whole book, so that they are those of the whole report.
Each computed figure stands in the KPI's own row; neither the cells nor the figures of its parts
are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kpireport.compute.figures import Span, Track
from kpireport.compute.ledger import Ledger, Line
from kpireport.compute.months import month_at
from kpireport.model.book import Book, Observation, Target
from kpireport.model.kpi import InputBasis, Kpi, TargetSpan
from kpireport.model.period import Period

_SPANS = {span.months: span for span in TargetSpan}


@dataclass(frozen=True, slots=True)
class PlainRatio:
    """The KPI without its parts, and its figures by month, typed or computed."""

    kpi: Kpi
    actuals: Mapping[Period, Observation]
    prior_year: Mapping[Period, Observation]
    targets: Mapping[Period, Target]


def plain_ratios(book: Book, kpis: Sequence[Kpi], period: Period) -> dict[str, PlainRatio]:
    """The ratios by ID as they are left without their parts, for a report at ``period``.

    Figures typed cumulated stay as they are typed, totals with them; nothing is computed into
    them.
    """
    lines = Ledger(book).lines(period) if kpis else {}
    return {kpi.id: _plain(book, kpi, lines[kpi.id]) for kpi in kpis}


def _plain(book: Book, kpi: Kpi, line: Line) -> PlainRatio:
    typed = book.actuals.get(kpi.id, {})
    prior = book.prior_year.get(kpi.id, {})
    made = replace(
        kpi, numerator=None, denominator=None, aggregation=None, no_totals=True, parts_outside=True
    )
    cumulated = kpi.actuals_input is InputBasis.YEAR_TO_DATE and bool(typed or prior)
    if not cumulated:
        made = replace(made, actuals_input=InputBasis.PERIOD)
        past = [span for month, span in line.past.spans.items() if month not in line.actual.spans]
        typed = _filled(typed, line.actual.spans.values(), kpi)
        prior = _filled(prior, past, kpi)
    targets = book.targets.get(kpi.id, {})
    if not targets and not book.dated_targets.get(kpi.id):
        targets = _planned(line.targets.level, line.targets.goals, kpi)
        span = _SPANS[kpi.frequency.months]
        made = replace(made, target_per=span, targets_input=InputBasis.PERIOD)
    return PlainRatio(made, typed, prior, targets)


def _filled(
    typed: Mapping[Period, Observation], spans: Iterable[Span], kpi: Kpi
) -> Mapping[Period, Observation]:
    computed = {
        month_at(span.last): Observation(span.value, kpi.cell, span.provisional)
        for span in spans
        if span.slots == 1
    }
    return computed | dict(typed)


def _planned(level: Track, goals: Mapping[int, object], kpi: Kpi) -> Mapping[Period, Target]:
    """The targets that planned parts give; those of a goal follow from it again."""
    return {
        month_at(month): Target(kpi.cell, span.value)
        for month, span in level.spans.items()
        if span.slots == 1 and month not in goals
    }
