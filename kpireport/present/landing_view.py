"""Where the fiscal year will land, in a sentence and in rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kpireport.compute.arithmetic import same
from kpireport.i18n.precision import telling_decimals
from kpireport.model.difference import difference
from kpireport.model.kpi import Aggregation, Direction
from kpireport.model.landing import Landing, LandingMethod, RunRate
from kpireport.model.measure import Measure
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.reason import Reason
from kpireport.present.bounds import bounds_of, within
from kpireport.present.edges import held_against
from kpireport.present.figures import NO_FIGURE, KpiFigures, MeasureFigures
from kpireport.present.verdict import Speaker
from kpireport.present.view import Figure
from kpireport.present.view_management import LandingRow, LandingView
from kpireport.stats.landing import COVERAGE

_ERROR_DECIMALS = 1
_NTH = 4
"""From the fourth on, ordinals are made alike in both languages."""
_COMPARED = {True: "_same", False: "_other", None: ""}
"""Which months a run rate is held against: the same of earlier years, others, or any."""


def landing_view(speaker: Speaker, calendar: FiscalCalendar) -> LandingView | None:
    """The landing of a KPI's fiscal year.

    None where the year is over, and where nothing says how months make a year: the fiscal year's
    own row tells that.
    """
    landing = speaker.result.landing
    if landing.year_end is None or landing.final or _without_rule(landing):
        return None
    told = _Told(speaker, landing, speaker.result.fiscal_year.measure)
    year = calendar.year_label(landing.year_end)
    return LandingView(
        title=speaker.messages.text("landing.title", year=year),
        sentence=told.sentence(),
        rows=tuple(told.rows()),
        method=told.method(),
        run_rate=told.run_rate(),
    )


def _without_rule(landing: Landing) -> bool:
    """Whether both landings are missing for one and the same reason: there are no totals."""
    nothing = landing.forecast is None and landing.statistical is None
    return nothing and landing.reason == landing.forecast_reason


def decimals_beside(figures: KpiFigures, target: Measure, value: float) -> int:
    """Decimals at which a landing that misses its target doesn't print as the target."""
    return figures.decimals_for(held_against(figures.kpi, target, value))


