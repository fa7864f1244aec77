"""One KPI's numbers as its reader sees them.

All of a report have the same decimals (``common_decimals``), and grow only where rounding would
contradict the status: a figure that misses its target never prints as the target. Colour follows
favourability, never the sign; what prints as zero has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import Pair, prints_zero, telling_decimals, usual_decimals
from kpireport.i18n.typography import MISSING
from kpireport.i18n.units import name_says_unit
from kpireport.i18n.values import Shown, shown_share, value_format
from kpireport.model.book import Settings
from kpireport.model.difference import difference
from kpireport.model.kpi import Direction, Kpi
from kpireport.model.measure import Comparison, Measure
from kpireport.model.scorecard import HistoryPoint, KpiResult
from kpireport.present.common_decimals import common_decimals, decimals_of, windows_of
from kpireport.present.edges import contradictions, distance
from kpireport.present.view import Figure, Tone

NO_FIGURE = Figure(MISSING)
SHARE_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class MeasureFigures:
    """The figures of an actual against its target; ``target_low`` and ``target_high`` of a band."""

    actual: Figure
    target: Figure
    variance: Figure
    variance_pct: Figure
    attainment: Figure
    decimals: int
    target_low: Figure | None = None
    target_high: Figure | None = None


def tone(favourable: float | None) -> Tone:
    """Good news, bad news or neither, from a difference counted in the KPI's favour."""
    if not favourable:
        return Tone.PLAIN
    return Tone.GOOD if favourable > 0 else Tone.BAD


