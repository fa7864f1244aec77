"""The Excel scorecard: sheets that read like the board pack, over a tidy Data sheet.

``render_xlsx`` opens a workbook in memory, has each module write its sheet, and returns the
bytes. Nothing reads a clock or a file: the same view gives the same bytes.
"""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from kpireport.present.view import ReportView
from kpireport.render.excel.blocks import write_kpis
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.data import data_rows, write_data
from kpireport.render.excel.frame import options, set_properties
from kpireport.render.excel.lists import write_follow_up, write_method, write_quality
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.calculation_sheet import write_calculation
from kpireport.render.excel.live.periods_sheet import write_periods
from kpireport.render.excel.live.texts_sheet import write_texts
from kpireport.render.excel.management import write_benchmarks, write_calendar, write_review
from kpireport.render.excel.names import quoted, sheet_names
from kpireport.render.excel.restated import write_restatements
from kpireport.render.excel.sheet import Sheet
from kpireport.render.excel.styles import Styles
from kpireport.render.excel.summary import write_summary
from kpireport.render.excel.theme import theme


def render_xlsx(view: ReportView) -> bytes:
    """The report as an Excel workbook."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, options()) as file:
        book = _open(file, view)
        write_data(book)
        if book.live is not None:
            write_periods(book, book.live)
            write_calculation(book, book.live)
            write_texts(book, book.live)
        places = write_kpis(book)
        write_summary(book, places)
        write_benchmarks(book)
        write_follow_up(book)
        write_calendar(book)
        write_restatements(book)
        write_quality(book)
        write_method(book)
        write_review(book)
        book.sheet(book.names.summary).activate()
    return stream.getvalue()


def _open(file: xlsxwriter.Workbook, view: ReportView) -> ExcelBook:
    """The workbook with its sheets in order, still empty, and what it says of itself."""
    file.use_custom_theme(theme(view.accent_colour))
    names = sheet_names(view.labels)
    for name, wanted in (
        (names.summary, True),
        (names.kpis, True),
        (names.benchmarks, bool(view.benchmarks)),
        (names.follow_up, True),
        (names.calendar, bool(view.calendar)),
        (names.data, True),
        (names.restatements, view.restatements is not None),
        (names.quality, True),
        (names.method, True),
        (names.review, view.review is not None),
        (names.calculation, view.live is not None),
        (names.texts, view.live is not None),
        (names.periods, view.live is not None),
    ):
        if wanted:
            file.add_worksheet(name, Sheet)
    set_properties(file, view, (view.source_name,))
    rows = data_rows(view)
    live = None
    if view.live is not None:
        first = {kpi.id: rows[kpi.anchor].first for kpi in view.kpis}
        live = LiveBook(view.live, quoted(names.calculation), first)
    return ExcelBook(file, Styles(file), view, names, rows, live)
