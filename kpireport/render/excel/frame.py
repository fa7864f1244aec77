"""What every workbook of ours has: the options it is written with and what it says of itself."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from kpireport.present.view import ReportView
from kpireport.render.excel.cells import clean
from kpireport.render.excel.styles import FONT, SIZE

_LONGEST_PROPERTY = 255
RUN_PROPERTY = "kpireport_run"
"""The custom document property that holds the run's hash, and marks a file as our own output."""


def options() -> dict[str, object]:
    """How a workbook is written; made anew for each, for XlsxWriter keeps its own in the format."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    }


def set_properties(file: xlsxwriter.Workbook, view: ReportView, sources: Sequence[str]) -> None:
    """Title, author, period and run; no clock is read for the day it was made."""
    texts = {
        "title": " – ".join(part for part in (view.organisation, view.title) if part),
        "subject": view.period_label,
        "author": view.prepared_by,
        "company": view.organisation,
        "comments": ", ".join(sources),
    }
    properties = {key: clean(text, _LONGEST_PROPERTY) for key, text in texts.items()}
    file.set_properties(properties | {"created": _last_day(view.period_iso)})
    file.set_custom_property(RUN_PROPERTY, view.run, "text")
    file.set_size(2400, 1500)


def _last_day(period_iso: str) -> datetime:
    """The end of the report's month: a date for the file that no clock decides."""
    year, month = (int(part) for part in period_iso.split("-"))
    return datetime(year, month, monthrange(year, month)[1])
