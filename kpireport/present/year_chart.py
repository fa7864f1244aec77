"""The fiscal year as it adds up: its rows, and the chart of actual against target, cumulated."""

from __future__ import annotations

from kpireport.i18n.messages import Messages
from kpireport.i18n.units import name_says_unit
from kpireport.model.period import FiscalCalendar
from kpireport.model.scorecard import KpiResult, YearPoint
from kpireport.present.chart_words import chart_words
from kpireport.present.charts import TimelinePoint, timeline
from kpireport.present.charts.points import SharedScale
from kpireport.present.edges import distance
from kpireport.present.figures import NO_FIGURE, KpiFigures, tone
from kpireport.present.marks import row_mark
from kpireport.present.measures import compares_fewer, window_view
from kpireport.present.pictures import adds_up
from kpireport.present.view import Chart, HistoryRow


def year_rows(messages: Messages, figures: KpiFigures, result: KpiResult) -> tuple[HistoryRow, ...]:
    """One row a month, each the year to that month, oldest first."""
    return tuple(_row(messages, figures, point) for point in result.year_course)


def _row(messages: Messages, figures: KpiFigures, point: YearPoint) -> HistoryRow:
    window = point.window
    shown = window_view(messages, figures, window, "")
    return HistoryRow(
        period_iso=str(point.period),
        label=messages.formats.month(point.period),
        actual=shown.actual,
        target=shown.target,
        variance=shown.variance,
        status=row_mark(messages, figures.kpi, window.measure.status),
        prior_year=NO_FIGURE if point.prior_year is None else figures.level(point.prior_year),
        provisional=window.provisional,
        future=point.future,
        target_low=shown.target_low,
        target_high=shown.target_high,
        compared=shown.compared,
        whole=shown.whole,
        compared_actual=shown.compared_actual,
    )


def year_chart(
    messages: Messages, figures: KpiFigures, result: KpiResult, calendar: FiscalCalendar
) -> Chart | None:
    """The year to date month by month; None where the KPI has no such total."""
    points = result.year_course
    if not points:
        return None
    closed = [point for point in points if point.window.actual is not None]
    name, unit = figures.kpi.name, figures.kpi.unit.text
    key = "year_title_unit" if unit and not name_says_unit(name, unit) else "year_title"
    year = calendar.year_label(points[0].period)
    return timeline(
        [_drawn(messages, figures, point, calendar) for point in points],
        title=messages.text(f"chart.{key}", name=name, unit=unit, year=year),
        alt=_alt(messages, figures, closed[-1]),
        words=chart_words(messages),
        tick_text=figures.tick,
        bars=adds_up(result),
        # The month's chart stands beside it, in the same unit.
        shared=SharedScale(note=messages.text("chart.own_scale")),
    )


def _drawn(
    messages: Messages, figures: KpiFigures, point: YearPoint, calendar: FiscalCalendar
) -> TimelinePoint:
    """A target over fewer months than the actual is no column to hold it against: left out."""
    window, measure = point.window, point.window.measure
    shown = figures.measure(measure)
    like = not compares_fewer(window)
    gap = distance(measure) if like else None
    return TimelinePoint(
        label=messages.formats.month(point.period),
        month=messages.formats.month_name(point.period),
        year=calendar.year_label(point.period),
        actual=window.actual,
        target=measure.target if like else None,
        target_low=measure.target_low if like else None,
        target_high=measure.target_high if like else None,
        prior_year=point.prior_year,
        variance=gap,
        tone=tone(measure.favourable_variance),
        provisional=window.provisional,
        future=point.future,
        actual_text=""
        if window.actual is None
        else figures.level(window.actual, shown.decimals).text,
        target_text=figures.spelt_target(measure, shown.decimals),
        variance_text="" if gap is None else shown.variance.text,
    )


def _alt(messages: Messages, figures: KpiFigures, last: YearPoint) -> str:
    """Where the year stands, against its target where there is one, and against last year."""
    window, span = last.window, messages.formats.span(last.window.start, last.window.end)
    shown = window_view(messages, figures, window, "")
    said = [
        messages.text(
            "chart.year_actual", name=figures.kpi.name, span=span, actual=shown.actual.text
        )
    ]
    if distance(window.measure) is not None:
        decimals = figures.measure(window.measure).decimals
        said.append(
            messages.text(
                "chart.year_target",
                target=figures.spelt_target(window.measure, decimals),
                variance=shown.variance.text,
            )
        )
    if last.prior_year is not None:
        before = figures.spelt(last.prior_year)
        said.append(messages.text("chart.year_before", before=before))
    return " ".join(said)
