"""The Excel scorecard: sheets that read like the board pack, over a tidy Data sheet.

``render_xlsx`` opens a workbook in memory, has each module write its sheet, and returns the
bytes. Nothing reads a clock or a file: the same view gives the same bytes.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime
from io import BytesIO

import xlsxwriter

from kpireport.present.view import ReportView
from kpireport.render.excel.blocks import write_kpis
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import clean
from kpireport.render.excel.data import data_rows, write_data
from kpireport.render.excel.lists import write_follow_up, write_method, write_quality
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.calculation_sheet import write_calculation
from kpireport.render.excel.live.periods_sheet import write_periods
from kpireport.render.excel.live.texts_sheet import write_texts
from kpireport.render.excel.management import write_benchmarks, write_calendar, write_review
from kpireport.render.excel.names import quoted, sheet_names
from kpireport.render.excel.styles import FONT, SIZE, Styles
from kpireport.render.excel.summary import write_summary
from kpireport.render.excel.theme import theme

_LONGEST_PROPERTY = 255
RUN_PROPERTY = "kpireport_run"
"""The custom document property that holds the run's hash, and marks a file as our own output."""


def render_xlsx(view: ReportView) -> bytes:
    """The report as an Excel workbook."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, _options()) as file:
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
        write_quality(book)
        write_method(book)
        write_review(book)
        book.sheet(book.names.summary).activate()
    return stream.getvalue()


def _options() -> dict[str, object]:
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    }


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
        (names.quality, True),
        (names.method, True),
        (names.review, view.review is not None),
        (names.calculation, view.live is not None),
        (names.texts, view.live is not None),
        (names.periods, view.live is not None),
    ):
        if wanted:
            file.add_worksheet(name)
    texts = {
        "title": " – ".join(part for part in (view.organisation, view.title) if part),
        "subject": view.period_label,
        "author": view.prepared_by,
        "company": view.organisation,
        "comments": view.source_name,
    }
    properties = {key: clean(text, _LONGEST_PROPERTY) for key, text in texts.items()}
    file.set_properties(properties | {"created": _last_day(view.period_iso)})
    file.set_custom_property(RUN_PROPERTY, view.run, "text")
    file.set_size(2400, 1500)
    rows = data_rows(view)
    live = None
    if view.live is not None:
        first = {kpi.id: rows[kpi.anchor].first for kpi in view.kpis}
        live = LiveBook(view.live, quoted(names.calculation), first)
    return ExcelBook(file, Styles(file), view, names, rows, live)


def _last_day(period_iso: str) -> datetime:
    """The end of the report's month: a date for the file that no clock decides."""
    year, month = (int(part) for part in period_iso.split("-"))
    return datetime(year, month, monthrange(year, month)[1])
