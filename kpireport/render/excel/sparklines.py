"""Native sparklines: a KPI's last months in one cell, drawn from the Data sheet."""

from __future__ import annotations

from typing import Any

from kpireport.present.view import KpiView
from kpireport.render.excel import data_columns as data
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.charts import between_closings, stretch_of
from kpireport.render.excel.names import quoted
from kpireport.render.excel.theme import colour


def sparkline(book: ExcelBook, kpi: KpiView) -> dict[str, Any] | None:
    """The options of a native sparkline of the KPI's last months; None for fewer than two."""
    stretch = stretch_of(book, kpi, ahead=0)
    values = [] if stretch is None else list(stretch.values("actual"))
    if stretch is None or len(values) < 2:
        return None
    letter = chr(ord("A") + data.ACTUAL)
    cells = f"!${letter}${stretch.first + 1}:${letter}${stretch.last + 1}"
    options = {
        "range": quoted(book.names.data) + cells,
        "type": "column" if kpi.bars else "line",
        "series_color": colour("chart_prior") if kpi.bars else colour("chart_actual"),
        "last_point": True,
        "last_color": colour("chart_actual"),
        "weight": 1.5,
        "empty_cells": "connect" if between_closings(book, kpi) else "gaps",
    }
    if kpi.bars and min(values) >= 0:
        options["min"] = 0
    return options
