"""The tidy figures behind the pack: a row an entity, KPI and month, for filters and pivots."""

from __future__ import annotations

from datetime import datetime

from kpireport.present.pack.view import PackView
from kpireport.present.view import ReportView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import fitting_width
from kpireport.render.excel.data_columns import MONTH_FORMATS
from kpireport.render.excel.page import set_page
from kpireport.render.excel.styles import HEADING, Style

_COLUMNS = ("entity", "kpi_id", "kpi", "unit", "period", "actual", "target", "status", "without")

_NUMBERS = ("period", "actual", "target")
_RIGHT: Style = {"align": "right"}


def write_pack_data(book: ExcelBook, pack: PackView, name: str) -> None:
    """Every entity's months up to the pack's, the group's first."""
    views = [pack.group, *(section.view for section in pack.entities if section.view)]
    writer = book.writer(name, _widths(pack, views))
    for column, key in enumerate(_COLUMNS):
        writer.text(0, column, book.label(key), HEADING, _RIGHT if key in _NUMBERS else {})
    months = {
        "num_format": MONTH_FORMATS[pack.language],
        "align": "right",
        "valign": "vcenter",
    }
    row = 0
    for view in views:
        for kpi in view.kpis:
            for point in kpi.history:
                if point.future:
                    continue
                row += 1
                for column, text in enumerate((view.entity, kpi.id, kpi.name, kpi.unit)):
                    writer.text(row, column, text)
                year, month = (int(part) for part in point.period_iso.split("-"))
                day = datetime(year, month, 1)
                writer.sheet.write_datetime(row, 4, day, book.styles.get(months))
                writer.figure(row, 5, point.beside_target)
                writer.figure(row, 6, point.target)
                writer.text(row, 7, point.status.label, {"indent": 1})
                writer.text(row, 8, point.without)
    writer.sheet.autofilter(0, 0, row, len(_COLUMNS) - 1)
    writer.sheet.freeze_panes(1, 0)
    writer.finish()
    set_page(book, writer.sheet, last_row=row, last_column=len(_COLUMNS) - 1, repeat=(0, 0))


def _widths(pack: PackView, views: list[ReportView]) -> list[float]:
    kpis = [kpi for view in views for kpi in view.kpis]
    return [
        fitting_width(
            [*(view.entity for view in views), pack.labels["entity"]], least=90, most=220
        ),
        fitting_width([kpi.id for kpi in kpis], least=60, most=160),
        fitting_width([kpi.name for kpi in kpis], least=160, most=300),
        fitting_width([kpi.unit for kpi in kpis], least=50, most=100),
        90,
        120,
        120,
        130,
        160,
    ]