class KpiFigures:
    """Shows the figures of one KPI. ``history`` tells how many decimals they are typed with."""

    def __init__(
        self, messages: Messages, settings: Settings, kpi: Kpi, history: Iterable[HistoryPoint]
    ) -> None:
        self.kpi = kpi
        self.usual = self.decimals = usual_decimals(kpi, _typed(history))
        self.share_decimals = SHARE_DECIMALS
        self._messages = messages
        self._edges = (settings.green_from, settings.amber_from)
        self._shown: dict[tuple[Measure, str], MeasureFigures] = {}
        self._format = value_format(messages.formats, kpi.unit, messages.text("label.points"))

    @classmethod
    def of(cls, messages: Messages, settings: Settings, result: KpiResult) -> KpiFigures:
        """The figures of a KPI's report: of all of them as many decimals, and of its shares."""
        figures = cls(messages, settings, result.kpi, result.history)
        figures.decimals = decimals_of(result, figures.usual)
        figures.share_decimals = common_decimals(
            SHARE_DECIMALS, (figures.short_of(measure) for measure in windows_of(result))
        )
        return figures

    def level(self, value: float | None, decimals: int | None = None, note: str = "") -> Figure:
        """A level in the KPI's unit."""
        least = self.decimals if decimals is None else decimals
        shown = self._format.value(value, _nonzero(least, value))
        return _figure(shown, note=note)

    def change(
        self, value: float | None, favourable: float | None = None, decimals: int | None = None
    ) -> Figure:
        """A signed difference in the KPI's unit (in points for percentages)."""
        least = self.decimals if decimals is None else decimals
        shown = self._format.change(value, _nonzero(least, value))
        return _figure(shown, tone(favourable))

    def difference(
        self, value: float | None, favourable: float | None = None, decimals: int | None = None
    ) -> Figure:
        """A change in a column of changes: where its decimals print a zero, it is shown as one."""
        places = self.decimals if decimals is None else decimals
        shown = self._format.change(value, places)
        return _figure(shown, _toned(value, places, favourable))

    def share(
        self,
        fraction: float | None,
        favourable: float | None = None,
        decimals: int = SHARE_DECIMALS,
    ) -> Figure:
        """A signed difference as a share."""
        shown = shown_share(self._messages.formats, fraction, decimals, signed=True)
        percent = None if fraction is None else fraction * 100
        return _figure(shown, _toned(percent, decimals, favourable))

    def tick(self, value: float, decimals: int) -> str:
        """An axis tick."""
        return self._format.value(value, decimals).text

    def spelt(self, value: float, decimals: int | None = None) -> str:
        """A level in a sentence, its unit after it unless the KPI's name says it already."""
        least = self.decimals if decimals is None else decimals
        if self._name_says_unit:
            return self.level(value, least).text
        return self._format.spelt(value, _nonzero(least, value))

    def spelt_size(self, value: float, decimals: int | None = None) -> str:
        """A difference in a sentence, without its sign."""
        least = _nonzero(self.decimals if decimals is None else decimals, value)
        if self._name_says_unit:
            return self.level(abs(value), least).text
        return self._format.spelt_size(value, least)

    @property
    def attainment_format(self) -> str:
        """How Excel shows an attainment that needs no more than the usual decimals."""
        return shown_share(self._messages.formats, 1.0, self.share_decimals).excel_format

    @property
    def _name_says_unit(self) -> bool:
        unit = self.kpi.unit
        return not unit.is_percent and name_says_unit(self.kpi.name, unit.text)

    def measure(self, measure: Measure, note: str = "") -> MeasureFigures:
        """An actual against its target, all with decimals that agree with the status.

        ``note`` says why the actual, or else the attainment, is missing.
        """
        key = (measure, note)
        if key not in self._shown:
            self._shown[key] = self._measured(measure, note)
        return self._shown[key]

    def decimals_for(self, measure: Measure) -> int:
        """The decimals that agree with the status of an actual against its target."""
        return telling_decimals(self.decimals, contradictions(measure, self.kpi.tolerance))

    def _measured(self, measure: Measure, note: str) -> MeasureFigures:
        low, high = measure.target_low, measure.target_high
        decimals = self.decimals_for(measure)
        share_decimals = telling_decimals(self.share_decimals, self.short_of(measure))
        band = low is not None or high is not None
        return MeasureFigures(
            actual=self.level(measure.actual, decimals, "" if measure.actual is not None else note),
            target=self._band(low, high, decimals)
            if band
            else self.level(measure.target, decimals),
            variance=self.difference(distance(measure), measure.favourable_variance, decimals),
            variance_pct=self._variance_pct(measure, share_decimals),
            attainment=self._attainment(measure, note, share_decimals),
            decimals=decimals,
            target_low=self.level(low, decimals) if band else None,
            target_high=self.level(high, decimals) if band else None,
        )

    def apart(self, value: float, other: float) -> int:
        """Decimals at which two figures that differ are told apart, and their difference seen."""
        return telling_decimals(self.decimals, [(value, other), (difference(value, other), 0.0)])

    def change_pct(self, comparison: Comparison) -> Figure:
        """A comparison's change in percent: ``n.m.`` where its base is zero or negative."""
        if comparison.delta_pct is None and comparison.delta is not None:
            return NO_FIGURE if self.kpi.unit.is_percent else self._not_meaningful
        return self.share(comparison.delta_pct, comparison.favourable_delta)

    def spelt_target(self, measure: Measure, decimals: int | None = None) -> str:
        """A target in a sentence: ``85.00 €``, ``30 to 45 days``, empty where there is none."""
        least = self.decimals if decimals is None else decimals
        low, high = measure.target_low, measure.target_high
        if low is not None or high is not None:
            if low is not None and high is not None:
                return self.spelt_range(low, high, least)
            return self._between(
                None if low is None else self.spelt(low, least),
                None if high is None else self.spelt(high, least),
            )
        return "" if measure.target is None else self.spelt(measure.target, least)

    def spelt_range(self, low: float, high: float, decimals: int | None = None) -> str:
        """Two ends in a sentence: ``30 to 45 days``, ``44.35 €/order to 44.37 €/order``.

        The first end has no unit where the second says it for both; a currency's sign that stands
        there already has the rest of its unit too.
        """
        first = self.spelt if self.kpi.unit.per else self._level_text
        return self._between(first(low, decimals), self.spelt(high, decimals))

    def _level_text(self, value: float, decimals: int | None) -> str:
        return self.level(value, decimals).text

    def _band(self, low: float | None, high: float | None, decimals: int) -> Figure:
        bounds = [None if b is None else self.level(b, decimals).text for b in (low, high)]
        return Figure(self._between(*bounds))

    def _between(self, low: str | None, high: str | None) -> str:
        if high is None:
            return self._messages.text("measure.at_least", low=low)
        if low is None:
            return self._messages.text("measure.at_most", high=high)
        return self._messages.text("measure.band", low=low, high=high)

    def _variance_pct(self, measure: Measure, decimals: int) -> Figure:
        if measure.variance_pct is not None:
            # As many decimals as attainment: 5.01 % short must not read as 5.0 % beside 94.99 %.
            return self.share(measure.variance_pct, measure.favourable_variance, decimals)
        applies = measure.variance is not None and measure.target is not None
        return self._not_meaningful if applies and not self.kpi.unit.is_percent else NO_FIGURE

    def _attainment(self, measure: Measure, note: str, decimals: int) -> Figure:
        if measure.attainment is None:
            applies = measure.favourable_variance is not None and self._is_rated
            figure = self._not_meaningful if applies else NO_FIGURE
            return with_note(figure, note) if applies and note else figure
        return _figure(shown_share(self._messages.formats, measure.attainment, decimals))

    def short_of(self, measure: Measure) -> list[Pair]:
        """The attainment beside the edges of statuses that it doesn't reach, in percent."""
        reached = measure.attainment
        if reached is None:
            return []
        return [(reached * 100, edge * 100) for edge in self._edges if reached < edge]

    @property
    def _is_rated(self) -> bool:
        return self.kpi.direction is not Direction.NEUTRAL

    @property
    def _not_meaningful(self) -> Figure:
        return Figure(
            self._messages.text("label.not_meaningful"),
            note=self._messages.text("label.not_meaningful_long"),
        )


