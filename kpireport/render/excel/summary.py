"""The Summary sheet: what the board reads first, from sentences down to every KPI's line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpireport.present.tokens import LIGHT
from kpireport.present.view import CategoryView, Figure, KpiView, Mark, MeasureView
from kpireport.render.excel.blocks import BlockPlaces
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cards import write_cards, write_counts
from kpireport.render.excel.cells import GUTTER, SheetWriter, fitting_width, mark_text
from kpireport.render.excel.charts import sparkline
from kpireport.render.excel.highlights import write_go, write_highlights
from kpireport.render.excel.numberformats import worded
from kpireport.render.excel.page import almost_one_page, present, set_page, write_heading
from kpireport.render.excel.status import colour_statuses
from kpireport.render.excel.styles import (
    BAND,
    HEADING,
    LEAD,
    LINED,
    MUTED,
    SENTENCE,
    SMALL,
    Style,
)

NAME, GO, UNIT, SPARK = 1, 2, 3, 4
MONTH, MONTH_STATUS, YEAR, YEAR_STATUS = 5, 10, 12, 17
VARIATION, ASSURANCE, NOTE = 19, 20, 21
_FIGURES = ("actual", "target", "variance", "variance_pct")
SPANS = ((NAME, GO), (UNIT, MONTH), (6, 8), (9, 12), (13, 16), (17, NOTE))
"""The columns that a card or a count takes, side by side."""

_RIGHT: Style = {"align": "right"}


def write_summary(book: ExcelBook, places: BlockPlaces) -> None:
    """Fill the sheet; ``places`` says where each KPI's block stands, for the links to them."""
    writer = book.writer(book.names.summary, _widths(book))
    row = write_heading(book, writer, book.view.title, NOTE)
    writer.sheet.freeze_panes(row, 0)
    row = write_highlights(book, writer, row, places)
    row = _write_headlines(book, writer, row)
    row = write_counts(book, writer, row, SPANS)
    row = write_cards(book, writer, row, SPANS)
    header = row
    row = _write_table(book, writer, row, places)
    row = _write_legend(book, writer, row + 1)
    writer.finish()
    present(writer.sheet)
    whole = almost_one_page(writer, row)
    set_page(
        book,
        writer.sheet,
        last_row=row - 1,
        last_column=NOTE,
        repeat=(header, header + 1),
        breaks=() if whole else (header,),
        pages_high=1 if whole else 0,
    )


def _write_headlines(book: ExcelBook, writer: SheetWriter, row: int) -> int:
    for number, sentence in enumerate(book.view.headlines):
        writer.text(row, NAME, sentence, SENTENCE if number else LEAD, last=NOTE)
        row += 1
    return row


def _write_table(book: ExcelBook, writer: SheetWriter, row: int, places: BlockPlaces) -> int:
    """The scorecard by category. Returns the row below it."""
    _write_headers(book, writer, row)
    first = row = row + 2
    for category in book.view.categories:
        _write_category(book, writer, row, category)
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
    return row


def _write_headers(book: ExcelBook, writer: SheetWriter, row: int) -> None:
    group: Style = {"bold": True, "bottom": 1, "bottom_color": LIGHT.rule, "align": "center"}
    writer.text(row, MONTH, book.view.period_label, group, last=MONTH_STATUS + 1)
    writer.text(row, YEAR, book.label("year_to_date"), group, last=YEAR_STATUS + 1)
    row += 1
    writer.text(row, NAME, book.label("kpi"), HEADING, last=GO)
    writer.text(row, UNIT, book.label("unit"), HEADING)
    writer.text(row, SPARK, book.label("sparkline"), HEADING)
    for start in (MONTH, YEAR):
        for offset, key in enumerate(_FIGURES):
            writer.text(row, start + offset, book.label(key), HEADING, _RIGHT)
        writer.text(row, start + 4, "", HEADING)
        writer.text(row, start + 5, book.label("status"), HEADING, {"indent": 1}, last=start + 6)
    for column, key in ((VARIATION, "variation"), (ASSURANCE, "assurance")):
        writer.text(row, column, book.label(key) if book.view.marks else "", HEADING)
    writer.text(row, NOTE, book.label("note"), HEADING, {"indent": 1})


def _write_category(book: ExcelBook, writer: SheetWriter, row: int, category: CategoryView) -> None:
    writer.blank(row, NAME, NOTE, BAND)
    writer.text(row, NAME, category.name or book.label("other_category"), BAND, last=SPARK)
    _write_score(book, writer, row, category.score)
    writer.status(row, MONTH_STATUS, category.status, BAND)
    said = " · ".join(part for part in (category.coverage, category.note) if part)
    quiet: Style = {
        **BAND,
        "bold": False,
        "font_color": LIGHT.muted,
        "text_wrap": True,
        "indent": 1,
    }
    writer.text(row, YEAR, said, quiet, last=NOTE)
    writer.at_least(row, 18)


