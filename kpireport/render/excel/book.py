"""The workbook in the making: what every sheet needs to know of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kpireport.present.view import HistoryRow, KpiView, ReportView, StatusMark
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.names import SheetNames
from kpireport.render.excel.styles import Styles


@dataclass(frozen=True, slots=True)
class DataRows:
    """Where a KPI's months stand on the Data sheet: rows from zero, both included.

    ``last_closed`` is the row of the last month up to the report's own; None where there is none.
    """

    first: int
    last: int
    last_closed: int | None


@dataclass(frozen=True)
class ExcelBook:
    """The file being written, the words for it, and where things will stand.

    ``data_rows`` goes by the KPI's anchor.
    """

    file: xlsxwriter.Workbook
    styles: Styles
    view: ReportView
    names: SheetNames
    data_rows: Mapping[str, DataRows]
    live: LiveBook | None = None

    def months(self, kpi: KpiView) -> Sequence[HistoryRow]:
        """What stands in the KPI's rows of the Data sheet, one after the other."""
        if self.live is None:
            return kpi.history
        return self.live.model.months[kpi.id]

    @property
    def views(self) -> Sequence[ReportView]:
        """The report at every month that can be chosen."""
        return (self.view,) if self.live is None else self.live.model.views

    @cached_property
    def statuses(self) -> Sequence[StatusMark]:
        """Every status once, those of the legend first."""
        kpis = self.view.kpis
        used = [kpi.status for kpi in kpis] + [kpi.year_to_date.status for kpi in kpis]
        return tuple({mark.code: mark for mark in (*self.view.legend, *used)}.values())

    @cached_property
    def by_anchor(self) -> Mapping[str, KpiView]:
        """The report's KPIs by their anchors."""
        return {kpi.anchor: kpi for kpi in self.view.kpis}

    def label(self, key: str) -> str:
        return self.view.labels[key]

    def sheet(self, name: str) -> Worksheet:
        """The sheet of that name; ``KeyError`` where the workbook was opened without it."""
        found = self.file.get_worksheet_by_name(name)
        if found is None:
            raise KeyError(name)
        return found

    def writer(self, name: str, widths: Sequence[float]) -> SheetWriter:
        """A writer for that sheet, its columns of these widths in pixels."""
        return SheetWriter(self.sheet(name), self.styles, widths)