def share_text(messages: Messages, fraction: float, limits: Iterable[float] = ()) -> Shown:
    """A fraction in whole percent, with more decimals where it would seem to reach an edge."""
    decimals = telling_decimals(0, [(fraction * 100, edge * 100) for edge in limits])
    return shown_share(messages.formats, fraction, decimals)


def score_figure(messages: Messages, settings: Settings, score: float | None) -> Figure:
    """A score in percent, with decimals that agree with the status it leads to."""
    if score is None:
        return NO_FIGURE
    return _figure(share_text(messages, score, (settings.green_from, settings.amber_from)))


def _toned(value: float | None, decimals: int, favourable: float | None) -> Tone:
    """The colour of a difference; what prints as zero is no news."""
    return Tone.PLAIN if not value or prints_zero(value, decimals) else tone(favourable)


def _figure(shown: Shown, colour: Tone = Tone.PLAIN, note: str = "") -> Figure:
    return Figure(shown.text, shown.excel_value, shown.excel_format, colour, note)


def with_note(figure: Figure, note: str) -> Figure:
    """The figure with a sentence that says why it is missing or partial."""
    return replace(figure, note=note)


def _typed(history: Iterable[HistoryPoint]) -> list[float]:
    """The figures whose decimals are the KPI's own."""
    values: list[float | None] = []
    for point in history:
        measure = point.measure
        target = _few_digits(measure.target) if point.goal_target else measure.target
        values += (measure.actual, target, measure.target_low, measure.target_high)
    return [value for value in values if value is not None]


def _few_digits(target: float | None) -> float | None:
    """A target worked out from a goal, which has any number of decimals, to three digits."""
    return None if target is None else float(f"{target:.3g}")


def _nonzero(decimals: int, value: float | None) -> int:
    """Decimals at which a value that isn't zero doesn't print as zero."""
    if not value or not prints_zero(value, decimals):
        return decimals
    return telling_decimals(decimals, [(value, 0.0)])
