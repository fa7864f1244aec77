"""A scorecard on one sheet: the month and the year to date of every KPI, by category."""

from __future__ import annotations

from kpireport.present.pack.view import PackView
from kpireport.present.view import KpiView, MeasureView, ReportView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, fitting_width
from kpireport.render.excel.page import present, set_page, write_heading
from kpireport.render.excel.status import colour_statuses
from kpireport.render.excel.styles import BAND, HEADING, LEAD, LINED, MUTED, SENTENCE, Style

_KPI, _UNIT, _MONTH, _YEAR, _SENTENCE = 1, 2, 4, 11, 17
_COVERAGES = ("coverage_of_month", "coverage_of_year")
"""Beside the month and the year to date: how many entities each counts."""
_PARTS = ("actual", "target", "variance", "attainment")


def write_scorecard(
    book: ExcelBook, view: ReportView, name: str, pack: PackView | None = None
) -> None:
    """One entity's figures; the group's too, with how many entities each counts."""
    book = ExcelBook(book.file, book.styles, view, book.names, {})
    counted = {row.id: (row.coverage, row.year_coverage) for row in pack.rows} if pack else {}
    writer = book.writer(name, _widths(view, counted))
    present(writer.sheet)
    row = write_heading(book, writer, view.entity or view.title, _SENTENCE)
    for place, sentence in enumerate(view.headlines):
        row += writer.paragraph(row, _KPI, _SENTENCE, sentence, SENTENCE if place else LEAD)
    row += 1
    top = row
    row = _write_header(book, writer, view, row, bool(pack))
    writer.sheet.freeze_panes(row, _UNIT)
    first = row
    for category in view.categories:
        writer.blank(row, _KPI, _SENTENCE, BAND)
        writer.text(row, _KPI, category.name, BAND)
        for kpi in category.kpis:
            row += 1
            _write_kpi(writer, kpi, row, counted.get(kpi.id, ("", "")))
        row += 1
    if pack and pack.left_out_note:
        row += writer.paragraph(row + 1, _KPI, _SENTENCE, pack.left_out_note)
    for column in (_MONTH, _YEAR):
        colour_statuses(book, writer, first, row, column + len(_PARTS))
    writer.finish()
    set_page(book, writer.sheet, last_row=row, last_column=_SENTENCE, repeat=(top, top + 1))


def _widths(view: ReportView, counted: dict[str, tuple[str, str]]) -> list[float]:
    kpis = view.kpis
    widths = [
        12.0,
        fitting_width([kpi.name for kpi in kpis], least=180, most=300),
        fitting_width([kpi.unit for kpi in kpis], least=40, most=90),
    ]
    blocks = ([kpi.month for kpi in kpis], [kpi.year_to_date for kpi in kpis])
    for place, measures in enumerate(blocks):
        said = [each[place] for each in counted.values()]
        heading = view.labels[_COVERAGES[place]]
        widths.append(fitting_width([*said, heading], least=70, bold=True) if counted else 12.0)
        for part in _PARTS:
            texts = [getattr(measure, part).text for measure in measures]
            widths.append(fitting_width([*texts, view.labels[part]], least=70, most=170, bold=True))
        words = [measure.status.label for measure in measures]
        widths += [24.0, fitting_width([*words, view.labels["status"]], least=80, bold=True)]
    return [*widths, 420.0]


def _write_header(
    book: ExcelBook, writer: SheetWriter, view: ReportView, row: int, group: bool
) -> int:
    right: Style = {"align": "right"}
    blocks = ((_MONTH, view.period_label), (_YEAR, view.year_label))
    for (column, text), coverage in zip(blocks, _COVERAGES, strict=True):
        writer.text(row, column, text, {"bold": True}, last=column + len(_PARTS) + 1)
        writer.text(row + 1, column - 1, book.label(coverage) if group else "", HEADING)
        for offset, part in enumerate(_PARTS):
            writer.text(row + 1, column + offset, book.label(part), HEADING, right)
        writer.blank(row + 1, column + len(_PARTS), column + len(_PARTS), HEADING)
        writer.text(row + 1, column + len(_PARTS) + 1, book.label("status"), HEADING)
    for column, key in ((_KPI, "kpi"), (_UNIT, "unit"), (_SENTENCE, "verdict")):
        writer.text(row + 1, column, book.label(key), HEADING)
    return row + 2


def _write_kpi(writer: SheetWriter, kpi: KpiView, row: int, counted: tuple[str, str]) -> None:
    weight: Style = {"bold": True} if kpi.headline else {}
    writer.text(row, _KPI, kpi.name, LINED, weight)
    writer.text(row, _UNIT, kpi.unit, LINED, MUTED)
    measures = ((_MONTH, kpi.month), (_YEAR, kpi.year_to_date))
    for (column, measure), coverage in zip(measures, counted, strict=True):
        writer.text(row, column - 1, coverage, LINED, MUTED)
        _write_measure(writer, measure, row, column)
    wrapped: Style = {"text_wrap": True}
    # How many entities the year to date counts stands in its own column.
    whole = "" if counted[1] else kpi.year_to_date.whole
    said = " ".join(part for part in (kpi.verdict, whole) if part)
    writer.text(row, _SENTENCE, said, LINED, wrapped)


def _write_measure(writer: SheetWriter, measure: MeasureView, row: int, column: int) -> None:
    writer.figure(row, column, measure.beside_target, LINED)
    for offset, figure in enumerate((measure.target, measure.variance, measure.attainment), 1):
        writer.figure(row, column + offset, figure, LINED)
    writer.status(row, column + len(_PARTS), measure.status, LINED)
