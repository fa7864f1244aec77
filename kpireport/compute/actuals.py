"""What the actual of each month is: as typed, taken apart where cumulated, computed from parts.

``Actuals`` resolves every KPI of a book once: its figures (a ``Track``) and the formula of its
totals. With ``prior_year`` the sheet of that name fills the months that the actuals lack, typed or
computed; only comparisons with last year and last year's shape use that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpireport.compute import reasons
from kpireport.compute.aggregate import (
    Formula,
    Leaf,
    Quotient,
    covered,
    leaves,
    total,
)
from kpireport.compute.arithmetic import quotient
from kpireport.compute.figures import Reading, Span, Track, re_roled, read_track
from kpireport.compute.months import FiscalMonths
from kpireport.compute.sheet_basis import basis_of
from kpireport.model.book import Book, Series
from kpireport.model.kpi import Aggregation, InputBasis, Kpi
from kpireport.model.reason import Reason


class Actuals:
    """The resolved actuals of a book. Figures and formulas are computed when first asked for."""

    def __init__(self, book: Book, *, prior_year: bool = False) -> None:
        self.kpis = {kpi.id: kpi for kpi in book.kpis}
        self.months = FiscalMonths.of(book.settings.fiscal_calendar)
        self._book = book
        self._prior_year = prior_year
        self._alone = Actuals(book) if prior_year else self
        closed = book.settings.closed_through
        self._closed = None if closed is None else closed.index
        self._tracks: dict[str, Track] = {}
        self._formulas: dict[str, Formula | Reason] = {}
        self._circular: dict[str, bool] = {}

    def rule(self, kpi: Kpi) -> Aggregation | None:
        """How the KPI's months add up: as stated, else by its parts where it has both."""
        if kpi.aggregation is None and self.has_parts(kpi):
            return Aggregation.RATIO
        return kpi.aggregation

    def has_parts(self, kpi: Kpi) -> bool:
        return kpi.numerator in self.kpis and kpi.denominator in self.kpis

    def parts(self, kpi: Kpi) -> tuple[Kpi, Kpi]:
        """Numerator and denominator of a KPI that has both."""
        return self.kpis[kpi.numerator or ""], self.kpis[kpi.denominator or ""]

    def reading(self, kpi: Kpi) -> Reading:
        return Reading(self.months, kpi.frequency.months, self._closed)

    def track(self, kpi: Kpi) -> Track:
        """The KPI's figures: those typed and, where none is, those computed from its parts."""
        if kpi.id not in self._tracks:
            self._tracks[kpi.id] = self._resolve(kpi)
        return self._tracks[kpi.id]

    def formula(self, kpi: Kpi) -> Formula | Reason:
        """How the KPI's totals are computed, or why it has none."""
        if kpi.id not in self._formulas:
            self._formulas[kpi.id] = self._formula(kpi)
        return self._formulas[kpi.id]

    def typed(self, kpi: Kpi) -> Series:
        """What the workbook holds for the KPI."""
        actuals = self._book.actuals.get(kpi.id, {})
        prior = self._book.prior_year.get(kpi.id) if self._prior_year else None
        return {**prior, **actuals} if prior else actuals

    def in_a_circle(self, kpi: Kpi, above: tuple[str, ...] = ()) -> bool:
        """Whether the KPI's parts lead back to themselves, so that nothing follows from them."""
        if kpi.id in above:
            return True
        if kpi.id not in self._circular:
            below = self.parts(kpi) if self.has_parts(kpi) else ()
            self._circular[kpi.id] = any(self.in_a_circle(p, (*above, kpi.id)) for p in below)
        return self._circular[kpi.id]

    def _resolve(self, kpi: Kpi) -> Track:
        if self._prior_year:
            track = self._with_prior_year(kpi)
        else:
            series, basis = self.typed(kpi), kpi.actuals_input
            track = read_track(series, "actual", self.rule(kpi), basis, self.reading(kpi))
        if not self.has_parts(kpi) or self.in_a_circle(kpi):
            return track
        spans = _filled(track.spans.values(), self._from_parts(kpi))
        return Track(track.step, spans, track.stated)

    def _with_prior_year(self, kpi: Kpi) -> Track:
        """The KPI's actuals and, in months without one, the figures of the Prior year sheet.

        Cumulated figures of the two are taken apart as the one series they are.
        """
        own = self._alone.track(kpi)
        prior = self._book.prior_year.get(kpi.id)
        if not prior:
            return own
        rule = self.rule(kpi)
        basis = basis_of(prior, rule, kpi.actuals_input, self.months)
        one_series = basis is InputBasis.YEAR_TO_DATE
        series = self.typed(kpi) if one_series else prior
        track = read_track(series, "actual", rule, basis, self.reading(kpi))
        single = [span for span in own.spans.values() if span.slots == 1]
        spans = _filled(_filled(single, track.spans.values()).values(), own.spans.values())
        known = {span.last for span in single}
        stated = {ends: value for ends, value in track.stated.items() if ends[1] not in known}
        return Track(own.step, spans, stated | dict(own.stated))

    def _from_parts(self, kpi: Kpi) -> Iterator[Span]:
        step = kpi.frequency.months
        upper, lower = self.parts(kpi)
        numerators, denominators = self.slots(upper, step), self.slots(lower, step)
        for month in numerators.keys() & denominators.keys():
            above, below = numerators[month], denominators[month]
            value = quotient(above.value, below.value, kpi.multiplier)
            if value is not None:
                cells = (
                    *re_roled(above.cells, "numerator"),
                    *re_roled(below.cells, "denominator"),
                )
                marked = above.provisional or below.provisional
                yield Span(month - step + 1, month, value, 1, marked, cells)

    def slots(self, part: Kpi, step: int) -> dict[int, Span]:
        """A part's figures as the slots of ``step`` months that a ratio of it needs."""
        return as_slots(self.track(part), self.formula(part), step, self.months)

    def _formula(self, kpi: Kpi) -> Formula | Reason:
        rule = self.rule(kpi)
        track = self.track(kpi)
        stated = kpi.actuals_input is InputBasis.YEAR_TO_DATE
        if rule is Aggregation.RATIO:
            if self.has_parts(kpi):
                return self._quotient(kpi)
            return Leaf(None, track) if stated else reasons.ratio_without_parts()
        if rule is None and not stated:
            if kpi.parts_outside:
                return reasons.parts_outside_scope()
            if kpi.unit.is_percent:
                return reasons.percent_without_parts()
            return reasons.no_aggregation()
        return Leaf(rule, track)

    def _quotient(self, kpi: Kpi) -> Formula | Reason:
        if self.in_a_circle(kpi):
            return reasons.parts_in_a_circle()
        formulas = []
        for part in self.parts(kpi):
            formula = self.formula(part)
            if isinstance(formula, Reason):
                silent = formula.code in ("no_aggregation", "percent_without_parts")
                return reasons.part_without_rule(part.name) if silent else formula
            formulas.append(formula)
        return Quotient(formulas[0], formulas[1], kpi.multiplier)


