"""The scorecard of the Summary: a line a KPI under its category, and the key to the signs."""

from __future__ import annotations

from kpireport.present.view import CategoryView, Figure, KpiView, MeasureView
from kpireport.render.excel.blocks import BlockPlaces
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, mark_text
from kpireport.render.excel.highlights import write_go
from kpireport.render.excel.live.figures import write_group_score, write_measure_figure
from kpireport.render.excel.live.signs import colour_by_sign, write_sign
from kpireport.render.excel.live.statuses import write_group_status, write_status
from kpireport.render.excel.live.texts import line_note
from kpireport.render.excel.live.told import write_period_text, write_told
from kpireport.render.excel.numberformats import worded
from kpireport.render.excel.sparklines import sparkline
from kpireport.render.excel.status import colour_statuses
from kpireport.render.excel.styles import BAND, HEADING, LINED, MUTED, SMALL, Style
from kpireport.render.excel.summary_columns import (
    ASSURANCE,
    FIGURES,
    GO,
    MONTH,
    MONTH_SIGN,
    MONTH_STATUS,
    NAME,
    NOTE,
    SPARK,
    UNIT,
    VARIATION,
    YEAR,
    YEAR_SIGN,
    YEAR_STATUS,
)
from kpireport.render.excel.theme import colour

_RIGHT: Style = {"align": "right"}


def write_table(
    book: ExcelBook, writer: SheetWriter, row: int, places: BlockPlaces
) -> tuple[int, list[int]]:
    """The scorecard by category. Returns the row below it, and those of the categories."""
    _write_headers(book, writer, row)
    first = row = row + 2
    categories: list[int] = []
    for number, category in enumerate(book.view.categories):
        categories.append(row)
        _write_category(book, writer, row, number, category)
        row += 1
        for kpi in category.kpis:
            _write_kpi(book, writer, row, kpi, places)
            row += 1
    if book.view.overall_score is not None:
        _write_overall(book, writer, row, book.view.overall_score)
        row += 1
    if row > first:
        colour_statuses(book, writer, first, row - 1, MONTH_STATUS)
        colour_statuses(book, writer, first, row - 1, YEAR_STATUS)
        _colour_signs(book, writer, first, row - 1)
    return row, categories


def _colour_signs(book: ExcelBook, writer: SheetWriter, first: int, last: int) -> None:
    if book.live is None:
        return
    for start, sign in ((MONTH, MONTH_SIGN), (YEAR, YEAR_SIGN)):
        colour_by_sign(book, writer, (start + 2, start + 3), (first, last), sign)
    writer.sheet.set_column(MONTH_SIGN, YEAR_SIGN, None, None, {"hidden": True})


def _write_headers(book: ExcelBook, writer: SheetWriter, row: int) -> None:
    group: Style = {"bold": True, "bottom": 1, "bottom_color": colour("rule"), "align": "center"}
    when = book.view.period_label
    write_period_text(book, writer, row, MONTH, "month", when, group, last=MONTH_STATUS + 1)
    writer.text(row, YEAR, book.label("year_to_date"), group, last=YEAR_STATUS + 1)
    row += 1
    writer.text(row, NAME, book.label("kpi"), HEADING, last=GO)
    writer.text(row, UNIT, book.label("unit"), HEADING)
    writer.text(row, SPARK, book.label("sparkline"), HEADING)
    for start in (MONTH, YEAR):
        for offset, key in enumerate(FIGURES):
            writer.text(row, start + offset, book.label(key), HEADING, _RIGHT)
        writer.text(row, start + 4, "", HEADING)
        writer.text(row, start + 5, book.label("status"), HEADING, {"indent": 1}, last=start + 6)
    for column, key in ((VARIATION, "variation"), (ASSURANCE, "assurance")):
        writer.text(row, column, book.label(key) if book.view.marks else "", HEADING)
    writer.text(row, NOTE, book.label("note"), HEADING, {"indent": 1})


def _write_category(
    book: ExcelBook, writer: SheetWriter, row: int, number: int, category: CategoryView
) -> None:
    writer.blank(row, NAME, NOTE, BAND)
    writer.text(row, NAME, category.name or book.label("other_category"), BAND, last=SPARK)
    _write_score(book, writer, row, number, category.score)
    write_group_status(book, writer, row, MONTH_STATUS, number, category.status, BAND)
    said = " · ".join(part for part in (category.coverage, category.note) if part)
    quiet: Style = {
        **BAND,
        "bold": False,
        "font_color": colour("muted"),
        "text_wrap": True,
        "indent": 1,
    }
    key = f"category_{number + 1}"
    write_period_text(book, writer, row, YEAR, key, said, quiet, last=NOTE)
    writer.at_least(row, 18)


