"""Native charts in business notation, drawn from the Data sheet.

Actual solid and dark, the prior year lighter, the plan outlined; a provisional month is hatched.
Columns stand on zero; a line's axis may start above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.chart import Chart

from kpireport.present.scales import SHEET_SIZES
from kpireport.present.view import HistoryRow, KpiView
from kpireport.render.excel import data_columns as data
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.styles import FONT
from kpireport.render.excel.theme import colour

MONTHS = 13
"""A year and the month it began with, so that every season is seen."""
AHEAD = 3

Series = dict[str, Any]

_SMALL = {"name": FONT, "size": SHEET_SIZES["chart"], "color": colour("muted")}
_STRONG = {"name": FONT, "size": SHEET_SIZES["small"], "bold": True, "color": colour("ink")}
_HATCHED = {
    "pattern": {
        "pattern": "wide_upward_diagonal",
        "fg_color": colour("chart_actual"),
        "bg_color": colour("surface"),
    },
    "border": {"color": colour("chart_actual"), "width": 1},
}
_DOTTED = {"line": {"color": colour("chart_actual"), "width": 2.25, "dash_type": "round_dot"}}
_GROUPED = {"gap": 35, "overlap": 45}
_OUTLINED = {
    "fill": {"color": colour("surface")},
    "border": {"color": colour("chart_plan"), "width": 1},
}
_BARE: Series = {"marker": {"type": "none"}}
_LIMIT: Series = {"color": colour("chart_limit"), "width": 1}
_PLAN: Series = {"color": colour("chart_plan"), "width": 1.25}
_MEAN_LINE = _BARE | {"line": _LIMIT}
_LIMIT_LINE = _BARE | {"line": _LIMIT | {"dash_type": "dash"}}
_PLAN_LINE = _BARE | {"line": _PLAN | {"dash_type": "dash"}}


@dataclass(frozen=True, slots=True)
class Stretch:
    """The months of a KPI that a chart shows: rows of the Data sheet, both included."""

    first: int
    last: int
    months: Sequence[HistoryRow]

    def any(self, series: str) -> bool:
        """Whether a figure of that name is there to be drawn."""
        return any(True for _ in self.values(series))

    def values(self, series: str) -> Iterable[float]:
        """The figures of that name, in Excel's scale, without the gaps."""
        figures = (getattr(month, series) for month in self.months)
        return (f.excel_value for f in figures if f is not None and f.excel_value is not None)


def kpi_chart(book: ExcelBook, kpi: KpiView, title: tuple[str, int, int]) -> Chart | None:
    """The KPI's last months against target and prior year; None where there is nothing to draw.

    ``title`` is the cell that holds the chart's title: sheet, row and column.
    """
    stretch = stretch_of(book, kpi, ahead=AHEAD)
    if stretch is None or not stretch.any("actual"):
        return None
    chart = book.file.add_chart({"type": "column" if kpi.bars else "line"})
    if stretch.any("prior_year"):
        chart.add_series(_series(book, stretch, data.PRIOR) | _prior_look(kpi.bars))
    if stretch.any("target"):
        target_look = _OUTLINED | _GROUPED if kpi.bars else _PLAN_LINE
        chart.add_series(_series(book, stretch, data.TARGET) | target_look)
    chart.add_series(_series(book, stretch, data.ACTUAL) | _actual_look(kpi.bars, stretch))
    if stretch.any("forecast"):
        look = _HATCHED | _GROUPED if kpi.bars else _DOTTED
        chart.add_series(_series(book, stretch, data.FORECAST) | look)
    _add_levels(book, chart, kpi, stretch)
    _mark_chosen(book, chart, kpi, stretch)
    _dress(book, chart, kpi, stretch)
    place = {"x": 0.015, "y": 0.03}
    chart.set_title({"name": [*title], "name_font": _STRONG, "overlay": False, "layout": place})
    return chart


def shown_months(book: ExcelBook, kpi: KpiView) -> Sequence[HistoryRow]:
    """The months that the KPI's chart shows, oldest first."""
    stretch = stretch_of(book, kpi, ahead=AHEAD)
    return () if stretch is None else stretch.months


def between_closings(book: ExcelBook, kpi: KpiView) -> bool:
    """Whether months between two figures are empty because a quarter or a year closes none."""
    return book.live is not None and book.live.model.series[kpi.id].step > 1


def stretch_of(book: ExcelBook, kpi: KpiView, ahead: int) -> Stretch | None:
    """The last months up to the report's, and as many of those ahead."""
    rows = book.data_rows.get(kpi.anchor)
    if rows is None:
        return None
    closed = rows.first if rows.last_closed is None else rows.last_closed
    first, last = max(rows.first, closed - MONTHS + 1), min(rows.last, closed + ahead)
    return Stretch(first, last, book.months(kpi)[first - rows.first : last - rows.first + 1])