def _write_overall(book: ExcelBook, writer: SheetWriter, row: int, score: Figure) -> None:
    writer.blank(row, NAME, NOTE, BAND)
    writer.text(row, NAME, book.label("overall_score"), BAND, last=SPARK)
    _write_score(book, writer, row, score)
    if book.view.overall_status is not None:
        writer.status(row, MONTH_STATUS, book.view.overall_status, BAND)
    quiet: Style = {**BAND, "bold": False, "font_color": LIGHT.muted, "indent": 1}
    writer.text(row, YEAR, book.view.overall_coverage, quiet, last=NOTE)
    writer.at_least(row, 18)


def _write_score(book: ExcelBook, writer: SheetWriter, row: int, score: Figure) -> None:
    style: Style = {**BAND, **_RIGHT}
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
    _write_measure(writer, row, MONTH, kpi.month)
    _write_measure(writer, row, YEAR, kpi.year_to_date)
    writer.mark(row, VARIATION, kpi.variation, SMALL, LINED)
    writer.mark(row, ASSURANCE, kpi.assurance, SMALL, LINED)
    writer.text(row, NOTE, _note(book, kpi), SMALL, LINED, {"text_wrap": True, "indent": 1})
    writer.at_least(row, 18)


def _write_measure(writer: SheetWriter, row: int, column: int, measure: MeasureView) -> None:
    for offset, name in enumerate(_FIGURES):
        figure = _with_coverage(measure, name)
        writer.figure(row, column + offset, figure, LINED, _RIGHT, {"bold": not offset})
    writer.blank(row, column + 4, column + 4, LINED)
    writer.status(row, column + 5, measure.status, LINED)


def _with_coverage(measure: MeasureView, name: str) -> Figure:
    """The figure; the target, or an actual without one, says in how many months it holds."""
    figure: Figure = getattr(measure, name)
    aimless = measure.target.excel_value is None
    if not measure.coverage or name != ("actual" if aimless else "target"):
        return figure
    said = f" ({measure.coverage})"
    number_format = worded(figure.excel_format, after=said)
    return replace(figure, text=figure.text + said, excel_format=number_format)


def _note(book: ExcelBook, kpi: KpiView) -> str:
    """What must be known of the line's figures: another month, provisional, partial, missing."""
    month, year = kpi.month.note, kpi.year_to_date.note
    parts = [
        kpi.period_label,
        book.label("provisional") if kpi.provisional else "",
        month,
        f"{book.label('year_to_date_short')} – {year}" if year and year != month else "",
    ]
    return " · ".join(part for part in parts if part)


def _write_legend(book: ExcelBook, writer: SheetWriter, row: int) -> int:
    marks = [f"{mark.shape} {mark.label}" for mark in book.view.legend]
    marks += [f"{mark.symbol} {mark.label}" for mark in book.view.marks]
    said = [*marks, book.label("missing_long"), book.label("not_meaningful_long")]
    writer.text(row, NAME, "    ".join(said), SMALL, {"text_wrap": True}, last=NOTE)
    return row + 1


def _widths(book: ExcelBook) -> list[float]:
    kpis = book.view.kpis
    words = [mark.label for mark in book.view.legend]
    words += [measure.status.label for k in kpis for measure in (k.month, k.year_to_date)]
    status = fitting_width(words, least=80, bold=True)
    return [
        12,
        fitting_width([k.name for k in kpis], least=190, most=290, bold=True),
        24,
        fitting_width([k.unit for k in kpis], least=50, most=110),
        110,
        *_figure_widths(book, [kpi.month for kpi in kpis]),
        GUTTER,
        26,
        status,
        *_figure_widths(book, [kpi.year_to_date for kpi in kpis]),
        GUTTER,
        26,
        status,
        _mark_width(book, [kpi.variation for kpi in kpis]),
        _mark_width(book, [kpi.assurance for kpi in kpis]),
        220,
    ]


def _mark_width(book: ExcelBook, marks: Sequence[Mark | None]) -> float:
    """Next to nothing where the report has no marks at all."""
    texts = [mark_text(mark) for mark in marks if mark]
    return fitting_width(texts, least=76, size=9) if book.view.marks else 4


def _figure_widths(book: ExcelBook, measures: list[MeasureView]) -> list[float]:
    return [
        max(
            fitting_width([_with_coverage(m, name).text for m in measures], least=76, bold=True),
            fitting_width([book.label(name)], size=9, bold=True, most=110),
        )
        for name in _FIGURES
    ]
