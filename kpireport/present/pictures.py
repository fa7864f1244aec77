"""A KPI's charts: what is drawn, under which title, and the sentence that says it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpireport.compute.natural_bounds import Bounds
from kpireport.i18n.messages import Messages
from kpireport.i18n.units import name_says_unit
from kpireport.model.behaviour import LimitPoint, Process
from kpireport.model.kpi import Aggregation, ProcessBasis
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.scorecard import HistoryPoint, KpiResult
from kpireport.model.status import Status
from kpireport.present.behaviour import basis_text, limits_text
from kpireport.present.bounds import bounds_of, within
from kpireport.present.chart_story import events_alt, goal_alt, with_story
from kpireport.present.chart_words import chart_words
from kpireport.present.charts import TimelinePoint, sparkline, timeline
from kpireport.present.charts.points import NO_SHARE, SharedScale
from kpireport.present.edges import distance
from kpireport.present.figures import KpiFigures, tone
from kpireport.present.marks import severity, status_mark
from kpireport.present.rows import limits_of_actual, shown_history, signal_mark
from kpireport.present.view import Chart

SPARKLINE_MONTHS = 13


def kpi_sparkline(
    messages: Messages, figures: KpiFigures, result: KpiResult, report_period: Period
) -> Chart:
    """The last 13 figures as a chart the size of a word."""
    history = [p for p in shown_history(result, report_period) if p.period <= report_period]
    points = history[-SPARKLINE_MONTHS:]
    measures = [point.measure for point in points]
    return sparkline(
        [measure.actual for measure in measures],
        [measure.target for measure in measures],
        status=status_mark(messages, result.measure.status).code,
        alt=course(messages, figures, points),
        title=figures.kpi.name,
        lows=[measure.target_low for measure in measures],
        highs=[measure.target_high for measure in measures],
        bars=adds_up(result),
    )


def kpi_chart(
    messages: Messages,
    figures: KpiFigures,
    result: KpiResult,
    report_period: Period,
    calendar: FiscalCalendar,
    shared: SharedScale = NO_SHARE,
) -> Chart:
    """Up to three years of actuals against target, and the months ahead."""
    points = shown_history(result, report_period)
    past = [point for point in points if point.period <= report_period]
    limits = limits_of_actual(result)
    bounds = bounds_of(result)
    drawn = [
        _limited(messages, figures, made, limits.get(point.period), bounds)
        for point in points
        for made in (_point(messages, figures, point, report_period, calendar),)
    ]
    if not prior_years_drawn(result):
        drawn = [replace(made, prior_year=None) for made in drawn]
    drawn = with_story(messages, figures, result, points, drawn)
    chart = timeline(
        drawn,
        title=_title(messages, figures, points),
        alt=" ".join(
            [
                *_alt(messages, figures, past),
                *goal_alt(messages, figures, points),
                *_limits_alt(messages, figures, result),
                *events_alt(messages, points, result.events),
            ]
        ),
        words=chart_words(messages),
        tick_text=figures.tick,
        bars=adds_up(result),
        whole_page=result.kpi.headline,
        shared=shared,
    )
    return replace(chart, caption=_caption(messages, result.process))


def _limited(
    messages: Messages,
    figures: KpiFigures,
    drawn: TimelinePoint,
    limit: LimitPoint | None,
    bounds: Bounds,
) -> TimelinePoint:
    """The month with its process limits, as far as a figure can go, and its signal."""
    if limit is None:
        return drawn
    mark = signal_mark(messages, figures, limit)
    return replace(
        drawn,
        mean=limit.mean,
        lower=within(bounds, limit.lower),
        upper=within(bounds, limit.upper),
        signal=mark.tone if mark else None,
    )


def _caption(messages: Messages, process: Process) -> str:
    """What the limits are computed on, and whether they are firm and drawn."""
    if process.mean is None:
        return ""
    drawn = process.basis == ProcessBasis.ACTUAL
    key = "caption_actual" if drawn else "caption_not_drawn"
    if process.provisional:
        key = "caption_provisional" if drawn else "caption_not_drawn_provisional"
    return messages.text(f"process.{key}", basis=basis_text(messages, process))


def _limits_alt(messages: Messages, figures: KpiFigures, result: KpiResult) -> Iterator[str]:
    """The limits and the signals that are drawn, for those who don't see them."""
    process = result.process
    if process.mean is None or process.basis != ProcessBasis.ACTUAL:
        return
    said = limits_text(messages, figures, process, bounds_of(result))
    yield messages.text("process.alt_limits", limits=said)
    if process.signals:
        yield messages.text("process.alt_signals", count=len(process.signals))


