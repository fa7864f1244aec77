"""The figures that totals are computed from, slot by slot, for whoever recalculates them."""

from __future__ import annotations

from collections.abc import Mapping

from kpireport.compute.aggregate import Formula, Leaf, Quotient, accumulates
from kpireport.compute.figures import Span, Track
from kpireport.compute.ledger import Ledger, Line
from kpireport.compute.months import month_at
from kpireport.model.kpi import Aggregation, Direction
from kpireport.model.period import Period
from kpireport.model.reason import Reason
from kpireport.model.series import KpiSeries, SlotRow

Slots = Mapping[int, float]


def series_of(ledger: Ledger, period: Period) -> tuple[KpiSeries, ...]:
    """The series of every published KPI, as a report at ``period`` knows it."""
    book = ledger.book
    lines = ledger.lines(period)
    promised = frozenset(goal.kpi for goal in book.goals)
    return tuple(_series(lines[kpi.id], period.index, promised) for kpi in book.kpis if kpi.report)


def _series(line: Line, period: int, promised: frozenset[str]) -> KpiSeries:
    """The series of one KPI; ``promised`` are the KPIs with a goal."""
    upper, lower = _parts(line.formula)
    planned_upper, planned_lower = _parts(line.targets.plan)
    prior_upper, prior_lower = _parts(line.past_formula)
    columns: dict[str, Slots] = {
        "actual": _slots(line.actual),
        "target": _slots(line.targets.level),
        "target_low": _slots(line.targets.low),
        "target_high": _slots(line.targets.high),
        "prior_year": _later(_slots(line.past), 12),
        "budget": _slots(line.budget),
        "forecast": _slots(line.forecast),
        "numerator": _slots(upper.track) if upper else {},
        "denominator": _slots(lower.track) if lower else {},
        "planned_numerator": _slots(planned_upper.track) if planned_upper else {},
        "planned_denominator": _slots(planned_lower.track) if planned_lower else {},
        "prior_numerator": _later(_slots(prior_upper.track), 12) if prior_upper else {},
        "prior_denominator": _later(_slots(prior_lower.track), 12) if prior_lower else {},
    }
    last = line.months.year_end(period)
    months = [m for slots in columns.values() for m in slots if m <= last]
    first = min(months, default=period)
    return KpiSeries(
        kpi_id=line.kpi.id,
        step=line.step,
        rule=None if isinstance(line.formula, Reason) else line.rule,
        rows=tuple(
            SlotRow(
                month_at(m),
                **{name: slots.get(m) for name, slots in columns.items()},
                actual_from=_places(line.actual.at(m)),
                target_from="; ".join(dict.fromkeys(str(c.ref) for c in line.targets.cells_at(m))),
            )
            for m in range(min(first, period - 11), last + 1)
        ),
        numerator_rule=upper.rule if upper else None,
        denominator_rule=lower.rule if lower else None,
        accumulates=not isinstance(line.formula, Reason) and accumulates(line.formula),
        planned=line.targets.plan is not None,
        regular=_regular(line),
        has_totals=not isinstance(line.formula, Reason),
        year_stated=bool(
            promised & {line.kpi.id, line.kpi.numerator or "", line.kpi.denominator or ""}
        ),
    )


def _places(span: Span | None) -> str:
    """The cells a figure comes from, each once."""
    return "" if span is None else "; ".join(dict.fromkeys(str(cell.ref) for cell in span.cells))


def _parts(formula: Formula | Reason | None) -> tuple[Leaf | None, Leaf | None]:
    """Numerator and denominator of a quotient of two leaves."""
    if not isinstance(formula, Quotient):
        return None, None
    upper, lower = formula.numerator, formula.denominator
    if isinstance(upper, Leaf) and isinstance(lower, Leaf):
        return upper, lower
    return None, None


def _slots(track: Track) -> Slots:
    return {month: span.value for month, span in track.spans.items() if span.slots == 1}


def _later(slots: Slots, months: int) -> Slots:
    return {month + months: value for month, value in slots.items()}


def _regular(line: Line) -> bool:
    """Whether sums over the rows are the KPI's totals."""
    if isinstance(line.formula, Reason):
        return True
    formulas = [line.formula, line.past_formula, line.targets.plan]
    tracks = [line.targets.level, line.targets.low, line.targets.high]
    for formula in formulas:
        if isinstance(formula, Reason) or formula is None:
            continue
        if isinstance(formula, Leaf):
            tracks.append(formula.track)
            if formula.rule is None:
                return False
            continue
        upper, lower = _parts(formula)
        if upper is None or lower is None or upper.rule is None or lower.rule is None:
            return False
        tracks += [upper.track, lower.track]
    banded = bool(line.targets.low or line.targets.high)
    if banded and (line.kpi.direction is Direction.NEUTRAL or line.rule is Aggregation.RATIO):
        return False
    return all(_simple(track, line.step) for track in tracks if track)


def _simple(track: Track, step: int) -> bool:
    """Every figure stands for one slot, and what the workbook states is what they add up to."""
    if track.step != step or any(span.slots != 1 for span in track.spans.values()):
        return False
    return all(
        month in track.spans
        for first, last in track.stated
        for month in range(first + step - 1, last + 1, step)
    )
