"""What the reader of a group's figures must know: who is counted, what isn't, the rates."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.present.pack.view import PackView
from kpireport.present.view import Detail
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, fitting_width
from kpireport.render.excel.page import present, set_page, write_heading
from kpireport.render.excel.styles import HEADING, LINED, SECTION

_LAST = 5


def write_notes(book: ExcelBook, pack: PackView, name: str) -> None:
    """Coverage, what has no group figure, the rates, the workbooks."""
    label = pack.labels
    problems = [Detail(f"{each.code} {each.place}".strip(), each.message) for each in pack.problems]
    titles = [line.label for line in (*pack.coverage, *pack.left_out, *problems)]
    writer = book.writer(name, [12, fitting_width(titles, least=200, most=320), 130, 110, 110, 330])
    present(writer.sheet)
    row = write_heading(book, writer, name, _LAST)
    for note in pack.notes:
        row += writer.paragraph(row, 1, _LAST, note)
    row = _write_details(writer, row, label["partial_coverage"], pack.coverage)
    row = _write_details(writer, row, label["not_consolidated"], pack.left_out)
    row = _write_details(writer, row, label["told_differently"], problems)
    if pack.rates:
        writer.text(row, 1, label["exchange_rates"], SECTION)
        row += 1
        heads = ("currency_pair", "period", "rate_kind", "rate_value", "typed_in")
        for column, key in enumerate(heads, start=1):
            writer.text(row, column, label[key], HEADING)
        for rate in pack.rates:
            row += 1
            for column, text in enumerate((rate.currency, rate.period, rate.kind), start=1):
                writer.text(row, column, text, LINED)
            writer.figure(row, 4, rate.rate, LINED)
            writer.text(row, 5, rate.place, LINED)
        row += 2
    sources = [Detail(section.name, section.source_name) for section in pack.entities]
    row = _write_details(writer, row, label["workbooks"], sources)
    writer.finish()
    set_page(book, writer.sheet, last_row=row, last_column=_LAST)


def _write_details(writer: SheetWriter, row: int, title: str, lines: Sequence[Detail]) -> int:
    if not lines:
        return row
    writer.text(row, 1, title, SECTION)
    for line in lines:
        row += 1
        writer.text(row, 1, line.label, LINED, {"text_wrap": True})
        writer.text(row, 2, line.text, LINED, {"text_wrap": True}, last=_LAST)
    return row + 2