def prior_years_drawn(result: KpiResult) -> bool:
    """Whether the chart has the year before.

    Columns have either its strokes or process limits, which together would hide them. Limits of
    the actual itself are those of a KPI without a season: last year's month is no yardstick then.
    """
    return not (adds_up(result) and limits_of_actual(result))


def adds_up(result: KpiResult) -> bool:
    """Whether the months are parts of a total, so that columns from zero say something."""
    return result.kpi.aggregation is Aggregation.SUM


def _point(
    messages: Messages,
    figures: KpiFigures,
    point: HistoryPoint,
    report_period: Period,
    calendar: FiscalCalendar,
) -> TimelinePoint:
    measure, shown = point.measure, figures.measure(point.measure)
    return TimelinePoint(
        label=messages.formats.month(point.period),
        month=messages.formats.month_name(point.period),
        year=calendar.year_label(point.period),
        actual=measure.actual,
        target=measure.target,
        target_low=measure.target_low,
        target_high=measure.target_high,
        prior_year=point.prior_year,
        forecast=point.forecast if measure.actual is None else None,
        variance=distance(measure),
        tone=tone(measure.favourable_variance),
        provisional=point.provisional and measure.actual is not None,
        future=point.period > report_period,
        actual_text="" if measure.actual is None else shown.actual.text,
        target_text=figures.spelt_target(measure, shown.decimals),
        forecast_text="" if point.forecast is None else figures.level(point.forecast).text,
        variance_text="" if distance(measure) is None else shown.variance.text,
    )


def _title(messages: Messages, figures: KpiFigures, points: Sequence[HistoryPoint]) -> str:
    """What, in which unit, when."""
    name, unit = figures.kpi.name, figures.kpi.unit.text
    if not points:
        return name
    key = "title" if any(distance(p.measure) is not None for p in points) else "title_plain"
    if unit and not name_says_unit(name, unit):
        key += "_unit"
    span = messages.formats.span(points[0].period, points[-1].period)
    return messages.text(f"chart.{key}", name=name, unit=unit, span=span)


def _alt(messages: Messages, figures: KpiFigures, points: Sequence[HistoryPoint]) -> list[str]:
    """The course of the actuals, how often the target was met, and the latest target."""
    said = [course(messages, figures, points)]
    rated = [p.measure.status for p in points if severity(p.measure.status) is not None]
    if rated:
        met = rated.count(Status.ON_TRACK)
        said.append(messages.text("chart.met", met=met, compared=len(rated)))
    held = [(p, text) for p in points if (text := figures.spelt_target(p.measure))]
    if held:
        last, target = held[-1]
        said.append(messages.text("chart.target_now", period=last.period, target=target))
    return said


def course(messages: Messages, figures: KpiFigures, points: Sequence[HistoryPoint]) -> str:
    """From where to where the actuals went, with their lowest and highest."""
    known = [(p.period, p.measure.actual) for p in points if p.measure.actual is not None]
    if not known:
        return messages.text("chart.empty", name=figures.kpi.name)
    first, last = known[0], known[-1]
    lowest, highest = min(known, key=lambda k: k[1]), max(known, key=lambda k: k[1])
    return messages.text(
        "chart.course",
        count=len(known),
        name=figures.kpi.name,
        span=messages.formats.span(first[0], last[0]),
        first=figures.spelt(first[1]),
        first_month=first[0],
        last=figures.spelt(last[1]),
        last_month=last[0],
        lowest=figures.spelt(lowest[1]),
        lowest_month=lowest[0],
        highest=figures.spelt(highest[1]),
        highest_month=highest[0],
    )