@dataclass(frozen=True)
class _Told:
    """A landing on its way into words. ``target`` has the full year's target or band."""

    speaker: Speaker
    landing: Landing
    target: Measure

    def sentence(self) -> str:
        landing = self.landing
        if landing.forecast is None and landing.statistical is None:
            return self._text("nothing", reason=self._why(landing.reason))
        clauses = (self._where(), self._outside(), self._target(), self._takes)
        return self._text("separator").join(clause for clause in clauses if clause) + "."

    def rows(self) -> Iterator[LandingRow]:
        landing = self.landing
        version = ""
        if landing.forecast is not None and landing.forecast_version:
            version = self._text("version", version=landing.forecast_version)
        yield self._row("forecast", landing.forecast, version or self._why(landing.forecast_reason))
        interval = "" if landing.statistical is None else self._text("interval", **self._range)
        note = self._why(landing.reason)
        yield self._row("statistical", landing.statistical, note, interval)
        yield self._target_row()
        if landing.budget is not None:
            yield self._row_beside("budget", landing.budget)
        if landing.prior_year is not None:
            yield self._row_beside("prior_year", landing.prior_year)

    def method(self) -> str:
        """How the statistical figure was found and how wrong it was before."""
        landing = self.landing
        if landing.method is None:
            return ""
        how = self._text(f"method_{landing.method}", **self._weight())
        if landing.wape is None:
            return how
        least = telling_decimals(_ERROR_DECIMALS, [(landing.wape * 100, 0.0)])
        wape = self.speaker.messages.formats.percent(landing.wape, least)
        known = landing.known_months
        after = self._text(f"after_{min(known, _NTH)}", known=known)
        return f"{how} {self._text('error', count=landing.backtests, wape=wape, after=after)}"

    def run_rate(self) -> str:
        """The pace of the year so far, and the best there ever was."""
        rate, takes = self.landing.run_rate, self._takes
        said = []
        if self.landing.forecast is None and self.landing.statistical is None and takes:
            said.append(f"{takes[0].upper()}{takes[1:]}.")
        if rate.current is not None:
            key = "rate_so_far" if self._adds_up else "rate_ratio_so_far"
            said.append(self._text(key, current=self._so_far(rate.current)))
        # Where it was reached before, what the months to come must bring has named the best.
        named = rate.seen and takes
        if rate.best is not None and rate.best_end is not None and not named:
            count = 1 if self._is_level else rate.months
            best = self._spelt(rate.best)
            key = "best_same" if rate.same_months else "best"
            end, span = self._month(rate.best_end), self._best_span(count)
            said.append(self._text(key, count=count, best=best, end=end, span=span))
        return " ".join(said)

    def _where(self) -> str:
        """Where the year lands by either."""
        landing = self.landing
        check = ""
        if landing.statistical is not None:
            value, method = self._spelt(landing.statistical), self._text(f"by_{landing.method}")
            check = self._text("check", value=value, method=method, **self._range)
        if landing.forecast is None:
            return self._text("check_only", check=check)
        version = landing.forecast_version
        key = "management_version" if version else "management"
        management = self._text(key, version=version)
        forecast = self._spelt(landing.forecast)
        if not check:
            return self._text("forecast_only", forecast=forecast, management=management)
        return self._text("both", forecast=forecast, management=management, check=check)

    def _outside(self) -> str:
        """Management's forecast where its own history makes it unlikely."""
        forecast, low, high = self.landing.forecast, self.landing.low, self.landing.high
        if forecast is None or low is None or high is None:
            return ""
        if forecast > high and not same(forecast, high):
            return self._text("above_range")
        return self._text("below_range") if forecast < low and not same(forecast, low) else ""

    def _target(self) -> str:
        """What becomes of the target, or only what it is."""
        target = self._spelt_target()
        landing = self.landing
        if not target:
            return ""
        if landing.settled is not None:
            return self._text("already_met" if landing.settled else "already_missed", target=target)
        if landing.outlook is not None:
            return self._text(str(landing.outlook), target=target)
        return self._text("against", target=target)

    @cached_property
    def _takes(self) -> str:
        """What the months to come must bring; of a level it is the target itself."""
        rate, direction = self.landing.run_rate, self.speaker.result.kpi.direction
        if rate.required is None or self._is_level or self.landing.settled is not None:
            return ""
        side = "lower" if direction is Direction.LOWER else "higher"
        kind = "sum" if self._adds_up else "average"
        seen = self._seen(rate)
        required = self._spelt(rate.required)
        if rate.weighed_by is not None:
            key = f"weighed_by_{rate.weighed_by}"
            required += f" {self._text(key, name=rate.weighed_name)}"
        return self._text(f"takes_{kind}_{side}", count=rate.months, required=required, seen=seen)

    def _seen(self, rate: RunRate) -> str:
        """Whether it was reached before: in the same months of earlier years, where there are."""
        if rate.seen is None or rate.best is None or rate.best_end is None:
            return self._text("untried")
        key = ("seen" if rate.seen else "never") + _COMPARED[rate.same_months]
        best, end = self._spelt(rate.best), self._month(rate.best_end)
        return self._text(
            key, count=rate.months, best=best, end=end, span=self._best_span(rate.months)
        )

    def _best_span(self, months: int) -> str:
        """The months whose average is the best there was."""
        end = self.landing.run_rate.best_end
        return "" if end is None else self.speaker.messages.formats.span(end.shift(1 - months), end)

    def _target_row(self) -> LandingRow:
        spelt = self._band_or_level()
        note = "" if spelt is not NO_FIGURE else self._why(Reason("landing_no_year_target"))
        return LandingRow(self._text("row_target"), spelt, NO_FIGURE, note)

    def _band_or_level(self) -> Figure:
        target = self.target
        if target.target is target.target_low is target.target_high is None:
            return NO_FIGURE
        return self._beside_target(None).target

    def _row(self, key: str, value: float | None, note: str = "", interval: str = "") -> LandingRow:
        label = self._text(f"row_{key}")
        if value is None:
            return LandingRow(label, NO_FIGURE, NO_FIGURE, note, interval)
        shown = self._beside_target(value)
        return LandingRow(label, shown.actual, shown.variance, note, interval)

    def _beside_target(self, value: float | None) -> MeasureFigures:
        held = held_against(self.speaker.result.kpi, self.target, value)
        return self.speaker.figures.measure(held)

    def _row_beside(self, key: str, value: float) -> LandingRow:
        """What management's forecast is held against beside the target, and how far it is off."""
        figures, forecast = self.speaker.figures, self.landing.forecast
        level = figures.level(value)
        label = self._text(f"row_{key}")
        if forecast is None:
            return LandingRow(label, level, NO_FIGURE)
        change = figures.difference(difference(forecast, value)).text
        if value > 0 and not self.speaker.result.kpi.unit.is_percent:
            share = figures.share(forecast / value - 1).text
            change = self._text("change", change=change, share=share)
        return LandingRow(label, level, NO_FIGURE, self._text("held_against", change=change))

    def _decimals(self, value: float) -> int:
        return decimals_beside(self.speaker.figures, self.target, value)

    def _spelt(self, value: float) -> str:
        return self.speaker.figures.spelt(value, self._decimals(value))

    def _so_far(self, current: float) -> str:
        """The pace of the year so far; of what doesn't add up it is the year to date, as above."""
        figures, year = self.speaker.figures, self.speaker.result.ytd.measure
        if self._adds_up or year.actual is None or not same(current, year.actual):
            return self._spelt(current)
        return figures.spelt(current, max(figures.measure(year).decimals, self._decimals(current)))

    def _spelt_target(self) -> str:
        return self.speaker.figures.spelt_target(self.target)

    @cached_property
    def _range(self) -> Mapping[str, str]:
        low, high = self.landing.low, self.landing.high
        assert low is not None and high is not None, "a statistical landing has an interval"
        coverage = self.speaker.messages.formats.percent(COVERAGE, 0)
        if not self._adds_up:
            bounds = bounds_of(self.speaker.result)
            low, high = within(bounds, low), within(bounds, high)
        return {"coverage": coverage, "range": self.speaker.figures.spelt_range(low, high)}

    def _weight(self) -> dict[str, str]:
        if self.landing.method is not LandingMethod.SMOOTHING:
            return {}
        weight = self.landing.smoothing or 0.0
        return {"weight": self.speaker.messages.formats.percent(weight, 0)}

    @property
    def _adds_up(self) -> bool:
        return self.speaker.result.kpi.aggregation is Aggregation.SUM

    @property
    def _is_level(self) -> bool:
        return self.speaker.result.kpi.aggregation is Aggregation.LAST

    def _why(self, reason: Reason | None) -> str:
        return "" if reason is None else self.speaker.messages.reason(reason)

    def _month(self, period: Period) -> str:
        return self.speaker.messages.formats.month(period)

    def _text(self, key: str, **params: str | int) -> str:
        return self.speaker.messages.text(f"landing.{key}", **params)