def _filled(spans: Iterable[Span], others: Iterable[Span]) -> dict[int, Span]:
    """The spans by closing month, with those of the others that lie in none of their months."""
    found = {span.last: span for span in spans}
    taken = {m for span in found.values() for m in range(span.first, span.last + 1)}
    return found | {
        span.last: span for span in others if taken.isdisjoint(range(span.first, span.last + 1))
    }


def as_slots(
    track: Track, formula: Formula | Reason, step: int, months: FiscalMonths
) -> dict[int, Span]:
    """The figures of a track as slots of ``step`` months, each complete, by closing month.

    None where a figure stands for more than such a slot, or nothing says how months add up.
    """
    if track.step == step:
        return {month: span for month, span in track.spans.items() if span.slots == 1}
    if track.step > step or isinstance(formula, Reason) or not track.spans:
        return {}
    found: dict[int, Span] = {}
    for closing in months.closings(min(track.spans), max(track.spans), step):
        first = closing - step + 1
        inside = covered([formula], first, closing)
        value = total(formula, inside) if len(inside) == step else None
        if value is not None and not isinstance(value, Reason):
            found[closing] = _gathered(formula, first, closing, value)
    return found


def _gathered(formula: Formula, first: int, last: int, value: float) -> Span:
    spans = [
        span
        for leaf in leaves(formula)
        for month in range(first, last + 1)
        if (span := leaf.track.spans.get(month)) is not None
    ]
    cells = tuple(cell for span in spans for cell in span.cells)
    return Span(first, last, value, 1, any(span.provisional for span in spans), cells)
