"""Excel scorecards reopened: what a test looks at instead of our own writer."""

from __future__ import annotations

import warnings
import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from kpireport.present.view import (
    ActionView,
    CommentView,
    Detail,
    Figure,
    MeasureView,
    MethodNote,
    ProblemView,
    ReportView,
    StatusMark,
    Tone,
)
from tests.render.views import shop

KILO_EURO = '#,##0.0" k€"'
SIGNED_PERCENT = "+0.0%;-0.0%;0.0%"


def reopened(data: bytes, *, data_only: bool = False) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it; with ``data_only`` the values formulas came to."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension")
        return openpyxl.load_workbook(BytesIO(data), data_only=data_only)


def parts(data: bytes, folder: str = "") -> dict[str, ElementTree.Element]:
    """The file's XML parts within ``folder``, each parsed: all of them are well-formed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {
            name: ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith(folder) and name.endswith((".xml", ".rels", ".vml"))
        }


def row_of(sheet: Worksheet, text: str, column: int = 2, start: int = 1) -> int:
    """The first row from ``start`` on that has ``text`` in that column."""
    for row in range(start, sheet.max_row + 1):
        if sheet.cell(row, column).value == text:
            return row
    raise AssertionError(f"no row has {text!r} in column {column} of {sheet.title}")


def table_under(sheet: Worksheet, header_row: int) -> dict[str, list[int]]:
    """The columns of each heading, from left to right."""
    columns: dict[str, list[int]] = {}
    for cell in sheet[header_row]:
        if isinstance(cell.value, str) and cell.value:
            columns.setdefault(cell.value, []).append(cell.column)
    return columns


def known_view() -> ReportView:
    """The shop with figures set by hand in its first KPI."""
    view = shop()
    category = view.categories[0]
    off_track = StatusMark("off_track", "Off track", "◆")
    on_track = StatusMark("on_track", "On track", "●")
    month = MeasureView(
        label="Oct 2026",
        actual=Figure("1,234.5 k€", 1234.5, KILO_EURO),
        target=Figure("1,300.0 k€", 1300.0, KILO_EURO),
        variance=Figure("+65.5 k€", 65.5, KILO_EURO, Tone.BAD),
        variance_pct=Figure("−5.0%", -0.05, SIGNED_PERCENT, Tone.GOOD),
        attainment=Figure("95.0%", 0.95, "0.0%"),
        status=off_track,
    )
    year = MeasureView(
        label="YTD Jan–Oct 2026",
        actual=Figure("12,000.0 k€", 12000.0, KILO_EURO),
        target=Figure("–", note="There is no target."),
        variance=Figure("–"),
        variance_pct=Figure("n.m."),
        attainment=Figure("–"),
        status=on_track,
        note="Over 9 of 10 months.",
    )
    kpi = replace(
        category.kpis[0],
        name="Known KPI",
        unit="k€",
        status=off_track,
        month=month,
        year_to_date=year,
        measures=(month, year),
    )
    categories = (replace(category, kpis=(kpi, *category.kpis[1:])), *view.categories[1:])
    return replace(view, categories=categories, cards=(kpi,))


def view_of_texts(text: str) -> ReportView:
    """The shop with ``text`` wherever a text may come from the user's workbook."""
    view = known_view()
    category = view.categories[0]
    kpi = replace(
        category.kpis[0],
        id=text,
        name=text,
        category=text,
        unit=text,
        verdict=text,
        details=(Detail(text, text),),
        notes=(text,),
        comments=(CommentView(text, text, text, text),),
        actions=(ActionView(text, text, text, text, text),),
        chart=replace(category.kpis[0].chart, title=text, alt=text),
        sparkline=replace(category.kpis[0].sparkline, title=text, alt=text),
    )
    return replace(
        view,
        title=text,
        organisation=text,
        entity=text,
        confidentiality=text,
        prepared_by=text,
        source_name=text,
        headlines=(text,),
        cards=(kpi,),
        categories=(replace(category, name=text, kpis=(kpi,)),),
        comments=kpi.comments,
        actions=kpi.actions,
        problems=(ProblemView("W501", "W", "Warning", text, text, text, text, text),),
        method=(MethodNote(text, text),),
    )
