"""An actual against its target in every window, and the actual against other figures."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.i18n.messages import Messages
from kpireport.model.book import Settings
from kpireport.model.kpi import Frequency
from kpireport.model.measure import Comparison, Measure, Window
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.present.edges import distance
from kpireport.present.figures import KpiFigures
from kpireport.present.marks import row_mark, status_mark
from kpireport.present.view import ComparisonView, MeasureView


def month_label(messages: Messages, frequency: Frequency, period: Period) -> str:
    """What a month's figure stands for: ``Oct 2026``, or the quarter or year it closes."""
    if frequency is Frequency.QUARTERLY:
        return messages.text("measure.quarter", period=period)
    if frequency is Frequency.YEARLY:
        return messages.text("measure.year", period=period)
    return messages.formats.month(period)


def month_view(
    messages: Messages, figures: KpiFigures, result: KpiResult, report_period: Period
) -> MeasureView:
    """The month's actual against its target."""
    period = result.period or report_period
    note = messages.reason(result.reason) if result.reason else ""
    shown = figures.measure(result.measure, note)
    start = _measured_from(messages, figures, result.measure)
    return MeasureView(
        label=month_label(messages, result.kpi.frequency, period),
        actual=shown.actual,
        target=shown.target,
        variance=shown.variance,
        variance_pct=shown.variance_pct,
        attainment=shown.attainment,
        status=status_mark(messages, result.measure.status),
        note=" ".join(part for part in (note, start) if part),
        target_low=shown.target_low,
        target_high=shown.target_high,
        inside=_inside(messages, result.measure),
    )


def window_view(messages: Messages, figures: KpiFigures, window: Window, label: str) -> MeasureView:
    """A window's actual against its target, like for like, with what a reader must know of it."""
    reason = messages.reason(window.reason) if window.reason else ""
    shown = figures.measure(window.measure, reason)
    whole = shown.actual
    if window.measure.actual is None or compares_fewer(window):
        whole = figures.level(window.actual, shown.decimals, note=reason)
    coverage = coverage_text(messages, window)
    compared = told_whole = coverage
    if coverage and compares_fewer(window):
        compared = messages.text("measure.compared", coverage=coverage, actual=shown.actual.text)
        told_whole = messages.text(
            "measure.whole", coverage=coverage, count=window.actual_months, actual=whole.text
        )
    return MeasureView(
        label=label,
        actual=whole,
        target=shown.target,
        variance=shown.variance,
        variance_pct=shown.variance_pct,
        attainment=shown.attainment,
        status=row_mark(messages, figures.kpi, window.measure.status),
        note=" ".join(_window_notes(messages, figures, window, reason)),
        target_low=shown.target_low,
        target_high=shown.target_high,
        coverage=coverage,
        compared=compared,
        whole=told_whole,
        compared_actual=shown.actual if compares_fewer(window) else None,
        inside=_inside(messages, window.measure),
    )


def _inside(messages: Messages, measure: Measure) -> str:
    """That an actual lies inside its band: a card says so instead of a variance of 0."""
    lies_in = measure.target is None and distance(measure) == 0
    return messages.text("measure.inside") if lies_in else ""


def compares_fewer(window: Window) -> bool:
    """Whether some months of the window have an actual and no target to hold it against."""
    measure = window.measure
    aimless = measure.target is measure.target_low is measure.target_high is None
    return not aimless and measure.actual is not None and 0 < window.months < window.actual_months


def coverage_text(messages: Messages, window: Window) -> str:
    """``4 of 10 months``: those that the window's comparison holds; empty where it holds all.

    A window without any figure covers nothing, and its reason says so.
    """
    count = window.months if compares_fewer(window) else window.actual_months
    return months_covered(messages, count, window.expected_months)


def months_covered(messages: Messages, count: int, expected: int) -> str:
    """``9 of 10 months``; empty where nothing is missing."""
    if not 0 < count < expected:
        return ""
    return messages.text("measure.months_covered", count=count, expected=expected)


def _window_notes(
    messages: Messages, figures: KpiFigures, window: Window, reason: str
) -> Iterator[str]:
    if reason:
        yield reason
    said = window.reason is not None and "count" in window.reason.params
    if not said and 0 < window.months < window.expected_months:
        yield messages.text(
            "measure.coverage", months=window.months, expected=window.expected_months
        )
    if compares_fewer(window) and window.measure.actual is not None:
        decimals = figures.measure(window.measure).decimals
        yield messages.text(
            "measure.compared_actual",
            actual=figures.spelt(window.measure.actual, decimals),
            count=window.actual_months,
            whole=figures.level(window.actual, decimals).text,
        )
    if start := _measured_from(messages, figures, window.measure):
        yield start
    if window.target_basis == "actual_mix" and window.measure.target is not None:
        yield messages.text("measure.actual_mix")
    if window.provisional:
        yield messages.text("measure.provisional")


def _measured_from(messages: Messages, figures: KpiFigures, measure: Measure) -> str:
    """Where attainment starts from, of a target of zero: no share of it could be told."""
    if measure.measured_from is None:
        return ""
    return messages.text("measure.measured_from", baseline=figures.spelt(measure.measured_from))


def ytd_label(messages: Messages, window: Window) -> str:
    """``YTD Jan–Oct 2026``."""
    span = messages.formats.span(window.start, window.end)
    return messages.text("measure.year_to_date", span=span)


def window_views(
    messages: Messages, settings: Settings, figures: KpiFigures, result: KpiResult
) -> tuple[MeasureView, ...]:
    """Quarter to date, year to date, rolling 12 and fiscal year."""
    span = messages.formats.span
    name = settings.fiscal_calendar.year_label(result.fiscal_year.start)
    quarter, rolling = result.qtd, result.rolling12
    labels = (
        messages.text("measure.quarter_to_date", span=span(quarter.start, quarter.end)),
        ytd_label(messages, result.ytd),
        messages.text("measure.rolling12", span=span(rolling.start, rolling.end)),
        messages.text("measure.fiscal_year", name=name),
    )
    windows = (quarter, result.ytd, rolling, result.fiscal_year)
    return tuple(
        window_view(messages, figures, window, label)
        for window, label in zip(windows, labels, strict=True)
    )


def comparison_views(
    messages: Messages, figures: KpiFigures, result: KpiResult
) -> tuple[ComparisonView, ...]:
    """The actual against other figures. Baseline and budget only where the workbook has them."""
    compared = result.comparisons
    rows = [
        ("previous", compared.previous),
        ("year_ago", compared.year_ago),
        ("ytd_year_ago", compared.ytd_year_ago),
    ]
    optional = [("baseline", compared.baseline), ("budget", compared.budget)]
    rows += [(key, comparison) for key, comparison in optional if comparison.value is not None]
    return tuple(_comparison(messages, figures, key, comparison) for key, comparison in rows)


def _comparison(
    messages: Messages, figures: KpiFigures, key: str, comparison: Comparison
) -> ComparisonView:
    label = messages.text(f"label.{key}")
    if comparison.period is not None and key != "ytd_year_ago":
        label = messages.text("measure.dated", label=label, period=comparison.period)
    note = messages.reason(comparison.reason) if comparison.reason else ""
    return ComparisonView(
        label=label,
        value=figures.level(comparison.value, note="" if comparison.value is not None else note),
        delta=figures.difference(comparison.delta, comparison.favourable_delta),
        delta_pct=figures.change_pct(comparison),
        note=note,
        key=key,
    )
