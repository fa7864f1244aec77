"""Everything known of each KPI before a period is looked at: one ``Line`` a KPI.

A line holds the KPI's figures month by month and says how its totals are computed. It may hold
figures after the report's period; whoever computes a figure at a period reads only months at or
before it. A ``Ledger`` serves reports of the same book at many periods: what no period changes is
worked out once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpireport.compute import reasons
from kpireport.compute.actuals import Actuals
from kpireport.compute.aggregate import Formula, accumulates
from kpireport.compute.attainment import NO_AIM, Aim, Thresholds
from kpireport.compute.figures import NOTHING, Reading, Span, Track, read_track
from kpireport.compute.known import Known
from kpireport.compute.months import FiscalMonths, month_at
from kpireport.compute.sheet_basis import basis_of
from kpireport.compute.targets import TargetBook, Targets
from kpireport.model.book import Book, Series
from kpireport.model.kpi import Aggregation, InputBasis, Kpi
from kpireport.model.period import Period
from kpireport.model.reason import Reason


@dataclass(frozen=True, slots=True)
class Line:
    """One KPI's figures.

    ``formula`` computes the totals of ``actual`` (or is the reason why it has none), and
    ``past_formula`` those of ``past``: the actuals with the Prior year sheet where they lack a
    month. ``weights`` are a ratio's actual denominators by slot. ``budget`` and ``forecast`` are
    cumulated where targets and actuals are and they can be. ``parts`` are a ratio's numerator and
    denominator: name and actuals by slot. ``strays`` are months whose figure was typed inside a
    quarter or year. ``known`` is what reports worked out of it already; a line made from another
    begins with nothing.
    """

    kpi: Kpi
    months: FiscalMonths
    thresholds: Thresholds
    rule: Aggregation | None
    actual: Track
    formula: Formula | Reason
    past: Track
    past_formula: Formula | Reason
    targets: Targets
    weights: Track
    budget: Track
    forecast: Track
    parts: tuple[tuple[str, Mapping[int, Span]], ...] = ()
    strays: tuple[int, ...] = ()
    known: Known = field(default_factory=Known, init=False, compare=False, repr=False)

    @property
    def step(self) -> int:
        """The months of one slot."""
        return self.kpi.frequency.months

    @property
    def typed_rule(self) -> Aggregation | None:
        """How figures typed for the KPI itself add up; a ratio's only where totals are stated."""
        return None if self.rule is Aggregation.RATIO else self.rule

    def aim_at(self, month: int) -> Aim:
        """The target of the slot that closes in ``month``."""
        targets = self.targets
        level = targets.level.value_at(month)
        if targets.low or targets.high:
            return Aim(level, targets.low.value_at(month), targets.high.value_at(month))
        return NO_AIM if level is None else Aim(level)

    def latest(self, month: int) -> int | None:
        """The latest month at or before ``month`` in which the KPI has an actual."""
        return self.actual.typed_through(month)

    def baseline(self, months: int) -> float | None:
        """The baseline over ``months`` months: as often as slots where the KPI's months add up."""
        if self.kpi.baseline is None or isinstance(self.formula, Reason):
            return self.kpi.baseline
        if not accumulates(self.formula):
            return self.kpi.baseline
        return self.kpi.baseline * (months // self.step)

    def why_no_actual(self, month: int) -> Reason:
        """Why the slot that closes in ``month`` has no actual."""
        stray = next((at for at in self.strays if month - self.step < at < month), None)
        if stray is not None:
            return reasons.inside_slot(month_at(stray), month_at(month))
        if month in self.actual.spans:
            return reasons.cumulated_gap(month_at(month))
        if (self.months.year_start(month), month) in self.actual.stated:
            return reasons.cumulated_not_separable()
        latest = self.latest(month)
        for name, slots in self.parts:
            if month not in slots:
                return reasons.part_without_figure(name, month_at(month))
        if self.parts:
            zero = self.parts[1][1][month].value == 0
            return reasons.denominator_zero() if zero else reasons.too_large()
        if latest is None:
            return reasons.no_actual_yet()
        return reasons.no_actual(month_at(month), month_at(latest))

    def why_no_target(self, month: int) -> Reason:
        """Why the slot that closes in ``month`` has no target."""
        if month in self.targets.gaps:
            return self.targets.gaps[month]
        if self.targets.band_unused:
            return reasons.band_without_range()
        if month in self.targets.either.spans:
            return reasons.target_gap(month_at(month))
        return reasons.no_target(month_at(month))


class Ledger:
    """The lines of every KPI of a book, for reports at any of its periods."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.actuals = Actuals(book)
        self._past = Actuals(book, prior_year=True) if book.prior_year else self.actuals
        self._thresholds = Thresholds.of(book.settings)
        self._promised = frozenset(goal.kpi for goal in book.goals)
        self._lasting: dict[tuple[int, int], dict[str, Line]] = {}

    def lines(self, period: Period) -> dict[str, Line]:
        """The line of every KPI, for a report at ``period``."""
        horizon = _horizon(self.book, self.actuals, period.index)
        targets = TargetBook(self.book, self.actuals, self._past, horizon, period.index)
        lasting = self._lasting.setdefault(horizon, {})
        found: dict[str, Line] = {}
        for kpi in self.book.kpis:
            line = lasting.get(kpi.id) or self._line(kpi, targets)
            if not self._is_promised(kpi):
                lasting[kpi.id] = line
            found[kpi.id] = line
        return found

    def _is_promised(self, kpi: Kpi, above: tuple[str, ...] = ()) -> bool:
        """Whether a goal, of the KPI or of a part of it, sets targets that depend on the period."""
        if kpi.id in self._promised:
            return True
        if kpi.id in above or not self.actuals.has_parts(kpi):
            return False
        return any(self._is_promised(p, (*above, kpi.id)) for p in self.actuals.parts(kpi))

    def _line(self, kpi: Kpi, targets: TargetBook) -> Line:
        book, actuals = self.book, self.actuals
        step = kpi.frequency.months
        parts = actuals.parts(kpi) if actuals.has_parts(kpi) else ()
        slots = tuple((part.name, actuals.slots(part, step)) for part in parts)
        return Line(
            kpi=kpi,
            months=actuals.months,
            thresholds=self._thresholds,
            rule=actuals.rule(kpi),
            actual=actuals.track(kpi),
            formula=actuals.formula(kpi),
            past=self._past.track(kpi),
            past_formula=self._past.formula(kpi),
            targets=targets.of(kpi),
            weights=Track(step, slots[1][1]) if slots else NOTHING,
            budget=_plain(book.budget, kpi, "budget", kpi.targets_input, actuals),
            forecast=_plain(book.forecast, kpi, "forecast", kpi.actuals_input, actuals),
            parts=slots,
            strays=_strays(book.actuals.get(kpi.id, {}), step, actuals.months),
        )


def build_lines(book: Book, period: Period) -> dict[str, Line]:
    """The line of every KPI of the book, for a report at ``period``."""
    return Ledger(book).lines(period)


def _plain(
    sheet: Mapping[str, Series], kpi: Kpi, role: str, basis: InputBasis, actuals: Actuals
) -> Track:
    series = sheet.get(kpi.id)
    if not series:
        return NOTHING
    reading = Reading(actuals.months, kpi.frequency.months)
    rule = actuals.rule(kpi)
    return read_track(series, role, rule, basis_of(series, rule, basis, actuals.months), reading)


def _strays(series: Series, step: int, months: FiscalMonths) -> tuple[int, ...]:
    """Months in which a quarterly or yearly figure was typed without its span closing there."""
    if step == 1:
        return ()
    return tuple(sorted(p.index for p in series if not months.closes(p.index, step)))


def _horizon(book: Book, actuals: Actuals, period: int) -> tuple[int, int]:
    """From the first month anything can be compared in to the end of the fiscal year."""
    typed = [month.index for series in book.actuals.values() for month in series]
    first = min([*typed, actuals.months.year_start(period)])
    return first, max([*typed, actuals.months.year_end(period)])