def _write_overall(book: ExcelBook, writer: SheetWriter, row: int, score: Figure) -> None:
    writer.blank(row, NAME, NOTE, BAND)
    writer.text(row, NAME, book.label("overall_score"), BAND, last=SPARK)
    whole = len(book.view.categories)
    _write_score(book, writer, row, whole, score)
    if (status := book.view.overall_status) is not None:
        write_group_status(book, writer, row, MONTH_STATUS, whole, status, BAND)
    quiet: Style = {**BAND, "bold": False, "font_color": colour("muted"), "indent": 1}
    said = book.view.overall_coverage
    write_period_text(book, writer, row, YEAR, "coverage", said, quiet, last=NOTE)
    writer.at_least(row, 18)


def _write_score(
    book: ExcelBook, writer: SheetWriter, row: int, number: int, score: Figure
) -> None:
    style: Style = {**BAND, **_RIGHT}
    if book.live is not None:
        write_group_score(book, writer, row, MONTH, number, score, style, last=MONTH + 3)
        return
    if score.excel_value is None:
        writer.text(row, MONTH, score.text, style, last=MONTH + 3)
        return
    number_format = worded(score.excel_format, before=book.label("score") + " ")
    writer.number(row, MONTH, score.excel_value, number_format, style, last=MONTH + 3)


def _write_kpi(
    book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView, places: BlockPlaces
) -> None:
    writer.text(row, NAME, kpi.name, LINED, {"bold": kpi.headline, "text_wrap": True})
    write_go(book, writer, row, GO, places[kpi.anchor])
    writer.text(row, UNIT, kpi.unit, MUTED, LINED, {"text_wrap": True})
    writer.blank(row, SPARK, SPARK, LINED)
    if options := sparkline(book, kpi):
        writer.sheet.add_sparkline(row, SPARK, options)
    _write_measure(book, writer, row, MONTH, kpi, "month", kpi.month)
    _write_measure(book, writer, row, YEAR, kpi, "ytd", kpi.year_to_date)
    write_sign(book, writer, row, MONTH_SIGN, kpi, "month_favourable")
    write_sign(book, writer, row, YEAR_SIGN, kpi, "ytd_favourable")
    for column, name, mark in (
        (VARIATION, "variation", kpi.variation),
        (ASSURANCE, "assurance", kpi.assurance),
    ):
        if book.live is None:
            writer.mark(row, column, mark, SMALL, LINED)
        else:
            text = mark_text(mark) if mark else ""
            write_told(book, writer, row, column, kpi, name, text, SMALL, LINED)
    quiet: Style = {**SMALL, **LINED, "text_wrap": True, "indent": 1}
    note = line_note(kpi, book.view.labels)
    write_told(book, writer, row, NOTE, kpi, "line_note", note, quiet, most=2)
    writer.at_least(row, 18)


def _write_measure(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    window: str,
    measure: MeasureView,
) -> None:
    for offset, name in enumerate(FIGURES):
        look: Style = {**LINED, **_RIGHT, "bold": not offset}
        if book.live is None:
            writer.figure(row, column + offset, getattr(measure, name), look)
            continue
        write_measure_figure(book, writer, row, column + offset, kpi, window, name, measure, look)
    writer.blank(row, column + 4, column + 4, LINED)
    key = "status" if window == "month" else f"{window}_status"
    write_status(book, writer, row, column + 5, kpi, key, measure.status, LINED)


def write_legend(book: ExcelBook, writer: SheetWriter, row: int) -> int:
    """The key to every sign that stands on the sheet in some month."""
    marks = [f"{mark.shape} {mark.label}" for view in book.views for mark in view.legend]
    marks += [f"{mark.symbol} {mark.label}" for view in book.views for mark in view.marks]
    marks = list(dict.fromkeys(marks))
    said = [*marks, book.label("missing_long"), book.label("not_meaningful_long")]
    writer.text(row, NAME, "    ".join(said), SMALL, {"text_wrap": True}, last=NOTE)
    return row + 1