def _series(book: ExcelBook, stretch: Stretch, column: int) -> Series:
    sheet = book.names.data
    return {
        "name": [sheet, data.HEADER, column],
        "categories": [sheet, stretch.first, data.PERIOD, stretch.last, data.PERIOD],
        "values": [sheet, stretch.first, column, stretch.last, column],
    }


def _prior_look(bars: bool) -> Series:
    if bars:
        look = {"fill": {"color": colour("chart_prior")}, "border": {"none": True}}
        return look | _GROUPED
    return {"line": {"color": colour("chart_prior"), "width": 1.5}, "marker": {"type": "none"}}


def _actual_look(bars: bool, stretch: Stretch) -> Series:
    look: Series = {"data_labels": _last_label(bars, stretch)}
    provisional = [month.provisional for month in stretch.months]
    if bars:
        look |= {"fill": {"color": colour("chart_actual")}, "border": {"none": True}}
        look |= _GROUPED
        if any(provisional):
            look["points"] = [_HATCHED if each else None for each in provisional]
        return look
    dark = {"color": colour("chart_actual")}
    look["line"] = {**dark, "width": 2.25}
    look["marker"] = {"type": "circle", "size": 5, "fill": dark, "border": dark}
    if any(provisional):
        look["points"] = [_DOTTED if each else None for each in provisional]
    return look


def _last_label(bars: bool, stretch: Stretch) -> Series:
    """The value beside the last closed month's point, and at no other."""
    last = max(
        (
            place
            for place, month in enumerate(stretch.months)
            if month.actual.excel_value is not None and not month.future
        ),
        default=None,
    )
    hidden = [None if place == last else {"delete": True} for place in range(len(stretch.months))]
    return {
        "value": True,
        "position": "outside_end" if bars else "above",
        "font": _STRONG,
        "num_format": _number_format(stretch),
        "fill": {"color": colour("surface")},
        "custom": hidden,
    }


def _add_levels(book: ExcelBook, chart: Chart, kpi: KpiView, stretch: Stretch) -> None:
    """The lines between which the target lies, and the process limits of the actual."""
    levels = (
        ("target_low", data.LOW, _PLAN_LINE),
        ("target_high", data.HIGH, _PLAN_LINE),
        ("mean", data.MEAN, _MEAN_LINE),
        ("lower", data.LOWER, _LIMIT_LINE),
        ("upper", data.UPPER, _LIMIT_LINE),
    )
    series = [
        _series(book, stretch, column) | look for name, column, look in levels if stretch.any(name)
    ]
    if not series:
        return
    carrier = book.file.add_chart({"type": "line"}) if kpi.bars else chart
    for bound in series:
        carrier.add_series(bound)
    if carrier is not chart:
        chart.combine(carrier)


def _mark_chosen(book: ExcelBook, chart: Chart, kpi: KpiView, stretch: Stretch) -> None:
    """A band over the month that was picked: a column of its own, as high as the chart."""
    if book.live is None:
        return
    band = _series(book, stretch, data.CHOSEN) | {
        "y2_axis": True,
        "fill": {"color": colour("muted"), "transparency": 80},
        "border": {"none": True},
        "gap": 0,
    }
    carrier = chart if kpi.bars else book.file.add_chart({"type": "column"})
    carrier.add_series(band)
    if carrier is not chart:
        chart.combine(carrier)
    carrier.set_y2_axis(_UNSEEN)


_UNSEEN: Series = {  # LibreOffice draws what stands on an axis that is left out on the other one.
    "min": 0,
    "max": 1,
    "label_position": "none",
    "major_tick_mark": "none",
    "line": {"none": True},
    "major_gridlines": {"visible": False},
}


def _dress(book: ExcelBook, chart: Chart, kpi: KpiView, stretch: Stretch) -> None:
    """Axes, legend and ground."""
    chart.set_x_axis(
        {
            "num_format": data.MONTH_FORMATS[book.view.language].replace("yyyy", "yy"),
            "num_font": {**_SMALL, "rotation": 0},
            "text_axis": True,
            "label_position": "low",
            "line": {"color": colour("chart_zero"), "width": 0.75},
            "major_tick_mark": "none",
        }
    )
    value_axis: Series = {
        "num_format": _number_format(stretch),
        "num_font": _SMALL,
        "line": {"none": True},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": {"color": colour("chart_grid"), "width": 0.5}},
    }
    drawn = ("actual", "target", "prior_year", "lower")
    shown = [v for name in drawn for v in stretch.values(name)]
    if kpi.bars and min(shown) >= 0:
        value_axis["min"] = 0
    chart.set_y_axis(value_axis)
    chart.set_legend({"position": "bottom", "font": _SMALL})
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": colour("surface")}})
    chart.set_plotarea({"fill": {"none": True}})
    chart.show_blanks_as("span" if between_closings(book, kpi) else "gap")


def _number_format(stretch: Stretch) -> str:
    return next(
        month.actual.excel_format
        for month in reversed(stretch.months)
        if month.actual.excel_value is not None
    )
